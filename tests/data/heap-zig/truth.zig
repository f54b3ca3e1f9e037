//! Allocates and frees through std.heap.wasm_allocator, logs each call, and traps.
const std = @import("std");
extern "wasi_snapshot_preview1" fn fd_write(fd: i32, vectors: [*]const [2]usize, count: usize, written: *usize) i32;

fn put(text: []u8, at: *usize, value: usize) void {
    var digits: [12]u8 = undefined;
    var from: usize = 12;
    var rest = value;
    while (true) {
        from -= 1;
        digits[from] = '0' + @as(u8, @intCast(rest % 10));
        rest /= 10;
        if (rest == 0) break;
    }
    for (digits[from..]) |digit| {
        text[at.*] = digit;
        at.* += 1;
    }
}
noinline fn log(verb: []const u8, address: usize, size: usize) void {
    var text: [64]u8 = undefined;
    var at: usize = 0;
    for (verb) |c| {
        text[at] = c;
        at += 1;
    }
    put(&text, &at, address);
    if (size != 0) {
        text[at] = ' ';
        at += 1;
        put(&text, &at, size);
    }
    text[at] = '\n';
    at += 1;
    var written: usize = 0;
    const vector = [1][2]usize{.{ @intFromPtr(&text), at }};
    _ = fd_write(1, &vector, 1, &written);
}

const heap = std.heap.wasm_allocator;
var kept: [200][]u8 = undefined;
var count: usize = 0;
var seed: u32 = 7;

fn random(below: usize) usize {
    seed = seed *% 1664525 +% 1013904223;
    return (seed >> 16) % below;
}
noinline fn take(size: usize) void {
    const block = heap.alloc(u8, size) catch unreachable;
    @memset(block[0..@min(size, 100)], 0x5a);
    log("alloc ", @intFromPtr(block.ptr), size);
    kept[count] = block;
    count += 1;
}
noinline fn give(at: usize) void {
    log("free ", @intFromPtr(kept[at].ptr), 0);
    heap.free(kept[at]);
    count -= 1;
    kept[at] = kept[count];
}
noinline fn leak(size: usize) void {
    take(size);
    count -= 1;
    log("leak ", @intFromPtr(kept[count].ptr), size);
    kept[count] = &[0]u8{};
}
export fn _start() void {
    var i: usize = 0;
    while (i < 30) : (i += 1) take(1 + random(60));
    leak(24);
    i = 0;
    while (i < 60) : (i += 1) take(1 + random(900));
    leak(300);
    i = 0;
    while (i < 40) : (i += 1) give(random(count));
    take(70000);
    take(5000);
    leak(200000);
    take(100000);
    give(count - 1);
    i = 0;
    while (i < 10) : (i += 1) take(1 + random(100));
    if (count > 3) @trap();
}
