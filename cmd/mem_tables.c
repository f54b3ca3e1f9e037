/* wcore-mem tables: the tables of the modules, with the functions in them. */
#include "mem.h"

#include <inttypes.h>
#include <stdlib.h>

#include "../libcore/base/text.h"
#include "../libcore/layout/table_slots.h"
#include "../libcore/wasm/names.h"
#include "json_key.h"
#include "mem_module.h"

struct record {
	const struct mem_module *module;
	const struct wcore_index *index;
	const struct wcore_table *table;
	uint32_t number;
	struct wcore_string name;	/* absent */
	bool is_exported;
	struct wcore_table_slots slots;
};

static bool is_wanted(const struct mem *mem, uint32_t number, struct wcore_string name)
{
	for (int i = 0; i < mem->argument_count; i++) {
		char *end;
		const unsigned long long wanted = strtoull(mem->arguments[i], &end, 10);

		if ((!*end && wanted == number) || (name.size && wcore_string_is(name, mem->arguments[i])))
			return true;
	}
	return !mem->argument_count;
}

/* The name section's, the export's or the import's. */
static struct wcore_string name_of(struct wcore_module *module, const struct wcore_index *index, uint32_t number,
				   bool *ret_is_exported)
{
	struct wcore_string name = wcore_names_find(module, WCORE_NAME_TABLE, number);

	*ret_is_exported = false;
	for (uint32_t i = 0; i < index->export_count; i++) {
		if (index->exports[i].kind != WCORE_EXTERN_TABLE || index->exports[i].index != number)
			continue;
		*ret_is_exported = true;
		if (!name.size)
			name = index->exports[i].name;
	}
	for (uint32_t i = 0; i < index->import_count && !name.size; i++)
		if (index->imports[i].kind == WCORE_EXTERN_TABLE && index->imports[i].index == number)
			name = index->imports[i].name;
	return name;
}

static const char *type_of(const struct wcore_table *table)
{
	switch (table->type.heap) {
	case -0x10:
		return "funcref";
	case -0x11:
		return "externref";
	default:
		return table->type.heap >= 0 ? "ref" : "other";
	}
}

static struct wcore_string function_of(const struct record *record, const struct wcore_table_slot *slot)
{
	struct wcore_site site = { 0 };
	struct wcore_error *error;

	if (!slot->is_function)
		return (struct wcore_string){ 0 };
	error = wcore_symbols_function_name(record->module->module->symbols, slot->funcidx, &site);
	wcore_error_destroy(error);
	return error ? (struct wcore_string){ 0 } : site.function;
}

/* Text: a line about the table, a line for each function, and one for what lies between them. */

static void print_null(const struct record *record, uint64_t from, uint64_t to)
{
	if (from >= to)
		return;
	printf("table[%" PRIu32 "]\t%" PRIu64, record->number, from);
	if (to - from > 1)
		printf("..%" PRIu64, to - 1);
	fputs("\tnull\n", stdout);
}

static void print_head(const struct mem *mem, const struct record *record)
{
	const struct wcore_limits *limits = &record->table->limits;

	printf("table[%" PRIu32 "]", record->number);
	if (record->name.size) {
		putchar(' ');
		wcore_cli_print(mem->cli, WCORE_STYLE_HEADING, record->name);
	}
	printf(": %s, %" PRIu64, type_of(record->table), limits->min);
	if (limits->has_max && limits->max != limits->min)
		printf(" to %" PRIu64, limits->max);
	printf(" element%s", limits->min == 1 && (!limits->has_max || limits->max == 1) ? "" : "s");
	fputs(record->table->is_imported ? ", imported" : "", stdout);
	fputs(record->is_exported ? ", exported" : "", stdout);
	fputs(", as at instantiation", stdout);
	if (record->slots.doubt)
		printf("; it may be otherwise since: %s", record->slots.doubt);
	if (record->module->is_one_of_many) {
		fputs(", in ", stdout);
		wcore_text_write(stdout, record->module->label);
	}
	putchar('\n');
}

static void write_text(const struct mem *mem, const struct record *record)
{
	uint64_t next = 0;

	print_head(mem, record);
	for (size_t i = 0; i < record->slots.count; i++) {
		const struct wcore_table_slot *slot = &record->slots.items[i];

		print_null(record, next, slot->slot);
		next = slot->slot + 1;
		printf("table[%" PRIu32 "]\t%" PRIu64 "\t", record->number, slot->slot);
		if (slot->is_function) {
			wcore_cli_print(mem->cli, WCORE_STYLE_FUNCTION, function_of(record, slot));
			printf("\tfunc[%" PRIu32 "]", slot->funcidx);
		} else {
			fputs("<not known>", stdout);
		}
		putchar('\n');
	}
	if (!record->slots.is_cut)
		print_null(record, next, record->table->limits.min);
}

static void write_elements(struct wcore_json *json, const struct record *record)
{
	wcore_json_key(json, "elements");
	wcore_json_begin_array(json);
	for (size_t i = 0; i < record->slots.count; i++) {
		const struct wcore_table_slot *slot = &record->slots.items[i];

		wcore_json_begin_object(json);
		wcore_json_key(json, "slot");
		wcore_json_wide(json, slot->slot);
		json_key_string(json, "function", function_of(record, slot));
		wcore_json_key(json, "funcidx");
		if (slot->is_function)
			wcore_json_number(json, slot->funcidx);
		else
			wcore_json_null(json);
		wcore_json_end_object(json);
	}
	wcore_json_end_array(json);
}

static void write_json(const struct record *record)
{
	const struct wcore_limits *limits = &record->table->limits;
	struct wcore_json json;

	wcore_json_init(&json, stdout);
	wcore_json_begin_object(&json);
	json_key_text(&json, "schema", "wcore-mem-tables/1");
	json_key_string(&json, "module", record->module->label);
	wcore_json_key(&json, "table");
	wcore_json_number(&json, record->number);
	json_key_string(&json, "name", record->name.size ? record->name : (struct wcore_string){ 0 });
	json_key_text(&json, "type", type_of(record->table));
	wcore_json_key(&json, "min");
	wcore_json_wide(&json, limits->min);
	wcore_json_key(&json, "max");
	if (limits->has_max)
		wcore_json_wide(&json, limits->max);
	else
		wcore_json_null(&json);
	json_key_bool(&json, "imported", record->table->is_imported);
	json_key_bool(&json, "exported", record->is_exported);
	json_key_bool(&json, "certain", !record->slots.doubt);
	json_key_text(&json, "doubt", record->slots.doubt);
	write_elements(&json, record);
	wcore_json_end_object(&json);
	putchar('\n');
}

static bool write_table(struct mem *mem, struct record *record)
{
	struct wcore_error *error =
		wcore_table_slots_read(record->module->module->found.module, record->number, &record->slots);

	if (!error && mem->options.json)
		write_json(record);
	else if (!error)
		write_text(mem, record);
	if (record->slots.is_cut)
		mem_missing(mem, "table %" PRIu32 " has more elements than are listed", record->number);
	wcore_table_slots_deinit(&record->slots);
	return mem_check(mem, error);
}

static bool visit_module(struct mem *mem, struct mem_module *module, void *context)
{
	bool *found = context;
	struct record record = { .module = module };
	bool goes_on = mem_check(mem, wcore_module_index(module->module->found.module, &record.index));

	for (uint32_t i = 0; goes_on && i < record.index->table_count; i++) {
		record.number = i;
		record.table = &record.index->tables[i];
		record.name = name_of(module->module->found.module, record.index, i, &record.is_exported);
		if (!is_wanted(mem, i, record.name))
			continue;
		*found = true;
		goes_on = write_table(mem, &record);
	}
	return goes_on;
}

static void run(struct mem *mem, void *options)
{
	bool found = false;

	(void)options;
	if (mem_modules(mem, visit_module, &found) && !found)
		mem_missing(mem, mem->argument_count ? "there is no such table" : "there are no tables");
}

const struct mem_verb mem_tables = {
	.name = "tables",
	.operands = "DUMP [TABLE...]",
	.min_operands = 1,
	.summary = "Print the tables with the functions in them",
	.run = run,
};
