/*
 * Whether a function looks at one of its parameters.  To an optimiser one that does not is no reason to store what the
 * pointer leads to.
 */
#ifndef WCORE_ANALYSIS_PARAM_READ_H
#define WCORE_ANALYSIS_PARAM_READ_H

#include "../wasm/function.h"

/* Of a direct call of callee (a funcidx); param counts from 0.  True also where that cannot be told. */
bool wcore_param_is_read(struct wcore_module *module, uint32_t callee, uint32_t param);

#endif
