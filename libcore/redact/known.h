/* The forms of a known value as patterns: text, UTF-16LE, hexadecimal in either case, base64 at each place of a group. */
#ifndef WCORE_REDACT_KNOWN_H
#define WCORE_REDACT_KNOWN_H

#include "engine.h"

/* Ids count from first_id, one for each pattern; forms gets one for each, WCORE_KNOWN_FORMS at most. */
#define WCORE_KNOWN_FORMS 9
struct wcore_error *wcore_known_add(const struct wcore_known_value *value, uint32_t first_id,
				    struct wcore_patterns *patterns, enum wcore_secret_form *forms, size_t *ret_count);

#endif
