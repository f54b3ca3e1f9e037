"""Secrets that are known to be in the dumps of tests/data/redact, looked for without libcore's help."""
import base64
import gzip
import json
import os
import subprocess

import wasm

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "data", "redact")
DUMPS = {"c": ["c.core.gz", "c.rewriter.core.gz"], "cpp": ["cpp.core.gz", "cpp.rewriter.core.gz"],
         "rust": ["rust.core.gz", "rust.rewriter.core.gz"]}


def truth():
    with open(os.path.join(DATA, "truth.json")) as file:
        return json.load(file)


def memory_of(data):
    """The first memory of a dump, zeros where no segment gives anything."""
    memory, pages = bytearray(), 0
    for kind, _, _, start, _ in wasm.sections(data):
        reader = wasm.Reader(data, start)
        if kind == 5:
            reader.leb()
            reader.leb()
            pages = reader.leb()
            memory = bytearray(pages * 65536)
        if kind != 11:
            continue
        for _ in range(reader.leb()):
            assert reader.leb() == 0
            assert reader.byte() == 0x41
            address = value = shift = 0
            while True:
                byte = reader.byte()
                value |= (byte & 0x7F) << shift
                shift += 7
                if byte < 0x80:
                    break
            address = value - (1 << shift) if byte & 0x40 else value
            assert reader.byte() == 0x0B
            size = reader.leb()
            memory[address & 0xFFFFFFFF:(address & 0xFFFFFFFF) + size] = reader.take(size)
    return bytes(memory)


def forms(secret):
    """(form, bytes) of a secret: base64 without what depends on its neighbours."""
    out = [("text", secret), ("binary", secret)]
    if all(b < 0x80 for b in secret):
        out.append(("utf-16", secret.decode().encode("utf-16-le")))
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + secret)
        first = (8 * shift + 5) // 6
        out.append(("base64", coded[first:8 * (shift + len(secret)) // 6]))
    return out


def is_there(memory, item):
    """Whether the secret stands in memory, or eight bytes of it in a row at its end or its start."""
    secret = bytes.fromhex(item["secret"])
    return any(form == item["form"] and text in memory for form, text in forms(secret))


def rest_of(memory, item):
    """How many of the secret's pieces of twelve bytes still stand in memory."""
    secret = bytes.fromhex(item["secret"])
    width = min(12, len(secret))
    step = 2 if item["form"] == "utf-16" else 1
    pieces = [secret[i:i + width] for i in range(0, len(secret) - width + 1, width)]
    if item["form"] == "base64":
        return sum(any(f == "base64" and t in memory for f, t in forms(p)) for p in pieces)
    return sum((p.decode().encode("utf-16-le") if step == 2 else p) in memory for p in pieces)


def run(build, *arguments, **options):
    return subprocess.run([os.path.join(build, arguments[0]), *arguments[1:]], stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=300, **options)


def unpack(folder, title):
    """A file of tests/data/redact, gunzipped into folder."""
    path = os.path.join(folder, title.removesuffix(".gz"))
    with gzip.open(os.path.join(DATA, title)) as file, open(path, "wb") as out:
        out.write(file.read())
    return path
