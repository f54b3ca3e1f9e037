#!/bin/sh
# Builds the modules of this folder and what their compiler says of the types (*.truth): needs clang-16, lld, wasi-libc and
# wasmtime.  Keep binaryen's wasm-opt off PATH.
set -e
map="-fdebug-prefix-map=$PWD=/src -ffile-prefix-map=$PWD=/src"
link="-nostdlib -Wl,--no-entry -Wl,--export=run"
cc="clang-16 --target=wasm32-wasi -std=gnu17 $map"
cxx="clang++-16 --target=wasm32-wasi -std=c++17 -fno-exceptions -fno-rtti -fno-standalone-debug $map"
c="types.c hidden.c"
cpp="classes.cpp secret.cpp"
for v in 2 4 5; do $cc -O0 -gdwarf-$v $link $c -o c$v.wasm; done
for v in 4 5; do
	$cc -O0 -gdwarf-$v -gsplit-dwarf -c types.c -o types$v.o
	$cc -O0 -gdwarf-$v -gsplit-dwarf -c hidden.c -o hidden$v.o
	$cc -O0 $link types$v.o hidden$v.o -o c$v-split.wasm
	$cxx -O0 -gdwarf-$v $link $cpp -o cpp$v.wasm
	$cxx -O0 -gdwarf-$v -fdebug-types-section $link $cpp -o cpp$v-types.wasm
	rm types$v.o hidden$v.o
done
$cxx -O0 -gdwarf-5 -gsimple-template-names $link $cpp -o cpp5-simple.wasm
$cc -O2 -gdwarf-4 $link $c -o c4-O2.wasm
$cc -Wno-bitfield-constant-conversion truth.c -o truth.wasm && wasmtime run truth.wasm >c.truth
$cxx truth.cpp -o truth.wasm && wasmtime run truth.wasm >cpp.truth
rm truth.wasm
