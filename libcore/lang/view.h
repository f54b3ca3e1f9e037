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
	WCORE_VIEW_NUMBER,	/* text is how it is written, absent: in decimal; bits, is_signed; is_wide: text alone has it */
	WCORE_VIEW_FLOAT,	/* text; real; is_wide: real is not all of it */
	WCORE_VIEW_BOOL,	/* bits */
	WCORE_VIEW_CHARACTER,	/* bits, is_signed; text is with quotes, may be absent */
	WCORE_VIEW_STRING,	/* text is the contents, unquoted, any bytes; is_cut */
	WCORE_VIEW_SYMBOL,	/* text: an enumerator, a variant without fields, None, nullptr, "()" */
	/*
	 * bits; text: what it points to by name, may be absent; first child: the target, if
	 * followed, or the text that it points to as a STRING.
	 */
	WCORE_VIEW_POINTER,
	WCORE_VIEW_LIST,	/* children; is_set: {1, 2} in Rust */
	WCORE_VIEW_RECORD,	/* children with names (tuples: without); prefix is the type or variant */
	WCORE_VIEW_MAP,		/* children: key, value, key, value... */
	WCORE_VIEW_WRAPPER,	/* prefix and one child: Some(3), Box(…), std::optional(…); JSON: is_transparent */
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
	bool is_signed, is_cut, is_wide;
	bool is_tuple;			/* of RECORD: (1, 2), Add(1, 2) */
	bool is_base;			/* of a child of RECORD: a base class; its name is the base's */
	bool is_reference;		/* of POINTER: @0x1234: … */
	bool is_followed;		/* of POINTER: a STRING is the target itself, not the text of a char * */
	bool is_transparent;		/* of WRAPPER: JSON shows the child alone */
	bool is_set;
	bool is_variant;		/* of RECORD: prefix is a variant's name; JSON: {prefix: the rest} */
	bool has_more;			/* of RECORD: ends in `..`, fields that are of no interest */
	bool is_elided;			/* of RECORD and LIST: too deep, nothing of it was looked at */
	struct wcore_view *children, *last, *next;
	uint64_t left_out;		/* children that the limits left out */
	uint64_t repeats;		/* of an element: how many there are of it in a row; 0 is one */
	uint64_t limit;			/* of LIST: elements that JSON may write, repeats too; 0: all children once */
	uint64_t address; bool has_address;	/* where it is in memory */
	uint64_t text_address; bool has_text_address;	/* of STRING: where the bytes of text stand, as they are */
};

/*
 * Makers for the families; NULL when memory ran out or the tree is full, which
 * append() takes for a child that was left out.  The style is the viewer's.
 */
struct wcore_view *wcore_view_create(struct wcore_viewer *viewer, enum wcore_view_kind kind);
/* why lives as long as the view; the < > around it are not part of it. */
struct wcore_view *wcore_view_unavailable(struct wcore_viewer *viewer, const char *why);
/* text as it is, or a formatted copy in the arena (absent when memory ran out). */
struct wcore_view *wcore_view_symbol(struct wcore_viewer *viewer, struct wcore_string text);
struct wcore_string wcore_view_format(struct wcore_viewer *viewer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* A number in decimal. */
struct wcore_view *wcore_view_number(struct wcore_viewer *viewer, uint64_t bits, bool is_signed);
void wcore_view_append(struct wcore_view *parent, struct wcore_view *child);
/* The same, with the name of a field; child may be NULL. */
void wcore_view_append_named(struct wcore_view *parent, struct wcore_string name,
			     struct wcore_view *child);

/* One line, as the language would write it; control bytes are masked. */
void wcore_view_text(const struct wcore_view *view, FILE *out);
/*
 * The `value` of JSON: number, string, array, object, null where unavailable.  Numbers
 * past 2^53 are decimal strings; a pointer that was followed is {"address", "target"}; a wrapper is
 * {prefix: child} unless it is transparent; base classes and members without a name are part of the object that
 * they stand in, under their own names where members' names would clash.
 */
void wcore_view_json(const struct wcore_view *view, struct wcore_json *json);

#endif
