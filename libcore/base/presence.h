/*
 * Which bytes of a file are there: of a thin copy (docs/format.md) those that were kept, with zeros between
 * them.  While a file is recorded, the same calls say which bytes an answer rests on: those to keep.
 *
 * Whoever reads something that a thin copy may lack says so by wcore_file_use(), before or after reading it, and
 * does without what is not there.
 */
#ifndef WCORE_BASE_PRESENCE_H
#define WCORE_BASE_PRESENCE_H

#include "error.h"
#include "file.h"

struct wcore_stretch { uint64_t start, end; };

struct wcore_stretches {
	struct wcore_stretch *items;
	size_t count, capacity;
};

/* What was seen of a whole file, and cannot be seen of a thin copy: bits of wcore_presence.facts. */
enum { WCORE_FACT_TABLES_FIXED = 1 };	/* no code writes to a table */

struct wcore_presence {
	bool is_recording;
	bool is_out_of_memory;	/* the record has gaps */
	unsigned paused;	/* what is read now is looked through, and no answer rests on it */
	struct wcore_stretches kept;
	/* Addresses of memory that the code, as a whole, neither writes nor takes. */
	struct wcore_stretches unwritten;
	uint64_t facts;
};

void wcore_stretches_deinit(struct wcore_stretches *stretches);
/* False when memory ran out. */
bool wcore_stretches_add(struct wcore_stretches *stretches, uint64_t start, uint64_t end);
/* Sorts them and joins those that touch. */
void wcore_stretches_join(struct wcore_stretches *stretches);
/* Whether one of the joined stretches holds [start, end). */
bool wcore_stretches_hold(const struct wcore_stretches *stretches, uint64_t start, uint64_t end);

/* Begins to record; errors: NOMEM. */
struct wcore_error *wcore_file_record(struct wcore_file *file);
bool wcore_presence_use(struct wcore_presence *presence, uint64_t start, uint64_t end);

/* Whether the bytes [start, end) are there, which are recorded where that is done. */
static inline bool wcore_file_use(const struct wcore_file *file, uint64_t start, uint64_t end)
{
	return !file->presence || wcore_presence_use(file->presence, start, end);
}

/* Between the two, reading is not recorded. */
static inline void wcore_file_pause(const struct wcore_file *file)
{
	if (file->presence)
		file->presence->paused++;
}

static inline void wcore_file_resume(const struct wcore_file *file)
{
	if (file->presence)
		file->presence->paused--;
}

static inline bool wcore_file_is_thin(const struct wcore_file *file)
{
	return file->presence && !file->presence->is_recording;
}

#endif
