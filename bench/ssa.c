/*
 * Time and memory of wcore_ssa_create() and of asking for all locals, over functions
 * of 1 KB to 1 MB: what compilers write, again and again.  Prints a line a size.
 *
 * usage: bench_ssa [SIZE]
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../libcore/analysis/ssa.h"

enum { LOCALS = 60, RUNS = 5 };

/* A loop with a store, a load, a call, a branch and a join; its locals are others each time. */
static const uint8_t unit[] = {
	0x20, 0, 0x20, 2, 0x41, 3, 0x6a, 0x36, 2, 16,		/* i32.store offset=16 */
	0x03, 0x40,						/* loop */
	0x20, 0, 0x28, 2, 20, 0x41, 0x2a, 0x6a, 0x22, 3, 0x45,	/* i32.load, add, tee, eqz */
	0x04, 0x40, 0x20, 3, 0x10, 0, 0x05, 0x41, 1, 0x21, 4, 0x0b,	/* if: call, else: set */
	0x20, 4, 0x41, 7, 0x71, 0x22, 2, 0x0d, 0, 0x0b,		/* br_if, end */
	0x02, 0x40, 0x20, 2, 0x20, 3, 0x48, 0x0d, 0, 0x41, 9, 0x21, 3, 0x0b,
};

static uint8_t *put_leb(uint8_t *at, size_t value)
{
	for (int i = 0; i < 4; i++, value >>= 7)
		*at++ = (uint8_t)(0x80 | (value & 0x7f));
	*at++ = (uint8_t)value;
	return at;
}

static uint8_t *put_unit(uint8_t *at, size_t number)
{
	memcpy(at, unit, sizeof(unit));
	for (size_t i = 0; i + 1 < sizeof(unit); i++) {
		if ((unit[i] == 0x20 || unit[i] == 0x21 || unit[i] == 0x22) && unit[i + 1] > 0 &&
		    unit[i + 1] < 5) {
			i++;
			at[i] = (uint8_t)(1 + (number * 3 + unit[i]) % LOCALS);
		}
	}
	return at + sizeof(unit);
}

/* The module; *ret_target is where the function's last instruction but one stands. */
static uint8_t *write_module(size_t units, size_t *ret_size, uint64_t *ret_target)
{
	static const uint8_t head[] = {
		0, 'a', 's', 'm', 1, 0, 0, 0, 1, 5, 1, 0x60, 1, 0x7f, 0,
		2, 7, 1, 1, 'e', 1, 'f', 0, 0, 3, 2, 1, 0, 5, 3, 1, 0, 1, 10,
	};
	size_t size = units * sizeof(unit) + 3 + 2;
	uint8_t *module = malloc(sizeof(head) + 16 + size), *at = module;

	if (!module)
		return NULL;
	memcpy(at, head, sizeof(head));
	at = put_leb(at + sizeof(head), size + 6);
	*at++ = 1;
	at = put_leb(at, size);
	memcpy(at, (const uint8_t[]){ 1, LOCALS, 0x7f }, 3);
	at += 3;
	for (size_t i = 0; i < units; i++)
		at = put_unit(at, i);
	*ret_target = (uint64_t)(at - module);
	*at++ = 0x01;
	*at++ = 0x0b;
	*ret_size = (size_t)(at - module);
	return module;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int fail(struct wcore_error *error)
{
	char *text = wcore_error_format(error);

	fprintf(stderr, "ssa: %s\n", text ? text : "out of memory");
	free(text);
	wcore_error_destroy(error);
	return 1;
}

static int measure(struct wcore_module *module, uint64_t target, size_t size)
{
	double create = 1e9, query = 1e9;
	size_t memory = 0;

	for (int i = 0; i < RUNS; i++) {
		struct wcore_function function;
		struct wcore_ssa *ssa;
		struct wcore_error *error = wcore_module_function(module, 1, &function);
		double start = now(), built, end;

		if (!error)
			error = wcore_ssa_create(module, &function, target, &ssa);
		if (error)
			return fail(error);
		built = now();
		for (uint32_t k = 0; k < LOCALS; k++)
			wcore_ssa_local(ssa, k);
		end = now();
		memory = mallinfo2().uordblks + mallinfo2().hblkhd;
		create = built - start < create ? built - start : create;
		query = end - built < query ? end - built : query;
		wcore_ssa_destroy(ssa);
	}
	printf("%8zu bytes  create %8.3f ms  locals %8.3f ms  %6.1f ns a byte  %6.1f MiB\n", size,
	       create * 1e3, query * 1e3, (create + query) * 1e9 / (double)size,
	       (double)memory / 1048576);
	return 0;
}

static int bench(size_t size)
{
	struct wcore_file *file;
	struct wcore_module *module;
	uint64_t target = 0;
	size_t bytes = 0;
	uint8_t *binary = write_module(size / sizeof(unit), &bytes, &target);
	struct wcore_error *error = binary ? NULL : wcore_error_nomem();
	int failed;

	if (!error)
		error = wcore_file_from_memory("bench.wasm", binary, bytes, &file);
	if (!error)
		error = wcore_module_open(file, 0, bytes, &module);
	if (error)
		return fail(error);
	failed = measure(module, target, size);
	wcore_module_close(module);
	wcore_file_close(file);
	free(binary);
	return failed;
}

int main(int argc, char **argv)
{
	if (argc > 1)
		return bench(strtoul(argv[1], NULL, 10));
	for (size_t size = 1024; size <= 1 << 20; size *= 4) {
		if (bench(size))
			return 1;
	}
	return 0;
}
