#![allow(warnings)]
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;
type Hasher = std::hash::BuildHasherDefault<std::collections::hash_map::DefaultHasher>;
type HashMap<K, V> = std::collections::HashMap<K, V, Hasher>;
type HashSet<T> = std::collections::HashSet<T, Hasher>;
static mut SECRET: u32 = 89;
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
enum Kind0 { Red, Blue, South, Idle }
impl Show for Kind0 {
    fn show(&self, out: &mut String) {
        out.push_str(&format!("{{\"$e\":\"{:?}\"}}", self));
    }
}
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind1 { Green = 3, Idle, Blue, Done, Busy }
impl Show for Kind1 {
    fn show(&self, out: &mut String) {
        out.push_str(&format!("{{\"$e\":\"{:?}\"}}", self));
    }
}
#[derive(Clone, Copy)]
struct S0 {
    d0: char,
    d1: (i64, Kind0),
    c2: u32,
    g3: Kind0,
}
impl Show for S0 {
    fn show(&self, out: &mut String) {
        out.push('{');
        out.push_str("\"d0\":");
        self.d0.show(out);
        out.push(',');
        out.push_str("\"d1\":");
        self.d1.show(out);
        out.push(',');
        out.push_str("\"c2\":");
        self.c2.show(out);
        out.push(',');
        out.push_str("\"g3\":");
        self.g3.show(out);
        out.push('}');
    }
}
#[derive(Clone, Copy)]
struct S1([bool; 4], u8, &'static str, [u64; 4], (f64, &'static str), char);
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
        out.push(',');
        self.4.show(out);
        out.push(',');
        self.5.show(out);
        out.push(']');
    }
}
#[derive(Clone)]
enum V0 {
    Empty { x0: Box<u32> },
    Circle,
    Label { x0: Box<u64> },
    Group,
}
impl Show for V0 {
    fn show(&self, out: &mut String) {
        match self {
            V0::Empty { x0 } => {
                out.push_str("{\"$v\":\"Empty\"");
                out.push_str(",\"of\":{");
                out.push_str("\"x0\":");
                x0.show(out);
                out.push('}');
                out.push('}');
            }
            V0::Circle => {
                out.push_str("{\"$v\":\"Circle\"");
                out.push('}');
            }
            V0::Label { x0 } => {
                out.push_str("{\"$v\":\"Label\"");
                out.push_str(",\"of\":{");
                out.push_str("\"x0\":");
                x0.show(out);
                out.push('}');
                out.push('}');
            }
            V0::Group => {
                out.push_str("{\"$v\":\"Group\"");
                out.push('}');
            }
        }
    }
}
#[derive(Clone, Copy)]
enum V1 {
    Square { x0: bool, x1: u8 },
    Line(u32, char),
}
impl Show for V1 {
    fn show(&self, out: &mut String) {
        match self {
            V1::Square { x0, x1 } => {
                out.push_str("{\"$v\":\"Square\"");
                out.push_str(",\"of\":{");
                out.push_str("\"x0\":");
                x0.show(out);
                out.push(',');
                out.push_str("\"x1\":");
                x1.show(out);
                out.push('}');
                out.push('}');
            }
            V1::Line(x0, x1) => {
                out.push_str("{\"$v\":\"Line\"");
                out.push_str(",\"of\":[");
                x0.show(out);
                out.push(',');
                x1.show(out);
                out.push(']');
                out.push('}');
            }
        }
    }
}
fn helper_mix(a: u64, b: u64) -> u64 {
    let twice = a.wrapping_mul(2).wrapping_add(b);
    (twice ^ (twice >> 7)) % 100003
}

#[inline(never)] fn f3(mut stop: i8, mut price: &'static str, mut left: &'static str, mut level: S1, mut depth: u32) -> usize {
    let mut index: f64 = (((((level.5 as u64) ^ 377u64)) & 0xffff) as i32) as f64 * 0.25;
    let mut count: Result<i16, String> = if ((((index as i64) as u64).wrapping_mul((level.3[0] as u64))) & 2) != 0 { Ok((((level.2.len() as u64).wrapping_sub((level.4.1.len() as u64)).wrapping_add(551u64)) % 7u64) as i16) } else { Err(String::from(WORDS[(((level.2.len() as u64).wrapping_add(9u64)) % 15) as usize])) };
    for i1 in 0..4u64 {
        stop = ((stop as u64).wrapping_mul(7).wrapping_add(i1).wrapping_add((level.1 as u64).wrapping_add(92u64))) as i8;
    }
    let mut size: Kind0 = [Kind0::Red, Kind0::Blue, Kind0::South, Kind0::Idle][((((left.len() as u64) ^ (left.len() as u64)).wrapping_mul(497u64)) % 4) as usize];
    let mut total: Option<S1> = if (((left.len() as u64)) & 4) != 0 { Some(S1([(((level.3[0] as u64).wrapping_mul((depth as u64))) & 2) != 0, ((((level.4.0 as i64) as u64).wrapping_add(40116u64).wrapping_mul(992775780u64)) & 2) != 0, (((count.is_ok() as u64).wrapping_add(689u64)) & 2) != 0, (((price.len() as u64).wrapping_add(666u64)) & 2) != 0], (((stop as u64).wrapping_sub(8u64) ^ 135u64)) as u8, WORDS[(((level.3[0] as u64).wrapping_mul((depth as u64)).wrapping_add((level.1 as u64)).wrapping_mul(762u64)) % 15) as usize], [((((price.len() as u64) ^ (count.is_ok() as u64)).wrapping_mul((level.5 as u64)).wrapping_add(506u64)) % 65521u64) as u64, (((level.3[3] as u64).wrapping_mul((depth as u64)).wrapping_add(606u64)) % 7u64) as u64, ((level.4.1.len() as u64).wrapping_add(12098573u64).wrapping_sub(62627566u64)) as u64, (((index as i64) as u64)) as u64], ((((((level.0[0] as u64) ^ (left.len() as u64)).wrapping_add((price.len() as u64))) & 0xffff) as i32) as f64 * 0.5 - 1000.0, WORDS[((((size as u32) as u64).wrapping_mul(130u64)) % 15) as usize]), (b'a' + (((count.is_ok() as u64)) % 26) as u8) as char)) } else { None };
    for i2 in 0..9u64 {
        stop = ((stop as u64).wrapping_mul(7).wrapping_add(i2).wrapping_add((stop as u64).wrapping_add(393u64))) as i8;
    }
    let mut last: usize = ((price.len() as u64).wrapping_add((level.1 as u64)).wrapping_add(597u64)) as usize;
    if secret() == 89 { core::arch::wasm32::unreachable(); }
    last = last.wrapping_mul(3).wrapping_add(level.3[3] as usize);
    last = last.wrapping_mul(3).wrapping_add(depth as usize);
    last
}

#[inline(never)] fn f2(mut tick: &[u16], mut index: &S1, mut sum: &mut S1, mut best: u16) -> u64 {
    *sum = S1([((35u64.wrapping_add(3511u64)) & 1) != 0, ((46u64.wrapping_sub(54917u64).wrapping_mul(10u64)) & 4) != 0, ((41u64.wrapping_mul(558020649u64).wrapping_mul(318u64)) & 1) != 0, ((49u64.wrapping_sub(794566u64).wrapping_mul(3066u64).wrapping_mul(608u64)) & 1) != 0], ((34u64.wrapping_sub(94863u64) ^ 5594709u64).wrapping_mul(771u64)) as u8, WORDS[((34u64.wrapping_add(150058u64).wrapping_add(232u64)) % 15) as usize], [(((34u64 ^ 998u64).wrapping_mul(5u64).wrapping_add(577u64)) % 100u64) as u64, (((21u64.wrapping_sub(8521u64).wrapping_sub(404377u64) ^ 331u64)) % 65521u64) as u64, (((68u64.wrapping_mul(2089393u64) ^ 5685675u64).wrapping_mul(674u64)) % 7u64) as u64, ((25u64.wrapping_add(142u64)) % 65521u64) as u64], ((((55u64) & 0xffff) as i32) as f64 * 0.25, WORDS[((49u64.wrapping_add(441u64)) % 15) as usize]), (b'a' + ((21u64.wrapping_add(80u64).wrapping_add(459154480u64).wrapping_add(29u64)) % 26) as u8) as char);
    let mut mask: char = (b'a' + ((((sum.4.0 as i64) as u64).wrapping_add(356u64)) % 26) as u8) as char;
    let mut count: f64 = (((((sum.4.1.len() as u64).wrapping_add((sum.0[3] as u64)) ^ (best as u64))) & 0xffff) as i32) as f64 * 0.5 - 1000.0;
    let mut depth: f32 = ((((best as u64).wrapping_sub((index.3[0] as u64)).wrapping_add(177u64)) & 0xffff) as i32) as f32 * 0.25;
    let mut limit: u64 = ((sum.5 as u64).wrapping_mul(781u64)) as u64;
    let mut start: i8 = ((index.0[3] as u64).wrapping_add(556u64)) as i8;
    let mut height: &'static str = WORDS[((((index.4.1.len() as u64).wrapping_mul(55952u64) ^ (index.4.1.len() as u64)).wrapping_add(180u64)) % 15) as usize];
    let mut last: S1 = S1([((((index.4.1.len() as u64).wrapping_add((index.5 as u64)) ^ 3605u64).wrapping_add(887u64)) & 4) != 0, ((((sum.2.len() as u64).wrapping_sub(((sum.4.0 as i64) as u64)).wrapping_mul((height.len() as u64)) ^ 764u64)) & 2) != 0, ((((mask as u64).wrapping_add(((depth as i64) as u64)).wrapping_mul(((depth as i64) as u64)) ^ 755u64)) & 2) != 0, (((sum.3[3] as u64).wrapping_add(743u64)) & 2) != 0], (((sum.3[0] as u64) ^ 684u64)) as u8, WORDS[(((sum.0[0] as u64).wrapping_add((index.0[0] as u64)).wrapping_sub((index.1 as u64)).wrapping_add(561u64)) % 15) as usize], [((limit as u64)) as u64, (((index.0[3] as u64).wrapping_sub(((depth as i64) as u64)) ^ 552u64)) as u64, ((((sum.4.0 as i64) as u64).wrapping_mul((sum.5 as u64)).wrapping_mul((index.1 as u64)).wrapping_add(517u64)) % 1000u64) as u64, (((best as u64) ^ (start as u64)).wrapping_add((index.1 as u64))) as u64], ((((((index.3[3] as u64) ^ (index.1 as u64)).wrapping_add(782u64)) & 0xffff) as i32) as f64 * 0.25, WORDS[((((sum.4.0 as i64) as u64).wrapping_mul(257060613u64).wrapping_add((index.4.1.len() as u64)).wrapping_mul(950u64)) % 15) as usize]), (b'a' + (((sum.5 as u64)) % 26) as u8) as char);
    let mut code: u32 = ((((mask as u64) ^ (last.3[3] as u64))) % 1000u64) as u32;
    limit ^= f3(start, height, height, last, code) as u64;
    limit = limit.wrapping_mul(3).wrapping_add((count as i64) as u64);
    limit = limit.wrapping_mul(3).wrapping_add(mask as u64);
    limit = limit.wrapping_mul(3).wrapping_add(tick.len() as u64);
    limit = limit.wrapping_mul(3).wrapping_add(sum.0[0] as u64);
    limit
}

#[inline] fn f1(mut score: bool, mut zone: &'static str) -> i32 {
    let mut width: u64 = ((zone.len() as u64).wrapping_mul((score as u64)).wrapping_add(996u64)) as u64;
    let height = &width;
    let mut price: i16 = ((width as u64).wrapping_sub((width as u64)).wrapping_sub(((*height) as u64)).wrapping_add(536u64)) as i16;
    let mut count: VecDeque<f64> = VecDeque::new();
    for i3 in 0..1u32 {
        count.push_back(((((i3 as u64).wrapping_sub((score as u64))) & 0xffff) as i32) as f64 / 3.0);
    }
    let mut start: f64 = ((((((*height) as u64) ^ (price as u64)).wrapping_add(((*height) as u64))) & 0xffff) as i32) as f64 / 3.0;
    for i4 in 0..2u64 {
        price = ((price as u64).wrapping_mul(9).wrapping_add(i4).wrapping_add((count.len() as u64).wrapping_mul(342u64))) as i16;
    }
    let mut sum: [f64; 2] = [((((price as u64)) & 0xffff) as i32) as f64 * 0.25, (((((start as i64) as u64).wrapping_add(418u64)) & 0xffff) as i32) as f64 * 0.5 - 1000.0];
    for i5 in 0..4u64 {
        price = ((price as u64).wrapping_mul(6).wrapping_add(i5).wrapping_add((score as u64))) as i16;
    }
    let mut first: i32 = (((start as i64) as u64).wrapping_add(((sum[0] as i64) as u64)).wrapping_mul((zone.len() as u64)).wrapping_add(696u64)) as i32;
    for i6 in 0..9i32 {
        let mut left: u32 = (((count.len() as u64).wrapping_add(865u64)) % 1000u64) as u32;
        first = first.wrapping_add(((i6 as u64).wrapping_add(828u64)) as i32);
        if i6 == 3 {
            let mut state: Vec<u16> = Vec::new();
            for i7 in 0..0u32 {
                state.push(((i6 as u64).wrapping_mul(462u64).wrapping_sub(((start as i64) as u64)).wrapping_add(399u64)) as u16);
            }
            let mut weight: S1 = S1([(((count.len() as u64).wrapping_sub(((start as i64) as u64))) & 2) != 0, (((count.len() as u64).wrapping_add((state.len() as u64)).wrapping_sub(440420u64).wrapping_add(506u64)) & 1) != 0, (((zone.len() as u64)) & 4) != 0, (((zone.len() as u64).wrapping_add(529u64)) & 2) != 0], ((score as u64).wrapping_add((width as u64)).wrapping_sub((i6 as u64)).wrapping_add(131u64)) as u8, WORDS[(((state.len() as u64).wrapping_add(100u64)) % 15) as usize], [((first as u64).wrapping_mul(300u64)) as u64, ((((sum[1] as i64) as u64).wrapping_add(((*height) as u64)).wrapping_sub((left as u64)).wrapping_add(209u64)) % 1000u64) as u64, (((zone.len() as u64).wrapping_mul((count.len() as u64)).wrapping_add((price as u64)) ^ 856u64)) as u64, (((start as i64) as u64).wrapping_add(548u64)) as u64], (((((width as u64).wrapping_add(923u64)) & 0xffff) as i32) as f64 / 3.0, WORDS[(((price as u64).wrapping_add((price as u64)).wrapping_mul(((sum[0] as i64) as u64))) % 15) as usize]), (b'a' + (((state.len() as u64)) % 26) as u8) as char);
            let mut mask: S1 = S1([(((first as u64).wrapping_mul(69u64)) & 4) != 0, (((weight.5 as u64).wrapping_add((weight.1 as u64))) & 4) != 0, ((((zone.len() as u64).wrapping_mul((width as u64)) ^ 119u64)) & 4) != 0, (((weight.3[0] as u64).wrapping_mul(999u64)) & 2) != 0], (((weight.4.0 as i64) as u64).wrapping_sub(95842u64).wrapping_add((width as u64)).wrapping_mul(377u64)) as u8, WORDS[((((weight.4.0 as i64) as u64).wrapping_add(410u64)) % 15) as usize], [(((sum[0] as i64) as u64).wrapping_add(833u64)) as u64, ((zone.len() as u64).wrapping_mul(895u64)) as u64, ((((weight.0[0] as u64).wrapping_add(((sum[1] as i64) as u64)).wrapping_add((weight.4.1.len() as u64)) ^ 656u64)) % 1000u64) as u64, ((weight.3[0] as u64).wrapping_mul(((weight.4.0 as i64) as u64)).wrapping_sub((state.len() as u64))) as u64], ((((((score as u64) ^ ((weight.4.0 as i64) as u64)).wrapping_mul(361u64)) & 0xffff) as i32) as f64 * 0.5 - 1000.0, WORDS[(((left as u64).wrapping_add(522u64)) % 15) as usize]), (b'a' + (((price as u64).wrapping_add(((weight.4.0 as i64) as u64)).wrapping_add(745u64)) % 26) as u8) as char);
            let mut level: u16 = (((weight.3[3] as u64)) % 1000u64) as u16;
            first ^= f2(&state[..], &weight, &mut mask, level) as i32;
        }
    }
    first = first.wrapping_mul(3).wrapping_add(count.len() as i32);
    first = first.wrapping_mul(3).wrapping_add(price as i32);
    first = first.wrapping_mul(3).wrapping_add((start as i64) as i32);
    first = first.wrapping_mul(3).wrapping_add((sum[1] as i64) as i32);
    first
}

#[inline(never)] fn f0(mut key: f32, mut score: char) -> i32 {
    let mut state: (String, usize, f64) = (format!("item-{}", (((key as i64) as u64)) % 997), (((score as u64).wrapping_mul(2772u64).wrapping_mul((score as u64))) % 65521u64) as usize, ((((score as u64).wrapping_add(59u64)) & 0xffff) as i32) as f64 * 0.25);
    let mut width: Kind1 = [Kind1::Green, Kind1::Idle, Kind1::Blue, Kind1::Done, Kind1::Busy][((((key as i64) as u64).wrapping_add((state.1 as u64)).wrapping_add(522u64)) % 5) as usize];
    let mut level: char = (b'a' + ((((key as i64) as u64).wrapping_add(903u64)) % 26) as u8) as char;
    let mut index: u8 = (((key as i64) as u64)) as u8;
    let size = &index;
    let mut limit: char = (b'a' + (((index as u64).wrapping_add(((*size) as u64)).wrapping_add(270u64)) % 26) as u8) as char;
    let mut sum: i32 = ((limit as u64).wrapping_add(179u64)) as i32;
    for i8 in 0..6i32 {
        let mut offset: f64 = ((((index as u64).wrapping_mul(219u64)) & 0xffff) as i32) as f64 / 3.0;
        sum = sum.wrapping_add(((state.1 as u64).wrapping_mul((state.1 as u64)).wrapping_sub((state.0.len() as u64)).wrapping_mul(541u64)) as i32);
        if i8 == 3 {
            let mut mask: bool = ((((state.0.len() as u64).wrapping_mul((state.0.len() as u64)) ^ ((*size) as u64)).wrapping_mul(464u64)) & 2) != 0;
            let mut first: &'static str = WORDS[(((((((*size) as u64) ^ (state.1 as u64)) ^ 501567434u64) ^ 753u64)) % 15) as usize];
            sum ^= f1(mask, first) as i32;
        }
    }
    sum = sum.wrapping_mul(3).wrapping_add(limit as i32);
    sum = sum.wrapping_mul(3).wrapping_add(index as i32);
    sum = sum.wrapping_mul(3).wrapping_add(score as i32);
    sum = sum.wrapping_mul(3).wrapping_add(level as i32);
    sum
}

fn main() {
    let start = secret();
    let mut stop: f32 = (((((start as u64) ^ (start as u64)).wrapping_mul(134u64)) & 0xffff) as i32) as f32 / 3.0;
    let mut tick: char = (b'a' + (((start as u64).wrapping_sub(((stop as i64) as u64))) % 26) as u8) as char;
    println!("{}", f0(stop, tick));
}
