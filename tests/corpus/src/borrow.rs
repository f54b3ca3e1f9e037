// a panic: borrowed twice
use std::cell::RefCell;
use std::rc::Rc;
struct Tree { children: RefCell<Vec<Rc<Tree>>> }
#[inline(never)]
fn grow(t: &Rc<Tree>) { let mut c = t.children.borrow_mut(); c.push(t.clone()); visit(t); }
fn visit(t: &Tree) { for c in t.children.borrow().iter() { visit(c); } }
fn main() { grow(&Rc::new(Tree { children: RefCell::new(vec![]) })); }
