/* Places where frames stand, with the code in front of them. */
#include <stdlib.h>

#include "stack_pointer.h"
#include "../base/alloc.h"
#include "unwind_state.h"

#define BUCKETS 1024

static struct wcore_unwind_site **bucket_of(struct wcore_unwind *unwind,
					    const struct wcore_target_frame *frame)
{
	uint64_t hash = (frame->address * UINT64_C(0x9e3779b97f4a7c15)) >> 40;

	return &unwind->sites[(hash ^ frame->module->index) % BUCKETS];
}

static bool add_loop(struct wcore_unwind *unwind, struct wcore_unwind_site *site, uint64_t start,
		     uint64_t end)
{
	/* The array doubles when its count is a power of two. */
	if ((site->loop_count & (site->loop_count - 1)) == 0) {
		uint32_t capacity = site->loop_count ? site->loop_count * 2 : 4;
		struct wcore_extent *loops = wcore_realloc(site->loops, capacity * sizeof(*loops));

		if (!loops) {
			unwind->error = unwind->error ? unwind->error : wcore_error_nomem();
			return false;
		}
		site->loops = loops;
	}
	site->loops[site->loop_count++] = (struct wcore_extent){ start, end };
	return true;
}

/* The outermost loops, and whether there is a tail call; false when the code cannot be read. */
static bool read_code(struct wcore_unwind *unwind, struct wcore_unwind_site *site,
		      const struct wcore_function *function)
{
	uint64_t depth = 0, loop_depth = 0, loop_start = 0;
	struct wcore_cursor cursor;
	struct wcore_insn insn;

	wcore_insn_cursor(site->module, function, &cursor);
	while (wcore_cursor_left(&cursor) > 0) {
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);

		if (error) {
			wcore_error_destroy(error);
			return false;
		}
		if (insn.op->flags & WCORE_INSN_BLOCK) {
			depth++;
			if (insn.op->code == WCORE_OP_LOOP && !loop_depth) {
				loop_depth = depth;
				loop_start = insn.offset;
			}
		} else if (insn.op->code == WCORE_OP_END || insn.op->code == WCORE_OP_DELEGATE) {
			if (loop_depth && depth == loop_depth) {
				loop_depth = 0;
				if (!add_loop(unwind, site, loop_start, insn.next))
					return false;
			}
			depth -= depth > 0;
		}
		site->has_tail_call |= (insn.op->flags & WCORE_INSN_TAIL_CALL) != 0;
	}
	return true;
}

bool wcore_unwind_site_repeats(const struct wcore_unwind_site *site, uint64_t place)
{
	uint32_t low = 0, high = site->loop_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (site->loops[middle].end <= place)
			low = middle + 1;
		else
			high = middle;
	}
	return low < site->loop_count && site->loops[low].start <= place;
}

static bool is_plain_pointer(struct wcore_ssa *ssa, uint32_t node, uint32_t global,
			     uint64_t *ret_moved)
{
	uint32_t base = node == WCORE_SSA_NONE ? WCORE_SSA_NONE :
						 wcore_ssa_base(ssa, node, ret_moved);

	if (base == WCORE_SSA_NONE)
		return false;
	const struct wcore_ssa_node *found = wcore_ssa_node(ssa, base);

	return found->kind == WCORE_SSA_GLOBAL && found->index == global;
}

static void read_pointer(struct wcore_unwind *unwind, struct wcore_unwind_site *site)
{
	const struct wcore_index *index = NULL;
	uint64_t moved = 0;

	if (unwind->pointer_module != site->module) {
		unwind->pointer_module = site->module;
		unwind->has_pointer = wcore_stack_pointer_find(site->module, &unwind->pointer);
	}
	site->has_pointer = unwind->has_pointer;
	site->pointer = unwind->pointer;
	if (!site->has_pointer)
		return;
	wcore_error_destroy(wcore_module_index(site->module, &index));
	site->pointer_type = index ? index->globals[site->pointer].type.code : WCORE_I32;
	if (!site->ssa)
		return;
	site->is_move_known = is_plain_pointer(
		site->ssa, wcore_ssa_kept_global(site->ssa, site->pointer), site->pointer,
		&site->moved);
	site->is_move_certain = site->is_move_known &&
				is_plain_pointer(site->ssa,
						 wcore_ssa_global(site->ssa, site->pointer),
						 site->pointer, &moved) &&
				moved == site->moved;
}

static void site_read(struct wcore_unwind *unwind, struct wcore_unwind_site *site,
		      const struct wcore_target_frame *frame)
{
	uint64_t size = frame->function.end - frame->function.body;

	site->size = size;
	site->why = "the code of the stack's functions is too large to be followed";
	if (size <= WCORE_UNWIND_CODE_MAX - unwind->code_size) {
		unwind->code_size += size;
		struct wcore_error *error = wcore_ssa_create(site->module, &frame->function,
							     frame->address, &site->ssa);

		site->why = "the code in front of it cannot be followed";
		if (error && error->code == WCORE_ERROR_LIMIT)
			site->why = "its function is too large to be followed";
		if (error && error->code == WCORE_ERROR_NOMEM)
			unwind->error = unwind->error ? unwind->error : wcore_error_nomem();
		wcore_error_destroy(error);
		if (site->ssa && !read_code(unwind, site, &frame->function)) {
			wcore_ssa_destroy(site->ssa);
			site->ssa = NULL;
		}
	}
	read_pointer(unwind, site);
}

struct wcore_unwind_site *wcore_unwind_site_get(struct wcore_unwind *unwind,
						const struct wcore_target_frame *frame)
{
	if (!unwind->sites)
		unwind->sites = wcore_calloc(BUCKETS, sizeof(struct wcore_unwind_site *));
	if (!unwind->sites)
		return NULL;
	struct wcore_unwind_site **bucket = bucket_of(unwind, frame);
	struct wcore_module *module = frame->module->found.module;

	for (struct wcore_unwind_site *site = *bucket; site; site = site->next)
		if (site->module == module && site->address == frame->address)
			return site;
	struct wcore_unwind_site *site = wcore_arena_alloc(&unwind->arena, sizeof(*site));

	if (!site)
		return NULL;
	site->module = module;
	site->funcidx = frame->funcidx;
	site->address = frame->address;
	site_read(unwind, site, frame);
	site->next = *bucket;
	*bucket = site;
	return site;
}

void wcore_unwind_sites_close(struct wcore_unwind *unwind)
{
	for (uint32_t i = 0; unwind->sites && i < BUCKETS; i++) {
		for (struct wcore_unwind_site *site = unwind->sites[i]; site; site = site->next) {
			wcore_ssa_destroy(site->ssa);
			free(site->loops);
		}
	}
	free(unwind->sites);
}
