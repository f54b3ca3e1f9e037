;; The element segment puts $last into slot 0, the code replaces it by $other, which calls
;; $last in its tail with another argument.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (type $t (func (param i32)))
  (table 1 funcref)
  (elem (i32.const 0) $last)
  (elem declare func $other)
  (func $last (type $t) (unreachable))
  (func $other (type $t) (return_call $last (i32.const 9)))
  (func (export "run")
    (table.set (i32.const 0) (ref.func $other))
    (call_indirect (type $t) (i32.const 5) (i32.const 0))))
