;; One function a case, as ssa.wat: exceptions, tail calls, garbage collection.
(module
  (import "env" "here" (func $here))
  (import "env" "any" (func $any (param i32) (result i32)))
  (import "env" "tag" (tag $imported (param i64)))
  (type $pair (struct (field i32) (field (mut i64))))
  (type $array (array (mut i32)))
  (type $unary (func (param i32) (result i32)))
  (tag $tag (param i32 i32))
  (table 2 funcref)
  (memory 1)
  (global $sp (mut i32) (i32.const 66560))

  ;; $1 is set in the body, $2 is not
  (func (export "try") (param i32) (local i32 i32)
    i32.const 3
    local.set 1
    i32.const 4
    local.set 2
    try
      local.get 0
      call $any
      local.set 1
      local.get 0
      call $any
      drop
    catch $tag
      call $here
      drop
      drop
    catch_all
    end)

  (func (export "catch_all") (param i32) (local i32 i32)
    i32.const 3
    local.set 1
    i32.const 4
    local.set 2
    global.get $sp
    i32.const 16
    i32.sub
    global.set $sp
    try
      local.get 0
      call $any
      local.set 1
    catch $tag
      local.set 2
      drop
    catch_all
      i32.const 5
      local.set 0
      call $here
    end)

  (func (export "behind_try") (param i32) (local i32 i32)
    i32.const 4
    local.set 2
    i32.const 9
    try (result i32)
      local.get 0
      call $any
      local.tee 1
    catch $tag
      i32.add
    end
    call $here
    drop
    drop)

  (func (export "delegate") (param i32) (local i32)
    try
      try
        i32.const 1
        local.set 1
        local.get 0
        call $any
        drop
      delegate 0
    catch_all
      call $here
    end)

  (func (export "try_table") (param i32) (local i32 i32)
    i32.const 4
    local.set 2
    block $caught (result i32 i32)
      try_table (catch $tag $caught)
        local.get 0
        call $any
        local.set 1
      end
      return
    end
    call $here
    drop
    drop)

  (func (export "try_table_falls") (param i32) (local i32 i32)
    block $caught
      try_table (catch_all $caught)
        i32.const 2
        local.set 2
        local.get 0
        call $any
        local.set 1
      end
      call $here
    end)

  (func (export "in_handler_loop") (param i32) (local i32)
    loop $again
      block $caught
        try_table (catch_all $caught)
          local.get 1
          i32.const 1
          i32.add
          local.set 1
          local.get 0
          call $any
          drop
          return
        end
      end
      call $here
      br $again
    end)

  (func (export "collected") (param i32) (local (ref null $pair))
    local.get 0
    i32.const 1
    i64.const 2
    struct.new $pair
    local.tee 1
    struct.get $pair 1
    i32.const 7
    i32.const 8
    i32.const 9
    array.new_fixed $array 3
    array.len
    call $here
    drop
    drop
    drop)

  (func (export "br_on_null") (param i32) (param funcref) (local i32)
    i32.const 6
    block $null
      local.get 1
      br_on_null $null
      drop
      i32.const 5
      local.set 2
    end
    call $here
    drop)

  (func (export "indirect") (param i32) (result i32)
    local.get 0
    i32.const 1
    i32.add
    local.get 0
    call_indirect (type $unary)
    call $here)

  (func (export "tail") (param i32) (result i32)
    local.get 0
    if
      i32.const 3
      local.get 0
      return_call_indirect (type $unary)
    end
    call $here
    i32.const 4
    return_call $any)

  (func (export "throws") (param i32) (local i32)
    i32.const 1
    local.set 1
    local.get 0
    if
      i32.const 2
      local.set 1
      i32.const 3
      i32.const 4
      throw $tag
    end
    call $here)
)
