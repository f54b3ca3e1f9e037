/* The units of entries: opened once, kept.  Declared in entry_state.h and entry.h. */
#include "entry_state.h"

#include <stdlib.h>

#include "../base/alloc.h"

struct wcore_entry_abbrevs {
	struct wcore_entry_abbrevs *next;
	struct wcore_abbrev_table table;
};

/* The .debug_types section of a file as its section of units. */
struct wcore_entry_types_data {
	struct wcore_entry_types_data *next;
	const struct wcore_dwarf_data *of;
	struct wcore_dwarf_data data;
};

/* Steps that opening a unit costs besides its attributes. */
#define UNIT_WORK 32
#define SIGNATURES_MAX (1u << 18)

struct wcore_error *wcore_entries_open(struct wcore_dwarf *dwarf, struct wcore_entries **ret)
{
	struct wcore_entries *entries = wcore_calloc(1, sizeof(*entries));

	if (!entries)
		return wcore_error_nomem();
	entries->dwarf = dwarf;
	wcore_arena_init(&entries->arena);
	*ret = entries;
	return NULL;
}

void wcore_entries_close(struct wcore_entries *entries)
{
	if (!entries)
		return;
	wcore_entries_drop_scopes(entries);
	for (size_t i = 0; i < WCORE_ENTRIES_BUCKETS; i++)
		for (struct wcore_entry_abbrevs *item = entries->abbrevs[i]; item; item = item->next)
			wcore_abbrev_table_deinit(&item->table);
	free(entries->signatures);
	wcore_arena_deinit(&entries->arena);
	free(entries);
}

struct wcore_dwarf *wcore_entries_dwarf(struct wcore_entries *entries)
{
	return entries->dwarf;
}

void wcore_entries_drop_scopes(struct wcore_entries *entries)
{
	for (size_t i = 0; i < WCORE_ENTRIES_BUCKETS && entries->scope_count; i++)
		for (struct wcore_opened_unit *unit = entries->units[i]; unit; unit = unit->next) {
			free(unit->scopes);
			unit->scopes = NULL;
			unit->scope_count = 0;
			unit->has_scopes = false;
		}
	entries->scope_count = 0;
}

static size_t bucket(const struct wcore_dwarf_data *data, uint64_t offset)
{
	uint64_t hash = ((uint64_t)(uintptr_t)data ^ offset) * UINT64_C(0x9e3779b97f4a7c15);

	return (size_t)(hash >> 32) % WCORE_ENTRIES_BUCKETS;
}

/* Into a unit; false when its abbreviations cannot be read. */
static bool open_abbrevs(struct wcore_entries *entries, const struct wcore_unit *unit,
			 struct wcore_abbrev_table *ret)
{
	struct wcore_entry_abbrevs **list =
		&entries->abbrevs[bucket(unit->form.data, unit->abbrev)];
	struct wcore_abbrev_table wanted = {
		.offset = unit->abbrev,
		.data = unit->form.data,
		.address_size = unit->form.address_size,
		.offset_size = unit->form.offset_size,
		.version = unit->form.version,
	};

	for (struct wcore_entry_abbrevs *item = *list; item; item = item->next) {
		const struct wcore_abbrev_table *table = &item->table;

		if (table->offset == wanted.offset && table->data == wanted.data &&
		    table->address_size == wanted.address_size &&
		    table->offset_size == wanted.offset_size && table->version == wanted.version) {
			*ret = *table;
			return true;
		}
	}
	if (entries->abbrev_count >= WCORE_ENTRIES_ABBREVS_MAX ||
	    !wcore_abbrev_table_read(unit->form.data, &wanted))
		return false;
	struct wcore_entry_abbrevs *item = wcore_arena_alloc(&entries->arena, sizeof(*item));

	if (!item) {
		wcore_abbrev_table_deinit(&wanted);
		return false;
	}
	*item = (struct wcore_entry_abbrevs){ *list, wanted };
	*list = item;
	entries->abbrev_count += wanted.count;
	*ret = wanted;
	return true;
}

/* Zig's compiler says that it is C: its types are named and laid out otherwise. */
static uint32_t language_of(const struct wcore_unit *unit)
{
	return wcore_string_starts(unit->producer, "zig ") ? WCORE_LANG_ZIG : unit->language;
}

/* Keeps a unit whose header and first DIE are read. */
static struct wcore_opened_unit *keep(struct wcore_entries *entries, const struct wcore_unit *unit)
{
	struct wcore_opened_unit **list =
		&entries->units[bucket(unit->form.data, unit->form.unit)];
	struct wcore_opened_unit *opened;
	struct wcore_abbrev_table abbrevs;

	if (entries->unit_count >= WCORE_ENTRIES_UNITS_MAX ||
	    unit->end - unit->form.unit > UINT32_MAX ||
	    !open_abbrevs(entries, unit, &abbrevs))
		return NULL;
	opened = wcore_arena_alloc(&entries->arena, sizeof(*opened));
	if (!opened)
		return NULL;
	*opened = (struct wcore_opened_unit){
		.unit = {
			.unit = *unit,
			.abbrevs = abbrevs,
			.language = language_of(unit),
			.number = UINT32_MAX,
		},
		.next = *list,
	};
	*list = opened;
	entries->unit_count++;
	return opened;
}

static struct wcore_opened_unit *find_opened(struct wcore_entries *entries,
					     const struct wcore_dwarf_data *data, uint64_t offset)
{
	struct wcore_opened_unit *opened = entries->units[bucket(data, offset)];

	while (opened && (opened->unit.unit.form.unit != offset ||
			  opened->unit.unit.form.data != data))
		opened = opened->next;
	return opened;
}

struct wcore_opened_unit *wcore_entries_open_unit(struct wcore_entries *entries,
						  struct wcore_dwarf_data *data, uint64_t offset)
{
	struct wcore_opened_unit *opened = find_opened(entries, data, offset);
	struct wcore_unit unit;
	const char *why;
	uint32_t number;

	if (opened)
		return opened;
	if (!wcore_dwarf_spend(data, UNIT_WORK) ||
	    !wcore_unit_read_header(data, offset, &unit, &why))
		return NULL;
	unit.form.address_data = &entries->dwarf->data;
	if (!wcore_unit_read_root(&unit))
		return NULL;
	opened = keep(entries, &unit);
	if (opened && data == &entries->dwarf->data && wcore_dwarf_index(entries->dwarf) &&
	    wcore_unit_index_find(&entries->dwarf->index, offset, &number))
		opened->unit.number = number;
	return opened;
}

struct wcore_opened_unit *wcore_entries_whole(struct wcore_entries *entries,
					      struct wcore_opened_unit *opened)
{
	const struct wcore_unit *skeleton = &opened->unit.unit;
	struct wcore_unit unit;

	if (!skeleton->dwo_name.data)
		return opened;
	if (opened->is_split_known)
		return opened->split ? opened->split : opened;
	opened->is_split_known = true;
	if (!wcore_dwarf_split_unit(entries->dwarf, skeleton, &unit))
		return opened;
	opened->split = keep(entries, &unit);
	if (!opened->split)
		return opened;
	opened->split->unit.skeleton = &opened->unit;
	opened->split->unit.number = opened->unit.number;
	if (!opened->split->unit.language)
		opened->split->unit.language = opened->unit.language;
	return opened->split;
}

/* The number of the unit in the index of the module's own file. */
static struct wcore_opened_unit *numbered(struct wcore_entries *entries, uint32_t number)
{
	struct wcore_dwarf *dwarf = entries->dwarf;

	if (!wcore_dwarf_index(dwarf) || number >= dwarf->index.count)
		return NULL;
	struct wcore_opened_unit *opened =
		wcore_entries_open_unit(entries, &dwarf->data, dwarf->index.offsets[number]);

	return opened ? wcore_entries_whole(entries, opened) : NULL;
}

uint32_t wcore_entries_unit_count(struct wcore_entries *entries)
{
	return wcore_dwarf_index(entries->dwarf) ? entries->dwarf->index.count : 0;
}

bool wcore_entries_unit(struct wcore_entries *entries, uint32_t number, struct wcore_entry *ret)
{
	struct wcore_opened_unit *opened = numbered(entries, number);

	return opened && wcore_entry_at(entries, &opened->unit, opened->unit.unit.first, ret);
}

bool wcore_entries_site(struct wcore_entries *entries, const struct wcore_site *site,
			struct wcore_entry *ret)
{
	uint32_t number;

	if (!site->die || !wcore_dwarf_index(entries->dwarf) ||
	    !wcore_unit_index_find(&entries->dwarf->index, site->unit, &number) ||
	    entries->dwarf->index.offsets[number] != site->unit)
		return false;
	struct wcore_opened_unit *opened = numbered(entries, number);

	return opened && site->die >= opened->unit.unit.first &&
	       site->die < opened->unit.unit.end &&
	       wcore_entry_at(entries, &opened->unit, site->die, ret);
}

const struct wcore_entry_unit *wcore_entries_unit_holding(struct wcore_entries *entries,
							  const struct wcore_entry_unit *near,
							  uint64_t offset)
{
	struct wcore_dwarf_data *data = near->unit.form.data;
	struct wcore_opened_unit *opened;
	struct wcore_unit unit;
	const char *why;
	uint32_t number;

	if (offset >= near->unit.form.unit && offset < near->unit.end)
		return near;
	if (data == &entries->dwarf->data) {
		if (!wcore_dwarf_index(entries->dwarf) ||
		    !wcore_unit_index_find(&entries->dwarf->index, offset, &number))
			return NULL;
		opened = wcore_entries_open_unit(entries, data,
						 entries->dwarf->index.offsets[number]);
		return opened ? &opened->unit : NULL;
	}
	for (uint64_t at = 0; at < data->sections[WCORE_DWARF_INFO].size; at = unit.end) {
		if (!wcore_dwarf_spend(data, UNIT_WORK) ||
		    !wcore_unit_read_header(data, at, &unit, &why))
			return NULL;
		if (offset >= unit.end)
			continue;
		opened = wcore_entries_open_unit(entries, data, at);
		return opened ? &opened->unit : NULL;
	}
	return NULL;
}

static bool add_signature(struct wcore_entries *entries, struct wcore_dwarf_data *data,
			  const struct wcore_unit *unit)
{
	if (entries->signature_count == entries->signature_capacity) {
		uint32_t capacity = entries->signature_capacity ? entries->signature_capacity * 2
								: 256;
		void *items = NULL;

		if (capacity <= SIGNATURES_MAX)
			items = wcore_realloc(entries->signatures,
					capacity * sizeof(*entries->signatures));
		if (!items)
			return false;
		entries->signatures = items;
		entries->signature_capacity = capacity;
	}
	entries->signatures[entries->signature_count++] = (struct wcore_entry_signature){
		unit->signature, unit->form.unit, data };
	return true;
}

static void add_signatures(struct wcore_entries *entries, struct wcore_dwarf_data *data)
{
	struct wcore_unit unit;
	const char *why;

	for (uint64_t at = 0; at < data->sections[WCORE_DWARF_INFO].size; at = unit.end) {
		if (!wcore_dwarf_spend(data, UNIT_WORK) ||
		    !wcore_unit_read_header(data, at, &unit, &why))
			return;
		if (!wcore_unit_has_code(&unit) && !add_signature(entries, data, &unit))
			return;
	}
}

/* Of .debug_info and .debug_types of a file. */
static void add_file(struct wcore_entries *entries, struct wcore_dwarf_data *data)
{
	struct wcore_entry_types_data *item;
	struct wcore_dwarf_data types;

	add_signatures(entries, data);
	if (!wcore_dwarf_data_types(data, &types))
		return;
	item = wcore_arena_alloc(&entries->arena, sizeof(*item));
	if (!item)
		return;
	*item = (struct wcore_entry_types_data){ entries->types_data, data, types };
	entries->types_data = item;
	add_signatures(entries, &item->data);
}

static int by_signature(const void *a, const void *b)
{
	const struct wcore_entry_signature *left = a, *right = b;

	return (left->signature > right->signature) - (left->signature < right->signature);
}

static void read_signatures(struct wcore_entries *entries)
{
	struct wcore_dwarf_data *last = NULL;

	add_file(entries, &entries->dwarf->data);
	/* Units of one file stand behind each other in this list. */
	for (struct wcore_dwarf_split *split = entries->dwarf->splits; split; split = split->next) {
		if (split->data != last)
			add_file(entries, split->data);
		last = split->data;
	}
	if (entries->signature_count)
		qsort(entries->signatures, entries->signature_count,
		      sizeof(*entries->signatures), by_signature);
}

static void need_signatures(struct wcore_entries *entries)
{
	if (!entries->has_signatures) {
		entries->has_signatures = true;
		read_signatures(entries);
	}
}

const struct wcore_entry_unit *wcore_entries_other_unit(struct wcore_entries *entries,
							uint32_t *position)
{
	need_signatures(entries);
	while (*position < entries->signature_count) {
		const struct wcore_entry_signature *item = &entries->signatures[(*position)++];
		struct wcore_opened_unit *opened = NULL;

		if (item->data != &entries->dwarf->data)
			opened = wcore_entries_open_unit(entries, item->data, item->unit);
		if (opened)
			return &opened->unit;
	}
	return NULL;
}

const struct wcore_entry_unit *wcore_entries_type_unit(struct wcore_entries *entries,
						       uint64_t signature)
{
	struct wcore_entry_signature key = { .signature = signature };
	const struct wcore_entry_signature *found = NULL;
	struct wcore_opened_unit *opened;

	need_signatures(entries);
	if (entries->signature_count)
		found = bsearch(&key, entries->signatures, entries->signature_count, sizeof(key),
				by_signature);
	if (!found)
		return NULL;
	opened = wcore_entries_open_unit(entries, found->data, found->unit);
	return opened ? &opened->unit : NULL;
}
