#![allow(warnings)]
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;
type Hasher = std::hash::BuildHasherDefault<std::collections::hash_map::DefaultHasher>;
type HashMap<K, V> = std::collections::HashMap<K, V, Hasher>;
type HashSet<T> = std::collections::HashSet<T, Hasher>;
static mut SECRET: u32 = 62;
static WORDS: [&str; 15] = ["apple", "pear", "quince and plum", "", "left", "north-west", "a", "order 66", "tally", "the quick brown fox jumps over it", "x=1", "zero", "Ampere", "basket", "of no use"];
#[inline(always)] fn secret() -> u32 { unsafe { std::ptr::read_volatile(&SECRET) } }
trait Show { fn show(&self, out: &mut String); }
macro_rules! show_number { ($($t:ty)*) => { $(impl Show for $t { fn show(&self, out: &mut String) { out.push_str(&self.to_string()); } })* } }
show_number!(i8 u8 i16 u16 i32 u32 i64 u64 usize isize bool);
impl Show for f32 { fn show(&self, out: &mut String) { out.push_str(&format!("{{\"$f\":\"{}\",\"bits\":32}}", self)); } }
impl Show for f64 { fn show(&self, out: &mut String) { out.push_str(&format!("{{\"$f\":\"{}\",\"bits\":64}}", self)); } }
impl Show for char { fn show(&self, out: &mut String) { out.push_str(&format!("{{\"$c\":{}}}", *self as u32)); } }
impl Show for str { fn show(&self, out: &mut String) { out.push('"'); out.push_str(self); out.push('"'); } }
impl Show for String { fn show(&self, out: &mut String) { self.as_str().show(out); } }
fn show_items<'a, T: Show + 'a>(items: impl Iterator<Item = &'a T>, out: &mut String) {
    for (i, item) in items.enumerate() { if i > 0 { out.push(','); } item.show(out); }
}
impl<T: Show> Show for [T] { fn show(&self, out: &mut String) { out.push('['); show_items(self.iter(), out); out.push(']'); } }
impl<T: Show, const N: usize> Show for [T; N] { fn show(&self, out: &mut String) { self[..].show(out); } }
impl<T: Show> Show for Vec<T> { fn show(&self, out: &mut String) { self[..].show(out); } }
impl<T: Show> Show for VecDeque<T> { fn show(&self, out: &mut String) { out.push('['); show_items(self.iter(), out); out.push(']'); } }
impl<A: Show, B: Show> Show for (A, B) { fn show(&self, out: &mut String) { out.push('['); self.0.show(out); out.push(','); self.1.show(out); out.push(']'); } }
impl<A: Show, B: Show, C: Show> Show for (A, B, C) { fn show(&self, out: &mut String) { out.push('['); self.0.show(out); out.push(','); self.1.show(out); out.push(','); self.2.show(out); out.push(']'); } }
impl<T: Show> Show for Option<T> { fn show(&self, out: &mut String) { match self { Some(x) => { out.push_str("{\"$some\":"); x.show(out); out.push('}'); } None => out.push_str("{\"$none\":1}") } } }
impl<T: Show, E: Show> Show for Result<T, E> { fn show(&self, out: &mut String) { match self { Ok(x) => { out.push_str("{\"$v\":\"Ok\",\"of\":["); x.show(out); } Err(x) => { out.push_str("{\"$v\":\"Err\",\"of\":["); x.show(out); } } out.push_str("]}"); } }
impl<T: Show> Show for Box<T> { fn show(&self, out: &mut String) { out.push_str("{\"$box\":"); (**self).show(out); out.push('}'); } }
impl<T: Show> Show for Rc<T> { fn show(&self, out: &mut String) { out.push_str("{\"$box\":"); (**self).show(out); out.push('}'); } }
impl<T: Show + Copy> Show for Cell<T> { fn show(&self, out: &mut String) { out.push_str("{\"$box\":"); self.get().show(out); out.push('}'); } }
impl<T: Show> Show for RefCell<T> { fn show(&self, out: &mut String) { out.push_str("{\"$box\":"); self.borrow().show(out); out.push('}'); } }
impl<K: Show, V: Show> Show for BTreeMap<K, V> { fn show(&self, out: &mut String) { show_map(self.iter(), out); } }
impl<K: Show, V: Show> Show for HashMap<K, V> { fn show(&self, out: &mut String) { show_map(self.iter(), out); } }
impl<T: Show> Show for BTreeSet<T> { fn show(&self, out: &mut String) { out.push_str("{\"$set\":["); show_items(self.iter(), out); out.push_str("]}"); } }
impl<T: Show> Show for HashSet<T> { fn show(&self, out: &mut String) { out.push_str("{\"$set\":["); show_items(self.iter(), out); out.push_str("]}"); } }
fn show_map<'a, K: Show + 'a, V: Show + 'a>(items: impl Iterator<Item = (&'a K, &'a V)>, out: &mut String) {
    out.push_str("{\"$m\":[");
    for (i, (k, v)) in items.enumerate() { if i > 0 { out.push(','); } out.push('['); k.show(out); out.push(','); v.show(out); out.push(']'); }
    out.push_str("]}");
}
impl<T: Show> Show for &T { fn show(&self, out: &mut String) { out.push_str(&format!("{{\"$p\":{},\"to\":", *self as *const T as usize)); (**self).show(out); out.push('}'); } }
impl<T: Show> Show for &mut T { fn show(&self, out: &mut String) { out.push_str(&format!("{{\"$p\":{},\"to\":", *self as *const T as usize)); (**self).show(out); out.push('}'); } }
impl Show for &str { fn show(&self, out: &mut String) { (**self).show(out); } }
impl<T: Show> Show for &[T] { fn show(&self, out: &mut String) { (**self).show(out); } }
#[inline(never)] fn say<T: Show>(function: &str, name: &str, value: &T) { let mut out = String::new(); value.show(&mut out); println!("@VAR {} {} {}", function, name, out); }
#[inline(never)] fn say_copy<T: Show>(function: &str, name: &str, value: T) { say(function, name, &value); }
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind0 { Done, Red, North, Blue }
impl Show for Kind0 {
    fn show(&self, out: &mut String) {
        out.push_str(&format!("{{\"$e\":\"{:?}\"}}", self));
    }
}
#[derive(Clone, Copy)]
struct S0 {
    f0: i32,
    b1: &'static str,
}
impl Show for S0 {
    fn show(&self, out: &mut String) {
        out.push('{');
        out.push_str("\"f0\":");
        self.f0.show(out);
        out.push(',');
        out.push_str("\"b1\":");
        self.b1.show(out);
        out.push('}');
    }
}
#[derive(Clone)]
struct S1 {
    d0: char,
    d1: Box<&'static str>,
    h2: i64,
}
impl Show for S1 {
    fn show(&self, out: &mut String) {
        out.push('{');
        out.push_str("\"d0\":");
        self.d0.show(out);
        out.push(',');
        out.push_str("\"d1\":");
        self.d1.show(out);
        out.push(',');
        out.push_str("\"h2\":");
        self.h2.show(out);
        out.push('}');
    }
}
#[derive(Clone)]
struct S2 {
    a0: String,
}
impl Show for S2 {
    fn show(&self, out: &mut String) {
        out.push('{');
        out.push_str("\"a0\":");
        self.a0.show(out);
        out.push('}');
    }
}
#[derive(Clone)]
struct S3(i32, Box<Kind0>, String);
impl Show for S3 {
    fn show(&self, out: &mut String) {
        out.push('[');
        self.0.show(out);
        out.push(',');
        self.1.show(out);
        out.push(',');
        self.2.show(out);
        out.push(']');
    }
}
#[derive(Clone, Copy)]
enum V0 {
    Circle(f32, Kind0),
    Label { x0: bool, x1: i32 },
    Square,
}
impl Show for V0 {
    fn show(&self, out: &mut String) {
        match self {
            V0::Circle(x0, x1) => {
                out.push_str("{\"$v\":\"Circle\"");
                out.push_str(",\"of\":[");
                x0.show(out);
                out.push(',');
                x1.show(out);
                out.push(']');
                out.push('}');
            }
            V0::Label { x0, x1 } => {
                out.push_str("{\"$v\":\"Label\"");
                out.push_str(",\"of\":{");
                out.push_str("\"x0\":");
                x0.show(out);
                out.push(',');
                out.push_str("\"x1\":");
                x1.show(out);
                out.push('}');
                out.push('}');
            }
            V0::Square => {
                out.push_str("{\"$v\":\"Square\"");
                out.push('}');
            }
        }
    }
}
#[derive(Clone, Copy)]
enum V1 {
    Line,
    Group,
}
impl Show for V1 {
    fn show(&self, out: &mut String) {
        match self {
            V1::Line => {
                out.push_str("{\"$v\":\"Line\"");
                out.push('}');
            }
            V1::Group => {
                out.push_str("{\"$v\":\"Group\"");
                out.push('}');
            }
        }
    }
}
fn helper_mix(a: u64, b: u64) -> u64 {
    let twice = a.wrapping_mul(2).wrapping_add(b);
    (twice ^ (twice >> 7)) % 100003
}

#[inline(never)] fn f5(mut size: char, mut stop: bool, mut state: u64, mut best: S2, mut width: &'static str) -> i32 {
    let mut price: V1 = match (((stop as u64) ^ (best.a0.len() as u64)).wrapping_add((width.len() as u64)).wrapping_mul(876u64)) % 2 { 0 => V1::Line, _ => V1::Group };
    let mut offset: u32 = ((width.len() as u64).wrapping_sub((stop as u64)).wrapping_mul(692u64)) as u32;
    for i1 in 0..8u64 {
        offset = ((offset as u64).wrapping_mul(8).wrapping_add(i1).wrapping_add((stop as u64).wrapping_add(32u64))) as u32;
    }
    let mut code: i32 = (((best.a0.len() as u64).wrapping_mul(220u64)) % 7u64) as i32;
    for i2 in 0..9i32 {
        let mut key: i64 = (((offset as u64)) % 100u64) as i64;
        code = code.wrapping_add(((best.a0.len() as u64).wrapping_mul((stop as u64)).wrapping_add((i2 as u64))) as i32);
        if i2 == 0 {
            let small = (secret() as u8).max(3); if small + (255 - small / 2) == 7 { println!("no"); }
        }
    }
    code = code.wrapping_mul(3).wrapping_add(width.len() as i32);
    code = code.wrapping_mul(3).wrapping_add(offset as i32);
    code = code.wrapping_mul(3).wrapping_add(code as i32);
    code
}

#[inline(never)] fn f4(mut right: S1, mut code: i8, mut price: &mut S0) -> u16 {
    let mut last: u64 = (((right.d0 as u64).wrapping_mul((right.d0 as u64)).wrapping_add(6u64).wrapping_add(708u64)) % 7u64) as u64;
    let best = &last;
    let mut first: String = format!("item-{}", (((price.f0 as u64) ^ (code as u64))) % 997);
    let mut step: (f64, usize, String) = ((((((*best) as u64).wrapping_mul((price.b1.len() as u64)).wrapping_mul(((*best) as u64)).wrapping_add(133u64)) & 0xffff) as i32) as f64 * 0.25, (((price.b1.len() as u64).wrapping_mul((last as u64)).wrapping_add(91u64)) % 1000u64) as usize, format!("item-{}", (((last as u64).wrapping_sub((right.h2 as u64)) ^ 969u64)) % 997));
    code = match ((((price.b1.len() as u64) ^ (step.1 as u64)) ^ (price.b1.len() as u64))) % 4 {
        0 => (((step.0 as i64) as u64).wrapping_mul(605u64)) as i8,
        1 => code ^ 36,
        _ => code.wrapping_add(7),
    };
    let mut rate: u16 = ((((*best) as u64).wrapping_add(65u64)) % 7u64) as u16;
    let mut width: char = (b'a' + ((((price.f0 as u64).wrapping_add((rate as u64)) ^ (step.1 as u64))) % 26) as u8) as char;
    let mut mask: bool = ((((rate as u64).wrapping_add((right.d0 as u64)).wrapping_add((code as u64)) ^ 138u64)) & 4) != 0;
    let mut start: u64 = ((((right.d0 as u64).wrapping_sub((right.d0 as u64)) ^ (last as u64)) ^ 845u64)) as u64;
    let mut total: S2 = S2 { a0: String::from(WORDS[(((last as u64).wrapping_add((width as u64))) % 15) as usize]) };
    let mut index: &'static str = WORDS[((((step.0 as i64) as u64)) % 15) as usize];
    rate ^= f5(width, mask, start, total.clone(), index) as u16;
    rate = rate.wrapping_mul(3).wrapping_add(price.b1.len() as u16);
    rate = rate.wrapping_mul(3).wrapping_add(rate as u16);
    rate = rate.wrapping_mul(3).wrapping_add(code as u16);
    rate = rate.wrapping_mul(3).wrapping_add(first.len() as u16);
    rate
}

fn f3(mut stop: &u64) -> i64 {
    let mut tick: Vec<&'static str> = Vec::new();
    for i3 in 0..1u32 {
        tick.push(WORDS[((((i3 as u64) ^ 78u64).wrapping_add(140u64)) % 15) as usize]);
    }
    let mut level: bool = ((((*stop) as u64).wrapping_add(2949u64).wrapping_add(((*stop) as u64)).wrapping_mul(84u64)) & 4) != 0;
    let mut step: i64 = (((level as u64).wrapping_mul(9216802u64).wrapping_add(741u64)) % 65521u64) as i64;
    for i4 in 0..9i32 {
        let mut mask: u64 = ((((tick.len() as u64).wrapping_mul((step as u64)) ^ 522u64)) % 100u64) as u64;
        step = step.wrapping_add((((tick.len() as u64).wrapping_add((i4 as u64)) ^ 702u64)) as i64);
        if i4 == 3 {
            let mut width: S1 = S1 { d0: (b'a' + (((step as u64).wrapping_mul(620u64)) % 26) as u8) as char, d1: Box::new(WORDS[(((i4 as u64)) % 15) as usize]), h2: ((level as u64).wrapping_mul(648168541u64).wrapping_add((i4 as u64)).wrapping_mul(332u64)) as i64 };
            let mut index: i8 = ((((*stop) as u64).wrapping_mul((mask as u64)).wrapping_mul(947u64) ^ 464u64)) as i8;
            let mut best: S0 = S0 { f0: ((step as u64).wrapping_mul((width.h2 as u64)).wrapping_add(408u64)) as i32, b1: WORDS[(((((mask as u64) ^ 383u64) ^ 452u64)) % 15) as usize] };
            step ^= f4(width.clone(), index, &mut best) as i64;
        }
    }
    step = step.wrapping_mul(3).wrapping_add((*stop) as i64);
    step
}

#[inline(never)] fn f2(mut index: &'static str) -> i32 {
    let mut code: RefCell<Kind0> = RefCell::new([Kind0::Done, Kind0::Red, Kind0::North, Kind0::Blue][(((index.len() as u64).wrapping_sub((index.len() as u64)).wrapping_add(418u64)) % 4) as usize]);
    let mut last: BTreeMap<i32, Kind0> = Default::default();
    for i5 in 0..5u32 {
        last.insert((((i5 as u64).wrapping_add((i5 as u64))) % 1000u64) as i32, [Kind0::Done, Kind0::Red, Kind0::North, Kind0::Blue][(((i5 as u64).wrapping_sub((index.len() as u64)).wrapping_mul((index.len() as u64))) % 4) as usize]);
    }
    let mut start: i64 = ((last.len() as u64).wrapping_add((index.len() as u64)).wrapping_mul((index.len() as u64)).wrapping_add(767u64)) as i64;
    let mut mask: Cell<u8> = Cell::new((((last.len() as u64).wrapping_add((last.len() as u64)) ^ 603u64)) as u8);
    let mut flags: RefCell<String> = RefCell::new(format!("item-{}", ((start as u64)) % 997));
    if (((start as u64).wrapping_mul(747u64)) & 8) != 0 {
        start = ((last.len() as u64).wrapping_add((start as u64)).wrapping_add(58u64)) as i64;
    }
    let mut left: i32 = (((last.len() as u64).wrapping_add((index.len() as u64)).wrapping_mul((index.len() as u64))) % 100u64) as i32;
    let mut rate: u64 = (((left as u64) ^ 942u64)) as u64;
    left ^= f3(&rate) as i32;
    left = left.wrapping_mul(3).wrapping_add(start as i32);
    left = left.wrapping_mul(3).wrapping_add(left as i32);
    left
}

#[inline] fn f1(mut limit: &[Kind0], mut height: i8, mut weight: usize, mut width: S0) -> i8 {
    let mut key: f32 = ((((limit.len() as u64).wrapping_mul(396u64)) & 0xffff) as i32) as f32 / 3.0;
    let mut size: i32 = ((width.f0 as u64).wrapping_mul((limit.len() as u64)).wrapping_add(734u64)) as i32;
    let score = &size;
    if (((height as u64)) & 2) != 0 {
        height = ((width.f0 as u64).wrapping_add(((key as i64) as u64)).wrapping_mul(((*score) as u64)).wrapping_add(344u64)) as i8;
    }
    let mut zone: i8 = ((size as u64).wrapping_add(((key as i64) as u64))) as i8;
    let mut best: &'static str = WORDS[((((*score) as u64)) % 15) as usize];
    zone ^= f2(best) as i8;
    zone = zone.wrapping_mul(3).wrapping_add(zone as i8);
    zone = zone.wrapping_mul(3).wrapping_add(weight as i8);
    zone = zone.wrapping_mul(3).wrapping_add(limit.len() as i8);
    zone = zone.wrapping_mul(3).wrapping_add(width.b1.len() as i8);
    zone
}

fn f0(mut left: i32, mut key: &'static str) -> i32 {
    let mut stop: Kind0 = [Kind0::Done, Kind0::Red, Kind0::North, Kind0::Blue][(((key.len() as u64).wrapping_mul((key.len() as u64)).wrapping_mul(221484523u64).wrapping_add(605u64)) % 4) as usize];
    let mut offset: Cell<u16> = Cell::new((((((key.len() as u64) ^ (key.len() as u64)) ^ 488u64)) % 7u64) as u16);
    for i6 in 0..4u64 {
        left = ((left as u64).wrapping_mul(7).wrapping_add(i6).wrapping_add((key.len() as u64).wrapping_mul(192u64))) as i32;
    }
    let mut right: char = (b'a' + (((left as u64).wrapping_add((left as u64)).wrapping_mul(542u64)) % 26) as u8) as char;
    for i7 in 0..2u64 {
        left = ((left as u64).wrapping_mul(5).wrapping_add(i7).wrapping_add((right as u64).wrapping_add(898u64))) as i32;
    }
    let mut flags: f64 = ((((key.len() as u64).wrapping_mul((key.len() as u64)).wrapping_sub((left as u64)).wrapping_add(892u64)) & 0xffff) as i32) as f64 / 3.0;
    let mut width: f32 = ((((right as u64).wrapping_add(326u64)) & 0xffff) as i32) as f32 * 0.25;
    for i8 in 0..5u64 {
        left = ((left as u64).wrapping_mul(3).wrapping_add(i8).wrapping_add(((stop as u32) as u64))) as i32;
    }
    let mut first: f64 = ((((right as u64).wrapping_add(304u64)) & 0xffff) as i32) as f64 * 0.5 - 1000.0;
    let mut count: i32 = (((flags as i64) as u64).wrapping_add((left as u64))) as i32;
    let mut size: Vec<Kind0> = Vec::new();
    for i9 in 0..0u32 {
        size.push([Kind0::Done, Kind0::Red, Kind0::North, Kind0::Blue][(((left as u64).wrapping_mul(((width as i64) as u64)).wrapping_add(576u64)) % 4) as usize]);
    }
    let mut sum: i8 = ((count as u64).wrapping_sub((count as u64)).wrapping_mul(760u64)) as i8;
    let mut state: usize = ((((key.len() as u64).wrapping_mul((right as u64)) ^ 479u64)) % 65521u64) as usize;
    let mut last: S0 = S0 { f0: (((sum as u64).wrapping_add(936u64)) % 7u64) as i32, b1: WORDS[(((size.len() as u64).wrapping_add((sum as u64)).wrapping_add(147u64)) % 15) as usize] };
    count ^= f1(&size[..], sum, state, last) as i32;
    count = count.wrapping_mul(3).wrapping_add(right as i32);
    count = count.wrapping_mul(3).wrapping_add(key.len() as i32);
    count
}

fn main() {
    let start = secret();
    let mut stop: i32 = (((start as u64).wrapping_mul((start as u64)).wrapping_mul((start as u64)).wrapping_add(274u64)) % 65521u64) as i32;
    let mut mask: &'static str = WORDS[(((stop as u64).wrapping_add(510u64)) % 15) as usize];
    println!("{}", f0(stop, mask));
}
