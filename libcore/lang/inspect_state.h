/* What the files of the inspector share; inspect.h is for all others. */
#ifndef WCORE_LANG_INSPECT_STATE_H
#define WCORE_LANG_INSPECT_STATE_H

#include "../analysis/code_map.h"
#include "../debug/location.h"
#include "inspect.h"

/* The location does not hold for certain: see code_map.h. */
#define WCORE_INSPECT_MAY_HAVE_CHANGED \
	"not in the dump: where it was may hold something else by now"

/* Types of a module; made once, for all of its instances. */
struct wcore_inspect_module {
	struct wcore_inspect_module *next;
	const struct wcore_target_module *module;
	struct wcore_entries *entries;	/* NULL without DWARF */
	struct wcore_types *types;
};

/* A module in an instance: the memory that its addresses mean. */
struct wcore_inspect_viewer {
	struct wcore_inspect_viewer *next;
	struct wcore_viewer viewer;
	const char *why_no_memory;	/* static; NULL: there is one */
};

/* Where a function's control flow joins; the last few that were asked for. */
#define WCORE_INSPECT_MAPS 4
struct wcore_inspect_map {
	const struct wcore_module *module;	/* NULL: not used yet */
	uint32_t funcidx;
	struct wcore_code_map *map;	/* NULL: there is none */
};

struct wcore_inspect {
	struct wcore_target *target;
	const struct wcore_thread *thread;
	struct wcore_unwind *unwind;
	bool is_speculative;		/* what is not proved is shown too, as such */
	struct wcore_inspect_sources sources;
	uint64_t source_work;		/* bytes of them that may still be looked at */
	struct wcore_inspect_module *modules;
	struct wcore_inspect_viewer *viewers;
	struct wcore_scope current;	/* whose variables implicit pointers name */
	unsigned nesting;		/* of implicit pointers that are followed */
	/* What optimisers left out of variables in memory, of the frame whose scope was visited last. */
	struct wcore_space_hole *holes;
	size_t hole_count;
	struct wcore_entry judged;	/* the function that was last found to be optimised or not */
	unsigned life_left;		/* look-ups of lines that may still be made to tell whose a store is */
	bool is_optimized, has_values;	/* by its location lists; some are more than places of addresses */
	struct wcore_inspect_map maps[WCORE_INSPECT_MAPS];
	unsigned next_map;
};

/*
 * Whether the frame's function can have given a variable in memory a value; adds the parts that
 * it did not as holes: inspect_hole.c.
 */
bool wcore_inspect_is_set(struct wcore_scope *scope, const struct wcore_variable *variable,
			  uint64_t address, uint64_t size);

/* Whether an optimiser was at work on the function that the scope stands in. */
bool wcore_inspect_is_optimized(struct wcore_scope *scope);

/* Bytes of memory are no value of the scope's variables any more. */
void wcore_inspect_add_hole(struct wcore_scope *scope, uint64_t address, uint64_t size);

/* The same for what a pointer leads to, where that is the frame's own. */
void wcore_inspect_target(struct wcore_scope *scope, const struct wcore_type *type, uint64_t address);

/* The value of a variable in a scope: inspect_value.c. */
struct wcore_object wcore_inspect_value(struct wcore_scope *scope, const struct wcore_variable *variable);

/*
 * What a variable's location rests on where the frame stands: inspect_live.c.
 * Compilers' ranges of code are checked against the code (code_map.h).
 */
struct wcore_inspect_live {
	struct wcore_scope *scope;
	const struct wcore_variable *variable;
	const struct wcore_code_map *map;	/* NULL: the code cannot be followed */
	bool has_range;		/* the location is one of a list */
	bool is_sound;		/* no way to the frame's place passes it by, or another one of the list */
	bool is_used;		/* something of the frame was read */
	bool is_base_certain;	/* of the frame base that was read last: its local is set once */
	uint64_t base;	/* of DWARF's addresses in the file */
	uint64_t from, to, reach;	/* file offsets: its start, the frame's place, wcore_code_map_reach() */
	uint64_t start;		/* where the value began to be the variable's, as DWARF has it */
	bool is_argument;	/* a parameter was read that is as it was passed */
};
void wcore_inspect_live_init(struct wcore_inspect_live *live, struct wcore_scope *scope,
			     const struct wcore_variable *variable);
/* Whether a local or operand is still what the location meant. */
bool wcore_inspect_live_local(const struct wcore_inspect_live *live, uint32_t local);
/* Whether a local still holds what the function was passed for the parameter that is looked at. */
bool wcore_inspect_live_argument(const struct wcore_inspect_live *live, uint32_t local);
bool wcore_inspect_live_operand(const struct wcore_inspect_live *live, uint32_t operand);
/* Whether a local can hold one value only once it is set: that of a frame base. */
bool wcore_inspect_live_base(const struct wcore_inspect_live *live, uint32_t local);

/* What the location program of a variable in live's scope may ask for: inspect_input.c. */
struct wcore_location_context wcore_inspect_inputs(struct wcore_inspect_live *live,
						   const struct wcore_variable *variable);

/* What debug information says and is not believed: inspect_doubt.c. */

/* Why nothing of a variable's location is believed, static; NULL: nothing speaks against it. */
const char *wcore_inspect_doubt(const struct wcore_inspect_live *live,
				const struct wcore_variable *variable);
/* Makes pieces of an evaluated location that are not believed unknown ones, with the reason. */
void wcore_inspect_withhold(const struct wcore_inspect_live *live,
			    const struct wcore_variable *variable, struct wcore_location *location);
/* The same with one piece of it; what is not proved is marked as such instead, for those who want it all the same. */
void wcore_inspect_withhold_piece(const struct wcore_inspect_live *live, struct wcore_piece *piece, const char *why);

/* Assignments of the source that nothing is left of: inspect_source.c. */

/*
 * Makes what the source has assigned anew, behind the place that is known, unknown: pieces, and holes in memory.  A constant
 * variable is not assigned to, but may be another one in each round of a loop.
 */
void wcore_inspect_withhold_lost(const struct wcore_inspect_live *live, const struct wcore_variable *variable,
				 bool is_constant, struct wcore_location *location);
/* Why a variable that has one value in all of its scope may have another one, in the viewer's arena; NULL: nothing says so. */
const char *wcore_inspect_loss(struct wcore_scope *scope, const struct wcore_variable *variable);
/* Whether DW_AT_const_value of a variable is believed. */
bool wcore_inspect_is_constant(const struct wcore_variable *variable);
/* For struct wcore_location_context's check_base; context is a struct wcore_inspect_live. */
struct wcore_location_value wcore_inspect_check_base(void *context, struct wcore_location_value base);
/* Whether a value can be one of the type. */
bool wcore_inspect_is_possible(const struct wcore_type *type, const struct wcore_location_value *value,
			       uint64_t size);
/* Whether what may be a scalar variable's value or its address is its value. */
bool wcore_inspect_is_number(struct wcore_scope *scope, const struct wcore_location_value *value);

#endif
