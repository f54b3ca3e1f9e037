;; A function that stores at its parameter, which it changes further down in a loop: $old is 7
;; although memory holds 9. $kept was read behind the call.
(module
  (memory (export "memory") 1)

  (func $fill (param $at i32) (param $count i32)
    (loop $again
      (i32.store (local.get $at) (i32.const 9))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $again
        (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))
  (func (export "run") (local $old i32) (local $kept i32)
    (i32.store (i32.const 1028) (i32.const 7))
    (local.set $old (i32.load (i32.const 1028)))
    (call $fill (i32.const 1024) (i32.const 2))
    (local.set $kept (i32.load (i32.const 1028)))
    (unreachable)))
