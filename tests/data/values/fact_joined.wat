;; What a branch proves of $x holds on one of the ways only that meet again: $x is 5. $y was
;; proved on all ways, and is 0.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func $five (result i32) (i32.load (i32.const 64)))
  (func $zero (result i32) (i32.load (i32.const 68)))
  (func (export "run") (local $x i32) (local $y i32)
    (i32.store (i32.const 64) (i32.const 5))
    (local.set $x (call $five))
    (local.set $y (call $zero))
    (if (i32.eqz (local.get $x)) (then (nop)))
    (if (local.get $y) (then (return)))
    (drop (call $five))
    (unreachable)))
