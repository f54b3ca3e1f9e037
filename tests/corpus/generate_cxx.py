"""C++ programs from a seed: what generate_c.py has, and containers, references, classes, templates."""
from generate import WORDS, Variable
from generate_c import Array, Buffer, Char, CWriter, Float, Int, Kind, Pointer, Struct, Text


class Shown(Kind):
    """A type that the overloads of show() print."""

    def show(self, w, e):
        w.line(f"show({e});")

    def fill(self, w, name, scope):
        w.line(f"{name} = {self.make(w, scope)};")


class String(Shown):
    type = "std::string"

    def make(self, w, scope):
        if w.r.random() < 0.5:
            return f"std::string(words[({w.mix(scope)}) % {len(WORDS)}u])"
        return f'std::string("{w.r.choice(["item-", "a rather long prefix of "])}") + std::to_string((int)(({w.mix(scope)}) % 997u))'

    def scalars(self, e):
        return [f"{e}.size()"]


class View(Shown):
    type = "std::string_view"
    in_struct = False

    def make(self, w, scope):
        return f"std::string_view(words[({w.mix(scope)}) % {len(WORDS)}u])"

    def scalars(self, e):
        return [f"{e}.size()"]


class Sequence(Shown):
    """vector, deque, list, array of items."""
    in_struct = False

    def __init__(self, template, item):
        self.template, self.item = template, item
        self.count = 3
        self.type = f"{template}<{item.type}>" if template != "std::array" else f"std::array<{item.type}, {self.count}>"

    def define(self, w, name, scope):
        w.line(f"{self.type} {name};" if self.template != "std::array" else f"{self.type} {name}{{}};")
        index = w.loop_name()
        count = self.count if self.template == "std::array" else w.r.choice([0, 1, 2, 3, 5])
        w.open(f"for (int {index} = 0; {index} < {count}; {index}++) {{")
        inner = list(scope) + [Variable(index, Int("i32", "int"))]
        if isinstance(self.item, Struct):
            temporary = Variable(f"made_{index}", self.item)
            self.item.define(w, temporary.name, inner)
            value = temporary.name
        else:
            value = self.item.make(w, inner)
        w.line(f"{name}[{index}] = {value};" if self.template == "std::array" else f"{name}.push_back({value});")
        w.close()

    def scalars(self, e):
        return [f"{e}.size()"]


class Map(Shown):
    in_struct = False

    def __init__(self, template, key, value):
        self.key, self.value = key, value
        self.type = f"{template}<{key.type}, {value.type}>"

    def define(self, w, name, scope):
        w.line(f"{self.type} {name};")
        index = w.loop_name()
        w.open(f"for (int {index} = 0; {index} < {w.r.choice([0, 1, 2, 4, 7])}; {index}++) {{")
        inner = list(scope) + [Variable(index, Int("i32", "int"))]
        w.line(f"{name}[{self.key.make(w, inner)}] = {self.value.make(w, inner)};")
        w.close()

    def scalars(self, e):
        return [f"{e}.size()"]


class Set(Shown):
    in_struct = False

    def __init__(self, template, item):
        self.item, self.type = item, f"{template}<{item.type}>"

    def define(self, w, name, scope):
        w.line(f"{self.type} {name};")
        index = w.loop_name()
        w.open(f"for (int {index} = 0; {index} < {w.r.choice([0, 2, 5])}; {index}++) {{")
        w.line(f"{name}.insert({self.item.make(w, list(scope) + [Variable(index, Int('i32', 'int'))])});")
        w.close()

    def scalars(self, e):
        return [f"{e}.size()"]


class Optional(Shown):
    def __init__(self, item):
        self.item, self.type = item, f"std::optional<{item.type}>"

    def define(self, w, name, scope):
        w.line(f"{self.type} {name};")
        w.line(f"if (({w.mix(scope)}) & {w.r.choice([1, 2, 4])}) {name} = {self.item.make(w, scope)};")

    def fill(self, w, name, scope):
        w.line(f"if (({w.mix(scope)}) & {w.r.choice([1, 2, 4])}) {name} = {self.item.make(w, scope)};")

    def scalars(self, e):
        return [f"{e}.has_value()"]


class Owner(Shown):
    in_struct = False

    def __init__(self, template, item):
        self.template, self.item = template, item
        self.type = f"std::{template}_ptr<{item.type}>"

    def define(self, w, name, scope):
        w.line(f"{self.type} {name} = std::make_{self.template}<{self.item.type}>({self.item.make(w, scope)});")

    def scalars(self, e):
        return [f"({e} != nullptr)"]


class Pair(Shown):
    def __init__(self, items):
        self.items = items
        self.type = f"std::{'pair' if len(items) == 2 else 'tuple'}<{', '.join(i.type for i in items)}>"

    def make(self, w, scope):
        return f"{self.type}({', '.join(i.make(w, scope) for i in self.items)})"

    def scalars(self, e):
        return []


class Variant(Shown):
    def __init__(self, items):
        self.items, self.type = items, f"std::variant<{', '.join(i.type for i in items)}>"

    def make(self, w, scope):
        return f"{self.type}({w.r.choice(self.items).make(w, scope)})"

    def scalars(self, e):
        return [f"{e}.index()"]


class Reference(Kind):
    in_struct = False

    def __init__(self, to):
        self.to = to

    def declare(self, name):
        return f"const {self.to.type} &{name}"

    def scalars(self, e):
        return self.to.scalars(e)

    def show(self, w, e):
        w.line(f'printf("{{\\"$p\\":%lu,\\"to\\":", (unsigned long)&{e});')
        self.to.show(w, e)
        w.line('putchar(\'}\');')


class Object(Kind):
    """An object of a class that has a base with virtual functions."""
    in_struct = False

    def __init__(self, tag, base_fields, fields, result):
        self.tag, self.type, self.base_fields, self.fields = tag, tag, base_fields, fields
        self.base_tag = result

    def write(self, w):
        w.open(f"struct {self.base_tag} {{")
        for name, kind in self.base_fields:
            w.line(f"{kind.declare(name)}{{}};")
        w.line(f"virtual ~{self.base_tag}() {{}}")
        w.line("virtual uint64_t measure() const { return 1; }")
        w.close("};")
        w.open(f"struct {self.tag} : {self.base_tag} {{")
        for name, kind in self.fields:
            w.line(f"{kind.declare(name)}{{}};")
        w.line(f"uint64_t measure() const override {{ return (uint64_t){self.fields[0][0]} + 2; }}")
        w.close("};")

    def write_show(self, w):
        w.open(f"static void __attribute__((noinline)) show(const {self.tag} &o) {{")
        w.line("putchar('{');")
        for number, (name, kind) in enumerate(self.base_fields + self.fields):
            w.line(f'printf("{"," if number else ""}\\"{name}\\":");')
            kind.show(w, f"o.{name}")
        w.line("putchar('}');")
        w.close()

    def define(self, w, name, scope):
        w.line(f"{self.tag} {name};")
        for field, kind in self.base_fields + self.fields:
            w.line(f"{name}.{field} = {kind.make(w, scope)};")

    def scalars(self, e):
        name, kind = self.fields[0]
        return kind.scalars(f"{e}.{name}")

    def show(self, w, e):
        w.line(f"show({e});")


class CxxWriter(CWriter):
    extension = ".cpp"

    def prelude(self):
        for header in ("array", "cassert", "cstdint", "cstdio", "cstdlib", "cstring", "deque", "list", "map", "memory",
                       "optional", "set", "string", "string_view", "tuple", "unordered_map", "unordered_set",
                       "utility", "variant", "vector"):
            self.line(f"#include <{header}>")
        self.line()
        self.line(f"static volatile uint32_t secret = {self.secret};")
        self.line("static const char *const words[] = {" + ", ".join(f'"{w}"' for w in WORDS) + "};")

    def simple(self):
        return self.r.choice([self.an_int, self.an_int, lambda: Float(True), String])()

    def key(self):
        return self.r.choice([lambda: Int("i32", "int"), lambda: Int("u64", "uint64_t"), String])()

    def container(self):
        r = self.r
        return r.choice([
            String, String, View,
            lambda: Sequence("std::vector", self.simple()), lambda: Sequence("std::vector", r.choice(self.structs)),
            lambda: Sequence("std::deque", self.simple()), lambda: Sequence("std::list", self.simple()),
            lambda: Sequence("std::array", self.simple()),
            lambda: Map("std::map", self.key(), self.simple()), lambda: Map("std::unordered_map", self.key(), self.simple()),
            lambda: Set("std::set", self.key()), lambda: Set("std::unordered_set", self.key()),
            lambda: Optional(self.simple()), lambda: Owner("unique", self.simple()), lambda: Owner("shared", self.simple()),
            lambda: Pair([self.simple(), self.simple()]), lambda: Pair([self.simple(), self.simple(), self.simple()]),
            lambda: Variant([Int("i32", "int"), Float(True), String()]),
            lambda: r.choice(self.objects),
        ])()

    def aggregate(self):
        return self.container() if self.r.random() < 0.6 else super().aggregate()

    def make_types(self):
        super().make_types()
        self.objects = [Object(f"shape{n}", [("id", self.an_int())], [(f"m{i}", self.r.choice(
            [self.an_int, lambda: Float(True)])()) for i in range(self.r.randint(1, 3))], f"base{n}") for n in range(2)]

    def parameters(self, number):
        out = super().parameters(number)
        r = self.r
        for v in out:
            if r.random() < 0.3:
                v.kind = Reference(r.choice([lambda: r.choice(self.structs), String,
                                             lambda: Sequence("std::vector", Int("i32", "int")),
                                             lambda: r.choice(self.objects)])())
        return out

    def argument(self, kind, scope):
        if isinstance(kind, Reference):
            found = [v for v in scope if getattr(v.kind, "type", 0) == kind.to.type]
            v = self.r.choice(found) if found and self.r.random() < 0.7 else self.new_variable(kind.to, scope)
            return v.expression
        return super().argument(kind, scope)

    def runtime(self):
        super().runtime()

    def helpers(self):
        for kind in self.objects:
            kind.write(self)
        self.line("struct engine;")
        loops = self.loops
        if self.variant == "truth" or self.mode == "printed":
            self.show_templates()
        self.loops = loops
        super().helpers()
        self.line("template <typename T> static uint64_t weigh(const T &value, unsigned times) {")
        self.line("\tuint64_t sum = 0;")
        self.line("\tfor (unsigned i = 0; i < times; i++) sum += helper_digest(&value, sizeof value);")
        self.line("\treturn sum;")
        self.line("}")

    def show_templates(self):
        """Overloads of show() for all that containers hold."""
        for text in r'''
static void show(int v) { printf("%d", v); }
static void show(signed char v) { printf("%d", v); }
static void show(unsigned char v) { printf("%d", v); }
static void show(short v) { printf("%d", v); }
static void show(unsigned short v) { printf("%d", v); }
static void show(unsigned v) { printf("%u", v); }
static void show(long v) { printf("%ld", v); }
static void show(unsigned long v) { printf("%lu", v); }
static void show(long long v) { printf("%lld", v); }
static void show(unsigned long long v) { printf("%llu", v); }
static void show(double v) { printf("{\"$f\":\"%.17g\",\"bits\":64}", v); }
static void show(std::string_view v) { putchar('"'); for (char c : v) putchar(c); putchar('"'); }
static void show(const std::string &v) { show(std::string_view(v)); }
template <typename T> static void show_items(const T &v) { const char *s = ""; for (const auto &i : v) { printf("%s", s); s = ","; show(i); } }
template <typename T> static void show_pairs(const T &v) { printf("{\"$m\":["); const char *s = ""; for (const auto &i : v) { printf("%s[", s); s = ","; show(i.first); putchar(','); show(i.second); putchar(']'); } printf("]}"); }
template <typename T> static void show(const std::vector<T> &v) { putchar('['); show_items(v); putchar(']'); }
template <typename T> static void show(const std::deque<T> &v) { putchar('['); show_items(v); putchar(']'); }
template <typename T> static void show(const std::list<T> &v) { putchar('['); show_items(v); putchar(']'); }
template <typename T, size_t n> static void show(const std::array<T, n> &v) { putchar('['); show_items(v); putchar(']'); }
template <typename T> static void show(const std::set<T> &v) { printf("{\"$set\":["); show_items(v); printf("]}"); }
template <typename T> static void show(const std::unordered_set<T> &v) { printf("{\"$set\":["); show_items(v); printf("]}"); }
template <typename K, typename V> static void show(const std::map<K, V> &v) { show_pairs(v); }
template <typename K, typename V> static void show(const std::unordered_map<K, V> &v) { show_pairs(v); }
template <typename T> static void show(const std::optional<T> &v) { if (!v) { printf("{\"$none\":1}"); return; } printf("{\"$some\":"); show(*v); putchar('}'); }
template <typename T> static void show_owner(const T *p) { printf("{\"$p\":%lu,\"to\":", (unsigned long)p); show(*p); putchar('}'); }
template <typename T> static void show(const std::unique_ptr<T> &v) { show_owner(v.get()); }
template <typename T> static void show(const std::shared_ptr<T> &v) { show_owner(v.get()); }
template <typename A, typename B> static void show(const std::pair<A, B> &v) { putchar('['); show(v.first); putchar(','); show(v.second); putchar(']'); }
template <typename A, typename B, typename C> static void show(const std::tuple<A, B, C> &v) { putchar('['); show(std::get<0>(v)); putchar(','); show(std::get<1>(v)); putchar(','); show(std::get<2>(v)); putchar(']'); }
template <typename... T> static void show(const std::variant<T...> &v) { printf("{\"$one\":"); std::visit([](const auto &x) { show(x); }, v); putchar('}'); }
'''.strip().splitlines():
            self.line(text)
        # The overloads for structs stand in front, where templates find them.
        front = []
        before, self.lines = self.lines, front
        for kind in self.structs:
            self.line(f"static void show(const {kind.type} &v) {{ show_{kind.tag}(&v); }}")
        for kind in self.objects:
            kind.write_show(self)
        self.lines = before
        at = next(i for i, line in enumerate(self.lines) if line.startswith("template <typename T> static void show_items"))
        self.lines[at:at] = front

    def write_printer(self, f, v):
        if isinstance(v.kind, (Shown, Object, Reference)):
            loops = self.loops
            self.open(f"static void show_{f.name}_{v.name}(void *at) {{")
            kind = v.kind.to if isinstance(v.kind, Reference) else v.kind
            const = "const " if isinstance(v.kind, Reference) else ""
            self.line(f"{const}{kind.type} *p = ({const}{kind.type} *)at;")
            v.kind.show(self, "(*p)")
            self.close()
            self.loops = loops
        else:
            super().write_printer(f, v)
