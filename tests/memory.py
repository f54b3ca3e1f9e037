"""Memories of dumps, read and built from the specification alone, apart from libcore."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from wasm import MAGIC, Reader, custom, leb, name, section, sections, sleb  # noqa: E402


def signed(reader):
    value = shift = 0
    while True:
        byte = reader.byte()
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return value - (1 << shift) if byte & 0x40 else value


def segments(data):
    """(memory, address or None, bytes) of each data segment; its offset must be a constant."""
    for number, _, _, start, end in sections(data):
        if number != 11:
            continue
        reader = Reader(data[:end], start)
        for _ in range(reader.leb()):
            flags, memory, address = reader.leb(), 0, None
            if flags == 2:
                memory = reader.leb()
            if flags != 1:
                opcode = reader.byte()
                assert opcode in (0x41, 0x42), opcode
                address = signed(reader) & (0xFFFFFFFF if opcode == 0x41 else (1 << 64) - 1)
                assert reader.byte() == 0x0B
            yield memory, address, reader.take(reader.leb())


def zeros(data):
    """(memory, start, end) of each range that the section wcore.zeros tells of: docs/format.md."""
    for _, title, _, start, end in sections(data):
        if title != "wcore.zeros":
            continue
        reader = Reader(data[:end], start)
        assert reader.byte() == 0
        last, at = None, 0
        for _ in range(reader.leb()):
            number, gap, size = reader.leb(), reader.leb(), reader.leb()
            assert size and (last is None or number >= last), (last, number, size)
            at = (at if number == last else 0) + gap
            yield number, at, at + size
            last, at = number, at + size
        assert reader.at == end


def sizes(data):
    """Bytes of each memory."""
    found = []
    for number, _, _, start, end in sections(data):
        if number != 5:
            continue
        reader = Reader(data[:end], start)
        for _ in range(reader.leb()):
            flags, pages, log2 = reader.leb(), reader.leb(), 16
            if flags & 1:
                reader.leb()
            if flags & 8:
                log2 = reader.leb()
            found.append(pages << log2)
    return found


def memory(data, index=0):
    """Its bytes, 0 where no segment gives one, and for each whether it was captured."""
    size = sizes(data)[index]
    content, captured = bytearray(size), bytearray(size)
    for number, start, end in zeros(data):
        if number == index:
            assert end <= size
            captured[start:end] = b"\1" * (end - start)
    for number, address, payload in segments(data):
        if number == index and address is not None and address < size:
            payload = payload[:size - address]
            content[address:address + len(payload)] = payload
            captured[address:address + len(payload)] = b"\1" * len(payload)
    return bytes(content), bytes(captured)


def build(parts, pages, wasmtime=True, globals_=()):
    """A dump of one memory with segments (address, bytes); wasmtime: in that producer's shape."""
    frame = b"\0" + leb(0) + leb(10) + leb(219) + (b"\0\0" if wasmtime else b"\1\x7f\1\0\0\0\0")
    body = leb(len(parts)) + b"".join(
        b"\0\x41" + sleb(address - (1 << 32) if address >> 31 else address) + b"\x0b" +
        leb(len(payload)) + payload for address, payload in parts)
    return b"".join([
        MAGIC, custom("core", b"\0" + name("m.wasm")), section(5, b"\1\0" + leb(pages)),
        section(6, leb(len(globals_) + 1) + b"\x7f\1\x41" + sleb(70784) + b"\x0b" +
                b"".join(b"\x7f\1\x41" + sleb(value) + b"\x0b" for value in globals_)),
        section(11, body), custom("coremodules", b"\1\0" + name("m.wasm")) if wasmtime else b"",
        custom("coreinstances", b"\1\0\0\1\0" + leb(len(globals_) + 1) +
               b"".join(leb(i) for i in range(len(globals_) + 1))),
        custom("corestack", b"\0" + name("main") + leb(1) + frame),
    ])


def trimmed(content):
    """The segments that Wasmtime writes of a memory: each chunk without the zeros at its ends."""
    parts = []
    for start in range(0, len(content), 4096):
        chunk = content[start:start + 4096]
        left = len(chunk) - len(chunk.lstrip(b"\0"))
        chunk = chunk.strip(b"\0")
        if chunk:
            parts.append((start + left, chunk))
    return parts
