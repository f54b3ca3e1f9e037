/*
 * Answers: what calls nothing that writes is found by looking at the instructions of all that
 * it calls; of other functions the code is followed (writes_code.c).
 */
#include "writes.h"

#include <string.h>

#include "../wasm/insn.h"

#define CODE_MAX (UINT64_C(64) << 10)
/* Of all questions, about whatever module. */
#define CODE_TOTAL (UINT64_C(16) << 20)
#define FUNCTIONS_MAX 64	/* of one question */

struct silence {
	struct wcore_writes_search *search;
	uint32_t functions[FUNCTIONS_MAX];	/* that must be looked at */
	unsigned count;
};

/* Each function once: one that calls itself writes when something else in it does. */
static bool add(struct silence *silence, uint32_t funcidx)
{
	for (unsigned i = 0; i < silence->count; i++)
		if (silence->functions[i] == funcidx)
			return true;
	if (silence->count == FUNCTIONS_MAX)
		return false;
	silence->functions[silence->count++] = funcidx;
	return true;
}

static bool is_silent_insn(struct silence *silence, const struct wcore_insn *insn)
{
	const uint32_t writing = WCORE_INSN_STORE | WCORE_INSN_ATOMIC | WCORE_INSN_MEMORY;
	const uint32_t calling = WCORE_INSN_CALL | WCORE_INSN_TAIL_CALL;

	if (insn->op->flags & writing || insn->op->imm == WCORE_IMM_RESUME)
		return false;
	if (!(insn->op->flags & calling))
		return true;
	return (insn->op->code == WCORE_OP_CALL || insn->op->code == WCORE_OP_RETURN_CALL) &&
	       insn->imm[0] <= UINT32_MAX && add(silence, (uint32_t)insn->imm[0]);
}

/* The function's code, when it is there and small enough; it counts as read. */
static bool take_code(struct wcore_writes_search *search, uint32_t funcidx,
		      struct wcore_function *ret)
{
	struct wcore_error *error = wcore_module_function(search->writes->module, funcidx, ret);
	uint64_t size = error || ret->is_imported ? 0 : ret->end - ret->body;

	if (error || ret->is_imported || size > CODE_MAX - search->code ||
	    size > CODE_TOTAL - search->writes->code) {
		wcore_error_destroy(error);
		return false;
	}
	search->code += size;
	search->writes->code += size;
	return true;
}

static bool is_silent_code(struct silence *silence, uint32_t funcidx)
{
	struct wcore_function function;
	struct wcore_cursor cursor;
	struct wcore_insn insn;

	if (!take_code(silence->search, funcidx, &function))
		return false;
	wcore_insn_cursor(silence->search->writes->module, &function, &cursor);
	while (wcore_cursor_left(&cursor) > 0) {
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);

		if (error || !is_silent_insn(silence, &insn)) {
			wcore_error_destroy(error);
			return false;
		}
	}
	return true;
}

static bool is_silent(struct wcore_writes_search *search, uint32_t funcidx)
{
	struct silence silence = { .search = search };
	bool is_silent_all = true;

	add(&silence, funcidx);
	for (unsigned i = 0; is_silent_all && i < silence.count; i++)
		is_silent_all = is_silent_code(&silence, silence.functions[i]);
	return is_silent_all;
}

static void follow_code(struct wcore_writes_search *search, uint32_t funcidx,
			struct wcore_written *ret)
{
	struct wcore_function function;

	ret->is_anything = true;
	for (unsigned i = 0; i < search->depth; i++)
		if (search->active[i] == funcidx)
			return;
	if (search->depth == sizeof(search->active) / sizeof(search->active[0]) ||
	    !take_code(search, funcidx, &function))
		return;
	search->active[search->depth++] = funcidx;
	*ret = (struct wcore_written){ 0 };
	wcore_writes_read(search, &function, ret);
	search->depth--;
}

void wcore_writes_search(struct wcore_writes_search *search, uint32_t funcidx,
			 struct wcore_written *ret)
{
	struct wcore_writes *writes = search->writes;
	unsigned place = funcidx % WCORE_WRITES_KEPT;

	if (writes->kept[place].is_known && writes->kept[place].funcidx == funcidx) {
		*ret = writes->kept[place].written;
		return;
	}
	*ret = (struct wcore_written){ 0 };
	if (!is_silent(search, funcidx))
		follow_code(search, funcidx, ret);
	/* What is anything only because of what calls it must not be kept. */
	if (ret->is_anything && search->depth > 0)
		return;
	writes->kept[place].is_known = true;
	writes->kept[place].funcidx = funcidx;
	writes->kept[place].written = *ret;
}

void wcore_writes_set(struct wcore_writes *writes, struct wcore_module *module,
		      const uint32_t *pointer)
{
	const uint64_t code = writes->code;

	if (writes->module == module)
		return;
	memset(writes, 0, sizeof(*writes));
	writes->code = code;
	writes->module = module;
	writes->has_pointer = pointer != NULL;
	writes->pointer = pointer ? *pointer : 0;
}

void wcore_writes_find(struct wcore_writes *writes, uint32_t funcidx, struct wcore_written *ret)
{
	struct wcore_writes_search search = { .writes = writes };

	wcore_writes_search(&search, funcidx, ret);
}
