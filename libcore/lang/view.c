/* Making a view: declared in view.h. */
#include "view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What a node takes from the viewer's work: it bounds the tree to some 65,000 of them. */
#define NODE_WORK 16

struct wcore_view *wcore_view_create(struct wcore_viewer *viewer, enum wcore_view_kind kind)
{
	struct wcore_view *view;

	if (!wcore_viewer_spend(viewer, NODE_WORK))
		return NULL;
	view = wcore_arena_alloc(&viewer->arena, sizeof(*view));
	if (!view)
		return NULL;
	view->kind = kind;
	view->style = (enum wcore_view_style)viewer->style;
	return view;
}

struct wcore_view *wcore_view_unavailable(struct wcore_viewer *viewer, const char *why)
{
	struct wcore_view *view = wcore_view_create(viewer, WCORE_VIEW_UNAVAILABLE);

	if (view)
		view->text = wcore_string_from(why ? why : "unavailable");
	return view;
}

struct wcore_view *wcore_view_symbol(struct wcore_viewer *viewer, struct wcore_string text)
{
	struct wcore_view *view = wcore_view_create(viewer, WCORE_VIEW_SYMBOL);

	if (view)
		view->text = text;
	return view;
}

struct wcore_view *wcore_view_number(struct wcore_viewer *viewer, uint64_t bits, bool is_signed)
{
	struct wcore_view *view = wcore_view_create(viewer, WCORE_VIEW_NUMBER);

	if (view) {
		view->bits = bits;
		view->is_signed = is_signed;
	}
	return view;
}

struct wcore_string wcore_view_format(struct wcore_viewer *viewer, const char *format, ...)
{
	struct wcore_string text = { 0 };
	char buffer[1024];
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(buffer, sizeof(buffer), format, args);
	va_end(args);
	if (length < 0)
		return text;
	text.size = (size_t)length < sizeof(buffer) ? (size_t)length : sizeof(buffer) - 1;
	text.data = wcore_arena_copy(&viewer->arena, buffer, text.size);
	if (!text.data)
		text.size = 0;
	return text;
}

void wcore_view_append(struct wcore_view *parent, struct wcore_view *child)
{
	if (!parent)
		return;
	if (!child) {
		parent->left_out++;
		return;
	}
	if (parent->last)
		parent->last->next = child;
	else
		parent->children = child;
	parent->last = child;
}

void wcore_view_append_named(struct wcore_view *parent, struct wcore_string name,
			     struct wcore_view *child)
{
	if (child)
		child->name = name;
	wcore_view_append(parent, child);
}
