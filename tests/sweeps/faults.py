#!/usr/bin/env python3
"""Let each call for memory and each call of the system fail once, and see that it is told.

usage: faults.py [--build DIR] [--full] [--only WORD] [--seed N] [--sample N] [-v]

A command line runs once to list its calls, with all their callers (fault.h).  Then it runs again for each
place that calls come from, with the first of them failing, and for a sample of all other calls, always the
same.  --full takes all calls.  What must hold:

- the exit code is 2, and one line on stderr says what the fault was;
- or a module or source file that is looked for was not opened: a line says why;
- or the fault does no harm: exit code, output, messages and files are those of a sound run;
- inputs are as they were, files that are written are absent (or old) or whole, nothing is left behind;
- no signal but SIGPIPE for EPIPE, and nothing that a sanitizer sees.
"""
import argparse
import collections
import concurrent.futures
import errno
import os
import random
import shutil
import signal
import sys
import tempfile

import sweep

MEMORY = {"malloc", "calloc", "realloc", "aligned_alloc", "strdup", "strndup", "asprintf", "vasprintf",
          "open_memstream",           "inflateInit2_", "pcre2_compile_8", "pcre2_match_data_create_from_pattern_8",
          "pcre2_match_context_create_8"}
FAULTS = {
    "open": ("EMFILE", "EIO"), "read": ("EINTR", "short", "EIO"), "pread": ("EINTR", "short", "EIO"),
    "write": ("EINTR", "short", "ENOSPC", "EIO"),
    "stdout": ("short", "ENOSPC", "EIO", "EPIPE"),
    "mmap": ("ENOMEM",), "fstat": ("EIO",),
    "stat": ("EACCES",), "lstat": ("EACCES",), "fsync": ("EIO",), "ftruncate": ("ENOSPC",),
    "linkat": ("ENOSPC",), "rename": ("EIO",), "fchmod": ("EPERM",), "access": ("EACCES",),
    "lseek": ("EINVAL",), "fcntl": ("EMFILE",), "memfd_create": ("ENOMEM",), "mkostemp": ("EACCES",),
    "scandir": ("EMFILE",), "pthread_create": ("EAGAIN",), "close": ("EIO",), "realpath": ("ENOMEM",),
}
# Calls for files that may be there or not.
LOOK_UP = {"open", "fstat", "stat", "lstat", "mmap", "read", "pread"}


def actions(name):
    if name == "-":
        return ()
    return ("ENOMEM",) if name in MEMORY else FAULTS[name]


def number(action):
    return action if action == "short" else str(getattr(errno, action))


def chosen(events, rnd, options):
    """The first event of each place, and a sample of the others."""
    first, others, seen = [], [], set()
    for event in events:
        (others if event.place in seen else first).append(event)
        seen.add(event.place)
    if options.full:
        return first + others
    calls = [e for e in first if e.name not in MEMORY]
    memory = [e for e in first if e.name in MEMORY]
    if len(memory) > options.sample:
        memory = rnd.sample(memory, options.sample)
    return calls + memory + rnd.sample(others, min(len(others), options.sample // 4))


def new_lines(outcome, sound):
    """Lines on stderr that a sound run does not have."""
    left = collections.Counter(sound.stderr.decode().splitlines())
    for line in outcome.stderr.decode("utf-8", "replace").splitlines():
        if left[line]:
            left[line] -= 1
        else:
            yield line


def sound_code(sound):
    return os.WEXITSTATUS(sound.status)


def is_same(outcome, sound):
    return (outcome.status, outcome.stdout, outcome.stderr, outcome.files) == \
           (sound.status, sound.stdout, sound.stderr, sound.files)


def faults(action, outcome, sound):
    """What is wrong with an outcome, as lines of text."""
    # Threads come in another order: another call may have met the fault.
    if is_same(outcome, sound) or action not in actions(outcome.hit):
        return
    text = outcome.stderr.decode("utf-8", "replace")
    for sign in ("ERROR: AddressSanitizer", "runtime error:", "LeakSanitizer", "Assertion"):
        if sign in text:
            at = text.index(sign)
            yield text[at:at + 1500]
            return
    if os.WIFSIGNALED(outcome.status):
        if os.WTERMSIG(outcome.status) != signal.SIGPIPE or action != "EPIPE":
            yield f"signal {os.WTERMSIG(outcome.status)}"
        return
    code = os.WEXITSTATUS(outcome.status)
    if action in ("EINTR", "short"):
        yield f"exit code {code}, not what a sound run does: {text[:200]!r}"
        return
    lines = list(new_lines(outcome, sound))
    wanted = ["out of memory"] if outcome.hit in MEMORY else [os.strerror(getattr(errno, action))]
    if outcome.hit == "stdout":
        wanted.append("cannot write to standard output")
    said = [line for line in lines if any(words in line for words in wanted)]
    if code == sound_code(sound) and said and outcome.hit in LOOK_UP:
        return
    if code != 2:
        yield f"exit code {code}, but not what a sound run does: {lines[:2]}"
    elif len(said) != 1:
        yield f"{len(said)} lines on stderr say why, not one: {lines[:3]}"


def sweep_case(case, options):
    """(runs, failures)."""
    folder = tempfile.mkdtemp(prefix="wcore-sweep.")
    server = sweep.Server(os.path.abspath(options.build), folder, case)
    failures, count = [], 0
    try:
        sound, events = server.trace()
        if not events or not os.WIFEXITED(sound.status) or os.WEXITSTATUS(sound.status) > 1:
            return 1, [f"{server.title}: no sound run: {sound.status:#x} {sound.stderr.decode()[-300:]}"]
        again = server.run()
        if not is_same(again, sound):
            return 1, [f"{server.title}: a second run differs"]
        for event in chosen(events, random.Random(f"{options.seed} {server.title}"), options):
            for action in actions(event.name):
                outcome = server.run(event.number, number(action))
                count += 1
                found = list(faults(action, outcome, sound)) + list(server.unexpected_files(outcome, sound))
                failures += [f"{server.title}: event {event.number}, {event.name} {action}: {f}" for f in found]
                if found and options.verbose:
                    print(failures[-1], outcome.stderr.decode() if "FAULT_WHERE" in os.environ else "", flush=True)
    finally:
        server.close()
        shutil.rmtree(folder)
    return count, failures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=os.environ.get("WCORE_BUILD", "build"))
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sample", type=int, help="calls for memory of each command line")
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    sanitized = b"__asan_init" in sweep.read(os.path.join(options.build, "tests", "faulty", "wcore-bt"))
    options.sample = options.sample or (12 if sanitized else 45)
    total, failures = 0, []
    cases = [case for case in sweep.CASES if options.only in case[0]]
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
