// Allocates objects and raw blocks, logs them, lets some go, collects, and traps.
//   object ADDRESS SIZE CLASS	a managed object that is still reachable, and what its header must say
//   dead ADDRESS			one that the collection had to free (not with --runtime stub)
//   alloc ADDRESS SIZE, free ADDRESS	heap.alloc and heap.free;  leak: one whose pointer is gone
// @ts-ignore: decorator
@external("wasi_snapshot_preview1", "fd_write")
declare function fd_write(fd: i32, vectors: usize, count: i32, written: usize): i32;

const line = memory.data(64);
const vector = memory.data(16);

function digits(at: usize, value: usize): usize {
  let count: usize = 1;
  for (let rest = value / 10; rest; rest /= 10) count++;
  for (let i = count; i; i--) {
    store<u8>(at + i - 1, <u8>(48 + value % 10));
    value /= 10;
  }
  return at + count;
}
function log(verb: string, address: usize, size: usize = -1, id: usize = -1): void {
  let at = line;
  for (let i = 0; i < verb.length; i++) store<u8>(at++, <u8>verb.charCodeAt(i));
  store<u8>(at++, 32);
  at = digits(at, address);
  if (size != <usize>-1) { store<u8>(at++, 32); at = digits(at, size); }
  if (id != <usize>-1) { store<u8>(at++, 32); at = digits(at, id); }
  store<u8>(at++, 10);
  store<usize>(vector, line);
  store<usize>(vector, at - line, 4);
  fd_write(1, vector, 1, vector + 8);
}

class Car { id: i32 = 0; speed: f64 = 0; next: Car | null = null; }
class Small { x: u8 = 0; }

let kept: Car | null = null;
let raw: usize[] = [];
let names: string[] = [];
let small: Small | null = null;
let numbers: Float64Array | null = null;

function seen<T>(thing: T): void {
  log("object", changetype<usize>(thing), <usize>changetype<OBJECT>(changetype<usize>(thing) - 20).rtSize,
    <usize>changetype<OBJECT>(changetype<usize>(thing) - 20).rtId);
}
@unmanaged class OBJECT { mm: u32; gc: u32; gc2: u32; rtId: u32; rtSize: u32; }

function lose(): void {
  for (let i = 0; i < 20; i++) {
    let car = new Car();
    car.id = 1000 + i;
    if (i % 3 == 0) { car.next = kept; kept = car; }
    else if (ASC_RUNTIME != 0) log("dead", changetype<usize>(car));
    else seen(car);
  }
}
function block(size: usize): void {
  let at = heap.alloc(size);
  memory.fill(at, 0x5a, size < 1000 ? size : 100);
  log("alloc", at, size);
  raw.push(at);
}
function leak(size: usize): void {
  let at = heap.alloc(size);
  memory.fill(at, 0x11, size);
  log("alloc", at, size);
  log("leak", at, size);
}
let seed: u32 = 7;
function random(below: u32): u32 { seed = seed * 1664525 + 1013904223; return (seed >> 16) % below; }

export function _start(): void {
  raw = new Array<usize>(0);
  lose();
  for (let i = 0; i < 30; i++) block(1 + random(600));
  leak(40);
  for (let i = 0; i < 8; i++) names.push("name " + i.toString());
  for (let i = 0; i < 18; i++) {
    let at = random(raw.length);
    log("free", raw[at]);
    heap.free(raw[at]);
    raw[at] = raw[raw.length - 1];
    raw.pop();
  }
  block(70000);
  leak(1000);
  small = new Small();
  small!.x = 7;
  numbers = new Float64Array(33);
  numbers![3] = 2.5;
  __collect();
  for (let car = kept; car; car = car!.next) seen(car);
  for (let i = 0; i < names.length; i++) seen(names[i]);
  seen(names);
  seen(raw);
  seen(small);
  seen(numbers);
  block(24);
  if (kept!.id > 0) unreachable();
}
