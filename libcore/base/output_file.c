#include "output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"

/* Names that are tried for a temporary file. */
#define TRIES 100
/* What a hole is where there can be none. */
#define ZEROS 65536
/* Less is not worth a call of its own; more is copied through memory in parts. */
#define COPY_MIN 4096
#define COPY_WINDOW ((uint64_t)1 << 20)
/* The system is told to begin with so many bytes: the disk works while the rest is made. */
#define FLUSH_SIZE ((uint64_t)16 << 20)

struct wcore_output_file {
	struct wcore_sink sink;
	char *shown;		/* as the user named it */
	char *path;		/* of the target, links followed; NULL: fd is written as it is */
	char *folder;		/* of the target */
	char *temporary;	/* NULL: the file has no name so far */
	int fd;
	bool is_owned;		/* fd is to be closed */
	bool can_seek;
	uint64_t size;
	uint64_t flushed;	/* what the disk was told of */
	struct sigaction old_xfsz;
	bool has_old_xfsz;
};

/* The name that is left to be removed when a signal ends the process: one at a time. */
static char doomed[PATH_MAX];
static volatile sig_atomic_t has_doomed;
static const int ending_signals[] = { SIGINT, SIGTERM, SIGHUP, SIGALRM };
#define ENDING_SIGNALS (sizeof(ending_signals) / sizeof(*ending_signals))
static struct sigaction old_actions[ENDING_SIGNALS];

void wcore_output_file_drop(void)
{
	if (has_doomed)
		unlink(doomed);
}

static void end_by_signal(int number)
{
	wcore_output_file_drop();
	signal(number, SIG_DFL);
	raise(number);
}

static void guard(const char *name)
{
	struct sigaction action = { .sa_handler = end_by_signal };

	if (has_doomed || strlen(name) >= sizeof(doomed))
		return;
	strcpy(doomed, name);
	has_doomed = 1;
	for (size_t i = 0; i < ENDING_SIGNALS; i++) {
		sigaction(ending_signals[i], NULL, &old_actions[i]);
		/* What is ignored stays so, as under nohup. */
		if (old_actions[i].sa_handler == SIG_DFL)
			sigaction(ending_signals[i], &action, NULL);
	}
}

static void unguard(const char *name)
{
	if (!has_doomed || strcmp(doomed, name) != 0)
		return;
	for (size_t i = 0; i < ENDING_SIGNALS; i++)
		sigaction(ending_signals[i], &old_actions[i], NULL);
	has_doomed = 0;
}

static struct wcore_error *io_error(const struct wcore_output_file *file, const char *what)
{
	return wcore_error_create(WCORE_ERROR_IO, file->shown, "%s: %s", what, strerror(errno));
}

static void destroy(struct wcore_output_file *file)
{
	if (file->temporary) {
		unlink(file->temporary);
		unguard(file->temporary);
	}
	if (file->is_owned && file->fd >= 0)
		close(file->fd);
	if (file->has_old_xfsz)
		sigaction(SIGXFSZ, &file->old_xfsz, NULL);
	free(file->shown);
	free(file->path);
	free(file->folder);
	free(file->temporary);
	free(file);
}

void wcore_output_file_abandon(struct wcore_output_file *file)
{
	if (file)
		destroy(file);
}

/* A name beside the target that nothing has so far; NULL when memory ran out. */
static char *temporary_name(const struct wcore_output_file *file, unsigned attempt)
{
	const char *base = strrchr(file->path, '/');
	char *name = NULL;

	base = base ? base + 1 : file->path;
	if (wcore_asprintf(&name, "%s/.%.200s.%ld-%u", file->folder, base, (long)getpid(), attempt) < 0)
		return NULL;
	return name;
}

static struct wcore_error *open_named(struct wcore_output_file *file)
{
	for (unsigned i = 0; i < TRIES; i++) {
		char *name = temporary_name(file, i);

		if (!name)
			return wcore_error_nomem();
		file->fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
		if (file->fd >= 0) {
			file->temporary = name;
			guard(name);
			return NULL;
		}
		free(name);
		if (errno != EEXIST)
			break;
	}
	return io_error(file, "cannot be written");
}

/* A file without a name can get one later only by way of /proc. */
static int open_nameless(const struct wcore_output_file *file)
{
	int fd = open(file->folder, O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666);
	char link[64];

	if (fd < 0)
		return -1;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	if (access(link, F_OK) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Where the target is: what a link names, if that is there. */
static struct wcore_error *resolve(struct wcore_output_file *file)
{
	const char *slash;

	file->path = realpath(file->shown, NULL);
	if (!file->path)
		file->path = wcore_strdup(file->shown);
	if (!file->path)
		return wcore_error_nomem();
	slash = strrchr(file->path, '/');
	file->folder = !slash ? wcore_strdup(".") :
		       wcore_strndup(file->path, slash == file->path ? 1 : (size_t)(slash - file->path));
	return file->folder ? NULL : wcore_error_nomem();
}

static struct wcore_error *open_target(struct wcore_output_file *file, const struct stat *old)
{
	struct wcore_error *error = resolve(file);

	if (error)
		return error;
	/* A folder may take new files where this file may not be written. */
	if (old && access(file->path, W_OK) != 0)
		return io_error(file, "cannot be written");
	file->is_owned = file->can_seek = true;
	file->fd = open_nameless(file);
	if (file->fd < 0 && (error = open_named(file)))
		return error;
	if (old && fchmod(file->fd, old->st_mode & 07777) != 0)
		return io_error(file, "cannot take over the mode of the old file");
	return NULL;
}

/* Standard output may have holes when nothing is there yet that they would show. */
static void use_standard_output(struct wcore_output_file *file)
{
	struct stat status;

	file->fd = STDOUT_FILENO;
	file->can_seek = fstat(file->fd, &status) == 0 && S_ISREG(status.st_mode) &&
			 !(fcntl(file->fd, F_GETFL) & O_APPEND) &&
			 lseek(file->fd, 0, SEEK_CUR) == status.st_size;
	file->size = file->can_seek ? (uint64_t)status.st_size : 0;
}

static struct wcore_error *open_any(struct wcore_output_file *file)
{
	struct stat status;
	const bool is_there = stat(file->shown, &status) == 0;

	if (strcmp(file->shown, "-") == 0) {
		use_standard_output(file);
		return NULL;
	}
	if (!*file->shown || (is_there && S_ISDIR(status.st_mode))) {
		errno = *file->shown ? EISDIR : ENOENT;
		return io_error(file, "cannot be written");
	}
	if (!is_there || S_ISREG(status.st_mode))
		return open_target(file, is_there ? &status : NULL);
	file->is_owned = true;
	file->fd = open(file->shown, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	return file->fd < 0 ? io_error(file, "cannot be written") : NULL;
}

struct wcore_error *wcore_output_file_create(const char *path, struct wcore_output_file **ret)
{
	const struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct wcore_output_file *file = wcore_calloc(1, sizeof(*file));
	struct wcore_error *error;

	if (!file)
		return wcore_error_nomem();
	file->fd = -1;
	file->has_old_xfsz = sigaction(SIGXFSZ, &ignore, &file->old_xfsz) == 0;
	file->shown = wcore_strdup(path);
	error = file->shown ? open_any(file) : wcore_error_nomem();
	if (error) {
		destroy(file);
		return error;
	}
	*ret = file;
	return NULL;
}

/* A file that takes a path's place is synchronized in the end. */
static void count(struct wcore_output_file *file, uint64_t size)
{
	file->size += size;
	if (!file->path || file->size - file->flushed < FLUSH_SIZE)
		return;
	sync_file_range(file->fd, (off64_t)file->flushed, (off64_t)(file->size - file->flushed), SYNC_FILE_RANGE_WRITE);
	file->flushed = file->size;
}

struct wcore_error *wcore_output_file_write(struct wcore_output_file *file, const void *data, size_t size)
{
	const uint8_t *bytes = data;

	while (size) {
		const ssize_t written = write(file->fd, bytes, size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return io_error(file, "cannot be written");
		bytes += written;
		size -= (size_t)written;
		count(file, (uint64_t)written);
	}
	return NULL;
}

static struct wcore_error *sink_write(struct wcore_sink *sink, const void *data, size_t size)
{
	return wcore_output_file_write((struct wcore_output_file *)sink, data, size);
}

/* What the system cannot copy from file to file goes through memory. */
static struct wcore_error *sink_copy(struct wcore_sink *sink, const struct wcore_file *source, uint64_t offset,
				     uint64_t size)
{
	struct wcore_output_file *file = (struct wcore_output_file *)sink;
	loff_t from = (loff_t)offset;
	struct wcore_error *error = NULL;

	while (source->fd >= 0 && size >= COPY_MIN) {
		const uint64_t part = size < FLUSH_SIZE ? size : FLUSH_SIZE;
		const ssize_t copied = copy_file_range(source->fd, &from, file->fd, NULL, (size_t)part, 0);

		if (copied < 0 && errno == EINTR)
			continue;
		if (copied <= 0)
			break;
		count(file, (uint64_t)copied);
		size -= (uint64_t)copied;
	}
	for (offset = (uint64_t)from; size && !error;) {
		const uint64_t part = size < COPY_WINDOW ? size : COPY_WINDOW;

		error = wcore_output_file_write(file, source->data + offset, (size_t)part);
		wcore_file_release(source, offset, part);
		offset += part;
		size -= part;
	}
	return error;
}

struct wcore_sink *wcore_output_file_sink(struct wcore_output_file *file)
{
	file->sink = (struct wcore_sink){ .write = sink_write, .copy = sink_copy };
	return &file->sink;
}

struct wcore_error *wcore_output_file_skip(struct wcore_output_file *file, uint64_t size)
{
	static const uint8_t zeros[ZEROS];
	struct wcore_error *error = NULL;

	if (file->can_seek) {
		file->size += size;
		/* The size shows at once whether the system takes it. */
		if (size > INT64_MAX || file->size > INT64_MAX) {
			errno = EFBIG;
			return io_error(file, "cannot be written");
		}
		if (ftruncate(file->fd, (off_t)file->size) != 0 ||
		    lseek(file->fd, (off_t)file->size, SEEK_SET) < 0)
			return io_error(file, "cannot be written");
		return NULL;
	}
	for (; size && !error; size -= size < ZEROS ? size : ZEROS)
		error = wcore_output_file_write(file, zeros, size < ZEROS ? (size_t)size : ZEROS);
	return error;
}

struct wcore_error *wcore_output_file_copy_times(struct wcore_output_file *file, const char *input)
{
	struct stat status;

	if (stat(input, &status) != 0)
		return wcore_error_create(WCORE_ERROR_IO, input, "%s", strerror(errno));
	const struct timespec times[2] = { status.st_atim, status.st_mtim };

	/* Pipes and terminals have none to be set. */
	if (futimens(file->fd, times) != 0 && file->path)
		return io_error(file, "cannot take over the times of the input");
	return NULL;
}

/* A temporary name for a file without one. */
static struct wcore_error *give_name(struct wcore_output_file *file)
{
	char link[64];

	snprintf(link, sizeof(link), "/proc/self/fd/%d", file->fd);
	for (unsigned i = 0; i < TRIES; i++) {
		char *name = temporary_name(file, i);

		if (!name)
			return wcore_error_nomem();
		if (linkat(AT_FDCWD, link, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0) {
			file->temporary = name;
			return NULL;
		}
		free(name);
		if (errno != EEXIST)
			break;
	}
	return io_error(file, "cannot be written");
}

static struct wcore_error *put_in_place(struct wcore_output_file *file)
{
	struct wcore_error *error = file->temporary ? NULL : give_name(file);

	if (error)
		return error;
	if (rename(file->temporary, file->path) != 0)
		return io_error(file, "cannot be replaced");
	unguard(file->temporary);
	free(file->temporary);
	file->temporary = NULL;
	return NULL;
}

/* The name is on the disk when the folder is; systems that cannot say so are trusted. */
static void sync_folder(const struct wcore_output_file *file)
{
	const int fd = open(file->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

static struct wcore_error *commit_target(struct wcore_output_file *file)
{
	sigset_t blocked, old;
	struct wcore_error *error;

	if (fsync(file->fd) != 0)
		return io_error(file, "cannot be written");
	/* Between its two names the file is not left behind by a signal. */
	sigemptyset(&blocked);
	for (size_t i = 0; i < ENDING_SIGNALS; i++)
		sigaddset(&blocked, ending_signals[i]);
	sigprocmask(SIG_BLOCK, &blocked, &old);
	error = put_in_place(file);
	if (error && file->temporary) {
		unlink(file->temporary);
		unguard(file->temporary);
		free(file->temporary);
		file->temporary = NULL;
	}
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (!error)
		sync_folder(file);
	return error;
}

struct wcore_error *wcore_output_file_commit(struct wcore_output_file *file)
{
	struct wcore_error *error = file->path ? commit_target(file) : NULL;

	if (!error && file->is_owned) {
		file->is_owned = false;
		if (close(file->fd) != 0)
			error = io_error(file, "cannot be written");
	}
	destroy(file);
	return error;
}

bool wcore_output_file_is_same(const char *path, const char *input)
{
	struct stat a, b;

	return stat(path, &a) == 0 && stat(input, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}
