/* wcore-mem locals: the variables of one frame. */
#include "mem.h"

#include <inttypes.h>
#include <stdlib.h>

#include "../libcore/base/alloc.h"
#include "../libcore/base/text.h"
#include "bt_text.h"
#include "json_key.h"

enum { OPTION_RAW = WCORE_OPTION_FIRST };

static const struct wcore_option own_options[] = {
	{ OPTION_RAW, "raw", NULL, "print the Wasm locals and operands" },
	{ 0 },
};

struct options { bool raw; };

static void *create(void)
{
	return wcore_calloc(1, sizeof(struct options));
}

static struct wcore_error *set(void *data, int id, const char *argument)
{
	(void)id;
	(void)argument;
	((struct options *)data)->raw = true;
	return NULL;
}

/* What is printed of a frame. */
struct output {
	struct mem *mem;
	struct bt_text text;
	struct wcore_string function;
	const struct wcore_site *site;
	bool has_head, found, has_known;
};

static const char *kind_of(const struct bt_value *value)
{
	switch (value->role) {
	case BT_VALUE_PARAM:
		return value->is_wasm ? "wasm argument" : "argument";
	case BT_VALUE_OPERAND:
		return "wasm operand";
	default:
		return value->is_wasm ? "wasm local" : "local";
	}
}

static void write_json(const struct output *output, const struct bt_value *value)
{
	struct wcore_json json;

	wcore_json_init(&json, stdout);
	wcore_json_begin_object(&json);
	json_key_text(&json, "schema", "wcore-mem-locals/1");
	wcore_json_key(&json, "frame");
	wcore_json_number(&json, output->mem->frame);
	wcore_json_key(&json, "function");
	wcore_json_string(&json, output->function);
	json_key_text(&json, "kind", kind_of(value));
	wcore_json_key(&json, "index");
	if (value->is_wasm)
		wcore_json_number(&json, value->index);
	else
		wcore_json_null(&json);
	wcore_json_key(&json, "name");
	wcore_json_string(&json, value->name.size ? value->name : (struct wcore_string){ 0 });
	json_key_text(&json, "type", value->type);
	value_json(&json, &value->shown);
	wcore_json_key(&json, "speculative");
	wcore_json_bool(&json, value->shown.is_speculative);
	wcore_json_key(&json, "shadowed");
	wcore_json_bool(&json, value->is_shadowed);
	wcore_json_end_object(&json);
	putchar('\n');
}

static bool is_wanted(const struct mem *mem, const struct bt_value *value)
{
	for (int i = 0; i < mem->argument_count; i++)
		if (wcore_string_is(value->name, mem->arguments[i]))
			return true;
	return !mem->argument_count;
}

/* Once, in front of the first value. */
static void write_head(struct output *output)
{
	const struct wcore_site *site = output->site;

	if (output->has_head)
		return;
	output->has_head = true;
	printf("#%-2" PRIu64 " ", output->mem->frame);
	wcore_cli_print(output->mem->cli, WCORE_STYLE_FUNCTION, output->function);
	if (site->line) {
		fputs(" at ", stdout);
		wcore_cli_print(output->mem->cli, WCORE_STYLE_FILE, site->short_file);
		printf(":%" PRIu32, site->line);
	}
	putchar('\n');
}

static void write_values(struct output *output, const struct bt_value_list *values)
{
	for (size_t i = 0; i < values->count; i++) {
		const struct bt_value *value = &values->items[i];

		if (!is_wanted(output->mem, value))
			continue;
		output->found = true;
		output->has_known |= value_is_known(&value->shown);
		if (output->mem->options.json) {
			write_json(output, value);
			continue;
		}
		write_head(output);
		bt_text_value(&output->text, value);
	}
}

static struct wcore_error *write_frame(struct output *output, const struct options *options,
				       const struct wcore_scope *scope, struct bt_values *values)
{
	const struct wcore_site *site = &scope->site;
	const uint32_t physical = wcore_unwind_target_frame(scope->frame)->frame.index;
	struct bt_value_list list;
	struct wcore_error *error;

	output->site = site;
	error = bt_values_frame(values, physical, site, !site->is_inlined, true, &list);
	if (error)
		return error;
	write_values(output, &list);
	if (!options->raw)
		return NULL;
	error = bt_values_raw(values, physical, &list);
	if (!error)
		write_values(output, &list);
	return error;
}

/* Arguments that name no variable of the frame are wrong; a frame without variables is not. */
static void say_none(struct mem *mem, const struct wcore_scope *scope)
{
	const struct wcore_string function = scope->site.function;

	if (mem->argument_count)
		mem_missing(mem, "there is no such variable in %.*s", (int)function.size, function.data);
	else if (scope->why)
		mem_missing(mem, "the variables of %.*s are not known: %s", (int)function.size, function.data,
			    scope->why);
}

static void run(struct mem *mem, void *data)
{
	struct bt_values_options limits = {
		.speculative = mem->options.speculative, .depth = mem->options.depth,
		.elements = mem->options.elements, .string = mem->options.strings,
	};
	struct output output = { .mem = mem, .text = { .cli = mem->cli } };
	struct wcore_trap trap = { 0 };
	struct bt_values *values = NULL;
	struct wcore_scope *scope;
	struct wcore_error *error;

	if (!mem_scope(mem, &scope))
		return;
	if (!mem->has_frame) {
		mem_missing(mem, mem->thread ? "the thread has no frames" : "the dump has no threads");
		return;
	}
	output.function = scope->site.function;
	limits.sources = mem->sources;
	error = bt_values_open(mem->input.target, mem->thread, &limits, &values);
	if (!error)
		error = wcore_trap_analyze(mem->input.target, mem->thread, &trap);
	if (!error)
		error = bt_values_learn(values, &trap);
	if (!error)
		error = write_frame(&output, data, scope, values);
	if (mem_check(mem, error) && !output.found)
		say_none(mem, scope);
	else if (output.found && !output.has_known)
		wcore_cli_status(mem->cli, WCORE_STATUS_PARTIAL);
	if (!mem->options.json)
		value_print_legend(mem->cli, &output.text.marks);
	bt_values_close(values);
}

const struct mem_verb mem_locals = {
	.name = "locals",
	.operands = "DUMP [NAME...]",
	.min_operands = 1,
	.summary = "Print the variables of a frame",
	.options = own_options,
	.groups = MEM_SCOPE | MEM_MEMORY | MEM_VALUES,
	.create = create,
	.set = set,
	.run = run,
};
