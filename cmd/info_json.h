/* Between the files that write wcore-info's JSON; commands use info.h. */
#ifndef WCORE_CMD_INFO_JSON_H
#define WCORE_CMD_INFO_JSON_H

#include "../libcore/base/json.h"
#include "info.h"

/* The key "modules". */
void info_json_modules(struct wcore_json *json, const struct info *info);
/* The keys "instances", "memories", "captured", "globals", "tables". */
void info_json_state(struct wcore_json *json, const struct info *info);

#endif
