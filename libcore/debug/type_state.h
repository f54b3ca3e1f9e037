/* Types that were made: shared by type*.c. */
#ifndef WCORE_DEBUG_TYPE_STATE_H
#define WCORE_DEBUG_TYPE_STATE_H

#include "type.h"
#include "type_index.h"

#define WCORE_TYPES_BUCKETS 8192

/* A type of an entry; its first member is what others see. */
struct wcore_type_item {
	struct wcore_type type;
	struct wcore_type_item *next;	/* of its bucket */
	const struct wcore_entry_unit *unit;	/* of the entry that was asked for */
	uint64_t offset;
	bool is_made;		/* false: its targets are being made */
	bool is_searched;	/* the definition of a declaration was looked for */
};

struct wcore_types {
	struct wcore_entries *entries;
	struct wcore_arena arena;
	struct wcore_type_item *buckets[WCORE_TYPES_BUCKETS];
	uint32_t count;
	unsigned defining;	/* definitions that are being looked for: a name may need those of others */
	struct wcore_type_index *index;	/* of all units; NULL until it is asked for */
};

extern const struct wcore_type wcore_type_unknown, wcore_type_void;

/* Memory of the types; NULL when it is used up. */
void *wcore_types_alloc(struct wcore_types *types, size_t count, size_t size);
/* The DW_AT_type of an entry, as it stands there: a declaration is not looked up. */
const struct wcore_type *wcore_types_target(struct wcore_types *types,
					    const struct wcore_entry *entry, unsigned depth);
/* The same where an object has it. */
const struct wcore_type *wcore_types_held(struct wcore_types *types,
					  const struct wcore_type *type);
/* Makes a declaration the definition that its name has elsewhere, where there is one. */
void wcore_type_define(struct wcore_types *types, const struct wcore_type *type);
/* The definition of a declared type; false when there is none, or several that differ. */
bool wcore_types_definition(struct wcore_types *types, const struct wcore_entry *declaration,
			    struct wcore_entry *ret);
/*
 * The name of an entry with what it stands in: "std::__2::vector<int>",
 * "main()::local" where is_whole, "local" otherwise.  Into buffer, cut; gives its length.
 */
size_t wcore_entry_qualified_name(struct wcore_types *types, const struct wcore_entry *entry,
				  bool is_whole, char *buffer, size_t size);
/* The same as an expression has it: "shop::settle::calls" of a function's own variable. */
size_t wcore_entry_path(struct wcore_types *types, const struct wcore_entry *entry, char *buffer, size_t size);
/* The name of an entry, or of the one that it specifies or stands for, or of its type unit. */
struct wcore_string wcore_entry_name(struct wcore_entries *entries,
				     const struct wcore_entry *entry);
/* Its DW_AT_specification or DW_AT_abstract_origin. */
bool wcore_entry_origin(struct wcore_entries *entries, const struct wcore_entry *entry,
			struct wcore_entry *ret);
struct wcore_type_index *wcore_types_index(struct wcore_types *types);
bool wcore_type_is_c(uint32_t language);
bool wcore_type_is_cpp(uint32_t language);

#endif
