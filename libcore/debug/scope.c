#include "scope.h"

#include <dwarf.h>
#include <stdlib.h>
#include "../base/presence.h"

#include "../base/alloc.h"

/* The DIEs of a unit in the order of the file. */
struct walk {
	const struct wcore_unit *unit;
	const struct wcore_abbrev_table *abbrevs;
	struct wcore_reader reader;	/* at the attributes of the DIE that was met */
	struct wcore_reader specs;	/* at its attributes' names and forms */
	uint64_t die;			/* its offset in .debug_info */
};

static void walk_init(struct walk *walk, const struct wcore_unit *unit,
		      const struct wcore_abbrev_table *abbrevs, uint64_t die)
{
	const struct wcore_dwarf_span *info = &unit->form.data->sections[WCORE_DWARF_INFO];
	const struct wcore_dwarf_span *abbrev = &unit->form.data->sections[WCORE_DWARF_ABBREV];

	*walk = (struct walk){ .unit = unit, .abbrevs = abbrevs };
	walk->reader = (struct wcore_reader){
		.data = unit->form.data->file->data,
		.pos = info->offset + die,
		.end = info->offset + unit->end,
	};
	if (!wcore_file_use(unit->form.data->file, info->offset + unit->form.unit, info->offset + unit->end))
		wcore_reader_fail(&walk->reader, "the thin copy lacks the unit");
	if (die < unit->first || die >= unit->end)
		wcore_reader_fail(&walk->reader, "a reference leaves its unit");
	walk->specs = (struct wcore_reader){
		.data = walk->reader.data,
		.end = abbrev->offset + abbrev->size,
	};
}

/*
 * Moves to the next DIE; its attributes must then be read or skipped.  NULL in
 * ret at the end of a list of children.  False at the end and at what cannot be
 * read.
 */
static inline bool walk_next(struct walk *walk, const struct wcore_abbrev **ret)
{
	struct wcore_reader *reader = &walk->reader;

	if (!wcore_reader_left(reader))
		return false;
	walk->die = reader->pos - walk->unit->form.data->sections[WCORE_DWARF_INFO].offset;
	uint64_t code = wcore_reader_uleb(reader);

	*ret = NULL;
	if (code == 0)
		return !reader->why;
	*ret = wcore_abbrev_find(walk->abbrevs, code);
	if (!*ret) {
		wcore_reader_fail(reader, "a DIE has no abbreviation");
		return false;
	}
	walk->specs.pos = (*ret)->attrs;
	if (!wcore_dwarf_spend(walk->unit->form.data, 1)) {
		wcore_reader_fail(reader, "it takes more work than an honest file needs");
		return false;
	}
	return true;
}

static inline void walk_skip(struct walk *walk, const struct wcore_abbrev *abbrev)
{
	if (abbrev->size != WCORE_ABBREV_VARIABLE) {
		wcore_reader_skip(&walk->reader, abbrev->size);
		return;
	}
	struct wcore_attr attr;

	if (!wcore_dwarf_spend(walk->unit->form.data, 2 * (uint64_t)abbrev->attr_count))
		wcore_reader_fail(&walk->reader, "it takes more work than an honest file needs");
	while (wcore_attr_next(&walk->specs, &attr))
		wcore_form_skip(&walk->reader, &walk->unit->form, attr.form);
}

/* The next attribute of the DIE that was met, whose value must then be read or skipped. */
static bool walk_attr(struct walk *walk, struct wcore_attr *ret)
{
	if (!wcore_attr_next(&walk->specs, ret))
		return false;
	if (!wcore_dwarf_spend(walk->unit->form.data, 2))
		wcore_reader_fail(&walk->reader, "it takes more work than an honest file needs");
	return true;
}

static struct wcore_form_value walk_value(struct walk *walk, const struct wcore_attr *attr)
{
	return wcore_form_read(&walk->reader, &walk->unit->form, attr);
}

static void table_add(struct wcore_scope_table *table, uint64_t low, uint64_t high, uint64_t die)
{
	/* Nothing lives at 0, where the count of functions stands; dead code ends up there. */
	if (low == 0 || low >= high || high > UINT32_MAX)
		return;
	if (table->count == table->capacity) {
		uint32_t capacity = table->capacity ? table->capacity * 2 : 64;
		void *items = NULL;

		if (capacity <= WCORE_SCOPE_FUNCTIONS_MAX)
			items = wcore_realloc(table->items, capacity * sizeof(*table->items));
		if (!items) {
			table->why = "it has too many functions for the memory";
			return;
		}
		table->items = items;
		table->capacity = capacity;
	}
	table->items[table->count++] =
		(struct wcore_scope_function){ (uint32_t)low, (uint32_t)high, die };
}

/* Reads the attributes of a DIE that say which code it covers. */
static void read_pc(struct walk *walk, struct wcore_pc *ret)
{
	struct wcore_attr attr;

	*ret = (struct wcore_pc){ 0 };
	while (walk_attr(walk, &attr)) {
		if (attr.name == DW_AT_low_pc || attr.name == DW_AT_high_pc ||
		    attr.name == DW_AT_ranges) {
			struct wcore_form_value value = walk_value(walk, &attr);

			wcore_pc_take(ret, &attr, &value);
		} else {
			wcore_form_skip(&walk->reader, &walk->unit->form, attr.form);
		}
	}
}

static void add_function(struct walk *walk, struct wcore_scope_table *table)
{
	struct wcore_range_iter iter;
	struct wcore_pc pc;
	uint64_t low, high;

	read_pc(walk, &pc);
	if (walk->reader.why)
		return;
	wcore_range_iter_init(&iter, walk->unit, &pc);
	while (!table->why && wcore_range_iter_next(&iter, &low, &high))
		table_add(table, low, high, walk->die);
}

void wcore_scope_table_init(struct wcore_scope_table *table, const struct wcore_unit *unit)
{
	*table = (struct wcore_scope_table){ .next = unit->first };
}

void wcore_scope_table_deinit(struct wcore_scope_table *table)
{
	free(table->items);
	*table = (struct wcore_scope_table){ 0 };
}

void wcore_scope_table_extend(struct wcore_scope_table *table, const struct wcore_unit *unit,
			      const struct wcore_abbrev_table *abbrevs, uint32_t count)
{
	const struct wcore_abbrev *abbrev;
	struct walk walk;

	if (table->is_complete || table->count > count)
		return;
	walk_init(&walk, unit, abbrevs, table->next);
	while (table->count <= count && !table->why) {
		if (!walk_next(&walk, &abbrev)) {
			table->is_complete = true;
			break;
		}
		if (!abbrev)
			continue;
		if (abbrev->tag == DW_TAG_subprogram && abbrev->has_pc)
			add_function(&walk, table);
		else
			walk_skip(&walk, abbrev);
	}
	if (!table->why)
		table->why = walk.reader.why;
	table->is_complete |= table->why != NULL;
	table->next = walk.reader.pos - unit->form.data->sections[WCORE_DWARF_INFO].offset;
	/* A unit that ends exactly here has no DIE to go on from. */
	table->is_complete |= table->next >= unit->end;
}

/* Reads an inlined call; false when it does not cover the address.  ret_low is where its range starts. */
static bool read_call(struct walk *walk, uint64_t address, struct wcore_scope_call *ret,
		      uint64_t *ret_low)
{
	struct wcore_pc pc = { 0 };
	struct wcore_attr attr;
	uint64_t high;

	*ret = (struct wcore_scope_call){ .die = walk->die };
	while (walk_attr(walk, &attr)) {
		struct wcore_form_value value = walk_value(walk, &attr);

		if (wcore_pc_take(&pc, &attr, &value) || value.class != WCORE_FORM_NUMBER)
			continue;
		if (attr.name == DW_AT_call_file)
			ret->call_file = value.number;
		else if (attr.name == DW_AT_call_line)
			ret->call_line = value.number;
		else if (attr.name == DW_AT_call_column)
			ret->call_column = value.number;
	}
	return !walk->reader.why && wcore_pc_covers(walk->unit, &pc, address, ret_low, &high);
}

/* The chain as far as it is known, and where the walk stands in it. */
struct chain {
	struct wcore_scope_call *calls;
	uint64_t lows[WCORE_SCOPE_DEPTH];	/* where the range of each starts */
	uint64_t depths[WCORE_SCOPE_DEPTH];	/* of the children of each that is open */
	unsigned count, open;		/* the walk is inside the first open calls */
};

/*
 * Takes a call that covers the address.  Calls side by side do not overlap, but
 * wasm-opt leaves ranges that end too late: then the one that starts last counts.
 * False when it is not taken.
 */
static bool take_call(struct chain *chain, const struct wcore_scope_call *call, uint64_t low)
{
	if (chain->count > chain->open && chain->lows[chain->open] >= low)
		return false;
	chain->calls[chain->open] = *call;
	chain->lows[chain->open] = low;
	chain->count = chain->open + 1;
	return true;
}

unsigned wcore_scope_chain(const struct wcore_unit *unit, const struct wcore_abbrev_table *abbrevs,
			   uint64_t die, uint64_t address,
			   struct wcore_scope_call ret[WCORE_SCOPE_DEPTH])
{
	const struct wcore_abbrev *abbrev;
	struct chain chain = { .calls = ret, .depths = { 1 }, .count = 1, .open = 1 };
	struct walk walk;
	uint64_t depth = 1;		/* of the children being walked; the function's own are at 1 */
	uint64_t hidden = 0;		/* not 0: the depth from which on nothing belongs to the chain */

	walk_init(&walk, unit, abbrevs, die);
	if (!walk_next(&walk, &abbrev) || !abbrev || abbrev->tag != DW_TAG_subprogram)
		return 0;
	walk_skip(&walk, abbrev);
	ret[0] = (struct wcore_scope_call){ .die = die };
	if (!abbrev->has_children)
		return 1;
	while (depth > 0 && walk_next(&walk, &abbrev)) {
		if (!abbrev) {
			depth--;
			if (depth < hidden)
				hidden = 0;
			if (chain.open > 1 && depth < chain.depths[chain.open - 1])
				chain.open--;
			continue;
		}
		bool is_call = abbrev->tag == DW_TAG_inlined_subroutine;
		bool is_taken = false;

		if (is_call && !hidden && abbrev->has_pc) {
			struct wcore_scope_call call;
			uint64_t low;

			if (chain.open == WCORE_SCOPE_DEPTH)
				return 0;
			is_taken = read_call(&walk, address, &call, &low) &&
				   take_call(&chain, &call, low);
		} else {
			walk_skip(&walk, abbrev);
		}
		if (!abbrev->has_children)
			continue;
		depth++;
		if (is_taken)
			chain.depths[chain.open++] = depth;
		/* Functions inside functions have chains of their own. */
		else if (!hidden && (is_call || abbrev->tag == DW_TAG_subprogram))
			hidden = depth;
	}
	return walk.reader.why ? 0 : chain.count;
}

bool wcore_scope_name_read(const struct wcore_unit *unit, const struct wcore_abbrev_table *abbrevs,
			   uint64_t die, struct wcore_scope_name *ret)
{
	const struct wcore_abbrev *abbrev;
	struct wcore_attr attr;
	struct walk walk;

	*ret = (struct wcore_scope_name){ 0 };
	walk_init(&walk, unit, abbrevs, die);
	if (!walk_next(&walk, &abbrev) || !abbrev)
		return false;
	while (walk_attr(&walk, &attr)) {
		struct wcore_form_value value;

		switch (attr.name) {
		case DW_AT_name:
			ret->name = walk_value(&walk, &attr).bytes;
			break;
		case DW_AT_linkage_name:
		case DW_AT_MIPS_linkage_name:
			ret->linkage_name = walk_value(&walk, &attr).bytes;
			break;
		case DW_AT_decl_file:
			ret->decl_file = walk_value(&walk, &attr).number;
			break;
		case DW_AT_decl_line:
			ret->decl_line = walk_value(&walk, &attr).number;
			break;
		case DW_AT_abstract_origin:
		case DW_AT_specification:
			value = walk_value(&walk, &attr);
			ret->has_origin = value.class == WCORE_FORM_REFERENCE;
			ret->origin = value.number;
			break;
		default:
			wcore_form_skip(&walk.reader, &walk.unit->form, attr.form);
			break;
		}
	}
	return !walk.reader.why;
}
