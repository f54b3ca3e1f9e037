;; memory.fill and memory.copy over slots that were read before.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func (export "run") (local $fp i32) (local $filled i32) (local $copied i32) (local $beside i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (i32.store offset=12 (local.get $fp) (i32.const 7))
    (i32.store offset=8 (local.get $fp) (i32.const 6))
    (i32.store (local.get $fp) (i32.const 5))
    (local.set $filled (i32.load offset=12 (local.get $fp)))
    (local.set $copied (i32.load offset=8 (local.get $fp)))
    (local.set $beside (i32.load (local.get $fp)))
    (memory.fill (i32.add (local.get $fp) (i32.const 12)) (i32.const 1) (i32.const 4))
    (memory.copy (i32.add (local.get $fp) (i32.const 8)) (local.get $fp) (i32.const 4))
    (unreachable)))
