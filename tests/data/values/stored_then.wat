;; What was stored last is in memory, what was stored before it is not: $first came out of a
;; call and was replaced by $second.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func $one (result i32) (i32.load (i32.const 64)))
  (func (export "run") (local $fp i32) (local $first i32) (local $second i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (i32.store (i32.const 64) (i32.const 41))
    (local.set $first (call $one))
    (i32.store (i32.const 64) (i32.const 42))
    (local.set $second (call $one))
    (i32.store offset=12 (local.get $fp) (local.get $first))
    (i32.store offset=12 (local.get $fp) (local.get $second))
    (unreachable)))
