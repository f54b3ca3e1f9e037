#!/usr/bin/env python3
"""What redaction finds, what it takes for secrets, and what it costs: the tables of docs/redaction.md.

usage: redaction.py [--build DIR] [--text FOLDER]... [--print]

Secrets: those of tests/data/redact, of which the programs' own sources say what they are.  Dumps without
secrets: the others of tests/data.  Ordinary text: 100 MB of what stands in the FOLDERs (/usr/share/doc, /usr/include and
the like unless some are given); e-mail addresses in it are counted apart, as they are such.  Time: of the
processor, user and system, which on a busy machine is more than on an idle one.
"""
import argparse
import collections
import gzip
import os
import re
import resource
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)
DATA = os.path.join(TOP, "tests", "data")
sys.path.insert(0, os.path.join(TOP, "tests"))
sys.dont_write_bytecode = True
import redact  # noqa: E402
import wasm  # noqa: E402

TEXT = ["/usr/share/doc", "/usr/include", "/usr/share/man", "/usr/share/perl", "/usr/lib/python3"]
TEXT_SIZE = 100_000_000
SIZE = 512
DOCUMENT = os.path.join(TOP, "docs", "redaction.md")


def kinds(build):
    """{kind: [in dumps, gone]}"""
    counts = collections.defaultdict(lambda: [0, 0])
    with tempfile.TemporaryDirectory() as folder:
        for language, items in redact.truth().items():
            module = redact.unpack(folder, language + ".wasm.gz")
            for title in redact.DUMPS[language]:
                path = redact.unpack(folder, title)
                done = redact.run(build, "wcore-strip", "--redact", "-m", module, path, "-o", path + ".out")
                assert done.returncode == 0, done.stderr
                with open(path, "rb") as file:
                    before = redact.memory_of(file.read())
                with open(path + ".out", "rb") as file:
                    after = redact.memory_of(file.read())
                for item in items:
                    if redact.is_there(before, item):
                        counts[item["kind"]][0] += 1
                        counts[item["kind"]][1] += not redact.is_there(after, item)
    return counts


def plain_dumps(build):
    """(bytes, hits by rule) of dumps without secrets."""
    size, rules = 0, collections.Counter()
    for path in wasm.corpus_files(DATA)[0]:
        if os.path.relpath(path, DATA).split(os.sep)[0] in ("redact", "invalid"):
            continue
        done = redact.run(build, "wcore-strip", "--check", "--no-search", path)
        if done.returncode < 2:
            size += len(wasm.read(path))
            rules.update(line.split(": ")[2].split(",")[0] for line in done.stdout.decode().splitlines())
    return size, rules


def texts(folders):
    left = TEXT_SIZE
    for top in folders:
        for folder, _, files in sorted(os.walk(top)):
            for name in sorted(files):
                path = os.path.join(folder, name)
                if os.path.islink(path) or not left:
                    continue
                try:
                    data = gzip.open(path).read() if name.endswith(".gz") else open(path, "rb").read()
                except (OSError, EOFError):
                    continue
                if b"\0" in data[:4096]:
                    continue
                yield data[:left]
                left -= min(left, len(data))


def ordinary_text(build, folders):
    rules = collections.Counter()
    with tempfile.NamedTemporaryFile() as file:
        for data in texts(folders):
            file.write(data)
        file.flush()
        size = os.path.getsize(file.name)
        done = redact.run(build, "tests/redact_text", file.name)
    for line in done.stdout.splitlines():
        found = re.match(rb".*?: \d+ ([a-z-]+) (text|utf-16|base64) ", line)
        if found:
            rules[found[1].decode()] += 1
    return size, rules


def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def speed(build):
    """[(what, GB/s)] of a core, the best of three."""
    out = []
    folder = os.path.join(build, "bench")
    os.makedirs(folder, exist_ok=True)
    for title, more in (("numbers and zeros", []), ("random bytes", ["random"]),
                        ("random bytes, a tenth text", ["mixed"])):
        path = os.path.join(folder, f"redact-{SIZE}{'-'.join(['', *more])}.core")
        if not os.path.exists(path):
            subprocess.run([sys.executable, os.path.join(HERE, "gendump.py"), path, str(SIZE), *more], check=True)
        size = os.path.getsize(path) / 1e9
        strip = [os.path.join(build, "wcore-strip"), "--no-search", path, "-o", "/dev/null"]
        out.append((title, size / min(cpu([*strip, "--redact"]) for _ in range(3)),
                    size / min(cpu([*strip, "--drop=nothing"]) for _ in range(3))))
    return out


def tables(build, folders):
    counts = kinds(build)
    lines = ["| kind | in the dumps | gone |", "|---|---|---|"]
    lines += [f"| {kind} | {there} | {gone} |" for kind, (there, gone) in sorted(counts.items())]
    there, gone = (sum(c[i] for c in counts.values()) for i in (0, 1))
    lines += [f"| **all {len(counts)} kinds** | {there} | {gone} ({100 * gone / there:.2f}%) |", ""]
    lines += ["| without secrets | MB | hits | a MB | by rule |", "|---|---|---|---|---|"]
    for title, (size, rules) in (("dumps of `tests/data`", plain_dumps(build)), ("ordinary text", ordinary_text(build, folders))):
        addresses = rules.pop("email", 0)
        hits = sum(rules.values())
        named = ", ".join(f"{n} {c}" for n, c in rules.most_common()) or "none"
        lines.append(f"| {title} | {size / 1e6:.1f} | {hits} | {hits / (size / 1e6):.2f} | {named}; {addresses} e-mail addresses |")
    lines += ["", f"| {SIZE} MiB of | `--redact`, GB/s of a core | copied alone |", "|---|---|---|"]
    lines += [f"| {title} | {fast:.2f} | {alone:.2f} |" for title, fast, alone in speed(build)]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(TOP, "build"))
    parser.add_argument("--text", action="append")
    parser.add_argument("--print", action="store_true")
    options = parser.parse_args()
    made = tables(os.path.abspath(options.build), options.text or TEXT)
    if options.print:
        print(made)
        return
    with open(DOCUMENT, encoding="utf-8") as file:
        text = file.read()
    head, rest = text.split("<!-- tables -->\n", 1)
    with open(DOCUMENT, "w", encoding="utf-8") as file:
        file.write(f"{head}<!-- tables -->\n{made}\n<!-- end -->{rest.split('<!-- end -->', 1)[1]}")


main()
