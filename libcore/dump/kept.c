#include "kept.h"

#include <stdlib.h>

#include "../base/alloc.h"

struct wcore_error *wcore_kept_none(const struct wcore_dump *dump, struct wcore_kept *ret)
{
	*ret = (struct wcore_kept){ .count = dump->memory_count };
	ret->memories = wcore_calloc(ret->count ? ret->count : 1, sizeof(*ret->memories));
	return ret->memories ? NULL : wcore_error_nomem();
}

struct wcore_error *wcore_kept_all(const struct wcore_dump *dump, struct wcore_kept *ret)
{
	struct wcore_error *error = wcore_kept_none(dump, ret);

	if (error)
		return error;
	ret->ranges = wcore_calloc(ret->count ? ret->count : 1, sizeof(*ret->ranges));
	if (!ret->ranges) {
		wcore_kept_deinit(ret);
		return wcore_error_nomem();
	}
	for (uint32_t i = 0; i < ret->count; i++) {
		ret->ranges[i].size = dump->memories[i].size;
		ret->memories[i] = (struct wcore_kept_memory){ &ret->ranges[i], ret->ranges[i].size != 0 };
	}
	return NULL;
}

void wcore_kept_deinit(struct wcore_kept *kept)
{
	free(kept->memories);
	free(kept->ranges);
	*kept = (struct wcore_kept){ 0 };
}
