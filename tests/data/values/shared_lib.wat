;; Beside shared.wat and host_entry.wat: another instance with the same memory.
(module
  (type $t (func (param i32)))
  (memory (export "memory") 1)
  (table (export "table") 2 funcref)
  (func (export "write") (param $at i32)
    (i32.store (local.get $at) (i32.const 9))
    (unreachable))
  (func (export "apply") (type $t)
    (call_indirect (type $t) (i32.const 9) (i32.const 1))))
