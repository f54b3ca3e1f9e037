"""Reads what wasm-coredump-rewriter recorded, without wcore's help."""


class Cursor:
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
            if byte < 0x80:
                return value

    def leb_signed(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value - (1 << shift) if byte & 0x40 else value

    def take(self, count):
        self.at += count
        return self.data[self.at - count:self.at]


TYPES = {0x7F: ("i32", 4), 0x7E: ("i64", 8), 0x7D: ("f32", 4), 0x7C: ("f64", 8)}


def frames(path):
    """[{funcidx, offset, locals: [{type, bits}]}], youngest first; offsets from the first instruction."""
    with open(path, "rb") as file:
        data = file.read()
    cursor = Cursor(data, 8)
    while cursor.at < len(data):
        kind, size = cursor.byte(), cursor.leb()
        end = cursor.at + size
        if kind == 0 and cursor.take(cursor.leb()) == b"corestack":
            break
        cursor.at = end
    cursor.byte()
    cursor.take(cursor.leb())
    out = []
    for _ in range(cursor.leb()):
        cursor.byte()
        cursor.leb()
        frame = {"funcidx": cursor.leb(), "offset": cursor.leb(), "locals": []}
        count, stack = cursor.leb(), cursor.leb()
        for number in range(count + stack):
            name, width = TYPES[cursor.byte()]
            value = {"type": name, "bits": int.from_bytes(cursor.take(width), "little")}
            if number < count:
                frame["locals"].append(value)
        out.append(frame)
    return out
