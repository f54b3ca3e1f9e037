#!/bin/sh
# Builds the module and its dumps: needs wabt and wasmtime with coredumps.
set -e
wat2wasm --debug-names folded.wat -o folded.wasm
for f in add float local branch_load branch_unreachable slot parameter past; do
	wasmtime run -D coredump=$f.core --invoke $f folded.wasm >$f.txt 2>&1 || :
	grep -h 'wasm trap' $f.txt | sed "s/.*wasm trap: /$f: /"
	rm $f.txt
done >traps.txt
