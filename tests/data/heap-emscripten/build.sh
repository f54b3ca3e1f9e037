#!/bin/sh
# Builds the modules and dumps of this folder: Emscripten 3.1.6 (Debian), with both of its allocators, and
# wasmtime 48 with the feature coredump.
set -e
cd "$(dirname "$0")"
for malloc in dlmalloc emmalloc; do
	emcc -O1 -g -sMALLOC=$malloc -sSTANDALONE_WASM -fdebug-prefix-map="$PWD"=/src/heap-emscripten \
		../heap-c/heap.c -o $malloc.wasm
	wasmtime run -D coredump=$malloc.core $malloc.wasm >$malloc.log 2>/dev/null || true
done
gzip -9 -n -f dlmalloc.core emmalloc.core dlmalloc.wasm emmalloc.wasm
