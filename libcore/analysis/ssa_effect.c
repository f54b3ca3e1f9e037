/* What instructions do to the operand stack (WebAssembly 3.0, 3.3, and the proposals that ship). */
#include "ssa_state.h"

enum { STRUCT = 0x5f };

/* Types of results that depend on the instruction's immediates. */
enum { ADDRESS = 1, TABLE_ADDRESS };

#define REF WCORE_REF_NULL
#define I32 WCORE_I32
#define I64 WCORE_I64
#define F32 WCORE_F32
#define F64 WCORE_F64
#define V128 WCORE_V128

static const struct run {
	uint32_t first, last;
	struct ssa_effect effect;
} runs[] = {
	{ 0x01, 0x01, { 0, 0, 0 } },	/* nop */
	{ 0x1a, 0x1a, { 1, 0, 0 } },	/* drop */
	{ 0x25, 0x25, { 1, 1, REF } },	/* table.get */
	{ 0x26, 0x26, { 2, 0, 0 } },	/* table.set */
	{ 0x28, 0x28, { 1, 1, I32 } },	/* loads */
	{ 0x29, 0x29, { 1, 1, I64 } },
	{ 0x2a, 0x2a, { 1, 1, F32 } },
	{ 0x2b, 0x2b, { 1, 1, F64 } },
	{ 0x2c, 0x2f, { 1, 1, I32 } },
	{ 0x30, 0x35, { 1, 1, I64 } },
	{ 0x36, 0x3e, { 2, 0, 0 } },	/* stores */
	{ 0x3f, 0x3f, { 0, 1, ADDRESS } },	/* memory.size */
	{ 0x40, 0x40, { 1, 1, ADDRESS } },	/* memory.grow */
	{ 0x45, 0x45, { 1, 1, I32 } },	/* i32.eqz */
	{ 0x46, 0x4f, { 2, 1, I32 } },
	{ 0x50, 0x50, { 1, 1, I32 } },	/* i64.eqz */
	{ 0x51, 0x66, { 2, 1, I32 } },
	{ 0x67, 0x69, { 1, 1, I32 } },
	{ 0x6a, 0x78, { 2, 1, I32 } },
	{ 0x79, 0x7b, { 1, 1, I64 } },
	{ 0x7c, 0x8a, { 2, 1, I64 } },
	{ 0x8b, 0x91, { 1, 1, F32 } },
	{ 0x92, 0x98, { 2, 1, F32 } },
	{ 0x99, 0x9f, { 1, 1, F64 } },
	{ 0xa0, 0xa6, { 2, 1, F64 } },
	{ 0xa7, 0xab, { 1, 1, I32 } },	/* conversions */
	{ 0xac, 0xb1, { 1, 1, I64 } },
	{ 0xb2, 0xb6, { 1, 1, F32 } },
	{ 0xb7, 0xbb, { 1, 1, F64 } },
	{ 0xbc, 0xbc, { 1, 1, I32 } },	/* reinterpretations */
	{ 0xbd, 0xbd, { 1, 1, I64 } },
	{ 0xbe, 0xbe, { 1, 1, F32 } },
	{ 0xbf, 0xbf, { 1, 1, F64 } },
	{ 0xc0, 0xc1, { 1, 1, I32 } },	/* sign extensions */
	{ 0xc2, 0xc4, { 1, 1, I64 } },
	{ 0xd0, 0xd0, { 0, 1, REF } },	/* ref.null */
	{ 0xd1, 0xd1, { 1, 1, I32 } },	/* ref.is_null */
	{ 0xd2, 0xd2, { 0, 1, REF } },	/* ref.func */
	{ 0xd3, 0xd3, { 2, 1, I32 } },	/* ref.eq */
	{ 0xd4, 0xd4, { 1, 1, REF } },	/* ref.as_non_null */
	{ 0xe0, 0xe0, { 1, 1, REF } },	/* cont.new */

	{ 0xfb000001, 0xfb000001, { 0, 1, REF } },	/* struct.new_default */
	{ 0xfb000002, 0xfb000004, { 1, 1, 0 } },	/* struct.get */
	{ 0xfb000005, 0xfb000005, { 2, 0, 0 } },	/* struct.set */
	{ 0xfb000006, 0xfb000006, { 2, 1, REF } },	/* array.new */
	{ 0xfb000007, 0xfb000007, { 1, 1, REF } },	/* array.new_default */
	{ 0xfb000009, 0xfb00000a, { 2, 1, REF } },	/* array.new_data, array.new_elem */
	{ 0xfb00000b, 0xfb00000d, { 2, 1, 0 } },	/* array.get */
	{ 0xfb00000e, 0xfb00000e, { 3, 0, 0 } },	/* array.set */
	{ 0xfb00000f, 0xfb00000f, { 1, 1, I32 } },	/* array.len */
	{ 0xfb000010, 0xfb000010, { 4, 0, 0 } },	/* array.fill */
	{ 0xfb000011, 0xfb000011, { 5, 0, 0 } },	/* array.copy */
	{ 0xfb000012, 0xfb000013, { 4, 0, 0 } },	/* array.init_data, array.init_elem */
	{ 0xfb000014, 0xfb000015, { 1, 1, I32 } },	/* ref.test */
	{ 0xfb000016, 0xfb000017, { 1, 1, REF } },	/* ref.cast */
	{ 0xfb00001a, 0xfb00001c, { 1, 1, REF } },	/* any.convert_extern, extern.convert_any, ref.i31 */
	{ 0xfb00001d, 0xfb00001e, { 1, 1, I32 } },	/* i31.get */
	{ 0xfb000021, 0xfb000022, { 1, 1, REF } },	/* struct.new_default_desc, ref.get_desc */
	{ 0xfb000023, 0xfb000024, { 2, 1, REF } },	/* ref.cast_desc_eq */

	{ 0xfc000000, 0xfc000003, { 1, 1, I32 } },	/* saturating truncation */
	{ 0xfc000004, 0xfc000007, { 1, 1, I64 } },
	{ 0xfc000008, 0xfc000008, { 3, 0, 0 } },	/* memory.init */
	{ 0xfc000009, 0xfc000009, { 0, 0, 0 } },	/* data.drop */
	{ 0xfc00000a, 0xfc00000c, { 3, 0, 0 } },	/* memory.copy, memory.fill, table.init */
	{ 0xfc00000d, 0xfc00000d, { 0, 0, 0 } },	/* elem.drop */
	{ 0xfc00000e, 0xfc00000e, { 3, 0, 0 } },	/* table.copy */
	{ 0xfc00000f, 0xfc00000f, { 2, 1, TABLE_ADDRESS } },	/* table.grow */
	{ 0xfc000010, 0xfc000010, { 0, 1, TABLE_ADDRESS } },	/* table.size */
	{ 0xfc000011, 0xfc000011, { 3, 0, 0 } },	/* table.fill */
	{ 0xfc000012, 0xfc000012, { 2, 0, 0 } },	/* memory.discard */
	{ 0xfc000013, 0xfc000014, { 4, 2, I64 } },	/* i64.add128, i64.sub128 */
	{ 0xfc000015, 0xfc000016, { 2, 2, I64 } },	/* i64.mul_wide */

	{ 0xfd000000, 0xfd00000a, { 1, 1, V128 } },	/* loads */
	{ 0xfd00000b, 0xfd00000b, { 2, 0, 0 } },	/* v128.store */
	{ 0xfd00000d, 0xfd00000e, { 2, 1, V128 } },	/* shuffle, swizzle */
	{ 0xfd00000f, 0xfd000014, { 1, 1, V128 } },	/* splat */
	{ 0xfd000015, 0xfd000016, { 1, 1, I32 } },	/* lanes */
	{ 0xfd000017, 0xfd000017, { 2, 1, V128 } },
	{ 0xfd000018, 0xfd000019, { 1, 1, I32 } },
	{ 0xfd00001a, 0xfd00001a, { 2, 1, V128 } },
	{ 0xfd00001b, 0xfd00001b, { 1, 1, I32 } },
	{ 0xfd00001c, 0xfd00001c, { 2, 1, V128 } },
	{ 0xfd00001d, 0xfd00001d, { 1, 1, I64 } },
	{ 0xfd00001e, 0xfd00001e, { 2, 1, V128 } },
	{ 0xfd00001f, 0xfd00001f, { 1, 1, F32 } },
	{ 0xfd000020, 0xfd000020, { 2, 1, V128 } },
	{ 0xfd000021, 0xfd000021, { 1, 1, F64 } },
	{ 0xfd000022, 0xfd000022, { 2, 1, V128 } },
	{ 0xfd000023, 0xfd00004c, { 2, 1, V128 } },	/* comparisons */
	{ 0xfd00004d, 0xfd00004d, { 1, 1, V128 } },	/* v128.not */
	{ 0xfd00004e, 0xfd000051, { 2, 1, V128 } },	/* and, andnot, or, xor */
	{ 0xfd000052, 0xfd000052, { 3, 1, V128 } },	/* v128.bitselect */
	{ 0xfd000053, 0xfd000053, { 1, 1, I32 } },	/* v128.any_true */
	{ 0xfd000054, 0xfd000057, { 2, 1, V128 } },	/* load lane */
	{ 0xfd000058, 0xfd00005b, { 2, 0, 0 } },	/* store lane */
	{ 0xfd00005c, 0xfd000062, { 1, 1, V128 } },	/* load zero, demote, promote, abs, neg, popcnt */
	{ 0xfd000063, 0xfd000064, { 1, 1, I32 } },	/* i8x16: all_true, bitmask */
	{ 0xfd000065, 0xfd000066, { 2, 1, V128 } },	/* narrow */
	{ 0xfd000067, 0xfd00006a, { 1, 1, V128 } },	/* f32x4: ceil to nearest */
	{ 0xfd00006b, 0xfd000073, { 2, 1, V128 } },	/* shifts, add, sub */
	{ 0xfd000074, 0xfd000075, { 1, 1, V128 } },	/* f64x2: ceil, floor */
	{ 0xfd000076, 0xfd000079, { 2, 1, V128 } },	/* min, max */
	{ 0xfd00007a, 0xfd00007a, { 1, 1, V128 } },	/* f64x2.trunc */
	{ 0xfd00007b, 0xfd00007b, { 2, 1, V128 } },	/* avgr_u */
	{ 0xfd00007c, 0xfd000081, { 1, 1, V128 } },	/* extadd_pairwise, abs, neg */
	{ 0xfd000082, 0xfd000082, { 2, 1, V128 } },	/* q15mulr_sat_s */
	{ 0xfd000083, 0xfd000084, { 1, 1, I32 } },	/* i16x8: all_true, bitmask */
	{ 0xfd000085, 0xfd000086, { 2, 1, V128 } },	/* narrow */
	{ 0xfd000087, 0xfd00008a, { 1, 1, V128 } },	/* extend */
	{ 0xfd00008b, 0xfd000093, { 2, 1, V128 } },	/* shifts, add, sub */
	{ 0xfd000094, 0xfd000094, { 1, 1, V128 } },	/* f64x2.nearest */
	{ 0xfd000095, 0xfd00009f, { 2, 1, V128 } },	/* mul, min, max, avgr_u, extmul */
	{ 0xfd0000a0, 0xfd0000a1, { 1, 1, V128 } },	/* abs, neg */
	{ 0xfd0000a3, 0xfd0000a4, { 1, 1, I32 } },	/* i32x4: all_true, bitmask */
	{ 0xfd0000a7, 0xfd0000aa, { 1, 1, V128 } },	/* extend */
	{ 0xfd0000ab, 0xfd0000bf, { 2, 1, V128 } },	/* shifts, add to extmul */
	{ 0xfd0000c0, 0xfd0000c1, { 1, 1, V128 } },	/* abs, neg */
	{ 0xfd0000c3, 0xfd0000c4, { 1, 1, I32 } },	/* i64x2: all_true, bitmask */
	{ 0xfd0000c7, 0xfd0000ca, { 1, 1, V128 } },	/* extend */
	{ 0xfd0000cb, 0xfd0000df, { 2, 1, V128 } },	/* shifts, add to extmul */
	{ 0xfd0000e0, 0xfd0000e3, { 1, 1, V128 } },	/* f32x4: abs, neg, sqrt */
	{ 0xfd0000e4, 0xfd0000eb, { 2, 1, V128 } },	/* add to pmax */
	{ 0xfd0000ec, 0xfd0000ef, { 1, 1, V128 } },	/* f64x2: abs, neg, sqrt */
	{ 0xfd0000f0, 0xfd0000f7, { 2, 1, V128 } },	/* add to pmax */
	{ 0xfd0000f8, 0xfd0000ff, { 1, 1, V128 } },	/* conversions */
	{ 0xfd000100, 0xfd000100, { 2, 1, V128 } },	/* relaxed_swizzle */
	{ 0xfd000101, 0xfd000104, { 1, 1, V128 } },	/* relaxed_trunc */
	{ 0xfd000105, 0xfd00010c, { 3, 1, V128 } },	/* madd, nmadd, laneselect */
	{ 0xfd00010d, 0xfd000112, { 2, 1, V128 } },	/* min, max, q15mulr_s, dot */
	{ 0xfd000113, 0xfd000113, { 3, 1, V128 } },	/* dot_add */

	{ 0xfe000000, 0xfe000000, { 2, 1, I32 } },	/* memory.atomic.notify */
	{ 0xfe000001, 0xfe000002, { 3, 1, I32 } },	/* memory.atomic.wait */
	{ 0xfe000003, 0xfe000004, { 0, 0, 0 } },	/* atomic.fence, pause */
	{ 0xfe000010, 0xfe000010, { 1, 1, I32 } },	/* loads */
	{ 0xfe000011, 0xfe000011, { 1, 1, I64 } },
	{ 0xfe000012, 0xfe000013, { 1, 1, I32 } },
	{ 0xfe000014, 0xfe000016, { 1, 1, I64 } },
	{ 0xfe000017, 0xfe00001d, { 2, 0, 0 } },	/* stores */
	{ 0xfe00001e, 0xfe000047, { 2, 1, 0 } },	/* rmw */
	{ 0xfe000048, 0xfe00004e, { 3, 1, 0 } },	/* cmpxchg */
	{ 0xfe00004f, 0xfe00004f, { 0, 1, 0 } },	/* global.atomic.get */
	{ 0xfe000050, 0xfe000050, { 1, 0, 0 } },	/* global.atomic.set */
	{ 0xfe000051, 0xfe000056, { 1, 1, 0 } },	/* global.atomic.rmw */
	{ 0xfe000057, 0xfe000057, { 2, 1, 0 } },	/* global.atomic.rmw.cmpxchg */
	{ 0xfe000058, 0xfe000058, { 1, 1, REF } },	/* table.atomic.get */
	{ 0xfe000059, 0xfe000059, { 2, 0, 0 } },	/* table.atomic.set */
	{ 0xfe00005a, 0xfe00005a, { 2, 1, REF } },	/* table.atomic.rmw.xchg */
	{ 0xfe00005b, 0xfe00005b, { 3, 1, REF } },	/* table.atomic.rmw.cmpxchg */
	{ 0xfe00005c, 0xfe00005e, { 1, 1, 0 } },	/* struct.atomic.get */
	{ 0xfe00005f, 0xfe00005f, { 2, 0, 0 } },	/* struct.atomic.set */
	{ 0xfe000060, 0xfe000065, { 2, 1, 0 } },	/* struct.atomic.rmw */
	{ 0xfe000066, 0xfe000066, { 3, 1, 0 } },	/* struct.atomic.rmw.cmpxchg */
	{ 0xfe000067, 0xfe000069, { 2, 1, 0 } },	/* array.atomic.get */
	{ 0xfe00006a, 0xfe00006a, { 3, 0, 0 } },	/* array.atomic.set */
	{ 0xfe00006b, 0xfe000070, { 3, 1, 0 } },	/* array.atomic.rmw */
	{ 0xfe000071, 0xfe000071, { 4, 1, 0 } },	/* array.atomic.rmw.cmpxchg */
	{ 0xfe000072, 0xfe000072, { 1, 1, REF } },	/* ref.i31_shared */
};

static const struct ssa_effect *find(uint32_t code)
{
	size_t low = 0, high = sizeof(runs) / sizeof(runs[0]);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (code > runs[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == sizeof(runs) / sizeof(runs[0]) || code < runs[low].first)
		return NULL;
	return &runs[low].effect;
}

uint8_t wcore_ssa_result_type(uint32_t code)
{
	bool is_numeric = (code >= 0x45 && code <= 0xc4) || (code >= 0xfc000000 && code <= 0xfc000007);

	return is_numeric ? find(code)->type : 0;
}

static uint8_t address_type(const struct wcore_index *index, uint64_t memory)
{
	return memory < index->memory_count && index->memories[memory].limits.is_64 ? I64 : I32;
}

static uint8_t table_type(const struct wcore_index *index, uint64_t table)
{
	return table < index->table_count && index->tables[table].limits.is_64 ? I64 : I32;
}

/* The fields of a struct, of which struct.new takes one operand each. */
static bool field_count(const struct wcore_index *index, uint64_t type, uint32_t *ret)
{
	if (type >= index->type_count || index->types[type].kind != STRUCT)
		return false;
	*ret = index->types[type].field_count;
	return true;
}

bool wcore_ssa_effect(const struct wcore_index *index, const struct wcore_insn *insn,
		      uint32_t *ret_pops, struct ssa_effect *ret)
{
	const struct ssa_effect *effect;

	switch (insn->op->code) {
	case 0xfb000000:	/* struct.new */
	case 0xfb000020:	/* struct.new_desc: and the descriptor */
		*ret = (struct ssa_effect){ 0, 1, REF };
		if (!field_count(index, insn->imm[0], ret_pops))
			return false;
		*ret_pops += insn->op->code == 0xfb000020;
		return true;
	case 0xfb000008:	/* array.new_fixed */
		*ret = (struct ssa_effect){ 0, 1, REF };
		*ret_pops = (uint32_t)insn->imm[1];
		return true;
	default:
		break;
	}
	effect = find(insn->op->code);
	if (!effect)
		return false;
	*ret = *effect;
	*ret_pops = effect->pops;
	if (effect->type == ADDRESS)
		ret->type = address_type(index, insn->imm[0]);
	else if (effect->type == TABLE_ADDRESS)
		ret->type = table_type(index, insn->imm[0]);
	return true;
}
