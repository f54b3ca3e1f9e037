"""Which programs a seed makes: language, mode, trap and the two texts of each."""
import random
import re

from generate_c import CWriter
from generate_cxx import CxxWriter
from generate_rust import RustWriter
from generate_zig import ZigWriter

WRITERS = {"c": CWriter, "cpp": CxxWriter, "rs": RustWriter, "zig": ZigWriter}
# What the rewriter can catch is `unreachable`; the others are for the other truths.
TRAPS = {"c": ["unreachable"] * 6 + ["abort", "assert"] + ["divide", "bounds"],
         "cpp": ["unreachable"] * 6 + ["abort", "assert"] + ["divide", "bounds"],
         "rs": ["panic", "index", "unwrap", "overflow", "unreachable", "unreachable"],
         "zig": ["panic", "trap", "trap", "trap", "divide", "bounds"]}
ORDER = ["c", "cpp", "rs", "c", "zig", "rs", "cpp"]
COUNT = 56


class Program:
    def __init__(self, number, seed, language, mode, trap):
        self.name = f"{language}{number:02}-{mode}-{trap}"
        self.language, self.mode = language, mode
        writer = WRITERS[language]
        self.crash_text = writer(seed, mode, "crash", trap).text()
        self.truth_text = writer(seed, mode, "truth", trap).text()
        self.functions = set(re.findall(r"\bf\d+\b", self.crash_text))
        self.truth = []


def make(seed, count):
    r = random.Random(seed)
    out = []
    turns = dict.fromkeys(WRITERS, 0)
    for number in range(count):
        language = ORDER[number % len(ORDER)]
        own, trap_pick = r.randrange(1 << 40), r.random()
        if language not in WRITERS:
            continue
        turns[language] += 1
        mode = "printed" if turns[language] % 2 else "quiet"
        traps = TRAPS[language]
        out.append(Program(number, own, language, mode, traps[int(trap_pick * len(traps))]))
    return out
