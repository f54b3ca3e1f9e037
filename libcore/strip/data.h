/* The data section of a dump with the kept bytes alone. */
#ifndef WCORE_STRIP_DATA_H
#define WCORE_STRIP_DATA_H

#include "../base/buffered_sink.h"
#include "../dump/zeros.h"
#include "strip.h"

/*
 * How many segments it has, how many bytes they take, and about where in the output it begins; zeros that are kept
 * and that no segment has, to be written behind it.
 */
struct wcore_strip_data {
	uint64_t count, size, position;
	struct wcore_zeros_writer zeros;
	bool writes_zeros;	/* segments have all of them, which takes less */
};

/* The caller gives the zeros of *ret up, also after an error.  Errors: FORMAT, LIMIT, NOMEM. */
struct wcore_error *wcore_strip_data_measure(const struct wcore_strip_plan *plan, uint64_t position,
					     struct wcore_strip_data *ret);
/* Writes the section, of which data is the measure.  Errors: those of the sink, too. */
struct wcore_error *wcore_strip_data_write(const struct wcore_strip_plan *plan, const struct wcore_strip_data *data,
					   struct wcore_buffered_sink *out);

#endif
