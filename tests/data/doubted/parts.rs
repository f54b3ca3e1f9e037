#![allow(warnings)]
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;
type Hasher = std::hash::BuildHasherDefault<std::collections::hash_map::DefaultHasher>;
type HashMap<K, V> = std::collections::HashMap<K, V, Hasher>;
type HashSet<T> = std::collections::HashSet<T, Hasher>;
static mut SECRET: u32 = 4;
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
enum Kind0 { South = -2, Idle, North }
impl Show for Kind0 {
    fn show(&self, out: &mut String) {
        out.push_str(&format!("{{\"$e\":\"{:?}\"}}", self));
    }
}
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind1 { Busy, Red }
impl Show for Kind1 {
    fn show(&self, out: &mut String) {
        out.push_str(&format!("{{\"$e\":\"{:?}\"}}", self));
    }
}
#[derive(Clone, Copy)]
struct S0 {
    e0: i8,
    g1: f32,
}
impl Show for S0 {
    fn show(&self, out: &mut String) {
        out.push('{');
        out.push_str("\"e0\":");
        self.e0.show(out);
        out.push(',');
        out.push_str("\"g1\":");
        self.g1.show(out);
        out.push('}');
    }
}
#[derive(Clone, Copy)]
struct S1((f64, u16), bool, i32, S0, i64, [f64; 1]);
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
#[derive(Clone, Copy)]
struct S2 {
    c0: char,
    e1: Option<i16>,
    e2: Kind1,
    h3: S0,
}
impl Show for S2 {
    fn show(&self, out: &mut String) {
        out.push('{');
        out.push_str("\"c0\":");
        self.c0.show(out);
        out.push(',');
        out.push_str("\"e1\":");
        self.e1.show(out);
        out.push(',');
        out.push_str("\"e2\":");
        self.e2.show(out);
        out.push(',');
        out.push_str("\"h3\":");
        self.h3.show(out);
        out.push('}');
    }
}
#[derive(Clone)]
enum V0 {
    Circle { x0: i32, x1: String, x2: (i64, i16) },
    Line { x0: char },
    Empty { x0: i64, x1: [u64; 1] },
}
impl Show for V0 {
    fn show(&self, out: &mut String) {
        match self {
            V0::Circle { x0, x1, x2 } => {
                out.push_str("{\"$v\":\"Circle\"");
                out.push_str(",\"of\":{");
                out.push_str("\"x0\":");
                x0.show(out);
                out.push(',');
                out.push_str("\"x1\":");
                x1.show(out);
                out.push(',');
                out.push_str("\"x2\":");
                x2.show(out);
                out.push('}');
                out.push('}');
            }
            V0::Line { x0 } => {
                out.push_str("{\"$v\":\"Line\"");
                out.push_str(",\"of\":{");
                out.push_str("\"x0\":");
                x0.show(out);
                out.push('}');
                out.push('}');
            }
            V0::Empty { x0, x1 } => {
                out.push_str("{\"$v\":\"Empty\"");
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
#[derive(Clone, Copy)]
enum V1 {
    Empty { x0: i64, x1: Kind0, x2: f64 },
    Label(f64, Option<Kind0>),
}
impl Show for V1 {
    fn show(&self, out: &mut String) {
        match self {
            V1::Empty { x0, x1, x2 } => {
                out.push_str("{\"$v\":\"Empty\"");
                out.push_str(",\"of\":{");
                out.push_str("\"x0\":");
                x0.show(out);
                out.push(',');
                out.push_str("\"x1\":");
                x1.show(out);
                out.push(',');
                out.push_str("\"x2\":");
                x2.show(out);
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

fn f5(mut level: &i32, mut step: i32, mut size: &i64, mut right: &mut String, mut state: &V0) -> u64 {
    let mut flags: S1 = S1((((((step as u64).wrapping_add(915024965u64).wrapping_mul(732u64)) & 0xffff) as i32) as f64 * 0.5 - 1000.0, (((step as u64).wrapping_add(657u64)) % 65521u64) as u16), ((((*size) as u64).wrapping_sub(8171717u64).wrapping_add(((*size) as u64)).wrapping_add(418u64)) & 2) != 0, ((((step as u64).wrapping_sub(690820u64) ^ 144u64)) % 100u64) as i32, S0 { e0: ((step as u64).wrapping_add((right.len() as u64)).wrapping_add(689u64)) as i8, g1: (((((*level) as u64).wrapping_mul(183u64)) & 0xffff) as i32) as f32 * 0.5 - 1000.0 }, (((*size) as u64).wrapping_mul((step as u64))) as i64, [((((step as u64).wrapping_mul(((*size) as u64))) & 0xffff) as i32) as f64 * 0.5 - 1000.0]);
    let mut mask: Option<u32> = if (((right.len() as u64).wrapping_add((flags.3.e0 as u64)).wrapping_add((flags.2 as u64))) & 4) != 0 { Some((((((flags.0.0 as i64) as u64).wrapping_mul(((flags.3.g1 as i64) as u64)) ^ 15u64)) % 7u64) as u32) } else { None };
    let mut start: &'static str = WORDS[(((flags.2 as u64).wrapping_add((mask.is_some() as u64)).wrapping_mul(((flags.5[0] as i64) as u64)).wrapping_add(727u64)) % 15) as usize];
    let mut first: bool = ((((flags.5[0] as i64) as u64).wrapping_mul(632u64)) & 1) != 0;
    let mut depth: u64 = ((((flags.5[0] as i64) as u64).wrapping_mul((first as u64)).wrapping_sub((flags.2 as u64))) % 7u64) as u64;
    if secret() == 4 {
        let mut index: f64 = (((((((*size) as u64) ^ (flags.2 as u64)).wrapping_add((first as u64)) ^ 908u64)) & 0xffff) as i32) as f64 / 3.0;
        let mut sum: Option<u8> = if ((((index as i64) as u64).wrapping_mul(791u64)) & 2) != 0 { Some(((((flags.5[0] as i64) as u64) ^ 100u64).wrapping_add(74u64)) as u8) } else { None };
        say("f5", "level", &level);
        say_copy("f5", "step", step);
        say("f5", "size", &size);
        say("f5", "right", &right);
        say("f5", "state", &state);
        say_copy("f5", "flags", flags);
        say_copy("f5", "mask", mask);
        say_copy("f5", "start", start);
        say_copy("f5", "first", first);
        say_copy("f5", "depth", depth);
        say_copy("f5", "index", index);
        say_copy("f5", "sum", sum);
        if secret() == 4 { core::arch::wasm32::unreachable(); }
    }
    depth = depth.wrapping_mul(3).wrapping_add((*size) as u64);
    depth = depth.wrapping_mul(3).wrapping_add(first as u64);
    depth = depth.wrapping_mul(3).wrapping_add(start.len() as u64);
    depth = depth.wrapping_mul(3).wrapping_add(mask.is_some() as u64);
    depth
}

#[inline] fn f4(mut zone: u32, mut price: f32, mut code: Kind0, mut state: u16, mut height: f32) -> i64 {
    let mut size: i32 = (((price as i64) as u64)) as i32;
    zone = match (((state as u64).wrapping_mul(2u64) ^ 912u64)) % 4 {
        0 => (((height as i64) as u64).wrapping_mul((state as u64)).wrapping_add(481u64)) as u32,
        1 => zone ^ 9,
        _ => zone.wrapping_add(4),
    };
    let mut step: f64 = (((((code as u32) as u64).wrapping_mul((size as u64)).wrapping_mul((state as u64)).wrapping_add(914u64)) & 0xffff) as i32) as f64 * 0.5 - 1000.0;
    let mut flags: HashSet<String> = Default::default();
    for i1 in 0..2u32 {
        flags.insert(String::from(WORDS[(((i1 as u64).wrapping_add(((height as i64) as u64)).wrapping_add(((price as i64) as u64))) % 15) as usize]));
    }
    let mut score: i64 = ((((height as i64) as u64).wrapping_mul(3797740u64) ^ (flags.len() as u64))) as i64;
    for i2 in 0..6i32 {
        let mut count: Kind1 = [Kind1::Busy, Kind1::Red][(((((zone as u64) ^ ((code as u32) as u64)) ^ ((height as i64) as u64)).wrapping_mul(984u64)) % 2) as usize];
        score = score.wrapping_add(((flags.len() as u64).wrapping_mul(3823u64).wrapping_add(889u64)) as i64);
        if i2 == 3 {
            let mut best: i64 = (((score as u64).wrapping_mul(596u64)) % 65521u64) as i64;
            let mut mask: String = String::from(WORDS[((((price as i64) as u64).wrapping_add(257u64)) % 15) as usize]);
            let mut left: V0 = match (((height as i64) as u64).wrapping_add(381u64)) % 3 { 0 => V0::Circle { x0: ((mask.len() as u64).wrapping_add((mask.len() as u64))) as i32, x1: String::from(WORDS[((((price as i64) as u64).wrapping_sub(((price as i64) as u64)).wrapping_sub(((step as i64) as u64)).wrapping_add(606u64)) % 15) as usize]), x2: ((((zone as u64)) % 7u64) as i64, (((flags.len() as u64).wrapping_sub((score as u64)).wrapping_add(116u64)) % 100u64) as i16) }, 1 => V0::Line { x0: (b'a' + ((((((state as u64) ^ ((count as u32) as u64)) ^ (size as u64)) ^ 948u64)) % 26) as u8) as char }, _ => V0::Empty { x0: ((((step as i64) as u64).wrapping_mul((best as u64))) % 7u64) as i64, x1: [((((state as u64) ^ (best as u64)).wrapping_add(((height as i64) as u64)).wrapping_add(173u64)) % 1000u64) as u64] } };
            say_copy("f4", "zone", zone);
            say_copy("f4", "price", price);
            say_copy("f4", "code", code);
            say_copy("f4", "state", state);
            say_copy("f4", "height", height);
            say_copy("f4", "size", size);
            say_copy("f4", "step", step);
            say("f4", "flags", &flags);
            say_copy("f4", "score", score);
            say_copy("f4", "i2", i2);
            say_copy("f4", "count", count);
            say_copy("f4", "best", best);
            say("f4", "left", &left);
            score ^= f5(&size, i2, &best, &mut mask, &left) as i64;
        }
    }
    score = score.wrapping_mul(3).wrapping_add(score as i64);
    score
}

#[inline(never)] fn f3(mut last: HashMap<i32, Kind0>, mut code: &mut String, mut sum: &[i64]) -> u16 {
    let mut price: V0 = match ((last.len() as u64).wrapping_add(62u64).wrapping_add(24u64)) % 3 { 0 => V0::Circle { x0: (((last.len() as u64).wrapping_add(105u64)) % 7u64) as i32, x1: format!("item-{}", ((last.len() as u64).wrapping_add((code.len() as u64))) % 997), x2: (((((code.len() as u64).wrapping_add((code.len() as u64)) ^ 423u64)) % 1000u64) as i64, (((last.len() as u64).wrapping_add((sum.len() as u64)).wrapping_mul((sum.len() as u64))) % 65521u64) as i16) }, 1 => V0::Line { x0: (b'a' + (((code.len() as u64).wrapping_add((sum.len() as u64)).wrapping_sub((sum.len() as u64))) % 26) as u8) as char }, _ => V0::Empty { x0: ((code.len() as u64).wrapping_add((sum.len() as u64)).wrapping_add(127u64)) as i64, x1: [((last.len() as u64).wrapping_mul((code.len() as u64)).wrapping_add((last.len() as u64)).wrapping_add(842u64)) as u64] } };
    let mut key: V1 = match ((code.len() as u64).wrapping_mul((last.len() as u64)).wrapping_add(44844982u64)) % 2 { 0 => V1::Empty { x0: ((sum.len() as u64).wrapping_add((sum.len() as u64)).wrapping_add(958u64)) as i64, x1: [Kind0::South, Kind0::Idle, Kind0::North][((((last.len() as u64).wrapping_mul((last.len() as u64)) ^ 56u64)) % 3) as usize], x2: (((((sum.len() as u64) ^ (sum.len() as u64)).wrapping_add((last.len() as u64))) & 0xffff) as i32) as f64 * 0.5 - 1000.0 }, _ => V1::Label((((((sum.len() as u64).wrapping_sub((code.len() as u64)) ^ (sum.len() as u64)).wrapping_mul(145u64)) & 0xffff) as i32) as f64 / 3.0, if (((code.len() as u64).wrapping_add(297861u64).wrapping_add(599u64)) & 4) != 0 { Some([Kind0::South, Kind0::Idle, Kind0::North][(((sum.len() as u64).wrapping_mul((code.len() as u64)).wrapping_add((sum.len() as u64))) % 3) as usize]) } else { None }) };
    let mut step: Option<Box<String>> = if (((last.len() as u64).wrapping_add(471880u64).wrapping_mul((sum.len() as u64)).wrapping_add(954u64)) & 4) != 0 { Some(Box::new(format!("item-{}", (((last.len() as u64).wrapping_add(235322u64) ^ (sum.len() as u64))) % 997))) } else { None };
    let mut best: BTreeMap<i32, Kind1> = Default::default();
    for i3 in 0..2u32 {
        best.insert(((step.is_some() as u64).wrapping_add((code.len() as u64)).wrapping_add(954u64)) as i32, [Kind1::Busy, Kind1::Red][((((last.len() as u64) ^ (i3 as u64)).wrapping_mul((step.is_some() as u64))) % 2) as usize]);
    }
    let mut left: f32 = (((((step.is_some() as u64).wrapping_mul((sum.len() as u64)) ^ 331u64)) & 0xffff) as i32) as f32 / 3.0;
    let mut rate: u16 = (((last.len() as u64).wrapping_add((code.len() as u64)) ^ ((left as i64) as u64)).wrapping_add(54u64)) as u16;
    let mut start: u32 = (((best.len() as u64) ^ ((left as i64) as u64)).wrapping_add(643u64)) as u32;
    let mut index: Kind0 = [Kind0::South, Kind0::Idle, Kind0::North][(((best.len() as u64)) % 3) as usize];
    let mut mask: f32 = ((((((index as u32) as u64) ^ 56u64).wrapping_add(242u64)) & 0xffff) as i32) as f32 * 0.25;
    say("f3", "last", &last);
    say("f3", "code", &code);
    say_copy("f3", "sum", sum);
    say("f3", "price", &price);
    say_copy("f3", "key", key);
    say("f3", "step", &step);
    say("f3", "best", &best);
    say_copy("f3", "left", left);
    say_copy("f3", "rate", rate);
    say_copy("f3", "start", start);
    say_copy("f3", "index", index);
    say_copy("f3", "mask", mask);
    rate ^= f4(start, left, index, rate, mask) as u16;
    rate = rate.wrapping_mul(3).wrapping_add(code.len() as u16);
    rate
}

#[inline(never)] fn f2(mut stop: i32, mut code: f64) -> u16 {
    let mut right: Box<S2> = Box::new(S2 { c0: (b'a' + ((((stop as u64).wrapping_mul(((code as i64) as u64)) ^ 203u64)) % 26) as u8) as char, e1: if ((((stop as u64).wrapping_mul((stop as u64)) ^ 914u64)) & 2) != 0 { Some((((code as i64) as u64).wrapping_sub(((code as i64) as u64)).wrapping_add(71u64)) as i16) } else { None }, e2: [Kind1::Busy, Kind1::Red][((((stop as u64) ^ (stop as u64)).wrapping_add(45u64)) % 2) as usize], h3: S0 { e0: ((stop as u64).wrapping_mul(127u64)) as i8, g1: (((((stop as u64) ^ 238u64)) & 0xffff) as i32) as f32 * 0.5 - 1000.0 } });
    for i4 in 0..9u64 {
        stop = ((stop as u64).wrapping_mul(2).wrapping_add(i4).wrapping_add((((code as i64) as u64) ^ 842u64))) as i32;
    }
    let mut left: (Kind0, f64, &'static str) = ([Kind0::South, Kind0::Idle, Kind0::North][(((stop as u64)) % 3) as usize], (((((code as i64) as u64).wrapping_add(307u64)) & 0xffff) as i32) as f64 / 3.0, WORDS[((((code as i64) as u64).wrapping_add(947u64)) % 15) as usize]);
    let mut key: i32 = ((left.2.len() as u64).wrapping_add((left.2.len() as u64)).wrapping_add(77910742u64).wrapping_add(11u64)) as i32;
    let mut height: u8 = (((left.0 as u32) as u64).wrapping_add(55u64)) as u8;
    let mut offset: (f64, i32, i32) = ((((((key as u64).wrapping_add(((left.0 as u32) as u64)).wrapping_add(29605442u64) ^ 833u64)) & 0xffff) as i32) as f64 / 3.0, ((((left.0 as u32) as u64).wrapping_add(955u64)) % 65521u64) as i32, (((((code as i64) as u64).wrapping_mul((height as u64)) ^ ((left.0 as u32) as u64))) % 7u64) as i32);
    let mut mask: char = (b'a' + (((stop as u64).wrapping_add(((code as i64) as u64)).wrapping_mul(797u64)) % 26) as u8) as char;
    let mut score: u16 = (((key as u64).wrapping_add(((left.0 as u32) as u64)).wrapping_mul(871u64)) % 100u64) as u16;
    let mut rate: HashMap<i32, Kind0> = Default::default();
    for i5 in 0..1u32 {
        rate.insert(((key as u64)) as i32, [Kind0::South, Kind0::Idle, Kind0::North][((((mask as u64).wrapping_add((key as u64)) ^ (score as u64)).wrapping_mul(942u64)) % 3) as usize]);
    }
    let mut total: String = String::from(WORDS[(((height as u64).wrapping_add((left.2.len() as u64)).wrapping_mul(((left.0 as u32) as u64)).wrapping_mul(369u64)) % 15) as usize]);
    let mut flags: Vec<i64> = Vec::new();
    for i6 in 0..0u32 {
        flags.push((((offset.0 as i64) as u64).wrapping_add((rate.len() as u64)).wrapping_mul(755u64)) as i64);
    }
    say_copy("f2", "stop", stop);
    say_copy("f2", "code", code);
    say("f2", "right", &right);
    say_copy("f2", "left", left);
    say_copy("f2", "key", key);
    say_copy("f2", "height", height);
    say_copy("f2", "offset", offset);
    say_copy("f2", "mask", mask);
    say_copy("f2", "score", score);
    say("f2", "rate", &rate);
    say("f2", "flags", &flags);
    score ^= f3(rate.clone(), &mut total, &flags[..]) as u16;
    score = score.wrapping_mul(3).wrapping_add((code as i64) as u16);
    score = score.wrapping_mul(3).wrapping_add((left.0 as u32) as u16);
    score
}

fn f1(mut rate: &S2, mut price: &[i32], mut width: &[u64]) -> i64 {
    let mut index: f64 = ((((rate.c0 as u64).wrapping_add((rate.h3.e0 as u64)).wrapping_add(8295085u64).wrapping_add(773u64)) & 0xffff) as i32) as f64 * 0.25;
    let mut stop: HashMap<i32, i32> = Default::default();
    for i7 in 0..5u32 {
        stop.insert(((i7 as u64).wrapping_mul(601u64)) as i32, (((i7 as u64).wrapping_sub((rate.e1.is_some() as u64)) ^ 364768565u64).wrapping_add(875u64)) as i32);
    }
    let mut code: f64 = ((((price.len() as u64).wrapping_mul((rate.c0 as u64)).wrapping_sub(((rate.e2 as u32) as u64)).wrapping_add(938u64)) & 0xffff) as i32) as f64 / 3.0;
    let mut zone: &'static str = WORDS[((((stop.len() as u64).wrapping_add((rate.e1.is_some() as u64)).wrapping_mul((price.len() as u64)) ^ 394u64)) % 15) as usize];
    let mut mask: Vec<S1> = Vec::new();
    for i8 in 0..1u32 {
        mask.push(S1((((((stop.len() as u64).wrapping_mul(69452u64).wrapping_sub((stop.len() as u64)).wrapping_mul(713u64)) & 0xffff) as i32) as f64 / 3.0, (((i8 as u64).wrapping_sub((rate.h3.e0 as u64)).wrapping_mul((rate.e1.is_some() as u64)).wrapping_mul(300u64)) % 65521u64) as u16), (((stop.len() as u64).wrapping_sub((rate.c0 as u64)).wrapping_sub((stop.len() as u64))) & 4) != 0, ((((zone.len() as u64) ^ (rate.h3.e0 as u64)).wrapping_add(295u64)) % 7u64) as i32, S0 { e0: (((((i8 as u64) ^ (rate.e1.is_some() as u64)) ^ ((rate.e2 as u32) as u64)) ^ 509u64)) as i8, g1: (((((width.len() as u64) ^ 769u64)) & 0xffff) as i32) as f32 / 3.0 }, ((rate.e1.is_some() as u64).wrapping_add((rate.h3.e0 as u64)).wrapping_add(976u64)) as i64, [(((((rate.h3.e0 as u64).wrapping_add(((code as i64) as u64)).wrapping_add(991u64) ^ 377u64)) & 0xffff) as i32) as f64 / 3.0]));
    }
    let mut best: i64 = (((width.len() as u64).wrapping_add((rate.h3.e0 as u64))) % 100u64) as i64;
    for i9 in 0..6i32 {
        let mut score: bool = ((((rate.h3.e0 as u64) ^ (rate.c0 as u64)).wrapping_mul((zone.len() as u64)).wrapping_add(927u64)) & 2) != 0;
        best = best.wrapping_add(((score as u64).wrapping_add(557u64)) as i64);
        if i9 == 2 {
            let mut step: i32 = ((((rate.e1.is_some() as u64) ^ (zone.len() as u64)).wrapping_add(890u64)) % 7u64) as i32;
            let mut weight: f64 = ((((stop.len() as u64).wrapping_add(214u64)) & 0xffff) as i32) as f64 * 0.5 - 1000.0;
            say("f1", "rate", &rate);
            say_copy("f1", "price", price);
            say_copy("f1", "width", width);
            say_copy("f1", "index", index);
            say("f1", "stop", &stop);
            say_copy("f1", "code", code);
            say_copy("f1", "zone", zone);
            say("f1", "mask", &mask);
            say_copy("f1", "best", best);
            say_copy("f1", "i9", i9);
            say_copy("f1", "score", score);
            say_copy("f1", "step", step);
            say_copy("f1", "weight", weight);
            best ^= f2(step, weight) as i64;
        }
    }
    best = best.wrapping_mul(3).wrapping_add(stop.len() as i64);
    best = best.wrapping_mul(3).wrapping_add(zone.len() as i64);
    best
}

fn f0(mut weight: &'static str, mut offset: u8, mut depth: &[&'static str], mut best: i32) -> usize {
    let mut price: [u64; 5] = [(((depth.len() as u64).wrapping_add((offset as u64)).wrapping_add((weight.len() as u64))) % 65521u64) as u64, (((best as u64) ^ (offset as u64))) as u64, ((((depth.len() as u64).wrapping_sub((depth.len() as u64)).wrapping_mul((depth.len() as u64)) ^ 575u64)) % 1000u64) as u64, ((((best as u64) ^ 96373u64).wrapping_add(674u64)) % 7u64) as u64, ((((depth.len() as u64) ^ 518u64)) % 7u64) as u64];
    let mut limit: Cell<i32> = Cell::new(((((best as u64).wrapping_mul((price[4] as u64)) ^ 232u64)) % 65521u64) as i32);
    offset = match ((price[4] as u64).wrapping_sub((weight.len() as u64)).wrapping_add(523u64)) % 4 {
        0 => ((price[4] as u64).wrapping_add(68u64)) as u8,
        1 => offset ^ 21,
        _ => offset.wrapping_add(6),
    };
    let mut start: (&'static str, f64, f64) = (WORDS[(((depth.len() as u64).wrapping_mul(451u64)) % 15) as usize], ((((price[0] as u64).wrapping_sub((weight.len() as u64)).wrapping_sub((offset as u64)).wrapping_add(547u64)) & 0xffff) as i32) as f64 * 0.25, ((((offset as u64).wrapping_sub((depth.len() as u64)).wrapping_mul((price[4] as u64)).wrapping_add(384u64)) & 0xffff) as i32) as f64 * 0.5 - 1000.0);
    best = helper_mix((depth.len() as u64).wrapping_mul(6254u64).wrapping_mul(((start.1 as i64) as u64)).wrapping_mul(773u64), (weight.len() as u64).wrapping_mul((price[0] as u64)).wrapping_mul(236u64)) as i32;
    let mut stop: S1 = S1((((((best as u64).wrapping_mul(((start.2 as i64) as u64))) & 0xffff) as i32) as f64 * 0.25, (((price[0] as u64)) % 7u64) as u16), ((((start.2 as i64) as u64).wrapping_add(41u64).wrapping_add(831u64)) & 4) != 0, (((best as u64).wrapping_mul(((start.2 as i64) as u64))) % 100u64) as i32, S0 { e0: ((start.0.len() as u64).wrapping_add(354u64)) as i8, g1: ((((price[0] as u64).wrapping_mul(633u64).wrapping_add(253u64)) & 0xffff) as i32) as f32 / 3.0 }, (((weight.len() as u64).wrapping_mul(((start.2 as i64) as u64)) ^ 460u64)) as i64, [((((price[0] as u64).wrapping_mul((depth.len() as u64)).wrapping_mul(((start.1 as i64) as u64)).wrapping_add(601u64)) & 0xffff) as i32) as f64 * 0.5 - 1000.0]);
    let mut level: usize = ((((stop.5[0] as i64) as u64)) % 1000u64) as usize;
    let mut first: S2 = S2 { c0: (b'a' + (((stop.2 as u64).wrapping_add(((stop.0.0 as i64) as u64)).wrapping_add((offset as u64)).wrapping_add(172u64)) % 26) as u8) as char, e1: if (((((stop.5[0] as i64) as u64).wrapping_mul(((start.2 as i64) as u64)).wrapping_add((stop.4 as u64)) ^ 352u64)) & 1) != 0 { Some((((stop.0.0 as i64) as u64).wrapping_add(17u64)) as i16) } else { None }, e2: [Kind1::Busy, Kind1::Red][((((best as u64).wrapping_sub(((stop.5[0] as i64) as u64)).wrapping_sub((start.0.len() as u64)) ^ 625u64)) % 2) as usize], h3: S0 { e0: ((price[0] as u64).wrapping_mul(((stop.3.g1 as i64) as u64)).wrapping_add((price[4] as u64))) as i8, g1: ((((stop.3.e0 as u64).wrapping_add(52u64).wrapping_add((depth.len() as u64)).wrapping_add(505u64)) & 0xffff) as i32) as f32 * 0.5 - 1000.0 } };
    let mut width: [i32; 1] = [(((stop.1 as u64).wrapping_add(74536u64).wrapping_add(865u64)) % 65521u64) as i32];
    let mut left: [u64; 5] = [((((start.0.len() as u64) ^ (weight.len() as u64)).wrapping_sub((stop.2 as u64)) ^ 656u64)) as u64, ((first.c0 as u64).wrapping_mul((stop.0.1 as u64))) as u64, (((first.c0 as u64).wrapping_add(601u64)) % 7u64) as u64, ((first.c0 as u64).wrapping_add(832u64)) as u64, ((((first.e1.is_some() as u64) ^ 6u64).wrapping_mul(((first.h3.g1 as i64) as u64)).wrapping_mul(791u64)) % 1000u64) as u64];
    say_copy("f0", "weight", weight);
    say_copy("f0", "offset", offset);
    say_copy("f0", "depth", depth);
    say_copy("f0", "best", best);
    say_copy("f0", "price", price);
    say("f0", "limit", &limit);
    say_copy("f0", "start", start);
    say_copy("f0", "stop", stop);
    say_copy("f0", "level", level);
    say_copy("f0", "first", first);
    say_copy("f0", "width", width);
    say_copy("f0", "left", left);
    level ^= f1(&first, &width[..], &left[..]) as usize;
    level = level.wrapping_mul(3).wrapping_add(price[4] as usize);
    level = level.wrapping_mul(3).wrapping_add(best as usize);
    level
}

fn main() {
    let start = secret();
    let mut left: &'static str = WORDS[(((start as u64)) % 15) as usize];
    let mut price: u8 = ((left.len() as u64).wrapping_sub((start as u64)).wrapping_mul(184u64)) as u8;
    let mut width: [&'static str; 1] = [WORDS[(((start as u64).wrapping_mul(256758224u64).wrapping_mul(161u64)) % 15) as usize]];
    let mut mask: i32 = (((left.len() as u64).wrapping_mul(271u64)) % 1000u64) as i32;
    println!("{}", f0(left, price, &width[..], mask));
}
