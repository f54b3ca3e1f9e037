/* The type section (5.5.4): declared in index_read.h. */
#include "index_read.h"

/* Far above what engines take; bounds the time and pages that one type costs. */
#define FIELDS_MAX 100000

enum {
	TYPE_FUNC = 0x60, TYPE_STRUCT = 0x5f, TYPE_ARRAY = 0x5e, TYPE_CONT = 0x5d,
	TYPE_SUB = 0x50, TYPE_SUB_FINAL = 0x4f, TYPE_REC = 0x4e, TYPE_DESCRIPTOR = 0x4d,
	TYPE_DESCRIBES = 0x4c, TYPE_SHARED = 0x65, STORAGE_I8 = 0x78, STORAGE_I16 = 0x77,
};

/*
 * The section is walked twice: recursion groups hide how many types there are.
 * The first walk counts what can be read and paid, the second one stores it.
 */
struct sink {
	struct wcore_functype *types;	/* NULL while counting */
	struct wcore_valtype *values;
	uint32_t type_count, type_limit;
	size_t value_count;
	size_t complete_values;		/* of the types that were read to their end */
	size_t empty_groups;		/* cost nothing to keep, but time */
	size_t budget;
};

static size_t cost(const struct sink *sink)
{
	return (sink->type_count + sink->empty_groups) * sizeof(*sink->types) +
	       sink->value_count * sizeof(*sink->values);
}

static struct wcore_error *over_budget(const struct wcore_cursor *cursor)
{
	return wcore_error_at(WCORE_ERROR_LIMIT, cursor->path, cursor->where, cursor->pos,
			      "more types than wcore keeps; those from here on are left out");
}

static struct wcore_error *read_values(struct wcore_cursor *cursor, struct sink *sink,
				       const char *what, const struct wcore_valtype **ret,
				       uint32_t *ret_count)
{
	struct wcore_valtype type;
	struct wcore_error *error = wcore_cursor_count(cursor, 1, what, ret_count);

	if (error)
		return error;
	*ret = sink->values ? sink->values + sink->value_count : NULL;
	for (uint32_t i = 0; i < *ret_count; i++) {
		error = wcore_valtype_read(cursor, &type);
		if (!error && !sink->values && cost(sink) > sink->budget)
			error = over_budget(cursor);
		if (error)
			return error;
		if (sink->values)
			sink->values[sink->value_count] = type;
		sink->value_count++;
	}
	return NULL;
}

static struct wcore_error *skip_field(struct wcore_cursor *cursor)
{
	struct wcore_cursor peek = *cursor;
	struct wcore_valtype type;
	uint8_t byte = 0;
	struct wcore_error *error = wcore_cursor_u8(&peek, &byte);

	if (error)
		return error;
	if (byte == STORAGE_I8 || byte == STORAGE_I16)
		*cursor = peek;
	else
		error = wcore_valtype_read(cursor, &type);
	return error ? error : wcore_cursor_u8(cursor, &byte);
}

static struct wcore_error *too_many(const struct wcore_cursor *cursor, uint32_t count,
				    const char *what)
{
	return wcore_error_at(WCORE_ERROR_LIMIT, cursor->path, cursor->where, cursor->pos,
			      "a type with %u %s; those from here on are left out", count, what);
}

static struct wcore_error *skip_indices(struct wcore_cursor *cursor)
{
	uint32_t count = 0, index;
	struct wcore_error *error = wcore_cursor_count(cursor, 1, "supertypes", &count);

	if (!error && count > FIELDS_MAX)
		error = too_many(cursor, count, "supertypes");
	for (uint32_t i = 0; !error && i < count; i++)
		error = wcore_cursor_leb_u32(cursor, &index);
	return error;
}

static struct wcore_error *read_composite(struct wcore_cursor *cursor, uint8_t kind,
					  struct sink *sink, struct wcore_functype *type)
{
	uint64_t start = cursor->pos - 1;
	uint32_t count = 0;
	struct wcore_valtype unused;
	struct wcore_error *error;

	type->kind = kind;
	switch (kind) {
	case TYPE_FUNC:
		error = read_values(cursor, sink, "parameters", &type->params, &type->param_count);
		return error ? error : read_values(cursor, sink, "results", &type->results,
						   &type->result_count);
	case TYPE_STRUCT:
		error = wcore_cursor_count(cursor, 2, "fields", &count);
		if (!error && count > FIELDS_MAX)
			error = too_many(cursor, count, "fields");
		type->field_count = count;
		for (uint32_t i = 0; !error && i < count; i++)
			error = skip_field(cursor);
		return error;
	case TYPE_ARRAY:
		return skip_field(cursor);
	case TYPE_CONT:
		return wcore_heaptype_read(cursor, &unused);
	}
	return wcore_cursor_error(cursor, start, "0x%02x begins no type", kind);
}

/* A subtype with all that may stand before its composite type. */
static struct wcore_error *read_type(struct wcore_cursor *cursor, struct sink *sink)
{
	struct wcore_functype type = { 0 };
	uint32_t index;
	uint8_t byte = 0;
	struct wcore_error *error = wcore_cursor_u8(cursor, &byte);

	if (!error && (byte == TYPE_SUB || byte == TYPE_SUB_FINAL)) {
		error = skip_indices(cursor);
		if (!error)
			error = wcore_cursor_u8(cursor, &byte);
	}
	if (!error && byte == TYPE_SHARED)
		error = wcore_cursor_u8(cursor, &byte);
	for (uint8_t prefix = TYPE_DESCRIBES; prefix <= TYPE_DESCRIPTOR; prefix++) {
		if (error || byte != prefix)
			continue;
		error = wcore_cursor_leb_u32(cursor, &index);
		if (!error)
			error = wcore_cursor_u8(cursor, &byte);
	}
	if (!error)
		error = read_composite(cursor, byte, sink, &type);
	if (error)
		return error;
	if (sink->types)
		sink->types[sink->type_count] = type;
	sink->type_count++;
	sink->complete_values = sink->value_count;
	return sink->types || cost(sink) <= sink->budget ? NULL : over_budget(cursor);
}

static struct wcore_error *walk(struct wcore_cursor *cursor, struct sink *sink)
{
	uint32_t groups = 0, in_group = 0;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &groups);

	while (!error && sink->type_count < sink->type_limit && (groups || in_group)) {
		struct wcore_cursor peek = *cursor;
		uint8_t byte = 0;

		if (in_group) {
			in_group--;
			error = read_type(cursor, sink);
			continue;
		}
		groups--;
		error = wcore_cursor_u8(&peek, &byte);
		if (error)
			break;
		if (byte == TYPE_REC) {
			*cursor = peek;
			error = wcore_cursor_leb_u32(cursor, &in_group);
			sink->empty_groups += !in_group;
			if (!error && !sink->types && cost(sink) > sink->budget)
				error = over_budget(cursor);
		} else {
			in_group = 1;
		}
	}
	return error;
}

struct wcore_error *wcore_index_read_types(struct wcore_index_state *state,
					   const struct wcore_section *section)
{
	struct sink sink = { .type_limit = UINT32_MAX, .budget = state->budget };
	struct wcore_arena *arena = &state->module->arena;
	struct wcore_cursor cursor;
	struct wcore_error *error;

	wcore_section_cursor(state->module, section, &cursor);
	error = wcore_index_finding(state->module, walk(&cursor, &sink));
	if (error || !sink.type_count)
		return error;

	struct sink store = {
		.types = wcore_arena_array(arena, sink.type_count, sizeof(*store.types)),
		.values = wcore_arena_array(arena, sink.complete_values, sizeof(*store.values)),
		.type_limit = sink.type_count,
	};
	if (!store.types || !store.values)
		return wcore_error_nomem();
	wcore_section_cursor(state->module, section, &cursor);
	error = walk(&cursor, &store);
	if (error)
		return error;
	state->index.types = store.types;
	state->index.type_count = store.type_count;
	state->budget -= cost(&store) < state->budget ? cost(&store) : state->budget;
	return NULL;
}
