// An enum whose variant is filled by a call that has the address of its first field; its other field is stored.
#![no_std]
#![no_main]

pub struct Text {
    data: &'static [u8],
    pub room: usize,
}

pub enum Shape {
    Circle,
    Label { text: Text, width: usize },
}

fn secret() -> usize {
    static SECRET: usize = 24;
    unsafe { core::ptr::read_volatile(&SECRET) }
}

impl Drop for Text {
    #[inline(never)]
    fn drop(&mut self) {
        unsafe { core::ptr::read_volatile(&self.data[0]) };
    }
}

#[inline(never)]
fn make(size: usize) -> Text {
    Text { data: &b"a label of some length"[..size], room: size * 2 + secret() }
}

#[inline(never)]
fn measure(_shape: &Shape, depth: usize) -> usize {
    if secret() == 24 {
        core::arch::wasm32::unreachable();
    }
    depth
}

#[inline(never)]
fn draw(size: usize) -> usize {
    let shape = if size % 2 == 0 { Shape::Circle } else { Shape::Label { text: make(size), width: size * 3 + 1 } };
    measure(&shape, size) + size
}

#[no_mangle]
pub extern "C" fn run() -> usize {
    draw(secret() - 17)
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
