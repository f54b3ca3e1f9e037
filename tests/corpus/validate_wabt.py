#!/usr/bin/env python3
"""The container level of wcore-validate against wabt's wasm-validate, on 3,000 modules: those of
tests/data, most of them changed in one to eight places (always the same ones).  Where the two
differ, docs/validate.md says why: the reasons below are its list, and each difference must be one."""
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.abspath(os.environ.get("WCORE_BUILD", os.path.join(TOP, "build")))
DATA = os.path.join(TOP, "tests", "data")
sys.path.insert(0, os.path.join(TOP, "tests"))
sys.dont_write_bytecode = True
import wasm  # noqa: E402

MODULES = int(os.environ.get("WCORE_WABT_MODULES", "3000"))
SIZE_MAX = 200000
# Where wabt alone refuses: the reason, and what it says.
WABT_ALONE = {
    "types of operands": r"type mismatch|type stack|if without else",
    "references to functions that no segment declares": r"not declared in any elem",
    "features that wabt 1.0.32 does not know": r"malformed memory limits flag|unexpected opcode|"
                                               r"ref\.null type must be|expected valid local type",
    "names of locals and globals that are not there": r"expected local name count|invalid (?:local|global) index",
}
# Where wcore alone does: the reason, and what it says.
WCORE_ALONE = {
    "files of a header alone, which is what a cut leaves": r"^nothing stands behind the header$",
    "alignments of 2^32 and more, which wabt shifts out": r"is aligned to 2\^(3[2-9]|[45])",
    "name sections that wabt reads on from": r"^(?:name|section 0 \(custom\)): ",
}


def mutate(data, rnd):
    """The data with one to eight edits, more of them near its start."""
    data = bytearray(data)
    for _ in range(rnd.choice((1, 1, 1, 2, 4, 8))):
        if len(data) <= 8:
            break
        at = rnd.randrange(8, len(data)) if rnd.random() < 0.6 else rnd.randrange(8, min(len(data), 300))
        kind = rnd.randrange(7)
        if kind == 0:
            data[at] ^= 1 << rnd.randrange(8)
        elif kind == 1:
            data[at] = rnd.choice((0, 1, 0x0b, 0x7F, 0x80, 0xFF))
        elif kind == 2:
            data[at:at + 1] = wasm.leb(rnd.choice((1 << 31, (1 << 32) - 1, 1 << 28, 70000)))
        elif kind == 3:
            data[at] = (data[at] + rnd.choice((1, 255))) & 255
        elif kind == 4:
            del data[at:at + rnd.choice((1, 2, 16, 300))]
        elif kind == 5:
            other = rnd.randrange(len(data))
            data[at:at] = data[other:other + rnd.choice((1, 4, 64))]
        else:
            data[at:at + 4] = rnd.randbytes(4)
    return bytes(data)


def originals():
    _, modules = wasm.corpus_files(DATA)
    for path in modules:
        # A list of all instructions in functions of no types, and what is no module.
        if os.path.getsize(path) > SIZE_MAX or "insns/all" in path or "component" in path or "/invalid/" in path:
            continue
        data = wasm.read(path)
        if len(data) <= SIZE_MAX and data[:8] == wasm.MAGIC:
            yield data


def write(folder):
    rnd = random.Random(30)
    whole = list(originals())
    paths = []
    for number in range(MODULES):
        data = whole[number] if number < len(whole) else mutate(rnd.choice(whole), rnd)
        paths.append(os.path.join(folder, f"{number}.wasm"))
        with open(paths[-1], "wb") as out:
            out.write(data)
    return paths, len(whole)


def wabt(path):
    done = subprocess.run(["wasm-validate", "--enable-all", path], capture_output=True)
    lines = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if "error" in line]
    return done.returncode == 0, lines[0].split("error: ", 1)[-1] if lines else ""


def reason_of(is_ours_sound, said, result):
    if is_ours_sound:
        return next((name for name, pattern in WABT_ALONE.items() if re.search(pattern, said)), None)
    texts = [f["text"] for f in result["findings"] if f["severity"] != "note"]
    return next((name for name, pattern in WCORE_ALONE.items()
                 if all(re.search(pattern, text) for text in texts)), None)


def main():
    agreed, reasons, failures = 0, {}, []
    with tempfile.TemporaryDirectory() as folder:
        paths, whole = write(folder)
        with open(os.path.join(folder, "list"), "w", encoding="utf-8") as out:
            out.write("\n".join(paths))
        done = subprocess.run([os.path.join(BUILD, "wcore-validate"), "--level=container", "--json", "-j", "2",
                               "--files-from", os.path.join(folder, "list")], capture_output=True)
        found = {o["file"]: o for o in map(json.loads, done.stdout.decode().splitlines())}
        with ThreadPoolExecutor(2) as pool:
            verdicts = dict(zip(paths, pool.map(wabt, paths)))
        for path in paths:
            result, (theirs, said) = found[path], verdicts[path]
            ours = result["sound"] and not any(f["rule"] == "wasm/names" for f in result["findings"])
            if ours == theirs:
                agreed += 1
                continue
            reason = reason_of(ours, said, result)
            if reason:
                reasons[reason] = reasons.get(reason, 0) + 1
            else:
                failures.append(f"FAIL {os.path.basename(path)}: wabt {said or theirs}, wcore "
                                f"{[f['rule'] + ' ' + f['text'] for f in result['findings']]}")
                keep = os.environ.get("WCORE_WABT_KEEP")
                if keep:
                    shutil.copy(path, keep)
        if len(found) != len(paths):
            failures.append(f"FAIL {len(found)} of {len(paths)} modules")
    print("\n".join(failures))
    print(f"{whole} modules as they are, {len(paths) - whole} changed; {agreed} verdicts agree; differences: " +
          ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items())))
    print(f"validate-wabt: {agreed + sum(reasons.values())} passed, {len(failures)} failed")
    return 1 if failures else 0


sys.exit(main())
