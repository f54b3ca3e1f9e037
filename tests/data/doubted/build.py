#!/usr/bin/env python3
"""Builds the modules and dumps of this folder: programs of tests/corpus/generate.py whose debug information says what is not so.

Needs what tests/corpus/values.py needs, and works in /src/doubted, which the debug information names.  V8: the dump has the
locals that V8's debugger tells (tests/corpus/recorded.py).
"""
import gzip
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
WORK = "/src/doubted"
sys.path.insert(0, os.path.join(TOP, "tests", "corpus"))
import programs  # noqa: E402
import recorded  # noqa: E402
from producers import LEVELS, Crash, Tools  # noqa: E402

# Name here, seed, program, level, whether V8's locals are in it.
ALL = [
    ("computed", 9002, "c00-printed-unreachable", "-O1", False),
    ("base", 9001, "rs40-quiet-unwrap", "s", False),
    ("slot", 1644934066, "cpp27-quiet-unreachable", "-O2", False),
    ("heap", 1644934066, "cpp13-quiet-unreachable", "-O2", False),
    ("unread", 9002, "cpp48-quiet-bounds", "-O2", False),
    ("parts", 9001, "rs51-printed-unreachable", "s", True),
    ("chain", 1732050807, "zig32-printed-trap", "ReleaseFast", True),
    ("older", 1644934066, "c38-quiet-unreachable", "-O2", False),
    ("stray", 9003, "c10-quiet-divide", "-O2", False),
    ("round", 9003, "cpp41-quiet-divide", "-O2", False),
    ("bits", 9007, "cpp48-quiet-unreachable", "-O2", True),
    ("wider", 9009, "rs54-quiet-overflow", "2", False),
    ("index", 9008, "c10-quiet-abort", "-Os", False),
    ("passed", 9008, "c31-quiet-unreachable", "-O2", False),
    ("upper", 9003, "cpp55-quiet-unreachable", "-O1", False),
    ("field", 9010, "rs26-quiet-unreachable", "s", False),
]


def said(crash):
    return "".join(line + "\n" for line in crash.output().splitlines() if line.startswith("@"))


def build(tools, name, seed, title, level, has_v8):
    program = next(p for p in programs.make(seed, programs.COUNT) if p.name == title)
    teller = Crash(tools, WORK, name + "-truth", program.language, LEVELS[program.language][0], program.truth_text)
    teller.make(with_producers=False)
    crash = Crash(tools, WORK, name, program.language, level, program.crash_text)
    crash.make()
    module, core = crash.module, crash.core
    if program.language == "rs":
        trimmed = os.path.join(WORK, name + ".wasm")
        subprocess.run([os.path.join(TOP, "tests", "data", "print-rust", "trim.py"), os.path.basename(crash.source), module, trimmed],
                       check=True, cwd=WORK)
        module = trimmed
    if has_v8:
        recorded.write(core, crash.v8_frames(), core + ".v8")
        core += ".v8"
    with open(module, "rb") as file, open(os.path.join(HERE, name + ".wasm.gz"), "wb") as out:
        out.write(gzip.compress(file.read(), 9, mtime=0))
    with open(core, "rb") as file, open(os.path.join(HERE, name + ".core.gz"), "wb") as out:
        out.write(gzip.compress(file.read(), 9, mtime=0))
    shutil.copyfile(crash.source, os.path.join(HERE, os.path.basename(crash.source)))
    with open(os.path.join(HERE, name + ".truth"), "w", encoding="utf-8") as file:
        file.write(said(teller))


def main():
    os.makedirs(WORK, exist_ok=True)
    tools = Tools(os.path.abspath(os.environ.get("WCORE_BUILD", os.path.join(TOP, "build"))))
    for one in ALL:
        if len(sys.argv) == 1 or one[0] in sys.argv[1:]:
            build(tools, *one)


if __name__ == "__main__":
    main()
