#include "types.h"

#include <stdio.h>

/* Abstract heap types by their byte (5.3.3 and the stack switching proposal). */
struct heap_name {
	uint8_t byte;
	const char *heap, *reference;
};

static const struct heap_name heap_names[] = {
	{ 0x75, "nocont", "nullcontref" }, { 0x74, "noexn", "nullexnref" },
	{ 0x73, "nofunc", "nullfuncref" }, { 0x72, "noextern", "nullexternref" },
	{ 0x71, "none", "nullref" }, { 0x70, "func", "funcref" },
	{ 0x6f, "extern", "externref" }, { 0x6e, "any", "anyref" },
	{ 0x6d, "eq", "eqref" }, { 0x6c, "i31", "i31ref" },
	{ 0x6b, "struct", "structref" }, { 0x6a, "array", "arrayref" },
	{ 0x69, "exn", "exnref" }, { 0x68, "cont", "contref" },
};

#define SHARED_PREFIX 0x65
#define EXACT_PREFIX 0x62

static const struct heap_name *heap_find(int64_t heap)
{
	for (size_t i = 0; i < sizeof(heap_names) / sizeof(*heap_names); i++)
		if (heap == (int64_t)heap_names[i].byte - 0x80)
			return &heap_names[i];
	return NULL;
}

struct wcore_error *wcore_heaptype_read(struct wcore_cursor *cursor, struct wcore_valtype *ret)
{
	uint64_t start = cursor->pos;
	int64_t heap = 0;
	uint32_t index = 0;
	struct wcore_error *error = wcore_cursor_leb_s33(cursor, &heap);

	ret->is_shared = ret->is_exact = false;
	if (!error && heap == SHARED_PREFIX - 0x80) {
		ret->is_shared = true;
		error = wcore_cursor_leb_s33(cursor, &heap);
	} else if (!error && heap == EXACT_PREFIX - 0x80) {
		ret->is_exact = true;
		error = wcore_cursor_leb_u32(cursor, &index);
		heap = index;
	}
	if (error) {
		cursor->pos = start;
		return error;
	}
	if (heap < 0 ? !heap_find(heap) : ret->is_shared) {
		cursor->pos = start;
		return wcore_cursor_error(cursor, start, "%lld is no heap type", (long long)heap);
	}
	ret->heap = heap;
	return NULL;
}

struct wcore_error *wcore_valtype_read(struct wcore_cursor *cursor, struct wcore_valtype *ret)
{
	uint64_t start = cursor->pos;
	uint8_t byte = 0;
	struct wcore_error *error = wcore_cursor_u8(cursor, &byte);

	if (error)
		return error;
	*ret = (struct wcore_valtype){ .code = byte };
	switch (byte) {
	case WCORE_I32:
	case WCORE_I64:
	case WCORE_F32:
	case WCORE_F64:
	case WCORE_V128:
		return NULL;
	case WCORE_REF:
	case WCORE_REF_NULL:
		error = wcore_heaptype_read(cursor, ret);
		if (error)
			cursor->pos = start;
		return error;
	case SHARED_PREFIX:
		ret->is_shared = true;
		error = wcore_cursor_u8(cursor, &byte);
		if (error) {
			cursor->pos = start;
			return error;
		}
	}
	ret->code = WCORE_REF_NULL;
	ret->heap = (int64_t)byte - 0x80;
	if (heap_find(ret->heap))
		return NULL;
	cursor->pos = start;
	return wcore_cursor_error(cursor, start, "0x%02x is no value type", byte);
}

/* Flags of 5.3.11 and of the threads, memory64 and custom page sizes proposals. */
enum { LIMITS_MAX = 1, LIMITS_SHARED = 2, LIMITS_64 = 4, LIMITS_PAGE_SIZE = 8 };

static struct wcore_error *read_bound(struct wcore_cursor *cursor, bool is_64, uint64_t *ret)
{
	uint32_t narrow = 0;
	struct wcore_error *error;

	if (is_64)
		return wcore_cursor_leb_u64(cursor, ret);
	error = wcore_cursor_leb_u32(cursor, &narrow);
	*ret = narrow;
	return error;
}

struct wcore_error *wcore_limits_read(struct wcore_cursor *cursor, bool is_memory,
				      struct wcore_limits *ret)
{
	uint64_t start = cursor->pos;
	uint32_t known = LIMITS_MAX | LIMITS_SHARED | LIMITS_64 |
			 (is_memory ? LIMITS_PAGE_SIZE : 0);
	uint32_t flags = 0, page_log2 = 16;
	struct wcore_limits limits = { 0 };
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &flags);

	if (!error && flags & ~known)
		error = wcore_cursor_error(cursor, start, "limits have unknown flags 0x%x", flags);
	limits.has_max = flags & LIMITS_MAX;
	limits.is_shared = flags & LIMITS_SHARED;
	limits.is_64 = flags & LIMITS_64;
	if (!error)
		error = read_bound(cursor, limits.is_64, &limits.min);
	if (!error && limits.has_max)
		error = read_bound(cursor, limits.is_64, &limits.max);
	if (!error && flags & LIMITS_PAGE_SIZE)
		error = wcore_cursor_leb_u32(cursor, &page_log2);
	if (!error && page_log2 > 63)
		error = wcore_cursor_error(cursor, start, "a page size of 2^%u bytes", page_log2);
	if (error) {
		cursor->pos = start;
		return error;
	}
	limits.page_log2 = (uint8_t)page_log2;
	*ret = limits;
	return NULL;
}

const char *wcore_heaptype_name(struct wcore_valtype type, char *buffer)
{
	const struct heap_name *name = heap_find(type.heap);

	if (name && !type.is_shared)
		return name->heap;
	if (name)
		snprintf(buffer, WCORE_VALTYPE_NAME_SIZE, "(shared %s)", name->heap);
	else
		snprintf(buffer, WCORE_VALTYPE_NAME_SIZE, type.is_exact ? "(exact %lld)" : "%lld",
			 (long long)type.heap);
	return buffer;
}

const char *wcore_valtype_name(struct wcore_valtype type, char *buffer)
{
	const struct heap_name *name = heap_find(type.heap);
	char heap[WCORE_VALTYPE_NAME_SIZE];

	switch (type.code) {
	case WCORE_I32: return "i32";
	case WCORE_I64: return "i64";
	case WCORE_F32: return "f32";
	case WCORE_F64: return "f64";
	case WCORE_V128: return "v128";
	case WCORE_REF:
	case WCORE_REF_NULL:
		break;
	default:
		snprintf(buffer, WCORE_VALTYPE_NAME_SIZE, "type 0x%02x", type.code);
		return buffer;
	}
	if (type.code == WCORE_REF_NULL && name && !type.is_shared)
		return name->reference;
	snprintf(buffer, WCORE_VALTYPE_NAME_SIZE, "(ref %s%.36s)",
		 type.code == WCORE_REF_NULL ? "null " : "", wcore_heaptype_name(type, heap));
	return buffer;
}
