#!/usr/bin/env python3
"""Write a large dump in the shape of Wasmtime's: a memory in 4 KiB data segments.

usage: gendump.py OUT MIB [random|mixed]

One module, one instance, a thread of three frames, and MIB MiB of memory of which
every 4 KiB chunk is a segment of its own, 2^18 of them at most: above 1 GiB the
segments are larger.  The payload is nearly all zeros; or random bytes, always the same
ones; or such, and in each tenth chunk ordinary text: documents and sources of this tree.  It is written in large pieces: Wasmtime writes a dump with one call, and how large
the pages of the page cache are depends on that.
"""
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests"))
from wasm import MAGIC, custom, leb, name, section, sleb  # noqa: E402


def signed(address):
    return address - (1 << 32) if address >> 31 else address


def text_of_this_tree():
    top = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
    paths = sorted(os.path.join(folder, name) for place in ("docs", "man", "libcore", "cmd")
                   for folder, _, names in os.walk(os.path.join(top, place))
                   for name in names if name.endswith((".md", ".c", ".h", ".1")))
    out = bytearray()
    for path in paths:
        with open(path, "rb") as file:
            out += file.read()
    return out


class Pieces:
    """A file that is written 64 MiB at a time."""

    def __init__(self, path):
        self.file = open(path, "wb", buffering=0)
        self.buffer = bytearray()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.flush()
        self.file.close()

    def flush(self):
        view = memoryview(self.buffer)
        while view:
            view = view[self.file.write(view):]
        view.release()
        self.buffer = bytearray()

    def write(self, data):
        self.buffer += data
        if len(self.buffer) >= 64 << 20:
            self.flush()


def main():
    out, size = sys.argv[1], int(sys.argv[2]) << 20
    # No zeros: at the ends of a chunk they would be left out.
    noise = bytes(random.Random(7).choices(range(1, 256), k=1 << 16)) if sys.argv[3:] in (["random"], ["mixed"]) else b""
    text = text_of_this_tree() if sys.argv[3:] == ["mixed"] else b""
    chunk = max(4096, size >> 18)
    count = size // chunk
    heads = [b"\0\x41" + sleb(signed(i * chunk)) + b"\x0b" + leb(chunk) for i in range(count)]
    body = leb(count)
    total = len(body) + sum(map(len, heads)) + count * chunk
    if total >> 32:
        count = ((1 << 32) - 1 - len(body) - sum(map(len, heads))) // chunk
        heads = heads[:count]
        body = leb(count)
        total = len(body) + sum(map(len, heads)) + count * chunk
    frames = b"".join(b"\0" + leb(0) + leb(10 + i) + leb(219) + b"\0\0" for i in range(3))
    with Pieces(out) as file:
        file.write(MAGIC + custom("core", b"\0" + name("big.wasm")))
        file.write(section(5, b"\1\0" + leb(size >> 16)))
        file.write(section(6, b"\1\x7f\1\x41" + sleb(70784) + b"\x0b"))
        file.write(b"\x0b" + leb(total) + body)
        for number, head in enumerate(heads):
            file.write(head)
            if text and number % 10 == 0:
                start = number // 10 * chunk % (len(text) - chunk)
                file.write(text[start:start + chunk])
            elif noise:
                start = number * chunk * 7 % (len(noise) - chunk)
                file.write(noise[start:start + chunk])
            elif number % 64:
                file.write(bytes(chunk - 8) + number.to_bytes(8, "little"))
            else:
                file.write(bytes(range(256)) * (chunk // 256))
        file.write(custom("coremodules", b"\1\0" + name("big.wasm")))
        file.write(custom("coreinstances", b"\1\0\0\1\0\1\0"))
        file.write(custom("corestack", b"\0" + name("main") + leb(3) + frames))


main()
