;; The same, but for a function that writes beyond its frame, into that of its caller: $old is 7
;; although memory holds 9. $kept lies beside it.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func $inner
    (i32.store (i32.sub (global.get $__stack_pointer) (i32.const 16)) (i32.const 1)))
  (func $own (local $fp i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (i32.store offset=24 (local.get $fp) (i32.const 9))
    (call $inner)
    (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 16))))
  (func (export "run") (local $fp i32) (local $old i32) (local $kept i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 32))))
    (i32.store offset=8 (local.get $fp) (i32.const 7))
    (i32.store offset=4 (local.get $fp) (i32.const 5))
    (local.set $old (i32.load offset=8 (local.get $fp)))
    (local.set $kept (i32.load offset=4 (local.get $fp)))
    (call $own)
    (unreachable)))
