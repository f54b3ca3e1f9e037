/* Scopes of an address as libdwarf has them: declared in die.h. */
#include <dwarf.h>

#include "die.h"

/* The first child of a DIE that covers the address as a scope of the same function. */
static bool covering_child(struct wcore_dies *dies, uint64_t die, uint64_t address, uint64_t *ret)
{
	bool is_there = wcore_dies_child(dies, die, ret);

	for (; is_there; is_there = wcore_dies_sibling(dies, *ret, ret)) {
		uint16_t tag;

		if (!wcore_dies_tag(dies, *ret, &tag))
			return false;
		if (tag != DW_TAG_lexical_block && tag != DW_TAG_inlined_subroutine &&
		    tag != DW_TAG_try_block && tag != DW_TAG_catch_block)
			continue;
		if (wcore_dies_covers(dies, *ret, address))
			return true;
	}
	return false;
}

unsigned wcore_dies_scopes(struct wcore_dies *dies, uint64_t function, uint64_t address,
			   uint64_t *ret, unsigned max)
{
	unsigned count = 0;
	uint64_t die = function;

	if (max == 0 || !wcore_dies_covers(dies, function, address))
		return 0;
	/* Each step is one level deeper in the file: this ends. */
	do
		ret[count++] = die;
	while (count < max && covering_child(dies, die, address, &die));
	return count;
}
