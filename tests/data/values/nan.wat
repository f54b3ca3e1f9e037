;; The specification leaves the bits of a NaN that is computed open. That it compares unlike
;; itself is certain.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func (export "run") (local $nan f64) (local $bits i64) (local $unlike i32)
    (local.set $nan (f64.div (f64.const 0) (f64.const 0)))
    (local.set $bits (i64.reinterpret_f64 (local.get $nan)))
    (local.set $unlike (f64.ne (f64.const nan) (f64.const nan)))
    (unreachable)))
