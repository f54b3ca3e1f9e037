#!/usr/bin/env python3
"""Build the benchmark's large module: 24 copies of SQLite with renamed symbols, and a dump of it.

usage: bigmodule.py FOLDER

Makes FOLDER/big.wasm (about 94 MB, clang -O1 -g, no wasm-opt) and FOLDER/big.core,
a crash in a callback five calls below main.  The source is the amalgamation in the
crate libsqlite3-sys, fetched by cargo.  Needs clang-16, wasi-libc, cargo, wasmtime.
What is there already is not made again.
"""
import concurrent.futures
import glob
import os
import re
import subprocess
import sys

COPIES = 24
CRASHING = 13
CRATE = '[package]\nname = "fetch"\nversion = "0.1.0"\nedition = "2021"\n' \
        '[dependencies]\nlibsqlite3-sys = { version = "=0.30.1", features = ["bundled"] }\n'
DEFINES = ["-DSQLITE_OS_OTHER=1", "-DSQLITE_THREADSAFE=0", "-DSQLITE_OMIT_LOAD_EXTENSION",
           "-DSQLITE_OMIT_WAL", "-DSQLITE_MAX_MMAP_SIZE=0"]
CLANG = ["clang-16", "--target=wasm32-wasi", "-g", "-w"]


def find_source(folder):
    """The path of sqlite3.c, through cargo's own store."""
    crate = os.path.join(folder, "crate")
    os.makedirs(os.path.join(crate, "src"), exist_ok=True)
    with open(os.path.join(crate, "Cargo.toml"), "w", encoding="ascii") as file:
        file.write(CRATE)
    with open(os.path.join(crate, "src", "lib.rs"), "w", encoding="ascii"):
        pass
    subprocess.run(["cargo", "fetch", "-q"], cwd=crate, check=True)
    home = os.environ.get("CARGO_HOME", os.path.expanduser("~/.cargo"))
    return glob.glob(os.path.join(home, "registry/src/*/libsqlite3-sys-0.30.1/sqlite3/sqlite3.c"))[0]


def compile_copy(folder, text, number):
    source = os.path.join(folder, f"copy{number}.c")
    made = os.path.join(folder, f"copy{number}.o")
    if os.path.exists(made):
        return made
    with open(source, "w", encoding="utf-8") as file:
        file.write(re.sub(r"\bsqlite3", f"copy{number}_sqlite3", text))
        file.write(f"int copy{number}_sqlite3_os_init(void) {{ return 0; }}\n"
                   f"int copy{number}_sqlite3_os_end(void) {{ return 0; }}\n")
    subprocess.run(CLANG + DEFINES + ["-O1", "-c", source, "-o", made + ".tmp"], check=True)
    os.rename(made + ".tmp", made)
    return made


def main():
    folder = os.path.abspath(sys.argv[1])
    os.makedirs(folder, exist_ok=True)
    module, dump = os.path.join(folder, "big.wasm"), os.path.join(folder, "big.core")
    if os.path.exists(dump):
        return
    with open(find_source(folder), encoding="utf-8") as file:
        text = file.read()
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        objects = list(pool.map(lambda n: compile_copy(folder, text, n), range(COPIES)))
    p = f"copy{CRASHING}_sqlite3"
    with open(os.path.join(folder, "crash.c"), "w", encoding="ascii") as file:
        file.write(f"""int {p}_config(int, ...);
int {p}_prepare_v2(void *, const char *, int, void **, const char **);
static int told;
static void log_it(void *context, int code, const char *text)
{{
	told = code;
	__builtin_trap();
}}
int main(void)
{{
	void *statement;
	{p}_config(16, log_it, (void *)0);
	return {p}_prepare_v2(0, "select 1", -1, &statement, 0);
}}
""")
    # Without -O at the link clang leaves wasm-opt alone.
    subprocess.run(CLANG + ["-O1", "-c", "crash.c", "-o", "crash.o"], cwd=folder, check=True)
    subprocess.run(CLANG + ["crash.o"] + objects + ["-Wl,--no-gc-sections", "-o", module],
                   cwd=folder, check=True)
    subprocess.run(["wasmtime", "run", "-D", f"coredump={dump}", module], cwd=folder, check=False,
                   capture_output=True)
    if not os.path.exists(dump):
        raise SystemExit("bigmodule.py: wasmtime wrote no dump")


main()
