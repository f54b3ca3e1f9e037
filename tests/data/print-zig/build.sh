#!/bin/sh
# Builds the modules and dumps of this folder: zig (ziglang from PyPI), wasmtime with the feature coredump.
set -e
cd "$(dirname "$0")"

# name, mode
build() {
	python3 -m ziglang build-exe -target wasm32-wasi -O "$2" -fno-strip -femit-bin="$1.whole.wasm" kinds.zig
	python3 ../print-rust/trim.py "${3:-}" "$1.whole.wasm" "$1.wasm"
	rm "$1.whole.wasm"
	wasmtime run -D coredump="$1.core" "$1.wasm" 2>&1 >/dev/null | grep -a '^[a-z]*\.[a-z_.()]*=' >"$1.txt" || true
	gzip -9 -n -f "$1.wasm" "$1.core"
}

build debug Debug
build level-O2 ReleaseSafe
python3 ../print-rust/expect.py "wasmtime 48.0.8 / zig 0.17 dev" debug level-O2
