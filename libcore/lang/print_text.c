/* Text in memory: declared in print.h. */
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "../base/alloc.h"
#include "print_part.h"

#define CHUNK 256

/* What is left of the viewer's work limits a text without end. */
#define CHUNK_WORK (CHUNK / 8)

/* Characters of an object, read in pieces. */
struct source {
	struct wcore_viewer *viewer;
	const struct wcore_object *object;
	unsigned width;
	uint64_t count;
	uint64_t start;		/* first byte in chunk */
	size_t filled;
	uint8_t chunk[CHUNK];
	const char *why;
};

/* UTF-8 as it grows. */
struct text {
	char *data;
	size_t size, capacity;
	uint64_t limit;
};

size_t wcore_utf8_encode(uint32_t c, char text[4])
{
	size_t size;

	if (c < 0x80) {
		text[0] = (char)c;
		return 1;
	}
	if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		c = 0xfffd;
	size = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = size - 1; i > 0; i--, c >>= 6)
		text[i] = (char)(0x80 | (c & 0x3f));
	text[0] = (char)((size == 2 ? 0xc0u : size == 3 ? 0xe0u : 0xf0u) | c);
	return size;
}

static bool text_add(struct text *text, const char *bytes, size_t size)
{
	if (text->size + size > text->limit)
		return false;
	if (text->size + size > text->capacity) {
		size_t capacity = text->capacity ? 2 * text->capacity : CHUNK;
		char *grown = wcore_realloc(text->data, capacity);

		if (!grown)
			return false;
		text->data = grown;
		text->capacity = capacity;
	}
	memcpy(text->data + text->size, bytes, size);
	text->size += size;
	return true;
}

/* Character i, which may be the first that cannot be read: false. */
static bool source_get(struct source *source, uint64_t i, uint32_t *ret)
{
	uint64_t offset = i * source->width;
	const uint8_t *at;

	if (offset < source->start || offset + source->width > source->start + source->filled) {
		uint64_t left = (source->count - i) * source->width;
		size_t size = left < CHUNK ? (size_t)left : CHUNK;

		source->start = offset;
		source->filled = 0;
		if (!wcore_viewer_spend(source->viewer, CHUNK_WORK))
			return false;
		if (!wcore_object_read(source->viewer, source->object, offset, size, source->chunk,
				       NULL)) {
			size = source->width;
			if (!wcore_object_read(source->viewer, source->object, offset, size,
					       source->chunk, &source->why))
				return false;
		}
		source->filled = size;
	}
	at = source->chunk + (offset - source->start);
	*ret = 0;
	for (unsigned k = 0; k < source->width; k++)
		*ret |= (uint32_t)at[k] << (8 * k);
	return true;
}

/* The bytes of character i in UTF-8; *ret_used counts the characters that it takes. */
static size_t decode(struct source *source, uint64_t i, uint32_t c, char utf8[4], uint64_t *ret_used)
{
	uint32_t low;

	*ret_used = 1;
	if (source->width == 1) {
		utf8[0] = (char)c;
		return 1;
	}
	if (source->width == 2 && c >= 0xd800 && c < 0xdc00 && i + 1 < source->count &&
	    source_get(source, i + 1, &low) && low >= 0xdc00 && low < 0xe000) {
		*ret_used = 2;
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	}
	return wcore_utf8_encode(c, utf8);
}

/* A character that the limit cut in two is left out. */
static void drop_partial(struct text *text)
{
	for (size_t back = 1; back <= 3 && back <= text->size; back++) {
		unsigned char c = (unsigned char)text->data[text->size - back];
		size_t length = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;

		if (c >= 0x80 && c < 0xc0)
			continue;
		if (length > back)
			text->size -= back;
		return;
	}
}

struct wcore_view *wcore_print_characters(struct wcore_viewer *viewer,
					  const struct wcore_object *object, uint64_t count,
					  unsigned width, enum wcore_text_end end)
{
	struct source source = { .viewer = viewer, .object = object, .width = width,
				 .count = count < UINT64_MAX / 4 ? count : UINT64_MAX / 8 };
	struct text text = { .limit = viewer->max_string };
	uint64_t zeros = 0, used = 1;
	bool is_cut = false, has_gap = false;
	struct wcore_view *view = NULL;

	for (uint64_t i = 0; i < source.count && !is_cut; i += used) {
		char utf8[4];
		uint32_t c;

		used = 1;
		if (!source_get(&source, i, &c)) {
			if (!i && source.why)
				return wcore_view_unavailable(viewer, source.why);
			has_gap = source.why && object->kind == WCORE_OBJECT_BYTES;
			is_cut = true;
			break;
		}
		if (!c && end == WCORE_TEXT_AT_NUL)
			break;
		if (!c && end == WCORE_TEXT_WITHOUT_ZEROS) {
			zeros++;
			continue;
		}
		for (; zeros && !is_cut; zeros--)
			is_cut = !text_add(&text, "", 1);
		if (!is_cut)
			is_cut = !text_add(&text, utf8, decode(&source, i, c, utf8, &used));
	}
	if (has_gap) {
		/* Its first characters alone are another text. */
		free(text.data);
		return wcore_view_unavailable(viewer, source.why);
	}
	if (is_cut && width == 1)
		drop_partial(&text);
	view = wcore_view_create(viewer, WCORE_VIEW_STRING);
	if (view) {
		view->is_cut = is_cut;
		view->text_address = object->address;
		view->has_text_address = object->kind == WCORE_OBJECT_MEMORY && width == 1;
		view->text.size = text.size;
		view->text.data = wcore_arena_copy(&viewer->arena, text.data ? text.data : "",
						   text.size);
		if (!view->text.data)
			view = NULL;
	}
	free(text.data);
	return view;
}

struct wcore_view *wcore_print_text(struct wcore_viewer *viewer, uint64_t address, uint64_t count,
				    unsigned width)
{
	struct wcore_object object = { .kind = WCORE_OBJECT_MEMORY, .address = address };

	return wcore_print_characters(viewer, &object, count, width,
				      count == UINT64_MAX ? WCORE_TEXT_AT_NUL : WCORE_TEXT_WHOLE);
}

struct wcore_view *wcore_print_string(struct wcore_viewer *viewer, uint64_t address, uint64_t size)
{
	return wcore_print_text(viewer, address, size, 1);
}

bool wcore_type_is_named(const struct wcore_type *type, const char *name)
{
	for (unsigned i = 0; type && i < 64; i++, type = type->target) {
		if (wcore_string_is(type->name, name))
			return true;
		if (type->kind != WCORE_TYPE_ALIAS && type->kind != WCORE_TYPE_QUALIFIED)
			return false;
	}
	return false;
}

unsigned wcore_type_character(const struct wcore_type *type)
{
	static const char *const names[] = { "char", "wchar_t", "char16_t", "char32_t", "char8_t" };
	const struct wcore_type *plain = wcore_type_strip(type);
	uint64_t size;

	if ((plain->kind != WCORE_TYPE_CHAR && plain->kind != WCORE_TYPE_INT) ||
	    !wcore_type_size(plain, &size) || (size != 1 && size != 2 && size != 4))
		return 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (wcore_type_is_named(type, names[i]))
			return (unsigned)size;
	return 0;
}
