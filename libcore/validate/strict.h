/*
 * Reads a section as the specification has it, and reports what breaks it.
 * After the first break nothing more is read: every reader then gives 0.
 */
#ifndef WCORE_VALIDATE_STRICT_H
#define WCORE_VALIDATE_STRICT_H

#include "../base/cursor.h"
#include "../wasm/types.h"
#include "report.h"

struct wcore_strict {
	struct wcore_cursor cursor;
	struct wcore_report *report;
	bool failed;
	/* Numbers with more bytes than their value needs, and where the first stands. */
	uint64_t long_count, long_offset;
};

uint8_t wcore_strict_u8(struct wcore_strict *strict);
uint32_t wcore_strict_u32(struct wcore_strict *strict);
/* wasm/utf8 where it is none; the reading goes on behind it. */
struct wcore_string wcore_strict_name(struct wcore_strict *strict);
/* As wcore_cursor_count(). */
uint32_t wcore_strict_count(struct wcore_strict *strict, uint32_t min_size, const char *what);
void wcore_strict_skip(struct wcore_strict *strict, uint64_t size);
void wcore_strict_skip_contents(struct wcore_strict *strict, const struct wcore_file *file, uint64_t size);
struct wcore_valtype wcore_strict_valtype(struct wcore_strict *strict);
struct wcore_valtype wcore_strict_heaptype(struct wcore_strict *strict);
struct wcore_limits wcore_strict_limits(struct wcore_strict *strict, bool is_memory);

/* Ends the reading with a finding at offset. */
void wcore_strict_fail(struct wcore_strict *strict, const char *rule, uint64_t offset,
		       const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* The same with what a cursor said, which is destroyed; NULL does nothing. */
void wcore_strict_fail_error(struct wcore_strict *strict, const char *rule,
			     struct wcore_error *error);

bool wcore_is_utf8(struct wcore_string text);
/* How many bytes of LEB128 an unsigned value needs. */
unsigned wcore_leb_size(uint64_t value);

#endif
