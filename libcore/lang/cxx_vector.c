/* std::vector, array, deque, span, initializer_list, valarray, bitset: elements side by side. */
#include "cxx_part.h"

static const struct wcore_type *pointed_type(const struct wcore_object *pointer)
{
	const struct wcore_type *type = wcore_type_strip(pointer->type);

	return type->kind == WCORE_TYPE_POINTER ? type->target : NULL;
}

/* Bits of a number from an address on, lowest first. */
static struct wcore_view *print_bits(struct wcore_viewer *viewer, const struct wcore_object *words,
				     uint64_t count)
{
	struct wcore_view *list = wcore_cxx_list(viewer, WCORE_VIEW_LIST);
	uint8_t byte = 0;
	uint64_t i;

	if (!list)
		return NULL;
	for (i = 0; i < count && i < viewer->max_elements; i++) {
		struct wcore_view *bit;

		if (i % 8 == 0 && !wcore_object_read(viewer, words, i / 8, 1, &byte, NULL))
			break;
		bit = wcore_view_create(viewer, WCORE_VIEW_BOOL);
		if (!bit)
			break;
		bit->bits = byte >> i % 8 & 1;
		wcore_view_append(list, bit);
	}
	list->left_out += count - i;
	return list;
}

/* std::vector<bool>: 32 or 64 bits a word, whose lowest is the first; its capacity counts words. */
static struct wcore_view *print_bool_vector(struct wcore_viewer *viewer,
					    const struct wcore_object *object)
{
	struct wcore_object begin, words;
	const struct wcore_type *word;
	uint64_t address, count, capacity, size;

	if (!wcore_cxx_field(viewer, object, "__begin_", &begin) ||
	    !wcore_object_number(viewer, &begin, &address, NULL) ||
	    !wcore_cxx_number(viewer, object, "__size_", &count) ||
	    !wcore_cxx_number(viewer, object, "__cap_|__cap_alloc_.__value_", &capacity))
		return NULL;
	word = pointed_type(&begin);
	if (!word || !wcore_type_size(word, &size) || !size || capacity > UINT32_MAX ||
	    count > capacity * size * 8)
		return NULL;
	if (capacity && !wcore_cxx_is_memory(viewer, address, capacity * size))
		return NULL;
	words = wcore_object_at(word, address);
	return print_bits(viewer, &words, count);
}

static struct wcore_view *print_vector(struct wcore_viewer *viewer, const struct wcore_object *object,
				       unsigned depth)
{
	const struct wcore_type *argument = wcore_cxx_argument(viewer, object->type, 0);
	struct wcore_object begin;
	const struct wcore_type *element;
	uint64_t first, end, capacity, size;

	if (argument && wcore_type_strip(argument)->kind == WCORE_TYPE_BOOL)
		return print_bool_vector(viewer, object);
	if (!wcore_cxx_field(viewer, object, "__begin_|_M_impl._M_start", &begin) ||
	    !wcore_object_number(viewer, &begin, &first, NULL) ||
	    !wcore_cxx_number(viewer, object, "__end_|_M_impl._M_finish", &end) ||
	    !wcore_cxx_number(viewer, object,
			      "__cap_|__end_cap_.__value_|_M_impl._M_end_of_storage", &capacity))
		return NULL;
	element = pointed_type(&begin);
	if (!element || !wcore_type_size(element, &size) || !size || first > end ||
	    end > capacity || (end - first) % size || (capacity - first) % size ||
	    (!first && capacity) ||
	    (capacity > first && !wcore_cxx_is_memory(viewer, first, capacity - first)))
		return NULL;
	return wcore_cxx_elements(viewer, element, first, (end - first) / size, depth);
}

static struct wcore_view *print_array(struct wcore_viewer *viewer, const struct wcore_object *object,
				      unsigned depth)
{
	struct wcore_object elements;

	/* An array of none keeps a place for one that is not there. */
	if (!wcore_cxx_field(viewer, object, "__elems_|_M_elems", &elements))
		return NULL;
	if (wcore_type_complete(viewer->types, wcore_type_strip(object->type)) &&
	    wcore_type_strip(object->type)->template_count > 1 &&
	    wcore_type_strip(object->type)->templates[1].has_value &&
	    !wcore_type_strip(object->type)->templates[1].value)
		return wcore_cxx_list(viewer, WCORE_VIEW_LIST);
	return wcore_print(viewer, &elements, depth);
}

/* std::span of dynamic or fixed extent, std::initializer_list, std::valarray. */
static struct wcore_view *print_range(struct wcore_viewer *viewer, const struct wcore_object *object,
				      unsigned depth)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	struct wcore_object begin;
	uint64_t first, count, end, size;

	if (!wcore_cxx_field(viewer, object, "__data_|__data|__begin_|_M_ptr|_M_array|_M_data",
			     &begin) ||
	    !pointed_type(&begin) || !wcore_object_number(viewer, &begin, &first, NULL))
		return NULL;
	if (wcore_cxx_number(viewer, object, "__end_", &end)) {
		if (!wcore_type_size(pointed_type(&begin), &size) || !size || end < first ||
		    (end - first) % size)
			return NULL;
		count = (end - first) / size;
	} else if (!wcore_cxx_number(viewer, object,
				     "__size_|__size|_M_len|_M_size|_M_extent._M_extent_value",
				     &count)) {
		if (!wcore_type_complete(viewer->types, type) || type->template_count < 2 ||
		    !type->templates[1].has_value)
			return NULL;
		count = type->templates[1].value;
	}
	return wcore_cxx_elements(viewer, pointed_type(&begin), first, count, depth);
}

/* A row of blocks of elements; start counts elements from the first block on. */
static struct wcore_view *print_deque(struct wcore_viewer *viewer, const struct wcore_object *object,
				      unsigned depth)
{
	struct wcore_object map;
	const struct wcore_type *block, *element;
	uint64_t first, end, start, count, size, per_block, address = 0, i;
	struct wcore_view *list;

	if (!wcore_cxx_field(viewer, object, "__map_.__begin_", &map) ||
	    !wcore_object_number(viewer, &map, &first, NULL) ||
	    !wcore_cxx_number(viewer, object, "__map_.__end_", &end) ||
	    !wcore_cxx_number(viewer, object, "__start_", &start) ||
	    !wcore_cxx_number(viewer, object, "__size_|__size_.__value_", &count))
		return NULL;
	block = pointed_type(&map);
	block = block ? wcore_type_strip(block) : NULL;
	element = block && block->kind == WCORE_TYPE_POINTER ? block->target : NULL;
	if (!element || !wcore_type_size(element, &size) || !size || end < first ||
	    (end - first) % viewer->address_size ||
	    (end > first && !wcore_cxx_is_memory(viewer, first, end - first)))
		return NULL;
	/* libc++'s __deque_block_size. */
	per_block = size < 256 ? 4096 / size : 16;
	if (count > (end - first) / viewer->address_size * per_block ||
	    start > (end - first) / viewer->address_size * per_block - count)
		return NULL;
	list = wcore_cxx_list(viewer, WCORE_VIEW_LIST);
	for (i = 0; list && i < count && i < viewer->max_elements; i++) {
		uint64_t at = start + i;
		struct wcore_object object_at;
		struct wcore_view *child;

		if ((!i || at % per_block == 0) &&
		    (!wcore_space_uint(&viewer->space,
				       first + at / per_block * viewer->address_size,
				       viewer->address_size, &address) ||
		     !wcore_cxx_is_memory(viewer, address, per_block * size)))
			return NULL;
		object_at = wcore_object_at(element, address + at % per_block * size);
		child = wcore_print(viewer, &object_at, depth + 1);
		if (!child)
			break;
		wcore_view_append(list, child);
	}
	if (list)
		list->left_out += count - i;
	return list;
}

/* Bits as they are written: the highest first. */
static struct wcore_view *print_bitset(struct wcore_viewer *viewer, const struct wcore_object *object,
				       unsigned depth)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	struct wcore_object words;
	char text[1024 + 1];
	uint64_t count;

	(void)depth;
	if (!wcore_type_complete(viewer->types, type) || !type->template_count ||
	    !type->templates[0].has_value || !type->templates[0].value ||
	    type->templates[0].value >= sizeof(text) ||
	    !wcore_cxx_field(viewer, object, "__first_|_M_w", &words))
		return NULL;
	count = type->templates[0].value;
	for (uint64_t i = 0; i < count; i++) {
		uint8_t byte;

		if (!wcore_object_read(viewer, &words, i / 8, 1, &byte, NULL))
			return NULL;
		text[count - 1 - i] = (char)('0' + (byte >> i % 8 & 1));
	}
	text[count] = '\0';
	return wcore_view_symbol(viewer, wcore_view_format(viewer, "%s", text));
}

const struct wcore_cxx_printer wcore_cxx_vectors[] = {
	{ "vector", print_vector },
	{ "array", print_array },
	{ "deque", print_deque },
	{ "span", print_range },
	{ "initializer_list", print_range },
	{ "valarray", print_range },
	{ "bitset", print_bitset },
	{ NULL, NULL },
};
