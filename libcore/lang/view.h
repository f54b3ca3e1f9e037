/*
 * A value as it is shown: a tree that is made once and written as text or JSON.
 * The tree is bounded by the viewer's limits and lives in its arena.
 */
#ifndef WCORE_LANG_VIEW_H
#define WCORE_LANG_VIEW_H

#include "../base/json.h"
#include "object.h"

#define WCORE_VIEW_MAX_DEPTH 20		/* of nested values; hard limit of the tree: 64 */
#define WCORE_VIEW_MAX_FOLLOW 1		/* pointers on the way that are followed */
#define WCORE_VIEW_MAX_ELEMENTS 200
#define WCORE_VIEW_MAX_STRING 200		/* bytes of text; --string-limit */
#define WCORE_VIEW_MAX_WORK (UINT64_C(1) << 20)	/* for one value */

enum wcore_view_kind {
	WCORE_VIEW_UNAVAILABLE,	/* text is why: <optimized out> */
	WCORE_VIEW_NUMBER,	/* text is how it is written; bits, is_signed, or number_text for wider ones */
	WCORE_VIEW_FLOAT,	/* text; real */
	WCORE_VIEW_BOOL,	/* bits */
	WCORE_VIEW_CHARACTER,	/* bits; text is with quotes */
	WCORE_VIEW_STRING,	/* text is the contents, unquoted, any bytes; is_cut */
	WCORE_VIEW_SYMBOL,	/* text: an enumerator, a variant without fields, None, nullptr, "()" */
	WCORE_VIEW_POINTER,	/* bits; text: what it points to by name, may be absent; first child: the target, if followed */
	WCORE_VIEW_LIST,	/* children */
	WCORE_VIEW_RECORD,	/* children with names (tuples: without); prefix is the type or variant */
	WCORE_VIEW_MAP,		/* children: key, value, key, value... */
	WCORE_VIEW_WRAPPER,	/* prefix and one child: Some(3), Box(…), std::optional(…) */
};

/* How text is written. */
enum wcore_view_style { WCORE_VIEW_C, WCORE_VIEW_RUST, WCORE_VIEW_ZIG, WCORE_VIEW_GO };

struct wcore_view {
	enum wcore_view_kind kind;
	enum wcore_view_style style;
	struct wcore_string name;	/* of a field */
	struct wcore_string prefix;
	struct wcore_string text;
	uint64_t bits;
	double real;
	bool is_signed, is_cut;
	bool is_tuple;			/* of RECORD: (1, 2), Add(1, 2) */
	struct wcore_view *children, *last, *next;
	uint64_t left_out;		/* children that the limits left out */
	uint64_t address; bool has_address;	/* where it is in memory */
};

/* Makers for the families; NULL when memory ran out or the tree is full. */
struct wcore_view *wcore_view_create(struct wcore_viewer *viewer, enum wcore_view_kind kind);
struct wcore_view *wcore_view_unavailable(struct wcore_viewer *viewer, const char *why);
void wcore_view_append(struct wcore_view *parent, struct wcore_view *child);

/* One line, as the language would write it; control bytes are masked. */
void wcore_view_text(const struct wcore_view *view, FILE *out);
/* The `value` of JSON: number, string, array, object, null where unavailable. */
void wcore_view_json(const struct wcore_view *view, struct wcore_json *json);

#endif
