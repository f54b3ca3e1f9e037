/* Values in a backtrace as text: declared in bt_text.h. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "../libcore/base/text.h"
#include "bt_text.h"

/* The bit of bt_text.marks behind those of the origins. */
#define SPECULATIVE 31u

/* What stands in the dump's memory is what a debugger shows anyway: it has no mark. */
static const char *mark_of(const struct bt_value *value)
{
	if (value->is_speculative)
		return "?";
	switch (value->origin) {
	case WCORE_ORIGIN_RECORDED:
		return "*";
	case WCORE_ORIGIN_RECONSTRUCTED:
		return "~";
	case WCORE_ORIGIN_CONSTANT:
		return "#";
	case WCORE_ORIGIN_MEMORY: case WCORE_ORIGIN_UNAVAILABLE:
		break;
	}
	return "";
}

static void print_mark(struct bt_text *text, const struct bt_value *value)
{
	const char *mark = mark_of(value);

	if (!*mark)
		return;
	text->marks |= 1u << (value->is_speculative ? SPECULATIVE : (unsigned)value->origin);
	printf("%s%s%s", wcore_cli_style(text->cli, WCORE_STYLE_DIM), mark,
	       wcore_cli_style(text->cli, WCORE_STYLE_END));
}

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

static bool is_known(const struct bt_value *value)
{
	return value->view->kind != WCORE_VIEW_UNAVAILABLE;
}

/* Without debug information, parameters of which nothing is known say nothing. */
static bool has_arguments(const struct bt_value_list *values)
{
	for (size_t i = 0; i < values->count; i++)
		if (values->items[i].role == BT_VALUE_PARAM &&
		    (!values->items[i].is_wasm || is_known(&values->items[i])))
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
		if (value->is_wasm && !is_known(value))
			putchar('?');
		else
			print_short(value->view, value->is_wasm);
		print_mark(text, value);
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

void bt_text_values(struct bt_text *text, const struct bt_value_list *values,
		    enum bt_text_which which)
{
	for (size_t i = 0; i < values->count; i++) {
		const struct bt_value *value = &values->items[i];

		if (value->is_wasm && (which == BT_TEXT_VARIABLES ||
				       (which == BT_TEXT_KNOWN && !is_known(value))))
			continue;
		fputs("    ", stdout);
		print_name(value);
		if (value->type) {
			fputs(": ", stdout);
			wcore_text_write(stdout, wcore_string_from(value->type));
		}
		fputs(" = ", stdout);
		wcore_view_text(value->view, stdout);
		if (*mark_of(value))
			putchar(' ');
		print_mark(text, value);
		if (value->is_shadowed)
			fputs(" (shadowed)", stdout);
		putchar('\n');
	}
}

void bt_text_legend(struct bt_text *text)
{
	static const struct {
		unsigned bit;
		const char *text;
	} legend[] = {
		{ WCORE_ORIGIN_RECORDED, "* recorded by the producer" },
		{ WCORE_ORIGIN_RECONSTRUCTED, "~ reconstructed from the code" },
		{ WCORE_ORIGIN_CONSTANT, "# constant" },
		{ SPECULATIVE, "? not proved" },
	};
	const char *separator = "(";

	if (!text->marks)
		return;
	fputs(wcore_cli_style(text->cli, WCORE_STYLE_DIM), stdout);
	for (size_t i = 0; i < sizeof(legend) / sizeof(legend[0]); i++) {
		if (!(text->marks & 1u << legend[i].bit))
			continue;
		printf("%s%s", separator, legend[i].text);
		separator = "; ";
	}
	printf(")%s\n", wcore_cli_style(text->cli, WCORE_STYLE_END));
	text->marks = 0;
}
