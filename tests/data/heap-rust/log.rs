//! Prints one line without a heap.
#[repr(C)]
struct Piece {
    data: *const u8,
    size: usize,
}

#[link(wasm_import_module = "wasi_snapshot_preview1")]
extern "C" {
    #[link_name = "fd_write"]
    fn write_pieces(fd: u32, pieces: *const Piece, count: usize, written: *mut usize) -> u32;
}

pub fn put(word: &str, address: usize, size: usize) {
    let mut line = [0u8; 64];
    let mut n = 0;
    let mut digits = [0u8; 20];
    let mut add = |text: &[u8]| {
        line[n..n + text.len()].copy_from_slice(text);
        n += text.len();
    };
    let mut number = |mut value: usize, base: usize, add: &mut dyn FnMut(&[u8])| {
        let mut d = digits.len();
        loop {
            d -= 1;
            digits[d] = b"0123456789abcdef"[value % base];
            value /= base;
            if value == 0 {
                break;
            }
        }
        add(&digits[d..]);
    };
    add(word.as_bytes());
    add(b" 0x");
    number(address, 16, &mut add);
    if size > 0 {
        add(b" ");
        number(size, 10, &mut add);
    }
    add(b"\n");
    let piece = Piece { data: line.as_ptr(), size: n };
    let mut written = 0;
    unsafe { write_pieces(1, &piece, 1, &mut written) };
}
