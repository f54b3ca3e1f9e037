;; The function that the table gives calls $back of this module with another argument. In
;; host_entry.core its frame was taken out, as it would be if it were a function of the host:
;; $back seems to be called by $run.
(module
  (type $t (func (param i32)))
  (import "lib" "memory" (memory 1))
  (import "lib" "table" (table 2 funcref))
  (import "lib" "apply" (func $apply (type $t)))

  (elem (i32.const 0) $apply $back)
  (func $back (type $t) (unreachable))
  (func (export "run") (call_indirect (type $t) (i32.const 5) (i32.load (i32.const 64)))))
