;; A store through a pointer that came out of a call hits the slot: $old is 7, the slot holds
;; 9.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func $where (result i32) (i32.add (global.get $__stack_pointer) (i32.const 12)))
  (func (export "run") (local $fp i32) (local $old i32) (local $at i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (local.set $at (call $where))
    (i32.store offset=12 (local.get $fp) (i32.const 7))
    (local.set $old (i32.load offset=12 (local.get $fp)))
    (i32.store (local.get $at) (i32.const 9))
    (unreachable)))
