;; A function of the host may write anywhere, also where it was not asked to: local 0 is read behind it,
;; local 1 in front of it.  Both are gone from the dump.
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "\07")
  (data (i32.const 128) "\09")
  (func (export "_start") (local i32 i32)
    (local.set 1 (i32.load (i32.const 64)))
    (i32.store (i32.const 64) (i32.const 0))
    (drop (call $random (i32.const 128) (i32.const 0)))
    (local.set 0 (i32.load (i32.const 128)))
    (i32.store (i32.const 128) (i32.const 0))
    (unreachable)))
