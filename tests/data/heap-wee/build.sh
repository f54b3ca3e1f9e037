#!/bin/sh
# wee_alloc 0.4.5 and Talc 4.4.3 and 5.1.1 with rustc 1.95, run by Wasmtime 48; the talc ones go to ../heap-talc.
set -eu
build() {
	RUSTFLAGS="--remap-path-prefix=$HOME=/home" cargo build -q --release --target wasm32-unknown-unknown --features "$1"
	cp target/wasm32-unknown-unknown/release/truth.wasm "$2.wasm"
	wasmtime run -D coredump="$2.core" "$2.wasm" >"$2.log" 2>/dev/null || true
}
build wee wee
build wee_plain wee-plain
build talc_4 ../heap-talc/talc-4
build talc_5 ../heap-talc/talc-5
build talc_5_arena ../heap-talc/talc-5-arena
build talc_5_claim ../heap-talc/talc-5-claim
rm -r target Cargo.lock
