# Twenty custom sections whose names are cut: a few warnings stand for all.
{
	cat c-divzero/crash-O0.core
	for _ in $(seq 20); do printf '\000\001\200'; done
} >"$TMP/odd.core"
wcore-bt -n 1 -m c-divzero/crash-O0.wasm "$TMP/odd.core" 2>&1 | sed "s|$TMP/||g"
wcore-bt -v -m c-divzero/crash-O0.wasm "$TMP/odd.core" 2>&1 | grep -c 'warning: .*cut short'
