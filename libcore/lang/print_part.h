/* What the files of print.c share: one function a kind of type. */
#ifndef WCORE_LANG_PRINT_PART_H
#define WCORE_LANG_PRINT_PART_H

#include "print.h"

#define WCORE_CONTAINER_MAX 256

/* Bytes of c in UTF-8; a surrogate or a number past U+10FFFF becomes U+FFFD. */
size_t wcore_utf8_encode(uint32_t c, char text[4]);

/* Whether type, or what it is an alias of, has that name. */
bool wcore_type_is_named(const struct wcore_type *type, const char *name);
/*
 * The width in bytes of a type whose arrays are text: char, char8_t, char16_t, char32_t, wchar_t; 0
 * for others, also for signed char and unsigned char.
 */
unsigned wcore_type_character(const struct wcore_type *type);

enum wcore_text_end {
	WCORE_TEXT_WHOLE,		/* all characters count */
	WCORE_TEXT_AT_NUL,		/* a NUL ends it */
	WCORE_TEXT_WITHOUT_ZEROS,	/* all count but the NULs at the end: arrays */
};
/* A STRING of up to count characters of width bytes that an object starts with. */
struct wcore_view *wcore_print_characters(struct wcore_viewer *viewer,
					  const struct wcore_object *object, uint64_t count,
					  unsigned width, enum wcore_text_end end);

struct wcore_view *wcore_print_bool(struct wcore_viewer *viewer, const struct wcore_object *object);
struct wcore_view *wcore_print_character(struct wcore_viewer *viewer,
					 const struct wcore_object *object);
struct wcore_view *wcore_print_enum(struct wcore_viewer *viewer, const struct wcore_object *object);
struct wcore_view *wcore_print_float(struct wcore_viewer *viewer, const struct wcore_object *object);
struct wcore_view *wcore_print_complex(struct wcore_viewer *viewer,
				       const struct wcore_object *object);
struct wcore_view *wcore_print_array(struct wcore_viewer *viewer, const struct wcore_object *object,
				     unsigned depth);
struct wcore_view *wcore_print_record(struct wcore_viewer *viewer, const struct wcore_object *object,
				      unsigned depth);
/* Why an object is not there at all: said once, not for each of its members.  NULL when some are. */
const char *wcore_print_common_reason(const struct wcore_view *record);
/* A container of up to WCORE_CONTAINER_MAX bytes of which a part is not known says as much as none: why; else NULL. */
struct wcore_view *wcore_print_partial(struct wcore_viewer *viewer, const struct wcore_object *object);
struct wcore_view *wcore_print_reference(struct wcore_viewer *viewer,
					 const struct wcore_object *object, unsigned depth);
struct wcore_view *wcore_print_function_object(struct wcore_viewer *viewer,
					       const struct wcore_object *object);
struct wcore_view *wcore_print_member_pointer(struct wcore_viewer *viewer,
					      const struct wcore_object *object);

#endif
