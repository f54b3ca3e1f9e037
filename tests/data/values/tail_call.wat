;; The frame of $last was made by the tail call of $first with other arguments than those of
;; the call at which the caller stands.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func $last (param $x i32) (unreachable))
  (func $first (param $x i32) (return_call $last (i32.add (local.get $x) (i32.const 1))))
  (func (export "run") (call $first (i32.const 5))))
