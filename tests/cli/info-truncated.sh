# Twenty frames, as many as Wasmtime keeps: cut unless the oldest one is a function that the host calls.
python3 - "$TMP" <<'END'
import sys
def section(i, body): return bytes([i]) + bytes([len(body) & 127 | 128, len(body) >> 7]) + body
def custom(name, body): return section(0, bytes([len(name)]) + name + body)
head = b"\0asm\1\0\0\0"
# Functions 0 (start), 1 (exported) and 2 call function 2, each 1 byte behind its locals.
open(sys.argv[1] + "/a.wasm", "wb").write(
    head + section(1, b"\1\x60\0\0") + section(3, b"\3\0\0\0") + section(7, b"\1\3run\0\1") +
    section(8, b"\0") + section(10, b"\3" + b"\4\0\x10\2\x0b" * 3))
for name, count, oldest in (("start", 20, 0), ("exported", 20, 1), ("cut", 20, 2), ("deeper", 21, 2)):
    frames = b"\0\0\2\0\0\0" + b"\0\0\2\1\0\0" * (count - 2) + bytes([0, 0, oldest, 1, 0, 0])
    open(f"{sys.argv[1]}/{name}.core", "wb").write(
        head + custom(b"core", b"\0\6a.wasm") + custom(b"coremodules", b"\1\0\6a.wasm") +
        custom(b"coreinstances", b"\1\0\0\0\0") + custom(b"corestack", b"\0\4main" + bytes([count]) + frames))
END
for dump in start exported cut deeper; do
	wcore-info --json "$TMP/$dump.core" | grep -oE '"frames":[0-9]+,"truncated":[a-z]+'
done
