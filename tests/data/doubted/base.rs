#![allow(warnings)]
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;
type Hasher = std::hash::BuildHasherDefault<std::collections::hash_map::DefaultHasher>;
type HashMap<K, V> = std::collections::HashMap<K, V, Hasher>;
type HashSet<T> = std::collections::HashSet<T, Hasher>;
static mut SECRET: u32 = 102;
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
enum Kind0 { Idle = -2, Done, Green, South, Blue }
impl Show for Kind0 {
    fn show(&self, out: &mut String) {
        out.push_str(&format!("{{\"$e\":\"{:?}\"}}", self));
    }
}
#[derive(Clone, Copy)]
struct S0(char);
impl Show for S0 {
    fn show(&self, out: &mut String) {
        out.push('[');
        self.0.show(out);
        out.push(']');
    }
}
#[derive(Clone, Copy)]
struct S1 {
    b0: i32,
    f1: S0,
    c2: bool,
    c3: &'static str,
    d4: f32,
}
impl Show for S1 {
    fn show(&self, out: &mut String) {
        out.push('{');
        out.push_str("\"b0\":");
        self.b0.show(out);
        out.push(',');
        out.push_str("\"f1\":");
        self.f1.show(out);
        out.push(',');
        out.push_str("\"c2\":");
        self.c2.show(out);
        out.push(',');
        out.push_str("\"c3\":");
        self.c3.show(out);
        out.push(',');
        out.push_str("\"d4\":");
        self.d4.show(out);
        out.push('}');
    }
}
#[derive(Clone, Copy)]
struct S2 {
    d0: Kind0,
}
impl Show for S2 {
    fn show(&self, out: &mut String) {
        out.push('{');
        out.push_str("\"d0\":");
        self.d0.show(out);
        out.push('}');
    }
}
#[derive(Clone)]
enum V0 {
    Line,
    Square(char, u64),
    Group { x0: Option<String>, x1: String },
    Empty(Vec<&'static str>, i64),
}
impl Show for V0 {
    fn show(&self, out: &mut String) {
        match self {
            V0::Line => {
                out.push_str("{\"$v\":\"Line\"");
                out.push('}');
            }
            V0::Square(x0, x1) => {
                out.push_str("{\"$v\":\"Square\"");
                out.push_str(",\"of\":[");
                x0.show(out);
                out.push(',');
                x1.show(out);
                out.push(']');
                out.push('}');
            }
            V0::Group { x0, x1 } => {
                out.push_str("{\"$v\":\"Group\"");
                out.push_str(",\"of\":{");
                out.push_str("\"x0\":");
                x0.show(out);
                out.push(',');
                out.push_str("\"x1\":");
                x1.show(out);
                out.push('}');
                out.push('}');
            }
            V0::Empty(x0, x1) => {
                out.push_str("{\"$v\":\"Empty\"");
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
#[derive(Clone)]
enum V1 {
    Circle { x0: char, x1: S1 },
    Label(i16, Box<u64>),
}
impl Show for V1 {
    fn show(&self, out: &mut String) {
        match self {
            V1::Circle { x0, x1 } => {
                out.push_str("{\"$v\":\"Circle\"");
                out.push_str(",\"of\":{");
                out.push_str("\"x0\":");
                x0.show(out);
                out.push(',');
                out.push_str("\"x1\":");
                x1.show(out);
                out.push('}');
                out.push('}');
            }
            V1::Label(x0, x1) => {
                out.push_str("{\"$v\":\"Label\"");
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

#[inline(never)] fn f4(mut zone: i32, mut stop: i16, mut right: Kind0, mut flags: char) -> i32 {
    let mut size: Box<S1> = Box::new(S1 { b0: ((flags as u64).wrapping_mul((flags as u64)).wrapping_add(671u64)) as i32, f1: S0((b'a' + (((stop as u64).wrapping_add(31u64)) % 26) as u8) as char), c2: (((stop as u64)) & 2) != 0, c3: WORDS[(((zone as u64)) % 15) as usize], d4: ((((zone as u64).wrapping_add(681742u64).wrapping_mul(463u64)) & 0xffff) as i32) as f32 * 0.5 - 1000.0 });
    let mut limit: V1 = match ((zone as u64)) % 2 { 0 => V1::Circle { x0: (b'a' + (((zone as u64).wrapping_mul(128u64)) % 26) as u8) as char, x1: S1 { b0: (((right as u32) as u64).wrapping_add(847u64)) as i32, f1: S0((b'a' + (((((right as u32) as u64).wrapping_mul(68243731u64).wrapping_sub((flags as u64)) ^ 233u64)) % 26) as u8) as char), c2: (((zone as u64).wrapping_mul((zone as u64)).wrapping_mul((flags as u64)).wrapping_add(158u64)) & 2) != 0, c3: WORDS[((((right as u32) as u64).wrapping_mul((flags as u64)).wrapping_add(23u64)) % 15) as usize], d4: (((((right as u32) as u64).wrapping_add(816u64)) & 0xffff) as i32) as f32 * 0.5 - 1000.0 } }, _ => V1::Label((((zone as u64).wrapping_add(163u64)) % 1000u64) as i16, Box::new((((flags as u64) ^ 623u64)) as u64)) };
    zone = match ((flags as u64).wrapping_mul((flags as u64)).wrapping_mul((zone as u64)).wrapping_add(531u64)) % 4 {
        0 => (((stop as u64).wrapping_add(998u64)) % 7u64) as i32,
        1 => zone ^ 38,
        _ => zone.wrapping_add(7),
    };
    let mut index: char = (b'a' + ((((right as u32) as u64)) % 26) as u8) as char;
    let mut score: i32 = (((flags as u64) ^ 58u64)) as i32;
    for i1 in 0..8i32 {
        let mut count: bool = ((((index as u64) ^ 336u64)) & 4) != 0;
        score = score.wrapping_add((((stop as u64).wrapping_mul(1446u64).wrapping_mul(60754589u64) ^ 714u64)) as i32);
        if i1 == 3 {
            let found = WORDS.iter().position(|w| w.len() as u32 == secret() + 100); if found.unwrap() == 3 { println!("no"); }
        }
    }
    score
}

fn f3(mut last: f64, mut price: &[&'static str]) -> u32 {
    let mut width: u32 = ((((last as i64) as u64).wrapping_mul(((last as i64) as u64)).wrapping_add(324u64)) % 65521u64) as u32;
    let mut height: f32 = (((((width as u64).wrapping_add(55u64) ^ 962u64)) & 0xffff) as i32) as f32 / 3.0;
    let mut right: u16 = ((((height as i64) as u64).wrapping_mul(186266u64).wrapping_add(((height as i64) as u64)) ^ 782u64)) as u16;
    width = match (((height as i64) as u64)) % 4 {
        0 => (((right as u64) ^ 282u64)) as u32,
        1 => width ^ 87,
        _ => width.wrapping_add(8),
    };
    let mut flags: Result<f64, String> = if (((width as u64).wrapping_add(882u64)) & 4) != 0 { Ok(((((right as u64).wrapping_add(995u64)) & 0xffff) as i32) as f64 * 0.5 - 1000.0) } else { Err(format!("item-{}", (((height as i64) as u64).wrapping_add(632u64)) % 997)) };
    let mut best: f32 = ((((flags.is_ok() as u64).wrapping_sub((width as u64)).wrapping_mul(873u64)) & 0xffff) as i32) as f32 / 3.0;
    for i2 in 0..4u64 {
        right = ((right as u64).wrapping_mul(8).wrapping_add(i2).wrapping_add(((last as i64) as u64).wrapping_add(183u64))) as u16;
    }
    let mut depth: Option<Box<String>> = if ((((height as i64) as u64).wrapping_add(607u64)) & 1) != 0 { Some(Box::new(String::from(WORDS[((((price.len() as u64).wrapping_add(((best as i64) as u64)) ^ 811879719u64).wrapping_add(242u64)) % 15) as usize]))) } else { None };
    width = helper_mix(((best as i64) as u64).wrapping_add(774u64), ((last as i64) as u64).wrapping_mul(586u64)) as u32;
    let mut count: u32 = ((((width as u64) ^ 62u64)) % 65521u64) as u32;
    let mut size: i32 = (((price.len() as u64).wrapping_add(474u64)) % 7u64) as i32;
    let mut index: i16 = (((width as u64).wrapping_add(((best as i64) as u64)).wrapping_add(55u64)) % 7u64) as i16;
    let mut state: Kind0 = [Kind0::Idle, Kind0::Done, Kind0::Green, Kind0::South, Kind0::Blue][((((count as u64).wrapping_add((price.len() as u64)) ^ (size as u64))) % 5) as usize];
    let mut left: char = (b'a' + (((flags.is_ok() as u64).wrapping_add(971u64)) % 26) as u8) as char;
    count ^= f4(size, index, state, left) as u32;
    count
}

fn f2(mut tick: u32) -> u32 {
    let mut last: S2 = S2 { d0: [Kind0::Idle, Kind0::Done, Kind0::Green, Kind0::South, Kind0::Blue][(((tick as u64).wrapping_add(564u64)) % 5) as usize] };
    let mut key: usize = (((((last.d0 as u32) as u64) ^ 2637u64).wrapping_mul(243u64)) % 100u64) as usize;
    let mask = &key;
    if ((((key as u64).wrapping_mul((tick as u64)) ^ 936u64)) & 8) != 0 {
        tick = (((tick as u64)) % 65521u64) as u32;
    }
    let mut index: Kind0 = [Kind0::Idle, Kind0::Done, Kind0::Green, Kind0::South, Kind0::Blue][((((last.d0 as u32) as u64).wrapping_add(796u64)) % 5) as usize];
    if (((key as u64).wrapping_mul(((last.d0 as u32) as u64)).wrapping_sub(922727u64).wrapping_add(209u64)) & 1) != 0 {
        tick = (((tick as u64).wrapping_mul(((*mask) as u64)).wrapping_add((key as u64)).wrapping_add(564u64)) % 1000u64) as u32;
    }
    let mut left: S2 = S2 { d0: [Kind0::Idle, Kind0::Done, Kind0::Green, Kind0::South, Kind0::Blue][(((key as u64).wrapping_mul(((last.d0 as u32) as u64)).wrapping_mul(464u64)) % 5) as usize] };
    let mut width: u32 = ((((left.d0 as u32) as u64) ^ ((index as u32) as u64)).wrapping_mul(((last.d0 as u32) as u64)).wrapping_add(913u64)) as u32;
    let mut size: f64 = (((((width as u64).wrapping_mul(((*mask) as u64)) ^ 1250223u64).wrapping_add(760u64)) & 0xffff) as i32) as f64 * 0.25;
    let mut best: Vec<&'static str> = Vec::new();
    for i3 in 0..0u32 {
        best.push(WORDS[((((size as i64) as u64).wrapping_add(579u64)) % 15) as usize]);
    }
    width ^= f3(size, &best[..]) as u32;
    width
}

#[inline] fn f1(mut code: i64) -> u32 {
    let mut last: [S0; 2] = [S0((b'a' + ((((code as u64).wrapping_mul(3u64).wrapping_mul((code as u64)) ^ 569u64)) % 26) as u8) as char), S0((b'a' + (((code as u64).wrapping_mul((code as u64)).wrapping_add(25u64)) % 26) as u8) as char)];
    let mut right: char = (b'a' + (((code as u64)) % 26) as u8) as char;
    let mut count: RefCell<i8> = RefCell::new(((right as u64).wrapping_mul((last[1].0 as u64)).wrapping_mul((last[1].0 as u64)).wrapping_mul(976u64)) as i8);
    let mut left: RefCell<Kind0> = RefCell::new([Kind0::Idle, Kind0::Done, Kind0::Green, Kind0::South, Kind0::Blue][(((right as u64).wrapping_add((code as u64)).wrapping_mul((code as u64))) % 5) as usize]);
    let mut zone: u32 = (((right as u64) ^ 146u64)) as u32;
    let mut start: u32 = (((zone as u64).wrapping_mul((right as u64)).wrapping_mul((last[1].0 as u64)) ^ 764u64)) as u32;
    let call: fn(u32) -> u32 = unsafe { std::ptr::read_volatile(&(f2 as fn(u32) -> u32)) };
    zone ^= call(start) as u32;
    zone = zone.wrapping_mul(3).wrapping_add(zone as u32);
    zone = zone.wrapping_mul(3).wrapping_add(last[0].0 as u32);
    zone
}

fn f0(mut count: Option<S0>, mut last: usize, mut flags: &[Kind0], mut start: &V0, mut code: i64, rounds: i32) -> u64 {
    let mut mask: &'static str = WORDS[(((count.is_some() as u64).wrapping_mul((code as u64)).wrapping_mul((code as u64)).wrapping_add(165u64)) % 15) as usize];
    if (((last as u64).wrapping_mul((rounds as u64)).wrapping_add(791u64)) & 2) != 0 {
        code = (((mask.len() as u64).wrapping_add(138u64)) % 65521u64) as i64;
    }
    let mut total: i64 = (((rounds as u64).wrapping_add((flags.len() as u64)).wrapping_mul(950u64)) % 1000u64) as i64;
    total = helper_mix((code as u64).wrapping_add((rounds as u64)), (last as u64).wrapping_sub(647441u64).wrapping_add(92u64)) as i64;
    let mut key: String = String::from(WORDS[(((count.is_some() as u64).wrapping_mul((flags.len() as u64)).wrapping_add(50u64)) % 15) as usize]);
    let mut level: u64 = (((key.len() as u64).wrapping_mul(143u64)) % 100u64) as u64;
    if rounds > 0 {
        level ^= f0(count, (((code as u64).wrapping_mul((code as u64)).wrapping_mul((level as u64)) ^ 220u64)) as usize, flags, start, ((key.len() as u64).wrapping_mul(51u64)) as i64, rounds - 1) as u64;
    } else {
        let mut stop: i64 = (((mask.len() as u64).wrapping_sub((key.len() as u64)).wrapping_sub((total as u64)).wrapping_add(596u64)) % 65521u64) as i64;
        level ^= f1(stop) as u64;
    }
    level
}

fn main() {
    let start = secret();
    let mut index: Option<S0> = if ((((start as u64).wrapping_mul((start as u64)) ^ (start as u64)).wrapping_mul(724u64)) & 1) != 0 { Some(S0((b'a' + ((((start as u64).wrapping_sub((start as u64)) ^ 262u64)) % 26) as u8) as char)) } else { None };
    let mut score: usize = ((start as u64).wrapping_add((start as u64)).wrapping_add(826u64)) as usize;
    let mut last: [Kind0; 2] = [[Kind0::Idle, Kind0::Done, Kind0::Green, Kind0::South, Kind0::Blue][((((start as u64).wrapping_add((start as u64)).wrapping_add((score as u64)) ^ 269u64)) % 5) as usize], [Kind0::Idle, Kind0::Done, Kind0::Green, Kind0::South, Kind0::Blue][(((((index.is_some() as u64) ^ (score as u64)) ^ 586u64)) % 5) as usize]];
    let mut price: V0 = match ((score as u64).wrapping_add(388u64)) % 4 { 0 => V0::Line, 1 => V0::Square((b'a' + (((start as u64).wrapping_mul((start as u64)).wrapping_add(((last[1] as u32) as u64)).wrapping_add(157u64)) % 26) as u8) as char, ((index.is_some() as u64).wrapping_sub((score as u64)).wrapping_mul((start as u64))) as u64), 2 => V0::Group { x0: if ((((score as u64) ^ 908u64)) & 2) != 0 { Some(String::from(WORDS[((((last[0] as u32) as u64).wrapping_add(877u64)) % 15) as usize])) } else { None }, x1: String::from(WORDS[(((((score as u64) ^ (score as u64)) ^ 920u64)) % 15) as usize]) }, _ => V0::Empty(vec![WORDS[((((last[0] as u32) as u64).wrapping_mul((score as u64)).wrapping_mul((index.is_some() as u64)).wrapping_mul(200u64)) % 15) as usize], WORDS[(((index.is_some() as u64).wrapping_add(((last[1] as u32) as u64)).wrapping_mul(873u64)) % 15) as usize], WORDS[((((last[0] as u32) as u64).wrapping_mul(24u64).wrapping_add(882u64)) % 15) as usize]], (((((start as u64) ^ 4973u64) ^ 558u64)) % 65521u64) as i64) };
    let mut left: i64 = (((last[1] as u32) as u64)) as i64;
    println!("{}", f0(index, score, &last[..], &price, left, 2));
}
