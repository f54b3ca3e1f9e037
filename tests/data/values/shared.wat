;; A function of another instance with the same memory writes to what was read before: $old
;; is 7, memory holds 9.
(module
  (import "lib" "memory" (memory 1))
  (import "lib" "write" (func $write (param i32)))
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func (export "run") (local $fp i32) (local $old i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (i32.store offset=12 (local.get $fp) (i32.const 7))
    (local.set $old (i32.load offset=12 (local.get $fp)))
    (call $write (i32.add (local.get $fp) (i32.const 12)))
    (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 16)))))
