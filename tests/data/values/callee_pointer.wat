;; A function does not give the stack pointer back: $sp, which is read behind the call, is
;; not what the code of this function alone says. The walk ends elsewhere than it should.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func $keeps
    (global.set $__stack_pointer (i32.sub (global.get $__stack_pointer) (i32.const 32))))
  (func $deep (param $at i32) (unreachable))
  (func (export "run") (local $fp i32) (local $sp i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (call $keeps)
    (local.set $sp (global.get $__stack_pointer))
    (call $deep (local.get $fp))
    (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 16)))))
