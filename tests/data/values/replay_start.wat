;; Code that runs before _start: memory is not what the module's data says when it starts.
(module
  (memory (export "memory") 1)
  (data (i32.const 64) "\07")
  (func $before (i32.store (i32.const 64) (i32.const 5)))
  (start $before)
  (func (export "_start") (local i32 i32)
    (local.set 0 (i32.load (i32.const 64)))
    (i32.store (i32.const 64) (i32.const 0))
    (local.set 1 (i32.const 3))
    (unreachable)))
