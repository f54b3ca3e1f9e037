;; A loop writes at addresses that differ each round; those of the last round are not those
;; of the first, which hit the slot: $old is 7.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func (export "run") (local $fp i32) (local $old i32) (local $i i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (i32.store offset=8 (local.get $fp) (i32.const 7))
    (local.set $old (i32.load offset=8 (local.get $fp)))
    (local.set $i (i32.const 8))
    (loop $next
      (i32.store (i32.add (local.get $fp) (local.get $i)) (i32.const 9))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 16))))
    (unreachable)))
