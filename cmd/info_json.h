/* Between the files that write wcore-info's JSON; commands use info.h. */
#ifndef WCORE_CMD_INFO_JSON_H
#define WCORE_CMD_INFO_JSON_H

#include "../libcore/base/json.h"
#include "info.h"

/* The key "modules". */
void info_json_modules(struct wcore_json *json, const struct info *info);
/* The keys "instances", "memories", "captured", "globals", "tables". */
void info_json_state(struct wcore_json *json, const struct info *info);

/* A key with its value; absent strings are null. */
void info_json_number_key(struct wcore_json *json, const char *key, uint64_t value);
void info_json_text_key(struct wcore_json *json, const char *key, const char *value);
void info_json_string_key(struct wcore_json *json, const char *key, struct wcore_string value);
void info_json_bool_key(struct wcore_json *json, const char *key, bool value);

#endif
