"""Programs that crash, made from a seed: what the writers of all languages share.

A program is a chain of functions f0, f1, ... that call each other down to one that
traps.  Each has parameters and variables of many types; what they hold is computed
from a number that the compiler does not know.  A program is written in two ways
from the same seed, and the ways draw the same random numbers:

  crash  what is compiled at every level and crashed.  In `printed` programs each
         function prints its variables before it calls the next one; `quiet` ones print nothing,
         so that nothing keeps a variable alive.
  truth  each function registers its variables, and instead of the trap all of
         them are printed as they are then, those of the callers too.

A line of output is `@VAR function variable JSON`, youngest frame first in the
truth.  JSON is number, true, false, string, array (arrays, vectors, tuples), object
(structs, unions), or an object that says what it is:

  {"$f": text, "bits": 32}       a float            {"$p": address, "to": value}   a pointer
  {"$e": name}                   an enumerator      {"$some": value}, {"$none": 1} options
  {"$v": name, "of": value}      a variant          {"$m": [[key, value], ...]}    a map
  {"$c": number}                 a character        {"$set": [value, ...]}         a set
  {"$one": value}                one of several types (std::variant)
  {"$box": value}                what a Box, Rc, Cell or RefCell holds
  {"$ok": value}, {"$err": name} an error union
"""
import random

INTS = {"i8": (8, True), "u8": (8, False), "i16": (16, True), "u16": (16, False),
        "i32": (32, True), "u32": (32, False), "i64": (64, True), "u64": (64, False)}
COMMON_INTS = ["i32"] * 5 + ["u32"] * 3 + ["i64"] * 3 + ["u64"] * 2 + ["i8", "u8", "i16", "u16"]
WORDS = ["apple", "pear", "quince and plum", "", "left", "north-west", "a", "order 66", "tally",
         "the quick brown fox jumps over it", "x=1", "zero", "Ampere", "basket", "of no use"]
NAMES = ["count", "total", "index", "limit", "weight", "price", "state", "flags", "left", "right",
         "width", "height", "key", "size", "rate", "score", "depth", "level", "offset", "mask",
         "step", "start", "stop", "best", "last", "first", "sum", "code", "tick", "zone"]


class Variable:
    """A variable of the program: how its value is had, and the scalars in it."""

    def __init__(self, name, kind, expression=None):
        self.name, self.kind = name, kind
        self.expression = expression or name
        self.escapes = False  # a pointer to it is about, others may change it
        self.fixed = False  # is not assigned: lent, or relied on


class Writer:
    """Writes one program; a language fills in the rest.

    mode is printed or quiet, variant is crash or truth.  Nothing that depends on the
    variant may draw a random number.
    """

    INDENT = "    "

    def __init__(self, seed, mode, variant, trap):
        self.r = random.Random(seed)
        self.mode, self.variant, self.trap = mode, variant, trap
        self.lines, self.level = [], 0
        self.names = set()
        self.secret = self.r.randint(3, 200)

    def line(self, text=""):
        self.lines.append(self.INDENT * self.level + text if text else "")

    def open(self, text):
        self.line(text)
        self.level += 1

    def close(self, text="}"):
        self.level -= 1
        self.line(text)

    def name(self):
        free = [n for n in NAMES if n not in self.names]
        if free:
            name = self.r.choice(free)
        else:
            name = f"v{len(self.names)}"
        self.names.add(name)
        return name

    def text(self):
        self.program()
        return "\n".join(self.lines) + "\n"

    def mix(self, scope, count=None):
        """A number of 64 unsigned bits from the scalars in scope, as text."""
        r = self.r
        scalars = [s for v in scope for s in v.kind.scalars(v.expression)]
        count = count or r.randint(1, 3)
        text = self.number(r.choice(scalars)) if scalars else self.literal(r.randint(1, 99))
        for _ in range(count - 1):
            other = self.number(r.choice(scalars)) if scalars and r.random() < 0.8 \
                else self.literal(r.randint(1, 10 ** r.randint(1, 9)))
            text = self.binary(r.choice("+-*^+*"), text, other)
        if r.random() < 0.7:
            text = self.binary(r.choice("+*+^"), text, self.literal(r.randint(1, 1000)))
        return text
