/* What numeric instructions do to the operand stack. */
#ifndef WCORE_ANALYSIS_EFFECT_H
#define WCORE_ANALYSIS_EFFECT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The operands that an instruction takes when it gives one result, neither
 * reads nor writes memory or globals, and leaves control alone (it may trap):
 * 0 for constants, 1, 2; -1 for every other instruction.
 */
int wcore_effect_arity(uint32_t code);

/* What an instruction of two operands (FLOAT: or one) does with them, as far as compilers care. */
enum wcore_effect_class {
	WCORE_EFFECT_OTHER,
	WCORE_EFFECT_COMMUTES,	/* integer add, mul, and, or, xor */
	WCORE_EFFECT_SUBTRACTS,
	WCORE_EFFECT_COMPARES,	/* integers */
	WCORE_EFFECT_FLOAT,	/* arithmetic and comparisons of floats */
};
enum wcore_effect_class wcore_effect_class(uint32_t code);
/* Comparisons, and what a compiler tests as one: i32.and, i64.and. */
bool wcore_effect_is_condition(uint32_t code);

#endif
