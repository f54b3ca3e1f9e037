#!/usr/bin/env python3
"""Install into a folder, build a program against what is there, uninstall again.

usage: install.py [--build DIR]
"""
import argparse
import os
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DUMP = os.path.join(TOP, "tests", "data", "c-divzero", "crash-O0.core")
PROGRAM = r"""
#include <dump/dump.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	struct wcore_file *file;
	struct wcore_dump *dump;

	if (argc < 2 || wcore_file_open(argv[1], NULL, &file) ||
	    wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump))
		return 1;
	printf("%u frames\n", dump->threads[0].frame_count);
	wcore_dump_close(dump);
	wcore_file_close(file);
	return 0;
}
"""
passed, failures = 0, []


def check(good, text):
    global passed
    if good:
        passed += 1
    else:
        failures.append(text)


def files(folder):
    return sorted(os.path.relpath(os.path.join(top, name), folder)
                  for top, _, names in os.walk(folder) for name in names)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build")
    build = os.path.abspath(parser.parse_args().build)
    with open(os.path.join(build, "wcore-bt"), "rb") as file:
        sanitized = b"__asan_init" in file.read()
    with tempfile.TemporaryDirectory() as scratch:
        stage = os.path.join(scratch, "stage")
        make = ["make", "-s", "-C", TOP, "B=" + build, "PREFIX=/usr", "DESTDIR=" + stage]
        done = subprocess.run(make + ["install-files"], capture_output=True, text=True)
        check(done.returncode == 0, "make install: " + done.stderr[-500:])
        there = set(files(stage))
        commands = sorted(n[:-2] for n in os.listdir(os.path.join(TOP, "cmd"))
                          if n.startswith("wcore-") and n.endswith(".c"))
        for command in commands:
            for path in (f"usr/bin/{command}", f"usr/share/man/man1/{command}.1",
                         f"usr/share/bash-completion/completions/{command}",
                         f"usr/share/zsh/site-functions/_{command}",
                         f"usr/share/fish/vendor_completions.d/{command}.fish"):
                check(path in there, f"{path} is not installed")
        for path in ("usr/lib/libcore.a", "usr/lib/pkgconfig/wcore.pc",
                     "usr/include/wcore/dump/dump.h", "usr/share/man/man7/wcore.7",
                     "usr/share/man/man5/wcore-json.5"):
            check(path in there, f"{path} is not installed")
        if not sanitized:
            source = os.path.join(scratch, "program.c")
            with open(source, "w", encoding="ascii") as file:
                file.write(PROGRAM)
            environment = dict(os.environ, PKG_CONFIG_SYSROOT_DIR=stage,
                               PKG_CONFIG_PATH=os.path.join(stage, "usr/lib/pkgconfig"))
            flags = subprocess.run(["pkg-config", "--cflags", "--libs", "wcore"], env=environment,
                                   capture_output=True, text=True)
            check(flags.returncode == 0, "pkg-config: " + flags.stderr)
            program = os.path.join(scratch, "program")
            done = subprocess.run(["cc", "-o", program, source] + flags.stdout.split(),
                                  capture_output=True, text=True)
            check(done.returncode == 0, "a program against libcore.a: " + done.stderr[-500:])
            if done.returncode == 0:
                said = subprocess.run([program, DUMP], capture_output=True, text=True).stdout
                check(said == "6 frames\n", f"the program says {said!r}")
        done = subprocess.run(make + ["uninstall"], capture_output=True, text=True)
        check(done.returncode == 0 and not files(stage),
              f"after make uninstall there are {files(stage)} {done.stderr[-300:]}")
    print("\n".join(failures))
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
