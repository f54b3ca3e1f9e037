#include "same_program.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../dump/memory.h"
#include "../wasm/metadata.h"
#include "../base/presence.h"

struct pair {
	const struct wcore_target *old_target, *new_target;
	const struct wcore_dump *old_dump, *new_dump;
	char *why;
	bool is_nomem;
};

/* Gives false, and keeps the reason. */
static bool __attribute__((format(printf, 2, 3))) differ(struct pair *pair, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	if (wcore_vasprintf(&pair->why, format, arguments) < 0) {
		pair->why = NULL;
		pair->is_nomem = true;
	}
	va_end(arguments);
	return false;
}

static bool same_count(struct pair *pair, const char *what, uint64_t old_count, uint64_t new_count)
{
	return old_count == new_count ||
	       differ(pair, "the first has %" PRIu64 " %s, the second %" PRIu64, old_count, what, new_count);
}

static bool same_counts(struct pair *pair)
{
	return same_count(pair, "modules", pair->old_dump->module_count, pair->new_dump->module_count) &&
	       same_count(pair, "instances", pair->old_dump->instance_count, pair->new_dump->instance_count) &&
	       same_count(pair, "memories", pair->old_dump->memory_count, pair->new_dump->memory_count) &&
	       same_count(pair, "globals", pair->old_dump->index->global_count,
			  pair->new_dump->index->global_count);
}

static bool same_instances(struct pair *pair)
{
	for (uint32_t i = 0; i < pair->old_dump->instance_count; i++)
		if (pair->old_dump->instances[i].module != pair->new_dump->instances[i].module)
			return differ(pair, "instance %" PRIu32 " is of module %" PRIu32 " in the first, of %"
				      PRIu32 " in the second", i, pair->old_dump->instances[i].module,
				      pair->new_dump->instances[i].module);
	return true;
}

static bool same_memories(struct pair *pair)
{
	for (uint32_t i = 0; i < pair->old_dump->memory_count; i++) {
		const struct wcore_limits *a = &pair->old_dump->memories[i].limits;
		const struct wcore_limits *b = &pair->new_dump->memories[i].limits;

		if (a->is_64 != b->is_64 || a->page_log2 != b->page_log2 || a->is_shared != b->is_shared ||
		    a->has_max != b->has_max || (a->has_max && a->max != b->max))
			return differ(pair, "memory %" PRIu32 " is of another type", i);
	}
	return true;
}

static bool same_globals(struct pair *pair)
{
	for (uint32_t i = 0; i < pair->old_dump->index->global_count; i++)
		if (pair->old_dump->index->globals[i].type.code != pair->new_dump->index->globals[i].type.code)
			return differ(pair, "global %" PRIu32 " is of another type", i);
	return true;
}

static bool same_build_id(const struct wcore_module *a, const struct wcore_module *b, bool *ret_known)
{
	const uint8_t *old_id, *new_id;
	size_t old_size, new_size;

	*ret_known = wcore_metadata_build_id(a, &old_id, &old_size) &&
		     wcore_metadata_build_id(b, &new_id, &new_size);
	return *ret_known && old_size == new_size && memcmp(old_id, new_id, old_size) == 0;
}

static bool same_code(const struct wcore_module *a, const struct wcore_module *b)
{
	const struct wcore_section *x = wcore_module_section(a, WCORE_SECTION_CODE);
	const struct wcore_section *y = wcore_module_section(b, WCORE_SECTION_CODE);

	if (!x || !y)
		return !x && !y;
	return x->size == y->size && !wcore_file_is_thin(a->file) && !wcore_file_is_thin(b->file) &&
	       memcmp(a->file->data + x->offset, b->file->data + y->offset, x->size) == 0;
}

static bool same_module(struct pair *pair, uint32_t index)
{
	const struct wcore_target_module *a = &pair->old_target->modules[index];
	const struct wcore_target_module *b = &pair->new_target->modules[index];
	const int size = (int)a->name.size;
	const char *name = a->name.data ? a->name.data : "";
	bool known;

	if (!wcore_string_equal(a->name, b->name))
		return differ(pair, "module %" PRIu32 " is '%.*s' in the first, '%.*s' in the second", index, size,
			      name, (int)b->name.size, b->name.data ? b->name.data : "");
	if (!a->refused != !b->refused)
		return differ(pair, "module '%.*s' contradicts the %s dump: %s", size, name,
			      a->refused ? "first" : "second", a->refused ? a->refused : b->refused);
	if (!a->found.module || !b->found.module || strcmp(a->found.path, b->found.path) == 0)
		return true;
	if (!same_build_id(a->found.module, b->found.module, &known) && known)
		return differ(pair, "the build ids of %s and %s differ", a->found.path, b->found.path);
	return known || same_code(a->found.module, b->found.module) ||
	       differ(pair, "the code of %s and %s differs", a->found.path, b->found.path);
}

struct wcore_error *wcore_same_program(const struct wcore_target *old_target,
				       const struct wcore_target *new_target, char **ret_why)
{
	struct pair pair = { .old_target = old_target, .new_target = new_target,
			     .old_dump = old_target->dump, .new_dump = new_target->dump };
	bool same = same_counts(&pair);

	for (uint32_t i = 0; same && i < old_target->module_count && i < new_target->module_count; i++)
		same = same_module(&pair, i);
	if (same)
		same = same_instances(&pair) && same_memories(&pair) && same_globals(&pair);
	*ret_why = pair.why;
	return !same && pair.is_nomem ? wcore_error_nomem() : NULL;
}
