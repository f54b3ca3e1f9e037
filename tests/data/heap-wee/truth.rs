//! Allocates and frees through an allocator, logs each call with its answer, and traps.  The log is the
//! truth that a reader of the heap is held against; LEAKED blocks have no pointer left.
#![no_std]
extern crate alloc;
use alloc::{boxed::Box, string::String, vec::Vec};
use core::alloc::{GlobalAlloc, Layout};

#[link(wasm_import_module = "wasi_snapshot_preview1")]
extern "C" {
    fn fd_write(fd: i32, vectors: *const [usize; 2], count: usize, written: *mut usize) -> i32;
}

struct Line { text: [u8; 64], size: usize }
impl Line {
    fn put(&mut self, bytes: &[u8]) {
        self.text[self.size..self.size + bytes.len()].copy_from_slice(bytes);
        self.size += bytes.len();
    }
    fn number(&mut self, mut value: usize) {
        let mut digits = [0u8; 12];
        let mut at = 12;
        loop {
            at -= 1;
            digits[at] = b'0' + (value % 10) as u8;
            value /= 10;
            if value == 0 { break; }
        }
        self.put(&digits[at..]);
    }
}
#[inline(never)]
fn log(verb: &[u8], address: usize, size: Option<usize>) {
    let mut line = Line { text: [0; 64], size: 0 };
    line.put(verb);
    line.put(b" ");
    line.number(address);
    if let Some(size) = size {
        line.put(b" ");
        line.number(size);
    }
    line.put(b"\n");
    let vector = [line.text.as_ptr() as usize, line.size];
    let mut written = 0;
    unsafe { fd_write(1, &vector, 1, &mut written); }
}

struct Logged<A>(A);
unsafe impl<A: GlobalAlloc> GlobalAlloc for Logged<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let block = self.0.alloc(layout);
        log(b"alloc", block as usize, Some(layout.size()));
        block
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        log(b"free", block as usize, None);
        self.0.dealloc(block, layout)
    }
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let moved = self.0.realloc(block, layout, size);
        log(b"free", block as usize, None);
        log(b"alloc", moved as usize, Some(size));
        moved
    }
}

#[cfg(any(feature = "wee", feature = "wee_plain"))]
#[global_allocator]
static HEAP: Logged<wee_alloc::WeeAlloc> = Logged(wee_alloc::WeeAlloc::INIT);
#[cfg(feature = "talc_4")]
#[global_allocator]
static HEAP: Logged<talc4::TalckWasm> = Logged(unsafe { talc4::TalckWasm::new_global() });
#[cfg(feature = "talc_5")]
#[global_allocator]
static HEAP: Logged<talc5::wasm::WasmDynamicTalc> = Logged(talc5::wasm::new_wasm_dynamic_allocator());
#[cfg(feature = "talc_5_arena")]
static mut ARENA: [core::mem::MaybeUninit<u8>; 0x20000] = [core::mem::MaybeUninit::uninit(); 0x20000];
#[cfg(feature = "talc_5_arena")]
#[global_allocator]
static HEAP: Logged<talc5::wasm::WasmArenaTalc> =
    Logged(unsafe { talc5::wasm::new_wasm_arena_allocator(core::ptr::addr_of_mut!(ARENA)) });
#[cfg(feature = "talc_5_claim")]
#[global_allocator]
static HEAP: Logged<talc5::cell::TalcSyncCell<talc5::wasm::WasmGrowAndClaim, talc5::wasm::WasmBinning>> =
    Logged(talc5::cell::TalcSyncCell::new_wasm(talc5::wasm::WasmGrowAndClaim));

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! { core::arch::wasm32::unreachable() }

struct Node { next: Option<Box<Node>>, name: String, number: u64 }
#[repr(align(64))]
struct Line64([u8; 64]);

static mut KEPT: Option<Box<Node>> = None;
static mut TABLE: Vec<Vec<u8>> = Vec::new();
static mut CACHE: Option<Box<Line64>> = None;

#[inline(never)]
fn leak(size: usize, fill: u8) {
    let mut block: Vec<u8> = Vec::with_capacity(size);
    block.resize(size, fill);
    let block = Box::leak(block.into_boxed_slice());
    log(b"leak", block.as_ptr() as usize, Some(size));
}

#[inline(never)]
fn churn(seed: &mut u32) -> usize {
    *seed = seed.wrapping_mul(1664525).wrapping_add(1013904223);
    (*seed >> 16) as usize
}

#[inline(never)]
fn scrub() {
    let waste = [0usize; 256];
    core::hint::black_box(&waste);
}

#[no_mangle]
#[allow(static_mut_refs)]
pub extern "C" fn _start() {
    let mut seed = 7;
    unsafe {
        for i in 0..12 {
            let mut name = String::new();
            for j in 0..=i { name.push((b'a' + j as u8) as char); }
            KEPT = Some(Box::new(Node { next: KEPT.take(), name, number: i as u64 * 11 }));
        }
        leak(24, 0x11);
        for _ in 0..60 {
            let size = 1 + churn(&mut seed) % 700;
            TABLE.push(alloc::vec![0x5a; size]);
        }
        leak(333, 0x22);
        for _ in 0..40 {
            let at = churn(&mut seed) % TABLE.len();
            drop(TABLE.swap_remove(at));
        }
        CACHE = Some(Box::new(Line64([0x77; 64])));
        TABLE.push(alloc::vec![0; 5000]);
        TABLE.push(alloc::vec![0x55; 3000]);
        #[cfg(not(feature = "talc_5_arena"))]
        TABLE.push(alloc::vec![0; 70000]);
        leak(2000, 0x33);
        for _ in 0..10 {
            let at = churn(&mut seed) % TABLE.len();
            let wanted = 1 + churn(&mut seed) % 400;
            let old = &mut TABLE[at];
            old.truncate(wanted);
            old.shrink_to_fit();
        }
        scrub();
        if KEPT.as_ref().map_or(0, |n| n.number + n.next.is_some() as u64 + n.name.len() as u64) > 1 {
            core::arch::wasm32::unreachable();
        }
    }
}
