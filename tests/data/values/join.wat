;; Two ways bring two values to $x, and one and the same to $y. The way is decided by what a
;; call gave.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func $pick (result i32) (i32.load (i32.const 64)))
  (func (export "run") (local $x i32) (local $y i32)
    (if (call $pick)
      (then (local.set $x (i32.const 1)) (local.set $y (i32.const 4)))
      (else (local.set $x (i32.const 2)) (local.set $y (i32.const 4))))
    (unreachable)))
