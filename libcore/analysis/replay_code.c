/* Functions as replay.h runs them. */
#include <stdlib.h>

#include "replay.h"
#include "../base/alloc.h"
#include "ssa_state.h"
#include "../base/presence.h"

#define FUNCTION_MAX (UINT64_C(128) << 10)
#define LOCALS_MAX 4096
#define FUNCTIONS_MAX 1024
#define NESTING_MAX 512

enum { DROP = 0x1a, SELECT = 0x1b, SELECT_TYPED = 0x1c };

/* The locals' types (5.5.13): references start as null, which is no number. */
static bool read_locals(struct wcore_module *module, struct replay_code *code)
{
	struct wcore_cursor cursor;
	uint32_t runs = 0, run = 0, local = code->param_count;
	struct wcore_valtype type;
	struct wcore_error *error;

	wcore_file_use(module->file, code->function.body, code->function.end);
	wcore_cursor_init(&cursor, module->file, code->function.body,
			  code->function.end - code->function.body, "section 10 (code)");
	error = wcore_cursor_leb_u32(&cursor, &runs);
	for (uint32_t i = 0; !error && i < runs; i++) {
		error = wcore_cursor_leb_u32(&cursor, &run);
		if (!error)
			error = wcore_valtype_read(&cursor, &type);
		for (uint32_t k = 0; !error && k < run && local < code->local_count; k++)
			code->is_zero[local++] = type.code == WCORE_I32 || type.code == WCORE_I64 ||
						 type.code == WCORE_F32 || type.code == WCORE_F64;
	}
	wcore_error_destroy(error);
	return !error;
}

/* Whether the run knows how control moves at the instruction. */
static bool is_followed(const struct wcore_opcode *op)
{
	switch (op->code) {
	case WCORE_OP_BLOCK: case WCORE_OP_LOOP: case WCORE_OP_IF: case WCORE_OP_ELSE: case WCORE_OP_END:
	case WCORE_OP_BR: case WCORE_OP_BR_IF: case WCORE_OP_BR_TABLE: case WCORE_OP_RETURN:
	case WCORE_OP_UNREACHABLE: case WCORE_OP_CALL: case WCORE_OP_CALL_INDIRECT:
		return true;
	default:
		return !(op->flags & (WCORE_INSN_CALL | WCORE_INSN_TAIL_CALL | WCORE_INSN_BRANCH |
				      WCORE_INSN_BLOCK | WCORE_INSN_THROW)) &&
		       op->code != WCORE_OP_CATCH && op->code != WCORE_OP_CATCH_ALL &&
		       op->code != WCORE_OP_DELEGATE && op->imm != WCORE_IMM_RESUME;
	}
}

static bool take_effect(struct wcore_replay *replay, const struct wcore_insn *insn, struct replay_step *step)
{
	const struct wcore_functype *type;
	struct wcore_block_type block;
	struct wcore_valtype single;
	struct ssa_effect effect;
	uint32_t pops;

	switch (insn->op->code) {
	case WCORE_OP_BLOCK: case WCORE_OP_LOOP: case WCORE_OP_IF:
		if (!wcore_insn_block_type(replay->module, insn, &single, &block))
			return false;
		step->pops = block.param_count;
		step->pushes = block.result_count;
		return true;
	case WCORE_OP_CALL:
		type = insn->imm[0] <= UINT32_MAX ?
		       wcore_index_functype(replay->module, (uint32_t)insn->imm[0]) : NULL;
		break;
	case WCORE_OP_CALL_INDIRECT:
		type = insn->imm[0] < replay->index->type_count ? &replay->index->types[insn->imm[0]] : NULL;
		break;
	case WCORE_OP_ELSE: case WCORE_OP_END: case WCORE_OP_BR: case WCORE_OP_BR_IF: case WCORE_OP_BR_TABLE:
	case WCORE_OP_RETURN: case WCORE_OP_UNREACHABLE: case WCORE_OP_LOCAL_GET: case WCORE_OP_LOCAL_SET:
	case WCORE_OP_LOCAL_TEE: case WCORE_OP_GLOBAL_GET: case WCORE_OP_GLOBAL_SET: case DROP: case SELECT:
	case SELECT_TYPED: case WCORE_OP_I32_CONST: case WCORE_OP_I64_CONST: case WCORE_OP_F32_CONST:
	case WCORE_OP_F64_CONST:
		return true;
	case 0xfd00000c:
		step->pushes = 1;
		return true;
	default:
		if (!wcore_ssa_effect(replay->index, insn, &pops, &effect) || pops > 64)
			return false;
		step->pops = pops;
		step->pushes = effect.pushes;
		return true;
	}
	if (!type || type->kind != 0x60 || type->param_count > 64 || type->result_count > 16)
		return false;
	step->pops = type->param_count;
	step->pushes = type->result_count;
	return true;
}

/* Blocks that are open. */
struct nesting { uint32_t open[NESTING_MAX]; uint32_t count; };

static bool note_block(struct replay_code *code, struct nesting *nesting, uint32_t at)
{
	struct replay_step *step = &code->steps[at];
	uint32_t start = nesting->count ? nesting->open[nesting->count - 1] : UINT32_MAX;

	switch (step->op->code) {
	case WCORE_OP_BLOCK: case WCORE_OP_LOOP: case WCORE_OP_IF:
		if (nesting->count == NESTING_MAX)
			return false;
		nesting->open[nesting->count++] = at;
		return true;
	case WCORE_OP_ELSE:
		if (start == UINT32_MAX)
			return false;
		code->steps[start].other = at;
		return true;
	case WCORE_OP_END:
		if (start == UINT32_MAX)
			return true;	/* the function's */
		nesting->count--;
		code->steps[start].end = at;
		if (code->steps[start].other)
			code->steps[code->steps[start].other].end = at;
		else
			code->steps[start].other = at;
		return true;
	default:
		return true;
	}
}

static bool make_room(struct replay_code *code, uint32_t *capacity)
{
	struct replay_step *steps;

	if (code->count < *capacity)
		return true;
	*capacity += *capacity / 2 + 64;
	steps = wcore_realloc(code->steps, *capacity * sizeof(*steps));
	if (steps)
		code->steps = steps;
	return steps != NULL;
}

static bool read_steps(struct wcore_replay *replay, struct replay_code *code)
{
	uint32_t capacity = 0;
	struct nesting nesting = { .count = 0 };
	struct wcore_cursor cursor;
	struct wcore_insn insn;

	wcore_insn_cursor(replay->module, &code->function, &cursor);
	while (wcore_cursor_left(&cursor) > 0) {
		struct replay_step *step;
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);

		if (error || !make_room(code, &capacity)) {
			wcore_error_destroy(error);
			return false;
		}
		step = &code->steps[code->count];
		*step = (struct replay_step){
			.op = insn.op, .imm = { insn.imm[0], insn.imm[1] }, .memory = (uint32_t)insn.imm[2],
			.vector = insn.vector, .place = (uint32_t)(insn.offset - code->function.body),
		};
		if (insn.op->code >= WCORE_OP_LOCAL_GET && insn.op->code <= WCORE_OP_LOCAL_TEE &&
		    insn.imm[0] >= code->local_count)
			return false;
		if (!is_followed(insn.op) || !take_effect(replay, &insn, step) ||
		    !note_block(code, &nesting, code->count))
			return false;
		code->count++;
	}
	return code->count && !nesting.count && code->steps[code->count - 1].op->code == WCORE_OP_END;
}

static bool read_code(struct wcore_replay *replay, struct replay_code *code, uint32_t funcidx)
{
	const struct wcore_functype *type = wcore_index_functype(replay->module, funcidx);
	struct wcore_error *error = wcore_module_function(replay->module, funcidx, &code->function);
	uint64_t size = error || code->function.is_imported ? 0 : code->function.end - code->function.body;
	uint64_t locals;

	wcore_error_destroy(error);
	if (!size || !type || size > FUNCTION_MAX || size > replay->code_size)
		return false;
	replay->code_size -= size;
	locals = wcore_function_local_count(replay->module, &code->function);
	if (locals > LOCALS_MAX || type->param_count > locals || type->result_count > 16)
		return false;
	code->param_count = type->param_count;
	code->result_count = type->result_count;
	code->local_count = (uint32_t)locals;
	code->is_zero = wcore_calloc((size_t)locals + 1, sizeof(*code->is_zero));
	return code->is_zero && read_locals(replay->module, code) && read_steps(replay, code);
}

const struct replay_code *wcore_replay_code(struct wcore_replay *replay, uint32_t funcidx)
{
	struct replay_code *code;
	unsigned count = 0;

	for (code = replay->codes; code; code = code->next, count++)
		if (code->function.funcidx == funcidx)
			break;
	replay->steps -= replay->steps < count / 4 ? replay->steps : count / 4;
	if (code || count == FUNCTIONS_MAX)
		return code && code->is_usable ? code : NULL;
	code = wcore_calloc(1, sizeof(*code));
	if (!code)
		return NULL;
	code->next = replay->codes;
	replay->codes = code;
	code->is_usable = read_code(replay, code, funcidx);
	code->function.funcidx = funcidx;
	return code->is_usable ? code : NULL;
}

void wcore_replay_close(struct wcore_replay *replay)
{
	for (struct replay_code *code = replay ? replay->codes : NULL, *next; code; code = next) {
		next = code->next;
		free(code->steps);
		free(code->is_zero);
		free(code);
	}
	if (replay)
		replay->codes = NULL;
}
