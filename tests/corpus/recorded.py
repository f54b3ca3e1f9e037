"""A dump as Wasmtime's, but with the locals and operands that V8's debugger had of the same crash.

What wcore shows of it needs no reconstruction: a value that is wrong there as well is what the compiler's
debug information says.
"""
from xtuc import Cursor


def unsigned(value):
    out = bytearray()
    while True:
        byte, value = value & 0x7F, value >> 7
        out.append(byte | (0x80 if value else 0))
        if not value:
            return bytes(out)


def signed(value):
    out = bytearray()
    while True:
        byte, value = value & 0x7F, value >> 7
        done = value == 0 and not byte & 0x40 or value == -1 and byte & 0x40
        out.append(byte | (0 if done else 0x80))
        if done:
            return bytes(out)


def word(value):
    bits = int(value["bits"])
    if value["type"] == "i32":
        return b"\x7f" + signed(bits - (1 << 32) if bits >> 31 else bits)
    if value["type"] == "i64":
        return b"\x7e" + signed(bits - (1 << 64) if bits >> 63 else bits)
    if value["type"] == "f32":
        return b"\x7d" + bits.to_bytes(4, "little")
    if value["type"] == "f64":
        return b"\x7c" + bits.to_bytes(8, "little")
    return b"\x01"


def words(values):
    return unsigned(len(values)) + b"".join(word(v) for v in values)


def stack(cursor, v8_frames):
    """The contents of the corestack section behind its name, with values."""
    out = bytearray([cursor.byte()])
    size = cursor.leb()
    out += unsigned(size) + cursor.take(size)
    count = cursor.leb()
    out += unsigned(count)
    for number in range(count):
        kind, instance, funcidx, offset = cursor.byte(), cursor.leb(), cursor.leb(), cursor.leb()
        if cursor.leb() or cursor.leb():
            raise ValueError("the dump has values already")
        out += bytes([kind]) + unsigned(instance) + unsigned(funcidx) + unsigned(offset)
        # Operands are left out: V8 may stand elsewhere, and keeps a caller's arguments off its stack.
        out += words(v8_frames[number]["locals"] if number < len(v8_frames) else []) + words([])
    return bytes(out)


def segments(cursor):
    """[(address, bytes)] of a data section's contents."""
    out = []
    for _ in range(cursor.leb()):
        if cursor.byte() or cursor.byte() != 0x41:
            raise ValueError("not as Wasmtime writes it")
        address = cursor.leb_signed() & 0xFFFFFFFF
        cursor.byte()
        out.append((address, cursor.take(cursor.leb())))
    return out


class Memory:
    """The memory of a dump of Wasmtime's: what no segment gives is zero."""

    def __init__(self, path):
        with open(path, "rb") as file:
            data = file.read()
        self.segments = []
        cursor = Cursor(data, 8)
        while cursor.at < len(data):
            kind, size = cursor.byte(), cursor.leb()
            end = cursor.at + size
            if kind == 11:
                self.segments = segments(cursor)
            cursor.at = end

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
    return unsigned(len(made)) + b"".join(b"\0\x41" + signed(a) + b"\x0b" + unsigned(len(d)) + d for a, d in made)


def write(core, v8_frames, path):
    """Makes the dump at path of the one at core."""
    with open(core, "rb") as file:
        data = file.read()
    out = bytearray(data[:8])
    cursor = Cursor(data, 8)
    while cursor.at < len(data):
        start = cursor.at
        kind, size = cursor.byte(), cursor.leb()
        end = cursor.at + size
        if kind == 0 and cursor.take(cursor.leb()) == b"corestack":
            contents = b"\x09corestack" + stack(cursor, v8_frames)
            out += b"\0" + unsigned(len(contents)) + contents
        elif kind == 11:
            contents = whole(cursor)
            out += b"\x0b" + unsigned(len(contents)) + contents
        else:
            out += data[start:end]
        cursor.at = end
    with open(path, "wb") as file:
        file.write(out)
