;; A function that stores at one known address and at its parameter, through another one: $old and $far
;; were read where it wrote, and are 7 and 5 although memory holds 9. $kept lies elsewhere.
(module
  (memory (export "memory") 1)

  (func $set (param $at i32)
    (i32.store offset=1024 (i32.const 0) (i32.const 9))
    (i32.store offset=4 (local.get $at) (i32.const 9)))
  (func $helper (param $value i64) (param $at i32)
    (call $set (i32.sub (local.get $at) (i32.const 8))))
  (func (export "run") (local $old i32) (local $far i32) (local $kept i32)
    (i32.store (i32.const 1024) (i32.const 7))
    (i32.store (i32.const 2048) (i32.const 5))
    (i32.store (i32.const 2052) (i32.const 3))
    (local.set $old (i32.load (i32.const 1024)))
    (local.set $far (i32.load (i32.const 2048)))
    (local.set $kept (i32.load (i32.const 2052)))
    (call $helper (i64.const 1) (i32.const 2052))
    (unreachable)))
