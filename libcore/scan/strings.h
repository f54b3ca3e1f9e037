/*
 * The texts in a memory: runs of characters of one encoding that are long enough, across segments, in
 * ascending order.  Bytes that were not captured end a run.
 */
#ifndef WCORE_SCAN_STRINGS_H
#define WCORE_SCAN_STRINGS_H

#include "image.h"
#include "text_class.h"

struct wcore_text_run {
	uint64_t address, size;		/* in bytes */
	uint64_t characters;
	const uint8_t *bytes;		/* valid during the call; NULL: too long, wcore_text_run_read() */
};

struct wcore_strings_options {
	enum wcore_text_encoding encoding;
	uint64_t min_characters;	/* at least 1 */
	uint64_t from, to;
	bool is_plain;			/* without SIMD, for tests */
};

/*
 * visit gives false to end it.  *ret_revised: image.h, is_revised.  Memory: some 800 KiB, whatever
 * the dump.  Errors: NOMEM, LIMIT.
 */
struct wcore_error *wcore_strings_visit(const struct wcore_space *space,
					const struct wcore_strings_options *options,
					bool (*visit)(void *context, const struct wcore_text_run *run),
					void *context, bool *ret_revised);
/* size bytes of a run from offset on, again. */
struct wcore_error *wcore_text_run_read(const struct wcore_space *space, const struct wcore_text_run *run,
					uint64_t offset, uint64_t size, uint8_t *bytes);
/*
 * Whole characters of an encoding as UTF-8; bytes of 8BIT are ISO 8859-1's.  ret holds twice size bytes;
 * gives how many there are.
 */
size_t wcore_text_decode(enum wcore_text_encoding encoding, const uint8_t *bytes, size_t size, char *ret);

#endif
