/* How the levels report: by rule, and not a thousand times the same. */
#ifndef WCORE_VALIDATE_REPORT_H
#define WCORE_VALIDATE_REPORT_H

#include "rule.h"

/* Findings of one rule in one file; the rest is counted as dropped. */
#define WCORE_REPORT_MAX 8
#define WCORE_REPORT_RULES 128

struct wcore_report {
	struct wcore_findings *findings;
	unsigned seen[WCORE_REPORT_RULES];	/* by the rule's place in the table */
	const char *full[WCORE_REPORT_RULES];	/* ids that were found to have enough findings */
};

void wcore_report_init(struct wcore_report *report, struct wcore_findings *findings);
/*
 * Whether there are enough findings of the rule, which is then counted: for who would format a text
 * for each of a million.
 */
bool wcore_report_is_full(struct wcore_report *report, const char *rule);
/* rule is an id of the table, which gives the severity. */
void wcore_report_add(struct wcore_report *report, const char *rule, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void wcore_report_at(struct wcore_report *report, const char *rule, uint64_t offset,
		     const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* The same of another severity than the table's. */
void wcore_report_as(struct wcore_report *report, const char *rule, enum wcore_severity severity,
		     uint64_t offset, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* What stopped the reading, which is destroyed; NULL does nothing. */
void wcore_report_error(struct wcore_report *report, const char *rule, struct wcore_error *error);

#endif
