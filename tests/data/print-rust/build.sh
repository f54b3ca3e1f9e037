#!/bin/sh
# Builds the modules and dumps of this folder: rustc 1.63 (Debian) with wasm32-wasi and rustc 1.95 with
# wasm32-wasip1, wasmtime with the feature coredump.  expect.py
# makes the expectations of what the program printed.
set -e
cd "$(dirname "$0")"

# name, compiler, target, level
build() {
	"$2" --edition 2021 --target "$3" -g -C opt-level="$4" -C codegen-units=1 --remap-path-prefix "$PWD=/src/print-rust" \
		-o "$1.whole.wasm" kinds.rs
	python3 trim.py kinds.rs "$1.whole.wasm" "$1.wasm"
	rm "$1.whole.wasm"
	wasmtime run -D coredump="$1.core" "$1.wasm" >"$1.txt" 2>/dev/null || true
	gzip -9 -n -f "$1.wasm" "$1.core"
}

build debug-1.63 "${RUSTC_163:-rustc}" wasm32-wasi 0
build debug-1.95 "${RUSTC_195:-rustc}" wasm32-wasip1 0
build level-O2-1.63 "${RUSTC_163:-rustc}" wasm32-wasi 2
build level-O2-1.95 "${RUSTC_195:-rustc}" wasm32-wasip1 2
python3 expect.py "wasmtime 48.0.8 / rustc 1.63, 1.95" debug-1.63 debug-1.95 level-O2-1.63 level-O2-1.95
