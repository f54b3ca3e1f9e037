;; A call through the table finds $other, which calls $last in its tail: the frame is not
;; that of the function that was called, although types and frames fit.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (type $t (func (param i32)))
  (table 2 funcref)
  (elem (i32.const 0) $last $other)
  (func $last (type $t) (unreachable))
  (func $other (type $t) (return_call $last (i32.const 9)))
  (func (export "run") (call_indirect (type $t) (i32.const 5) (i32.load (i32.const 64))))
  (data (i32.const 64) "\01"))
