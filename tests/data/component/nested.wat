;; Core modules in the order of the file: `wasm-tools parse nested.wat -o nested.wasm`.
(component
  (core module $zero (func (export "a")))
  (core type $signature (func (param i32)))
  (component $inner
    (core module $one (memory 1))
    (component
      (core module $two (global i32 (i32.const 7))))
    (core module $three))
  (core instance (instantiate $zero))
  (core module $four (table 1 funcref)))
