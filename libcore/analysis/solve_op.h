/*
 * Numeric instructions computed exactly (WebAssembly 3.0, 4.3): what an
 * instruction gives for operands that are known, and which operand it must have
 * had for a result that is known.
 */
#ifndef WCORE_ANALYSIS_SOLVE_OP_H
#define WCORE_ANALYSIS_SOLVE_OP_H

#include <stdbool.h>
#include <stdint.h>

/*
 * i32 and f32 are their bits, zero-extended.  args are in the order of the
 * stack, those of select (a, b, condition).  False when the instruction traps on
 * them, when it is not one of i32, i64, f32, f64, and when the result is a NaN
 * whose bits the specification leaves open.
 */
bool wcore_solve_op(uint32_t code, const uint64_t *args, uint64_t *ret);
/*
 * The operand number (0 or 1) that gives result beside other, the other operand
 * (ignored where there is one only).  False when several would, or none.
 */
bool wcore_solve_operand(uint32_t code, unsigned number, uint64_t other, uint64_t result,
			 uint64_t *ret);

#endif
