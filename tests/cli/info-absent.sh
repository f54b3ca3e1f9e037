# What an instance has and the dump has not; a list that is too short to say whose is what.
python3 - "$TMP" <<'END'
import sys
def u(n):
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    return bytes([*out, n])
def section(i, body): return bytes([i]) + u(len(body)) + body
def custom(name, body): return section(0, u(len(name)) + name + body)
ABSENT = u(0xffffffff)
head = b"\0asm\1\0\0\0"
# Module: memory 0 (exported as "small"), memory 1 (shared, "big"), global 0 ("first"), global 1 ("second").
module = (section(5, b"\2\0\1\3\1\1") + section(6, b"\2\x7f\0\x41\1\x0b\x7f\0\x41\2\x0b") +
          section(7, b"\4\5small\2\0\3big\2\1\5first\3\0\6second\3\1"))
open(sys.argv[1] + "/a.wasm", "wb").write(head + module)
# Dump: one memory, one global, which is the module's second one.
open(sys.argv[1] + "/a.core", "wb").write(
    head + custom(b"core", b"\0\6a.wasm") + section(5, b"\1\0\1") +
    section(6, b"\1\x7f\0\x41\5\x0b") + custom(b"coremodules", b"\1\0\6a.wasm") +
    custom(b"coreinstances", b"\1\0\0\1\0\2" + ABSENT + b"\0") + custom(b"corestack", b"\0\4main\0"))
END
wcore-info "$TMP/a.core" | grep -E '^  (instance|memory|global)|name:'
wcore-info --json "$TMP/a.core" | grep -o '"globals":\[null,0\]'
