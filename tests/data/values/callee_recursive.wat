;; Functions that call each other with other addresses: $old is 7 although memory holds 9.
(module
  (memory (export "memory") 1)

  (func $even (param $at i32) (param $count i32)
    (i32.store (local.get $at) (i32.const 9))
    (if (local.get $count)
      (then (call $odd (i32.add (local.get $at) (i32.const 4))
                       (i32.sub (local.get $count) (i32.const 1))))))
  (func $odd (param $at i32) (param $count i32)
    (if (local.get $count)
      (then (call $even (i32.add (local.get $at) (i32.const 4))
                        (i32.sub (local.get $count) (i32.const 1))))))
  (func (export "run") (local $old i32)
    (i32.store (i32.const 1032) (i32.const 7))
    (local.set $old (i32.load (i32.const 1032)))
    (call $even (i32.const 1024) (i32.const 2))
    (unreachable)))
