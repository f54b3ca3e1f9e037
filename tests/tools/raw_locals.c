/*
 * Prints the Wasm locals and operands of each frame of a dump's first thread as the unwinder has
 * them, one JSON object a line, for tests/corpus/values.py:
 *
 *	{"frame": 0, "funcidx": 7, "codeoffset": 35, "address": 1229, "first": 3,
 *	 "check": "proved", "params": 2,
 *	 "locals": [{"type": "i32", "origin": "memory", "bits": "17", "live": true}, ...],
 *	 "operands": [...]}
 *
 * A local is live when code on some way from the frame's instruction reads it before it is set.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../libcore/analysis/unwind.h"
#include "../../libcore/wasm/index.h"
#include "../../libcore/wasm/insn.h"

static void give_up(struct wcore_error *error)
{
	char *text;

	if (!error)
		return;
	text = wcore_error_format(error);
	fprintf(stderr, "raw_locals: %s\n", text ? text : "out of memory");
	exit(1);
}

/* One instruction for the liveness of locals. */
struct step {
	uint32_t code;
	uint32_t match;		/* of a block: its end; of an if: its else or end */
};

struct code {
	struct wcore_module *module;
	struct wcore_insn *insns;
	struct step *steps;
	uint32_t count, capacity;
	uint32_t *open;		/* blocks around the instruction at hand */
	uint32_t depth;
	uint8_t *live;		/* a byte for each instruction and local: read before it is set from there on */
	uint32_t locals;
};

static void *need(void *memory)
{
	if (memory)
		return memory;
	fprintf(stderr, "raw_locals: out of memory\n");
	exit(1);
}

static void decode(struct code *code, const struct wcore_function *function)
{
	struct wcore_cursor cursor;

	wcore_insn_cursor(code->module, function, &cursor);
	while (wcore_cursor_left(&cursor)) {
		if (code->count == code->capacity) {
			code->capacity = code->capacity ? code->capacity * 2 : 256;
			code->insns = need(realloc(code->insns, code->capacity * sizeof(*code->insns)));
		}
		give_up(wcore_insn_decode(&cursor, &code->insns[code->count]));
		code->count++;
	}
	code->steps = need(calloc(code->count + 1, sizeof(*code->steps)));
	code->open = need(calloc(code->count + 1, sizeof(*code->open)));
	code->live = need(calloc((size_t)(code->count + 1) * code->locals + 1, 1));
}

static void match_blocks(struct code *code)
{
	for (uint32_t i = 0; i < code->count; i++) {
		struct step *step = &code->steps[i];
		uint32_t op = step->code = code->insns[i].op->code;

		step->match = code->count;
		if (code->insns[i].op->flags & WCORE_INSN_BLOCK) {
			code->open[code->depth++] = i;
		} else if (op == WCORE_OP_ELSE && code->depth > 0) {
			code->steps[code->open[code->depth - 1]].match = i;
			code->open[code->depth - 1] = i;
		} else if (op == WCORE_OP_END && code->depth > 0) {
			code->steps[code->open[--code->depth]].match = i;
		}
	}
}

/* Where a branch of that label goes from the blocks that are open. */
static uint32_t target_of(const struct code *code, uint64_t label)
{
	uint32_t opener;

	if (label >= code->depth)
		return code->count;
	opener = code->open[code->depth - 1 - label];
	while (code->steps[opener].code == WCORE_OP_IF &&
	       code->steps[code->steps[opener].match].code == WCORE_OP_ELSE)
		opener = code->steps[opener].match;
	return code->steps[opener].code == WCORE_OP_LOOP ? opener : code->steps[opener].match;
}

/* What is read before it is set from instruction `to` on is added to what is at `at`. */
static bool flow(struct code *code, uint32_t at, uint32_t to)
{
	const uint8_t *from = &code->live[(size_t)to * code->locals];
	uint8_t *into = &code->live[(size_t)at * code->locals];
	bool changed = false;

	for (uint32_t i = 0; i < code->locals; i++)
		if (from[i] && !into[i] &&
		    !((code->steps[at].code == WCORE_OP_LOCAL_SET ||
		       code->steps[at].code == WCORE_OP_LOCAL_TEE) && code->insns[at].imm[0] == i)) {
			into[i] = 1;
			changed = true;
		}
	return changed;
}

static bool flow_table(struct code *code, uint32_t at)
{
	bool changed = false;

	for (uint64_t i = 0; i <= code->insns[at].imm[0]; i++) {
		uint64_t label = 0;

		give_up(wcore_insn_vector(code->module, &code->insns[at], (uint32_t)i, &label));
		changed |= flow(code, at, target_of(code, label));
	}
	return changed;
}

/* One instruction, with the blocks around it open. */
static bool flow_step(struct code *code, uint32_t at)
{
	const struct wcore_insn *insn = &code->insns[at];
	bool changed = false;

	switch (code->steps[at].code) {
	case WCORE_OP_UNREACHABLE:
	case WCORE_OP_RETURN:
		return false;
	case WCORE_OP_BR:
		return flow(code, at, target_of(code, insn->imm[0]));
	case WCORE_OP_BR_TABLE:
		return flow_table(code, at);
	case WCORE_OP_ELSE:	/* the end of the way through the if */
		return flow(code, at, code->steps[at].match);
	case WCORE_OP_BR_IF:
		changed = flow(code, at, target_of(code, insn->imm[0]));
		break;
	case WCORE_OP_IF:
		changed = flow(code, at, code->steps[at].match +
			       (code->steps[code->steps[at].match].code == WCORE_OP_ELSE ? 1 : 0));
		break;
	case WCORE_OP_LOCAL_GET:
		if (insn->imm[0] < code->locals) {
			uint8_t *live = &code->live[(size_t)at * code->locals + insn->imm[0]];

			changed = !*live;
			*live = 1;
		}
		break;
	}
	return flow(code, at, at + 1) || changed;
}

static bool flow_all(struct code *code)
{
	bool changed = false;

	code->depth = 0;
	for (uint32_t i = 0; i < code->count; i++) {
		uint32_t op = code->steps[i].code;

		changed |= flow_step(code, i);
		if (code->insns[i].op->flags & WCORE_INSN_BLOCK)
			code->open[code->depth++] = i;
		else if (op == WCORE_OP_END && code->depth > 0)
			code->depth--;
	}
	return changed;
}

/* Sets ret[i] for each local that is live at the instruction: read on a way from it. */
static bool live_locals(struct wcore_module *module, const struct wcore_function *function,
			uint64_t address, bool *ret, uint32_t count)
{
	struct code code = { .module = module, .locals = count };
	bool found = false;

	decode(&code, function);
	match_blocks(&code);
	while (flow_all(&code))
		;
	for (uint32_t i = 0; i < code.count; i++) {
		if (code.insns[i].offset != address)
			continue;
		found = true;
		for (uint32_t k = 0; k < count; k++)
			ret[k] = code.live[(size_t)i * count + k];
	}
	free(code.insns);
	free(code.steps);
	free(code.open);
	free(code.live);
	return found;
}

static const char *type_name(uint8_t code)
{
	switch (code) {
	case WCORE_I32: return "i32";
	case WCORE_I64: return "i64";
	case WCORE_F32: return "f32";
	case WCORE_F64: return "f64";
	case WCORE_V128: return "v128";
	default: return "other";
	}
}

static void print_word(const struct wcore_word *word, const char *type)
{
	printf("{\"type\": \"%s\", \"origin\": \"%s\"", type, wcore_origin_name(word->origin));
	if (word->origin == WCORE_ORIGIN_UNAVAILABLE)
		printf(", \"why\": \"%s\"", word->why ? word->why : "");
	else
		printf(", \"bits\": \"%" PRIu64 "\"", word->bits);
	if (word->is_low_half)
		printf(", \"low_half\": true");
	if (word->is_speculative)
		printf(", \"speculative\": true");
}

static void print_locals(struct wcore_unwind_frame *frame)
{
	const struct wcore_target_frame *target = wcore_unwind_target_frame(frame);
	struct wcore_module *module = target->module->found.module;
	uint32_t count = wcore_unwind_local_count(frame);
	bool *live = calloc(count ? count : 1, sizeof(*live));
	bool has_live = live && target->is_usable && target->has_function && target->has_address &&
			live_locals(module, &target->function, target->address, live, count);

	for (uint32_t i = 0; i < count; i++) {
		struct wcore_word word = wcore_unwind_local(frame, i);
		struct wcore_valtype type;

		if (!module || !target->has_function ||
		    !wcore_function_local_type(module, &target->function, i, &type))
			type.code = word.code;
		printf("%s", i ? ", " : "");
		print_word(&word, type_name((uint8_t)type.code));
		printf("%s}", has_live && live[i] ? ", \"live\": true" : "");
	}
	free(live);
}

static void print_frame(struct wcore_unwind *unwind, uint32_t index)
{
	static const char *const checks[] = { "proved", "open", "broken", "absent" };
	struct wcore_unwind_frame *frame;
	const struct wcore_target_frame *target;
	const char *text = NULL;

	give_up(wcore_unwind_frame(unwind, index, &frame));
	target = wcore_unwind_target_frame(frame);
	printf("{\"frame\": %u, \"funcidx\": %u, \"codeoffset\": %" PRIu64 ", \"address\": %" PRIu64
	       ", \"first\": %" PRIu64 ", \"check\": \"%s\", \"params\": %u, \"locals\": [",
	       index, target->funcidx, target->codeoffset, target->address,
	       target->has_function ? target->function.code - target->function.body : 0,
	       checks[wcore_unwind_check(unwind, &text)], wcore_unwind_param_count(frame));
	print_locals(frame);
	printf("], \"operands\": [");
	for (uint32_t i = 0; i < wcore_unwind_operand_count(frame); i++) {
		struct wcore_word word = wcore_unwind_operand(frame, i);

		printf("%s", i ? ", " : "");
		print_word(&word, type_name(word.code));
		printf("}");
	}
	printf("]}\n");
}

int main(int argc, char **argv)
{
	struct wcore_target_options options = { 0 };
	struct wcore_unwind_options unwind_options = { 0 };
	struct wcore_target *target;
	struct wcore_unwind *unwind;
	struct wcore_dump *dump;
	struct wcore_file *file;
	const char *modules[1];

	if (argc != 3) {
		fprintf(stderr, "usage: raw_locals MODULE DUMP\n");
		return 2;
	}
	modules[0] = argv[1];
	options.lookup.modules = modules;
	options.lookup.module_count = 1;
	give_up(wcore_file_open(argv[2], NULL, &file));
	give_up(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
	give_up(wcore_target_open(dump, &options, &target));
	if (dump->thread_count > 0) {
		give_up(wcore_unwind_open(target, &dump->threads[0], &unwind_options, &unwind));
		for (uint32_t i = 0; i < dump->threads[0].frame_count && i < 40; i++)
			print_frame(unwind, i);
		wcore_unwind_close(unwind);
	}
	wcore_target_close(target);
	wcore_dump_close(dump);
	wcore_file_close(file);
	return 0;
}
