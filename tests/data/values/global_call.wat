;; A function sets a global behind its reading: $old is 1, the dump's value 2. $now is read
;; behind it, and known.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (global $count (mut i32) (i32.const 1))
  (func $add (global.set $count (i32.add (global.get $count) (i32.const 1))))
  (func (export "run") (local $old i32) (local $now i32)
    (local.set $old (global.get $count))
    (call $add)
    (local.set $now (global.get $count))
    (unreachable)))
