/* A backtrace as text, one frame a line. */
#ifndef WCORE_CMD_BT_TEXT_H
#define WCORE_CMD_BT_TEXT_H

#include "bt.h"

struct bt_text {
	struct wcore_cli *cli;
	bool has_output;	/* a dump was printed before */
};

void bt_text_init(struct bt_text *text, struct wcore_cli *cli, struct bt_sink *ret);
/* Prints the crash's signature and nothing else. */
void bt_signature_init(struct bt_text *text, struct wcore_cli *cli, struct bt_sink *ret);

/* The source lines of a frame, indented, its column marked; nothing when they are not found. */
void bt_text_source(const struct bt_dump *dump, const struct bt_frame *frame);

#endif
