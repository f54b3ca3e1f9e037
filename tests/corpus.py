#!/usr/bin/env python3
"""Hold wcore-bt against the truth that lies beside each real dump of tests/data.

usage: corpus.py [--build DIR] [--only WORD] [--verbose]

Each *.expect.json says what another symbolizer, the producer and the program
itself said of a crash (tests/data/README.md).  One check is one test; each
failure is one line.
"""
import argparse
import concurrent.futures
import glob
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import wasm

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATA = os.path.join(TOP, "tests", "data")

# DWARF that tells of other code, or none at all: no line may be printed.
NO_LINES = ("stale", "wt-c-div-O2-wasmopt", "wt-go-undef", "wt-wat-noname")
# The marks of these name lines of frames that the compiler inlined without debug information on it.
LINES_ONLY = ("wt-as-O3",)
# Modules without names of their own, by index.
ANONYMOUS = {"multi-c-preload-O0": {0: "m.wasm", 1: "plug.wasm"}}
# What the producer did not print, but another dump of the same crash does.
SAME_CRASH = {"wasmedge/crash-O0": "integer divide by zero", "wasmedge/panic": "unreachable"}
STOPPED = "all fuel consumed by WebAssembly"
NOT_NAMED = re.compile(r"wasm-function\[\d+\]|<unnamed>")


class Checks:
    """Counts tests and keeps a line for each one that failed."""

    def __init__(self, title):
        self.title, self.passed, self.failures = title, 0, []

    def that(self, good, text):
        if good:
            self.passed += 1
        else:
            self.failures.append(f"{self.title}: {text}")
        return good

    def equal(self, got, wanted, what):
        return self.that(got == wanted, f"{what} is {got!r}, not {wanted!r}")


def bare(function):
    """A function's name without template arguments, parameters and return type."""
    text, depth = [], 0
    operator = function.replace("operator()", "operator_call").replace("operator<", "operator_less")
    for char in operator:
        if char in "<([":
            depth += 1
        elif char in ">)]" and depth:
            depth -= 1
        elif not depth:
            text.append(char)
    words = "".join(text).replace(" const", "").split()
    return words[-1] if words else ""


def same_function(got, wanted):
    if got is None:
        return False
    return any(got == name or bare(got) == bare(name) or last(got) == name
               for name in wanted.split("|"))


def last(function):
    return re.split(r"::|\.", bare(function))[-1]


def same_marked_function(got, wanted):
    """Marks in a source name a function as the programmer would."""
    if got is None:
        return False
    for name in wanted.split("|"):
        if got == name or last(got) == last(name):
            return True
    return "lambda" in wanted and "operator_call" in bare(got)


def run(command, **more):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                          **more)


def ask(checks, command):
    """The object that a command prints with --json, or None."""
    done = run(command)
    if not checks.that(done.returncode in (0, 1),
                       f"exit {done.returncode}: {done.stderr.decode(errors='replace').strip()}"):
        return None
    try:
        return json.loads(done.stdout)
    except ValueError as error:
        checks.that(False, f"no valid JSON: {error}")
        return None


def physical(frames):
    """Inline chains: a list of frames, youngest first, for each frame of the stack."""
    chains, chain = [], []
    for frame in frames:
        chain.append(frame)
        if not frame["inlined"]:
            chains.append(chain)
            chain = []
    return chains


def check_frames(checks, chains, thread, lines):
    wanted = thread["frames"]
    checks.equal(len(chains), len(wanted), "the number of frames")
    for number, (chain, frame) in enumerate(zip(chains, wanted)):
        own = chain[-1]
        where = f"frame {number}"
        if number and "stored" in wanted[number - 1] and "stored" not in frame:
            # WasmEdge's oldest frame has a made-up funcidx: the place in the caller tells which it is.
            checks.equal(own["address"], wanted[number - 1]["stored"], f"{where}: address")
            continue
        checks.equal(own["funcidx"], frame["funcidx"], f"{where}: funcidx")
        if frame.get("inexact"):
            checks.that(own["line"] is None or own["line"] == frame["source"][0]["line"],
                        f"{where}: line {own['line']} is not the one that trapped")
            continue
        if frame.get("codeoffset") is not None:
            # Where the producer gave no place in a known function, there is none to compare.
            if "address" in frame or own["codeoffset"] is not None:
                if frame.get("address") is not None or "stored" not in thread["frames"][0]:
                    checks.equal(own["codeoffset"], frame["codeoffset"], f"{where}: codeoffset")
        if frame.get("address") is not None:
            checks.equal(own["address"], frame["address"], f"{where}: address")
        elif "address" in frame:
            checks.equal(own["line"], None, f"{where}: line without a place")
        if lines == "none":
            for site in chain:
                checks.equal((site["file"], site["line"]), (None, None), f"{where}: file and line")
            continue
        if lines == "map" or "source" not in frame:
            continue
        source = frame["source"]
        if not source:
            checks.equal([(s["file"], s["line"]) for s in chain], [(None, None)], f"{where}: source")
            continue
        checks.equal(len(chain), len(source), f"{where}: length of the inline chain")
        for depth, (site, truth) in enumerate(zip(chain, source)):
            at = f"{where}.{depth}"
            checks.equal((site["file"], site["line"], site["column"]),
                         (truth["file"], truth["line"], truth["column"]), f"{at}: place")
            if not NOT_NAMED.fullmatch(truth["function"]):
                checks.that(same_function(site["function"], truth["function"]),
                            f"{at}: function is {site['function']!r}, not {truth['function']!r}")


def check_user_frames(checks, frames, trap, wanted, lines):
    """The program's own frames stand in this order among all frames."""
    at = 0
    for mark in wanted:
        for step, frame in enumerate(frames[at:]):
            line = frame["line"]
            if lines == "none":
                found = same_marked_function(frame["function"], mark["function"])
            else:
                found = (line == mark["line"] and frame["file"] is not None
                         and os.path.basename(frame["file"]) == mark["file"]
                         and (lines == "map" or
                              same_marked_function(frame["function"], mark["function"])))
                # The frame stands at the condition, the trap at what it guards.
                if (not found and at + step == 0 and trap and trap.get("line") == mark["line"]
                        and same_marked_function(frame["function"], mark["function"])):
                    found = True
            if found:
                at += step + 1
                checks.passed += 1
                break
        else:
            if lines == "map":
                continue  # inlined without a trace
            checks.that(False, f"no frame {mark['function']} at {mark['file']}:{mark['line']}"
                               f" from frame {at} on")


def check_trap(checks, trap, wanted):
    kind, possible = trap["kind"], trap["possible"]
    if wanted is None:
        return
    if wanted.startswith("unknown"):
        checks.equal(kind, None, "the trap's kind")
        return
    if wanted == STOPPED:
        checks.that("interrupted" in possible, f"'interrupted' is not among {possible}")
        return
    if kind is not None:
        checks.equal(kind, wanted, "the trap's kind")
        checks.equal(possible, [kind], "the list of possible kinds")
    else:
        checks.that(wanted in possible, f"{wanted!r} is not among {possible}")


def producer_backtrace(path):
    """(address, name) of each frame that Wasmtime printed."""
    if not path:
        return []
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read().split("backtrace:")
    return [(int(address, 16), name.strip()) for address, name in
            re.findall(r"^\s+\d+:\s+0x([0-9a-f]+) - [^!\n]*!(.*)$", text[1], re.M)] \
        if len(text) > 1 else []


def check_producer(checks, chains, printed):
    for number, ((address, name), chain) in enumerate(zip(printed, chains)):
        own = chain[-1]
        checks.equal(own["address"], address, f"frame {number}: address in the producer's words")
        # Without debug information both have the name from the name section, if any.
        if own["file"] is None and not name.startswith(("<", "_Z", "_R")):
            checks.equal(own["function"], name, f"frame {number}: function in the producer's words")


def check_locals(checks, chains, thread):
    """Recorded locals of the youngest frame, which every producer writes right."""
    wanted = thread["frames"][0].get("locals") if thread["frames"] else None
    if not wanted or not chains:
        return
    recorded = [v for v in chains[0][-1]["args"] + chains[0][-1]["locals"]
                if v.get("origin") == "recorded"]
    numbered = [v for v in recorded if re.fullmatch(r"(param|local)\[\d+\]", v["name"] or "")]
    if not numbered:
        return
    checks.equal(len(numbered), len(wanted), "the number of recorded locals")
    for number, (variable, value) in enumerate(zip(numbered, wanted)):
        got = variable["value"]
        if got is None:
            continue    # the producer may have kept half of it
        if isinstance(got, str):
            try:
                got = int(got) if not re.search(r"[.eN]", got) else float(got)
            except ValueError:
                pass
        checks.that(got == value or (isinstance(got, int) and isinstance(value, int) and
                                     (got - value) % (1 << 32) == 0),
                    f"local {number} is {got!r}, not {value!r}")


def check_text(checks, bt, arguments, answer, expect, path):
    """The text output says the same: one line a frame, file, line and column at its end."""
    done = run([bt, "--no-fold", "--color=never"] + arguments + [path])
    text = done.stdout.decode("utf-8", "replace")
    frames = answer["threads"][0]["frames"]
    lines = re.findall(r"^#(\d+)\s+(.*)$", text, re.M)
    checks.equal(len(lines), len(frames), "the number of frame lines in the text output")
    for number, ((index, line), frame) in enumerate(zip(lines, frames)):
        checks.equal(int(index), number, "the number of a frame in the text output")
        if frame["line"]:
            place = f"{os.path.basename(frame['file'])}:{frame['line']}"
            if frame["column"]:
                place += f":{frame['column']}"
            checks.that(re.search(re.escape(place) + r"(?!\d)", line) is not None,
                        f"text frame {number}: {line!r} does not say {place}")
        else:
            checks.that(re.search(r" at \S+:\d+", line) is None,
                        f"text frame {number}: {line!r} has a line that the JSON has not")
        if frame["function"] and frame["function"].isascii():
            name = frame["function"]
            if (frame["linkage_name"] or "").startswith("_Z"):
                name = without_parameters(name)
            checks.that(line.startswith(name),
                        f"text frame {number}: {line!r} does not name {name}")
        # WebAssembly parameters stand there only if something is known of them.
        if frame["line"] is None and all(a["origin"] == "unavailable" for a in frame["args"]):
            continue
        at = 0
        for argument in frame["args"]:
            if argument["name"] and not argument["name"].startswith("local["):
                found = line.find(f"{argument['name']}=", at)
                checks.that(found >= 0, f"text frame {number}: {line!r} has no {argument['name']}")
                at = max(at, found)
    check_message(checks, text, answer["trap"]["message"], expect.get("panic"))


def check_message(checks, text, message, panic):
    """What the program said when it died: in JSON, and with its place in the text."""
    lines = re.findall(r"^Message: (.*)$", text, re.M)
    checks.equal(len(lines), int(message is not None), "the number of messages in the text")
    if message is not None and lines:
        checks.that(lines[0].startswith(message.split("\n")[0]),
                    f"the text's message is {lines[0]!r}, not {message!r}")
    if panic:
        checks.equal(message, panic["message"], "the panic message")
        place = f"{panic['message']} ({panic['file']}:{panic['line']}:"
        checks.that(bool(lines) and lines[0].startswith(place),
                    f"the message is {lines}, not {place}")


def without_parameters(function):
    """A C++ function whose arguments follow: f(int) const is f, f(int)::{lambda} stays."""
    end, depth = function.rfind(")"), 0
    for at in range(end, -1, -1):
        depth += (function[at] == ")") - (function[at] == "(")
        if depth == 0 and end >= 0:
            return function if function[:at].endswith("operator") else function[:at]
    return function


def module_path(folder, module):
    path = os.path.normpath(os.path.join(folder, module))
    return path if os.path.exists(path) else path + ".gz"


def module_options(folder, dump, modules, paths):
    """-m for each module, named where the dump has several."""
    if len(modules) == 1 and len(wasm.dump_modules(dump)) <= 1:
        return ["-m", paths[0]]
    options = []
    anonymous = ANONYMOUS.get(os.path.basename(folder), {})
    for module, path in zip(modules, paths):
        for index, name in anonymous.items():
            if name == module:
                options += ["-m", f"{index}={path}"]
        own = wasm.module_name(wasm.read(path))
        if own in wasm.dump_modules(dump):
            options += ["-m", f"{own}={path}"]
    return options


def ways(folder, dump_path, expect, scratch):
    """(title, arguments) for each way to hand the modules over."""
    dump = wasm.read(dump_path)
    modules = expect["modules"]
    paths = [module_path(folder, m) for m in modules]
    yield "-m", ["--no-search"] + module_options(folder, dump, modules, paths)

    squeezed = os.path.join(scratch, "gz")
    os.mkdir(squeezed)
    packed = []
    for path in paths:
        packed.append(os.path.join(squeezed, os.path.basename(path).removesuffix(".gz") + ".gz"))
        with open(packed[-1], "wb") as file:
            file.write(gzip.compress(wasm.read(path), 1))
    for extra in glob.glob(os.path.join(folder, "*.map")):
        shutil.copy(extra, squeezed)
    yield "-m gzipped", module_options(folder, dump, modules, packed)

    if len(modules) == 1 and wasm.executable(dump) == modules[0]:
        found = os.path.join(scratch, "found")
        os.mkdir(found)
        with open(os.path.join(found, modules[0]), "wb") as file:
            file.write(wasm.read(paths[0]))
        for extra in glob.glob(os.path.join(folder, "*.map")):
            shutil.copy(extra, found)
        yield "-S", ["-S", found]
        yield "-S of gzipped", ["-S", squeezed]


def one(bt, path, options):
    """All checks of one *.expect.json: how many passed, and the failures."""
    folder = os.path.dirname(path)
    name = os.path.relpath(path, DATA).removesuffix(".expect.json")
    with open(path, encoding="utf-8") as file:
        expect = json.load(file)
    source = os.path.join(folder, expect["dump"])
    top = os.path.basename(folder)
    lines = "none" if top in NO_LINES else "full"
    if lines == "full" and glob.glob(os.path.join(folder, "*.map")):
        lines = "map"
    threads = expect.get("threads", [])
    passed, failures = 0, []
    texts = [t for t in (source.removesuffix(".gz").removesuffix(".core") + ".txt",
                         os.path.join(folder, "out.txt")) if os.path.exists(t)]
    printed = producer_backtrace(texts[0]) if texts and "wasmtime" in expect["producer"] else []
    with tempfile.TemporaryDirectory() as scratch:
        # The dump stands alone, so that only the way that is tried can lead to the module.
        lonely = os.path.join(scratch, "lonely")
        os.mkdir(lonely)
        dump = os.path.join(lonely, os.path.basename(source))
        shutil.copy(source, dump)
        for number, (way, arguments) in enumerate(ways(folder, source, expect, scratch)):
            short = number > 0 and top == "wt-c-stackoverflow-O0"
            if short:
                arguments += ["--limit", "5000"]
            if top == "wt-c-div-O2-split":
                if number == 0:
                    checks = Checks(f"{name} without its companion")
                    answer = ask(checks, [bt, "--json"] + arguments + [dump])
                    for frame in answer["threads"][0]["frames"] if answer else []:
                        checks.equal(frame["line"], None, "a line without debug information")
                    passed += checks.passed
                    failures += checks.failures
                    continue
                store = os.path.join(scratch, f"store{number}", ".build-id")
                build_id = wasm.build_id(wasm.read(os.path.join(folder, "m.debug.wasm")))
                suffix = (".debug", ".wasm")[number % 2]
                os.makedirs(os.path.join(store, build_id[:2]))
                shutil.copy(os.path.join(folder, "m.debug.wasm"),
                            os.path.join(store, build_id[:2], build_id[2:] + suffix))
                arguments += ["-S", os.path.dirname(store)]
                way += f" and a build id store of {suffix}"
            checks = Checks(f"{name} ({way})")
            answer = ask(checks, [bt, "--json", "--full"] + arguments + [dump])
            if answer is not None:
                check_answer(checks, answer, dict(expect, user_frames=[]) if short else expect,
                             threads, lines, printed, name)
                if number == 0 and answer["threads"]:
                    if len(answer["threads"][0]["frames"]) < 1000:
                        check_text(checks, bt, arguments, answer, expect, dump)
            passed += checks.passed
            failures += checks.failures
            if options.verbose:
                print(f"{name} ({way}): {checks.passed} passed, {len(checks.failures)} failed")
    return passed, failures


def check_answer(checks, answer, expect, threads, lines, printed, name):
    checks.equal(answer["schema"], "wcore-bt/1", "the schema")
    check_trap(checks, answer["trap"], SAME_CRASH.get(name, expect.get("trap")))
    everything = [f for t in answer["threads"] for f in t["frames"]]
    for thread, wanted in zip(answer["threads"], threads):
        checks.equal(thread["name"], wanted["thread"], "the thread's name")
        if wanted["frames"] or "wasmer" not in wanted["dialect"]:
            checks.equal(answer["dialect"], wanted["dialect"], "the dialect")
        chains = physical(thread["frames"])
        check_frames(checks, chains, wanted, lines)
        check_locals(checks, chains, wanted)
    if threads:
        checks.equal(len(answer["threads"]), len(threads), "the number of threads")
    if answer["threads"]:
        check_producer(checks, physical(answer["threads"][0]["frames"]), printed)
    if lines == "none":
        for frame in everything:
            checks.equal((frame["file"], frame["line"]), (None, None), "file and line of stale code")
        return      # the producer's names are all there is
    check_user_frames(checks, everything, answer["trap"], expect.get("user_frames", []), lines)
    if expect.get("panic"):
        checks.equal(answer["trap"]["message"], expect["panic"]["message"], "the panic message")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build")
    parser.add_argument("--only", default="")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    bt = os.path.join(os.path.abspath(options.build), "wcore-bt")
    paths = [p for p in sorted(glob.glob(os.path.join(DATA, "*", "*.expect.json")))
             if options.only in p]
    passed, failed = 0, 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for good, failures in pool.map(lambda p: one(bt, p, options), paths):
            passed += good
            failed += len(failures)
            for line in failures:
                print(line)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
