;; A store on one of two ways tells nothing of the value that it would have written: $x is
;; 41, memory holds 0.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func $one (result i32) (i32.load (i32.const 64)))
  (func (export "run") (local $fp i32) (local $x i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (i32.store (i32.const 64) (i32.const 41))
    (local.set $x (call $one))
    (if (i32.eqz (local.get $x))
      (then (i32.store offset=12 (local.get $fp) (local.get $x))))
    (unreachable)))
