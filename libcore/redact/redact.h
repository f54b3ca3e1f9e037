/*
 * Redaction of a dump or a module: from its bytes and what is asked for to the bytes that take the place of
 * secrets.  Nothing moves: every replacement has the size of what it replaces, and what it is made of is
 * no part of the format's structure.
 */
#ifndef WCORE_REDACT_REDACT_H
#define WCORE_REDACT_REDACT_H

#include "../debug/target.h"
#include "redaction.h"
#include "rule.h"

struct wcore_redact_options {
	const struct wcore_redact_rules *rules;
	const struct wcore_known_value *values;	/* value_count of them */
	size_t value_count;
	struct wcore_replacement replacement;
	bool without_memory;	/* the memory is going to be left out anyway */
	bool without_names;	/* of variables: debug information is not looked at */
};

/*
 * wasm is the file; dump and target are NULL of what is no dump, target also when there are no modules
 * to be asked.  The file is not changed.  *ret is finished, and to be given back also after an error; then nothing of it is
 * to be used.  Errors: NOMEM, USAGE (a value too short or too long), FORMAT (a segment or frame that breaks off),
 * LIMIT (a pattern that backtracks too long; too many secrets; too many segments that do not ascend).
 */
struct wcore_error *wcore_redact(const struct wcore_redact_options *options, struct wcore_module *wasm,
				 const struct wcore_dump *dump, struct wcore_target *target,
				 struct wcore_redaction *ret);

/* What reports call the rule of a hit: a rule's name, "known-value", "variable", "piece". */
struct wcore_string wcore_redact_rule_name(const struct wcore_redact_options *options,
					   const struct wcore_redact_hit *hit);

#endif
