// a panic: nothing to unwrap, in a closure
#[derive(Debug)]
struct Item { name: String, price: Option<u32> }
#[inline(never)]
fn total(items: &[Item]) -> u32 { items.iter().map(|i| i.price.unwrap()).sum() }
fn main() {
    let items = vec![
        Item { name: "a".to_string(), price: Some(3) },
        Item { name: "b".to_string(), price: None },
    ];
    println!("{:?} {}", items[0].name, total(&items));
}
