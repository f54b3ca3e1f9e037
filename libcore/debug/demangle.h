/* Demangling by libiberty: C++ (Itanium), Rust legacy and v0. */
#ifndef WCORE_DEBUG_DEMANGLE_H
#define WCORE_DEBUG_DEMANGLE_H

#include "../base/arena.h"

/*
 * The source name of a linkage name, in arena: Rust without its hash.  The name
 * itself when it is not mangled or longer than 64 KiB; absent on no memory.
 */
struct wcore_string wcore_demangle(struct wcore_arena *arena, struct wcore_string name);

#endif
