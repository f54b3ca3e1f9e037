"""Reads what wasm-coredump-rewriter recorded, without wcore's help."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import wasm  # noqa: E402

TYPES = {0x7F: ("i32", 4), 0x7E: ("i64", 8), 0x7D: ("f32", 4), 0x7C: ("f64", 8)}


def frames(path):
    """[{funcidx, offset, locals: [{type, bits}]}], youngest first; offsets from the first instruction."""
    cursor = wasm.Reader(wasm.find_custom(wasm.read(path), "corestack"))
    cursor.byte()
    cursor.name()
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
