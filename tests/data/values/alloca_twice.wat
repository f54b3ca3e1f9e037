;; Two frames move the stack pointer by unknown amounts: the frame between them has no place,
;; neither from the one end nor from the other.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func $how_much (result i32) (i32.load (i32.const 64)))
  (func $deep (local $fp i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (global.set $__stack_pointer (i32.sub (local.get $fp) (call $how_much)))
    (unreachable))
  (func $between (local $fp i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (call $deep)
    (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 16))))
  (func (export "run") (local $fp i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (i32.store (i32.const 64) (i32.const 48))
    (global.set $__stack_pointer (i32.sub (local.get $fp) (call $how_much)))
    (call $between)
    (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 16)))))
