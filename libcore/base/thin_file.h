/*
 * A thin copy of a file: its size, the stretches that were kept, and nothing of the rest.  Read again it is a
 * file of the same size with zeros between the stretches, which wcore_file_use() tells apart.
 */
#ifndef WCORE_BASE_THIN_FILE_H
#define WCORE_BASE_THIN_FILE_H

#include "encoder.h"
#include "presence.h"

/* Bytes that stand in the copy instead of the file's own; they lie in a stretch that is kept. */
struct wcore_patch { uint64_t offset; uint8_t bytes[12]; uint8_t size; };

struct wcore_thin_file {
	const struct wcore_file *file;
	struct wcore_stretches kept;
	struct wcore_patch *patches; size_t patch_count, patch_capacity;
	bool is_out_of_memory;
};

void wcore_thin_file_deinit(struct wcore_thin_file *thin);
void wcore_thin_file_keep(struct wcore_thin_file *thin, uint64_t start, uint64_t end);
/* Keeps that place, with other bytes; size is at most 12. */
void wcore_thin_file_patch(struct wcore_thin_file *thin, uint64_t offset, const void *bytes, size_t size);
/* Errors: NOMEM. */
struct wcore_error *wcore_thin_file_encode(struct wcore_thin_file *thin, struct wcore_encoder *ret);
/* encoded stays the caller's and may be closed then.  Errors: FORMAT, LIMIT, NOMEM. */
struct wcore_error *wcore_thin_file_open(const struct wcore_file *encoded, const char *path, uint64_t max_size,
					 struct wcore_file **ret);

#endif
