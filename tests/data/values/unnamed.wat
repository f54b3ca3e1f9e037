;; A global that is no stack pointer moves as one: a function raises it and does not lower
;; it. No value rests on its walk.
(module
  (memory (export "memory") 1)

  (global $depth (mut i32) (i32.const 160))
  (func $count
    (global.set $depth (i32.sub (global.get $depth) (i32.const 16))))
  (func $deep (param $x i32)
    (global.set $depth (i32.sub (global.get $depth) (i32.const 16)))
    (unreachable))
  (func (export "run") (local $x i32)
    (call $count)
    (local.set $x (global.get $depth))
    (call $deep (local.get $x))))
