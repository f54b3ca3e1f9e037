#!/bin/sh
# Builds the module of this folder with its map, and a dump: clang-16, lld-16, wasmtime with the feature coredump.
set -e
cd "$(dirname "$0")"
map="-fdebug-prefix-map=$PWD=/src/symbols -ffile-prefix-map=$PWD=/src/symbols"
for level in O0 O2; do
	for unit in main other; do
		# shellcheck disable=SC2086
		clang++-16 --target=wasm32 -std=c++17 -fno-exceptions -fno-rtti -g -$level -ffunction-sections -fdata-sections $map -c $unit.cpp -o $unit.o
	done
	wasm-ld-16 --no-entry --export=run --no-demangle -Map=$level.map main.o other.o -o $level.wasm
	rm main.o other.o
	wasmtime run -D coredump=$level.core --invoke run $level.wasm 5 2>/dev/null || true
done
