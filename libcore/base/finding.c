#include "finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"

void wcore_findings_init(struct wcore_findings *findings)
{
	*findings = (struct wcore_findings){ 0 };
}

void wcore_findings_deinit(struct wcore_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		free(findings->items[i].text);
	free(findings->items);
	*findings = (struct wcore_findings){ 0 };
}

static bool is_known(const struct wcore_findings *findings, const struct wcore_finding *finding)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct wcore_finding *other = &findings->items[i];

		if (other->offset == finding->offset && other->has_offset == finding->has_offset &&
		    strcmp(other->rule, finding->rule) == 0 &&
		    strcmp(other->text, finding->text) == 0)
			return true;
	}
	return false;
}

/* Takes finding->text. */
static void add(struct wcore_findings *findings, struct wcore_finding finding)
{
	if (!finding.text)
		return;
	if (findings->count >= WCORE_FINDINGS_MAX) {
		findings->dropped++;
		goto drop;
	}
	if (is_known(findings, &finding))
		goto drop;
	if (findings->count == findings->capacity) {
		size_t capacity = findings->capacity ? findings->capacity * 2 : 8;
		struct wcore_finding *items = wcore_realloc(findings->items, capacity * sizeof(*items));

		if (!items)
			goto drop;
		findings->items = items;
		findings->capacity = capacity;
	}
	findings->items[findings->count++] = finding;
	return;
drop:
	free(finding.text);
}

static char *format_text(const char *format, va_list args)
	__attribute__((format(printf, 1, 0)));

static char *format_text(const char *format, va_list args)
{
	char *text;

	return wcore_vasprintf(&text, format, args) < 0 ? NULL : text;
}

void wcore_findings_add(struct wcore_findings *findings, const char *rule,
			enum wcore_severity severity, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(findings, (struct wcore_finding){ .rule = rule, .severity = severity,
					      .text = format_text(format, args) });
	va_end(args);
}

void wcore_findings_add_at(struct wcore_findings *findings, const char *rule,
			   enum wcore_severity severity, uint64_t offset, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(findings, (struct wcore_finding){ .rule = rule, .severity = severity,
					      .has_offset = true, .offset = offset,
					      .text = format_text(format, args) });
	va_end(args);
}

void wcore_findings_take_error(struct wcore_findings *findings, const char *rule,
			       enum wcore_severity severity, struct wcore_error *error)
{
	char *text = NULL;

	if (!error)
		return;
	if (error->where) {
		if (wcore_asprintf(&text, "%s: %s", error->where, error->message) < 0)
			text = NULL;
	} else {
		text = wcore_strdup(error->message);
	}
	add(findings, (struct wcore_finding){ .rule = rule, .severity = severity,
					      .has_offset = error->has_offset,
					      .offset = error->offset, .text = text });
	wcore_error_destroy(error);
}

const char *wcore_severity_name(enum wcore_severity severity)
{
	switch (severity) {
	case WCORE_SEVERITY_NOTE:
		return "note";
	case WCORE_SEVERITY_WARNING:
		return "warning";
	case WCORE_SEVERITY_ERROR:
		return "error";
	}
	return "error";
}
