#include "patch.h"

/* The first patch that ends behind the offset. */
static size_t find(const struct wcore_patches *patches, uint64_t offset)
{
	size_t low = 0, high = patches ? patches->count : 0;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const struct wcore_patch *patch = &patches->items[middle];

		if (patch->offset + patch->size > offset)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

struct wcore_error *wcore_patches_copy(const struct wcore_patches *patches, struct wcore_sink *sink,
				       const struct wcore_file *file, uint64_t offset, uint64_t size)
{
	const uint64_t end = offset + size;
	size_t next = find(patches, offset);
	struct wcore_error *error = NULL;

	while (!error && patches && next < patches->count && patches->items[next].offset < end) {
		const struct wcore_patch *patch = &patches->items[next++];
		const uint64_t start = patch->offset > offset ? patch->offset : offset;
		const uint64_t patched = patch->offset + patch->size;
		const uint64_t stop = patched < end ? patched : end;

		error = wcore_sink_copy(sink, file, offset, start - offset);
		if (!error)
			error = wcore_sink_write(sink, patch->bytes + (start - patch->offset), (size_t)(stop - start));
		offset = stop;
	}
	return error ? error : wcore_sink_copy(sink, file, offset, end - offset);
}
