/* The form of a function: the input is a function's body without its size, in front of it the number of the instruction. */
#include <stdlib.h>
#include <string.h>

#include "../../libcore/analysis/ssa.h"
#include "fuzz.h"

/*
 * Types (i32) -> (), () -> (), (i32) -> (i32 i64), a struct and an array; an
 * imported function of the third type; a table, two memories, a tag, two globals.
 */
static const uint8_t head[] = {
	0, 'a', 's', 'm', 1, 0, 0, 0,
	1, 23, 5, 0x60, 1, 0x7f, 0, 0x60, 0, 0, 0x60, 1, 0x7f, 2, 0x7f, 0x7e, 0x5f, 2, 0x7f, 0, 0x7e, 1,
	0x5e, 0x7f, 1,
	2, 7, 1, 1, 'e', 1, 'f', 0, 2, 3, 2, 1, 0, 4, 4, 1, 0x70, 0, 1, 5, 5, 2, 0, 1, 4, 1,
	13, 3, 1, 0, 0, 6, 11, 2, 0x7f, 1, 0x41, 5, 0x0b, 0x7f, 0, 0x41, 5, 0x0b, 10,
};
enum { BODY_MAX = 1 << 16, QUERIES = 64 };

static uint8_t *put_leb(uint8_t *at, size_t value)
{
	for (int i = 0; i < 4; i++, value >>= 7)
		*at++ = (uint8_t)(0x80 | (value & 0x7f));
	*at++ = (uint8_t)value;
	return at;
}

static bool visit(void *context, uint32_t event)
{
	if (event >= wcore_ssa_event_count(context))
		abort();
	return true;
}

static void look_at(struct wcore_ssa *ssa, uint32_t number)
{
	const struct wcore_ssa_node *node;
	uint64_t constant;

	if (number == WCORE_SSA_NONE)
		return;
	if (number >= wcore_ssa_node_count(ssa))
		abort();
	node = wcore_ssa_node(ssa, number);
	if (node->kind > WCORE_SSA_OTHER || node != wcore_ssa_node(ssa, number))
		abort();
	for (unsigned i = 0; i < node->arg_count; i++) {
		if (wcore_ssa_node(ssa, node->args[i])->kind > WCORE_SSA_OTHER)
			abort();
	}
	for (uint32_t i = 0; i < wcore_ssa_input_count(ssa, number); i++) {
		uint32_t input = wcore_ssa_input(ssa, number, i);

		if (input >= wcore_ssa_node_count(ssa) ||
		    wcore_ssa_node(ssa, input)->kind > WCORE_SSA_OTHER)
			abort();
	}
	wcore_ssa_base(ssa, number, &constant);
}

static void look_at_all(struct wcore_ssa *ssa)
{
	uint32_t number;
	uint64_t bits;

	for (uint32_t i = 0; i < QUERIES; i++) {
		look_at(ssa, wcore_ssa_local(ssa, i));
		look_at(ssa, wcore_ssa_operand(ssa, i));
		look_at(ssa, wcore_ssa_argument(ssa, i));
		look_at(ssa, wcore_ssa_global(ssa, i));
		look_at(ssa, wcore_ssa_kept_global(ssa, i));
		if (wcore_ssa_fact(ssa, i, &number, &bits))
			look_at(ssa, number);
	}
	for (uint32_t i = 0; i < wcore_ssa_event_count(ssa) && i < QUERIES; i++) {
		const struct wcore_ssa_event *event = wcore_ssa_event(ssa, i);

		look_at(ssa, event->address);
		look_at(ssa, event->value);
		look_at(ssa, event->node);
		look_at(ssa, wcore_ssa_call_arg(ssa, event, 0));
		if (wcore_ssa_event_dominates(ssa, i))
			wcore_ssa_between(ssa, i, visit, ssa);
	}
	wcore_ssa_between(ssa, WCORE_SSA_NONE, visit, ssa);
}

static void follow(struct wcore_module *module, const struct wcore_function *function, uint32_t skip)
{
	struct wcore_cursor cursor;
	struct wcore_insn insn = { .offset = function->body };
	struct wcore_ssa *ssa;
	struct wcore_error *error = NULL;

	wcore_insn_cursor(module, function, &cursor);
	for (uint32_t i = 0; !error && i < skip && wcore_cursor_left(&cursor) > 0; i++)
		error = wcore_insn_decode(&cursor, &insn);
	wcore_error_destroy(error);
	error = wcore_ssa_create(module, function, insn.offset, &ssa);
	if (error) {
		wcore_error_destroy(error);
		return;
	}
	look_at_all(ssa);
	wcore_ssa_destroy(ssa);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *binary, *at;
	struct wcore_file *file = NULL;
	struct wcore_module *module = NULL;
	const struct wcore_index *index;
	struct wcore_function function;
	struct wcore_error *error;
	uint32_t skip;

	if (size < 2)
		return 0;
	skip = (uint32_t)data[0] << 8 | data[1];
	data += 2;
	size -= 2;
	if (size > BODY_MAX)
		size = BODY_MAX;
	binary = malloc(sizeof(head) + 16 + size);
	if (!binary)
		return 0;
	memcpy(binary, head, sizeof(head));
	at = put_leb(binary + sizeof(head), size + 6);
	*at++ = 1;
	at = put_leb(at, size);
	memcpy(at, data, size);
	error = wcore_file_from_memory("fuzz.wasm", binary, (uint64_t)(at - binary) + size, &file);
	if (!error)
		error = wcore_module_open(file, 0, file->size, &module);
	if (!error)
		error = wcore_module_index(module, &index);
	/* What stands in front of the body is as it should be. */
	if (!error && (index->type_count != 5 || index->func_count != 2 || index->memory_count != 2 ||
		       index->global_count != 2 || index->imported_funcs != 1))
		abort();
	if (!error)
		error = wcore_module_function(module, 1, &function);
	if (error)
		wcore_error_destroy(error);
	else
		follow(module, &function, skip);
	if (module)
		wcore_module_close(module);
	if (file)
		wcore_file_close(file);
	free(binary);
	return 0;
}
