# A second thread behind the one that Wasmtime wrote: at the instruction 7 bytes into function 2, `unreachable`.
{
	cat traps/div_zero.core
	printf '\x00\x19\x09corestack\x00\x06worker\x01\x00\x00\x02\x07\x00\x00'
} >"$TMP/two.core"
for thread in main worker 1 0; do
	wcore-bt --thread=$thread -m traps/traps.wasm "$TMP/two.core"
done
wcore-bt -m traps/traps.wasm "$TMP/two.core"
# An index is a number and nothing else.
wcore-bt --thread=1x -m traps/traps.wasm "$TMP/two.core" 2>&1 | sed "s|$TMP/||"
wcore-bt --thread=other -m traps/traps.wasm "$TMP/two.core" 2>&1 | sed "s|$TMP/||"
echo "exit ${PIPESTATUS[0]}"
