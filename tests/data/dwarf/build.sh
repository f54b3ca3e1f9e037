#!/bin/sh
# Rebuilds the modules of this folder: clang-16, lld-16, wabt, wasm-tools.  The *.truth files are
# wasm-tools' answers for every instruction (code bytes are the same in all versions, so
# those of split modules are the ones of their version without splitting).
set -e
cd "$(dirname "$0")"
build() {
	name=$1
	shift
	for source in chain main; do
		clang-16 --target=wasm32 -O1 -ffile-prefix-map="$PWD=/src/dwarf" "$@" \
			-c "$source.c" -o "$source.o"
	done
	wasm-ld-16 --no-entry chain.o main.o -o "$name.wasm"
	rm chain.o main.o
}
for version in 2 3 4 5; do
	build "v$version" -g "-gdwarf-$version"
done
build v5-g1 -gdwarf-5 -g1
build v5-types -g -gdwarf-5 -fdebug-types-section
for version in 4 5; do
	mkdir -p "split$version"
	build "split$version/m" -g "-gdwarf-$version" -gsplit-dwarf
	mv chain.dwo main.dwo "split$version/"
done
# Link-time optimisation inlines across units, whose DIEs then refer to each other.
build lto -O2 -g -flto -Dnoinline=
python3 many.py >many.wat
wasm-tools parse --generate-dwarf full many.wat -o many-full.wasm
wasm-tools parse --generate-dwarf lines many.wat -o many-lines.wasm
rm many.wat
for name in v2 v3 v4 v5 v5-g1 v5-types lto; do
	# shellcheck disable=SC2046
	wasm-tools addr2line "$name.wasm" $(wasm-objdump -d "$name.wasm" |
		sed -n 's/^ \([0-9a-f]*\): .*/0x\1/p') >"$name.truth"
done
