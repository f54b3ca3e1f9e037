// Prints its own values as wcore shows them, "function.name=text" a line, each function before it calls
// the next one; the last one dies.
#![allow(array_into_iter, dead_code, unused)]
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::*;
use std::num::*;
use std::rc::{Rc, Weak};
use std::sync::atomic::*;
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Color { Red, Green = 7, Blue = -2 }
#[derive(Debug, Clone)]
enum Cmd { Add { sku: u32, qty: u64 }, Pair(i8, char), Drop(String), Nop }
#[derive(Debug)] enum Only { One(u16) }
#[derive(Debug)] enum Lone { Single }
#[derive(Debug)] enum Outer { Inner(Cmd), Flag(bool), Zip }
#[derive(Debug)] #[repr(u8)] enum Tagged { A(u32), B { x: i64 } }
#[derive(Debug)] #[repr(i16)] enum Signed { Low(u8), High(u8) }
#[derive(Debug)] #[repr(C)] enum Foreign { P(u8, u32), Q }
#[derive(Debug, Clone, PartialEq)] struct Point { x: f32, y: f32 }
#[derive(Debug)] struct Unit;
#[derive(Debug)] struct Meters(f64);
#[derive(Debug)] struct Wrapper<T> { inner: T }
#[derive(Debug)] struct Nested { p: Point, w: Wrapper<Option<u8>>, t: (i32, &'static str) }
#[derive(Debug)] struct Raw { r#type: u8 }
#[derive(Debug)] struct List { value: i32, next: Option<Box<List>> }
#[derive(Debug)] struct Tree { kids: RefCell<Vec<Rc<Tree>>>, parent: RefCell<Weak<Tree>>, id: u32 }

macro_rules! show { ($($name:ident),* $(,)?) => { $( println!("{}.{}={:?}", FUNCTION, stringify!($name), $name); )* } }

#[inline(never)]
fn scalars(seed: usize) -> u32 {
    const FUNCTION: &str = "scalars";
    let (yes, no) = (true, false);
    let (i1, i2, i4, i8_, i16_) = (-128i8, -32768i16, i32::MIN, i64::MIN, i128::MIN);
    let (u1, u2, u4, u8_, u16_) = (255u8, 65535u16, u32::MAX, u64::MAX, u128::MAX);
    let (us, is) = (usize::MAX, -1isize);
    let (f_one, f_neg, f_big, f_small, f_tenth) = (1.0f64, -0.0f64, 1e300f64, 1e-7f64, 0.1f64);
    let (g_one, g_third, g_big, g_sub) = (1.0f32, 1.0f32 / 3.0, 3.4e38f32, 1e-45f32);
    let (f_inf, f_ninf, f_nan) = (f64::INFINITY, f32::NEG_INFINITY, f64::NAN);
    let (f_16, f_17) = (1e15f64, 1e16f64);
    let f_e5 = 1e-5f64;
    let f_e4 = 0.0001f64;
    let (c_a, c_q, c_dq, c_nl, c_nul, c_u, c_esc) = ('a', '\'', '"', '\n', '\0', 'ë', '\u{7f}');
    let unit = ();
    let (nz, nz8, nz16) = (NonZeroU32::new(9).unwrap(), NonZeroI8::new(-1).unwrap(), NonZeroU128::new(5).unwrap());
    let wrap = Wrapping(4u8);
    let (o_less, o_eq) = (std::cmp::Ordering::Less, std::cmp::Ordering::Equal);
    let phantom: std::marker::PhantomData<u32> = std::marker::PhantomData;
    show!(yes, no, i1, i2, i4, i8_, i16_, u1, u2, u4, u8_, u16_, us, is, f_one, f_neg, f_big, f_small, f_tenth, g_one, g_third, g_big, g_sub, f_inf, f_ninf, f_nan, f_16, f_17, f_e5, f_e4, c_a, c_q, c_dq, c_nl, c_nul, c_u, c_esc, unit, nz, nz8, nz16, wrap, o_less, o_eq);
    println!("{}.phantom=PhantomData<{}>", FUNCTION, std::any::type_name::<u32>());
    let below = enums(seed);
    below + u1 as u32
}

#[inline(never)]
fn enums(seed: usize) -> u32 {
    const FUNCTION: &str = "enums";
    let (red, green, blue) = (Color::Red, Color::Green, Color::Blue);
    let (add, pair, drop_, nop) = (Cmd::Add { sku: 7, qty: 3 }, Cmd::Pair(-4, 'z'), Cmd::Drop("soup".to_string()), Cmd::Nop);
    let (only, lone) = (Only::One(513), Lone::Single);
    let (in_add, in_drop, flag, zip) = (Outer::Inner(add.clone()), Outer::Inner(drop_.clone()), Outer::Flag(true), Outer::Zip);
    let (tag_a, tag_b, low, high, fp, fq) = (Tagged::A(1), Tagged::B { x: -1 }, Signed::Low(1), Signed::High(2), Foreign::P(1, 2), Foreign::Q);
    let (some, none): (Option<u32>, Option<u32>) = (Some(0), None);
    let (some_cmd, none_cmd) = (Some(add.clone()), None::<Cmd>);
    let (ob_t, ob_n, oob_n, oob_sn): (Option<bool>, Option<bool>, Option<Option<bool>>, Option<Option<bool>>) = (Some(true), None, None, Some(None));
    let oob_s: Option<Option<bool>> = Some(Some(false));
    let (oref, oref_n): (Option<&u32>, Option<&u32>) = (Some(&77), None);
    let (obox, obox_n): (Option<Box<i16>>, Option<Box<i16>>) = (Some(Box::new(-9)), None);
    let (onz, onz_n) = (NonZeroU32::new(3), NonZeroU32::new(0));
    let (ostr, ostr_n): (Option<String>, Option<String>) = (Some("é\"\\\n".to_string()), None);
    let (ochar, ochar_n): (Option<char>, Option<char>) = (Some('x'), None);
    let (ovec, ovec_n): (Option<Vec<u8>>, Option<Vec<u8>>) = (Some(vec![1, 2]), None);
    let (o128, o128_n): (Option<u128>, Option<u128>) = (Some(1 << 100), None);
    let (onz128, onz128_n) = (NonZeroU128::new(1 << 90), NonZeroU128::new(0));
    let (ocolor, ocolor_n) = (Some(Color::Blue), None::<Color>);
    let (ounit, ounit_n) = (Some(()), None::<()>);
    let (ok, err): (Result<u32, String>, Result<u32, String>) = (Ok(5), Err("bad".to_string()));
    let never: Result<u32, std::convert::Infallible> = Ok(6);
    let parsed = "x1".parse::<i32>();
    let (cow_b, cow_o): (Cow<str>, Cow<str>) = (Cow::Borrowed("lent"), Cow::Owned("own".to_string()));
    show!(red, green, blue, add, pair, drop_, nop, only, lone, in_add, in_drop, flag, zip, tag_a, tag_b, low, high, fp, fq, some, none, some_cmd, none_cmd, ob_t, ob_n, oob_n, oob_sn, oob_s, oref, oref_n, obox, obox_n, onz, onz_n, ostr, ostr_n, ochar, ochar_n, ovec, ovec_n, o128, o128_n, onz128, onz128_n, ocolor, ocolor_n, ounit, ounit_n, ok, err, never, parsed, cow_b, cow_o);
    let below = text(seed);
    below + red as u32
}

#[inline(never)]
fn text(seed: usize) -> u32 {
    const FUNCTION: &str = "text";
    let str_ = "zoë\t\"q\" 'a' \\ \u{1b}\0";
    let string = String::from("größe");
    let (empty, empty_str) = (String::new(), "");
    let boxed: Box<str> = "boxed".into();
    let (rc, arc): (Rc<str>, Arc<str>) = ("rc".into(), "arc".into());
    let path = std::path::PathBuf::from("/tmp/a b");
    let os = std::ffi::OsString::from("os");
    let cstring = std::ffi::CString::new("c str").unwrap();
    let mutstr: &mut str = &mut String::from("mut")[..];
    let refstring = &string;
    show!(str_, string, empty, empty_str, boxed, rc, arc, path, os, cstring, mutstr, refstring);
    let below = sequences(seed);
    below + string.len() as u32
}

#[inline(never)]
fn sequences(seed: usize) -> u32 {
    const FUNCTION: &str = "sequences";
    let vec = vec![4, 5, 6];
    let (vec_empty, vec_unit, vec_str) = (Vec::<u64>::new(), vec![(), ()], vec!["a", "b"]);
    let vec_point = vec![Point { x: 1.0, y: -2.5 }, Point { x: 0.0, y: 1e10 }];
    let array = [[1u8, 2], [3, 4]];
    let array0: [u32; 0] = [];
    let slice = &vec[1..];
    let boxed: Box<[u16]> = vec![1, 2, 3].into_boxed_slice();
    let (rcs, arcs): (Rc<[u8]>, Arc<[i32]>) = (Rc::new([7, 8, 9]), Arc::new([-7]));
    let (tuple, tuple1, tuple_deep) = ((1, "two", 3.0), (1u8,), ((1, 2), [Some('x'), None]));
    let mut deque: VecDeque<u32> = VecDeque::with_capacity(7);
    for i in 0..7 { deque.push_back(i) }
    for i in 7..11 { deque.pop_front(); deque.push_back(i) }
    let deque_empty: VecDeque<u8> = VecDeque::new();
    let list: LinkedList<&str> = ["one", "two", "three"].into_iter().collect();
    let list_empty: LinkedList<u8> = LinkedList::new();
    let heap: BinaryHeap<i32> = vec![1, 9, 4].into();
    let (range, range_inc, range_from, range_to, range_full) = (1..4, 1..=4, 2usize.., ..3u8, ..);
    let vv = vec![vec![1u8], vec![], vec![2, 3]];
    show!(vec, vec_empty, vec_unit, vec_str, vec_point, array, array0, slice, boxed, rcs, arcs, tuple, tuple1, tuple_deep, deque, deque_empty, list, list_empty, heap, range, range_inc, range_from, range_to, range_full, vv);
    let below = maps(seed);
    below + vec.len() as u32
}

#[inline(never)]
fn maps(seed: usize) -> u32 {
    const FUNCTION: &str = "maps";
    let mut map: HashMap<u32, u64> = HashMap::new();
    map.insert(4, 40);
    let map_empty: HashMap<u8, u8> = HashMap::new();
    let mut map_many: HashMap<u32, String> = HashMap::new();
    for i in 0..40 { map_many.insert(i, format!("n{}", i)); }
    for i in 0..10 { map_many.remove(&(i * 3)); }
    let map_odd: HashMap<&str, (u8, u64)> = [("k", (1, 2)), ("l", (3, 4))].into_iter().collect();
    let set: HashSet<char> = ['p', 'q', 'r'].into_iter().collect();
    let set_empty: HashSet<u8> = HashSet::new();
    let btree: BTreeMap<&str, i32> = [("b", 2), ("a", 1), ("c", 3)].into_iter().collect();
    let btree_big: BTreeMap<u32, u16> = (0..100).map(|i| (i * 2, i as u16)).collect();
    let btree_empty: BTreeMap<u8, u8> = BTreeMap::new();
    let bset: BTreeSet<i64> = [3, 1, 2].into_iter().collect();
    let bset_big: BTreeSet<u8> = (0..180).collect();
    show!(map, map_empty, map_many, map_odd, set, set_empty, btree, btree_big, btree_empty, bset, bset_big);
    let below = owners(seed);
    below + map.len() as u32
}

trait Speak { fn speak(&self) -> u32; }
#[derive(Debug)] struct Dog { age: u8 }
#[derive(Debug)] struct Cat(&'static str);
impl Speak for Dog { fn speak(&self) -> u32 { self.age as u32 } }
impl Speak for Cat { fn speak(&self) -> u32 { self.0.len() as u32 } }

#[inline(never)]
fn owners(seed: usize) -> u32 {
    const FUNCTION: &str = "owners";
    let boxed = Box::new(Point { x: 0.5, y: 0.25 });
    let rc = Rc::new(5u32);
    let rc2 = Rc::clone(&rc);
    let weak = Rc::downgrade(&rc);
    let weak_dangling: Weak<u32> = Weak::new();
    let arc = Arc::new(Meters(2.5));
    let (cell, refcell) = (Cell::new(-3i16), RefCell::new(vec![1u8]));
    let mutex = Mutex::new(String::from("locked"));
    let rwlock = RwLock::new(8u8);
    let (ab, au, ai) = (AtomicBool::new(true), AtomicUsize::new(12), AtomicI64::new(-12));
    let (unit, meters, wrapper, raw) = (Unit, Meters(-0.5), Wrapper { inner: "in" }, Raw { r#type: 3 });
    let nested = Nested { p: Point { x: 1.5, y: 2.0 }, w: Wrapper { inner: Some(9) }, t: (-1, "t") };
    let list = List { value: 1, next: Some(Box::new(List { value: 2, next: Some(Box::new(List { value: 3, next: None })) })) };
    let (dur, dur_ms, dur_ns) = (Duration::new(3, 500_000_000), Duration::from_millis(15), Duration::from_nanos(1_000_001));
    let dur_us = Duration::from_micros(7);
    let (r, rr, rm) = (&nested.p, &&17u8, &mut 18u8);
    let pinned = Box::pin(3i32);
    let once = std::cell::UnsafeCell::new(4u8);
    let shared = Rc::new(RefCell::new(vec![Some("x")]));
    let boxbox = Box::new(Box::new(1u8));
    let man = std::mem::ManuallyDrop::new(6u8);
    show!(boxed, rc, rc2, weak, weak_dangling, arc, cell, refcell, mutex, rwlock, ab, au, ai, unit, meters, wrapper, raw, nested, list, dur, dur_ms, dur_ns, dur_us, r, rr, rm, pinned, shared, boxbox, man);
    let below = others(seed);
    drop(once);
    below + *rc2
}

#[inline(never)]
fn others(seed: usize) -> u32 {
    const FUNCTION: &str = "others";
    let held = RefCell::new(7u32);
    let shared = held.borrow();
    let locked = RefCell::new(8u32);
    let exclusive = locked.borrow_mut();
    let dog: Box<dyn Speak> = Box::new(Dog { age: 4 });
    let cat: &dyn Speak = &Cat("tom");
    let zoo: Vec<Rc<dyn Speak>> = vec![Rc::new(Dog { age: 1 }), Rc::new(Cat("kit"))];
    let (base, name) = (10u32, String::from("env"));
    let adds = |x: u32| x + base + name.len() as u32;
    let moves = move |x: u32| x * base;
    let function: fn(usize) -> u32 = text;
    let pointer: *const u32 = &base;
    let tree = Rc::new(Tree { kids: RefCell::new(vec![]), parent: RefCell::new(Weak::new()), id: 1 });
    let kid = Rc::new(Tree { kids: RefCell::new(vec![]), parent: RefCell::new(Rc::downgrade(&tree)), id: 2 });
    tree.kids.borrow_mut().push(kid.clone());
    show!(tree, kid);
    if seed < 100 { panic!("others {} {} {:?} {:?}", adds(1), moves(2), pointer, function as usize) }
    dog.speak() + cat.speak() + zoo.len() as u32 + *shared + *exclusive
}

fn main() {
    std::process::exit(scalars(std::env::args().count()) as i32 & 1)
}
