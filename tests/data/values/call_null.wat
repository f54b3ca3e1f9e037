;; A call through a table that traps, as the slot is empty: no function that may be in the table could
;; have run and not be on the stack. $kept is known.
(module
  (type $plain (func))
  (memory (export "memory") 1)
  (table 2 funcref)
  (elem (i32.const 0) $store)
  (func $store (i32.store (i32.const 1024) (i32.const 9)))
  (func (export "run") (local $kept i32)
    (i32.store (i32.const 1024) (i32.const 7))
    (local.set $kept (i32.load (i32.const 1024)))
    (call_indirect (type $plain) (i32.const 1))))
