/* Instructions between branches: operands, variables, memory, calls. */
#include "ssa_build.h"

enum {
	OP_DROP = 0x1a, OP_SELECT = 0x1b, OP_SELECT_T = 0x1c, OP_REF_AS_NON_NULL = 0xd4,
	OP_SUSPEND = 0xe2, OP_MEMORY_GROW = 0x40, OP_V128_LOAD = 0xfd000000,
	OP_V128_CONST = 0xfd00000c, OP_MEMORY_INIT = 0xfc000008, OP_MEMORY_COPY = 0xfc00000a,
	OP_MEMORY_FILL = 0xfc00000b, OP_MEMORY_DISCARD = 0xfc000012, OP_NOTIFY = 0xfe000000,
	OP_GLOBAL_ATOMIC_SET = 0xfe000050, OP_GLOBAL_ATOMIC_LAST = 0xfe000057, TYPE_FUNC = 0x60,
};

void wcore_ssa_push_operand(struct ssa_builder *builder, uint32_t node)
{
	uint32_t *at = wcore_ssa_push(builder->ssa, &builder->stack, sizeof(*at), 1);

	if (at)
		*at = node;
}

uint32_t wcore_ssa_pop_operand(struct ssa_builder *builder)
{
	if (builder->stack.count <= ssa_label(builder, 0)->height) {
		builder->ssa->status = SSA_UNKNOWN;
		return 0;
	}
	return *ssa_number(&builder->stack, --builder->stack.count);
}

uint32_t wcore_ssa_top_operands(struct ssa_builder *builder, uint32_t count)
{
	if (builder->stack.count - ssa_label(builder, 0)->height < count) {
		builder->ssa->status = SSA_UNKNOWN;
		return 0;
	}
	return builder->stack.count - count;
}

void wcore_ssa_push_others(struct ssa_builder *builder, const struct wcore_valtype *types,
			   uint32_t count, uint64_t place)
{
	for (uint32_t i = 0; i < count && builder->ssa->status == SSA_OK; i++)
		wcore_ssa_push_operand(builder, wcore_ssa_other(builder->ssa, types[i].code,
								builder->block, place));
}

const struct wcore_functype *wcore_ssa_function_type(struct wcore_ssa *ssa, uint64_t typeidx)
{
	if (typeidx < ssa->index->type_count && ssa->index->types[typeidx].kind == TYPE_FUNC)
		return &ssa->index->types[typeidx];
	ssa->status = SSA_UNKNOWN;
	return NULL;
}

/* Imported tags, then the tag section (5.5.16). */
static void read_tags(struct ssa_builder *builder)
{
	struct wcore_ssa *ssa = builder->ssa;
	const struct wcore_section *section = wcore_module_section(ssa->module, WCORE_SECTION_TAG);
	struct wcore_cursor cursor;
	struct wcore_error *error;
	uint32_t count = 0, *at;
	uint8_t attribute;

	builder->has_tags = true;
	for (uint32_t i = 0; i < ssa->index->import_count; i++) {
		if (ssa->index->imports[i].kind != WCORE_EXTERN_TAG)
			continue;
		at = wcore_ssa_push(ssa, &builder->tags, sizeof(*at), 1);
		if (!at)
			return;
		*at = ssa->index->imports[i].typeidx;
	}
	if (!section)
		return;
	wcore_section_cursor(ssa->module, section, &cursor);
	error = wcore_cursor_count(&cursor, 2, "tags", &count);
	for (uint32_t i = 0; !error && i < count; i++) {
		at = wcore_ssa_push(ssa, &builder->tags, sizeof(*at), 1);
		if (!at)
			return;
		*at = WCORE_SSA_NONE;
		error = wcore_cursor_u8(&cursor, &attribute);
		if (!error)
			error = wcore_cursor_leb_u32(&cursor, at);
	}
	wcore_error_destroy(error);
}

const struct wcore_functype *wcore_ssa_tag_type(struct ssa_builder *builder, uint64_t tag)
{
	if (!builder->has_tags)
		read_tags(builder);
	if (tag < builder->tags.count)
		return wcore_ssa_function_type(builder->ssa,
					       *ssa_number(&builder->tags, (uint32_t)tag));
	builder->ssa->status = SSA_UNKNOWN;
	return NULL;
}

struct wcore_ssa_event *wcore_ssa_add_event(struct ssa_builder *builder,
					    enum wcore_ssa_event_kind kind,
					    const struct wcore_insn *insn)
{
	struct wcore_ssa_event *event = wcore_ssa_push(builder->ssa, &builder->ssa->events,
						       sizeof(*event), 1);

	if (event)
		*event = (struct wcore_ssa_event){
			.kind = kind, .block = builder->block, .address = WCORE_SSA_NONE,
			.value = WCORE_SSA_NONE, .node = WCORE_SSA_NONE, .op = insn->op,
			.place = insn->offset, .callee = WCORE_SSA_NONE, .typeidx = WCORE_SSA_NONE,
		};
	return event;
}

static bool is_mutable(const struct wcore_ssa *ssa, uint64_t global)
{
	return ssa->index->globals[global].is_mutable;
}

/* The definition of the variable in the block that is being built; NULL when there is none. */
static struct ssa_def *defined(const struct ssa_builder *builder, uint32_t variable)
{
	uint32_t last = builder->last_def[variable];
	struct ssa_def *def;

	if (last == 0)
		return NULL;
	def = (struct ssa_def *)builder->ssa->defs.items + last - 1;
	return def->block == builder->block ? def : NULL;
}

static void define(struct ssa_builder *builder, uint32_t variable, uint32_t node)
{
	struct wcore_ssa *ssa = builder->ssa;
	struct ssa_def *def = defined(builder, variable);

	if (!def) {
		def = wcore_ssa_push(ssa, &ssa->defs, sizeof(*def), 1);
		if (!def)
			return;
		builder->last_def[variable] = ssa->defs.count;
	}
	*def = (struct ssa_def){ variable, builder->block, node, builder->calls };
}

/*
 * The variable where the block starts, known from the last definition in the
 * code: only loops that are still open can bring others.  Else it is that of the highest block on
 * the way up the tree of dominators that the definition is not above.
 */
static uint32_t read_before(struct ssa_builder *builder, uint32_t variable)
{
	struct wcore_ssa *ssa = builder->ssa;
	uint32_t last = builder->last_def[variable], block = builder->block;
	const struct ssa_def *def = ssa->defs.items;

	if (last == 0)
		return wcore_ssa_entry(ssa, builder->loop, variable);
	def += last - 1;
	if (def->block < builder->loop)
		return wcore_ssa_entry(ssa, builder->loop, variable);
	if (wcore_ssa_dominates(ssa, def->block, block))
		return def->node;
	while (ssa_block(ssa, block)->idom > def->block) {
		uint32_t jump = ssa_block(ssa, block)->jump;

		block = jump > def->block ? jump : ssa_block(ssa, block)->idom;
	}
	return wcore_ssa_entry(ssa, block, variable);
}

static uint32_t read_variable(struct ssa_builder *builder, uint32_t variable)
{
	const struct ssa_def *def = defined(builder, variable);

	if (def)
		return def->node;
	/* What was caught leaves no definition of globals. */
	if (variable >= builder->ssa->local_count && builder->has_caught)
		return wcore_ssa_entry(builder->ssa, builder->block, variable);
	return read_before(builder, variable);
}

static uint32_t read_global(struct ssa_builder *builder, uint32_t global)
{
	struct wcore_ssa *ssa = builder->ssa;
	uint32_t variable = ssa_global_variable(ssa, global), call, node;
	const struct ssa_def *def = defined(builder, variable);

	if (!is_mutable(ssa, global))
		return wcore_ssa_initial(ssa, variable);
	if (def && def->calls == builder->calls)
		return def->node;
	call = ssa_block(ssa, builder->block)->last_call;
	if (call == WCORE_SSA_NONE)
		return wcore_ssa_entry(ssa, builder->block, variable);
	node = wcore_ssa_behind_call(ssa, global, call,
				     read_variable(builder, ssa_kept_variable(ssa, global)));
	define(builder, variable, node);
	return node;
}

static void set_global(struct ssa_builder *builder, const struct wcore_insn *insn, uint64_t global,
		       uint32_t node)
{
	struct wcore_ssa *ssa = builder->ssa;
	struct wcore_ssa_event *event = wcore_ssa_add_event(builder, WCORE_SSA_EVENT_GLOBAL, insn);

	if (event) {
		event->memory = (uint32_t)global;
		event->value = node;
	}
	if (global >= ssa->index->global_count) {
		ssa->status = SSA_UNKNOWN;
	} else if (global < ssa->global_count) {
		define(builder, ssa_global_variable(ssa, (uint32_t)global), node);
		define(builder, ssa_kept_variable(ssa, (uint32_t)global), node);
	}
}

static void step_variable(struct ssa_builder *builder, const struct wcore_insn *insn)
{
	struct wcore_ssa *ssa = builder->ssa;
	uint64_t index = insn->imm[0];
	uint32_t node;

	switch (insn->op->code) {
	case WCORE_OP_GLOBAL_SET:
		set_global(builder, insn, index, wcore_ssa_pop_operand(builder));
		return;
	case WCORE_OP_GLOBAL_GET:
		if (index < ssa->global_count)
			node = read_global(builder, (uint32_t)index);
		else
			node = wcore_ssa_other(ssa, 0, builder->block, insn->offset);
		wcore_ssa_push_operand(builder, node);
		return;
	default:
		break;
	}
	if (index >= ssa->local_count) {
		ssa->status = SSA_UNKNOWN;
		return;
	}
	if (insn->op->code == WCORE_OP_LOCAL_GET) {
		wcore_ssa_push_operand(builder, read_variable(builder, (uint32_t)index));
		return;
	}
	node = wcore_ssa_pop_operand(builder);
	define(builder, (uint32_t)index, node);
	if (insn->op->code == WCORE_OP_LOCAL_TEE)
		wcore_ssa_push_operand(builder, node);
}

static void step_call(struct ssa_builder *builder, const struct wcore_insn *insn)
{
	struct wcore_ssa *ssa = builder->ssa;
	uint32_t code = insn->op->code, target = WCORE_SSA_NONE, first, number = ssa->events.count;
	const struct wcore_functype *type;
	struct wcore_ssa_event *event;
	uint32_t *args;

	if (code == WCORE_OP_CALL)
		type = insn->imm[0] <= UINT32_MAX ?
		       wcore_index_functype(ssa->module, (uint32_t)insn->imm[0]) : NULL;
	else if (code == OP_SUSPEND)
		type = wcore_ssa_tag_type(builder, insn->imm[0]);
	else
		type = wcore_ssa_function_type(ssa, insn->imm[0]);
	if (!type) {
		ssa->status = SSA_UNKNOWN;
		return;
	}
	if (code == WCORE_OP_CALL_INDIRECT || code == WCORE_OP_CALL_REF)
		target = wcore_ssa_pop_operand(builder);
	first = wcore_ssa_top_operands(builder, type->param_count);
	args = wcore_ssa_push(ssa, &ssa->call_args, sizeof(*args), type->param_count);
	event = wcore_ssa_add_event(builder, WCORE_SSA_EVENT_CALL, insn);
	if (ssa->status != SSA_OK)
		return;
	for (uint32_t i = 0; i < type->param_count; i++)
		args[i] = *ssa_number(&builder->stack, first + i);
	builder->stack.count = first;
	event->first_arg = ssa->call_args.count - type->param_count;
	event->arg_count = type->param_count;
	event->has_callee = code == WCORE_OP_CALL;
	if (event->has_callee)
		event->callee = (uint32_t)insn->imm[0];
	else if (code != OP_SUSPEND)
		event->typeidx = (uint32_t)insn->imm[0];
	event->address = target;
	event->memory = code == WCORE_OP_CALL_INDIRECT ? (uint32_t)insn->imm[1] : 0;
	ssa_block(ssa, builder->block)->last_call = number;
	builder->calls++;
	for (uint32_t i = 0; i < type->result_count && ssa->status == SSA_OK; i++) {
		const struct wcore_ssa_node node = {
			.kind = WCORE_SSA_CALL, .type = type->results[i].code, .index = i,
			.block = builder->block, .event = number, .place = insn->offset,
		};
		wcore_ssa_push_operand(builder, wcore_ssa_add(ssa, &node));
	}
}

/* A load that a node stands for: of a number, or all of a vector. */
static bool is_plain_load(const struct wcore_opcode *op)
{
	return op->flags & WCORE_INSN_LOAD && !(op->flags & WCORE_INSN_ATOMIC) &&
	       (op->code < 0x100 || op->code == OP_V128_LOAD);
}

static uint32_t add_load(struct ssa_builder *builder, const struct wcore_insn *insn, uint8_t type,
			 uint32_t address)
{
	struct wcore_ssa *ssa = builder->ssa;
	uint32_t number = ssa->events.count;
	struct wcore_ssa_event *event = wcore_ssa_add_event(builder, WCORE_SSA_EVENT_LOAD, insn);
	struct wcore_ssa_node node = {
		.kind = is_plain_load(insn->op) ? WCORE_SSA_LOAD : WCORE_SSA_OTHER, .type = type,
		.block = builder->block, .event = number, .place = insn->offset,
	};

	if (node.kind == WCORE_SSA_LOAD) {
		node.op = insn->op;
		node.args[0] = address;
		node.arg_count = 1;
		node.offset = insn->imm[1];
		node.memory = (uint32_t)insn->imm[2];
	}
	if (!event)
		return 0;
	event->address = address;
	event->offset = insn->imm[1];
	event->width = insn->op->width;
	event->memory = (uint32_t)insn->imm[2];
	event->node = wcore_ssa_add(ssa, &node);
	return event->node;
}

/* The event of an instruction that is neither a load nor a call, if it is one. */
static bool event_kind(const struct wcore_opcode *op, enum wcore_ssa_event_kind *ret)
{
	switch (op->code) {
	case OP_MEMORY_INIT:
	case OP_MEMORY_COPY:
	case OP_MEMORY_FILL:
	case OP_MEMORY_DISCARD:
		*ret = WCORE_SSA_EVENT_FILL;
		return true;
	case OP_NOTIFY:
	case OP_MEMORY_GROW:
		*ret = WCORE_SSA_EVENT_OTHER;
		return true;
	default:
		break;
	}
	*ret = WCORE_SSA_EVENT_OTHER;
	if (op->width > 0)
		*ret = op->flags & WCORE_INSN_ATOMIC ? WCORE_SSA_EVENT_ATOMIC :
						       WCORE_SSA_EVENT_STORE;
	else if (op->code < 0xfb000000)
		return op->flags & WCORE_INSN_TABLE;
	return op->width > 0 || op->flags & (WCORE_INSN_TABLE | WCORE_INSN_NULL_REF | WCORE_INSN_ARRAY);
}

static void add_change(struct ssa_builder *builder, const struct wcore_insn *insn,
		       const uint32_t *args, uint32_t count)
{
	enum wcore_ssa_event_kind kind;
	struct wcore_ssa_event *event;

	if (!event_kind(insn->op, &kind))
		return;
	event = wcore_ssa_add_event(builder, kind, insn);
	if (!event)
		return;
	if (kind == WCORE_SSA_EVENT_FILL) {
		event->address = args[0];
		event->value = args[count - 1];
		event->memory = (uint32_t)insn->imm[insn->op->code == OP_MEMORY_INIT ? 1 : 0];
	} else if (insn->op->width > 0) {
		event->address = args[0];
		event->value = count > 1 ? args[1] : WCORE_SSA_NONE;
		event->offset = insn->imm[1];
		event->width = insn->op->width;
		event->memory = (uint32_t)insn->imm[2];
	}
}

static void step_operation(struct ssa_builder *builder, const struct wcore_insn *insn,
			   uint8_t type, const uint32_t *args, uint32_t count)
{
	struct wcore_ssa_node node = {
		.kind = WCORE_SSA_OP, .op = insn->op, .type = type, .block = builder->block,
		.event = WCORE_SSA_NONE, .place = insn->offset, .arg_count = (uint8_t)count,
	};

	for (uint32_t i = 0; i < count; i++)
		node.args[i] = args[i];
	wcore_ssa_push_operand(builder, wcore_ssa_operation(builder->ssa, &node));
}

/* By the table of effects. */
static void step_other(struct ssa_builder *builder, const struct wcore_insn *insn)
{
	struct wcore_ssa *ssa = builder->ssa;
	struct ssa_effect effect;
	uint32_t pops, first, args[3] = { 0 };

	if (!wcore_ssa_effect(ssa->index, insn, &pops, &effect)) {
		ssa->status = SSA_UNKNOWN;
		return;
	}
	first = wcore_ssa_top_operands(builder, pops);
	if (ssa->status != SSA_OK)
		return;
	for (uint32_t i = 0; i < pops && i < 3; i++)
		args[i] = *ssa_number(&builder->stack, first + i);
	builder->stack.count = first;
	if (wcore_ssa_result_type(insn->op->code)) {
		step_operation(builder, insn, effect.type, args, pops);
		return;
	}
	if (insn->op->flags & WCORE_INSN_LOAD && !(insn->op->flags & WCORE_INSN_ATOMIC)) {
		wcore_ssa_push_operand(builder, add_load(builder, insn, effect.type, args[0]));
		return;
	}
	add_change(builder, insn, args, pops);
	if (insn->op->code >= OP_GLOBAL_ATOMIC_SET && insn->op->code <= OP_GLOBAL_ATOMIC_LAST)
		set_global(builder, insn, insn->imm[1],
			   wcore_ssa_other(ssa, 0, builder->block, insn->offset));
	for (uint32_t i = 0; i < effect.pushes; i++)
		wcore_ssa_push_operand(builder, wcore_ssa_other(ssa, effect.type, builder->block,
								insn->offset));
}

static void step_select(struct ssa_builder *builder, const struct wcore_insn *insn)
{
	uint32_t args[3];

	for (int i = 2; i >= 0; i--)
		args[i] = wcore_ssa_pop_operand(builder);
	step_operation(builder, insn, ssa_node(builder->ssa, args[0])->type, args, 3);
}

void wcore_ssa_step(struct ssa_builder *builder, const struct wcore_insn *insn)
{
	struct wcore_ssa *ssa = builder->ssa;

	switch (insn->op->code) {
	case WCORE_OP_LOCAL_GET:
	case WCORE_OP_LOCAL_SET:
	case WCORE_OP_LOCAL_TEE:
	case WCORE_OP_GLOBAL_GET:
	case WCORE_OP_GLOBAL_SET:
		step_variable(builder, insn);
		return;
	case WCORE_OP_I32_CONST:
		wcore_ssa_push_operand(builder, wcore_ssa_constant(ssa, WCORE_I32, insn->imm[0], 0));
		return;
	case WCORE_OP_I64_CONST:
		wcore_ssa_push_operand(builder, wcore_ssa_constant(ssa, WCORE_I64, insn->imm[0], 0));
		return;
	case WCORE_OP_F32_CONST:
		wcore_ssa_push_operand(builder, wcore_ssa_constant(ssa, WCORE_F32, insn->imm[0], 0));
		return;
	case WCORE_OP_F64_CONST:
		wcore_ssa_push_operand(builder, wcore_ssa_constant(ssa, WCORE_F64, insn->imm[0], 0));
		return;
	case OP_V128_CONST:
		wcore_ssa_push_operand(builder, wcore_ssa_constant(ssa, WCORE_V128, insn->imm[0],
								   insn->imm[1]));
		return;
	case OP_SELECT:
	case OP_SELECT_T:
		step_select(builder, insn);
		return;
	case OP_REF_AS_NON_NULL:
		wcore_ssa_top_operands(builder, 1);
		return;
	case WCORE_OP_CALL:
	case WCORE_OP_CALL_INDIRECT:
	case WCORE_OP_CALL_REF:
	case OP_SUSPEND:
		step_call(builder, insn);
		return;
	default:
		step_other(builder, insn);
	}
}
