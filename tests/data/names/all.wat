;; Everything that can have a name: `wasm-tools parse all.wat -o all.wasm` writes the name section.
(module $whole
  (type $pair (struct (field $left i32) (field $right (mut i64))))
  (type $unary (func (param i32) (result i32)))
  (import "env" "print" (func $print (param i32)))
  (import "env" "limit" (global $limit i32))
  (table $table 4 funcref)
  (memory $memory 1)
  (memory $second 1)
  (global $counter (mut i32) (i32.const 0))
  (tag $failure (param i32))
  (elem $callbacks func $twice)
  (data $greeting "hello")
  (func $twice (type $unary) (param $x i32) (result i32)
    (local $sum i32) (local i64) (local $unused f32)
    block $outer
      loop $again
        local.get $x
        br_if $outer
        br $again
      end
    end
    local.get $sum)
  (func (param $only i32))
  (func $last))
