;; A store at the same, known address behind the load: $old is 7, the slot holds 9. So does
;; the half of $wide that a narrower store replaced.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func (export "run") (local $fp i32) (local $old i32) (local $wide i64)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (i32.store offset=12 (local.get $fp) (i32.const 7))
    (i64.store (local.get $fp) (i64.const -1))
    (local.set $old (i32.load offset=12 (local.get $fp)))
    (local.set $wide (i64.load (local.get $fp)))
    (i32.store offset=12 (local.get $fp) (i32.const 9))
    (i32.store8 offset=7 (local.get $fp) (i32.const 0))
    (unreachable)))
