/* Blocks, edges and what branches pass: the one pass over the code (WebAssembly 3.0, 3.3.8). */
#include <stdlib.h>

#include "ssa_build.h"

enum {
	OP_BR_ON_NULL = 0xd5, OP_BR_ON_NON_NULL = 0xd6, OP_BR_ON_CAST_DESC = 0xfb000025,
	OP_BR_ON_CAST_DESC_FAIL = 0xfb000026,
};

static void start_block(struct ssa_builder *builder, uint32_t edge, uint32_t edge_count)
{
	struct wcore_ssa *ssa = builder->ssa;
	struct ssa_block *block = wcore_ssa_push(ssa, &ssa->blocks, sizeof(*block), 1);

	if (!block || ssa->status != SSA_OK)
		return;
	if (ssa->blocks.count > 1)
		ssa_block(ssa, builder->block)->calls = builder->calls;
	builder->block = ssa->blocks.count - 1;
	*block = (struct ssa_block){
		.edge = edge, .edge_count = edge_count, .events = ssa->events.count,
		.last_call = WCORE_SSA_NONE, .calls = builder->calls,
	};
	if (edge_count > 0)
		wcore_ssa_hang(ssa, builder->block);
}

static uint32_t add_edge(struct ssa_builder *builder, uint32_t from, uint32_t args,
			 enum ssa_sense sense, uint32_t condition)
{
	struct ssa_edge *edge = wcore_ssa_push(builder->ssa, &builder->ssa->edges, sizeof(*edge), 1);

	if (!edge)
		return WCORE_SSA_NONE;
	*edge = (struct ssa_edge){
		.from = from, .next = WCORE_SSA_NONE, .args = args, .condition = condition,
		.sense = (uint8_t)sense,
	};
	return builder->ssa->edges.count - 1;
}

/* A new block that only this one leads to. */
static void go_on(struct ssa_builder *builder, enum ssa_sense sense, uint32_t condition)
{
	uint32_t edge = add_edge(builder, builder->block, 0, sense, condition);

	start_block(builder, edge, 1);
}

/* Keeps the operands on top, which stay, as what an edge passes. */
static uint32_t save_args(struct ssa_builder *builder, uint32_t count)
{
	struct wcore_ssa *ssa = builder->ssa;
	uint32_t first = wcore_ssa_top_operands(builder, count);
	uint32_t *args = wcore_ssa_push(ssa, &ssa->edge_args, sizeof(*args), count);

	if (!args || ssa->status != SSA_OK)
		return 0;
	for (uint32_t i = 0; i < count; i++)
		args[i] = *ssa_number(&builder->stack, first + i);
	return ssa->edge_args.count - count;
}

static uint32_t label_arity(const struct ssa_label *label)
{
	return label->opcode == WCORE_OP_LOOP ? label->param_count : label->result_count;
}

static const struct wcore_valtype *label_types(const struct ssa_label *label)
{
	return label->opcode == WCORE_OP_LOOP ? label->params : label->results;
}

/* An edge to where a branch to the label leads; branches out of the function are none. */
static uint32_t branch_from(struct ssa_builder *builder, struct ssa_label *label, uint32_t from,
			    uint32_t args, enum ssa_sense sense, uint32_t condition)
{
	struct wcore_ssa *ssa = builder->ssa;
	uint32_t number;

	if (label->opcode == 0)
		return WCORE_SSA_NONE;
	number = add_edge(builder, from, args, sense, condition);
	if (number == WCORE_SSA_NONE)
		return number;
	if (label->opcode == WCORE_OP_LOOP) {
		struct ssa_block *head = ssa_block(ssa, label->block);

		ssa_edge(ssa, number)->next = head->edge;
		head->edge = number;
		head->edge_count++;
	} else {
		ssa_edge(ssa, number)->next = label->edge;
		label->edge = number;
		label->edge_count++;
	}
	return number;
}

static struct ssa_label *find_label(struct ssa_builder *builder, uint64_t depth)
{
	if (depth < builder->labels.count)
		return ssa_label(builder, depth);
	builder->ssa->status = SSA_UNKNOWN;
	return NULL;
}

static void branch(struct ssa_builder *builder, uint64_t depth, enum ssa_sense sense,
		   uint32_t condition)
{
	struct ssa_label *label = find_label(builder, depth);
	uint32_t args;

	if (!label)
		return;
	args = save_args(builder, label_arity(label));
	if (builder->ssa->status == SSA_OK)
		branch_from(builder, label, builder->block, args, sense, condition);
}

/* What cannot be followed passes through here: exceptions and handlers bring values of their own. */
static void branch_with_others(struct ssa_builder *builder, uint64_t depth, uint64_t place)
{
	struct wcore_ssa *ssa = builder->ssa;
	struct ssa_label *label = find_label(builder, depth);
	uint32_t first = ssa->edge_args.count, count;

	if (!label)
		return;
	count = label_arity(label);
	if (!wcore_ssa_push(ssa, &ssa->edge_args, sizeof(uint32_t), count))
		return;
	for (uint32_t i = 0; i < count && ssa->status == SSA_OK; i++)
		*ssa_number(&ssa->edge_args, first + i) = wcore_ssa_other(
			ssa, ssa_label_type(label_types(label), label, i), builder->block, place);
	branch_from(builder, label, builder->block, first, SSA_ALWAYS, 0);
}

static void branch_table(struct ssa_builder *builder, const struct wcore_insn *insn)
{
	struct wcore_ssa *ssa = builder->ssa;
	uint32_t selector = wcore_ssa_pop_operand(builder), args = 0, depth = 0;
	struct wcore_cursor items;
	struct wcore_error *error = NULL;

	wcore_insn_vector_cursor(insn, &items);
	for (uint64_t i = 0; i <= insn->imm[0] && ssa->status == SSA_OK; i++) {
		struct ssa_label *label;

		error = wcore_cursor_leb_u32(&items, &depth);
		if (error)
			break;
		label = find_label(builder, depth);
		if (label && i == 0)
			args = save_args(builder, label_arity(label));
		if (!label || ssa->status != SSA_OK)
			break;
		if (label->table == insn->offset) {
			if (label->table_edge != WCORE_SSA_NONE)
				ssa_edge(ssa, label->table_edge)->sense = SSA_ALWAYS;
			continue;
		}
		label->table = insn->offset;
		label->table_edge = branch_from(builder, label, builder->block, args,
						i < insn->imm[0] ? SSA_IS_BITS : SSA_ALWAYS, selector);
		if (label->table_edge != WCORE_SSA_NONE)
			ssa_edge(ssa, label->table_edge)->bits = (uint32_t)i;
	}
	if (error)
		ssa->status = SSA_UNKNOWN;
	wcore_error_destroy(error);
}

/* The labels of catch clauses: a kind byte, for some kinds a tag, a label. */
static void branch_clauses(struct ssa_builder *builder, uint64_t start, uint64_t end,
			   const struct wcore_insn *insn)
{
	struct wcore_cursor items = { .data = insn->data, .pos = start, .end = end };
	struct wcore_error *error = NULL;

	while (!error && wcore_cursor_left(&items) > 0 && builder->ssa->status == SSA_OK) {
		uint8_t kind;
		uint32_t index;

		error = wcore_cursor_u8(&items, &kind);
		if (!error && kind < 2)
			error = wcore_cursor_leb_u32(&items, &index);
		if (!error)
			error = wcore_cursor_leb_u32(&items, &index);
		if (!error)
			branch_with_others(builder, index, insn->offset);
	}
	if (error)
		builder->ssa->status = SSA_UNKNOWN;
	wcore_error_destroy(error);
}

static void open_label(struct ssa_builder *builder, const struct wcore_insn *insn)
{
	struct wcore_ssa *ssa = builder->ssa;
	struct ssa_label *label;
	struct wcore_block_type type;
	struct wcore_valtype single = { 0 };
	uint32_t first;

	if (!wcore_insn_block_type(ssa->module, insn, &single, &type)) {
		ssa->status = SSA_UNKNOWN;
		return;
	}
	first = wcore_ssa_top_operands(builder, type.param_count);
	label = wcore_ssa_push(ssa, &builder->labels, sizeof(*label), 1);
	if (!label)
		return;
	*label = (struct ssa_label){
		.opcode = insn->op->code, .height = first, .params = type.params,
		.results = type.results == &single ? NULL : type.results,
		.param_count = type.param_count, .result_count = type.result_count,
		.single = single, .edge = WCORE_SSA_NONE, .block = builder->block,
	};
}

static uint32_t add_join(struct ssa_builder *builder, uint8_t type, uint32_t i)
{
	const struct wcore_ssa_node node = {
		.kind = (enum wcore_ssa_kind)SSA_JOIN, .type = type, .block = builder->block,
		.index = i, .event = WCORE_SSA_NONE,
	};

	return wcore_ssa_add(builder->ssa, &node);
}

static void open_loop(struct ssa_builder *builder)
{
	struct ssa_label *label = ssa_label(builder, 0);
	uint32_t args = save_args(builder, label->param_count);
	uint32_t edge = add_edge(builder, builder->block, args, SSA_ALWAYS, 0);

	start_block(builder, edge, 1);
	label->block = builder->block;
	label->outer_loop = builder->loop;
	builder->loop = builder->block;
	for (uint32_t i = 0; i < label->param_count && builder->ssa->status == SSA_OK; i++)
		*ssa_number(&builder->stack, label->height + i) =
			add_join(builder, label->params[i].code, i);
}

static void open_block(struct ssa_builder *builder, const struct wcore_insn *insn)
{
	uint32_t condition = 0;
	struct ssa_label *label;

	if (insn->op->code == WCORE_OP_IF)
		condition = wcore_ssa_pop_operand(builder);
	open_label(builder, insn);
	if (builder->ssa->status != SSA_OK)
		return;
	label = ssa_label(builder, 0);
	switch (insn->op->code) {
	case WCORE_OP_LOOP:
		open_loop(builder);
		break;
	case WCORE_OP_IF:
		label->condition = condition;
		label->args = save_args(builder, label->param_count);
		go_on(builder, SSA_IS_NOT_ZERO, condition);
		break;
	case WCORE_OP_TRY_TABLE:
		label->clauses = insn->vector;
		label->clauses_end = insn->next;
		/* fall through */
	case WCORE_OP_TRY:
		go_on(builder, SSA_ALWAYS, 0);
		label->body_first = builder->block;
		break;
	default:
		break;
	}
}

/* The branch of an `if` that is taken when the condition is zero. */
static void open_else(struct ssa_builder *builder, struct ssa_label *label)
{
	label->has_else = true;
	start_block(builder, add_edge(builder, label->block, label->args, SSA_IS_ZERO,
				      label->condition), 1);
	for (uint32_t i = 0; i < label->param_count && builder->ssa->status == SSA_OK; i++)
		wcore_ssa_push_operand(builder,
				       *ssa_number(&builder->ssa->edge_args, label->args + i));
	builder->is_dead = false;
}

/* A block that stands for an exception somewhere in the body of a try. */
static void open_catch(struct ssa_builder *builder, const struct ssa_label *label,
		       uint32_t body_end)
{
	uint32_t edge = add_edge(builder, label->block, 0, SSA_ALWAYS, 0);

	start_block(builder, edge, 1);
	if (builder->ssa->status != SSA_OK)
		return;
	ssa_block(builder->ssa, builder->block)->body_first = label->body_first;
	ssa_block(builder->ssa, builder->block)->body_end = body_end;
	builder->has_caught = true;
	builder->is_dead = false;
}

/* The code of a branch of an `if` or `try` ended: the block goes on behind its end. */
static void fall_out(struct ssa_builder *builder)
{
	struct ssa_label *label = ssa_label(builder, 0);

	if (!builder->is_dead) {
		if (builder->stack.count != label->height + label->result_count)
			builder->ssa->status = SSA_UNKNOWN;
		else
			branch(builder, 0, SSA_ALWAYS, 0);
	}
	builder->stack.count = label->height;
}

static void step_else(struct ssa_builder *builder, const struct wcore_insn *insn)
{
	struct ssa_label *label = ssa_label(builder, 0);
	const struct wcore_functype *type = NULL;

	fall_out(builder);
	if (insn->op->code == WCORE_OP_ELSE) {
		if (label->opcode != WCORE_OP_IF || label->has_else)
			builder->ssa->status = SSA_UNKNOWN;
		else
			open_else(builder, label);
		return;
	}
	if (label->opcode != WCORE_OP_TRY) {
		builder->ssa->status = SSA_UNKNOWN;
		return;
	}
	if (!label->body_end)
		label->body_end = builder->ssa->blocks.count;
	if (insn->op->code == WCORE_OP_CATCH)
		type = wcore_ssa_tag_type(builder, insn->imm[0]);
	open_catch(builder, label, label->body_end);
	if (type)
		wcore_ssa_push_others(builder, type->params, type->param_count, insn->offset);
}

/* Behind the end of a loop, which branches do not lead to. */
static void close_loop(struct ssa_builder *builder)
{
	struct ssa_label *label = ssa_label(builder, 0);
	bool is_dead = builder->is_dead;

	if (!is_dead && builder->stack.count != label->height + label->result_count)
		builder->ssa->status = SSA_UNKNOWN;
	ssa_block(builder->ssa, label->block)->loop_end = builder->ssa->blocks.count;
	if (is_dead)
		builder->stack.count = label->height;
	else
		go_on(builder, SSA_ALWAYS, 0);
	builder->is_done = builder->labels.count == builder->last_loop;
	builder->loop = label->outer_loop;
	builder->labels.count--;
}

/* A join is a block of its own unless only the block in front of it leads there. */
static void close_block(struct ssa_builder *builder, const struct wcore_insn *insn)
{
	struct wcore_ssa *ssa = builder->ssa;
	struct ssa_label *label = ssa_label(builder, 0);
	uint32_t count = label->result_count;

	if (label->opcode == WCORE_OP_IF && !label->has_else) {
		if (label->param_count != count)
			ssa->status = SSA_UNKNOWN;
		branch_from(builder, label, label->block, label->args, SSA_IS_ZERO, label->condition);
	}
	if (!builder->is_dead && !label->edge_count && label->opcode != WCORE_OP_TRY_TABLE) {
		if (builder->stack.count != label->height + count)
			ssa->status = SSA_UNKNOWN;
		builder->labels.count--;
		return;
	}
	fall_out(builder);
	if (label->opcode == WCORE_OP_TRY_TABLE && label->clauses_end > label->clauses) {
		uint64_t start = label->clauses, end = label->clauses_end;
		struct ssa_label closed = *label;

		open_catch(builder, label, ssa->blocks.count);
		builder->labels.count--;
		branch_clauses(builder, start, end, insn);
		wcore_ssa_push(ssa, &builder->labels, sizeof(closed), 1);
		if (ssa->status != SSA_OK)
			return;
		label = ssa_label(builder, 0);
		*label = closed;
	}
	builder->labels.count--;
	builder->is_dead = label->edge_count == 0;
	if (builder->is_dead || ssa->status != SSA_OK)
		return;
	start_block(builder, label->edge, label->edge_count);
	for (uint32_t i = 0; i < count && ssa->status == SSA_OK; i++)
		wcore_ssa_push_operand(builder, add_join(builder,
							 ssa_label_type(label->results, label, i), i));
}

static void close_label(struct ssa_builder *builder, const struct wcore_insn *insn)
{
	if (ssa_label(builder, 0)->opcode == 0)
		builder->is_done = true;
	else if (ssa_label(builder, 0)->opcode == WCORE_OP_LOOP)
		close_loop(builder);
	else
		close_block(builder, insn);
}

static void branch_on_reference(struct ssa_builder *builder, const struct wcore_insn *insn)
{
	struct wcore_ssa *ssa = builder->ssa;
	uint64_t depth = insn->imm[insn->op->imm == WCORE_IMM_CAST ? 1 : 0];
	uint32_t code = insn->op->code, reference;

	if (code == OP_BR_ON_CAST_DESC || code == OP_BR_ON_CAST_DESC_FAIL)
		wcore_ssa_pop_operand(builder);
	wcore_ssa_top_operands(builder, 1);
	if (ssa->status != SSA_OK)
		return;
	reference = *ssa_number(&builder->stack, builder->stack.count - 1);
	if (code == OP_BR_ON_NULL)
		builder->stack.count--;
	branch(builder, depth, SSA_ALWAYS, 0);
	if (code == OP_BR_ON_NULL)
		wcore_ssa_push_operand(builder, reference);
	else if (code == OP_BR_ON_NON_NULL)
		builder->stack.count--;
	go_on(builder, SSA_ALWAYS, 0);
}

/* True when the instruction was one of control. */
static bool step_control(struct ssa_builder *builder, const struct wcore_insn *insn)
{
	uint32_t condition;

	switch (insn->op->code) {
	case WCORE_OP_BLOCK:
	case WCORE_OP_LOOP:
	case WCORE_OP_IF:
	case WCORE_OP_TRY:
	case WCORE_OP_TRY_TABLE:
		open_block(builder, insn);
		return true;
	case WCORE_OP_BR:
		branch(builder, insn->imm[0], SSA_ALWAYS, 0);
		builder->is_dead = true;
		return true;
	case WCORE_OP_BR_IF:
		condition = wcore_ssa_pop_operand(builder);
		branch(builder, insn->imm[0], SSA_IS_NOT_ZERO, condition);
		go_on(builder, SSA_IS_ZERO, condition);
		return true;
	case WCORE_OP_BR_TABLE:
		branch_table(builder, insn);
		builder->is_dead = true;
		return true;
	case WCORE_OP_UNREACHABLE:
	case WCORE_OP_RETURN:
	case WCORE_OP_THROW:
	case WCORE_OP_RETHROW:
	case WCORE_OP_THROW_REF:
		builder->is_dead = true;
		return true;
	case OP_BR_ON_NULL:
	case OP_BR_ON_NON_NULL:
		branch_on_reference(builder, insn);
		return true;
	default:
		break;
	}
	if (insn->op->imm == WCORE_IMM_CAST)
		branch_on_reference(builder, insn);
	else if (insn->op->flags & WCORE_INSN_TAIL_CALL)
		builder->is_dead = true;
	else
		return false;
	return true;
}

static bool is_border(const struct wcore_opcode *op)
{
	switch (op->code) {
	case WCORE_OP_ELSE:
	case WCORE_OP_CATCH:
	case WCORE_OP_CATCH_ALL:
	case WCORE_OP_END:
	case WCORE_OP_DELEGATE:
		return true;
	default:
		return false;
	}
}

/* The state in front of the instruction that was asked for is that at the start of the block. */
static void reach(struct ssa_builder *builder, const struct wcore_insn *insn)
{
	struct wcore_ssa *ssa = builder->ssa;
	uint32_t outer = 0;

	ssa->is_found = true;
	ssa->target = builder->block;
	if (insn) {
		ssa->insn = *insn;
		ssa->has_insn = true;
	}
	ssa->operand_count = builder->stack.count;
	ssa->operands = wcore_ssa_alloc(ssa, ssa->operand_count, sizeof(*ssa->operands));
	for (uint32_t i = 0; ssa->operands && i < ssa->operand_count; i++)
		ssa->operands[i] = *ssa_number(&builder->stack, i);
	for (uint32_t i = 0; i < builder->labels.count && !outer; i++) {
		if (((struct ssa_label *)builder->labels.items)[i].opcode == WCORE_OP_LOOP)
			outer = i + 1;
	}
	builder->last_loop = outer;
	builder->is_done = outer == 0;
}

static void step(struct ssa_builder *builder, const struct wcore_insn *insn)
{
	bool is_target = insn->offset == builder->offset;

	if (builder->is_dead && !(builder->dead_depth == 0 && is_border(insn->op))) {
		builder->dead_depth += insn->op->flags & WCORE_INSN_BLOCK ? 1 : 0;
		builder->dead_depth -= insn->op->code == WCORE_OP_END ||
				       insn->op->code == WCORE_OP_DELEGATE;
		return;
	}
	if (is_target && insn->op->code != WCORE_OP_LOOP && !is_border(insn->op)) {
		go_on(builder, SSA_ALWAYS, 0);
		reach(builder, insn);
		if (builder->is_done)
			return;
	}
	if (insn->op->code == WCORE_OP_END || insn->op->code == WCORE_OP_DELEGATE)
		close_label(builder, insn);
	else if (is_border(insn->op))
		step_else(builder, insn);
	else if (!step_control(builder, insn))
		wcore_ssa_step(builder, insn);
	if (is_target && insn->op->code == WCORE_OP_LOOP && builder->ssa->status == SSA_OK)
		reach(builder, insn);
}

static struct wcore_error *failure(const struct wcore_ssa *ssa, uint64_t place)
{
	const char *path = ssa->module->file->path, *where = "section 10 (code)";

	switch (ssa->status) {
	case SSA_NOMEM:
		return wcore_error_nomem();
	case SSA_LIMIT:
		return wcore_error_at(WCORE_ERROR_LIMIT, path, where, place,
				      "func[%u] is too large to be followed",
				      ssa->function.funcidx);
	case SSA_UNKNOWN:
		return wcore_error_at(WCORE_ERROR_FORMAT, path, where, place,
				      "the code of func[%u] cannot be followed here",
				      ssa->function.funcidx);
	case SSA_OK:
		break;
	}
	if (ssa->is_found)
		return NULL;
	return wcore_error_at(WCORE_ERROR_NOT_FOUND, path, where, place,
			      "func[%u] cannot stop here", ssa->function.funcidx);
}

static struct wcore_error *run(struct ssa_builder *builder)
{
	struct wcore_ssa *ssa = builder->ssa;
	struct ssa_label *function;
	struct wcore_cursor cursor;
	struct wcore_insn insn;
	uint64_t place = builder->offset;

	wcore_insn_cursor(ssa->module, &ssa->function, &cursor);
	function = wcore_ssa_push(ssa, &builder->labels, sizeof(*function), 1);
	if (function) {
		function->results = ssa->type->results;
		function->result_count = ssa->type->result_count;
	}
	start_block(builder, WCORE_SSA_NONE, 0);
	if (builder->offset == ssa->function.body && ssa->status == SSA_OK)
		reach(builder, NULL);
	while (ssa->status == SSA_OK && !builder->is_done && wcore_cursor_left(&cursor) > 0) {
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);

		if (error)
			return error;
		place = insn.offset;
		step(builder, &insn);
	}
	if (ssa->status == SSA_OK && ssa->is_found && !builder->is_done)
		ssa->status = SSA_UNKNOWN;
	if (ssa->blocks.count > 0)
		ssa_block(ssa, builder->block)->calls = builder->calls;
	return failure(ssa, ssa->status == SSA_OK ? builder->offset : place);
}

struct wcore_error *wcore_ssa_build(struct wcore_ssa *ssa, uint64_t offset)
{
	struct ssa_builder builder = { .ssa = ssa, .offset = offset };
	struct wcore_error *error;

	builder.last_def = wcore_ssa_alloc(ssa, ssa->variable_count, sizeof(*builder.last_def));
	error = run(&builder);
	free(builder.last_def);
	wcore_ssa_free(ssa, &builder.stack, sizeof(uint32_t));
	wcore_ssa_free(ssa, &builder.labels, sizeof(struct ssa_label));
	wcore_ssa_free(ssa, &builder.tags, sizeof(uint32_t));
	return error;
}
