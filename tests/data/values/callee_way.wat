;; A function that stores at its parameter, which it changed before on the way that was not
;; taken: $old is 7 although memory holds 9.
(module
  (memory (export "memory") 1)

  (func $store (param $at i32) (param $is_near i32)
    (block $near
      (br_if $near (local.get $is_near))
      (local.set $at (i32.const 2048)))
    (i32.store (local.get $at) (i32.const 9)))
  (func (export "run") (local $old i32)
    (i32.store (i32.const 1024) (i32.const 7))
    (local.set $old (i32.load (i32.const 1024)))
    (call $store (i32.const 1024) (i32.const 1))
    (unreachable)))
