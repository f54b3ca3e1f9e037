#include "json_key.h"

void json_key_text(struct wcore_json *json, const char *key, const char *value)
{
	wcore_json_key(json, key);
	wcore_json_text(json, value);
}

void json_key_string(struct wcore_json *json, const char *key, struct wcore_string value)
{
	wcore_json_key(json, key);
	wcore_json_string(json, value);
}

void json_key_bool(struct wcore_json *json, const char *key, bool value)
{
	wcore_json_key(json, key);
	wcore_json_bool(json, value);
}

void json_key_number(struct wcore_json *json, const char *key, uint64_t value)
{
	wcore_json_key(json, key);
	wcore_json_number(json, value);
}

void json_key_wide(struct wcore_json *json, const char *key, uint64_t value)
{
	wcore_json_key(json, key);
	wcore_json_wide(json, value);
}

void json_key_known_number(struct wcore_json *json, const char *key, bool is_known, uint64_t value)
{
	wcore_json_key(json, key);
	if (is_known)
		wcore_json_number(json, value);
	else
		wcore_json_null(json);
}

void json_key_known_wide(struct wcore_json *json, const char *key, bool is_known, uint64_t value)
{
	wcore_json_key(json, key);
	if (is_known)
		wcore_json_wide(json, value);
	else
		wcore_json_null(json);
}
