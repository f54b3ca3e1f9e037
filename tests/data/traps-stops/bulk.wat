;; Fuel that ends in front of a bulk instruction, which takes some for each byte.
(module
  (memory 1)
  (func $clear (param i32) (memory.fill (i32.const 0) (i32.const 0) (local.get 0)))
  (func (export "fuel") (call $clear (i32.const 5000))))
