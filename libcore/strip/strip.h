/*
 * A dump or a module written again without some of its parts: sections that go, bytes of a dump's memories
 * that go, bytes that are replaced.  What stays is copied as it stands, so that without any of these the
 * result is the same file.
 */
#ifndef WCORE_STRIP_STRIP_H
#define WCORE_STRIP_STRIP_H

#include "../base/patch.h"
#include "../dump/dump.h"
#include "../dump/kept.h"

/* A custom section that is put behind all others. */
struct wcore_strip_custom {
	const char *name;
	const struct wcore_encoder *contents;	/* what stands behind the name */
};

struct wcore_strip_plan {
	const struct wcore_module *module;
	const struct wcore_dump *dump;		/* over the module; NULL of a plain module */
	const bool *dropped;			/* by section of the module; NULL: none */
	const struct wcore_kept *kept;		/* NULL: the data section stays as it is */
	bool writes_zeros;			/* segments have those that are kept */
	bool without_globals;			/* the instances of a dump name no globals */
	const struct wcore_patches *patches;	/* of the module's file; may be NULL */
	const struct wcore_strip_custom *added;
	size_t added_count;
};

/*
 * Of a memory that is kept in part, bytes that go are in no segment afterwards.  Zeros of the kept ranges that the
 * producer left out are told of by a section of their own (zeros.h), or written where that takes less.  In place of the first segment stands an empty one: it tells
 * a reader that what is missing is not zero, and the producer whose habits the rest has.
 *
 * ret_size: bytes that the sink got.  Errors: FORMAT (a file that is cut; data segments that cannot be read), LIMIT (too large for a section),
 * NOMEM, those of the sink.
 */
struct wcore_error *wcore_strip_write(const struct wcore_strip_plan *plan, struct wcore_sink *sink,
				      uint64_t *ret_size);

#endif
