/* wcore-mem diff: what differs between two dumps of one program. */
#include "mem_diff.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"
#include "../libcore/layout/same_program.h"
#include "../libcore/scan/compare.h"
#include "../libcore/wasm/names.h"
#include "json_key.h"
#include "mem_owner.h"
#include "mem_span.h"

enum { OPTION_BYTES = WCORE_OPTION_FIRST, OPTION_TYPED, OPTION_FROM, OPTION_TO };

static const struct wcore_option own_options[] = {
	{ OPTION_BYTES, "bytes", NULL, "list every byte that differs, as cmp -l does" },
	{ OPTION_TYPED, "typed", NULL, "compare variables and what they point to instead of bytes" },
	{ OPTION_FROM, "from", "ADDRESS", "begin at an address or expression" },
	{ OPTION_TO, "to", "ADDRESS", "end before an address or expression" },
	{ 0 },
};

struct options {
	bool bytes, typed;
	const char *from, *to;
};

static void *create(void)
{
	return wcore_calloc(1, sizeof(struct options));
}

static struct wcore_error *set(void *data, int id, const char *argument)
{
	struct options *options = data;

	if (id == OPTION_BYTES)
		options->bytes = true;
	else if (id == OPTION_TYPED)
		options->typed = true;
	else if (id == OPTION_FROM)
		options->from = argument;
	else
		options->to = argument;
	return NULL;
}

void mem_diff_json_begin(struct wcore_json *json, const char *kind)
{
	wcore_json_init(json, stdout);
	wcore_json_begin_object(json);
	wcore_json_key(json, "schema");
	wcore_json_text(json, "wcore-mem-diff/1");
	wcore_json_key(json, "kind");
	wcore_json_text(json, kind);
}

void mem_diff_json_end(struct wcore_json *json)
{
	wcore_json_end_object(json);
	putchar('\n');
}

/* One memory of both dumps. */
struct output {
	struct mem_diff_pair *pair;
	const struct options *options;
	const struct wcore_memory *memory;
	struct wcore_owners *owners;
	bool is_one_of_many;	/* records name the memory */
};

static struct wcore_owner find_owner(const struct output *output, uint64_t address)
{
	return wcore_owners_find(output->owners, address);
}

static void print_address(const struct output *output, uint64_t address)
{
	const struct wcore_cli *cli = output->pair->old_mem->cli;

	if (output->is_one_of_many)
		printf("memory %" PRIu32 ": ", output->memory->index);
	printf("%s0x%08" PRIx64 "%s  ", wcore_cli_style(cli, WCORE_STYLE_ADDRESS), address,
	       wcore_cli_style(cli, WCORE_STYLE_END));
}

static void print_head(const uint8_t *head, const struct wcore_difference *difference)
{
	for (size_t i = 0; i < difference->head_size; i++)
		printf("%s%02x", i ? " " : "", head[i]);
	if (difference->head_size < difference->size)
		fputs(" ...", stdout);
}

static const char *absence(const struct wcore_difference *difference)
{
	return !difference->new_absent ? "first" : !difference->old_absent ? "second" : "both";
}

static void print_text(const struct output *output, const struct wcore_difference *difference)
{
	const struct wcore_owner owner = find_owner(output, difference->address);

	print_address(output, difference->address);
	printf("%8" PRIu64 "  ", difference->size);
	wcore_owner_write(&owner, stdout);
	fputs("  ", stdout);
	if (difference->kind == WCORE_DIFFERENCE_UNKNOWN) {
		printf("not comparable: not captured in %s%s\n",
		       difference->old_absent && difference->new_absent ? "" : "the ", absence(difference));
		return;
	}
	print_head(difference->old_head, difference);
	fputs(" -> ", stdout);
	print_head(difference->new_head, difference);
	putchar('\n');
}

static void hex_key(struct wcore_json *json, const char *key, const uint8_t *bytes, size_t size)
{
	char text[2 * WCORE_DIFFERENCE_HEAD + 1] = "";

	for (size_t i = 0; i < size; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	wcore_json_key(json, key);
	wcore_json_text(json, text);
}

static void print_json(const struct output *output, const struct wcore_difference *difference)
{
	const struct wcore_owner owner = find_owner(output, difference->address);
	const bool is_unknown = difference->kind == WCORE_DIFFERENCE_UNKNOWN;
	struct wcore_json json;

	mem_diff_json_begin(&json, is_unknown ? "not-comparable" : "range");
	json_key_number(&json, "memory", output->memory->index);
	json_key_wide(&json, "address", difference->address);
	json_key_wide(&json, "size", difference->size);
	if (is_unknown) {
		wcore_json_key(&json, "absent");
		wcore_json_text(&json, absence(difference));
	} else {
		json_key_wide(&json, "changed", difference->changed);
		hex_key(&json, "old", difference->old_head, difference->head_size);
		hex_key(&json, "new", difference->new_head, difference->head_size);
	}
	wcore_json_key(&json, "owner");
	mem_owner_json(&json, &owner);
	mem_diff_json_end(&json);
}

static bool take_difference(void *context, const struct wcore_difference *difference)
{
	struct output *output = context;
	struct mem_diff_totals *totals = &output->pair->totals;

	if (difference->kind == WCORE_DIFFERENCE_UNKNOWN) {
		totals->unknown_ranges++;
		totals->unknown += difference->size;
	} else {
		totals->ranges++;
		totals->changed += difference->changed;
	}
	if (output->options->bytes && difference->kind == WCORE_DIFFERENCE_CHANGED)
		return !ferror(stdout);
	if (output->pair->old_mem->options.json)
		print_json(output, difference);
	else
		print_text(output, difference);
	return !ferror(stdout);
}

static bool take_bytes(void *context, uint64_t address, const uint8_t *old_bytes, const uint8_t *new_bytes,
		       uint64_t size)
{
	const struct output *output = context;
	struct wcore_json json;

	for (uint64_t i = 0; i < size && !ferror(stdout); i++) {
		if (!output->pair->old_mem->options.json) {
			print_address(output, address + i);
			printf("%02x %02x\n", old_bytes[i], new_bytes[i]);
			continue;
		}
		mem_diff_json_begin(&json, "byte");
		json_key_number(&json, "memory", output->memory->index);
		json_key_wide(&json, "address", address + i);
		json_key_number(&json, "old", old_bytes[i]);
		json_key_number(&json, "new", new_bytes[i]);
		mem_diff_json_end(&json);
	}
	return !ferror(stdout);
}

/* No range reaches over the end of the variable or chunk that it begins in. */
static uint64_t owner_end(void *context, uint64_t address)
{
	const struct wcore_owner owner = find_owner(context, address);

	return owner.size && owner.address + owner.size > owner.address ? owner.address + owner.size : UINT64_MAX;
}

static void compare_bytes(struct output *output, const struct wcore_space *old_space,
			  const struct wcore_space *new_space)
{
	struct mem *mem = output->pair->old_mem;
	const struct wcore_compare_visitor visitor = {
		.context = output, .difference = take_difference, .limit = owner_end,
		.bytes = output->options->bytes ? take_bytes : NULL,
	};
	struct wcore_compare_options what = { 0 };
	bool is_revised;

	if (mem_span(mem, output->memory, output->options->from, output->options->to, &what.from, &what.to) &&
	    mem_owners(mem, output->memory, &output->owners) &&
	    mem_check(mem, wcore_compare(old_space, new_space, &what, &visitor, &is_revised)) && is_revised)
		mem_span_revised(mem);
}

static void compare_sizes(struct output *output, const struct wcore_memory *new_memory)
{
	const uint64_t old_size = output->memory->size, new_size = new_memory->size;
	struct wcore_json json;

	if (old_size == new_size)
		return;
	output->pair->totals.sizes++;
	if (!output->pair->old_mem->options.json) {
		printf("memory %" PRIu32 ": 0x%" PRIx64 " -> 0x%" PRIx64 " bytes\n", output->memory->index, old_size,
		       new_size);
		return;
	}
	mem_diff_json_begin(&json, "size");
	json_key_number(&json, "memory", output->memory->index);
	json_key_wide(&json, "old", old_size);
	json_key_wide(&json, "new", new_size);
	mem_diff_json_end(&json);
}

static void compare_memory(struct mem_diff_pair *pair, const struct options *options,
			   const struct wcore_memory *memory, const struct wcore_memory *new_memory)
{
	struct output output = {
		.pair = pair, .options = options, .memory = memory,
		.is_one_of_many = pair->old_mem->input.dump->memory_count > 1,
	};
	struct wcore_space old_space, new_space;

	compare_sizes(&output, new_memory);
	if (options->typed)
		return;
	wcore_space_init(&old_space, pair->old_mem->input.dump, memory);
	wcore_space_init(&new_space, pair->new_mem->input.dump, new_memory);
	if (!old_space.memory || !new_space.memory) {
		mem_missing_bytes(old_space.memory ? pair->new_mem : pair->old_mem);
		return;
	}
	compare_bytes(&output, &old_space, &new_space);
}

/* Globals. */

/* The name that a module gives a global of the dump. */
static struct wcore_string global_name(const struct wcore_target *target, uint32_t global)
{
	const struct wcore_dump *dump = target->dump;

	for (uint32_t i = 0; i < dump->instance_count; i++) {
		const struct wcore_instance *instance = &dump->instances[i];
		struct wcore_module *module = instance->module < target->module_count &&
					      !target->modules[instance->module].refused ?
					      target->modules[instance->module].found.module : NULL;

		for (uint32_t j = 0; module && j < instance->global_count; j++)
			if (instance->globals[j] == global)
				return wcore_names_find(module, WCORE_NAME_GLOBAL, j);
	}
	return (struct wcore_string){ 0 };
}

static void format_value(const struct wcore_constant *constant, char *text, size_t size)
{
	double real;
	float single;

	switch (constant->type.code) {
	case WCORE_F32:
		memcpy(&single, &constant->bits, sizeof(single));
		snprintf(text, size, "%.9g", (double)single);
		break;
	case WCORE_F64:
		memcpy(&real, &constant->bits, sizeof(real));
		snprintf(text, size, "%.17g", real);
		break;
	case WCORE_I32:
		snprintf(text, size, "%" PRId32, (int32_t)constant->bits);
		break;
	default:
		snprintf(text, size, "%" PRId64, (int64_t)constant->bits);
	}
}

static void print_global(const struct mem_diff_pair *pair, uint32_t index, const char *old_text,
			 const char *new_text)
{
	const struct wcore_string name = global_name(pair->old_mem->input.target, index);
	struct wcore_json json;

	if (!pair->old_mem->options.json) {
		printf("global %" PRIu32, index);
		if (name.data) {
			fputs(" ", stdout);
			wcore_cli_print(pair->old_mem->cli, WCORE_STYLE_END, name);
		}
		printf(": %s -> %s\n", old_text, new_text);
		return;
	}
	mem_diff_json_begin(&json, "global");
	json_key_number(&json, "index", index);
	wcore_json_key(&json, "name");
	wcore_json_string(&json, name);
	wcore_json_key(&json, "old");
	wcore_json_text(&json, old_text);
	wcore_json_key(&json, "new");
	wcore_json_text(&json, new_text);
	mem_diff_json_end(&json);
}

static void compare_globals(struct mem_diff_pair *pair)
{
	const struct wcore_index *a = pair->old_mem->input.dump->index, *b = pair->new_mem->input.dump->index;

	for (uint32_t i = 0; i < a->global_count && i < b->global_count; i++) {
		const struct wcore_constant *x = &a->globals[i].init, *y = &b->globals[i].init;
		char old_text[40], new_text[40];

		if (x->kind != WCORE_CONST_VALUE || y->kind != WCORE_CONST_VALUE ||
		    (x->bits == y->bits && x->type.code == y->type.code))
			continue;
		pair->totals.globals++;
		format_value(x, old_text, sizeof(old_text));
		format_value(y, new_text, sizeof(new_text));
		print_global(pair, i, old_text, new_text);
	}
}

/* All of it. */

static void print_totals(const struct mem_diff_pair *pair, const struct options *options)
{
	const struct mem_diff_totals *totals = &pair->totals;
	struct wcore_json json;

	if (pair->old_mem->options.json) {
		mem_diff_json_begin(&json, "summary");
		json_key_wide(&json, "ranges", totals->ranges);
		json_key_wide(&json, "changed", totals->changed);
		json_key_wide(&json, "not_comparable", totals->unknown);
		json_key_number(&json, "sizes", totals->sizes);
		json_key_number(&json, "globals", totals->globals);
		json_key_number(&json, "values", totals->values);
		mem_diff_json_end(&json);
		return;
	}
	if (options->typed)
		printf("summary: %" PRIu64 " values", totals->values);
	else
		printf("summary: %" PRIu64 " bytes in %" PRIu64 " ranges", totals->changed, totals->ranges);
	printf(", %" PRIu64 " globals, %" PRIu64 " memory sizes differ", totals->globals, totals->sizes);
	if (totals->unknown)
		printf("; %" PRIu64 " bytes in %" PRIu64 " ranges not comparable", totals->unknown,
		       totals->unknown_ranges);
	putchar('\n');
}

static void compare_memories(struct mem_diff_pair *pair, const struct options *options)
{
	const struct wcore_dump *old_dump = pair->old_mem->input.dump, *new_dump = pair->new_mem->input.dump;
	const struct wcore_memory *memory;

	if (!mem_memory(pair->old_mem, &memory))
		return;
	if (memory->index >= new_dump->memory_count)
		mem_missing(pair->new_mem, "there is no memory %" PRIu32, memory->index);
	else
		compare_memory(pair, options, memory, &new_dump->memories[memory->index]);
	/* Of several all are compared when none is named; owners are known of the first one's. */
	if (pair->old_mem->options.has_memory || pair->old_mem->options.has_instance || options->typed)
		return;
	for (uint32_t i = 0; i < old_dump->memory_count && i < new_dump->memory_count; i++) {
		if (i == memory->index)
			continue;
		wcore_owners_close(pair->old_mem->owners);
		pair->old_mem->owners = NULL;
		compare_memory(pair, options, &old_dump->memories[i], &new_dump->memories[i]);
	}
}

static void compare(struct mem_diff_pair *pair, const struct options *options)
{
	const struct mem_diff_totals *totals = &pair->totals;
	struct mem *mem = pair->old_mem;
	char *why = NULL;

	if (!mem_check(mem, wcore_same_program(mem->input.target, pair->new_mem->input.target, &why)))
		return;
	if (why && !mem->cli->target.force) {
		mem_check(mem, wcore_error_create(WCORE_ERROR_USAGE, pair->new_mem->path,
						  "is not of the same program as %s: %s (--force compares them)",
						  mem->path, why));
		free(why);
		return;
	}
	free(why);
	compare_globals(pair);
	compare_memories(pair, options);
	if (options->typed)
		mem_diff_typed(pair);
	if (mem->cli->status < WCORE_STATUS_TROUBLE)
		print_totals(pair, options);
	if (totals->ranges || totals->unknown || totals->sizes || totals->globals || totals->values)
		wcore_cli_status(mem->cli, WCORE_STATUS_PARTIAL);
}

static void run(struct mem *mem, void *options)
{
	struct mem other = { .cli = mem->cli, .verb = mem->verb, .options = mem->options,
			     .path = mem->arguments[0] };
	struct mem_diff_pair pair = { .old_mem = mem, .new_mem = &other };

	if (mem_check(mem, wcore_input_open(mem->cli, other.path, &other.input))) {
		compare(&pair, options);
		if (other.input.dump->broken)
			wcore_cli_complain_of(mem->cli, other.input.dump->broken);
	}
	wcore_owners_close(other.owners);
	wcore_inspect_close(other.inspect);
	mem_check(mem, source_lines_error(other.sources));
	source_lines_destroy(other.sources);
	wcore_input_deinit(mem->cli, &other.input);
}

const struct mem_verb mem_diff = {
	.name = "diff",
	.operands = "DUMP DUMP2",
	.min_operands = 2,
	.max_operands = 2,
	.summary = "Compare the memories of two dumps",
	.options = own_options,
	.groups = MEM_SCOPE | MEM_MEMORY | MEM_VALUES,
	.create = create,
	.set = set,
	.files = 2,
	.run = run,
};
