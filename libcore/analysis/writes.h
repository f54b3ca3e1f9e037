/* What a function that is called can write, by its code. */
#ifndef WCORE_ANALYSIS_WRITES_H
#define WCORE_ANALYSIS_WRITES_H

#include "../wasm/function.h"
#include "../wasm/index.h"

/* What an address rests on: addend is added as i32 numbers are. */
enum wcore_write_base {
	WCORE_WRITE_CONSTANT,
	WCORE_WRITE_PARAM,	/* index: as the function was called with */
	WCORE_WRITE_POINTER,	/* the stack pointer, as it was when the function was called */
};

/* width bytes at (base + addend) + offset; the last addition does not wrap. */
struct wcore_write {
	enum wcore_write_base base;
	uint32_t index;
	uint32_t addend;
	uint32_t memory, width;
	uint64_t offset;
};

#define WCORE_WRITES_MAX 8
struct wcore_written {
	bool is_anything;
	uint32_t count;
	struct wcore_write items[WCORE_WRITES_MAX];
};

/* Answers that were found: put one, zeroed, beside each module that is asked about. */
#define WCORE_WRITES_KEPT 256
struct wcore_writes {
	struct wcore_module *module;
	bool has_pointer;
	uint32_t pointer;
	uint64_t code;		/* that was read for all of them */
	struct { bool is_known; uint32_t funcidx; struct wcore_written written; }
		kept[WCORE_WRITES_KEPT];
};

/* Another module: what was found of the one before is forgotten.  pointer: its stack pointer's global, or NULL. */
void wcore_writes_set(struct wcore_writes *writes, struct wcore_module *module,
		      const uint32_t *pointer);
/*
 * All that the function, and what it calls, can write, in whatever way it runs.
 * What rests on the stack pointer does so on the assumption that calls preserve it.  Anything:
 * functions of the host, calls through a table, addresses that the code
 * does not tell, more than 64 KiB of code.
 */
void wcore_writes_find(struct wcore_writes *writes, uint32_t funcidx, struct wcore_written *ret);

/* writes_code.c */

struct wcore_writes_search {
	struct wcore_writes *writes;
	uint64_t code;		/* that was read */
	uint32_t active[16];	/* functions that are being read, each called by the one before */
	unsigned depth;
};

/* By the function's own code, which the caller has found to be there. */
void wcore_writes_read(struct wcore_writes_search *search, const struct wcore_function *function,
		       struct wcore_written *ret);
/* Of a function that it calls. */
void wcore_writes_search(struct wcore_writes_search *search, uint32_t funcidx,
			 struct wcore_written *ret);

#endif
