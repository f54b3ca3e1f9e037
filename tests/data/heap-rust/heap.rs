//! A heap of Rust's own allocator (the crate dlmalloc, as the standard library of wasm32-unknown-unknown
//! has it), or of libc's where that is the system's: a global allocator prints each allocation and release.
//! What is lost on purpose is printed as "leak ADDRESS", what hangs on that as "indirect ADDRESS".
#![allow(static_mut_refs)]
use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

mod log;
use log::put;

struct Logged;

unsafe impl GlobalAlloc for Logged {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let p = System.alloc(layout);
        put("alloc", p as usize, layout.size());
        p
    }
    unsafe fn dealloc(&self, p: *mut u8, layout: Layout) {
        put("free", p as usize, 0);
        System.dealloc(p, layout);
    }
    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        put("free", old as usize, 0);
        let p = System.realloc(old, layout, size);
        put("alloc", p as usize, size);
        p
    }
}

#[global_allocator]
static LOGGED: Logged = Logged;

struct Order {
    name: String,
    items: Vec<u32>,
    next: Option<Box<Order>>,
}

static mut ORDERS: Option<Box<Order>> = None;
static mut PRICES: BTreeMap<u32, String> = BTreeMap::new();
static mut SHARED: Vec<Rc<[u8]>> = Vec::new();

fn orders(count: u32) -> Option<Box<Order>> {
    (0..count).fold(None, |next, i| {
        Some(Box::new(Order { name: format!("order number {i}"), items: (0..i * 7 + 1).collect(), next }))
    })
}

#[inline(never)]
fn lose() {
    let alone = Box::into_raw(Box::new([0x4c4c_4c4cu32; 30]));
    put("leak", alone as usize, 0);
    let order = Box::leak(orders(2).unwrap());
    put("leak", order as *const Order as usize, 0);
    put("indirect", order.name.as_ptr() as usize, 0);
    put("indirect", order.items.as_ptr() as usize, 0);
    let next = order.next.as_ref().unwrap();
    put("indirect", &**next as *const Order as usize, 0);
    put("indirect", next.name.as_ptr() as usize, 0);
    put("indirect", next.items.as_ptr() as usize, 0);
}

#[inline(never)]
fn churn() {
    let mut seed = 4711u32;
    let mut kept: Vec<Vec<u8>> = Vec::new();
    for i in 0..700u32 {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        let size = if seed % 101 == 0 { 20000 + seed % 50000 } else if seed % 13 == 0 { 300 + seed % 3000 } else { 1 + seed % 150 };
        if seed % 3 == 0 && !kept.is_empty() {
            let at = seed as usize % kept.len();
            kept.swap_remove(at);
        } else {
            let mut block = Vec::with_capacity(size as usize);
            block.push(b'a' + (i % 26) as u8);
            kept.push(block);
        }
    }
    unsafe { SHARED.extend(kept.into_iter().step_by(2).map(|v| Rc::from(v.into_boxed_slice()))) };
}

/// What calls left below the stack pointer is overwritten.
#[inline(never)]
fn scrub() {
    let mut dirt = [1u8; 16384];
    for byte in dirt.iter_mut() {
        unsafe { std::ptr::write_volatile(byte, 0) };
    }
}

#[inline(never)]
fn crash(map: &HashMap<String, u64, std::hash::BuildHasherDefault<std::collections::hash_map::DefaultHasher>>, depth: u32) -> u64 {
    let key = std::hint::black_box(format!("key {depth}"));
    if depth > 0 {
        return crash(map, depth - 1) + map.get(&key).copied().unwrap_or(0);
    }
    core::arch::wasm32::unreachable()
}

#[no_mangle]
pub extern "C" fn _start() {
    unsafe {
        ORDERS = orders(6);
        for i in 0..40 {
            PRICES.insert(i * 37 % 41, format!("price of {i}"));
        }
    }
    churn();
    lose();
    let mut map = HashMap::default();
    for i in 0..20u64 {
        map.insert(format!("key {i}"), i * i);
    }
    scrub();
    crash(std::hint::black_box(&map), 2);
}
