#!/bin/sh
# How the modules and dumps of this folder were made: Wasmtime 48 ran each with the
# number of its dump (lib, ab) or so many words (die).  The texts in tests/unit/test_message.c are what the programs printed.
set -e
clang-16 --target=wasm32-wasi -Os assert.c -o assert.wasm
zig c++ -target wasm32-wasi -Os -g -fno-exceptions lib.cpp -o lib.wasm
zig c++ -target wasm32-wasi -Os -g -fno-exceptions thrown.cpp -o thrown.wasm
wasm-tools strip --delete '^\.debug' lib.wasm -o lib.wasm
wasm-tools strip --delete '^\.debug' thrown.wasm -o thrown.wasm
wasm-tools strip --delete '^\.debug' assert.wasm -o assert.wasm
asc ab.ts -o ab.wasm --debug
clang-16 --target=wasm32-wasi -O0 -g tls.c -o tls.wasm
clang-16 --target=wasm32-wasi -O0 -g nullfn.c -o nullfn.wasm
wat2wasm abort.wat
for version in 1.63 1.95; do	# wasm32-wasi, since 1.78 wasm32-wasip1
	rustc +$version --target wasm32-wasi -C opt-level=s -C lto -C panic=abort -C codegen-units=1 \
		-C debuginfo=0 die.rs -o die-$version.wasm
done
wasmtime run -D coredump=lib-1.core lib.wasm 1
wasmtime run --preload env=abort.wasm -D coredump=ab-host.core --invoke run ab.wasm 50
# ab-5, ab-50 and ab-200 had an abort() that returns.
wasmtime run -D coredump=die-1.95-2.core die-1.95.wasm x
