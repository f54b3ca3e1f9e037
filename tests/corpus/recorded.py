"""A dump as Wasmtime's, but with the locals and operands that V8's debugger had of the same crash.

What wcore shows of it needs no reconstruction: a value that is wrong there as well is what the compiler's
debug information says.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import wasm  # noqa: E402


def word(value):
    bits = int(value["bits"])
    if value["type"] == "i32":
        return b"\x7f" + wasm.sleb(bits - (1 << 32) if bits >> 31 else bits)
    if value["type"] == "i64":
        return b"\x7e" + wasm.sleb(bits - (1 << 64) if bits >> 63 else bits)
    if value["type"] == "f32":
        return b"\x7d" + bits.to_bytes(4, "little")
    if value["type"] == "f64":
        return b"\x7c" + bits.to_bytes(8, "little")
    return b"\x01"


def words(values):
    return wasm.leb(len(values)) + b"".join(word(v) for v in values)


def stack(cursor, v8_frames):
    """The contents of the corestack section behind its name, with values."""
    out = bytearray([cursor.byte()])
    size = cursor.leb()
    out += wasm.leb(size) + cursor.take(size)
    count = cursor.leb()
    out += wasm.leb(count)
    for number in range(count):
        kind, instance, funcidx, offset = cursor.byte(), cursor.leb(), cursor.leb(), cursor.leb()
        if cursor.leb() or cursor.leb():
            raise ValueError("the dump has values already")
        out += bytes([kind]) + wasm.leb(instance) + wasm.leb(funcidx) + wasm.leb(offset)
        # Operands are left out: V8 may stand elsewhere, and keeps a caller's arguments off its stack.
        out += words(v8_frames[number]["locals"] if number < len(v8_frames) else []) + words([])
    return bytes(out)


def segments(cursor):
    """[(address, bytes)] of a data section's contents."""
    out = []
    for _ in range(cursor.leb()):
        if cursor.byte() or cursor.byte() != 0x41:
            raise ValueError("not as Wasmtime writes it")
        address = cursor.sleb() & 0xFFFFFFFF
        cursor.byte()
        out.append((address, cursor.take(cursor.leb())))
    return out


class Memory:
    """The memory of a dump of Wasmtime's: what no segment gives is zero."""

    def __init__(self, path):
        data = wasm.read(path)
        self.segments = []
        for kind, _, _, start, _ in wasm.sections(data):
            if kind == 11:
                self.segments = segments(wasm.Reader(data, start))

    def read(self, address, size):
        out = bytearray(size)
        for start, data in self.segments:
            if start < address + size and address < start + len(data):
                for i in range(max(start, address), min(start + len(data), address + size)):
                    out[i - address] = data[i - start]
        return bytes(out)


def whole(cursor):
    """The contents of the data section with the zeros that Wasmtime leaves out, from the first byte that is not."""
    parts = segments(cursor)
    first = min(address for address, _ in parts)
    first = 0 if first < 1 << 21 else first
    image = bytearray(max(address + len(data) for address, data in parts) - first)
    for address, data in parts:
        image[address - first:address - first + len(data)] = data
    image += bytes(-(len(image) + first) % 65536)
    made = [(first, bytes(image))] + ([(0, bytes(4096))] if first else [])
    return wasm.leb(len(made)) + b"".join(b"\0\x41" + wasm.sleb(a) + b"\x0b" + wasm.leb(len(d)) + d for a, d in made)


def write(core, v8_frames, path):
    """Makes the dump at path of the one at core."""
    data = wasm.read(core)
    out = bytearray(wasm.MAGIC)
    for kind, title, header, start, end in wasm.sections(data):
        if title == "corestack":
            out += wasm.custom(title, stack(wasm.Reader(data, start), v8_frames))
        elif kind == 11:
            out += wasm.section(kind, whole(wasm.Reader(data, start)))
        else:
            out += data[header:end]
    with open(path, "wb") as file:
        file.write(out)
