#include "dwarf_state.h"

#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/presence.h"

#define RULE_STALE "debug/stale"
#define RULE_DWARF "debug/dwarf"

bool wcore_dwarf_present(const struct wcore_module *module)
{
	return wcore_module_custom(module, ".debug_info") ||
	       wcore_module_custom(module, ".debug_line");
}

/* How many bytes the count of functions takes. */
static uint64_t count_size(const struct wcore_dwarf *dwarf)
{
	struct wcore_reader reader = {
		.data = dwarf->code->file->data,
		.pos = dwarf->code_base,
		.end = dwarf->code_base + dwarf->code_size,
	};

	wcore_reader_skip_leb(&reader);
	return reader.why ? 0 : reader.pos - dwarf->code_base;
}

struct wcore_error *wcore_dwarf_open(struct wcore_module *debug, struct wcore_module *code,
				     struct wcore_dwarf **ret)
{
	const struct wcore_section *section = wcore_module_section(code, WCORE_SECTION_CODE);
	struct wcore_dwarf *dwarf = wcore_calloc(1, sizeof(*dwarf));

	if (!dwarf)
		return wcore_error_nomem();
	dwarf->debug = debug;
	dwarf->code = code;
	wcore_arena_init(&dwarf->arena);
	wcore_findings_init(&dwarf->findings);
	wcore_dwarf_data_init(&dwarf->data, debug, false);
	if (section) {
		dwarf->code_base = section->offset;
		dwarf->code_size = section->size;
		dwarf->skew = count_size(dwarf);
	}
	*ret = dwarf;
	return NULL;
}

void wcore_dwarf_close(struct wcore_dwarf *dwarf)
{
	if (!dwarf)
		return;
	wcore_unit_cache_deinit(&dwarf->cache);
	wcore_unit_index_deinit(&dwarf->index);
	wcore_dwarf_paths_deinit(dwarf);
	wcore_findings_deinit(&dwarf->findings);
	wcore_arena_deinit(&dwarf->arena);
	free(dwarf->sites);
	free(dwarf);
}

const struct wcore_findings *wcore_dwarf_findings(const struct wcore_dwarf *dwarf)
{
	return &dwarf->findings;
}

static void broken(struct wcore_dwarf *dwarf, enum wcore_dwarf_section section, uint64_t offset,
		   const char *why)
{
	wcore_findings_add_at(&dwarf->findings, RULE_DWARF, WCORE_SEVERITY_WARNING,
			      dwarf->data.sections[section].offset + offset,
			      "%s+0x%llx cannot be read: %s", wcore_dwarf_section_name(section),
			      (unsigned long long)offset, why);
}

bool wcore_dwarf_index(struct wcore_dwarf *dwarf)
{
	if (dwarf->is_indexed)
		return true;
	wcore_file_pause(dwarf->data.file);
	const bool is_read = wcore_unit_index_read(&dwarf->data, &dwarf->index);

	wcore_file_resume(dwarf->data.file);
	if (!is_read)
		return false;
	dwarf->is_indexed = true;
	if (dwarf->index.why)
		broken(dwarf, WCORE_DWARF_INFO, dwarf->index.failed_at, dwarf->index.why);
	return true;
}

const struct wcore_unit *wcore_dwarf_unit(struct wcore_dwarf *dwarf, uint32_t number)
{
	return wcore_unit_cache_unit(&dwarf->cache, &dwarf->data, dwarf->index.offsets[number]);
}

static bool is_body_start(const struct wcore_dwarf *dwarf, uint64_t address)
{
	return address < dwarf->code_size &&
	       wcore_module_is_body_start(dwarf->code, dwarf->code_base + address);
}

#define SAMPLE 32

/* Of up to a few dozen functions of a unit: do more than half start where no body starts? */
static bool functions_stale(struct wcore_dwarf *dwarf, const struct wcore_unit *unit,
			    struct wcore_cached_functions *functions, uint64_t skew)
{
	const struct wcore_scope_table *table = &functions->table;
	uint32_t fresh = 0, stale = 0;

	if (functions->is_sampled && functions->skew == skew)
		return functions->is_stale;
	wcore_unit_cache_extend(&dwarf->cache, unit, functions, SAMPLE);
	uint32_t step = table->count / SAMPLE + 1;

	for (uint32_t i = 0; i < table->count; i += step) {
		if (is_body_start(dwarf, table->items[i].low + skew))
			fresh++;
		else if (table->items[i].high <= dwarf->code_size)
			stale++;
	}
	functions->is_sampled = true;
	functions->skew = skew;
	functions->is_stale = stale > fresh;
	return functions->is_stale;
}

/* Steps that finding the functions of a sequence costs. */
#define SEQUENCE_WORK 32

/* A sequence speaks of whole bodies when it begins at one (or its code) and ends with one. */
static bool is_fresh_sequence(const struct wcore_dwarf *dwarf, uint64_t low, uint64_t high)
{
	struct wcore_function function;
	struct wcore_error *error =
		wcore_module_function_at(dwarf->code, dwarf->code_base + low, &function);

	if (error) {
		wcore_error_destroy(error);
		return false;
	}
	if (dwarf->code_base + low != function.body && dwarf->code_base + low != function.code)
		return false;
	if (dwarf->code_base + high == function.end)
		return true;
	error = wcore_module_function_at(dwarf->code, dwarf->code_base + high - 1, &function);
	if (error) {
		wcore_error_destroy(error);
		return false;
	}
	return dwarf->code_base + high == function.end;
}

/* Counts the live sequences that are made of whole bodies, and the others. */
static void sample_lines(struct wcore_dwarf *dwarf, struct wcore_cached_lines *lines, uint64_t skew)
{
	const struct wcore_line_table *table = &lines->table;
	uint32_t fresh = 0, stale = 0;

	if (lines->is_sampled && lines->skew == skew)
		return;
	wcore_line_table_complete(&lines->table);
	for (uint32_t i = 0; i < table->count; i++) {
		uint64_t low = table->items[i].low + skew, high = table->items[i].high + skew;

		if (!wcore_dwarf_spend(&dwarf->data, SEQUENCE_WORK))
			stale++;
		else if (high > dwarf->code_size)
			continue;
		else if (is_fresh_sequence(dwarf, low, high))
			fresh++;
		else
			stale++;
	}
	lines->is_sampled = true;
	lines->skew = skew;
	lines->is_stale = stale > 0;
	lines->is_whole = fresh > 0 && fresh >= stale;
}

static bool lines_stale(struct wcore_dwarf *dwarf, struct wcore_cached_lines *lines, uint64_t skew)
{
	sample_lines(dwarf, lines, skew);
	return lines->is_stale;
}

bool wcore_dwarf_lines_whole(struct wcore_dwarf *dwarf, struct wcore_cached_lines *lines,
			     uint64_t skew)
{
	sample_lines(dwarf, lines, skew);
	return lines->is_whole;
}

/* What the units say of a function. */
struct claim {
	bool is_known;		/* unit and die are the function */
	bool is_split;		/* die is in the .dwo that unit is the skeleton of */
	bool is_stale;		/* a function of the DWARF covers the address and is another */
	uint32_t unit;
	uint64_t die;
};

/* Functions that are looked at in a step. */
#define LOOK_STEP 2

/* Looks through the functions of a unit; true when one is exactly the function. */
static bool functions_claim(struct wcore_dwarf *dwarf, const struct wcore_unit *unit,
			    const struct wcore_dwarf_query *query, struct claim *claim)
{
	struct wcore_cached_functions *functions =
		wcore_unit_cache_functions(&dwarf->cache, unit);

	for (uint32_t i = 0;; i++) {
		wcore_unit_cache_extend(&dwarf->cache, unit, functions, i);
		if (i >= functions->table.count)
			break;
		if (i % LOOK_STEP == 0 && !wcore_dwarf_spend(&dwarf->data, 1))
			return false;
		const struct wcore_scope_function item = functions->table.items[i];

		if (query->at.address < item.low || query->at.address >= item.high)
			continue;
		if (item.low == query->at.low && item.high == query->at.high &&
		    !functions_stale(dwarf, unit, functions, query->skew)) {
			claim->is_known = true;
			claim->die = item.die;
			return true;
		}
		claim->is_stale = true;
	}
	if (functions->table.why && unit->form.data == &dwarf->data && *dwarf->data.work)
		broken(dwarf, WCORE_DWARF_INFO, unit->form.unit, functions->table.why);
	return false;
}

static bool unit_claims(struct wcore_dwarf *dwarf, uint32_t number,
			const struct wcore_dwarf_query *query, struct claim *claim)
{
	const struct wcore_unit *unit = wcore_dwarf_unit(dwarf, number);
	struct wcore_unit split;
	bool was_stale = claim->is_stale;
	bool is_known;

	if (!unit)
		return false;
	claim->is_split = wcore_dwarf_split_unit(dwarf, unit, &split);
	is_known = functions_claim(dwarf, claim->is_split ? &split : unit, query, claim);
	if (is_known || (claim->is_stale && !was_stale))
		claim->unit = number;
	return is_known;
}

bool wcore_dwarf_unit_at(const struct wcore_dwarf *dwarf, uint64_t address, uint32_t skip,
			 uint32_t *ret_number)
{
	uint32_t last = UINT32_MAX;

	for (uint32_t i = 0; i < dwarf->index.range_count; i++) {
		const struct wcore_unit_range *range = &dwarf->index.ranges[i];

		if (address < range->low || address >= range->high || range->unit == last)
			continue;
		last = *ret_number = range->unit;
		if (skip-- == 0)
			return true;
	}
	return false;
}

/* The function of an exact claim, the first one: linkers keep the first body of several. */
static void find_claim(struct wcore_dwarf *dwarf, const struct wcore_dwarf_query *query,
		       struct claim *claim)
{
	const struct wcore_unit_index *index = &dwarf->index;
	uint32_t last = UINT32_MAX;

	for (uint32_t i = 0; i < index->range_count; i++) {
		const struct wcore_unit_range *range = &index->ranges[i];

		if (query->at.address < range->low || query->at.address >= range->high ||
		    range->unit == last)
			continue;
		last = range->unit;
		if (unit_claims(dwarf, last, query, claim))
			return;
	}
}

/* Lines alone (-g1, skeletons of split units): the sequence must be the whole function. */
static bool find_lines(struct wcore_dwarf *dwarf, const struct wcore_dwarf_query *query,
		       struct wcore_site *site)
{
	const struct wcore_unit_index *index = &dwarf->index;
	uint32_t last = UINT32_MAX;

	for (uint32_t i = 0; i < index->range_count; i++) {
		const struct wcore_unit_range *range = &index->ranges[i];
		const struct wcore_unit *unit;
		const char *why;

		if (query->at.address < range->low || query->at.address >= range->high ||
		    range->unit == last)
			continue;
		last = range->unit;
		unit = wcore_dwarf_unit(dwarf, last);
		struct wcore_cached_lines *lines =
			unit ? wcore_unit_cache_lines(&dwarf->cache, unit, &why) : NULL;

		struct wcore_cached_functions *functions =
			lines ? wcore_unit_cache_functions(&dwarf->cache, unit) : NULL;

		/* With functions that cannot be read a line may belong to an inlined one. */
		if (!lines || functions_stale(dwarf, unit, functions, query->skew) ||
		    functions->table.why)
			continue;
		struct wcore_line_row row = wcore_dwarf_row(&lines->table, query);

		if (row.fit != WCORE_LINE_EXACT ||
		    lines_stale(dwarf, lines, query->skew))
			continue;
		wcore_dwarf_set_row(dwarf, unit, &lines->table.program, &row, site);
		site->unit = unit->form.unit;
		return true;
	}
	return false;
}

static struct wcore_error *find_by(struct wcore_dwarf *dwarf, const struct wcore_dwarf_query *query,
				   struct claim *claim, struct wcore_sites *ret)
{
	find_claim(dwarf, query, claim);
	if (claim->is_known) {
		const struct wcore_unit *found = wcore_dwarf_unit(dwarf, claim->unit);

		if (!found)
			return NULL;
		struct wcore_unit unit = *found;	/* names may push it out of the cache */
		struct wcore_unit split;
		bool is_split = claim->is_split && wcore_dwarf_split_unit(dwarf, &unit, &split);

		return wcore_dwarf_make_sites(dwarf, is_split ? &split : &unit, &unit, claim->die,
					      query, ret)
			       ? NULL : wcore_error_nomem();
	}
	struct wcore_site site = { .name_origin = WCORE_NAME_FROM_NOTHING };

	if (!find_lines(dwarf, query, &site))
		return NULL;
	struct wcore_site *sites = wcore_realloc(dwarf->sites, sizeof(*sites));

	if (!sites)
		return wcore_error_nomem();
	dwarf->sites = sites;
	sites[0] = site;
	*ret = (struct wcore_sites){ sites, 1 };
	return NULL;
}

/* Units without ranges of their own are looked into, the first few. */
#define SILENT_UNITS_MAX 64

/* No unit has a function at a place where code can be. */
static bool is_all_dead(struct wcore_dwarf *dwarf)
{
	unsigned looked = 0;

	if (!dwarf->index.count || dwarf->index.live_ranges)
		return false;
	for (uint32_t i = 0; i < dwarf->index.range_count; i++) {
		const struct wcore_unit *unit;
		struct wcore_cached_functions *functions;

		if (dwarf->index.ranges[i].high != UINT32_MAX)
			continue;
		unit = wcore_dwarf_unit(dwarf, dwarf->index.ranges[i].unit);
		functions = unit ? wcore_unit_cache_functions(&dwarf->cache, unit) : NULL;
		if (functions)
			wcore_unit_cache_extend(&dwarf->cache, unit, functions, 0);
		if (!functions || functions->table.count || ++looked == SILENT_UNITS_MAX)
			return false;
	}
	return true;
}

static void report(struct wcore_dwarf *dwarf, const struct claim *claim)
{
	if (claim->is_stale) {
		const struct wcore_unit *unit = wcore_dwarf_unit(dwarf, claim->unit);
		struct wcore_string name = unit ? unit->name : (struct wcore_string){ 0 };

		wcore_findings_add_at(&dwarf->findings, RULE_STALE, WCORE_SEVERITY_WARNING,
				      dwarf->data.sections[WCORE_DWARF_INFO].offset +
					      dwarf->index.offsets[claim->unit],
				      "the debug information of %.*s is stale: its functions do not "
				      "start and end where the module's do; its lines are not used",
				      (int)(name.size < 1000 ? name.size : 1000),
				      name.data ? name.data : "");
	} else if (is_all_dead(dwarf)) {
		wcore_findings_add(&dwarf->findings, RULE_STALE, WCORE_SEVERITY_WARNING,
				   "the debug information is stale: it covers no code of this module "
				   "(a tool such as wasm-opt changed the code and not the DWARF)");
	}
}

static bool is_exhausted(struct wcore_dwarf *dwarf)
{
	if (*dwarf->data.work)
		return false;
	wcore_findings_add(&dwarf->findings, RULE_DWARF, WCORE_SEVERITY_WARNING,
			   "the debug information takes more work to read than an honest file's "
			   "would; it is not used any more");
	return true;
}

struct wcore_error *wcore_dwarf_find(struct wcore_dwarf *dwarf, uint64_t address, uint64_t low,
				     uint64_t high, struct wcore_sites *ret)
{
	uint64_t skews[] = { 0, dwarf->skew };
	struct claim claims[2] = { { 0 }, { 0 } };
	struct wcore_function function;
	struct wcore_error *error;

	*ret = (struct wcore_sites){ 0 };
	if (address < low || address >= high)
		return NULL;
	if (!wcore_dwarf_index(dwarf))
		return wcore_error_nomem();
	wcore_dwarf_spend(&dwarf->data, dwarf->index.range_count);
	if (is_exhausted(dwarf))
		return NULL;
	error = wcore_module_function_at(dwarf->code, dwarf->code_base + low, &function);
	if (error) {
		wcore_error_destroy(error);
		return NULL;
	}
	uint64_t code = function.code - dwarf->code_base;

	for (int i = 0; i < 2 && !ret->count; i++) {
		uint64_t skew = skews[i];

		if (skew > low || (i > 0 && skew == 0))
			continue;
		struct wcore_dwarf_query query = {
			.at = { address - skew, low - skew, high - skew, code - skew },
			.skew = skew,
		};

		error = find_by(dwarf, &query, &claims[i], ret);
		if (error)
			return error;
	}
	/* What was found on the last steps may be half of the truth. */
	if (is_exhausted(dwarf))
		*ret = (struct wcore_sites){ 0 };
	else if (!ret->count)
		report(dwarf, &claims[0]);
	return NULL;
}
