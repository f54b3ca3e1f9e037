/* Of wcore-mem diff: --typed. */
#include "mem_diff.h"

void mem_diff_typed(struct mem_diff_pair *pair)
{
	(void)pair;
}
