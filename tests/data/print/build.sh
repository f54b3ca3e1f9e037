#!/bin/sh
# Builds the modules and dumps of this folder: clang-16 with Debian's libc++-16-dev-wasm32 and
# libc++abi-16-dev-wasm32, zig (ziglang from PyPI), wasm-tools, wasmtime with the feature coredump.
set -e
cd "$(dirname "$0")"
map="-fdebug-prefix-map=$PWD=/src/print -ffile-prefix-map=$PWD=/src/print"
std=/usr/lib/llvm-16
clang="--target=wasm32-wasi -nostdinc++ -isystem $std/include/wasm32-wasi/c++/v1 -L$std/lib/wasm32-wasi -fno-exceptions -g -O0 $map"

# What the printers do not need is cut off; what is left is the truth that the program printed.
finish() {
	wasmtime run -D coredump="$1.core" "$1.wasm" >"$1.txt" 2>/dev/null || true
	wasm-tools strip -d '\.debug_loc|\.debug_ranges|\.debug_aranges|producers|target_features' "$1.wasm" -o "$1.small"
	mv "$1.small" "$1.wasm"
	gzip -9 -n -f "$1.wasm" "$1.core"
}

# shellcheck disable=SC2086
{
	clang-16 --target=wasm32-wasi -g -O0 -Wno-everything -Wl,--no-gc-sections $map values.c -o values.wasm
	clang++-16 $clang -std=c++20 containers.cpp -o containers-16.wasm
	python3 -m ziglang c++ --target=wasm32-wasi -fno-exceptions -DHAS_COUNTS -std=c++20 -O0 -g $map containers.cpp -o containers-22.wasm
}
finish containers-16
finish containers-22
finish values
gunzip values.wasm.gz values.core.gz
