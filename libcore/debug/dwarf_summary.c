/* What the debug information of a module is, at a glance: declared in dwarf.h. */
#include "dwarf_state.h"

#include <dwarf.h>

/* Units and, of each, ranges that are looked at to tell fresh from stale. */
#define SAMPLE_UNITS 64
#define SAMPLE_RANGES 4
/* Units whose abbreviations are looked at for variables. */
#define SAMPLE_VARIABLES 256
#define LANGUAGES_MAX 64

struct language { uint32_t code, count; };

struct counts {
	struct language languages[LANGUAGES_MAX];
	unsigned language_count;
	uint64_t fresh, stale;
};

static void count_language(struct counts *counts, uint32_t code)
{
	unsigned i = 0;

	if (!code)
		return;
	while (i < counts->language_count && counts->languages[i].code != code)
		i++;
	if (i == LANGUAGES_MAX)
		return;
	if (i == counts->language_count)
		counts->languages[counts->language_count++] = (struct language){ code, 0 };
	counts->languages[i].count++;
}

static void take_languages(struct counts *counts, struct wcore_dwarf_summary *ret)
{
	unsigned max = sizeof(ret->languages) / sizeof(ret->languages[0]);

	while (ret->language_count < max) {
		struct language *best = NULL;

		for (unsigned i = 0; i < counts->language_count; i++)
			if (counts->languages[i].count &&
			    (!best || counts->languages[i].count > best->count))
				best = &counts->languages[i];
		if (!best)
			return;
		ret->languages[ret->language_count++] = best->code;
		best->count = 0;
	}
}

static bool is_body_start(struct wcore_dwarf *dwarf, uint64_t address)
{
	return wcore_module_is_body_start(dwarf->code, dwarf->code_base + address);
}

/* The first functions of a unit, by the ranges of its first DIE where that has them. */
static void sample_ranges(struct wcore_dwarf *dwarf, const struct wcore_unit *unit,
			  struct counts *counts)
{
	struct wcore_range_iter iter;
	uint64_t low, high;

	wcore_range_iter_init(&iter, unit, &unit->pc);
	for (int i = 0; i < SAMPLE_RANGES && wcore_range_iter_next(&iter, &low, &high); i++) {
		if (low == 0 || high > dwarf->code_size)
			continue;
		if (is_body_start(dwarf, low))
			counts->fresh++;
		else
			counts->stale++;
	}
}

/* For units that have one range over everything, as wasm-tools writes them. */
static void sample_functions(struct wcore_dwarf *dwarf, const struct wcore_unit *unit,
			     struct counts *counts)
{
	struct wcore_cached_functions *functions =
		wcore_unit_cache_functions(&dwarf->cache, unit);

	wcore_unit_cache_extend(&dwarf->cache, unit, functions, SAMPLE_RANGES);
	for (uint32_t i = 0; i < functions->table.count && i < SAMPLE_RANGES; i++) {
		uint64_t low = functions->table.items[i].low;

		if (is_body_start(dwarf, low) || is_body_start(dwarf, low + dwarf->skew))
			counts->fresh++;
		else
			counts->stale++;
	}
}

static bool has_variables(struct wcore_dwarf *dwarf, const struct wcore_unit *unit)
{
	const struct wcore_abbrev_table *table = wcore_unit_cache_abbrevs(&dwarf->cache, unit);

	for (uint32_t i = 0; table && i < table->count; i++)
		if (table->items[i].tag == DW_TAG_variable ||
		    table->items[i].tag == DW_TAG_formal_parameter)
			return true;
	return false;
}

static void take_unit(struct wcore_dwarf *dwarf, const struct wcore_unit *unit, uint32_t number,
		      struct counts *counts, struct wcore_dwarf_summary *ret)
{
	unsigned version = unit->form.version;

	if (!ret->min_version || version < ret->min_version)
		ret->min_version = version;
	if (version > ret->max_version)
		ret->max_version = version;
	count_language(counts, unit->language);
	if (!ret->producer.data)
		ret->producer = unit->producer;
	if (unit->dwo_name.data)
		ret->is_split = true;
	if (!ret->has_variables && number < SAMPLE_VARIABLES)
		ret->has_variables = has_variables(dwarf, unit);
}

struct wcore_error *wcore_dwarf_summarize(struct wcore_dwarf *dwarf,
					  struct wcore_dwarf_summary *ret)
{
	struct counts counts = { 0 };
	uint32_t step;

	*ret = (struct wcore_dwarf_summary){ 0 };
	if (!wcore_dwarf_index(dwarf))
		return wcore_error_nomem();
	ret->units = dwarf->index.count;
	step = dwarf->index.count / SAMPLE_UNITS + 1;
	for (uint32_t i = 0; i < dwarf->index.count; i++) {
		const struct wcore_unit *unit = wcore_dwarf_unit(dwarf, i);

		if (!unit)
			continue;
		take_unit(dwarf, unit, i, &counts, ret);
		if (i % step == 0)
			sample_ranges(dwarf, unit, &counts);
	}
	for (uint32_t i = 0; i < dwarf->index.count && i < SAMPLE_RANGES &&
			     counts.fresh + counts.stale == 0; i++) {
		const struct wcore_unit *unit = wcore_dwarf_unit(dwarf, i);

		if (unit)
			sample_functions(dwarf, unit, &counts);
	}
	take_languages(&counts, ret);
	if (!ret->min_version)
		ret->state = dwarf->index.why ? WCORE_DWARF_UNREADABLE : WCORE_DWARF_EMPTY;
	else if (counts.fresh && counts.fresh >= counts.stale)
		ret->state = WCORE_DWARF_FRESH;
	else
		ret->state = WCORE_DWARF_STALE;
	return NULL;
}

/* DWARF 5, 7.12, the codes given out since (dwarfstd.org, "Language codes"), and LLVM's of old Rust. */
static const struct { uint32_t code; const char *name; } languages[] = {
	{ 0x01, "C89" }, { 0x02, "C" }, { 0x03, "Ada 83" }, { 0x04, "C++" }, { 0x05, "COBOL 74" },
	{ 0x06, "COBOL 85" }, { 0x07, "Fortran 77" }, { 0x08, "Fortran 90" }, { 0x09, "Pascal" },
	{ 0x0a, "Modula-2" }, { 0x0b, "Java" }, { 0x0c, "C99" }, { 0x0d, "Ada 95" },
	{ 0x0e, "Fortran 95" }, { 0x0f, "PL/I" }, { 0x10, "Objective-C" }, { 0x11, "Objective-C++" },
	{ 0x12, "UPC" }, { 0x13, "D" }, { 0x14, "Python" }, { 0x15, "OpenCL" }, { 0x16, "Go" },
	{ 0x17, "Modula-3" }, { 0x18, "Haskell" }, { 0x19, "C++03" }, { 0x1a, "C++11" },
	{ 0x1b, "OCaml" }, { 0x1c, "Rust" }, { 0x1d, "C11" }, { 0x1e, "Swift" }, { 0x1f, "Julia" },
	{ 0x20, "Dylan" }, { 0x21, "C++14" }, { 0x22, "Fortran 03" }, { 0x23, "Fortran 08" },
	{ 0x24, "RenderScript" }, { 0x25, "BLISS" }, { 0x26, "Kotlin" }, { 0x27, "Zig" },
	{ 0x28, "Crystal" }, { 0x2a, "C++17" }, { 0x2b, "C++20" }, { 0x2c, "C17" },
	{ 0x2d, "Fortran 18" }, { 0x2e, "Ada 2005" }, { 0x2f, "Ada 2012" }, { 0x30, "HIP" },
	{ 0x31, "assembly" }, { 0x32, "C#" }, { 0x33, "Mojo" }, { 0x8001, "assembly" },
	{ 0x9000, "Rust" },
};

const char *wcore_dwarf_language_name(uint32_t language)
{
	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
		if (languages[i].code == language)
			return languages[i].name;
	return NULL;
}
