#include "effect.h"

#include <stddef.h>

#include "../wasm/insn.h"

/* Runs of opcodes, WebAssembly 3.0, 5.4.7 and 5.4.8. */
static const struct {
	uint32_t first, last;
	int arity;
} effects[] = {
	{0x41, 0x44, 0},	/* const */
	{0x45, 0x45, 1},	/* i32.eqz */
	{0x46, 0x4f, 2},	/* i32 comparisons */
	{0x50, 0x50, 1},	/* i64.eqz */
	{0x51, 0x66, 2},	/* i64, f32, f64 comparisons */
	{0x67, 0x69, 1},	/* i32 clz, ctz, popcnt */
	{0x6a, 0x78, 2},
	{0x79, 0x7b, 1},	/* i64 clz, ctz, popcnt */
	{0x7c, 0x8a, 2},
	{0x8b, 0x91, 1},	/* f32 abs to sqrt */
	{0x92, 0x98, 2},
	{0x99, 0x9f, 1},	/* f64 abs to sqrt */
	{0xa0, 0xa6, 2},
	{0xa7, 0xc4, 1},	/* conversions, sign extensions */
	{0xfc000000, 0xfc000007, 1},	/* saturating conversions */
};

int wcore_effect_arity(uint32_t code)
{
	for (size_t i = 0; i < sizeof(effects) / sizeof(effects[0]); i++) {
		if (code >= effects[i].first && code <= effects[i].last)
			return effects[i].arity;
	}
	return -1;
}

static bool is_between(uint32_t code, uint32_t first, uint32_t last)
{
	return code >= first && code <= last;
}

enum wcore_effect_class wcore_effect_class(uint32_t code)
{
	switch (code) {
	case 0x6a: case 0x6c: case 0x71: case 0x72: case 0x73:
	case 0x7c: case 0x7e: case 0x83: case 0x84: case 0x85:
		return WCORE_EFFECT_COMMUTES;
	case 0x6b: case 0x7d:
		return WCORE_EFFECT_SUBTRACTS;
	default:
		break;
	}
	if (is_between(code, 0x46, 0x4f) || is_between(code, 0x51, 0x5a))
		return WCORE_EFFECT_COMPARES;
	if (is_between(code, 0x5b, 0x66) || is_between(code, 0x8b, 0xa6))
		return WCORE_EFFECT_FLOAT;
	return WCORE_EFFECT_OTHER;
}

bool wcore_effect_is_condition(uint32_t code)
{
	return is_between(code, 0x45, 0x66) || code == 0x71 || code == 0x83;
}
