/*
 * What the element segments of a module put into a table at instantiation.  Dumps record references
 * as null: this is all that is known of them, and only true while nothing wrote to the table since.
 */
#ifndef WCORE_LAYOUT_TABLE_SLOTS_H
#define WCORE_LAYOUT_TABLE_SLOTS_H

#include "../wasm/index.h"

/* More of them are left out. */
#define WCORE_TABLE_SLOTS_MAX (1u << 20)

struct wcore_table_slot {
	uint64_t slot;
	uint32_t funcidx;
	bool is_function;	/* false: something that is no function of the module, or cannot be told */
};

struct wcore_table_slots {
	struct wcore_table_slot *items;	/* by slot; slots that are not among them are null */
	size_t count, capacity;
	bool is_cut;			/* there are more */
	const char *doubt;		/* why it may be otherwise by now, static; NULL: it is certain */
};

/* Errors: NOMEM; *ret is to be given back then, too. */
struct wcore_error *wcore_table_slots_read(struct wcore_module *module, uint32_t table,
					   struct wcore_table_slots *ret);
void wcore_table_slots_deinit(struct wcore_table_slots *slots);

#endif
