// Prints its own values, "function.name=text" a line, each function before it calls the next one; the
// last one dies.
const std = @import("std");
const print = std.debug.print;

const Kind = enum(u8) { truck = 2, van = 9, _ };
const Cargo = union(enum) { empty, crates: u16, liquid: struct { litres: f32, name: []const u8 } };
const Flags = packed struct { a: u3, b: bool, c: u12 };
const Trip = error{ TooHeavy, Missing };
const Point = struct { x: f64, y: i16 };
const Bare = union { a: u32, b: f32 };
const Node = struct { value: i32, next: ?*const Node };

noinline fn load(at: i32) Trip!i32 {
    if (at > 5) return Trip.Missing;
    return at * 2;
}

noinline fn scalars(die: usize) i32 {
    var yes = die < 100;
    _ = &yes;
    var byte: u8 = @truncate(die + 250);
    _ = &byte;
    var small: i5 = -16;
    _ = &small;
    var odd: u7 = 127;
    _ = &odd;
    var wide: i128 = -170141183460469231731687303715884105728;
    _ = &wide;
    var huge: u128 = 340282366920938463463374607431768211455;
    _ = &huge;
    var half: f16 = 1.5;
    _ = &half;
    var float: f64 = -0.25;
    _ = &float;
    var van: Kind = .van;
    _ = &van;
    var unnamed: Kind = @enumFromInt(77);
    _ = &unnamed;
    print("scalars.yes={}\nscalars.byte={}\nscalars.small={}\nscalars.odd={}\nscalars.wide={}\nscalars.huge={}\nscalars.half={d}\nscalars.float={d}\nscalars.van={}\nscalars.unnamed=@enumFromInt({d})\n", .{ yes, byte, small, odd, wide, huge, half, float, van, @intFromEnum(unnamed) });
    if (texts(die) > 1000) return 0;
    return @as(i32, small) + odd + @as(i32, @intFromFloat(half)) + @intFromEnum(unnamed);
}

noinline fn texts(die: usize) usize {
    var slice: []const u8 = "m\u{fc}sli q";
    _ = &slice;
    var sentinel: [:0]const u8 = "zero";
    _ = &sentinel;
    var endless: [*:0]const u8 = "many";
    _ = &endless;
    var array: [4]u8 = .{ 1, 2, 3, 255 };
    _ = &array;
    var grid: [2][2]i16 = .{ .{ 1, -2 }, .{ 3, -4 } };
    _ = &grid;
    var numbers: []const i32 = &.{ 10, -20, 30 };
    _ = &numbers;
    var empty: []const i32 = numbers[0..0];
    _ = &empty;
    var names: []const []const u8 = &.{ "a", "bc" };
    _ = &names;
    var binary: []const u8 = &.{ 0xff, 0xfe };
    _ = &binary;
    print("texts.slice={s}\ntexts.sentinel={s}\ntexts.endless={s}\ntexts.array={any}\ntexts.grid={any}\ntexts.numbers={any}\ntexts.empty={{}}\ntexts.names={{ \"{s}\", \"{s}\" }}\ntexts.binary={any}\n", .{ slice, sentinel, endless, array, grid, numbers, names[0], names[1], binary });
    if (unions(die) > 1000) return 0;
    return names.len + binary.len + endless[0];
}

noinline fn unions(die: usize) usize {
    var some: ?u32 = @intCast(die);
    _ = &some;
    var none: ?u32 = if (die > 100) 1 else null;
    _ = &none;
    var pointer: ?*const u32 = if (some) |*s| s else null;
    _ = &pointer;
    var no_pointer: ?*const u32 = if (die > 100) pointer else null;
    _ = &no_pointer;
    var ok = load(@intCast(die));
    _ = &ok;
    var bad = load(@intCast(die + 10));
    _ = &bad;
    var failure: Trip = Trip.TooHeavy;
    _ = &failure;
    var any: anyerror = error.OutOfMemory;
    _ = &any;
    var empty: Cargo = .empty;
    _ = &empty;
    var crates: Cargo = .{ .crates = 513 };
    _ = &crates;
    var liquid: Cargo = .{ .liquid = .{ .litres = 2.5, .name = "oil" } };
    _ = &liquid;
    var nested: ?Trip!i32 = ok;
    _ = &nested;
    var maybe: ?Point = .{ .x = 0.5, .y = -1 };
    _ = &maybe;
    var word: ?[]const u8 = if (die > 100) "word" else null;
    _ = &word;
    var lines: ?[*:0]const u8 = if (die > 100) "lines" else null;
    _ = &lines;
    var told: ?[]const u8 = "told";
    _ = &told;
    var fine: ?Trip = null;
    _ = &fine;
    var pending: ?Trip = Trip.Missing;
    _ = &pending;
    var bare: Bare = .{ .a = 7 };
    _ = &bare;
    print("unions.some={any}\nunions.none={any}\nunions.no_pointer={any}\nunions.ok={any}\nunions.bad={any}\nunions.failure={}\nunions.any={}\nunions.empty=.{s}\nunions.crates={any}\nunions.maybe={any}\n", .{ some, none, no_pointer, ok, bad, failure, any, @tagName(empty), crates, maybe });
    print("unions.word=null\nunions.lines=null\nunions.told={?s}\nunions.fine={any}\nunions.pending={any}\n", .{ told, fine, pending });
    print("unions.liquid=.{{ .liquid = .{{ .litres = {d}, .name = \"{s}\" }} }}\n", .{ liquid.liquid.litres, liquid.liquid.name });
    if (word != null or lines != null or nested == null) return 0;
    if ((structs(die) catch 0) > 1000) return 0;
    return pointer.?.* + bare.a;
}

noinline fn structs(die: usize) !usize {
    const gpa = std.heap.page_allocator;
    var point: Point = .{ .x = 1.25, .y = -300 };
    _ = &point;
    var tuple = .{ @as([]const u8, if (die < 100) "two" else "2"), -@as(i32, @intCast(die + 6)), die < 100 };
    _ = &tuple;
    var unnamed = .{ .left = point, .right = @as(u8, @intCast(die)) };
    _ = &unnamed;
    var flags: Flags = .{ .a = 5, .b = true, .c = 4000 };
    _ = &flags;
    var tail: Node = .{ .value = 2, .next = null };
    _ = &tail;
    var head: Node = .{ .value = 1, .next = &tail };
    _ = &head;
    var vector: @Vector(4, i32) = .{ 1, 2, 3, 4 };
    _ = &vector;
    var list: std.ArrayList(u16) = .empty;
    for (0..5) |i| try list.append(gpa, @intCast(i * i));
    var map: std.StringHashMap(u32) = .init(gpa);
    try map.put("one", 1);
    try map.put("two", 2);
    var ids: std.AutoHashMapUnmanaged(u32, Point) = .empty;
    try ids.put(gpa, 40, point);
    var order: std.StringArrayHashMapUnmanaged(i8) = .empty;
    try order.put(gpa, "z", -1);
    try order.put(gpa, "a", 1);
    print("structs.point={any}\nstructs.list={any}\nstructs.vector={any}\nstructs.list.capacity={}\n", .{ point, list.items, vector, list.capacity });
    print("structs.tuple=.{{ \"{s}\", {d}, {} }}\nstructs.unnamed=.{{ .left = {any}, .right = {d} }}\n", .{ tuple[0], tuple[1], tuple[2], unnamed.left, unnamed.right });
    print("structs.ids={{ 40: {any} }}\nstructs.flags={d}\nstructs.tail={any}\n", .{ ids.get(40).?, @as(u16, @bitCast(flags)), tail });
    print("structs.map={{", .{});
    var entries = map.iterator();
    var comma: []const u8 = "";
    while (entries.next()) |entry| : (comma = ",") print("{s} \"{s}\": {d}", .{ comma, entry.key_ptr.*, entry.value_ptr.* });
    print(" }}\n", .{});
    if (die < 100) @panic("structs");
    return list.items.len + map.count() + ids.count() + order.count() + flags.c + @as(usize, @intCast(head.next.?.value)) + tuple[0].len + unnamed.right;
}

pub fn main(init: std.process.Init) !void {
    var args = try init.minimal.args.iterateAllocator(std.heap.page_allocator);
    var die: usize = 0;
    while (args.next()) |_| die += 1;
    print("{}\n", .{scalars(die)});
}
