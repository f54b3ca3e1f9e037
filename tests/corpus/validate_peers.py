#!/usr/bin/env python3
"""The container level of wcore-validate against wabt's wasm-validate and `wasm-tools validate`, on
3,000 modules: those of tests/data, most of them changed in one to eight places (always the same ones).
Where they differ, docs/validate.md says why: the reasons below are its lists, and each difference must
be one.  wasm-tools comes from $PEERS or PATH, or cargo installs it below the build folder."""
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
sys.path.insert(0, os.path.join(TOP, "tests", "corpus"))
sys.dont_write_bytecode = True
import producers  # noqa: E402
import wasm  # noqa: E402

MODULES = int(os.environ.get("WCORE_PEERS_MODULES", "3000"))
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
WCORE_NOT_WABT = {
    "files of a header alone, which is what a cut leaves": r"^nothing stands behind the header$",
    "alignments of 2^32 and more, which wabt shifts out": r"is aligned to 2\^(3[2-9]|[45])",
    "bodies that end with the end of a block, where wabt looks at the last instruction alone":
        r"the body ends inside a block$",
    "name sections that wabt reads on from": r"^(?:name|section 0 \(custom\)): ",
}
WASM_TOOLS_ALONE = {
    "types of operands": r"type mismatch",
    "features that it has off: old exceptions, custom page sizes":
        r"legacy_exceptions feature required|the custom page sizes proposal must be enabled",
}
WCORE_NOT_WASM_TOOLS = {
    "files of a header alone, which is what a cut leaves": r"^nothing stands behind the header$",
}


def mutate(data, rnd):
    """The data with one to eight edits behind its header, more of them near its start."""
    def neighbour(data, at):
        data[at] = (data[at] + rnd.choice((1, 255))) & 255
    return wasm.mutate(data, rnd, len(wasm.MAGIC), (1, 1, 1, 2, 4, 8), (0, 1, 0x0b, 0x7F, 0x80, 0xFF), neighbour)


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


class Peer:
    """Another tool: its command, and the reasons for which it or wcore alone refuses a module."""

    def __init__(self, name, command, theirs, ours, reads_names):
        self.name, self.command, self.theirs, self.ours, self.reads_names = name, command, theirs, ours, reads_names
        self.agreed, self.reasons, self.failures = 0, {}, []

    def verdict(self, path):
        """Whether it takes the module, and what it says if not."""
        done = subprocess.run([*self.command, path], capture_output=True)
        said = done.stderr.decode("utf-8", "replace")
        if done.returncode not in (0, 1):
            said += f"exit {done.returncode}"
        return done.returncode == 0, said

    def reason_of(self, is_ours_sound, said, findings):
        if is_ours_sound:
            return next((name for name, pattern in self.theirs.items() if re.search(pattern, said)), None)
        return next((name for name, pattern in self.ours.items()
                     if all(re.search(pattern, f["text"]) for f in findings)), None)

    def compare(self, path, result):
        findings = [f for f in result["findings"] if f["severity"] != "note"]
        sound = result["sound"] and not (self.reads_names and any(f["rule"] == "wasm/names" for f in findings))
        is_theirs_sound, said = self.verdict(path)
        reason = None if sound == is_theirs_sound else self.reason_of(sound, said, findings)
        if sound == is_theirs_sound:
            self.agreed += 1
        elif reason:
            self.reasons[reason] = self.reasons.get(reason, 0) + 1
        else:
            self.failures.append(f"FAIL {os.path.basename(path)}: {self.name} {said.strip() or is_theirs_sound}, "
                                 f"wcore {[f['rule'] + ' ' + f['text'] for f in findings]}")
            keep = os.environ.get("WCORE_PEERS_KEEP")
            if keep:
                shutil.copy(path, keep)


def main():
    # Names are a warning of wcore's; wasm-tools does not read them, wabt refuses those that it cannot read.
    peers = [Peer("wabt", ["wasm-validate", "--enable-all"], WABT_ALONE, WCORE_NOT_WABT, True),
             Peer("wasm-tools", [producers.peer("wasm-tools", BUILD), "validate"], WASM_TOOLS_ALONE,
                  WCORE_NOT_WASM_TOOLS, False)]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        paths, whole = write(folder)
        with open(os.path.join(folder, "list"), "w", encoding="utf-8") as out:
            out.write("\n".join(paths))
        done = subprocess.run([os.path.join(BUILD, "wcore-validate"), "--level=container", "--json", "-j", "2",
                               "--files-from", os.path.join(folder, "list")], capture_output=True)
        found = {o["file"]: o for o in map(json.loads, done.stdout.decode().splitlines())}
        if len(found) != len(paths):
            print(f"FAIL {len(found)} of {len(paths)} modules have a verdict")
            failed = 1
        with ThreadPoolExecutor(2) as pool:
            for peer in peers:
                list(pool.map(lambda path, peer=peer: peer.compare(path, found[path]), found))
    print(f"{whole} modules as they are, {len(paths) - whole} changed")
    for peer in peers:
        for line in peer.failures:
            print(line)
        print(f"{peer.name}: {peer.agreed} verdicts agree; differences: " +
              ", ".join(f"{count} {reason}" for reason, count in sorted(peer.reasons.items())))
    failed += sum(len(peer.failures) for peer in peers)
    print(f"validate-peers: {sum(peer.agreed + sum(peer.reasons.values()) for peer in peers)} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
