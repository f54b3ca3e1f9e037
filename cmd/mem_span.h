/* What verbs that walk over a memory share: the range that is asked for. */
#ifndef WCORE_CMD_MEM_SPAN_H
#define WCORE_CMD_MEM_SPAN_H

#include "mem.h"

/*
 * [*ret_from, *ret_to) of a memory from what --from and --to were given, numbers or expressions; NULL: its
 * start and its end.  False as the functions of mem.h.
 */
bool mem_span(struct mem *mem, const struct wcore_memory *memory, const char *from, const char *to,
	      uint64_t *ret_from, uint64_t *ret_to);
/* Pieces of a memory were overridden by later segments, which came too late: said on stderr, exit code 1. */
void mem_span_revised(struct mem *mem);

#endif
