/*
 * The walk of the stack pointer.  In the youngest frame of an instance the
 * global's value in the dump is its value; the code says by how much the function had moved
 * it; a caller's pointer at its call is the callee's at its entry.  The oldest
 * frame must have been entered with the value that the module starts with:
 * that is the checksum.  Where a function moves it by an amount that the code does not
 * tell (alloca), the walk goes on from the oldest end.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "solve.h"
#include "../base/alloc.h"
#include "stack_pointer.h"

/* Frames that are walked, and stack pointers of one thread. */
#define FRAMES_MAX 500000
#define CHAINS_MAX 16
#define NOT_RECORDED UINT32_C(0x80000000)
#define NO_CHAIN UINT8_MAX

/* The frames that move one global, the youngest first. */
struct chain {
	uint32_t key;	/* of the dump's global; or NOT_RECORDED and the instance */
	bool is_64;
	struct wcore_pointer value;	/* where the walk is */
	struct wcore_pointer end;	/* where it got to from the youngest end */
	struct wcore_pointer initial;
	bool is_met;		/* both ends gave the same for some frame */
	bool is_broken;		/* ... or not the same */
	bool has_break;
	uint32_t break_frame;
};

struct step {
	struct wcore_unwind_site *site;	/* NULL: the code is not known */
	uint8_t chain;
};

struct walk {
	struct wcore_unwind *unwind;
	struct step *steps;
	uint32_t count;
	struct chain chains[CHAINS_MAX];
	unsigned chain_count;
};

static uint64_t wrap(const struct chain *chain, uint64_t value)
{
	return chain->is_64 ? value : (uint32_t)value;
}

static struct wcore_unwind_frame *kept_frame(struct wcore_unwind *unwind, uint32_t index)
{
	uint32_t old_first = unwind->frame_count - unwind->old_count;

	if (index < unwind->young_count)
		return &unwind->frames[index];
	return index >= old_first ? &unwind->frames[unwind->young_count + index - old_first] : NULL;
}

static struct chain *chain_of(struct walk *walk, uint32_t instance,
			      const struct wcore_unwind_site *site, uint8_t *ret_number)
{
	const struct wcore_unwind *unwind = walk->unwind;
	uint64_t bits, high;
	uint32_t key;
	unsigned i;

	if (!wcore_unwind_dump_global(unwind, instance, site->pointer, &key))
		key = NOT_RECORDED | instance;
	for (i = 0; i < walk->chain_count; i++)
		if (walk->chains[i].key == key)
			break;
	*ret_number = (uint8_t)i;
	if (i < walk->chain_count)
		return &walk->chains[i];
	if (i == CHAINS_MAX) {
		*ret_number = NO_CHAIN;
		return NULL;
	}
	struct chain *chain = &walk->chains[walk->chain_count++];

	*chain = (struct chain){ .key = key, .is_64 = site->pointer_type == WCORE_I64 };
	chain->initial.is_known = wcore_stack_pointer_initial(site->module, site->pointer,
							      &chain->initial.value);
	if (!(key & NOT_RECORDED) && wcore_unwind_dump_value(unwind, key, &bits, &high))
		chain->value = (struct wcore_pointer){ true, wrap(chain, bits) };
	return chain;
}

static void note_break(struct chain *chain, uint32_t index)
{
	if (!chain->has_break) {
		chain->has_break = true;
		chain->break_frame = index;
	}
}

/* One frame further down; what recorded locals tell of the frame comes in entry. */
static void step_down(struct chain *chain, const struct step *step, uint32_t index,
		      struct wcore_unwind_frame *frame)
{
	struct wcore_pointer told = { false, 0 };

	if (frame) {
		told = frame->entry;
		frame->now = chain->value;
		frame->entry.is_known = false;
	}
	if (step->site && step->site->is_move_known && chain->value.is_known) {
		chain->value.value = wrap(chain, chain->value.value - step->site->moved);
	} else {
		chain->value.is_known = false;
		if (!told.is_known)
			note_break(chain, index);
	}
	if (told.is_known) {
		chain->is_met |= chain->value.is_known && told.value == chain->value.value;
		chain->is_broken |= chain->value.is_known && told.value != chain->value.value;
		chain->value = told;
		if (step->site && step->site->is_move_known && !frame->now.is_known)
			frame->now = (struct wcore_pointer){
				true, wrap(chain, told.value + step->site->moved) };
	}
	if (frame)
		frame->entry = chain->value;
}

static struct wcore_error *walk_down(struct walk *walk)
{
	struct wcore_unwind *unwind = walk->unwind;
	struct wcore_target_iter iter;
	struct wcore_target_frame target;

	wcore_target_iter_init(&iter, unwind->target, unwind->thread);
	iter.without_sites = true;
	for (; walk->count < unwind->frame_count; walk->count++) {
		struct wcore_unwind_frame *frame = kept_frame(unwind, walk->count);
		struct step *step = &walk->steps[walk->count];
		bool found = true, is_sure = true;

		step->chain = NO_CHAIN;
		if (frame) {
			step->site = frame->site;
			is_sure = frame->is_instance_sure;
		}
		if (unwind->frame_count > wcore_unwind_kept(unwind) || !frame) {
			struct wcore_error *error = wcore_target_iter_next(&iter, &target, &found);

			if (error || !found) {
				wcore_error_destroy(error);
				break;
			}
			if (!frame && target.has_function && target.is_exact) {
				step->site = wcore_unwind_site_get(unwind, &target);
				if (!step->site)
					return wcore_error_nomem();
				is_sure = wcore_unwind_is_instance_sure(unwind, &target);
			}
		} else {
			target = frame->target;
		}
		if (!step->site || !step->site->has_pointer || !is_sure) {
			/* It may have moved any pointer of its instance. */
			for (unsigned i = 0; i < walk->chain_count; i++) {
				if (!step->site || !is_sure) {
					walk->chains[i].value.is_known = false;
					note_break(&walk->chains[i], walk->count);
				}
			}
			continue;
		}
		struct chain *chain = chain_of(walk, target.frame.instance, step->site, &step->chain);

		if (chain)
			step_down(chain, step, walk->count, frame);
	}
	return NULL;
}

/* The pointer in front of the frame's instruction, from its value at the function's entry. */
static struct wcore_pointer moved(struct chain *chain, const struct step *step,
				  struct wcore_unwind_frame *frame)
{
	struct wcore_pointer now = { false, 0 };
	struct wcore_solved value;

	if (!step->site)
		return now;
	if (step->site->is_move_known) {
		now = (struct wcore_pointer){ true, wrap(chain, chain->value.value + step->site->moved) };
	} else if (frame && frame->site && frame->site->ssa) {
		struct wcore_pointer kept = frame->entry;

		/* Rounded down, say: one value for one entry. */
		frame->entry = chain->value;
		frame->unwind->round++;
		if (wcore_solve(frame, wcore_ssa_kept_global(frame->site->ssa, frame->site->pointer),
				&value))
			now = (struct wcore_pointer){ true, value.bits };
		if (kept.is_known)
			frame->entry = kept;
	}
	return now;
}

static void walk_up(struct walk *walk)
{
	bool is_cut = walk->unwind->is_cut;

	for (unsigned i = 0; i < walk->chain_count; i++) {
		struct chain *chain = &walk->chains[i];

		chain->end = chain->value;
		chain->value.is_known = false;
		if (!chain->initial.is_known || is_cut)
			continue;
		chain->value = chain->initial;
	}
	for (uint32_t i = walk->count; i > 0; i--) {
		const struct step *step = &walk->steps[i - 1];
		struct wcore_unwind_frame *frame = kept_frame(walk->unwind, i - 1);

		if (step->chain == NO_CHAIN) {
			for (unsigned k = 0; !step->site && k < walk->chain_count; k++)
				walk->chains[k].value.is_known = false;
			continue;
		}
		struct chain *chain = &walk->chains[step->chain];

		if (!chain->value.is_known)
			continue;
		if (frame && frame->entry.is_known) {
			chain->is_met |= frame->entry.value == chain->value.value;
			chain->is_broken |= frame->entry.value != chain->value.value;
		}
		if (frame)
			frame->entry = chain->value;
		struct wcore_pointer now = moved(chain, step, frame);

		if (frame && frame->now.is_known && now.is_known) {
			chain->is_met |= frame->now.value == now.value;
			chain->is_broken |= frame->now.value != now.value;
		}
		if (frame && now.is_known)
			frame->now = now;
		chain->value = now;
	}
}

static enum wcore_stack_check judge_chain(struct wcore_unwind *unwind, struct chain *chain)
{
	if (chain->end.is_known && chain->initial.is_known) {
		chain->is_met |= chain->end.value == chain->initial.value;
		/* The stack grows down from there, and a whole one ends there. */
		chain->is_broken |= unwind->is_cut ? chain->end.value > chain->initial.value :
						     chain->end.value != chain->initial.value;
	}
	if (chain->is_broken)
		return WCORE_STACK_BROKEN;
	return chain->is_met ? WCORE_STACK_PROVED : WCORE_STACK_OPEN;
}

static const char *describe(struct wcore_unwind *unwind, const struct chain *chain,
			    enum wcore_stack_check check)
{
	if (check == WCORE_STACK_PROVED)
		return wcore_arena_format(&unwind->arena,
					  "the stack pointer's walk ends at 0x%" PRIx64
					  ", where the module starts it", chain->initial.value);
	if (check == WCORE_STACK_BROKEN && chain->end.is_known)
		return wcore_arena_format(&unwind->arena,
					  "the stack pointer's walk ends at 0x%" PRIx64
					  ", not at 0x%" PRIx64 " where the module starts it: "
					  "no frame of it is trusted",
					  chain->end.value, chain->initial.value);
	if (check == WCORE_STACK_BROKEN)
		return "the stack pointer's walks from the youngest and the oldest frame disagree: "
		       "no frame of them is trusted";
	if (chain->key & NOT_RECORDED)
		return "the dump does not record the stack pointer: what is known of it rests on the "
		       "oldest frame alone";
	if (chain->has_break)
		return wcore_arena_format(&unwind->arena,
					  "frame %u moves the stack pointer by an amount that its code does "
					  "not tell: frames on either side of it are not checked against "
					  "each other", chain->break_frame);
	if (unwind->is_cut)
		return "the oldest frames are missing: the stack pointer's walk has no end to be "
		       "checked against";
	return "the module does not say where it starts the stack pointer";
}

static void judge(struct walk *walk)
{
	struct wcore_unwind *unwind = walk->unwind;

	unwind->check = WCORE_STACK_ABSENT;
	unwind->check_text = "the module has no stack pointer";
	for (unsigned i = 0; i < walk->chain_count; i++) {
		enum wcore_stack_check check = judge_chain(unwind, &walk->chains[i]);

		if (unwind->check != WCORE_STACK_ABSENT && check <= unwind->check)
			continue;
		unwind->check = check;
		unwind->check_text = describe(unwind, &walk->chains[i], check);
	}
}

/* After a walk that broke: what holds even when calls do not preserve the pointer. */
static void keep_certain(struct walk *walk)
{
	for (unsigned i = 0; i < wcore_unwind_kept(walk->unwind); i++)
		walk->unwind->frames[i].entry.is_known = walk->unwind->frames[i].now.is_known = false;
	for (unsigned i = 0; i < walk->chain_count; i++) {
		struct chain *chain = &walk->chains[i];
		uint64_t value, high;

		if (chain->key & NOT_RECORDED ||
		    !wcore_unwind_dump_value(walk->unwind, chain->key, &value, &high))
			continue;
		/* Calls between instances would have to be known to preserve it too. */
		for (uint32_t k = 0; k < walk->unwind->young_count; k++) {
			struct wcore_unwind_frame *frame = &walk->unwind->frames[k];

			if (walk->steps[k].chain != i)
				break;
			frame->now = (struct wcore_pointer){ true, wrap(chain, value) };
			if (!frame->site || !frame->site->is_move_certain || !frame->target.is_exact)
				break;
			value = wrap(chain, value - frame->site->moved);
			frame->entry = (struct wcore_pointer){ true, value };
		}
	}
}

struct wcore_error *wcore_unwind_walk_pointer(struct wcore_unwind *unwind)
{
	struct walk walk = { .unwind = unwind };
	struct wcore_error *error;

	unwind->check = WCORE_STACK_OPEN;
	if (unwind->frame_count > FRAMES_MAX) {
		unwind->check_text = "the stack is too long to be walked";
		return NULL;
	}
	walk.steps = wcore_calloc((size_t)unwind->frame_count + 1, sizeof(*walk.steps));
	if (!walk.steps)
		return wcore_error_nomem();
	error = walk_down(&walk);
	if (!error) {
		walk_up(&walk);
		judge(&walk);
		if (unwind->check == WCORE_STACK_BROKEN)
			keep_certain(&walk);
	}
	free(walk.steps);
	return error;
}
