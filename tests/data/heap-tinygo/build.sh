#!/bin/sh
# An imitation of TinyGo's heap, as truth.c says: clang 16, run by Wasmtime 48.
set -eu
build() {
	name=$1
	shift
	clang-16 --target=wasm32 -nostdlib -O1 -mbulk-memory "$@" -Wl,--export=_start -Wl,--no-entry -Wl,-z,stack-size=8192 \
		-Wl,--stack-first truth.c -o "$name.wasm"
	wasmtime run -D coredump="$name.core" "$name.wasm" >"$name.log" 2>/dev/null || true
}
build blocks
build leaking -DLEAKING
