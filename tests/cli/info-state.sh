# Values as their types write them; the first name of what is exported twice.
python3 - "$TMP" <<'END'
import struct, sys
def section(i, body): return bytes([i, len(body)]) + body
def custom(name, body): return section(0, bytes([len(name)]) + name + body)
def string(text): return bytes([len(text)]) + text
def map_of(i, names): return section(i, bytes([len(names)]) + b"".join(bytes([n]) + string(t) for n, t in names))
END, I32, F32, F64, V128 = b"\x0b", b"\x7f", b"\x7d", b"\x7c", b"\x7b"
inits = [F32 + b"\0\x43" + struct.pack("<f", 0.1), F32 + b"\0\x43" + bytes.fromhex("0000c07f"),
         F64 + b"\0\x44" + struct.pack("<d", 0.1), V128 + b"\0\xfd\x0c" + bytes(range(16)),
         I32 + b"\0\x41\x2a"]
globals_ = section(6, bytes([len(inits)]) + b"".join(i + END for i in inits))
memory = section(5, b"\1\3\1\2")
head = b"\0asm\1\0\0\0"
exports = section(7, b"\2" + string(b"first") + b"\3\0" + string(b"second") + b"\3\0")
own = custom(b"name", map_of(7, [(3, b"vector"), (4, b"answer")]))
open(sys.argv[1] + "/a.wasm", "wb").write(head + memory + globals_ + exports + own)
open(sys.argv[1] + "/a.core", "wb").write(
    head + custom(b"core", b"\0\6a.wasm") + memory + globals_ + custom(b"coremodules", b"\1\0\6a.wasm") +
    custom(b"coreinstances", b"\1\0\0\1\0\5\0\1\2\3\4") + custom(b"corestack", b"\0\4main\0"))
END
wcore-info "$TMP/a.core" | grep -E '^  (memory|global)'
