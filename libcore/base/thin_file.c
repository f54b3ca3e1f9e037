#include "thin_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "alloc.h"
#include "cursor.h"

void wcore_thin_file_deinit(struct wcore_thin_file *thin)
{
	wcore_stretches_deinit(&thin->kept);
	free(thin->patches);
}

void wcore_thin_file_keep(struct wcore_thin_file *thin, uint64_t start, uint64_t end)
{
	if (start < end)
		thin->is_out_of_memory |= !wcore_stretches_add(&thin->kept, start, end);
}

void wcore_thin_file_patch(struct wcore_thin_file *thin, uint64_t offset, const void *bytes, size_t size)
{
	struct wcore_patch patch = { .offset = offset, .size = (uint8_t)size };

	if (thin->patch_count == thin->patch_capacity) {
		const size_t capacity = thin->patch_capacity ? thin->patch_capacity * 2 : 256;
		void *patches = wcore_realloc(thin->patches, capacity * sizeof(*thin->patches));

		if (!patches) {
			thin->is_out_of_memory = true;
			return;
		}
		thin->patches = patches;
		thin->patch_capacity = capacity;
	}
	memcpy(patch.bytes, bytes, size);
	thin->patches[thin->patch_count++] = patch;
	wcore_thin_file_keep(thin, offset, offset + size);
}

static int by_offset(const void *a, const void *b)
{
	const struct wcore_patch *left = a, *right = b;

	return (left->offset > right->offset) - (left->offset < right->offset);
}

static void encode_stretches(struct wcore_encoder *encoder, const struct wcore_stretches *stretches)
{
	uint64_t end = 0;

	wcore_encode_uleb(encoder, stretches->count);
	for (size_t i = 0; i < stretches->count; i++) {
		wcore_encode_uleb(encoder, stretches->items[i].start - end);
		wcore_encode_uleb(encoder, stretches->items[i].end - stretches->items[i].start);
		end = stretches->items[i].end;
	}
}

struct wcore_error *wcore_thin_file_encode(struct wcore_thin_file *thin, struct wcore_encoder *ret)
{
	struct wcore_presence *presence = thin->file->presence;
	struct wcore_stretches none = { 0 };
	size_t patch = 0;

	if (thin->is_out_of_memory || (presence && presence->is_out_of_memory))
		return wcore_error_nomem();
	wcore_stretches_join(&thin->kept);
	if (presence)
		wcore_stretches_join(&presence->unwritten);
	if (thin->patch_count)
		qsort(thin->patches, thin->patch_count, sizeof(*thin->patches), by_offset);
	wcore_encode_uleb(ret, thin->file->size);
	wcore_encode_uleb(ret, presence ? presence->facts : 0);
	encode_stretches(ret, presence ? &presence->unwritten : &none);
	encode_stretches(ret, &thin->kept);
	for (size_t i = 0; i < thin->kept.count; i++) {
		const struct wcore_stretch *kept = &thin->kept.items[i];
		const size_t at = ret->size;

		wcore_encode_bytes(ret, thin->file->data + kept->start, kept->end - kept->start);
		if (ret->is_out_of_memory)
			return wcore_error_nomem();
		for (; patch < thin->patch_count && thin->patches[patch].offset < kept->end; patch++)
			memcpy(ret->data + at + (thin->patches[patch].offset - kept->start),
			       thin->patches[patch].bytes, thin->patches[patch].size);
	}
	return wcore_encoder_check(ret);
}

/* Ascending and apart, none behind max; *ret_size: the bytes of all. */
static struct wcore_error *read_stretches(struct wcore_cursor *cursor, uint64_t max, struct wcore_stretches *ret,
					  uint64_t *ret_size)
{
	uint64_t end = 0;
	uint32_t count = 0;
	struct wcore_error *error = wcore_cursor_count(cursor, 2, "stretches", &count);

	*ret_size = 0;
	for (uint32_t i = 0; !error && i < count; i++) {
		const uint64_t at = cursor->pos;
		uint64_t gap = 0, size = 0;

		error = wcore_cursor_leb_u64(cursor, &gap);
		if (!error)
			error = wcore_cursor_leb_u64(cursor, &size);
		if (!error && (gap > max - end || size > max - end - gap))
			error = wcore_cursor_error(cursor, at, "a stretch passes the file's end");
		if (!error && !wcore_stretches_add(ret, end + gap, end + gap + size))
			error = wcore_error_nomem();
		end += gap + size;
		*ret_size += size;
	}
	return error;
}

/* Zeros, of which those that are never read take no memory, and what was kept. */
static struct wcore_error *fill(const struct wcore_cursor *cursor, uint64_t size, struct wcore_file *file)
{
	const uint8_t *bytes = cursor->data + cursor->pos;
	uint8_t *map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (map == MAP_FAILED)
		return wcore_error_nomem();
	for (size_t i = 0; i < file->presence->kept.count; i++) {
		const struct wcore_stretch *kept = &file->presence->kept.items[i];

		memcpy(map + kept->start, bytes, kept->end - kept->start);
		bytes += kept->end - kept->start;
	}
	mprotect(map, size, PROT_READ);
	file->data = map;
	file->size = size;
	file->is_owned = file->is_mapped = true;
	return NULL;
}

struct wcore_error *wcore_thin_file_open(const struct wcore_file *encoded, const char *path, uint64_t max_size,
					 struct wcore_file **ret)
{
	struct wcore_file *file = NULL;
	struct wcore_cursor cursor;
	uint64_t size = 0, kept = 0;
	struct wcore_error *error = wcore_file_from_memory(path, NULL, 0, &file);

	if (error)
		return error;
	file->presence = wcore_calloc(1, sizeof(*file->presence));
	wcore_cursor_init(&cursor, encoded, 0, encoded->size, "thin file");
	if (!file->presence)
		error = wcore_error_nomem();
	if (!error)
		error = wcore_cursor_leb_u64(&cursor, &size);
	if (!error)
		error = wcore_cursor_leb_u64(&cursor, &file->presence->facts);
	if (!error && size > (max_size ? max_size : WCORE_FILE_MAX_DEFAULT))
		error = wcore_error_create(WCORE_ERROR_LIMIT, path, "holds more than the bytes that --max-input allows");
	if (!error)
		error = read_stretches(&cursor, UINT64_MAX, &file->presence->unwritten, &kept);
	if (!error)
		error = read_stretches(&cursor, size, &file->presence->kept, &kept);
	if (!error && (kept != wcore_cursor_left(&cursor) || !size))
		error = wcore_cursor_error(&cursor, cursor.pos, "%llu bytes were kept, but %llu are there",
					   (unsigned long long)kept, (unsigned long long)wcore_cursor_left(&cursor));
	if (!error)
		error = fill(&cursor, size, file);
	if (error) {
		wcore_file_close(file);
		return error;
	}
	wcore_stretches_join(&file->presence->unwritten);
	wcore_stretches_join(&file->presence->kept);
	*ret = file;
	return NULL;
}
