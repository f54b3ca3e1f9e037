(module
  (type (func))
  (type (func (param i32) (result i32)))
  (type (struct (field (mut i8)) (field (mut i32))))
  (type (array (mut i32)))
  (type (cont 0))
  (func ;; control
    unreachable
    nop
    block
    end
    block (result i32)
    end
    block (type 1)
    end
    block (result (ref null 0))
    end
    block (result (ref func))
    end
    block (result funcref)
    end
    loop
    br 0
    br_if 0
    br_table 0
    br_table 0 0 0
    end
    if
    else
    end
    try
    catch 0
    catch_all
    rethrow 0
    end
    try
    delegate 0
    throw 0
    throw_ref
    try_table
    end
    try_table (result i32) (catch 0 0) (catch_ref 0 0) (catch_all 0) (catch_all_ref 0)
    end
    return
    call 0
    call_indirect (type 0)
    call_indirect 1 (type 1)
    return_call 0
    return_call_indirect (type 0)
    call_ref 0
    return_call_ref 0
    drop
    select
    select (result i32)
    select (result (ref null 0))
  )
  (func ;; variables
    local.get 0
    local.set 1
    local.tee 2
    local.get 300
    global.get 0
    global.set 1
    table.get 0
    table.set 1
    table.init 1
    table.init 1 2
    elem.drop 3
    table.copy
    table.copy 1 2
    table.grow 1
    table.size 1
    table.fill 1
  )
  (func ;; memory
    i32.load
    i32.store offset=16 align=1
    i64.load
    i64.store offset=16 align=1
    f32.load
    f32.store offset=16 align=1
    f64.load
    f64.store offset=16 align=1
    i32.load8_s offset=1
    i32.load8_u
    i32.store8
    i32.load16_s offset=1
    i32.load16_u
    i32.store16
    i64.load8_s offset=1
    i64.load8_u
    i64.store8
    i64.load16_s offset=1
    i64.load16_u
    i64.store16
    i64.load32_s offset=1
    i64.load32_u
    i64.store32
    i32.load 1 offset=4
    i32.load offset=4294967295
    i32.load offset=4294967296
    i64.store 1 offset=18446744073709551615 align=4
    memory.size
    memory.grow
    memory.size 1
    memory.grow 1
    memory.init 0
    memory.init 1 2
    data.drop 1
    memory.copy
    memory.copy 1 0
    memory.fill
    memory.fill 1
    memory.discard
  )
  (func ;; numbers
    i32.const 0
    i32.const 1
    i32.const -1
    i32.const 63
    i32.const 64
    i32.const -64
    i32.const -65
    i32.const 2147483647
    i32.const -2147483648
    i64.const 0
    i64.const -1
    i64.const 9223372036854775807
    i64.const -9223372036854775808
    f32.const 0
    f64.const 0
    f32.const -0
    f64.const -0
    f32.const 1.5
    f64.const 1.5
    f32.const nan
    f64.const nan
    f32.const -nan
    f64.const -nan
    f32.const nan:0x1
    f64.const nan:0x1
    f32.const inf
    f64.const inf
    f32.const -inf
    f64.const -inf
    i32.eqz
    i32.eq
    i32.ne
    i32.lt_s
    i32.lt_u
    i32.gt_s
    i32.gt_u
    i32.le_s
    i32.le_u
    i32.ge_s
    i32.ge_u
    i32.clz
    i32.ctz
    i32.popcnt
    i32.add
    i32.sub
    i32.mul
    i32.div_s
    i32.div_u
    i32.rem_s
    i32.rem_u
    i32.and
    i32.or
    i32.xor
    i32.shl
    i32.shr_s
    i32.shr_u
    i32.rotl
    i32.rotr
    i64.eqz
    i64.eq
    i64.ne
    i64.lt_s
    i64.lt_u
    i64.gt_s
    i64.gt_u
    i64.le_s
    i64.le_u
    i64.ge_s
    i64.ge_u
    i64.clz
    i64.ctz
    i64.popcnt
    i64.add
    i64.sub
    i64.mul
    i64.div_s
    i64.div_u
    i64.rem_s
    i64.rem_u
    i64.and
    i64.or
    i64.xor
    i64.shl
    i64.shr_s
    i64.shr_u
    i64.rotl
    i64.rotr
    f32.eq
    f32.ne
    f32.lt
    f32.gt
    f32.le
    f32.ge
    f32.abs
    f32.neg
    f32.ceil
    f32.floor
    f32.trunc
    f32.nearest
    f32.sqrt
    f32.add
    f32.sub
    f32.mul
    f32.div
    f32.min
    f32.max
    f32.copysign
    f64.eq
    f64.ne
    f64.lt
    f64.gt
    f64.le
    f64.ge
    f64.abs
    f64.neg
    f64.ceil
    f64.floor
    f64.trunc
    f64.nearest
    f64.sqrt
    f64.add
    f64.sub
    f64.mul
    f64.div
    f64.min
    f64.max
    f64.copysign
    i32.wrap_i64
    i32.trunc_f32_s
    i32.trunc_sat_f32_s
    f32.convert_i32_s
    i32.trunc_f32_u
    i32.trunc_sat_f32_u
    f32.convert_i32_u
    i32.trunc_f64_s
    i32.trunc_sat_f64_s
    f64.convert_i32_s
    i32.trunc_f64_u
    i32.trunc_sat_f64_u
    f64.convert_i32_u
    i64.trunc_f32_s
    i64.trunc_sat_f32_s
    f32.convert_i64_s
    i64.trunc_f32_u
    i64.trunc_sat_f32_u
    f32.convert_i64_u
    i64.trunc_f64_s
    i64.trunc_sat_f64_s
    f64.convert_i64_s
    i64.trunc_f64_u
    i64.trunc_sat_f64_u
    f64.convert_i64_u
    i64.extend_i32_s
    i64.extend_i32_u
    f32.demote_f64
    f64.promote_f32
    i32.reinterpret_f32
    i64.reinterpret_f64
    f32.reinterpret_i32
    f64.reinterpret_i64
    i32.extend8_s
    i32.extend16_s
    i64.extend8_s
    i64.extend16_s
    i64.extend32_s
    i64.add128
    i64.sub128
    i64.mul_wide_s
    i64.mul_wide_u
  )
  (func ;; references
    ref.null func
    ref.null extern
    ref.null any
    ref.null eq
    ref.null i31
    ref.null struct
    ref.null array
    ref.null exn
    ref.null cont
    ref.null none
    ref.null nofunc
    ref.null noextern
    ref.null noexn
    ref.null nocont
    ref.null 0
    ref.null 200
    ref.is_null
    ref.func 0
    ref.eq
    ref.as_non_null
    br_on_null 0
    br_on_non_null 0
    struct.new 2
    struct.new_default 2
    struct.get 2 0
    struct.get_s 2 0
    struct.get_u 2 1
    struct.set 2 1
    array.new 3
    array.new_default 3
    array.new_fixed 3 4
    array.new_data 3 1
    array.new_elem 3 1
    array.get 3
    array.get_s 3
    array.get_u 3
    array.set 3
    array.len
    array.fill 3
    array.copy 3 3
    array.init_data 3 1
    array.init_elem 3 1
    ref.test (ref 2)
    ref.test (ref null 2)
    ref.test (ref any)
    ref.cast (ref 2)
    ref.cast (ref null eq)
    br_on_cast 0 anyref (ref 2)
    br_on_cast_fail 0 (ref null any) (ref null 3)
    any.convert_extern
    extern.convert_any
    ref.i31
    i31.get_s
    i31.get_u
    struct.new_desc 2
    struct.new_default_desc 2
    ref.get_desc 2
    ref.cast_desc_eq (ref 2)
    ref.cast_desc_eq (ref null 2)
    br_on_cast_desc_eq 0 anyref (ref 2)
    br_on_cast_desc_eq_fail 0 anyref (ref null 2)
    cont.new 4
    cont.bind 4 4
    suspend 0
    resume 4
    resume 4 (on 0 0) (on 0 switch)
    resume_throw 4 0
    resume_throw 4 0 (on 0 0)
    resume_throw_ref 4
    resume_throw_ref 4 (on 0 0)
    switch 4 0
  )
  (func ;; vectors
    v128.load offset=16
    v128.load8x8_s offset=16
    v128.load8x8_u offset=16
    v128.load16x4_s offset=16
    v128.load16x4_u offset=16
    v128.load32x2_s offset=16
    v128.load32x2_u offset=16
    v128.load8_splat offset=16
    v128.load16_splat offset=16
    v128.load32_splat offset=16
    v128.load64_splat offset=16
    v128.load32_zero offset=16
    v128.load64_zero offset=16
    v128.store offset=16
    v128.load8_lane 1
    v128.store8_lane 1 offset=3 align=1 0
    v128.load16_lane 1
    v128.store16_lane 1 offset=3 align=1 0
    v128.load32_lane 1
    v128.store32_lane 1 offset=3 align=1 0
    v128.load64_lane 1
    v128.store64_lane 1 offset=3 align=1 0
    v128.const i32x4 0x00000001 0x02000000 0xffffffff 0x12345678
    i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 30 31
    i8x16.swizzle
    i8x16.relaxed_swizzle
    v128.not
    v128.and
    v128.andnot
    v128.or
    v128.xor
    v128.bitselect
    v128.any_true
    i8x16.splat
    i8x16.extract_lane_s 1
    i8x16.extract_lane_u 1
    i8x16.replace_lane 0
    i16x8.splat
    i16x8.extract_lane_s 1
    i16x8.extract_lane_u 1
    i16x8.replace_lane 0
    i32x4.splat
    i32x4.extract_lane 1
    i32x4.replace_lane 0
    i64x2.splat
    i64x2.extract_lane 1
    i64x2.replace_lane 0
    f32x4.splat
    f32x4.extract_lane 1
    f32x4.replace_lane 0
    f64x2.splat
    f64x2.extract_lane 1
    f64x2.replace_lane 0
    i8x16.eq
    i8x16.ne
    i8x16.lt_s
    i8x16.lt_u
    i8x16.gt_s
    i8x16.gt_u
    i8x16.le_s
    i8x16.le_u
    i8x16.ge_s
    i8x16.ge_u
    i16x8.eq
    i16x8.ne
    i16x8.lt_s
    i16x8.lt_u
    i16x8.gt_s
    i16x8.gt_u
    i16x8.le_s
    i16x8.le_u
    i16x8.ge_s
    i16x8.ge_u
    i32x4.eq
    i32x4.ne
    i32x4.lt_s
    i32x4.lt_u
    i32x4.gt_s
    i32x4.gt_u
    i32x4.le_s
    i32x4.le_u
    i32x4.ge_s
    i32x4.ge_u
    i64x2.eq
    i64x2.ne
    i64x2.lt_s
    i64x2.gt_s
    i64x2.le_s
    i64x2.ge_s
    f32x4.eq
    f32x4.ne
    f32x4.lt
    f32x4.gt
    f32x4.le
    f32x4.ge
    f32x4.abs
    f32x4.neg
    f32x4.ceil
    f32x4.floor
    f32x4.trunc
    f32x4.nearest
    f32x4.sqrt
    f32x4.add
    f32x4.sub
    f32x4.mul
    f32x4.div
    f32x4.min
    f32x4.max
    f32x4.pmin
    f32x4.pmax
    f32x4.relaxed_madd
    f32x4.relaxed_nmadd
    f32x4.relaxed_min
    f32x4.relaxed_max
    f64x2.eq
    f64x2.ne
    f64x2.lt
    f64x2.gt
    f64x2.le
    f64x2.ge
    f64x2.abs
    f64x2.neg
    f64x2.ceil
    f64x2.floor
    f64x2.trunc
    f64x2.nearest
    f64x2.sqrt
    f64x2.add
    f64x2.sub
    f64x2.mul
    f64x2.div
    f64x2.min
    f64x2.max
    f64x2.pmin
    f64x2.pmax
    f64x2.relaxed_madd
    f64x2.relaxed_nmadd
    f64x2.relaxed_min
    f64x2.relaxed_max
    i8x16.abs
    i8x16.neg
    i8x16.all_true
    i8x16.bitmask
    i8x16.shl
    i8x16.shr_s
    i8x16.shr_u
    i8x16.add
    i8x16.sub
    i8x16.relaxed_laneselect
    i16x8.abs
    i16x8.neg
    i16x8.all_true
    i16x8.bitmask
    i16x8.shl
    i16x8.shr_s
    i16x8.shr_u
    i16x8.add
    i16x8.sub
    i16x8.relaxed_laneselect
    i32x4.abs
    i32x4.neg
    i32x4.all_true
    i32x4.bitmask
    i32x4.shl
    i32x4.shr_s
    i32x4.shr_u
    i32x4.add
    i32x4.sub
    i32x4.relaxed_laneselect
    i64x2.abs
    i64x2.neg
    i64x2.all_true
    i64x2.bitmask
    i64x2.shl
    i64x2.shr_s
    i64x2.shr_u
    i64x2.add
    i64x2.sub
    i64x2.relaxed_laneselect
    i8x16.add_sat_s
    i8x16.add_sat_u
    i8x16.sub_sat_s
    i8x16.sub_sat_u
    i8x16.avgr_u
    i16x8.add_sat_s
    i16x8.add_sat_u
    i16x8.sub_sat_s
    i16x8.sub_sat_u
    i16x8.avgr_u
    i8x16.min_s
    i8x16.min_u
    i8x16.max_s
    i8x16.max_u
    i16x8.min_s
    i16x8.min_u
    i16x8.max_s
    i16x8.max_u
    i32x4.min_s
    i32x4.min_u
    i32x4.max_s
    i32x4.max_u
    i16x8.mul
    i32x4.mul
    i64x2.mul
    i8x16.popcnt
    i16x8.q15mulr_sat_s
    i32x4.dot_i16x8_s
    i16x8.relaxed_q15mulr_s
    i16x8.relaxed_dot_i8x16_i7x16_s
    i32x4.relaxed_dot_i8x16_i7x16_add_s
    f32x4.demote_f64x2_zero
    f64x2.promote_low_f32x4
    i16x8.extend_low_i8x16_s
    i16x8.extmul_low_i8x16_s
    i16x8.extend_high_i8x16_s
    i16x8.extmul_high_i8x16_s
    i16x8.extadd_pairwise_i8x16_s
    i8x16.narrow_i16x8_s
    i16x8.extend_low_i8x16_u
    i16x8.extmul_low_i8x16_u
    i16x8.extend_high_i8x16_u
    i16x8.extmul_high_i8x16_u
    i16x8.extadd_pairwise_i8x16_u
    i8x16.narrow_i16x8_u
    i32x4.extend_low_i16x8_s
    i32x4.extmul_low_i16x8_s
    i32x4.extend_high_i16x8_s
    i32x4.extmul_high_i16x8_s
    i32x4.extadd_pairwise_i16x8_s
    i16x8.narrow_i32x4_s
    i32x4.extend_low_i16x8_u
    i32x4.extmul_low_i16x8_u
    i32x4.extend_high_i16x8_u
    i32x4.extmul_high_i16x8_u
    i32x4.extadd_pairwise_i16x8_u
    i16x8.narrow_i32x4_u
    i64x2.extend_low_i32x4_s
    i64x2.extmul_low_i32x4_s
    i64x2.extend_high_i32x4_s
    i64x2.extmul_high_i32x4_s
    i64x2.extend_low_i32x4_u
    i64x2.extmul_low_i32x4_u
    i64x2.extend_high_i32x4_u
    i64x2.extmul_high_i32x4_u
    i32x4.trunc_sat_f32x4_s
    f32x4.convert_i32x4_s
    i32x4.trunc_sat_f64x2_s_zero
    f64x2.convert_low_i32x4_s
    i32x4.relaxed_trunc_f32x4_s
    i32x4.relaxed_trunc_f64x2_s_zero
    i32x4.trunc_sat_f32x4_u
    f32x4.convert_i32x4_u
    i32x4.trunc_sat_f64x2_u_zero
    f64x2.convert_low_i32x4_u
    i32x4.relaxed_trunc_f32x4_u
    i32x4.relaxed_trunc_f64x2_u_zero
  )
  (func ;; threads
    memory.atomic.notify
    memory.atomic.wait32 offset=4
    memory.atomic.wait64 1
    atomic.fence
    i32.atomic.load
    i32.atomic.store offset=8
    i32.atomic.rmw.add
    i32.atomic.rmw.sub
    i32.atomic.rmw.and
    i32.atomic.rmw.or
    i32.atomic.rmw.xor
    i32.atomic.rmw.xchg
    i32.atomic.rmw.cmpxchg
    i32.atomic.load8_u
    i32.atomic.store8
    i32.atomic.rmw8.add_u
    i32.atomic.rmw8.sub_u
    i32.atomic.rmw8.and_u
    i32.atomic.rmw8.or_u
    i32.atomic.rmw8.xor_u
    i32.atomic.rmw8.xchg_u
    i32.atomic.rmw8.cmpxchg_u
    i32.atomic.load16_u
    i32.atomic.store16
    i32.atomic.rmw16.add_u
    i32.atomic.rmw16.sub_u
    i32.atomic.rmw16.and_u
    i32.atomic.rmw16.or_u
    i32.atomic.rmw16.xor_u
    i32.atomic.rmw16.xchg_u
    i32.atomic.rmw16.cmpxchg_u
    i64.atomic.load
    i64.atomic.store offset=8
    i64.atomic.rmw.add
    i64.atomic.rmw.sub
    i64.atomic.rmw.and
    i64.atomic.rmw.or
    i64.atomic.rmw.xor
    i64.atomic.rmw.xchg
    i64.atomic.rmw.cmpxchg
    i64.atomic.load8_u
    i64.atomic.store8
    i64.atomic.rmw8.add_u
    i64.atomic.rmw8.sub_u
    i64.atomic.rmw8.and_u
    i64.atomic.rmw8.or_u
    i64.atomic.rmw8.xor_u
    i64.atomic.rmw8.xchg_u
    i64.atomic.rmw8.cmpxchg_u
    i64.atomic.load16_u
    i64.atomic.store16
    i64.atomic.rmw16.add_u
    i64.atomic.rmw16.sub_u
    i64.atomic.rmw16.and_u
    i64.atomic.rmw16.or_u
    i64.atomic.rmw16.xor_u
    i64.atomic.rmw16.xchg_u
    i64.atomic.rmw16.cmpxchg_u
    i64.atomic.load32_u
    i64.atomic.store32
    i64.atomic.rmw32.add_u
    i64.atomic.rmw32.sub_u
    i64.atomic.rmw32.and_u
    i64.atomic.rmw32.or_u
    i64.atomic.rmw32.xor_u
    i64.atomic.rmw32.xchg_u
    i64.atomic.rmw32.cmpxchg_u
    global.atomic.get seq_cst 1
    global.atomic.set acq_rel 1
    global.atomic.rmw.add acq_rel 1
    global.atomic.rmw.sub acq_rel 1
    global.atomic.rmw.and acq_rel 1
    global.atomic.rmw.or acq_rel 1
    global.atomic.rmw.xor acq_rel 1
    global.atomic.rmw.xchg acq_rel 1
    global.atomic.rmw.cmpxchg acq_rel 1
    struct.atomic.get seq_cst 2 0
    struct.atomic.set acq_rel 2 0
    struct.atomic.get_s seq_cst 2 0
    struct.atomic.get_u acq_rel 2 0
    struct.atomic.rmw.add acq_rel 2 0
    struct.atomic.rmw.sub acq_rel 2 0
    struct.atomic.rmw.and acq_rel 2 0
    struct.atomic.rmw.or acq_rel 2 0
    struct.atomic.rmw.xor acq_rel 2 0
    struct.atomic.rmw.xchg acq_rel 2 0
    struct.atomic.rmw.cmpxchg acq_rel 2 0
    array.atomic.get seq_cst 3
    array.atomic.set acq_rel 3
    array.atomic.get_s seq_cst 3
    array.atomic.get_u acq_rel 3
    array.atomic.rmw.add acq_rel 3
    array.atomic.rmw.sub acq_rel 3
    array.atomic.rmw.and acq_rel 3
    array.atomic.rmw.or acq_rel 3
    array.atomic.rmw.xor acq_rel 3
    array.atomic.rmw.xchg acq_rel 3
    array.atomic.rmw.cmpxchg acq_rel 3
    table.atomic.get seq_cst 0
    table.atomic.set seq_cst 1
    table.atomic.rmw.xchg acq_rel 1
    table.atomic.rmw.cmpxchg acq_rel 1
    ref.i31_shared
  )
  (memory 1)
  (memory i64 1)
  (tag (type 0)))
