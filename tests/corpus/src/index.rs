// a panic: index out of bounds
#[inline(never)]
fn pick(v: &[u32], i: usize) -> u32 { v[i] + 1 }
fn main() {
    let v: Vec<u32> = (0..3).collect();
    let n = std::env::args().count() + 6;
    println!("{}", pick(&v, n));
}
