;; What a frame of Wasmer's Singlepass backend tells that stands at the final
;; `end` (end.core) or at 0 (zero.core): by hand, after wasmer/*-singlepass.core.
(module
  (memory 1)
  (func (export "f") (param i32 f64) (result i32)
    (if (i32.eqz (local.get 0)) (then unreachable))
    (i32.load (local.get 0))
    (i32.div_s (local.get 0) (local.get 0))
    (i32.div_u (local.get 0) (local.get 0))
    i32.add i32.add
    (i32.trunc_f64_s (local.get 1))
    (i32.trunc_f64_u (local.get 1))
    i32.add i32.add)
)
