/* Values with their origins: declared in value.h. */
#include "value.h"

#include <stdlib.h>

#include "../libcore/base/alloc.h"

/* The bit of the marks behind those of the origins. */
#define SPECULATIVE 31u

struct value value_of(const struct wcore_object *object, const struct wcore_view *view)
{
	const bool is_none = object->kind == WCORE_OBJECT_NONE;
	struct value value = {
		.view = view,
		.origin = is_none ? WCORE_ORIGIN_UNAVAILABLE : object->origin,
		.is_speculative = object->is_speculative,
		.why = is_none ? object->why : NULL,
	};

	/* Of some objects a part is known that makes no value: the second byte of a text. */
	if (view && view->kind == WCORE_VIEW_UNAVAILABLE && !value.why) {
		value.origin = WCORE_ORIGIN_UNAVAILABLE;
		value.is_speculative = false;
		value.why = view->text.data;
	}
	return value;
}

struct wcore_view *value_print(struct wcore_viewer *viewer, const struct wcore_object *object)
{
	struct wcore_view *view = wcore_print(viewer, object, 0);

	if (!view && !viewer->work) {
		viewer->work = WCORE_VIEW_MAX_WORK;
		view = wcore_view_unavailable(viewer, "too much to show");
	}
	return view;
}

bool value_is_known(const struct value *value)
{
	return value->view->kind != WCORE_VIEW_UNAVAILABLE;
}

/* What stands in the dump's memory is what a debugger shows anyway: it has no mark. */
const char *value_mark(const struct value *value)
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

void value_print_mark(struct wcore_cli *cli, unsigned *marks, const struct value *value)
{
	const char *mark = value_mark(value);

	if (!*mark)
		return;
	*marks |= 1u << (value->is_speculative ? SPECULATIVE : (unsigned)value->origin);
	printf("%s%s%s", wcore_cli_style(cli, WCORE_STYLE_DIM), mark, wcore_cli_style(cli, WCORE_STYLE_END));
}

void value_print_legend(struct wcore_cli *cli, unsigned *marks)
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

	if (!*marks)
		return;
	fputs(wcore_cli_style(cli, WCORE_STYLE_DIM), stdout);
	for (size_t i = 0; i < sizeof(legend) / sizeof(legend[0]); i++) {
		if (!(*marks & 1u << legend[i].bit))
			continue;
		printf("%s%s", separator, legend[i].text);
		separator = "; ";
	}
	printf(")%s\n", wcore_cli_style(cli, WCORE_STYLE_END));
	*marks = 0;
}

/* Fresh memory; NULL when it ran out. */
static void view_text(const struct wcore_view *view, char **ret, size_t *ret_size)
{
	FILE *out = wcore_memstream_open(ret, ret_size);

	if (!out)
		return;
	wcore_view_text(view, out);
	wcore_memstream_close(out);
}

void value_json(struct wcore_json *json, const struct value *value)
{
	char *text = NULL;
	size_t size = 0;

	wcore_json_key(json, "value");
	wcore_view_json(value->view, json);
	view_text(value->view, &text, &size);
	wcore_json_key(json, "text");
	wcore_json_string(json, (struct wcore_string){ text ? text : "", text ? size : 0 });
	free(text);
	wcore_json_key(json, "origin");
	wcore_json_text(json, wcore_origin_name(value->origin));
	wcore_json_key(json, "reason");
	wcore_json_text(json, value->is_speculative ? "not proved" : value->why);
}
