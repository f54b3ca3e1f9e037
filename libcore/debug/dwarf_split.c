/* Split DWARF (DWARF 5, 7.3.2, and GNU's form of it in DWARF 4). */
#include "dwarf_state.h"
#include "package_index.h"

/* Of a package; no program links more units. */
#define MAX_PACKAGE_UNITS 16384

bool wcore_dwarf_split_name(struct wcore_dwarf *dwarf, uint32_t number,
			    struct wcore_string *ret_comp_dir, struct wcore_string *ret_name)
{
	const struct wcore_unit *unit;

	if (!wcore_dwarf_index(dwarf) || number >= dwarf->index.skeleton_count)
		return false;
	unit = wcore_dwarf_unit(dwarf, dwarf->index.skeletons[number].unit);
	if (!unit)
		return false;
	*ret_comp_dir = unit->comp_dir;
	*ret_name = unit->dwo_name;
	if (dwarf->index.skeletons[number].is_attached)
		*ret_name = (struct wcore_string){ NULL, 0 };
	return true;
}

/* Skeletons that are looked at in a step. */
#define LOOK_STEP 8

/* Marks the skeletons of a split unit; false when there are none. */
static bool mark_skeletons(struct wcore_dwarf *dwarf, uint64_t id)
{
	struct wcore_unit_index *index = &dwarf->index;
	bool is_wanted = false;

	if (!wcore_dwarf_spend(&dwarf->data, 1 + index->skeleton_count / LOOK_STEP))
		return false;
	for (uint32_t i = 0; i < index->skeleton_count; i++) {
		if (index->skeletons[i].id != id)
			continue;
		index->skeletons[i].is_attached = true;
		is_wanted = true;
	}
	return is_wanted;
}

/* Takes the units in data that belong to skeletons. */
static struct wcore_error *attach_units(struct wcore_dwarf *dwarf, struct wcore_dwarf_data *data,
					bool *ret_wanted)
{
	struct wcore_unit unit;
	const char *why;

	for (uint64_t offset = 0; offset < data->sections[WCORE_DWARF_INFO].size;
	     offset = unit.end) {
		struct wcore_dwarf_split *split;

		if (!wcore_unit_read_header(data, offset, &unit, &why))
			break;
		unit.form.address_data = &dwarf->data;
		if (!wcore_unit_has_code(&unit) || !wcore_unit_read_root(&unit) ||
		    !mark_skeletons(dwarf, unit.dwo_id))
			continue;
		split = wcore_arena_alloc(&dwarf->arena, sizeof(*split));
		if (!split)
			return wcore_error_nomem();
		*split = (struct wcore_dwarf_split){ dwarf->splits, data, unit.dwo_id, offset };
		dwarf->splits = split;
		*ret_wanted = true;
	}
	return NULL;
}

/* A package: each unit has its own parts of the sections. */
static struct wcore_error *attach_package(struct wcore_dwarf *dwarf,
					  const struct wcore_dwarf_data *whole,
					  const struct wcore_package_index *index, bool *ret_wanted)
{
	struct wcore_error *error = NULL;

	for (uint32_t row = 0; row < index->units && row < MAX_PACKAGE_UNITS && !error; row++) {
		struct wcore_dwarf_data *data = wcore_arena_alloc(&dwarf->arena, sizeof(*data));

		if (!data)
			return wcore_error_nomem();
		*data = *whole;
		if (wcore_package_index_cut(index, row, data))
			error = attach_units(dwarf, data, ret_wanted);
	}
	return error;
}

struct wcore_error *wcore_dwarf_attach(struct wcore_dwarf *dwarf, const struct wcore_module *dwo)
{
	struct wcore_dwarf_data *data = wcore_arena_alloc(&dwarf->arena, sizeof(*data));
	struct wcore_package_index index;
	struct wcore_error *error = NULL;
	bool is_wanted = false;

	if (!data || !wcore_dwarf_index(dwarf))
		return wcore_error_nomem();
	wcore_dwarf_data_init(data, dwo, true);
	data->work = dwarf->data.work;
	if (wcore_package_index_open(dwo, &index))
		error = attach_package(dwarf, data, &index, &is_wanted);
	else if (!wcore_module_custom(dwo, ".debug_cu_index"))
		error = attach_units(dwarf, data, &is_wanted);
	if (!error && !is_wanted)
		error = wcore_error_create(WCORE_ERROR_NOT_FOUND, dwo->file->path,
					   "no unit of the module's debug information belongs to it");
	return error;
}

bool wcore_dwarf_split_unit(struct wcore_dwarf *dwarf, const struct wcore_unit *skeleton,
			    struct wcore_unit *ret)
{
	const char *why;

	if (!skeleton->dwo_name.data)
		return false;
	for (struct wcore_dwarf_split *split = dwarf->splits; split; split = split->next) {
		if (!wcore_dwarf_spend(&dwarf->data, 1) || split->id != skeleton->dwo_id ||
		    !wcore_unit_read_header(split->data, split->unit, ret, &why))
			continue;
		ret->form.address_data = &dwarf->data;
		ret->form.addr_base = skeleton->form.addr_base;
		if (!wcore_unit_read_root(ret))
			continue;
		if (ret->form.version < 5)
			ret->ranges_base = skeleton->ranges_base;
		ret->base = skeleton->base;
		return true;
	}
	return false;
}
