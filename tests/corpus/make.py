#!/usr/bin/env python3
"""Crash programs of our own under Wasmtime and hold wcore-bt against other tools.

usage: make.py [--build DIR] [--only WORD]

Compiles tests/corpus/src with each compiler that is installed (clang-16, rustc with
the wasm32-wasi target, Zig) at several levels, and compares of every frame of every
dump: the address with the backtrace that Wasmtime printed, the inline chain with
`wasm-tools addr2line`, the trap with Wasmtime's words.  Wasmtime and wasm-tools come
from $PEERS or PATH; what is missing cargo installs into DIR/peers, which takes a while.
"""
import argparse
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
corpus = __import__("corpus")
producers = __import__("producers")

KINDS = {
    "wasm `unreachable` instruction executed": "unreachable",
    "integer divide by zero": "integer divide by zero",
    "integer overflow": "integer overflow",
    "invalid conversion to integer": "invalid conversion to integer",
    "out of bounds memory access": "out of bounds memory access",
    "undefined element: out of bounds table access": "out of bounds table access",
    "uninitialized element": "uninitialized table element",
    "indirect call type mismatch": "indirect call type mismatch",
    "call stack exhausted": "call stack exhausted",
}
C_LEVELS = [["-O0"], ["-O1"], ["-O2"], ["-O3"], ["-Os"], ["-O0", "-gdwarf-5"], ["-O2", "-gdwarf-5"],
            ["-O2", "-gdwarf-2"], ["-O2", "-gdwarf-3"], ["-O1", "-g1"]]
RUST_LEVELS = [[], ["-O"], ["-C", "opt-level=1"], ["-C", "opt-level=s"]]
ZIG_LEVELS = [["-O", "Debug"], ["-O", "ReleaseSafe"]]


def programs(folder):
    """(title, source, commands that make the module, module)."""
    rust, zig = producers.rust_compiler(), producers.zig_compiler()
    clang = shutil.which("clang-16") or shutil.which("clang")
    for file in sorted(os.listdir(os.path.join(HERE, "src"))):
        source = os.path.join(HERE, "src", file)
        stem, kind = os.path.splitext(file)
        with open(source, encoding="utf-8") as text:
            flags = re.search(r"flags: (-\S+)", text.readline())
        flags = [flags[1]] if flags else []
        levels = {".c": C_LEVELS, ".cpp": C_LEVELS, ".rs": RUST_LEVELS, ".zig": ZIG_LEVELS}[kind]
        for level in levels:
            title = f"{file} {' '.join(level)}".strip()
            module = os.path.join(folder, re.sub(r"\W+", "_", title) + ".wasm")
            if kind in (".c", ".cpp") and clang:
                # Linked without -O: else clang would run wasm-opt, which leaves DWARF behind.
                made = module[:-5] + ".o"
                base = [clang, "--target=wasm32-wasi", "-w", "-g"]
                extra = ["-fno-exceptions", "-fno-rtti"] if kind == ".cpp" else []
                yield title, [base + flags + extra + level + ["-c", source, "-o", made],
                              base + [made, "-o", module]], module
            elif kind == ".rs" and rust:
                yield title, [[*rust, "-g", *level, source, "-o", module]], module
            elif kind == ".zig" and zig:
                yield title, [zig + ["build-exe", source, "-target", "wasm32-wasi", *level,
                                     "-femit-bin=" + module]], module


def addr2line(wasm_tools, module, addresses):
    """The inline chain of each address, innermost first."""
    out = {}
    for address in sorted(set(addresses)):
        text = subprocess.run([wasm_tools, "addr2line", module, hex(address)], capture_output=True,
                              text=True).stdout
        chain = []
        for line in text.splitlines():
            found = re.match(r"(.*) (\S.*?):(\d+):(\d+)$", re.sub(r"^0x[0-9a-f]+: ", "", line.strip()))
            if found:
                chain.append({"function": found[1], "file": found[2], "line": int(found[3]),
                              "column": int(found[4])})
        out[address] = chain
    return out


def compare(title, commands, module, tools):
    checks = corpus.Checks(title)
    dump = module[:-5] + ".core"
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, cwd=os.path.dirname(module))
        if not checks.that(done.returncode == 0, f"{command[0]}: {done.stderr[-300:]}"):
            return checks
    if os.path.exists(dump):
        os.unlink(dump)
    ran = subprocess.run([tools["wasmtime"], "run", "-D", f"coredump={dump}", module],
                         capture_output=True, stdin=subprocess.DEVNULL)
    said = ran.stderr.decode("utf-8", "replace")
    if not checks.that(os.path.exists(dump), f"wasmtime wrote no dump: {said[-200:]}"):
        return checks
    answer = corpus.ask(checks, [tools["bt"], "--json", "-m", module, dump])
    if answer is None:
        return checks
    trap = next((KINDS[words] for words in KINDS if words in said), None)
    if checks.that(trap is not None, f"what trap is this: {said[-200:]}"):
        corpus.check_trap(checks, answer["trap"], trap)
    chains = corpus.physical(answer["threads"][0]["frames"])
    printed = [int(a, 16) for a in re.findall(r"^\s+\d+:\s+0x([0-9a-f]+) - ", said.split(
        "backtrace:")[1], re.M)] if "backtrace:" in said else []
    for number, (chain, address) in enumerate(zip(chains, printed)):
        checks.equal(chain[-1]["address"], address, f"frame {number}: address in the producer's words")
    lines = addr2line(tools["wasm-tools"], module, [c[-1]["address"] for c in chains
                                                    if c[-1]["address"] is not None])
    for number, chain in enumerate(chains):
        wanted = lines.get(chain[-1]["address"], [])
        where = f"frame {number} at {chain[-1]['address']:#x}"
        if not wanted:
            checks.equal([(s["file"], s["line"]) for s in chain], [(None, None)], f"{where}: source")
            continue
        got = [(s["file"], s["line"] or 0, s["column"] or 0) for s in chain]
        if not checks.equal(got, [(s["file"], s["line"], s["column"]) for s in wanted],
                            f"{where}: inline chain"):
            continue
        for depth, (site, truth) in enumerate(zip(chain, wanted)):
            if not corpus.NOT_NAMED.fullmatch(truth["function"]):
                checks.that(corpus.same_function(site["function"], truth["function"]),
                            f"{where}.{depth}: function is {site['function']!r},"
                            f" not {truth['function']!r}")
    return checks


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    folder = os.path.join(build, "corpus")
    os.makedirs(folder, exist_ok=True)
    tools = {name: producers.peer(name, build) for name in ("wasmtime", "wasm-tools")}
    tools["bt"] = os.path.join(build, "wcore-bt")
    passed = failed = dumps = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        jobs = [pool.submit(compare, *program, tools) for program in programs(folder)
                if options.only in program[0]]
        for job in jobs:
            checks = job.result()
            dumps += 1
            passed += checks.passed
            failed += len(checks.failures)
            print("\n".join(checks.failures[:8]), end="\n" if checks.failures else "")
    print(f"{dumps} dumps")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
