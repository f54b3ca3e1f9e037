;; A store to an address that the host decided: local 0 is read from where it went, local 1 was before.
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start") (local i32 i32 i32)
    (local.set 2 (call $random (i32.const 128) (i32.const 0)))
    (i32.store (i32.const 64) (i32.const 7))
    (local.set 1 (i32.load (i32.const 64)))
    (i32.store (i32.add (i32.mul (local.get 2) (i32.const 4)) (i32.const 64)) (i32.const 8))
    (local.set 0 (i32.load (i32.const 64)))
    (i32.store (i32.const 64) (i32.const 0))
    (unreachable)))
