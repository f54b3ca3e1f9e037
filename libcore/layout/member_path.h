/* Which part of an object stands at an offset in it, as an expression names it. */
#ifndef WCORE_LAYOUT_MEMBER_PATH_H
#define WCORE_LAYOUT_MEMBER_PATH_H

#include "../debug/type.h"

/*
 * "items[2].count", "[3].x" of an array: into buffer, which holds size bytes, "" for none; gives the
 * length, and in *ret_offset how far into that part the offset is.  Where several members stand at one
 * place (a union, bit fields), where none does (padding), and at arrays of bytes, the part around them
 * is given.
 */
size_t wcore_member_path(struct wcore_types *types, const struct wcore_type *type, uint64_t offset,
			 char *buffer, size_t size, uint64_t *ret_offset);

#endif
