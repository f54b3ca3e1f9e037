//! A block that is released twice: the crate dlmalloc does not notice.
use std::alloc::{alloc, dealloc, Layout};
use std::hint::black_box;

mod log;
use log::put;

#[no_mangle]
pub extern "C" fn _start() {
    let layout = Layout::from_size_align(40, 4).unwrap();
    let blocks: [*mut u8; 8] = black_box(std::array::from_fn(|_| unsafe { alloc(layout) }));
    for block in blocks {
        put("alloc", block as usize, 40);
    }
    for i in [1, 3, 3] {
        put("free", blocks[i] as usize, 0);
        unsafe { dealloc(black_box(blocks[i]), layout) };
    }
    put("victim", blocks[3] as usize, 0);
    core::arch::wasm32::unreachable()
}
