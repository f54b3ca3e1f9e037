#!/usr/bin/env python3
"""usage: trim.py SOURCE IN.wasm OUT.wasm

Keeps the units of .debug_info (32-bit DWARF 4) that were compiled from a file whose name has SOURCE in
it.  Of the other sections the bytes that only other units name become zeros, which take no space once compressed.
"""
import struct
import sys

FIXED = {0x01: 4, 0x05: 2, 0x06: 4, 0x07: 8, 0x0b: 1, 0x0c: 1, 0x10: 4, 0x11: 1, 0x12: 2, 0x13: 4, 0x14: 8,
         0x17: 4, 0x19: 0, 0x20: 8, 0x0e: 4}
BLOCKS = {0x0a: 1, 0x03: 2, 0x04: 4}
STRP, SEC_OFFSET = 0x0e, 0x17
LOCATION, NAME, STMT_LIST, FRAME_BASE, RANGES = 0x02, 0x03, 0x10, 0x40, 0x55


def leb(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7f) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def put_leb(value):
    out = bytearray()
    while value > 0x7f:
        out.append(value & 0x7f | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def string(data, at):
    return data[at:data.index(0, at)]


def abbreviations(data, at):
    """Forms by code, and where the table ends."""
    table = {}
    while True:
        code, at = leb(data, at)
        if code == 0:
            return table, at
        _, at = leb(data, at)
        at, attributes = at + 1, []
        while True:
            name, at = leb(data, at)
            form, at = leb(data, at)
            if not name and not form:
                break
            attributes.append((name, form))
        table[code] = attributes


def skip(data, at, form):
    if form in FIXED:
        return at + FIXED[form]
    if form in BLOCKS:
        return at + BLOCKS[form] + int.from_bytes(data[at:at + BLOCKS[form]], "little")
    if form == 0x08:
        return data.index(0, at) + 1
    if form in (0x09, 0x18):
        size, at = leb(data, at)
        return at + size
    assert form in (0x0d, 0x0f, 0x15), hex(form)
    return leb(data, at)[1]


def end_of_list(data, at, has_expressions):
    """Of location lists and range lists of DWARF 4."""
    while True:
        low, high = struct.unpack_from("<II", data, at)
        at += 8
        if low == high == 0:
            return at
        if has_expressions and low != 0xffffffff:
            at += 2 + struct.unpack_from("<H", data, at)[0]


def read_unit(sections, start, end):
    """Its name, and what it names in other sections: offsets by section."""
    info, name = sections[".debug_info"], b""
    used = {".debug_str": set(), ".debug_line": set(), ".debug_loc": set(), ".debug_ranges": set()}
    places = {LOCATION: ".debug_loc", FRAME_BASE: ".debug_loc", RANGES: ".debug_ranges", STMT_LIST: ".debug_line"}
    table, _ = abbreviations(sections[".debug_abbrev"], struct.unpack_from("<I", info, start + 6)[0])
    at, is_first = start + 11, True
    while at < end:
        code, at = leb(info, at)
        for attribute, form in table[code] if code else ():
            offset = struct.unpack_from("<I", info, at)[0] if form in (STRP, SEC_OFFSET) else 0
            if form == STRP:
                used[".debug_str"].add(offset)
            elif form == SEC_OFFSET:
                used[places[attribute]].add(offset)
            if is_first and attribute == NAME:
                name = string(sections[".debug_str"], offset)
            at = skip(info, at, form)
        is_first = False
    return name, used


def keep(data, pieces):
    """Zeros but for [start, end) pieces."""
    out = bytearray(len(data))
    for start, end in pieces:
        out[start:end] = data[start:end]
    return bytes(out)


def trim(sections, source):
    info, kept, at = sections[".debug_info"], b"", 0
    pieces = {name: [] for name in (".debug_str", ".debug_line", ".debug_loc", ".debug_ranges", ".debug_abbrev")}
    ends = {
        ".debug_str": lambda data, at: at + len(string(data, at)) + 1,
        ".debug_line": lambda data, at: at + 4 + struct.unpack_from("<I", data, at)[0],
        ".debug_loc": lambda data, at: end_of_list(data, at, True),
        ".debug_ranges": lambda data, at: end_of_list(data, at, False),
    }
    while at < len(info):
        size, _, abbreviation = struct.unpack_from("<IHI", info, at)
        end = at + 4 + size
        name, used = read_unit(sections, at, end)
        if source in name:
            kept += info[at:end]
            for section, offsets in used.items():
                pieces[section] += [(o, ends[section](sections[section], o)) for o in offsets]
            pieces[".debug_abbrev"].append((abbreviation, abbreviations(sections[".debug_abbrev"], abbreviation)[1]))
        at = end
    sections[".debug_info"] = kept
    for section, kept_pieces in pieces.items():
        sections[section] = keep(sections[section], kept_pieces)


def main():
    source, path, target = sys.argv[1].encode(), sys.argv[2], sys.argv[3]
    with open(path, "rb") as file:
        data = file.read()
    parts, sections, at = [], {}, 8
    while at < len(data):
        number, (size, start) = data[at], leb(data, at + 1)
        title, body = None, data[start:start + size]
        if number == 0:
            length, first = leb(body, 0)
            title = body[first:first + length].decode()
            body = body[first + length:]
            sections[title] = body
        parts.append((number, title, body))
        at = start + size
    trim(sections, source)
    with open(target, "wb") as file:
        file.write(data[:8])
        for number, title, body in parts:
            if title in (".debug_pubtypes", ".debug_pubnames", "producers", "target_features"):
                continue
            if title is not None:
                body = put_leb(len(title)) + title.encode() + sections[title]
            file.write(bytes([number]) + put_leb(len(body)) + body)


main()
