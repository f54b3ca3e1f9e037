/*
 * Where a function's control flow joins and its locals are written: what is needed to
 * tell whether what held at one instruction still holds at a later one.
 *
 * Compilers say where a variable is by ranges of code in the order of the file.  LLVM ends a
 * range at the next statement about the variable and not where the code is reached
 * another way, or its local is used for something else: whoever reads a
 * variable by such a range has to check both.
 */
#ifndef WCORE_ANALYSIS_CODE_MAP_H
#define WCORE_ANALYSIS_CODE_MAP_H

#include "../wasm/function.h"

/* Larger functions have no map. */
#define WCORE_CODE_MAP_MAX (UINT64_C(4) << 20)

struct wcore_code_map;

/* module is borrowed.  Errors: NOMEM, LIMIT, FORMAT (code that cannot be decoded, or leaves its line in an unknown way). */
struct wcore_error *wcore_code_map_create(struct wcore_module *module,
					  const struct wcore_function *function,
					  struct wcore_code_map **ret);
void wcore_code_map_destroy(struct wcore_code_map *map);

/* Places are file offsets of instructions; from is not behind to. */

/* Whether every way from the function's start to an instruction passes the one at from. */
bool wcore_code_map_dominates(const struct wcore_code_map *map, uint64_t from, uint64_t to);
/* Whether from stands in a loop that to does not stand in: from may have been passed often, and last with other values. */
bool wcore_code_map_leaves_loop(const struct wcore_code_map *map, uint64_t from, uint64_t to);
/*
 * Up to where code may run between from and to when from is not passed again: to itself, or the
 * end of the loop that was entered since.
 */
uint64_t wcore_code_map_reach(const struct wcore_code_map *map, uint64_t from, uint64_t to);
/* Whether no instruction in [from, to) sets the local. */
bool wcore_code_map_keeps_local(const struct wcore_code_map *map, uint64_t from, uint64_t to,
				uint32_t local);
/*
 * Whether what the last instruction in front of from gave the local is read behind it, before
 * the next one that sets it.  True of a local that nothing sets in front of from.  False when
 * one in front of from replaced a value that nothing had read: which of the two is meant cannot be told.
 */
bool wcore_code_map_is_read(const struct wcore_code_map *map, uint64_t from, uint32_t local);
/* Whether the instruction in front of from sets the local. */
bool wcore_code_map_begins(const struct wcore_code_map *map, uint64_t from, uint32_t local);
/* How many instructions of the function set it; 2 stands for more too. */
unsigned wcore_code_map_count_writes(const struct wcore_code_map *map, uint32_t local);
/*
 * Whether the operand (from the bottom) of the count ones that are there in front of to has been there
 * since from.  False too where other than plain instructions stand between.
 */
bool wcore_code_map_keeps_operand(const struct wcore_code_map *map, uint64_t from, uint64_t to,
				  uint32_t operand, uint32_t count);

#endif
