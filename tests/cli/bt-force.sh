# The same program, compiled otherwise: its functions stand elsewhere.
cp c-divzero/crash-O0.core "$TMP"
wcore-bt -n 1 -m c-divzero/crash-O2.wasm "$TMP/crash-O0.core" 2>"$TMP/err"
echo "exit $?"
grep -c 'crash-O2.wasm contradicts the dump and is not used' "$TMP/err"
wcore-bt -n 1 --force -m c-divzero/crash-O2.wasm "$TMP/crash-O0.core" 2>"$TMP/err" | tail -n 2
grep -c 'crash-O2.wasm contradicts the dump and is used all the same' "$TMP/err"
