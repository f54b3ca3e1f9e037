/* What a function that is called can write, by its code. */
#ifndef WCORE_ANALYSIS_WRITES_H
#define WCORE_ANALYSIS_WRITES_H

#include "../wasm/index.h"

/* Answers that were found: put one, zeroed, beside each module that is asked about. */
#define WCORE_WRITES_KEPT 256
struct wcore_writes {
	const struct wcore_module *module;
	struct { uint32_t funcidx; uint8_t answer; } kept[WCORE_WRITES_KEPT];
};

/*
 * True when neither the function nor anything that it calls writes to a memory:
 * as of strlen, memcmp.  False also where that cannot be said: functions of
 * the host, calls through a table, more than 64 KiB of code.
 */
bool wcore_writes_nothing(struct wcore_writes *writes, struct wcore_module *module,
			  uint32_t funcidx);

#endif
