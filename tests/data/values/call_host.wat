;; The same, with a function of the host in the table: it could have been called, could have stored,
;; and would have no frame. $old is not known.
(module
  (type $number (func (result i32)))
  (import "wasi_snapshot_preview1" "sched_yield" (func $host (type $number)))
  (memory (export "memory") 1)
  (table 2 funcref)
  (elem (i32.const 0) $host)
  (func (export "run") (local $old i32)
    (i32.store (i32.const 1024) (i32.const 7))
    (local.set $old (i32.load (i32.const 1024)))
    (drop (call_indirect (type $number) (i32.const 1)))))
