/*
 * Random functions are run, instruction by instruction, and stopped somewhere:
 * every value, fact and event that ssa.h gives for the place must be what the run had.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/analysis/ssa.h"

enum {
	PARAMS = 3, LOCALS = 6, GLOBALS = 2, MEMORY = 64, CODE = 3000, OPERANDS = 1024, LABELS = 256,
	TICKS = 4000, PROGRAMS = 600, STOPS = 6, NODES = 1 << 15,
	ANY = 0, FUNCTION = 1,		/* functions */
	SHAPES = 3,			/* block types take and give 0 to 2 values */
	OP_DROP = 0x1a, OP_SELECT = 0x1b, OP_LOAD = 0x28, OP_STORE = 0x36, OP_EQZ = 0x45, OP_EQ = 0x46,
	OP_LT_U = 0x49, OP_ADD = 0x6a, OP_SUB = 0x6b, OP_AND = 0x71, OP_OR = 0x72, OP_XOR = 0x73,
};

static uint64_t seed;

static uint32_t pick(uint32_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(seed >> 33) % below;
}

/* Code that is being written. */
struct writer {
	uint8_t bytes[2 * CODE];
	size_t size;
	struct { uint32_t arity, height; } labels[LABELS];
	uint32_t depth, height;
};

static void put(struct writer *writer, uint32_t byte)
{
	writer->bytes[writer->size++] = (uint8_t)byte;
}

static void put_op(struct writer *writer, uint32_t code, uint32_t imm)
{
	put(writer, code);
	put(writer, imm);
}

static uint32_t height(const struct writer *writer)
{
	return writer->height - writer->labels[writer->depth - 1].height;
}

/* Until so many operands are there that belong to the block. */
static void fill(struct writer *writer, uint32_t count)
{
	while (height(writer) < count) {
		if (pick(3))
			put_op(writer, WCORE_OP_LOCAL_GET, pick(LOCALS));
		else
			put_op(writer, WCORE_OP_I32_CONST, pick(5));
		writer->height++;
	}
}

static void write_sequence(struct writer *writer, uint32_t results, int budget);

static void write_block(struct writer *writer, int budget)
{
	static const uint8_t opcodes[] = { WCORE_OP_BLOCK, WCORE_OP_LOOP, WCORE_OP_IF };
	uint32_t opcode = opcodes[pick(3)], takes = pick(SHAPES), gives = pick(SHAPES);
	bool has_else = opcode == WCORE_OP_IF && (pick(2) || takes != gives);

	fill(writer, takes + (opcode == WCORE_OP_IF));
	writer->height -= opcode == WCORE_OP_IF;
	put_op(writer, opcode, 2 + takes * SHAPES + gives);
	writer->labels[writer->depth].arity = opcode == WCORE_OP_LOOP ? takes : gives;
	writer->labels[writer->depth++].height = writer->height - takes;
	write_sequence(writer, gives, budget);
	if (has_else) {
		put(writer, WCORE_OP_ELSE);
		writer->height += takes - gives;
		write_sequence(writer, gives, budget);
	}
	put(writer, WCORE_OP_END);
	writer->depth--;
}

/* True when what follows is not reached. */
static bool write_branch(struct writer *writer)
{
	uint32_t target = pick(writer->depth), kind = pick(8);
	uint32_t arity = writer->labels[writer->depth - 1 - target].arity;

	if (kind < 6) {
		fill(writer, arity + 1);
		put_op(writer, WCORE_OP_BR_IF, target);
		writer->height--;
		return false;
	}
	fill(writer, arity + 1);
	if (kind == 6) {
		put_op(writer, WCORE_OP_BR, target);
		return true;
	}
	put_op(writer, WCORE_OP_BR_TABLE, 3);
	for (int i = 0; i < 4; i++) {
		uint32_t other = pick(writer->depth);

		if (writer->labels[writer->depth - 1 - other].arity != arity)
			other = target;
		put(writer, other);
	}
	return true;
}

static void write_memory(struct writer *writer)
{
	bool is_store = pick(2);

	fill(writer, is_store ? 2 : 1);
	if (is_store)
		put_op(writer, WCORE_OP_LOCAL_SET, LOCALS);
	put_op(writer, WCORE_OP_I32_CONST, MEMORY - 8);
	put(writer, OP_AND);
	if (is_store)
		put_op(writer, WCORE_OP_LOCAL_GET, LOCALS);
	put_op(writer, is_store ? OP_STORE : OP_LOAD, 2);
	put(writer, pick(2) * 4);
	writer->height -= is_store ? 2 : 0;
}

static void write_plain(struct writer *writer)
{
	static const uint8_t binary[] = { OP_ADD, OP_ADD, OP_SUB, OP_AND, OP_OR, OP_XOR, OP_EQ, OP_LT_U };

	switch (pick(10)) {
	case 0:
		fill(writer, 2);
		put(writer, binary[pick(sizeof(binary))]);
		writer->height--;
		break;
	case 1:
		fill(writer, 1);
		put(writer, OP_EQZ);
		break;
	case 2:
		fill(writer, 3);
		put(writer, OP_SELECT);
		writer->height -= 2;
		break;
	case 3:
		fill(writer, 1);
		put_op(writer, WCORE_OP_LOCAL_TEE, pick(LOCALS));
		break;
	case 4:
		put_op(writer, WCORE_OP_GLOBAL_GET, pick(GLOBALS));
		writer->height++;
		break;
	case 5:
		fill(writer, 1);
		put_op(writer, WCORE_OP_GLOBAL_SET, pick(GLOBALS));
		writer->height--;
		break;
	case 6:
		fill(writer, 1);
		put_op(writer, WCORE_OP_CALL, ANY);
		break;
	default:
		fill(writer, 1);
		put_op(writer, WCORE_OP_LOCAL_SET, pick(LOCALS));
		writer->height--;
	}
}

static void write_sequence(struct writer *writer, uint32_t results, int budget)
{
	bool is_dead = false;

	for (uint32_t n = 1 + pick(7); n > 0 && !is_dead && writer->size < CODE; n--) {
		uint32_t kind = pick(8);

		if (kind == 0 && budget > 0)
			write_block(writer, budget - 1);
		else if (kind == 1)
			is_dead = write_branch(writer);
		else if (kind == 2)
			write_memory(writer);
		else
			write_plain(writer);
	}
	if (is_dead && pick(2))
		put(writer, OP_DROP);
	else if (!is_dead)
		fill(writer, results);
	for (; !is_dead && height(writer) > results; writer->height--)
		put(writer, OP_DROP);
	if (is_dead)
		put(writer, WCORE_OP_UNREACHABLE);
	writer->height = writer->labels[writer->depth - 1].height + results;
}

static size_t put_section(uint8_t *module, size_t at, uint8_t id, const uint8_t *bytes, size_t size)
{
	module[at++] = id;
	module[at++] = (uint8_t)(0x80 | (size & 0x7f));
	module[at++] = (uint8_t)(size >> 7);
	memcpy(module + at, bytes, size);
	return at + size;
}

/* func[0] is imported: (i32) -> i32.  func[1] has random code. */
static size_t write_module(uint8_t *module)
{
	static const uint8_t magic[] = { 0, 'a', 's', 'm', 1, 0, 0, 0 };
	static const uint8_t imports[] = { 1, 0, 0, 0, 0 }, functions[] = { 1, 1 };
	static const uint8_t memories[] = { 1, 0, 1 };
	static const uint8_t globals[] = { 2, 0x7f, 1, 0x41, 0, 0x0b, 0x7f, 1, 0x41, 0, 0x0b };
	struct writer writer = { .depth = 1 };
	uint8_t types[128] = { 2 + SHAPES * SHAPES, 0x60, 1, 0x7f, 1, 0x7f, 0x60, PARAMS, 0x7f, 0x7f, 0x7f, 0 };
	uint8_t code[2 * CODE + 32];
	size_t at = 12, size;

	for (uint32_t i = 0; i < SHAPES * SHAPES; i++) {
		types[at++] = 0x60;
		for (uint32_t side = 0; side < 2; side++) {
			uint32_t count = side ? i % SHAPES : i / SHAPES;

			types[at++] = (uint8_t)count;
			for (uint32_t k = 0; k < count; k++)
				types[at++] = 0x7f;
		}
	}
	memcpy(module, magic, sizeof(magic));
	size = put_section(module, sizeof(magic), 1, types, at);
	size = put_section(module, size, 2, imports, sizeof(imports));
	size = put_section(module, size, 3, functions, sizeof(functions));
	size = put_section(module, size, 5, memories, sizeof(memories));
	size = put_section(module, size, 6, globals, sizeof(globals));
	put_op(&writer, 1, LOCALS + 1 - PARAMS);
	put(&writer, 0x7f);
	for (int i = 0; i < 4; i++)
		write_sequence(&writer, 0, 4);
	put(&writer, WCORE_OP_END);
	code[0] = 1;
	code[1] = (uint8_t)(0x80 | (writer.size & 0x7f));
	code[2] = (uint8_t)(writer.size >> 7);
	memcpy(code + 3, writer.bytes, writer.size);
	return put_section(module, size, 10, code, writer.size + 3);
}

/* A run of the function. */
struct label { uint32_t code; uint64_t start; uint32_t height, takes, gives; };

struct run {
	struct wcore_module *module;
	struct wcore_function function;
	bool keeps_globals;		/* calls leave them as they are */
	uint32_t locals[LOCALS + 1], params[PARAMS], globals[GLOBALS], first_globals[GLOBALS];
	uint8_t memory[MEMORY];
	uint32_t stack[OPERANDS], count;
	struct label labels[LABELS];
	uint32_t depth;
	uint32_t tick;
	uint32_t time[2 * CODE], result[2 * CODE];	/* of each instruction, when it ran last */
};

static uint32_t pop(struct run *run)
{
	assert_true(run->count > 0);
	return run->stack[--run->count];
}

static void push(struct run *run, uint32_t value)
{
	assert_true(run->count < OPERANDS);
	run->stack[run->count++] = value;
}

/* Behind the end, or with in_else the else, of the block that the code at pos is in. */
static uint64_t behind(const struct run *run, uint64_t pos, bool in_else)
{
	struct wcore_cursor cursor;
	struct wcore_insn insn;
	int depth = 0;

	wcore_insn_cursor(run->module, &run->function, &cursor);
	cursor.pos = pos;
	for (;;) {
		assert_null(wcore_insn_decode(&cursor, &insn));
		if (depth == 0 && (insn.op->code == WCORE_OP_END ||
				   (in_else && insn.op->code == WCORE_OP_ELSE)))
			return insn.op->code == WCORE_OP_END && in_else ? insn.offset : insn.next;
		depth += insn.op->flags & WCORE_INSN_BLOCK ? 1 : 0;
		depth -= insn.op->code == WCORE_OP_END;
	}
}

/* The place to go on; 0 out of the function. */
static uint64_t jump(struct run *run, uint64_t depth)
{
	const struct label *label;
	uint32_t arity;

	if (depth == run->depth)
		return 0;
	label = &run->labels[run->depth - 1 - depth];
	arity = label->code == WCORE_OP_LOOP ? label->takes : label->gives;
	memmove(run->stack + label->height, run->stack + run->count - arity,
		arity * sizeof(run->stack[0]));
	run->count = label->height + arity;
	run->depth -= (uint32_t)depth;
	if (label->code == WCORE_OP_LOOP)
		return label->start;
	run->depth--;
	return behind(run, label->start, false);
}

static uint32_t compute(uint32_t code, uint32_t a, uint32_t b)
{
	switch (code) {
	case OP_EQ: return a == b;
	case OP_LT_U: return a < b;
	case OP_ADD: return a + b;
	case OP_SUB: return a - b;
	case OP_AND: return a & b;
	case OP_OR: return a | b;
	case OP_XOR: return a ^ b;
	default: fail_msg("opcode %x", code); return 0;
	}
}

static uint32_t next_random(uint32_t *value)
{
	*value = *value * 1664525 + 1013904223;
	return *value >> 16 & 7;
}

static uint32_t answers;	/* of the imported function */

static void run_plain(struct run *run, const struct wcore_insn *insn)
{
	uint32_t imm = (uint32_t)insn->imm[0], a, b, c;

	switch (insn->op->code) {
	case WCORE_OP_I32_CONST: push(run, imm); return;
	case WCORE_OP_LOCAL_GET: push(run, run->locals[imm]); return;
	case WCORE_OP_LOCAL_SET: run->locals[imm] = pop(run); return;
	case WCORE_OP_LOCAL_TEE: run->locals[imm] = run->stack[run->count - 1]; return;
	case WCORE_OP_GLOBAL_GET: push(run, run->globals[imm]); return;
	case WCORE_OP_GLOBAL_SET: run->globals[imm] = pop(run); return;
	case OP_DROP: pop(run); return;
	case OP_SELECT:
		c = pop(run);
		b = pop(run);
		a = pop(run);
		push(run, c ? a : b);
		return;
	case OP_EQZ: push(run, pop(run) == 0); return;
	case OP_LOAD:
		memcpy(&a, run->memory + pop(run) + insn->imm[1], sizeof(a));
		push(run, a);
		return;
	case OP_STORE:
		a = pop(run);
		memcpy(run->memory + pop(run) + insn->imm[1], &a, sizeof(a));
		return;
	case WCORE_OP_CALL:
		pop(run);
		push(run, next_random(&answers));
		for (int i = 0; i < GLOBALS && !run->keeps_globals; i++)
			run->globals[i] = next_random(&answers);
		run->memory[next_random(&answers)] = (uint8_t)next_random(&answers);
		return;
	default:
		b = pop(run);
		push(run, compute(insn->op->code, pop(run), b));
	}
}

static uint64_t run_insn(struct run *run, const struct wcore_insn *insn)
{
	struct wcore_block_type type;
	struct wcore_valtype single;
	uint64_t target = 0;
	uint32_t value;

	switch (insn->op->code) {
	case WCORE_OP_IF:
	case WCORE_OP_BLOCK:
	case WCORE_OP_LOOP:
		value = insn->op->code == WCORE_OP_IF ? pop(run) : 1;
		assert_true(wcore_insn_block_type(run->module, insn, &single, &type));
		assert_true(run->depth < LABELS);
		run->labels[run->depth++] = (struct label){
			insn->op->code, insn->next, run->count - type.param_count, type.param_count,
			type.result_count,
		};
		return value ? insn->next : behind(run, insn->next, true);
	case WCORE_OP_ELSE:
		run->depth--;
		return behind(run, insn->next, false);
	case WCORE_OP_END:
		if (run->depth == 0)
			return 0;
		run->depth--;
		return insn->next;
	case WCORE_OP_BR:
		return jump(run, insn->imm[0]);
	case WCORE_OP_BR_IF:
		return pop(run) ? jump(run, insn->imm[0]) : insn->next;
	case WCORE_OP_BR_TABLE:
		value = pop(run);
		assert_null(wcore_insn_vector(run->module, insn, value < 3 ? value : 3, &target));
		return jump(run, target);
	default:
		run_plain(run, insn);
		return insn->next;
	}
}

/* Runs until the tick or the end of the function; gives where it stopped, 0 at the end. */
static uint64_t run_until(struct run *run, uint32_t tick, struct wcore_insn *insn)
{
	struct wcore_cursor cursor;

	answers = 1;
	memset(run->time, 0, sizeof(run->time));
	memset(run->memory, 0, sizeof(run->memory));
	memset(run->locals, 0, sizeof(run->locals));
	memcpy(run->locals, run->params, sizeof(run->params));
	memcpy(run->globals, run->first_globals, sizeof(run->globals));
	run->count = run->depth = 0;
	wcore_insn_cursor(run->module, &run->function, &cursor);
	for (run->tick = 1;; run->tick++) {
		uint64_t place = cursor.pos - run->function.body;

		assert_null(wcore_insn_decode(&cursor, insn));
		if (run->tick >= tick && insn->op->code != WCORE_OP_END &&
		    insn->op->code != WCORE_OP_ELSE)
			return insn->offset;
		cursor.pos = run_insn(run, insn);
		run->time[place] = run->tick;
		run->result[place] = run->count ? run->stack[run->count - 1] : 0;
		if (!cursor.pos)
			return 0;
	}
}

/* What nodes are worth at the end of the run. */
struct check {
	struct run *run;
	struct wcore_ssa *ssa;
	struct { bool is_made, is_known; uint32_t value; } nodes[NODES];
	bool visited[CODE];	/* events */
};

static uint32_t known, unknown;

static bool evaluate(struct check *check, uint32_t number, uint32_t *ret);

static bool evaluate_op(struct check *check, const struct wcore_ssa_node *node, uint32_t *ret)
{
	uint32_t args[3] = { 0 };

	for (unsigned i = 0; i < node->arg_count; i++) {
		if (!evaluate(check, node->args[i], &args[i]))
			return false;
	}
	if (node->op->code == OP_SELECT)
		*ret = args[2] ? args[0] : args[1];
	else
		*ret = node->op->code == OP_EQZ ? args[0] == 0 :
						  compute(node->op->code, args[0], args[1]);
	return true;
}

static bool evaluate_node(struct check *check, const struct wcore_ssa_node *node, uint32_t *ret)
{
	const struct run *run = check->run;
	uint64_t place = node->place - run->function.body;

	*ret = 0;
	switch (node->kind) {
	case WCORE_SSA_CONST:
		*ret = (uint32_t)node->bits;
		return true;
	case WCORE_SSA_PARAM:
		*ret = run->params[node->index];
		return true;
	case WCORE_SSA_INITIAL:
		return true;
	case WCORE_SSA_GLOBAL:
		*ret = run->first_globals[node->index];
		return true;
	case WCORE_SSA_OP:
		return evaluate_op(check, node, ret);
	case WCORE_SSA_LOAD:
	case WCORE_SSA_CALL:
		assert_int_not_equal(run->time[place], 0);
		*ret = run->result[place];
		return true;
	case WCORE_SSA_GLOBAL_CALL:
		return run->keeps_globals && evaluate(check, node->args[0], ret);
	default:
		return false;
	}
}

static bool evaluate(struct check *check, uint32_t number, uint32_t *ret)
{
	assert_true(number < NODES);
	if (!check->nodes[number].is_made) {
		check->nodes[number].is_made = true;
		check->nodes[number].is_known = evaluate_node(check, wcore_ssa_node(check->ssa, number),
							      &check->nodes[number].value);
	}
	*ret = check->nodes[number].value;
	return check->nodes[number].is_known;
}

static void check_value(struct check *check, uint32_t number, uint32_t expect)
{
	uint32_t value, base;
	uint64_t constant;

	if (!evaluate(check, number, &value)) {
		unknown++;
		return;
	}
	known++;
	assert_int_equal(value, expect);
	base = wcore_ssa_base(check->ssa, number, &constant);
	if (base == WCORE_SSA_NONE)
		value = (uint32_t)constant;
	else if (evaluate(check, base, &value))
		value += (uint32_t)constant;
	assert_int_equal(value, expect);
}

static bool visit(void *context, uint32_t event)
{
	struct check *check = context;

	assert_true(event < CODE);
	check->visited[event] = true;
	return true;
}

/* All that happened since the tick must have been visited. */
static void check_between(struct check *check, uint32_t event, uint32_t since)
{
	memset(check->visited, 0, sizeof(check->visited));
	assert_true(wcore_ssa_between(check->ssa, event, visit, check));
	for (uint32_t i = 0; i < wcore_ssa_event_count(check->ssa); i++) {
		const struct wcore_ssa_event *other = wcore_ssa_event(check->ssa, i);

		if (check->run->time[other->place - check->run->function.body] > since)
			assert_true(check->visited[i]);
	}
}

static void check_events(struct check *check)
{
	uint32_t executed = 0, seen = 0;

	check_between(check, WCORE_SSA_NONE, 0);
	for (uint32_t i = 0; i < wcore_ssa_event_count(check->ssa); i++) {
		const struct wcore_ssa_event *event = wcore_ssa_event(check->ssa, i);
		uint32_t time = check->run->time[event->place - check->run->function.body];

		seen += time != 0;
		if (!wcore_ssa_event_dominates(check->ssa, i))
			continue;
		assert_int_not_equal(time, 0);
		check_between(check, i, time);
	}
	for (uint64_t at = check->run->function.code; at < check->run->function.end;) {
		struct wcore_cursor cursor;
		struct wcore_insn insn;

		wcore_insn_cursor(check->run->module, &check->run->function, &cursor);
		cursor.pos = at;
		assert_null(wcore_insn_decode(&cursor, &insn));
		if (insn.op->code == OP_LOAD || insn.op->code == OP_STORE ||
		    insn.op->code == WCORE_OP_CALL || insn.op->code == WCORE_OP_GLOBAL_SET)
			executed += check->run->time[at - check->run->function.body] != 0;
		at = insn.next;
	}
	assert_int_equal(seen, executed);
}

static void check_stop(struct run *run, const struct wcore_insn *insn, uint64_t place)
{
	struct check *check = calloc(1, sizeof(*check));
	uint32_t node, value;
	uint64_t bits;

	assert_non_null(check);
	check->run = run;
	assert_null(wcore_ssa_create(run->module, &run->function, place, &check->ssa));
	assert_int_equal(wcore_ssa_insn(check->ssa)->offset, insn->offset);
	for (uint32_t i = 0; i <= LOCALS; i++)
		check_value(check, wcore_ssa_local(check->ssa, i), run->locals[i]);
	assert_int_equal(wcore_ssa_operand_count(check->ssa), run->count);
	for (uint32_t i = 0; i < run->count; i++)
		check_value(check, wcore_ssa_operand(check->ssa, i), run->stack[run->count - 1 - i]);
	for (uint32_t i = 0; i < GLOBALS; i++) {
		check_value(check, wcore_ssa_global(check->ssa, i), run->globals[i]);
		if (run->keeps_globals)
			check_value(check, wcore_ssa_kept_global(check->ssa, i), run->globals[i]);
	}
	if (insn->op->code == WCORE_OP_CALL)
		assert_int_equal(wcore_ssa_argument(check->ssa, 0), wcore_ssa_operand(check->ssa, 0));
	for (uint32_t i = 0; wcore_ssa_fact(check->ssa, i, &node, &bits); i++) {
		if (evaluate(check, node, &value))
			assert_int_equal(value, bits);
	}
	check_events(check);
	wcore_ssa_destroy(check->ssa);
	free(check);
}

static void run_program(uint64_t number)
{
	static struct run run;
	uint8_t binary[3 * CODE];
	struct wcore_file *file;
	struct wcore_insn insn;
	uint32_t ticks;
	uint64_t place;

	seed = number * UINT64_C(0x9e3779b97f4a7c15) + 1;
	assert_null(wcore_file_from_memory("random.wasm", binary, write_module(binary), &file));
	assert_null(wcore_module_open(file, 0, file->size, &run.module));
	assert_null(wcore_module_function(run.module, FUNCTION, &run.function));
	for (uint32_t i = 0; i < PARAMS; i++)
		run.params[i] = pick(4);
	for (uint32_t i = 0; i < GLOBALS; i++)
		run.first_globals[i] = 1000 + pick(1000);
	run.keeps_globals = number % 2;
	run_until(&run, TICKS, &insn);
	ticks = run.tick;
	for (int i = 0; i < STOPS; i++) {
		place = run_until(&run, 1 + pick(ticks), &insn);
		if (place)
			check_stop(&run, &insn, place);
	}
	wcore_module_close(run.module);
	wcore_file_close(file);
}

static void test_random(void **state)
{
	const char *more = getenv("SSA_PROGRAMS");
	uint64_t programs = more ? strtoull(more, NULL, 10) : PROGRAMS;
	(void)state;

	for (uint64_t i = 0; i < programs; i++) {
		if (more)
			print_message("%llu\n", (unsigned long long)i);
		run_program(i);
	}
	print_message("%u values known, %u not\n", known, unknown);
	/* Most are: loops are what makes the others. */
	assert_true(known > 2 * unknown);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_random) };

	return cmocka_run_group_tests_name("ssa random", tests, NULL, NULL);
}
