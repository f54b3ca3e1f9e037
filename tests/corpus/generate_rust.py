"""Rust programs from a seed (generate.py)."""
from generate import COMMON_INTS, INTS, WORDS, Variable, Writer


class Kind:
    copy = False	# of the type: Copy
    struct_field = True

    def define(self, w, name, scope):
        w.line(f"let mut {name}: {self.type} = {self.make(w, scope)};")

    def scalars(self, e):
        return []


class Int(Kind):
    copy = True

    def __init__(self, code, type_name=None):
        self.code, self.type = code, type_name or code
        self.bits, self.signed = INTS[code]

    def make(self, w, scope):
        if w.r.random() < 0.5 and self.bits > 8:
            return f"(({w.mix(scope)}) % {w.r.choice([7, 100, 1000, 65521])}u64) as {self.type}"
        return f"({w.mix(scope)}) as {self.type}"

    def scalars(self, e):
        return [e]


class Float(Kind):
    copy = True

    def __init__(self, double):
        self.type = "f64" if double else "f32"

    def make(self, w, scope):
        return f"((({w.mix(scope)}) & 0xffff) as i32) as {self.type} {w.r.choice(['* 0.25', '/ 3.0', '* 0.5 - 1000.0'])}"

    def scalars(self, e):
        return [f"({e} as i64)"]


class Bool(Kind):
    copy, type = True, "bool"

    def make(self, w, scope):
        return f"(({w.mix(scope)}) & {w.r.choice([1, 2, 4])}) != 0"

    def scalars(self, e):
        return [e]


class Char(Kind):
    copy, type = True, "char"

    def make(self, w, scope):
        return f"(b'a' + (({w.mix(scope)}) % 26) as u8) as char"

    def scalars(self, e):
        return [e]


class Text(Kind):
    copy, type = True, "&'static str"

    def make(self, w, scope):
        return f"WORDS[(({w.mix(scope)}) % {len(WORDS)}) as usize]"

    def scalars(self, e):
        return [f"{e}.len()"]


class String(Kind):
    type = "String"

    def make(self, w, scope):
        return w.r.choice([f'format!("item-{{}}", ({w.mix(scope)}) % 997)',
                           f"String::from(WORDS[(({w.mix(scope)}) % {len(WORDS)}) as usize])"])

    def scalars(self, e):
        return [f"{e}.len()"]


class Enum(Kind):
    copy = True

    def __init__(self, tag, items):
        self.type, self.items = tag, items

    def write(self, w):
        w.line("#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]")
        w.line(f"enum {self.type} {{ " + ", ".join(n + (f" = {v}" if v is not None else "") for n, v in self.items) + " }")
        w.open(f"impl Show for {self.type} {{")
        w.open("fn show(&self, out: &mut String) {")
        w.line('out.push_str(&format!("{{\\"$e\\":\\"{:?}\\"}}", self));')
        w.close()
        w.close()

    def make(self, w, scope):
        return "[" + ", ".join(f"{self.type}::{n}" for n, _ in self.items) + \
            f"][(({w.mix(scope)}) % {len(self.items)}) as usize]"

    def scalars(self, e):
        return [f"({e} as u32)"]


class Struct(Kind):
    def __init__(self, tag, fields, tuple_like=False):
        self.type, self.fields, self.tuple_like = tag, fields, tuple_like
        self.copy = all(k.copy for _, k in fields)

    def write(self, w):
        w.line("#[derive(Clone" + (", Copy" if self.copy else "") + ")]")
        if self.tuple_like:
            w.line(f"struct {self.type}(" + ", ".join(k.type for _, k in self.fields) + ");")
        else:
            w.open(f"struct {self.type} {{")
            for name, kind in self.fields:
                w.line(f"{name}: {kind.type},")
            w.close()
        w.open(f"impl Show for {self.type} {{")
        w.open("fn show(&self, out: &mut String) {")
        opening, closing = ("[", "]") if self.tuple_like else ("{", "}")
        w.line(f"out.push('{opening}');")
        for number, (name, _) in enumerate(self.fields):
            if number:
                w.line("out.push(',');")
            if not self.tuple_like:
                w.line(f'out.push_str("\\"{name}\\":");')
            w.line(f"self.{name}.show(out);")
        w.line(f"out.push('{closing}');")
        w.close()
        w.close()

    def make(self, w, scope):
        if self.tuple_like:
            return f"{self.type}(" + ", ".join(k.make(w, scope) for _, k in self.fields) + ")"
        return f"{self.type} {{ " + ", ".join(f"{n}: {k.make(w, scope)}" for n, k in self.fields) + " }"

    def scalars(self, e):
        return [s for n, k in self.fields for s in k.scalars(f"{e}.{n}")[:2]]


class DataEnum(Kind):
    """An enum whose variants hold values."""

    def __init__(self, tag, variants):
        self.type, self.variants = tag, variants
        self.copy = all(k.copy for _, fields, _ in variants for _, k in fields)

    def write(self, w):
        w.line("#[derive(Clone" + (", Copy" if self.copy else "") + ")]")
        w.open(f"enum {self.type} {{")
        for name, fields, named in self.variants:
            if not fields:
                w.line(f"{name},")
            elif named:
                w.line(f"{name} {{ " + ", ".join(f"{n}: {k.type}" for n, k in fields) + " },")
            else:
                w.line(f"{name}(" + ", ".join(k.type for _, k in fields) + "),")
        w.close()
        w.open(f"impl Show for {self.type} {{")
        w.open("fn show(&self, out: &mut String) {")
        w.open("match self {")
        for name, fields, named in self.variants:
            bound = ", ".join(n for n, _ in fields)
            pattern = name if not fields else f"{name} {{ {bound} }}" if named else f"{name}({bound})"
            w.open(f"{self.type}::{pattern} => {{")
            w.line(f'out.push_str("{{\\"$v\\":\\"{name}\\"");')
            if fields:
                w.line(f'out.push_str(",\\"of\\":{"{" if named else "["}");')
                for number, (field, _) in enumerate(fields):
                    if number:
                        w.line("out.push(',');")
                    if named:
                        w.line(f'out.push_str("\\"{field}\\":");')
                    w.line(f"{field}.show(out);")
                w.line(f"out.push('{'}' if named else ']'}');")
            w.line("out.push('}');")
            w.close()
        w.close()
        w.close()
        w.close()

    def make(self, w, scope):
        arms = []
        for number, (name, fields, named) in enumerate(self.variants):
            pattern = str(number) if number + 1 < len(self.variants) else "_"
            values = [k.make(w, scope) for _, k in fields]
            made = f"{self.type}::{name}"
            if fields and named:
                made += " { " + ", ".join(f"{n}: {v}" for (n, _), v in zip(fields, values)) + " }"
            elif fields:
                made += "(" + ", ".join(values) + ")"
            arms.append(f"{pattern} => {made}")
        return f"match ({w.mix(scope)}) % {len(self.variants)} {{ " + ", ".join(arms) + " }"


class Wrapped(Kind):
    """Option, Box, Rc, Cell, RefCell, Result, tuples: how they are made from their items."""

    def __init__(self, shape, items):
        self.shape, self.items = shape, items
        types = ", ".join(i.type for i in items)
        self.type = f"({types})" if shape == "tuple" else f"{shape}<{types}>"
        self.copy = shape in ("tuple", "Option", "Result") and all(i.copy for i in items)

    def make(self, w, scope):
        made = [i.make(w, scope) for i in self.items]
        if self.shape == "tuple":
            return f"({', '.join(made)})"
        if self.shape == "Option":
            return f"if (({w.mix(scope)}) & {w.r.choice([1, 2, 4])}) != 0 {{ Some({made[0]}) }} else {{ None }}"
        if self.shape == "Result":
            return f"if (({w.mix(scope)}) & {w.r.choice([1, 2, 4])}) != 0 {{ Ok({made[0]}) }} else {{ Err({made[1]}) }}"
        return f"{self.shape.split('::')[-1]}::new({made[0]})"

    def scalars(self, e):
        if self.shape == "tuple":
            return [s for n, k in enumerate(self.items) for s in k.scalars(f"{e}.{n}")[:1]]
        return {"Option": [f"{e}.is_some()"], "Result": [f"{e}.is_ok()"]}.get(self.shape, [])


class Array(Kind):
    def __init__(self, item, count):
        self.item, self.count, self.type = item, count, f"[{item.type}; {count}]"
        self.copy = item.copy

    def make(self, w, scope):
        return "[" + ", ".join(self.item.make(w, scope) for _ in range(self.count)) + "]"

    def scalars(self, e):
        return self.item.scalars(f"{e}[0]")[:1] + self.item.scalars(f"{e}[{self.count - 1}]")[:1]


class Sequence(Kind):
    def __init__(self, template, item):
        self.template, self.item, self.type = template, item, f"{template}<{item.type}>"

    def define(self, w, name, scope):
        push = "push" if self.template == "Vec" else "push_back"
        w.line(f"let mut {name}: {self.type} = {self.template}::new();")
        index = w.loop_name()
        w.open(f"for {index} in 0..{w.r.choice([0, 1, 3, 5])}u32 {{")
        w.line(f"{name}.{push}({self.item.make(w, list(scope) + [Variable(index, Int('u32'))])});")
        w.close()

    def make(self, w, scope):
        items = ", ".join(self.item.make(w, scope) for _ in range(w.r.randint(1, 3)))
        return f"vec![{items}]" if self.template == "Vec" else f"{self.template}::from([{items}])"

    def scalars(self, e):
        return [f"{e}.len()"]


class Map(Kind):
    def __init__(self, template, key, value):
        self.template, self.key, self.value = template, key, value
        self.type = f"{template}<{key.type}, {value.type}>"

    def define(self, w, name, scope):
        w.line(f"let mut {name}: {self.type} = Default::default();")
        index = w.loop_name()
        w.open(f"for {index} in 0..{w.r.choice([0, 1, 2, 5, 14])}u32 {{")
        inner = list(scope) + [Variable(index, Int("u32"))]
        w.line(f"{name}.insert({self.key.make(w, inner)}, {self.value.make(w, inner)});")
        w.close()

    def make(self, w, scope):
        return f"{self.template}::from([({self.key.make(w, scope)}, {self.value.make(w, scope)})])" \
            if self.template == "BTreeMap" else "Default::default()"

    def scalars(self, e):
        return [f"{e}.len()"]


class Set(Map):
    def __init__(self, template, item):
        super().__init__(template, item, item)
        self.type = f"{template}<{item.type}>"

    def define(self, w, name, scope):
        w.line(f"let mut {name}: {self.type} = Default::default();")
        index = w.loop_name()
        w.open(f"for {index} in 0..{w.r.choice([0, 2, 5])}u32 {{")
        w.line(f"{name}.insert({self.key.make(w, list(scope) + [Variable(index, Int('u32'))])});")
        w.close()

    def make(self, w, scope):
        return "Default::default()"


class Reference(Kind):
    """&T or &mut T, of parameters and of locals."""
    copy = True

    def __init__(self, to, mutable=False):
        self.to, self.mutable = to, mutable
        self.type = ("&mut " if mutable else "&") + to.type

    def scalars(self, e):
        if isinstance(self.to, (Int, Bool, Char, Enum, Float)):
            return self.to.scalars(f"(*{e})")
        return self.to.scalars(e)


class Slice(Kind):
    copy = True

    def __init__(self, item):
        self.item, self.type = item, f"&[{item.type}]"

    def scalars(self, e):
        return [f"{e}.len()"]


class Function:
    def __init__(self, number, parameters, result, flavour):
        self.name, self.parameters, self.result, self.flavour = f"f{number}", parameters, result, flavour
        self.attribute = ""


RUNTIME = r'''
trait Show { fn show(&self, out: &mut String); }
macro_rules! show_number { ($($t:ty)*) => { $(impl Show for $t { fn show(&self, out: &mut String) { out.push_str(&self.to_string()); } })* } }
show_number!(i8 u8 i16 u16 i32 u32 i64 u64 usize isize bool);
impl Show for f32 { fn show(&self, out: &mut String) { out.push_str(&format!("{{\"$f\":\"{}\",\"bits\":32}}", self)); } }
impl Show for f64 { fn show(&self, out: &mut String) { out.push_str(&format!("{{\"$f\":\"{}\",\"bits\":64}}", self)); } }
impl Show for char { fn show(&self, out: &mut String) { out.push_str(&format!("{{\"$c\":{}}}", *self as u32)); } }
impl Show for str { fn show(&self, out: &mut String) { out.push('"'); out.push_str(self); out.push('"'); } }
impl Show for String { fn show(&self, out: &mut String) { self.as_str().show(out); } }
fn show_items<'a, T: Show + 'a>(items: impl Iterator<Item = &'a T>, out: &mut String) {
    for (i, item) in items.enumerate() { if i > 0 { out.push(','); } item.show(out); }
}
impl<T: Show> Show for [T] { fn show(&self, out: &mut String) { out.push('['); show_items(self.iter(), out); out.push(']'); } }
impl<T: Show, const N: usize> Show for [T; N] { fn show(&self, out: &mut String) { self[..].show(out); } }
impl<T: Show> Show for Vec<T> { fn show(&self, out: &mut String) { self[..].show(out); } }
impl<T: Show> Show for VecDeque<T> { fn show(&self, out: &mut String) { out.push('['); show_items(self.iter(), out); out.push(']'); } }
impl<A: Show, B: Show> Show for (A, B) { fn show(&self, out: &mut String) { out.push('['); self.0.show(out); out.push(','); self.1.show(out); out.push(']'); } }
impl<A: Show, B: Show, C: Show> Show for (A, B, C) { fn show(&self, out: &mut String) { out.push('['); self.0.show(out); out.push(','); self.1.show(out); out.push(','); self.2.show(out); out.push(']'); } }
impl<T: Show> Show for Option<T> { fn show(&self, out: &mut String) { match self { Some(x) => { out.push_str("{\"$some\":"); x.show(out); out.push('}'); } None => out.push_str("{\"$none\":1}") } } }
impl<T: Show, E: Show> Show for Result<T, E> { fn show(&self, out: &mut String) { match self { Ok(x) => { out.push_str("{\"$v\":\"Ok\",\"of\":["); x.show(out); } Err(x) => { out.push_str("{\"$v\":\"Err\",\"of\":["); x.show(out); } } out.push_str("]}"); } }
impl<T: Show> Show for Box<T> { fn show(&self, out: &mut String) { out.push_str("{\"$box\":"); (**self).show(out); out.push('}'); } }
impl<T: Show> Show for Rc<T> { fn show(&self, out: &mut String) { out.push_str("{\"$box\":"); (**self).show(out); out.push('}'); } }
impl<T: Show + Copy> Show for Cell<T> { fn show(&self, out: &mut String) { out.push_str("{\"$box\":"); self.get().show(out); out.push('}'); } }
impl<T: Show> Show for RefCell<T> { fn show(&self, out: &mut String) { out.push_str("{\"$box\":"); self.borrow().show(out); out.push('}'); } }
impl<K: Show, V: Show> Show for BTreeMap<K, V> { fn show(&self, out: &mut String) { show_map(self.iter(), out); } }
impl<K: Show, V: Show> Show for HashMap<K, V> { fn show(&self, out: &mut String) { show_map(self.iter(), out); } }
impl<T: Show> Show for BTreeSet<T> { fn show(&self, out: &mut String) { out.push_str("{\"$set\":["); show_items(self.iter(), out); out.push_str("]}"); } }
impl<T: Show> Show for HashSet<T> { fn show(&self, out: &mut String) { out.push_str("{\"$set\":["); show_items(self.iter(), out); out.push_str("]}"); } }
fn show_map<'a, K: Show + 'a, V: Show + 'a>(items: impl Iterator<Item = (&'a K, &'a V)>, out: &mut String) {
    out.push_str("{\"$m\":[");
    for (i, (k, v)) in items.enumerate() { if i > 0 { out.push(','); } out.push('['); k.show(out); out.push(','); v.show(out); out.push(']'); }
    out.push_str("]}");
}
impl<T: Show> Show for &T { fn show(&self, out: &mut String) { out.push_str(&format!("{{\"$p\":{},\"to\":", *self as *const T as usize)); (**self).show(out); out.push('}'); } }
impl<T: Show> Show for &mut T { fn show(&self, out: &mut String) { out.push_str(&format!("{{\"$p\":{},\"to\":", *self as *const T as usize)); (**self).show(out); out.push('}'); } }
impl Show for &str { fn show(&self, out: &mut String) { (**self).show(out); } }
impl<T: Show> Show for &[T] { fn show(&self, out: &mut String) { (**self).show(out); } }
#[inline(never)] fn say<T: Show>(function: &str, name: &str, value: &T) { let mut out = String::new(); value.show(&mut out); println!("@VAR {} {} {}", function, name, out); }
#[inline(never)] fn say_copy<T: Show>(function: &str, name: &str, value: T) { say(function, name, &value); }
'''
TRUTH = r'''
static mut SHOWN: Vec<(&'static str, &'static str, fn(*const u8, &mut String), *const u8)> = Vec::new();
fn show_at<T: Show>(at: *const u8, out: &mut String) { unsafe { (*(at as *const T)).show(out) } }
fn register<T: Show>(function: &'static str, name: &'static str, value: &T) { unsafe { SHOWN.push((function, name, show_at::<T>, value as *const T as *const u8)); } }
fn enter(function: &'static str) { unsafe { SHOWN.push((function, "", show_at::<i32>, std::ptr::null())); } }
fn forget(count: usize) { unsafe { for _ in 0..count { SHOWN.pop(); } } }
fn show_all() {
    for (function, name, show, at) in unsafe { SHOWN.iter().rev() } {
        if name.is_empty() { println!("@FRAME {}", function); continue; }
        let mut out = String::new();
        show(*at, &mut out);
        println!("@VAR {} {} {}", function, name, out);
    }
    std::process::exit(0);
}
'''


class RustWriter(Writer):
    extension = ".rs"

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.loops = 0

    def number(self, e):
        return f"({e} as u64)"

    def literal(self, value):
        return f"{value}u64"

    def binary(self, op, a, b):
        return f"{a}.wrapping_{ {'+': 'add', '-': 'sub', '*': 'mul'}[op]}({b})" if op in "+-*" else f"({a} {op} {b})"

    def loop_name(self):
        self.loops += 1
        return f"i{self.loops}"

    def an_int(self):
        code = self.r.choice(COMMON_INTS)
        return Int(code, "usize" if code == "u32" and self.r.random() < 0.4 else None)

    def scalar(self):
        return self.r.choice([self.an_int, self.an_int, self.an_int, self.an_int, lambda: Float(True),
                              lambda: Float(False), Bool, Char, lambda: self.r.choice(self.enums)])()

    def simple(self):
        return self.r.choice([self.an_int, self.an_int, lambda: Float(True), String, Text,
                              lambda: self.r.choice(self.enums)])()

    def key(self):
        return self.r.choice([lambda: Int("i32"), lambda: Int("u64"), String])()

    def make_types(self):
        r = self.r
        self.enums = []
        for number in range(r.randint(1, 2)):
            names = r.sample(["Red", "Green", "Blue", "Idle", "Busy", "Done", "North", "South"], r.randint(2, 5))
            first = r.choice([None, None, 3, -2])
            self.enums.append(Enum(f"Kind{number}", [(n, first if i == 0 else None) for i, n in enumerate(names)]))
        self.structs = []
        for number in range(r.randint(2, 4)):
            tuple_like = r.random() < 0.25
            fields = []
            for index in range(r.randint(1, 6)):
                kind = self.field()
                fields.append((str(index) if tuple_like else f"{r.choice('abcdefgh')}{index}", kind))
            self.structs.append(Struct(f"S{number}", fields, tuple_like))
        self.variants = []
        for number in range(2):
            variants = []
            for index, name in enumerate(r.sample(["Circle", "Square", "Line", "Empty", "Label", "Group"], r.randint(2, 4))):
                named = r.random() < 0.4
                fields = [(f"x{i}", self.field()) for i in range(r.randint(0, 3))]
                variants.append((name, fields, named))
            self.variants.append(DataEnum(f"V{number}", variants))

    def field(self):
        r = self.r
        choice = r.random()
        if choice < 0.55:
            return self.scalar()
        return r.choice([String, Text, lambda: Array(self.scalar(), r.randint(1, 4)),
                         lambda: Wrapped("Option", [self.simple()]), lambda: Sequence("Vec", self.simple()),
                         lambda: Wrapped("Box", [self.simple()]), lambda: Wrapped("tuple", [self.simple(), self.simple()]),
                         lambda: r.choice(self.structs) if getattr(self, "structs", None) else self.an_int()])()

    def aggregate(self):
        r = self.r
        return r.choice([
            lambda: r.choice(self.structs), lambda: r.choice(self.structs), lambda: r.choice(self.variants),
            lambda: r.choice(self.variants), String, String, Text,
            lambda: Array(self.scalar(), r.randint(1, 6)), lambda: Array(r.choice(self.structs), 2),
            lambda: Sequence("Vec", self.simple()), lambda: Sequence("Vec", r.choice(self.structs)),
            lambda: Sequence("VecDeque", self.simple()),
            lambda: Wrapped("Option", [self.simple()]), lambda: Wrapped("Option", [Wrapped("Box", [self.simple()])]),
            lambda: Wrapped("Option", [r.choice(self.structs)]), lambda: Wrapped("Result", [self.simple(), String()]),
            lambda: Wrapped("Box", [r.choice(self.structs)]), lambda: Wrapped("Rc", [self.simple()]),
            lambda: Wrapped("Cell", [self.an_int()]), lambda: Wrapped("RefCell", [self.simple()]),
            lambda: Wrapped("tuple", [self.simple(), self.simple(), self.simple()]),
            lambda: Map("BTreeMap", self.key(), self.simple()), lambda: Map("HashMap", self.key(), self.simple()),
            lambda: Set("BTreeSet", self.key()), lambda: Set("HashSet", self.key()),
        ])()

    def parameters(self, number):
        r, out = self.r, []
        self.names = set()
        for _ in range(r.randint(1, 5)):
            choice = r.random()
            if choice < 0.5:
                kind = self.scalar()
            elif choice < 0.6:
                kind = Text()
            elif choice < 0.7:
                kind = Slice(self.simple())
            elif choice < 0.8:
                kind = r.choice([self.aggregate(), r.choice(self.structs)])
            else:
                kind = Reference(r.choice([r.choice(self.structs), r.choice(self.variants), String(), self.an_int()]),
                                 r.random() < 0.4)
            out.append(Variable(self.name(), kind))
        return out

    def program(self):
        r = self.r
        self.line("#![allow(warnings)]")
        self.line("use std::cell::{Cell, RefCell};")
        self.line("use std::collections::{BTreeMap, BTreeSet, VecDeque};")
        self.line("use std::rc::Rc;")
        self.line("type Hasher = std::hash::BuildHasherDefault<std::collections::hash_map::DefaultHasher>;")
        self.line("type HashMap<K, V> = std::collections::HashMap<K, V, Hasher>;")
        self.line("type HashSet<T> = std::collections::HashSet<T, Hasher>;")
        self.line(f"static mut SECRET: u32 = {self.secret};")
        self.line(f"static WORDS: [&str; {len(WORDS)}] = [" + ", ".join(f'"{w}"' for w in WORDS) + "];")
        self.line("#[inline(always)] fn secret() -> u32 { unsafe { std::ptr::read_volatile(&SECRET) } }")
        self.lines += RUNTIME.strip().splitlines()
        if self.variant == "truth":
            self.lines += TRUTH.strip().splitlines()
        self.make_types()
        for kind in self.enums + self.structs + self.variants:
            kind.write(self)
        self.open("fn helper_mix(a: u64, b: u64) -> u64 {")
        self.line("let twice = a.wrapping_mul(2).wrapping_add(b);")
        self.line("(twice ^ (twice >> 7)) % 100003")
        self.close()
        count = r.randint(3, 6)
        self.functions = []
        for number in range(count):
            flavour = r.choice(["plain", "plain", "plain", "loop", "block", "recursive", "pointer", "closure"])
            if number == count - 1:
                flavour = r.choice(["plain", "plain", "loop", "block"])
            self.functions.append(Function(number, self.parameters(number), self.an_int(), flavour))
            self.functions[-1].attribute = r.choice(["#[inline(never)] ", "#[inline(never)] ", "", "#[inline] "])
        for function in reversed(self.functions):
            self.write_function(function)
        self.main()

    def new_variable(self, kind, scope):
        v = Variable(self.name(), kind)
        kind.define(self, v.name, list(scope))
        scope.append(v)
        return v

    def argument(self, kind, scope):
        r = self.r
        if isinstance(kind, Reference):
            found = [v for v in scope if v.kind.type == kind.to.type and not v.fixed]
            v = r.choice(found) if found and r.random() < 0.7 else self.new_variable(kind.to, scope)
            if kind.mutable:
                v.escapes = True
                v.taken = True
                return f"&mut {v.name}"
            v.fixed = True
            return f"&{v.name}"
        if isinstance(kind, Slice):
            v = self.new_variable(r.choice([Array(kind.item, r.randint(1, 5)), Sequence("Vec", kind.item)]), scope)
            v.fixed = True
            return f"&{v.name}[..]"
        same = [v for v in scope if v.kind.type == kind.type and not v.escapes]
        if same and r.random() < 0.4:
            v = r.choice(same)
            v.fixed = True
            return v.name if kind.copy else f"{v.name}.clone()"
        v = self.new_variable(kind, scope)
        v.fixed = True
        return v.name if kind.copy else f"{v.name}.clone()"

    def arguments(self, kinds, scope):
        """A variable is lent out mutably once, and not used otherwise in the same call."""
        out = []
        for kind in kinds:
            text = self.argument(kind, scope)
            for v in scope:
                if f" {v.name}" in f" {text.lstrip('&').replace('mut ', '')}".replace(".", " ").replace("[", " ") and "&mut" in text:
                    v.fixed = True
            out.append(text)
        return out

    def assignable(self, scope):
        return [v for v in scope if isinstance(v.kind, Int) and not v.fixed]

    def fragment(self, scope):
        r, ints, choice = self.r, self.assignable(scope), self.r.random()
        if not ints:
            return
        v = r.choice(ints)
        if choice < 0.35:
            index = self.loop_name()
            self.open(f"for {index} in 0..{r.randint(2, 9)}u64 {{")
            self.line(f"{v.name} = ({self.number(v.name)}.wrapping_mul({r.randint(2, 9)}).wrapping_add({index})"
                      f".wrapping_add({self.mix(scope, 1)})) as {v.kind.type};")
            self.close()
        elif choice < 0.6:
            self.open(f"if (({self.mix(scope)}) & {r.choice([1, 2, 8])}) != 0 {{")
            self.line(f"{v.name} = {v.kind.make(self, scope)};")
            self.close()
        elif choice < 0.8:
            self.line(f"{v.name} = helper_mix({self.mix(scope)}, {self.mix(scope)}) as {v.kind.type};")
        else:
            self.open(f"{v.name} = match ({self.mix(scope)}) % 4 {{")
            self.line(f"0 => {v.kind.make(self, scope)},")
            self.line(f"1 => {v.name} ^ {r.randint(1, 100)},")
            self.line(f"_ => {v.name}.wrapping_add({r.randint(1, 9)}),")
            self.close("};")

    def register(self, f, scope):
        if self.variant == "truth":
            for v in reversed(scope):
                self.line(f'register("{f.name}", "{v.name}", &{v.name});')
            self.line(f'enter("{f.name}");')
        elif self.mode == "printed":
            for v in scope:
                if not v.escapes:
                    how = "say_copy" if v.kind.copy and not isinstance(v.kind, Reference) else "say"
                    self.line(f'{how}("{f.name}", "{v.name}", {"&" if how == "say" else ""}{v.name});')

    def unregister(self, scope):
        if self.variant == "truth":
            self.line(f"forget({len(scope) + 1});")

    def trap_lines(self, scope):
        if self.variant == "truth":
            self.line("show_all();")
            return
        condition = f"secret() == {self.secret}"
        r = self.trap
        if r == "panic":
            self.line(f'if {condition} {{ panic!("the secret is {{}}", secret()); }}')
        elif r == "index":
            self.line(f"let items = [1u32, 2, 3]; if items[(secret() + 3) as usize % 300] == 9 {{ println!(\"no\"); }}")
        elif r == "unwrap":
            self.line(f"let found = WORDS.iter().position(|w| w.len() as u32 == secret() + 100); if found.unwrap() == 3 {{ println!(\"no\"); }}")
        elif r == "overflow":
            self.line(f"let small = (secret() as u8).max(3); if small + (255 - small / 2) == 7 {{ println!(\"no\"); }}")
        else:
            self.line(f"if {condition} {{ core::arch::wasm32::unreachable(); }}")

    def signature(self, f, recursive):
        parts = [f"mut {p.name}: {p.kind.type}" for p in f.parameters] + (["rounds: i32"] if recursive else [])
        return f"{f.attribute}fn {f.name}({', '.join(parts)}) -> {f.result.type}"

    def is_recursive(self, f):
        return f.flavour == "recursive" and int(f.name[1:]) + 1 < len(self.functions)

    def write_function(self, f):
        r = self.r
        self.names = {p.name for p in f.parameters}
        number = int(f.name[1:])
        after = self.functions[number + 1] if number + 1 < len(self.functions) else None
        scope = [Variable(p.name, p.kind) for p in f.parameters]
        for v in scope:
            v.fixed = isinstance(v.kind, (Reference, Slice))
        recursive = self.is_recursive(f)
        self.line()
        self.open(self.signature(f, recursive) + " {")
        if recursive:
            rounds = Variable("rounds", Int("i32"))
            rounds.fixed = True
            scope.append(rounds)
        for p in f.parameters:
            if isinstance(p.kind, Reference) and p.kind.mutable and self.mode == "quiet" and r.random() < 0.7:
                if isinstance(p.kind.to, Int):
                    self.line(f"*{p.name} = {p.kind.to.make(self, scope)};")
                else:
                    self.line(f"*{p.name} = {p.kind.to.make(self, [])};")
        for _ in range(r.randint(2, 6)):
            kind = self.scalar() if r.random() < 0.5 else self.aggregate()
            v = self.new_variable(kind, scope)
            if r.random() < 0.2 and isinstance(kind, (Struct, Int, String)):
                v.fixed = True
                p = Variable(self.name(), Reference(kind))
                self.line(f"let {p.name} = &{v.name};")
                p.fixed = True
                scope.append(p)
            if r.random() < 0.5:
                self.fragment(scope)
        result = Variable(self.name(), f.result)
        f.result.define(self, result.name, scope)
        result.fixed = True
        scope.append(result)
        inner, before = list(scope), self.level
        if f.flavour == "loop":
            index = Variable(self.loop_name(), Int("i32"))
            index.fixed = True
            self.open(f"for {index.name} in 0..{r.randint(4, 9)}i32 {{")
            inner.append(index)
            self.new_variable(self.scalar(), inner)
            self.line(f"{result.name} = {result.name}.wrapping_add(({self.mix(inner)}) as {f.result.type});")
            self.open(f"if {index.name} == {r.randint(0, 3)} {{")
        elif f.flavour == "block":
            self.open(f"if secret() == {self.secret} {{")
            self.new_variable(self.scalar(), inner)
            self.new_variable(self.aggregate(), inner)
        if recursive:
            self.open("if rounds > 0 {")
            arguments = [self.pass_on(p, inner) for p in f.parameters]
            self.register(f, inner)
            self.line(f"{result.name} ^= {f.name}({', '.join(arguments + ['rounds - 1'])}) as {f.result.type};")
            self.unregister(inner)
            self.close("} else {")
            self.level += 1
            inner = list(inner)
        if after:
            arguments = self.arguments([p.kind for p in after.parameters], inner)
            if self.is_recursive(after):
                arguments.append(str(r.randint(1, 3)))
            if f.flavour == "pointer":
                types = ", ".join([p.kind.type for p in after.parameters] + (["i32"] if self.is_recursive(after) else []))
                self.line(f"let call: fn({types}) -> {after.result.type} = unsafe {{ std::ptr::read_volatile(&({after.name} as fn({types}) -> {after.result.type})) }};")
            self.register(f, inner)
            name = "call" if f.flavour == "pointer" else after.name
            self.line(f"{result.name} ^= {name}({', '.join(arguments)}) as {f.result.type};")
            self.unregister(inner)
        else:
            self.register(f, inner)
            self.trap_lines(inner)
            self.unregister(inner)
        while self.level > before:
            self.close()
        for v in r.sample(scope, min(len(scope), r.randint(0, 4))):
            scalars = v.kind.scalars(v.expression)
            if scalars:
                self.line(f"{result.name} = {result.name}.wrapping_mul(3).wrapping_add({r.choice(scalars)} as {f.result.type});"
                          .replace("as bool", "as u8"))
        self.line(result.name)
        self.close()

    def pass_on(self, p, scope):
        if isinstance(p.kind, Reference):
            return f"&mut *{p.name}" if p.kind.mutable else p.name
        if isinstance(p.kind, Int):
            return p.kind.make(self, scope)
        return p.name if p.kind.copy else f"{p.name}.clone()"

    def main(self):
        r = self.r
        self.line()
        self.names = {"start"}
        self.open("fn main() {")
        self.line("let start = secret();")
        start = Variable("start", Int("u32"))
        start.fixed = True
        scope = [start]
        first = self.functions[0]
        arguments = self.arguments([p.kind for p in first.parameters], scope)
        if self.is_recursive(first):
            arguments.append(str(r.randint(1, 3)))
        self.line(f'println!("{{}}", {first.name}({", ".join(arguments)}));')
        self.close()
