#include "spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "alloc.h"

#define MEMORY_MAX (1u << 20)

void wcore_spool_init(struct wcore_spool *spool, const struct wcore_opener *opener)
{
	*spool = (struct wcore_spool){ .opener = opener, .fd = -1 };
}

void wcore_spool_deinit(struct wcore_spool *spool)
{
	free(spool->memory);
	if (spool->fd >= 0)
		close(spool->fd);
	wcore_spool_init(spool, spool->opener);
}

static struct wcore_error *write_error(const char *path)
{
	return wcore_error_create(WCORE_ERROR_IO, path, "cannot write to a temporary file: %s",
				  strerror(errno));
}

static struct wcore_error *write_all(int fd, const char *path, uint64_t offset, const void *data,
				     size_t size)
{
	const uint8_t *bytes = data;

	while (size) {
		ssize_t written = pwrite(fd, bytes, size, (off_t)offset);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return write_error(path);
		bytes += written;
		offset += (uint64_t)written;
		size -= (size_t)written;
	}
	return NULL;
}

static struct wcore_error *move_to_file(struct wcore_spool *spool, const char *path)
{
	struct wcore_error *cause = wcore_opener_open(spool->opener, WCORE_OPENER_TEMPORARY, NULL, &spool->fd);
	struct wcore_error *error;

	if (cause) {
		spool->fd = -1;
		error = wcore_error_create(WCORE_ERROR_IO, path, "cannot make a temporary file: %s",
					   cause->message);
		wcore_error_destroy(cause);
		return error;
	}
	error = write_all(spool->fd, path, 0, spool->memory, (size_t)spool->size);

	free(spool->memory);
	spool->memory = NULL;
	spool->capacity = 0;
	return error;
}

/* Makes room for size more bytes, in memory or by moving on to a file. */
static struct wcore_error *reserve(struct wcore_spool *spool, const char *path, uint64_t size)
{
	if (spool->fd >= 0)
		return NULL;
	if (size > MEMORY_MAX - spool->size)
		return move_to_file(spool, path);
	if (spool->capacity - spool->size < size) {
		size_t capacity = spool->capacity ? spool->capacity : 65536;

		while (capacity - spool->size < size)
			capacity *= 2;
		uint8_t *memory = wcore_realloc(spool->memory, capacity);
		if (!memory)
			return wcore_error_nomem();
		spool->memory = memory;
		spool->capacity = capacity;
	}
	return NULL;
}

struct wcore_error *wcore_spool_write(struct wcore_spool *spool, const char *path,
				      const void *data, size_t size)
{
	struct wcore_error *error = reserve(spool, path, size);

	if (!error && spool->fd >= 0)
		error = write_all(spool->fd, path, spool->size, data, size);
	else if (!error && size)
		memcpy(spool->memory + spool->size, data, size);
	if (!error)
		spool->size += size;
	return error;
}

struct wcore_error *wcore_spool_skip(struct wcore_spool *spool, const char *path, uint64_t size)
{
	struct wcore_error *error = reserve(spool, path, size);

	if (!error && spool->fd < 0 && size)
		memset(spool->memory + spool->size, 0, (size_t)size);
	if (!error)
		spool->size += size;
	return error;
}

struct wcore_error *wcore_spool_finish(struct wcore_spool *spool, const char *path,
				       const uint8_t **ret, bool *ret_mapped)
{
	*ret = NULL;
	*ret_mapped = false;
	if (spool->fd >= 0) {
		/* What was skipped last was not written. */
		if (ftruncate(spool->fd, (off_t)spool->size) != 0)
			return write_error(path);

		void *map = mmap(NULL, spool->size, PROT_READ, MAP_PRIVATE, spool->fd, 0);

		if (map == MAP_FAILED)
			return wcore_error_create(WCORE_ERROR_IO, path,
						  "cannot map a temporary file: %s",
						  strerror(errno));
		*ret = map;
		*ret_mapped = true;
	} else {
		*ret = spool->memory;
		spool->memory = NULL;
	}
	wcore_spool_deinit(spool);
	return NULL;
}
