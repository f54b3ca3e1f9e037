#include "bt_fold.h"

void bt_fold_init(struct bt_fold *fold, struct wcore_target *target,
		  const struct wcore_thread *thread)
{
	*fold = (struct bt_fold){ 0 };
	wcore_target_iter_init(&fold->iter, target, thread);
}

void bt_fold_deinit(struct bt_fold *fold)
{
	wcore_error_destroy(fold->error);
}

static struct bt_fold_slot *slot(struct bt_fold *fold, unsigned i)
{
	return &fold->window[(fold->first + i) % BT_FOLD_WINDOW];
}

static struct bt_fold_key key_of(const struct wcore_target_frame *frame)
{
	const struct wcore_frame *recorded = &frame->frame;

	return (struct bt_fold_key){
		.module = frame->module,
		.position = recorded->position_kind == WCORE_POSITION_NONE ? UINT64_MAX
									   : recorded->position,
		.address = frame->has_address ? frame->address : 0,
		.instance = recorded->instance,
		.funcidx = frame->funcidx,
		.lines = frame->sites.count > 0 ? (uint32_t)frame->sites.count : 1,
		.has_address = frame->has_address,
		.is_exact = frame->is_exact,
		.is_inferred = frame->is_inferred,
	};
}

static bool is_alike(const struct bt_fold_key *a, const struct bt_fold_key *b)
{
	return a->position == b->position && a->address == b->address && a->funcidx == b->funcidx && a->module == b->module &&
	       a->instance == b->instance && a->lines == b->lines &&
	       a->has_address == b->has_address && a->is_exact == b->is_exact &&
	       a->is_inferred == b->is_inferred;
}

static void fill(struct bt_fold *fold)
{
	const unsigned wanted = fold->no_fold ? 1 : BT_FOLD_WINDOW;

	while (!fold->ended && fold->count < wanted) {
		struct bt_fold_slot *next = slot(fold, fold->count);
		struct wcore_target_frame frame;
		bool found = false;

		next->at = fold->iter;
		fold->error = wcore_target_iter_next(&fold->iter, &frame, &found);
		if (fold->error || !found) {
			fold->ended = true;
			return;
		}
		next->key = key_of(&frame);
		fold->count++;
	}
}

static void drop(struct bt_fold *fold, unsigned count)
{
	fold->first = (fold->first + count) % BT_FOLD_WINDOW;
	fold->count -= count;
}

/* How many frames of the window repeat with this period. */
static unsigned coverage(struct bt_fold *fold, unsigned period)
{
	unsigned i = 0;

	while (i + period < fold->count &&
	       is_alike(&slot(fold, i)->key, &slot(fold, i + period)->key))
		i++;
	return i + period;
}

/*
 * The period that covers most of the window, the shortest of equals: a cycle
 * that holds a short run (A A A B) is one cycle, not a run in each round.
 */
static unsigned find_period(struct bt_fold *fold)
{
	unsigned best = 0, best_covered = 0;

	for (unsigned period = 1; period <= BT_FOLD_PERIOD; period++) {
		unsigned covered;

		if (fold->count < period * BT_FOLD_TIMES)
			break;
		covered = coverage(fold, period);
		if (covered >= period * BT_FOLD_TIMES && covered > best_covered) {
			best = period;
			best_covered = covered;
		}
	}
	return best;
}

static bool is_next_round(struct bt_fold *fold, const struct bt_run *run)
{
	if (fold->count < run->period)
		return false;
	for (unsigned i = 0; i < run->period; i++)
		if (!is_alike(&slot(fold, i)->key, &run->frames[i].key))
			return false;
	return true;
}

bool bt_fold_next(struct bt_fold *fold, struct bt_run *ret)
{
	unsigned period;

	fill(fold);
	if (fold->count == 0)
		return false;
	period = fold->no_fold ? 0 : find_period(fold);
	ret->period = period ? period : 1;
	ret->times = 1;
	for (unsigned i = 0; i < ret->period; i++)
		ret->frames[i] = *slot(fold, i);
	drop(fold, ret->period);
	if (!period)
		return true;
	for (fill(fold); is_next_round(fold, ret); fill(fold)) {
		drop(fold, period);
		ret->times++;
	}
	return true;
}
