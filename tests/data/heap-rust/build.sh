#!/bin/sh
# Builds the modules and dumps of this folder: rustc 1.95 with its target wasm32-unknown-unknown,
# wasmtime 48 with the feature coredump.
set -e
cd "$(dirname "$0")"
rust="--edition 2021 --target wasm32-unknown-unknown --crate-type cdylib -C panic=abort --remap-path-prefix $PWD=/src/heap-rust"

run() {
	wasmtime run -D coredump="$1.core" "$1.wasm" >"$1.log" 2>/dev/null || true
}

# shellcheck disable=SC2086
{
	rustc $rust -g -C opt-level=0 heap.rs -o debug.wasm
	rustc $rust -C strip=debuginfo -C opt-level=2 heap.rs -o release.wasm
	rustc $rust -C strip=debuginfo -C opt-level=2 double.rs -o double.wasm
}
python3 ../print-rust/trim.py heap.rs debug.wasm debug.small
mv debug.small debug.wasm
for name in debug release double; do
	run "$name"
done
gzip -9 -n -f debug.wasm debug.core release.core
