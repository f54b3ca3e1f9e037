// out of bounds memory access by unsafe code
#[inline(always)]
unsafe fn peek(at: usize) -> u8 { *(at as *const u8) }
#[inline(never)]
fn scan(from: usize, step: usize) -> u32 {
    let mut sum = 0u32;
    for i in 0..100 { sum += unsafe { peek(from + i * step) } as u32; }
    sum
}
fn main() { println!("{}", scan(1024 * std::env::args().count().max(1), 1 << 25)); }
