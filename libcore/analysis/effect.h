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

#endif
