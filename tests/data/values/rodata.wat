;; Data that is called constant and was written all the same: $old is 1, memory holds 9.
;; $constant was not written, and outlives a call.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func $anything (i32.store (i32.const 64) (i32.const 9)))
  (func (export "run") (local $old i32) (local $constant i32)
    (local.set $old (i32.load (i32.const 64)))
    (local.set $constant (i32.load (i32.const 68)))
    (call $anything)
    (unreachable))
  (data $.rodata (i32.const 64) "\01\00\00\00\02\00\00\00"))
