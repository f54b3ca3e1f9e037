/* Bytes of a module that no code writes. */
#ifndef WCORE_ANALYSIS_CONSTANT_DATA_H
#define WCORE_ANALYSIS_CONSTANT_DATA_H

#include "../wasm/index.h"

/*
 * True when [address, address + size) lies in a data segment that the name
 * section calls .rodata, and the segment gives just these bytes.  Looks at the
 * first 4096 segments.
 */
bool wcore_constant_data_holds(struct wcore_module *module, uint32_t memory, uint64_t address,
			       const uint8_t *bytes, uint64_t size);

/*
 * True when [address, address + size) starts as these bytes: as one data segment has them, or zero where
 * none does.  False for a module whose segments are not all there from its start, or too many.
 */
bool wcore_initial_data_is(struct wcore_module *module, uint32_t memory, uint64_t address,
			   const uint8_t *bytes, uint64_t size);

/* What these bytes start as; false as above, and where a segment's bytes are cut. */
bool wcore_initial_data_read(struct wcore_module *module, uint32_t memory, uint64_t address, uint8_t *bytes,
			     uint64_t size);

#endif
