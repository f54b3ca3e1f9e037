#!/bin/sh
# Builds the modules and dumps of this folder and the truths of their expressions: clang-16 with Debian's
# wasi-libc and libc++-16-dev-wasm32, rustc 1.63 (Debian), wasmtime with the feature coredump, gdb,
# llvm-objcopy-16.
#
# NAME.txt: what the program printed, an expression and its value a line.  gdb.txt names expressions
# of gdb's own syntax; gdb.out has what gdb says of each in places() of c.c, built natively.
set -e
cd "$(dirname "$0")"
map="-fdebug-prefix-map=$PWD=/src/expressions -ffile-prefix-map=$PWD=/src/expressions"
std=/usr/lib/llvm-16

finish() {
	wasmtime run -D coredump="$1.core" "$1.wasm" >"$1.txt" 2>/dev/null || true
	llvm-objcopy-16 -R .debug_loc -R .debug_aranges -R producers -R target_features "$1.wasm"
	gzip -9 -n -f "$1.wasm" "$1.core"
}

# shellcheck disable=SC2086
{
	clang-16 --target=wasm32-wasi -g -O0 -Wno-everything $map c.c -o c.wasm
	clang++-16 --target=wasm32-wasi -nostdinc++ -isystem $std/include/wasm32-wasi/c++/v1 -L$std/lib/wasm32-wasi \
		-fno-exceptions -std=c++20 -g -O0 -Wno-everything $map cpp.cpp -o cpp.wasm
}
finish c
finish cpp
"${RUSTC_163:-/usr/bin/rustc}" --edition 2021 --target wasm32-wasi -g -C codegen-units=1 --remap-path-prefix "$PWD=/src/expressions" \
	-o rust.whole.wasm rust.rs
python3 ../print-rust/trim.py rust.rs rust.whole.wasm rust.wasm
rm rust.whole.wasm
finish rust

clang-16 -g -O0 -Wno-everything c.c -o c.native
while IFS= read -r expression; do
	printf '%s\t' "$expression"
	gdb -q -batch -nx -ex 'set print address off' -ex 'set print repeats 0' -ex 'run >/dev/null' -ex 'frame function places' \
		-ex "print $expression" ./c.native 2>&1 | sed -n 's/^\$1 = //p' | tr '\n' ' ' | sed 's/ $//'
	echo
done <gdb.txt >gdb.out
rm c.native
