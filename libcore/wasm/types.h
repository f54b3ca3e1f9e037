/* Types of the binary format (WebAssembly 3.0, 5.3, and the shipped proposals). */
#ifndef WCORE_WASM_TYPES_H
#define WCORE_WASM_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/cursor.h"

/* The byte of the binary format; references keep their heap type beside it. */
enum wcore_valtype_code {
	WCORE_I32 = 0x7f, WCORE_I64 = 0x7e, WCORE_F32 = 0x7d, WCORE_F64 = 0x7c, WCORE_V128 = 0x7b,
	WCORE_REF = 0x64, WCORE_REF_NULL = 0x63,	/* heap type follows, as the abbreviations do */
};

struct wcore_valtype {
	uint8_t code;		/* enum wcore_valtype_code; abbreviations (0x70 funcref) become REF_NULL */
	bool is_shared;		/* (ref (shared any)) */
	bool is_exact;		/* (ref (exact 5)) */
	int64_t heap;		/* of a reference: type index >= 0, or the negative s33 code (-0x10 func) */
};

struct wcore_limits {
	bool has_max, is_shared, is_64;
	uint64_t min, max;	/* pages of a memory, elements of a table */
	uint8_t page_log2;	/* of a memory: 16 unless a custom page size says otherwise */
};

/* A function type; other composite types are kept as their kind alone. */
struct wcore_functype {
	uint8_t kind;		/* 0x60 function, 0x5f struct, 0x5e array, 0x5d continuation */
	const struct wcore_valtype *params;
	const struct wcore_valtype *results;
	uint32_t param_count, result_count;
	uint32_t field_count;	/* of a struct */
};

/* Errors of all readers: FORMAT. */
struct wcore_error *wcore_valtype_read(struct wcore_cursor *cursor, struct wcore_valtype *ret);
/* A heap type (5.3.3) into heap, is_shared and is_exact of ret; the code stays. */
struct wcore_error *wcore_heaptype_read(struct wcore_cursor *cursor, struct wcore_valtype *ret);
/* is_memory: bit 3 of the flags announces a page size. */
struct wcore_error *wcore_limits_read(struct wcore_cursor *cursor, bool is_memory,
				      struct wcore_limits *ret);
/* Bytes of a buffer for wcore_valtype_name() and wcore_heaptype_name(). */
#define WCORE_VALTYPE_NAME_SIZE 48
/* "i32", "funcref", "(ref null 5)": static or in buffer. */
const char *wcore_valtype_name(struct wcore_valtype type, char *buffer);
/* "func", "5", "(shared any)", "(exact 5)": static or in buffer. */
const char *wcore_heaptype_name(struct wcore_valtype type, char *buffer);

#endif
