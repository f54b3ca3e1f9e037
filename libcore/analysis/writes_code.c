/*
 * The code of a function once from its start to its end: which numbers are
 * a constant, a parameter or the stack pointer and a constant, on any way.
 *
 * A local has what was set last in the code, unless another way can have
 * brought something else: at the end of a block nothing is known of what was set in it,
 * at the start of a loop nothing of what is set further down.
 */
#include <string.h>

#include "ssa_state.h"
#include "writes.h"

/* Of one function. */
#define LOCALS_MAX 64
#define STACK_MAX 128
#define BLOCKS_MAX 64

enum { OP_DROP = 0x1a, OP_SELECT = 0x1b, OP_SELECT_TYPED = 0x1c, OP_I32_ADD = 0x6a, OP_I32_SUB = 0x6b };

struct number {
	bool is_known;
	enum wcore_write_base base;
	uint32_t index, addend;
};

/* A local, or the stack pointer. */
struct variable {
	struct number value;
	uint32_t set_at;	/* how many instructions in front of it */
	uint32_t sets_left;
};

struct reader {
	struct wcore_writes_search *search;
	const struct wcore_index *index;
	const struct wcore_functype *type;
	struct wcore_written *written;
	struct variable variables[LOCALS_MAX + 1];	/* the last is the stack pointer */
	struct number stack[STACK_MAX];
	unsigned height;
	struct { unsigned height; uint32_t results, start; } blocks[BLOCKS_MAX];
	unsigned block_count;
	uint32_t position;
	bool is_done;
};

static const struct number unknown;

static void give_up(struct reader *reader)
{
	reader->written->is_anything = true;
}

static void push(struct reader *reader, struct number value)
{
	if (reader->height == STACK_MAX)
		give_up(reader);
	else
		reader->stack[reader->height++] = value;
}

/* Code that is not reached may take more than there is. */
static struct number pop(struct reader *reader)
{
	unsigned bottom = reader->block_count ? reader->blocks[reader->block_count - 1].height : 0;

	return reader->height > bottom ? reader->stack[--reader->height] : unknown;
}

static void pop_many(struct reader *reader, uint32_t count)
{
	for (uint32_t i = 0; i < count && i < STACK_MAX; i++)
		pop(reader);
}

static void push_many(struct reader *reader, uint32_t count)
{
	for (uint32_t i = 0; i < count && !reader->written->is_anything; i++)
		push(reader, unknown);
}

/* The local or the stack pointer that the instruction reads or sets; NULL when it is not followed. */
static struct variable *variable_of(struct reader *reader, const struct wcore_insn *insn)
{
	const struct wcore_writes *writes = reader->search->writes;

	if (insn->op->code == WCORE_OP_GLOBAL_GET || insn->op->code == WCORE_OP_GLOBAL_SET)
		return writes->has_pointer && insn->imm[0] == writes->pointer ?
		       &reader->variables[LOCALS_MAX] : NULL;
	return insn->imm[0] < LOCALS_MAX ? &reader->variables[insn->imm[0]] : NULL;
}

static bool is_set(const struct wcore_opcode *op)
{
	return op->code == WCORE_OP_LOCAL_SET || op->code == WCORE_OP_LOCAL_TEE ||
	       op->code == WCORE_OP_GLOBAL_SET;
}

static void step_variable(struct reader *reader, const struct wcore_insn *insn)
{
	struct variable *variable = variable_of(reader, insn);
	struct number value;

	if (!is_set(insn->op)) {
		push(reader, variable ? variable->value : unknown);
		return;
	}
	value = pop(reader);
	if (variable) {
		variable->value = value;
		variable->set_at = reader->position;
		variable->sets_left--;
	}
	if (insn->op->code == WCORE_OP_LOCAL_TEE)
		push(reader, value);
}

static void step_add(struct reader *reader, bool is_sub)
{
	struct number b = pop(reader), a = pop(reader), sum = unknown;

	if (a.is_known && b.is_known && b.base == WCORE_WRITE_CONSTANT) {
		sum = a;
		sum.addend = is_sub ? a.addend - b.addend : a.addend + b.addend;
	} else if (a.is_known && b.is_known && a.base == WCORE_WRITE_CONSTANT && !is_sub) {
		sum = b;
		sum.addend = a.addend + b.addend;
	}
	push(reader, sum);
}

static void add_write(struct reader *reader, const struct wcore_write *write)
{
	struct wcore_written *written = reader->written;

	for (uint32_t i = 0; i < written->count; i++) {
		const struct wcore_write *item = &written->items[i];

		if (item->base == write->base && item->index == write->index &&
		    item->addend == write->addend && item->offset == write->offset &&
		    item->memory == write->memory && item->width >= write->width)
			return;
	}
	if (written->count == WCORE_WRITES_MAX)
		give_up(reader);
	else
		written->items[written->count++] = *write;
}

static void step_store(struct reader *reader, const struct wcore_insn *insn)
{
	struct number address;

	pop(reader);
	address = pop(reader);
	if (!address.is_known || insn->op->width == 0) {
		give_up(reader);
		return;
	}
	const struct wcore_write write = {
		.base = address.base, .index = address.index, .addend = address.addend,
		.memory = (uint32_t)insn->imm[2], .width = insn->op->width, .offset = insn->imm[1],
	};
	add_write(reader, &write);
}

/* What the callee writes, in terms of what this function was called with. */
static void add_inner(struct reader *reader, struct wcore_write write, const struct number *args,
		      uint32_t count)
{
	struct number base = { .is_known = true, .base = WCORE_WRITE_CONSTANT };

	if (write.base == WCORE_WRITE_PARAM)
		base = write.index < count ? args[write.index] : unknown;
	else if (write.base == WCORE_WRITE_POINTER)
		base = reader->variables[LOCALS_MAX].value;
	if (!base.is_known) {
		give_up(reader);
		return;
	}
	write.base = base.base;
	write.index = base.index;
	write.addend += base.addend;
	add_write(reader, &write);
}

static void step_call(struct reader *reader, const struct wcore_insn *insn)
{
	const struct wcore_functype *type = insn->imm[0] <= UINT32_MAX ?
		wcore_index_functype(reader->search->writes->module, (uint32_t)insn->imm[0]) : NULL;
	struct number args[LOCALS_MAX];
	struct wcore_written inner;

	if (!type || type->param_count > LOCALS_MAX) {
		give_up(reader);
		return;
	}
	for (uint32_t i = type->param_count; i > 0; i--)
		args[i - 1] = pop(reader);
	push_many(reader, type->result_count);
	wcore_writes_search(reader->search, (uint32_t)insn->imm[0], &inner);
	if (inner.is_anything)
		give_up(reader);
	for (uint32_t i = 0; i < inner.count && !inner.is_anything; i++)
		add_inner(reader, inner.items[i], args, type->param_count);
}

static void open_block(struct reader *reader, const struct wcore_insn *insn)
{
	struct wcore_valtype single;
	struct wcore_block_type type;

	if (insn->op->code == WCORE_OP_IF)
		pop(reader);
	if (reader->block_count == BLOCKS_MAX ||
	    !wcore_insn_block_type(reader->search->writes->module, insn, &single, &type) ||
	    type.param_count > 0) {
		give_up(reader);
		return;
	}
	reader->blocks[reader->block_count].height = reader->height;
	reader->blocks[reader->block_count].results = type.result_count;
	reader->blocks[reader->block_count++].start = reader->position;
	for (unsigned i = 0; insn->op->code == WCORE_OP_LOOP && i <= LOCALS_MAX; i++)
		if (reader->variables[i].sets_left > 0)
			reader->variables[i].value = unknown;
}

/* An else or end: what was set since the block started may have been left out. */
static void close_block(struct reader *reader, bool is_end)
{
	if (reader->block_count == 0) {
		reader->is_done = true;
		return;
	}
	reader->height = reader->blocks[reader->block_count - 1].height;
	for (unsigned i = 0; i <= LOCALS_MAX; i++)
		if (reader->variables[i].set_at > reader->blocks[reader->block_count - 1].start)
			reader->variables[i].value = unknown;
	if (is_end)
		push_many(reader, reader->blocks[--reader->block_count].results);
}

/* By the table of effects. */
static void step_other(struct reader *reader, const struct wcore_insn *insn)
{
	const uint32_t writing = WCORE_INSN_ATOMIC | WCORE_INSN_MEMORY | WCORE_INSN_CALL |
				 WCORE_INSN_TAIL_CALL | WCORE_INSN_BLOCK | WCORE_INSN_BRANCH |
				 WCORE_INSN_THROW;
	struct ssa_effect effect;
	uint32_t pops;

	if (insn->op->flags & writing || !wcore_ssa_effect(reader->index, insn, &pops, &effect) ||
	    pops > STACK_MAX) {
		give_up(reader);
		return;
	}
	if (insn->op->flags & WCORE_INSN_STORE) {
		if (pops == 2)
			step_store(reader, insn);
		else
			give_up(reader);
		return;
	}
	pop_many(reader, pops);
	push_many(reader, effect.pushes);
}

static void step(struct reader *reader, const struct wcore_insn *insn)
{
	switch (insn->op->code) {
	case WCORE_OP_BLOCK:
	case WCORE_OP_LOOP:
	case WCORE_OP_IF:
		open_block(reader, insn);
		break;
	case WCORE_OP_ELSE:
	case WCORE_OP_END:
		close_block(reader, insn->op->code == WCORE_OP_END);
		break;
	case WCORE_OP_BR:
	case WCORE_OP_RETURN:
	case WCORE_OP_UNREACHABLE:
		break;
	case WCORE_OP_BR_IF:
	case WCORE_OP_BR_TABLE:
	case OP_DROP:
		pop(reader);
		break;
	case WCORE_OP_LOCAL_GET:
	case WCORE_OP_LOCAL_SET:
	case WCORE_OP_LOCAL_TEE:
	case WCORE_OP_GLOBAL_GET:
	case WCORE_OP_GLOBAL_SET:
		step_variable(reader, insn);
		break;
	case WCORE_OP_I32_CONST:
		push(reader, (struct number){ true, WCORE_WRITE_CONSTANT, 0, (uint32_t)insn->imm[0] });
		break;
	case WCORE_OP_I64_CONST:
	case WCORE_OP_F32_CONST:
	case WCORE_OP_F64_CONST:
		push(reader, unknown);
		break;
	case OP_I32_ADD:
	case OP_I32_SUB:
		step_add(reader, insn->op->code == OP_I32_SUB);
		break;
	case OP_SELECT:
	case OP_SELECT_TYPED:
		pop_many(reader, 3);
		push(reader, unknown);
		break;
	case WCORE_OP_CALL:
		step_call(reader, insn);
		break;
	default:
		step_other(reader, insn);
		break;
	}
}

/* Counts what is set where; false when the code cannot be decoded. */
static bool count_sets(struct reader *reader, const struct wcore_function *function)
{
	struct wcore_cursor cursor;
	struct wcore_insn insn;

	wcore_insn_cursor(reader->search->writes->module, function, &cursor);
	while (wcore_cursor_left(&cursor) > 0) {
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);
		struct variable *variable;

		if (error) {
			wcore_error_destroy(error);
			return false;
		}
		variable = is_set(insn.op) ? variable_of(reader, &insn) : NULL;
		if (variable)
			variable->sets_left++;
	}
	return true;
}

void wcore_writes_read(struct wcore_writes_search *search, const struct wcore_function *function,
		       struct wcore_written *ret)
{
	struct reader reader = { .search = search, .written = ret };
	struct wcore_module *module = search->writes->module;
	struct wcore_cursor cursor;
	struct wcore_insn insn;

	wcore_error_destroy(wcore_module_index(module, &reader.index));
	reader.type = wcore_index_functype(module, function->funcidx);
	if (!reader.index || !reader.type || !count_sets(&reader, function)) {
		ret->is_anything = true;
		return;
	}
	for (uint32_t i = 0; i < reader.type->param_count && i < LOCALS_MAX; i++)
		if (reader.type->params[i].code == WCORE_I32)
			reader.variables[i].value = (struct number){ true, WCORE_WRITE_PARAM, i, 0 };
	if (search->writes->has_pointer &&
	    reader.index->globals[search->writes->pointer].type.code == WCORE_I32)
		reader.variables[LOCALS_MAX].value = (struct number){ true, WCORE_WRITE_POINTER, 0, 0 };
	wcore_insn_cursor(module, function, &cursor);
	while (!reader.is_done && !ret->is_anything && wcore_cursor_left(&cursor) > 0) {
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);

		reader.position++;
		if (error)
			ret->is_anything = true;
		else
			step(&reader, &insn);
		wcore_error_destroy(error);
	}
	ret->is_anything |= !reader.is_done;
}
