/*
 * Managed objects of AssemblyScript, which has no debug information of types.  What a header
 * in front of an object says is all that is known: its class by number, and its size.
 *
 *	-20 the block's size and flags  -16, -12 the collector's  -8 class  -4 size  0 the object
 */
#ifndef WCORE_LANG_ASSEMBLYSCRIPT_H
#define WCORE_LANG_ASSEMBLYSCRIPT_H

#include "object.h"

#define WCORE_ASSEMBLYSCRIPT_BUFFER 1
#define WCORE_ASSEMBLYSCRIPT_STRING 2
/* UTF-16 units of a string that are read. */
#define WCORE_ASSEMBLYSCRIPT_UNITS 1024
#define WCORE_ASSEMBLYSCRIPT_TEXT (3 * WCORE_ASSEMBLYSCRIPT_UNITS + 1)

struct wcore_assemblyscript_object {
	uint32_t class_id;	/* above the two here the program's own, and not the same from build to build */
	uint32_t size;		/* in bytes, without the header */
};

/* Whether a function of the name section is of that compiler: "main/Car#stop", "~lib/array/Array<i32>#push". */
bool wcore_assemblyscript_is_function(struct wcore_string name);
/* False when nothing that is in use stands at pointer with a header of which all parts agree. */
bool wcore_assemblyscript_find(const struct wcore_space *space, uint64_t pointer,
			       struct wcore_assemblyscript_object *ret);
/*
 * The string at pointer as terminated UTF-8, by its size alone.  False when it is longer than
 * WCORE_ASSEMBLYSCRIPT_UNITS, is not known, has a zero, or is not UTF-16.
 */
bool wcore_assemblyscript_text(const struct wcore_space *space, uint64_t pointer,
			       char ret[WCORE_ASSEMBLYSCRIPT_TEXT], size_t *ret_size);
/*
 * What stands at pointer, for people: "\"text\"", "ArrayBuffer of 12 bytes", "object of class 5, 24 bytes";
 * absent for nothing.  In the viewer's arena; strings are cut as it says.
 */
struct wcore_string wcore_assemblyscript_describe(struct wcore_viewer *viewer, uint64_t pointer);

#endif
