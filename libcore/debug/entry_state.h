/* Open entries: shared by entry.c and entry_unit.c. */
#ifndef WCORE_DEBUG_ENTRY_STATE_H
#define WCORE_DEBUG_ENTRY_STATE_H

#include "dwarf_state.h"
#include "entry.h"

#define WCORE_ENTRIES_BUCKETS 1024

/* A namespace, type or function with children: offsets from the unit's header. */
struct wcore_entry_scope_item {
	uint32_t offset, end;
	uint32_t parent;	/* item that it stands in, UINT32_MAX for none */
};

/* A unit that was opened; its first member is what others see. */
struct wcore_opened_unit {
	struct wcore_entry_unit unit;
	struct wcore_opened_unit *next;	/* of its bucket */
	struct wcore_opened_unit *split;	/* of a skeleton */
	bool is_split_known;
	bool has_scopes;
	struct wcore_entry_scope_item *scopes;
	uint32_t scope_count;
};

struct wcore_entry_signature {
	uint64_t signature, unit;
	struct wcore_dwarf_data *data;
};

struct wcore_entries {
	struct wcore_dwarf *dwarf;
	struct wcore_arena arena;
	struct wcore_opened_unit *units[WCORE_ENTRIES_BUCKETS];
	struct wcore_entry_abbrevs *abbrevs[WCORE_ENTRIES_BUCKETS];
	uint32_t unit_count, abbrev_count;
	struct wcore_entry_types_data *types_data;
	struct wcore_entry_signature *signatures;	/* by signature */
	uint32_t signature_count, signature_capacity;
	uint32_t scope_count;	/* of all units together */
	bool has_signatures;
};

/* The unit whose header stands at offset; NULL when it cannot be read. */
struct wcore_opened_unit *wcore_entries_open_unit(struct wcore_entries *entries,
						  struct wcore_dwarf_data *data, uint64_t offset);
/* The split unit instead of its skeleton where one is attached. */
struct wcore_opened_unit *wcore_entries_whole(struct wcore_entries *entries,
					      struct wcore_opened_unit *unit);
/* The unit of the same section that holds an offset. */
const struct wcore_entry_unit *wcore_entries_unit_holding(struct wcore_entries *entries,
							  const struct wcore_entry_unit *near,
							  uint64_t offset);
/* The type unit of a signature. */
const struct wcore_entry_unit *wcore_entries_type_unit(struct wcore_entries *entries,
						       uint64_t signature);
/* The type units that are not among the numbered units, one after the other; NULL behind the last. */
const struct wcore_entry_unit *wcore_entries_other_unit(struct wcore_entries *entries,
							uint32_t *position);

/* All entries of a unit in the order of the file. */
struct wcore_entry_walk {
	const struct wcore_entry_unit *unit;
	struct wcore_reader reader;
	uint64_t depth;		/* of the next one; the unit's own is at 0 */
};

void wcore_entry_walk_init(struct wcore_entry_walk *walk, const struct wcore_entry_unit *unit);
/*
 * The next entry, or a tag of 0 where a list of children ends: *ret_depth is what is open
 * then.  False at the end of the unit and at what cannot be read.
 */
bool wcore_entry_walk_next(struct wcore_entry_walk *walk, struct wcore_entry *ret,
			   uint64_t *ret_depth);

/* Gives the tables of scopes back. */
void wcore_entries_drop_scopes(struct wcore_entries *entries);

#endif
