;; A recursion that ends, of a function without local declarations: where it stops, 20 frames of it prove nothing.
(module
  (func $descend (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 1))))
    (i32.add (call $descend (i32.sub (local.get 0) (i32.const 1))) (i32.const 1)))
  (func (export "fuel") (result i32) (call $descend (i32.const 60)))
  (func (export "stack") (result i32) (call $descend (i32.const 100000000))))
