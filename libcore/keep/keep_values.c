/*
 * The values of frames, shown to nobody: whatever that reads is kept.  What wcore-bt does for --full and --raw
 * (cmd/bt_walk.c, cmd/bt_values.c) is done here with the same limits, in an order of its own.
 */
#include "../analysis/trap.h"
#include "../lang/assemblyscript.h"
#include "../lang/message.h"
#include "../lang/print.h"
#include "keep_state.h"

/* Of all values of a thread, as wcore-bt has it; of those that pointers lead to less, for one and for all. */
#define BACKTRACE_WORK (UINT64_C(1) << 26)
#define FURTHER_WORK (UINT64_C(1) << 23)
#define FURTHER_SHARE (UINT64_C(1) << 19)
/*
 * Frames whose pointers are followed further, and what one of their values may take of memory; where a frame
 * has more sites than this none is.
 */
#define FURTHER_FRAMES 64
#define FURTHER_ARENA (16u << 20)
#define FURTHER_SITES 4096
#define FURTHER_ELEMENTS 4096
#define FURTHER_STRING 65536
/* Wasm locals and operands that are shown. */
#define LOCALS_SHOWN 4096

struct walk {
	struct wcore_keep_build *build;
	struct wcore_inspect *inspect;
	const struct wcore_thread *thread;
	bool is_further;	/* than a backtrace goes */
	unsigned follow;
	uint64_t work;		/* that is left */
	/* Of the line at hand. */
	struct wcore_scope scope;
	uint64_t number;
	struct wcore_string function;
};

static void own_frame(struct walk *walk)
{
	wcore_keep_own(walk->build, &(struct wcore_keep_owner){
		.kind = WCORE_KEEP_BACKTRACE, .thread = walk->thread->index,
	});
}

static void own_variable(struct walk *walk, struct wcore_string name)
{
	wcore_keep_own(walk->build, &(struct wcore_keep_owner){
		.kind = WCORE_KEEP_VARIABLE, .thread = walk->thread->index, .frame = walk->number,
		.name = name, .function = walk->function,
	});
}

static void set_limits(const struct walk *walk, struct wcore_viewer *viewer)
{
	viewer->max_depth = WCORE_VIEW_MAX_DEPTH;
	viewer->max_follow = walk->follow;
	viewer->max_elements = walk->is_further ? FURTHER_ELEMENTS : WCORE_VIEW_MAX_ELEMENTS;
	viewer->max_string = walk->is_further ? FURTHER_STRING : WCORE_VIEW_MAX_STRING;
}

static bool show_variable(void *context, const struct wcore_variable *variable, const struct wcore_object *object)
{
	struct walk *walk = context;
	struct wcore_viewer *viewer = walk->scope.viewer;
	const uint64_t most = walk->is_further ? FURTHER_SHARE : WCORE_VIEW_MAX_WORK;
	const uint64_t share = walk->work < most ? walk->work : most;

	if (!walk->work || (walk->is_further && (walk->build->is_full || viewer->arena.used > FURTHER_ARENA)))
		return false;
	own_variable(walk, variable->name);
	viewer->work = share;
	viewer->followed = 0;
	wcore_print(viewer, object, 0);
	walk->work -= share - (viewer->work < share ? viewer->work : share);
	/* What comes next is read to find the next variable. */
	own_frame(walk);
	return true;
}

/* Locals of AssemblyScript point to objects that say what they are. */
static void show_managed(struct walk *walk, struct wcore_unwind_frame *frame, const struct wcore_site *site)
{
	const uint32_t count = wcore_unwind_local_count(frame);

	if (!wcore_assemblyscript_is_function(site->function))
		return;
	wcore_viewer_restart(walk->scope.viewer);
	set_limits(walk, walk->scope.viewer);
	own_variable(walk, (struct wcore_string){ 0 });
	for (uint32_t i = 0; i < count && i < LOCALS_SHOWN; i++) {
		const struct wcore_word word = wcore_unwind_local(frame, i);

		if (word.code == WCORE_I32 && word.origin != WCORE_ORIGIN_UNAVAILABLE)
			wcore_assemblyscript_describe(walk->scope.viewer, word.bits);
	}
	own_frame(walk);
}

static struct wcore_error *show_line(struct walk *walk, uint32_t physical, const struct wcore_site *site,
				     bool is_function)
{
	struct wcore_error *error = wcore_inspect_scope(walk->inspect, physical, site, &walk->scope);

	if (error && error->code == WCORE_ERROR_NOMEM)
		return error;
	if (error) {
		wcore_error_destroy(error);
		return NULL;
	}
	walk->function = site->function;
	if (walk->scope.has_variables) {
		wcore_viewer_restart(walk->scope.viewer);
		set_limits(walk, walk->scope.viewer);
		wcore_scope_visit(&walk->scope, show_variable, walk);
	} else if (is_function) {
		show_managed(walk, walk->scope.frame, site);
	}
	return NULL;
}

/* The Wasm values: finding them is what reads. */
static struct wcore_error *show_words(struct walk *walk, uint32_t physical)
{
	struct wcore_unwind_frame *frame;
	struct wcore_error *error = wcore_unwind_frame(wcore_inspect_unwind(walk->inspect), physical, &frame);

	if (error && error->code == WCORE_ERROR_NOMEM)
		return error;
	if (error) {
		wcore_error_destroy(error);
		return NULL;
	}
	for (uint32_t i = 0; i < wcore_unwind_local_count(frame) && i < LOCALS_SHOWN; i++)
		wcore_unwind_local(frame, i);
	for (uint32_t i = 0; i < wcore_unwind_operand_count(frame) && i < LOCALS_SHOWN; i++)
		wcore_unwind_operand(frame, i);
	return NULL;
}

static bool has_values(const struct walk *walk, uint32_t physical)
{
	const uint32_t count = walk->thread->frame_count;

	if (walk->is_further)
		return physical < FURTHER_FRAMES;
	return physical < WCORE_KEEP_FRAMES || count - physical <= WCORE_KEEP_OLD_FRAMES;
}

static struct wcore_error *show_frame(struct walk *walk, const struct wcore_target_frame *frame, uint64_t first)
{
	const uint32_t physical = frame->frame.index;
	struct wcore_error *error = show_words(walk, physical);

	for (size_t i = 0; !error && i < frame->sites.count; i++) {
		walk->number = first + i;
		error = show_line(walk, physical, &frame->sites.items[i], i + 1 == frame->sites.count);
	}
	return error;
}

static struct wcore_error *show_frames(struct walk *walk)
{
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	struct wcore_error *error = NULL;
	uint64_t number = 0;
	bool found = true;

	wcore_target_iter_init(&iter, walk->build->keep.target, walk->thread);
	own_frame(walk);
	while (!error && found && !(walk->is_further && walk->build->is_full)) {
		error = wcore_target_iter_next(&iter, &frame, &found);
		/* The stack ends at a frame that cannot be read. */
		if (error && error->code != WCORE_ERROR_NOMEM) {
			wcore_error_destroy(error);
			return NULL;
		}
		if (error || !found || (walk->is_further && frame.frame.index >= FURTHER_FRAMES))
			break;
		walk->build->is_heavy |= frame.sites.count > FURTHER_SITES;
		if (has_values(walk, frame.frame.index))
			error = show_frame(walk, &frame, number);
		number += frame.sites.count ? frame.sites.count : 1;
	}
	return error;
}

/* trap is the thread's when the dump is about it, else NULL. */
static struct wcore_error *open_thread(struct walk *walk, const struct wcore_thread *thread,
				       const struct wcore_trap *trap, bool is_speculative)
{
	struct wcore_error *error;
	bool is_new;

	walk->thread = thread;
	own_frame(walk);
	error = wcore_keep_open(walk->build, thread, is_speculative, &is_new, &walk->inspect);
	if (!error && trap && is_new)
		error = wcore_trap_teach(trap, wcore_inspect_unwind(walk->inspect));
	return error;
}

/* A backtrace of all values of one thread. */
static struct wcore_error *show_thread(struct wcore_keep_build *build, const struct wcore_thread *thread,
				       const struct wcore_trap *trap)
{
	struct walk walk = { .build = build, .follow = WCORE_VIEW_MAX_FOLLOW, .work = BACKTRACE_WORK };
	struct wcore_message message;
	struct wcore_error *error = open_thread(&walk, thread, trap, false);

	if (error)
		return error;
	if (trap)
		wcore_message_find(walk.inspect, build->keep.target, thread, &message);
	error = show_frames(&walk);
	if (!error)
		wcore_unwind_check(wcore_inspect_unwind(walk.inspect), NULL);
	return error;
}

/* The first thread that says why it stopped, as wcore-bt takes it. */
static struct wcore_error *find_trapped(struct wcore_keep_build *build, struct wcore_trap *ret)
{
	const struct wcore_dump *dump = build->keep.target->dump;
	struct wcore_error *error = NULL;
	struct wcore_trap trap;

	for (uint32_t i = 0; !error && i < dump->thread_count && !(build->trapped && ret->possible); i++) {
		wcore_keep_own(build, &(struct wcore_keep_owner){ .kind = WCORE_KEEP_BACKTRACE, .thread = i });
		trap = (struct wcore_trap){ 0 };
		error = wcore_trap_analyze(build->keep.target, &dump->threads[i], &trap);
		if (error || (build->trapped && !trap.possible))
			continue;
		build->trapped = &dump->threads[i];
		*ret = trap;
	}
	return error;
}

/* A thread that the dump is not about, by itself: wcore-bt --thread. */
static struct wcore_error *show_alone(struct wcore_keep_build *build, const struct wcore_thread *thread)
{
	struct wcore_trap trap = { 0 };
	struct wcore_error *error = wcore_trap_analyze(build->keep.target, thread, &trap);

	wcore_keep_close(build);
	return error ? error : show_thread(build, thread, &trap);
}

/*
 * Where nothing of all memory was read, one byte is kept: a dump without any is one of a producer that writes
 * no memories, of which other things are said.
 */
static struct wcore_error *keep_first(struct wcore_keep_build *build)
{
	struct wcore_segment_iter iter;
	struct wcore_segment segment;
	const struct wcore_zeros *zeros = &build->keep.target->dump->zeros;
	bool found = !build->range_count;
	struct wcore_error *error = NULL;

	wcore_segment_iter_init(&iter, build->keep.target->dump);
	while (!error && found && !build->range_count) {
		error = wcore_segment_iter_next(&iter, &segment, &found);
		if (!error && found && segment.size)
			wcore_keep_add(build, segment.memory, segment.address, 1);
		if (build->is_full)
			break;
	}
	if (!build->range_count && zeros->count)
		wcore_keep_add(build, zeros->ranges[0].memory, zeros->ranges[0].address, 1);
	wcore_error_destroy(error);
	return NULL;
}

struct wcore_error *wcore_keep_backtrace(struct wcore_keep_build *build)
{
	const struct wcore_dump *dump = build->keep.target->dump;
	struct wcore_trap trap = { 0 };
	struct wcore_error *error;

	wcore_keep_watch(build, true);
	error = find_trapped(build, &trap);
	if (!error && build->trapped)
		error = show_thread(build, build->trapped, &trap);
	for (uint32_t i = 0; !error && i < dump->thread_count && i < WCORE_KEEP_THREADS; i++) {
		if (&dump->threads[i] == build->trapped)
			continue;
		error = show_thread(build, &dump->threads[i], NULL);
		if (!error)
			error = show_alone(build, &dump->threads[i]);
	}
	wcore_keep_watch(build, false);
	return error ? error : keep_first(build);
}

struct wcore_error *wcore_keep_values(struct wcore_keep_build *build, unsigned follow, bool is_speculative)
{
	const struct wcore_dump *dump = build->keep.target->dump;
	struct wcore_error *error = NULL;

	if (build->is_heavy)
		return NULL;
	wcore_keep_watch(build, true);
	for (uint32_t i = 0; !error && i < dump->thread_count && i < WCORE_KEEP_THREADS && !build->is_full; i++) {
		struct walk walk = {
			.build = build, .follow = follow, .is_further = true, .work = FURTHER_WORK,
		};

		error = open_thread(&walk, &dump->threads[i], NULL, is_speculative);
		if (!error)
			error = show_frames(&walk);
	}
	wcore_keep_watch(build, false);
	return error;
}
