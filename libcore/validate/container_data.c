/* Element (5.5.12) and data (5.5.14) segments, and the name section (7.4.1). */
#include "../dump/segments.h"
#include "../wasm/data.h"
#include "../wasm/names.h"
#include "../wasm/places.h"
#include "container_state.h"

static struct wcore_valtype address_type(bool is_64)
{
	return (struct wcore_valtype){ .code = is_64 ? WCORE_I64 : WCORE_I32 };
}

enum { NOT_ACTIVE = 1, EXPLICIT = 2, EXPRESSIONS = 4 };

static void element_items(struct wcore_container *container, struct wcore_strict *strict,
			  bool is_expressions, struct wcore_valtype type, uint64_t *released)
{
	const struct wcore_index *index = container->index;
	uint32_t count = wcore_strict_count(strict, 1, "elements");

	for (uint32_t i = 0; i < count && !strict->failed; i++) {
		uint64_t start = strict->cursor.pos;

		if (is_expressions) {
			wcore_container_constant(container, strict, type, index->global_count,
						 "wasm/constant");
		} else {
			uint32_t funcidx = wcore_strict_u32(strict);

			if (!strict->failed)
				wcore_container_refer(container, start, "function", funcidx,
						      index->func_count);
		}
		wcore_file_release_passed(container->module->file, strict->cursor.pos, released);
	}
}

void wcore_container_elements(struct wcore_container *container, struct wcore_strict *strict)
{
	const struct wcore_index *index = container->index;
	uint32_t count = wcore_strict_count(strict, 2, "element segments");
	uint64_t released = strict->cursor.pos;

	for (uint32_t i = 0; i < count && !strict->failed; i++) {
		struct wcore_valtype type = { .code = WCORE_REF_NULL, .heap = 0x70 - 0x80 };
		uint64_t start = strict->cursor.pos;
		uint32_t flags = wcore_strict_u32(strict), table = 0;

		if (flags > 7)
			wcore_strict_fail(strict, "wasm/index", start, "an element segment with flags 0x%x",
					  flags);
		if (!strict->failed && !(flags & NOT_ACTIVE)) {
			if (flags & EXPLICIT)
				table = wcore_strict_u32(strict);
			bool is_known = !strict->failed &&
					wcore_container_refer(container, start, "table", table,
							      index->table_count);

			wcore_container_constant(container, strict,
						 address_type(is_known && index->tables[table].limits.is_64),
						 index->global_count, "wasm/constant");
		}
		if (!strict->failed && flags & (NOT_ACTIVE | EXPLICIT)) {
			uint64_t kind = strict->cursor.pos;

			if (flags & EXPRESSIONS)
				type = wcore_strict_valtype(strict);
			else if (wcore_strict_u8(strict))
				wcore_strict_fail(strict, "wasm/index", kind, "an unknown kind of elements");
		}
		element_items(container, strict, flags & EXPRESSIONS, type, &released);
	}
}

/* How far the index of segments may lie behind, which finds in the cache what was just read. */
#define STEP (UINT64_C(1) << 18)

static void index_segments(struct wcore_container *container, uint64_t offset)
{
	struct wcore_error *error = wcore_segments_advance(container->index_segments, offset);

	container->has_memory_error |= error != NULL;
	wcore_error_destroy(error);
}

/* A segment that nothing has to be said of, which is nearly every one; the cursor then stands behind it. */
static bool pass_plain(const struct wcore_container *container, struct wcore_strict *strict)
{
	const struct wcore_index *index = container->index;
	struct wcore_data_plain plain;

	if (!wcore_data_plain_read(&strict->cursor, &plain) || plain.memory >= index->memory_count ||
	    plain.is_64 != index->memories[plain.memory].limits.is_64 ||
	    (uint64_t)plain.length + plain.size > wcore_cursor_left(&strict->cursor))
		return false;
	strict->cursor.pos += plain.length;
	wcore_strict_skip_contents(strict, container->module->file, plain.size);
	/* The next headers are likely as far apart as these two. */
	__builtin_prefetch(strict->cursor.data + strict->cursor.pos + 3 * ((uint64_t)plain.length + plain.size));
	return true;
}

static void data_segment(struct wcore_container *container, struct wcore_strict *strict)
{
	const struct wcore_index *index = container->index;
	/* Of a dump this is told by its own words, at its own level. */
	const char *rule = container->is_dump ? "memory/address-type" : "wasm/constant";
	uint64_t start = strict->cursor.pos;
	uint32_t flags = wcore_strict_u32(strict), memory = 0, size;

	if (flags > 2)
		wcore_strict_fail(strict, "wasm/index", start,
				  "a data segment has the unknown kind %u", flags);
	if (flags == 2)
		memory = wcore_strict_u32(strict);
	if (!strict->failed && flags != 1) {
		bool is_known = memory < index->memory_count;

		/* memory/segment-memory */
		if (!container->is_dump)
			wcore_container_refer(container, start, "memory", memory, index->memory_count);
		wcore_container_constant(container, strict,
					 address_type(is_known && index->memories[memory].limits.is_64),
					 index->global_count, rule);
	}
	start = strict->cursor.pos;
	size = wcore_strict_u32(strict);
	if (!strict->failed && size > wcore_cursor_left(&strict->cursor))
		wcore_strict_fail(strict, "wasm/index", start,
				  "a data segment of %u bytes, but %llu are left", size,
				  (unsigned long long)wcore_cursor_left(&strict->cursor));
	wcore_strict_skip_contents(strict, container->module->file, size);
}

void wcore_container_data(struct wcore_container *container, struct wcore_strict *strict)
{
	uint64_t released = strict->cursor.pos, indexed = released;

	container->segments = wcore_strict_count(strict, 2, "data segments");
	for (uint32_t i = 0; i < container->segments && !strict->failed; i++) {
		if (!pass_plain(container, strict))
			data_segment(container, strict);
		if (!container->index_segments) {
			wcore_file_release_passed(container->module->file, strict->cursor.pos, &released);
		} else if (strict->cursor.pos - indexed >= STEP) {
			/* What is indexed is given back there. */
			indexed = strict->cursor.pos;
			index_segments(container, indexed);
		}
	}
}

/* A break in the name section has its own rule: the section is custom. */
static void fail_names(struct wcore_strict *strict, uint64_t offset, const char *text)
{
	wcore_strict_fail(strict, "wasm/names", offset, "%s", text);
}

static bool is_indirect(uint8_t kind)
{
	return kind == WCORE_NAME_LOCAL || kind == WCORE_NAME_LABEL || kind == WCORE_NAME_FIELD;
}

static uint32_t name_number(struct wcore_strict *strict)
{
	uint32_t value = 0;

	if (!strict->failed)
		wcore_strict_fail_error(strict, "wasm/names", wcore_cursor_leb_u32(&strict->cursor, &value));
	return strict->failed ? 0 : value;
}

static void name_text(struct wcore_strict *strict)
{
	uint64_t start = strict->cursor.pos;
	struct wcore_string name = { 0 };

	if (!strict->failed)
		wcore_strict_fail_error(strict, "wasm/names", wcore_cursor_name(&strict->cursor, &name));
	if (!strict->failed && !wcore_is_utf8(name))
		fail_names(strict, start, "a name is not UTF-8");
}

/* The next index of a map, which has to be above the last one; i is its number. */
static uint32_t name_index(struct wcore_strict *strict, uint32_t i, uint32_t last)
{
	uint64_t start = strict->cursor.pos;
	uint32_t index = name_number(strict);

	if (i && index <= last)
		fail_names(strict, start, "the indices of a map of names do not ascend");
	return index;
}

/* How many items there are of a kind; of kinds whose items are not counted any number. */
static uint64_t named_items(const struct wcore_container *container, uint8_t kind)
{
	if (container->is_unsure)
		return UINT64_MAX;
	switch (kind) {
	case WCORE_NAME_FUNCTION:
	case WCORE_NAME_LOCAL:
	case WCORE_NAME_LABEL:
		return container->index->func_count;
	default:
		return UINT64_MAX;
	}
}

static void name_map(struct wcore_container *container, struct wcore_strict *strict, uint8_t kind)
{
	uint32_t count = name_number(strict), index = 0;
	uint64_t released = strict->cursor.pos, limit = named_items(container, kind);

	for (uint32_t i = 0; i < count && !strict->failed; i++) {
		uint64_t start = strict->cursor.pos;

		index = name_index(strict, i, index);
		if (index >= limit)
			fail_names(strict, start, "a function is named that is not there");
		if (is_indirect(kind)) {
			uint32_t inner = name_number(strict), last = 0;

			for (uint32_t k = 0; k < inner && !strict->failed; k++) {
				last = name_index(strict, k, last);
				name_text(strict);
			}
		} else {
			name_text(strict);
		}
		wcore_file_release_passed(container->module->file, strict->cursor.pos, &released);
	}
}

void wcore_container_names(struct wcore_container *container, struct wcore_strict *strict)
{
	uint64_t end = strict->cursor.end;
	uint32_t seen = 0;
	uint8_t last = 0;

	while (!strict->failed && strict->cursor.pos < end) {
		uint64_t start = strict->cursor.pos;
		uint8_t kind = strict->cursor.data[strict->cursor.pos++];
		uint32_t size = name_number(strict);

		if (strict->failed)
			return;
		if (size > end - strict->cursor.pos) {
			fail_names(strict, start, "a subsection passes the end of the section");
			return;
		}
		uint64_t next = strict->cursor.pos + size;

		if (kind < 32 && seen & UINT32_C(1) << kind)
			fail_names(strict, start, "a subsection is there twice");
		else if (kind < last)
			fail_names(strict, start, "the subsections are out of order");
		if (kind < 32)
			seen |= UINT32_C(1) << kind;
		last = kind;
		strict->cursor.end = next;
		if (kind == WCORE_NAME_MODULE)
			name_text(strict);
		else if (kind < WCORE_NAME_KINDS)
			name_map(container, strict, kind);
		else
			strict->cursor.pos = next;
		if (!strict->failed && strict->cursor.pos != next)
			fail_names(strict, strict->cursor.pos, "a subsection is longer than what it holds");
		strict->cursor.end = end;
	}
}
