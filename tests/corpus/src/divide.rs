// unreachable by checked arithmetic, and generic code
use std::ops::Div;
#[inline(never)]
fn ratio<T: Div<Output = T> + Copy>(a: T, b: &[T]) -> T { let mut r = a; for x in b { r = r / *x; } r }
fn main() {
    let n = std::env::args().count() as i32;
    println!("{}", ratio(100i32, &[n, n + 1, n - n]));
}
