/* wcore-mem types: how types are laid out, as the debug information says. */
#include "mem.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"
#include "../libcore/base/glob.h"
#include "../libcore/base/text.h"
#include "../libcore/layout/type_layout.h"
#include "../libcore/layout/type_list.h"
#include "json_key.h"
#include "mem_module.h"

#define NAME_SIZE 16384

struct types {
	const char *pattern;	/* NULL: all */
	bool found;
	char name[NAME_SIZE];	/* of the type at hand */
};

/* One type that is printed. */
struct record {
	const struct mem_module *module;
	const struct wcore_type_listed *listed;
	const struct wcore_type *type;
	struct wcore_site site;		/* where it is declared; line 0: not known */
	struct wcore_layout layout;
};

static const char *describe(struct types *types, const struct mem_module *module, const struct wcore_type *type)
{
	wcore_types_describe(module->types, type, types->name, sizeof(types->name));
	return types->name;
}

static bool is_discriminant_signed(const struct wcore_layout *layout)
{
	const struct wcore_variant_part *part = layout->type->variant_part;

	return part && part->has_discriminant && wcore_type_strip(part->discriminant.type)->is_signed;
}

/* What all types are of: name, kind, size. */

static void begin_json(struct wcore_json *json, const struct mem_module *module,
		       const struct wcore_type_listed *listed)
{
	wcore_json_init(json, stdout);
	wcore_json_begin_object(json);
	json_key_text(json, "schema", "wcore-mem-types/1");
	json_key_string(json, "module", module->label);
	json_key_string(json, "name", listed->name);
	json_key_text(json, "kind", listed->kind);
	json_key_known_wide(json, "size", listed->has_size, listed->size);
	json_key_string(json, "unit", listed->unit);
}

static void end_json(struct wcore_json *json)
{
	wcore_json_end_object(json);
	putchar('\n');
}

static void list_text(const struct mem_module *module, const struct wcore_type_listed *listed)
{
	wcore_text_write(stdout, listed->name);
	printf("\t%s\t", listed->kind);
	if (listed->has_size)
		printf("%" PRIu64 "\t", listed->size);
	else
		fputs("-\t", stdout);
	wcore_text_write(stdout, listed->unit.data ? listed->unit : WCORE_STRING("-"));
	if (module->is_one_of_many) {
		putchar('\t');
		wcore_text_write(stdout, module->label);
	}
	putchar('\n');
}

static void number_json(struct wcore_json *json, bool is_signed, uint64_t bits)
{
	if (is_signed)
		wcore_json_wide_signed(json, (int64_t)bits);
	else
		wcore_json_wide(json, bits);
}

static void print_number(const char *before, bool is_signed, uint64_t bits)
{
	if (is_signed)
		printf("%s%" PRId64, before, (int64_t)bits);
	else
		printf("%s%" PRIu64, before, bits);
}

/* A layout as JSON. */

static void row_json(struct wcore_json *json, struct types *types, const struct record *record,
		     const struct wcore_layout_row *row)
{
	const bool is_signed = is_discriminant_signed(&record->layout);

	wcore_json_begin_object(json);
	json_key_text(json, "kind", wcore_layout_kind_name(row->kind));
	json_key_string(json, "name", row->name);
	json_key_text(json, "type", row->type ? describe(types, record->module, row->type) : NULL);
	wcore_json_key(json, "depth");
	wcore_json_number(json, row->depth);
	json_key_known_wide(json, "offset", row->has_offset, row->offset);
	json_key_known_wide(json, "size", row->has_size, row->size);
	if (row->bit_size) {
		wcore_json_key(json, "bit_offset");
		wcore_json_number(json, row->bit_offset);
		wcore_json_key(json, "bit_size");
		wcore_json_number(json, row->bit_size);
	}
	if (row->variant) {
		wcore_json_key(json, "discriminants");
		wcore_json_begin_array(json);
		for (uint32_t i = 0; i < row->variant->range_count; i++) {
			const struct wcore_variant_range *range = &row->variant->ranges[i];

			wcore_json_begin_array(json);
			number_json(json, is_signed, range->low);
			number_json(json, is_signed, range->high);
			wcore_json_end_array(json);
		}
		wcore_json_end_array(json);
	}
	wcore_json_end_object(json);
}

static void enumerator_json(struct wcore_json *json, const struct record *record,
			    const struct wcore_layout_row *row)
{
	wcore_json_begin_object(json);
	json_key_string(json, "name", row->name);
	wcore_json_key(json, "value");
	number_json(json, record->layout.is_signed, row->bits);
	wcore_json_end_object(json);
}

static void layout_json(struct types *types, const struct record *record)
{
	const struct wcore_layout *layout = &record->layout;
	const bool is_enum = layout->type->kind == WCORE_TYPE_ENUM;
	const struct wcore_type *target = layout->type->target;
	struct wcore_json json;

	begin_json(&json, record->module, record->listed);
	json_key_string(&json, "file", record->site.file);
	wcore_json_key(&json, "line");
	if (record->site.line)
		wcore_json_number(&json, record->site.line);
	else
		wcore_json_null(&json);
	json_key_known_wide(&json, "align", layout->has_align, layout->align);
	json_key_text(&json, "target", record->type->kind == WCORE_TYPE_ALIAS ?
		      describe(types, record->module, record->type->target) :
		      is_enum && target ? describe(types, record->module, target) : NULL);
	json_key_known_wide(&json, "hole_bytes", !is_enum, layout->hole_bytes);
	wcore_json_key(&json, "complete");
	wcore_json_bool(&json, !layout->is_partial);
	wcore_json_key(&json, is_enum ? "enumerators" : "members");
	wcore_json_begin_array(&json);
	for (uint32_t i = 0; i < layout->row_count; i++) {
		if (is_enum)
			enumerator_json(&json, record, &layout->rows[i]);
		else
			row_json(&json, types, record, &layout->rows[i]);
	}
	wcore_json_end_array(&json);
	end_json(&json);
}

/* A layout as text. */

static void print_ranges(const struct record *record, const struct wcore_variant *variant)
{
	const bool is_signed = is_discriminant_signed(&record->layout);

	if (variant->is_default)
		fputs(" else", stdout);
	for (uint32_t i = 0; i < variant->range_count; i++) {
		const struct wcore_variant_range *range = &variant->ranges[i];

		print_number(i ? "," : " ", is_signed, range->low);
		if (range->high != range->low)
			print_number("..", is_signed, range->high);
	}
}

/* Offset and size in columns: "8.3" and "5b" of bits. */
static void print_place(const struct wcore_layout_row *row)
{
	char offset[48] = "-", size[24] = "-";

	if (row->has_offset && row->bit_size)
		snprintf(offset, sizeof(offset), "%" PRIu64 ".%" PRIu32, row->offset, row->bit_offset);
	else if (row->has_offset)
		snprintf(offset, sizeof(offset), "%" PRIu64, row->offset);
	if (row->bit_size)
		snprintf(size, sizeof(size), "%" PRIu32 "b", row->bit_size);
	else if (row->has_size)
		snprintf(size, sizeof(size), "%" PRIu64, row->size);
	printf("%8s %6s  %*s", offset, size, (int)(2 * row->depth), "");
}

static void row_text(struct types *types, const struct record *record, const struct wcore_layout_row *row)
{
	print_place(row);
	if (row->kind != WCORE_LAYOUT_MEMBER) {
		printf("<%s", wcore_layout_kind_name(row->kind));
		if (row->variant)
			print_ranges(record, row->variant);
		fputs(row->type ? "> " : ">", stdout);
	}
	if (row->kind == WCORE_LAYOUT_DISCRIMINANT && row->name.size) {
		fputs("in what ", stdout);
		wcore_text_write(stdout, row->name);
		fputs(" never holds: ", stdout);
	} else if (row->name.size && row->type && row->kind != WCORE_LAYOUT_BASE &&
		   row->kind != WCORE_LAYOUT_VIRTUAL_BASE) {
		wcore_text_write(stdout, row->name);
		fputs(": ", stdout);
	}
	if (row->type)
		wcore_text_write(stdout, wcore_string_from(describe(types, record->module, row->type)));
	putchar('\n');
}

static void enumerator_text(const struct record *record, const struct wcore_layout_row *row)
{
	if (record->layout.is_signed)
		printf("%8" PRId64 "  ", (int64_t)row->bits);
	else
		printf("%8" PRIu64 "  ", row->bits);
	wcore_text_write(stdout, row->name);
	putchar('\n');
}

static void print_holes(const struct wcore_layout *layout)
{
	if (!layout->hole_count)
		return;
	printf(", %" PRIu32 " hole%s of ", layout->hole_count, layout->hole_count == 1 ? "" : "s");
	if (layout->hole_bytes)
		printf("%" PRIu64 " byte%s", layout->hole_bytes, layout->hole_bytes == 1 ? "" : "s");
	if (layout->hole_bits)
		printf("%s%" PRIu64 " bit%s", layout->hole_bytes ? " and " : "", layout->hole_bits,
		       layout->hole_bits == 1 ? "" : "s");
}

static void head_text(struct mem *mem, struct types *types, const struct record *record)
{
	const struct wcore_layout *layout = &record->layout;

	printf("%s ", record->listed->kind);
	wcore_cli_print(mem->cli, WCORE_STYLE_HEADING, record->listed->name);
	if (record->type->kind == WCORE_TYPE_ALIAS || (layout->type->kind == WCORE_TYPE_ENUM && layout->type->target)) {
		fputs(record->type->kind == WCORE_TYPE_ALIAS ? " = " : " of ", stdout);
		wcore_text_write(stdout, wcore_string_from(describe(types, record->module,
			record->type->kind == WCORE_TYPE_ALIAS ? record->type->target : layout->type->target)));
	}
	if (layout->has_size)
		printf(": %" PRIu64 " byte%s", layout->size, layout->size == 1 ? "" : "s");
	else
		fputs(": size not known", stdout);
	if (layout->has_align)
		printf(", align %" PRIu64, layout->align);
	print_holes(layout);
	if (layout->is_partial)
		fputs(", not all of it could be read", stdout);
	if (record->site.line) {
		fputs(", ", stdout);
		wcore_cli_print(mem->cli, WCORE_STYLE_FILE, record->site.short_file);
		printf(":%" PRIu32, record->site.line);
	}
	if (record->module->is_one_of_many) {
		fputs(", in ", stdout);
		wcore_text_write(stdout, record->module->label);
	}
	putchar('\n');
}

static void layout_text(struct mem *mem, struct types *types, const struct record *record)
{
	head_text(mem, types, record);
	for (uint32_t i = 0; i < record->layout.row_count; i++) {
		if (record->layout.type->kind == WCORE_TYPE_ENUM)
			enumerator_text(record, &record->layout.rows[i]);
		else
			row_text(types, record, &record->layout.rows[i]);
	}
}

/* Types of one name, which units of C may have several of: each once. */

struct same {
	struct wcore_layout *layouts;
	size_t count;
	struct wcore_string name;
	const char *kind;
};

static void forget(struct same *same)
{
	for (size_t i = 0; i < same->count; i++)
		wcore_layout_deinit(&same->layouts[i]);
	free(same->layouts);
	*same = (struct same){ 0 };
}

/* Whether it was printed before; takes the layout over otherwise.  False too when memory ran out: it is printed again then. */
static bool is_known(struct same *same, const struct wcore_layout *layout)
{
	struct wcore_layout *layouts;

	for (size_t i = 0; i < same->count; i++)
		if (wcore_layout_equal(&same->layouts[i], layout))
			return true;
	layouts = wcore_realloc(same->layouts, (same->count + 1) * sizeof(*layouts));
	if (!layouts)
		return false;
	same->layouts = layouts;
	same->layouts[same->count++] = *layout;
	return false;
}

static bool print_layout(struct mem *mem, struct types *types, struct same *same, struct record *record)
{
	struct wcore_error *error;

	record->type = wcore_types_at(record->module->types, &record->listed->entry);
	error = wcore_layout_read(record->module->types, record->type, &record->layout);
	if (!error && is_known(same, &record->layout)) {
		wcore_layout_deinit(&record->layout);
		return true;
	}
	if (!error) {
		wcore_entry_declared(record->module->entries, &record->listed->entry, &record->site);
		if (mem->options.json)
			layout_json(types, record);
		else
			layout_text(mem, types, record);
	}
	return mem_check(mem, error);
}

static bool print_list(struct mem *mem, struct types *types, struct mem_module *module,
		       const struct wcore_type_list *list)
{
	struct same same = { 0 };
	bool goes_on = true;

	for (size_t i = 0; goes_on && i < list->count; i++) {
		struct record record = { .module = module, .listed = &list->items[i] };

		types->found = true;
		if (types->pattern) {
			if (!wcore_string_equal(same.name, record.listed->name) || same.kind != record.listed->kind)
				forget(&same);
			same.name = record.listed->name;
			same.kind = record.listed->kind;
			goes_on = print_layout(mem, types, &same, &record);
		} else if (mem->options.json) {
			struct wcore_json json;

			begin_json(&json, module, record.listed);
			end_json(&json);
		} else {
			list_text(module, record.listed);
		}
	}
	forget(&same);
	return goes_on;
}

static bool visit_module(struct mem *mem, struct mem_module *module, void *context)
{
	struct types *types = context;
	struct wcore_type_list list;
	bool goes_on;

	if (!module->types) {
		mem_missing(mem, "module %.*s has no debug information", (int)module->label.size, module->label.data);
		return true;
	}
	goes_on = mem_check(mem, wcore_type_list_read(module->types, types->pattern, &list));
	if (goes_on)
		goes_on = print_list(mem, types, module, &list);
	if (list.is_cut)
		mem_missing(mem, "there are more than %u types, or their names are too long", WCORE_TYPE_LIST_MAX);
	wcore_type_list_deinit(&list);
	return goes_on;
}

static void run(struct mem *mem, void *options)
{
	struct types *types = wcore_calloc(1, sizeof(*types));
	const int count = mem->argument_count ? mem->argument_count : 1;

	(void)options;
	if (!mem_check(mem, types ? NULL : wcore_error_nomem()))
		return;
	for (int i = 0; i < count; i++) {
		types->pattern = mem->argument_count ? mem->arguments[i] : NULL;
		types->found = false;
		if (!mem_modules(mem, visit_module, types))
			break;
		if (types->found)
			continue;
		if (!types->pattern)
			mem_missing(mem, "there are no types");
		else if (wcore_glob_is_pattern(types->pattern))
			mem_missing(mem, "no type matches '%s'", types->pattern);
		else
			wcore_cli_caret(mem->cli, "there is no such type", types->pattern, 0);
	}
	free(types);
}

const struct mem_verb mem_types = {
	.name = "types",
	.operands = "DUMP [NAME...]",
	.min_operands = 1,
	.summary = "Print how types are laid out: offsets, sizes, holes",
	.run = run,
};
