#!/usr/bin/env python3
"""Kill commands while they write, and look at what they leave.

usage: kills.py [--build DIR] [--full] [--only WORD]

Each command line that writes a file is ended by SIGKILL in front of its 1st, 2nd, 3rd ... call of the system,
up to its last one, and --full also at random moments.  What must hold: files that are written are absent (or
old) or whole, inputs are as they were, and nothing else is there, but for a temporary file
".NAME.PID-N" beside the output where the system knows no files without names, or where the command was
between the two names of one: it is then whole.
"""
import argparse
import concurrent.futures
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import faults
import sweep

MOMENTS = 60        # of a command line that has more, without --full
RANDOM_MOMENTS = 50


def is_leftover(name, data, server, sound):
    """The second name of a whole file, for the moment in which it has both."""
    for output in server.outputs:
        if re.fullmatch(rf"\.{re.escape(output)}\.\d+-\d+", name):
            return data == sound.files[output]
    return False


def wrong(server, outcome, sound):
    if not os.WIFSIGNALED(outcome.status) or os.WTERMSIG(outcome.status) != signal.SIGKILL:
        yield f"it was not killed: {outcome.status:#x}"
    left = {name: data for name, data in outcome.files.items()
            if not is_leftover(name, data, server, sound)}
    yield from server.unexpected_files(outcome._replace(files=left), sound)


def at_calls(server, sound, events, options):
    """(runs, failures): killed in front of each call of the system."""
    calls = [e for e in events if e.name not in faults.MEMORY]
    if len(calls) > MOMENTS and not options.full:
        # The last calls are those that put the file in its place.
        calls = random.Random(server.title).sample(calls[:-20], MOMENTS - 20) + calls[-20:]
    failures = []
    for event in calls:
        outcome = server.run(event.number, "kill")
        failures += [f"{server.title}: killed before {event.name}, event {event.number}: {f}"
                     for f in wrong(server, outcome, sound)]
    return len(calls), failures


def at_moments(server, sound, build):
    """(runs, failures): the command as it is, killed after a while."""
    command = [os.path.join(build, server.words[0])] + server.words[1:]
    start = time.monotonic()
    subprocess.run(command, cwd=server.inside, capture_output=True, check=False)
    span, rnd, failures = time.monotonic() - start, random.Random(server.title), []
    server.restore(server.files())
    for _ in range(RANDOM_MOMENTS):
        delay = rnd.uniform(0, span)
        child = subprocess.Popen(command, cwd=server.inside, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        child.kill()
        child.wait()
        files = server.files()
        outcome = sound._replace(status=signal.SIGKILL, files=files)
        failures += [f"{server.title}: killed after {delay:.4f} s: {f}" for f in wrong(server, outcome, sound)]
        server.restore(files)
    return RANDOM_MOMENTS, failures


def sweep_case(case, options):
    build, folder = os.path.abspath(options.build), tempfile.mkdtemp(prefix="wcore-sweep.")
    server = sweep.Server(build, folder, case)
    try:
        sound, events = server.trace()
        if not events or set(server.outputs) - set(sound.files):
            return 1, [f"{server.title}: no sound run: {sound.status:#x} {sound.stderr.decode()[-300:]}"]
        count, failures = at_calls(server, sound, events, options)
        if options.full:
            more = at_moments(server, sound, build)
            count, failures = count + more[0], failures + more[1]
        return count, failures
    finally:
        server.close()
        shutil.rmtree(folder)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=os.environ.get("WCORE_BUILD", "build"))
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    total, failures = 0, []
    cases = [case for case in sweep.CASES if case[2] != "-" and options.only in case[0]]
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for count, found in pool.map(lambda case: sweep_case(case, options), cases):
            total += count
            failures += found
    for line in failures:
        print("FAIL " + line)
    print(f"{total - len(failures)} passed, {len(failures)} failed")
    return 1 if failures or not total else 0


if __name__ == "__main__":
    sys.exit(main())
