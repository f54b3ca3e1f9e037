/*
 * Variables followed through the blocks, when they are asked for.
 *
 * From a block the walk goes up the tree of dominators, past blocks that do
 * not touch the variable.  What lies on ways between a block and the one that
 * dominates it directly are blocks with numbers in between; for the head of a loop
 * also all of the loop: the block's extent is the first number behind them.  Jump
 * pointers make the walk logarithmic.  Where it cannot pass, the ways differ: a PHI, which is
 * dropped again when all its inputs are one value (Braun et al., section 3.1).
 */
#include <stdlib.h>

#include "ssa_state.h"

static bool is_kept(const struct wcore_ssa *ssa, uint32_t variable)
{
	return variable >= ssa->local_count + ssa->global_count;
}

static bool is_catching(const struct ssa_block *block)
{
	return block->body_end > 0;
}

/* The first definition in the block or a later one; NULL when there is none. */
static const struct ssa_def *def_from(const struct wcore_ssa *ssa, uint32_t variable,
				      uint32_t block)
{
	uint32_t low = ssa->first_def[variable], high = ssa->first_def[variable + 1];
	uint32_t end = high;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (ssa->sorted[middle].block < block)
			low = middle + 1;
		else
			high = middle;
	}
	return low < end ? &ssa->sorted[low] : NULL;
}

static bool is_set(const struct wcore_ssa *ssa, uint32_t variable, uint32_t first, uint32_t end)
{
	const struct ssa_def *def = def_from(ssa, variable, first);

	return def && def->block < end;
}

/* Whether a block of [first, end) may change the variable. */
static bool is_touched(const struct wcore_ssa *ssa, uint32_t variable, uint32_t first,
		       uint32_t end)
{
	const struct ssa_block *a = ssa_block(ssa, first), *b = ssa_block(ssa, end);

	if (first >= end)
		return false;
	if (is_set(ssa, variable, first, end))
		return true;
	if (variable < ssa->local_count)
		return false;
	return is_kept(ssa, variable) ? a->catching_before != b->catching_before :
					a->calling_before != b->calling_before;
}

uint32_t wcore_ssa_initial(struct wcore_ssa *ssa, uint32_t variable)
{
	struct wcore_ssa_node node = { .event = WCORE_SSA_NONE };

	if (variable < ssa->local_count) {
		node.kind = variable < ssa->type->param_count ? WCORE_SSA_PARAM : WCORE_SSA_INITIAL;
		node.type = ssa->local_types[variable];
		node.index = variable;
	} else {
		node.kind = WCORE_SSA_GLOBAL;
		node.index = (variable - ssa->local_count) % ssa->global_count;
		node.type = ssa->index->globals[node.index].type.code;
	}
	return wcore_ssa_intern(ssa, &node);
}

uint32_t wcore_ssa_entry(struct wcore_ssa *ssa, uint32_t block, uint32_t variable)
{
	struct wcore_ssa_node node = {
		.kind = (enum wcore_ssa_kind)SSA_ENTRY, .block = block, .index = variable,
		.event = WCORE_SSA_NONE, .args = { 0, 0, variable | SSA_ENTRY_MARK },
	};

	if (block == 0)
		return wcore_ssa_initial(ssa, variable);
	node.type = variable < ssa->local_count ? ssa->local_types[variable] :
		    ssa->index->globals[(variable - ssa->local_count) % ssa->global_count].type.code;
	return wcore_ssa_intern(ssa, &node);
}

uint32_t wcore_ssa_behind_call(struct wcore_ssa *ssa, uint32_t global, uint32_t call, uint32_t kept)
{
	const struct wcore_ssa_event *event = (const struct wcore_ssa_event *)ssa->events.items + call;
	const struct wcore_ssa_node node = {
		.kind = WCORE_SSA_GLOBAL_CALL, .type = ssa->index->globals[global].type.code,
		.index = global, .args = { kept }, .arg_count = 1, .block = event->block,
		.event = call, .place = event->place,
	};

	return wcore_ssa_intern(ssa, &node);
}

/* The value at the block's end when the block itself says it; 0 otherwise. */
static uint32_t value_in(struct wcore_ssa *ssa, uint32_t block, uint32_t variable);

/* A variable where the block starts: a value, or the SSA_ENTRY of the block whose ways differ. */
static uint32_t value_before(struct wcore_ssa *ssa, uint32_t block, uint32_t variable)
{
	while (block != 0 && ssa->steps > 0 && ssa->status == SSA_OK) {
		const struct ssa_block *at = ssa_block(ssa, block);
		uint32_t value;

		ssa->steps--;
		if (!is_touched(ssa, variable, at->jump + 1, at->jump_extent))
			block = at->jump;
		else if (!is_touched(ssa, variable, at->idom + 1, at->extent))
			block = at->idom;
		else
			return wcore_ssa_entry(ssa, block, variable);
		value = value_in(ssa, block, variable);
		if (value)
			return value;
	}
	return block || ssa->status != SSA_OK ? 0 : wcore_ssa_initial(ssa, variable);
}

static uint32_t value_behind(struct wcore_ssa *ssa, uint32_t block, uint32_t variable)
{
	uint32_t value = value_in(ssa, block, variable);

	return value ? value : value_before(ssa, block, variable);
}

static uint32_t value_in(struct wcore_ssa *ssa, uint32_t block, uint32_t variable)
{
	const struct ssa_block *at = ssa_block(ssa, block);
	const struct ssa_def *def = def_from(ssa, variable, block);
	bool is_global = variable >= ssa->local_count && !is_kept(ssa, variable);

	if (def && def->block == block && (!is_global || def->calls == at->calls))
		return def->node;
	if (!is_global || at->last_call == WCORE_SSA_NONE)
		return 0;
	variable -= ssa->local_count;
	return wcore_ssa_behind_call(ssa, variable, at->last_call,
				     value_behind(ssa, block, ssa_kept_variable(ssa, variable)));
}

static uint32_t follow(const struct wcore_ssa *ssa, uint32_t node)
{
	uint32_t end = node;

	while ((int)ssa_node(ssa, end)->kind == SSA_COPY)
		end = ssa_node(ssa, end)->args[0];
	while (node != end) {
		uint32_t next = ssa_node(ssa, node)->args[0];

		ssa_node(ssa, node)->args[0] = end;
		node = next;
	}
	return end;
}

static bool is_open(const struct wcore_ssa *ssa, uint32_t node)
{
	int kind = (int)ssa_node(ssa, node)->kind;

	return kind == SSA_ENTRY || kind == SSA_JOIN;
}

static void copy(struct wcore_ssa *ssa, uint32_t node, uint32_t of)
{
	struct wcore_ssa_node *at = ssa_node(ssa, node);

	at->kind = (enum wcore_ssa_kind)SSA_COPY;
	at->args[0] = of;
}

/* What is being resolved: nodes to look at, and the PHIs that came of it. */
struct resolver {
	struct ssa_list work, phis;
};

static void enqueue(struct wcore_ssa *ssa, struct resolver *resolver, uint32_t node)
{
	uint32_t *at;

	node = follow(ssa, node);
	if (!is_open(ssa, node))
		return;
	at = wcore_ssa_push(ssa, &resolver->work, sizeof(*at), 1);
	if (at)
		*at = node;
}

/* PHIs keep their number of inputs in bits, and their place among the resolver's PHIs in high. */
static void make_phi(struct wcore_ssa *ssa, struct resolver *resolver, uint32_t number)
{
	struct wcore_ssa_node *node = ssa_node(ssa, number);
	const struct ssa_block *block = ssa_block(ssa, node->block);
	bool is_join = (int)node->kind == SSA_JOIN;
	uint32_t first = ssa->inputs.count, i = 0, what = node->index, *at;

	if (!wcore_ssa_push(ssa, &ssa->inputs, sizeof(uint32_t), block->edge_count))
		return;
	at = wcore_ssa_push(ssa, &resolver->phis, sizeof(*at), 1);
	if (!at)
		return;
	*at = number;
	node->kind = WCORE_SSA_PHI;
	node->index = first;
	node->bits = block->edge_count;
	node->high = resolver->phis.count - 1;
	ssa->steps -= block->edge_count < ssa->steps ? block->edge_count : ssa->steps;
	for (uint32_t e = block->edge; e != WCORE_SSA_NONE; e = ssa_edge(ssa, e)->next) {
		const struct ssa_edge *edge = ssa_edge(ssa, e);
		uint32_t input = is_join ? *ssa_number(&ssa->edge_args, edge->args + what) :
					   value_behind(ssa, edge->from, what);

		*ssa_number(&ssa->inputs, first + i++) = input;
		enqueue(ssa, resolver, input);
	}
}

/* Behind an exception that may have come from anywhere in the body of a try. */
static void resolve_catch(struct wcore_ssa *ssa, struct resolver *resolver, uint32_t number)
{
	struct wcore_ssa_node *node = ssa_node(ssa, number);
	const struct ssa_block *block = ssa_block(ssa, node->block);

	if (node->index >= ssa->local_count ||
	    is_set(ssa, node->index, block->body_first, block->body_end)) {
		node->kind = WCORE_SSA_OTHER;
		return;
	}
	copy(ssa, number, value_behind(ssa, block->idom, node->index));
	enqueue(ssa, resolver, number);
}

static void resolve_open(struct wcore_ssa *ssa, struct resolver *resolver, uint32_t number)
{
	const struct wcore_ssa_node *node = ssa_node(ssa, number);
	const struct ssa_block *block = ssa_block(ssa, node->block);
	uint32_t value;

	if ((int)node->kind == SSA_JOIN) {
		if (block->edge_count > 1) {
			make_phi(ssa, resolver, number);
			return;
		}
		value = *ssa_number(&ssa->edge_args, ssa_edge(ssa, block->edge)->args + node->index);
	} else {
		value = value_before(ssa, node->block, node->index);
	}
	if (value != number) {
		copy(ssa, number, value);
		enqueue(ssa, resolver, value);
	} else if (is_catching(block)) {
		resolve_catch(ssa, resolver, number);
	} else {
		make_phi(ssa, resolver, number);
	}
}

static uint32_t phi_place(const struct wcore_ssa *ssa, const struct resolver *resolver,
			  uint32_t number)
{
	const struct wcore_ssa_node *node = ssa_node(ssa, number);

	if (node->kind == WCORE_SSA_PHI && node->high < resolver->phis.count &&
	    *ssa_number(&resolver->phis, (uint32_t)node->high) == number)
		return (uint32_t)node->high;
	return WCORE_SSA_NONE;
}

/* The one value that all inputs have besides the PHI itself; WCORE_SSA_NONE when there is none. */
static uint32_t only_input(struct wcore_ssa *ssa, uint32_t number)
{
	const struct wcore_ssa_node *node = ssa_node(ssa, number);
	uint32_t only = WCORE_SSA_NONE;

	ssa->steps -= node->bits < ssa->steps ? node->bits : ssa->steps;
	for (uint32_t i = 0; i < node->bits; i++) {
		uint32_t input = follow(ssa, *ssa_number(&ssa->inputs, node->index + i));

		if (input == number || input == only)
			continue;
		if (only != WCORE_SSA_NONE)
			return WCORE_SSA_NONE;
		only = input;
	}
	return only;
}

/* Who uses each PHI among the PHIs: first[i] to first[i + 1] in users. */
struct users { uint32_t *first, *users; size_t size; };

static bool find_users(struct wcore_ssa *ssa, const struct resolver *resolver, struct users *ret)
{
	uint32_t count = resolver->phis.count, total = 0;

	*ret = (struct users){ .first = wcore_ssa_alloc(ssa, (uint64_t)count + 2, sizeof(uint32_t)) };
	if (!ret->first)
		return false;
	for (int pass = 0; pass < 2; pass++) {
		for (uint32_t i = 0; i < count; i++) {
			const struct wcore_ssa_node *node =
				ssa_node(ssa, *ssa_number(&resolver->phis, i));

			for (uint32_t k = 0; k < node->bits; k++) {
				uint32_t used = phi_place(ssa, resolver, follow(
					ssa, *ssa_number(&ssa->inputs, node->index + k)));

				if (used == WCORE_SSA_NONE)
					continue;
				if (pass == 0)
					ret->first[used + 2]++;
				else
					ret->users[ret->first[used + 1]++] = i;
			}
		}
		if (pass == 1)
			break;
		for (uint32_t i = 0; i < count; i++)
			ret->first[i + 2] += ret->first[i + 1];
		total = ret->first[count + 1];
		ret->users = wcore_ssa_alloc(ssa, total, sizeof(uint32_t));
		if (!ret->users)
			return false;
	}
	ret->size = ((size_t)count + 2 + total) * sizeof(uint32_t);
	return true;
}

/*
 * PHIs that turned into copies of one PHI, in a ring with it: when that turns into a copy itself, the users
 * of all of them have another input.
 */
static void join_rings(uint32_t *next, uint32_t a, uint32_t b)
{
	uint32_t kept = next[a];

	next[a] = next[b];
	next[b] = kept;
}

static void enqueue_users(struct wcore_ssa *ssa, struct resolver *resolver, const struct users *users,
			  const uint32_t *next, uint32_t place)
{
	uint32_t at = place;

	do {
		uint32_t count = users->first[at + 1] - users->first[at], *items;

		ssa->steps -= count < ssa->steps ? count : ssa->steps;
		items = wcore_ssa_push(ssa, &resolver->work, sizeof(*items), count);
		if (!items)
			return;
		for (uint32_t k = 0; k < count; k++)
			items[k] = users->users[users->first[at] + k];
		at = next[at];
	} while (at != place && ssa->steps > 0);
}

static void drop_phi(struct wcore_ssa *ssa, struct resolver *resolver, const struct users *users,
		     uint32_t *next, uint32_t place)
{
	uint32_t number = *ssa_number(&resolver->phis, place), only, other;

	if (ssa_node(ssa, number)->kind != WCORE_SSA_PHI)
		return;
	only = only_input(ssa, number);
	if (only == WCORE_SSA_NONE)
		return;
	other = phi_place(ssa, resolver, only);
	copy(ssa, number, only);
	enqueue_users(ssa, resolver, users, next, place);
	if (other != WCORE_SSA_NONE)
		join_rings(next, place, other);
}

static void drop_trivial(struct wcore_ssa *ssa, struct resolver *resolver)
{
	uint32_t count = resolver->phis.count;
	uint32_t *next = wcore_ssa_alloc(ssa, count, sizeof(*next));
	struct users users = { 0 };
	bool is_ready = next && find_users(ssa, resolver, &users);

	for (uint32_t i = 0; is_ready && i < count; i++) {
		uint32_t *at = wcore_ssa_push(ssa, &resolver->work, sizeof(*at), 1);

		next[i] = i;
		if (at)
			*at = i;
	}
	while (is_ready && resolver->work.count > 0 && ssa->status == SSA_OK && ssa->steps > 0)
		drop_phi(ssa, resolver, &users, next,
			 *ssa_number(&resolver->work, --resolver->work.count));
	if (next)
		ssa->memory -= count * sizeof(*next);
	if (is_ready)
		ssa->memory -= users.size;
	free(next);
	free(users.first);
	free(users.users);
}

/*
 * A PHI of a global that calls may have set says less than that it is what it
 * was without them or what one of them made of it.
 */
static void settle_global(struct wcore_ssa *ssa, uint32_t number)
{
	struct wcore_ssa_node *node = ssa_node(ssa, number);
	const struct ssa_block *block = ssa_block(ssa, node->block);
	uint32_t variable = node->args[2] & ~SSA_ENTRY_MARK, kept;

	if (node->kind != WCORE_SSA_PHI || !(node->args[2] & SSA_ENTRY_MARK) ||
	    variable < ssa->local_count || is_kept(ssa, variable) ||
	    ssa_block(ssa, block->idom + 1)->calling_before ==
	    ssa_block(ssa, block->extent)->calling_before)
		return;
	variable -= ssa->local_count;
	kept = value_before(ssa, node->block, ssa_kept_variable(ssa, variable));
	node->kind = WCORE_SSA_GLOBAL_CALL;
	node->index = variable;
	node->args[0] = kept;
	node->arg_count = 1;
	node->bits = node->high = 0;
}

uint32_t wcore_ssa_resolve(struct wcore_ssa *ssa, uint32_t node)
{
	struct resolver resolver = { 0 };
	bool is_done;

	if (node >= ssa->node_count)
		return 0;
	node = follow(ssa, node);
	if (!is_open(ssa, node))
		return node;
	/* What another query had no memory for may not need any here. */
	ssa->status = SSA_OK;
	enqueue(ssa, &resolver, node);
	while (resolver.work.count > 0 && ssa->status == SSA_OK && ssa->steps > 0) {
		uint32_t number = *ssa_number(&resolver.work, --resolver.work.count);

		if (is_open(ssa, number))
			resolve_open(ssa, &resolver, number);
	}
	if (ssa->status == SSA_OK && ssa->steps > 0)
		drop_trivial(ssa, &resolver);
	is_done = ssa->status == SSA_OK && ssa->steps > 0;
	for (uint32_t i = 0; i < resolver.phis.count; i++) {
		uint32_t number = *ssa_number(&resolver.phis, i);

		if (!is_done)
			ssa_node(ssa, number)->kind = WCORE_SSA_OTHER;
		else
			settle_global(ssa, number);
	}
	wcore_ssa_free(ssa, &resolver.work, sizeof(uint32_t));
	wcore_ssa_free(ssa, &resolver.phis, sizeof(uint32_t));
	node = follow(ssa, node);
	if (is_open(ssa, node))
		ssa_node(ssa, node)->kind = WCORE_SSA_OTHER;
	return node;
}

static uint32_t lift(const struct wcore_ssa *ssa, uint32_t block, uint32_t depth)
{
	while (ssa_block(ssa, block)->depth > depth) {
		uint32_t jump = ssa_block(ssa, block)->jump;

		block = ssa_block(ssa, jump)->depth >= depth ? jump : ssa_block(ssa, block)->idom;
	}
	return block;
}

bool wcore_ssa_dominates(const struct wcore_ssa *ssa, uint32_t block, uint32_t other)
{
	return lift(ssa, other, ssa_block(ssa, block)->depth) == block;
}

static uint32_t common_dominator(const struct wcore_ssa *ssa, uint32_t a, uint32_t b)
{
	a = lift(ssa, a, ssa_block(ssa, b)->depth);
	b = lift(ssa, b, ssa_block(ssa, a)->depth);
	while (a != b) {
		bool is_far = ssa_block(ssa, a)->jump != ssa_block(ssa, b)->jump;

		a = is_far ? ssa_block(ssa, a)->jump : ssa_block(ssa, a)->idom;
		b = is_far ? ssa_block(ssa, b)->jump : ssa_block(ssa, b)->idom;
	}
	return a;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

void wcore_ssa_hang(struct wcore_ssa *ssa, uint32_t number)
{
	struct ssa_block *block = ssa_block(ssa, number);
	const struct ssa_block *above, *far;
	uint32_t idom = WCORE_SSA_NONE;

	for (uint32_t e = block->edge; e != WCORE_SSA_NONE; e = ssa_edge(ssa, e)->next) {
		uint32_t from = ssa_edge(ssa, e)->from;

		idom = idom == WCORE_SSA_NONE ? from : common_dominator(ssa, idom, from);
	}
	above = ssa_block(ssa, idom);
	far = ssa_block(ssa, above->jump);
	block->idom = idom;
	block->depth = above->depth + 1;
	block->jump = idom;
	if (above->depth - far->depth == far->depth - ssa_block(ssa, far->jump)->depth)
		block->jump = far->jump;
}

static void measure_extent(struct wcore_ssa *ssa, uint32_t number)
{
	struct ssa_block *block = ssa_block(ssa, number);
	const struct ssa_block *above = ssa_block(ssa, block->idom);

	if (is_catching(block))
		block->extent = number + 1;
	else if (block->edge_count == 1)
		block->extent = block->idom + 1;
	else
		block->extent = block->loop_end ? block->loop_end : number;
	block->jump_extent = block->extent;
	if (block->jump != block->idom)
		block->jump_extent = larger(block->extent, larger(above->jump_extent,
						ssa_block(ssa, above->jump)->jump_extent));
}

static bool sort_defs(struct wcore_ssa *ssa)
{
	const struct ssa_def *defs = ssa->defs.items;

	ssa->first_def = wcore_ssa_alloc(ssa, (uint64_t)ssa->variable_count + 2, sizeof(uint32_t));
	ssa->sorted = wcore_ssa_alloc(ssa, ssa->defs.count, sizeof(*ssa->sorted));
	if (!ssa->first_def || !ssa->sorted)
		return false;
	for (uint32_t i = 0; i < ssa->defs.count; i++)
		ssa->first_def[defs[i].variable + 2]++;
	for (uint32_t i = 0; i < ssa->variable_count; i++)
		ssa->first_def[i + 2] += ssa->first_def[i + 1];
	for (uint32_t i = 0; i < ssa->defs.count; i++)
		ssa->sorted[ssa->first_def[defs[i].variable + 1]++] = defs[i];
	wcore_ssa_free(ssa, &ssa->defs, sizeof(*defs));
	return true;
}

void wcore_ssa_prepare(struct wcore_ssa *ssa)
{
	uint32_t count = ssa->blocks.count;
	struct ssa_block *end;

	ssa->marks = wcore_ssa_alloc(ssa, count, sizeof(*ssa->marks));
	ssa->queue = wcore_ssa_alloc(ssa, count, sizeof(*ssa->queue));
	/* One block behind the last says where the last one's events end. */
	end = wcore_ssa_push(ssa, &ssa->blocks, sizeof(*end), 1);
	if (!ssa->marks || !ssa->queue || !end || !sort_defs(ssa))
		return;
	end->events = ssa->events.count;
	for (uint32_t i = 0; i < count; i++) {
		struct ssa_block *block = ssa_block(ssa, i), *next = ssa_block(ssa, i + 1);
		bool catches = is_catching(block);

		next->catching_before = block->catching_before + catches;
		next->calling_before = block->calling_before +
				       (catches || block->last_call != WCORE_SSA_NONE);
		if (i > 0)
			measure_extent(ssa, i);
	}
}
