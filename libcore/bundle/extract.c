#include "extract.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "../base/sink.h"
#include "bundle.h"

#define PATH_MAX_SIZE 4096
#define PART_MAX 255

char *wcore_bundle_safe_name(struct wcore_string name)
{
	char *safe = wcore_malloc(name.size + sizeof("file"));
	size_t size = 0;

	if (!safe)
		return NULL;
	for (size_t pos = 0; pos < name.size;) {
		const char *slash = memchr(name.data + pos, '/', name.size - pos);
		const size_t end = slash ? (size_t)(slash - name.data) : name.size, start = size;
		const struct wcore_string part = { name.data + pos, end - pos };

		pos = end + 1;
		if (!part.size || wcore_string_is(part, ".") || wcore_string_is(part, ".."))
			continue;
		if (start)
			safe[size++] = '/';
		for (size_t i = 0; i < part.size && i < PART_MAX; i++) {
			const unsigned char byte = (unsigned char)part.data[i];

			safe[size++] = byte < 0x20 || byte == 0x7f || byte == '\\' || byte == ':' ? '_' : (char)byte;
		}
	}
	if (!size)
		size = (size_t)sprintf(safe, "file");
	safe[size] = '\0';
	return safe;
}

struct file_sink {
	struct wcore_sink sink;
	const char *path;
	int fd;
};

static struct wcore_error *io_error(const char *path)
{
	return wcore_error_create(WCORE_ERROR_IO, path, "%s", strerror(errno));
}

static struct wcore_error *write_file(struct wcore_sink *sink, const void *data, size_t size)
{
	struct file_sink *file = (struct file_sink *)sink;
	const uint8_t *bytes = data;

	while (size) {
		const ssize_t written = write(file->fd, bytes, size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return io_error(file->path);
		bytes += written;
		size -= (size_t)written;
	}
	return NULL;
}

/* The folder that name stands in below dir, made on the way without following links; -1 with errno set. */
static int open_folder(int dir, const char *name, const char **ret_base)
{
	int fd = fcntl(dir, F_DUPFD_CLOEXEC, 0);

	for (const char *slash; fd >= 0 && (slash = strchr(name, '/')); name = slash + 1) {
		char part[PART_MAX + 1];
		int next;

		snprintf(part, sizeof(part), "%.*s", (int)(slash - name), name);
		if (mkdirat(fd, part, 0777) != 0 && errno != EEXIST)
			next = -1;
		else
			next = openat(fd, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		close(fd);
		fd = next;
	}
	*ret_base = name;
	return fd;
}

/* A file that is not there so far; name is safe, path is for messages. */
static struct wcore_error *create(int dir, const char *name, const char *path, struct file_sink *ret)
{
	const char *base;
	const int folder = open_folder(dir, name, &base);

	*ret = (struct file_sink){ .sink.write = write_file, .path = path, .fd = -1 };
	if (folder < 0)
		return io_error(path);
	ret->fd = openat(folder, base, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (ret->fd < 0) {
		struct wcore_error *error = io_error(path);

		close(folder);
		return error;
	}
	close(folder);
	return NULL;
}

struct extraction {
	const struct wcore_dump *dump;
	const char *folder;
	int dir;
	uint64_t max_input;
	const struct wcore_bundle_extract_events *events;
};

static struct wcore_error *write_contents(const struct extraction *extraction, const struct wcore_embedded *embedded,
					  struct file_sink *sink)
{
	struct wcore_file *file = NULL;
	struct wcore_error *error;

	if (!embedded)
		return wcore_bundle_write_dump(extraction->dump, &sink->sink);
	if (embedded->encoding == WCORE_EMBEDDED_PLAIN)
		return wcore_sink_copy(&sink->sink, extraction->dump->wasm->file, embedded->offset,
				       embedded->stored);
	error = wcore_embedded_open(extraction->dump, embedded, extraction->max_input, &file);
	if (!error)
		error = wcore_sink_copy(&sink->sink, file, 0, file->size);
	wcore_file_close(file);
	return error;
}

/* One file; embedded is NULL for the dump itself. */
static struct wcore_error *extract(const struct extraction *extraction, const struct wcore_embedded *embedded,
				   struct wcore_string recorded)
{
	struct wcore_error *error = NULL;
	struct file_sink sink = { .fd = -1 };
	char *name = wcore_bundle_safe_name(recorded), *path = NULL;

	if (name && wcore_asprintf(&path, "%s/%s", extraction->folder, name) < 0)
		path = NULL;
	if (!path)
		error = wcore_error_nomem();
	else if (strlen(name) >= PATH_MAX_SIZE)
		error = wcore_error_create(WCORE_ERROR_LIMIT, extraction->folder, "the name of a file is too long");
	else
		error = create(extraction->dir, name, path, &sink);
	if (!error)
		error = write_contents(extraction, embedded, &sink);
	if (sink.fd >= 0 && close(sink.fd) != 0 && !error)
		error = io_error(path);
	/* No part of a file looks like the file. */
	if (error && sink.fd >= 0)
		unlinkat(extraction->dir, name, 0);
	if (!error && extraction->events->written)
		extraction->events->written(extraction->events->context, embedded, path);
	free(name);
	free(path);
	return error;
}

struct wcore_error *wcore_bundle_extract(const struct wcore_dump *dump, const char *folder, uint64_t max_input,
					 const struct wcore_bundle_extract_events *events)
{
	struct extraction extraction = { dump, folder, -1, max_input, events };
	struct wcore_string name = wcore_embedded_dump_name(dump);
	struct wcore_error *error;

	if (!wcore_module_custom(dump->wasm, WCORE_EMBEDDED_DUMP) && !dump->embedded_count)
		return wcore_error_create(WCORE_ERROR_NOT_FOUND, dump->wasm->file->path, "holds no files");
	if (mkdir(folder, 0777) != 0 && errno != EEXIST)
		return io_error(folder);
	extraction.dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (extraction.dir < 0)
		return io_error(folder);
	error = extract(&extraction, NULL, name.size ? name : WCORE_STRING("dump.core"));
	for (uint32_t i = 0; i < dump->embedded_count && !error; i++) {
		const struct wcore_embedded *embedded = &dump->embedded[i];

		if (embedded->encoding != WCORE_EMBEDDED_THIN)
			error = extract(&extraction, embedded, embedded->name);
		else if (events->left_out)
			events->left_out(events->context, embedded);
	}
	close(extraction.dir);
	return error;
}
