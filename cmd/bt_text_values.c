/* Values in a backtrace as text: declared in bt_text.h. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "../libcore/base/text.h"
#include "bt_text.h"

/* What has parts, and more than the kind of reason why there is no value, is left to --full. */
static void print_short(const struct wcore_view *view, bool is_wasm)
{
	struct wcore_view top = *view;
	const char *colon, *space;

	switch (view->kind) {
	case WCORE_VIEW_LIST: case WCORE_VIEW_MAP: case WCORE_VIEW_RECORD:
		if (view->children || view->left_out > 0) {
			fputs(view->kind == WCORE_VIEW_LIST && view->style != WCORE_VIEW_C ? "[...]" : "{...}",
			      stdout);
			return;
		}
		break;
	case WCORE_VIEW_WRAPPER:
		wcore_text_write(stdout, view->prefix);
		putchar('(');
		if (view->children)
			print_short(view->children, is_wasm);
		putchar(')');
		return;
	case WCORE_VIEW_POINTER:
		top.children = NULL;
		break;
	case WCORE_VIEW_UNAVAILABLE:
		colon = top.text.size ? memchr(top.text.data, ':', top.text.size) : NULL;
		top.text.size = colon ? (size_t)(colon - top.text.data) : top.text.size;
		break;
	case WCORE_VIEW_NUMBER: case WCORE_VIEW_FLOAT:
		/* A Wasm value has its bits behind it. */
		space = is_wasm && top.text.size ? memchr(top.text.data, ' ', top.text.size) : NULL;
		if (space && space[1] == '(')
			top.text.size = (size_t)(space - top.text.data);
		break;
	default:
		break;
	}
	wcore_view_text(&top, stdout);
}

/* Without debug information, parameters of which nothing is known say nothing. */
static bool has_arguments(const struct bt_value_list *values)
{
	for (size_t i = 0; i < values->count; i++)
		if (values->items[i].role == BT_VALUE_PARAM &&
		    (!values->items[i].is_wasm || value_is_known(&values->items[i].shown)))
			return true;
	return false;
}

void bt_text_arguments(struct bt_text *text, const struct bt_frame *frame)
{
	const struct bt_value_list *values = &frame->values;
	const char *separator = "";

	if (!has_arguments(values))
		return;
	fputs(" (", stdout);
	for (size_t i = 0; i < values->count; i++) {
		const struct bt_value *value = &values->items[i];

		if (value->role != BT_VALUE_PARAM)
			continue;
		fputs(separator, stdout);
		separator = ", ";
		if (value->name.size > 0) {
			wcore_text_write(stdout, value->name);
			putchar('=');
		}
		if (value->is_wasm && !value_is_known(&value->shown))
			putchar('?');
		else
			print_short(value->shown.view, value->is_wasm);
		value_print_mark(text->cli, &text->marks, &value->shown);
	}
	putchar(')');
}

static void print_name(const struct bt_value *value)
{
	if (value->is_wasm)
		printf("%s[%" PRIu32 "]", value->role == BT_VALUE_OPERAND ? "operand" : "local",
		       value->index);
	if (value->name.size > 0) {
		if (value->is_wasm)
			putchar(' ');
		wcore_text_write(stdout, value->name);
	} else if (!value->is_wasm) {
		fputs("<unnamed>", stdout);
	}
}

void bt_text_value(struct bt_text *text, const struct bt_value *value)
{
	print_name(value);
	if (value->type) {
		fputs(": ", stdout);
		wcore_text_write(stdout, wcore_string_from(value->type));
	}
	fputs(" = ", stdout);
	wcore_view_text(value->shown.view, stdout);
	if (*value_mark(&value->shown))
		putchar(' ');
	value_print_mark(text->cli, &text->marks, &value->shown);
	if (value->is_shadowed)
		fputs(" (shadowed)", stdout);
	putchar('\n');
}

void bt_text_values(struct bt_text *text, const struct bt_value_list *values,
		    enum bt_text_which which)
{
	for (size_t i = 0; i < values->count; i++) {
		const struct bt_value *value = &values->items[i];

		if (value->is_wasm && (which == BT_TEXT_VARIABLES ||
				       (which == BT_TEXT_KNOWN && !value_is_known(&value->shown))))
			continue;
		fputs("    ", stdout);
		bt_text_value(text, value);
	}
}
