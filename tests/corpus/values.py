#!/usr/bin/env python3
"""Hold the values that wcore prints against programs that say their values themselves.

usage: values.py [--build DIR] [--seed N] [--programs N] [--only WORD] [--jobs N] [--table PAGE] [--wrong FILE] [-v]

Programs in C, C++, Rust and Zig are made from a seed (generate.py), compiled at four levels
each, and crashed under two producers: Wasmtime, which records no locals, and
wasm-coredump-rewriter, which does.  Three things are compared:

  variables   what wcore-bt --full prints of each variable, with what the program itself
              printed (printed programs: in the same run; all: in a run of the same program
              that prints instead of crashing)
  rewriter    each raw Wasm local that wcore has of the Wasmtime dump, with what the rewriter
              recorded in the same crash (of callers not the parameters: those are fake)
  V8          each raw local and operand of every frame, with what V8's debugger has of the same
              module: also for traps that the rewriter does not catch

A wrong value fails the run.  The seed for daily use is the default; another one is kept
for the end of a piece of work, so that nothing is made to fit: see docs/value-corpus.md.

Needed: clang-16, wasi-libc, libclang-rt-16-dev-wasm32, libc++-16-dev-wasm32, libc++abi-16-dev-wasm32,
libstd-rust-dev-wasm32 and rustc, ziglang from PyPI, Node 20 (tests/install-deps.sh corpus installs
what Debian has); Wasmtime 48 and wasm-coredump-rewriter 0.2.2 are taken from $PEERS/bin, from PATH, or
installed by cargo below the build folder.  What is missing is said and left out.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import programs  # noqa: E402
import recorded  # noqa: E402
import truth  # noqa: E402
import xtuc  # noqa: E402
from producers import LEVELS, Crash, Failed, Tools, run  # noqa: E402

DAILY_SEED = 20261123
HELD_OUT_SEED = 2718281828


class Tally:
    """Counts by (kind, language, level), and what was wrong."""

    def __init__(self):
        self.counts = collections.Counter()
        self.reasons = collections.Counter()
        self.wrong, self.problems = [], []

    def add(self, other):
        self.counts.update(other.counts)
        self.reasons.update(other.reasons)
        self.wrong += other.wrong
        self.problems += other.problems


class Measure:
    """One crash: compares all there is to compare."""

    def __init__(self, crash, program):
        self.crash, self.program = crash, program
        self.tally = Tally()
        self.memory = None
        self.where = f"{crash.name} {crash.level}"

    def count(self, kind, what, amount=1):
        self.tally.counts[(kind, self.crash.language, self.crash.level, what)] += amount

    def bad(self, kind, dump, place, expected, got):
        self.count(kind, "wrong")
        self.tally.wrong.append({"kind": kind, "program": self.crash.name, "language": self.crash.language,
                                 "level": self.crash.level, "dump": dump, "module": self.crash.module,
                                 "place": place, "expected": expected, "got": got})

    def problem(self, text):
        self.tally.problems.append(f"{self.where}: {text}")

    # Raw locals

    def raw(self):
        done = run([self.crash.tools.raw, self.crash.module, self.crash.core])
        if done.returncode != 0:
            self.problem(f"raw_locals: {done.stderr.decode(errors='replace')[-300:]}")
            return
        frames = [json.loads(line) for line in done.stdout.decode().splitlines()]
        for frame in frames[:1]:
            self.count("check", frame["check"])
        self.with_rewriter(frames)
        self.with_v8(frames)

    def word(self, kind, place, word, expected):
        """One raw value: expected is {type, bits}."""
        live = "live " if word.get("live") else ""
        self.count(kind, "all")
        if live:
            self.count(kind, "live")
        if word["origin"] == "unavailable":
            if live:
                self.tally.reasons[(kind, self.crash.language, self.crash.level, word["why"])] += 1
            return
        if expected["type"] in ("f32", "f64") and is_nan(expected) and is_nan(
                {"type": expected["type"], "bits": word["bits"]}):
            same = True
        else:
            same = int(word["bits"]) == int(expected["bits"]) and word["type"] in (expected["type"], "other")
        self.count(kind, "shown")
        if live:
            self.count(kind, "live shown")
        if same:
            self.count(kind, "right")
        else:
            self.bad(kind, self.crash.core, place, f"{expected['type']} {expected['bits']}",
                     f"{word['type']} {word['bits']} ({word['origin']})")

    def with_rewriter(self, frames):
        if not os.path.exists(self.crash.rewritten):
            return
        try:
            recorded = xtuc.frames(self.crash.rewritten)
        except IndexError:
            self.problem("the rewriter's dump cannot be read")
            return
        for number, (frame, other) in enumerate(zip(frames, recorded)):
            if frame["funcidx"] != other["funcidx"] or \
                    number and frame["codeoffset"] - frame["first"] != other["offset"]:
                self.problem(f"frame {number} of the rewriter is another one: {other['funcidx']}+{other['offset']},"
                             f" not {frame['funcidx']}+{frame['codeoffset'] - frame['first']}")
                return
            if len(other["locals"]) != len(frame["locals"]):
                self.problem(f"frame {number}: {len(other['locals'])} locals recorded, {len(frame['locals'])} shown")
                continue
            for index, (word, expected) in enumerate(zip(frame["locals"], other["locals"])):
                if number and index < frame["params"]:
                    continue
                self.word("rewriter, youngest" if number == 0 else "rewriter, callers",
                          f"frame {number} func {frame['funcidx']} local {index}", word, expected)

    def with_v8(self, frames):
        for number, (frame, other) in enumerate(zip(frames, self.crash.v8_frames())):
            if number and frame["address"] != other["address"]:
                self.problem(f"frame {number} of V8 stands at {other['address']}, not {frame['address']}")
                return
            if len(other["locals"]) != len(frame["locals"]):
                self.problem(f"frame {number}: V8 has {len(other['locals'])} locals, wcore {len(frame['locals'])}")
                continue
            for index, (word, expected) in enumerate(zip(frame["locals"], other["locals"])):
                self.word("V8 locals", f"frame {number} func {frame['funcidx']} local {index}", word, expected)
            self.operands(number, frame, other)

    def operands(self, number, frame, other):
        # V8 keeps a caller's arguments off its stack, and the youngest frame may stand elsewhere.
        if number and len(frame["operands"]) < len(other["operands"]) or \
                not number and (frame["address"] != other["address"] or
                                len(frame["operands"]) != len(other["operands"])):
            return
        for index, (word, expected) in enumerate(zip(frame["operands"], other["operands"])):
            self.word("V8 operands", f"frame {number} func {frame['funcidx']} operand {index}", word, expected)

    # Variables

    def variables(self, producer, dump):
        if not os.path.exists(dump):
            return
        done = run([self.crash.tools.bt, "--full", "--json", "-m", self.crash.module, dump])
        try:
            answer = json.loads(done.stdout.decode("utf-8", "replace"))
        except ValueError:
            self.problem(f"wcore-bt: exit code {done.returncode}, {done.stderr.decode(errors='replace')[-300:]}")
            return
        if not answer.get("threads"):
            self.problem("wcore-bt: no thread")
            return
        shown = truth.program_frames(answer["threads"][0]["frames"], self.program.functions)
        wanted = self.program.truth
        if [f["function"] for f in wanted] != [truth.plain(f["function"]) for f in shown]:
            pairs = truth.align(wanted, shown)
            if len(pairs) < len(wanted):
                self.count(f"variables, {producer}", "frames not there", len(wanted) - len(pairs))
        else:
            pairs = list(zip(wanted, shown))
        printed = truth.printed(self.crash.output()) if self.program.mode == "printed" else {}
        seen = collections.Counter()
        for frame, got in pairs:
            occurrence = seen[frame["function"]]
            seen[frame["function"]] += 1
            self.frame(f"variables, {producer}", dump, frame, got, printed, occurrence)

    def frame(self, kind, dump, frame, got, printed, occurrence):
        there = {}
        for variable in got.get("args", []) + got.get("locals", []):
            if isinstance(variable, dict) and "name" in variable:
                there.setdefault(variable["name"], variable)
        for name, wanted in frame["variables"]:
            place = f"frame {got['index']} {frame['function']} {name}"
            own = printed.get((frame["function"], name))
            addresses = False
            if own:
                # Of a recursion the oldest call printed first.
                value = own[len(own) - 1 - occurrence] if occurrence < len(own) else None
                if value is not None:
                    # A callee may have changed it since, by a pointer.
                    if truth.equal(wanted, value, False):
                        wanted, addresses = value, True
                    else:
                        self.problem(f"{place}: printed {value}, but it was {wanted} in the end")
            self.variable(kind, dump, place, there.get(name), wanted,
                          truth.Context(addresses and "Wasmtime" in kind, self.memory if "rewriter" not in kind else None))

    def variable(self, kind, dump, place, variable, wanted, context):
        self.count(kind, "all")
        if variable is None:
            self.count(kind, "not listed")
            self.tally.reasons[(kind, self.crash.language, self.crash.level, "not listed")] += 1
            return
        reason = variable.get("reason") or ""
        if variable.get("origin") != "unavailable" and "optimized out" not in reason:
            self.count(kind, "located")
        elif "optimized out" not in reason:
            self.count(kind, "located")
        verdict = truth.judge(wanted, variable, context)
        if verdict == "unavailable":
            self.tally.reasons[(kind, self.crash.language, self.crash.level,
                                reason or str(variable.get("text"))[:80])] += 1
            return
        self.count(kind, "shown")
        if verdict == "right":
            self.count(kind, "right")
        elif verdict in ("partial", "raw"):
            self.count(kind, "right")
            self.count(kind, verdict)
        else:
            self.bad(kind, dump, place, json.dumps(wanted),
                     f"{json.dumps(variable.get('value'))} {variable.get('text')!r} ({variable.get('origin')})")

    def say_whose(self):
        """Marks what is wrong in the same way where all locals are recorded: the debug information says so."""
        def key(wrong):
            # Not the frame's number: the place that trapped may be in a call inlined further in.
            return wrong["place"].split(" ", 2)[2], wrong["got"].rsplit(" (", 1)[0]
        told = {key(w) for w in self.tally.wrong if w["kind"] == "variables, V8"}
        for wrong in self.tally.wrong:
            if wrong["kind"].startswith("variables") and key(wrong) in told:
                wrong["as_debug_information"] = True
                self.count(wrong["kind"], "wrong as DWARF")

    def with_locals(self):
        """Wasmtime's dump with V8's locals."""
        frames = self.crash.v8_frames()
        if not frames:
            return
        path = self.crash.base + ".v8.core"
        if not os.path.exists(path) or os.path.getmtime(path) < os.path.getmtime(self.crash.v8):
            recorded.write(self.crash.core, frames, path)
        self.variables("V8", path)

    def all(self):
        self.memory = recorded.Memory(self.crash.core)
        self.raw()
        self.variables("Wasmtime", self.crash.core)
        self.variables("rewriter", self.crash.rewritten)
        self.with_locals()
        self.say_whose()
        return self.tally


def is_nan(word):
    bits = int(word["bits"])
    if word["type"] == "f32":
        return bits >> 23 & 0xFF == 0xFF and bits & 0x7FFFFF != 0
    return bits >> 52 & 0x7FF == 0x7FF and bits & 0xFFFFFFFFFFFFF != 0


def measure_program(tools, folder, program):
    """All levels of one program."""
    tally = Tally()
    try:
        teller = Crash(tools, folder, program.name + "-truth", program.language,
                       LEVELS[program.language][0], program.truth_text)
        teller.make(with_producers=False)
        program.truth = truth.frames(teller.output())
        if not program.truth:
            raise Failed(f"{program.name}: the run that prints says nothing: "
                         + open(teller.base + ".err", encoding="utf-8", errors="replace").read()[:600])
    except Failed as failed:
        tally.problems.append(str(failed))
        return tally
    for level in LEVELS[program.language]:
        crash = Crash(tools, folder, program.name, program.language, level, program.crash_text)
        try:
            crash.make()
            tally.counts[("dumps", program.language, level, "Wasmtime")] += 1
            tally.counts[("dumps", program.language, level, "rewriter")] += os.path.exists(crash.rewritten)
            tally.counts[("dumps", program.language, level, "V8")] += os.path.exists(crash.v8)
            tally.add(Measure(crash, program).all())
        except Failed as failed:
            tally.problems.append(f"{program.name} {level}: {failed}")
    return tally


def percent(part, whole):
    return f"{100 * part / whole:.1f}%" if whole else "-"


def table(tally):
    """Markdown: one row a language and level."""
    c, out = tally.counts, []
    rows = [(language, level) for language in LEVELS for level in LEVELS[language]
            if c[("dumps", language, level, "Wasmtime")]]
    titles = {"c": "C", "cpp": "C++", "rs": "Rust", "zig": "Zig"}
    out += ["| language | level | dumps: Wasmtime, rewriter, V8 | variables | with a location | shown | right | in part | as raw struct | wrong | wrong as DWARF | shown of all | shown of located |",
            "|---|---|---|---|---|---|---|---|---|---|---|---|---|"]
    for producer in ("Wasmtime", "rewriter", "V8"):
        kind = f"variables, {producer}"
        for language, level in rows:
            get = lambda what: c[(kind, language, level, what)]  # noqa: E731
            out.append(f"| {titles[language]}, {producer} | {level} | "
                       + ", ".join(str(c[("dumps", language, level, p)]) for p in ("Wasmtime", "rewriter", "V8"))
                       + f" | {get('all')} | {get('located')} | {get('shown')} | {get('right')} | {get('partial')} | {get('raw')} |"
                       f" {get('wrong')} | {get('wrong as DWARF')} | {percent(get('shown'), get('all'))} | {percent(get('shown'), get('located'))} |")
    out += ["", "| raw locals of Wasmtime's dumps, against | language | level | all | live | shown | live shown | right | wrong | shown of live |",
            "|---|---|---|---|---|---|---|---|---|---|"]
    for kind in ("rewriter, youngest", "rewriter, callers", "V8 locals", "V8 operands"):
        for language, level in rows:
            get = lambda what: c[(kind, language, level, what)]  # noqa: E731
            if get("all"):
                out.append(f"| {kind} | {titles[language]} | {level} | {get('all')} | {get('live')} | {get('shown')} |"
                           f" {get('live shown')} | {get('right')} | {get('wrong')} | {percent(get('live shown'), get('live'))} |")
    checks = collections.Counter()
    for (kind, _, _, what), number in c.items():
        if kind == "check":
            checks[what] += number
    out += ["", "Checksum of the stack walk: " + ", ".join(f"{n} {w}" for w, n in checks.most_common()) + "."]
    return "\n".join(out)


def put_table(path, seed, text):
    """Puts the table between the marks of its seed in a page."""
    begin, end = f"<!-- table of seed {seed} -->", f"<!-- end of table of seed {seed} -->"
    with open(path, encoding="utf-8") as file:
        page = file.read()
    front, found, rest = page.partition(begin)
    behind = rest.partition(end)[2]
    if not found or end not in rest:
        raise SystemExit(f"values.py: {path} has no place for the table of seed {seed}")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"{front}{begin}\n\n{text}\n\n{end}{behind}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build")
    parser.add_argument("--seed", default=str(DAILY_SEED), help="a number, or held-out")
    parser.add_argument("--programs", type=int, default=programs.COUNT)
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--table", help="put the table into this page (docs/value-corpus.md)")
    parser.add_argument("--wrong", help="write what is wrong to this file, one JSON object a line")
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    options.seed = HELD_OUT_SEED if options.seed == "held-out" else int(options.seed)
    build = os.path.abspath(options.build)
    tools = Tools(build)
    folder = os.path.join(build, "values", str(options.seed))
    os.makedirs(folder, exist_ok=True)
    missing = tools.missing()
    for language, why in missing.items():
        print(f"values.py: {language} is left out: {why}", file=sys.stderr)
    chosen = [p for p in programs.make(options.seed, options.programs)
              if p.language not in missing and options.only in p.name]
    total = Tally()
    with concurrent.futures.ThreadPoolExecutor(max_workers=options.jobs) as pool:
        for job in [pool.submit(measure_program, tools, folder, p) for p in chosen]:
            total.add(job.result())
    text = table(total)
    print(text)
    if options.verbose:
        for key, number in total.reasons.most_common(60):
            print(f"{number:6} {' | '.join(key)}")
    for problem in total.problems[:40]:
        print(f"problem: {problem}")
    for wrong in total.wrong[:60]:
        print(f"WRONG {wrong['kind']}: {wrong['dump']} {wrong['place']}: {wrong['expected']}, not {wrong['got']}")
    if options.wrong:
        with open(options.wrong, "w", encoding="utf-8") as file:
            for wrong in total.wrong:
                file.write(json.dumps(wrong) + "\n")
    if options.table:
        put_table(options.table, options.seed, text)
    dumps = sum(n for (kind, _, _, what), n in total.counts.items() if kind == "dumps" and what != "V8")
    print(f"{len(chosen)} programs, {dumps} dumps, {len(total.wrong)} wrong values, {len(total.problems)} problems")
    return 1 if total.wrong or not dumps else 0


if __name__ == "__main__":
    sys.exit(main())
