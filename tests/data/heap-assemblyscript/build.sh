#!/bin/sh
# asc 0.28.20, run by Wasmtime 48.
set -eu
build() {
	name=$1
	shift
	asc truth.ts "$@" --use abort= -o "$name.wasm" 2>/dev/null
	wasmtime run -D coredump="$name.core" "$name.wasm" >"$name.log" 2>/dev/null || true
}
build incremental --runtime incremental -O1 --debug
build minimal --runtime minimal -O1 --debug
build stub --runtime stub -O1 --debug
build release --runtime incremental -O3
