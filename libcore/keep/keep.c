/* What is kept and whose it is: declared in keep.h. */
#include "../base/alloc.h"
#include "keep_state.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"

#define OWNERS_MAX (1u << 20)
#define NAMES_MAX (8u << 20)
/* Without a budget: what may be kept beside what has to be. */
#define DEFAULT_MAX (UINT64_C(16) << 20)
#define DEFAULT_SHARE 10
/* What the segment in the first one's place takes, and a section's header that may become longer. */
#define FIRST_SEGMENT 24
/* Pointers on the way to an object that are followed, at most; each round goes one further. */
#define FOLLOW_MAX 4

const char *wcore_keep_kind_name(enum wcore_keep_kind kind)
{
	static const char *const names[] = {
		[WCORE_KEEP_BACKTRACE] = "backtrace", [WCORE_KEEP_VARIABLE] = "variable",
		[WCORE_KEEP_FRAME] = "frame", [WCORE_KEEP_SHADOW] = "stack", [WCORE_KEEP_STATIC] = "static",
		[WCORE_KEEP_DATA] = "data", [WCORE_KEEP_CHUNK] = "chunk", [WCORE_KEEP_WINDOW] = "window",
		[WCORE_KEEP_LOCAL] = "local", [WCORE_KEEP_GLOBAL] = "global",
	};

	return names[kind];
}

/* Owners. */

static uint32_t hash_string(uint32_t hash, struct wcore_string string)
{
	for (size_t i = 0; i < string.size; i++)
		hash = (hash ^ (uint8_t)string.data[i]) * 16777619u;
	return hash;
}

static uint32_t hash_of(const struct wcore_keep_owner *owner)
{
	uint32_t hash = 2166136261u ^ (uint32_t)owner->kind;

	hash = (hash ^ owner->thread) * 16777619u;
	hash = (hash ^ (uint32_t)owner->frame) * 16777619u;
	hash = (hash ^ owner->from) * 16777619u;
	return hash_string(hash_string(hash, owner->name), owner->function);
}

static bool is_same(const struct wcore_keep_owner *a, const struct wcore_keep_owner *b)
{
	return a->kind == b->kind && a->thread == b->thread && a->frame == b->frame && a->from == b->from &&
	       wcore_string_equal(a->name, b->name) && wcore_string_equal(a->function, b->function);
}

static struct wcore_string keep_string(struct wcore_keep_build *build, struct wcore_string string)
{
	const char *copy = NULL;

	if (string.size && build->names.used < NAMES_MAX)
		copy = wcore_arena_copy(&build->names, string.data, string.size);
	return (struct wcore_string){ copy, copy ? string.size : 0 };
}

static bool add_owner(struct wcore_keep_build *build, const struct wcore_keep_owner *owner)
{
	struct wcore_keep *keep = &build->keep;

	if (keep->owner_count == build->owner_capacity) {
		const size_t capacity = build->owner_capacity ? 2 * build->owner_capacity : 64;
		void *owners = wcore_realloc(keep->owners, capacity * sizeof(*keep->owners));
		void *chain;

		if (!owners)
			return false;
		keep->owners = owners;
		chain = wcore_realloc(build->chain, capacity * sizeof(*build->chain));
		if (!chain)
			return false;
		build->chain = chain;
		build->owner_capacity = capacity;
	}
	keep->owners[keep->owner_count] = *owner;
	keep->owners[keep->owner_count].name = keep_string(build, owner->name);
	keep->owners[keep->owner_count].function = keep_string(build, owner->function);
	return true;
}

void wcore_keep_own(struct wcore_keep_build *build, const struct wcore_keep_owner *owner)
{
	build->now = *owner;
	build->has_number = false;
}

bool wcore_keep_number(struct wcore_keep_build *build, uint32_t *ret)
{
	uint32_t *bucket = &build->buckets[hash_of(&build->now) % WCORE_KEEP_BUCKETS];

	if (!build->has_number) {
		uint32_t at = *bucket;

		while (at && !is_same(&build->keep.owners[at - 1], &build->now))
			at = build->chain[at - 1];
		if (!at) {
			if (build->keep.owner_count == OWNERS_MAX || !add_owner(build, &build->now))
				return false;
			build->chain[build->keep.owner_count++] = *bucket;
			at = *bucket = (uint32_t)build->keep.owner_count;
		}
		build->number = at - 1;
		build->has_number = true;
	}
	*ret = build->number;
	return true;
}

void wcore_keep_owner_write(const struct wcore_keep *keep, uint32_t number, FILE *out)
{
	const struct wcore_keep_owner *owner = &keep->owners[number];

	switch (owner->kind) {
	case WCORE_KEEP_CHUNK: case WCORE_KEEP_WINDOW:
		fprintf(out, "%s from ", wcore_keep_kind_name(owner->kind));
		if (owner->from < number)
			wcore_keep_owner_write(keep, owner->from, out);
		return;
	case WCORE_KEEP_VARIABLE: case WCORE_KEEP_STATIC: case WCORE_KEEP_DATA:
		wcore_text_write(out, owner->name.size ? owner->name : wcore_string_from(wcore_keep_kind_name(owner->kind)));
		if (owner->kind == WCORE_KEEP_VARIABLE)
			fputs(" in ", out);
		break;
	case WCORE_KEEP_FRAME:
		fputs("stack of ", out);
		break;
	case WCORE_KEEP_LOCAL:
		fputs("locals of ", out);
		break;
	case WCORE_KEEP_BACKTRACE: case WCORE_KEEP_SHADOW:
		fprintf(out, "%s of thread %" PRIu32, wcore_keep_kind_name(owner->kind), owner->thread);
		return;
	case WCORE_KEEP_GLOBAL: case WCORE_KEEP_KINDS:
		fputs("globals", out);
		return;
	}
	if (owner->kind == WCORE_KEEP_VARIABLE || owner->kind == WCORE_KEEP_FRAME || owner->kind == WCORE_KEEP_LOCAL) {
		fprintf(out, "#%" PRIu64, owner->frame);
		if (owner->function.size)
			fputc(' ', out);
		wcore_text_write(out, owner->function);
	}
}

/* Ranges. */

bool wcore_keep_add(struct wcore_keep_build *build, uint32_t memory, uint64_t address, uint64_t size)
{
	const struct wcore_dump *dump = build->keep.target->dump;
	struct wcore_range_set *set;
	const uint64_t left = build->left;
	uint32_t number;
	size_t count;
	bool is_whole;

	if (memory >= build->keep.set_count || !size || address >= dump->memories[memory].size)
		return true;
	set = &build->keep.sets[memory];
	if (size > dump->memories[memory].size - address)
		size = dump->memories[memory].size - address;
	if (wcore_range_set_holds(set, address, address + size))
		return true;
	if (build->range_count >= WCORE_KEEP_RANGES_MAX || !build->left || !wcore_keep_number(build, &number)) {
		build->is_full = true;
		*build->flag = true;
		return false;
	}
	count = set->count;
	is_whole = wcore_range_set_add(set, address, address + size, number, &build->left);
	build->range_count += set->count - count;
	build->used += left - build->left;
	if (!is_whole) {
		build->is_full = true;
		*build->flag = true;
	}
	return is_whole;
}

static void note(void *context, const struct wcore_memory *memory, uint64_t address, uint64_t size)
{
	wcore_keep_add(context, memory->index, address, size);
}

void wcore_keep_watch(struct wcore_keep_build *build, bool is_on)
{
	wcore_memory_set_watch(build->keep.target->dump, is_on ? &build->watch : NULL);
}

/* Threads. */

void wcore_keep_close(struct wcore_keep_build *build)
{
	wcore_inspect_close(build->inspect);
	build->inspect = NULL;
	build->thread = NULL;
}

struct wcore_error *wcore_keep_open(struct wcore_keep_build *build, const struct wcore_thread *thread,
				    bool is_speculative, bool *ret_is_new, struct wcore_inspect **ret)
{
	const struct wcore_unwind_options options = { .speculative = is_speculative };
	struct wcore_error *error = NULL;

	*ret_is_new = !build->inspect || build->thread != thread || build->is_speculative != is_speculative;
	if (*ret_is_new) {
		wcore_keep_close(build);
		error = wcore_inspect_open(build->keep.target, thread, &options, &build->inspect);
		build->thread = thread;
		build->is_speculative = is_speculative;
	}
	*ret = build->inspect;
	return error;
}

/* All of it. */

/* What is left when what has to be kept is: the dump is to have a tenth of its size then. */
static uint64_t default_budget(const struct wcore_keep_build *build)
{
	const struct wcore_dump *dump = build->keep.target->dump;
	const struct wcore_section *data = wcore_dump_section(dump, WCORE_SECTION_DATA, NULL);
	const uint64_t size = dump->wasm->size, share = size / DEFAULT_SHARE;
	const uint64_t others = data && data->size < size ? size - data->size : size;
	const uint64_t taken = others + FIRST_SEGMENT + build->used;
	const uint64_t budget = share > taken ? share - taken : 0;

	return budget < DEFAULT_MAX ? budget : DEFAULT_MAX;
}

/* Headers of segments would be longer than what lies between these. */
static void close_gaps(struct wcore_keep_build *build)
{
	build->used = 0;
	for (uint32_t i = 0; i < build->keep.set_count; i++)
		build->used += wcore_range_set_close_gaps(&build->keep.sets[i]);
}

/* Nearest first: each round goes one pointer further, and what has no type comes last. */
static struct wcore_error *keep_more(struct wcore_keep_build *build)
{
	struct wcore_error *error = NULL;

	close_gaps(build);
	if (!build->keep.options.has_budget)
		build->left = default_budget(build);
	build->is_full = !build->left;
	build->flag = &build->keep.has_more;
	if (!build->is_full)
		error = wcore_keep_stacks(build);
	if (!error && !build->is_full)
		error = wcore_keep_values(build, 1, true);
	for (unsigned follow = 1; !error && follow <= FOLLOW_MAX && !build->is_full; follow++) {
		error = wcore_keep_values(build, follow, false);
		if (!error && !build->is_full)
			error = wcore_keep_static_values(build, follow - 1);
	}
	if (!error && !build->is_full)
		error = wcore_keep_words(build);
	build->keep.has_more = build->is_full;
	return error;
}

static struct wcore_error *keep_parts(struct wcore_keep_build *build)
{
	const unsigned parts = build->keep.options.parts;
	struct wcore_error *error = NULL;

	if (parts & WCORE_KEEP_REACHABLE)
		error = wcore_keep_backtrace(build);
	if (!error && parts & WCORE_KEEP_STACK)
		error = wcore_keep_stacks(build);
	if (!error && parts & WCORE_KEEP_STATICS)
		error = wcore_keep_statics(build);
	if (!error && parts & WCORE_KEEP_REACHABLE)
		error = keep_more(build);
	return error;
}

struct wcore_error *wcore_keep_create(struct wcore_target *target, const struct wcore_keep_options *options,
				      struct wcore_keep **ret)
{
	struct wcore_keep_build *build = wcore_calloc(1, sizeof(*build));
	struct wcore_error *error;

	if (!build)
		return wcore_error_nomem();
	wcore_arena_init(&build->names);
	build->keep.target = target;
	build->keep.options = *options;
	build->keep.set_count = target ? target->dump->memory_count : 0;
	build->left = options->has_budget ? options->budget : UINT64_MAX;
	build->flag = &build->keep.is_cut;
	build->watch = (struct wcore_memory_watch){ note, build };
	build->keep.sets = wcore_calloc((size_t)build->keep.set_count + 1, sizeof(*build->keep.sets));
	error = build->keep.sets ? NULL : wcore_error_nomem();
	if (!error && target && options->parts) {
		error = keep_parts(build);
		close_gaps(build);
		wcore_keep_watch(build, false);
		wcore_keep_close(build);
	}
	if (error)
		wcore_keep_destroy(&build->keep);
	else
		*ret = &build->keep;
	return error;
}

/* Neighbours of several owners are one. */
static size_t copy_ranges(const struct wcore_range_set *set, struct wcore_kept_range *ret)
{
	struct wcore_range_place place = { 0, 0 };
	const struct wcore_range *range;
	size_t count = 0;

	while ((range = wcore_range_set_next(set, &place))) {
		if (count && ret[count - 1].address + ret[count - 1].size == range->start)
			ret[count - 1].size += range->end - range->start;
		else
			ret[count++] = (struct wcore_kept_range){ range->start, range->end - range->start };
	}
	return count;
}

struct wcore_error *wcore_keep_ranges(const struct wcore_keep *keep, struct wcore_kept *ret)
{
	size_t total = 0, used = 0;

	for (uint32_t i = 0; i < keep->set_count; i++)
		total += keep->sets[i].count;
	*ret = (struct wcore_kept){ .count = keep->set_count };
	ret->memories = wcore_calloc((size_t)keep->set_count + 1, sizeof(*ret->memories));
	ret->ranges = wcore_calloc(total + 1, sizeof(*ret->ranges));
	if (!ret->memories || !ret->ranges) {
		wcore_kept_deinit(ret);
		return wcore_error_nomem();
	}
	for (uint32_t i = 0; i < keep->set_count; i++) {
		ret->memories[i].ranges = ret->ranges + used;
		ret->memories[i].count = copy_ranges(&keep->sets[i], ret->ranges + used);
		used += ret->memories[i].count;
	}
	return NULL;
}

void wcore_keep_destroy(struct wcore_keep *keep)
{
	struct wcore_keep_build *build = (struct wcore_keep_build *)keep;

	if (!build)
		return;
	for (uint32_t i = 0; i < keep->set_count && keep->sets; i++)
		wcore_range_set_deinit(&keep->sets[i]);
	free(keep->sets);
	free(keep->owners);
	free(build->chain);
	wcore_arena_deinit(&build->names);
	free(build);
}
