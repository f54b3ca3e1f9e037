/* Loads and stores: declared in solve.h. */
#include <stdlib.h>
#include <string.h>

#include "constant_data.h"
#include "solve.h"
#include "writes.h"

#define OP_V128_LOAD UINT32_C(0xfd000000)
#define OP_V128_STORE UINT32_C(0xfd00000b)

/* A run of bytes that is asked about. */
struct run {
	struct wcore_unwind_frame *frame;
	const struct wcore_memory *memory;
	uint64_t start, size;
	uint32_t since;		/* event */
};

static bool overlaps(const struct run *run, uint64_t start, uint64_t size)
{
	if (size == 0)
		return false;
	return start < run->start ? size > run->start - start : run->size > start - run->start;
}

/* base + offset; false when it passes the address space. */
static bool effective(uint64_t base, uint64_t offset, uint64_t *ret)
{
	*ret = base + offset;
	return *ret >= base;
}

/* Where an event writes, of events that write in one place. */
static bool event_range(struct wcore_unwind_frame *frame, const struct wcore_ssa_event *event,
			uint32_t since, uint64_t *ret_start, uint64_t *ret_size)
{
	uint64_t base;

	if (!wcore_solve_steady(frame, event->address, since, &base) ||
	    !effective(base, event->offset, ret_start))
		return false;
	*ret_size = event->width;
	return event->kind != WCORE_SSA_EVENT_FILL ||
	       wcore_solve_steady(frame, event->value, since, ret_size);
}

/* Visits a run of bytes that an event may have written; false ends it. */
typedef bool visit_range(void *context, const struct wcore_memory *memory, uint64_t start,
			 uint64_t size);

struct call {
	struct wcore_unwind_frame *frame;
	const struct wcore_ssa_event *event;
	uint32_t since;
	visit_range *visit;
	void *context;
};

static bool visit_write(const struct call *call, const struct wcore_write *write, uint64_t base)
{
	const struct wcore_memory *memory = wcore_unwind_memory_at(call->frame, write->memory);
	uint64_t start;

	return effective((uint32_t)(base + write->addend), write->offset, &start) &&
	       call->visit(call->context, memory, start, write->width);
}

/*
 * What rests on the stack pointer that the callee was called with.  When calls preserve it, the
 * function has none but that of its entry and those that it sets itself.
 */
static bool visit_pointers(const struct call *call, const struct wcore_write *write)
{
	struct wcore_unwind_frame *frame = call->frame;
	struct wcore_ssa *ssa = frame->site->ssa;
	uint32_t count = wcore_ssa_event_count(ssa);
	uint64_t base;

	if (frame->unwind->check == WCORE_STACK_BROKEN || !frame->site->has_pointer ||
	    !frame->entry.is_known || !visit_write(call, write, frame->entry.value))
		return false;
	frame->unwind->work += count / 16;
	for (uint32_t i = 0; i < count; i++) {
		const struct wcore_ssa_event *event = wcore_ssa_event(ssa, i);

		if (event->kind == WCORE_SSA_EVENT_GLOBAL && event->memory == frame->site->pointer &&
		    (!wcore_solve_steady(frame, event->value, WCORE_SSA_NONE, &base) ||
		     !visit_write(call, write, base)))
			return false;
	}
	return true;
}

/* All that a call that returned may have written; false when that is not known, or visit ended it. */
static bool visit_call(const struct call *call)
{
	struct wcore_unwind_frame *frame = call->frame;
	const struct wcore_unwind_site *site = frame->site;
	struct wcore_written written;

	if (!call->event->has_callee)
		return false;
	wcore_writes_set(&frame->unwind->writes, site->module,
			 site->has_pointer ? &site->pointer : NULL);
	wcore_writes_find(&frame->unwind->writes, call->event->callee, &written);
	if (written.is_anything)
		return false;
	for (uint32_t i = 0; i < written.count; i++) {
		const struct wcore_write *write = &written.items[i];
		bool is_visited = false;
		uint64_t base = 0;

		if (write->base == WCORE_WRITE_POINTER)
			is_visited = visit_pointers(call, write);
		else if (write->base == WCORE_WRITE_CONSTANT ||
			 wcore_solve_steady(frame, wcore_ssa_call_arg(site->ssa, call->event,
								      write->index),
					    call->since, &base))
			is_visited = visit_write(call, write, base);
		if (!is_visited)
			return false;
	}
	return true;
}

static bool range_spares(void *context, const struct wcore_memory *memory, uint64_t start,
			 uint64_t size)
{
	const struct run *run = context;

	return (memory && memory != run->memory) || !overlaps(run, start, size);
}

/* Visits an event that came later; false when it may have changed the run. */
static bool spares(void *context, uint32_t number)
{
	struct run *run = context;
	struct wcore_unwind_frame *frame = run->frame;
	const struct wcore_ssa_event *event = wcore_ssa_event(frame->site->ssa, number);
	uint64_t start, size;

	if (frame->unwind->work++ >= WCORE_UNWIND_WORK)
		return false;
	switch (event->kind) {
	case WCORE_SSA_EVENT_LOAD:
	case WCORE_SSA_EVENT_GLOBAL:
	case WCORE_SSA_EVENT_OTHER:
		return true;
	case WCORE_SSA_EVENT_CALL:
		return visit_call(&(struct call){ frame, event, run->since, range_spares, run });
	case WCORE_SSA_EVENT_STORE:
	case WCORE_SSA_EVENT_FILL:
	case WCORE_SSA_EVENT_ATOMIC:
		break;
	}
	const struct wcore_memory *memory = wcore_unwind_memory_at(frame, event->memory);

	return (memory && memory != run->memory) ||
	       (event_range(frame, event, run->since, &start, &size) &&
		range_spares(run, memory, start, size));
}

static bool younger_spare(const struct run *run)
{
	const struct wcore_changes *changes = run->frame->since;

	if (!changes || changes->is_anything)
		return false;
	for (uint32_t i = 0; i < changes->count; i++)
		if (changes->ranges[i].memory == run->memory &&
		    overlaps(run, changes->ranges[i].start, changes->ranges[i].size))
			return false;
	return true;
}

/* Whether what the bytes held when the event happened last is what the dump holds. */
static bool is_unchanged(struct run *run)
{
	/* A walk over the blocks, of which a function has about so many. */
	run->frame->unwind->work += run->frame->site->size / 128;
	return run->frame->unwind->work < WCORE_UNWIND_WORK &&
	       !run->memory->limits.is_shared && younger_spare(run) &&
	       wcore_ssa_between(run->frame->site->ssa, run->since, spares, run);
}

static struct wcore_space *space_of(struct wcore_unwind *unwind, const struct wcore_memory *memory)
{
	for (unsigned i = 0; i < unwind->space_count; i++)
		if (unwind->spaces[i].memory == memory)
			return &unwind->spaces[i];
	if (unwind->space_count == sizeof(unwind->spaces) / sizeof(unwind->spaces[0]))
		return NULL;
	wcore_space_init(&unwind->spaces[unwind->space_count], unwind->target->dump, memory);
	return &unwind->spaces[unwind->space_count++];
}

bool wcore_solve_bytes(struct wcore_unwind *unwind, const struct wcore_memory *memory, uint64_t address,
		       uint64_t size, uint8_t *bytes)
{
	struct wcore_space *space = memory ? space_of(unwind, memory) : NULL;

	return space && wcore_space_read(space, address, size, bytes, NULL);
}

/* Bytes as the value of a load: extended as its opcode says. */
bool wcore_solve_extend(const struct wcore_opcode *op, const uint8_t *bytes, struct wcore_solved *ret)
{
	uint64_t low = 0;

	for (unsigned i = 0; i < op->width && i < 8; i++)
		low |= (uint64_t)bytes[i] << (8 * i);
	for (unsigned i = 8; i < op->width && i < 16; i++)
		ret->high |= (uint64_t)bytes[i] << (8 * (i - 8));
	switch (op->code) {
	case 0x2c:
		low = (uint64_t)(int8_t)low & UINT32_MAX;
		break;
	case 0x2e:
		low = (uint64_t)(int16_t)low & UINT32_MAX;
		break;
	case 0x30:
		low = (uint64_t)(int8_t)low;
		break;
	case 0x32:
		low = (uint64_t)(int16_t)low;
		break;
	case 0x34:
		low = (uint64_t)(int32_t)low;
		break;
	default:
		if (op->code != OP_V128_LOAD && (op->code < 0x28 || op->code > 0x35))
			return false;
		break;
	}
	ret->bits = low;
	return true;
}

/* No other instance has the memory. */
bool wcore_solve_is_own_memory(const struct wcore_unwind_frame *frame, const struct wcore_memory *memory)
{
	const struct wcore_dump *dump = frame->unwind->target->dump;

	for (uint32_t i = 0; i < dump->instance_count; i++) {
		const struct wcore_instance *instance = &dump->instances[i];

		for (uint32_t k = 0; i != frame->target.frame.instance && k < instance->memory_count; k++)
			if (instance->memories[k] < dump->memory_count &&
			    &dump->memories[instance->memories[k]] == memory)
				return false;
	}
	return !memory->limits.is_shared;
}

bool wcore_solve_load(struct wcore_unwind_frame *frame, const struct wcore_ssa_node *node,
		      uint64_t base, bool is_stale_allowed, struct wcore_solved *ret)
{
	struct run run = { .frame = frame, .since = node->event, .size = node->op->width };
	uint8_t bytes[16];

	run.memory = wcore_unwind_memory_at(frame, node->memory);
	if (!run.memory || run.size == 0 || run.size > sizeof(bytes) ||
	    !effective(base, node->offset, &run.start))
		return false;
	struct wcore_space *space = space_of(frame->unwind, run.memory);

	*ret = (struct wcore_solved){ .state = WCORE_SOLVED_KNOWN, .origin = WCORE_ORIGIN_MEMORY };
	return space && wcore_space_read(space, run.start, run.size, bytes, NULL) &&
	       wcore_solve_extend(node->op, bytes, ret) &&
	       (is_stale_allowed ||
		wcore_constant_data_holds(frame->site->module, node->memory, run.start, bytes,
					  run.size) ||
		is_unchanged(&run) ||
		(node->memory == 0 && wcore_solve_is_own_memory(frame, run.memory) &&
		 wcore_unwritten_holds(&frame->unwind->unwritten, frame->target.module, node->place,
				       run.start, bytes, run.size)));
}

/* The bits of a value whose store writes all of them. */
static bool is_whole_store(const struct wcore_opcode *op)
{
	return (op->code >= 0x36 && op->code <= 0x39) || op->code == OP_V128_STORE;
}

static bool read_stored(struct wcore_unwind_frame *frame, uint32_t number,
			const struct wcore_ssa_event *event, struct wcore_solved *ret)
{
	struct run run = { .frame = frame, .since = number, .size = event->width };
	struct wcore_solved base;
	uint8_t bytes[16];

	run.memory = wcore_unwind_memory_at(frame, event->memory);
	if (!run.memory || run.size > sizeof(bytes) || event->address == WCORE_SSA_NONE ||
	    !wcore_solve(frame, event->address, &base) ||
	    !effective(base.bits, event->offset, &run.start))
		return false;
	struct wcore_space *space = space_of(frame->unwind, run.memory);

	if (!space || !wcore_space_read(space, run.start, run.size, bytes, NULL) ||
	    !is_unchanged(&run))
		return false;
	*ret = (struct wcore_solved){ .state = WCORE_SOLVED_KNOWN, .origin = WCORE_ORIGIN_MEMORY };
	for (unsigned i = 0; i < run.size; i++) {
		if (i < 8)
			ret->bits |= (uint64_t)bytes[i] << (8 * i);
		else
			ret->high |= (uint64_t)bytes[i] << (8 * (i - 8));
	}
	return true;
}

void wcore_solve_stores(struct wcore_unwind_frame *frame)
{
	uint32_t count = wcore_ssa_event_count(frame->site->ssa);

	if (!frame->since || frame->since->is_anything)
		return;
	/* What was stored last is likeliest to be there. */
	for (uint32_t i = count; i > 0 && frame->unwind->work < WCORE_UNWIND_WORK; i--) {
		const struct wcore_ssa_event *event = wcore_ssa_event(frame->site->ssa, i - 1);
		struct wcore_solved value;

		frame->unwind->work++;
		if (event->kind != WCORE_SSA_EVENT_STORE || event->value == WCORE_SSA_NONE ||
		    !is_whole_store(event->op) ||
		    !wcore_ssa_event_dominates(frame->site->ssa, i - 1))
			continue;
		if (read_stored(frame, i - 1, event, &value) &&
		    !wcore_solve_tell(frame, event->value, &value))
			return;
	}
}

struct gathering {
	struct wcore_unwind_frame *frame;
	struct wcore_changes *changes;
};

static bool add_change(void *context, const struct wcore_memory *memory, uint64_t start,
		       uint64_t size)
{
	struct wcore_changes *changes = context;

	if (size == 0)
		return true;
	if (!memory || changes->count == WCORE_CHANGES_RANGES)
		return false;
	changes->ranges[changes->count++] = (struct wcore_changed){ memory, start, size };
	return true;
}

static bool gather(void *context, uint32_t number)
{
	struct gathering *gathering = context;
	struct wcore_unwind_frame *frame = gathering->frame;
	struct wcore_changes *changes = gathering->changes;
	const struct wcore_ssa_event *event = wcore_ssa_event(frame->site->ssa, number);
	uint64_t start, size;
	bool is_known;

	if (frame->unwind->work++ >= WCORE_UNWIND_WORK) {
		changes->is_anything = true;
		return false;
	}
	switch (event->kind) {
	case WCORE_SSA_EVENT_LOAD:
	case WCORE_SSA_EVENT_GLOBAL:
	case WCORE_SSA_EVENT_OTHER:
		return true;
	case WCORE_SSA_EVENT_CALL:
		is_known = visit_call(&(struct call){ frame, event, WCORE_SSA_NONE, add_change,
						      changes });
		break;
	default:
		is_known = event_range(frame, event, WCORE_SSA_NONE, &start, &size) &&
			   add_change(changes, wcore_unwind_memory_at(frame, event->memory), start,
				      size);
		break;
	}
	changes->is_anything |= !is_known;
	return is_known;
}

/* What ran in the next younger frame, and in those below it. */
static void frame_changes(struct wcore_unwind_frame *frame)
{
	struct wcore_unwind_frame *younger = wcore_unwind_younger(frame);
	struct wcore_changes *changes = frame->since;

	changes->is_anything = true;
	changes->count = 0;
	if (!younger) {
		changes->is_anything = frame->target.frame.index != 0 || !frame->site ||
				       !frame->site->ssa || wcore_unwind_may_have_called(frame);
		return;
	}
	if (!younger->since || younger->since->is_anything || !younger->site ||
	    !younger->site->ssa || younger->link != WCORE_LINK_CALL)
		return;
	*changes = *younger->since;
	struct gathering gathering = { younger, changes };

	wcore_ssa_between(younger->site->ssa, WCORE_SSA_NONE, gather, &gathering);
}

void wcore_solve_changes(struct wcore_unwind *unwind)
{
	for (uint32_t i = 0; i < wcore_unwind_kept(unwind); i++) {
		struct wcore_unwind_frame *frame = &unwind->frames[i];

		if (!frame->since)
			frame->since = wcore_arena_alloc(&unwind->arena, sizeof(*frame->since));
		if (frame->since)
			frame_changes(frame);
	}
}
