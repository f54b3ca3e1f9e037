"""Dumps and modules made to hurt a reader: huge counts, deep nesting, bombs, cycles."""
import gzip
import os
import struct

from wasm import MAGIC, custom, leb, name, section, sleb

MAX = (1 << 32) - 1
I32, EMPTY_BLOCK = 0x7F, 0x40


def frame(funcidx=0, offset=1, instance=0, values=b"\0\0"):
    return b"\0" + leb(instance) + leb(funcidx) + leb(offset) + values


def corestack(frames, count=None, thread="main"):
    return custom("corestack", b"\0" + name(thread) +
                  leb(len(frames) if count is None else count) + b"".join(frames))


def dump(*parts, executable="m.wasm", stack=None, modules=None, instances=None, memory=None):
    """A dump as Wasmtime writes it; each part can be replaced."""
    return b"".join((
        MAGIC,
        custom("core", b"\0" + name(executable)),
        section(5, b"\1\0\1") if memory is None else memory,
        custom("coremodules", b"\1\0" + name("m")) if modules is None else modules,
        custom("coreinstances", b"\1\0\0\1\0\0") if instances is None else instances,
        corestack([frame()]) if stack is None else stack, *parts))


def module(body=b"\0\x0b", *parts, functions=1, before=b""):
    """A module of one function of type () -> (), with the memory that dump() has of it."""
    code = leb(len(body)) + body
    return b"".join((MAGIC, section(1, b"\1\x60\0\0"), before, section(3, leb(functions) + b"\0" * functions),
                     section(5, b"\1\0\1"), section(10, leb(functions) + code * functions), *parts))


# DWARF by hand: an abbreviation is (tag, has children, [(attribute, form)]).
CU, SUBPROGRAM, INLINED, MEMBER, STRUCT, TYPEDEF, VARIABLE, ARRAY, POINTER = \
    0x11, 0x2E, 0x1D, 0x0D, 0x13, 0x16, 0x34, 0x01, 0x0F
NAME, LOW, HIGH, STMT, ORIGIN, SPECIFICATION, TYPE, SIBLING, LOCATION, FRAME_BASE = \
    0x03, 0x11, 0x12, 0x10, 0x31, 0x47, 0x49, 0x01, 0x02, 0x40
ADDR, DATA4, STRING, STRP, REF4, SEC_OFFSET, EXPRLOC, FLAG_PRESENT = \
    0x01, 0x06, 0x08, 0x0E, 0x13, 0x17, 0x18, 0x19


def abbreviations(table):
    out = b""
    for code, (tag, children, attributes) in enumerate(table, 1):
        out += leb(code) + leb(tag) + bytes([children])
        for attribute, form in attributes:
            out += leb(attribute) + leb(form)
        out += b"\0\0"
    return out + b"\0"


def unit(dies, version=4):
    body = struct.pack("<HIB", version, 0, 4) + dies
    return struct.pack("<I", len(body)) + body


def u32(value):
    return struct.pack("<I", value)


def line_program(program, files=b"m.c\0\0\0\0\0", version=4, header_length=None, line_range=14,
                 opcode_base=13):
    lengths = bytes([0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1])[:max(opcode_base - 1, 0)]
    rest = bytes([1, 1, 1, 0xFB, line_range, opcode_base]) + lengths + b"\0" + files
    body = struct.pack("<HI", version, len(rest) if header_length is None else header_length)
    body += rest + program
    return struct.pack("<I", len(body)) + body


def debug(info, table, lines=b"", body=b"\0\x00\x0b", **more):
    parts = [custom(".debug_info", info), custom(".debug_abbrev", abbreviations(table)),
             custom(".debug_line", lines)]
    parts += [custom("." + key, value) for key, value in more.items()]
    return module(body, *parts)


UNIT_DIE = (CU, 1, [(NAME, STRING), (LOW, ADDR), (HIGH, DATA4), (STMT, SEC_OFFSET)])
UNIT_BYTES = b"\1m.c\0" + u32(0) + u32(0x1000) + u32(0)
HEADER = 11     # of a 32-bit DWARF 4 unit


def cyclic_origin():
    """A subprogram, and a call inlined into it, that are their own abstract origins."""
    table = [UNIT_DIE, (SUBPROGRAM, 1, [(LOW, ADDR), (HIGH, DATA4), (ORIGIN, REF4)]),
             (INLINED, 1, [(LOW, ADDR), (HIGH, DATA4), (ORIGIN, REF4)])]
    own = HEADER + len(UNIT_BYTES)
    inner = own + 13
    return debug(unit(UNIT_BYTES + b"\2" + u32(2) + u32(3) + u32(inner) +
                      b"\3" + u32(2) + u32(3) + u32(own) + b"\0\0\0"), table,
                 line_program(b"\0\5\2" + u32(2) + b"\1\2\x7f\0\1\1"))


def self_origin(attribute):
    table = [UNIT_DIE, (SUBPROGRAM, 0, [(LOW, ADDR), (HIGH, DATA4), (attribute, REF4)])]
    own = HEADER + len(UNIT_BYTES)
    return debug(unit(UNIT_BYTES + b"\2" + u32(2) + u32(3) + u32(own) + b"\0"), table)


def sibling_backwards():
    table = [(CU, 1, [(SIBLING, REF4), (NAME, STRING), (LOW, ADDR), (HIGH, DATA4)]),
             (SUBPROGRAM, 0, [(SIBLING, REF4)])]
    return debug(unit(b"\1" + u32(HEADER) + b"m.c\0" + u32(0) + u32(99) + b"\2" + u32(HEADER) + b"\0"),
                 table)


def nested_inlines(depth):
    """Calls inlined into each other, deeper than any stack."""
    table = [UNIT_DIE, (SUBPROGRAM, 1, [(LOW, ADDR), (HIGH, DATA4), (NAME, STRING)]),
             (INLINED, 1, [(LOW, ADDR), (HIGH, DATA4), (ORIGIN, REF4)])]
    own = HEADER + len(UNIT_BYTES)
    inner = b"\3" + u32(2) + u32(3) + u32(own)
    return debug(unit(UNIT_BYTES + b"\2" + u32(2) + u32(3) + b"f\0" + inner * depth +
                      b"\0" * (depth + 2)), table)


def cyclic_type():
    """A variable whose type is a typedef of itself, and a struct that holds itself."""
    table = [UNIT_DIE,
             (SUBPROGRAM, 1, [(LOW, ADDR), (HIGH, DATA4), (NAME, STRING), (FRAME_BASE, EXPRLOC)]),
             (VARIABLE, 0, [(NAME, STRING), (TYPE, REF4), (LOCATION, EXPRLOC)]),
             (TYPEDEF, 0, [(TYPE, REF4)]),
             (STRUCT, 1, [(0x0B, DATA4)]),
             (MEMBER, 0, [(NAME, STRING), (TYPE, REF4), (0x38, DATA4)])]
    function = b"\2" + u32(2) + u32(3) + b"f\0" + b"\4\xed\0\0\x9f"
    each = len(b"\3v\0") + 4 + len(b"\3\x91\0\x06")
    typedef_at = HEADER + len(UNIT_BYTES) + len(function) + 2 * each
    struct_at = typedef_at + 5
    variables = b"".join(b"\3" + title + b"\0" + u32(at) + b"\3\x91\0\x06"
                         for title, at in ((b"v", typedef_at), (b"w", struct_at)))
    return debug(unit(UNIT_BYTES + function + variables + b"\4" + u32(typedef_at) +
                      b"\5" + u32(8) + b"\6m\0" + u32(struct_at) + u32(0) + b"\0\0\0"), table)


def many_places():
    """(title, module, frames): a function that calls itself from 10,000 places, a frame at each."""
    calls = 10000
    body = b"\0" + b"\x10\0" * calls + b"\x0b"
    low = 1 + len(leb(len(body)))
    high = low + len(body)
    frames = [frame(0, 1 + 2 * i) for i in range(calls)]
    table = [UNIT_DIE, (SUBPROGRAM, 0, [(LOW, ADDR), (HIGH, DATA4), (NAME, STRING)]),
             (SUBPROGRAM, 1, [(LOW, ADDR), (HIGH, DATA4), (NAME, STRING)]),
             (INLINED, 0, [(LOW, ADDR), (HIGH, DATA4), (ORIGIN, REF4)])]
    own = HEADER + len(UNIT_BYTES)

    def die(start, end, code=b"\2", title=b"f\0"):
        return code + u32(start) + u32(end - start) + title

    def sequence(start, end):
        return b"\0\5\2" + u32(start) + b"\1\2" + leb(end - start) + b"\0\1\1"

    this = unit(UNIT_BYTES + die(low, high) + b"\0")
    for title, info, lines in (
            ("200,000 functions that cover it", unit(UNIT_BYTES + die(low, high + 1) * 200000 + b"\0"), b""),
            ("200,000 functions elsewhere", unit(UNIT_BYTES + die(high + 5, high + 6) * 200000 + b"\0"), b""),
            ("200,000 sequences that are too long", this, line_program(sequence(low, high + 9) * 200000)),
            ("100,000 calls inlined side by side", unit(
                UNIT_BYTES + die(low, high, b"\3") + die(low, high, b"\4", u32(own)) * 100000 + b"\0\0"), b""),
            ("17 units of long strings", unit(
                UNIT_BYTES + die(high + 5, high + 6, title=b"s" * 600000 + b"\0") + b"\0") * 17, b"")):
        yield f"DWARF, 10,000 places: {title}", debug(info, table, lines, body), frames


def shared_dwo(count):
    """A module whose units all name one .dwo file, which has the units of all: sound, and large."""
    skeletons = [(CU, 0, [(NAME, STRING), (0x2130, STRING), (0x2131, 0x07), (LOW, ADDR), (HIGH, DATA4),
                          (STMT, SEC_OFFSET)])]
    split = [(CU, 1, [(0x2131, 0x07), (NAME, STRING)]), (SUBPROGRAM, 0, [(LOW, ADDR), (HIGH, DATA4), (NAME, STRING)])]
    places = [(9000 + i, 1) for i in range(count - 1)] + [(2, 3)]
    info = b"".join(unit(b"\1m\0hostile.dwo\0" + struct.pack("<Q", i) + u32(low) + u32(size) + u32(0))
                    for i, (low, size) in enumerate(places))
    units = b"".join(unit(b"\1" + struct.pack("<Q", i) + b"m\0\2" + u32(low) + u32(size) + b"last\0\0")
                     for i, (low, size) in enumerate(places))
    lines = line_program(b"\0\5\2" + u32(2) + b"\3\6\1\2\3\0\1\1")
    dwo = MAGIC + custom(".debug_info.dwo", units) + custom(".debug_abbrev.dwo", abbreviations(split))
    return debug(info, skeletons, lines), dwo


def units_and_strings():
    """100,000 units whose first DIEs point to strings of megabytes, or have a million attributes."""
    names = [(CU, 0, [(NAME, STRP), (0x1B, STRP), (0x25, STRP)])]
    yield "DWARF: long strings in 50,000 units", debug(
        unit(b"\1" + u32(0) * 3) * 50000, names, debug_str=b"a" * 5000000 + b"\0"), frame()
    yield "DWARF: an abbreviation of a million attributes in 50,000 units", debug(
        unit(b"\1\0") * 50000, [(CU, 0, [(0x3F, FLAG_PRESENT)] * 1000000 + [(NAME, STRING)])]), frame()


def deep_blocks(count):
    return b"\0" + bytes([2, EMPTY_BLOCK]) * count + b"\0" + b"\x0b" * count + b"\x0b"


def dumps():
    yield "empty file", b""
    yield "one byte", b"\0"
    yield "magic alone", MAGIC[:4]
    yield "header alone", MAGIC
    yield "another version", b"\0asm\2\0\0\0"
    yield "an unfinished section", MAGIC + b"\0"
    yield "a section of 4 GiB", MAGIC + b"\0" + leb(MAX) + name("core")
    yield "a section size over-long", MAGIC + b"\0" + b"\x80" * 9 + b"\0"
    yield "zeros behind the header", MAGIC + b"\0" * 100000
    yield "100,000 empty custom sections", MAGIC + custom("x", b"") * 100000
    yield "100,000 corestacks", dump(*[corestack([])] * 100000)
    yield "core sections without contents", MAGIC + b"".join(
        custom(t, b"") for t in ("core", "coremodules", "coreinstances", "corestack"))
    for count in (MAX, 1 << 31, 1 << 20):
        yield f"{count} frames", dump(stack=corestack([frame()], count))
        yield f"{count} locals", dump(stack=corestack([frame(values=leb(count) + b"\x7f\0\0")]))
        yield f"{count} operands", dump(stack=corestack([frame(values=b"\0" + leb(count))]))
        yield f"{count} modules", dump(modules=custom("coremodules", leb(count) + b"\0" + name("m")))
        yield f"{count} instances", dump(instances=custom("coreinstances", leb(count) + b"\0\0\0\0"))
        yield f"{count} memories of an instance", dump(
            instances=custom("coreinstances", b"\1\0\0" + leb(count)))
        yield f"{count} memories", dump(memory=section(5, leb(count) + b"\0\1"))
        yield f"{count} globals", dump(section(6, leb(count) + b"\x7f\1\x41\0\x0b"))
        yield f"{count} data segments", dump(section(11, leb(count) + b"\0\x41\0\x0b\1a"))
        yield f"{count} bytes in a segment", dump(section(11, b"\1\0\x41\0\x0b" + leb(count) + b"a"))
        yield f"{count} ranges of zeros", dump(custom("wcore.zeros", b"\0" + leb(count) + b"\0\0\1"))
        yield f"{count} bytes of a name", dump(modules=custom("coremodules", b"\1\0" + leb(count) + b"m"))
    yield "60,000 ranges of zeros", dump(section(11, b"\1\0\x41\0\x0b\1a"), custom(
        "wcore.zeros", b"\0" + leb(60000) + b"\0\0\1" * 60000))
    yield "32,000 ranges of zeros with gaps, and as many segments in them", dump(
        section(11, leb(32000) + b"".join(b"\0\x41" + sleb(2 * i + 1) + b"\x0b\1a" for i in range(32000))), custom(
            "wcore.zeros", b"\0" + leb(32000) + b"\0\1\1" * 32000))
    yield "200,000 frames, in a function that is not there", dump(stack=corestack([frame(77, 9)] * 200000))
    yield "frames with the highest numbers", dump(
        stack=corestack([frame(MAX, MAX, MAX, b"\1\x7f\x7f\0")] * 3))
    yield "a local of each type byte", dump(stack=corestack(
        [frame(values=b"\1" + bytes([t]) + b"\0" * 16 + b"\0") for t in range(256)]))
    yield "a memory of 2^64 bytes", dump(memory=section(5, b"\1\x04" + b"\x80" * 6 + b"\x40"))
    yield "pages of 2^255 bytes", dump(memory=section(5, b"\1\x08\1" + leb(255)))
    yield "segments at the end of memory", dump(section(
        11, b"\2\0\x41" + sleb(-1) + b"\x0b\2ab\0\x42" + sleb(-1) + b"\x0b\2ab"))
    yield "segments on top of each other", dump(section(
        11, leb(50000) + b"\0\x41\0\x0b\4abcd" * 50000))
    yield "descending segments", dump(section(11, leb(60000) + b"".join(
        b"\0\x41" + sleb(65535 - i) + b"\x0b\1a" for i in range(60000))))
    long_name = "n" * (1 << 20)
    yield "a thread name of 1 MB", dump(stack=corestack([frame()], thread=long_name))
    yield "an executable name of 1 MB", dump(executable=long_name)
    yield "a module name of 1 MB", dump(modules=custom("coremodules", b"\1\0" + name(long_name)))
    terminal = b"\x1b]0;owned\x07\x1b[31m\r\n\xff\xfe\xe2\x80\xae\0"
    yield "terminal escapes in names", dump(executable=terminal, modules=custom(
        "coremodules", b"\1\0" + name(terminal)), stack=corestack([frame()], thread=terminal))
    yield "a path in the name", dump(executable="../../../../../../etc/passwd")
    yield "a device as the name", dump(executable="/dev/zero")


def modules():
    """(title, module, frame or frames) where the frame stands in function 0."""
    yield from many_places()
    yield from units_and_strings()
    yield "100,000 nested blocks", module(deep_blocks(100000)), frame(0, 200001)
    yield "1,000,000 nested loops", module(
        b"\0" + b"\3\x40" * 1000000 + b"\0" + b"\x0b" * 1000001), frame(0, 2000001)
    yield "blocks without an end", module(b"\0" + b"\2\x40" * 100000), frame(0, 200000)
    yield "a body of unknown opcodes", module(b"\0" + b"\xff" * 1000), frame(0, 500)
    yield "2^32 locals", module(b"\1" + leb(MAX) + b"\x7f\0\x0b"), frame(0, 7)
    yield "locals past 2^32", module(b"\2" + (leb(MAX) + b"\x7f") * 2 + b"\0\x0b"), frame(0, 13)
    yield "a br_table of 2^32 labels", module(b"\0\x41\0\x0e" + leb(MAX) + b"\0\x0b"), frame(0, 3)
    yield "a select of 2^32 types", module(b"\0\x1c" + leb(MAX) + b"\x7f\x0b"), frame(0, 1)
    yield "2^32 functions", MAGIC + section(3, leb(MAX) + b"\0") + section(10, leb(MAX) + b"\2\0\x0b"), frame()
    yield "300,000 functions", module(functions=300000), frame(299999, 1)
    yield "2^32 types", MAGIC + section(1, leb(MAX) + b"\x60\0\0") + section(10, b"\1\2\0\x0b"), frame()
    yield "a body past the section", MAGIC + section(3, b"\1\0") + section(10, b"\1" + leb(1 << 30) + b"\0"), frame()
    names = custom("name", b"\1" + leb(10 + (1 << 20)) + leb(1) + leb(0) + name("f" * (1 << 20)))
    yield "a function name of 1 MB", module(b"\0\0\x0b", names), frame()
    mangled = custom("name", b"\1" + leb(8 + 60002) + leb(1) + leb(0) + name("_Z1fP" + "P" * 59990 + "i"))
    yield "a mangled name of 60,000 pointers", module(b"\0\0\x0b", mangled), frame()
    growing = "_Z1fI" + "St4pairI" * 20 + "iiES0_EES2_EES4_E" * 40
    yield "a mangled name that grows", module(b"\0\0\x0b", custom(
        "name", b"\1" + leb(len(growing) + 4) + leb(1) + leb(0) + name(growing))), frame()
    rust = "_RNvC1a" + "B1_" * 5000
    yield "a Rust name full of references", module(b"\0\0\x0b", custom(
        "name", b"\1" + leb(len(rust) + 4) + leb(1) + leb(0) + name(rust))), frame()
    yield "names without end", module(b"\0\0\x0b", custom("name", b"\1" + leb(MAX))), frame()
    yield "2^32 names", module(b"\0\0\x0b", custom("name", b"\1\x06" + leb(MAX) + b"\0")), frame()
    yield "DWARF: origins in a circle", cyclic_origin(), frame()
    yield "DWARF: its own abstract origin", self_origin(ORIGIN), frame()
    yield "DWARF: its own specification", self_origin(SPECIFICATION), frame()
    yield "DWARF: a sibling that points back", sibling_backwards(), frame()
    yield "DWARF: 50,000 calls inlined into each other", nested_inlines(50000), frame()
    yield "DWARF: types in a circle", cyclic_type(), frame()
    good = unit(UNIT_BYTES + b"\0")
    table = [UNIT_DIE]
    yield "DWARF: a unit of 4 GiB", debug(u32(0xFFFFFFF0 - 1) + good[4:], table), frame()
    yield "DWARF: a 64-bit unit length", debug(u32(MAX) + b"\xff" * 8 + good[4:], table), frame()
    yield "DWARF: 100,000 empty units", debug(unit(b"\0") * 100000, table), frame()
    yield "DWARF: a unit of length 0, again and again", debug(u32(0) * 100000, table), frame()
    yield "DWARF: an abbreviation of 2^63", debug(good, [(1 << 63, 1, [(1 << 62, 1 << 61)])]), frame()
    yield "DWARF: forms that are unknown", debug(good, [(CU, 1, [(NAME, 0x7E), (LOW, 0x7F)])]), frame()
    yield "DWARF: an indirect form of itself", debug(
        unit(b"\1" + b"\x16" * 5000), [(CU, 1, [(NAME, 0x16)])]), frame()
    for version in (2, 3, 5, 6, 0, 65535):
        yield f"DWARF {version} by name only", debug(unit(UNIT_BYTES + b"\0", version), table), frame()
    row = b"\0\5\2" + u32(2)
    yield "lines: a million rows", debug(good, table, line_program(
        row + b"\1" * 1000000 + b"\0\1\1")), frame()
    yield "lines: no end", debug(good, table, line_program(row + b"\1")), frame()
    yield "lines: line range 0", debug(good, table, line_program(row + b"\xff" * 50, line_range=0)), frame()
    yield "lines: opcode base 0", debug(good, table, line_program(row + b"\1", opcode_base=0)), frame()
    yield "lines: advances that overflow", debug(good, table, line_program(
        row + (b"\2" + b"\xff" * 9 + b"\1\3" + b"\xff" * 9 + b"\1\1") * 500 + b"\0\1\1")), frame()
    yield "lines: an extended opcode of 4 GiB", debug(good, table, line_program(
        b"\0" + leb(MAX) + b"\2")), frame()
    yield "lines: extended opcodes of length 0", debug(good, table, line_program(b"\0\0" * 100000)), frame()
    yield "lines: a header of 4 GiB", debug(good, table, line_program(row, header_length=MAX)), frame()
    yield "lines: 200,000 files", debug(good, table, line_program(
        row + b"\1\2\x7f\0\1\1", files=b"f\0\0\0\0" * 200000 + b"\0")), frame()
    yield "lines: 200,000 sequences", debug(good, table, line_program(
        (row + b"\1\2\1\0\1\1") * 200000)), frame()
    for title, text in (
            ("nothing", b""), ("no JSON", b"{"), ("100,000 brackets", b"[" * 100000),
            ("100,000 objects", b'{"a":' * 100000),
            ("endless numbers", b'{"version":3,"sources":["a"],"names":[],"mappings":"' +
             b"g" * 100000 + b'"}'),
            ("a million mappings", b'{"version":3,"sources":["a"],"names":[],"mappings":"' +
             b"AAAA," * 1000000 + b'"}'),
            ("a million lines", b'{"version":3,"sources":["a"],"names":[],"mappings":"' +
             b";" * 1000000 + b'"}'),
            ("indices of nothing", b'{"version":3,"sources":[],"names":[],"mappings":"ggggggC+/////D"}'),
            ("wrong types", b'{"version":"3","sources":{},"names":7,"mappings":[],"sourcesContent":5}')):
        yield f"source map: {title}", (module(b"\0\0\x0b", custom(
            "sourceMappingURL", name("hostile.map"))), text), frame()
    yield "a source map that is itself", module(b"\0\0\x0b", custom(
        "sourceMappingURL", name("hostile.wasm"))), frame()
    yield "debug information in itself", module(b"\0\0\x0b", custom(
        "external_debug_info", name("hostile.wasm"))), frame()
    yield "debug information in a device", module(b"\0\0\x0b", custom(
        "external_debug_info", name("/dev/zero"))), frame()
    yield "a build id of 1 MB", module(b"\0\0\x0b", custom("build_id", leb(1 << 20) + b"a" * (1 << 20))), frame()
    yield "a build id of a slash", module(b"\0\0\x0b", custom("build_id", b"\x04/../")), frame()
    inner = module()
    for _ in range(2000):
        inner = b"\0asm\x0d\0\1\0" + section(4 if inner[6:7] == b"\1" else 1, inner)
    yield "2,000 nested components", inner, frame()


def inputs(folder):
    """Writes all of them; gives (title, dump, module or None)."""
    made = 0

    def write(title, data, suffix):
        nonlocal made
        made += 1
        path = os.path.join(folder, f"hostile{made}{suffix}")
        with open(path, "wb") as file:
            file.write(data)
        return path

    for title, data in dumps():
        yield title, write(title, data, ".core"), None
    for title, data, place in modules():
        extra = None
        if isinstance(data, tuple):
            data, extra = data
        own = os.path.join(folder, f"hostile{made + 1}")
        os.mkdir(own)
        made += 1
        path = os.path.join(own, "hostile.wasm")
        with open(path, "wb") as file:
            file.write(data)
        if extra is not None:
            with open(os.path.join(own, "hostile.map"), "wb") as file:
                file.write(extra)
        frames = place if isinstance(place, list) else [place]
        yield title, write(title, dump(stack=corestack(frames)), ".core"), path

    zeros = gzip.compress(b"\0" * (300 << 20), 9)
    yield "300 MB of zeros, gzipped", write("bomb", zeros, ".core"), None
    behind = gzip.compress(MAGIC + b"\0" * (300 << 20), 9)
    yield "300 MB of zeros behind a Wasm header, gzipped", write("bomb", behind, ".core.gz"), None
    payload = dump(section(11, b"\1\0\x41\0\x0b" + leb(300 << 20) + b"\0" * (300 << 20)))
    bomb = write("bomb", gzip.compress(payload, 1), ".core.gz")
    yield "a sound dump with 300 MB of memory, gzipped", bomb, None
    sound = write("sound", dump(), ".core")
    yield "a module of 300 MB of zeros, gzipped", sound, write("bomb", behind, ".wasm.gz")
    cut = gzip.compress(dump() * 100, 9)
    yield "a gzip file that is cut", write("cut", cut[:-9], ".core.gz"), None
    yield "a gzip file with a wrong checksum", write("crc", cut[:-8] + b"\0" * 8, ".core.gz"), None
    nested = gzip.compress(gzip.compress(dump()))
    yield "gzip in gzip", write("nested", nested, ".core.gz"), None
