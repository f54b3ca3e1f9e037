/* A view as one line of text, in the language's own form: declared in view.h. */
#include <inttypes.h>

#include "../base/text.h"
#include "view.h"

#define MAX_DEPTH 64

/* What stands around and between the parts of a value. */
struct notation {
	const char *list_open, *list_close;
	const char *set_open, *set_close;
	const char *map_open, *map_close, *key_open, *key_close;
	const char *record_open, *record_close, *field, *assign;
	const char *tuple_open, *tuple_close;
	const char *separator, *between;	/* between: a prefix and the record that follows it */
};

static const struct notation notations[] = {
	[WCORE_VIEW_C] = { "{", "}", "{", "}", "{", "}", "[", "] = ", "{", "}", "", " = ", "{", "}",
			   ", ", " " },
	[WCORE_VIEW_RUST] = { "[", "]", "{", "}", "{", "}", "", ": ", "{ ", " }", "", ": ", "(",
			      ")", ", ", " " },
	[WCORE_VIEW_ZIG] = { "{ ", " }", "{ ", " }", "{ ", " }", "", ": ", ".{ ", " }", ".", " = ",
			     ".{ ", " }", ", ", "" },
	[WCORE_VIEW_GO] = { "[", "]", "[", "]", "map[", "]", "", ":", "{", "}", "", ":", "{", "}",
			    " ", "" },
};

static const struct notation *notation_of(const struct wcore_view *view)
{
	return &notations[view->style <= WCORE_VIEW_GO ? view->style : WCORE_VIEW_C];
}

/*
 * Contents of a literal: quotes, backslashes and the usual controls escaped, all else as text.h; Rust has
 * an escape for every control.
 */
static void write_escaped(FILE *out, struct wcore_string text, char quote, bool is_rust)
{
	size_t start = 0;

	for (size_t i = 0; i < text.size; i++) {
		char c = text.data[i];
		const char *escape = NULL;
		char code[16];

		switch (c) {
		case '\n': escape = "\\n"; break;
		case '\r': escape = "\\r"; break;
		case '\t': escape = "\\t"; break;
		case '\\': escape = "\\\\"; break;
		default: break;
		}
		if (is_rust && !escape && ((unsigned char)c < 0x20 || c == 0x7f)) {
			snprintf(code, sizeof(code), c ? "\\u{%x}" : "\\0", (unsigned)c);
			escape = code;
		}
		if (!escape && c != quote)
			continue;
		if (i > start)
			wcore_text_write(out, (struct wcore_string){ text.data + start, i - start });
		if (escape)
			fputs(escape, out);
		else
			fprintf(out, "\\%c", quote);
		start = i + 1;
	}
	if (text.size > start)
		wcore_text_write(out, (struct wcore_string){ text.data + start, text.size - start });
}

static void write_number(FILE *out, const struct wcore_view *view)
{
	if (view->text.data)
		wcore_text_write(out, view->text);
	else if (view->is_signed)
		fprintf(out, "%" PRId64, (int64_t)view->bits);
	else
		fprintf(out, "%" PRIu64, view->bits);
}

static void write_view(FILE *out, const struct wcore_view *view, unsigned depth);

static void write_pointer(FILE *out, const struct wcore_view *view, unsigned depth)
{
	const struct wcore_view *target = view->children;

	fprintf(out, "%s0x%" PRIx64, view->is_reference ? "@" : "", view->bits);
	if (view->text.size) {
		fputs(" <", out);
		wcore_text_write(out, view->text);
		putc('>', out);
	}
	if (!target)
		return;
	if (view->is_reference)
		fputs(": ", out);
	else
		fputs(target->kind == WCORE_VIEW_STRING && !view->is_followed ? " " : " -> ", out);
	write_view(out, target, depth + 1);
}

static void write_left_out(FILE *out, const struct wcore_view *view)
{
	if (!view->left_out && !view->is_elided)
		return;
	if (view->children && notation_of(view)->separator[0] == ',')
		fputs(view->kind == WCORE_VIEW_LIST ? "..." : ", ...", out);
	else
		fputs(view->children ? " ..." : "...", out);
}

static void write_children(FILE *out, const struct wcore_view *view, unsigned depth)
{
	const struct notation *notation = notation_of(view);

	for (const struct wcore_view *child = view->children; child; child = child->next) {
		if (child != view->children)
			fputs(notation->separator, out);
		write_view(out, child, depth + 1);
		if (child->repeats > 1)
			fprintf(out, " <repeats %" PRIu64 " times>", child->repeats);
	}
	write_left_out(out, view);
}

static void write_fields(FILE *out, const struct wcore_view *view, unsigned depth)
{
	const struct notation *notation = notation_of(view);

	for (const struct wcore_view *child = view->children; child; child = child->next) {
		if (child != view->children)
			fputs(notation->separator, out);
		if (child->is_base) {
			putc('<', out);
			wcore_text_write(out, child->name);
			putc('>', out);
			fputs(notation->assign, out);
		} else if (child->name.size) {
			fputs(notation->field, out);
			wcore_text_write(out, child->name);
			fputs(notation->assign, out);
		}
		write_view(out, child, depth + 1);
	}
	if (view->has_more)
		fprintf(out, "%s..", view->children ? notation->separator : "");
	write_left_out(out, view);
}

static void write_map(FILE *out, const struct wcore_view *view, unsigned depth)
{
	const struct notation *notation = notation_of(view);
	const struct wcore_view *key = view->children;

	fputs(notation->map_open, out);
	while (key && key->next) {
		fputs(notation->key_open, out);
		write_view(out, key, depth + 1);
		fputs(notation->key_close, out);
		write_view(out, key->next, depth + 1);
		key = key->next->next;
		if (key && key->next)
			fputs(notation->separator, out);
	}
	write_left_out(out, view);
	fputs(notation->map_close, out);
}

static void write_record(FILE *out, const struct wcore_view *view, unsigned depth)
{
	const struct notation *notation = notation_of(view);

	if (view->text.data) {
		wcore_text_write(out, view->text);
		return;
	}
	wcore_text_write(out, view->prefix);
	if (view->is_tuple) {
		fputs(notation->tuple_open, out);
		write_children(out, view, depth);
		/* Rust's tuple of one: (1,). */
		if (view->style == WCORE_VIEW_RUST && !view->prefix.size && view->children &&
		    !view->children->next && !view->left_out)
			putc(',', out);
		fputs(notation->tuple_close, out);
		return;
	}
	if (view->prefix.size)
		fputs(notation->between, out);
	if (!view->children && !view->left_out && !view->is_elided) {
		fputs(view->style == WCORE_VIEW_ZIG ? ".{}" : "{}", out);
		return;
	}
	fputs(notation->record_open, out);
	write_fields(out, view, depth);
	fputs(notation->record_close, out);
}

static void write_list(FILE *out, const struct wcore_view *view, unsigned depth)
{
	const struct notation *notation = notation_of(view);

	wcore_text_write(out, view->prefix);
	if (!view->children && !view->left_out && !view->is_elided) {
		putc(view->is_set ? notation->set_open[0] : notation->list_open[0], out);
		putc(view->is_set ? '}' : notation->list_close[notation->list_close[0] == ' '], out);
		return;
	}
	fputs(view->is_set ? notation->set_open : notation->list_open, out);
	write_children(out, view, depth);
	fputs(view->is_set ? notation->set_close : notation->list_close, out);
}

static void write_view(FILE *out, const struct wcore_view *view, unsigned depth)
{
	if (depth > MAX_DEPTH) {
		fputs("...", out);
		return;
	}
	switch (view->kind) {
	case WCORE_VIEW_UNAVAILABLE:
		putc('<', out);
		wcore_text_write(out, view->text);
		putc('>', out);
		break;
	case WCORE_VIEW_NUMBER:
		write_number(out, view);
		break;
	case WCORE_VIEW_FLOAT:
	case WCORE_VIEW_SYMBOL:
		wcore_text_write(out, view->text);
		break;
	case WCORE_VIEW_BOOL:
		fputs(view->bits ? "true" : "false", out);
		break;
	case WCORE_VIEW_CHARACTER:
		if (view->style == WCORE_VIEW_C || !view->text.data) {
			const struct wcore_view number = { .bits = view->bits,
							   .is_signed = view->is_signed };
			write_number(out, &number);
			if (view->text.data)
				putc(' ', out);
		}
		wcore_text_write(out, view->text);
		break;
	case WCORE_VIEW_STRING:
		wcore_text_write(out, view->prefix);
		putc('"', out);
		write_escaped(out, view->text, '"', view->style == WCORE_VIEW_RUST);
		fputs(view->is_cut ? "\"..." : "\"", out);
		break;
	case WCORE_VIEW_POINTER:
		write_pointer(out, view, depth);
		break;
	case WCORE_VIEW_LIST:
		write_list(out, view, depth);
		break;
	case WCORE_VIEW_RECORD:
		write_record(out, view, depth);
		break;
	case WCORE_VIEW_MAP:
		write_map(out, view, depth);
		break;
	case WCORE_VIEW_WRAPPER:
		wcore_text_write(out, view->prefix);
		putc('(', out);
		if (view->children)
			write_view(out, view->children, depth + 1);
		else
			write_left_out(out, view);
		putc(')', out);
		break;
	}
}

void wcore_view_text(const struct wcore_view *view, FILE *out)
{
	write_view(out, view, 0);
}
