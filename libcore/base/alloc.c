#include "alloc.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static atomic_bool has_failed;

void wcore_memory_failed(void)
{
	atomic_store(&has_failed, true);
}

bool wcore_memory_has_failed(void)
{
	return atomic_load(&has_failed);
}

static void *noted(void *memory)
{
	if (!memory)
		wcore_memory_failed();
	return memory;
}

void *wcore_malloc(size_t size)
{
	return noted(malloc(size));
}

void *wcore_calloc(size_t count, size_t size)
{
	return noted(calloc(count, size));
}

void *wcore_realloc(void *memory, size_t size)
{
	return noted(realloc(memory, size));
}

void *wcore_aligned_alloc(size_t alignment, size_t size)
{
	return noted(aligned_alloc(alignment, size));
}

char *wcore_strdup(const char *text)
{
	return noted(strdup(text));
}

char *wcore_strndup(const char *text, size_t size)
{
	return noted(strndup(text, size));
}

int wcore_vasprintf(char **ret, const char *format, va_list arguments)
{
	const int size = vasprintf(ret, format, arguments);

	if (size < 0)
		*ret = noted(NULL);
	return size;
}

int wcore_asprintf(char **ret, const char *format, ...)
{
	va_list arguments;
	int size;

	va_start(arguments, format);
	size = wcore_vasprintf(ret, format, arguments);
	va_end(arguments);
	return size;
}

FILE *wcore_memstream_open(char **ret, size_t *ret_size)
{
	return noted(open_memstream(ret, ret_size));
}

bool wcore_memstream_close(FILE *stream)
{
	const bool failed = ferror(stream);

	if (fclose(stream) == 0 && !failed)
		return true;
	wcore_memory_failed();
	return false;
}
