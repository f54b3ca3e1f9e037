// A program of tests/corpus (seed 3141592653, rs54). Of total, in f0, the variant is filled by a call that has the address
// of its first field; nothing reads the other one, x1, and its assignment is removed. It is 4294562182: lost-values.
#![allow(warnings)]
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;
type Hasher = std::hash::BuildHasherDefault<std::collections::hash_map::DefaultHasher>;
type HashMap<K, V> = std::collections::HashMap<K, V, Hasher>;
type HashSet<T> = std::collections::HashSet<T, Hasher>;
static mut SECRET: u32 = 91;
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
enum Kind0 { Done = -2, Busy, Idle, South }
impl Show for Kind0 {
    fn show(&self, out: &mut String) {
        out.push_str(&format!("{{\"$e\":\"{:?}\"}}", self));
    }
}
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind1 { Green = -2, South }
impl Show for Kind1 {
    fn show(&self, out: &mut String) {
        out.push_str(&format!("{{\"$e\":\"{:?}\"}}", self));
    }
}
#[derive(Clone)]
struct S0 {
    c0: Option<i64>,
    f1: &'static str,
    f2: Box<f64>,
    g3: i32,
}
impl Show for S0 {
    fn show(&self, out: &mut String) {
        out.push('{');
        out.push_str("\"c0\":");
        self.c0.show(out);
        out.push(',');
        out.push_str("\"f1\":");
        self.f1.show(out);
        out.push(',');
        out.push_str("\"f2\":");
        self.f2.show(out);
        out.push(',');
        out.push_str("\"g3\":");
        self.g3.show(out);
        out.push('}');
    }
}
#[derive(Clone, Copy)]
struct S1(Kind1, i32, i32, f32);
impl Show for S1 {
    fn show(&self, out: &mut String) {
        out.push('[');
        self.0.show(out);
        out.push(',');
        self.1.show(out);
        out.push(',');
        self.2.show(out);
        out.push(',');
        self.3.show(out);
        out.push(']');
    }
}
#[derive(Clone, Copy)]
enum V0 {
    Square,
    Empty,
}
impl Show for V0 {
    fn show(&self, out: &mut String) {
        match self {
            V0::Square => {
                out.push_str("{\"$v\":\"Square\"");
                out.push('}');
            }
            V0::Empty => {
                out.push_str("{\"$v\":\"Empty\"");
                out.push('}');
            }
        }
    }
}
#[derive(Clone)]
enum V1 {
    Circle,
    Label { x0: String, x1: usize },
}
impl Show for V1 {
    fn show(&self, out: &mut String) {
        match self {
            V1::Circle => {
                out.push_str("{\"$v\":\"Circle\"");
                out.push('}');
            }
            V1::Label { x0, x1 } => {
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
        }
    }
}
fn helper_mix(a: u64, b: u64) -> u64 {
    let twice = a.wrapping_mul(2).wrapping_add(b);
    (twice ^ (twice >> 7)) % 100003
}

#[inline(never)] fn f3(mut first: char, mut offset: &V1, mut zone: &'static str, mut size: &'static str) -> i64 {
    let mut total: i16 = (((size.len() as u64).wrapping_add((zone.len() as u64)).wrapping_add(654u64)) % 100u64) as i16;
    for i1 in 0..5u64 {
        total = ((total as u64).wrapping_mul(3).wrapping_add(i1).wrapping_add((zone.len() as u64))) as i16;
    }
    let mut level: f32 = (((((first as u64) ^ 915u64)) & 0xffff) as i32) as f32 * 0.5 - 1000.0;
    let mut state: f32 = (((((size.len() as u64).wrapping_sub(((level as i64) as u64)).wrapping_mul((total as u64)) ^ 271u64)) & 0xffff) as i32) as f32 * 0.25;
    let mut left: RefCell<Kind0> = RefCell::new([Kind0::Done, Kind0::Busy, Kind0::Idle, Kind0::South][((((level as i64) as u64)) % 4) as usize]);
    let mut limit: i64 = (((size.len() as u64).wrapping_mul(83435u64).wrapping_mul(9148u64).wrapping_mul(163u64)) % 100u64) as i64;
    for i2 in 0..5i32 {
        let mut flags: f64 = ((((first as u64).wrapping_add(974u64)) & 0xffff) as i32) as f64 / 3.0;
        limit = limit.wrapping_add(((total as u64).wrapping_add(668u64)) as i64);
        if i2 == 2 {
            if secret() == 91 { core::arch::wasm32::unreachable(); }
        }
    }
    limit = limit.wrapping_mul(3).wrapping_add((state as i64) as i64);
    limit = limit.wrapping_mul(3).wrapping_add(zone.len() as i64);
    limit
}

#[inline] fn f2(mut step: &[&'static str], mut weight: u8, mut state: i16, mut last: &[String]) -> u16 {
    let mut left: f64 = ((((state as u64).wrapping_add(424u64)) & 0xffff) as i32) as f64 / 3.0;
    for i3 in 0..7u64 {
        weight = ((weight as u64).wrapping_mul(4).wrapping_add(i3).wrapping_add((step.len() as u64).wrapping_mul(487u64))) as u8;
    }
    let mut limit: i16 = (((state as u64).wrapping_sub((state as u64))) % 1000u64) as i16;
    weight = helper_mix(((weight as u64) ^ (state as u64)).wrapping_add(347u64), (state as u64).wrapping_add((weight as u64))) as u8;
    let mut score: char = (b'a' + (((((weight as u64) ^ (last.len() as u64)).wrapping_add(((left as i64) as u64)) ^ 591u64)) % 26) as u8) as char;
    let mut mask: u16 = (((limit as u64).wrapping_add((score as u64))) % 100u64) as u16;
    if secret() == 91 {
        let mut zone: u8 = (((weight as u64).wrapping_add((step.len() as u64)) ^ 342122u64)) as u8;
        let mut tick: Cell<i64> = Cell::new(((weight as u64)) as i64);
        let mut key: char = (b'a' + (((score as u64).wrapping_add(848u64)) % 26) as u8) as char;
        let mut sum: V1 = match ((limit as u64).wrapping_sub(37282741u64).wrapping_mul((mask as u64))) % 2 { 0 => V1::Circle, _ => V1::Label { x0: String::from(WORDS[((((step.len() as u64) ^ ((left as i64) as u64)).wrapping_add((score as u64)).wrapping_mul(549u64)) % 15) as usize]), x1: ((limit as u64).wrapping_mul(240u64)) as usize } };
        let mut index: &'static str = WORDS[(((zone as u64).wrapping_sub((zone as u64)).wrapping_add(876u64)) % 15) as usize];
        mask ^= f3(key, &sum, index, index) as u16;
    }
    mask = mask.wrapping_mul(3).wrapping_add(score as u16);
    mask
}

#[inline(never)] fn f1(mut limit: Kind1, mut weight: &V1, mut left: char, rounds: i32) -> i16 {
    let mut first: bool = (((left as u64).wrapping_add(763u64)) & 2) != 0;
    let mut index: Kind1 = [Kind1::Green, Kind1::South][(((first as u64).wrapping_mul((first as u64))) % 2) as usize];
    let mut stop: Vec<S0> = Vec::new();
    for i4 in 0..3u32 {
        stop.push(S0 { c0: if (((rounds as u64).wrapping_mul((left as u64)).wrapping_add(465u64)) & 1) != 0 { Some((((rounds as u64).wrapping_mul((rounds as u64))) % 65521u64) as i64) } else { None }, f1: WORDS[((((first as u64) ^ (rounds as u64)).wrapping_add((first as u64))) % 15) as usize], f2: Box::new((((((i4 as u64) ^ 532u64)) & 0xffff) as i32) as f64 * 0.5 - 1000.0), g3: ((((limit as u32) as u64).wrapping_add(53112u64).wrapping_sub((first as u64))) % 100u64) as i32 });
    }
    let mut size: f64 = (((((limit as u32) as u64).wrapping_add((left as u64)).wrapping_add(29733612u64).wrapping_mul(985u64)) & 0xffff) as i32) as f64 / 3.0;
    let mut width: BTreeMap<String, i64> = Default::default();
    for i5 in 0..2u32 {
        width.insert(String::from(WORDS[(((left as u64)) % 15) as usize]), ((left as u64).wrapping_mul((left as u64)).wrapping_sub(((limit as u32) as u64)).wrapping_add(428u64)) as i64);
    }
    let mut depth: f64 = ((((width.len() as u64).wrapping_mul(((index as u32) as u64)).wrapping_sub((left as u64)).wrapping_add(157u64)) & 0xffff) as i32) as f64 / 3.0;
    let mut tick: i16 = ((((stop.len() as u64).wrapping_add((left as u64)) ^ ((size as i64) as u64))) % 1000u64) as i16;
    if rounds > 0 {
        tick ^= f1(limit, weight, left, rounds - 1) as i16;
    } else {
        let mut score: [&'static str; 2] = [WORDS[(((first as u64).wrapping_add(117u64)) % 15) as usize], WORDS[(((rounds as u64).wrapping_mul((rounds as u64))) % 15) as usize]];
        let mut step: u8 = ((left as u64).wrapping_add((left as u64)).wrapping_mul(((index as u32) as u64)).wrapping_add(673u64)) as u8;
        let mut mask: Vec<String> = Vec::new();
        for i6 in 0..5u32 {
            mask.push(String::from(WORDS[(((i6 as u64).wrapping_add((stop.len() as u64)).wrapping_sub(((size as i64) as u64))) % 15) as usize]));
        }
        tick ^= f2(&score[..], step, tick, &mask[..]) as i16;
    }
    tick = tick.wrapping_mul(3).wrapping_add(stop.len() as i16);
    tick
}

#[inline(never)] fn f0(mut rate: &V0, mut price: f64, mut index: u16) -> i32 {
    let mut step: Option<&'static str> = if (((index as u64).wrapping_add(271u64)) & 2) != 0 { Some(WORDS[(((((price as i64) as u64) ^ 154u64)) % 15) as usize]) } else { None };
    let mut offset: i32 = ((step.is_some() as u64)) as i32;
    let mut right: Cell<i8> = Cell::new((((price as i64) as u64).wrapping_sub(((price as i64) as u64)).wrapping_sub(((price as i64) as u64)).wrapping_add(971u64)) as i8);
    let mut mask: i32 = (((price as i64) as u64).wrapping_add(89u64)) as i32;
    let mut best: Kind1 = [Kind1::Green, Kind1::South][((((offset as u64).wrapping_mul(6416594u64) ^ (mask as u64)).wrapping_add(90u64)) % 2) as usize];
    let mut total: V1 = match (((price as i64) as u64)) % 2 { 0 => V1::Circle, _ => V1::Label { x0: format!("item-{}", ((step.is_some() as u64).wrapping_mul((offset as u64)).wrapping_add(205u64)) % 997), x1: ((mask as u64).wrapping_mul(481u64).wrapping_sub((mask as u64)).wrapping_add(6u64)) as usize } };
    let mut left: char = (b'a' + (((mask as u64).wrapping_mul(((price as i64) as u64)).wrapping_sub((offset as u64)).wrapping_mul(941u64)) % 26) as u8) as char;
    mask ^= f1(best, &total, left, 2) as i32;
    mask
}

fn main() {
    let start = secret();
    let mut size: V0 = match ((start as u64).wrapping_mul(795u64)) % 2 { 0 => V0::Square, _ => V0::Empty };
    let mut tick: f64 = ((((start as u64).wrapping_add(42u64)) & 0xffff) as i32) as f64 * 0.5 - 1000.0;
    let mut flags: u16 = ((((tick as i64) as u64).wrapping_add((start as u64)).wrapping_mul(627u64)) % 7u64) as u16;
    println!("{}", f0(&size, tick, flags));
}
