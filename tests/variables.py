#!/usr/bin/env python3
"""Hold the values of expressions against what the crashed programs printed of them.

Each goes through `wcore-mem print`, as text and as JSON.

usage: variables.py [--build DIR] [--data DIR] [--only WORD] [--speculative] [--verbose]

`variables` of each tests/data/**/*.expect.json comes from the program, never from a
debugger (tests/data/README.md).  A value that is shown must be right.  One that is
not shown is right where there is no debug information, and else counts against the
share that has to be shown.  --verbose prints each value and a table.
"""
import argparse
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import corpus
import wasm

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATA = os.path.join(TOP, "tests", "data")

# No debug information, none of variables, or of other code.
WITHOUT = ("stale", "wt-c-div-O2-wasmopt", "wt-c-div-O1-g1", "wt-go-undef", "wt-as-O3")
# The truth of another build of the program.
SAME_AS = {"c-divzero/crash-O2": "c-divzero/crash-O0"}
# What the program printed under this name is none that the debug information has: v.cargo, and
# a field of a packed struct.
NOT_THERE = {("wt-zig-debug/dump", "cargo"), ("wt-zig-debug/dump", "self.bits.c")}
# Built with optimisation, which their names do not say.
OPTIMIZED = ("hang-fuel/dump", "mem-1g-sparse/dump")
# What the debug information does not place at that address.
NOWHERE = ("optimized out",)
# Shares of the others that have to be shown.  What is missing of optimised code stands where the
# code has put something else since, rests on memory that printf may have written, or is a
# constant that the debug information may have kept too long.
SHARES = {"debug": 0.99, "optimized": 0.78}


def level(name):
    if os.path.dirname(name) in WITHOUT:
        return "without"
    return "optimized" if re.search(r"-O[1-9]", name) or name in OPTIMIZED else "debug"


def number(value):
    """As a number, or None."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (int, float)):
        return value
    try:
        return int(value, 0) if re.fullmatch(r"[-+]?(0x[0-9a-fA-F]+|\d+)", value) else float(value)
    except (TypeError, ValueError):
        return None


def same_number(got, wanted, is_printed):
    if isinstance(got, int) and isinstance(wanted, int):
        return got == wanted
    # What a program prints is rounded to six digits or so.
    return abs(got - wanted) <= (1e-5 if is_printed else 1e-12) * max(abs(got), abs(wanted))


def squeeze(text):
    return re.sub(r"\s+", "", text)


def same_text(answer, wanted):
    value, text = answer["value"], answer["text"]
    if text.endswith('"...') and wanted.startswith(text[1:-4]):
        return True     # the beginning is known
    if isinstance(value, str) and value == wanted:
        return True
    bare = text[1:-1] if re.fullmatch(r'".*"', text, re.S) else text
    if bare == wanted or squeeze(text) == squeeze(wanted):
        return True
    # An enumerator or a field: fleet.Cargo.liquid, .liquid; the program may say less than the value.
    return re.search(r"(?<!\w)" + re.escape(wanted) + r"(?!\w)", text) is not None


def same_value(got, wanted):
    """Of values of JSON."""
    if isinstance(wanted, list):
        return (isinstance(got, list) and len(got) == len(wanted) and
                all(same_value(g, w) for g, w in zip(got, wanted)))
    if isinstance(wanted, dict):
        pairs = list(got.items()) if isinstance(got, dict) else got
        return (isinstance(pairs, list) and len(pairs) == len(wanted) and
                all(isinstance(p, (list, tuple)) and len(p) == 2 and
                    same_value(p[1], wanted.get(str(p[0]))) for p in pairs))
    if isinstance(wanted, (int, float)) and number(got) is not None:
        return same_number(number(got), wanted, False)
    return got == wanted


def is_right(answer, entry):
    wanted, value, text = entry["value"], answer["value"], answer["text"]
    if entry.get("printed_by_program") and text == wanted:
        return True     # NaN and infinities, too
    if "enumerator" in entry and entry["enumerator"] not in text:
        return False
    if "enumerator" in entry:
        return True
    if number(wanted) is not None and number(value) is None and isinstance(answer.get("number"), int):
        return answer["number"] == number(wanted)
    if isinstance(wanted, str):
        if number(wanted) is not None and number(value) is not None:
            return same_number(number(value), number(wanted), entry.get("printed_by_program"))
        if same_text(answer, wanted):
            return True
        first = wanted.split()[0] if wanted.split() else ""
        return (entry.get("printed_by_program") and number(first) is not None and
                number(value) is not None and same_number(number(value), number(first), True))
    return same_value(value, wanted)


def is_partial(answer):
    """Parts of a value are said not to be known: a container is then shown by its members."""
    return re.search(r"<(optimized out|not in the dump|not set yet)", answer["text"]) is not None


def entries_of(path, name, data):
    with open(path, encoding="utf-8") as file:
        expect = json.load(file)
    entries = expect.get("variables", [])
    if name in SAME_AS:
        with open(os.path.join(data, SAME_AS[name] + ".expect.json"), encoding="utf-8") as file:
            entries = json.load(file)["variables"]
    return expect, [e for e in entries if isinstance(e, dict)]


def modules_of(folder, expect, scratch):
    """Options that name the modules, and their debug information where it stands elsewhere."""
    dump = wasm.read(os.path.join(folder, expect["dump"]))
    paths = [corpus.module_path(folder, m) for m in expect["modules"]]
    options = corpus.module_options(folder, dump, expect["modules"], paths)
    without = ["--no-search"]
    companion = os.path.join(folder, "m.debug.wasm")
    if os.path.exists(companion):
        build_id = wasm.build_id(wasm.read(companion))
        store = os.path.join(scratch, ".build-id", build_id[:2])
        os.makedirs(store)
        shutil.copy(companion, os.path.join(store, build_id[2:] + ".debug"))
        options += ["-S", scratch]
        without = []
    return options + without


def run(tool, options, dump, names):
    done = subprocess.run([tool, "print"] + options + ["--", dump] + names, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=60)
    return (done.returncode, done.stdout.decode("utf-8", "replace").splitlines(),
            done.stderr.decode("utf-8", "replace").strip())


def text_lines(names, answers):
    """What the text output has to say where JSON says this; expressions with errors have no line."""
    marks = {"recorded": " *", "reconstructed": " ~", "constant": " #"}
    for name, answer in zip(names, answers):
        if "error" not in answer:
            yield ((f"{name} = " if len(names) > 1 else "") + answer["text"] +
                   (" ?" if answer["speculative"] else marks.get(answer["origin"], "")))


def wanted_status(answers):
    """Trouble with an expression, a value that is missing, or none of it."""
    if any("error" in a for a in answers):
        return 2
    return 1 if any(a["origin"] == "unavailable" for a in answers) else 0


def ask(tool, dump, options, function, names):
    """The answers, in their order, from JSON, which text has to agree with; and what went wrong."""
    where = [] if function == "-" else ["--frame", function]
    status, lines, error = run(tool, options + where + ["--json"], dump, names)
    text_status, text, text_error = run(tool, options + where, dump, names)
    if (status, error) != (text_status, text_error):
        return None, f"exit {status} and {error} with --json, {text_status} and {text_error} without"
    if status == 1 and not lines and not text:
        return [{"value": None, "reason": error} for _ in names], None
    if status not in (0, 1, 2) or len(lines) != len(names):
        return None, error or f"exit {status}"
    answers = [json.loads(line) for line in lines]
    if [a["expression"] for a in answers] != names or status != wanted_status(answers):
        return None, f"exit {status}, answers to {[a['expression'] for a in answers]}"
    shown = [line for line in text if not re.fullmatch(r"\([*~#?] .*\)", line)]
    if shown != list(text_lines(names, answers)):
        return None, f"text {shown} is not JSON's {list(text_lines(names, answers))}"
    return answers, None


def ask_all(tool, dump, options, function, entries):
    """As ask(); of an enumerator its number too, where that is what the program printed."""
    names = [e["name"] for e in entries]
    answers, error = ask(tool, dump, options, function, names)
    for entry, answer in zip(entries, answers or []):
        if number(entry["value"]) is not None and re.fullmatch(r"[\w:.]+", answer.get("text") or ""):
            more, _ = ask(tool, dump, options, function, [f"(long long)({entry['name']})"])
            answer["number"] = more[0].get("value") if more else None
    return answers, error


class Count:
    def __init__(self):
        self.right = self.wrong = self.missing = self.nowhere = 0


def one(tool, path, data, counts, options):
    """Failures of one dump, and how many values were fine."""
    name = os.path.relpath(path, data).removesuffix(".expect.json")
    folder = os.path.dirname(path)
    expect, entries = entries_of(path, name, data)
    count, failures, passed = counts.setdefault(level(name), Count()), [], 0
    functions = []
    for entry in entries:
        if entry.get("function", "-") not in functions:
            functions.append(entry.get("function", "-"))
    with tempfile.TemporaryDirectory() as scratch:
        arguments = modules_of(folder, expect, scratch) if entries else []
        if options.speculative:
            arguments += ["--speculative"]
        for function in functions:
            chosen = [e for e in entries if e.get("function", "-") == function]
            answers, error = ask_all(tool, os.path.join(folder, expect["dump"]), arguments,
                                     function, chosen)
            if error:
                failures.append(f"{name}: {function}: {error}")
                continue
            for entry, answer in zip(chosen, answers):
                what = f"{name}: {function}: {entry['name']}"
                if answer.get("value") is None and not answer.get("text", "<").strip('"') == "NULL":
                    why = answer.get("error") or answer.get("reason") or answer.get("text")
                    if why == "null pointer":   # the program got a value there
                        count.wrong += 1
                        failures.append(f"{what} is WRONG: {why}, not {entry['value']}")
                        continue
                    outcome = f"not shown: {why}"
                    if (any(reason in (why or "") for reason in NOWHERE) or
                            (name, entry["name"]) in NOT_THERE):
                        count.nowhere += 1
                    else:
                        count.missing += 1
                    passed += 1
                elif is_partial(answer) and not is_right(answer, entry):
                    outcome = f"shown in part: {answer['text']}"
                    count.missing += 1
                    passed += 1
                elif is_right(answer, entry):
                    outcome = f"right: {answer['text']}"
                    count.right += 1
                    passed += 1
                else:
                    outcome = f"WRONG: {answer['text']}, not {entry['value']}"
                    count.wrong += 1
                    failures.append(f"{what} is {outcome}")
                if options.verbose:
                    print(f"{what}: {outcome}")
    return passed, failures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build")
    parser.add_argument("--data", default=DATA)
    parser.add_argument("--only")
    parser.add_argument("--speculative", action="store_true", help="also what is not proved")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    tool = os.path.join(TOP, options.build, "wcore-mem")
    counts, passed, failures = {}, 0, []
    paths = sorted(glob.glob(os.path.join(options.data, "**", "*.expect.json"), recursive=True))
    with open(tool, "rb") as file:
        is_part = b"__asan_init" in file.read()     # slow, and of memory errors a part shows the most
    for path in wasm.sample(paths) if is_part else paths:
        if options.only and options.only not in path:
            continue
        good, bad = one(tool, path, options.data, counts, options)
        passed += good
        failures += bad
    for name, count in sorted(counts.items()):
        total = count.right + count.wrong + count.missing
        if name in SHARES and not options.only and not is_part:
            if total and count.right >= SHARES[name] * total:
                passed += 1
            else:
                failures.append(f"{name}: {count.right} of {total} are shown and right")
        if options.verbose:
            print(f"{name}: {count.right} right, {count.wrong} wrong, {count.missing} not shown, "
                  f"{count.nowhere} have no place")
    print("\n".join(failures))
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
