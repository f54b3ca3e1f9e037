/*
 * Whether a core dump can be trusted: all findings of all levels up to one,
 * each by its rule.  A Wasm module that is no dump is looked at as a container.
 */
#ifndef WCORE_VALIDATE_VALIDATE_H
#define WCORE_VALIDATE_VALIDATE_H

#include "../debug/target.h"
#include "rule.h"

enum wcore_validation_kind { WCORE_VALIDATION_DUMP, WCORE_VALIDATION_MODULE };

struct wcore_validate_options {
	enum wcore_level level;	/* the last one that is looked at */
	enum wcore_dialect_id dialect;	/* as wcore_dump_open() */
	const struct wcore_target_options *target;	/* for levels that need modules */
	/* What is left out; by the rule's place in the table; NULL: nothing. */
	const bool *disabled;
	/* Only dumps in the specification's own dialect: core/not-spec and core/not-a-dump are warnings. */
	bool strict;
};

struct wcore_validation_finding {
	const struct wcore_rule *rule;
	enum wcore_severity severity;
	char *path;		/* of the file that it is about; NULL: the one that was validated */
	bool has_offset;
	uint64_t offset;
	char *text;
};

struct wcore_validation {
	enum wcore_validation_kind kind;
	enum wcore_level level;	/* that was reached: a module has no core sections */
	const char *producer;	/* static; NULL where it is not known */
	const struct wcore_dialect *dialect;	/* of the first thread; NULL: none */
	struct wcore_validation_finding *findings;	/* by level, then as found */
	size_t count, capacity;
	uint64_t severities[WCORE_SEVERITY_ERROR + 1];	/* how many of the listed findings have each */
	uint64_t dropped;	/* findings that are not listed: more of a rule that is */
	bool is_out_of_memory;
};

/*
 * file stays the caller's, and may be closed behind this.  Errors: KIND (no Wasm
 * binary, or a component), those of wcore_target_open(), NOMEM.  ret is to be
 * given to deinit in any case.
 */
struct wcore_error *wcore_validate(const struct wcore_file *file,
				   const struct wcore_validate_options *options,
				   struct wcore_validation *ret);
void wcore_validation_deinit(struct wcore_validation *validation);

#endif
