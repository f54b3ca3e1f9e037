#!/usr/bin/env python3
"""Run each fuzzer's entry point over its seeds and over what fuzzing once found.

usage: replay.py [--build DIR]
"""
import argparse
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
FOUND = os.path.join(HERE, "..", "data", "fuzz")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build")
    build = os.path.abspath(parser.parse_args().build)
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, os.path.join(HERE, "seeds.py"), folder], check=True)
        for source in sorted(os.listdir(HERE)):
            if not (source.startswith("fuzz_") and source.endswith(".c")):
                continue
            name = source[:-2]
            for inputs in (os.path.join(folder, name), os.path.join(FOUND, name)):
                if not os.path.isdir(inputs):
                    continue
                done = subprocess.run([os.path.join(build, "tests", name), inputs],
                                      capture_output=True, timeout=300)
                words = done.stdout.split()
                if done.returncode == 0 and words and int(words[-2]) > 0:
                    passed += int(words[-2])
                else:
                    failed += 1
                    print(f"{name} {inputs}: exit {done.returncode}")
                    print(done.stderr.decode(errors="replace")[-3000:])
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
