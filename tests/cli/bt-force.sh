cp c-divzero/crash-O0.core "$TMP"
wcore-bt -n 1 -m deep/deep.wasm "$TMP/crash-O0.core"
echo "exit $?"
wcore-bt -n 1 --force -m deep/deep.wasm "$TMP/crash-O0.core"
