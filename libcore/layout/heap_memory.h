/*
 * A memory as readers of heaps look at it: words through a cache, what the module says of the static
 * part, and an allowance of work, which ends every walk over hostile bytes.
 */
#ifndef WCORE_LAYOUT_HEAP_MEMORY_H
#define WCORE_LAYOUT_HEAP_MEMORY_H

#include "../debug/target.h"
#include "../debug/variable.h"
#include "../dump/space.h"

#define WCORE_HEAP_PAGE 4096
#define WCORE_HEAP_PAGES 64
/* Reads that one recognition, walk or check may take: about a second. */
#define WCORE_HEAP_WORK (UINT64_C(1) << 27)

struct wcore_heap_page {
	bool is_set, is_whole;	/* whole: every byte is known */
	uint64_t number;
	uint8_t bytes[WCORE_HEAP_PAGE];
	uint8_t states[WCORE_HEAP_PAGE];	/* enum wcore_byte_state, unless is_whole */
};

struct wcore_heap_memory {
	struct wcore_target *target;
	const struct wcore_memory *memory;
	struct wcore_space space;
	const struct wcore_target_module *module;	/* whose memory 0 it is; NULL when none was found */
	uint32_t instance;	/* of the module; WCORE_ABSENT when the dump does not say */
	uint32_t number;	/* of the memory in the module */
	unsigned width;		/* of a pointer: 4, or 8 for memory64 */
	uint64_t size;		/* of the memory, in bytes */
	/*
	 * Static variables lie in [0, static_end): below the initial size of the module's memory, and
	 * below __heap_base when the module names it.
	 */
	uint64_t static_end;
	bool has_heap_base; uint64_t heap_base;
	bool has_stack_pointer; uint32_t stack_pointer;	/* the Wasm global's index in the module */
	uint64_t work;		/* reads that are left; 0: all of them fail */

	/* Of heap_memory.c. */
	struct wcore_heap_page *pages;	/* direct-mapped */
	struct wcore_entries *entries;
	struct wcore_types *types;
	bool has_types;
};

/* target and memory are borrowed.  Errors: NOMEM. */
struct wcore_error *wcore_heap_memory_open(struct wcore_target *target, const struct wcore_memory *memory,
					   struct wcore_heap_memory *ret);
void wcore_heap_memory_close(struct wcore_heap_memory *memory);

/* The little-endian number of size 1 to 8; false when a byte is not known, or no work is left. */
bool wcore_heap_uint(struct wcore_heap_memory *memory, uint64_t address, unsigned size, uint64_t *ret);
/* One of the width of a pointer. */
bool wcore_heap_word(struct wcore_heap_memory *memory, uint64_t address, uint64_t *ret);
/* Any bytes. */
bool wcore_heap_read(struct wcore_heap_memory *memory, uint64_t address, uint64_t size, void *ret);
/*
 * Calls visit for each word at a multiple of width in [start, end) that is known and not zero, until it gives false.
 * Fast over zeros and what was not captured.
 */
void wcore_heap_scan(struct wcore_heap_memory *memory, uint64_t start, uint64_t end,
		     bool (*visit)(void *context, uint64_t address, uint64_t value), void *context);

/*
 * A Wasm global of the module by its export or its name in the name section: its value in the dump, or
 * the one it starts with when it cannot change.
 */
bool wcore_heap_global(struct wcore_heap_memory *memory, const char *name, uint64_t *ret);
/* The same by index. */
bool wcore_heap_global_at(struct wcore_heap_memory *memory, uint32_t index, uint64_t *ret);
/* The address of a static variable that the debug information names, as "runtime.heapStart" or "_gm_". */
bool wcore_heap_symbol(struct wcore_heap_memory *memory, const char *name, uint64_t *ret);
/*
 * Whether a function's name in the name section, or an export, is or begins with the text: a hint, no proof;
 * modules may have no names.
 */
bool wcore_heap_has_function(struct wcore_heap_memory *memory, const char *start);
/* Bytes that the module's active data segments give: the end of the last one; 0 without any. */
uint64_t wcore_heap_data_end(struct wcore_heap_memory *memory);

#endif
