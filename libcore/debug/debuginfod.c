#include "debuginfod.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#define LIBRARY "libdebuginfod.so.1"

/* What elfutils/debuginfod.h declares. */
struct debuginfod_client;
typedef struct debuginfod_client *begin_function(void);
typedef int find_function(struct debuginfod_client *client, const unsigned char *build_id,
			  int build_id_len, char **path);
typedef void end_function(struct debuginfod_client *client);

struct library {
	void *handle;
	begin_function *begin;
	find_function *find;
	end_function *end;
};

/* dlsym() gives functions as object pointers, which ISO C does not convert. */
static void symbol(void *handle, const char *name, void *ret)
{
	void *address = dlsym(handle, name);

	memcpy(ret, &address, sizeof(address));
}

static bool load(struct library *library)
{
	/* Never closed: it keeps threads and curl's state. */
	library->handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (!library->handle)
		return false;
	symbol(library->handle, "debuginfod_begin", &library->begin);
	symbol(library->handle, "debuginfod_find_debuginfo", &library->find);
	symbol(library->handle, "debuginfod_end", &library->end);
	return library->begin && library->find && library->end;
}

struct wcore_error *wcore_debuginfod_find(const uint8_t *build_id, size_t size, char **ret)
{
	struct library library;
	struct debuginfod_client *client;
	char *path = NULL;

	if (size > 64)
		return wcore_error_create(WCORE_ERROR_NOT_FOUND, NULL, "the build id is too long");
	if (!load(&library))
		return wcore_error_create(WCORE_ERROR_IO, NULL, "%s cannot be loaded", LIBRARY);
	client = library.begin();
	if (!client)
		return wcore_error_nomem();

	int fd = library.find(client, build_id, (int)size, &path);

	library.end(client);
	if (fd < 0)
		return wcore_error_create(fd == -ENOENT ? WCORE_ERROR_NOT_FOUND : WCORE_ERROR_IO,
					  NULL, "debuginfod: %s", strerror(-fd));
	close(fd);
	*ret = path;
	return path ? NULL : wcore_error_nomem();
}
