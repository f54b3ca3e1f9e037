/* What can happen between an event and the instruction, and what the way there proved. */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

#include "ssa_state.h"

bool wcore_ssa_event_dominates(struct wcore_ssa *ssa, uint32_t event)
{
	uint32_t block;

	if (event >= ssa->events.count)
		return false;
	block = ((const struct wcore_ssa_event *)ssa->events.items)[event].block;
	return block != ssa->target && wcore_ssa_dominates(ssa, block, ssa->target);
}

struct search {
	struct wcore_ssa *ssa;
	uint32_t count;		/* in the queue */
	uint32_t start;		/* the block that the search ends at */
};

static void reach(struct search *search, uint32_t block)
{
	struct wcore_ssa *ssa = search->ssa;

	if (block == search->start || ssa->marks[block] == ssa->mark)
		return;
	ssa->marks[block] = ssa->mark;
	ssa->queue[search->count++] = block;
}

static bool pay(struct wcore_ssa *ssa, uint64_t count)
{
	ssa->visits -= count < ssa->visits ? count : ssa->visits;
	return ssa->visits > 0;
}

/* The blocks that the block can be reached from directly. */
static bool reach_before(struct search *search, uint32_t block)
{
	struct wcore_ssa *ssa = search->ssa;
	const struct ssa_block *at = ssa_block(ssa, block);

	if (!pay(ssa, (uint64_t)at->edge_count + (at->body_end - at->body_first) + 1))
		return false;
	for (uint32_t e = at->edge; e != WCORE_SSA_NONE; e = ssa_edge(ssa, e)->next)
		reach(search, ssa_edge(ssa, e)->from);
	for (uint32_t i = at->body_first; i < at->body_end; i++)
		reach(search, i);
	return true;
}

static bool visit_events(struct wcore_ssa *ssa, uint32_t first, uint32_t block,
			 bool (*visit)(void *context, uint32_t event), void *context)
{
	uint32_t end = ssa_block(ssa, block + 1)->events;

	if (!pay(ssa, end - first))
		return false;
	for (uint32_t i = first; i < end; i++) {
		if (!visit(context, i))
			return false;
	}
	return true;
}

/* The blocks that the search finds, copied: visit may ask for another search. */
static uint32_t *collect(struct wcore_ssa *ssa, struct search *search)
{
	uint32_t *blocks;

	ssa->mark++;
	if (!reach_before(search, ssa->target))
		return NULL;
	for (uint32_t i = 0; i < search->count; i++)
		if (!reach_before(search, ssa->queue[i]))
			return NULL;
	blocks = wcore_malloc(((size_t)search->count + 1) * sizeof(*blocks));
	if (blocks && search->count)
		memcpy(blocks, ssa->queue, search->count * sizeof(*blocks));
	return blocks;
}

bool wcore_ssa_between(struct wcore_ssa *ssa, uint32_t event,
		       bool (*visit)(void *context, uint32_t event), void *context)
{
	struct search search = { .ssa = ssa, .start = WCORE_SSA_NONE };
	uint32_t *blocks;
	bool is_done = true;

	if (event != WCORE_SSA_NONE) {
		search.start = ((const struct wcore_ssa_event *)ssa->events.items)[event].block;
		if (!visit_events(ssa, event + 1, search.start, visit, context))
			return false;
	}
	blocks = collect(ssa, &search);
	if (!blocks)
		return false;
	for (uint32_t i = 0; is_done && i < search.count; i++)
		is_done = visit_events(ssa, ssa_block(ssa, blocks[i])->events, blocks[i], visit,
				       context);
	free(blocks);
	return is_done;
}
