;; An atomic operation writes where $old was read.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func (export "run") (local $fp i32) (local $old i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (i32.store offset=12 (local.get $fp) (i32.const 7))
    (local.set $old (i32.load offset=12 (local.get $fp)))
    (drop (i32.atomic.rmw.add offset=12 (local.get $fp) (i32.const 1)))
    (unreachable)))
