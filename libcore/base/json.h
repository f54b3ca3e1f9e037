/*
 * Writes JSON (RFC 8259) as it comes, on one line.  Commas and colons are the
 * writer's business; nesting deeper than WCORE_JSON_DEPTH is a programming error.
 */
#ifndef WCORE_BASE_JSON_H
#define WCORE_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "string.h"

#define WCORE_JSON_DEPTH 64

struct wcore_json {
	FILE *out;
	unsigned depth;
	bool has_item[WCORE_JSON_DEPTH];
	bool is_array[WCORE_JSON_DEPTH];
	bool after_key;
};

void wcore_json_init(struct wcore_json *json, FILE *out);
void wcore_json_begin_object(struct wcore_json *json);
void wcore_json_end_object(struct wcore_json *json);
void wcore_json_begin_array(struct wcore_json *json);
void wcore_json_end_array(struct wcore_json *json);
/* Closes whatever is open: after an error the output is still valid JSON. */
void wcore_json_close(struct wcore_json *json);

void wcore_json_key(struct wcore_json *json, const char *key);
/* Each invalid UTF-8 byte becomes U+FFFD; the absent string becomes null. */
void wcore_json_string(struct wcore_json *json, struct wcore_string value);
void wcore_json_text(struct wcore_json *json, const char *value);
/* A string in parts, for text that is too long to be held: each part ends with a whole character. */
void wcore_json_begin_string(struct wcore_json *json);
void wcore_json_add_string(struct wcore_json *json, struct wcore_string part);
void wcore_json_end_string(struct wcore_json *json);
/* Numbers that stay below 2^53 whatever the input: counts, indices, offsets in files. */
void wcore_json_number(struct wcore_json *json, uint64_t value);
/* Numbers that may pass 2^53 (memory addresses, i64 values): a decimal string. */
void wcore_json_wide(struct wcore_json *json, uint64_t value);
void wcore_json_wide_signed(struct wcore_json *json, int64_t value);
void wcore_json_signed(struct wcore_json *json, int32_t value);
/* A number where it is below 2^53 in magnitude, a decimal string elsewhere. */
void wcore_json_integer(struct wcore_json *json, int64_t value);
/* The shortest form that reads back the same; "NaN" and infinities become strings. */
void wcore_json_double(struct wcore_json *json, double value);
void wcore_json_bool(struct wcore_json *json, bool value);
void wcore_json_null(struct wcore_json *json);

#endif
