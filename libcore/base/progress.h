/* How far long work on a file is, for a person who waits. */
#ifndef WCORE_BASE_PROGRESS_H
#define WCORE_BASE_PROGRESS_H

#include <stddef.h>
#include <stdint.h>

struct wcore_progress {
	/*
	 * Called often: done of total bytes of the file at path are worked through;
	 * total is 0 where it is not known.  path NULL: the work is over.
	 */
	void (*report)(void *context, const char *path, uint64_t done, uint64_t total);
	void *context;
};

/* progress may be NULL, as in all places that take one. */
static inline void wcore_progress_report(const struct wcore_progress *progress, const char *path,
					 uint64_t done, uint64_t total)
{
	if (progress)
		progress->report(progress->context, path, done, total);
}

static inline void wcore_progress_end(const struct wcore_progress *progress)
{
	wcore_progress_report(progress, NULL, 0, 0);
}

#endif
