#!/bin/sh
# Builds the modules and dumps of this folder, and asks gdb: needs clang-16 with wasi-libc and lld, rustc 1.63 (Debian) with
# wasm32-wasi, wasmtime 48, gcc and gdb.
set -e
cd "$(dirname "$0")"
for level in O1 O2; do
	clang-16 --target=wasm32-wasi --sysroot=/usr "-$level" -g "-ffile-prefix-map=$PWD=/src/lost" "$PWD/lost.c" -o "lost-$level.wasm"
	wasmtime run -D "coredump=lost-$level.core" "lost-$level.wasm" 2>/dev/null || :
	test -s "lost-$level.core"
done
clang-16 --target=wasm32-wasi --sysroot=/usr -O2 -g "-ffile-prefix-map=$PWD=/src/lost" "$PWD/round.c" -o round-O2.wasm
wasmtime run -D coredump=round-O2.core round-O2.wasm 2>/dev/null || :
test -s round-O2.core
rust="${RUSTC_163:-rustc} --edition=2021 -Awarnings -g -C opt-level=s --target wasm32-wasi --remap-path-prefix $PWD=/src/lost"
$rust -C overflow-checks=on part.rs -o part.whole.wasm
$rust -C panic=abort -C link-arg=--no-entry --crate-type=cdylib label.rs -o label.whole.wasm
for name in part label; do
	../print-rust/trim.py "$name.rs" "$name.whole.wasm" "$name.wasm"
	rm "$name.whole.wasm"
done
wasmtime run -D coredump=part.core part.wasm >/dev/null 2>&1 || :
wasmtime run -D coredump=label.core --invoke run label.wasm >/dev/null 2>&1 || :
gzip -9 -n -f part.wasm label.wasm
test -s part.core && test -s label.core
gcc -O0 -g lost.c -o lost.native
gdb -batch -ex run -ex 'bt full' ./lost.native 2>/dev/null | sed -n '/^#0/,$p' | sed 's/0x[0-9a-f]*/ADDRESS/g' >lost.gdb
rm lost.native
