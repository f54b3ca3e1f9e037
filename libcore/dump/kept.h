/* Which bytes of a dump's memories are kept when the dump is written again. */
#ifndef WCORE_DUMP_KEPT_H
#define WCORE_DUMP_KEPT_H

#include "memory.h"

/* At least one byte. */
struct wcore_kept_range { uint64_t address, size; };

/* By ascending address; none overlaps or touches the next. */
struct wcore_kept_memory {
	const struct wcore_kept_range *ranges;
	size_t count;
};

struct wcore_kept {
	struct wcore_kept_memory *memories;	/* one for each memory of the dump, in its order; owned */
	uint32_t count;
	struct wcore_kept_range *ranges;	/* where those of the memories stand; owned, may be NULL */
};

/* Nothing of all memories, or all of them.  Errors: NOMEM. */
struct wcore_error *wcore_kept_none(const struct wcore_dump *dump, struct wcore_kept *ret);
struct wcore_error *wcore_kept_all(const struct wcore_dump *dump, struct wcore_kept *ret);
/* Whether no captured byte goes: what is left of the dump then is the dump.  Errors: FORMAT. */
struct wcore_error *wcore_kept_has_all(const struct wcore_dump *dump, const struct wcore_kept *kept, bool *ret);
void wcore_kept_deinit(struct wcore_kept *kept);

#endif
