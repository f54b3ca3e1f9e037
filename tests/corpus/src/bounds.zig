// safety checks of Zig
const std = @import("std");
fn at(v: []const i32, i: usize) i32 {
    return v[i];
}
fn sum(v: []const i32, n: usize) i32 {
    var total: i32 = 0;
    for (0..n) |i| total += at(v, i);
    return total;
}
pub fn main() void {
    var v = [_]i32{ 1, 2, 3 };
    var n: usize = 5;
    _ = &n;
    std.process.exit(@intCast(sum(&v, n)));
}
