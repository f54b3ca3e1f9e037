"""C programs from a seed (generate.py); generate_cxx.py adds what C++ has."""
from generate import COMMON_INTS, INTS, WORDS, Variable, Writer

CTYPES = {"i8": "int8_t", "u8": "uint8_t", "i16": "int16_t", "u16": "uint16_t", "i32": "int32_t",
          "u32": "uint32_t", "i64": "int64_t", "u64": "uint64_t"}
SPELLINGS = {"i32": ["int", "int32_t", "int"], "u32": ["unsigned", "uint32_t", "size_t"],
             "i64": ["long long", "int64_t"], "u64": ["unsigned long long", "uint64_t"],
             "i8": ["signed char", "int8_t"], "u8": ["unsigned char", "uint8_t"],
             "i16": ["short", "int16_t"], "u16": ["unsigned short", "uint16_t"]}


class Kind:
    """A type: how it is declared, made, taken apart and printed."""
    by_value = True
    in_struct = True

    def declare(self, name):
        return f"{self.type} {name}"

    def make(self, w, scope):
        """An expression of the type."""
        raise NotImplementedError

    def define(self, w, name, scope):
        w.line(f"{self.declare(name)} = {self.make(w, scope)};")

    def scalars(self, expression):
        return []

    def show(self, w, e):
        """Lines that print the value of e as JSON."""
        raise NotImplementedError


class Int(Kind):
    def __init__(self, code, spelling):
        self.code, self.type = code, spelling
        self.bits, self.signed = INTS[code]

    def make(self, w, scope):
        small = w.r.random()
        text = w.mix(scope)
        if small < 0.5 and self.bits > 8:
            text = f"({text}) % {w.r.choice([7, 100, 1000, 65521])}u"
            return f"({self.type})({text}) - {w.r.randint(1, 50)}" if self.signed and w.r.random() < 0.4 \
                else f"({self.type})({text})"
        return f"({self.type})({text})"

    def scalars(self, e):
        return [e]

    def show(self, w, e):
        w.line(f'printf("%{"lld" if self.signed else "llu"}",'
               f' ({"long long" if self.signed else "unsigned long long"}){e});')


class Float(Kind):
    def __init__(self, double):
        self.type, self.bits = ("double", 64) if double else ("float", 32)

    def make(self, w, scope):
        return f"({self.type})(int)(({w.mix(scope)}) & 0xffff) {w.r.choice(['* 0.25', '/ 3', '* 0.5 - 1000', '+ 0.125'])}"

    def scalars(self, e):
        return [f"(int64_t){e}"]

    def show(self, w, e):
        w.line(f'printf("{{\\"$f\\":\\"%.17g\\",\\"bits\\":{self.bits}}}", (double){e});')


class Bool(Kind):
    type = "bool"

    def make(self, w, scope):
        return f"(({w.mix(scope)}) & {w.r.choice([1, 2, 4])}) != 0"

    def scalars(self, e):
        return [e]

    def show(self, w, e):
        w.line(f'printf("%s", {e} ? "true" : "false");')


class Char(Kind):
    type = "char"

    def make(self, w, scope):
        return f"(char)('a' + ({w.mix(scope)}) % 26u)"

    def scalars(self, e):
        return [e]

    def show(self, w, e):
        w.line(f'printf("{{\\"$c\\":%d}}", (int){e});')


class Enum(Kind):
    def __init__(self, tag, items):
        self.type, self.items = f"enum {tag}", items
        self.tag = tag

    def make(self, w, scope):
        return f"({self.type})(({w.mix(scope)}) % {len(self.items)}u" \
               + (f" + {self.items[0][1]}" if self.items[0][1] else "") + ")"

    def scalars(self, e):
        return [e]

    def show(self, w, e):
        w.line(f"show_{self.tag}((int){e});")


class Text(Kind):
    """const char * to a string that the program has."""
    type = "const char *"

    def declare(self, name):
        return f"const char *{name}"

    def make(self, w, scope):
        return f"words[({w.mix(scope)}) % {len(WORDS)}u]"

    def scalars(self, e):
        return [f"{e}[0]"]

    def show(self, w, e):
        w.line(f"show_text({e});")


class Buffer(Kind):
    """char name[n] that holds a string."""
    by_value = False

    def __init__(self, size):
        self.size = size

    def declare(self, name):
        return f"char {name}[{self.size}]"

    def make(self, w, scope):
        return None

    def define(self, w, name, scope):
        w.line(f"{self.declare(name)};")
        self.fill(w, name, scope)

    def fill(self, w, name, scope):
        w.line(f'snprintf({name}, sizeof {name}, "{w.r.choice(["n%d", "<%d>", "key-%d", "%d apples"])}",'
               f" (int)(({w.mix(scope)}) % 1000u));")

    def scalars(self, e):
        return [f"{e}[0]", f"{e}[1]"]

    def show(self, w, e):
        w.line(f"show_text({e});")


class Array(Kind):
    by_value = False

    def __init__(self, item, count):
        self.item, self.count = item, count

    def declare(self, name):
        return self.item.declare(f"{name}[{self.count}]")

    def define(self, w, name, scope):
        w.line(f"{self.declare(name)};")
        self.fill(w, name, scope)

    def fill(self, w, name, scope):
        index = w.loop_name()
        w.open(f"for (int {index} = 0; {index} < {self.count}; {index}++) {{")
        if self.item.by_value and not isinstance(self.item, Struct):
            w.line(f"{name}[{index}] = {self.item.make(w, scope + [Variable(index, Int('i32', 'int'))])};")
        else:
            self.item.fill(w, f"{name}[{index}]", scope + [Variable(index, Int("i32", "int"))])
        w.close()

    def scalars(self, e):
        return self.item.scalars(f"{e}[0]")[:2] + self.item.scalars(f"{e}[{self.count - 1}]")[:2]

    def show(self, w, e):
        index = w.loop_name()
        w.line('putchar(\'[\');')
        w.open(f"for (int {index} = 0; {index} < {self.count}; {index}++) {{")
        w.line(f"if ({index}) putchar(',');")
        self.item.show(w, f"{e}[{index}]")
        w.close()
        w.line('putchar(\']\');')


class Struct(Kind):
    """A struct or a union; fields are (name, kind, bits)."""

    def __init__(self, w, tag, fields, word="struct"):
        self.tag, self.fields, self.word = tag, fields, word
        self.type = f"{word} {tag}"
        self.by_value = True

    def write(self, w):
        w.open(f"{self.word} {self.tag} {{")
        for name, kind, bits in self.fields:
            w.line(kind.declare(name) + (f" : {bits}" if bits else "") + ";")
        w.close("};")

    def write_show(self, w):
        w.open(f"static void __attribute__((noinline)) show_{self.tag}(const {self.type} *p) {{")
        w.line("putchar('{');")
        for number, (name, kind, _) in enumerate(self.fields):
            w.line(f'printf("{"," if number else ""}\\"{name}\\":");')
            kind.show(w, f"p->{name}")
        w.line("putchar('}');")
        w.close()

    def make(self, w, scope):
        return None

    def define(self, w, name, scope):
        w.line(f"{self.declare(name)};")
        self.fill(w, name, scope)

    def fill(self, w, name, scope):
        if self.word == "union":
            w.line(f"memset(&{name}, 0, sizeof {name});")
            fields = [w.r.choice(self.fields)]
        else:
            fields = self.fields
        for field, kind, bits in fields:
            if kind.by_value and not isinstance(kind, Struct):
                w.line(f"{name}.{field} = {kind.make(w, scope)};")
            else:
                kind.fill(w, f"{name}.{field}", scope)

    def scalars(self, e):
        if self.word == "union":
            return []
        return [s for name, kind, _ in self.fields for s in kind.scalars(f"{e}.{name}")[:2]]

    def show(self, w, e):
        w.line(f"show_{self.tag}(&{e});")


class Pointer(Kind):
    in_struct = False

    def __init__(self, to, const=False):
        self.to, self.const = to, const

    def declare(self, name):
        star = f"*{name}"
        return ("const " if self.const else "") + self.to.declare(star)

    def target(self, e):
        return f"(*{e})"

    def scalars(self, e):
        if isinstance(self.to, Struct):
            return [s for name, kind, _ in self.to.fields if self.to.word == "struct"
                    for s in kind.scalars(f"{e}->{name}")[:2]]
        return self.to.scalars(f"(*{e})")

    def show(self, w, e):
        w.line(f'printf("{{\\"$p\\":%lu,\\"to\\":", (unsigned long){e});')
        if isinstance(self.to, Struct):
            w.line(f"show_{self.to.tag}({e});")
        else:
            self.to.show(w, f"(*{e})")
        w.line('putchar(\'}\');')


class Items(Kind):
    """A pointer to the first of an array's items, as a parameter."""
    in_struct = False

    def __init__(self, item):
        self.item = item

    def declare(self, name):
        return "const " + self.item.declare(f"*{name}")

    def scalars(self, e):
        return self.item.scalars(f"{e}[0]")[:2]

    def show(self, w, e):
        w.line(f'printf("{{\\"$p\\":%lu,\\"to\\":", (unsigned long){e});')
        self.item.show(w, f"{e}[0]")
        w.line('putchar(\'}\');')


class Node(Kind):
    """The head of a linked list of struct node."""
    in_struct = False
    type = "struct node *"

    def declare(self, name):
        return f"struct node *{name}"

    def define(self, w, name, scope):
        w.line(f"struct node *{name} = 0;")
        index = w.loop_name()
        w.open(f"for (int {index} = 0; {index} < {w.r.randint(1, 4)}; {index}++)")
        w.line(f"{name} = push({name}, (int)(({w.mix(scope)}) % 5000u) + {index}, {w.number(index)} & 3 ? words[{index}] : 0);")
        w.level -= 1

    def scalars(self, e):
        return [f"{e}->id"]

    def show(self, w, e):
        w.line(f"show_node({e});")


class Function:
    def __init__(self, number, parameters, result, flavour):
        self.name, self.parameters, self.result, self.flavour = f"f{number}", parameters, result, flavour
        self.attribute = ""


class CWriter(Writer):
    INDENT = "\t"
    pointer_probability = 0.35
    extension = ".c"

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.loops = 0

    def number(self, e):
        return f"(uint64_t){e}" if e.replace("_", "").isalnum() else f"(uint64_t)({e})"

    def literal(self, value):
        return f"{value}u"

    def binary(self, op, a, b):
        return f"({a} {op} {b})"

    def loop_name(self):
        self.loops += 1
        return f"i{self.loops}"

    # Types

    def an_int(self):
        code = self.r.choice(COMMON_INTS)
        return Int(code, self.r.choice(SPELLINGS[code]))

    def scalar(self):
        return self.r.choice([self.an_int, self.an_int, self.an_int, self.an_int,
                              lambda: Float(True), lambda: Float(False), Bool, Char,
                              lambda: self.r.choice(self.enums)])()

    def make_types(self):
        r = self.r
        self.enums, self.structs, self.unions = [], [], []
        for number in range(r.randint(1, 2)):
            first = r.choice([0, 0, 1, 10])
            self.enums.append(Enum(f"kind{number}", [(f"K{number}_{w.upper()}", first + i) for i, w in
                              enumerate(r.sample(["red", "green", "blue", "idle", "busy", "done", "north", "south"],
                                                 r.randint(2, 5)))]))
        for number in range(r.randint(2, 4)):
            fields = []
            for index in range(r.randint(1, 6)):
                choice = r.random()
                name = f"{r.choice('abcdefgh')}{index}"
                bits = 0
                if choice < 0.55:
                    kind = self.scalar()
                elif choice < 0.65:
                    kind = Text()
                elif choice < 0.75:
                    kind = Buffer(r.choice([8, 12, 16]))
                elif choice < 0.85:
                    kind = Array(self.scalar(), r.randint(1, 5))
                elif choice < 0.93 and self.structs:
                    kind = r.choice(self.structs)
                else:
                    kind, bits = Int("u32", "unsigned"), r.randint(1, 13)
                fields.append((name, kind, bits))
            self.structs.append(self.new_struct(f"s{number}", fields))
        if r.random() < 0.6:
            fields = [("whole", Int("u32", "uint32_t"), 0), ("half", Array(Int("u16", "uint16_t"), 2), 0),
                      ("parts", Array(Int("u8", "uint8_t"), 4), 0)]
            self.unions.append(Struct(self, "u0", r.sample(fields, 2), "union"))

    def new_struct(self, tag, fields):
        return Struct(self, tag, fields)

    def aggregate(self):
        r = self.r
        return r.choice([lambda: r.choice(self.structs), lambda: r.choice(self.structs),
                         lambda: Array(self.scalar(), r.randint(2, 6)),
                         lambda: Array(r.choice(self.structs), r.randint(1, 3)),
                         lambda: Buffer(r.choice([8, 16, 32])), Text, Node,
                         lambda: r.choice(self.unions or self.structs)])()

    # The program

    def prelude(self):
        for header in ("assert", "stdbool", "stdint", "stdio", "stdlib", "string"):
            self.line(f"#include <{header}.h>")
        self.line()
        self.line(f"static volatile uint32_t secret = {self.secret};")
        self.line("static const char *const words[] = {" + ", ".join(f'"{w}"' for w in WORDS) + "};")

    def runtime(self):
        self.line("struct node { int id; const char *label; struct node *next; };")
        self.open("static struct node *push(struct node *next, int id, const char *label) {")
        self.line("struct node *made = (struct node *)malloc(sizeof *made);")
        self.line("made->id = id; made->label = label; made->next = next;")
        self.line("return made;")
        self.close()

    def show_runtime(self):
        self.open("static void __attribute__((noinline)) show_text(const char *s) {")
        self.line("if (!s) { printf(\"null\"); return; }")
        self.line("putchar('\"'); for (; *s; s++) putchar(*s); putchar('\"');")
        self.close()
        self.open("static void __attribute__((noinline)) show_node(const struct node *p) {")
        self.line("if (!p) { printf(\"{\\\"$p\\\":0}\"); return; }")
        self.line("printf(\"{\\\"$p\\\":%lu,\\\"to\\\":{\\\"id\\\":%d,\\\"label\\\":\", (unsigned long)p, p->id);")
        self.line("show_text(p->label); printf(\",\\\"next\\\":\"); show_node(p->next); printf(\"}}\");")
        self.close()
        for enum in self.enums:
            self.open(f"static void __attribute__((noinline)) show_{enum.tag}(int e) {{")
            self.line("switch (e) {")
            for name, value in enum.items:
                self.line(f"case {value}: printf(\"{{\\\"$e\\\":\\\"{name}\\\"}}\"); return;")
            self.line("default: printf(\"%d\", e);")
            self.line("}")
            self.close()
        for kind in self.structs + self.unions:
            kind.write_show(self)
        if self.variant == "truth":
            self.line("struct shown { const char *function, *name; void (*show)(void *); void *at; };")
            self.line("static struct shown all_shown[4000];")
            self.line("static unsigned shown_count;")
            self.open("static void show_all(void) {")
            self.open("for (unsigned i = shown_count; i-- > 0; ) {")
            self.line("if (!all_shown[i].name) { printf(\"@FRAME %s\\n\", all_shown[i].function); continue; }")
            self.line("printf(\"@VAR %s %s \", all_shown[i].function, all_shown[i].name);")
            self.line("all_shown[i].show(all_shown[i].at); printf(\"\\n\");")
            self.close()
            self.line("fflush(stdout); _Exit(0);")
            self.close()

    def program(self):
        r = self.r
        self.prelude()
        self.make_types()
        self.runtime()
        for enum in self.enums:
            self.line(f"{enum.type} {{ " + ", ".join(f"{n} = {v}" for n, v in enum.items) + " };")
        for kind in self.structs + self.unions:
            kind.write(self)
        loops = self.loops
        if self.variant == "truth" or self.mode == "printed":
            self.show_runtime()
        self.loops = loops
        self.helpers()
        count = r.randint(3, 6)
        self.functions = []
        for number in range(count):
            flavour = r.choice(["plain", "plain", "plain", "loop", "block", "recursive", "pointer"])
            if number == count - 1:
                flavour = r.choice(["plain", "plain", "loop", "block"])
            self.functions.append(Function(number, self.parameters(number), self.an_int(), flavour))
            self.functions[-1].attribute = r.choice(["static __attribute__((noinline)) ", "static ", "",
                                                     "__attribute__((noinline)) "])
        for function in reversed(self.functions):
            self.write_function(function)
        self.main()

    def parameters(self, number):
        r, out = self.r, []
        self.names = set()
        for _ in range(r.randint(1, 5)):
            choice = r.random()
            if choice < 0.55:
                kind = self.scalar()
            elif choice < 0.65:
                kind = r.choice(self.structs)
            elif choice < 0.85:
                kind = Pointer(r.choice(self.structs + [self.an_int()]), r.random() < 0.4)
            elif choice < 0.92:
                kind = Items(self.scalar())
            else:
                kind = Text()
            out.append(Variable(self.name(), kind))
        return out

    def helpers(self):
        self.open("static inline uint64_t helper_mix(uint64_t a, uint64_t b) {")
        self.line("uint64_t twice = a * 2u + b;")
        self.line("return (twice ^ (twice >> 7)) % 100003u;")
        self.close()
        self.open("static uint32_t helper_digest(const void *data, unsigned size) {")
        self.line("const unsigned char *bytes = (const unsigned char *)data;")
        self.line("uint32_t hash = 2166136261u;")
        self.line("for (unsigned i = 0; i < size; i++) hash = (hash ^ bytes[i]) * 16777619u;")
        self.line("return hash;")
        self.close()

    def signature(self, f):
        return f"{f.attribute}{f.result.declare(f.name)}({', '.join(p.kind.declare(p.name) for p in f.parameters)})"

    def show_line(self, function, variable):
        self.line(f'printf("@VAR {function} {variable.name} ");')
        variable.kind.show(self, variable.expression)
        self.line('printf("\\n");')

    def register(self, f, scope):
        """Prints the variables, or registers them for show_all()."""
        loops = self.loops
        if self.variant == "truth":
            for v in reversed(scope):
                self.line(f"all_shown[shown_count++] = (struct shown){{\"{f.name}\", \"{v.name}\","
                          f" show_{f.name}_{v.name}, (void *)&{v.expression}}};")
            self.line(f"all_shown[shown_count++] = (struct shown){{\"{f.name}\", 0, 0, 0}};")
        elif self.mode == "printed":
            for v in scope:
                if not v.escapes:
                    self.show_line(f.name, v)
            self.line("fflush(stdout);")
        self.loops = loops

    def unregister(self, scope):
        if self.variant == "truth":
            self.line(f"shown_count -= {len(scope) + 1};")

    def argument(self, kind, scope):
        """An expression to pass for a parameter; may define a variable first."""
        r = self.r
        if isinstance(kind, Pointer):
            found = [v for v in scope if not v.fixed and (v.kind is kind.to or isinstance(kind.to, Int) and isinstance(v.kind, Int)
                     and v.kind.type == kind.to.type)]
            if found and r.random() < 0.7:
                v = r.choice(found)
            else:
                v = self.new_variable(kind.to, scope)
            if not kind.const:
                v.escapes = True
            return f"&{v.expression}"
        if isinstance(kind, Items):
            v = self.new_variable(Array(kind.item, r.randint(2, 5)), scope)
            return v.expression
        if isinstance(kind, Struct):
            found = [v for v in scope if v.kind is kind]
            v = r.choice(found) if found and r.random() < 0.7 else self.new_variable(kind, scope)
            return v.expression
        same = [v for v in scope if getattr(v.kind, "type", 0) == getattr(kind, "type", 1)]
        if same and r.random() < 0.4:
            return r.choice(same).expression
        if r.random() < 0.15 and isinstance(kind, Int):
            return str(r.randint(0, 100))
        return kind.make(self, scope)

    def new_variable(self, kind, scope):
        v = Variable(self.name(), kind)
        kind.define(self, v.name, list(scope))
        scope.append(v)
        return v

    def fragment(self, scope):
        """A few lines as programs have them, over the variables in scope."""
        r = self.r
        ints = [v for v in scope if isinstance(v.kind, Int) and not v.fixed]
        choice = r.random()
        if choice < 0.3 and ints:
            v = r.choice(ints)
            index = self.loop_name()
            self.open(f"for (unsigned {index} = 0; {index} < {r.randint(2, 9)}u; {index}++)")
            self.line(f"{v.expression} = ({v.kind.type})({self.number(v.expression)} * {r.randint(2, 9)}u + {index}"
                      f" + {self.mix(scope, 1)});")
            self.level -= 1
        elif choice < 0.5 and ints:
            v = r.choice(ints)
            self.open(f"if (({self.mix(scope)}) & {r.choice([1, 2, 8])}) {{")
            self.line(f"{v.expression} = {v.kind.make(self, scope)};")
            self.close()
        elif choice < 0.7 and ints:
            v = r.choice(ints)
            self.line(f"{v.expression} = ({v.kind.type})helper_mix({self.mix(scope)}, {self.mix(scope)});")
        elif choice < 0.85 and ints:
            v = r.choice(ints)
            self.open(f"switch (({self.mix(scope)}) % 4u) {{")
            self.line(f"case 0: {v.expression} = {v.kind.make(self, scope)}; break;")
            self.line(f"case 1: {v.expression} ^= {r.randint(1, 100)}; break;")
            self.line(f"default: {v.expression} = ({v.kind.type})({v.expression} + {r.randint(1, 9)}); break;")
            self.close()
        else:
            mutable = [v for v in scope if isinstance(v.kind, Pointer) and not v.kind.const
                       and self.mode == "quiet" and isinstance(v.kind.to, Int)]
            if mutable:
                v = r.choice(mutable)
                self.line(f"*{v.expression} = {v.kind.to.make(self, scope)};")

    def trap_lines(self, scope):
        if self.variant == "truth":
            self.line("show_all();")
            return
        condition = f"secret == {self.secret}u"
        if self.trap == "unreachable":
            self.line(f"if ({condition}) __builtin_trap();")
        elif self.trap == "abort":
            self.line(f"if ({condition}) abort();")
        elif self.trap == "assert":
            self.line(f"assert(secret != {self.secret}u && \"the secret is out\");")
        elif self.trap == "divide":
            self.line(f"secret = (uint32_t)({self.mix_fixed(scope)}) / (secret - {self.secret}u);")
        else:
            self.line(f"secret = *(volatile uint32_t *)(uintptr_t)(0xfff00000u + secret);")

    def mix_fixed(self, scope):
        return "secret + 5u"

    def write_function(self, f):
        r = self.r
        self.names = {p.name for p in f.parameters}
        number = int(f.name[1:])
        after = self.functions[number + 1] if number + 1 < len(self.functions) else None
        scope = [Variable(p.name, p.kind) for p in f.parameters]
        for v in scope:
            if isinstance(v.kind, Pointer) and not v.kind.const:
                v.escapes = v.escapes or False
        # The printers of the truth need the variables' types: the body is written first.
        before, self.lines = self.lines, []
        recursive = f.flavour == "recursive" and after
        self.open(self.signature(f)[:-1] + (", int rounds) {" if recursive else ") {"))
        everything = list(scope)
        if recursive:
            rounds = Variable("rounds", Int("i32", "int"))
            rounds.fixed = True
            scope.append(rounds)
        for _ in range(r.randint(2, 6)):
            kind = self.scalar() if r.random() < 0.6 else self.aggregate()
            self.new_variable(kind, scope)
            if r.random() < self.pointer_probability:
                pointable = [v for v in scope if isinstance(v.kind, (Struct, Int)) and v not in everything
                             and not v.fixed]
                if pointable:
                    v = r.choice(pointable)
                    p = Variable(self.name(), Pointer(v.kind))
                    self.line(f"{p.kind.declare(p.name)} = &{v.expression};")
                    p.escapes = True
                    v.escapes = v.escapes or False
                    scope.append(p)
            if r.random() < 0.5:
                self.fragment(scope)
        result = Variable(self.name(), f.result)
        f.result.define(self, result.name, scope)
        scope.append(result)
        inner = list(scope)
        if f.flavour == "loop":
            index = Variable(self.loop_name(), Int("i32", "int"))
            index.fixed = True
            self.open(f"for (int {index.name} = 0; {index.name} < {r.randint(4, 9)}; {index.name}++) {{")
            inner.append(index)
            self.new_variable(self.scalar(), inner)
            self.line(f"{result.name} = ({f.result.type})({self.number(result.name)} + {self.mix(inner)});")
            self.open(f"if ({index.name} == {r.randint(0, 3)}) {{")
        elif f.flavour == "block":
            self.open(f"if (secret == {self.secret}u) {{")
            self.new_variable(self.scalar(), inner)
            self.new_variable(self.aggregate(), inner)
        if recursive:
            self.open("if (rounds > 0) {")
            arguments = [self.argument(p.kind, inner) if isinstance(p.kind, Int) else p.name for p in f.parameters]
            self.register(f, inner)
            self.line(f"{result.name} ^= ({f.result.type}){f.name}({', '.join(arguments + ['rounds - 1'])});")
            self.unregister(inner)
            self.close("} else {")
            self.level += 1
            inner = list(inner)
        if after:
            arguments = [self.argument(p.kind, inner) for p in after.parameters]
            if after.flavour == "recursive" and int(after.name[1:]) + 1 < len(self.functions):
                arguments.append(str(r.randint(1, 3)))
            self.register(f, inner)
            self.line(f"{result.name} ^= ({f.result.type}){self.callee(f, after)}({', '.join(arguments)});")
            self.unregister(inner)
        else:
            self.register(f, inner)
            self.trap_lines(inner)
            self.unregister(inner)
        while self.level > 1:
            self.close()
        # Some of the variables are used afterwards, the others are dead by then.
        for v in r.sample(scope, min(len(scope), r.randint(0, 4))):
            scalars = v.kind.scalars(v.expression)
            if scalars:
                self.line(f"{result.name} = ({f.result.type})({self.number(result.name)} * 3u + {self.number(r.choice(scalars))});")
        self.line(f"return {result.name};")
        self.close()
        body, self.lines = self.lines, before
        if self.variant == "truth":
            seen = set()
            for v in inner + scope:
                if v.name not in seen:
                    seen.add(v.name)
                    self.write_printer(f, v)
        self.line()
        self.lines += body

    def write_printer(self, f, v):
        loops = self.loops
        self.open(f"static void show_{f.name}_{v.name}(void *at) {{")
        pointer = Pointer(v.kind)
        if isinstance(v.kind, Array):
            self.line(f"{v.kind.item.declare('(*p)[' + str(v.kind.count) + ']')} = "
                      f"({v.kind.item.declare('(*)[' + str(v.kind.count) + ']')})at;")
        elif isinstance(v.kind, Buffer):
            self.line(f"char (*p)[{v.kind.size}] = (char (*)[{v.kind.size}])at;")
        else:
            self.line(f"{v.kind.declare('*p')} = ({v.kind.declare('*')})at;")
        v.kind.show(self, "(*p)")
        self.close()
        self.loops = loops

    def callee(self, f, after):
        if f.flavour == "pointer":
            recursive = after.flavour == "recursive" and int(after.name[1:]) + 1 < len(self.functions)
            types = ", ".join([p.kind.declare("") for p in after.parameters] + (["int"] if recursive else []))
            self.line(f"{after.result.declare('(*volatile call)')}({types}) = {after.name};")
            return "call"
        return after.name

    def main(self):
        r = self.r
        self.line()
        self.names = set()
        self.open("int main(void) {")
        scope = []
        start = Variable("start", Int("u32", "uint32_t"))
        self.names.add("start")
        self.line("uint32_t start = secret;")
        scope.append(start)
        first = self.functions[0]
        arguments = [self.argument(p.kind, scope) for p in first.parameters]
        if first.flavour == "recursive" and len(self.functions) > 1:
            arguments.append(str(r.randint(1, 3)))
        self.line(f"int status = (int){first.name}({', '.join(arguments)});")
        self.line('printf("%d\\n", status);')
        self.line("return status == 77;")
        self.close()
