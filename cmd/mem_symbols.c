/* wcore-mem symbols: static variables and functions, and what stands at an address. */
#include "mem.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"
#include "../libcore/base/glob.h"
#include "../libcore/base/text.h"
#include "../libcore/layout/symbol_list.h"
#include "../libcore/wasm/index.h"
#include "json_key.h"
#include "mem_module.h"

#define TYPE_SIZE 1024

enum { OPTION_AT = WCORE_OPTION_FIRST, OPTION_SORT, OPTION_FUNCTIONS, OPTION_VARIABLES };

static const struct wcore_option own_options[] = {
	{ OPTION_AT, "at", "ADDRESS", "say what stands at ADDRESS: in memory, in the module's file, in the table" },
	{ OPTION_SORT, "sort", "KEY", "sort by address, size or name" },
	{ OPTION_FUNCTIONS, "functions", NULL, "print functions only" },
	{ OPTION_VARIABLES, "variables", NULL, "print static variables only" },
	{ 0 },
};

enum sort { BY_ADDRESS, BY_SIZE, BY_NAME };

struct options {
	enum sort sort;
	bool no_functions, no_variables;
	const char *at_text;	/* of --at; NULL: the list */
	uint64_t at;
	bool found;
};

static void *create(void)
{
	return wcore_calloc(1, sizeof(struct options));
}

static struct wcore_error *set_sort(struct options *options, const char *key)
{
	static const char *const keys[] = { [BY_ADDRESS] = "address", [BY_SIZE] = "size", [BY_NAME] = "name" };

	for (unsigned i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(keys[i], key) == 0) {
			options->sort = (enum sort)i;
			return NULL;
		}
	return wcore_error_create(WCORE_ERROR_USAGE, NULL, "--sort: '%s' is none of address, size, name", key);
}

static struct wcore_error *set(void *data, int id, const char *argument)
{
	struct options *options = data;

	switch (id) {
	case OPTION_AT:
		options->at_text = argument;
		break;
	case OPTION_SORT:
		return set_sort(options, argument);
	case OPTION_FUNCTIONS:
		options->no_variables = true;
		break;
	default:
		options->no_functions = true;
		break;
	}
	return NULL;
}

/* A line: a symbol, and what an address is in it. */
struct record {
	const struct mem_module *module;
	const struct wcore_symbol *symbol;	/* NULL: owner */
	const struct wcore_owner *owner;
	bool has_offset;
	uint64_t offset;
	const char *meaning;	/* of the address: "memory", "file", "table"; NULL: none was asked for */
};

static const char *kind_of(const struct wcore_symbol *symbol)
{
	return symbol->kind == WCORE_SYMBOL_VARIABLE ? "variable" : symbol->is_imported ? "import" : "function";
}

static const char *type_of(const struct record *record, char *buffer)
{
	if (record->symbol->kind != WCORE_SYMBOL_VARIABLE)
		return NULL;
	wcore_types_describe(record->module->types, record->symbol->type, buffer, TYPE_SIZE);
	return buffer;
}

static void owner_text(const struct wcore_owner *owner, char **ret, size_t *ret_size)
{
	FILE *out = wcore_memstream_open(ret, ret_size);

	if (!out)
		return;
	wcore_owner_write(owner, out);
	wcore_memstream_close(out);
}

static void owner_json(struct wcore_json *json, const struct wcore_owner *owner)
{
	char *text = NULL;
	size_t size = 0;

	owner_text(owner, &text, &size);
	json_key_text(json, "kind", wcore_owner_kind_name(owner->kind));
	json_key_string(json, "name", (struct wcore_string){ text ? text : "", text ? size : 0 });
	json_key_known_wide(json, "address", true, owner->address);
	json_key_known_wide(json, "size", owner->size > 0, owner->size);
	free(text);
}

static void symbol_json(struct wcore_json *json, const struct record *record)
{
	const struct wcore_symbol *symbol = record->symbol;
	const bool is_function = symbol->kind == WCORE_SYMBOL_FUNCTION;
	char type[TYPE_SIZE];

	json_key_text(json, "kind", kind_of(symbol));
	json_key_string(json, "name", symbol->name);
	json_key_string(json, "linkage_name", symbol->linkage_name);
	json_key_known_wide(json, "address", symbol->has_address, symbol->address);
	json_key_known_wide(json, "size", symbol->has_size, symbol->size);
	json_key_text(json, "type", type_of(record, type));
	json_key_known_number(json, "funcidx", is_function, symbol->funcidx);
	json_key_known_wide(json, "slot", symbol->has_slot, symbol->slot);
	json_key_string(json, "file", symbol->file);
	json_key_known_number(json, "line", symbol->line > 0, symbol->line);
}

static void write_json(const struct record *record)
{
	struct wcore_json json;

	wcore_json_init(&json, stdout);
	wcore_json_begin_object(&json);
	json_key_text(&json, "schema", "wcore-mem-symbols/1");
	json_key_string(&json, "module", record->module->label);
	if (record->meaning) {
		json_key_text(&json, "in", record->meaning);
		json_key_known_wide(&json, "offset", record->has_offset, record->offset);
	}
	if (record->symbol)
		symbol_json(&json, record);
	else
		owner_json(&json, record->owner);
	wcore_json_end_object(&json);
	putchar('\n');
}

/* Columns. */

static void print_number(const char *format, bool is_known, uint64_t value)
{
	if (!is_known)
		printf("-\t");
	else if (*format == 'x')
		printf("0x%08" PRIx64 "\t", value);
	else
		printf("%" PRIu64 "\t", value);
}

static void print_function_column(const struct wcore_symbol *symbol)
{
	printf("func[%" PRIu32 "]", symbol->funcidx);
	if (symbol->has_slot)
		printf(" table[%" PRIu64 "]", symbol->slot);
}

static void print_place(const struct mem *mem, const struct record *record)
{
	const struct wcore_symbol *symbol = record->symbol;

	putchar('\t');
	if (symbol->line) {
		wcore_cli_print(mem->cli, WCORE_STYLE_FILE, symbol->short_file);
		printf(":%" PRIu32, symbol->line);
	} else {
		putchar('-');
	}
	if (record->module->is_one_of_many) {
		putchar('\t');
		wcore_text_write(stdout, record->module->label);
	}
	putchar('\n');
}

static void symbol_text(const struct mem *mem, const struct record *record)
{
	const struct wcore_symbol *symbol = record->symbol;
	char type[TYPE_SIZE];

	print_number("x", symbol->has_address, symbol->address);
	print_number("d", symbol->has_size, symbol->size);
	printf("%s\t", kind_of(symbol));
	wcore_cli_print(mem->cli, WCORE_STYLE_FUNCTION, symbol->name);
	if (record->has_offset && record->offset)
		printf("+%" PRIu64, record->offset);
	putchar('\t');
	if (symbol->kind == WCORE_SYMBOL_VARIABLE)
		wcore_text_write(stdout, wcore_string_from(type_of(record, type)));
	else
		print_function_column(symbol);
	print_place(mem, record);
}

static void write_text(const struct mem *mem, const struct record *record)
{
	if (record->meaning)
		printf("%s\t", record->meaning);
	if (record->symbol) {
		symbol_text(mem, record);
		return;
	}
	print_number("x", true, record->owner->address);
	print_number("d", record->owner->size > 0, record->owner->size);
	printf("%s\t", wcore_owner_kind_name(record->owner->kind));
	wcore_owner_write(record->owner, stdout);
	fputs("\t-\t-\n", stdout);
}

static void write_record(const struct mem *mem, struct options *options, const struct record *record)
{
	options->found = true;
	if (mem->options.json)
		write_json(record);
	else
		write_text(mem, record);
}

/* The list. */

static int compare_names(const struct wcore_symbol *a, const struct wcore_symbol *b)
{
	const size_t size = a->name.size < b->name.size ? a->name.size : b->name.size;
	const int order = size ? memcmp(a->name.data, b->name.data, size) : 0;

	return order ? order : (a->name.size > b->name.size) - (a->name.size < b->name.size);
}

static int by_name(const void *left, const void *right)
{
	const struct wcore_symbol *a = *(const struct wcore_symbol *const *)left;
	const struct wcore_symbol *b = *(const struct wcore_symbol *const *)right;
	const int order = compare_names(a, b);

	return order ? order : (a > b) - (a < b);
}

/* The largest first. */
static int by_size(const void *left, const void *right)
{
	const struct wcore_symbol *a = *(const struct wcore_symbol *const *)left;
	const struct wcore_symbol *b = *(const struct wcore_symbol *const *)right;

	if (a->size != b->size)
		return a->size < b->size ? 1 : -1;
	return by_name(left, right);
}

/* "func[12]". */
static bool is_numbered(const struct wcore_symbol *symbol, const char *pattern)
{
	char number[32];

	snprintf(number, sizeof(number), "func[%" PRIu32 "]", symbol->funcidx);
	return symbol->kind == WCORE_SYMBOL_FUNCTION && strcmp(number, pattern) == 0;
}

static bool fits(const struct mem *mem, const struct options *options, const struct wcore_symbol *symbol)
{
	if (symbol->kind == WCORE_SYMBOL_FUNCTION ? options->no_functions : options->no_variables)
		return false;
	for (int i = 0; i < mem->argument_count; i++) {
		const char *pattern = mem->arguments[i];

		if (wcore_glob_is_pattern(pattern) && wcore_glob_match(pattern, symbol->name))
			return true;
		if (is_numbered(symbol, pattern) ||
		    memmem(symbol->name.data, symbol->name.size, pattern, strlen(pattern)))
			return true;
	}
	return !mem->argument_count;
}

static bool print_list(struct mem *mem, struct options *options, const struct mem_module *module,
		       const struct wcore_symbol_list *list)
{
	const struct wcore_symbol **chosen = wcore_calloc(list->count + 1, sizeof(*chosen));
	size_t count = 0;

	if (!mem_check(mem, chosen ? NULL : wcore_error_nomem()))
		return false;
	for (size_t i = 0; i < list->count; i++)
		if (fits(mem, options, &list->items[i]))
			chosen[count++] = &list->items[i];
	if (count && options->sort != BY_ADDRESS)
		qsort(chosen, count, sizeof(*chosen), options->sort == BY_NAME ? by_name : by_size);
	for (size_t i = 0; i < count; i++)
		write_record(mem, options, &(struct record){ .module = module, .symbol = chosen[i] });
	free(chosen);
	return true;
}

/* What stands at an address. */

static void write_at(const struct mem *mem, struct options *options, const struct mem_module *module,
		     const struct wcore_symbol *symbol, const char *meaning, uint64_t start)
{
	if (symbol)
		write_record(mem, options, &(struct record){ .module = module, .symbol = symbol, .meaning = meaning,
							     .has_offset = true, .offset = options->at - start });
}

/* The owner says more than the symbol: members, frames, the heap; but it needs a memory. */
static bool print_memory(struct mem *mem, struct options *options, const struct mem_module *module,
			 const struct wcore_symbol *symbol)
{
	const bool has_memory = mem->input.dump->memory_count > 0 &&
				(mem->input.dump->segment_count || wcore_dump_omits_zeros(mem->input.dump));
	const struct wcore_memory *memory;
	struct wcore_owners *owners;
	struct wcore_owner owner;

	if (symbol || !has_memory) {
		if (symbol)
			write_at(mem, options, module, symbol, "memory", symbol->address);
		return true;
	}
	if (!mem_memory(mem, &memory) || !mem_owners(mem, memory, &owners))
		return false;
	owner = wcore_owners_find(owners, options->at);
	if (owner.kind != WCORE_OWNER_NONE && owner.kind != WCORE_OWNER_OUTSIDE)
		write_record(mem, options, &(struct record){ .module = module, .owner = &owner, .meaning = "memory",
							     .has_offset = true, .offset = owner.offset });
	return true;
}

static bool print_at(struct mem *mem, struct options *options, const struct mem_module *module,
		     const struct wcore_symbol_list *list)
{
	const struct wcore_symbol *function = wcore_symbol_list_find(list, WCORE_SYMBOL_FUNCTION, options->at);
	uint32_t funcidx;

	if (!options->no_variables &&
	    !print_memory(mem, options, module, wcore_symbol_list_find(list, WCORE_SYMBOL_VARIABLE, options->at)))
		return false;
	if (options->no_functions)
		return true;
	if (function)
		write_at(mem, options, module, function, "file", function->address);
	if (wcore_index_table_slot(module->module->found.module, 0, options->at, &funcidx) == 1)
		write_at(mem, options, module, wcore_symbol_list_function(list, funcidx), "table", options->at);
	return true;
}

static bool visit_module(struct mem *mem, struct mem_module *module, void *context)
{
	struct options *options = context;
	struct wcore_symbol_list list;
	bool goes_on = mem_check(mem, wcore_symbol_list_read(module->module->symbols, module->types, &list));

	if (goes_on)
		goes_on = options->at_text ? print_at(mem, options, module, &list) :
					    print_list(mem, options, module, &list);
	if (list.is_cut)
		mem_missing(mem, "there are more symbols than are listed");
	wcore_symbol_list_deinit(&list);
	return goes_on;
}

static void run(struct mem *mem, void *data)
{
	struct options *options = data;

	if (options->no_functions && options->no_variables)
		options->no_functions = options->no_variables = false;
	if (options->at_text && !mem_address(mem, options->at_text, &options->at, NULL))
		return;
	if (!mem_modules(mem, visit_module, options) || options->found)
		return;
	if (options->at_text)
		mem_missing(mem, "nothing is known of 0x%" PRIx64, options->at);
	else
		mem_missing(mem, mem->argument_count ? "no symbol matches" : "there are no symbols");
}

const struct mem_verb mem_symbols = {
	.name = "symbols",
	.operands = "DUMP [PATTERN...]",
	.min_operands = 1,
	.summary = "Print static variables and functions with their addresses",
	.options = own_options,
	.groups = MEM_SCOPE | MEM_MEMORY,
	.create = create,
	.set = set,
	.run = run,
};
