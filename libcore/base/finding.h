/*
 * Findings: what is odd about an input but does not stop its reading.  Each has
 * the stable id of a rule ("core/dialect"), a severity, and the offset.
 */
#ifndef WCORE_BASE_FINDING_H
#define WCORE_BASE_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

enum wcore_severity {
	WCORE_SEVERITY_NOTE,	/* a known producer's habit */
	WCORE_SEVERITY_WARNING,	/* something that was asked for cannot be trusted or shown */
	WCORE_SEVERITY_ERROR,	/* the input breaks its specification */
};

struct wcore_finding {
	const char *rule;	/* static */
	enum wcore_severity severity;
	bool has_offset;
	uint64_t offset;
	char *text;		/* without path and offset */
};

/* At most WCORE_FINDINGS_MAX are kept; the rest is counted. */
#define WCORE_FINDINGS_MAX 1000

struct wcore_findings {
	struct wcore_finding *items;
	size_t count;
	size_t capacity;
	uint64_t dropped;
};

void wcore_findings_init(struct wcore_findings *findings);
void wcore_findings_deinit(struct wcore_findings *findings);
/*
 * rule must be static.  A finding equal to one that is there (rule, offset and
 * text) is not added again.  Out of memory drops it: a finding is never worth
 * an error.
 */
void wcore_findings_add(struct wcore_findings *findings, const char *rule,
			enum wcore_severity severity, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void wcore_findings_add_at(struct wcore_findings *findings, const char *rule,
			   enum wcore_severity severity, uint64_t offset, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* Turns an error into a finding of its offset and text, and destroys it. */
void wcore_findings_take_error(struct wcore_findings *findings, const char *rule,
			       enum wcore_severity severity, struct wcore_error *error);
const char *wcore_severity_name(enum wcore_severity severity);

#endif
