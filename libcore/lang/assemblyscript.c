#include "assemblyscript.h"

#include <string.h>

#include "print_part.h"

#define HEADER 20
#define ALIGN 16
#define IS_FREE 1u
#define FLAGS 3u

bool wcore_assemblyscript_is_function(struct wcore_string name)
{
	/* A path from the sources' folder, then the function's own name. */
	return name.size > 2 && name.data[0] != '/' && memchr(name.data, '/', name.size) &&
	       !memchr(name.data, ':', name.size) && !memchr(name.data, ' ', name.size);
}

static bool read_word(const struct wcore_space *space, uint64_t address, uint32_t *ret)
{
	uint64_t value;

	if (!wcore_space_uint(space, address, 4, &value))
		return false;
	*ret = (uint32_t)value;
	return true;
}

bool wcore_assemblyscript_find(const struct wcore_space *space, uint64_t pointer,
			       struct wcore_assemblyscript_object *ret)
{
	uint32_t block, size;

	if (pointer < HEADER || pointer % ALIGN || pointer > UINT32_MAX ||
	    !read_word(space, pointer - HEADER, &block) ||
	    !read_word(space, pointer - 8, &ret->class_id) || !read_word(space, pointer - 4, &ret->size))
		return false;
	/* A block's size leaves room for its own header in front of the next aligned one. */
	size = block & ~FLAGS;
	return !(block & IS_FREE) && size % ALIGN == ALIGN - 4 && size >= HEADER - 4 &&
	       ret->size <= size - (HEADER - 4) && space->memory &&
	       pointer + ret->size <= space->memory->size;
}

bool wcore_assemblyscript_text(const struct wcore_space *space, uint64_t pointer,
			       char ret[WCORE_ASSEMBLYSCRIPT_TEXT], size_t *ret_size)
{
	uint64_t unit, low;
	uint32_t bytes;

	*ret_size = 0;
	if (pointer < HEADER || !read_word(space, pointer - 4, &bytes) || bytes % 2 ||
	    bytes > WCORE_ASSEMBLYSCRIPT_UNITS * 2)
		return false;
	for (uint32_t i = 0; i < bytes; i += 2) {
		if (!wcore_space_uint(space, pointer + i, 2, &unit) || !unit)
			return false;
		if (unit >= 0xd800 && unit < 0xe000) {
			if (unit >= 0xdc00 || i + 2 == bytes ||
			    !wcore_space_uint(space, pointer + i + 2, 2, &low) || low < 0xdc00 ||
			    low >= 0xe000)
				return false;
			unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		}
		*ret_size += wcore_utf8_encode((uint32_t)unit, ret + *ret_size);
	}
	ret[*ret_size] = '\0';
	return true;
}

/* How much of a text the viewer shows: no half characters. */
static size_t shown_size(const struct wcore_viewer *viewer, const char *text, size_t size)
{
	if (size <= viewer->max_string)
		return size;
	size = (size_t)viewer->max_string;
	while (size && (text[size] & 0xc0) == 0x80)
		size--;
	return size;
}

struct wcore_string wcore_assemblyscript_describe(struct wcore_viewer *viewer, uint64_t pointer)
{
	struct wcore_assemblyscript_object object;
	char text[WCORE_ASSEMBLYSCRIPT_TEXT];
	size_t size, shown;

	if (viewer->address_size != 4 || !wcore_assemblyscript_find(&viewer->space, pointer, &object))
		return (struct wcore_string){ 0 };
	switch (object.class_id) {
	case WCORE_ASSEMBLYSCRIPT_BUFFER:
		return wcore_view_format(viewer, "ArrayBuffer of %u bytes", object.size);
	case WCORE_ASSEMBLYSCRIPT_STRING:
		if (!wcore_assemblyscript_text(&viewer->space, pointer, text, &size))
			return (struct wcore_string){ 0 };
		shown = shown_size(viewer, text, size);
		return wcore_view_format(viewer, "\"%.*s\"%s", (int)shown, text, shown < size ? "..." : "");
	default:
		return wcore_view_format(viewer, "object of class %u, %u bytes", object.class_id,
					 object.size);
	}
}
