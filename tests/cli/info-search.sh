# The places where modules are looked for, and -v, which tells them.
found() { wcore-info "$@" 2>&1 | sed -n 's/^    file: *\([^,]*\).*/\1/p' | sed "s,$TMP,TMP,"; }
cp c-divzero/crash-O0.core "$TMP/a.core"
mkdir "$TMP/modules" && cp c-divzero/crash-O0.wasm "$TMP/modules"
found "$TMP/a.core"
found -S "$TMP/modules" "$TMP/a.core"
found --search="$TMP/modules" --no-search "$TMP/a.core"
WCORE_PATH=/nowhere:$TMP/modules found "$TMP/a.core"
found -m "$TMP/modules/crash-O0.wasm" --no-search "$TMP/a.core"
found --module=0="$TMP/modules/crash-O0.wasm" "$TMP/a.core"
wcore-info -v "$TMP/a.core" 2>&1 >/dev/null | grep -c 'crash-O0\.wasm'
wcore-info "$TMP/a.core" 2>&1 >/dev/null
