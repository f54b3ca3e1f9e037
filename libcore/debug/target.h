/*
 * The target: a dump with the modules that were found for it.  Frames come out
 * resolved: module, function, address, source.
 */
#ifndef WCORE_DEBUG_TARGET_H
#define WCORE_DEBUG_TARGET_H

#include "../dump/dump.h"
#include "../dump/stack.h"
#include "lookup.h"
#include "split.h"
#include "symbols.h"

struct wcore_target_module {
	uint32_t index;
	struct wcore_string name;	/* as recorded, or the dump's executable */
	struct wcore_found found;	/* module NULL: none was found */
	struct wcore_found debug;	/* companion; module NULL: none */
	struct wcore_split_files splits;	/* .dwo and .dwp files */
	struct wcore_symbols *symbols;	/* NULL without a module */
	char *refused;			/* why the module is not used: it contradicts the dump; or NULL */
	bool is_forced;			/* used although it contradicts the dump: --force */
};

struct wcore_target_options {
	struct wcore_lookup_options lookup;
	bool force;
	bool no_demangle;
};

/* Modules of a dump that are looked up; real dumps have a few. */
#define WCORE_TARGET_MAX_MODULES 1000

struct wcore_target {
	struct wcore_dump *dump;	/* the caller's */
	struct wcore_target_options options;
	struct wcore_lookup *lookup;
	struct wcore_target_module *modules;	/* one for each module of the dump, at least one */
	uint32_t module_count;
	uint64_t fit_budget, check_budget;	/* of contradiction.h, for the search and for what was found */
	/* Of frames whose instance names no module. */
	struct wcore_target_module nowhere;
	struct wcore_findings findings;
	struct wcore_arena arena;
	/* The single site of a frame that nothing is known of. */
	struct wcore_site unknown;
	char unknown_name[32];
};

/*
 * Looks the modules up, settles the dialects, and checks each module against
 * the frames.  dump and what options point to stay the caller's and must outlive
 * the target.  Errors: as wcore_lookup_open().
 */
struct wcore_error *wcore_target_open(struct wcore_dump *dump,
				      const struct wcore_target_options *options,
				      struct wcore_target **ret);
/*
 * Whether the frames and instances of the dump speak for the module that was found.  It reads code: not while
 * reading is recorded for an output.
 */
enum wcore_fit_result wcore_target_fit(struct wcore_target *target, const struct wcore_target_module *module);
void wcore_target_close(struct wcore_target *target);

struct wcore_target_frame {
	struct wcore_frame frame;	/* as recorded */
	uint32_t funcidx;		/* the one to show: found by place where the recorded one is not sure */
	struct wcore_target_module *module;	/* never NULL; its found.module may be, or refused set */
	bool is_usable;			/* module is there and not refused */
	bool has_function;		/* function is set (is_usable, and not an import) */
	struct wcore_function function;
	bool has_address;		/* address and codeoffset are known */
	uint64_t address;		/* file offset in the module */
	uint64_t codeoffset;		/* from the function body's start, whatever the dialect */
	bool is_exact;			/* address is where the frame stands; false: only the function is certain */
	bool is_inferred;		/* not exact as recorded, but one instruction alone can be the one: address is its */
	struct wcore_sites sites;	/* valid until the next frame */
};

struct wcore_target_iter {
	struct wcore_target *target;
	const struct wcore_thread *thread;
	struct wcore_frame_iter frames;
	bool without_sites;	/* set it behind init: frames come without sites, and those given before stay valid */
};

void wcore_target_iter_init(struct wcore_target_iter *iter, struct wcore_target *target,
			    const struct wcore_thread *thread);
/* As wcore_frame_iter_next(). */
struct wcore_error *wcore_target_iter_next(struct wcore_target_iter *iter,
					   struct wcore_target_frame *ret, bool *ret_found);

#endif
