/* What the programs here print: one allocation or release a line, without a heap of its own. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void put(const char *word, const void *address, size_t size)
{
	char line[64], digits[20];
	size_t n = 0, d = 0;
	uintptr_t a = (uintptr_t)address;

	while (*word)
		line[n++] = *word++;
	line[n++] = ' ';
	line[n++] = '0';
	line[n++] = 'x';
	do
		digits[d++] = "0123456789abcdef"[a & 15];
	while (a >>= 4);
	while (d)
		line[n++] = digits[--d];
	if (size) {
		line[n++] = ' ';
		do
			digits[d++] = (char)('0' + size % 10);
		while (size /= 10);
		while (d)
			line[n++] = digits[--d];
	}
	line[n++] = '\n';
	write(1, line, n);
}

static inline void *take(size_t size)
{
	void *p = malloc(size);

	put("alloc", p, size);
	return p;
}

static inline void *take_zeroed(size_t size)
{
	void *p = calloc(1, size);

	put("alloc", p, size);
	return p;
}

static inline void *take_aligned(size_t alignment, size_t size)
{
	void *p = aligned_alloc(alignment, size);

	put("alloc", p, size);
	return p;
}

static inline void *retake(void *old, size_t size)
{
	void *p;

	put("free", old, 0);
	p = realloc(old, size);
	put("alloc", p, size);
	return p;
}

static void give(void *p)
{
	put("free", p, 0);
	free(p);
}
