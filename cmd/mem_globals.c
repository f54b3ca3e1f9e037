/* wcore-mem globals: the Wasm globals of each instance. */
#include "mem.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"
#include "../libcore/base/text.h"
#include "../libcore/debug/demangle.h"
#include "../libcore/layout/global_list.h"
#include "json_key.h"
#include "value.h"

struct output {
	struct mem *mem;
	struct wcore_viewer viewer;	/* of words: an arena and limits only */
	struct wcore_owners *owners;	/* NULL: none of the memory */
	const struct wcore_memory *memory;
	unsigned marks;
	bool found, failed;
};

/* One that is printed. */
struct record {
	const struct wcore_global_value *global;
	struct wcore_string name;	/* as people write it */
	struct value value;
	char *owner;			/* of what it points to; NULL: nothing that is known */
};

static const char *type_of(uint8_t code)
{
	const char *name = value_type_name(code);

	return name || !code ? name : "ref";
}

static bool is_wanted(const struct mem *mem, const struct record *record)
{
	for (int i = 0; i < mem->argument_count; i++) {
		char *end;
		const unsigned long long wanted = strtoull(mem->arguments[i], &end, 10);

		if ((!*end && wanted == record->global->index) ||
		    (record->name.size && (wcore_string_is(record->name, mem->arguments[i]) ||
					   wcore_string_is(record->global->name, mem->arguments[i]))))
			return true;
	}
	return !mem->argument_count;
}

/* Whether the instance's addresses are of the memory whose owners are known. */
static bool has_memory(const struct output *output, uint32_t instance)
{
	const struct wcore_dump *dump = output->mem->input.dump;

	if (!output->owners)
		return false;
	if (dump->is_shared_instance)
		return output->memory->index == 0;
	return instance < dump->instance_count && dump->instances[instance].memory_count &&
	       dump->instances[instance].memories[0] == output->memory->index;
}

/* What a number points to, if it is an address: fresh memory, or NULL. */
static char *owner_of(const struct output *output, const struct wcore_global_value *global)
{
	const uint8_t code = output->memory && output->memory->limits.is_64 ? WCORE_I64 : WCORE_I32;
	struct wcore_owner owner;
	char *text = NULL;
	size_t size;
	FILE *out;

	if (!has_memory(output, global->instance) || global->word.origin == WCORE_ORIGIN_UNAVAILABLE ||
	    global->word.code != code || !global->word.bits)
		return NULL;
	owner = wcore_owners_find(output->owners, global->word.bits);
	if (owner.kind == WCORE_OWNER_NONE || owner.kind == WCORE_OWNER_OUTSIDE)
		return NULL;
	out = wcore_memstream_open(&text, &size);
	if (!out)
		return NULL;
	wcore_owner_write(&owner, out);
	wcore_memstream_close(out);
	return text;
}

static void write_json(const struct record *record)
{
	const struct wcore_global_value *global = record->global;
	struct wcore_json json;

	wcore_json_init(&json, stdout);
	wcore_json_begin_object(&json);
	json_key_text(&json, "schema", "wcore-mem-globals/1");
	wcore_json_key(&json, "instance");
	wcore_json_number(&json, global->instance);
	json_key_string(&json, "module", global->module ? global->module->name : (struct wcore_string){ 0 });
	wcore_json_key(&json, "index");
	wcore_json_number(&json, global->index);
	json_key_string(&json, "name", record->name.size ? record->name : (struct wcore_string){ 0 });
	json_key_text(&json, "type", type_of(global->word.code));
	json_key_bool(&json, "mutable", global->is_mutable);
	json_key_bool(&json, "imported", global->is_imported);
	json_key_bool(&json, "exported", global->is_exported);
	json_key_bool(&json, "recorded", global->word.origin == WCORE_ORIGIN_RECORDED);
	value_json(&json, &record->value);
	json_key_text(&json, "points_to", record->owner);
	wcore_json_end_object(&json);
	putchar('\n');
}

static void write_text(struct output *output, const struct record *record)
{
	const struct wcore_global_value *global = record->global;
	const char *type = type_of(global->word.code);

	if (output->mem->input.dump->instance_count > 1)
		printf("instance[%" PRIu32 "] ", global->instance);
	printf("global[%" PRIu32 "]", global->index);
	if (record->name.size) {
		putchar(' ');
		wcore_cli_print(output->mem->cli, WCORE_STYLE_FUNCTION, record->name);
	}
	printf(": %s%s = ", global->is_mutable ? "mut " : "", type ? type : "unknown type");
	wcore_view_text(record->value.view, stdout);
	if (record->owner) {
		fputs(" <", stdout);
		fputs(record->owner, stdout);
		putchar('>');
	}
	if (*value_mark(&record->value))
		putchar(' ');
	value_print_mark(output->mem->cli, &output->marks, &record->value);
	putchar('\n');
}

static struct wcore_string readable(struct output *output, struct wcore_string name)
{
	struct wcore_string plain = { 0 };

	if (name.size && !output->mem->cli->target.no_demangle)
		plain = wcore_demangle(&output->viewer.arena, name);
	return plain.size ? plain : name;
}

static bool visit(void *context, const struct wcore_global_value *global)
{
	struct output *output = context;
	struct record record = { .global = global };

	wcore_viewer_restart(&output->viewer);
	record.name = readable(output, global->name);
	if (!is_wanted(output->mem, &record))
		return true;
	output->found = true;
	record.value = (struct value){
		.view = value_word_view(&output->viewer, &global->word, (struct wcore_string){ 0 }),
		.origin = global->word.origin,
		.why = global->word.why,
	};
	output->failed = !record.value.view;
	if (output->failed)
		return false;
	if (!value_is_known(&record.value))
		wcore_cli_status(output->mem->cli, WCORE_STATUS_PARTIAL);
	record.owner = owner_of(output, global);
	if (output->mem->options.json)
		write_json(&record);
	else
		write_text(output, &record);
	free(record.owner);
	return true;
}

static bool open_owners(struct output *output)
{
	const struct wcore_dump *dump = output->mem->input.dump;

	if (!dump->memory_count || (!dump->segment_count && !wcore_dump_omits_zeros(dump)))
		return true;
	return mem_memory(output->mem, &output->memory) && mem_owners(output->mem, output->memory, &output->owners);
}

static void run(struct mem *mem, void *options)
{
	struct output output = { .mem = mem };
	bool is_cut = false;

	(void)options;
	if (!open_owners(&output))
		return;
	wcore_viewer_init(&output.viewer);
	if (mem_check(mem, wcore_global_list_visit(mem->input.target, visit, &output, &is_cut)) &&
	    mem_check(mem, output.failed ? wcore_error_nomem() : NULL) && !output.found)
		mem_missing(mem, mem->argument_count ? "there is no such global" : "the dump has no globals");
	if (is_cut)
		mem_missing(mem, "an instance has more than %d globals", WCORE_GLOBALS_MAX);
	if (!mem->options.json)
		value_print_legend(mem->cli, &output.marks);
	wcore_viewer_deinit(&output.viewer);
}

const struct mem_verb mem_globals = {
	.name = "globals",
	.operands = "DUMP [GLOBAL...]",
	.min_operands = 1,
	.summary = "Print the Wasm globals of each instance",
	.run = run,
};
