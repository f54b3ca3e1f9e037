#include "names.h"

#include <stdlib.h>

#include "../base/presence.h"
#include "places.h"

/* A map that is not sorted is sorted in memory, as far as this many entries. */
#define UNSORTED_MAX 262144
/* Entries of one function's or type's own map that are looked at. */
#define INNER_MAX 100000

enum { SUBSECTION_MODULE = 0 };

struct sorted_entry {
	uint32_t index;
	uint32_t number;	/* in the map: of two equal indices the first one counts */
	uint64_t pos;
};

/* A name map, or an indirect one: index, and a name or another map. */
struct name_map {
	bool is_there;
	bool is_scanned;
	bool is_sorted;		/* strictly ascending, as the specification asks for */
	struct wcore_places places;
	struct sorted_entry *entries;	/* unless is_sorted */
	uint32_t entry_count;
};

struct wcore_names {
	struct wcore_string module;
	struct name_map maps[WCORE_NAME_KINDS];
	/* Where the last look-up in an inner map ended: the next one goes on from there. */
	struct {
		bool is_set;
		enum wcore_name_kind kind;
		uint32_t outer, inner, left;
		struct wcore_cursor cursor;
	} last;
};

static bool is_indirect(enum wcore_name_kind kind)
{
	return kind == WCORE_NAME_LOCAL || kind == WCORE_NAME_LABEL || kind == WCORE_NAME_FIELD;
}

static struct wcore_error *read_name(struct wcore_cursor *cursor, uint32_t *ret_index,
				     struct wcore_string *ret)
{
	uint64_t start = cursor->pos;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, ret_index);

	if (!error)
		error = wcore_cursor_name(cursor, ret);
	if (error)
		cursor->pos = start;
	return error;
}

static struct wcore_error *skip_name(struct wcore_cursor *cursor)
{
	struct wcore_string name;
	uint32_t index;

	return read_name(cursor, &index, &name);
}

static struct wcore_error *skip_inner(struct wcore_cursor *cursor)
{
	uint64_t start = cursor->pos;
	uint32_t index, count = 0;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &index);

	if (!error)
		error = wcore_cursor_leb_u32(cursor, &count);
	for (uint32_t i = 0; !error && i < count; i++)
		error = skip_name(cursor);
	if (error)
		cursor->pos = start;
	return error;
}

static void take_error(struct wcore_module *module, struct wcore_error *error)
{
	wcore_findings_take_error(&module->findings, "wasm/names", WCORE_SEVERITY_WARNING, error);
}

static struct wcore_error *open_map(struct wcore_module *module, struct wcore_cursor *cursor,
				    enum wcore_name_kind kind, struct name_map *map)
{
	uint32_t count = 0;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &count);

	if (error)
		return error;
	error = wcore_places_init(&map->places, &module->arena, module->file, cursor, count,
				  is_indirect(kind) ? skip_inner : skip_name);
	map->is_there = !error;
	return error;
}

/* One sub-section at the cursor, which moves behind it. */
static struct wcore_error *read_subsection(struct wcore_module *module, struct wcore_names *names,
					   struct wcore_cursor *cursor)
{
	struct wcore_cursor contents;
	uint64_t start = cursor->pos;
	uint32_t size = 0;
	uint8_t id = 0;
	bool is_cut;
	struct wcore_error *error = wcore_cursor_u8(cursor, &id);

	if (!error)
		error = wcore_cursor_leb_u32(cursor, &size);
	if (error)
		return error;
	contents = *cursor;
	is_cut = size > wcore_cursor_left(cursor);
	if (!is_cut)
		contents.end = contents.pos + size;
	cursor->pos = contents.end;
	if (id == SUBSECTION_MODULE && !names->module.data)
		error = wcore_cursor_name(&contents, &names->module);
	else if (id != SUBSECTION_MODULE && id < WCORE_NAME_KINDS && !names->maps[id].is_there)
		error = open_map(module, &contents, (enum wcore_name_kind)id, &names->maps[id]);
	if (!error && is_cut)
		error = wcore_cursor_error(cursor, start,
					   "sub-section %u: size %u passes the section's end", id,
					   size);
	return error;
}

/* NULL when memory ran out; a module without names has empty maps. */
static struct wcore_names *open_names(struct wcore_module *module)
{
	const struct wcore_section *section;
	struct wcore_names *names = module->names;
	struct wcore_cursor cursor;

	if (names)
		return names;
	names = wcore_arena_alloc(&module->arena, sizeof(*names));
	if (!names)
		return NULL;
	section = wcore_module_custom(module, "name");
	if (section) {
		wcore_section_cursor(module, section, &cursor);
		while (wcore_cursor_left(&cursor)) {
			uint64_t start = cursor.pos;
			struct wcore_error *error = read_subsection(module, names, &cursor);

			if (!error)
				continue;
			take_error(module, error);
			if (cursor.pos == start)
				break;
		}
	}
	module->names = names;
	return names;
}

/* The module whose name section counts. */
static struct wcore_module *named_by(struct wcore_module *module)
{
	return module->named_by ? module->named_by : module;
}

static bool entry_index(struct wcore_cursor cursor, uint32_t *ret)
{
	struct wcore_error *error = wcore_cursor_leb_u32(&cursor, ret);

	wcore_error_destroy(error);
	return !error;
}

static int compare_entries(const void *a, const void *b)
{
	const struct sorted_entry *x = a, *y = b;

	if (x->index != y->index)
		return x->index < y->index ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static void sort_map(struct wcore_module *module, struct name_map *map)
{
	uint32_t count = map->places.next < UNSORTED_MAX ? map->places.next : UNSORTED_MAX;
	struct wcore_cursor cursor = map->places.cursor;

	wcore_findings_add_at(&module->findings, "wasm/names", WCORE_SEVERITY_WARNING,
			      map->places.base, "a name map is not sorted by index");
	if (count < map->places.next)
		wcore_findings_add_at(&module->findings, "wasm/limit", WCORE_SEVERITY_WARNING,
				      map->places.base,
				      "an unsorted map of %u names, of which the first %u are used",
				      map->places.next, count);
	map->entries = wcore_arena_array(&module->arena, count, sizeof(*map->entries));
	if (!map->entries)
		return;
	cursor.pos = map->places.base;
	for (uint32_t i = 0; i < count; i++) {
		struct sorted_entry *entry = &map->entries[i];
		struct wcore_error *error;

		*entry = (struct sorted_entry){ .number = i, .pos = cursor.pos };
		entry_index(cursor, &entry->index);
		error = map->places.skip(&cursor);
		if (error) {
			wcore_error_destroy(error);
			break;
		}
		map->entry_count++;
	}
	qsort(map->entries, map->entry_count, sizeof(*map->entries), compare_entries);
}

static void scan_map(struct wcore_module *module, struct name_map *map)
{
	struct wcore_places *places = &map->places;
	uint32_t last = 0, index = 0;

	if (map->is_scanned)
		return;
	map->is_scanned = true;
	map->is_sorted = true;
	while (!places->is_broken && places->next < places->count) {
		bool is_first = !places->next;
		bool is_there = entry_index(places->cursor, &index);
		struct wcore_error *error = wcore_places_walk(places, places->next, UINT64_MAX);

		if (error) {
			take_error(module, error);
		} else if (is_there) {
			map->is_sorted = map->is_sorted && (is_first || index > last);
			last = index;
		}
	}
	if (!map->is_sorted)
		sort_map(module, map);
}

static bool find_unsorted(const struct name_map *map, uint32_t index, struct wcore_cursor *ret)
{
	uint32_t low = 0, high = map->entry_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (map->entries[middle].index < index)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == map->entry_count || map->entries[low].index != index)
		return false;
	*ret = map->places.cursor;
	ret->pos = map->entries[low].pos;
	return true;
}

static bool find_sorted(struct name_map *map, uint32_t index, struct wcore_cursor *ret)
{
	struct wcore_places *places = &map->places;
	uint32_t low = 0, high, found = 0;

	if (!places->next)
		return false;
	high = (places->next - 1) / places->stride;
	while (low < high) {
		uint32_t middle = low + (high - low + 1) / 2;

		if (!wcore_places_seek(places, middle * places->stride, ret) ||
		    !entry_index(*ret, &found))
			return false;
		if (found <= index)
			low = middle;
		else
			high = middle - 1;
	}
	if (!wcore_places_seek(places, low * places->stride, ret))
		return false;
	for (uint32_t i = low * places->stride; i < places->next; i++) {
		struct wcore_error *error;

		if (!entry_index(*ret, &found) || found > index)
			return false;
		if (found == index)
			return true;
		error = places->skip(ret);
		if (error) {
			wcore_error_destroy(error);
			return false;
		}
	}
	return false;
}

/* A cursor at the entry of an index. */
static bool find_entry(struct wcore_module *module, enum wcore_name_kind kind, uint32_t index,
		       struct wcore_cursor *ret)
{
	struct wcore_names *names = open_names(module);
	struct name_map *map = names ? &names->maps[kind] : NULL;

	if (!map || !map->is_there)
		return false;
	scan_map(module, map);
	return map->is_sorted ? find_sorted(map, index, ret) : find_unsorted(map, index, ret);
}

bool wcore_names_present(struct wcore_module *module)
{
	struct wcore_names *names = open_names(module);
	struct name_map *map = names ? &names->maps[WCORE_NAME_FUNCTION] : NULL;
	struct wcore_cursor cursor;

	if (!map || !map->is_there)
		return false;
	take_error(module, wcore_places_walk(&map->places, 0, UINT64_MAX));
	return wcore_places_seek(&map->places, 0, &cursor);
}

void wcore_names_borrow(struct wcore_module *module, struct wcore_module *companion)
{
	if (companion != module && !wcore_module_custom(module, "name"))
		module->named_by = companion;
}

struct wcore_string wcore_names_module(struct wcore_module *module)
{
	struct wcore_names *names = open_names(named_by(module));

	return names && names->module.size ? names->module : (struct wcore_string){ 0 };
}

/* A name, and whether the file has it: of a thin one, names of functions that nothing asked for are zeros. */
static struct wcore_string look_up(struct wcore_module *module, enum wcore_name_kind kind, uint32_t index, bool *ret_has)
{
	struct wcore_string name = { 0 };
	struct wcore_cursor cursor;
	uint64_t start;
	uint32_t found;

	*ret_has = true;
	module = named_by(module);
	if (is_indirect(kind) || !find_entry(module, kind, index, &cursor))
		return name;
	start = cursor.pos;
	wcore_error_destroy(read_name(&cursor, &found, &name));
	*ret_has = wcore_file_use(module->file, start, cursor.pos);
	return name;
}

struct wcore_string wcore_names_find(struct wcore_module *module, enum wcore_name_kind kind,
				     uint32_t index)
{
	bool has;
	const struct wcore_string name = look_up(module, kind, index, &has);

	return has && name.size ? name : (struct wcore_string){ 0 };
}

bool wcore_names_is_left_out(struct wcore_module *module, enum wcore_name_kind kind, uint32_t index)
{
	bool has;

	look_up(module, kind, index, &has);
	return !has;
}

/* A cursor at the first entry of an inner map, and how many there are. */
static bool open_inner(struct wcore_module *module, enum wcore_name_kind kind, uint32_t outer,
		       struct wcore_cursor *ret, uint32_t *ret_count)
{
	struct wcore_error *error;
	uint32_t index;

	if (!find_entry(module, kind, outer, ret))
		return false;
	error = wcore_cursor_leb_u32(ret, &index);
	if (!error)
		error = wcore_cursor_leb_u32(ret, ret_count);
	if (*ret_count > INNER_MAX)
		*ret_count = INNER_MAX;
	wcore_error_destroy(error);
	return !error;
}

static struct wcore_string scan_inner(struct wcore_names *names, enum wcore_name_kind kind,
				      uint32_t outer, uint32_t inner, struct wcore_cursor *cursor,
				      uint32_t count)
{
	struct wcore_string name = { 0 };
	uint32_t index = 0;

	for (; count; count--) {
		struct wcore_error *error = read_name(cursor, &index, &name);

		if (error) {
			wcore_error_destroy(error);
			break;
		}
		if (index != inner)
			continue;
		names->last.is_set = true;
		names->last.kind = kind;
		names->last.outer = outer;
		names->last.inner = inner;
		names->last.left = count - 1;
		names->last.cursor = *cursor;
		return name.size ? name : (struct wcore_string){ 0 };
	}
	return (struct wcore_string){ 0 };
}

struct wcore_string wcore_names_find_inner(struct wcore_module *module, enum wcore_name_kind kind,
					   uint32_t outer, uint32_t inner)
{
	struct wcore_names *names = open_names(module = named_by(module));
	struct wcore_string name = { 0 };
	struct wcore_cursor cursor;
	uint32_t count = 0;

	if (!names || !is_indirect(kind))
		return name;
	if (names->last.is_set && names->last.kind == kind && names->last.outer == outer &&
	    names->last.inner < inner) {
		cursor = names->last.cursor;
		name = scan_inner(names, kind, outer, inner, &cursor, names->last.left);
		if (name.data)
			return name;
	}
	if (!open_inner(module, kind, outer, &cursor, &count))
		return name;
	return scan_inner(names, kind, outer, inner, &cursor, count);
}

bool wcore_names_index(struct wcore_module *module, enum wcore_name_kind kind, const char *name,
		       uint32_t *ret)
{
	struct wcore_names *names = open_names(module = named_by(module));
	struct wcore_cursor cursor;
	uint64_t released;

	if (!names || is_indirect(kind) || !names->maps[kind].is_there)
		return false;
	scan_map(module, &names->maps[kind]);
	cursor = names->maps[kind].places.cursor;
	cursor.pos = released = names->maps[kind].places.base;
	for (uint32_t i = 0; i < names->maps[kind].places.next; i++) {
		struct wcore_string found = { 0 };
		const uint64_t start = cursor.pos;
		struct wcore_error *error = read_name(&cursor, ret, &found);

		if (error) {
			wcore_error_destroy(error);
			return false;
		}
		if (wcore_string_is(found, name))
			return wcore_file_use(module->file, start, cursor.pos);
		wcore_file_release_passed(module->file, cursor.pos, &released);
	}
	return false;
}
