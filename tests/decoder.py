#!/usr/bin/env python3
"""Hold the instruction decoder against other disassemblers.

usage: decoder.py [--build DIR] [MODULE...]

Decodes all functions of the modules (by default those of tests/data) with
DIR/tests/list_insns and compares every instruction with `wasm-objdump -d` (wabt:
offset and name) and `wasm-tools print --print-offsets` (offset, name, and the
immediates where they are printed as numbers; each function's number, place and
types of parameters, results and locals).  Tools are taken from PATH; one
that is missing, or that refuses a module, is named as skipped.
"""
import argparse
import glob
import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHOWN = 5

OBJDUMP_LINE = re.compile(r"^ *([0-9a-f]+): (?:[0-9a-f]{2} ?)+ *\| +(\S.*)$")
OBJDUMP_REST = re.compile(r"^ *[0-9a-f]+: (?:[0-9a-f]{2} ?)+ *\| *$")
FUNCTION_LINE = re.compile(r"^\(;@([0-9a-f]+) *;\)  \(func .*?\(;(\d+);\) ?(.*)$")
LOCAL_LINE = re.compile(r"^\(;@[0-9a-f]+ *;\)    (\(local .*)$")
TYPE_LINE = re.compile(r"\(type (\$\S+) \(;(\d+);\)")
PRINT_LINE = re.compile(r"^\(;@([0-9a-f]+) *;\) +(\S.*)$")


def run(command):
    """Output, or None when the tool refuses the module."""
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    return done.stdout if done.returncode == 0 else None


def ours(program, module):
    """{offset: text}, {offset of a function's last instruction}, and the functions' types."""
    done = subprocess.run([program, module], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    insns, last, previous, functions = {}, set(), None, {}
    for line in done.stdout.splitlines():
        word, _, text = line.partition(" ")
        if word == "func":
            if previous is not None:
                last.add(previous)
            previous = None
            number, place, types = (text + " ").split(" ", 2)
            functions[int(number)] = (int(place, 16), types.strip())
            continue
        previous = int(word, 16)
        insns[previous] = text
    if previous is not None:
        last.add(previous)
    return insns, last, functions


def objdump(module):
    output = run(["wasm-objdump", "-d", module])
    if output is None:
        return None
    insns = {}
    for line in output.splitlines():
        match = OBJDUMP_LINE.match(line)
        if match and not match[2].startswith("local["):
            insns[int(match[1], 16)] = match[2]
    return insns, None


def plain_types(text, types):
    """Types by index, other names away, and one group of each kind."""
    text = re.sub(r"(\(ref (?:null )?)(\$[^\s()]+)\)", lambda found: f"{found[1]}{types.get(found[2], found[2])})", text)
    text = re.sub(r"\(type [^()]*\)|\$\"[^\"]*\"|\$[^\s()]+|\(@name [^()]*\)", " ", text)
    text = re.sub(r"\s+", " ", text).strip()
    for kind in ("param", "result", "local"):
        while f") ({kind} " in text and re.search(rf"\({kind} [^;]*\) \({kind} ", text):
            text = re.sub(rf"(\({kind} .*?)\) \({kind} ", r"\1 ", text, count=1)
    return text


def wasm_tools(module):
    output = run(["wasm-tools", "print", "--print-offsets", module])
    if output is None:
        return None
    insns, functions, number, types = {}, {}, None, dict(TYPE_LINE.findall(output))
    for line in output.splitlines():
        match = FUNCTION_LINE.match(line)
        if match:
            number = int(match[2])
            functions[number] = (int(match[1], 16), plain_types(match[3], types))
            continue
        match = LOCAL_LINE.match(line)
        if match:
            place, head = functions[number]
            functions[number] = (place, plain_types(f"{head} {match[1]}", types))
            continue
        match = PRINT_LINE.match(line)
        if match and not match[2].startswith("("):
            text = re.sub(r"\(;.*?;\)", "", match[2])
            insns[int(match[1], 16)] = re.sub(r";;.*", "", text).strip()
    return insns, functions


def same_name(mine, theirs):
    return mine.split()[0] == theirs.split()[0]


def same_text(mine, theirs):
    """All that is a number on both sides must be equal."""
    name = mine.split()[0]
    if not same_name(mine, theirs):
        return False
    if "$" in theirs or name in ("f32.const", "f64.const", "block", "loop", "if", "try_table"):
        return True
    shown, cut, rest = mine.partition(" ... (")
    if cut:
        words = theirs.split()
        return words[:len(shown.split())] == shown.split() and \
            f"{len(words) - 1} targets)" == rest
    # Orderings of atomic accesses, as releases of wasm-tools spell them.
    return mine.split() == theirs.replace(" seqcst", " seq_cst").replace(" acqrel", " acq_rel").split()


def compare(mine, theirs, is_same, ignored):
    """Lines that tell the differences."""
    told = []
    for offset in sorted((set(mine) | set(theirs)) - ignored):
        a, b = mine.get(offset), theirs.get(offset)
        if a is None or b is None or not is_same(a, b):
            told.append(f"{offset:#x}: {a!r}, but {b!r}")
    return told


def default_modules():
    data = os.path.join(TOP, "tests", "data")
    found = glob.glob(os.path.join(data, "**", "*.wasm"), recursive=True)
    found += glob.glob(os.path.join(data, "**", "*.wasm.gz"), recursive=True)
    return sorted(path for path in found if not is_component(path))


def is_component(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        return file.read(8)[6:7] == b"\1"


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1][7:])
    parser.add_argument("--build", default=os.path.join(TOP, "build"))
    parser.add_argument("modules", nargs="*")
    options = parser.parse_args()
    program = os.path.join(options.build, "tests", "list_insns")
    tools = []
    for name, read, is_same in (("wasm-objdump", objdump, same_name),
                                ("wasm-tools", wasm_tools, same_text)):
        if shutil.which(name):
            tools.append((name, read, is_same))
        else:
            print(f"SKIPPED: {name} is not installed")
    passed = failed = compared = signatures = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in options.modules or default_modules():
            module = path
            if path.endswith(".gz"):
                module = os.path.join(folder, "module.wasm")
                with gzip.open(path) as packed, open(module, "wb") as plain:
                    shutil.copyfileobj(packed, plain)
            try:
                mine, last, functions = ours(program, module)
            except RuntimeError as error:
                print(f"FAILED: {path}: {error}")
                failed += 1
                continue
            for name, read, is_same in tools:
                theirs = read(module)
                if theirs is None:
                    print(f"SKIPPED: {name} refuses {path}")
                    continue
                # wasm-tools prints a function's last `end` as a parenthesis.
                theirs, their_functions = theirs
                told = compare(mine, theirs, is_same,
                               last if name == "wasm-tools" else set())
                if their_functions is not None:
                    signatures += len(their_functions)
                    told += compare(functions, their_functions, lambda a, b: a == b, set())
                compared += len(theirs)
                for line in told[:SHOWN]:
                    print(f"{path}: {name}: {line}")
                if told:
                    print(f"FAILED: {path}: {len(told)} instructions differ from {name}")
                failed += bool(told)
                passed += not told
    print(f"{compared} instructions and {signatures} functions' types compared")
    print(f"decoder: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
