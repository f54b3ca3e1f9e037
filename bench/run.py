#!/usr/bin/env python3
"""Time and memory of the commands beside other tools, into docs/bench.md.

usage: run.py [--build DIR] [--runs N] [--only WORD] [--print]

Each figure is the median of N runs of a whole process, the tools taking turns; memory is the
largest resident set.  Inputs are made in DIR/bench: dumps of 512 MiB and 4 GiB (gendump.py), a
module of 94 MB (bigmodule.py, some minutes the first time), and dumps of tests/data.  Tools that
are not installed are left out.
"""
import argparse
import itertools
import json
import os
import random
import shutil
import statistics
import string
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)
DATA = os.path.join(TOP, "tests", "data")
sys.path.insert(0, os.path.join(TOP, "tests"))
import wasm  # noqa: E402


def measure(tool, command):
    """(seconds, KiB) of one run."""
    with tempfile.NamedTemporaryFile("r") as report:
        subprocess.run([tool, report.name, "120"] + command, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        word, code, seconds, _, kib = report.read().split()
        if word != "exit" or code not in ("0", "1"):
            raise SystemExit(f"run.py: {word} {code}: {' '.join(command)}")
        return float(seconds), int(kib)


def compare(tool, rows, runs):
    """Medians of each command in rows, (title, command), which take turns."""
    figures = {title: [] for title, _ in rows}
    for _ in range(runs):
        for title, command in rows:
            figures[title].append(measure(tool, command))
    return [(title, statistics.median(f[0] for f in figures[title]),
             statistics.median(f[1] for f in figures[title])) for title, _ in rows]


def plain(folder, path):
    """A file of tests/data, gunzipped."""
    out = os.path.join(folder, path.replace("/", "-").removesuffix(".gz"))
    with open(out, "wb") as file:
        file.write(wasm.read(os.path.join(DATA, path)))
    return out


def addresses(bt, dump, module):
    done = subprocess.run([bt, "--json", "--limit", "4", "-m", module, dump], capture_output=True)
    frames = json.loads(done.stdout)["threads"][0]["frames"]
    return [f["address"] for f in frames if not f["inlined"]][:4]


def code_base(module):
    """Where the contents of the code section start: DWARF's address 0."""
    return next(start for number, _, _, start, _ in wasm.sections(wasm.read(module)) if number == 10)


def peer(name, *arguments):
    path = shutil.which(name)
    return [(f"`{name}`", [path, *arguments])] if path else []


def symbolizers(bt, dump, module):
    places = addresses(bt, dump, module)
    base = code_base(module)
    return peer("wasm-tools", "addr2line", module, *map(hex, places)) + \
        peer("llvm-symbolizer-16", "--obj=" + module, *[hex(a - base) for a in places])


NEEDLE = "needle in the haystack"


def haystack(folder):
    """A dump of 512 MiB of random bytes in 131,072 segments, in one of which a text stands."""
    path = os.path.join(folder, "haystack.core")
    if not os.path.exists(path):
        subprocess.run([sys.executable, os.path.join(HERE, "gendump.py"), path, "512", "random"], check=True)
        with open(path, "r+b") as file:
            file.seek(400 << 20)
            file.write(NEEDLE.encode())
    return path


def word_list(folder):
    path = os.path.join(folder, "words")
    rnd = random.Random(3)
    with open(path, "w", encoding="ascii") as file:
        for _ in range(1000):
            file.write("".join(rnd.choice(string.ascii_lowercase) for _ in range(rnd.randint(6, 12))) + "\n")
    return path


def searches(mem, folder):
    """wcore-mem find beside ripgrep on the same file."""
    dump, words = haystack(folder), word_list(folder)
    find = [mem, "find", "--no-search"]
    yield "find a text: 512 MiB, 131,072 segments", "as fast as rg, 16 MiB", \
        [("`wcore-mem find`", [*find, dump, NEEDLE]), ("`wcore-mem find -c`", [*find, "-c", dump, NEEDLE])] + \
        peer("rg", "-c", "-a", NEEDLE, dump)
    yield "find 1,000 words in it", "3 times one text", \
        [("`wcore-mem find -c -f`", [*find, "-c", "-f", words, dump])] + \
        peer("rg", "-c", "-a", "-F", "-f", words, dump)
    for regex in ("needle [a-z]+ the", "[0-9]{3}-[0-9]{4}", "h[aeiou]ys?tack"):
        yield f"find `{regex}` in it", "2 times rg's time", \
            [("`wcore-mem find -c --regex`", [*find, "-c", "--regex", dump, regex])] + \
            peer("rg", "-c", "-a", regex, dump)


def large_dump(folder, mib):
    path = os.path.join(folder, f"{mib}.core")
    if not os.path.exists(path):
        subprocess.run([sys.executable, os.path.join(HERE, "gendump.py"), path, str(mib)], check=True)
    return path


def in_pieces(folder, path):
    """The same bytes, written so that the page cache has them in small pages."""
    copy = os.path.join(folder, "pieces.core")
    if not os.path.exists(copy):
        with open(path, "rb") as source, open(copy, "wb", buffering=0) as out:
            while piece := source.read(8192):
                out.write(piece)
    return copy


def small_dumps(folder):
    """10,000 files of 30 KB."""
    small = os.path.join(folder, "small")
    if not os.path.exists(os.path.join(small, "09999.core")):
        os.makedirs(small, exist_ok=True)
        for number in range(10000):
            shutil.copyfile(os.path.join(DATA, "heap-wee", "wee-plain.core"),
                            os.path.join(small, f"{number:05}.core"))
    return small


def validations(build, folder):
    """wcore-validate on large dumps, many dumps and streams."""
    validate = os.path.join(build, "wcore-validate")
    dump = large_dump(folder, 512)
    yield "is it sound: 512 MiB, 131,072 segments", "60 ms, 12 MiB", \
        [("`wcore-validate`", [validate, dump])] + peer("wasm-tools", "validate", dump) + \
        peer("wasm-validate", "--enable-all", dump)
    yield "is it sound: the same, written 8 KiB at a time", "60 ms, 12 MiB", \
        [("`wcore-validate`", [validate, in_pieces(folder, dump)])]
    dump = large_dump(folder, 4096)
    yield "is it sound: 4 GiB, 262,144 segments", "120 ms, 12 MiB", \
        [("`wcore-validate`", [validate, dump])] + peer("wasm-tools", "validate", dump)
    yield "is it sound: the same through a pipe", "2.1 s (2 GB/s), 8 MiB", \
        [("`wcore-validate`", ["sh", "-c", 'cat "$1" | "$0" -', validate, dump]),
         ("`cat`", ["sh", "-c", 'cat "$0" | cat >/dev/null', dump])]
    yield "are they sound: 10,000 dumps of 30 KB", "600 ms", \
        [("`wcore-validate -j 2`", [validate, "-j", "2", "--brief", "-r", small_dumps(folder)])]


def strips(build, folder):
    """wcore-strip on the dumps and the large module that works() made."""
    strip = os.path.join(build, "wcore-strip")
    out = os.path.join(folder, "stripped")
    for mib, title in ((512, "512 MiB, 131,072 segments"), (4096, "4 GiB, 262,144 segments")):
        dump = os.path.join(folder, f"{mib}.core")
        yield f"a dump without its memory: {title}", "20 ms", \
            [("`wcore-strip --memory=none`", [strip, "--memory=none", "-o", out, dump])] + \
            (peer("wasm-tools", "strip", "-o", out, dump) if mib < 4096 else [])
    dump = os.path.join(folder, "512.core")
    yield "that of 512 MiB with its memory, and without a section", "512 ms", \
        [("`wcore-strip --drop`", [strip, "--drop=nothing", "-o", out, dump])] + \
        peer("llvm-objcopy-16", "--remove-section=nothing", dump, out)
    module = os.path.join(folder, "big", "big.wasm")
    if os.path.exists(module):
        objcopy = 'llvm-objcopy-16 --only-keep-debug "$0" "$1.debug" && llvm-strip-16 -s -o "$1" "$0"'
        yield "a C module of 94 MB, split", "faster than llvm-objcopy and llvm-strip", \
            [("`wcore-strip --split`", [strip, "--split", f"--debug-out={out}.debug", "-o", out, module])] + \
            ([("`llvm-objcopy` and `llvm-strip`", ["sh", "-c", objcopy, module, out])]
             if shutil.which("llvm-objcopy-16") else []) + peer("wasm-tools", "strip", "-a", "-o", out, module)


def redactions(build, folder):
    """wcore-strip --redact on what takes it least and most."""
    strip = os.path.join(build, "wcore-strip")
    for title, more in (("zeros and numbers", []), ("random bytes", ["random"]),
                        ("random bytes, a tenth text", ["mixed"])):
        path = os.path.join(folder, "-".join(["redact", "512", *more]) + ".core")
        if not os.path.exists(path):
            subprocess.run([sys.executable, os.path.join(HERE, "gendump.py"), path, "512", *more], check=True)
        yield f"a dump without its secrets: 512 MiB, {title}", "540 ms (1 GB/s)", \
            [("`wcore-strip --redact`", [strip, "--redact", "--no-search", "-o", "/dev/null", path])]


def bundles(build, folder):
    """wcore-merge on the large module that works() made; a thin bundle holds the dump as well."""
    merge = os.path.join(build, "wcore-merge")
    dump, module, out = (os.path.join(folder, "big", name) for name in ("big.core", "big.wasm", "bundle.core"))
    if not os.path.exists(dump):
        return
    subprocess.run([merge, "--thin", "-o", out, "-m", module, dump], check=True)
    added = (os.path.getsize(out) - os.path.getsize(dump)) / os.path.getsize(module)
    yield f"a bundle of a C module of 94 MB, thin: it adds {added:.2%} of the module", "200 ms, 1%", \
        [("`wcore-merge --thin`", [merge, "--thin", "-o", out, "-m", module, dump])]
    yield "the whole module in it", "", \
        [("`wcore-merge --bundle`", [merge, "--bundle", "-o", out, "-m", module, dump])]


def four_frames(bt, dump, module):
    """Lines and names as the other tools give them, and with the arguments that wcore-bt prints."""
    command = [bt, "--limit", "4", "-m", module]
    return [("`wcore-bt --no-values`", [*command, "--no-values", dump]), ("`wcore-bt`", [*command, dump])] + \
        symbolizers(bt, dump, module)


def works(build, folder):
    """(work, goal, rows) of each line of the table."""
    info, bt, mem = (os.path.join(build, f"wcore-{name}") for name in ("info", "bt", "mem"))
    for mib, title in ((512, "512 MiB, 131,072 segments"), (4096, "4 GiB, 262,144 segments")):
        dump = large_dump(folder, mib)
        yield f"what a dump holds: {title}", "5 ms, 12 MiB", \
            [("`wcore-info`", [info, dump])] + peer("wasm-tools", "objdump", dump) + \
            (peer("wasm-objdump", "-h", dump) if mib < 4096 else [])
        yield f"its backtrace: {title}", "5 ms, 12 MiB", [("`wcore-bt`", [bt, "--no-search", dump])]
        yield f"64 bytes of its memory: {title}", "5 ms, 12 MiB", \
            [("`wcore-mem`", [mem, "read", "--no-search", dump, "0x10000"])] + \
            peer("xxd", "-s", "0x10000", "-l", "64", dump)
        yield f"64 bytes of its end: {title}", "in proportion to the segments", \
            [("`wcore-mem`", [mem, "read", "--no-search", dump, hex((mib << 20) - 0x400000)])]
        yield f"a map of its memory: {title}", "16 MiB", \
            [("`wcore-mem`", [mem, "map", "--no-search", dump])]
    big = os.path.join(folder, "big")
    try:
        subprocess.run([sys.executable, os.path.join(HERE, "bigmodule.py"), big], check=True)
        dump, module = os.path.join(big, "big.core"), os.path.join(big, "big.wasm")
        yield "4 frames, lines and inlined calls, of a C module of 94 MB", \
            "1/4 of wasm-tools' time and memory", \
            four_frames(bt, dump, module)
    except (OSError, subprocess.CalledProcessError, SystemExit) as error:
        print(f"run.py: no large module: {error}", file=sys.stderr)
    dump = os.path.join(DATA, "rust-panic/shop-debug.core")
    module = plain(folder, "rust-panic/shop-debug.wasm.gz")
    size = os.path.getsize(module) / 1e6
    yield f"4 frames of a Rust debug module of {size:.0f} MB", "1/2 of wasm-tools' time", \
        four_frames(bt, dump, module)
    yield "all arguments and locals of its 20 frames", "30 ms, 64 MiB", \
        [("`wcore-bt`", [bt, "--full", "-m", module, dump])]
    dump = plain(folder, "wt-c-stackoverflow-O0/dump.core.gz")
    module = os.path.join(DATA, "wt-c-stackoverflow-O0/m.wasm")
    yield "a stack of 174,757 frames, folded", "60 ms", \
        [("`wcore-bt`", [bt, "--no-values", "-m", module, dump])]
    yield "its arguments and locals", "300 ms, 64 MiB", \
        [("`wcore-bt`", [bt, "--full", "-m", module, dump])]
    yield from searches(os.path.join(build, "wcore-mem"), folder)
    for kib in (1, 64, 1024):
        yield f"five analyses of one function of {kib} KiB", "linear", \
            [("`libcore`", [os.path.join(build, "tests", "bench_ssa"), str(kib << 10)])]


def memory_works(build, folder):
    """The verbs of wcore-mem that read a whole memory, on bytes of which a tenth is text."""
    mem = os.path.join(build, "wcore-mem")
    old, new = (os.path.join(folder, f"random-{name}.core") for name in "ab")
    if not os.path.exists(new):
        subprocess.run([sys.executable, os.path.join(HERE, "gendump.py"), old, "512", "random"], check=True)
        shutil.copyfile(old, new)
        with open(new, "r+b") as file:
            for place in range(1 << 20, 512 << 20, 64 << 20):
                file.seek(place)
                file.write(b"changed")
    yield "texts of a memory of 512 MiB, 131,072 segments", "1/3 of `strings -a`", \
        [("`wcore-mem strings`", [mem, "strings", old]),
         ("`wcore-mem strings -e s`", [mem, "strings", "-e", "s", old])] + peer("strings", "-a", old)
    yield "two such dumps compared", "150 ms", \
        [("`wcore-mem diff`", [mem, "diff", old, new]),
         # Whose output is not /dev/null: it would end at the first difference.
         ("`cmp -l`", ["sh", "-c", 'cmp -l "$0" "$1" | cat', old, new])]


INTRODUCTION = """# Benchmarks

Written by `make bench`: medians of {runs} runs of whole processes, the tools taking turns, on {cores}
cores; memory is the largest resident set. *Goal* is what was asked of wcore.

| work | goal | tool | time | memory |
|---|---|---|---:|---:|
"""
NOTES = """
The dumps of 512 MiB and 4 GiB have the shape of Wasmtime's (`bench/gendump.py`) and are written as it writes them, in large
pieces, which the page cache has in large pages; a file that is written in small pieces has small ones, and takes what mapping those takes.
What is written is on the disk at the end (fsync): beside a tool that leaves half a gigabyte to be written, the first row of dumps without
their memory is a wait for that. Where large pages are mapped, the largest resident set counts them as a whole: the same search of a file in small pages takes 5 MiB. Through a pipe, `cat` is the other process in both rows, and its own end sets the pace; the C module is 24 copies of
SQLite with renamed symbols (`bench/bigmodule.py`); the others are in `tests/data`. Files are in the page cache. The
other tools are given the addresses of the frames; `wcore-bt` reads the dump, finds and checks the module, names the
trap and formats the frames as well; of a panic it finds the message, for which it has to follow the values of all 20 frames.
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--only", default="")
    parser.add_argument("--print", action="store_true", help="do not write docs/bench.md")
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    # Where `make corpus` installs what it does not find.
    os.environ["PATH"] += ":" + os.path.join(build, "peers", "bin")
    folder = os.path.join(build, "bench")
    os.makedirs(folder, exist_ok=True)
    text = INTRODUCTION.format(runs=options.runs, cores=os.cpu_count())
    for work, goal, rows in itertools.chain(memory_works(build, folder), validations(build, folder),
                                            works(build, folder), strips(build, folder),
                                            bundles(build, folder), redactions(build, folder)):
        if options.only not in work:
            continue
        for title, seconds, kib in compare(os.path.join(build, "tests", "measure"), rows,
                                           options.runs):
            line = f"| {work} | {goal} | {title} | {seconds * 1000:.1f} ms | {kib / 1024:.1f} MiB |\n"
            print(line, end="", flush=True)
            text += line
            work = goal = ""
    if not options.print and not options.only:
        with open(os.path.join(TOP, "docs", "bench.md"), "w", encoding="utf-8") as file:
            file.write(text + NOTES)


if __name__ == "__main__":
    sys.exit(main())
