#!/bin/sh
# Builds the modules and dumps of this folder: clang-16 with Debian's wasi-libc, and wasmtime 48 with the
# feature coredump.  Compiling and linking are two steps: a wasm-opt in the path would be run by one.
set -e
cd "$(dirname "$0")"
clang="clang-16 --target=wasm32-wasi -fdebug-prefix-map=$PWD=/src/heap-c -ffile-prefix-map=$PWD=/src/heap-c"

# name, source, options of the compiler, of the linker
build() {
	# shellcheck disable=SC2086
	$clang -g $3 -c "$2" -o "$1.o"
	# shellcheck disable=SC2086
	$clang $4 "$1.o" -o "$1.wasm"
	rm "$1.o"
}

for level in O0 O2; do
	build "heap-$level" heap.c "-$level" ""
	wasmtime run -D coredump="heap-$level.core" "heap-$level.wasm" >"heap-$level.log" 2>/dev/null || true
done
build break break.c -O1 -mexec-model=reactor
for scene in $(sed -n 's/^SCENE(\(.*\))$/\1/p' break.c); do
	wasmtime run -D coredump="break-$scene.core" --invoke "$scene" break.wasm >"break-$scene.log" 2>/dev/null || true
done
gzip -9 -n -f heap-O0.core heap-O2.core
