/*
 * How commands write a value that comes with an origin: its mark in text, with a legend of the
 * marks that occurred, and its members of an object of JSON.
 */
#ifndef WCORE_CMD_VALUE_H
#define WCORE_CMD_VALUE_H

#include "../libcore/lang/print.h"
#include "cli.h"

struct value {
	const struct wcore_view *view;	/* how it is shown */
	enum wcore_origin origin;
	bool is_speculative;
	const char *why;	/* why there is no value, or not all of it; or NULL */
};

/* Of an object and its view, which may be NULL: memory ran out. */
struct value value_of(const struct wcore_object *object, const struct wcore_view *view);
/* The view of an object; of what takes too much work that it does.  NULL: memory ran out. */
struct wcore_view *value_print(struct wcore_viewer *viewer, const struct wcore_object *object);
/*
 * The view of a local, operand or global: the viewer needs an arena and limits only.  note, which may
 * be absent, stands behind the number.  NULL: memory ran out.
 */
struct wcore_view *value_word_view(struct wcore_viewer *viewer, const struct wcore_word *word,
				   struct wcore_string note);
/* "i32", "v128"; NULL for references and what is no type: static. */
const char *value_type_name(uint8_t code);
bool value_is_known(const struct value *value);

/* "*", "~", "#", "?", or "" for what stands in memory. */
const char *value_mark(const struct value *value);
/* Prints the mark, dimmed, and takes note of it in *marks, which starts as 0. */
void value_print_mark(struct wcore_cli *cli, unsigned *marks, const struct value *value);
/* Prints what the marks mean that were noted, in a line; forgets them. */
void value_print_legend(struct wcore_cli *cli, unsigned *marks);

/* "value", "text", "origin" and "reason" of the object at hand. */
void value_json(struct wcore_json *json, const struct value *value);

#endif
