#include "depth.h"

/* The runtime's default; a stack that is full cannot be shallower by much. */
#define DEEP 20

struct place {
	uint32_t instance, funcidx;
	uint64_t position;
};

static bool is_same_call(const struct place *a, const struct place *b)
{
	return a->instance == b->instance && a->funcidx == b->funcidx &&
	       a->position == b->position;
}

/* The youngest frame is left out: it may be any function at the end of the chain. */
static bool repeats(const struct place *places, uint32_t count, uint32_t period)
{
	for (uint32_t i = 1; i + period < count; i++) {
		if (!is_same_call(&places[i], &places[i + period]))
			return false;
	}
	return true;
}

void wcore_depth_measure(const struct wcore_dump *dump, const struct wcore_thread *thread,
			 struct wcore_depth *ret)
{
	struct place places[WCORE_DEPTH_FRAMES];
	struct wcore_frame_iter iter;
	struct wcore_frame frame;
	uint32_t count = 0;
	bool found = true;

	*ret = (struct wcore_depth){.is_deep = thread->frame_count >= DEEP};
	wcore_frame_iter_init(&iter, dump, thread);
	while (count < WCORE_DEPTH_FRAMES && found) {
		struct wcore_error *error = wcore_frame_iter_next(&iter, &frame, &found);
		if (error || !found) {
			wcore_error_destroy(error);
			break;
		}
		places[count++] = (struct place){frame.instance, frame.funcidx, frame.position};
	}
	for (uint32_t i = 0; i < count; i++) {
		for (uint32_t k = 0; k < i; k++)
			ret->is_recursive |= places[i].instance == places[k].instance &&
					     places[i].funcidx == places[k].funcidx;
	}
	for (uint32_t period = 1; period * 2 < count && !ret->period; period++) {
		if (repeats(places, count, period))
			ret->period = period;
	}
}
