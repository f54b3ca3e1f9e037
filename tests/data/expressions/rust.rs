//! As c.c, in Rust.
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

static TOTAL: u32 = 505;
static NAMES: [&str; 3] = ["tea", "milk", "sugar"];
static mut COUNTER: i64 = -8;

#[derive(Clone, Copy, PartialEq)]
#[allow(dead_code)]
enum Kind {
    Small = 1,
    Large = 8,
}

#[allow(dead_code)]
enum Shape {
    Circle(f64),
    Rect { width: u16, height: u16 },
    Empty,
}

struct Point {
    x: i32,
    y: i32,
}

struct Order {
    id: u64,
    name: String,
    counts: Vec<i16>,
    at: Point,
    tuple: (u8, i8, f32),
    next: Option<Box<Order>>,
    kind: Kind,
    shared: Rc<Point>,
    stock: BTreeMap<u8, u32>,
    hash: HashMap<u8, u32>,
    letter: char,
    shape: Shape,
}

/// Prints expressions with their values.
macro_rules! e {
    ($($x:expr);* $(;)?) => { $( println!("{}\t{}", stringify!($x), $x); )* };
}

#[inline(never)]
fn check(order: &Order, n: i32, slice: &[u32], text: &str) -> u32 {
    let small: u8 = 200;
    let wide: u64 = 1 << 40;
    let flag = true;
    let array = [4u16, 5, 6];
    let half = 0.5f64;
    let pair = (n, "right");
    let point = &order.at;

    e! {
        n + 1;
        n * 3 - 4;
        n / 2;
        -n % 3;
        n << 2;
        n & 3 | 8;
        small / 7;
        small as u32 + 100;
        small as i8;
        wide;
        wide >> 35;
        wide as u32;
        flag;
        !flag;
        flag && n > 3;
        n == 7 || n < 0;
        half * 3.0;
        half as i32;
        array[1];
        array.len();
        pair.0;
        pair.1;
        point.x;
        point.y + n;
        order.id;
        order.name;
        order.name.len();
        order.counts[2];
        order.counts.len();
        order.at.x * 2;
        order.tuple.0;
        order.tuple.1;
        order.tuple.2;
        order.shared.x;
        order.letter;
        order.kind as u8;
        slice[1];
        slice.len();
        text;
        text.len();
        TOTAL;
        TOTAL + 1;
        NAMES[1];
        NAMES.len();
    }
    // The value is the same, the way to it is not Rust's.
    println!("order.next.0.id\t{}", order.next.as_ref().unwrap().id);
    println!("order.next.0.name\t{}", order.next.as_ref().unwrap().name);
    println!("order.stock[3]\t{}", order.stock[&3]);
    println!("order.hash[9]\t{}", order.hash[&9]);
    println!("order.kind\tLarge");
    println!("order.kind == Kind::Large\t{}", order.kind == Kind::Large);
    println!("COUNTER\t{}", unsafe { std::ptr::addr_of!(COUNTER).read() });
    if let Shape::Rect { width, height } = order.shape {
        println!("order.shape.width\t{}", width);
        println!("order.shape.height as i32 - 1\t{}", height as i32 - 1);
    }
    std::process::abort()
}

fn order(id: u64, name: &str, next: Option<Box<Order>>) -> Order {
    Order {
        id,
        name: name.to_string(),
        counts: vec![-1, -20, -300],
        at: Point { x: 31, y: -32 },
        tuple: (250, -6, 1.75),
        next,
        kind: Kind::Large,
        shared: Rc::new(Point { x: 71, y: 72 }),
        stock: BTreeMap::from([(3, 33), (4, 44)]),
        hash: HashMap::from([(9, 99)]),
        letter: 'ß',
        shape: if id > 1 { Shape::Rect { width: 640, height: 480 } } else { Shape::Circle(1.5) },
    }
}

fn main() {
    unsafe { COUNTER -= 1 };
    let inner = order(1, "inner", None);
    let outer = order(2, "outer order", Some(Box::new(inner)));
    let n = outer.counts.len() as i32 + 4;

    if check(&outer, n, &[900, 901, 902], "grün") == 0 || outer.shape_is_empty() || outer.shared.y == 0 {
        println!("never");
    }
}

impl Order {
    fn shape_is_empty(&self) -> bool {
        matches!(self.shape, Shape::Empty)
    }
}
