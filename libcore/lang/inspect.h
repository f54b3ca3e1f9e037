/*
 * A crashed thread as the programmer sees it: for each frame its variables as
 * objects.  Ties together the unwinder, DWARF's variables and locations.
 */
#ifndef WCORE_LANG_INSPECT_H
#define WCORE_LANG_INSPECT_H

#include "../debug/variable.h"
#include "object.h"

struct wcore_inspect;

/* target and thread are borrowed.  Errors: NOMEM. */
struct wcore_error *wcore_inspect_open(struct wcore_target *target, const struct wcore_thread *thread,
				       const struct wcore_unwind_options *options,
				       struct wcore_inspect **ret);
void wcore_inspect_close(struct wcore_inspect *inspect);

/*
 * Who has the text of the source that a site names; absent when it is not to be had.  Of optimised code it says
 * what was removed.  symbols are those of the site's module; the text is used before the next call.
 */
struct wcore_inspect_sources {
	struct wcore_string (*text)(void *context, const struct wcore_symbols *symbols, const struct wcore_site *site);
	void *context;
};
void wcore_inspect_set_sources(struct wcore_inspect *inspect, const struct wcore_inspect_sources *sources);

struct wcore_unwind *wcore_inspect_unwind(struct wcore_inspect *inspect);
const struct wcore_thread *wcore_inspect_thread(const struct wcore_inspect *inspect);

/*
 * Where names are looked up: a function or inlined call at one frame.  Objects with
 * implicit pointers or arrays of variable length look into the scope that was used last: show
 * what a scope gave before another one is used.
 */
struct wcore_scope {
	struct wcore_inspect *inspect;
	struct wcore_unwind_frame *frame;	/* NULL: no frame, statics only */
	struct wcore_site site;			/* its strings as the target's */
	struct wcore_viewer *viewer;		/* of the frame's module and instance; the inspect's */
	uint64_t address;			/* DWARF's, of the frame */
	bool has_variables;			/* there is debug information for the frame, and the place is certain */
	const char *why;			/* why not, static */
};

/* physical is the index of the recorded frame, site the one of its sites that is meant.  Errors: NOMEM, NOT_FOUND. */
struct wcore_error *wcore_inspect_scope(struct wcore_inspect *inspect, uint32_t physical,
					const struct wcore_site *site, struct wcore_scope *ret);

/* The statics of a module in an instance, without a frame.  Errors: NOMEM. */
struct wcore_error *wcore_inspect_statics(struct wcore_inspect *inspect,
					  const struct wcore_target_module *module, uint32_t instance,
					  struct wcore_scope *ret);

/*
 * For who takes scopes while others have one in use: what that one's objects need is laid aside, and
 * put back behind it.  No calls in between give anything that is good afterwards but types.
 */
struct wcore_inspect_held {
	struct wcore_scope current;
	struct wcore_space_hole *holes;
	size_t hole_count;
};
void wcore_inspect_hold(struct wcore_inspect *inspect, struct wcore_inspect_held *ret);
void wcore_inspect_release(struct wcore_inspect *inspect, const struct wcore_inspect_held *held);

/* Parameters, then locals, as wcore_variables_visit() orders them, each with what is known of it. */
void wcore_scope_visit(struct wcore_scope *scope,
		       bool (*visit)(void *context, const struct wcore_variable *variable,
				     const struct wcore_object *object),
		       void *context);
/*
 * The object of a variable: of the frame, or a static of the module.  Its bytes live in the
 * viewer's arena.  Without a value, why is "optimized out" when the compiler dropped it, "not set yet" when
 * nothing was written to it so far, or begins with "not in the dump".
 */
struct wcore_object wcore_scope_object(struct wcore_scope *scope, const struct wcore_variable *variable);
/* A name in scope: locals, members of this/self, statics; false when there is none. */
bool wcore_scope_find(struct wcore_scope *scope, struct wcore_string name, struct wcore_object *ret);

#endif
