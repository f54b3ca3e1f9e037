#include "ssa_state.h"

#include <stdlib.h>
#include "../base/presence.h"

#include "../base/alloc.h"

/* As engines have it. */
#define LOCALS_MAX 50000
/* More are not followed: OTHER. */
#define GLOBALS_MAX 2048
/* Bytes for a function, and for each byte of its code (dense code takes 33), so that all of a stack stay small. */
#define MEMORY_BASE ((size_t)192 << 10)
#define MEMORY_FACTOR 40
#define MEMORY_MAX ((size_t)40 << 20)
/* Of the walks of all queries together; then all is OTHER. */
#define STEPS_MAX (UINT64_C(1) << 22)
/* Of wcore_ssa_between() in all. */
#define VISITS_MAX (UINT64_C(1) << 25)

static struct wcore_error *too_large(const struct wcore_ssa *ssa)
{
	return wcore_error_at(WCORE_ERROR_LIMIT, ssa->module->file->path, "section 10 (code)",
			      ssa->function.body, "func[%u] is too large to be followed",
			      ssa->function.funcidx);
}

/* The types of all locals, in one pass over their declarations (5.5.13). */
static struct wcore_error *read_locals(struct wcore_ssa *ssa)
{
	struct wcore_cursor cursor;
	struct wcore_valtype type;
	uint64_t count = wcore_function_local_count(ssa->module, &ssa->function);
	uint32_t runs = 0, run, local = ssa->type->param_count;
	struct wcore_error *error;

	if (count > LOCALS_MAX)
		return too_large(ssa);
	ssa->local_count = (uint32_t)count;
	ssa->local_types = wcore_ssa_alloc(ssa, count, 1);
	if (!ssa->local_types)
		return ssa->status == SSA_LIMIT ? too_large(ssa) : wcore_error_nomem();
	for (uint32_t i = 0; i < ssa->type->param_count; i++)
		ssa->local_types[i] = ssa->type->params[i].code;
	wcore_file_use(ssa->module->file, ssa->function.body, ssa->function.end);
	wcore_cursor_init(&cursor, ssa->module->file, ssa->function.body,
			  ssa->function.end - ssa->function.body, "section 10 (code)");
	error = wcore_cursor_leb_u32(&cursor, &runs);
	for (uint32_t i = 0; !error && i < runs; i++) {
		error = wcore_cursor_leb_u32(&cursor, &run);
		if (!error)
			error = wcore_valtype_read(&cursor, &type);
		for (uint32_t k = 0; !error && k < run && local < count; k++)
			ssa->local_types[local++] = type.code;
	}
	return error;
}

static struct wcore_error *prepare(struct wcore_ssa *ssa, uint64_t offset)
{
	const struct wcore_ssa_node nothing = { .kind = WCORE_SSA_OTHER, .event = WCORE_SSA_NONE };
	struct wcore_error *error = wcore_module_index(ssa->module, &ssa->index);

	if (error)
		return error;
	ssa->type = wcore_index_functype(ssa->module, ssa->function.funcidx);
	if (!ssa->type || ssa->function.is_imported)
		return wcore_error_create(WCORE_ERROR_FORMAT, ssa->module->file->path,
					  "func[%u] has no type or no code", ssa->function.funcidx);
	if (ssa->function.end - ssa->function.body > WCORE_SSA_CODE_MAX)
		return too_large(ssa);
	ssa->memory_max = MEMORY_BASE + (size_t)(ssa->function.end - ssa->function.body) * MEMORY_FACTOR;
	if (ssa->memory_max > MEMORY_MAX)
		ssa->memory_max = MEMORY_MAX;
	error = read_locals(ssa);
	if (error)
		return error;
	ssa->global_count = ssa->index->global_count < GLOBALS_MAX ? ssa->index->global_count :
								    GLOBALS_MAX;
	ssa->variable_count = ssa->local_count + 2 * ssa->global_count;
	ssa->steps = STEPS_MAX;
	ssa->visits = VISITS_MAX;
	wcore_ssa_add(ssa, &nothing);
	if (ssa->status == SSA_OK)
		error = wcore_ssa_build(ssa, offset);
	if (!error && ssa->status == SSA_OK)
		wcore_ssa_prepare(ssa);
	if (error || ssa->status == SSA_OK)
		return error;
	return ssa->status == SSA_NOMEM ? wcore_error_nomem() : too_large(ssa);
}

struct wcore_error *wcore_ssa_create(struct wcore_module *module,
				     const struct wcore_function *function, uint64_t offset,
				     struct wcore_ssa **ret)
{
	struct wcore_ssa *ssa = wcore_calloc(1, sizeof(*ssa));
	struct wcore_error *error;

	if (!ssa)
		return wcore_error_nomem();
	ssa->module = module;
	ssa->function = *function;
	error = prepare(ssa, offset);
	if (error)
		wcore_ssa_destroy(ssa);
	else
		*ret = ssa;
	return error;
}

void wcore_ssa_destroy(struct wcore_ssa *ssa)
{
	if (!ssa)
		return;
	for (uint32_t i = 0; i < ssa->chunk_count; i++)
		free(ssa->chunks[i]);
	free(ssa->chunks);
	free(ssa->slots);
	free(ssa->blocks.items);
	free(ssa->edges.items);
	free(ssa->edge_args.items);
	free(ssa->events.items);
	free(ssa->call_args.items);
	free(ssa->defs.items);
	free(ssa->inputs.items);
	free(ssa->facts.items);
	free(ssa->local_types);
	free(ssa->operands);
	free(ssa->sorted);
	free(ssa->first_def);
	free(ssa->marks);
	free(ssa->queue);
	free(ssa);
}

uint32_t wcore_ssa_local(struct wcore_ssa *ssa, uint32_t local)
{
	if (local >= ssa->local_count)
		return WCORE_SSA_NONE;
	return wcore_ssa_resolve(ssa, wcore_ssa_entry(ssa, ssa->target, local));
}

uint32_t wcore_ssa_operand_count(const struct wcore_ssa *ssa)
{
	return ssa->operand_count;
}

uint32_t wcore_ssa_operand(struct wcore_ssa *ssa, uint32_t depth)
{
	if (depth >= ssa->operand_count)
		return WCORE_SSA_NONE;
	return wcore_ssa_resolve(ssa, ssa->operands[ssa->operand_count - 1 - depth]);
}

static uint32_t read_global(struct wcore_ssa *ssa, uint32_t global, uint32_t variable)
{
	if (global >= ssa->index->global_count)
		return WCORE_SSA_NONE;
	if (global >= ssa->global_count)
		return 0;
	if (!ssa->index->globals[global].is_mutable)
		return wcore_ssa_initial(ssa, variable);
	return wcore_ssa_resolve(ssa, wcore_ssa_entry(ssa, ssa->target, variable));
}

uint32_t wcore_ssa_global(struct wcore_ssa *ssa, uint32_t global)
{
	return read_global(ssa, global, ssa_global_variable(ssa, global));
}

uint32_t wcore_ssa_kept_global(struct wcore_ssa *ssa, uint32_t global)
{
	return read_global(ssa, global, ssa_kept_variable(ssa, global));
}

const struct wcore_insn *wcore_ssa_insn(const struct wcore_ssa *ssa)
{
	return ssa->has_insn ? &ssa->insn : NULL;
}

static const struct wcore_functype *call_type(const struct wcore_ssa *ssa)
{
	const struct wcore_index *index = ssa->index;
	uint64_t imm = ssa->insn.imm[0];

	switch (ssa->insn.op->code) {
	case WCORE_OP_CALL:
	case WCORE_OP_RETURN_CALL:
		return wcore_index_functype(ssa->module, (uint32_t)imm);
	case WCORE_OP_CALL_INDIRECT:
	case WCORE_OP_RETURN_CALL_INDIRECT:
	case WCORE_OP_CALL_REF:
	case WCORE_OP_RETURN_CALL_REF:
		return imm < index->type_count && index->types[imm].kind == 0x60 ?
		       &index->types[imm] : NULL;
	default:
		return NULL;
	}
}

uint32_t wcore_ssa_argument(struct wcore_ssa *ssa, uint32_t i)
{
	const struct wcore_functype *type = ssa->has_insn ? call_type(ssa) : NULL;
	uint32_t above;

	if (!type || i >= type->param_count)
		return WCORE_SSA_NONE;
	above = ssa->insn.op->code != WCORE_OP_CALL && ssa->insn.op->code != WCORE_OP_RETURN_CALL;
	return wcore_ssa_operand(ssa, above + type->param_count - 1 - i);
}

const struct wcore_ssa_node *wcore_ssa_node(struct wcore_ssa *ssa, uint32_t number)
{
	struct wcore_ssa_node *node = ssa_node(ssa, wcore_ssa_resolve(ssa, number));

	for (unsigned i = 0; i < node->arg_count; i++)
		node->args[i] = wcore_ssa_resolve(ssa, node->args[i]);
	return node;
}

uint32_t wcore_ssa_node_count(const struct wcore_ssa *ssa)
{
	return ssa->node_count;
}

uint32_t wcore_ssa_input_count(struct wcore_ssa *ssa, uint32_t phi)
{
	const struct wcore_ssa_node *node = wcore_ssa_node(ssa, phi);

	return node->kind == WCORE_SSA_PHI ? (uint32_t)node->bits : 0;
}

uint32_t wcore_ssa_input(struct wcore_ssa *ssa, uint32_t phi, uint32_t i)
{
	const struct wcore_ssa_node *node = wcore_ssa_node(ssa, phi);

	if (node->kind != WCORE_SSA_PHI || i >= node->bits)
		return WCORE_SSA_NONE;
	return wcore_ssa_resolve(ssa, *ssa_number(&ssa->inputs, node->index + i));
}

uint32_t wcore_ssa_event_count(const struct wcore_ssa *ssa)
{
	return ssa->events.count;
}

const struct wcore_ssa_event *wcore_ssa_event(struct wcore_ssa *ssa, uint32_t number)
{
	struct wcore_ssa_event *event = (struct wcore_ssa_event *)ssa->events.items + number;
	uint32_t *const nodes[] = { &event->address, &event->value, &event->node };

	for (size_t i = 0; i < sizeof(nodes) / sizeof(nodes[0]); i++) {
		if (*nodes[i] != WCORE_SSA_NONE)
			*nodes[i] = wcore_ssa_resolve(ssa, *nodes[i]);
	}
	return event;
}

uint32_t wcore_ssa_call_arg(struct wcore_ssa *ssa, const struct wcore_ssa_event *event, uint32_t i)
{
	if (event->kind != WCORE_SSA_EVENT_CALL || i >= event->arg_count)
		return WCORE_SSA_NONE;
	return wcore_ssa_resolve(ssa, *ssa_number(&ssa->call_args, event->first_arg + i));
}
