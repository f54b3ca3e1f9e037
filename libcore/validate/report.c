#include "report.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"

void wcore_report_init(struct wcore_report *report, struct wcore_findings *findings)
{
	*report = (struct wcore_report){ .findings = findings };
}

/* Ids are literals: the same one comes from the same place. */
static const char **full_slot(struct wcore_report *report, const char *id)
{
	return &report->full[(uintptr_t)id / 4 % WCORE_REPORT_RULES];
}

bool wcore_report_is_full(struct wcore_report *report, const char *id)
{
	if (*full_slot(report, id) != id)
		return false;
	report->findings->dropped++;
	return true;
}

/* The rule, unless there are enough findings of it. */
static const struct wcore_rule *admit(struct wcore_report *report, const char *id)
{
	const struct wcore_rule *rule;
	size_t count;

	if (wcore_report_is_full(report, id) || !(rule = wcore_rule_find(id)))
		return NULL;
	size_t place = (size_t)(rule - wcore_rules(&count));
	if (report->seen[place] < WCORE_REPORT_MAX) {
		report->seen[place]++;
		return rule;
	}
	*full_slot(report, id) = id;
	report->findings->dropped++;
	return NULL;
}

__attribute__((format(printf, 6, 0)))
static void add(struct wcore_report *report, const struct wcore_rule *rule,
		enum wcore_severity severity, bool has_offset, uint64_t offset,
		const char *format, va_list args)
{
	char *text = NULL;

	if (wcore_vasprintf(&text, format, args) < 0)
		return;
	if (has_offset)
		wcore_findings_add_at(report->findings, rule->id, severity, offset, "%s", text);
	else
		wcore_findings_add(report->findings, rule->id, severity, "%s", text);
	free(text);
}

void wcore_report_add(struct wcore_report *report, const char *id, const char *format, ...)
{
	const struct wcore_rule *rule = admit(report, id);
	va_list args;

	if (!rule)
		return;
	va_start(args, format);
	add(report, rule, rule->severity, false, 0, format, args);
	va_end(args);
}

void wcore_report_at(struct wcore_report *report, const char *id, uint64_t offset,
		     const char *format, ...)
{
	const struct wcore_rule *rule = admit(report, id);
	va_list args;

	if (!rule)
		return;
	va_start(args, format);
	add(report, rule, rule->severity, true, offset, format, args);
	va_end(args);
}

void wcore_report_as(struct wcore_report *report, const char *id, enum wcore_severity severity,
		     uint64_t offset, const char *format, ...)
{
	const struct wcore_rule *rule = admit(report, id);
	va_list args;

	if (!rule)
		return;
	va_start(args, format);
	add(report, rule, severity, true, offset, format, args);
	va_end(args);
}

void wcore_report_error(struct wcore_report *report, const char *id, struct wcore_error *error)
{
	const struct wcore_rule *rule = error ? admit(report, id) : NULL;

	if (rule)
		wcore_findings_take_error(report->findings, rule->id, rule->severity, error);
	else
		wcore_error_destroy(error);
}
