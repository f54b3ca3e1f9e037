#!/usr/bin/env python3
"""Build libcore with one mistake at a time and see that the quick tests notice each.

usage: run.py --build DIR [--cc CC] [--only WORD]

The mistakes are those of table.py.  Each is made in a copy of the tree at DIR-mutants, which starts from what is
built in DIR; then the suites that the table names run, and if they see nothing, the other quick ones, until one fails.  The exit
code is 1 when a mistake lives.
"""
import argparse
import os
import resource
import shutil
import subprocess
import sys

from table import MUTANTS

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
QUICK = ["validate-invalid", "cli/", "corpus.py", "unit/"]
# A mistake may make a loop endless.
CPU_SECONDS = 120


def copy_tree(to, build):
    """The tree by hard links: what is changed is a file of its own first.  Objects are written in place."""
    def ignored(folder, names):
        return [n for n in names if folder == TOP and (n.startswith("build") or n == ".git") or n == "__pycache__"]
    shutil.copytree(TOP, to, copy_function=os.link, ignore=ignored)
    for part in ("libcore", "cmd", os.path.join("tests", "unit")):
        shutil.copytree(os.path.join(build, part), os.path.join(to, "build", part))
    shutil.copy2(os.path.join(build, "flags"), os.path.join(to, "build"))


def write(path, text):
    os.unlink(path)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def make(tree, cc, *targets):
    return subprocess.run(["make", "-s", "-j", str(os.cpu_count() or 1), "CC=" + cc, *targets], cwd=tree,
                          capture_output=True, text=True)


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def sees(tree, cc, suite):
    """Whether the suite fails; the programs that it needs are built."""
    if suite.startswith("test_"):
        built = make(tree, cc, "build/tests/" + suite)
        # By itself: run.py would look for all programs whose names begin so.
        command = [os.path.join("build", "tests", suite)]
    else:
        built = make(tree, cc, *(["all", "unit-programs"] if suite == "unit/" else ["all"]))
        command = [sys.executable, "tests/run.py", "--only", suite]
    if built.returncode:
        sys.exit(f"{suite} cannot be built:\n{built.stderr[-2000:]}")
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, preexec_fn=limit)
    if done.stdout.endswith("\n0 passed, 0 failed\n") or not done.stdout:
        sys.exit(f"there is no suite {suite}")
    return done.returncode != 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--cc", default="cc")
    parser.add_argument("--only", default="", help="mutants of files whose name holds this word")
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    tree = build + "-mutants"
    shutil.rmtree(tree, ignore_errors=True)
    copy_tree(tree, build)
    killed = lived = 0
    for name, old, new, suites in MUTANTS:
        if options.only not in name:
            continue
        path = os.path.join(tree, "libcore", name)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        if text.count(old) != 1:
            sys.exit(f"{name}: {old!r} stands there {text.count(old)} times: mend tests/mutants/table.py")
        write(path, text.replace(old, new))
        killer = next((s for s in suites.split() + QUICK if sees(tree, options.cc, s)), None)
        write(path, text)
        killed, lived = killed + bool(killer), lived + (not killer)
        print(f"{'ok   ' if killer else 'LIVES'} {name}: {old.split(chr(10))[0]} -> {new.split(chr(10))[0]}: {killer or '-'}",
              flush=True)
    print(f"{killed} passed, {lived} failed")
    return 1 if lived or not killed else 0


if __name__ == "__main__":
    sys.exit(main())
