#include "stack_pointer.h"

#include <string.h>

#include "../wasm/insn.h"
#include "../wasm/metadata.h"
#include "../wasm/names.h"

#define NAME "__stack_pointer"
#define GLOBALS 256	/* that are looked at */
#define SEARCH (UINT64_C(1) << 20)	/* bytes of code */
#define PRODUCERS 16

static bool is_possible(const struct wcore_index *index, uint32_t global)
{
	return global < index->global_count && index->globals[global].is_mutable &&
	       (index->globals[global].type.code == WCORE_I32 ||
		index->globals[global].type.code == WCORE_I64);
}

/* Go keeps its own stacks: a call moves the pointer, and a return does not move it back. */
static bool is_go(const struct wcore_module *module)
{
	struct wcore_producer producers[PRODUCERS];
	size_t count = wcore_metadata_producers(module, producers, PRODUCERS);

	for (size_t i = 0; i < count && i < PRODUCERS; i++)
		if (wcore_string_is(producers[i].field, "language") &&
		    wcore_string_is(producers[i].name, "Go"))
			return true;
	return wcore_module_custom(module, "go:buildid") || wcore_module_custom(module, "go.buildid");
}

/* AssemblyScript calls it ~lib/memory/__stack_pointer. */
static bool find_by_name(struct wcore_module *module, const struct wcore_index *index,
			 uint32_t *ret)
{
	for (*ret = 0; *ret < index->global_count && *ret < GLOBALS; ++*ret)
		if (is_possible(index, *ret) &&
		    wcore_string_ends(wcore_names_find(module, WCORE_NAME_GLOBAL, *ret), NAME))
			return true;
	for (uint32_t i = 0; i < index->export_count; i++) {
		*ret = index->exports[i].index;
		if (index->exports[i].kind == WCORE_EXTERN_GLOBAL && is_possible(index, *ret) &&
		    wcore_string_is(index->exports[i].name, NAME))
			return true;
	}
	for (uint32_t i = 0; i < index->import_count; i++) {
		*ret = index->imports[i].index;
		if (index->imports[i].kind == WCORE_EXTERN_GLOBAL && is_possible(index, *ret) &&
		    wcore_string_is(index->imports[i].name, NAME))
			return true;
	}
	return false;
}

/* As a linker starts it. */
static bool is_aligned(const struct wcore_constant *init)
{
	return init->kind == WCORE_CONST_VALUE && init->bits && init->bits % 16 == 0;
}

/* global.get G, a constant, sub, perhaps local.tee, global.set G. */
struct pattern {
	unsigned step;
	uint32_t global;
};

static bool pattern_step(struct pattern *pattern, const struct wcore_insn *insn)
{
	uint32_t code = insn->op->code;

	if (code == WCORE_OP_GLOBAL_GET) {
		pattern->step = 1;
		pattern->global = (uint32_t)insn->imm[0];
	} else if (pattern->step == 1 &&
		   (code == WCORE_OP_I32_CONST || code == WCORE_OP_I64_CONST)) {
		pattern->step = 2;
	} else if (pattern->step == 2 && (code == 0x6b || code == 0x7d)) {
		pattern->step = 3;
	} else if (pattern->step == 3 && code == WCORE_OP_LOCAL_TEE) {
		pattern->step = 4;
	} else if (pattern->step == 3 && code == WCORE_OP_LOCAL_SET) {
		pattern->step = 5;	/* -O0: through a local */
	} else if (pattern->step == 5 && code == WCORE_OP_LOCAL_GET) {
		pattern->step = 4;
	} else {
		bool is_found = pattern->step >= 3 && code == WCORE_OP_GLOBAL_SET &&
				insn->imm[0] == pattern->global;

		pattern->step = 0;
		return is_found;
	}
	return false;
}

static void count_uses(struct wcore_module *module, const struct wcore_function *function,
		       uint32_t *counts)
{
	struct pattern pattern = { 0 };
	struct wcore_cursor cursor;
	struct wcore_insn insn;

	wcore_insn_cursor(module, function, &cursor);
	while (wcore_cursor_left(&cursor) > 0) {
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);

		if (error) {
			wcore_error_destroy(error);
			return;
		}
		if (pattern_step(&pattern, &insn) && pattern.global < GLOBALS)
			counts[pattern.global]++;
	}
}

/* False when no code does so. */
static bool find_by_use(struct wcore_module *module, const struct wcore_index *index, uint32_t *ret)
{
	uint32_t counts[GLOBALS] = { 0 }, best = 0;
	uint64_t searched = 0;

	for (uint32_t i = index->imported_funcs; i < index->func_count && searched < SEARCH; i++) {
		struct wcore_function function;
		struct wcore_error *error = wcore_module_function(module, i, &function);

		if (error) {
			wcore_error_destroy(error);
			break;
		}
		searched += function.end - function.body;
		if (searched <= SEARCH)
			count_uses(module, &function, counts);
	}
	for (uint32_t i = 1; i < GLOBALS; i++)
		if (is_possible(index, i) && (counts[i] > counts[best] || !is_possible(index, best)))
			best = i;
	*ret = best;
	return is_possible(index, best) && counts[best] > 0;
}

bool wcore_stack_pointer_find(struct wcore_module *module, uint32_t *ret_global)
{
	const struct wcore_index *index = NULL;
	struct wcore_error *error = wcore_module_index(module, &index);

	if (error) {
		wcore_error_destroy(error);
		return false;
	}
	if (is_go(module))
		return false;
	if (find_by_name(module, index, ret_global) || find_by_use(module, index, ret_global))
		return true;
	*ret_global = index->imported_globals;
	return is_possible(index, *ret_global) && is_aligned(&index->globals[*ret_global].init);
}

bool wcore_stack_pointer_initial(struct wcore_module *module, uint32_t global, uint64_t *ret)
{
	const struct wcore_index *index = NULL;
	struct wcore_error *error = wcore_module_index(module, &index);

	if (error) {
		wcore_error_destroy(error);
		return false;
	}
	if (global >= index->global_count || index->globals[global].is_imported ||
	    index->globals[global].init.kind != WCORE_CONST_VALUE)
		return false;
	*ret = index->globals[global].init.bits;
	if (index->globals[global].type.code == WCORE_I32)
		*ret = (uint32_t)*ret;
	return true;
}
