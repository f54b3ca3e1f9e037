#!/bin/sh
# Needs clang-16, lld-16, llvm-16 (llvm-dwp) and wasmtime; no wasm-opt on PATH.
set -e
# The packages are not named .dwp: beside the modules they would be used.
for v in 4 5; do
	for unit in share start; do
		clang-16 --target=wasm32 -O1 -g -gdwarf-$v -gsplit-dwarf -nostdlib -fdebug-compilation-dir=/src/split-dwo \
			-c $unit.c -o $unit$v.o
	done
	wasm-ld-16 --no-entry share$v.o start$v.o -o m$v.wasm
	wasmtime run -D coredump=m$v.core --invoke start m$v.wasm || true
	llvm-dwp-16 share$v.dwo start$v.dwo -o m$v.package
	rm share$v.o start$v.o
done
