#!/bin/sh
# Builds the module and dump of this folder: clang-16 with Debian's libc++-16-dev-wasm32 and libc++abi-16-dev-wasm32,
# wasmtime 48 with the feature coredump.
set -e
cd "$(dirname "$0")"
std=/usr/lib/llvm-16
clang="clang++-16 --target=wasm32-wasi -fno-exceptions -fdebug-prefix-map=$PWD=/src/heap-cpp -ffile-prefix-map=$PWD=/src/heap-cpp"

# shellcheck disable=SC2086
$clang -nostdinc++ -isystem $std/include/wasm32-wasi/c++/v1 -std=c++20 -g -O0 -c heap.cpp -o heap.o
# shellcheck disable=SC2086
$clang -L$std/lib/wasm32-wasi heap.o -o heap.wasm
rm heap.o
wasmtime run -D coredump=heap.core heap.wasm >heap.log 2>/dev/null || true
gzip -9 -n -f heap.wasm heap.core
