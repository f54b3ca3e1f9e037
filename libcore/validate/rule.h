/*
 * The rules that findings go by: each finding of libcore names one of them.  An
 * id is stable; what a rule means, how bad it is and why is said here once, for
 * --explain, for lists and for the manual page.
 */
#ifndef WCORE_VALIDATE_RULE_H
#define WCORE_VALIDATE_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/finding.h"

/* What is looked at; each level takes in the ones before it. */
enum wcore_level {
	WCORE_LEVEL_CONTAINER,	/* the Wasm binary format */
	WCORE_LEVEL_CORE,	/* the core sections, by themselves and with each other */
	WCORE_LEVEL_MEMORY,	/* memories and data segments */
	WCORE_LEVEL_MODULE,	/* the dump against the modules that it was taken of */
	WCORE_LEVEL_DEBUG,	/* the modules' debug information */
	WCORE_LEVEL_PLAUSIBILITY,	/* what all of it says together */
	WCORE_LEVELS,
};

struct wcore_rule {
	const char *id;		/* "core/frame-offset" */
	enum wcore_level level;
	/* The usual one; where a finding is milder than its rule, the text of the rule says so. */
	enum wcore_severity severity;
	const char *sentence;	/* what is wrong, in one line, without a full stop */
	const char *text;	/* a paragraph: why it matters, where it comes from, what to do */
};

/* All rules, by level. */
const struct wcore_rule *wcore_rules(size_t *ret_count);
/* NULL when there is none of that id. */
const struct wcore_rule *wcore_rule_find(const char *id);

/* "container", "core", ...; static. */
const char *wcore_level_name(enum wcore_level level);
/* False when no level has that name. */
bool wcore_level_find(const char *name, enum wcore_level *ret);

#endif
