/* Variables of the source: parameters and locals in scope at an address, statics, thread-locals. */
#ifndef WCORE_DEBUG_VARIABLE_H
#define WCORE_DEBUG_VARIABLE_H

#include "type.h"

enum wcore_variable_place {
	WCORE_VARIABLE_NOWHERE,		/* no location at all, or none at that address, or of data that the linker removed */
	WCORE_VARIABLE_EXPRESSION,	/* bytes: a DWARF expression */
	WCORE_VARIABLE_BYTES,		/* bytes: the value itself (DW_AT_const_value as a block or string) */
	WCORE_VARIABLE_NUMBER,		/* number: the value itself (DW_AT_const_value) */
};

/* More of them are not looked at in one function. */
#define WCORE_VARIABLES_MAX 4096

struct wcore_variable {
	struct wcore_string name;	/* absent: an unnamed parameter */
	struct wcore_entry entry;	/* of this instance: of an inlined call's copy, not of its origin */
	struct wcore_entry origin;	/* what the instance stands for: a variable of the inlined function; unit NULL for none */
	const struct wcore_type *type;
	bool is_param, is_artificial;	/* artificial: `this`, vtable pointers */
	bool is_static;			/* lives longer than the call */
	bool is_external_declaration;	/* declared only */
	uint32_t line;			/* that declares it; 0 when unknown */
	unsigned depth;			/* of the block that it stands in; 0: the function's own */
	bool is_shadowed;		/* a deeper one in scope has the same name */
	enum wcore_variable_place place;
	struct wcore_string bytes;
	uint64_t number;
};

/*
 * The parameters and locals that are in scope at a DWARF address inside the
 * function or inlined call that a site names: parameters in their order, then
 * locals, innermost block first, by their lines; blocks that do not cover the address are left
 * out, so are calls inlined further in.  From location lists (DWARF 4 .debug_loc,
 * DWARF 5 .debug_loclists, GNU split ones) the entry that covers the address is taken.
 * visit gives false to end it.  Declared-at-a-later-line is not judged.
 */
void wcore_variables_visit(struct wcore_types *types, const struct wcore_site *site, uint64_t address,
			   bool (*visit)(void *context, const struct wcore_variable *variable),
			   void *context);
/* The expression of the function's frame base at an address; absent without one. */
struct wcore_string wcore_variables_frame_base(struct wcore_types *types, const struct wcore_site *site,
					       uint64_t address);
/* A variable by its entry, as it is at an address; false when the entry is none. */
bool wcore_variable_at(struct wcore_types *types, const struct wcore_entry *entry, uint64_t address,
		       struct wcore_variable *ret);
/* The entry of the (outermost, concrete) function that a site stands in. */
bool wcore_variables_function(struct wcore_types *types, const struct wcore_site *site,
			      struct wcore_entry *ret);

/*
 * Statics by name, nearest first: of the unit of near (may be NULL), then all.
 * file or function, when given, limit to units whose file name ends so, or to statics of
 * that function; name may be qualified ("shop::TOTAL").  name absent: all of them, in no order.
 * Declarations come where there is no definition.
 */
void wcore_variables_static(struct wcore_types *types, struct wcore_string file,
			    struct wcore_string function, struct wcore_string name,
			    const struct wcore_entry_unit *near,
			    bool (*visit)(void *context, const struct wcore_variable *variable),
			    void *context);

/* The namespaces, types and functions around its name: "shop::TOTAL", "main()::count".  Into buffer, cut; gives its length. */
size_t wcore_variable_qualified_name(struct wcore_types *types, const struct wcore_variable *variable,
				     char *buffer, size_t size);

#endif
