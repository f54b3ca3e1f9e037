/*
 * Reads JSON (RFC 8259) in place, front to back: a source map of many megabytes
 * takes no memory.  Numbers and names are not interpreted until asked for.
 */
#ifndef WCORE_DEBUG_JSON_SCAN_H
#define WCORE_DEBUG_JSON_SCAN_H

#include "../base/arena.h"
#include "../base/file.h"

#define WCORE_JSON_SCAN_DEPTH 512

struct wcore_json_scan {
	const struct wcore_file *file;
	size_t pos;
};

/* The bytes between a string's quotes, escapes as they stand. */
struct wcore_json_span {
	size_t start, end;
};

/* At the first value; a byte order mark and the line ")]}'" are read over. */
void wcore_json_scan_init(struct wcore_json_scan *scan, const struct wcore_file *file);
/* FORMAT at the scan's position. */
struct wcore_error *wcore_json_scan_error(const struct wcore_json_scan *scan, const char *message);
/* The first byte of the next value, behind white space; 0 at the end. */
char wcore_json_scan_peek(struct wcore_json_scan *scan);
/* Reads over one value, whatever it holds. */
struct wcore_error *wcore_json_scan_skip(struct wcore_json_scan *scan);
struct wcore_error *wcore_json_scan_string(struct wcore_json_scan *scan,
					   struct wcore_json_span *ret);
/* A number without sign, fraction and exponent below 2^53. */
struct wcore_error *wcore_json_scan_number(struct wcore_json_scan *scan, uint64_t *ret);

/*
 * An array or object: enter() reads the bracket; each next() moves to an item
 * (of an object: to the value behind *ret_key) or reads the closing bracket and
 * sets *ret_more to false.
 */
struct wcore_json_items {
	bool is_object, is_started;
};
struct wcore_error *wcore_json_scan_enter(struct wcore_json_scan *scan, char open,
					  struct wcore_json_items *ret);
struct wcore_error *wcore_json_scan_next(struct wcore_json_scan *scan,
					 struct wcore_json_items *items,
					 struct wcore_json_span *ret_key, bool *ret_more);

/* The code point at *pos < end of a string, which moves behind it; a byte above 0x7f is itself. */
uint32_t wcore_json_char(const struct wcore_file *file, size_t *pos, size_t end);
/* The string as UTF-8 in arena; absent on no memory. */
struct wcore_string wcore_json_decode(const struct wcore_file *file, struct wcore_json_span span,
				      struct wcore_arena *arena);
bool wcore_json_span_is(const struct wcore_file *file, struct wcore_json_span span,
			const char *text);

#endif
