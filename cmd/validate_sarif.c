/*
 * wcore-validate's results as one SARIF 2.1.0 log (OASIS, Static Analysis Results Interchange
 * Format).  Findings lie at byte offsets of binary files: regions have byteOffset (3.30.11).
 * GitHub's code scanning wants a line and a help text in addition: the line is always the first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"

#include "validate.h"

static void text_key(struct wcore_json *json, const char *key, const char *value)
{
	wcore_json_key(json, key);
	wcore_json_text(json, value);
}

static void message(struct wcore_json *json, const char *key, const char *text)
{
	wcore_json_key(json, key);
	wcore_json_begin_object(json);
	text_key(json, "text", text);
	wcore_json_end_object(json);
}

static void rule(struct wcore_json *json, const struct wcore_rule *rule)
{
	wcore_json_begin_object(json);
	text_key(json, "id", rule->id);
	message(json, "shortDescription", rule->sentence);
	message(json, "fullDescription", rule->text);
	message(json, "help", rule->text);
	wcore_json_key(json, "defaultConfiguration");
	wcore_json_begin_object(json);
	text_key(json, "level", wcore_severity_name(rule->severity));
	wcore_json_end_object(json);
	wcore_json_key(json, "properties");
	wcore_json_begin_object(json);
	wcore_json_key(json, "tags");
	wcore_json_begin_array(json);
	wcore_json_text(json, wcore_level_name(rule->level));
	wcore_json_end_array(json);
	wcore_json_end_object(json);
	wcore_json_end_object(json);
}

void validate_sarif_begin(struct wcore_json *json)
{
	const struct wcore_rule *rules;
	size_t count;

	rules = wcore_rules(&count);
	wcore_json_init(json, stdout);
	wcore_json_begin_object(json);
	text_key(json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	text_key(json, "version", "2.1.0");
	wcore_json_key(json, "runs");
	wcore_json_begin_array(json);
	wcore_json_begin_object(json);
	wcore_json_key(json, "tool");
	wcore_json_begin_object(json);
	wcore_json_key(json, "driver");
	wcore_json_begin_object(json);
	text_key(json, "name", "wcore-validate");
	text_key(json, "version", WCORE_VERSION);
	wcore_json_key(json, "rules");
	wcore_json_begin_array(json);
	for (size_t i = 0; i < count; i++)
		rule(json, &rules[i]);
	wcore_json_end_array(json);
	wcore_json_end_object(json);
	wcore_json_end_object(json);
	text_key(json, "columnKind", "utf16CodeUnits");
	wcore_json_key(json, "results");
	wcore_json_begin_array(json);
}

/* A path as a URI reference (RFC 3986): what may not stand in one is escaped. */
static void uri_key(struct wcore_json *json, const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
	char *uri = NULL;
	size_t size = 0;
	FILE *out = wcore_memstream_open(&uri, &size);

	if (!out) {
		text_key(json, "uri", "");
		return;
	}
	if (path[0] == '/')
		fputs("file://", out);
	for (const char *p = path; *p; p++)
		if (strchr(plain, *p))
			fputc(*p, out);
		else
			fprintf(out, "%%%02X", (unsigned char)*p);
	wcore_memstream_close(out);
	text_key(json, "uri", uri ? uri : "");
	free(uri);
}

static void location(struct wcore_json *json, const char *path, bool has_offset, uint64_t offset)
{
	wcore_json_key(json, "locations");
	wcore_json_begin_array(json);
	wcore_json_begin_object(json);
	wcore_json_key(json, "physicalLocation");
	wcore_json_begin_object(json);
	wcore_json_key(json, "artifactLocation");
	wcore_json_begin_object(json);
	uri_key(json, path);
	wcore_json_end_object(json);
	wcore_json_key(json, "region");
	wcore_json_begin_object(json);
	wcore_json_key(json, "startLine");
	wcore_json_number(json, 1);
	if (has_offset) {
		wcore_json_key(json, "byteOffset");
		wcore_json_number(json, offset);
		wcore_json_key(json, "byteLength");
		wcore_json_number(json, 1);
	}
	wcore_json_end_object(json);
	wcore_json_end_object(json);
	wcore_json_end_object(json);
	wcore_json_end_array(json);
}

static void finding(struct wcore_json *json, const struct validate_result *result,
		    const struct wcore_validation_finding *found)
{
	size_t count;

	wcore_json_begin_object(json);
	text_key(json, "ruleId", found->rule->id);
	wcore_json_key(json, "ruleIndex");
	wcore_json_number(json, (uint64_t)(found->rule - wcore_rules(&count)));
	text_key(json, "level", wcore_severity_name(found->severity));
	message(json, "message", found->text);
	location(json, found->path ? found->path : result->path, found->has_offset, found->offset);
	wcore_json_end_object(json);
}

void validate_sarif(struct wcore_json *json, const struct validate_result *result)
{
	for (size_t i = 0; i < result->validation.count; i++)
		finding(json, result, &result->validation.findings[i]);
}

void validate_sarif_end(struct wcore_json *json, bool is_complete)
{
	wcore_json_end_array(json);
	wcore_json_key(json, "invocations");
	wcore_json_begin_array(json);
	wcore_json_begin_object(json);
	wcore_json_key(json, "executionSuccessful");
	wcore_json_bool(json, is_complete);
	wcore_json_end_object(json);
	wcore_json_end_array(json);
	wcore_json_close(json);
	putchar('\n');
}
