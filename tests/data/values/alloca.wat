;; The stack pointer goes down by what a call gave: $fp is had from the oldest end, $block
;; from the youngest; $size is not.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func $how_much (result i32) (i32.load (i32.const 64)))
  (func $deep (param $fp i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (unreachable))
  (func (export "run") (local $fp i32) (local $size i32) (local $block i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (i32.store (i32.const 64) (i32.const 48))
    (local.set $size (call $how_much))
    (global.set $__stack_pointer
      (local.tee $block (i32.sub (local.get $fp) (local.get $size))))
    (call $deep (i32.const 0))
    (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 16)))))
