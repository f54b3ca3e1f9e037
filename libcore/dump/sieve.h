/*
 * Reads a stream that may be a dump and keeps all of it but what its memories hold: the contents of data segments
 * are passed over as they come. Room is needed for their headers, in a temporary file once they are many, and
 * not for their bytes. What is left is enough for all questions but those for bytes of memories, which are
 * answered with an error.
 *
 * The first of them stay: wcore_dump_omits_zeros() looks at them. Where the stream is no Wasm binary, or
 * a data section cannot be read as one, the rest is kept whole.
 */
#ifndef WCORE_DUMP_SIEVE_H
#define WCORE_DUMP_SIEVE_H

#include "../base/file.h"
#include "../base/spool.h"

/* More than the header of any segment that a producer writes. */
#define WCORE_SIEVE_AHEAD 256

struct wcore_sieve {
	struct wcore_file_sieve file;	/* for wcore_file_options */
	struct wcore_spool headers;	/* what stands in the data section beside contents */
	uint64_t pos;			/* bytes of the stream that are dealt with */
	uint64_t left;			/* of those that are passed over or kept as they are */
	uint64_t start, end;		/* of the part whose contents are left out; 0: none was met */
	uint64_t section_end;		/* of the data section */
	uint64_t segments_left, segments;	/* of the data section: to come, and passed */
	uint32_t sections;		/* that were met */
	unsigned state;
	uint8_t packed[1 << 13];	/* for headers */
	size_t packed_size;
	uint8_t ahead[WCORE_SIEVE_AHEAD];	/* of what stands at pos, until it can be read */
	size_t ahead_size;
};

/* Of one stream; deinit once it is opened, or failed to.  opener is that of temporary files, and may be NULL. */
void wcore_sieve_init(struct wcore_sieve *sieve, const struct wcore_opener *opener);
void wcore_sieve_deinit(struct wcore_sieve *sieve);

#endif
