/* The family of C: arrays of characters and pointers to them are text. */
#include "print_part.h"

static bool has_language(uint32_t language)
{
	/* DW_LANG_C89, _C, _C99, _C11, _C17, ObjC, Mips_Assembler, Assembly. */
	return language == 0x01 || language == 0x02 || language == 0x0c || language == 0x1d ||
	       language == 0x2c || language == 0x10 || language == 0x8001 || language == 0x31;
}

static struct wcore_view *print_char_array(struct wcore_viewer *viewer,
					   const struct wcore_object *object)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	unsigned width = type->target ? wcore_type_character(type->target) : 0;

	if (!width || !type->has_count || type->is_vector)
		return NULL;
	return wcore_print_characters(viewer, object, type->count, width, WCORE_TEXT_WITHOUT_ZEROS);
}

static struct wcore_view *print_char_pointer(struct wcore_viewer *viewer,
					     const struct wcore_object *object)
{
	const struct wcore_type *target = wcore_type_strip(object->type)->target;
	unsigned width = target ? wcore_type_character(target) : 0;
	struct wcore_view *view, *text;
	uint64_t address;

	if (!width || object->implicit.unit ||
	    !wcore_object_number(viewer, object, &address, NULL))
		return NULL;
	view = wcore_view_create(viewer, WCORE_VIEW_POINTER);
	if (!view)
		return NULL;
	view->bits = address;
	text = address ? wcore_print_text(viewer, address, UINT64_MAX, width) : NULL;
	if (text && text->kind == WCORE_VIEW_UNAVAILABLE)
		view->text = text->text;
	else if (text)
		wcore_view_append(view, text);
	return view;
}

static struct wcore_view *print(struct wcore_viewer *viewer, const struct wcore_object *object,
				unsigned depth)
{
	(void)depth;
	switch (wcore_type_strip(object->type)->kind) {
	case WCORE_TYPE_ARRAY:
		return print_char_array(viewer, object);
	case WCORE_TYPE_POINTER:
		return print_char_pointer(viewer, object);
	case WCORE_TYPE_CHAR:
		/* signed char and unsigned char, int8_t and uint8_t: numbers as a rule. */
		return wcore_type_character(object->type) ? NULL :
							    wcore_print_number(viewer, object);
	case WCORE_TYPE_INT:
		/* wchar_t and the like are integers where the language has no type for them. */
		return wcore_type_character(object->type) ? wcore_print_character(viewer, object) :
							    NULL;
	default:
		return NULL;
	}
}

const struct wcore_family wcore_family_c = {
	.name = "C", .has_language = has_language, .style = WCORE_VIEW_C, .print = print,
};
