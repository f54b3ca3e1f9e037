/* Members of JSON objects: a key with its value. */
#ifndef WCORE_CMD_JSON_KEY_H
#define WCORE_CMD_JSON_KEY_H

#include "../libcore/base/json.h"

/* NULL and the absent string become null. */
void json_key_text(struct wcore_json *json, const char *key, const char *value);
void json_key_string(struct wcore_json *json, const char *key, struct wcore_string value);
void json_key_bool(struct wcore_json *json, const char *key, bool value);
/* Below 2^53, as wcore_json_number(); a decimal string, as wcore_json_wide(). */
void json_key_number(struct wcore_json *json, const char *key, uint64_t value);
void json_key_wide(struct wcore_json *json, const char *key, uint64_t value);
/* The same, null unless is_known. */
void json_key_known_number(struct wcore_json *json, const char *key, bool is_known, uint64_t value);
void json_key_known_wide(struct wcore_json *json, const char *key, bool is_known, uint64_t value);

#endif
