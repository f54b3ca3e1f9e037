#include "mem_span.h"

#include <inttypes.h>

static bool read_place(struct mem *mem, const struct wcore_memory *memory, const char *text, uint64_t *ret)
{
	return mem_address(mem, text, ret, NULL) &&
	       (*ret <= memory->size || mem_outside(mem, memory, *ret, text));
}

bool mem_span(struct mem *mem, const struct wcore_memory *memory, const char *from, const char *to,
	      uint64_t *ret_from, uint64_t *ret_to)
{
	*ret_from = 0;
	*ret_to = memory->size;
	if ((from && !read_place(mem, memory, from, ret_from)) ||
	    (to && !read_place(mem, memory, to, ret_to)))
		return false;
	if (*ret_from <= *ret_to)
		return true;
	return mem_check(mem, wcore_error_create(WCORE_ERROR_USAGE, mem->path,
						 "--to: 0x%" PRIx64 " stands before --from, 0x%" PRIx64,
						 *ret_to, *ret_from));
}

void mem_span_revised(struct mem *mem)
{
	mem_missing(mem, "data segments do not ascend: a later one may give other bytes for what was read before");
}
