/*
 * Variables that no code writes: a scalar static whose address the module has nowhere but in
 * the offsets of loads.
 */
#ifndef WCORE_ANALYSIS_UNWRITTEN_H
#define WCORE_ANALYSIS_UNWRITTEN_H

#include "../debug/target.h"

/* Variables and units that are kept. */
#define WCORE_UNWRITTEN_OBJECTS 1024
#define WCORE_UNWRITTEN_UNITS 32

/* Put one, zeroed, beside a target, whose modules must outlive it. */
struct wcore_unwritten {
	const struct wcore_target_module *module;
	struct wcore_entries *entries;	/* of module; NULL without DWARF */
	struct wcore_types *types;
	struct wcore_unwritten_object {
		uint64_t address, size;
		enum { WCORE_UNWRITTEN_OPEN, WCORE_UNWRITTEN_PRIVATE, WCORE_UNWRITTEN_USED } state;
	} *objects;		/* scalar statics of the units */
	uint32_t object_count;
	uint32_t units[WCORE_UNWRITTEN_UNITS];
	unsigned unit_count;
	uint64_t work;		/* bytes and entries that were read */
};
void wcore_unwritten_deinit(struct wcore_unwritten *unwritten);

/*
 * True when [address, address + size) of memory 0 lies in a variable that the debug information
 * of the code at the file offset place tells of, that the module neither stores to nor takes the
 * address of, and that starts as bytes.  The memory must be the module's own.
 */
bool wcore_unwritten_holds(struct wcore_unwritten *unwritten, const struct wcore_target_module *module,
			   uint64_t place, uint64_t address, const uint8_t *bytes, uint64_t size);

#endif
