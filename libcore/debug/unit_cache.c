#include "unit_cache.h"

#include "../base/presence.h"

/* Items of all tables of a kind together; then the other tables of that kind go. */
#define FUNCTIONS_MAX WCORE_SCOPE_FUNCTIONS_MAX
#define SEQUENCES_MAX WCORE_LINE_SEQUENCES_MAX

/* Steps that reading a unit's header and first DIE costs besides its abbreviation. */
#define UNIT_WORK 32

static unsigned slots(unsigned made)
{
	return made < WCORE_UNIT_CACHE_SLOTS ? made : WCORE_UNIT_CACHE_SLOTS;
}

void wcore_unit_cache_deinit(struct wcore_unit_cache *cache)
{
	for (unsigned i = 0; i < slots(cache->abbrev_count); i++)
		wcore_abbrev_table_deinit(&cache->abbrevs[i]);
	for (unsigned i = 0; i < slots(cache->function_count); i++)
		wcore_scope_table_deinit(&cache->functions[i].table);
	for (unsigned i = 0; i < slots(cache->line_count); i++)
		wcore_line_table_deinit(&cache->lines[i].table);
}

static const struct wcore_unit *read_unit(struct wcore_unit_cache *cache, struct wcore_dwarf_data *data,
					  uint64_t offset)
{
	const char *why;
	struct wcore_unit unit;

	for (unsigned i = 0; i < slots(cache->unit_count); i++)
		if (cache->units[i].form.unit == offset && cache->units[i].form.data == data)
			return &cache->units[i];
	if (!wcore_dwarf_spend(data, UNIT_WORK) ||
	    !wcore_unit_read_header(data, offset, &unit, &why) ||
	    !wcore_unit_has_code(&unit) || !wcore_unit_read_root(&unit))
		return NULL;
	struct wcore_unit *slot = &cache->units[cache->unit_count++ % WCORE_UNIT_CACHE_SLOTS];

	*slot = unit;
	return slot;
}

const struct wcore_unit *wcore_unit_cache_unit(struct wcore_unit_cache *cache,
					       struct wcore_dwarf_data *data, uint64_t offset)
{
	const struct wcore_unit *unit = read_unit(cache, data, offset);
	const uint64_t section = data->sections[WCORE_DWARF_INFO].offset;

	/* The units that a thin copy lacks have no first entry. */
	if (unit)
		wcore_file_use(data->file, section + offset, section + unit->end);
	return unit;
}

const struct wcore_abbrev_table *wcore_unit_cache_abbrevs(struct wcore_unit_cache *cache,
							  const struct wcore_unit *unit)
{
	struct wcore_abbrev_table wanted = {
		.offset = unit->abbrev,
		.data = unit->form.data,
		.address_size = unit->form.address_size,
		.offset_size = unit->form.offset_size,
		.version = unit->form.version,
	};

	for (unsigned i = 0; i < slots(cache->abbrev_count); i++) {
		const struct wcore_abbrev_table *table = &cache->abbrevs[i];

		if (table->offset == wanted.offset && table->data == wanted.data &&
		    table->address_size == wanted.address_size &&
		    table->offset_size == wanted.offset_size && table->version == wanted.version)
			return table;
	}
	if (!wcore_abbrev_table_read(unit->form.data, &wanted))
		return NULL;
	struct wcore_abbrev_table *slot =
		&cache->abbrevs[cache->abbrev_count++ % WCORE_UNIT_CACHE_SLOTS];

	wcore_abbrev_table_deinit(slot);
	*slot = wanted;
	return slot;
}

struct wcore_cached_functions *wcore_unit_cache_functions(struct wcore_unit_cache *cache,
							  const struct wcore_unit *unit)
{
	uint64_t total = 0;

	for (unsigned i = 0; i < slots(cache->function_count); i++) {
		total += cache->functions[i].table.count;
		if (cache->functions[i].unit == unit->form.unit &&
		    cache->functions[i].data == unit->form.data)
			return &cache->functions[i];
	}
	if (total > FUNCTIONS_MAX) {
		for (unsigned i = 0; i < slots(cache->function_count); i++)
			wcore_scope_table_deinit(&cache->functions[i].table);
		cache->function_count = 0;
	}
	struct wcore_cached_functions *slot =
		&cache->functions[cache->function_count++ % WCORE_UNIT_CACHE_SLOTS];

	wcore_scope_table_deinit(&slot->table);
	*slot = (struct wcore_cached_functions){ .data = unit->form.data,
						 .unit = unit->form.unit };
	wcore_scope_table_init(&slot->table, unit);
	return slot;
}

void wcore_unit_cache_extend(struct wcore_unit_cache *cache, const struct wcore_unit *unit,
			     struct wcore_cached_functions *functions, uint32_t count)
{
	const struct wcore_abbrev_table *abbrevs;

	if (functions->table.is_complete || functions->table.count > count)
		return;
	abbrevs = wcore_unit_cache_abbrevs(cache, unit);
	if (abbrevs) {
		wcore_scope_table_extend(&functions->table, unit, abbrevs, count);
	} else {
		functions->table.why = "its abbreviations cannot be read";
		functions->table.is_complete = true;
	}
}

struct wcore_cached_lines *wcore_unit_cache_lines(struct wcore_unit_cache *cache,
						  const struct wcore_unit *unit,
						  const char **ret_why)
{
	struct wcore_line_program program;
	uint64_t total = 0;

	*ret_why = NULL;
	if (!unit->has_lines)
		return NULL;
	for (unsigned i = 0; i < slots(cache->line_count); i++) {
		total += cache->lines[i].table.count;
		if (cache->lines[i].offset == unit->lines)
			return &cache->lines[i];
	}
	if (!wcore_line_program_read(unit->form.data, unit, unit->lines, &program, ret_why))
		return NULL;
	if (total > SEQUENCES_MAX) {
		for (unsigned i = 0; i < slots(cache->line_count); i++)
			wcore_line_table_deinit(&cache->lines[i].table);
		cache->line_count = 0;
	}
	struct wcore_cached_lines *slot =
		&cache->lines[cache->line_count++ % WCORE_UNIT_CACHE_SLOTS];

	wcore_line_table_deinit(&slot->table);
	*slot = (struct wcore_cached_lines){ .offset = unit->lines };
	wcore_line_table_init(&slot->table, &program);
	return slot;
}
