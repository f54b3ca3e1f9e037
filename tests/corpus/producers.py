"""Builds a generated program at a level and crashes it under the producers.

What is made is kept below the build folder and made anew only when the source
or the command changes.
"""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LEVELS = {"c": ["-O0", "-O1", "-O2", "-Os"], "cpp": ["-O0", "-O1", "-O2", "-O3"],
          "rs": ["debug", "1", "2", "s"], "zig": ["Debug", "ReleaseSafe", "ReleaseFast", "ReleaseSmall"]}
PEERS = {"wasmtime": ["wasmtime-cli@48.0.8", "--no-default-features", "--features",
                      "run,wat,cranelift,coredump"],
         "wasm-coredump-rewriter": ["wasm-coredump-rewriter@0.2.2"],
         "wasm-tools": ["wasm-tools@1.263.0"],
         "wasmgdb": ["wasmgdb@0.2.2"]}
LIMIT = 300


class Failed(Exception):
    pass


def run(command, output=None, **more):
    """The finished process; Failed when it takes too long."""
    try:
        return subprocess.run(command, capture_output=True, timeout=LIMIT, **more)
    except subprocess.TimeoutExpired:
        raise Failed(f"takes over {LIMIT} s: {' '.join(command)}") from None


def peer(name, build):
    """The path of a tool that cargo installs: from $PEERS, from PATH, or built now."""
    roots = [os.environ["PEERS"]] if os.environ.get("PEERS") else []
    for root in roots + [os.path.join(build, "peers")]:
        path = os.path.join(root, "bin", name)
        if os.path.exists(path):
            return path
    found = shutil.which(name)
    if found:
        return found
    root = os.path.join(build, "peers")
    subprocess.run(["cargo", "install", "--root", root] + PEERS[name], check=True)
    return os.path.join(root, "bin", name)


def libcxx():
    """Where libc++'s headers for WASI are (libc++-16-dev-wasm32), or None."""
    for path in ("/usr/lib/llvm-16/include/wasm32-wasi/c++/v1", "/usr/include/wasm32-wasi/c++/v1"):
        if os.path.exists(os.path.join(path, "vector")):
            return path
    return None


def rust_compiler():
    """A rustc that has a WASI target, with the option for it, or None."""
    for rustc in ("rustc", "/usr/bin/rustc"):
        for target in ("wasm32-wasip1", "wasm32-wasi"):
            probe = subprocess.run([rustc, "--target", target, "--print", "target-libdir"],
                                   capture_output=True, text=True) if shutil.which(rustc) else None
            if probe and probe.returncode == 0 and os.path.isdir(probe.stdout.strip()):
                return [rustc, "--target", target]
    return None


def zig_compiler():
    for python in (sys.executable, "python3"):
        if shutil.which(python) and subprocess.run([python, "-m", "ziglang", "version"],
                                                   capture_output=True).returncode == 0:
            return [python, "-m", "ziglang"]
    return ["zig"] if shutil.which("zig") else None


class Tools:
    def __init__(self, build):
        self.build = build
        self.clang = shutil.which("clang-16") or shutil.which("clang")
        self.libcxx, self.rust, self.zig = libcxx(), rust_compiler(), zig_compiler()
        self.wasmtime = peer("wasmtime", build)
        self.rewriter = peer("wasm-coredump-rewriter", build)
        self.node = shutil.which("node")
        self.bt = os.path.join(build, "wcore-bt")
        self.raw = os.path.join(build, "tests", "raw_locals")

    def missing(self):
        """What languages cannot be built, and why."""
        out = {}
        if not self.clang:
            out["c"] = out["cpp"] = "no clang with a wasm32-wasi target"
        elif not self.libcxx:
            out["cpp"] = "no libc++ for WASI (libc++-16-dev-wasm32, libc++abi-16-dev-wasm32)"
        if not self.rust:
            out["rs"] = "no rustc with a WASI target (libstd-rust-dev-wasm32)"
        if not self.zig:
            out["zig"] = "no Zig (pip install ziglang)"
        return out

    def commands(self, language, level, source, module, is_checked=False):
        """The commands that make a module; no wasm-opt: it leaves DWARF behind.  Checked: what C and C++ do not define traps."""
        if language in ("c", "cpp"):
            made = module[:-5] + ".o"
            compiler = [self.clang if language == "c" else self.clang.replace("clang", "clang++"),
                        "--target=wasm32-wasi", "-w", "-g"]
            extra = ["-std=c++20", "-fno-exceptions", "-nostdinc++", "-isystem", self.libcxx] \
                if language == "cpp" else []
            if is_checked:
                extra += ["-fsanitize=undefined,float-cast-overflow", "-fno-sanitize=vptr,function,alignment", "-fsanitize-trap=all"]
            return [compiler + extra + [level, "-c", source, "-o", made],
                    compiler + [made, "-o", module]]
        if language == "rs":
            flags = [] if level == "debug" else ["-C", f"opt-level={level}", "-C", "overflow-checks=on"]
            return [self.rust + ["--edition=2021", "-Awarnings", "-g"] + flags + [source, "-o", module]]
        return [self.zig + ["build-exe", source, "-target", "wasm32-wasi", "-O", level,
                            "-fno-strip", "-femit-bin=" + module,
                            "--cache-dir", module + ".cache",
                            "--global-cache-dir", os.path.join(self.build, "zig-cache")]]


def stamp(*parts):
    return hashlib.sha256(repr(parts).encode()).hexdigest()


class Crash:
    """A program at a level: its module, dumps, output and what V8 says of its frames."""

    def __init__(self, tools, folder, name, language, level, source_text):
        self.tools, self.name, self.language, self.level = tools, name, language, level
        self.base = os.path.join(folder, name + "_" + re.sub(r"\W", "", level))
        self.source_text = source_text
        self.source = os.path.join(folder, f"{name}.{language}")
        self.module = self.base + ".wasm"
        self.core = self.base + ".core"
        self.rewritten = self.base + ".rewriter.core"
        self.v8 = self.base + ".v8.json"

    def make(self, with_producers=True):
        # A program that only tells what is true must not do what has no meaning.
        commands = self.tools.commands(self.language, self.level, self.source, self.module, not with_producers)
        wanted = stamp(self.source_text, commands, with_producers, 1)
        seal = self.base + ".made"
        if os.path.exists(seal) and open(seal, encoding="ascii").read() == wanted:
            if with_producers and not os.path.exists(self.v8):
                self.ask_v8()
            return
        with open(self.source, "w", encoding="utf-8") as file:
            file.write(self.source_text)
        for command in commands:
            done = run(command, cwd=os.path.dirname(self.module))
            if done.returncode != 0:
                raise Failed(f"{' '.join(command)}: {done.stderr.decode(errors='replace')[:3000]}")
        shutil.rmtree(self.module + ".cache", ignore_errors=True)
        for path in (self.core, self.rewritten, self.v8):
            if os.path.exists(path):
                os.unlink(path)
        self.crash(with_producers)
        with open(seal, "w", encoding="ascii") as file:
            file.write(wanted)

    def crash(self, with_producers):
        tools = self.tools
        folder, module = os.path.split(self.module)
        command = [tools.wasmtime, "run"]
        if with_producers:
            command += ["-D", f"coredump={self.core}"]
        ran = run(command + [module], cwd=folder, stdin=subprocess.DEVNULL)
        with open(self.base + ".out", "wb") as file:
            file.write(ran.stdout)
        with open(self.base + ".err", "wb") as file:
            file.write(ran.stderr)
        if not with_producers:
            return
        if not os.path.exists(self.core):
            raise Failed(f"{module} does not crash: {ran.stderr.decode(errors='replace')[-400:]}")
        if not tools.node:
            return
        self.ask_v8()
        with open(self.module, "rb") as file:
            rewritten = run([tools.rewriter], stdin=file)
        if rewritten.returncode == 0:
            path = self.base + ".rewritten.wasm"
            with open(path, "wb") as file:
                file.write(rewritten.stdout)
            # argv[0] is the same for all, so that memory is.
            os.makedirs(self.base + ".rewriter", exist_ok=True)
            os.replace(path, os.path.join(self.base + ".rewriter", module))
            run([tools.node, "--no-warnings", os.path.join(HERE, "run.mjs"),
                 os.path.join(self.base + ".rewriter", module), self.rewritten], stdin=subprocess.DEVNULL)
            shutil.rmtree(self.base + ".rewriter")
        if os.path.exists(self.rewritten) and not rewriter_wrote(self.rewritten):
            os.unlink(self.rewritten)

    def ask_v8(self):
        folder, module = os.path.split(self.module)
        run([self.tools.node, "--no-warnings", os.path.join(HERE, "locals.mjs"), module, self.v8],
            cwd=folder, stdin=subprocess.DEVNULL)

    def output(self):
        with open(self.base + ".out", encoding="utf-8", errors="replace") as file:
            return file.read()

    def v8_frames(self):
        if not os.path.exists(self.v8):
            return []
        with open(self.v8, encoding="utf-8") as file:
            return json.load(file)


def rewriter_wrote(path):
    """Other traps than unreachable are not caught by the rewriter: then there is no dump in the memory."""
    with open(path, "rb") as file:
        return file.read(4) == b"\0asm"
