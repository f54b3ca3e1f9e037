;; The younger frame has called a function that wrote to what the older one read before: $old is
;; 7, memory holds 9. $beside lies elsewhere.
(module
  (memory (export "memory") 1)

  (func $set (param $at i32) (i32.store offset=4 (local.get $at) (i32.const 9)))
  (func $stop (param $at i32)
    (call $set (local.get $at))
    (unreachable))
  (func (export "run") (local $old i32) (local $beside i32)
    (i32.store (i32.const 1028) (i32.const 7))
    (i32.store (i32.const 1032) (i32.const 6))
    (local.set $old (i32.load (i32.const 1028)))
    (local.set $beside (i32.load (i32.const 1032)))
    (call $stop (i32.const 1024))))
