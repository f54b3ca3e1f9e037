/*
 * How much of a local's value the code reads.  Where it reads the lower bits alone, an optimiser may have left anything in the
 * others, whatever the debug information says of the local.
 */
#ifndef WCORE_ANALYSIS_DEMAND_H
#define WCORE_ANALYSIS_DEMAND_H

#include "../wasm/function.h"

/*
 * Of an i32 or i64 local (bits says which), how many of its lower bits are read between the file offset from and the next
 * instruction that sets it, in the order of the code; all of them where that cannot be told, 0 when it is not read.
 */
unsigned wcore_demand(struct wcore_module *module, const struct wcore_function *function, uint64_t from,
		      uint32_t local, unsigned bits);

#endif
