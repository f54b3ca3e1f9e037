/*
 * Prints every instruction of every function of a module, one a line: file
 * offset in hex, then the instruction.  For tests/decoder.py.
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

static void list_function(struct wcore_module *module, uint32_t funcidx)
{
	struct wcore_function function;
	struct wcore_cursor cursor;
	struct wcore_insn insn;
	char text[256];

	give_up(wcore_module_function(module, funcidx, &function));
	wcore_insn_cursor(module, &function, &cursor);
	printf("func %u %" PRIx64 "\n", funcidx, function.body);
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
