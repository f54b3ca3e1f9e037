/* A backtrace as text, one frame a line. */
#ifndef WCORE_CMD_BT_TEXT_H
#define WCORE_CMD_BT_TEXT_H

#include "bt.h"

struct bt_text {
	struct wcore_cli *cli;
	bool has_output;	/* a dump was printed before */
	unsigned marks;		/* that were printed since the last legend: value.h */
};

void bt_text_init(struct bt_text *text, struct wcore_cli *cli, struct bt_sink *ret);
/* Prints the crash's signature and nothing else. */
void bt_signature_init(struct bt_text *text, struct wcore_cli *cli, struct bt_sink *ret);

/* The source lines of a frame, indented, its column marked; nothing when they are not found. */
void bt_text_source(const struct bt_dump *dump, const struct bt_frame *frame);

/* " (n=3, p=0x0)": the arguments of a line, shortened. */
void bt_text_arguments(struct bt_text *text, const struct bt_frame *frame);
/* Which values bt_text_values() prints: all, without Wasm values that are not known, without any. */
enum bt_text_which { BT_TEXT_ALL, BT_TEXT_KNOWN, BT_TEXT_VARIABLES };

/* A line for each value, indented. */
void bt_text_values(struct bt_text *text, const struct bt_value_list *values,
		    enum bt_text_which which);
/* One of those lines, not indented: "name: type = value". */
void bt_text_value(struct bt_text *text, const struct bt_value *value);

#endif
