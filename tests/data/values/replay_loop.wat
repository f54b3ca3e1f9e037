;; The frame stands in a loop: in which round is not known, nor locals 0 and 2 that change in it; local 1,
;; which another loop has made, is.
(module
  (memory (export "memory") 1)
  (func $check (param i32)
    (if (i32.ge_u (local.get 0) (i32.const 3)) (then (unreachable))))
  (func (export "_start") (local i32 i32 i32)
    (loop
      (local.set 1 (i32.add (local.get 1) (i32.const 2)))
      (br_if 0 (i32.lt_u (local.get 1) (i32.const 6))))
    (loop
      (local.set 0 (i32.add (local.get 0) (i32.const 1)))
      (local.set 2 (i32.mul (local.get 0) (i32.const 2)))
      (call $check (local.get 0))
      (br 0))))
