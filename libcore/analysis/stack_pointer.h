/*
 * The global that holds the pointer to the stack that a compiler keeps in
 * memory (tool-conventions, Linking.md and BasicCABI.md: __stack_pointer).
 */
#ifndef WCORE_ANALYSIS_STACK_POINTER_H
#define WCORE_ANALYSIS_STACK_POINTER_H

#include "../wasm/index.h"

/*
 * Looks for it by name, as an export or import of that name, then by use: the
 * mutable global that functions most often read, lower by a constant and write back
 * (in the first 1 MiB of code).  Last, where no code says otherwise, the first
 * global that the module defines, where wasm-ld puts it, if it starts at a multiple of 16.  It is i32 or i64.
 * False when there is none, and for Go, whose functions do not give back what
 * they took.
 */
bool wcore_stack_pointer_find(struct wcore_module *module, uint32_t *ret_global);

/* The value that it has before any function runs; false when the module does not say it. */
bool wcore_stack_pointer_initial(struct wcore_module *module, uint32_t global, uint64_t *ret);

#endif
