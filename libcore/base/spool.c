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

static struct wcore_error *write_all(int fd, const char *path, const void *data, size_t size)
{
	const uint8_t *bytes = data;

	while (size) {
		ssize_t written = write(fd, bytes, size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return wcore_error_create(WCORE_ERROR_IO, path,
						  "cannot write to a temporary file: %s",
						  strerror(errno));
		bytes += written;
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
	error = write_all(spool->fd, path, spool->memory, (size_t)spool->size);

	free(spool->memory);
	spool->memory = NULL;
	spool->capacity = 0;
	return error;
}

struct wcore_error *wcore_spool_write(struct wcore_spool *spool, const char *path,
				      const void *data, size_t size)
{
	struct wcore_error *error;

	if (spool->fd < 0 && spool->size + size > MEMORY_MAX) {
		error = move_to_file(spool, path);
		if (error)
			return error;
	}
	if (spool->fd >= 0) {
		error = write_all(spool->fd, path, data, size);
		if (!error)
			spool->size += size;
		return error;
	}
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
	memcpy(spool->memory + spool->size, data, size);
	spool->size += size;
	return NULL;
}

struct wcore_error *wcore_spool_finish(struct wcore_spool *spool, const char *path,
				       const uint8_t **ret, bool *ret_mapped)
{
	*ret = NULL;
	*ret_mapped = false;
	if (spool->fd >= 0) {
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
