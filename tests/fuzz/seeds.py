#!/usr/bin/env python3
"""Make the fuzzers' seeds of tests/data.

usage: seeds.py FOLDER    (makes FOLDER/fuzz_dump, FOLDER/fuzz_module, ...)
"""
import base64
import collections
import glob
import os
import re
import sys
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import hostile  # noqa: E402
import memory  # noqa: E402
import wasm  # noqa: E402

DATA = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data"))
LARGEST = {"fuzz_dump": 1 << 16, "fuzz_validate": 1 << 16, "fuzz_strip": 1 << 16, "fuzz_decoder": 1 << 14, "fuzz_ssa": 1 << 14,
           "fuzz_find": 1 << 15, "fuzz_redact": 1 << 17, "fuzz_bundle": 1 << 16}
BODIES = 300


def put(folder, fuzzer, title, data):
    path = os.path.join(folder, fuzzer)
    os.makedirs(path, exist_ok=True)
    if len(data) <= LARGEST.get(fuzzer, 1 << 18):
        with open(os.path.join(path, title.replace("/", "-").replace(" ", "-")), "wb") as file:
            file.write(data)


def bodies(data):
    """The function bodies of a module, without their sizes."""
    for number, _, _, start, _ in wasm.sections(data):
        if number == 10:
            reader = wasm.Reader(data, start)
            for _ in range(reader.leb()):
                yield reader.take(reader.leb())


# Expressions as compilers write them, and each operation once; the first byte is the frame base's size.
LOCATIONS = (
    "04ed00009f9104", "04ed00009f91089f", "00ed00019f9304ed02009f9304", "00ed000193049304",
    "07ed03000000009f9100", "0003000400002308", "000c08000000e0", "009e0301020393035f9f9302",
    "00ed000106f0", "00ed00029403", "00ed0004a605", "00a303ed00019f", "00311234121c9f",
    "00320821222324252627199f", "0034351920283000022af6ff", "00393a2f0100319f",
    "00ed0001a82aa92a9f", "00a4330401020304", "0a1b2c2d2e1a1e1d", "00979f9c99020098",
    "00f21000000004", "00ed00019d0305", "00fb00fc01a101a202",
)

# Of the programs of fuzz_expr.c, by number; those of the first are in tests/data/expr/expr.txt.
EXPRESSIONS = (
    (1, "shapes"), (1, "shapes.size()"), (1, "shapes[0]"), (1, "shapes[0]->label"), (1, "key"), (1, "longs[3]"),
    (1, "&longs"), (1, "key.size() * 2 + 1"), (1, "(market::Shape *)&key"), (1, "std::vector<int>"),
    (2, "cart"), (2, "cart.items[1]"), (2, "cart.items.len() + 1"), (2, "cart.last.0.sku"), (2, "&cart.owner"),
    (2, "*cart"), (2, "base as u8 + 3u8"), (2, "cart.items"), (2, "!base & 0xff"), (2, "shop::TOTAL"),
    (3, "self.*"), (3, "self.stops.len"), (3, "self.stops[1]"), (3, "self.bits"), (3, "label"), (3, "at > 3 and at < 5"),
    (0, "$sp"), (0, "$local0 + $global0"), (0, "(int (*(*)[3])(int, char *))0"), (0, "\"a\\x41\\n\""),
)


# For fuzz_find.c: the kind, and 128 to ignore case.
PATTERNS = ((0, "a"), (128, "Error"), (1, "main"), (2, "00 ?? 01"), (2, "ff ?f"), (3, "0"), (3, "-1:16"), (4, "1.5"),
            (5, "[a-z]+"), (133, "(no|in)[a-z ]*"), (5, "\\x00{3}[^a]"), (5, "^.*e$"), (5, "(a+)+b"))


# For fuzz_redact.c.
RULES = (b"rule a\npattern [a-z]+\nwords main\n", b"# all\nrule b\nignore-case\npattern (x)?e\\w+\nreplace 1\n",
         b"rule c\npattern \\d{13,19}\ndigits\ncheck luhn\nnear card\nwithin 9\n", b"rule d\npattern .*\nrun\nprefix a b\n",
         b"rule e\nabout x\npattern \\S+@\\S+\nat-sign\nreach 60\nletters-digits\ncheck mixed\n")

# A line of each form of traces, and what nobody writes.
TRACES = (
    "RuntimeError: divide by zero\n    at process (wasm://wasm/0a1b2c3d:wasm-function[10]:0x51d)\n"
    "    at main (wasm://wasm/0a1b2c3d:wasm-function[8]:0x34a)\n    at WASI.start (node:wasi:136:7)\n",
    "process@http://h/crash-O0.wasm:wasm-function[10]:0x51d\n@http://h/crash-O0.wasm:wasm-function[8]:0x34a\n",
    "<?>.wasm-function[process]@[wasm code]\n<?>.wasm-function[8]@[wasm code]\nwasm-stub@[wasm code]\n",
    "process@<?>:wasm-function[10]\n8@wasm-function[8]:0x34a\n", "$process @ crash-O0.wasm:0x51d\n",
    "error while executing at wasm backtrace:\n    0:  0x51d - <unknown>!process\n    1:  0x34a - m!main\n"
    "                    at /src/crash.c:26:10\nwasm trap: integer divide by zero\n",
    "\u2502   1: RuntimeError: unreachable\n       at process (<module>[10]:0x51d)\n       at main (<module>[8]:0x34a)\n",
    "[error] execution failed: unreachable, Code: 0x40a\n[error]  In instruction: unreachable (0x00) , "
    "Bytecode offset: 0x0000051d\n[error] calling stack:module[0]:62, module[0]:7, module[0]:8\n",
    "==== wasm backtrace:\n  0: 0x00051e - .unnamed!process\n  1: 0x00034f - .unnamed!main\n",
    "#00: 0x051e - $f10\n#01: 0x034f - $f8\nException: integer divide by zero\n", "#00 $f10\n#01 $f8\n",
    "wasm-function[10]:0x51d\ncrash-O0.wasm:0x34a\n", "<wasm>!process\ncrash-O0.wasm!main\n<wasm>!_start\n",
    "at a (b (c (wasm-function[99999999999]:0xffffffffffffffffff)\n#: 0x - \n@\n@:0x1\n!\n[1]:0x2\n:0x3\n[]\n)\n(\n",
)


def embedded(kind, encoding, title, data, size=None, uses=((0, 0),)):
    """One file of a bundle, as docs/format.md has it."""
    return wasm.custom("wcore.file", bytes([1, kind, encoding]) + wasm.leb(len(uses)) +
                       b"".join(wasm.leb(module) + wasm.leb(part) for module, part in uses) + wasm.name(title) +
                       wasm.leb(len(data) if size is None else size) + data)


def thin(data, kept, unwritten=()):
    """A thin copy that has the stretches kept of data."""
    def stretches(items):
        end, text = 0, wasm.leb(len(items))
        for start, stop in items:
            text, end = text + wasm.leb(start - end) + wasm.leb(stop - start), stop
        return text
    return (wasm.leb(len(data)) + wasm.leb(1) + stretches(unwritten) + stretches(kept) +
            b"".join(data[start:stop] for start, stop in kept))


def bundles(folder):
    """For fuzz_bundle.c: dumps with files in them, and what is inside of compressed ones."""
    named = wasm.custom("wcore.bundle", b"\1" + wasm.name("crash.core"))
    modules = {"small": hostile.module(), "named": hostile.module(functions=2),
               "crash": wasm.read(os.path.join(DATA, "c-divzero", "crash-O2.wasm"))}
    for title, module in modules.items():
        part = thin(module, ((0, 8), (10, len(module) // 2)), ((16, 4096),))
        packed = [(kind, 1, f"{kind}.wasm", zlib.compress(module, 9, 31), len(module)) for kind in range(5)]
        files = ([(0, 0, "m.wasm", module)], packed, [(0, 2, "d/m.wasm", zlib.compress(part, 9, 31), len(module))],
                 [(4, 0, "../../src//a.c", b"int main;\n"), (4, 0, "/abs/b.c", b""), (3, 0, "m.wasm.map", b"{}")])
        for number, some in enumerate(files):
            put(folder, "fuzz_bundle", f"{title}-{number}",
                hostile.dump() + named + b"".join(embedded(*file) for file in some))
        for kind in range(5):
            put(folder, "fuzz_bundle", f"{title}-gzip-{kind}", bytes([4 * kind + 2]) + module)
            put(folder, "fuzz_bundle", f"{title}-thin-{kind}", bytes([4 * kind + 1]) + part)
    put(folder, "fuzz_bundle", "uses",
        hostile.dump(modules=wasm.custom("coremodules", b"\2\0" + wasm.name("a") + b"\0" + wasm.name("b"))) +
        embedded(0, 0, "c.wasm", modules["small"], uses=((0, 1), (1, 2), (0, 0))))


def stripped(folder):
    """Dumps that say which bytes are zero (docs/format.md): apart from segments, between and in them; disordered."""
    parts = ((16, b"abcd"), (100, b"text"), (4096, b"\0\0ef\0"))
    for number, (segments, ranges) in enumerate((
            (parts, b"\3" + b"\0\0\x10" + b"\0\4\x50" + b"\0\x98\x1f\x60"), (parts, b"\1\0\0" + wasm.leb(65536)),
            (parts[::-1], b"\2" + b"\0\x0a\x64" + b"\0\x90\x1f\1"), ((), b"\1\0\x05\x06"), (parts, b"\0"))):
        data = memory.build(segments, 1) + wasm.custom("wcore.zeros", b"\0" + ranges)
        for fuzzer, before in (("fuzz_dump", b""), ("fuzz_validate", b""), ("fuzz_strip", b""), ("fuzz_redact", b"\0"),
                               ("fuzz_find", b"\2" + b"00 00" + b"\0"), ("fuzz_find", b"\0" + b"text" + b"\0")):
            put(folder, fuzzer, f"zeros-{number}-{len(before)}", before + data)


def assignments(folder):
    """Sources of tests/data from a line on that names what is assigned to most often, called x."""
    for path in sorted(glob.glob(os.path.join(DATA, "*", "*"))):
        if not path.endswith((".c", ".cpp", ".rs", ".zig")):
            continue
        with open(path, encoding="utf-8") as file:
            text = file.read()
        names = collections.Counter(re.findall(r"(\w+) [-+*^]?=[^=]", text)).most_common(3)
        for number, (name, _) in enumerate(names):
            lines = re.sub(rf"\b{name}\b", "x", text).splitlines(keepends=True)
            first = next(i for i, line in enumerate(lines) if re.search(r"\bx\b", line))
            put(folder, "fuzz_assigned", f"{os.path.basename(path)}-{number}",
                bytes([1 + 128 * (number % 2), 20]) + "".join(lines[first:first + 200]).encode())


def main():
    folder = sys.argv[1]
    assignments(folder)
    bundles(folder)
    stripped(folder)
    for number, text in enumerate(TRACES):
        put(folder, "fuzz_trace_text", f"form-{number}", text.encode())
    for file in sorted(os.listdir(os.path.join(DATA, "traces"))):
        put(folder, "fuzz_trace_text", file, wasm.read(os.path.join(DATA, "traces", file)))
    for number, (program, text) in enumerate(EXPRESSIONS):
        put(folder, "fuzz_expr", f"other-{number}", bytes([program]) + text.encode())
    with open(os.path.join(DATA, "expr", "expr.txt"), encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number % 4 == 0 and "\t" in line:
                put(folder, "fuzz_expr", f"c-{number}", bytes([0]) + line.split("\t")[0].encode())
    for number, text in enumerate(LOCATIONS):
        put(folder, "fuzz_location", f"expression-{number}", bytes.fromhex(text))
    for title in sorted(os.listdir(os.path.join(DATA, "invalid"))):
        if title.endswith((".bad", ".mod")):
            try:
                put(folder, "fuzz_validate", title, wasm.read(os.path.join(DATA, "invalid", title)))
                put(folder, "fuzz_strip", title, wasm.read(os.path.join(DATA, "invalid", title)))
            except (EOFError, OSError, zlib.error):
                pass        # compressed data that is broken on purpose
    dumps, modules = wasm.corpus_files(DATA)
    for path in dumps:
        put(folder, "fuzz_dump", os.path.relpath(path, DATA), wasm.read(path))
        put(folder, "fuzz_validate", os.path.relpath(path, DATA), wasm.read(path))
        put(folder, "fuzz_strip", os.path.relpath(path, DATA), wasm.read(path))
    for path in modules:
        data, title = wasm.read(path), os.path.relpath(path, DATA)
        put(folder, "fuzz_module", title, data)
        put(folder, "fuzz_validate", title, data)
        put(folder, "fuzz_strip", title, data)
        put(folder, "fuzz_dwarf", title, data)
        put(folder, "fuzz_type", title, data)
        some = sorted(bodies(data), key=len)
        for number in range(0, len(some), len(some) // 12 + 1):
            put(folder, "fuzz_decoder", f"{title}-{number}", some[number])
            put(folder, "fuzz_ssa", f"{title}-{number}",
                min(len(some[number]) // 4, 0xffff).to_bytes(2, "big") + some[number])
    for number, path in enumerate(dumps):
        kind, text = PATTERNS[number % len(PATTERNS)]
        put(folder, "fuzz_find", os.path.relpath(path, DATA), bytes([kind]) + text.encode() + b"\0" + wasm.read(path))
    for number, (title, data) in enumerate(hostile.dumps()):
        kind, text = PATTERNS[number % len(PATTERNS)]
        put(folder, "fuzz_find", title, bytes([kind]) + text.encode() + b"\0" + data)
    for title, data in hostile.dumps():
        put(folder, "fuzz_dump", title, data)
        put(folder, "fuzz_redact", title, b"\0" + data)
    for path in dumps + modules:
        put(folder, "fuzz_redact", os.path.relpath(path, DATA), b"\0" + wasm.read(path))
    for number, text in enumerate(RULES):
        put(folder, "fuzz_redact", f"rules-{number}", text + b"\0" + wasm.read(dumps[number]))
    for number, (title, data, _) in enumerate(hostile.modules()):
        if isinstance(data, tuple):
            put(folder, "fuzz_source_map", title, data[1])
            data = data[0]
        put(folder, "fuzz_module", title, data)
        put(folder, "fuzz_validate", title, data)
        put(folder, "fuzz_strip", title, data)
        put(folder, "fuzz_dwarf", f"{number}-{title}", data)
        put(folder, "fuzz_type", f"{number}-{title}", data)
    for top, _, files in os.walk(DATA):
        for file in files:
            if file.endswith(".map"):
                put(folder, "fuzz_source_map", file, open(os.path.join(top, file), "rb").read())
    for program in range(5):
        for number in range(0, 250, 3):
            put(folder, "fuzz_print", f"{program}-{number}", bytes([program, number, 0, 0, 3, 1, 2, 3, 4]))
    # The states of the programs of fuzz_heap.c, and their first chunks: a few words of each are changed.
    for program, starts in enumerate(((0x480, 0x10680), (0x480, 0x10680), (0x100430, 0x110000), (0x100820, 0x110000),
                                      (0xab0, 0x10cb0), (0xac0, 0x500ed0), (0x10001c, 0x110000), (0x10001c, 0x119270),
                                      (0x110000, 0x1101f0), (0x110000, 0x110120), (0x110000, 0x110120), (0x8d20, 0x9354),
                                      (0x87c, 0x8c0), (0x100678, 0x110000), (0x100640, 0x110000), (0x2120, 0x1f800))):
        for number in range(64):
            start = starts[number % 2] + 4 * (number // 2)
            for value in (b"\x00\x00\x00\x00", b"\xff\xff\xff\xff", start.to_bytes(4, "little"), b"\x23\x00\x00\x00"):
                put(folder, "fuzz_heap", f"{program}-{number}-{value.hex()}",
                    bytes([program]) + start.to_bytes(3, "little") + b"\x03" + value)
    # For fuzz_keep.c: what to keep of which program, the budget, and a word at the end of the stack that changes.
    for number in range(7 * 7):
        for budget in (0, 21):
            for at in (0x11460, 0x1050, 0x10070):
                put(folder, "fuzz_keep", f"{number}-{budget}-{at:x}",
                    bytes([number, budget]) + at.to_bytes(3, "little") + b"\x03" + (at + 64).to_bytes(4, "little"))
    for text in (b'{"version":3,"sources":["a.ts"],"sourcesContent":["x"],"names":["f"],'
                 b'"mappings":"AAAA,CAAC,CCAA;"}',
                 b'{"version":3,"sections":[{"offset":{"line":0,"column":4},"map":{"version":3}}]}',
                 b'{"version":3,"sourceRoot":"/r","sources":[null,"b"],"mappings":"AAAAA,gBACAC"}'):
        put(folder, "fuzz_source_map", f"small-{len(text)}", text)
        put(folder, "fuzz_source_map", f"url-{len(text)}",
            b"data:application/json;base64," + base64.b64encode(text))


main()
