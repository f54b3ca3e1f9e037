;; Which way was taken the host decided: local 0 has what one of them set, local 1 what both leave.
;; A block that is left from within, by a table, is passed over with all its labels: local 2.
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start") (local i32 i32 i32 i32)
    (loop
      (local.set 1 (i32.add (local.get 1) (i32.const 2)))
      (br_if 0 (i32.lt_u (local.get 1) (i32.const 6))))
    (local.set 3 (call $random (i32.const 128) (i32.const 0)))
    (if (local.get 3)
      (then (local.set 0 (i32.const 5)))
      (else (local.set 0 (i32.const 4))))
    (block
      (block
        (block
          (br_if 0 (local.get 3))
          (br_table 1 2 1 (i32.add (local.get 3) (i32.const 1))))
        (local.set 2 (i32.const 8))
        (br 1))
      (local.set 2 (i32.const 9)))
    (unreachable)))
