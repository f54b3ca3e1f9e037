#include "join.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../dump/memory.h"
#include "../dump/shape.h"
#include "join_state.h"

void wcore_join_tell(struct wcore_join *join, const char *rule, const char *format, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, format);
	if (wcore_vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	if (text)
		wcore_findings_add(join->findings, rule, WCORE_SEVERITY_WARNING, "%s", text);
	free(text);
}

bool wcore_join_has_section(const struct wcore_join *join, enum wcore_section_id id)
{
	for (size_t i = 0; i < join->count; i++)
		if (wcore_dump_section(join->parts[i].input.dump, id, NULL))
			return true;
	return false;
}

static struct wcore_error *write_core(struct wcore_join *join)
{
	const struct wcore_dump *dump = join->parts[0].input.dump;
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error;

	wcore_encode_core(&contents, dump->executable.data ? dump->executable : WCORE_STRING("<unknown>"));
	error = wcore_write_custom(join->sink, "core", &contents);
	wcore_encoder_deinit(&contents);
	return error;
}

/* The rewriter writes a minimum of 0 pages, and means the maximum. */
static struct wcore_limits limits_of(const struct wcore_join *join, uint32_t memory)
{
	const struct wcore_join_memory *of = &join->memories[memory];
	const struct wcore_memory *it = &join->parts[of->part].input.dump->memories[of->memory];
	struct wcore_limits limits = it->limits;

	if (it->size && !limits.min && limits.has_max)
		limits.min = limits.max;
	return limits;
}

static struct wcore_error *write_memories(struct wcore_join *join)
{
	const bool is_one = join->dialect->id == WCORE_DIALECT_XTUC && join->memory_count > 1;
	const uint32_t count = is_one ? 1 : join->memory_count;
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error;

	if (is_one)
		wcore_join_tell(join, WCORE_JOIN_FORM, "%u memories beside the first one are left out: %s has one",
				join->memory_count - 1, join->dialect->name);
	if (!wcore_join_has_section(join, WCORE_SECTION_MEMORY))
		return NULL;
	wcore_encode_uleb(&contents, count);
	for (uint32_t i = 0; i < count; i++) {
		const struct wcore_limits limits = limits_of(join, i);

		wcore_encode_limits(&contents, &limits);
	}
	error = wcore_write_section(join->sink, WCORE_SECTION_MEMORY, &contents);
	wcore_encoder_deinit(&contents);
	return error;
}

struct wcore_error *wcore_join_globals(const struct wcore_dump *dump, uint64_t *ret_start, uint64_t *ret_size)
{
	const struct wcore_section *section = wcore_dump_section(dump, WCORE_SECTION_GLOBAL, NULL);
	const struct wcore_index *index = dump->index;
	struct wcore_cursor cursor;
	struct wcore_error *error;
	uint32_t count;

	*ret_start = *ret_size = 0;
	if (!section)
		return NULL;
	wcore_section_cursor(dump->wasm, section, &cursor);
	error = wcore_cursor_leb_u32(&cursor, &count);
	if (!error && (count != index->global_count || index->imported_globals))
		error = wcore_cursor_error(&cursor, cursor.pos, "of %u globals %u can be read", count,
					   index->defined_globals);
	*ret_start = cursor.pos;
	if (!error && count) {
		const struct wcore_constant *last = &index->globals[count - 1].init;

		*ret_size = last->offset + last->size - cursor.pos;
	}
	return error;
}

static struct wcore_error *write_globals(struct wcore_join *join)
{
	struct wcore_encoder start = { 0 };
	struct wcore_error *error;
	uint64_t size = 0, from, part_size;

	if (!wcore_join_has_section(join, WCORE_SECTION_GLOBAL))
		return NULL;
	wcore_encode_uleb(&start, join->global_count);
	error = wcore_encoder_check(&start);
	for (size_t i = 0; i < join->count && !error; i++) {
		error = wcore_join_globals(join->parts[i].input.dump, &from, &part_size);
		size += join->parts[i].has_globals ? part_size : 0;
	}
	if (!error)
		error = wcore_write_section_header(join->sink, WCORE_SECTION_GLOBAL, start.size + size);
	if (!error)
		error = wcore_sink_write(join->sink, start.data, start.size);
	for (size_t i = 0; i < join->count && !error; i++) {
		if (!join->parts[i].has_globals)
			continue;
		error = wcore_join_globals(join->parts[i].input.dump, &from, &part_size);
		if (!error)
			error = wcore_sink_copy(join->sink, join->parts[i].input.dump->wasm->file, from, part_size);
	}
	wcore_encoder_deinit(&start);
	return error;
}

/* Memories of which the output has no data are absent. */
static struct wcore_error *cut_memories(struct wcore_join *join)
{
	if (join->dialect->id != WCORE_DIALECT_XTUC)
		return NULL;
	for (uint32_t i = 0; i < join->instance_count; i++) {
		struct wcore_instance *instance = &join->instances[i];
		uint32_t *items = wcore_arena_array(&join->arena, (size_t)instance->memory_count + 1, sizeof(*items));

		if (!items)
			return wcore_error_nomem();
		for (uint32_t m = 0; m < instance->memory_count; m++)
			items[m] = instance->memories[m] ? WCORE_ABSENT : 0;
		instance->memories = items;
	}
	return NULL;
}

static struct wcore_error *write_instances(struct wcore_join *join)
{
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error = NULL;

	if (!join->has_instances && join->dialect->id == WCORE_DIALECT_XTUC)
		return NULL;
	wcore_encode_coremodules(&contents, join->modules, join->module_count);
	error = wcore_write_custom(join->sink, "coremodules", &contents);
	contents.size = 0;
	wcore_encode_coreinstances(&contents, join->instances, join->instance_count);
	if (!error)
		error = wcore_write_custom(join->sink, "coreinstances", &contents);
	wcore_encoder_deinit(&contents);
	return error;
}

static bool is_own(const struct wcore_section *section)
{
	static const char *const names[] = { "core", "coremodules", "coreinstances", "corestack", WCORE_TRACE_SECTION,
					     WCORE_DIALECT_SECTION, WCORE_ZEROS_SECTION };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (wcore_string_is(section->name, names[i]))
			return true;
	return section->id == WCORE_SECTION_MEMORY || section->id == WCORE_SECTION_GLOBAL ||
	       section->id == WCORE_SECTION_DATA || section->id == WCORE_SECTION_DATA_COUNT;
}

/* Whether an earlier input has the same custom section. */
static bool is_repeated(const struct wcore_join *join, size_t part, const struct wcore_section *section)
{
	const uint8_t *bytes = join->parts[part].input.dump->wasm->file->data + section->offset;

	for (size_t p = 0; p < part; p++) {
		const struct wcore_module *wasm = join->parts[p].input.dump->wasm;

		for (size_t i = 0; i < wasm->section_count; i++)
			if (wasm->sections[i].id == WCORE_SECTION_CUSTOM &&
			    wcore_string_equal(wasm->sections[i].name, section->name) &&
			    wasm->sections[i].size == section->size &&
			    memcmp(wasm->file->data + wasm->sections[i].offset, bytes, section->size) == 0)
				return true;
	}
	return false;
}

/* Sections that the format does not know: types and tables in front of the memories, custom ones at the end. */
static struct wcore_error *write_others(struct wcore_join *join, bool is_custom, bool is_front)
{
	struct wcore_error *error = NULL;

	for (size_t p = 0; p < join->count && !error; p++) {
		const struct wcore_module *wasm = join->parts[p].input.dump->wasm;

		for (size_t i = 0; i < wasm->section_count && !error; i++) {
			const struct wcore_section *section = &wasm->sections[i];

			if (is_own(section) || is_custom != (section->id == WCORE_SECTION_CUSTOM) ||
			    (!is_custom && is_front != (section->id < WCORE_SECTION_MEMORY)))
				continue;
			if (is_custom ? !is_repeated(join, p, section) : !p)
				error = wcore_copy_section(join->sink, wasm, section);
			else if (!is_custom)
				wcore_join_tell(join, WCORE_JOIN_FORM, "%s: %s is left out: it cannot be renumbered",
						join->parts[p].input.path, section->where);
		}
	}
	return error;
}

/* A stack without values reads as well in other dialects. */
static struct wcore_error *write_dialect(struct wcore_join *join)
{
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error;

	if (join->dialect->id == WCORE_DIALECT_SPEC)
		return NULL;
	wcore_encode_name(&contents, wcore_string_from(join->dialect->name));
	error = wcore_write_custom(join->sink, WCORE_DIALECT_SECTION, &contents);
	wcore_encoder_deinit(&contents);
	return error;
}

static struct wcore_error *write_all(struct wcore_join *join)
{
	struct wcore_error *error = wcore_write_preamble(join->sink);

	if (!error)
		error = write_core(join);
	if (!error)
		error = write_others(join, false, true);
	if (!error)
		error = write_memories(join);
	if (!error)
		error = write_globals(join);
	if (!error)
		error = write_others(join, false, false);
	if (!error)
		error = wcore_join_write_data(join);
	if (!error)
		error = cut_memories(join);
	if (!error)
		error = write_instances(join);
	if (!error)
		error = wcore_join_write_threads(join);
	if (!error)
		error = write_dialect(join);
	return error ? error : write_others(join, true, false);
}

static uint32_t *copy_numbers(const uint32_t *items, uint32_t count)
{
	uint32_t *ret = wcore_calloc((size_t)count + 1, sizeof(*ret));

	if (ret && count)
		memcpy(ret, items, count * sizeof(*ret));
	return ret;
}

static struct wcore_error *copy_maps(const struct wcore_join *join)
{
	uint32_t thread = 0;

	for (size_t i = 0; i < join->count; i++) {
		const struct wcore_join_part *part = &join->parts[i];
		const struct wcore_dump *dump = part->input.dump;
		struct wcore_join_map *map = part->input.map;
		const uint32_t first = thread;

		thread += dump->thread_count;
		if (!map)
			continue;
		*map = (struct wcore_join_map){
			.module_count = wcore_join_module_count(dump), .memory_count = dump->memory_count,
			.instance_count = wcore_join_instance_count(dump), .has_globals = part->has_globals,
			.first_global = part->global_base, .global_count = dump->index->global_count,
			.first_thread = first, .thread_count = dump->thread_count,
		};
		map->modules = copy_numbers(part->modules, map->module_count);
		map->instances = copy_numbers(part->instances, map->instance_count);
		map->memories = copy_numbers(part->memories, map->memory_count);
		if (!map->modules || !map->instances || !map->memories)
			return wcore_error_nomem();
	}
	return NULL;
}

void wcore_join_map_deinit(struct wcore_join_map *map)
{
	free(map->modules);
	free(map->instances);
	free(map->memories);
}

struct wcore_error *wcore_join_write(const struct wcore_join_input *inputs, size_t count,
				     enum wcore_dialect_id dialect, struct wcore_sink *sink,
				     struct wcore_findings *findings)
{
	struct wcore_join join = {
		.parts = wcore_calloc(count + 1, sizeof(*join.parts)), .count = count, .dialect = wcore_dialect_get(dialect),
		.sink = sink, .findings = findings,
	};
	struct wcore_error *error;

	if (!join.parts)
		return wcore_error_nomem();
	wcore_arena_init(&join.arena);
	for (size_t i = 0; i < count; i++)
		join.parts[i].input = inputs[i];
	error = wcore_join_plan(&join);
	if (!error)
		error = copy_maps(&join);
	if (!error)
		error = write_all(&join);
	wcore_arena_deinit(&join.arena);
	free(join.parts);
	return error;
}
