#!/usr/bin/env python3
"""Feed the commands what no producer would write, and hold them to their promise.

usage: bad-input.py [--build DIR] [--full] [--seed N] [--keep DIR]

Whatever the input: exit code 0, 1 or 2 and never a signal; under 2 seconds and
64 MiB; exit code 2 comes with one line on stderr that names the file; with
--json, standard output is JSON; no control bytes reach the terminal.  Under a
sanitizer the limits of time and memory are not looked at, all else is.  The time is
the processor's, so that a busy machine does not fail the tests; waiting has a limit
of its own.

The inputs: each dump and module of tests/data cut at every border of a section
and at random places, mutated (flipped bytes, grown LEB128 numbers, swapped
ranges), and inputs made by hand (tests/hostile.py).  The sample is small and
always the same; --full takes 500 cuts of each file and 5,000 mutations.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import hostile
import wasm

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATA = os.path.join(TOP, "tests", "data")
SECONDS = 2.0
WAIT_SECONDS = 20.0
KIB = 64 * 1024
BATCH = 24
Case = collections.namedtuple("Case", "title dump module")
Outcome = collections.namedtuple("Outcome", "signal code wall seconds kib stdout stderr")


class Runner:
    def __init__(self, build, scratch, keep):
        self.build, self.scratch, self.keep = build, scratch, keep
        self.measure = os.path.join(build, "tests", "measure")
        self.count = 0
        with open(os.path.join(build, "wcore-bt"), "rb") as file:
            self.sanitized = b"__asan_init" in file.read()

    def run(self, command, stdin=subprocess.DEVNULL):
        report = tempfile.mktemp(dir=self.scratch)
        done = subprocess.run([self.measure, report, "60"] + command, stdin=stdin,
                              capture_output=True)
        with open(report, encoding="ascii") as file:
            word, number, wall, seconds, kib = file.read().split()
        os.unlink(report)
        number = int(number)
        return Outcome(number if word == "signal" else 0, number, float(wall), float(seconds),
                       int(kib),
                       done.stdout, done.stderr)

    def faults(self, command, paths, outcome, files=1):
        """What is wrong with an outcome, as lines of text."""
        text = outcome.stderr.decode("utf-8", "replace")
        if outcome.signal:
            yield f"killed by signal {outcome.signal}"
            return
        if outcome.code not in (0, 1, 2) or "ERROR: AddressSanitizer" in text \
                or "runtime error:" in text or "LeakSanitizer" in text:
            said = re.search(r"(ERROR: AddressSanitizer.*|.*runtime error:.*|.*LeakSanitizer.*)", text)
            yield f"exit code {outcome.code}" + (f": {said[0]}" if said else "")
        if not self.sanitized:
            if outcome.seconds > SECONDS or outcome.wall > WAIT_SECONDS:
                yield f"{outcome.seconds:.2f} s of processor time, {outcome.wall:.2f} s"
            if outcome.kib > KIB:
                yield f"{outcome.kib // 1024} MiB"
        if outcome.code == 2:
            lines = [line for line in text.splitlines() if ": warning: " not in line]
            if not lines:
                yield "exit code 2 without a word on stderr"
            elif not any(path in line for path in paths for line in lines):
                yield f"stderr does not name the file: {lines[0][:200]}"
            elif len(lines) > files:
                yield f"{len(lines)} error lines: {lines[0][:150]} / {lines[1][:150]}"
        for stream, data in (("stdout", outcome.stdout), ("stderr", outcome.stderr)):
            if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", data):
                yield f"control bytes on {stream}"
            try:
                data.decode("utf-8")
            except UnicodeDecodeError:
                yield f"invalid UTF-8 on {stream}"
        if "--json" in command:
            for line in outcome.stdout.splitlines():
                try:
                    json.loads(line, parse_constant=lambda word: 1 / 0)
                except (ValueError, RecursionError, ZeroDivisionError) as error:
                    yield f"no valid JSON: {error}"
                    break

    def try_alone(self, command, case):
        paths = [p for p in (case.dump, case.module) if p]
        outcome = self.run(command)
        found = list(self.faults(command, paths, outcome))
        if found and any(" s" == f[-2:] or "MiB" in f for f in found):
            outcome = self.run(command)     # the machine may have been busy
            found = list(self.faults(command, paths, outcome))
        if found and self.keep:
            for path in paths:
                if os.path.isfile(path):
                    shutil.copy(path, self.keep)
        return [f"{os.path.basename(command[0])} {' '.join(command[1:-1])[:80]} {case.title}: {fault}"
                for fault in found]

    def commands(self):
        """(name, options) of each way to run a command over dumps."""
        for name in sorted(os.listdir(self.build)):
            path = os.path.join(self.build, name)
            if not (name.startswith("wcore-") and os.access(path, os.X_OK)):
                continue
            if name == "wcore-bt":
                yield [path, "--json", "--full"]
                yield [path, "--source", "--offsets", "--color=never"]
                yield [path, "--signature"]
            elif name == "wcore-info":
                yield [path, "--json", "--full"]
                yield [path, "--full", "--color=never"]
                yield [path, "--sections"]
                yield [path, "--brief"]
            elif name == "wcore-validate":
                yield [path, "--json", "--level=plausibility"]
                yield [path, "--strict", "--color=never", "--level=plausibility"]
                yield [path, "--brief", "--level=memory"]

    def batch(self, options, cases):
        """Failures of one command over many dumps: together first, alone when that fails."""
        module = cases[0].module
        command = options + (["-m", module] if module else [])
        together = command + [c.dump for c in cases]
        outcome = self.run(together)
        self.count += len(cases)
        found = list(self.faults(together, [c.dump for c in cases] + [module or "\0"], outcome,
                                 files=len(cases)))
        if not found:
            return []
        failures = []
        for case in cases:
            failures += self.try_alone(command + [case.dump], case)
        return failures


def cuts(data, rnd, count):
    """Places to cut a file at: section borders, then random ones."""
    places = set()
    try:
        for _, _, header, start, end in wasm.sections(data):
            places.update((header, header + 1, start, end))
    except IndexError:
        pass
    borders = sorted(p for p in places if p < len(data))
    if count < 100:
        borders = rnd.sample(borders, min(len(borders), count * 2))
    return borders + [rnd.randrange(len(data)) for _ in range(count)]


def mutate(data, rnd):
    """The data with one to eight edits, mostly outside of long runs of payload."""
    def long_number(data, at):
        data[at:at + 5] = b"\xff\xff\xff\xff\x0f"
    return wasm.mutate(data, rnd, 0, (1, 1, 2, 4, 8), (0, 1, 0x7F, 0x80, 0xFF), long_number)


def write(folder, name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(data)
    return path


def module_of(dump):
    """The module that belongs to a dump of the corpus, when it has just one."""
    expect = re.sub(r"\.core(\.gz)?$", ".expect.json", dump)
    if not os.path.exists(expect):
        return None
    with open(expect, encoding="utf-8") as file:
        modules = json.load(file)["modules"]
    path = os.path.normpath(os.path.join(os.path.dirname(dump), modules[0]))
    path = path if os.path.exists(path) else path + ".gz"
    return path if len(modules) == 1 else None


def broken_dumps(folder, rnd, options):
    """Batches of cases: each dump cut and mutated, with its sound module."""
    dumps, _ = wasm.corpus_files(DATA)
    for number, path in enumerate(dumps):
        data = wasm.read(path)
        title = os.path.relpath(path, DATA)
        if len(data) > 1 << 20:
            data = data[:1 << 18] if not options.full else data[:1 << 20]
        n = 500 if options.full else options.sample
        mutations = 5000 // len(dumps) + 1 if options.full else options.sample
        cases = []
        for at in sorted(set(cuts(data, rnd, n))):
            name = f"d{number}-cut{at}.core"
            cases.append((f"{title} cut at {at:#x}", name, data[:at]))
        for k in range(mutations):
            cases.append((f"{title} mutation {k}", f"d{number}-mut{k}.core", mutate(data, rnd)))
        module = module_of(path)
        for i in range(0, len(cases), BATCH):
            yield [Case(t, write(folder, name, d), module) for t, name, d in cases[i:i + BATCH]]


def broken_modules(folder, rnd, options):
    """Cases: a sound dump with its module cut and mutated."""
    dumps, _ = wasm.corpus_files(DATA)
    seen = {}
    for path in dumps:
        module = module_of(path)
        if module and os.path.getsize(path) < 1 << 18:
            seen.setdefault(module, path)
    for number, (module, dump) in enumerate(sorted(seen.items())):
        data = wasm.read(module)
        title = os.path.relpath(module, DATA)
        n = 500 if options.full else options.sample // 2
        mutations = 5000 // len(seen) + 1 if options.full else options.sample
        if len(data) > 2 << 20:
            n, mutations = n // 4 + 1, mutations // 4 + 1
        for at in sorted(set(cuts(data, rnd, n))):
            yield Case(f"{title} cut at {at:#x}", dump,
                       write(folder, f"m{number}-cut{at}.wasm", data[:at]))
        for k in range(mutations):
            yield Case(f"{title} mutation {k}", dump,
                       write(folder, f"m{number}-mut{k}.wasm", mutate(data, rnd)))


def inputs_without_files(runner):
    """What a path may lead to besides a file, and standard input."""
    failures = []
    sample = os.path.join(DATA, "c-divzero", "crash-O0.core")
    for options in runner.commands():
        for path in ("/dev/zero", DATA, os.path.join(runner.scratch, "missing.core"), "/dev/null"):
            outcome = runner.run(options + [path])
            runner.count += 1
            found = list(runner.faults(options, [path], outcome))
            if outcome.code != 2 and not outcome.signal:
                found.append(f"exit code {outcome.code}, not 2")
            failures += [f"{os.path.basename(options[0])} {path}: {f}" for f in found]
        with open("/dev/zero", "rb") as zero:
            outcome = runner.run(options + ["-"], stdin=zero)
        runner.count += 1
        failures += [f"{os.path.basename(options[0])} </dev/zero: {f}"
                     for f in runner.faults(options, ["<stdin>"], outcome)]
        for module in ("/dev/zero", DATA, os.path.join(runner.scratch, "missing.wasm"), sample):
            outcome = runner.run(options + ["-m", module, sample])
            runner.count += 1
            failures += [f"{os.path.basename(options[0])} -m {module}: {f}"
                         for f in runner.faults(options, [module, sample], outcome)]
    return failures


def is_read(runner, case):
    """Failures when the module is refused: then nothing of what it should hurt was read."""
    outcome = runner.run([os.path.join(runner.build, "wcore-bt"), "-m", case.module, case.dump])
    runner.count += 1
    if b"the module is not used" in outcome.stdout:
        return [f"{case.title}: the module is not even read"]
    return []


def large_split(runner):
    """Failures when many split units in one file use up the work: they are no bad input."""
    folder = tempfile.mkdtemp(dir=runner.scratch)
    module, dwo = hostile.shared_dwo(5000)
    write(folder, "hostile.wasm", module)
    write(folder, "hostile.dwo", dwo)
    dump = write(folder, "hostile.core", hostile.dump())
    outcome = runner.run([os.path.join(runner.build, "wcore-bt"), "-m", folder + "/hostile.wasm", dump])
    runner.count += 1
    if b"#0  last at m.c:7\n" in outcome.stdout:
        return []
    return [f"5,000 split units in one file: no line: {outcome.stdout[-100:]!r} {outcome.stderr[-200:]!r}"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--keep", help="folder for the inputs that failed")
    options = parser.parse_args()
    if options.keep:
        os.makedirs(options.keep, exist_ok=True)
    failures = []
    with tempfile.TemporaryDirectory() as scratch:
        runner = Runner(os.path.abspath(options.build), scratch, options.keep)
        options.sample = options.sample or (1 if runner.sanitized else 4)
        rnd = random.Random(options.seed)
        ways = list(runner.commands())
        jobs = []
        with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            jobs.append(pool.submit(inputs_without_files, runner))
            jobs.append(pool.submit(large_split, runner))
            for number, (title, dump, module) in enumerate(hostile.inputs(scratch)):
                for way in wasm.turn(ways, number):
                    jobs.append(pool.submit(runner.batch, way, [Case(title, dump, module)]))
                if title.startswith(("DWARF", "lines", "source map")):
                    jobs.append(pool.submit(is_read, runner, Case(title, dump, module)))
            used = ways if options.full else ways[:1] + [w for w in ways[1:] if "--json" in w]
            pending = []

            def finish(job, paths):
                failures.extend(job.result())
                for path in paths:
                    os.unlink(path)

            def bounded(limit):
                while len(pending) > limit:
                    finish(*pending.pop(0))

            for job in jobs:
                failures += job.result()
            for number, cases in enumerate(broken_dumps(scratch, rnd, options)):
                chosen = used if options.full else [used[number % len(used)],
                                                    ways[number % len(ways)]]
                for way in chosen[:-1]:
                    pending.append((pool.submit(runner.batch, way, cases), []))
                pending.append((pool.submit(runner.batch, chosen[-1], cases),
                                [c.dump for c in cases]))
                bounded(16)
            bounded(0)
            for number, case in enumerate(broken_modules(scratch, rnd, options)):
                way = ways[0] if number % 3 else ways[number // 3 % len(ways)]
                pending.append((pool.submit(runner.batch, way, [case]), [case.module]))
                bounded(16)
            bounded(0)
        total = runner.count
    for line in sorted(set(failures)):
        print(line)
    failed = len(set(failures))
    print(f"{max(total - failed, 0)} passed, {failed} failed")
    return 1 if failed or not total else 0


if __name__ == "__main__":
    sys.exit(main())
