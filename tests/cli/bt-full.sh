# C, as the source has it: the list's head, what main() passed, what process() set.
wcore-bt --full -n 2 c-divzero/crash-O0.core
# Names that inner scopes hide, in the order of the source.
wcore-bt --full shadow/shadow.core
# Optimised: what the compiler dropped, and what Wasmtime did not write.
wcore-bt --full -n 2 c-divzero/crash-O2.core
# C++: a base class, a string, a container, the dynamic type behind a pointer.
wcore-bt --full -n 3 cpp-abort/bank-O0.core
# Rust.
wcore-bt --full rust-panic/shop-debug.core | sed -n '/^#12/,/^#15/p'
# Before a function's first instruction nothing is set.
wcore-bt --full -n 1 wt-c-stackoverflow-O0/dump.core.gz
# An engine that keeps no memory.
wcore-bt --full -n 1 wasmer/divide-O0-cranelift.core
