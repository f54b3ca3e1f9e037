#!/usr/bin/env python3
"""Core dumps and modules that break one rule each, built field by field.

usage: make.py [FOLDER]

Writes NAME.bad for each case, modules that cases need as NAME.mod, and cases.json, which says of
each file the rule that wcore-validate must raise and the arguments to give it.  The folder of this
script is the default: what is there is what this script writes, and tests/suites/validate-invalid
compares the two.  Files that are too large for a repository are written by that test alone.
"""
import gzip
import json
import os
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", ".."))
from wasm import MAGIC, custom, leb, name, section, sleb  # noqa: E402

CASES = []
FILES = {}
TYPE, IMPORT, FUNCTION, TABLE, MEMORY, GLOBAL, EXPORT, START, ELEMENT, CODE, DATA, DATA_COUNT, TAG = range(1, 14)
I32, I64, F32, F64 = b"\x7f", b"\x7e", b"\x7d", b"\x7c"
END = b"\x0b"


def case(title, rule, content, *arguments, **more):
    assert title not in [c["name"] for c in CASES], title
    CASES.append({"name": title, "rule": rule, "arguments": list(arguments), **more})
    FILES[title + ".bad"] = content


def vec(items):
    return leb(len(items)) + b"".join(items)


def zipped(data):
    """gzip data that is the same each time."""
    return gzip.compress(data, 9, mtime=0)


# Parts of a dump.

def core(executable="a.wasm"):
    return custom("core", b"\0" + name(executable))


def modules(*names):
    return custom("coremodules", vec([b"\0" + name(n) for n in names]))


def instance(module=0, memories=(0,), global_indices=(0,)):
    return b"\0" + leb(module) + vec([leb(i) for i in memories]) + vec([leb(i) for i in global_indices])


def instances(*items):
    return custom("coreinstances", vec(list(items)))


def frame(index=0, funcidx=1, offset=4, local_values=(), operands=()):
    return b"\0" + leb(index) + leb(funcidx) + leb(offset) + vec(list(local_values)) + vec(list(operands))


def fixed_frame(index=0, funcidx=1, offset=4, local_values=(), operands=()):
    """As wasm-coredump-rewriter writes it: both counts first."""
    return (b"\0" + leb(index) + leb(funcidx) + leb(offset) + leb(len(local_values)) + leb(len(operands)) +
            b"".join(local_values) + b"".join(operands))


def stack(*frames, thread="main"):
    return custom("corestack", b"\0" + name(thread) + vec(list(frames)))


def memory(*limits):
    return section(MEMORY, vec(list(limits) or [b"\0\1"]))


def global_value(value=65520, kind=I32, mutable=1):
    return kind + bytes([mutable]) + b"\x41" + sleb(value) + END


def global_section(*items):
    return section(GLOBAL, vec(list(items) or [global_value()]))


def segment(address, content, flags=b"\0"):
    return flags + b"\x41" + sleb(address) + END + leb(len(content)) + content


def data(*segments):
    return section(DATA, vec(list(segments) or [segment(1024, b"abc")]))


PARTS = ("core", "memory", "globals", "data", "modules", "instances", "stack")


def parts():
    """What Wasmtime writes, in its order."""
    return {"core": core(), "memory": memory(), "globals": global_section(), "data": data(),
            "modules": modules("a.wasm"), "instances": instances(instance()),
            "stack": stack(frame(0, 1, 4), frame(0, 2, 6))}


def dump(**changed):
    """A sound dump with some parts changed; behind=... goes to the end."""
    found = parts()
    behind = changed.pop("behind", b"")
    assert set(changed) <= set(PARTS)
    found.update(changed)
    return MAGIC + b"".join(found[p] for p in PARTS) + behind


SOUND = dump()


def bundled(content=b"", kind=0, encoding=0, uses=((0, 0),), size=None, version=1):
    return custom("wcore.file", bytes([version, kind, encoding]) + vec([leb(m) + leb(p) for m, p in uses]) +
                  name("a.wasm") + leb(len(content) if size is None else size) + content)


# Container: what stands around the sections.
case("header-version", "wasm/header", b"\0asm\2\0\0\0")
case("header-short", "wasm/header", b"\0asm\1")
case("header-magic-only", "wasm/header", b"\0asm")
case("header-one-byte", "wasm/header", b"\0")
case("empty", "wasm/empty", MAGIC)
case("gzip-cut", "wasm/gzip", zipped(SOUND)[:-12])
case("gzip-corrupt", "wasm/gzip", (lambda z: z[:60] + bytes([z[60] ^ 0x55]) + z[61:])(zipped(SOUND * 2)))
case("cut-3", "wasm/cut", SOUND[:-3])
case("cut-header", "wasm/cut", SOUND + b"\0")
case("cut-size", "wasm/cut", SOUND + b"\0\x80")
case("cut-in-core", "wasm/cut", SOUND[:14])
case("size-passes-file", "wasm/cut", MAGIC + core() + b"\1\x20\0")
case("too-many-sections", "wasm/limit", zipped(MAGIC + b"\0\1\0" * 65537))
CASES.append({"name": "section-over-4-gib", "rule": "wasm/section-size", "arguments": [], "large": True})
case("section-name-long", "wasm/section-name", dump(behind=section(0, b"\x09abc")))
case("section-name-none", "wasm/section-name", dump(behind=section(0, b"")))
case("section-14", "wasm/unknown-section", dump(behind=section(14, b"")))
case("section-127", "wasm/unknown-section", dump(behind=section(127, b"abc")))
case("section-order-dump", "wasm/section-order", dump(core=core() + data(), data=b""))
case("section-order-module", "wasm/section-order", MAGIC + memory() + section(TYPE, b"\0"))
case("section-order-tag", "wasm/section-order", MAGIC + section(EXPORT, b"\0") + section(TAG, b"\0"))
case("duplicate-memory", "wasm/duplicate-section", dump(memory=memory() + memory()))
case("duplicate-data", "wasm/duplicate-section", dump(behind=data()))
case("duplicate-type", "wasm/duplicate-section", MAGIC + section(TYPE, b"\0") * 2)
case("long-section-size", "wasm/over-long", dump(memory=b"\5\x83\0\1\0\1"))
case("long-count", "wasm/over-long", dump(memory=section(MEMORY, b"\x81\0\0\1")))
case("long-segment-size", "wasm/over-long",
     dump(data=section(DATA, b"\1\0\x41\0\x0b\x81\x80\x80\x80\0a")))
case("number-6-bytes", "wasm/number", dump(memory=section(MEMORY, b"\x81\x80\x80\x80\x80\0\0\1")))
case("number-33-bits", "wasm/number", dump(data=section(DATA, b"\1\0\x41\0\x0b\xff\xff\xff\xff\x1fa")))
case("number-cut", "wasm/number", dump(globals=section(GLOBAL, b"\x80")))
case("utf8-section", "wasm/utf8", dump(behind=custom(b"a\xff", b"")))
case("utf8-surrogate", "wasm/utf8", dump(behind=custom(b"\xed\xa0\x80", b"")))
case("utf8-export", "wasm/utf8", MAGIC + memory() + section(EXPORT, b"\1\1\xc0\2\0"))
case("utf8-import", "wasm/utf8", MAGIC + section(IMPORT, b"\1\1\x80\1a\2\0\1"))

# Counts and ends.
for number, what in ((TYPE, "type"), (IMPORT, "import"), (FUNCTION, "function"), (TABLE, "table"),
                     (MEMORY, "memory"), (GLOBAL, "global"), (EXPORT, "export"), (ELEMENT, "element"),
                     (CODE, "code"), (DATA, "data"), (TAG, "tag")):
    case("count-" + what, "wasm/count", MAGIC + section(number, leb(1 << 28) + b"\0"))
    case("trailing-" + what, "wasm/trailing", MAGIC + section(number, b"\0\0"))
case("trailing-start", "wasm/trailing",
     MAGIC + section(TYPE, b"\1\x60\0\0") + section(FUNCTION, b"\1\0") + section(START, b"\0\0") +
     section(CODE, b"\1\2\0\x0b"))
case("trailing-data-count", "wasm/trailing", MAGIC + section(DATA_COUNT, b"\0\0"))
case("count-dump-memory", "wasm/count", dump(memory=section(MEMORY, leb(9) + b"\0\1")))
case("count-dump-data", "wasm/count", dump(data=section(DATA, leb(1000) + segment(0, b"abc"))))
case("trailing-dump-data", "wasm/trailing", dump(data=section(DATA, vec([segment(0, b"abc")]) + b"x")))

# Items.
case("type-kind", "wasm/index", MAGIC + section(TYPE, b"\1\x44\0\0"))
case("type-supertype", "wasm/reference", MAGIC + section(TYPE, b"\1\x50\1\5\x5f\0"))
case("type-value", "wasm/index", MAGIC + section(TYPE, b"\1\x60\1\x11\0"))
case("type-field", "wasm/index", MAGIC + section(TYPE, b"\1\x5e\x7f\2"))
case("import-kind", "wasm/index", MAGIC + section(IMPORT, b"\1\1a\1b\x09\0"))
case("import-name", "wasm/index", MAGIC + section(IMPORT, b"\1\x7fa\1b"))
case("table-type", "wasm/index", MAGIC + section(TABLE, b"\1\x7f\0\1"))
case("table-reserved", "wasm/index", MAGIC + section(TABLE, b"\1\x40\1\x70\0\1\xd0\x70\x0b"))
case("memory-flags", "wasm/index", dump(memory=memory(b"\x40\1")))
case("global-type", "wasm/index", dump(globals=global_section(global_value(kind=b"\x11"))))
case("global-mutability", "wasm/index", dump(globals=global_section(global_value(mutable=7))))
case("export-kind", "wasm/index", MAGIC + section(EXPORT, b"\1\1a\x09\0"))
case("element-flags", "wasm/index", MAGIC + section(ELEMENT, b"\1\x09\0"))
case("element-kind", "wasm/index", MAGIC + section(ELEMENT, b"\1\1\x09\0"))
case("data-kind", "wasm/index", dump(data=section(DATA, b"\1\3\0")))
case("data-size", "wasm/index", dump(data=section(DATA, b"\1\0\x41\0\x0b\x7fabc")))
case("tag-attribute", "wasm/index", MAGIC + section(TYPE, b"\1\x60\0\0") + section(TAG, b"\1\1\0"))

# What is named and not there.
FUNC = section(TYPE, b"\1\x60\0\0") + section(FUNCTION, b"\1\0")


def body(code, local_types=b"\0"):
    content = local_types + code
    return section(CODE, b"\1" + leb(len(content)) + content)


# Sound: two struct types in a group, the second a subtype of the first one, and one more, final; initial values of
# globals: a vector, a function, a sum with a product, a difference.
TYPES = section(TYPE, b"\2\x4e\2\x50\0\x5f\1\x7f\1\x50\1\0\x5f\2\x7f\1\x7e\0\x4f\1\1\x5f\2\x7f\1\x7e\0")
GLOBALS = section(GLOBAL, b"\4\x7b\0\xfd\x0c" + b"\1" * 16 + b"\x0b\x70\0\xd2\0\x0b" +
                  b"\x7e\0\x42\1\x42\2\x7c\x42\3\x7e\x0b\x7e\0\x42\1\x42\2\x7d\x0b")


def module(code, before=b"", middle=b"", after=b"", local_types=b"\0"):
    """One function () -> () with that code."""
    return MAGIC + section(TYPE, b"\1\x60\0\0") + before + section(FUNCTION, b"\1\0") + middle + \
        body(code, local_types) + after


case("function-type", "wasm/reference", MAGIC + section(TYPE, b"\1\x60\0\0") + section(FUNCTION, b"\1\1") +
     body(END))
case("function-struct-type", "wasm/reference", MAGIC + section(TYPE, b"\1\x5f\0") + section(FUNCTION, b"\1\0") +
     body(END))
case("global-function", "wasm/reference", module(END, middle=section(GLOBAL, b"\1\x70\0\xd2\7\x0b")))
case("import-type", "wasm/reference", MAGIC + section(IMPORT, b"\1\1a\1b\0\5"))
case("export-function", "wasm/reference", MAGIC + section(EXPORT, b"\1\1a\0\0"))
case("export-table", "wasm/reference", MAGIC + section(EXPORT, b"\1\1a\1\0"))
case("export-memory", "wasm/reference", MAGIC + section(EXPORT, b"\1\1a\2\0"))
case("export-global", "wasm/reference", MAGIC + section(EXPORT, b"\1\1a\3\0"))
case("start-function", "wasm/reference", MAGIC + section(START, b"\0"))
case("element-table", "wasm/reference", MAGIC + section(ELEMENT, b"\1\0\x41\0\x0b\0"))
case("element-function", "wasm/reference", MAGIC + section(TABLE, b"\1\x70\0\1") +
     section(ELEMENT, b"\1\0\x41\0\x0b\1\0"))
case("module-data-memory", "wasm/reference", MAGIC + data())
case("global-init-global", "wasm/reference", MAGIC + section(GLOBAL, b"\1\x7f\0\x23\0\x0b"))
case("tag-type", "wasm/reference", MAGIC + section(TAG, b"\1\0\3"))
case("call-function", "wasm/reference", module(b"\x10\1" + END))
case("call-type", "wasm/reference", module(b"\x41\0\x11\4\0" + END, middle=section(TABLE, b"\1\x70\0\1")))
case("call-table", "wasm/reference", module(b"\x41\0\x11\0\0" + END))
case("global-get", "wasm/reference", module(b"\x23\0\x1a" + END))
case("global-set-immutable", "wasm/reference",
     module(b"\x41\0\x24\0" + END, middle=section(GLOBAL, b"\1\x7f\0\x41\0\x0b")))
case("load-memory", "wasm/reference", module(b"\x41\0\x28\2\0\x1a" + END))
case("memory-size", "wasm/reference", module(b"\x3f\0\x1a" + END))
case("table-get", "wasm/reference", module(b"\x41\0\x25\0\x1a" + END))
case("elem-drop", "wasm/reference", module(b"\xfc\x0d\0" + END))
case("block-type", "wasm/reference", module(b"\x02\x05\x0b" + END))
case("throw-tag", "wasm/reference", module(b"\x08\0" + END))

# Limits.
case("limits-dump", "wasm/limits", dump(memory=memory(b"\1\2\1")))
case("limits-pages", "wasm/limits", dump(memory=memory(b"\0" + leb(65537))))
case("limits-max-pages", "wasm/limits", MAGIC + memory(b"\1\1" + leb(70000)))
case("limits-shared", "wasm/limits", MAGIC + memory(b"\2\1"))
case("limits-page-size", "wasm/limits", MAGIC + memory(b"\x08\1\3"))
case("limits-table", "wasm/limits", MAGIC + section(TABLE, b"\1\x70\1\5\4"))
case("limits-import", "wasm/limits", MAGIC + section(IMPORT, b"\1\1a\1b\2\1\5\4"))
case("limits-64", "wasm/limits", MAGIC + memory(b"\4" + leb((1 << 48) + 1)))

# Constant expressions.
case("constant-no-end", "wasm/constant", MAGIC + section(GLOBAL, b"\1\x7f\0\x41\0"))
case("constant-opcode", "wasm/constant", dump(globals=global_section(I32 + b"\1\xff\x0b")))
case("constant-block", "wasm/constant", dump(globals=global_section(I32 + b"\1\x02\x40\x0b\x0b")))
case("constant-type", "wasm/constant", dump(globals=global_section(global_value(kind=I64))))
case("constant-two", "wasm/constant", dump(globals=global_section(I32 + b"\1\x41\0\x41\0\x0b")))
case("constant-nop", "wasm/constant", dump(globals=global_section(I32 + b"\1\x01\x41\0\x0b")))
case("constant-empty-module", "wasm/constant", MAGIC + section(GLOBAL, b"\1\x7f\0\x0b"))
case("constant-add", "wasm/constant", dump(globals=global_section(I32 + b"\1\x41\0\x6a\x0b")))
case("constant-mutable", "wasm/constant",
     MAGIC + section(IMPORT, b"\1\1a\1b\3\x7f\1") + section(GLOBAL, b"\1\x7f\0\x23\0\x0b"))
case("constant-null", "wasm/constant", MAGIC + section(GLOBAL, b"\1\x64\x70\0\xd0\x70\x0b"))
case("constant-data", "wasm/constant", MAGIC + memory() + section(DATA, b"\1\0\x42\0\x0b\0"))

# The rest of a module.
case("export-twice", "wasm/duplicate-export", MAGIC + memory() + section(EXPORT, b"\2\1a\2\0\1a\2\0"))
case("start-result", "wasm/start", MAGIC + section(TYPE, b"\1\x60\0\1\x7f") + section(FUNCTION, b"\1\0") +
     section(START, b"\0") + body(b"\x41\0\x0b"))
case("start-parameter", "wasm/start", MAGIC + section(TYPE, b"\1\x60\1\x7f\0") + section(FUNCTION, b"\1\0") +
     section(START, b"\0") + body(END))
case("bodies-more", "wasm/function-count", MAGIC + FUNC + section(CODE, b"\2\2\0\x0b\2\0\x0b"))
case("bodies-none", "wasm/function-count", MAGIC + FUNC)
case("bodies-without-functions", "wasm/function-count", MAGIC + section(CODE, b"\1\2\0\x0b"))
case("data-count-more", "wasm/data-count", MAGIC + memory() + section(DATA_COUNT, b"\2") + data())
case("data-count-missing", "wasm/data-count",
     module(b"\x41\0\x41\0\x41\0\xfc\x08\0\0" + END, middle=memory(), after=data()))
case("data-drop", "wasm/data-count", module(b"\xfc\x09\0" + END, middle=memory(), after=data()))
case("code-opcode", "wasm/code", module(b"\xff" + END))
case("code-sub-opcode", "wasm/code", module(b"\xfc\x7f" + END))
case("code-immediate-cut", "wasm/code", module(b"\x41"))
case("code-immediate-long", "wasm/code", module(b"\x41\xff\xff\xff\xff\xff\x0f\x1a" + END))
case("code-behind-end", "wasm/code", module(END + b"\x01"))
case("code-size", "wasm/code", MAGIC + FUNC + section(CODE, b"\1\x20\0\x0b"))
case("code-select", "wasm/code", module(b"\x41\0\x41\0\x41\0\x1c\2\x7f\x7f\x1a\x1a" + END))
case("blocks-open", "wasm/blocks", module(b"\x02\x40" + END))
case("blocks-no-end", "wasm/blocks", module(b"\x01"))
case("blocks-else", "wasm/blocks", module(b"\x05" + END))
case("blocks-else-twice", "wasm/blocks", module(b"\x41\0\x04\x40\x05\x05\x0b" + END))
case("blocks-catch", "wasm/blocks", module(b"\x19" + END))
case("blocks-delegate", "wasm/blocks", module(b"\x18\0" + END))
case("branch", "wasm/blocks", module(b"\x0c\1" + END))
case("branch-table", "wasm/blocks", module(b"\x41\0\x0e\1\0\3" + END))
case("local-get", "wasm/locals", module(b"\x20\0\x1a" + END))
case("local-set", "wasm/locals", module(b"\x41\0\x21\2" + END, local_types=b"\1\2\x7f"))
case("local-count", "wasm/locals", module(END, local_types=b"\2" + leb((1 << 32) - 1) + b"\x7f\1\x7f"))
case("local-type", "wasm/index", module(END, local_types=b"\1\1\x11"))
case("alignment", "wasm/memory-access", module(b"\x41\0\x28\3\0\x1a" + END, middle=memory()))
case("alignment-atomic", "wasm/memory-access",
     module(b"\x41\0\xfe\x10\1\0\x1a" + END, middle=memory(b"\3\1\1")))
case("offset-64", "wasm/memory-access",
     module(b"\x41\0\x28\2" + leb(1 << 32) + b"\x1a" + END, middle=memory()))
case("lane", "wasm/memory-access", module(b"\xfd\x0c" + bytes(16) + b"\xfd\x15\x10\x1a" + END))
case("lane-shuffle", "wasm/memory-access",
     module((b"\xfd\x0c" + bytes(16)) * 2 + b"\xfd\x0d" + bytes(15) + b"\x20\x1a" + END))
case("names-cut", "wasm/names", module(END, after=custom("name", b"\1\x20\1")))
case("names-order", "wasm/names", module(END, after=custom("name", b"\1\5\2\1\0\0\0")))
case("names-same-index", "wasm/names", module(END, after=custom("name", b"\1\5\2\0\0\0\0")))
case("names-twice", "wasm/names", module(END, after=custom("name", b"\1\1\0\1\1\0")))
case("names-utf8", "wasm/names", module(END, after=custom("name", b"\0\2\1\xff")))
case("names-subsection", "wasm/names", module(END, after=custom("name", b"\0\3\1aa")))

# Core.
case("not-a-dump", "core/not-a-dump", module(END))
case("no-core", "core/no-core", dump(core=b""))
case("no-stack", "core/no-stack", dump(stack=b""))
case("no-frames", "core/no-frames", dump(stack=stack()))
case("no-modules", "core/no-modules", dump(modules=b""))
case("no-instances", "core/no-modules", dump(instances=b""))
case("duplicate-core", "core/duplicate", dump(behind=core()))
case("duplicate-modules", "core/duplicate", dump(behind=modules("b")))
case("duplicate-instances", "core/duplicate", dump(behind=instances()))
case("core-empty", "core/unreadable", dump(core=custom("core", b"")))
case("core-name-long", "core/unreadable", dump(core=custom("core", b"\0\x7fa")))
case("core-kind-2", "core/unreadable", dump(core=custom("core", b"\2\5abcde")))
case("modules-count", "core/unreadable", dump(modules=custom("coremodules", b"\5\0\1a")))
case("modules-kind", "core/unreadable", dump(modules=custom("coremodules", b"\2\7\1a\7\1b")))
case("modules-empty", "core/unreadable", dump(modules=custom("coremodules", b"")))
case("instances-count", "core/unreadable", dump(instances=custom("coreinstances", leb(1000) + instance())))
case("instances-cut", "core/unreadable", dump(instances=custom("coreinstances", b"\1\0\0\5\0")))
case("stack-empty", "core/unreadable", dump(stack=custom("corestack", b"")))
case("stack-name", "core/unreadable", dump(stack=custom("corestack", b"\0\x7fmain")))
case("stack-frame-cut", "core/unreadable", dump(stack=custom("corestack", b"\0\4main\2" + frame())))
case("stack-locals-count", "core/unreadable",
     dump(stack=custom("corestack", b"\0\4main\1\0\0\1\4" + leb(900) + b"\0")))
case("stack-value-type", "core/unreadable", dump(stack=stack(frame(local_values=[b"\x44\0"]))))
case("stack-value-cut", "core/unreadable",
     dump(stack=custom("corestack", b"\0\4main\1\0\0\1\4\1\x7c\0\0")))
case("stack-frame-kind-1", "core/unreadable",
     dump(stack=custom("corestack", b"\0\4main\2" + frame() + b"\1\0\1\4\0\0")))
case("stack-behind", "core/corestack", dump(stack=custom("corestack", b"\0\4main\1" + frame() + b"\1\2\3")))
case("core-behind", "core/trailing", dump(core=custom("core", b"\0\1a\0\0")))
case("modules-behind", "core/trailing", dump(modules=custom("coremodules", b"\2\0\1a\0\1b\5")))
case("instances-behind", "core/trailing",
     dump(instances=custom("coreinstances", b"\1" + instance() + b"\5\5")))
case("core-no-kind", "core/kind", dump(core=custom("core", name("abc"))))
case("modules-no-kind", "core/kind", dump(modules=custom("coremodules", b"\2" + name("abc") + name("de"))))
case("instances-no-kind", "core/kind",
     dump(memory=memory(b"\0\1", b"\0\1"), instances=custom("coreinstances", b"\1" + instance(0, [0, 1])[1:])))
case("frames-no-kind", "core/frame-kind",
     dump(instances=instances(instance(), instance()),
          stack=custom("corestack", b"\0\4main\2" + frame(1, 11, 34)[1:] + frame(1, 12, 36)[1:])))
WASMEDGE = {"core": core(), "memory": memory(), "globals": section(GLOBAL, b"\1\x7f\1\x0b"), "data": b"",
            "modules": custom("coremodules", b"\1\0" + b"wasm"), "instances": instances()}


def edge_frame(funcidx, offset, *values):
    return b"\0" + leb(funcidx) + leb(offset) + leb(len(values)) + b"\0" + b"".join(values)


EDGE_VALUE = I32 + struct.pack("<I", 70960)
case("wasmedge-frames", "core/frame-count",
     dump(**WASMEDGE, stack=custom("corestack", b"\0\4main\4" + edge_frame(5, 600, EDGE_VALUE) +
                                   edge_frame(0, 700, EDGE_VALUE))))
case("wasmedge-name", "core/module-name",
     dump(**WASMEDGE, stack=stack(edge_frame(5, 600, EDGE_VALUE), edge_frame(0, 700, EDGE_VALUE))))
case("wasmedge-globals", "core/global-empty",
     dump(**WASMEDGE, stack=stack(edge_frame(5, 600, EDGE_VALUE), edge_frame(0, 700, EDGE_VALUE))))
case("frame-instance", "core/frame-instance", dump(stack=stack(frame(7), frame(7, 2))))
case("frame-offset", "core/frame-offset", dump(stack=stack(frame(), frame(0, 2, 0))))
case("frame-offset-oldest", "core/frame-offset", dump(stack=stack(frame(), frame(0, 2, 9), frame(0, 3, 0))))
case("value-v128", "core/value-type", dump(stack=stack(frame(local_values=[b"\x7b" + bytes(16)]))))
VALUE = I32 + struct.pack("<I", 1000000)
case("dialect-builder", "core/dialect",
     dump(modules=b"", instances=b"", globals=b"", stack=stack(fixed_frame(0, 1, 4, [VALUE, VALUE]))))
case("dialect-not-spec", "core/not-spec",
     dump(modules=b"", instances=b"", globals=b"", stack=stack(fixed_frame(0, 1, 4, [VALUE, VALUE]))))
case("instance-module", "core/instance-module", dump(instances=instances(instance(3))))
case("instance-memory", "core/instance-memory", dump(instances=instances(instance(0, [1]))))
case("instance-global", "core/instance-global", dump(instances=instances(instance(0, [0], [0, 1]))))
case("unowned-memory", "core/unowned", dump(memory=memory(b"\0\1", b"\0\1")))
case("unowned-global", "core/unowned", dump(globals=global_section(global_value(), global_value(5))))
case("name-executable", "core/name", dump(core=core(b"\xff\xfe")))
case("name-module", "core/name", dump(modules=modules(b"\xc3")))
case("name-thread", "core/name", dump(stack=stack(frame(), thread=b"\xf5\x80")))
case("threads-same-name", "core/thread-name", dump(behind=stack(frame())))
case("foreign-code", "core/foreign-section", MAGIC + core() + FUNC + body(END) + stack(frame()))
case("foreign-export", "core/foreign-section",
     MAGIC + core() + memory() + section(EXPORT, b"\1\1a\2\0") + stack(frame()))
case("too-many-modules", "core/too-many",
     zipped(dump(modules=custom("coremodules", vec([b"\0\0"] * 65537)))))
case("bundle-version", "core/bundle", dump(behind=bundled(version=2)))
case("bundle-kind", "core/bundle", dump(behind=bundled(kind=9)))
case("bundle-encoding", "core/bundle", dump(behind=bundled(encoding=9)))
case("bundle-module", "core/bundle", dump(behind=bundled(uses=[(7, 0)])))
case("bundle-uses", "core/bundle", dump(behind=custom("wcore.file", b"\1\0\0" + leb(1 << 30))))
case("bundle-size", "core/bundle", dump(behind=bundled(b"abc", size=5)))
case("bundle-cut", "core/bundle", dump(behind=custom("wcore.file", b"\1\0\0\1\0\0")))
case("bundle-empty", "core/bundle", dump(behind=custom("wcore.file", b"")))
case("bundle-gzip", "core/bundle", dump(behind=bundled(b"nonsense", encoding=1)))
case("bundle-gzip-size", "core/bundle", dump(behind=bundled(zipped(MAGIC), encoding=1, size=9)))
case("too-many-memories", "core/too-many", zipped(dump(memory=memory(*[b"\0\0"] * 65537))))

# Memory.
case("no-memory", "memory/none", dump(memory=b"", data=b"", instances=instances(instance(0, []))))
case("no-data", "memory/no-data", dump(data=b""))
case("not-captured", "memory/not-captured", dump(data=section(DATA, b"\0")))
case("holes", "memory/holes", dump(modules=b"", instances=b"", data=data(segment(1024, b"abc"))))
case("min-zero", "memory/min-zero", dump(memory=memory(b"\1\0\1")))
case("memory-limits", "memory/limits", dump(memory=memory(b"\1\2\1")))
case("memory-too-large", "memory/limits", dump(memory=memory(b"\0" + leb(65537))))
case("page-size", "memory/page-size", dump(memory=memory(b"\x08\1\5")))
case("address-64", "memory/address-type", dump(data=section(DATA, b"\1\0\x42\0\x0b\1a")))
case("address-32", "memory/address-type", dump(memory=memory(b"\4\1")))
case("segment-memory", "memory/segment-memory", dump(data=data(segment(0, b"abc", b"\2\5"))))
case("segment-outside", "memory/segment-outside", dump(data=data(segment(65534, b"abc"))))
case("segment-far-outside", "memory/segment-outside", dump(data=data(segment(-4096, b"abc"))))
case("segment-order", "memory/segment-order", dump(data=data(segment(4096, b"abc"), segment(0, b"abc"))))
case("segment-order-adjacent", "memory/segment-order", dump(data=data(segment(3, b"abc"), segment(0, b"abc"))),
     without="memory/segment-overlap")
case("segment-overlap", "memory/segment-overlap", dump(data=data(segment(0, b"abcdef"), segment(3, b"xyz!"))))
case("segment-overlap-far", "memory/segment-overlap",
     dump(data=data(segment(4096, b"abc"), segment(0, b"abc"), segment(4097, b"x"))))
case("segment-inside", "memory/segment-overlap",
     dump(data=data(segment(0, b"a" * 100), segment(50, b"b"), segment(60, b"c"))))
case("segment-passive", "memory/segment-offset", dump(data=data(b"\1\3abc")))
case("segment-computed", "memory/segment-offset",
     dump(data=data(b"\0\x41\0\x41\0\x6a\x0b\3abc")))
case("segment-empty", "memory/segment-empty", dump(data=data(segment(0, b""))))
case("segment-broken", "memory/segment-broken", dump(data=section(DATA, b"\2" + segment(0, b"abc") + b"\7")))
case("segment-cut", "memory/segment-broken", dump(data=section(DATA, b"\1\0\x41\0\x0b\x7fabc")))
case("many-segments", "memory/many-segments",
     zipped(dump(memory=memory(b"\0" + leb(65536)),
                 data=data(*[segment(i * 4096, b"a") for i in range(100001)]))))


def zeros(content, pages=1):
    return dump(memory=memory(b"\0" + leb(pages)), behind=custom("wcore.zeros", content))


case("zeros-empty", "memory/zeros", zeros(b""))
case("zeros-kind", "memory/zeros", zeros(b"\1\0"))
case("zeros-count", "memory/zeros", zeros(b"\0\2\0\0\5"))
case("zeros-cut", "memory/zeros", zeros(b"\0\1\0\x80\x80"))
case("zeros-memory", "memory/zeros", zeros(b"\0\1\1\0\5"))
case("zeros-order", "memory/zeros", dump(memory=memory(b"\0\1", b"\0\1"),
                                         behind=custom("wcore.zeros", b"\0\2\1\0\5\0\0\5")))
case("zeros-no-bytes", "memory/zeros", zeros(b"\0\1\0\5\0"))
case("zeros-outside", "memory/zeros", zeros(b"\0\1\0" + leb(65536 - 4) + b"\5"))
case("zeros-far", "memory/zeros", zeros(b"\0\2\0\0\5\0" + leb((1 << 64) - 1) + b"\1"))
case("zeros-behind", "memory/zeros", zeros(b"\0\1\0\0\5x"))
case("duplicate-zeros", "core/duplicate", dump(behind=custom("wcore.zeros", b"\0\1\0\0\5") * 2),
     without="memory/zeros")

# Modules: two functions, the second one calls the first; memory and stack pointer as in dump().
BODY_1 = b"\0\x00\x0b"				# unreachable
BODY_2 = b"\0\x41\0\x1a\x10\1\x0b"		# i32.const 0, drop, call 1


def crashed(memory_type=b"\0\1", global_type=global_value(), bodies=(BODY_1, BODY_2), more=b"", imports=True):
    content = section(TYPE, b"\1\x60\0\0")
    if imports:
        content += section(IMPORT, b"\1\1a\1b\0\0")
    return MAGIC + content + section(FUNCTION, vec([b"\0"] * len(bodies))) + \
        section(MEMORY, vec([memory_type])) + section(GLOBAL, vec([global_type])) + \
        section(EXPORT, b"\1" + name("go") + b"\0\2") + \
        section(CODE, vec([leb(len(b)) + b for b in bodies])) + more


def fit(**changed):
    """A dump of crashed(): function 1 at unreachable, function 2 at its call."""
    changed.setdefault("stack", stack(frame(0, 1, 1), frame(0, 2, 4)))
    return dump(**changed)


def pair(title, rule, dump_content, module_content, *arguments, **more):
    FILES[title + ".mod"] = module_content
    case(title, rule, dump_content, "-m", title + ".mod", *arguments, **more)


case("module-not-found", "module/not-found", fit(), "--level=module", "--no-search")
case("modules-1001", "module/too-many", zipped(fit(modules=modules(*["a%d" % i for i in range(1001)]))),
     "--level=module", "--no-search")
pair("module-contradiction", "module/contradiction", fit(stack=stack(frame(0, 9, 1))), crashed())
pair("module-function", "module/function", fit(stack=stack(frame(0, 3, 1))), crashed())
pair("module-imported", "module/imported-function", fit(stack=stack(frame(0, 0, 1))), crashed())
pair("module-offset-inside", "module/frame-offset", fit(stack=stack(frame(0, 2, 2))), crashed())
pair("module-offset-behind", "module/frame-offset", fit(stack=stack(frame(0, 1, 99))), crashed())
pair("module-caller-no-call", "module/caller", fit(stack=stack(frame(0, 1, 1), frame(0, 2, 1))), crashed())
pair("module-caller-other", "module/caller", fit(stack=stack(frame(0, 2, 1), frame(0, 2, 4))), crashed())
pair("module-globals-count", "module/globals", fit(instances=instances(instance(0, [0], []))), crashed())
pair("module-globals-type", "module/globals", fit(), crashed(global_type=I64 + b"\1\x42\0\x0b"))
pair("module-memories-count", "module/memories", fit(instances=instances(instance(0, []))), crashed())
pair("module-memories-64", "module/memories", fit(), crashed(memory_type=b"\4\1"))
pair("module-memories-small", "module/memories", fit(), crashed(memory_type=b"\0\2"))
pair("module-locals-count", "module/locals",
     fit(modules=b"", instances=b"", globals=b"",
         stack=stack(fixed_frame(0, 1, 1, [VALUE, VALUE]), fixed_frame(0, 2, 4))), crashed())
pair("module-locals-type", "module/locals",
     fit(modules=b"", instances=b"", globals=b"",
         stack=stack(fixed_frame(0, 1, 3, [F32 + bytes(4)]), fixed_frame(0, 2, 4))),
     crashed(bodies=(b"\1\1\x7f\x00\x0b", BODY_2)))
pair("module-page-size", "module/page-size", fit(), crashed(memory_type=b"\x08\1\0"))
pair("module-build-id", "module/build-id", fit(), crashed())

# Debug information.
pair("debug-none", "debug/none", fit(), crashed())
pair("debug-no-names", "debug/no-names", fit(), crashed())
pair("debug-unreadable", "debug/dwarf", fit(),
     crashed(more=custom(".debug_info", b"\x05\0\0\0\xff\xff\xff\xff\xff") + custom(".debug_abbrev", b"\0")))
pair("debug-empty", "debug/dwarf", fit(), crashed(more=custom(".debug_info", b"")))
# A unit of DWARF 4 with one function, which starts and ends where none of the module does.
ABBREV = b"\1\x11\1\x11\1\x12\6\0\0" + b"\2\x2e\0\x11\1\x12\6\0\0" + b"\0"
UNIT = struct.pack("<HIB", 4, 0, 4) + b"\1" + struct.pack("<II", 0x33, 5) + b"\2" + struct.pack("<II", 0x33, 5) + b"\0"
pair("debug-stale", "debug/stale", fit(),
     crashed(more=custom(".debug_info", struct.pack("<I", len(UNIT)) + UNIT) + custom(".debug_abbrev", ABBREV)))
SKELETON_ABBREV = b"\1\x11\0" + b"\xb0\x42\x08" + b"\xb1\x42\x07" + b"\x11\1\x12\6\0\0" + b"\0"
SKELETON = struct.pack("<HIB", 4, 0, 4) + b"\1nowhere.dwo\0" + bytes(range(8)) + struct.pack("<II", 2, 3)
pair("debug-split", "debug/split", fit(),
     crashed(more=custom(".debug_info", struct.pack("<I", len(SKELETON)) + SKELETON) +
             custom(".debug_abbrev", SKELETON_ABBREV)))
FILES["debug-source-map.map"] = b'{"version":3,"sources":[}'
pair("debug-source-map", "debug/source-map", fit(),
     crashed(more=custom("sourceMappingURL", name("debug-source-map.map"))))
pair("debug-companion-missing", "debug/companion-missing", fit(),
     crashed(more=custom("external_debug_info", name("nowhere.debug"))))
FILES["companion-other-id.debug.mod"] = MAGIC + custom(".debug_info", b"") + custom("build_id", b"\3abd")
pair("debug-companion-id", "debug/companion-id", fit(),
     crashed(more=custom("external_debug_info", name("companion-other-id.debug.mod")) +
             custom("build_id", b"\3abc")))

# Plausibility.
# func[1]: (local i32) global.get 0, i32.const 16, i32.sub, local.tee 0, global.set 0, unreachable
PUSHES = b"\1\1\x7f\x23\0\x41\x10\x6b\x22\0\x24\0\x00\x0b"
pair("stack-pointer-walk", "unwind/stack-pointer",
     fit(globals=global_section(global_value(65000)),
         stack=stack(frame(0, 1, 12), frame(0, 2, 4))),
     crashed(bodies=(PUSHES, BODY_2)))
# The code sets local 0 to 5, the dump says 7.
pair("contradiction", "unwind/contradiction",
     fit(modules=b"", instances=b"", globals=b"",
         stack=stack(fixed_frame(0, 1, 4, [I32 + struct.pack("<I", 7)]), fixed_frame(0, 2, 3))),
     crashed(bodies=(b"\1\1\x7f\x41\5\x21\0\x00\x0b", BODY_2)))
pair("stack-pointer-outside", "plausible/stack-pointer",
     fit(globals=global_section(global_value(65536 + 16)), stack=stack(frame(0, 1, 12), frame(0, 2, 4))),
     crashed(bodies=(PUSHES, BODY_2)))
pair("stack-pointer-open", "plausible/unproved",
     fit(globals=global_section(global_value(65000)), stack=stack(frame(0, 1, 12))),
     crashed(bodies=(PUSHES, BODY_2)))
pair("cut-trace", "plausible/cut-trace",
     fit(stack=stack(frame(0, 1, 1), *[frame(0, 1, 3)] * 19)),
     crashed(bodies=(b"\0\x01\x01\x10\1\x0b", BODY_2)))
pair("references", "plausible/references",
     fit(globals=global_section(b"\x70\1\xd0\x70\x0b")), crashed(global_type=b"\x70\1\xd0\x70\x0b"))
pair("producer", "plausible/producer", fit(), crashed())


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else HERE
    for title, content in FILES.items():
        with open(os.path.join(folder, title), "wb") as out:
            out.write(content)
    with open(os.path.join(folder, "cases.json"), "w", encoding="utf-8") as out:
        out.write("[\n" + ",\n".join(json.dumps(c) for c in CASES) + "\n]\n")


if __name__ == "__main__":
    main()
