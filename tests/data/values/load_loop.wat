;; The pointer goes on behind each load: $x was read from where it was a round ago, not from
;; where it points now.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func (export "run") (local $p i32) (local $x i32)
    (local.set $p (i32.const 64))
    (loop $next
      (local.set $x (i32.load (local.get $p)))
      (local.set $p (i32.add (local.get $p) (i32.const 4)))
      (br_if $next (i32.ne (local.get $x) (i32.const 3))))
    (unreachable))
  (data (i32.const 64) "\01\00\00\00\02\00\00\00\03\00\00\00\04"))
