;; A function that calls another through a table: $old is 7 although memory holds 9.
(module
  (type $plain (func))
  (memory (export "memory") 1)
  (table 1 funcref)
  (elem (i32.const 0) $store)

  (func $store (i32.store (i32.const 1024) (i32.const 9)))
  (func $call (call_indirect (type $plain) (i32.const 0)))
  (func (export "run") (local $old i32)
    (i32.store (i32.const 1024) (i32.const 7))
    (local.set $old (i32.load (i32.const 1024)))
    (call $call)
    (unreachable)))
