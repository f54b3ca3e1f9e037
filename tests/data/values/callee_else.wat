;; A function that stores at its parameter in the second part of an if, and changes it in the
;; first: $old is 7 although memory holds 9.
(module
  (memory (export "memory") 1)

  (func $store (param $at i32) (param $is_far i32)
    (if (local.get $is_far)
      (then (local.set $at (i32.const 2048)))
      (else (i32.store (local.get $at) (i32.const 9)))))
  (func (export "run") (local $old i32)
    (i32.store (i32.const 1024) (i32.const 7))
    (local.set $old (i32.load (i32.const 1024)))
    (call $store (i32.const 1024) (i32.const 0))
    (unreachable)))
