#!/bin/sh
# Builds the modules and dumps of this folder: needs wasm-tools, wasmtime 48 and clang-16 with lld.
set -e
cd "$(dirname "$0")"
for wat in *.wat; do
	name=${wat%.wat}
	wasm-tools parse "$wat" -o "$name.wasm"
	preload=
	invoke='--invoke run'
	case $name in
	shared_lib) continue ;;
	shared | host_entry) wasm-tools parse shared_lib.wat -o shared_lib.wasm; preload="--preload lib=shared_lib.wasm" ;;
	replay_*) invoke= ;;
	unnamed) wasm-tools strip --all --delete name "$name.wasm" -o "$name.wasm" ;;
	esac
	# shellcheck disable=SC2086
	wasmtime run -W threads=y,tail-call=y -D "coredump=$name.core" $preload $invoke "$name.wasm" 2>/dev/null || :
	test -s "$name.core"
done
clang-16 --target=wasm32-wasi -O1 -g -nostdlib "-fdebug-prefix-map=$PWD=/src" "-ffile-prefix-map=$PWD=/src" \
	-Wl,--no-entry unwritten.c -o unwritten.wasm
wasmtime run -D coredump=unwritten.core unwritten.wasm 2>/dev/null || :
test -s unwritten.core
python3 - <<'END'
# The middle one of three frames goes: each is a kind, three LEB128 numbers, and two counts of 0.
dump = bytearray(open("host_entry.core", "rb").read())
at = dump.index(b"corestack") + len(b"corestack") + 1
at += 1 + dump[at]
assert dump[at] == 3
size_at = dump.index(b"corestack") - 2
end = size_at + 1 + dump[size_at]
frames, pos = [], at + 1
while pos < end:
    start, pos = pos, pos + 1
    for _ in range(3):
        while dump[pos] & 0x80:
            pos += 1
        pos += 1
    pos += 2
    frames.append(bytes(dump[start:pos]))
assert len(frames) == 3
dump[at] = 2
dump[at + 1:end] = frames[0] + frames[2]
dump[size_at] -= len(frames[1])
open("host_entry.core", "wb").write(dump)
END
