fn main() {
    let kind = std::env::args().count();
    let name = String::from("zoë");
    if kind == 2 { let bad: Result<i32, String> = Err("a \"b\"".into()); bad.unwrap(); }
    if kind == 3 { println!("{}", [1, 2, 3][kind * 3]); }
    if kind == 4 { let left: &[i32] = &[1]; assert!(left.is_empty(), "{} of {:?} and {}", -5, name, kind == 4); }
    if kind == 5 { None::<i32>.expect("a number"); }
    if kind == 6 { panic!("{:>5}", kind); }
    if kind == 7 { let v: Vec<u8> = Vec::with_capacity(0x7fff0000); println!("{}", v.capacity()); }
    if kind == 8 { assert_eq!(kind, 9, "at {}", 'x'); }
    println!("{}", name);
}
