#include "writes.h"

#include "../wasm/insn.h"

#define CODE_MAX (UINT64_C(64) << 10)
#define FUNCTIONS_MAX 64	/* of one question */

enum { ANSWER_NONE, ANSWER_YES, ANSWER_NO };

struct search {
	struct wcore_module *module;
	uint64_t code;		/* that was read */
	uint32_t functions[FUNCTIONS_MAX];	/* that must be looked at */
	unsigned count;
};

/* Each function once: one that calls itself writes when something else in it does. */
static bool add(struct search *search, uint32_t funcidx)
{
	for (unsigned i = 0; i < search->count; i++)
		if (search->functions[i] == funcidx)
			return true;
	if (search->count == FUNCTIONS_MAX)
		return false;
	search->functions[search->count++] = funcidx;
	return true;
}

static bool is_silent(struct search *search, const struct wcore_insn *insn)
{
	const uint32_t writing = WCORE_INSN_STORE | WCORE_INSN_ATOMIC | WCORE_INSN_MEMORY;
	const uint32_t calling = WCORE_INSN_CALL | WCORE_INSN_TAIL_CALL;

	if (insn->op->flags & writing || insn->op->imm == WCORE_IMM_RESUME)
		return false;
	if (!(insn->op->flags & calling))
		return true;
	return (insn->op->code == WCORE_OP_CALL || insn->op->code == WCORE_OP_RETURN_CALL) &&
	       insn->imm[0] <= UINT32_MAX && add(search, (uint32_t)insn->imm[0]);
}

static bool is_silent_code(struct search *search, uint32_t funcidx)
{
	struct wcore_function function;
	struct wcore_cursor cursor;
	struct wcore_insn insn;
	struct wcore_error *error = wcore_module_function(search->module, funcidx, &function);

	if (error || function.is_imported || function.end - function.body > CODE_MAX - search->code) {
		wcore_error_destroy(error);
		return false;
	}
	search->code += function.end - function.body;
	wcore_insn_cursor(search->module, &function, &cursor);
	while (wcore_cursor_left(&cursor) > 0) {
		error = wcore_insn_decode(&cursor, &insn);
		if (error || !is_silent(search, &insn)) {
			wcore_error_destroy(error);
			return false;
		}
	}
	return true;
}

bool wcore_writes_nothing(struct wcore_writes *writes, struct wcore_module *module,
			  uint32_t funcidx)
{
	unsigned place = funcidx % WCORE_WRITES_KEPT;
	struct search search = { .module = module };
	bool is_silent_all = true;

	if (writes->module != module)
		*writes = (struct wcore_writes){ .module = module };
	if (writes->kept[place].answer != ANSWER_NONE && writes->kept[place].funcidx == funcidx)
		return writes->kept[place].answer == ANSWER_YES;
	add(&search, funcidx);
	for (unsigned i = 0; is_silent_all && i < search.count; i++)
		is_silent_all = is_silent_code(&search, search.functions[i]);
	writes->kept[place].funcidx = funcidx;
	writes->kept[place].answer = is_silent_all ? ANSWER_YES : ANSWER_NO;
	return is_silent_all;
}
