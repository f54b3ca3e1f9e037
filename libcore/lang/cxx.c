/* The family of C++: the containers of the standard library by their layout. */
#include "print_part.h"

static bool has_language(uint32_t language)
{
	/* DW_LANG_C_plus_plus, _03, _11, _14, _17, _20, ObjC_plus_plus. */
	return language == 0x04 || language == 0x19 || language == 0x1a || language == 0x21 ||
	       language == 0x2a || language == 0x2b || language == 0x11;
}

static struct wcore_view *print(struct wcore_viewer *viewer, const struct wcore_object *object,
				unsigned depth)
{
	return wcore_family_c.print(viewer, object, depth);
}

const struct wcore_family wcore_family_cxx = {
	.name = "C++", .has_language = has_language, .style = WCORE_VIEW_C, .print = print,
};
