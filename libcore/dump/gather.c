#include "gather.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/uio.h>

#include "../base/alloc.h"
#include "../wasm/data.h"

/* The longest plain header, and a bit. */
#define HEADER_MAX 32
/* Where a header is looked for, what is tried there, and how many have to follow each other. */
#define SEARCH_SIZE (1u << 20)
#define SEARCH_TRIES 4096
#define SEARCH_CHAIN 16
/* Headers that are waited for: the system may say of one in memory, too, that it is not there. */
#define WAITS_MAX 64
/* Segments that are looked at first, and page faults in which that is all the same cheap. */
#define PROBE_SEGMENTS 256
#define PROBE_FAULTS 16

/* Headers that follow each other in the file. */
struct run {
	const struct wcore_file *file;
	uint64_t pos, end;	/* where the next one stands, and where their section ends */
	uint64_t start, count, most;	/* where the first one stood; how many there are, and may be */
	uint8_t *bytes;
	size_t size, capacity;
	bool is_out_of_memory;
	unsigned waits;
	atomic_bool *is_over;	/* NULL: nobody else ends it */
};

static struct wcore_cursor cursor_over(const uint8_t *bytes, size_t size)
{
	return (struct wcore_cursor){ .data = bytes, .end = size };
}

/* As much as there is at a place; 0 where the system does not have it in memory, and that was waited for too often. */
static size_t read_bytes(struct run *run, uint64_t pos, void *buffer, size_t size)
{
	const struct iovec part = { buffer, size };
	const ssize_t got = preadv2(run->file->fd, &part, 1, (off_t)pos, RWF_NOWAIT);

	if (got >= 0)
		return (size_t)got;
	if (errno != EAGAIN || run->waits++ >= WAITS_MAX)
		return 0;
	wcore_file_read(run->file, pos, size, buffer);
	return size;
}

/* The header at a place of the file; false when it has another form, or its segment passes the end. */
static bool read_header(struct run *run, uint64_t pos, uint8_t buffer[HEADER_MAX], struct wcore_data_plain *ret)
{
	const uint64_t left = run->end - pos;
	const size_t size = read_bytes(run, pos, buffer, left < HEADER_MAX ? (size_t)left : HEADER_MAX);
	const struct wcore_cursor cursor = cursor_over(buffer, size);

	return wcore_data_plain_read(&cursor, ret) && (uint64_t)ret->length + ret->size <= left;
}

static bool append(struct run *run, const uint8_t *bytes, size_t size)
{
	if (size > run->capacity - run->size) {
		const size_t capacity = 2 * run->capacity + size + (1u << 16);
		uint8_t *grown = wcore_realloc(run->bytes, capacity);

		run->is_out_of_memory = !grown;
		if (!grown)
			return false;
		run->bytes = grown;
		run->capacity = capacity;
	}
	memcpy(run->bytes + run->size, bytes, size);
	run->size += size;
	return true;
}

/* False behind the last one that is worth it: from then on segments are small, or have another form. */
static bool step(struct run *run)
{
	uint8_t buffer[HEADER_MAX];
	struct wcore_data_plain plain;

	if (run->count == run->most ||
	    (run->count >= WCORE_GATHER_SEGMENTS && (run->pos - run->start) / run->count < WCORE_GATHER_DISTANCE) ||
	    !read_header(run, run->pos, buffer, &plain) || !append(run, buffer, plain.length))
		return false;
	run->pos += (uint64_t)plain.length + plain.size;
	run->count++;
	return true;
}

static void *go(void *context)
{
	struct run *run = context;

	while (!atomic_load_explicit(run->is_over, memory_order_relaxed) && step(run))
		;
	return NULL;
}

/* Whether headers of segments that ascend follow each other from a place on. */
static bool is_chain(struct run *run, uint64_t pos)
{
	uint8_t buffer[HEADER_MAX];
	struct wcore_data_plain plain, last = { 0 };

	for (unsigned i = 0; i < SEARCH_CHAIN; i++, last = plain) {
		if (!read_header(run, pos, buffer, &plain) || plain.memory < last.memory ||
		    (plain.memory == last.memory && plain.address < last.address))
			return false;
		pos += (uint64_t)plain.length + plain.size;
	}
	return true;
}

/* A place behind pos where a header stands, as it looks; 0 when there is none nearby. */
static uint64_t look_for_header(struct run *run, uint64_t pos)
{
	uint8_t *buffer = wcore_malloc(SEARCH_SIZE);
	uint64_t found = 0;
	unsigned tries = 0;
	size_t size;

	if (!buffer)
		return 0;
	size = run->end - pos < SEARCH_SIZE ? 0 : read_bytes(run, pos, buffer, SEARCH_SIZE);
	for (size_t i = 0; i + HEADER_MAX < size && !found && tries < SEARCH_TRIES; i++) {
		const struct wcore_cursor cursor = cursor_over(buffer + i, HEADER_MAX);
		struct wcore_data_plain plain;

		if (!wcore_data_plain_read(&cursor, &plain))
			continue;
		tries++;
		if (is_chain(run, pos + i))
			found = pos + i;
	}
	free(buffer);
	return found;
}

/* Goes on to the end, or to where the second run began, which then is what follows. */
static void meet(struct run *first, struct run *second)
{
	while (first->pos < second->start && step(first))
		;
	if (first->pos != second->start)
		atomic_store(second->is_over, true);
}

static void join(struct run *first, const struct run *second)
{
	if (first->pos != second->start || second->is_out_of_memory || second->count > first->most - first->count ||
	    !append(first, second->bytes, second->size))
		return;
	first->pos = second->pos;
	first->count += second->count;
}

static void run_both(struct run *first)
{
	atomic_bool is_over = false;
	struct run second = { .file = first->file, .end = first->end, .most = first->most, .is_over = &is_over };
	pthread_t thread;

	second.start = second.pos = look_for_header(&second, first->pos + (first->end - first->pos) / 2);
	if (!second.start || pthread_create(&thread, NULL, go, &second) != 0)
		return;
	meet(first, &second);
	pthread_join(thread, NULL);
	join(first, &second);
	free(second.bytes);
}

/* The numbers behind which the first segment stands; false where there are too few segments, or too small ones. */
static bool begin(const struct wcore_file *file, const struct wcore_section *section, struct run *ret)
{
	uint32_t count = 0;
	struct wcore_cursor cursor;

	wcore_cursor_init(&cursor, file, section->offset, section->size, NULL);
	wcore_error_destroy(wcore_cursor_leb_u32(&cursor, &count));
	*ret = (struct run){ .file = file, .start = cursor.pos, .pos = cursor.pos, .end = cursor.end, .most = count };
	return count >= WCORE_GATHER_SEGMENTS && section->size / count >= WCORE_GATHER_DISTANCE;
}

/* The data section of a large file, as a run at its beginning. */
static bool find_section(const struct wcore_file *file, struct wcore_section *ret, struct run *ret_run)
{
	struct wcore_module *module = NULL;
	struct wcore_error *error;
	const struct wcore_section *section;

	if (file->fd < 0 || file->packed.data || file->size < (uint64_t)WCORE_GATHER_SEGMENTS * WCORE_GATHER_DISTANCE)
		return false;
	error = wcore_module_open(file, 0, file->size, &module);
	section = error || module->cut ? NULL : wcore_module_section(module, WCORE_SECTION_DATA);
	if (section)
		*ret = *section;
	wcore_error_destroy(error);
	wcore_module_close(module);
	return section && begin(file, ret, ret_run);
}

static uint64_t count_faults(void)
{
	struct rusage usage;

	return getrusage(RUSAGE_THREAD, &usage) == 0 ? (uint64_t)usage.ru_minflt + (uint64_t)usage.ru_majflt : 0;
}

bool wcore_gather_is_worth_it(const struct wcore_file *file)
{
	struct wcore_section section;
	struct run run;
	struct wcore_data_plain plain;
	uint64_t faults;

	if (!find_section(file, &section, &run))
		return false;
	struct wcore_cursor cursor = { .data = file->data, .pos = run.pos, .end = run.end };

	faults = count_faults();
	for (unsigned i = 0; i < PROBE_SEGMENTS; i++) {
		if (!wcore_data_plain_read(&cursor, &plain) ||
		    (uint64_t)plain.length + plain.size > wcore_cursor_left(&cursor))
			return false;
		cursor.pos += (uint64_t)plain.length + plain.size;
	}
	faults = count_faults() - faults;
	wcore_file_release(file, run.pos, cursor.pos - run.pos);
	return faults > PROBE_FAULTS;
}

void wcore_gather_headers(struct wcore_file *file, bool may_thread)
{
	struct wcore_section section;
	struct run run;

	if (!find_section(file, &section, &run) ||
	    !append(&run, file->data + section.offset, (size_t)(run.start - section.offset)))
		return;
	if (may_thread)
		run_both(&run);
	while (step(&run))
		;
	if (run.is_out_of_memory || !run.count) {
		free(run.bytes);
		return;
	}
	file->packed = (struct wcore_file_packed){ .start = section.offset, .end = run.pos, .data = run.bytes,
						   .size = run.size };
}
