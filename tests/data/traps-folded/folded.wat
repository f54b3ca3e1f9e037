;; Loads that Cranelift folds into the instruction behind them: the frame then
;; stands at that instruction.  Each export traps.  Built and run by make.sh.
(module
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 65536))

  ;; The i32.add holds the load; the store behind it takes the sum.
  (func $f_add (param $p i32) (param $x i32)
    local.get $x local.get $p i32.load i32.const 1 i32.add i32.store)
  (func (export "add") (call $f_add (i32.const -16) (i32.const 8)))

  (func $f_float (param $p i32) (result i32)
    local.get $p f32.load f32.const 2 f32.add i32.trunc_f32_s)
  (func (export "float") (result i32) (call $f_float (i32.const -16)))

  ;; Through a local, as unoptimised code does it.
  (func $f_local (param $p i32) (param $x i32)
    (local $k i32)
    local.get $p f32.load i32.reinterpret_f32 local.set $k
    local.get $x local.get $k i32.const 1 i32.add i32.store)
  (func (export "local") (call $f_local (i32.const -16) (i32.const 8)))

  ;; At a branch into unreachable: out of bounds, ...
  (func $f_branch (param $p i32) (param $x i32) (result i32)
    (block (br_if 0 (i32.lt_s (local.get $x) (i32.load (local.get $p)))) unreachable)
    i32.const 1)
  (func (export "branch_load") (result i32) (call $f_branch (i32.const -16) (i32.const 7)))
  ;; ... and the same code with the address inside: unreachable.
  (func (export "branch_unreachable") (result i32) (call $f_branch (i32.const 16) (i32.const 7)))

  ;; A slot of the function's own stack frame is certainly inside.
  (func $f_slot (param $x i32) (result i32)
    (local $sp i32)
    (local.set $sp (i32.sub (global.get $__stack_pointer) (i32.const 32)))
    (global.set $__stack_pointer (local.get $sp))
    (i32.store offset=12 (local.get $sp) (i32.const 3))
    (block
      (br_if 0 (i32.lt_s (local.get $x) (i32.load offset=12 (local.get $sp))))
      unreachable)
    i32.const 1)
  (func (export "slot") (result i32) (call $f_slot (i32.const 7)))

  ;; A parameter that holds the stack pointer only later: not a slot where it is read.
  (func $f_parameter (param $p i32) (param $x i32) (result i32)
    (block
      (br_if 0 (i32.lt_s (local.get $x) (i32.load (local.get $p))))
      unreachable)
    (local.set $p (i32.sub (global.get $__stack_pointer) (i32.const 32)))
    (i32.store (local.get $p) (i32.const 3))
    i32.const 1)
  (func (export "parameter") (result i32) (call $f_parameter (i32.const -16) (i32.const 7)))

  ;; A slot behind the end of the memory is no slot.
  (func $f_past (param $x i32) (result i32)
    (local $sp i32)
    (local.set $sp (i32.sub (global.get $__stack_pointer) (i32.const 32)))
    (global.set $__stack_pointer (local.get $sp))
    (block
      (br_if 0 (i32.lt_s (local.get $x) (i32.load offset=60 (local.get $sp))))
      unreachable)
    i32.const 1)
  (func (export "past") (result i32) (call $f_past (i32.const 7))))
