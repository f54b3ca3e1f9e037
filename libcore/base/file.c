#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "alloc.h"
#include "presence.h"
#include "spool.h"

#define CHUNK 65536
/* Of a pipe: who writes into it seldom has to wait. */
#define PIPE_SIZE (1 << 20)
/* Regular files up to this size are read, not mapped. */
#define SMALL (1 << 16)

/* Input on its way into a spool. */
struct reader {
	int fd;			/* -1: memory is the input */
	const uint8_t *memory;
	uint64_t memory_left;
	const char *path;
	uint64_t max;
	const struct wcore_progress *progress;
	uint64_t consumed, total;	/* bytes of the input; total is 0 when not known */
	uint64_t taken;	/* bytes of what it holds */
	bool wasm_only;
	bool stop;	/* wasm_only, and this is no Wasm */
	struct wcore_file_sieve *sieve;	/* may be NULL */
	struct wcore_spool spool;
	uint8_t in[CHUNK];
	size_t in_size;
	uint8_t out[CHUNK];
};

static struct wcore_error *io_error(const char *path)
{
	return wcore_error_create(WCORE_ERROR_IO, path, "%s", strerror(errno));
}

static void take_memory(struct reader *reader)
{
	reader->in_size = reader->memory_left < sizeof(reader->in) ? (size_t)reader->memory_left
								   : sizeof(reader->in);
	if (reader->in_size)
		memcpy(reader->in, reader->memory, reader->in_size);
	reader->memory += reader->in_size;
	reader->memory_left -= reader->in_size;
}

static struct wcore_error *read_chunk(struct reader *reader)
{
	if (reader->fd < 0) {
		take_memory(reader);
		return NULL;
	}
	reader->in_size = 0;
	while (reader->in_size < sizeof(reader->in)) {
		ssize_t size = read(reader->fd, reader->in + reader->in_size,
				    sizeof(reader->in) - reader->in_size);

		if (size < 0 && errno == EINTR)
			continue;
		if (size < 0)
			return io_error(reader->path);
		if (size == 0)
			break;
		reader->in_size += (size_t)size;
		reader->consumed += (uint64_t)size;
		wcore_progress_report(reader->progress, reader->path, reader->consumed,
				      reader->total);
	}
	return NULL;
}

static struct wcore_error *keep(struct reader *reader, const uint8_t *data, size_t size)
{
	static const uint8_t magic[4] = { 0, 'a', 's', 'm' };

	if (!size)
		return NULL;
	if (reader->taken + size > reader->max)
		return wcore_error_create(WCORE_ERROR_LIMIT, reader->path,
					  "holds more than the %llu bytes that --max-input allows",
					  (unsigned long long)reader->max);
	if (reader->wasm_only && !reader->taken &&
	    (size < sizeof(magic) || memcmp(data, magic, sizeof(magic)) != 0)) {
		reader->stop = true;
		/* Of these the beginning is shown. */
		reader->sieve = NULL;
	}
	reader->taken += size;
	if (reader->sieve)
		return reader->sieve->take(reader->sieve, &reader->spool, reader->path, data, size);
	return wcore_spool_write(&reader->spool, reader->path, data, size);
}

static bool is_gzip(const uint8_t *data, size_t size)
{
	return size >= 2 && data[0] == 0x1f && data[1] == 0x8b;
}

static struct wcore_error *copy_plain(struct reader *reader)
{
	struct wcore_error *error = NULL;

	while (!error && !reader->stop && reader->in_size) {
		error = keep(reader, reader->in, reader->in_size);
		if (!error && !reader->stop)
			error = read_chunk(reader);
	}
	return error;
}

/* Refills the input; false at its end or on an error. */
static bool refill(struct reader *reader, z_stream *stream, struct wcore_error **error)
{
	if (stream->avail_in)
		return true;
	*error = read_chunk(reader);
	stream->next_in = reader->in;
	stream->avail_in = (unsigned)reader->in_size;
	return !*error && stream->avail_in;
}

/*
 * Expands all members of the gzip data.  Broken data sets *cut, once there was
 * something to keep; bytes behind the last member that are no gzip are ignored,
 * as gzip(1) does.
 */
static struct wcore_error *copy_gzip(struct reader *reader, struct wcore_error **cut)
{
	z_stream stream = { .next_in = reader->in, .avail_in = (unsigned)reader->in_size };
	struct wcore_error *error = NULL;
	bool in_member = true;

	if (inflateInit2(&stream, 15 + 16) != Z_OK)
		return wcore_error_nomem();
	while (!error && !reader->stop) {
		if (!refill(reader, &stream, &error)) {
			if (!error && in_member)
				*cut = wcore_error_create(WCORE_ERROR_FORMAT, reader->path,
							  "the gzip data ends early");
			break;
		}
		if (!in_member) {
			if (stream.next_in[0] != 0x1f || inflateReset(&stream) != Z_OK)
				break;
			in_member = true;
		}
		stream.next_out = reader->out;
		stream.avail_out = sizeof(reader->out);
		int status = inflate(&stream, Z_NO_FLUSH);
		error = keep(reader, reader->out, sizeof(reader->out) - stream.avail_out);
		if (status == Z_STREAM_END) {
			in_member = false;
		} else if (status != Z_OK && status != Z_BUF_ERROR) {
			if (!error)
				*cut = wcore_error_create(WCORE_ERROR_FORMAT, reader->path,
							  "the gzip data is corrupt: %s",
							  stream.msg ? stream.msg : "no reason given");
			break;
		}
	}
	inflateEnd(&stream);
	return error;
}

/* total is the size of the input, 0 when it is not known; of memory, where fd is -1. */
static struct wcore_error *read_stream(int fd, const uint8_t *memory, uint64_t total,
				       const struct wcore_file_options *options,
				       struct wcore_file *file)
{
	struct reader *reader = wcore_calloc(1, sizeof(*reader));

	if (!reader)
		return wcore_error_nomem();
	reader->fd = fd;
	reader->memory = memory;
	reader->memory_left = memory ? total : 0;
	reader->path = file->path;
	reader->max = options->max_input ? options->max_input : WCORE_FILE_MAX_DEFAULT;
	reader->wasm_only = options->wasm_only;
	reader->progress = options->progress;
	reader->sieve = options->sieve;
	reader->total = total;
	wcore_spool_init(&reader->spool, options->opener);
	/* Other files have none, and a user may have used up what they may have: it goes on as it is. */
	if (fd >= 0)
		fcntl(fd, F_SETPIPE_SZ, PIPE_SIZE);

	struct wcore_error *error = read_chunk(reader);
	if (!error) {
		file->compressed = is_gzip(reader->in, reader->in_size);
		error = file->compressed ? copy_gzip(reader, &file->cut) : copy_plain(reader);
	}
	if (!error && file->cut && !reader->taken) {
		error = file->cut;
		file->cut = NULL;
	}
	if (!error && reader->sieve)
		error = reader->sieve->finish(reader->sieve, &reader->spool, file);
	wcore_progress_end(reader->progress);
	file->partial = reader->stop;
	file->size = reader->spool.size;
	if (!error) {
		error = wcore_spool_finish(&reader->spool, file->path, &file->data,
					   &file->is_mapped);
		file->is_owned = true;
	}
	wcore_spool_deinit(&reader->spool);
	free(reader);
	return error;
}

/* As much as there is at offset; errno tells of what is not there. */
static size_t read_at(int fd, uint8_t *buffer, size_t size, uint64_t offset)
{
	size_t done = 0;

	errno = 0;
	while (done < size) {
		const ssize_t got = pread(fd, buffer + done, size - done, (off_t)(offset + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		done += (size_t)got;
	}
	return done;
}

/* A regular file of few pages costs less to read than to map; *ret_done is false when it is gzip data. */
static struct wcore_error *read_small(int fd, size_t size, bool is_raw, struct wcore_file *file, bool *ret_done)
{
	uint8_t *data = wcore_malloc(size);
	size_t got;

	if (!data)
		return wcore_error_nomem();
	got = read_at(fd, data, size, 0);
	/* Reading it as a stream says why it cannot be read. */
	*ret_done = !errno && (is_raw || !is_gzip(data, got));
	if (!*ret_done) {
		free(data);
		return NULL;
	}
	file->data = data;
	file->size = got;
	file->is_owned = true;
	return NULL;
}

static struct wcore_error *map(int fd, const struct stat *status, bool is_raw, struct wcore_file *file,
			       bool *ret_done)
{
	uint8_t magic[2];
	const size_t got = read_at(fd, magic, sizeof(magic), 0);
	void *data;

	*ret_done = !errno && (is_raw || !is_gzip(magic, got));
	if (!*ret_done)
		return NULL;
	file->size = (uint64_t)status->st_size;
	data = mmap(NULL, file->size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (data == MAP_FAILED)
		return io_error(file->path);
	file->data = data;
	file->is_mapped = file->is_owned = true;
	file->changed = status->st_mtim;
	file->map = (struct wcore_file_map){ data, file->size, file->path, NULL, NULL };
	wcore_file_map_add(&file->map);
	/* Without one, reads are copies of what is mapped. */
	file->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	return NULL;
}

/* The contents of a regular file as they are; *ret_done is false where they have to be read as a stream. */
static struct wcore_error *open_regular(int fd, const struct stat *status, bool is_raw, struct wcore_file *file,
					bool *ret_done)
{
	*ret_done = false;
	if (!S_ISREG(status->st_mode) || status->st_size == 0 || lseek(fd, 0, SEEK_CUR) != 0)
		return NULL;
	return status->st_size <= SMALL ? read_small(fd, (size_t)status->st_size, is_raw, file, ret_done)
					: map(fd, status, is_raw, file, ret_done);
}

struct wcore_error *wcore_file_open_fd(int fd, const char *path,
				       const struct wcore_file_options *options,
				       struct wcore_file **ret)
{
	static const struct wcore_file_options none = { 0 };
	struct wcore_error *error = NULL;
	struct stat status;
	struct wcore_file *file = wcore_calloc(1, sizeof(*file));

	if (!file)
		return wcore_error_nomem();
	if (!options)
		options = &none;
	file->progress = options->progress;
	file->opener = options->opener;
	file->fd = -1;
	file->path = wcore_strdup(path);
	if (!file->path) {
		free(file);
		return wcore_error_nomem();
	}
	if (fstat(fd, &status) != 0) {
		error = io_error(path);
	} else if (S_ISDIR(status.st_mode)) {
		error = wcore_error_create(WCORE_ERROR_IO, path, "%s", strerror(EISDIR));
	} else {
		bool is_done;

		error = open_regular(fd, &status, options->is_raw, file, &is_done);
		if (!error && !is_done)
			error = read_stream(fd, NULL, S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0,
					    options, file);
	}
	if (error) {
		wcore_file_close(file);
		return error;
	}
	*ret = file;
	return NULL;
}

struct wcore_error *wcore_file_open(const char *path, const struct wcore_file_options *options,
				    struct wcore_file **ret)
{
	if (strcmp(path, "-") == 0)
		return wcore_file_open_fd(STDIN_FILENO, "<stdin>", options, ret);

	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return io_error(path);
	struct wcore_error *error = wcore_file_open_fd(fd, path, options, ret);

	close(fd);
	return error;
}

struct wcore_error *wcore_file_from_memory(const char *path, const void *data, uint64_t size,
					   struct wcore_file **ret)
{
	struct wcore_file *file = wcore_calloc(1, sizeof(*file));

	if (!file)
		return wcore_error_nomem();
	file->path = wcore_strdup(path);
	if (!file->path) {
		free(file);
		return wcore_error_nomem();
	}
	file->data = data;
	file->size = size;
	file->fd = -1;
	*ret = file;
	return NULL;
}

struct wcore_error *wcore_file_from_part(const struct wcore_file *whole, uint64_t offset, uint64_t size,
					 const char *path, uint64_t max_input, struct wcore_file **ret)
{
	const struct wcore_file_options options = { .max_input = max_input, .progress = whole->progress,
						    .opener = whole->opener };
	struct wcore_file *file = NULL;
	struct wcore_error *error = wcore_file_from_memory(path, whole->data + offset, size, &file);

	if (error)
		return error;
	/* Pages can be let go of only where reading brings the same bytes back. */
	file->is_mapped = whole->is_mapped;
	file->progress = whole->progress;
	if (is_gzip(file->data, size)) {
		file->is_mapped = false;
		error = read_stream(-1, file->data, size, &options, file);
	}
	if (error) {
		wcore_file_close(file);
		return error;
	}
	*ret = file;
	return NULL;
}

void wcore_file_release(const struct wcore_file *file, uint64_t offset, uint64_t size)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), start, end;

	/* A thin copy has its bytes nowhere else. */
	if (!file->is_mapped || offset >= file->size || wcore_file_is_thin(file))
		return;
	if (size > file->size - offset)
		size = file->size - offset;
	/* The pages at both ends may be shared with what is still read. */
	start = ((uintptr_t)file->data + offset + page - 1) / page * page;
	end = ((uintptr_t)file->data + offset + size) / page * page;
	if (start < end)
		madvise((void *)start, end - start, MADV_DONTNEED);
}

void wcore_file_release_step(const struct wcore_file *file, uint64_t pos, uint64_t *released)
{
	/* A step that is cut in two is mapped again page by page. */
	uint64_t end = pos - ((uintptr_t)file->data + pos) % WCORE_FILE_STEP;

	if (end > *released)
		wcore_file_release(file, *released, end - *released);
	*released = end > *released ? end : *released;
}

const uint8_t *wcore_file_read(const struct wcore_file *file, uint64_t offset, size_t size,
			       uint8_t *buffer)
{
	size_t done = 0;

	if (file->fd < 0 && offset <= file->size && size <= file->size - offset)
		return file->data + offset;
	if (file->fd < 0) {
		done = offset < file->size ? (size_t)(file->size - offset) : 0;
		memcpy(buffer, file->data + (done ? offset : 0), done);
	}
	if (file->fd >= 0)
		done = read_at(file->fd, buffer, size, offset);
	/* What cannot be read is looked at where it is mapped: no zeros in its place. */
	if (file->fd >= 0 && errno && done < size && offset + done < file->size) {
		const uint64_t left = file->size - offset - done;
		const size_t part = size - done < left ? size - done : (size_t)left;

		memcpy(buffer + done, file->data + offset + done, part);
		done += part;
	}
	memset(buffer + done, 0, size - done);
	return buffer;
}

static void give_back(const uint8_t *data, uint64_t size, bool is_mapped)
{
	if (is_mapped)
		munmap((void *)(uintptr_t)data, size);
	else
		free((void *)(uintptr_t)data);
}

void wcore_file_unload(struct wcore_file *file)
{
	if (file->is_owned)
		give_back(file->data, file->size, file->is_mapped);
	file->data = NULL;
	file->is_owned = false;
}

struct wcore_error *wcore_file_check(const struct wcore_file *file)
{
	struct stat status;

	if (file->fd < 0 || fstat(file->fd, &status) != 0)
		return NULL;
	if ((uint64_t)status.st_size < file->size)
		return wcore_error_create(WCORE_ERROR_IO, file->path,
					  "the file became shorter while it was read");
	if (status.st_mtim.tv_sec != file->changed.tv_sec || status.st_mtim.tv_nsec != file->changed.tv_nsec)
		return wcore_error_create(WCORE_ERROR_IO, file->path, "the file was changed while it was read");
	return NULL;
}

void wcore_file_close(struct wcore_file *file)
{
	if (!file)
		return;
	wcore_file_map_remove(&file->map);
	if (file->fd >= 0)
		close(file->fd);
	give_back(file->packed.data, file->packed.size, file->packed.is_mapped);
	wcore_file_unload(file);
	if (file->presence) {
		wcore_stretches_deinit(&file->presence->kept);
		wcore_stretches_deinit(&file->presence->unwritten);
		free(file->presence);
	}
	wcore_error_destroy(file->cut);
	free(file->path);
	free(file);
}
