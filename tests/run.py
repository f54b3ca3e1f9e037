#!/usr/bin/env python3
"""Run all test suites and add up what they say.

usage: run.py [--build DIR] [--only WORD] [--skip WORD,...] [--list]

A suite is a program whose last line of the form `N passed, N failed` counts its
tests (cmocka's closing lines are understood, too); a program that prints none is
one test, judged by its exit status.  Suites run beside each other, one a core.
"""
import argparse
import concurrent.futures
import glob
import os
import re
import subprocess
import sys
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SUITE_SECONDS = 900


def suites(build):
    """Names and command lines, slow ones first."""
    python = sys.executable
    found = []
    for script in ("bad-input.py", "suites/mem-bad-input", "fuzz/replay.py", "variables.py", "corpus.py", "install.py"):
        if os.path.exists(os.path.join(TOP, "tests", script)):
            found.append((script, [python, "tests/" + script] +
                          ([] if script.startswith("suites/") else ["--build", build])))
    for script in sorted(glob.glob(os.path.join(TOP, "tests", "suites", "*"))):
        if os.access(script, os.X_OK) and "suites/" + os.path.basename(script) not in dict(found):
            found.append(("suites/" + os.path.basename(script), [script]))
    for script in ("cli/run.sh", "readme.sh"):
        if os.path.exists(os.path.join(TOP, "tests", script)):
            found.append((script, ["bash", "tests/" + script]))
    for source in sorted(glob.glob(os.path.join(TOP, "tests", "unit", "test_*.c"))):
        name = os.path.basename(source)[:-2]
        found.append(("unit/" + name, [os.path.join(build, "tests", name)]))
    return found


def count(output, status):
    """(passed, failed) of a suite that printed output and ended with status."""
    lines = re.findall(r"^(?:[\w-]+: )?(\d+) passed, (\d+) failed", output, re.M)
    if lines:
        passed, failed = int(lines[-1][0]), int(lines[-1][1])
    else:
        passed = sum(map(int, re.findall(r"^\[  PASSED  \] (\d+) test", output, re.M)))
        failed = sum(map(int, re.findall(r"^\[  FAILED  \] (\d+) test", output, re.M)))
        if passed + failed == 0 and status == 0:
            passed = 1
    if status != 0 and failed == 0:
        failed = 1
    return passed, failed


def run(suite, environment):
    name, command = suite
    start = time.monotonic()
    try:
        done = subprocess.run(command, cwd=TOP, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=SUITE_SECONDS)
        output, status = done.stdout.decode("utf-8", "replace"), done.returncode
    except subprocess.TimeoutExpired as late:
        output = (late.stdout or b"").decode("utf-8", "replace") + "\ntimed out\n"
        status = 124
    except OSError as error:
        output, status = str(error) + "\n", 127
    return name, output, status, time.monotonic() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build")
    parser.add_argument("--only", help="suites whose name holds this word")
    parser.add_argument("--skip", default="", help="no suites whose name holds one of these words")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()

    build = os.path.join(TOP, options.build)
    skipped = [word for word in options.skip.split(",") if word]
    chosen = [s for s in suites(build) if (not options.only or options.only in s[0]) and
              not any(word in s[0] for word in skipped)]
    if options.list:
        print("\n".join(name for name, _ in chosen))
        return 0
    environment = dict(os.environ, WCORE_BUILD=build, B=build, LC_ALL="C.UTF-8",
                       PATH=build + os.pathsep + os.environ["PATH"])
    for name in ("WCORE_PATH", "DEBUGINFOD_URLS", "NO_COLOR", "MAKEFLAGS", "MFLAGS", "MAKELEVEL"):
        environment.pop(name, None)

    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for work in concurrent.futures.as_completed(
                [pool.submit(run, suite, environment) for suite in chosen]):
            name, output, status, seconds = work.result()
            good, bad = count(output, status)
            passed += good
            failed += bad
            print(f"{'ok  ' if bad == 0 else 'FAIL'} {name}: {good} passed, {bad} failed"
                  f" ({seconds:.1f} s)", flush=True)
            if bad:
                print("\n".join("    " + line for line in output.splitlines()[-200:]), flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
