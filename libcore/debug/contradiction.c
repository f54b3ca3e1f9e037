#include "contradiction.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../dump/memory.h"
#include "../wasm/index.h"
#include "../wasm/insn.h"
#include "place.h"

#define MEMO_SIZE 1024
/* A frame that is read takes as long as this much code. */
#define FRAME_COST 8

/* What stands at the place of a frame: answered once for all frames of a recursion. */
struct memo_entry {
	bool is_used, is_funcidx_sure;
	uint32_t funcidx;
	enum wcore_position_kind kind;
	uint64_t position;
	uint32_t real_funcidx;
	uint64_t address;
	bool is_entry;	/* in the local declarations: no instruction, but legal for the youngest frame */
	bool is_unchecked;	/* the budget or the memory is used up */
	bool is_call, is_direct;
	uint32_t target;
};

struct wcore_frame_memo {
	struct memo_entry entries[MEMO_SIZE];
	/* Callees that are not the younger frame: whether they make tail calls. */
	struct {
		bool is_used, makes_tail_calls;
		uint32_t funcidx;
	} tails[16];
};

struct wcore_error *wcore_contradiction_init(struct wcore_contradiction_check *check,
					     const struct wcore_dump *dump,
					     struct wcore_module *module, uint32_t index,
					     uint64_t *budget)
{
	*check = (struct wcore_contradiction_check){
		.dump = dump, .module = module, .index = index, .budget = budget,
		.memo = wcore_calloc(1, sizeof(*check->memo)),
	};
	return check->memo ? NULL : wcore_error_nomem();
}

void wcore_contradiction_deinit(struct wcore_contradiction_check *check)
{
	free(check->memo);
	free(check->reason);
}

/* False when the budget does not allow it. */
static bool spend(struct wcore_contradiction_check *check, uint64_t cost)
{
	if (cost > *check->budget)
		return false;
	*check->budget -= cost;
	return true;
}

__attribute__((format(printf, 3, 4)))
static bool contradict(struct wcore_contradiction_check *check, const char *rule, const char *format, ...)
{
	va_list list;

	if (check->reason)
		return false;
	check->rule = rule;
	va_start(list, format);
	if (wcore_vasprintf(&check->reason, format, list) < 0)
		check->reason = NULL;
	va_end(list);
	return false;
}

/* What there is no memory for contradicts nothing. */
static bool contradict_error(struct wcore_contradiction_check *check,
			     const struct wcore_frame *frame, struct wcore_error *error)
{
	if (error->code == WCORE_ERROR_NOMEM)
		return true;
	contradict(check, "module/function", "frame #%u: %s", frame->index, error->message);
	wcore_error_destroy(error);
	return false;
}

/* The place of a frame; false on a contradiction. */
static bool look_at(struct wcore_contradiction_check *check, const struct wcore_frame *frame,
		    struct memo_entry *entry)
{
	struct wcore_place place;
	struct wcore_insn insn;
	struct wcore_error *error = wcore_place_find(check->module, frame, &place);

	if (error) {
		entry->is_unchecked = true;
		return contradict_error(check, frame, error);
	}
	if (place.has_function && place.function.is_imported)
		return contradict(check, "module/imported-function",
				  "frame #%u is in function %u, which the module imports",
				  frame->index, place.function.funcidx);
	entry->real_funcidx = place.has_function ? place.function.funcidx : UINT32_MAX;
	entry->is_unchecked = !place.has_address;
	if (!place.has_address)
		return true;
	entry->address = place.address;
	if (place.address < place.function.body || place.address >= place.function.end)
		return contradict(check, "module/frame-offset",
				  "frame #%u stands 0x%llx bytes into function %u, which has 0x%llx",
				  frame->index,
				  (unsigned long long)(place.address - place.function.body),
				  place.function.funcidx,
				  (unsigned long long)(place.function.end - place.function.body));
	entry->is_entry = place.address < place.function.code;
	if (entry->is_entry)
		return true;
	if (!spend(check, place.address - place.function.body)) {
		entry->is_unchecked = true;
		return true;
	}
	error = wcore_insn_at(check->module, &place.function, place.address, &insn);
	if (error && error->code == WCORE_ERROR_NOT_FOUND) {
		wcore_error_destroy(error);
		return contradict(check, "module/frame-offset",
				  "frame #%u stands at 0x%llx, inside an instruction of function %u",
				  frame->index, (unsigned long long)place.address,
				  place.function.funcidx);
	}
	if (error) {
		entry->is_unchecked = true;
		return contradict_error(check, frame, error);
	}
	entry->is_call = insn.op->flags & WCORE_INSN_CALL;
	entry->is_direct = insn.op->code == WCORE_OP_CALL;
	entry->target = (uint32_t)insn.imm[0];
	return true;
}

static struct memo_entry *find_entry(struct wcore_contradiction_check *check,
				     const struct wcore_frame *frame)
{
	uint64_t hash = (frame->position ^ (uint64_t)frame->funcidx << 16 ^ frame->funcidx) *
			UINT64_C(0x9e3779b97f4a7c15);
	struct memo_entry *entry = &check->memo->entries[(hash >> 40) % MEMO_SIZE];

	if (entry->is_used && entry->funcidx == frame->funcidx &&
	    entry->position == frame->position && entry->kind == frame->position_kind &&
	    entry->is_funcidx_sure == frame->is_funcidx_sure)
		return entry;
	*entry = (struct memo_entry){
		.funcidx = frame->funcidx, .position = frame->position, .kind = frame->position_kind,
		.is_funcidx_sure = frame->is_funcidx_sure,
	};
	if (!look_at(check, frame, entry))
		return NULL;
	entry->is_used = true;
	return entry;
}

/* A function that may leave its place on the stack to another one. */
static bool makes_tail_calls(struct wcore_contradiction_check *check, uint32_t funcidx)
{
	size_t slot = funcidx % (sizeof(check->memo->tails) / sizeof(check->memo->tails[0]));
	struct wcore_function function;
	struct wcore_cursor cursor;
	struct wcore_insn insn;
	struct wcore_error *error;
	bool found = false;

	if (check->memo->tails[slot].is_used && check->memo->tails[slot].funcidx == funcidx)
		return check->memo->tails[slot].makes_tail_calls;
	error = wcore_module_function(check->module, funcidx, &function);
	if (!error && !function.is_imported) {
		if (!spend(check, function.end - function.code))
			return true;
		wcore_insn_cursor(check->module, &function, &cursor);
		while (!error && !found && wcore_cursor_left(&cursor)) {
			error = wcore_insn_decode(&cursor, &insn);
			found = !error && (insn.op->flags & WCORE_INSN_TAIL_CALL);
		}
	}
	wcore_error_destroy(error);
	check->memo->tails[slot].is_used = true;
	check->memo->tails[slot].funcidx = funcidx;
	check->memo->tails[slot].makes_tail_calls = found;
	return found;
}

#define UNKNOWN_CALLEE UINT32_MAX

/*
 * A caller stands at a call of the younger frame's function.  Modules are
 * compared, not instances: Wasmtime names one instance for all of a module.
 */
static bool check_caller(struct wcore_contradiction_check *check, const struct wcore_frame *frame,
			 const struct memo_entry *entry, uint32_t callee, bool is_same_module)
{
	const struct wcore_index *index;
	struct wcore_error *error;

	if (!entry->is_call)
		return contradict(check, "module/caller", "frame #%u stands at 0x%llx, which is no call",
				  frame->index, (unsigned long long)entry->address);
	if (!entry->is_direct || callee == UNKNOWN_CALLEE ||
	    (is_same_module && entry->target == callee))
		return true;
	error = wcore_module_index(check->module, &index);
	if (error)
		return contradict_error(check, frame, error);
	/* What stands behind an import is another module's function or the host. */
	if (entry->target < index->imported_funcs || makes_tail_calls(check, entry->target))
		return true;
	if (is_same_module)
		return contradict(check, "module/caller",
				  "frame #%u calls function %u at 0x%llx, but frame #%u is in function %u",
				  frame->index, entry->target, (unsigned long long)entry->address,
				  frame->index - 1, callee);
	return contradict(check, "module/caller",
			  "frame #%u calls function %u of its module at 0x%llx, but frame #%u is in another module",
			  frame->index, entry->target, (unsigned long long)entry->address,
			  frame->index - 1);
}

static bool check_frame(struct wcore_contradiction_check *check, const struct wcore_frame *frame,
			uint32_t callee, bool is_same_module, uint32_t *ret_funcidx)
{
	const struct memo_entry *entry = find_entry(check, frame);

	if (!entry)
		return false;
	check->frames++;
	*ret_funcidx = entry->real_funcidx;
	if (entry->is_unchecked || frame->index == 0)
		return true;
	return check_caller(check, frame, entry, callee, is_same_module);
}

void wcore_contradiction_frames(struct wcore_contradiction_check *check,
				const struct wcore_thread *thread,
				const struct wcore_dialect *dialect, uint64_t limit)
{
	struct wcore_thread reading = *thread;
	struct wcore_frame_iter iter;
	struct wcore_frame frame;
	uint32_t callee = UNKNOWN_CALLEE;
	bool found = true, is_mine = false;

	reading.dialect = dialect;
	wcore_frame_iter_init(&iter, check->dump, &reading);
	while (limit-- && !check->reason && spend(check, FRAME_COST)) {
		struct wcore_error *error = wcore_frame_iter_next(&iter, &frame, &found);
		bool was_mine = is_mine;
		uint32_t module, funcidx;

		wcore_error_destroy(error);
		if (error || !found)
			return;
		funcidx = frame.funcidx;
		if (frame.is_behind_gap)
			callee = UNKNOWN_CALLEE;
		is_mine = wcore_dump_instance_module(check->dump, frame.instance, &module) &&
			  module == check->index;
		if (is_mine && !check_frame(check, &frame, callee, was_mine, &funcidx))
			return;
		/* At a full stack Wasmtime's interpreter leaves out who called (measured). */
		bool is_caller_left_out = frame.index == 0 && frame.position == 0 &&
					  dialect->base == WCORE_BASE_BODY && !dialect->counts_first;
		callee = is_caller_left_out ? UNKNOWN_CALLEE : funcidx;
	}
}

static bool is_reference(uint8_t code)
{
	return code == WCORE_REF || code == WCORE_REF_NULL;
}

static bool check_globals(struct wcore_contradiction_check *check, uint32_t instance,
			  const struct wcore_index *index, bool is_complete)
{
	const struct wcore_instance *its = &check->dump->instances[instance];
	const struct wcore_index *recorded = check->dump->index;
	char mine[40], other[40];

	if (its->global_count != index->global_count && (its->global_count || is_complete))
		return contradict(check, "module/globals", "instance %u has %u globals, the module %u", instance,
				  its->global_count, index->global_count);
	for (uint32_t i = 0; i < its->global_count && recorded; i++) {
		if (its->globals[i] == WCORE_ABSENT || its->globals[i] >= recorded->global_count)
			continue;
		struct wcore_valtype is = recorded->globals[its->globals[i]].type;
		struct wcore_valtype wanted = index->globals[i].type;

		if (is.code == wanted.code || (is_reference(is.code) && is_reference(wanted.code)))
			continue;
		return contradict(check, "module/globals", "global %u of instance %u is %s, in the module %s", i,
				  instance, wcore_valtype_name(is, other),
				  wcore_valtype_name(wanted, mine));
	}
	return true;
}

static bool check_memories(struct wcore_contradiction_check *check, uint32_t instance,
			   const struct wcore_index *index, bool is_complete)
{
	const struct wcore_instance *its = &check->dump->instances[instance];
	uint32_t shared = 0;

	for (uint32_t i = 0; i < index->memory_count; i++)
		shared += index->memories[i].limits.is_shared;
	/* Wasmtime leaves shared memories out of the list, which shifts the rest. */
	if (its->memory_count != index->memory_count &&
	    its->memory_count != index->memory_count - shared && (its->memory_count || is_complete))
		return contradict(check, "module/memories", "instance %u has %u memories, the module %u", instance,
				  its->memory_count, index->memory_count);
	for (uint32_t i = 0; i < its->memory_count && !shared; i++) {
		if (its->memories[i] == WCORE_ABSENT || its->memories[i] >= check->dump->memory_count)
			continue;
		const struct wcore_limits *is = &check->dump->memories[its->memories[i]].limits;
		const struct wcore_limits *wanted = &index->memories[i].limits;

		if (is->is_64 != wanted->is_64)
			return contradict(check, "module/memories",
					  "memory %u of instance %u has %s-bit addresses, in the module %s-bit ones",
					  i, instance, is->is_64 ? "64" : "32",
					  wanted->is_64 ? "64" : "32");
		if (is->min < wanted->min)
			return contradict(check, "module/memories",
					  "memory %u of instance %u has %llu pages, in the module at least %llu",
					  i, instance, (unsigned long long)is->min,
					  (unsigned long long)wanted->min);
	}
	return true;
}

void wcore_contradiction_instances(struct wcore_contradiction_check *check)
{
	const char *producer = wcore_dump_producer(check->dump);
	bool is_complete = producer && strcmp(producer, "Wasmtime") == 0;
	const struct wcore_index *index;
	struct wcore_error *error;

	if (check->dump->is_shared_instance)
		return;
	error = wcore_module_index(check->module, &index);
	if (error) {
		wcore_error_destroy(error);
		return;
	}
	for (uint32_t i = 0; i < check->dump->instance_count && !check->reason; i++) {
		if (check->dump->instances[i].module != check->index)
			continue;
		if (check_globals(check, i, index, is_complete))
			check_memories(check, i, index, is_complete);
	}
}
