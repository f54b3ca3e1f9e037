#include "opener.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static struct wcore_error *system_error(const char *path, int code)
{
	return wcore_error_create(code == ENOENT || code == ENOTDIR ? WCORE_ERROR_NOT_FOUND : WCORE_ERROR_IO,
				  path, "%s", strerror(code));
}

/* JSON, also behind blanks, a byte order mark, or the line that keeps browsers from running it. */
static bool is_map(const char *start)
{
	if (strncmp(start, "\xef\xbb\xbf", 3) == 0)
		start += 3;
	start += strspn(start, " \t\r\n");
	return *start == '{' || strncmp(start, ")]}", 3) == 0;
}

static bool is_source(enum wcore_opener_kind kind)
{
	return kind == WCORE_OPENER_SOURCE || kind == WCORE_OPENER_CODE;
}

static bool is_code_name(const char *path)
{
	static const char *const suffixes[] = {
		"c", "h", "cc", "hh", "cpp", "hpp", "cxx", "hxx", "c++", "h++", "C", "H", "inc", "inl", "ipp", "tpp", "m", "mm",
		"rs", "zig", "go", "ts", "swift", "d", "nim", "odin",
	};
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < sizeof(suffixes) / sizeof(*suffixes); i++)
		if (strcmp(dot + 1, suffixes[i]) == 0)
			return true;
	return false;
}

/* Sets errno, to 0 unless the file cannot be read. */
static bool has_magic(int fd, enum wcore_opener_kind kind)
{
	char start[65] = { 0 };
	ssize_t size;

	do {
		errno = 0;
		size = pread(fd, start, sizeof(start) - 1, 0);
	} while (size < 0 && errno == EINTR);
	if (is_source(kind) || (size >= 2 && memcmp(start, "\x1f\x8b", 2) == 0))
		return true;
	if (kind == WCORE_OPENER_MAP)
		return is_map(start);
	return size >= 4 && memcmp(start, "\0asm", 4) == 0;
}

/* NULL when what is open is what was asked for; sets errno, to 0 unless the file cannot be read. */
static const char *refuse(int fd, enum wcore_opener_kind kind, const struct stat *status)
{
	errno = 0;
	if (!S_ISREG(status->st_mode))
		return "not a regular file";
	/* /proc has files of that size that hold something. */
	if (status->st_size == 0)
		return "an empty file";
	if (is_source(kind) && (uint64_t)status->st_size > WCORE_OPENER_SOURCE_MAX)
		return "too large for a source file";
	if (!has_magic(fd, kind))
		return kind == WCORE_OPENER_WASM ? "not a WebAssembly binary" : "not a source map";
	return NULL;
}

static struct wcore_error *open_temporary(int *ret)
{
	const char *dir = getenv("TMPDIR");
	int fd = -1;

	if (dir && *dir)
		fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0)
		fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0) {
		char name[] = "/tmp/wcore-XXXXXX";

		fd = mkostemp(name, O_CLOEXEC);
		if (fd >= 0)
			unlink(name);
	}
	if (fd < 0)
		fd = memfd_create("wcore", MFD_CLOEXEC);
	*ret = fd;
	return fd < 0 ? system_error(NULL, errno) : NULL;
}

struct wcore_error *wcore_opener_open_here(enum wcore_opener_kind kind, const char *path, int *ret)
{
	struct wcore_error *error = NULL;
	const char *reason;
	struct stat status;
	int fd;

	if (kind == WCORE_OPENER_TEMPORARY)
		return open_temporary(ret);
	if (kind == WCORE_OPENER_CODE && !is_code_name(path))
		return wcore_error_create(WCORE_ERROR_KIND, path, "its name is none of a source file");
	/* A FIFO would wait for its writer. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return system_error(path, errno);
	if (fstat(fd, &status) != 0)
		error = system_error(path, errno);
	else if ((reason = refuse(fd, kind, &status)))
		error = errno ? system_error(path, errno) : wcore_error_create(WCORE_ERROR_KIND, path, "%s", reason);
	if (error)
		close(fd);
	else
		*ret = fd;
	return error;
}

struct wcore_error *wcore_opener_open(const struct wcore_opener *opener, enum wcore_opener_kind kind,
				      const char *path, int *ret)
{
	return opener ? opener->open(opener->context, kind, path, ret)
		      : wcore_opener_open_here(kind, path, ret);
}
