/* A backtrace as JSON, one object a dump: docs/schema/wcore-bt-1.json. */
#ifndef WCORE_CMD_BT_JSON_H
#define WCORE_CMD_BT_JSON_H

#include "../libcore/base/json.h"
#include "bt.h"

struct bt_json {
	struct wcore_cli *cli;
	struct wcore_json json;
	const struct bt_dump *dump;
};

void bt_json_init(struct bt_json *state, struct wcore_cli *cli, struct bt_sink *ret);

#endif
