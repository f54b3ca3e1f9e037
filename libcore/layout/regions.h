/*
 * How a linker laid a memory out: data segments, static data that start as zeros, the shadow stack, and
 * what is left for the heap, from the data section, the stack pointer's start and the linker's names
 * (tool-conventions Linking.md).  Where one thing ends and the next begins is said to be not known
 * unless something says it.
 */
#ifndef WCORE_LAYOUT_REGIONS_H
#define WCORE_LAYOUT_REGIONS_H

#include "../debug/target.h"
#include "../dump/memory.h"

enum wcore_region_kind {
	WCORE_REGION_BELOW,	/* in front of all that was placed: the null page */
	WCORE_REGION_DATA,	/* a data segment of a module */
	WCORE_REGION_BSS,	/* static data that no segment gives, behind the segments */
	WCORE_REGION_GAP,	/* between segments: static zeros, or padding */
	WCORE_REGION_STACK,	/* the shadow stack */
	WCORE_REGION_HEAP,	/* from the linker's __heap_base on */
	WCORE_REGION_UNKNOWN,	/* two of these, and where the second begins is not said; or nothing known */
};

struct wcore_region {
	enum wcore_region_kind kind;
	uint64_t address, size;
	struct wcore_string name;	/* of DATA: as the name section has it; absent when it has none */
	const struct wcore_target_module *module;	/* of DATA */
	uint32_t segment;		/* of DATA: its index in the module */
};

/* Data segments that are told of; what lies beyond is part of what is unknown. */
#define WCORE_REGIONS_SEGMENTS_MAX 65536
/* Modules that use one memory. */
#define WCORE_REGIONS_MODULES_MAX 16

struct wcore_regions {
	struct wcore_region *items;	/* by address, one behind the other, all of the memory */
	size_t count;
	/* Modules whose memory 0 it is: what addresses in their debug information mean. */
	const struct wcore_target_module *modules[WCORE_REGIONS_MODULES_MAX];
	uint32_t instances[WCORE_REGIONS_MODULES_MAX];
	unsigned module_count;
	/* Where static data may stand. */
	uint64_t static_low, static_high;
	bool has_stack;
	bool is_stack_first;	/* below static data */
	uint64_t stack_low, stack_high;	/* stack_high: where the stack pointer starts */
	bool is_stack_low_sure;	/* false: stack_low is where static data end, as far as is known */
	bool has_heap;
	uint64_t heap;		/* where it starts */
};

/* target stays the caller's and must outlive *ret.  Errors: NOMEM. */
struct wcore_error *wcore_regions_create(struct wcore_target *target, const struct wcore_memory *memory,
					 struct wcore_regions **ret);
void wcore_regions_destroy(struct wcore_regions *regions);
/* Tells where the last static variable ends that debug information knows.  Errors: NOMEM. */
struct wcore_error *wcore_regions_learn(struct wcore_regions *regions, uint64_t static_end);
/* The region that holds an address of the memory; NULL when it is outside. */
const struct wcore_region *wcore_regions_find(const struct wcore_regions *regions, uint64_t address);
/* "null page", "data", "bss", "gap", "stack", "heap", "unknown"; static. */
const char *wcore_region_kind_name(enum wcore_region_kind kind);

#endif
