/*
 * Prints every function of a module, its number, its body's file offset in hex
 * and its types, and below it every instruction, one a line: file offset in
 * hex, then the instruction.  For tests/decoder.py.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "../../libcore/wasm/index.h"
#include "../../libcore/wasm/insn.h"

static void give_up(struct wcore_error *error)
{
	char *text;

	if (!error)
		return;
	text = wcore_error_format(error);
	fprintf(stderr, "list_insns: %s\n", text ? text : "out of memory");
	exit(1);
}

static void list_types(const char *what, const struct wcore_valtype *types, uint32_t count)
{
	char buffer[WCORE_VALTYPE_NAME_SIZE];

	if (count)
		printf(" (%s", what);
	for (uint32_t i = 0; i < count; i++)
		printf(" %s", wcore_valtype_name(types[i], buffer));
	if (count)
		printf(")");
}

static void list_locals(struct wcore_module *module, const struct wcore_function *function,
			uint32_t params)
{
	uint64_t count = wcore_function_local_count(module, function);
	char buffer[WCORE_VALTYPE_NAME_SIZE];
	struct wcore_valtype type;

	if (count > params)
		printf(" (local");
	for (uint32_t i = params; i < count; i++)
		printf(" %s", wcore_function_local_type(module, function, i, &type) ?
				      wcore_valtype_name(type, buffer) : "?");
	if (count > params)
		printf(")");
}

static void list_function(struct wcore_module *module, uint32_t funcidx)
{
	const struct wcore_functype *type = wcore_index_functype(module, funcidx);
	struct wcore_function function;
	struct wcore_cursor cursor;
	struct wcore_insn insn;
	char text[256];

	give_up(wcore_module_function(module, funcidx, &function));
	wcore_insn_cursor(module, &function, &cursor);
	printf("func %u %" PRIx64, funcidx, function.body);
	if (type) {
		list_types("param", type->params, type->param_count);
		list_types("result", type->results, type->result_count);
		list_locals(module, &function, type->param_count);
	}
	printf("\n");
	while (wcore_cursor_left(&cursor)) {
		give_up(wcore_insn_decode(&cursor, &insn));
		printf("%" PRIx64 " %s\n", insn.offset,
		       wcore_insn_format(&insn, text, sizeof(text)));
	}
}

int main(int argc, char **argv)
{
	const struct wcore_index *index;
	struct wcore_module *module;
	struct wcore_file *file;

	if (argc != 2) {
		fprintf(stderr, "usage: list_insns MODULE\n");
		return 2;
	}
	give_up(wcore_file_open(argv[1], NULL, &file));
	give_up(wcore_module_open(file, 0, file->size, &module));
	give_up(module->cut);
	give_up(wcore_module_index(module, &index));
	for (uint32_t i = index->imported_funcs; i < index->func_count; i++)
		list_function(module, i);
	wcore_module_close(module);
	wcore_file_close(file);
	return 0;
}
