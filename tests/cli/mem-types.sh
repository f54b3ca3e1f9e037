# A struct with a hole, an enum of Rust that has its discriminant in a value's unused ones, what is not there.
wcore-mem types c-divzero/crash-O0.core item
wcore-mem types rust-panic/shop-debug.core 'Option<alloc::string::String>'
wcore-mem types c-divzero/crash-O0.core nothing
wcore-mem types c-divzero/crash-O0.core 'nothing*'
