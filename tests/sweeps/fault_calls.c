/* The wrapped calls: those that take memory, and those that ask the system for something. */
#include "fault.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <zlib.h>

/* A call that fails with value, and is else what it was. */
#define WRAP(type, name, value, parameters, ...) \
	type __real_##name parameters; \
	type __wrap_##name parameters; \
	type __wrap_##name parameters \
	{ \
		return fault_event(#name) == FAULT_ERRNO ? (value) : __real_##name(__VA_ARGS__); \
	}

WRAP(void *, malloc, NULL, (size_t size), size)
WRAP(void *, calloc, NULL, (size_t count, size_t size), count, size)
WRAP(void *, realloc, NULL, (void *memory, size_t size), memory, size)
WRAP(void *, aligned_alloc, NULL, (size_t alignment, size_t size), alignment, size)
WRAP(char *, strdup, NULL, (const char *text), text)
WRAP(char *, strndup, NULL, (const char *text, size_t size), text, size)
WRAP(int, vasprintf, -1, (char **ret, const char *format, va_list arguments), ret, format, arguments)
WRAP(char *, realpath, NULL, (const char *path, char *resolved), path, resolved)
WRAP(int, inflateInit2_, Z_MEM_ERROR, (z_stream *stream, int bits, const char *version, int size), stream, bits,
     version, size)
WRAP(pcre2_match_data *, pcre2_match_data_create_from_pattern_8, NULL,
     (const pcre2_code *code, pcre2_general_context *context), code, context)
WRAP(pcre2_match_context *, pcre2_match_context_create_8, NULL, (pcre2_general_context *context), context)

WRAP(int, fstat, -1, (int fd, struct stat *ret), fd, ret)
WRAP(int, stat, -1, (const char *path, struct stat *ret), path, ret)
WRAP(int, lstat, -1, (const char *path, struct stat *ret), path, ret)
WRAP(int, fsync, -1, (int fd), fd)
WRAP(int, ftruncate, -1, (int fd, off_t size), fd, size)
WRAP(int, linkat, -1, (int from, const char *path, int to, const char *name, int flags), from, path, to, name, flags)
WRAP(int, rename, -1, (const char *from, const char *to), from, to)
WRAP(int, fchmod, -1, (int fd, mode_t mode), fd, mode)
WRAP(int, access, -1, (const char *path, int mode), path, mode)
WRAP(off_t, lseek, -1, (int fd, off_t offset, int whence), fd, offset, whence)
WRAP(void *, mmap, MAP_FAILED, (void *at, size_t size, int protection, int flags, int fd, off_t offset), at, size,
     protection, flags, fd, offset)
WRAP(int, memfd_create, -1, (const char *name, unsigned flags), name, flags)
WRAP(int, mkostemp, -1, (char *name, int flags), name, flags)
WRAP(int, scandir, -1, (const char *path, struct dirent ***ret, int (*filter)(const struct dirent *),
     int (*compare)(const struct dirent **, const struct dirent **)), path, ret, filter, compare)

int __real_asprintf(char **ret, const char *format, ...);
int __wrap_asprintf(char **ret, const char *format, ...) __attribute__((format(printf, 2, 3)));
int __wrap_asprintf(char **ret, const char *format, ...)
{
	va_list arguments;
	int size = -1;

	if (fault_event("asprintf") == FAULT_ERRNO)
		return -1;
	va_start(arguments, format);
	size = __real_vasprintf(ret, format, arguments);
	va_end(arguments);
	return size;
}

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...)
{
	va_list arguments;
	mode_t mode;

	va_start(arguments, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
	va_end(arguments);
	return fault_event("open") == FAULT_ERRNO ? -1 : __real_open(path, flags, mode);
}

/* What F_DUPFD_CLOEXEC and its like take is an int. */
int __real_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...)
{
	va_list arguments;
	int argument;

	va_start(arguments, command);
	argument = va_arg(arguments, int);
	va_end(arguments);
	return fault_event("fcntl") == FAULT_ERRNO ? -1 : __real_fcntl(fd, command, argument);
}

/* The descriptor is gone whatever close() says. */
int __real_close(int fd);
int __wrap_close(int fd);
int __wrap_close(int fd)
{
	const enum fault fault = fault_event("close");
	const int wanted = errno, result = __real_close(fd);

	if (fault != FAULT_ERRNO)
		return result;
	errno = wanted;
	return -1;
}

int __real_pthread_create(pthread_t *ret, const pthread_attr_t *attributes, void *(*start)(void *), void *context);
int __wrap_pthread_create(pthread_t *ret, const pthread_attr_t *attributes, void *(*start)(void *), void *context);
int __wrap_pthread_create(pthread_t *ret, const pthread_attr_t *attributes, void *(*start)(void *), void *context)
{
	return fault_event("pthread_create") == FAULT_ERRNO ? errno :
	       __real_pthread_create(ret, attributes, start, context);
}

pcre2_code *__real_pcre2_compile_8(PCRE2_SPTR pattern, PCRE2_SIZE size, uint32_t options, int *ret_error,
				   PCRE2_SIZE *ret_offset, pcre2_compile_context *context);
pcre2_code *__wrap_pcre2_compile_8(PCRE2_SPTR pattern, PCRE2_SIZE size, uint32_t options, int *ret_error,
				   PCRE2_SIZE *ret_offset, pcre2_compile_context *context);
pcre2_code *__wrap_pcre2_compile_8(PCRE2_SPTR pattern, PCRE2_SIZE size, uint32_t options, int *ret_error,
				   PCRE2_SIZE *ret_offset, pcre2_compile_context *context)
{
	if (fault_event("pcre2_compile_8") != FAULT_ERRNO)
		return __real_pcre2_compile_8(pattern, size, options, ret_error, ret_offset, context);
	*ret_error = PCRE2_ERROR_HEAP_FAILED;
	*ret_offset = 0;
	return NULL;
}

/* Calls that may do a part of their work. */

static size_t part(enum fault fault, size_t size)
{
	return fault == FAULT_SHORT ? (size + 1) / 2 : size;
}

#define WRAP_PARTIAL(name, parameters, first, ...) \
	ssize_t __real_##name parameters; \
	ssize_t __wrap_##name parameters; \
	ssize_t __wrap_##name parameters \
	{ \
		const enum fault fault = fault_event(#name); \
		return fault == FAULT_ERRNO ? -1 : __real_##name(__VA_ARGS__); \
	}

WRAP_PARTIAL(read, (int fd, void *buffer, size_t size), fd, fd, buffer, part(fault, size))
WRAP_PARTIAL(pread, (int fd, void *buffer, size_t size, off_t offset), fd, fd, buffer, part(fault, size), offset)
WRAP_PARTIAL(write, (int fd, const void *buffer, size_t size), fd, fd, buffer, part(fault, size))

/* The C library's streams do not come by the wrapped calls by themselves. */

/* As the library does for files: writes all of it, or fails. */
static ssize_t write_stdout(void *cookie, const char *data, size_t size)
{
	size_t done = 0;

	(void)cookie;
	while (done < size) {
		const enum fault fault = fault_event("stdout");
		const ssize_t written = fault == FAULT_ERRNO ? -1 :
					__real_write(STDOUT_FILENO, data + done, part(fault, size - done));

		if (written < 0)
			return 0;
		done += (size_t)written;
	}
	return (ssize_t)size;
}

void fault_wrap_streams(void)
{
	stdout = fopencookie(NULL, "w", (cookie_io_functions_t){ .write = write_stdout });
	if (!stdout)
		abort();
}

/* A stream into memory that grows by the wrapped realloc(). */
struct memory_stream {
	char **ret;
	size_t *ret_size;
	char *data;
	size_t size;
};

static ssize_t write_memory(void *cookie, const char *data, size_t size)
{
	struct memory_stream *stream = cookie;
	char *grown = __wrap_realloc(stream->data, stream->size + size + 1);

	if (!grown)
		return 0;
	memcpy(grown + stream->size, data, size);
	stream->data = grown;
	stream->size += size;
	grown[stream->size] = '\0';
	*stream->ret = grown;
	*stream->ret_size = stream->size;
	return (ssize_t)size;
}

static int close_memory(void *cookie)
{
	free(cookie);
	return 0;
}

FILE *__wrap_open_memstream(char **ret, size_t *ret_size);
FILE *__wrap_open_memstream(char **ret, size_t *ret_size)
{
	struct memory_stream *stream;
	FILE *file;

	if (fault_event("open_memstream") == FAULT_ERRNO)
		return NULL;
	stream = __real_malloc(sizeof(*stream));
	if (!stream)
		return NULL;
	*stream = (struct memory_stream){ ret, ret_size, __real_calloc(1, 1), 0 };
	*ret = stream->data;
	*ret_size = 0;
	file = stream->data ? fopencookie(stream, "w",
					  (cookie_io_functions_t){ .write = write_memory, .close = close_memory }) : NULL;
	if (!file)
		abort();
	return file;
}
