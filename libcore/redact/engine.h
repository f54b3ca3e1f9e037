/*
 * Finds secrets in a run of bytes: by rules and by known values, in text, UTF-16LE and base64.  One pass looks for the
 * words of all rules at once, one for places by classes of bytes; patterns are tried only there.
 */
#ifndef WCORE_REDACT_ENGINE_H
#define WCORE_REDACT_ENGINE_H

#include "../scan/finder.h"
#include "classes.h"
#include "rule.h"

enum wcore_secret_form {
	WCORE_FORM_TEXT,
	WCORE_FORM_UTF16,
	WCORE_FORM_BASE64,	/* also of UTF-16 text, and in it */
	WCORE_FORM_HEX,		/* of known values */
	WCORE_FORM_BINARY,	/* of variables */
	WCORE_FORM_COUNT,
};
/* "text", "utf-16", "base64", "hex", "binary"; static. */
const char *wcore_secret_form_name(enum wcore_secret_form form);

/* A value that is secret whatever it looks like. */
struct wcore_known_value {
	struct wcore_string name;	/* what reports call it: the variable's name */
	struct wcore_string value;
};
/* Shorter ones are refused: they would be found all over. */
#define WCORE_KNOWN_LEAST 4
/* Longer ones are refused. */
#define WCORE_KNOWN_MAX 2048

struct wcore_engine;

/*
 * rules, the values, and what they point to are borrowed.  Errors: NOMEM, USAGE (a value that is too
 * short or too long).
 */
struct wcore_error *wcore_engine_create(const struct wcore_redact_rules *rules,
					const struct wcore_known_value *values, size_t value_count,
					enum wcore_simd simd, struct wcore_engine **ret);
void wcore_engine_destroy(struct wcore_engine *engine);

struct wcore_secret {
	size_t at, size;		/* in the bytes that are searched */
	uint32_t rule;			/* its number; of known values the count of rules and the value's number */
	enum wcore_secret_form form;
	struct wcore_string text;	/* what it says in plain; valid during the call */
};

/* What one thread needs. */
struct wcore_engine_work;
struct wcore_error *wcore_engine_work_create(const struct wcore_engine *engine, struct wcore_engine_work **ret);
void wcore_engine_work_destroy(struct wcore_engine_work *work);

/* A match with what stands around it has at most so many bytes on either side of a place. */
#define WCORE_ENGINE_BEHIND (2 * (WCORE_RULE_REACH_MAX + WCORE_REGEX_BEHIND))
#define WCORE_ENGINE_AHEAD (2 * WCORE_REGEX_MAX)

/*
 * All secrets that are found at places in [from, to) of data, in no order; they may overlap, and begin
 * before from.  Errors: NOMEM, LIMIT (a pattern that backtracks too long).
 */
struct wcore_error *wcore_engine_run(const struct wcore_engine *engine, struct wcore_engine_work *work,
				     const uint8_t *data, size_t size, size_t from, size_t to,
				     void (*found)(void *context, const struct wcore_secret *secret), void *context);

#endif
