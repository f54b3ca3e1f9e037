"""Just enough of the Wasm binary format for the tests: sections, names, LEB128.

Written from the specification and apart from libcore, so that the tests do not
share its mistakes.
"""
import gzip
import os


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def leb(value):
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        out.append(byte | (0x80 if value else 0))
        if not value:
            return bytes(out)


def sleb(value):
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        done = (value == 0 and not byte & 0x40) or (value == -1 and byte & 0x40)
        out.append(byte | (0 if done else 0x80))
        if done:
            return bytes(out)


def name(text):
    data = text.encode() if isinstance(text, str) else text
    return leb(len(data)) + data


def section(number, body):
    return bytes([number]) + leb(len(body)) + body


def custom(title, body):
    return section(0, name(title) + body)


MAGIC = b"\0asm\1\0\0\0"


class Reader:
    def __init__(self, data, at=0):
        self.data, self.at = data, at

    def byte(self):
        self.at += 1
        return self.data[self.at - 1]

    def leb(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                return value

    def sleb(self):
        start = self.at
        value = self.leb()
        return value - (1 << 7 * (self.at - start)) if self.data[self.at - 1] & 0x40 else value

    def take(self, count):
        self.at += count
        return self.data[self.at - count:self.at]

    def name(self):
        return self.take(self.leb()).decode("utf-8", "replace")


def sections(data):
    """(id, name or None, header offset, contents offset, end) of each section."""
    reader = Reader(data, 8)
    while reader.at < len(data):
        header = reader.at
        number = reader.byte()
        size = reader.leb()
        end = reader.at + size
        title = None
        if number == 0:
            inner = Reader(data, reader.at)
            title = inner.name()
            yield number, title, header, inner.at, end
        else:
            yield number, title, header, reader.at, end
        reader.at = end


def find_custom(data, title):
    for _, found, _, start, end in sections(data):
        if found == title:
            return data[start:end]
    return None


def build_id(data):
    body = find_custom(data, "build_id")
    if not body:
        return None
    reader = Reader(body)
    count = reader.leb()
    return (body[reader.at:] if count == len(body) - reader.at else body).hex()


def module_name(data):
    """The module's own name in its name section."""
    body = find_custom(data, "name")
    reader = Reader(body or b"")
    while body and reader.at < len(body):
        kind = reader.byte()
        size = reader.leb()
        if kind == 0:
            return reader.name()
        reader.at += size
    return None


def executable(dump):
    """The name in a dump's `core` section."""
    body = find_custom(dump, "core")
    return Reader(body, 1).name() if body and len(body) > 1 else None


def dump_modules(dump):
    body = find_custom(dump, "coremodules")
    if not body:
        return []
    reader = Reader(body)
    names = []
    try:
        for _ in range(reader.leb()):
            reader.byte()
            names.append(reader.name())
    except IndexError:
        return []
    return names


# Runs that are to be short set WCORE_EVERY: of the corpus each N-th file is taken.
EVERY = int(os.environ.get("WCORE_EVERY", "1"))


def sample(items):
    """All of them, or each WCORE_EVERY-th."""
    return list(items)[::EVERY]


def turn(ways, number):
    """All ways to look at input NUMBER, or of a short run each third or sixth, which are others at the next input."""
    step = 1 if EVERY == 1 else 3 if EVERY < 10 else 6
    return ways[number % step::step]


def mutate(data, rnd, first, counts, bytes_, other):
    """The data with as many edits as one of counts says, at places from first on, more of them near the start: a bit
    turned, one of bytes_ put there, what other(data, at) does, a large number, bytes taken out, copied, or random."""
    data = bytearray(data)
    for _ in range(rnd.choice(counts)):
        if len(data) <= first:
            break
        at = rnd.randrange(first, len(data) if rnd.random() < 0.6 else min(len(data), 300))
        kind = rnd.randrange(7)
        if kind == 0:
            data[at] ^= 1 << rnd.randrange(8)
        elif kind == 1:
            data[at] = rnd.choice(bytes_)
        elif kind == 2:
            data[at:at + 1] = leb(rnd.choice((1 << 31, (1 << 32) - 1, 1 << 28, 70000)))
        elif kind == 3:
            other(data, at)
        elif kind == 4:
            del data[at:at + rnd.choice((1, 2, 16, 300))]
        elif kind == 5:
            start = rnd.randrange(len(data))
            data[at:at] = data[start:start + rnd.choice((1, 4, 64))]
        else:
            data[at:at + 4] = rnd.randbytes(4)
    return bytes(data)


def corpus_files(top):
    """All dumps and modules of tests/data, by what stands in them; of a sampled run some."""
    dumps, modules = [], []
    for folder, _, files in sorted(os.walk(top)):
        if os.path.relpath(folder, top).startswith("fuzz"):
            continue
        for file in sorted(files):
            path = os.path.join(folder, file)
            if file.endswith((".core", ".core.gz")):
                dumps.append(path)
            elif file.endswith((".wasm", ".wasm.gz")):
                modules.append(path)
    return sample(dumps), sample(modules)
