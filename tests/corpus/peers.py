#!/usr/bin/env python3
"""What wcore writes, read by other tools.

usage: peers.py [--build DIR] [--only WORD]

Of the dumps and modules of tests/data, what wcore-strip, wcore-merge and `wcore-validate --fix` make of them goes
through `wasm-tools validate`, `print`, `objdump` and `dump`: each takes it where it takes the input, and `dump`, which
decodes core sections, sees the frames that wcore-bt shows.  llvm-symbolizer and `wasm-tools addr2line` tell the lines
of a companion as of the whole module; node runs a stripped module as it runs the whole one, up to the places where it
traps; wasmgdb reads dumps in the xtuc form.  Tools come from $PEERS or PATH, or cargo installs them below DIR.
"""
import argparse
import concurrent.futures
import glob
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DATA = os.path.join(TOP, "tests", "data")
HERE = os.path.join(TOP, "tests", "corpus")
# There is a make.py in two of them: that of the invalid dumps is meant.
sys.path[:0] = [os.path.join(DATA, "invalid"), os.path.join(TOP, "tests"), HERE]
sys.dont_write_bytecode = True
import make as invalid  # noqa: E402
import producers  # noqa: E402
import wasm  # noqa: E402

LARGEST = 4 << 20
LIMIT = 120
COMMANDS = (["validate"], ["print", "-o", os.devnull], ["objdump"], ["dump"])
STRIP_DUMP = (["--memory=all"], ["--memory=none"], ["--memory=stack"], ["--memory=statics"], ["--memory=reachable"],
              ["--memory=reachable=4096"], ["--only-stack"], ["--keep=core*"], ["--drop=*modules"], ["-s"], ["--memory=all", "-z"],
              ["--redact"], ["--redact", "--keep-shape"])
MERGE_DUMP = ([], ["--dialect=spec"], ["--dialect=xtuc"], ["--bundle"], ["--bundle", "--compress", "--with-source"],
              ["--thin"])
STRIP_MODULE = (["-g"], ["--names"], ["-s"], ["--keep=name", "-s"], ["--drop=.debug_*"], ["-g", "-z"], ["--redact"])
# Where wasm-tools refuses what was written: why, of which output, and what it says.
EXPLAINED = (
    ("a global of WasmEdge's has no value, and --fix makes none up", r"^--fix wasmedge-", r"type mismatch: .*nothing on stack"),
)


class Checks:
    def __init__(self):
        self.passed, self.failures, self.notes = 0, [], {}

    def that(self, condition, text):
        if condition:
            self.passed += 1
        else:
            self.failures.append("FAIL " + text)
        return condition

    def note(self, text):
        self.notes[text] = self.notes.get(text, 0) + 1

    def add(self, other):
        self.passed += other.passed
        self.failures += other.failures
        for text, count in other.notes.items():
            self.notes[text] = self.notes.get(text, 0) + count


class Tools:
    def __init__(self, build):
        self.build = build
        self.wasm_tools = producers.peer("wasm-tools", build)
        self.wasmgdb = producers.peer("wasmgdb", build)
        self.symbolizer = shutil.which("llvm-symbolizer-16") or shutil.which("llvm-symbolizer")
        self.node = shutil.which("node")

    def run(self, program, *arguments, **more):
        environment = {k: v for k, v in os.environ.items() if k not in ("WCORE_PATH", "DEBUGINFOD_URLS", "NO_COLOR")}
        return subprocess.run([os.path.join(self.build, program), *arguments], env=environment, capture_output=True,
                              timeout=LIMIT, **({} if "input" in more else {"stdin": subprocess.DEVNULL}), **more)

    def gdb(self, *arguments):
        """What wasmgdb says to `bt`."""
        done = subprocess.run([self.wasmgdb, *arguments], input=b"bt\n", capture_output=True, timeout=LIMIT)
        return done.stdout + done.stderr

    def verdicts(self, path):
        """Of each command of wasm-tools what it complains of, and what `dump` prints."""
        said = {}
        for command in COMMANDS:
            done = subprocess.run([self.wasm_tools, command[0], path, *command[1:]], capture_output=True)
            said[command[0]] = done.stderr.decode("utf-8", "replace").strip() if done.returncode or done.stderr else ""
            if done.returncode and not said[command[0]]:
                said[command[0]] = f"exit {done.returncode}"
        return said, done.stdout.decode("utf-8", "replace")


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)
    return path


def plain(path):
    """The file itself uncompressed: other tools do not read gzip."""
    data = wasm.read(path)
    return write(path, data)


def frames_of_peer(text):
    """Instance, function and offset of each frame as `wasm-tools dump` decodes them, by thread."""
    return [[tuple(map(int, found)) for found in
             re.findall(r"CoreDumpStackFrame \{ instanceidx: (\d+), funcidx: (\d+), codeoffset: (\d+)", line)]
            for line in text.splitlines() if "| stacks: " in line]


def frames_of_ours(tools, path, *options):
    """The same by wcore-bt; a place that is not known is 0 in a dump."""
    done = tools.run("wcore-bt", "--json", "--no-search", *options, path)
    threads = json.loads(done.stdout)["threads"]
    return [[(f["instance"], f["funcidx"], f["codeoffset"] or 0) for f in t["frames"] if not f["inlined"]]
            for t in threads]


def accepted(checks, tools, title, before, path, is_spec=True):
    """Whether wasm-tools takes the file where it took the one that it was made of."""
    after, text = tools.verdicts(path)
    for command, complaint in before.items():
        if complaint:
            checks.note(f"{command} refuses the input: " + re.sub(r"0x[0-9a-f]+|\d+", "N", complaint.splitlines()[0])[:90])
            continue
        reason = next((why for why, output, pattern in EXPLAINED
                       if re.search(output, title) and re.search(pattern, after[command])), None)
        if reason:
            checks.note(reason)
        checks.that(not after[command] or reason, f"{title}: wasm-tools {command}: {after[command][:200]}")
    seen = frames_of_peer(text)
    if seen and is_spec:
        ours = frames_of_ours(tools, path)
        checks.that(seen == ours, f"{title}: frames {str(seen)[:200]}, by wcore-bt {str(ours)[:200]}")
    return after


def outputs(checks, tools, title, before, commands, folder):
    """Each command writes one file; what it writes is taken."""
    for number, (options, command) in enumerate(commands):
        out = os.path.join(folder, f"out{number}")
        done = tools.run(*command[:1], *options, "-o", out, *command[1:])
        if done.returncode == 2:
            said = done.stderr.decode("utf-8", "replace").splitlines()[0]
            checks.note(f"{command[0]} {' '.join(options)}: " +
                        re.sub(r"'[^']*'", "'…'", re.sub(r"^.*?: (?:/.*?: )?", "", said)))
            continue
        if not checks.that(os.path.exists(out), f"{title} {options}: nothing written, {done.stderr[:200]!r}"):
            continue
        accepted(checks, tools, f"{title} {command[0]} {' '.join(options)}", before, plain(out),
                 "--dialect=xtuc" not in options)
        os.unlink(out)


def modules_of(path):
    """-m options for the modules that the dump's expect.json names, or that lie beside it."""
    base = re.sub(r"\.core(\.gz)?$", "", path)
    names = []
    if os.path.exists(base + ".expect.json"):
        with open(base + ".expect.json", encoding="utf-8") as file:
            names = json.load(file).get("modules") or []
    names = [name if os.path.exists(os.path.join(os.path.dirname(path), name)) else name + ".gz" for name in names]
    found = [f"--module={f'{i}=' if len(names) > 1 else ''}{os.path.join(os.path.dirname(path), name)}"
             for i, name in enumerate(names)]
    return found


def test_wasmgdb(checks, tools, title, source, module, folder):
    """wasmgdb, whose own form xtuc is, sees the functions that wcore-bt shows."""
    out, whole = os.path.join(folder, "xtuc"), os.path.join(folder, "whole.wasm")
    if tools.run("wcore-merge", "--dialect=xtuc", f"--module={module}", "-o", out, source).returncode == 2:
        return
    write(whole, wasm.read(module))
    if b"panicked" in tools.gdb(whole):
        checks.note("wasmgdb cannot read the module")
        return
    said = tools.gdb(whole, out)
    seen = [int(number) for number in re.findall(rb"^(?:wasmgdb> )?#\d+\s+(\d+) as ", said, re.M)]
    ours = [funcidx for _, funcidx, _ in frames_of_ours(tools, source, f"--module={module}")[0]]
    checks.that(seen == ours, f"{title}: wasmgdb sees functions {seen[:30]}, not {ours[:30]}: {said[-300:]!r}")


def test_dump(tools, path):
    checks, title = Checks(), os.path.relpath(path, DATA)
    data = wasm.read(path)
    if len(data) > LARGEST:
        return checks
    with tempfile.TemporaryDirectory() as folder:
        source = write(os.path.join(folder, "in.core"), data)
        before = tools.verdicts(source)[0]
        modules = modules_of(path)
        commands = [(list(o), ["wcore-strip", *modules, f"--search={os.path.dirname(path)}", source]) for o in STRIP_DUMP]
        commands += [(list(o), ["wcore-merge", *modules, f"--search={os.path.dirname(path)}", source]) for o in MERGE_DUMP]
        commands.append((["--fix"], ["wcore-validate", *modules, source]))
        outputs(checks, tools, title, before, commands, folder)
        if len(modules) == 1:
            test_wasmgdb(checks, tools, title, source, modules[0].split("=", 1)[1], folder)
    return checks


def test_traces(tools):
    """Dumps made of text traces, with memories and globals and without."""
    checks = Checks()
    everything = dict.fromkeys([command[0] for command in COMMANDS], "")
    with tempfile.TemporaryDirectory() as folder:
        image = write(os.path.join(folder, "image"), random.Random(5).randbytes(70000))
        for trace, module in (("c-divzero-O0", "c-divzero/crash-O0.wasm"), ("c-divzero-O2", "c-divzero/crash-O2.wasm"),
                              ("panic", "rewriter/panic.wasm"), ("bank", "cpp-abort/bank-O0.wasm.gz"),
                              ("shop", "rust-panic/shop-debug.wasm.gz"), ("cpp", "wt-cpp-O0/m.wasm"),
                              ("traps-oob_load", "traps/traps.wasm"), ("traps-stack_overflow", "traps/traps.wasm")):
            made = ["wcore-merge", f"--stack-trace={DATA}/traces/node-{trace}.txt", f"--module={DATA}/{module}"]
            commands = [([], made), ([f"--memory={image}@0x10000"], made), (["--globals=0=66000"], made)]
            outputs(checks, tools, "trace " + trace, everything, commands, folder)
    return checks


def test_several(tools, folder_name):
    """Dumps of one program in one file."""
    checks, everything = Checks(), dict.fromkeys([command[0] for command in COMMANDS], "")
    dumps = sorted(glob.glob(os.path.join(DATA, folder_name, "*.core")))[:3]
    with tempfile.TemporaryDirectory() as folder:
        outputs(checks, tools, "several of " + folder_name, everything, [(options, ["wcore-merge", *dumps]) for options in (
            [], ["--dialect=xtuc"])], folder)
    return checks


def code_section(data):
    return next(((start, end) for number, _, _, start, end in wasm.sections(data) if number == 10), None)


def lines_of(tools, path, places):
    """What both symbolizers say of places in the code section."""
    theirs = subprocess.run([tools.wasm_tools, "addr2line", "--code-section-relative", path, *map(hex, places)],
                            capture_output=True)
    llvm = subprocess.run([tools.symbolizer, "--obj=" + path, "--inlines"], capture_output=True, timeout=LIMIT,
                          input="".join(f"{place:#x}\n" for place in places).encode()) if tools.symbolizer else None
    return theirs.stdout, theirs.returncode, llvm and llvm.stdout


def run_in_node(tools, path):
    """What the program prints, and of each call the result or the places of its frames in the code section."""
    try:
        done = subprocess.run([tools.node, "--liftoff", "--no-wasm-tier-up", "--no-warnings",
                               os.path.join(HERE, "peers.mjs"), path], stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=20)
    except subprocess.TimeoutExpired:
        return "runs for ever"
    found = re.search(rb"^CALLS (.*)$", done.stderr, re.M)
    if not found:
        return "node does not instantiate it"
    calls, start = json.loads(found[1]), code_section(wasm.read(path))
    for call in calls.values():
        call["frames"] = [(funcidx, at - start[0]) for funcidx, at in call.get("frames", ())]
    return done.stdout, done.stderr[:found.start()], calls


def test_run(checks, tools, title, whole, stripped):
    """Node runs the stripped modules as the whole one."""
    wanted = run_in_node(tools, whole)
    if isinstance(wanted, str) or run_in_node(tools, whole) != wanted:
        checks.note("node: " + (wanted if isinstance(wanted, str) else "each run is another"))
        return
    checks.note(f"node runs {len(stripped)} forms of it; "
                f"{'traps' if any(call['frames'] for call in wanted[2].values()) else 'ends'}")
    for how, path in stripped.items():
        seen = run_in_node(tools, path)
        checks.that(seen == wanted, f"{title} {how}: in node {str(seen)[:300]}, not {str(wanted)[:300]}")


def test_module(tools, path):
    checks, title = Checks(), os.path.relpath(path, DATA)
    data = wasm.read(path)
    if len(data) > LARGEST or data[:8] != wasm.MAGIC:
        return checks
    with tempfile.TemporaryDirectory() as folder:
        source = write(os.path.join(folder, "in.wasm"), data)
        before = tools.verdicts(source)[0]
        outputs(checks, tools, title, before, [(list(o), ["wcore-strip", source]) for o in STRIP_MODULE], folder)
        forms = {}
        for option in ("-s", "--redact"):
            out = os.path.join(folder, option + ".wasm")
            if tools.run("wcore-strip", option, "-o", out, source).returncode != 2:
                forms[option] = out
        ship, companion = os.path.join(folder, "ship.wasm"), os.path.join(folder, "ship.dbg")
        done = tools.run("wcore-strip", "--split", f"--debug-out={companion}", "-o", ship, source)
        if done.returncode == 0:
            forms["--split"], forms["companion"] = ship, companion
            for file in (ship, companion):
                accepted(checks, tools, f"{title} {os.path.basename(file)}", before, file)
            packed, other = os.path.join(folder, "packed.dbg"), os.path.join(folder, "other.wasm")
            done = tools.run("wcore-strip", "--split", "--compress", f"--debug-out={packed}", "-o", other, source)
            checks.that(done.returncode == 0 and wasm.read(packed) == wasm.read(companion),
                        f"{title}: another companion when compressed")
            code = code_section(data)
            if code and wasm.find_custom(data, ".debug_line"):
                places = random.Random(8).sample(range(code[1] - code[0]), min(200, code[1] - code[0]))
                checks.that(lines_of(tools, companion, places) == lines_of(tools, source, places),
                            f"{title}: other lines by the companion")
                checks.note("lines of modules compared")
        if tools.node and code_section(data):
            test_run(checks, tools, title, source, forms)
    return checks


def test_fix(tools):
    """Cases of tests/data/invalid that can be repaired: wasm-tools reads what comes of them."""
    checks, everything = Checks(), dict.fromkeys([command[0] for command in COMMANDS], "")
    with tempfile.TemporaryDirectory() as folder:
        for case in invalid.CASES:
            name = case["name"]
            if name + ".bad" not in invalid.FILES:
                continue
            source, out = os.path.join(folder, name), os.path.join(folder, name + ".fixed")
            write(source, invalid.FILES[name + ".bad"])
            done = tools.run("wcore-validate", "--fix", "-o", out, source)
            if done.returncode != 0 or b": fixed: " not in done.stdout:
                continue
            accepted(checks, tools, f"--fix {name}", everything, out)
            before, after = frames_of_ours(tools, source), frames_of_ours(tools, out)
            checks.that(before == after, f"--fix {name}: frames {after}, before {before}")
            checks.note("cases repaired")
    return checks


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    tools, total = Tools(os.path.abspath(options.build)), Checks()
    dumps, modules = wasm.corpus_files(DATA)
    jobs = [(test_dump, path) for path in dumps] + [(test_module, path) for path in modules]
    jobs += [(test_several, name) for name in ("traps", "mem-diff", "heap-c")]
    jobs = [job for job in jobs if options.only in job[1]]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for checks in pool.map(lambda job: job[0](tools, job[1]), jobs):
            total.add(checks)
            for line in checks.failures:
                print(line, flush=True)
    if not options.only:
        for test in (test_traces, test_fix):
            checks = test(tools)
            total.add(checks)
            print("\n".join(checks.failures), flush=True)
    for text, count in sorted(total.notes.items()):
        print(f"  {count:5} {text}")
    print(f"peers: {total.passed} passed, {len(total.failures)} failed")
    return 1 if total.failures or not total.passed else 0


sys.exit(main())
