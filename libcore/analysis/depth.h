/* The shape of a thread's stack: did it grow by recursion until it was full? */
#ifndef WCORE_ANALYSIS_DEPTH_H
#define WCORE_ANALYSIS_DEPTH_H

#include "../dump/stack.h"

struct wcore_depth {
	bool is_deep;		/* as many frames as Wasmtime keeps of a long trace, or more */
	bool is_recursive;	/* a function stands twice among the youngest frames */
	uint32_t period;	/* of the same calls, again and again, as far as is looked; 0: there is none */
};

/* Looks at the youngest WCORE_DEPTH_FRAMES frames. */
#define WCORE_DEPTH_FRAMES 64
void wcore_depth_measure(const struct wcore_dump *dump, const struct wcore_thread *thread,
			 struct wcore_depth *ret);

#endif
