#include "owner.h"

#include <stdlib.h>

struct wcore_owners {
	struct wcore_target *target;
	const struct wcore_memory *memory;
	struct wcore_inspect *inspect;
};

struct wcore_error *wcore_owners_open(struct wcore_target *target, const struct wcore_memory *memory,
				      struct wcore_inspect *inspect, struct wcore_owners **ret)
{
	struct wcore_owners *owners = calloc(1, sizeof(*owners));

	if (!owners)
		return wcore_error_nomem();
	*owners = (struct wcore_owners){ target, memory, inspect };
	*ret = owners;
	return NULL;
}

void wcore_owners_close(struct wcore_owners *owners)
{
	free(owners);
}

struct wcore_owner wcore_owners_find(struct wcore_owners *owners, uint64_t address)
{
	return (struct wcore_owner){
		.kind = address >= owners->memory->size ? WCORE_OWNER_OUTSIDE : WCORE_OWNER_NONE,
		.address = address,
	};
}

void wcore_owner_write(const struct wcore_owner *owner, FILE *out)
{
	fputs(owner->kind == WCORE_OWNER_NONE ? "-" : wcore_owner_kind_name(owner->kind), out);
}

const char *wcore_owner_kind_name(enum wcore_owner_kind kind)
{
	static const char *const names[] = {
		[WCORE_OWNER_NONE] = "unknown", [WCORE_OWNER_STATIC] = "static",
		[WCORE_OWNER_VARIABLE] = "variable", [WCORE_OWNER_FRAME] = "frame",
		[WCORE_OWNER_STACK] = "stack", [WCORE_OWNER_DATA] = "data", [WCORE_OWNER_CHUNK] = "chunk",
		[WCORE_OWNER_HEAP] = "heap", [WCORE_OWNER_OUTSIDE] = "outside",
	};

	return names[kind];
}
