;; $i changes each round, $last is what it was one round ago, $sum rests on both. $same is
;; set in each round to one value, and known.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))

  (func (export "run") (local $i i32) (local $last i32) (local $sum i32) (local $same i32)
    (loop $next
      (local.set $same (i32.const 3))
      (local.set $last (local.get $i))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (local.set $sum (i32.add (local.get $sum) (local.get $last)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 5))))
    (unreachable)))
