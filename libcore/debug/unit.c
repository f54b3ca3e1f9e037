#include "unit.h"

#include <dwarf.h>

bool wcore_unit_read_header(struct wcore_dwarf_data *data, uint64_t offset,
			    struct wcore_unit *ret, const char **ret_why)
{
	struct wcore_reader reader = wcore_dwarf_reader(data, WCORE_DWARF_INFO, offset);
	uint64_t section = data->sections[WCORE_DWARF_INFO].offset;
	struct wcore_form_context *form = &ret->form;

	*ret = (struct wcore_unit){ .type = DW_UT_compile };
	form->data = data;
	form->address_data = data;
	form->unit = offset;
	uint64_t length = wcore_reader_unit_length(&reader, &form->offset_size);

	reader.end = reader.pos + length;
	ret->end = reader.end - section;
	form->version = (uint8_t)wcore_reader_uint(&reader, 1);
	if (wcore_reader_u8(&reader) != 0 || form->version < 2 || form->version > 5)
		wcore_reader_fail(&reader, "the unit's version is not one of 2 to 5");
	if (form->version >= 5) {
		ret->type = wcore_reader_u8(&reader);
		form->address_size = wcore_reader_u8(&reader);
		ret->abbrev = wcore_reader_uint(&reader, form->offset_size);
		if (ret->type == DW_UT_skeleton || ret->type == DW_UT_split_compile)
			ret->dwo_id = wcore_reader_uint(&reader, 8);
	} else {
		ret->abbrev = wcore_reader_uint(&reader, form->offset_size);
		form->address_size = wcore_reader_u8(&reader);
		if (data->is_types)
			ret->type = DW_UT_type;
	}
	if (!wcore_unit_has_code(ret)) {
		ret->signature = wcore_reader_uint(&reader, 8);
		uint64_t type = wcore_reader_uint(&reader, form->offset_size);

		ret->type_die = type < ret->end - offset ? offset + type : 0;
	}
	if (form->address_size != 4 && form->address_size != 8)
		wcore_reader_fail(&reader, "the unit's address size is neither 4 nor 8");
	ret->first = reader.pos - section;
	/* 7.26, 7.27, 7.29: without a base attribute a split unit's tables start behind one header. */
	if (ret->type == DW_UT_split_compile || ret->type == DW_UT_split_type) {
		form->str_offsets_base = form->offset_size == 8 ? 16 : 8;
		ret->ranges_base = form->offset_size == 8 ? 20 : 12;
		ret->loclists_base = ret->ranges_base;
	}
	*ret_why = reader.why;
	return !reader.why;
}

bool wcore_unit_has_code(const struct wcore_unit *unit)
{
	return unit->type != DW_UT_type && unit->type != DW_UT_split_type;
}

bool wcore_pc_take(struct wcore_pc *pc, const struct wcore_attr *attr,
		   const struct wcore_form_value *value)
{
	switch (attr->name) {
	case DW_AT_low_pc:
		/* wasm-tools writes a plain number. */
		pc->has_low = value->class == WCORE_FORM_ADDRESS ||
			      value->class == WCORE_FORM_NUMBER;
		pc->low = value->number;
		return true;
	case DW_AT_high_pc:
		pc->is_size = value->class == WCORE_FORM_NUMBER;
		pc->has_high = pc->is_size || value->class == WCORE_FORM_ADDRESS;
		pc->high = value->number;
		return true;
	case DW_AT_ranges:
		pc->has_ranges = value->class == WCORE_FORM_OFFSET ||
				 value->class == WCORE_FORM_NUMBER ||
				 value->class == WCORE_FORM_LIST_INDEX;
		pc->ranges = *value;
		return true;
	default:
		return false;
	}
}

bool wcore_pc_range(const struct wcore_pc *pc, uint64_t *ret_low, uint64_t *ret_high)
{
	uint64_t high = pc->high;

	if (!pc->has_low || !pc->has_high)
		return false;
	if (pc->is_size && __builtin_add_overflow(pc->low, pc->high, &high))
		return false;
	*ret_low = pc->low;
	*ret_high = high;
	return pc->low < high;
}

/* What other attributes are read with. */
static void take_base(struct wcore_unit *unit, const struct wcore_attr *attr,
		      const struct wcore_form_value *value)
{
	if (value->class != WCORE_FORM_OFFSET && value->class != WCORE_FORM_NUMBER)
		return;
	switch (attr->name) {
	case DW_AT_str_offsets_base:
		unit->form.str_offsets_base = value->number;
		break;
	case DW_AT_addr_base:
	case DW_AT_GNU_addr_base:
		unit->form.addr_base = value->number;
		break;
	case DW_AT_rnglists_base:
	case DW_AT_GNU_ranges_base:
		unit->ranges_base = value->number;
		break;
	case DW_AT_loclists_base:
		unit->loclists_base = value->number;
		break;
	default:
		break;
	}
}

static void take_root(struct wcore_unit *unit, const struct wcore_attr *attr,
		      const struct wcore_form_value *value)
{
	if (wcore_pc_take(&unit->pc, attr, value))
		return;
	switch (attr->name) {
	case DW_AT_stmt_list:
		unit->has_lines = value->class == WCORE_FORM_OFFSET ||
				  value->class == WCORE_FORM_NUMBER;
		unit->lines = value->number;
		break;
	case DW_AT_name:
		unit->name = value->bytes;
		break;
	case DW_AT_comp_dir:
		unit->comp_dir = value->bytes;
		break;
	case DW_AT_producer:
		unit->producer = value->bytes;
		break;
	case DW_AT_dwo_name:
	case DW_AT_GNU_dwo_name:
		unit->dwo_name = value->bytes;
		break;
	case DW_AT_GNU_dwo_id:
		unit->dwo_id = value->number;
		break;
	case DW_AT_language:
		unit->language = (uint32_t)value->number;
		break;
	default:
		break;
	}
}

static bool read_root_attrs(struct wcore_unit *unit, const struct wcore_abbrev *abbrev,
			    struct wcore_reader reader,
			    void (*take)(struct wcore_unit *, const struct wcore_attr *,
					 const struct wcore_form_value *))
{
	struct wcore_reader specs = reader;
	struct wcore_attr attr;
	const struct wcore_dwarf_span *span = &unit->form.data->sections[WCORE_DWARF_ABBREV];

	specs.pos = abbrev->attrs;
	specs.end = span->offset + span->size;
	while (wcore_attr_next(&specs, &attr)) {
		struct wcore_form_value value = wcore_form_read(&reader, &unit->form, &attr);

		take(unit, &attr, &value);
	}
	return !reader.why && !specs.why;
}

bool wcore_unit_read_root(struct wcore_unit *unit)
{
	struct wcore_reader reader =
		wcore_dwarf_reader(unit->form.data, WCORE_DWARF_INFO, unit->first);
	struct wcore_abbrev abbrev;

	reader.end = unit->form.data->sections[WCORE_DWARF_INFO].offset + unit->end;
	uint64_t code = wcore_reader_uleb(&reader);

	if (reader.why || code == 0 ||
	    !wcore_abbrev_scan(unit->form.data, unit->abbrev, code, &abbrev))
		return false;
	/* The attributes are read twice. */
	if (!wcore_dwarf_spend(unit->form.data, 4 * (uint64_t)abbrev.attr_count))
		return false;
	unit->tag = abbrev.tag;
	unit->has_children = abbrev.has_children;
	if (!read_root_attrs(unit, &abbrev, reader, take_base) ||
	    !read_root_attrs(unit, &abbrev, reader, take_root))
		return false;
	unit->base = unit->pc.has_low ? unit->pc.low : 0;
	return true;
}
