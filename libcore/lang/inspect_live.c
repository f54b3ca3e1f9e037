/* Whether a variable's location holds where the frame stands: see inspect_state.h. */
#include <dwarf.h>

#include "../debug/location_list.h"
#include "../debug/location_parts.h"
#include "../wasm/insn.h"
#include "inspect_state.h"

static const struct wcore_code_map *map_of(struct wcore_inspect *inspect, struct wcore_module *module,
					   const struct wcore_function *function)
{
	struct wcore_inspect_map *entry;
	struct wcore_error *error;

	for (unsigned i = 0; i < WCORE_INSPECT_MAPS; i++)
		if (inspect->maps[i].module == module && inspect->maps[i].funcidx == function->funcidx)
			return inspect->maps[i].map;
	entry = &inspect->maps[inspect->next_map++ % WCORE_INSPECT_MAPS];
	wcore_code_map_destroy(entry->map);
	*entry = (struct wcore_inspect_map){ .module = module, .funcidx = function->funcidx };
	error = wcore_code_map_create(module, function, &entry->map);
	if (error) {
		wcore_error_destroy(error);
		entry->map = NULL;
	}
	return entry->map;
}

/* The entry of the list that covers an address; then whether others start in what it reaches. */
struct search {
	uint64_t address, low, high, reach;
	bool is_found, has_other;
};

static bool find_range(void *context, const struct wcore_location_range *range)
{
	struct search *search = context;

	if (search->address < range->low || search->address >= range->high)
		return true;
	search->low = range->low;
	search->high = range->high;
	search->is_found = true;
	return false;
}

static bool find_other(void *context, const struct wcore_location_range *range)
{
	struct search *search = context;

	search->has_other = range->low > search->low && range->low < search->reach;
	return !search->has_other;
}

static bool is_from(struct wcore_string expression, enum wcore_location_source source, uint32_t index)
{
	struct wcore_location_part parts[WCORE_LOCATION_PARTS];
	const unsigned count = wcore_location_parts(expression, parts);

	for (unsigned i = 0; i < count; i++)
		if (parts[i].source == source && (parts[i].index == index || source == WCORE_LOCATION_OPERAND))
			return true;
	return false;
}

/* An operand that the range at hand goes on with: a value is an operand until a local is set to it. */
static bool find_operand(void *context, const struct wcore_location_range *range)
{
	struct search *search = context;

	if (range->high != search->low || !is_from(range->expression, WCORE_LOCATION_OPERAND, 0))
		return true;
	search->low = range->low;
	return false;
}

void wcore_inspect_live_init(struct wcore_inspect_live *live, struct wcore_scope *scope,
			     const struct wcore_variable *variable)
{
	const struct wcore_target_frame *frame;
	struct search search = { .address = scope->address };
	struct wcore_form_value list;
	struct wcore_module *module;
	uint64_t base;

	*live = (struct wcore_inspect_live){ .scope = scope, .variable = variable };
	if (!scope->has_variables || !scope->frame)
		return;
	frame = wcore_unwind_target_frame(scope->frame);
	module = frame->module->found.module;
	base = frame->address - scope->address;
	live->map = map_of(scope->inspect, module, &frame->function);
	live->to = frame->address;
	if (!wcore_entry_attr(&variable->entry, DW_AT_location, &list) || list.class == WCORE_FORM_BYTES) {
		live->is_sound = true;
		return;
	}
	live->has_range = true;
	wcore_location_list_visit(&variable->entry.unit->unit, &list, find_range, &search);
	if (!live->map || !search.is_found)
		return;
	live->base = base;
	live->from = base + search.low;
	live->reach = wcore_code_map_reach(live->map, live->from, live->to);
	search.reach = live->reach - base;
	wcore_location_list_visit(&variable->entry.unit->unit, &list, find_other, &search);
	wcore_location_list_visit(&variable->entry.unit->unit, &list, find_operand, &search);
	live->start = search.low;
	/* Behind its end the variable may be something else, also where nothing is said. */
	live->is_sound = !search.has_other && search.reach <= search.high &&
			 !wcore_code_map_leaves_loop(live->map, live->from, live->to) && wcore_code_map_dominates(live->map, live->from, live->to);
}

bool wcore_inspect_live_base(const struct wcore_inspect_live *live, uint32_t local)
{
	bool is_param = local < wcore_unwind_param_count(live->scope->frame);

	return live->map && wcore_code_map_count_writes(live->map, local) == (is_param ? 0 : 1);
}

/* A local that entry after entry has a part in, as other parts of the variable come and go. */
struct chain {
	uint32_t local;
	uint64_t until;
	uint64_t start, end;	/* of the entries so far that follow each other */
};

static bool follow_chain(void *context, const struct wcore_location_range *range)
{
	struct chain *chain = context;

	if (range->low > chain->until || !is_from(range->expression, WCORE_LOCATION_LOCAL, chain->local))
		return true;
	if (range->low != chain->end)
		chain->start = range->low;
	chain->end = range->high;
	return range->low < chain->until;
}

/* Where the place begins in a local, in the file. */
static uint64_t start_of_local(const struct wcore_inspect_live *live, uint32_t local)
{
	const uint64_t from = live->from - live->base;
	struct chain chain = { .local = local, .until = from, .start = from };
	struct wcore_form_value list;

	if (wcore_entry_attr(&live->variable->entry, DW_AT_location, &list))
		wcore_location_list_visit(&live->variable->entry.unit->unit, &list, follow_chain, &chain);
	return live->base + chain.start;
}

/* Whether a place from the function's entry on is that of one of its own parameters, in the local that it came in. */
static bool is_as_passed(const struct wcore_inspect_live *live, uint64_t from, uint32_t local)
{
	const struct wcore_target_frame *frame = wcore_unwind_target_frame(live->scope->frame);
	struct wcore_cursor cursor;
	struct wcore_entry block;

	if (!live->variable->is_param || local >= wcore_unwind_param_count(live->scope->frame) ||
	    !wcore_entries_site(wcore_types_entries(live->scope->viewer->types), &live->scope->site, &block) ||
	    block.tag != DW_TAG_subprogram)
		return false;
	wcore_insn_cursor(frame->module->found.module, &frame->function, &cursor);
	return from <= cursor.pos;
}

bool wcore_inspect_live_argument(const struct wcore_inspect_live *live, uint32_t local)
{
	if (!live->map || !live->variable->is_param || local >= wcore_unwind_param_count(live->scope->frame))
		return false;
	return wcore_inspect_live_base(live, local) || (live->has_range && is_as_passed(live, start_of_local(live, local), local));
}

bool wcore_inspect_live_local(const struct wcore_inspect_live *live, uint32_t local)
{
	if (!live->map || !live->is_sound)
		return false;
	if (!live->has_range)
		return wcore_inspect_live_base(live, local);
	const uint64_t from = start_of_local(live, local);

	/*
	 * Of 800 programs, one in sixty places that began elsewhere than behind the instruction that sets the local had
	 * another variable's value.
	 */
	if (!wcore_code_map_begins(live->map, from, local) && !is_as_passed(live, from, local))
		return false;
	/* LLVM tells of a value that nothing reads also when its local has another one already. */
	return wcore_code_map_keeps_local(live->map, from, live->reach, local) &&
	       wcore_code_map_is_read(live->map, from, local);
}

bool wcore_inspect_live_operand(const struct wcore_inspect_live *live, uint32_t operand)
{
	return live->map && live->is_sound && live->has_range &&
	       wcore_code_map_keeps_operand(live->map, live->from, live->to, operand,
					    wcore_unwind_operand_count(live->scope->frame));
}
