;; The younger frame writes through its parameter to what the older one read before: $old is
;; 7, memory holds 9. $beside lies elsewhere.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func $write (param $at i32)
    (i32.store (local.get $at) (i32.const 9))
    (unreachable))
  (func (export "run") (local $fp i32) (local $old i32) (local $beside i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (i32.store offset=12 (local.get $fp) (i32.const 7))
    (i32.store offset=8 (local.get $fp) (i32.const 6))
    (local.set $old (i32.load offset=12 (local.get $fp)))
    (local.set $beside (i32.load offset=8 (local.get $fp)))
    (call $write (i32.add (local.get $fp) (i32.const 12)))
    (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 16)))))
