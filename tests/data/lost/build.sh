#!/bin/sh
# Builds the modules and dumps of this folder, and asks gdb: needs clang-16 with wasi-libc and lld, wasmtime 48, gcc and gdb.
set -e
cd "$(dirname "$0")"
for level in O1 O2; do
	clang-16 --target=wasm32-wasi --sysroot=/usr "-$level" -g "-ffile-prefix-map=$PWD=/src/lost" "$PWD/lost.c" -o "lost-$level.wasm"
	wasmtime run -D "coredump=lost-$level.core" "lost-$level.wasm" 2>/dev/null || :
	test -s "lost-$level.core"
done
gcc -O0 -g lost.c -o lost.native
gdb -batch -ex run -ex 'bt full' ./lost.native 2>/dev/null | sed -n '/^#0/,$p' | sed 's/0x[0-9a-f]*/ADDRESS/g' >lost.gdb
rm lost.native
