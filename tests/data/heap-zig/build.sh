#!/bin/sh
# Zig 0.13.0, 0.15.2 and 0.17.0 (ziglang of PyPI) as zig-VERSION, run by Wasmtime 48.
set -eu
build() {
	"zig-$2" build-exe truth.zig -target wasm32-freestanding -fno-entry --export=_start -O "$3" -femit-bin="$1.wasm"
	wasmtime run -D coredump="$1.core" "$1.wasm" >"$1.log" 2>/dev/null || true
}
build zig-0.13 0.13 ReleaseSmall
build zig-0.15 0.15 ReleaseSmall
build zig-0.17 0.17 ReleaseSmall
