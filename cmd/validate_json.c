/* wcore-validate's result of a file as JSON: docs/schema/wcore-validate-1.json, wcore-json(5). */
#include <stdio.h>

#include "validate.h"

static void text_key(struct wcore_json *json, const char *key, const char *value)
{
	wcore_json_key(json, key);
	wcore_json_text(json, value);
}

static void number_key(struct wcore_json *json, const char *key, uint64_t value)
{
	wcore_json_key(json, key);
	wcore_json_number(json, value);
}

static void json_finding(struct wcore_json *json, const struct validate_result *result,
			 const struct wcore_validation_finding *finding)
{
	wcore_json_begin_object(json);
	text_key(json, "rule", finding->rule->id);
	text_key(json, "level", wcore_level_name(finding->rule->level));
	text_key(json, "severity", wcore_severity_name(finding->severity));
	text_key(json, "file", finding->path ? finding->path : result->path);
	wcore_json_key(json, "offset");
	if (finding->has_offset)
		wcore_json_number(json, finding->offset);
	else
		wcore_json_null(json);
	text_key(json, "text", finding->text);
	wcore_json_end_object(json);
}

void validate_json(const struct validate_result *result)
{
	const struct wcore_validation *validation = &result->validation;
	struct wcore_json json;

	wcore_json_init(&json, stdout);
	wcore_json_begin_object(&json);
	text_key(&json, "schema", "wcore-validate/1");
	text_key(&json, "file", result->path);
	text_key(&json, "error", result->error_text);
	text_key(&json, "kind", validate_kind(result));
	wcore_json_key(&json, "sound");
	wcore_json_bool(&json, result->is_sound);
	text_key(&json, "level", result->error ? NULL : wcore_level_name(validation->level));
	text_key(&json, "producer", validation->producer);
	text_key(&json, "dialect", validation->dialect ? validation->dialect->name : NULL);
	number_key(&json, "errors", validation->severities[WCORE_SEVERITY_ERROR]);
	number_key(&json, "warnings", validation->severities[WCORE_SEVERITY_WARNING]);
	number_key(&json, "notes", validation->severities[WCORE_SEVERITY_NOTE]);
	wcore_json_key(&json, "findings");
	wcore_json_begin_array(&json);
	for (size_t i = 0; i < validation->count; i++)
		json_finding(&json, result, &validation->findings[i]);
	wcore_json_end_array(&json);
	number_key(&json, "findings_dropped", validation->dropped);
	wcore_json_close(&json);
	putchar('\n');
}
