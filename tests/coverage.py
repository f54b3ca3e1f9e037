#!/usr/bin/env python3
"""Run the tests with programs that count lines, and print which part of libcore they ran.

usage: coverage.py --build DIR [--only WORD] [--skip WORD,...] [--no-run] [--files] [--missing FILE...]

The build is one with -fprofile-instr-generate -fcoverage-mapping and -mllvm -runtime-counter-relocation
(make coverage).  --no-run adds up what earlier runs left; --missing prints the lines of these files that
nothing ran.  The exit code is 1 when fewer than 90% of the lines of libcore were run.
"""
import argparse
import collections
import glob
import os
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WANTED = 90.0


def tool(name, *arguments, **options):
    for version in ("-16", ""):
        try:
            return subprocess.run([name + version, *arguments], check=True, **options)
        except FileNotFoundError:
            continue
    sys.exit(f"coverage.py: {name} is not installed")


def programs(build):
    """The programs that hold libcore; each has the same lines of it, but not all of them."""
    found = glob.glob(build + "/wcore-*") + glob.glob(build + "/tests/*") + glob.glob(build + "/tests/faulty/*")
    return sorted(path for path in found if os.path.isfile(path) and os.access(path, os.X_OK))


def run_tests(options, profiles):
    os.makedirs(profiles, exist_ok=True)
    # A program's runs add their counts to four files, which are mapped while they run: what ends by a signal or
    # in a sandbox, where no file can be written, is counted too.
    environment = dict(os.environ, LLVM_PROFILE_FILE=os.path.join(profiles, "%4m%c.profraw"))
    command = [sys.executable, "tests/run.py", "--build", options.build]
    for name in ("only", "skip"):
        if getattr(options, name):
            command += ["--" + name, getattr(options, name)]
    subprocess.run(command, cwd=TOP, env=environment, check=False)


def has_profile(program):
    with open(program, "rb") as file:
        return b"__llvm_profile" in file.read()


def lines_of(build, profiles):
    """{file: {line: was run}}."""
    merged = os.path.join(build, "coverage.profdata")
    tool("llvm-profdata", "merge", "-sparse", "-o", merged, *glob.glob(profiles + "/*.profraw"))
    objects = [p for p in programs(build) if has_profile(p)]
    listed = [argument for path in objects[1:] for argument in ("-object", path)]
    done = tool("llvm-cov", "export", "-format=lcov", "-instr-profile=" + merged, objects[0], *listed,
                "--sources", os.path.join(TOP, "libcore"), capture_output=True, text=True)
    found = collections.defaultdict(dict)
    for line in done.stdout.splitlines():
        if line.startswith("SF:"):
            name = os.path.relpath(line[3:], TOP)
        elif line.startswith("DA:"):
            number, count = line[3:].split(",")[:2]
            found[name][int(number)] = found[name].get(int(number), False) or int(count) > 0
    return found


def missing(found, names):
    for name in names:
        with open(os.path.join(TOP, name), encoding="utf-8") as file:
            text = file.read().splitlines()
        for number, was_run in sorted(found[name].items()):
            if not was_run:
                print(f"{name}:{number}: {text[number - 1]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--only")
    parser.add_argument("--skip")
    parser.add_argument("--no-run", action="store_true")
    parser.add_argument("--files", action="store_true", help="a line for each file, too")
    parser.add_argument("--missing", nargs="*", default=[])
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    profiles = os.path.join(build, "profiles")
    if not options.no_run:
        run_tests(options, profiles)
    found = lines_of(build, profiles)
    if options.missing:
        missing(found, options.missing)
        return 0
    folders = collections.defaultdict(lambda: [0, 0])
    for name, lines in found.items():
        for key in (os.path.dirname(name), "libcore") + ((name,) if options.files else ()):
            folders[key][0] += sum(lines.values())
            folders[key][1] += len(lines)
    print(f"{'folder':40} {'lines':>7} {'run':>7}")
    for key in sorted(folders, key=lambda k: (k == "libcore", k)):
        ran, count = folders[key]
        print(f"{key:40} {count:7} {100 * ran / count:6.1f}%")
    ran, count = folders["libcore"]
    return 1 if not count or 100 * ran / count < WANTED else 0


if __name__ == "__main__":
    sys.exit(main())
