;; The caller calls $ping, and $ping's frame stands there: but it was made anew, with other
;; arguments, by tail calls in between.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func $ping (param $x i32)
    (if (i32.eq (local.get $x) (i32.const 3)) (then (unreachable)))
    (return_call $pong (i32.add (local.get $x) (i32.const 1))))
  (func $pong (param $x i32) (return_call $ping (local.get $x)))
  (func (export "run") (call $ping (i32.const 1))))
