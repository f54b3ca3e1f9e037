/* Instructions: see mem_read.h. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/text.h"
#include "../libcore/base/alloc.h"
#include "../libcore/layout/listing.h"
#include "../libcore/wasm/index.h"
#include "../libcore/wasm/names.h"
#include "mem_read.h"

/* Functions whose names are looked at for one that was asked for. */
#define FUNCTIONS_MAX 100000

struct code {
	struct mem *mem;
	const struct wcore_target_module *module;
	bool has_pc;
	uint64_t pc;	/* of the frame, in the module */
};

/* The frame's module, or without frames the first. */
static bool find_module(struct code *code)
{
	struct mem *mem = code->mem;
	struct wcore_scope *scope;

	code->module = &mem->input.target->modules[0];
	if (mem->input.dump->thread_count) {
		if (!mem_scope(mem, &scope))
			return false;
		code->module = scope->viewer->module;
		if (scope->frame) {
			const struct wcore_target_frame *frame = wcore_unwind_target_frame(scope->frame);

			code->has_pc = frame->has_address && frame->is_usable;
			code->pc = frame->address;
		}
	}
	if (code->module->found.module && !code->module->refused && code->module->symbols)
		return true;
	mem_missing(mem, "the module with the code was not found: name it with -m FILE");
	return false;
}

/* The function of a name; false when there is none. */
static bool find_function(struct code *code, const char *name, uint64_t *ret)
{
	struct wcore_module *module = code->module->found.module;
	const struct wcore_index *index = NULL;
	struct wcore_error *error = wcore_module_index(module, &index);
	struct wcore_function function;
	uint32_t found = UINT32_MAX;

	if (!error && !wcore_names_index(module, WCORE_NAME_FUNCTION, name, &found))
		found = UINT32_MAX;
	for (uint32_t i = 0; !error && found == UINT32_MAX && i < index->func_count &&
	     i < FUNCTIONS_MAX; i++) {
		struct wcore_site site;

		error = wcore_symbols_function_name(code->module->symbols, i, &site);
		if (!error && mem_is_named(site.function, name))
			found = i;
	}
	if (!error && found != UINT32_MAX)
		error = wcore_module_function(module, found, &function);
	if (error || found == UINT32_MAX || function.is_imported) {
		wcore_error_destroy(error);
		return false;
	}
	*ret = function.code;
	return true;
}

static bool find_place(struct code *code, const char *text, uint64_t *ret)
{
	const bool is_name = *text && !strchr("0123456789$(&*-", *text);

	return (is_name && find_function(code, text, ret)) || mem_address(code->mem, text, ret, NULL);
}

static void write_text(const struct code *code, const struct wcore_listing_line *line)
{
	const struct wcore_cli *cli = code->mem->cli;

	printf("%s %s0x%06" PRIx64 "%s <", code->has_pc && line->address == code->pc ? "=>" : "  ",
	       wcore_cli_style(cli, WCORE_STYLE_ADDRESS), line->address,
	       wcore_cli_style(cli, WCORE_STYLE_END));
	wcore_cli_print(cli, WCORE_STYLE_FUNCTION, line->function);
	printf("+0x%" PRIx64 ">: %s", line->offset, line->text);
	if (line->callee.size) {
		fputs(" <", stdout);
		wcore_text_write(stdout, line->callee);
		putchar('>');
	}
	putchar('\n');
}

static void write_bytes(struct wcore_json *json, const struct wcore_listing_line *line)
{
	const size_t size = 2 * (size_t)line->size;
	char *hex = wcore_malloc(size + 1);

	for (size_t i = 0; hex && i < line->size; i++)
		sprintf(hex + 2 * i, "%02x", line->bytes[i]);
	wcore_json_key(json, "bytes");
	wcore_json_string(json, (struct wcore_string){ hex, hex ? size : 0 });
	free(hex);
}

static void write_json(const struct code *code, const struct wcore_listing_line *line)
{
	struct wcore_json json;

	wcore_json_init(&json, stdout);
	wcore_json_begin_object(&json);
	wcore_json_key(&json, "schema");
	wcore_json_text(&json, "wcore-mem-read/1");
	wcore_json_key(&json, "address");
	wcore_json_wide(&json, line->address);
	wcore_json_key(&json, "format");
	wcore_json_text(&json, "i");
	wcore_json_key(&json, "function");
	wcore_json_string(&json, line->function);
	wcore_json_key(&json, "offset");
	wcore_json_number(&json, line->offset);
	write_bytes(&json, line);
	wcore_json_key(&json, "text");
	wcore_json_text(&json, line->text);
	wcore_json_key(&json, "callee");
	wcore_json_string(&json, line->callee);
	wcore_json_key(&json, "current");
	wcore_json_bool(&json, code->has_pc && line->address == code->pc);
	wcore_json_close(&json);
	putchar('\n');
}

/* What is wanted goes on behind a function's end where it was said how much that is. */
static bool next(struct wcore_listing *listing, bool goes_on, struct wcore_listing_line *ret,
		 struct wcore_error **ret_error)
{
	bool found = false;

	*ret_error = wcore_listing_next(listing, ret, &found);
	while (!*ret_error && !found && goes_on) {
		*ret_error = wcore_listing_next_function(listing, &goes_on);
		if (!*ret_error && goes_on)
			*ret_error = wcore_listing_next(listing, ret, &found);
	}
	return !*ret_error && found;
}

void mem_read_code(struct mem *mem, const char *place, uint64_t count, uint64_t size)
{
	struct code code = { .mem = mem };
	struct wcore_listing_line line;
	struct wcore_listing listing;
	struct wcore_error *error;
	uint64_t address;
	const bool goes_on = size || count != MEM_READ_INSTRUCTIONS;

	if (!find_module(&code) || !find_place(&code, place, &address) ||
	    !mem_check(mem, wcore_listing_init(&listing, code.module, address)))
		return;
	for (uint64_t i = 0; (!count || i < count) && !ferror(stdout); i++) {
		if (!next(&listing, goes_on, &line, &error) || (size && line.address - address >= size)) {
			mem_check(mem, error);
			return;
		}
		if (mem->options.json)
			write_json(&code, &line);
		else
			write_text(&code, &line);
	}
}
