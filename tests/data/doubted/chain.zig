const std = @import("std");
var secret_number: u32 = 34;
const Failure = error{ TooSmall, TooLarge, Closed };
const words = [_][]const u8{ "apple", "pear", "quince and plum", "", "left", "north-west", "a", "order 66", "tally", "the quick brown fox jumps over it", "x=1", "zero", "Ampere", "basket", "of no use" };
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
const Kind0 = enum(u8) { north, busy, green };
const Kind1 = enum(u8) { done, red, south, north };
const S0 = struct {
    a0: Kind1,
    d1: ?i16,
};
const S1 = struct {
    h0: Kind0,
    f1: Kind0,
    f2: f64,
    d3: []const u8,
};
const P0 = packed struct {
    p0: i4,
    p1: bool,
};
const U0 = union(enum) {
    label: ?u16,
    line,
    circle,
    empty,
};
const U1 = union(enum) {
    square,
    line,
    label: []const u8,
    circle: i13,
};

fn f4(best: u64) u8 {
    _ = &best;
    var mask: bool = (((n(best) *% @as(u64, 143))) & 2) != 0;
    _ = &mask;
    var level: ?[]const u8 = if (((((n(mask) ^ n(mask)) +% @as(u64, 379))) & 2) != 0) words[@intCast((((n(best) +% n(best)) *% @as(u64, 44))) % 15)] else null;
    _ = &level;
    var height: i8 = to(i8, (n(best) ^ n((level != null))));
    _ = &height;
    height = to(i8, helperMix(((n(best) *% n(best)) ^ @as(u64, 94)), ((n(height) +% n(best)) +% @as(u64, 189))));
    var stop: [6]bool = [6]bool{ ((((n(best) -% @as(u64, 52968488)) +% n(mask))) & 1) != 0, ((n(best)) & 1) != 0, (((n((level != null)) +% @as(u64, 108))) & 4) != 0, ((((n(height) *% @as(u64, 67104784)) +% n(mask))) & 4) != 0, ((((n((level != null)) *% n(height)) ^ @as(u64, 615))) & 4) != 0, (((((n(height) +% n(mask)) +% n(height)) *% @as(u64, 163))) & 2) != 0 };
    _ = &stop;
    var state: u8 = to(u8, n(stop[0]));
    _ = &state;
    if (secret() == 34) {
        var start: u64 = to(u64, ((((n(state) +% n(mask)) *% n(stop[5])) *% @as(u64, 516))) % 1000);
        _ = &start;
        var width: [2]S1 = [2]S1{ S1{ .h0 = @as(Kind0, @enumFromInt(to(u1, (((n((level != null)) *% n(stop[0])) -% n(state)) +% @as(u64, 577))))), .f1 = @as(Kind0, @enumFromInt(to(u1, n(mask)))), .f2 = @as(f64, @floatFromInt(to(u16, (n(mask) +% @as(u64, 460))))) / 3.0, .d3 = words[@intCast((((n(start) *% @as(u64, 40767938)) *% n((level != null)))) % 15)] }, S1{ .h0 = @as(Kind0, @enumFromInt(to(u1, (n(best) ^ @as(u64, 548))))), .f1 = @as(Kind0, @enumFromInt(to(u1, ((n(start) *% n(state)) *% n(best))))), .f2 = @as(f64, @floatFromInt(to(u16, (n((level != null)) +% n(start))))) / 3.0, .d3 = words[@intCast((((n(stop[0]) ^ n(stop[5])) ^ @as(u64, 190))) % 15)] } };
        _ = &width;
        say("f4", "best", best);
        say("f4", "mask", mask);
        say("f4", "level", level);
        say("f4", "height", height);
        say("f4", "stop", stop);
        say("f4", "state", state);
        say("f4", "start", start);
        say("f4", "width", width);
        if (secret() == 34) @trap();
    }
    return state;
}

noinline fn f3(index: f64, size: ?u40, step: *S0, best: i32, tick: []const u8) i32 {
    _ = &index;
    _ = &size;
    _ = &step;
    _ = &best;
    _ = &tick;
    var rate: []const u8 = words[@intCast(((n(@intFromEnum(step.a0)) ^ @as(u64, 549))) % 15)];
    _ = &rate;
    var score: f32 = @as(f32, @floatFromInt(to(u16, ((n(rate.len) +% n((step.d1 != null))) *% @as(u64, 6400794))))) * 0.25;
    _ = &score;
    var first: Kind1 = @as(Kind1, @enumFromInt(to(u1, (((n(@intFromEnum(step.a0)) ^ n(@intFromEnum(step.a0))) ^ n(tick.len)) +% @as(u64, 394)))));
    _ = &first;
    var stop: S0 = S0{ .a0 = @as(Kind1, @enumFromInt(to(u1, ((n((step.d1 != null)) *% n((step.d1 != null))) +% @as(u64, 807))))), .d1 = if ((((n(@intFromEnum(step.a0)) +% n((size != null)))) & 1) != 0) to(i16, (n((step.d1 != null)) ^ @as(u64, 915))) else null };
    _ = &stop;
    const right = &stop;
    _ = &right;
    var count: i32 = to(i32, (((n((size != null)) -% n(@intFromEnum(first))) *% @as(u64, 8504792)) ^ @as(u64, 515)));
    _ = &count;
    var callee: *const fn (u64) u8 = &f4;
    const call = @as(*volatile *const fn (u64) u8, &callee).*;
    say("f3", "index", index);
    say("f3", "size", size);
    say("f3", "step", step);
    say("f3", "best", best);
    say("f3", "tick", tick);
    say("f3", "rate", rate);
    say("f3", "score", score);
    say("f3", "first", first);
    say("f3", "count", count);
    count ^= to(i32, n(call(to(u64, (((n(count) *% @as(u64, 1)) *% @as(u64, 367))) % 7))));
    count = to(i32, n(count) *% 3 +% n((size != null)));
    return count;
}

noinline fn f2(code: u24) u16 {
    _ = &code;
    var depth: Kind1 = @as(Kind1, @enumFromInt(to(u1, (n(code) +% @as(u64, 104)))));
    _ = &depth;
    var zone: ?S1 = if (((((n(@intFromEnum(depth)) *% n(@intFromEnum(depth))) ^ @as(u64, 498))) & 1) != 0) S1{ .h0 = @as(Kind0, @enumFromInt(to(u1, (n(code) +% @as(u64, 967))))), .f1 = @as(Kind0, @enumFromInt(to(u1, ((n(code) *% n(@intFromEnum(depth))) *% @as(u64, 224))))), .f2 = @as(f64, @floatFromInt(to(u16, (((n(@intFromEnum(depth)) +% n(code)) +% n(code)) ^ @as(u64, 221))))) * 0.5 - 1000.0, .d3 = words[@intCast((n(code)) % 15)] } else null;
    _ = &zone;
    var sum: u16 = to(u16, ((n(code) +% n(@intFromEnum(depth))) ^ @as(u64, 213)));
    _ = &sum;
    var state: S0 = S0{ .a0 = @as(Kind1, @enumFromInt(to(u1, ((n(sum) *% n(code)) +% @as(u64, 821))))), .d1 = if ((((((n((zone != null)) +% n((zone != null))) *% n(sum)) +% @as(u64, 654))) & 2) != 0) to(i16, n(@intFromEnum(depth))) else null };
    _ = &state;
    say("f2", "code", code);
    say("f2", "depth", depth);
    say("f2", "zone", zone);
    say("f2", "sum", sum);
    sum ^= to(u16, n(f3(@as(f64, @floatFromInt(to(u16, (((n(sum) *% n(@intFromEnum(depth))) *% n(code)) *% @as(u64, 740))))) / 3.0, if ((((((n((zone != null)) +% n((zone != null))) +% n(sum)) +% @as(u64, 917))) & 2) != 0) to(u40, ((n(@intFromEnum(depth)) +% n(@intFromEnum(depth))) *% @as(u64, 7311))) else null, &state, to(i32, ((((n(@intFromEnum(state.a0)) *% n(sum)) +% n(code)) +% @as(u64, 396))) % 7), words[@intCast((n((state.d1 != null))) % 15)])));
    sum = to(u16, n(sum) *% 3 +% n((zone != null)));
    return sum;
}

pub fn f1(stop: U1, rate: S1) u32 {
    _ = &stop;
    _ = &rate;
    var size: u64 = to(u64, (((n(@intFromEnum(rate.f1)) -% n(rate.d3.len)) -% n(@intFromEnum(rate.f1))) *% @as(u64, 1)));
    _ = &size;
    var total: Failure!Kind0 = if ((((n(size) ^ @as(u64, 9233522))) & 1) != 0) @as(Kind0, @enumFromInt(to(u1, (((n(@intFromEnum(rate.f1)) ^ n(@intFromEnum(rate.h0))) *% n(@intFromEnum(rate.f1))) +% @as(u64, 553))))) else error.Closed;
    _ = &total;
    var weight: S0 = S0{ .a0 = @as(Kind1, @enumFromInt(to(u1, n(@intFromEnum(rate.h0))))), .d1 = if ((((n(rate.d3.len) ^ @as(u64, 224))) & 1) != 0) to(i16, (((n(size) ^ n(size)) -% n(size)) +% @as(u64, 89))) else null };
    _ = &weight;
    var depth: u32 = to(u32, ((n(@intFromEnum(rate.h0)) ^ @as(u64, 89259821)) +% @as(u64, 997)));
    _ = &depth;
    if (secret() == 34) {
        var mask: i64 = to(i64, (((n(size) *% n(rate.d3.len)) +% @as(u64, 71))) % 100);
        _ = &mask;
        var count: ?i32 = if ((((((n(@intFromEnum(rate.f1)) ^ n(@intFromEnum(rate.f1))) +% n(@intFromEnum(rate.f1))) +% @as(u64, 556))) & 1) != 0) to(i32, (n(mask) +% @as(u64, 591))) else null;
        _ = &count;
        say("f1", "stop", stop);
        say("f1", "rate", rate);
        say("f1", "size", size);
        say("f1", "total", total);
        say("f1", "weight", weight);
        say("f1", "depth", depth);
        say("f1", "mask", mask);
        say("f1", "count", count);
        depth ^= to(u32, n(f2(to(u24, (((n(size) +% n(mask)) *% n(rate.d3.len)) +% @as(u64, 982))))));
    }
    return depth;
}

pub fn f0(left: *i16, height: ?f64, score: f32, rounds: i32) i32 {
    _ = &left;
    _ = &height;
    _ = &score;
    var total: f32 = @as(f32, @floatFromInt(to(u16, (n(left.*) *% @as(u64, 694))))) * 0.25;
    _ = &total;
    var code: f32 = @as(f32, @floatFromInt(to(u16, (n((height != null)) +% @as(u64, 949))))) * 0.25;
    _ = &code;
    var weight: f32 = @as(f32, @floatFromInt(to(u16, ((n(left.*) -% n(rounds)) ^ @as(u64, 289))))) * 0.5 - 1000.0;
    _ = &weight;
    var width: u8 = to(u8, (((n(left.*) *% n(left.*)) *% n(left.*)) ^ @as(u64, 644)));
    _ = &width;
    var state: [1]u32 = [1]u32{ to(u32, n(rounds)) };
    _ = &state;
    if ((((n((height != null)) +% @as(u64, 269))) & 2) != 0) {
        width = to(u8, (((n(rounds) *% n(left.*)) +% n(width)) +% @as(u64, 821)));
    }
    var flags: i32 = to(i32, (n(width) *% @as(u64, 802)));
    _ = &flags;
    if (rounds > 0) {
        say("f0", "left", left);
        say("f0", "height", height);
        say("f0", "score", score);
        say("f0", "rounds", rounds);
        say("f0", "total", total);
        say("f0", "code", code);
        say("f0", "weight", weight);
        say("f0", "width", width);
        say("f0", "state", state);
        say("f0", "flags", flags);
        flags ^= to(i32, n(f0(left, height, score, rounds - 1)));
    } else {
        say("f0", "left", left);
        say("f0", "height", height);
        say("f0", "score", score);
        say("f0", "rounds", rounds);
        say("f0", "total", total);
        say("f0", "code", code);
        say("f0", "weight", weight);
        say("f0", "width", width);
        say("f0", "state", state);
        say("f0", "flags", flags);
        flags ^= to(i32, n(f1(switch (((((n(flags) ^ n(left.*)) ^ n(state[0])) *% @as(u64, 465))) % 4) { 0 => U1{ .square = {} }, 1 => U1{ .line = {} }, 2 => U1{ .label = words[@intCast(((n(left.*) +% @as(u64, 347))) % 15)] }, else => U1{ .circle = to(i13, ((n(state[0]) *% @as(u64, 22296993)) +% @as(u64, 341))) } }, S1{ .h0 = @as(Kind0, @enumFromInt(to(u1, ((n(width) *% @as(u64, 720494)) *% @as(u64, 493))))), .f1 = @as(Kind0, @enumFromInt(to(u1, (((n(width) ^ n(width)) -% n((height != null))) ^ @as(u64, 621))))), .f2 = @as(f64, @floatFromInt(to(u16, ((n(state[0]) +% n(rounds)) *% @as(u64, 494))))) * 0.25, .d3 = words[@intCast((((n(left.*) +% @as(u64, 45535)) -% @as(u64, 4415367))) % 15)] })));
    }
    flags = to(i32, n(flags) *% 3 +% n(flags));
    flags = to(i32, n(flags) *% 3 +% n(width));
    flags = to(i32, n(flags) *% 3 +% n((height != null)));
    return flags;
}

pub fn main() void {
    var start: u32 = secret();
    _ = &start;
    var mask: i16 = to(i16, ((((n(start) +% @as(u64, 255)) *% n(start)) ^ @as(u64, 169))) % 7);
    _ = &mask;
    print("{d}\n", .{f0(&mask, if ((((((n(start) +% n(mask)) ^ n(mask)) *% @as(u64, 915))) & 4) != 0) @as(f64, @floatFromInt(to(u16, ((n(start) +% @as(u64, 480)) ^ @as(u64, 768))))) * 0.25 else null, @as(f32, @floatFromInt(to(u16, (n(start) +% @as(u64, 903))))) * 0.25, 2)});
}
