/* Of wcore-mem diff: --typed. */
#include "mem_diff.h"

#include <inttypes.h>
#include <string.h>

#include "../libcore/base/text.h"
#include "../libcore/layout/typed_diff.h"

/* The oldest frames of a stack, which the younger ones of both dumps stand upon. */
#define FRAMES_MAX 256

struct frame {
	struct wcore_site site;
	uint32_t physical;
	uint64_t number;
};

struct frames {
	struct frame items[FRAMES_MAX];	/* a ring: the frame with running number n is items[n % FRAMES_MAX] */
	uint64_t count;
};

static void print_change(const struct mem_diff_pair *pair, const struct wcore_typed_change *change)
{
	wcore_cli_print(pair->old_mem->cli, WCORE_STYLE_END, wcore_string_from(change->path));
	if (change->function.data) {
		printf(" in #%" PRIu64 " ", change->frame);
		wcore_cli_print(pair->old_mem->cli, WCORE_STYLE_FUNCTION, change->function);
	}
	printf(": %s -> %s\n", change->old_text, change->new_text);
}

static void print_change_json(const struct wcore_typed_change *change)
{
	struct wcore_json json;

	mem_diff_json_begin(&json, "value");
	wcore_json_key(&json, "path");
	wcore_json_text(&json, change->path);
	wcore_json_key(&json, "function");
	wcore_json_string(&json, change->function);
	wcore_json_key(&json, "frame");
	if (change->function.data)
		wcore_json_number(&json, change->frame);
	else
		wcore_json_null(&json);
	wcore_json_key(&json, "old");
	wcore_view_json(change->old_view, &json);
	wcore_json_key(&json, "old_text");
	wcore_json_text(&json, change->old_text);
	wcore_json_key(&json, "new");
	wcore_view_json(change->new_view, &json);
	wcore_json_key(&json, "new_text");
	wcore_json_text(&json, change->new_text);
	mem_diff_json_end(&json);
}

static bool take_change(void *context, const struct wcore_typed_change *change)
{
	struct mem_diff_pair *pair = context;

	pair->totals.values++;
	if (pair->old_mem->options.json)
		print_change_json(change);
	else
		print_change(pair, change);
	return !ferror(stdout);
}

static void set_limits(const struct mem *mem, struct wcore_viewer *viewer)
{
	viewer->max_depth = mem->options.depth;
	viewer->max_follow = WCORE_VIEW_MAX_FOLLOW;
	viewer->max_elements = mem->options.elements;
	viewer->max_string = mem->options.strings;
}

/* Statics: of each instance's module. */

static bool compare_statics_of(struct mem_diff_pair *pair, struct wcore_typed_diff *diff, uint32_t instance,
			       uint32_t module)
{
	struct mem *a = pair->old_mem, *b = pair->new_mem;
	struct wcore_scope old_scope, new_scope;

	if (module >= a->input.target->module_count || module >= b->input.target->module_count)
		return true;
	if (!mem_check(a, wcore_inspect_statics(a->inspect, &a->input.target->modules[module], instance,
						&old_scope)) ||
	    !mem_check(a, wcore_inspect_statics(b->inspect, &b->input.target->modules[module], instance,
						&new_scope)))
		return false;
	set_limits(a, old_scope.viewer);
	set_limits(a, new_scope.viewer);
	wcore_typed_diff_statics(diff, &old_scope, &new_scope);
	return true;
}

static bool compare_statics(struct mem_diff_pair *pair, struct wcore_typed_diff *diff)
{
	const struct wcore_dump *dump = pair->old_mem->input.dump;
	uint32_t module;

	if (!dump->instance_count)
		return compare_statics_of(pair, diff, 0, 0);
	for (uint32_t i = 0; i < dump->instance_count; i++)
		if (wcore_dump_instance_module(dump, i, &module) &&
		    !compare_statics_of(pair, diff, i, module))
			return false;
	return true;
}

/* Frames: those that both stacks have in common, from the oldest one on. */

static bool collect_frames(struct mem *mem, struct frames *ret)
{
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	bool found = true;

	ret->count = 0;
	if (!mem->thread)
		return true;
	wcore_target_iter_init(&iter, mem->input.target, mem->thread);
	while (found) {
		if (!mem_check(mem, wcore_target_iter_next(&iter, &frame, &found)))
			return false;
		for (size_t i = 0; found && i < frame.sites.count; i++, ret->count++)
			ret->items[ret->count % FRAMES_MAX] = (struct frame){
				.site = frame.sites.items[i], .physical = frame.frame.index, .number = ret->count,
			};
	}
	return true;
}

static const struct frame *from_oldest(const struct frames *frames, uint64_t i)
{
	return i < frames->count && i < FRAMES_MAX ? &frames->items[(frames->count - 1 - i) % FRAMES_MAX] : NULL;
}

/* Frames in the middle of a long stack cannot be had. */
static bool open_scope(struct mem *mem, const struct frame *frame, struct wcore_scope *ret, bool *is_there)
{
	struct wcore_error *error = wcore_inspect_scope(mem->inspect, frame->physical, &frame->site, ret);

	if (!error || error->code != WCORE_ERROR_NOT_FOUND)
		return mem_check(mem, error);
	wcore_error_destroy(error);
	*is_there = false;
	return true;
}

static bool compare_frame(struct mem_diff_pair *pair, struct wcore_typed_diff *diff, const struct frame *x,
			  const struct frame *y)
{
	struct mem *a = pair->old_mem, *b = pair->new_mem;
	struct wcore_scope old_scope, new_scope;
	bool is_there = true;

	if (!open_scope(a, x, &old_scope, &is_there) || !open_scope(b, y, &new_scope, &is_there))
		return false;
	if (!is_there)
		return true;
	set_limits(a, old_scope.viewer);
	set_limits(a, new_scope.viewer);
	wcore_typed_diff_frame(diff, x->number, &old_scope, &new_scope);
	return true;
}

static bool compare_frames(struct mem_diff_pair *pair, struct wcore_typed_diff *diff)
{
	static struct frames old_frames, new_frames;

	if (!collect_frames(pair->old_mem, &old_frames) || !collect_frames(pair->new_mem, &new_frames))
		return false;
	for (uint64_t i = 0;; i++) {
		const struct frame *x = from_oldest(&old_frames, i), *y = from_oldest(&new_frames, i);

		if (!x || !y || !wcore_string_equal(x->site.function, y->site.function))
			return true;
		if (x->site.name_origin == WCORE_NAME_FROM_DWARF && !compare_frame(pair, diff, x, y))
			return false;
	}
}

void mem_diff_typed(struct mem_diff_pair *pair)
{
	struct wcore_typed_diff diff;
	struct wcore_scope *scope;

	/* Opens what the frames and statics of both are looked up with. */
	if (!mem_scope(pair->old_mem, &scope) || !mem_scope(pair->new_mem, &scope))
		return;
	wcore_typed_diff_init(&diff, take_change, pair);
	diff.max_depth = pair->old_mem->options.depth;
	if (compare_statics(pair, &diff))
		compare_frames(pair, &diff);
	pair->totals.values_left_out = diff.left_out;
	if (diff.left_out)
		mem_missing(pair->old_mem, "%" PRIu64 " objects were left out: there are too many to look at",
			    diff.left_out);
	mem_check(pair->old_mem, wcore_typed_diff_deinit(&diff));
}
