/* std::basic_string and std::basic_string_view. */
#include "cxx_part.h"

struct text {
	struct wcore_object data;	/* an object that starts with the characters */
	uint64_t size;
	unsigned width;
};

/* A string ends with a NUL that is not part of it: the best sign that it is one. */
static bool is_terminated(struct wcore_viewer *viewer, const struct text *text)
{
	uint8_t nul[4] = { 1, 1, 1, 1 };

	if (!wcore_object_read(viewer, &text->data, text->size * text->width, text->width, nul, NULL))
		return false;
	for (unsigned i = 0; i < text->width; i++)
		if (nul[i])
			return false;
	return true;
}

static bool long_text(struct wcore_viewer *viewer, const struct wcore_object *rep, uint64_t capacity,
		      struct text *text)
{
	uint64_t address;

	if (!wcore_cxx_number(viewer, rep, "__data_", &address) ||
	    !wcore_cxx_number(viewer, rep, "__size_", &text->size) || text->size >= capacity ||
	    capacity > UINT32_MAX / text->width ||
	    !wcore_cxx_is_memory(viewer, address, capacity * text->width))
		return false;
	text->data = wcore_object_at(text->data.type, address);
	return true;
}

/*
 * libc++ keeps a long string's pointer, size and capacity or, in the same bytes, a short
 * string.  LLVM 15 and later have a bit __is_long_; before, it is a bit of the short size: the lowest
 * where that stands before the characters, the highest where it stands behind them.
 */
static bool libcxx_text(struct wcore_viewer *viewer, const struct wcore_object *object,
			struct text *text)
{
	struct wcore_object rep, whole, small, data;
	uint64_t is_long, size, capacity;
	bool is_behind;

	if (!wcore_cxx_field(viewer, object, "__rep_.__l|__r_.__value_.__l", &rep) ||
	    !wcore_cxx_field(viewer, object, "__rep_.__s|__r_.__value_.__s", &small) ||
	    !wcore_cxx_field(viewer, &small, "__data_", &data) ||
	    !wcore_cxx_field(viewer, &small, "__size_", &whole) ||
	    wcore_type_strip(data.type)->kind != WCORE_TYPE_ARRAY ||
	    !wcore_object_number(viewer, &whole, &size, NULL) ||
	    !wcore_cxx_number(viewer, &rep, "__cap_", &capacity))
		return false;
	is_behind = wcore_cxx_offset(&small, &whole) > wcore_cxx_offset(&small, &data);
	if (wcore_cxx_number(viewer, &small, "__is_long_", &is_long)) {
		capacity = is_behind ? capacity : capacity * 2;
	} else if (is_behind) {
		is_long = size >> 7;
		capacity &= viewer->address_size < 8 ? INT32_MAX : INT64_MAX;
	} else {
		is_long = size & 1;
		size >>= 1;
		capacity &= ~UINT64_C(1);
	}
	text->data.type = data.type;
	if (is_long)
		return long_text(viewer, &rep, capacity, text);
	text->data = data;
	text->size = size;
	return size < wcore_type_strip(data.type)->count;
}

static bool libstdcxx_text(struct wcore_viewer *viewer, const struct wcore_object *object,
			   struct text *text)
{
	struct wcore_object local;
	uint64_t address, capacity = 0;

	if (!wcore_cxx_number(viewer, object, "_M_dataplus._M_p", &address) ||
	    !wcore_cxx_number(viewer, object, "_M_string_length", &text->size) ||
	    !wcore_cxx_field(viewer, object, "_M_local_buf", &local) ||
	    local.kind != WCORE_OBJECT_MEMORY)
		return false;
	if (address == local.address)
		capacity = wcore_type_strip(local.type)->count - 1;
	else if (!wcore_cxx_number(viewer, object, "_M_allocated_capacity", &capacity))
		return false;
	if (text->size > capacity || capacity > UINT32_MAX / text->width ||
	    !wcore_cxx_is_memory(viewer, address, (capacity + 1) * text->width))
		return false;
	text->data = wcore_object_at(local.type, address);
	return true;
}

/* The width of a string's characters; 0 when they are none. */
static unsigned character_width(struct wcore_viewer *viewer, const struct wcore_object *object)
{
	const struct wcore_type *type = wcore_cxx_argument(viewer, object->type, 0);
	uint64_t size;

	return type && wcore_type_character(type) && wcore_type_size(type, &size) ? (unsigned)size : 0;
}

static bool find_text(struct wcore_viewer *viewer, const struct wcore_object *object, struct text *text)
{
	*text = (struct text){ .width = character_width(viewer, object) };
	return text->width &&
	       (libcxx_text(viewer, object, text) || libstdcxx_text(viewer, object, text)) &&
	       is_terminated(viewer, text);
}

bool wcore_cxx_characters(struct wcore_viewer *viewer, const struct wcore_object *object,
			  struct wcore_object *ret, uint64_t *ret_size)
{
	struct text text;

	if (!wcore_string_is(wcore_cxx_name(viewer, wcore_type_strip(object->type)), "basic_string") ||
	    !find_text(viewer, object, &text))
		return false;
	*ret = text.data;
	*ret_size = text.size;
	return true;
}

static struct wcore_view *print_string(struct wcore_viewer *viewer, const struct wcore_object *object,
				       unsigned depth)
{
	struct text text;

	(void)depth;
	if (!find_text(viewer, object, &text))
		return NULL;
	return wcore_print_characters(viewer, &text.data, text.size, text.width, WCORE_TEXT_WHOLE);
}

static struct wcore_view *print_view(struct wcore_viewer *viewer, const struct wcore_object *object,
				     unsigned depth)
{
	unsigned width = character_width(viewer, object);
	uint64_t address, size;

	(void)depth;
	if (!width || !wcore_cxx_number(viewer, object, "__data_|__data|_M_str", &address) ||
	    !wcore_cxx_number(viewer, object, "__size_|__size|_M_len", &size) ||
	    size > UINT32_MAX / width)
		return NULL;
	if (size && !wcore_cxx_is_memory(viewer, address, size * width))
		return NULL;
	return wcore_print_text(viewer, address, size, width);
}

const struct wcore_cxx_printer wcore_cxx_strings[] = {
	{ "basic_string", print_string },
	{ "basic_string_view", print_view },
	{ NULL, NULL },
};
