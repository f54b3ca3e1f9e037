/* The state that a dump holds, as text; its sections; its one line. */
#include "info_text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../libcore/wasm/index.h"

/* "0-2 5 absent": where indices follow each other, the ends. */
static void text_indices(const char *noun, const uint32_t *items, uint32_t count)
{
	printf(", %s ", noun);
	if (count == 0)
		fputs("none", stdout);
	for (uint32_t i = 0, run; i < count; i += run) {
		for (run = 1; i + run < count && items[i] != WCORE_ABSENT &&
			      items[i + run] == items[i] + run; run++)
			;
		if (i > 0)
			putchar(' ');
		if (items[i] == WCORE_ABSENT)
			fputs("absent", stdout);
		else if (run == 1)
			printf("%" PRIu32, items[i]);
		else
			printf("%" PRIu32 "-%" PRIu32, items[i], items[i] + run - 1);
	}
}

static void text_instances(const struct info_text *text)
{
	const struct wcore_dump *dump = text->info->input.dump;
	uint64_t end = info_text_end(text, dump->instance_count);

	info_text_heading(text, "Instances", dump->instance_count);
	for (uint32_t i = 0; i < end; i++) {
		const struct wcore_instance *instance = &dump->instances[i];

		info_text_item("instance", i);
		if (instance->module == WCORE_ABSENT)
			fputs("module absent", stdout);
		else
			printf("module %" PRIu32, instance->module);
		text_indices("memories", instance->memories, instance->memory_count);
		text_indices("globals", instance->globals, instance->global_count);
		putchar('\n');
	}
	info_text_rest(text, dump->instance_count, end);
}

/* "name", "env.name", and whose, when there are several instances. */
static void text_owner(const struct info_text *text, const struct info_owner *owner)
{
	if (owner->name.module.data) {
		info_text_string(owner->name.module);
		putchar('.');
	}
	info_text_string(owner->name.text);
	if (text->info->input.dump->instance_count > 1)
		printf(" of instance %" PRIu32, owner->instance);
}

static void text_page_size(unsigned page_log2)
{
	fputs(" of ", stdout);
	if (page_log2 == 16)
		fputs("64 KiB", stdout);
	else
		info_text_size(UINT64_C(1) << page_log2);
}

static void text_limits(const struct wcore_limits *limits, const char *one, const char *many)
{
	if (limits->has_max) {
		fputs(", at most ", stdout);
		info_text_count(limits->max, one, many);
	}
	fputs(limits->is_64 ? ", 64-bit" : "", stdout);
	fputs(limits->is_shared ? ", shared" : "", stdout);
}

static void text_memory(const struct info_text *text, const struct info_memory *memory)
{
	const struct wcore_limits *limits = &memory->memory->limits;

	info_text_item("memory", memory->memory->index);
	if (memory->size == UINT64_MAX)
		fputs("16 EiB", stdout);
	else
		info_text_size(memory->size);
	fputs(", ", stdout);
	info_text_count(memory->pages, "page", "pages");
	text_page_size(memory->page_log2);
	text_limits(limits, "page", "pages");
	putchar('\n');
	if (memory->owner.name.text.data) {
		info_text_key(4, "name");
		text_owner(text, &memory->owner);
		putchar('\n');
	}
	if (memory->has_usage) {
		info_text_key(4, "captured");
		info_text_size(memory->usage.captured);
		fputs(" in ", stdout);
		info_text_count(memory->usage.segments, "segment", "segments");
		putchar('\n');
	}
}

static void text_memories(const struct info_text *text)
{
	const struct info *info = text->info;
	uint64_t end = info_text_end(text, info->memory_count);

	info_text_heading(text, "Memories", info->memory_total);
	for (uint32_t i = 0; i < end; i++)
		text_memory(text, &info->memories[i]);
	info_text_rest(text, info->memory_total, end);
	if (info->is_captured_exact)
		return;
	info_text_key(2, "captured");
	fputs("at most ", stdout);
	info_text_size(info->captured_limit);
	fputs(" in ", stdout);
	info_text_count(info->input.dump->segment_count, "segment", "segments");
	puts(" (--full counts)");
}

/* The shortest digits that read back the same. */
static void text_double(double value, int digits)
{
	char buffer[40];

	for (int precision = 1; precision <= digits; precision++) {
		snprintf(buffer, sizeof(buffer), "%.*g", precision, value);
		if (digits == 9 ? strtof(buffer, NULL) == (float)value
				: strtod(buffer, NULL) == value)
			break;
	}
	fputs(buffer, stdout);
}

static void text_float(uint64_t bits, bool is_32)
{
	union { uint32_t bits; float value; } narrow = { .bits = (uint32_t)bits };
	union { uint64_t bits; double value; } wide = { .bits = bits };
	double value = is_32 ? (double)narrow.value : wide.value;

	if (isnan(value))
		printf("nan (0x%" PRIx64 ")", bits);
	else
		text_double(value, is_32 ? 9 : 17);
}

static void text_value(const struct wcore_constant *constant)
{
	switch (constant->type.code) {
	case WCORE_I32:
		printf("%" PRId32 " (0x%" PRIx32 ")", (int32_t)constant->bits,
		       (uint32_t)constant->bits);
		break;
	case WCORE_I64:
		printf("%" PRId64 " (0x%" PRIx64 ")", (int64_t)constant->bits, constant->bits);
		break;
	case WCORE_F32:
	case WCORE_F64:
		text_float(constant->bits, constant->type.code == WCORE_F32);
		break;
	default:
		fputs("0x", stdout);
		for (int i = 15; i >= 0; i--)
			printf("%02x", constant->v128[i]);
	}
}

static void text_constant(const struct wcore_constant *constant)
{
	switch (constant->kind) {
	case WCORE_CONST_VALUE:
		text_value(constant);
		break;
	case WCORE_CONST_GLOBAL:
		printf("global %" PRIu64, constant->bits);
		break;
	case WCORE_CONST_REF_FUNC:
		printf("function %" PRIu64, constant->bits);
		break;
	case WCORE_CONST_REF_NULL:
		fputs("null", stdout);
		break;
	case WCORE_CONST_OTHER:
		fputs("not recorded", stdout);
	}
}

static void text_globals(const struct info_text *text)
{
	const struct info *info = text->info;
	uint64_t end = info_text_end(text, info->global_count);
	char type[40];

	info_text_heading(text, "Globals", info->global_total);
	for (uint32_t i = 0; i < end; i++) {
		const struct wcore_global *global = info->globals[i].global;

		info_text_item("global", i);
		printf("%s%s = ", global->is_mutable ? "mut " : "",
		       wcore_valtype_name(global->type, type));
		text_constant(&global->init);
		if (info->globals[i].owner.name.text.data) {
			fputs(", ", stdout);
			text_owner(text, &info->globals[i].owner);
		}
		putchar('\n');
	}
	info_text_rest(text, info->global_total, end);
}

static void text_tables(const struct info_text *text)
{
	const struct wcore_index *index = text->info->input.dump->index;
	uint64_t end = info_text_end(text, index ? index->table_count : 0);
	char type[40];

	info_text_heading(text, "Tables", index ? index->table_count : 0);
	for (uint32_t i = 0; i < end; i++) {
		info_text_item("table", i);
		printf("%s, ", wcore_valtype_name(index->tables[i].type, type));
		info_text_count(index->tables[i].limits.min, "element", "elements");
		text_limits(&index->tables[i].limits, "element", "elements");
		putchar('\n');
	}
	info_text_rest(text, index ? index->table_count : 0, end);
}

void info_text_state(const struct info_text *text)
{
	text_instances(text);
	text_memories(text);
	text_globals(text);
	text_tables(text);
}
