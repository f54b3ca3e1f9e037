;; A slot's address goes to a function that writes there: $old was read before, and is 7
;; although the slot holds 9. $kept is read after, and known.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func $write (param $at i32) (i32.store (local.get $at) (i32.const 9)))
  (func (export "run") (local $fp i32) (local $old i32) (local $kept i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (i32.store offset=12 (local.get $fp) (i32.const 7))
    (i32.store offset=8 (local.get $fp) (i32.const 5))
    (local.set $old (i32.load offset=12 (local.get $fp)))
    (call $write (i32.add (local.get $fp) (i32.const 12)))
    (local.set $kept (i32.load offset=12 (local.get $fp)))
    (unreachable)))
