"""Zig programs from a seed (generate.py)."""
from generate import COMMON_INTS, INTS, WORDS, Variable, Writer


class Kind:
    def define(self, w, name, scope):
        w.line(f"var {name}: {self.type} = {self.make(w, scope)};")
        w.line(f"_ = &{name};")

    def scalars(self, e):
        return []


class Int(Kind):
    def __init__(self, code):
        self.code, self.type = code, code
        self.bits = INTS[code][0] if code in INTS else int(code[1:])

    def make(self, w, scope):
        if w.r.random() < 0.5 and self.bits > 8:
            return f"to({self.type}, ({w.mix(scope)}) % {w.r.choice([7, 100, 1000])})"
        return f"to({self.type}, {w.mix(scope)})"

    def scalars(self, e):
        return [e]


class Float(Kind):
    def __init__(self, double):
        self.type = "f64" if double else "f32"

    def make(self, w, scope):
        return f"@as({self.type}, @floatFromInt(to(u16, {w.mix(scope)}))) {w.r.choice(['* 0.25', '/ 3.0', '* 0.5 - 1000.0'])}"


class Bool(Kind):
    type = "bool"

    def make(self, w, scope):
        return f"(({w.mix(scope)}) & {w.r.choice([1, 2, 4])}) != 0"

    def scalars(self, e):
        return [e]


class Text(Kind):
    type = "[]const u8"

    def make(self, w, scope):
        return f"words[@intCast(({w.mix(scope)}) % {len(WORDS)})]"

    def scalars(self, e):
        return [f"{e}.len"]


class Enum(Kind):
    def __init__(self, tag, base, items):
        self.type, self.base, self.items = tag, base, items

    def write(self, w):
        w.line(f"const {self.type} = enum{self.base} {{ {', '.join(self.items)} }};")

    def make(self, w, scope):
        return f"@as({self.type}, @enumFromInt(to(u1, {w.mix(scope)})))"

    def scalars(self, e):
        return [f"@intFromEnum({e})"]


class Struct(Kind):
    def __init__(self, tag, fields, word="struct"):
        self.type, self.fields, self.word = tag, fields, word

    def write(self, w):
        w.open(f"const {self.type} = {self.word} {{")
        for name, kind in self.fields:
            w.line(f"{name}: {kind.type},")
        w.close("};")

    def make(self, w, scope):
        return f"{self.type}{{ " + ", ".join(f".{n} = {k.make(w, scope)}" for n, k in self.fields) + " }"

    def scalars(self, e):
        return [s for n, k in self.fields for s in k.scalars(f"{e}.{n}")[:2]]


class Union(Kind):
    def __init__(self, tag, items):
        self.type, self.items = tag, items

    def write(self, w):
        w.open(f"const {self.type} = union(enum) {{")
        for name, kind in self.items:
            w.line(f"{name}: {kind.type}," if kind else f"{name},")
        w.close("};")

    def make(self, w, scope):
        arms = []
        for number, (name, kind) in enumerate(self.items):
            pattern = str(number) if number + 1 < len(self.items) else "else"
            arms.append(f"{pattern} => {self.type}{{ .{name} = {kind.make(w, scope) if kind else '{}'} }}")
        return f"switch (({w.mix(scope)}) % {len(self.items)}) {{ " + ", ".join(arms) + " }"


class Optional(Kind):
    def __init__(self, item):
        self.item, self.type = item, f"?{item.type}"

    def make(self, w, scope):
        return f"if ((({w.mix(scope)}) & {w.r.choice([1, 2, 4])}) != 0) {self.item.make(w, scope)} else null"

    def scalars(self, e):
        return [f"({e} != null)"]


class Fallible(Kind):
    def __init__(self, item):
        self.item, self.type = item, f"Failure!{item.type}"

    def make(self, w, scope):
        error = w.r.choice(["TooSmall", "TooLarge", "Closed"])
        return f"if ((({w.mix(scope)}) & {w.r.choice([1, 2, 4])}) != 0) {self.item.make(w, scope)} else error.{error}"


class Array(Kind):
    def __init__(self, item, count):
        self.item, self.count, self.type = item, count, f"[{count}]{item.type}"

    def make(self, w, scope):
        return f"{self.type}{{ " + ", ".join(self.item.make(w, scope) for _ in range(self.count)) + " }"

    def scalars(self, e):
        return self.item.scalars(f"{e}[0]")[:1] + self.item.scalars(f"{e}[{self.count - 1}]")[:1]


class Pointer(Kind):
    def __init__(self, to, const):
        self.to, self.const = to, const
        self.type = ("*const " if const else "*") + to.type

    def scalars(self, e):
        return self.to.scalars(f"{e}.*" if isinstance(self.to, Int) else e)


class Slice(Kind):
    def __init__(self, item):
        self.item, self.type = item, f"[]const {item.type}"

    def scalars(self, e):
        return [f"{e}.len"]


class Function:
    def __init__(self, number, parameters, result, flavour):
        self.name, self.parameters, self.result, self.flavour = f"f{number}", parameters, result, flavour
        self.attribute = ""


RUNTIME = r'''
fn write(bytes: []const u8) void {
    var iov = [1]std.os.wasi.ciovec_t{.{ .base = bytes.ptr, .len = bytes.len }};
    var done: usize = 0;
    _ = std.os.wasi.fd_write(1, &iov, 1, &done);
}
fn print(comptime format: []const u8, args: anytype) void {
    var buffer: [512]u8 = undefined;
    write(std.fmt.bufPrint(&buffer, format, args) catch "?");
}
fn showValue(v: anytype) void {
    const T = @TypeOf(v);
    if (T == []const u8) return print("\"{s}\"", .{v});
    switch (@typeInfo(T)) {
        .int => print("{d}", .{v}),
        .bool => print("{}", .{v}),
        .float => |f| print("{{\"$f\":\"{d}\",\"bits\":{d}}}", .{ v, f.bits }),
        .@"enum" => print("{{\"$e\":\"{s}\"}}", .{@tagName(v)}),
        .optional => if (v) |inner| {
            write("{\"$some\":");
            showValue(inner);
            write("}");
        } else write("{\"$none\":1}"),
        .error_union => if (v) |inner| {
            write("{\"$ok\":");
            showValue(inner);
            write("}");
        } else |e| print("{{\"$err\":\"{s}\"}}", .{@errorName(e)}),
        .array => {
            write("[");
            for (v, 0..) |item, i| {
                if (i > 0) write(",");
                showValue(item);
            }
            write("]");
        },
        .@"struct" => {
            write("{");
            inline for (comptime std.meta.fieldNames(T), 0..) |name, i| {
                if (i > 0) write(",");
                print("\"{s}\":", .{name});
                showValue(@field(v, name));
            }
            write("}");
        },
        .@"union" => switch (v) {
            inline else => |inner, tag| {
                print("{{\"$v\":\"{s}\"", .{@tagName(tag)});
                if (@TypeOf(inner) != void) {
                    write(",\"of\":[");
                    showValue(inner);
                    write("]");
                }
                write("}");
            },
        },
        .pointer => |p| if (p.size == .slice) {
            write("[");
            for (v, 0..) |item, i| {
                if (i > 0) write(",");
                showValue(item);
            }
            write("]");
        } else {
            print("{{\"$p\":{d},\"to\":", .{@intFromPtr(v)});
            showValue(v.*);
            write("}");
        },
        else => write("null"),
    }
}
noinline fn say(function: []const u8, name: []const u8, v: anytype) void {
    print("@VAR {s} {s} ", .{ function, name });
    showValue(v);
    write("\n");
}
'''
TRUTH = r'''
const Shown = struct { function: []const u8, name: []const u8, show: *const fn (*const anyopaque) void, at: *const anyopaque };
var shown: [4000]Shown = undefined;
var shown_count: usize = 0;
fn register(function: []const u8, name: []const u8, at: anytype) void {
    const T = @TypeOf(at.*);
    const Teller = struct {
        fn show(p: *const anyopaque) void {
            showValue(@as(*const T, @ptrCast(@alignCast(p))).*);
        }
    };
    shown[shown_count] = .{ .function = function, .name = name, .show = &Teller.show, .at = @ptrCast(at) };
    shown_count += 1;
}
fn showAll() void {
    while (shown_count > 0) {
        shown_count -= 1;
        const s = shown[shown_count];
        if (s.name.len == 0) {
            print("@FRAME {s}\n", .{s.function});
            continue;
        }
        print("@VAR {s} {s} ", .{ s.function, s.name });
        s.show(s.at);
        write("\n");
    }
    std.os.wasi.proc_exit(0);
}
'''
COMMON = r'''
inline fn n(x: anytype) u64 {
    return switch (@typeInfo(@TypeOf(x))) {
        .int => |i| if (i.signedness == .signed) @bitCast(@as(i64, x)) else @as(u64, x),
        .bool => @intFromBool(x),
        else => 1,
    };
}
inline fn to(comptime T: type, x: u64) T {
    const bits = @typeInfo(T).int.bits;
    return @bitCast(@as(@Int(.unsigned, bits), @truncate(x)));
}
fn secret() u32 {
    return @as(*volatile u32, &secret_number).*;
}
fn helperMix(a: u64, b: u64) u64 {
    const twice = a *% 2 +% b;
    return (twice ^ (twice >> 7)) % 100003;
}
'''


class ZigWriter(Writer):
    extension = ".zig"

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.loops = 0

    def number(self, e):
        return f"n({e})"

    def literal(self, value):
        return f"@as(u64, {value})"

    def binary(self, op, a, b):
        return f"({a} {op + ('%' if op in '+-*' else '')} {b})"

    def loop_name(self):
        self.loops += 1
        return f"n{self.loops}"

    def an_int(self):
        return Int(self.r.choice(COMMON_INTS + ["u7", "i13", "u24", "u40"]))

    def scalar(self):
        return self.r.choice([self.an_int, self.an_int, self.an_int, self.an_int, lambda: Float(True),
                              lambda: Float(False), Bool, lambda: self.r.choice(self.enums)])()

    def simple(self):
        return self.r.choice([self.an_int, self.an_int, lambda: Float(True), Text, lambda: self.r.choice(self.enums)])()

    def make_types(self):
        r = self.r
        self.enums = [Enum(f"Kind{i}", r.choice(["", "(u8)", "(i32)"]),
                           r.sample(["red", "green", "blue", "idle", "busy", "done", "north", "south"], r.randint(2, 5)))
                      for i in range(r.randint(1, 2))]
        self.structs = []
        for number in range(r.randint(2, 4)):
            fields = [(f"{r.choice('abcdefgh')}{i}", self.field()) for i in range(r.randint(1, 6))]
            self.structs.append(Struct(f"S{number}", fields))
        self.packed = [Struct("P0", [(f"p{i}", r.choice([lambda: Int(r.choice(["u3", "u5", "i4", "u16"])), Bool])())
                                     for i in range(r.randint(2, 5))], "packed struct")]
        self.unions = [Union(f"U{i}", [(name, r.choice([None, self.field()])) for name in
                                       r.sample(["circle", "square", "line", "empty", "label"], r.randint(2, 4))])
                       for i in range(2)]

    def field(self):
        r = self.r
        if r.random() < 0.55:
            return self.scalar()
        return r.choice([Text, lambda: Array(self.scalar(), r.randint(1, 4)), lambda: Optional(self.simple()),
                         lambda: r.choice(self.structs) if self.structs else self.an_int()])()

    def aggregate(self):
        r = self.r
        return r.choice([lambda: r.choice(self.structs), lambda: r.choice(self.structs), lambda: r.choice(self.unions),
                         lambda: self.packed[0], Text, lambda: Array(self.scalar(), r.randint(1, 6)),
                         lambda: Array(r.choice(self.structs), 2), lambda: Optional(self.simple()),
                         lambda: Optional(r.choice(self.structs)), lambda: Fallible(self.simple())])()

    def parameters(self, number):
        r, out = self.r, []
        self.names = set()
        for _ in range(r.randint(1, 5)):
            choice = r.random()
            if choice < 0.5:
                kind = self.scalar()
            elif choice < 0.7:
                kind = r.choice([Text(), Slice(Int(r.choice(["i32", "u64", "u16"]))), Optional(self.simple())])
            elif choice < 0.8:
                kind = r.choice([r.choice(self.structs), r.choice(self.unions)])
            else:
                kind = Pointer(r.choice([r.choice(self.structs), self.an_int()]), r.random() < 0.5)
            out.append(Variable(self.name(), kind))
        return out

    def program(self):
        r = self.r
        self.line('const std = @import("std");')
        self.line(f"var secret_number: u32 = {self.secret};")
        self.line("const Failure = error{ TooSmall, TooLarge, Closed };")
        self.line("const words = [_][]const u8{ " + ", ".join(f'"{w}"' for w in WORDS) + " };")
        self.lines += RUNTIME.strip().splitlines() + COMMON.strip().splitlines()
        if self.variant == "truth":
            self.lines += TRUTH.strip().splitlines()
        self.make_types()
        for kind in self.enums + self.structs + self.packed + self.unions:
            kind.write(self)
        count = r.randint(3, 6)
        self.functions = []
        for number in range(count):
            flavour = r.choice(["plain", "plain", "plain", "loop", "block", "recursive", "pointer"])
            if number == count - 1:
                flavour = r.choice(["plain", "plain", "loop", "block"])
            self.functions.append(Function(number, self.parameters(number), self.an_int(), flavour))
            self.functions[-1].attribute = r.choice(["noinline ", "noinline ", "", "pub "])
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
        if isinstance(kind, Pointer):
            found = [v for v in scope if v.kind.type == kind.to.type and not v.fixed]
            v = r.choice(found) if found and r.random() < 0.7 else self.new_variable(kind.to, scope)
            if not kind.const:
                v.escapes = True
            return f"&{v.name}"
        if isinstance(kind, Slice):
            v = self.new_variable(Array(kind.item, r.randint(1, 5)), scope)
            return f"&{v.name}"
        same = [v for v in scope if v.kind.type == kind.type]
        if same and r.random() < 0.5:
            return r.choice(same).name
        return kind.make(self, scope)

    def fragment(self, scope):
        r, choice = self.r, self.r.random()
        ints = [v for v in scope if isinstance(v.kind, Int) and not v.fixed]
        if not ints:
            return
        v = r.choice(ints)
        if choice < 0.35:
            index = self.loop_name()
            self.line(f"var {index}: u32 = 0;")
            self.open(f"while ({index} < {r.randint(2, 9)}) : ({index} += 1) {{")
            self.line(f"{v.name} = to({v.kind.type}, n({v.name}) *% {r.randint(2, 9)} +% n({index}) +% {self.mix(scope, 1)});")
            self.close()
        elif choice < 0.6:
            self.open(f"if ((({self.mix(scope)}) & {r.choice([1, 2, 8])}) != 0) {{")
            self.line(f"{v.name} = {v.kind.make(self, scope)};")
            self.close()
        elif choice < 0.8:
            self.line(f"{v.name} = to({v.kind.type}, helperMix({self.mix(scope)}, {self.mix(scope)}));")
        else:
            self.open(f"switch (({self.mix(scope)}) % 4) {{")
            self.line(f"0 => {v.name} = {v.kind.make(self, scope)},")
            self.line(f"1 => {v.name} ^= {r.randint(1, 50)},")
            self.line(f"else => {v.name} = to({v.kind.type}, n({v.name}) +% {r.randint(1, 9)}),")
            self.close()

    def register(self, f, scope):
        if self.variant == "truth":
            for v in reversed(scope):
                self.line(f'register("{f.name}", "{v.name}", &{v.name});')
            self.line(f'register("{f.name}", "", &shown_count);')
        elif self.mode == "printed":
            for v in scope:
                if not v.escapes:
                    self.line(f'say("{f.name}", "{v.name}", {v.name});')

    def unregister(self, scope):
        if self.variant == "truth":
            self.line(f"shown_count -= {len(scope) + 1};")

    def trap_lines(self, scope):
        if self.variant == "truth":
            self.line("showAll();")
            return
        condition = f"secret() == {self.secret}"
        if self.trap == "panic":
            self.line(f'if ({condition}) @panic("the secret is out");')
        elif self.trap == "trap":
            self.line(f"if ({condition}) @trap();")
        elif self.trap == "divide":
            self.line(f"secret_number = (secret() + 5) / (secret() -% {self.secret});")
        else:
            self.line("secret_number = @as(*volatile u32, @ptrFromInt(0xfff00000 + 4 * secret())).*;")

    def is_recursive(self, f):
        return f.flavour == "recursive" and int(f.name[1:]) + 1 < len(self.functions)

    def write_function(self, f):
        r = self.r
        self.names = {p.name for p in f.parameters}
        number = int(f.name[1:])
        after = self.functions[number + 1] if number + 1 < len(self.functions) else None
        scope = [Variable(p.name, p.kind) for p in f.parameters]
        for v in scope:
            v.fixed = True
        recursive = self.is_recursive(f)
        parts = [f"{p.name}: {p.kind.type}" for p in f.parameters] + (["rounds: i32"] if recursive else [])
        self.line()
        self.open(f"{f.attribute}fn {f.name}({', '.join(parts)}) {f.result.type} {{")
        for p in f.parameters:
            self.line(f"_ = &{p.name};")
        if recursive:
            rounds = Variable("rounds", Int("i32"))
            rounds.fixed = True
            scope.append(rounds)
        for p in f.parameters:
            if isinstance(p.kind, Pointer) and not p.kind.const and self.mode == "quiet" and r.random() < 0.7:
                self.line(f"{p.name}.* = {p.kind.to.make(self, scope)};")
        for _ in range(r.randint(2, 6)):
            kind = self.scalar() if r.random() < 0.55 else self.aggregate()
            v = self.new_variable(kind, scope)
            if r.random() < 0.25 and isinstance(kind, (Struct, Int)) and kind not in self.packed:
                p = Variable(self.name(), Pointer(kind, False))
                self.line(f"const {p.name} = &{v.name};")
                self.line(f"_ = &{p.name};")
                p.fixed = p.escapes = v.escapes = True
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
            self.line(f"var {index.name}: i32 = 0;")
            self.open(f"while ({index.name} < {r.randint(4, 9)}) : ({index.name} += 1) {{")
            inner.append(index)
            self.new_variable(self.scalar(), inner)
            self.line(f"{result.name} = to({f.result.type}, n({result.name}) +% {self.mix(inner)});")
            self.open(f"if ({index.name} == {r.randint(0, 3)}) {{")
        elif f.flavour == "block":
            self.open(f"if (secret() == {self.secret}) {{")
            self.new_variable(self.scalar(), inner)
            self.new_variable(self.aggregate(), inner)
        if recursive:
            self.open("if (rounds > 0) {")
            arguments = [p.kind.make(self, inner) if isinstance(p.kind, Int) else p.name for p in f.parameters]
            self.register(f, inner)
            self.line(f"{result.name} ^= to({f.result.type}, n({f.name}({', '.join(arguments + ['rounds - 1'])})));")
            self.unregister(inner)
            self.close("} else {")
            self.level += 1
            inner = list(inner)
        if after:
            arguments = [self.argument(p.kind, inner) for p in after.parameters]
            if self.is_recursive(after):
                arguments.append(str(r.randint(1, 3)))
            name = after.name
            if f.flavour == "pointer":
                types = ", ".join([p.kind.type for p in after.parameters] + (["i32"] if self.is_recursive(after) else []))
                self.line(f"var callee: *const fn ({types}) {after.result.type} = &{after.name};")
                self.line(f"const call = @as(*volatile *const fn ({types}) {after.result.type}, &callee).*;")
                name = "call"
            self.register(f, inner)
            self.line(f"{result.name} ^= to({f.result.type}, n({name}({', '.join(arguments)})));")
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
                self.line(f"{result.name} = to({f.result.type}, n({result.name}) *% 3 +% n({r.choice(scalars)}));")
        self.line(f"return {result.name};")
        self.close()

    def main(self):
        r = self.r
        self.line()
        self.names = {"start"}
        self.open("pub fn main() void {")
        self.line("var start: u32 = secret();")
        self.line("_ = &start;")
        scope = [Variable("start", Int("u32"))]
        first = self.functions[0]
        arguments = [self.argument(p.kind, scope) for p in first.parameters]
        if self.is_recursive(first):
            arguments.append(str(r.randint(1, 3)))
        self.line(f'print("{{d}}\\n", .{{{first.name}({", ".join(arguments)})}});')
        self.close()
