# A module that is there and cannot be opened: the system says why, and the backtrace goes on without it.
cp c-divzero/crash-O2.core "$TMP/loop.core"
cd "$TMP" || exit
ln -s loop.wasm loop.wasm
wcore-bt --no-values loop.core 2>&1 >/dev/null | grep -v 'not found'
