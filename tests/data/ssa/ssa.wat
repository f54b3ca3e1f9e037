;; One function a case: what test_ssa.c expects stands in front of the first `call $here`.
(module
  (import "env" "here" (func $here))
  (import "env" "any" (func $any (param i32) (result i32)))
  (import "env" "two" (func $two (param i32 i64) (result i32 i64)))
  (memory 1)
  (global $sp (mut i32) (i32.const 66560))
  (global $fixed i32 (i32.const 7))

  ;; the prologue of unoptimised C
  (func (export "frame") (param i32) (local i32 i32 i64)
    global.get $sp
    i32.const 112
    i32.sub
    local.tee 1
    global.set $sp
    local.get 1
    local.get 0
    i32.store offset=12
    local.get 1
    i32.const 16
    i32.add
    local.set 2
    local.get 1
    i32.load offset=12
    local.get 2
    i32.const 4
    i32.add
    call $here
    drop
    drop
    local.get 1
    i32.const 112
    i32.add
    global.set $sp)

  (func (export "diamond") (param i32) (local i32 i32)
    local.get 0
    if
      i32.const 5
      local.set 1
      i32.const 9
      local.set 2
    else
      i32.const 5
      local.set 1
      i32.const 8
      local.set 2
    end
    call $here)

  (func (export "untouched") (param i32 i32) (local i32)
    local.get 1
    local.set 2
    loop
      local.get 0
      if
        i32.const 1
        call $any
        drop
      end
      local.get 0
      call $any
      local.tee 0
      br_if 0
    end
    call $here)

  (func (export "counted") (param i32) (local i32 i32)
    local.get 0
    local.set 2
    loop
      local.get 1
      i32.const 1
      i32.add
      local.set 1
      call $here
      local.get 1
      local.get 0
      i32.lt_s
      br_if 0
    end)

  (func (export "results") (param i32) (result i32)
    i32.const 40
    local.get 0
    if (result i32)
      local.get 0
    else
      local.get 0
    end
    local.get 0
    if (result i32)
      i32.const 1
    else
      i32.const 2
    end
    call $here
    drop
    i32.add)

  (func (export "br_value") (param i32) (result i32)
    block (result i32)
      i32.const 3
      i32.const 6
      local.get 0
      br_if 0
      drop
      drop
      i32.const 6
    end
    call $here)

  (func (export "loop_params") (param i32) (result i32)
    i32.const 11
    i32.const 0
    loop (param i32 i32) (result i32)
      i32.const 1
      i32.add
      call $here
      local.get 0
      br_if 0
      drop
    end)

  (func (export "calls") (param i32) (local i64)
    local.get 0
    i64.const 2
    call $two
    call $here
    drop
    drop)

  (func (export "global_call") (local i32)
    global.get $sp
    i32.const 16
    i32.sub
    global.set $sp
    i32.const 1
    call $any
    if
      i32.const 1
      call $any
      drop
    end
    global.get $sp
    global.get $fixed
    call $here
    drop
    drop)

  (func (export "alloca") (param i32)
    global.get $sp
    i32.const 16
    i32.sub
    global.set $sp
    local.get 0
    if
      global.get $sp
      local.get 0
      i32.sub
      global.set $sp
    end
    call $here)

  (func (export "dead") (param i32) (local i32)
    block
      local.get 0
      br_if 0
      i32.const 4
      local.set 1
      br 0
      i32.const 5
      local.set 1
      block
        loop
          br 1
        end
      end
    end
    local.get 0
    if
      i32.const 4
      local.set 1
      return
    end
    call $here)

  (func (export "facts") (param i32 i32 i32) (local i32)
    local.get 0
    i32.const 7
    i32.eq
    if
      local.get 1
      br_if 0
      block
        block
          block
            local.get 2
            i32.const 10
            i32.sub
            br_table 0 1 2 2
          end
          return
        end
        call $here
        return
      end
    end)

  (func (export "swap") (param i32 i32 i32)
    loop
      local.get 0
      local.get 1
      local.set 0
      local.set 1
      local.get 2
      br_if 0
    end
    call $here)

  (func (export "nested_loops") (param i32 i32) (local i32)
    local.get 1
    local.set 2
    loop
      loop
        local.get 2
        local.set 1
        local.get 0
        br_if 0
        local.get 1
        local.set 2
        local.get 0
        br_if 1
      end
    end
    call $here)

  (func (export "in_loop") (param i32) (local i32)
    loop
      local.get 0
      i32.load offset=8
      local.set 0
      local.get 0
      i32.const 3
      i32.add
      local.set 1
      call $here
      br 0
    end)

  (func (export "select") (param i32)
    i32.const 1
    i32.const 2
    local.get 0
    select
    local.get 0
    i64.extend_i32_u
    i64.const 1
    i64.shl
    call $here
    drop
    drop)

  (func (export "at_loop") (param i32)
    loop
      local.get 0
      i32.const 1
      i32.sub
      local.tee 0
      br_if 0
    end
    call $here)

  ;; two places of the table lead to the same block, one by the default
  (func (export "facts_of_tables") (param i32 i32)
    block
      block
        block
          local.get 0
          br_table 0 1 0 1
        end
        return
      end
      local.get 1
      i32.const -1
      i32.ne
      br_if 0
      call $here
    end)

  (func (export "facts_of_bits") (param i32 i32)
    local.get 0
    local.get 1
    i32.or
    br_if 0
    call $here)

  (func (export "facts_of_and") (param i32 i32)
    local.get 0
    i32.const 5
    i32.lt_s
    local.get 1
    i32.eqz
    i32.and
    if
      call $here
    end)

  ;; the end of an if and the head of a loop prove nothing
  (func (export "facts_of_joins") (param i32)
    local.get 0
    if
      i32.const 1
      call $any
      drop
    end
    loop
      local.get 0
      i32.eqz
      br_if 0
      call $here
    end)
)
