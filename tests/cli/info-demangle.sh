# Names of globals, demangled or not: a module that exports shop::total, and a dump of it.
python3 - "$TMP" <<'END'
import sys
def section(i, body): return bytes([i, len(body)]) + body
def custom(name, body): return section(0, bytes([len(name)]) + name + body)
def glob(value): return section(6, b"\1\x7f\0\x41" + bytes([value]) + b"\x0b")
name = b"_ZN4shop5totalE"
head = b"\0asm\1\0\0\0"
export = section(7, b"\1" + bytes([len(name)]) + name + b"\3\0")
open(sys.argv[1] + "/a.wasm", "wb").write(head + glob(0) + export)
open(sys.argv[1] + "/a.core", "wb").write(
    head + custom(b"core", b"\0\6a.wasm") + glob(42) +
    custom(b"coremodules", b"\1\0\6a.wasm") + custom(b"coreinstances", b"\1\0\0\0\1\0") +
    custom(b"corestack", b"\0\4main\0"))
END
wcore-info "$TMP/a.core" | grep '^  global'
wcore-info --no-demangle "$TMP/a.core" | grep '^  global'
