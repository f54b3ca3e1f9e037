#include "mem_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct wcore_error *io_error(const char *path)
{
	return wcore_error_create(WCORE_ERROR_IO, path, "%s", strerror(errno));
}

static bool write_all(int fd, const char *data, size_t size)
{
	while (size) {
		const ssize_t written = write(fd, data, size);

		if (written < 0 && errno != EINTR)
			return false;
		if (written > 0) {
			data += written;
			size -= (size_t)written;
		}
	}
	return true;
}

static struct wcore_error *replace(const char *path, const char *data, size_t size)
{
	char *temporary = NULL;
	struct wcore_error *error = NULL;
	const mode_t mask = umask(0);
	int fd;

	umask(mask);
	if (asprintf(&temporary, "%s.XXXXXX", path) < 0)
		return wcore_error_nomem();
	fd = mkstemp(temporary);
	if (fd < 0) {
		error = io_error(path);
		free(temporary);
		return error;
	}
	if (fchmod(fd, 0666 & ~mask) || !write_all(fd, data, size) || fsync(fd))
		error = io_error(path);
	if (close(fd) && !error)
		error = io_error(path);
	if (!error && rename(temporary, path))
		error = io_error(path);
	if (error)
		unlink(temporary);
	free(temporary);
	return error;
}

struct wcore_error *mem_file_write(const char *path, void (*write)(void *context, FILE *out), void *context)
{
	struct wcore_error *error = NULL;
	char *data = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&data, &size);

	if (!out)
		return wcore_error_nomem();
	write(context, out);
	if (fclose(out) || !data)
		error = wcore_error_nomem();
	else if (strcmp(path, "-") == 0)
		fwrite(data, 1, size, stdout);
	else
		error = replace(path, data, size);
	free(data);
	return error;
}
