#include "source_map.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "mappings.h"

#define MAX_SOURCES (1u << 20)
#define MAX_PARTS 4096
#define MAX_NAME 4096
/* Of a source's text, and of all that was decoded. */
#define MAX_TEXT (8u << 20)
#define MAX_DECODED (24u << 20)

/* A list of strings by their places in the file; 0 stands for null. */
struct places {
	uint32_t *items;
	size_t count, capacity;
};

/* A map of its own: the whole file, or one of its sections. */
struct part {
	uint64_t column;	/* where it starts in generated line 1 */
	bool is_line_one;
	struct wcore_mappings mappings;
	struct wcore_string root;	/* with its slash; absent when there is none */
	size_t sources, source_count;	/* in the map's places */
	size_t contents, content_count;
};

struct source {
	struct wcore_string name, file, content;
	size_t part, index;
	bool has_content;
};

struct wcore_source_map {
	struct wcore_file *file;
	struct wcore_arena arena;
	struct places sources, contents;
	struct part *parts;
	size_t part_count, part_capacity;
	uint32_t *known;	/* of each of sources: 1 + its index in `used` */
	struct source *used;
	size_t used_count, used_capacity;
};

/* items with room for one more, perhaps moved; NULL on no memory, then items stay as they are. */
static void *grow(void *items, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return items;
	size_t larger = *capacity ? *capacity * 2 : 8;
	void *grown = wcore_realloc(items, larger * size);

	if (grown)
		*capacity = larger;
	return grown;
}

static struct wcore_error *read_strings(struct wcore_json_scan *scan, struct places *places)
{
	struct wcore_json_items items;
	struct wcore_json_span span;
	bool more = true;
	struct wcore_error *error = wcore_json_scan_enter(scan, '[', &items);

	while (!error) {
		error = wcore_json_scan_next(scan, &items, &span, &more);
		if (error || !more)
			break;
		if (places->count == MAX_SOURCES)
			return wcore_error_create(WCORE_ERROR_LIMIT, scan->file->path,
						  "more than %u sources", MAX_SOURCES);
		uint32_t *grown = grow(places->items, places->count, &places->capacity,
				       sizeof(*places->items));

		if (!grown)
			return wcore_error_nomem();
		places->items = grown;
		bool is_string = wcore_json_scan_peek(scan) == '"';

		places->items[places->count++] = is_string ? (uint32_t)scan->pos : 0;
		error = wcore_json_scan_skip(scan);
	}
	return error;
}

static struct wcore_error *read_root(struct wcore_source_map *map, struct wcore_json_scan *scan,
				     struct part *part)
{
	struct wcore_json_span span;
	struct wcore_error *error;

	if (wcore_json_scan_peek(scan) != '"')
		return wcore_json_scan_skip(scan);
	error = wcore_json_scan_string(scan, &span);
	if (error)
		return error;
	if (span.end - span.start > MAX_NAME)
		return wcore_json_scan_error(scan, "sourceRoot is too long");
	part->root = wcore_json_decode(map->file, span, &map->arena);
	if (!part->root.data)
		return wcore_error_nomem();
	if (!part->root.size)
		part->root.data = NULL;
	return NULL;
}

static struct wcore_error *read_version(struct wcore_json_scan *scan, bool *ret)
{
	uint64_t version;
	struct wcore_error *error = wcore_json_scan_number(scan, &version);

	if (!error && version != 3)
		error = wcore_json_scan_error(scan, "a source map of another version than 3");
	*ret = !error;
	return error;
}

static struct wcore_error *read_sections(struct wcore_source_map *map,
					 struct wcore_json_scan *scan);

/* A map object; is_section: it stands inside an index map. */
static struct wcore_error *read_map(struct wcore_source_map *map, struct wcore_json_scan *scan,
				    bool is_section)
{
	struct part part = { .is_line_one = true };
	struct wcore_json_span key, text = { 0, 0 };
	struct wcore_json_items items;
	bool more = true, has_version = false, has_text = false, has_sections = false;
	struct wcore_error *error = wcore_json_scan_enter(scan, '{', &items);

	while (!error) {
		error = wcore_json_scan_next(scan, &items, &key, &more);
		if (error || !more)
			break;
		if (wcore_json_span_is(map->file, key, "version")) {
			error = read_version(scan, &has_version);
		} else if (wcore_json_span_is(map->file, key, "mappings") && !has_text) {
			error = wcore_json_scan_string(scan, &text);
			has_text = true;
		} else if (wcore_json_span_is(map->file, key, "sources") && !part.source_count) {
			part.sources = map->sources.count;
			error = read_strings(scan, &map->sources);
			part.source_count = map->sources.count - part.sources;
		} else if (wcore_json_span_is(map->file, key, "sourcesContent") &&
			   !part.content_count && wcore_json_scan_peek(scan) == '[') {
			part.contents = map->contents.count;
			error = read_strings(scan, &map->contents);
			part.content_count = map->contents.count - part.contents;
		} else if (wcore_json_span_is(map->file, key, "sourceRoot")) {
			error = read_root(map, scan, &part);
		} else if (wcore_json_span_is(map->file, key, "sections") && !is_section &&
			   !has_sections) {
			error = read_sections(map, scan);
			has_sections = true;
		} else {
			error = wcore_json_scan_skip(scan);
		}
	}
	if (!error && !has_version)
		error = wcore_json_scan_error(scan, "a source map without \"version\": 3");
	if (!error && !has_text && !has_sections)
		error = wcore_json_scan_error(scan, "a source map without mappings");
	if (error || !has_text)
		return error;
	if (map->part_count == MAX_PARTS)
		return wcore_error_create(WCORE_ERROR_LIMIT, map->file->path,
					  "more than %d sections", MAX_PARTS);
	struct part *grown = grow(map->parts, map->part_count, &map->part_capacity, sizeof(part));

	if (!grown)
		return wcore_error_nomem();
	map->parts = grown;
	error = wcore_mappings_init(&part.mappings, map->file, text);
	map->parts[map->part_count++] = part;
	return error;
}

static struct wcore_error *read_offset(struct wcore_json_scan *scan, uint64_t *ret_line,
				       uint64_t *ret_column)
{
	struct wcore_json_items items;
	struct wcore_json_span key;
	bool more = true;
	struct wcore_error *error = wcore_json_scan_enter(scan, '{', &items);

	while (!error) {
		error = wcore_json_scan_next(scan, &items, &key, &more);
		if (error || !more)
			break;
		if (wcore_json_span_is(scan->file, key, "line"))
			error = wcore_json_scan_number(scan, ret_line);
		else if (wcore_json_span_is(scan->file, key, "column"))
			error = wcore_json_scan_number(scan, ret_column);
		else
			error = wcore_json_scan_skip(scan);
	}
	return error;
}

static struct wcore_error *read_section(struct wcore_source_map *map,
					struct wcore_json_scan *scan)
{
	struct wcore_json_items items;
	struct wcore_json_span key;
	size_t first = map->part_count;
	uint64_t line = 0, column = 0;
	bool more = true;
	struct wcore_error *error = wcore_json_scan_enter(scan, '{', &items);

	while (!error) {
		error = wcore_json_scan_next(scan, &items, &key, &more);
		if (error || !more)
			break;
		if (wcore_json_span_is(map->file, key, "offset"))
			error = read_offset(scan, &line, &column);
		else if (wcore_json_span_is(map->file, key, "map") && map->part_count == first)
			error = read_map(map, scan, true);
		else
			error = wcore_json_scan_skip(scan);
	}
	if (map->part_count > first) {
		map->parts[first].column = column;
		map->parts[first].is_line_one = line == 0;
	}
	return error;
}

static struct wcore_error *read_sections(struct wcore_source_map *map,
					 struct wcore_json_scan *scan)
{
	struct wcore_json_items items;
	struct wcore_json_span key;
	bool more = true;
	struct wcore_error *error = wcore_json_scan_enter(scan, '[', &items);

	while (!error) {
		error = wcore_json_scan_next(scan, &items, &key, &more);
		if (error || !more)
			break;
		error = read_section(map, scan);
	}
	return error;
}

struct wcore_error *wcore_source_map_open(struct wcore_file *file, struct wcore_source_map **ret)
{
	struct wcore_source_map *map = wcore_calloc(1, sizeof(*map));
	struct wcore_json_scan scan;
	struct wcore_error *error;

	if (!map) {
		wcore_file_close(file);
		return wcore_error_nomem();
	}
	map->file = file;
	wcore_arena_init(&map->arena);
	if (file->size > WCORE_SOURCE_MAP_MAX) {
		error = wcore_error_create(WCORE_ERROR_LIMIT, file->path,
					   "a source map of more than %llu MiB",
					   (unsigned long long)WCORE_SOURCE_MAP_MAX >> 20);
	} else {
		wcore_json_scan_init(&scan, file);
		error = read_map(map, &scan, false);
	}
	if (error) {
		wcore_source_map_close(map);
		return error;
	}
	*ret = map;
	return NULL;
}

void wcore_source_map_close(struct wcore_source_map *map)
{
	if (!map)
		return;
	for (size_t i = 0; i < map->part_count; i++)
		wcore_mappings_deinit(&map->parts[i].mappings);
	free(map->parts);
	free(map->sources.items);
	free(map->contents.items);
	free(map->known);
	free(map->used);
	wcore_arena_deinit(&map->arena);
	wcore_file_close(map->file);
	free(map);
}

/* The string that stands at a place; absent when it passes max bytes, or on no memory. */
static struct wcore_string string_at(struct wcore_source_map *map, uint32_t place, size_t max)
{
	const struct wcore_string absent = { NULL, 0 };
	struct wcore_json_scan scan = { .file = map->file, .pos = place };
	struct wcore_json_span span;

	if (!place)
		return absent;
	struct wcore_error *error = wcore_json_scan_string(&scan, &span);

	if (error) {
		wcore_error_destroy(error);
		return absent;
	}
	if (span.end - span.start > max || map->arena.used > MAX_DECODED)
		return absent;
	return wcore_json_decode(map->file, span, &map->arena);
}

/* "/a", "file:///a": nothing is put in front of these. */
static bool is_absolute(struct wcore_string name)
{
	size_t i = 0;

	if (name.size && name.data[0] == '/')
		return true;
	while (i < name.size && name.data[i] != ':' && name.data[i] != '/')
		i++;
	return name.size - i >= 3 && memcmp(name.data + i, "://", 3) == 0;
}

/* sourceRoot is a folder, with or without its slash, as every reader takes it. */
static struct wcore_string join(struct wcore_source_map *map, struct wcore_string root,
				struct wcore_string name)
{
	const char *slash = root.size && root.data[root.size - 1] != '/' ? "/" : "";

	if (!root.size || is_absolute(name))
		return name;
	char *joined = wcore_arena_array(&map->arena, root.size + name.size + 2, 1);

	if (!joined)
		return name;
	memcpy(joined, root.data, root.size);
	memcpy(joined + root.size, slash, strlen(slash));
	memcpy(joined + root.size + strlen(slash), name.data, name.size);
	return (struct wcore_string){ joined, root.size + strlen(slash) + name.size };
}

static const struct source *use_source(struct wcore_source_map *map, size_t part_index,
				       size_t index)
{
	const struct part *part = &map->parts[part_index];
	size_t place = part->sources + index;

	if (!map->known)
		map->known = wcore_calloc(map->sources.count, sizeof(*map->known));
	if (!map->known)
		return NULL;
	if (map->known[place])
		return &map->used[map->known[place] - 1];

	struct source source = { .part = part_index, .index = index };

	source.name = string_at(map, map->sources.items[place], MAX_NAME);
	if (!source.name.size)
		return NULL;
	struct source *grown = grow(map->used, map->used_count, &map->used_capacity,
				    sizeof(source));

	if (!grown)
		return NULL;
	map->used = grown;
	source.file = join(map, part->root, source.name);
	map->used[map->used_count++] = source;
	map->known[place] = (uint32_t)map->used_count;
	return &map->used[map->used_count - 1];
}

bool wcore_source_map_find(struct wcore_source_map *map, uint64_t function_start,
			   uint64_t offset, struct wcore_site *ret)
{
	const struct part *part = NULL;
	struct wcore_mapping mapping;

	for (size_t i = 0; i < map->part_count; i++) {
		const struct part *candidate = &map->parts[i];

		if (candidate->is_line_one && candidate->column <= offset &&
		    (!part || candidate->column >= part->column))
			part = candidate;
	}
	if (!part || offset - part->column > INT64_MAX ||
	    !wcore_mappings_find(&part->mappings, (int64_t)(offset - part->column), &mapping))
		return false;
	if (mapping.column < 0 || part->column + (uint64_t)mapping.column < function_start ||
	    !mapping.has_source)
		return false;
	if (mapping.source < 0 || (uint64_t)mapping.source >= part->source_count ||
	    mapping.source_line < 0 || mapping.source_line >= UINT32_MAX ||
	    mapping.source_column < 0 || mapping.source_column >= UINT32_MAX)
		return false;
	const struct source *source = use_source(map, (size_t)(part - map->parts),
						 (size_t)mapping.source);

	if (!source)
		return false;
	ret->file = source->file;
	ret->short_file = source->name;
	ret->line = (uint32_t)mapping.source_line + 1;
	ret->column = (uint32_t)mapping.source_column + 1;
	return true;
}

struct wcore_string wcore_source_map_content(struct wcore_source_map *map,
					     struct wcore_string file)
{
	for (size_t i = 0; i < map->used_count; i++) {
		struct source *source = &map->used[i];
		const struct part *part = &map->parts[source->part];

		if (!wcore_string_equal(source->file, file))
			continue;
		if (!source->has_content && source->index < part->content_count)
			source->content = string_at(
				map, map->contents.items[part->contents + source->index], MAX_TEXT);
		source->has_content = true;
		return source->content;
	}
	return (struct wcore_string){ NULL, 0 };
}
