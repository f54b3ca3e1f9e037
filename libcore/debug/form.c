#include "form.h"

#include <dwarf.h>

int wcore_form_fixed_size(uint16_t form, uint8_t version, uint8_t address_size, uint8_t offset_size)
{
	switch (form) {
	case DW_FORM_flag_present:
	case DW_FORM_implicit_const:
		return 0;
	case DW_FORM_data1:
	case DW_FORM_ref1:
	case DW_FORM_flag:
	case DW_FORM_strx1:
	case DW_FORM_addrx1:
		return 1;
	case DW_FORM_data2:
	case DW_FORM_ref2:
	case DW_FORM_strx2:
	case DW_FORM_addrx2:
		return 2;
	case DW_FORM_strx3:
	case DW_FORM_addrx3:
		return 3;
	case DW_FORM_data4:
	case DW_FORM_ref4:
	case DW_FORM_strx4:
	case DW_FORM_addrx4:
	case DW_FORM_ref_sup4:
		return 4;
	case DW_FORM_data8:
	case DW_FORM_ref8:
	case DW_FORM_ref_sig8:
	case DW_FORM_ref_sup8:
		return 8;
	case DW_FORM_data16:
		return 16;
	case DW_FORM_addr:
		return address_size;
	case DW_FORM_ref_addr:
		/* DWARF 2 has it as wide as an address; later versions as an offset. */
		return version <= 2 ? address_size : offset_size;
	case DW_FORM_strp:
	case DW_FORM_line_strp:
	case DW_FORM_sec_offset:
	case DW_FORM_strp_sup:
	case DW_FORM_GNU_ref_alt:
	case DW_FORM_GNU_strp_alt:
		return offset_size;
	default:
		return -1;
	}
}

/* 7.5.3 forbids implicit_const, whose value stands in the abbreviation; a chain has no use. */
static bool is_indirect_target(uint64_t form)
{
	return form <= UINT16_MAX && form != DW_FORM_indirect && form != DW_FORM_implicit_const;
}

void wcore_form_skip(struct wcore_reader *reader, const struct wcore_form_context *context,
		     uint16_t form)
{
	int size = wcore_form_fixed_size(form, context->version, context->address_size,
					 context->offset_size);

	if (size >= 0) {
		wcore_reader_skip(reader, (unsigned)size);
		return;
	}
	switch (form) {
	case DW_FORM_block:
	case DW_FORM_exprloc:
		wcore_reader_skip(reader, wcore_reader_uleb(reader));
		break;
	case DW_FORM_block1:
		wcore_reader_skip(reader, wcore_reader_u8(reader));
		break;
	case DW_FORM_block2:
		wcore_reader_skip(reader, wcore_reader_uint(reader, 2));
		break;
	case DW_FORM_block4:
		wcore_reader_skip(reader, wcore_reader_uint(reader, 4));
		break;
	case DW_FORM_string:
		wcore_dwarf_cstring(context->data, reader);
		break;
	case DW_FORM_sdata:
	case DW_FORM_udata:
	case DW_FORM_ref_udata:
	case DW_FORM_strx:
	case DW_FORM_addrx:
	case DW_FORM_loclistx:
	case DW_FORM_rnglistx:
	case DW_FORM_GNU_addr_index:
	case DW_FORM_GNU_str_index:
		wcore_reader_skip_leb(reader);
		break;
	case DW_FORM_indirect: {
		uint64_t inner = wcore_reader_uleb(reader);

		if (!is_indirect_target(inner))
			wcore_reader_fail(reader, "an indirect form names no usable form");
		else
			wcore_form_skip(reader, context, (uint16_t)inner);
		break;
	}
	default:
		wcore_reader_fail(reader, "an attribute has an unknown form");
	}
}

bool wcore_form_indexed_address(const struct wcore_form_context *context, uint64_t index,
				uint64_t *ret)
{
	const struct wcore_dwarf_span *span = &context->address_data->sections[WCORE_DWARF_ADDR];

	if (index > span->size / context->address_size || context->addr_base > span->size)
		return false;
	struct wcore_reader reader =
		wcore_dwarf_reader(context->address_data, WCORE_DWARF_ADDR,
				   context->addr_base + index * context->address_size);

	*ret = wcore_reader_uint(&reader, context->address_size);
	return !reader.why;
}

static struct wcore_form_value number(enum wcore_form_class class, uint64_t value)
{
	return (struct wcore_form_value){ .class = class, .number = value };
}

static struct wcore_form_value string(struct wcore_string bytes)
{
	return (struct wcore_form_value){ .class = bytes.data ? WCORE_FORM_STRING : WCORE_FORM_NONE,
					  .bytes = bytes };
}

static struct wcore_form_value indexed_string(const struct wcore_form_context *context,
					      uint64_t index)
{
	const struct wcore_dwarf_span *span = &context->data->sections[WCORE_DWARF_STR_OFFSETS];

	if (index > span->size / context->offset_size || context->str_offsets_base > span->size)
		return number(WCORE_FORM_NONE, 0);
	struct wcore_reader reader =
		wcore_dwarf_reader(context->data, WCORE_DWARF_STR_OFFSETS,
				   context->str_offsets_base + index * context->offset_size);
	uint64_t offset = wcore_reader_uint(&reader, context->offset_size);

	if (reader.why)
		return number(WCORE_FORM_NONE, 0);
	return string(wcore_dwarf_string(context->data, WCORE_DWARF_STR, offset));
}

static struct wcore_form_value indexed_address(const struct wcore_form_context *context,
					       uint64_t index)
{
	uint64_t address;

	if (!wcore_form_indexed_address(context, index, &address))
		return number(WCORE_FORM_NONE, 0);
	return number(WCORE_FORM_ADDRESS, address);
}

/* size is known to be within what is left or fails the reader. */
static struct wcore_form_value bytes(struct wcore_reader *reader, uint64_t size)
{
	const uint8_t *start = reader->data + reader->pos;

	wcore_reader_skip(reader, size);
	if (reader->why)
		return number(WCORE_FORM_NONE, 0);
	return (struct wcore_form_value){ .class = WCORE_FORM_BYTES,
					  .bytes = { (const char *)start, (size_t)size } };
}

struct wcore_form_value wcore_form_read(struct wcore_reader *reader,
					const struct wcore_form_context *context,
					const struct wcore_attr *attr)
{
	int fixed = wcore_form_fixed_size(attr->form, context->version, context->address_size,
					  context->offset_size);
	unsigned size = fixed > 0 ? (unsigned)fixed : 0;

	switch (attr->form) {
	case DW_FORM_flag_present:
		return number(WCORE_FORM_NUMBER, 1);
	case DW_FORM_implicit_const:
		return number(WCORE_FORM_NUMBER, (uint64_t)attr->implicit);
	case DW_FORM_data1:
	case DW_FORM_data2:
	case DW_FORM_data4:
	case DW_FORM_data8:
	case DW_FORM_flag:
		return number(WCORE_FORM_NUMBER, wcore_reader_uint(reader, size));
	case DW_FORM_udata:
		return number(WCORE_FORM_NUMBER, wcore_reader_uleb(reader));
	case DW_FORM_sdata:
		return number(WCORE_FORM_NUMBER, (uint64_t)wcore_reader_sleb(reader));
	case DW_FORM_addr:
		return number(WCORE_FORM_ADDRESS, wcore_reader_uint(reader, size));
	case DW_FORM_sec_offset:
		return number(WCORE_FORM_OFFSET, wcore_reader_uint(reader, size));
	case DW_FORM_ref1:
	case DW_FORM_ref2:
	case DW_FORM_ref4:
	case DW_FORM_ref8: {
		uint64_t offset = wcore_reader_uint(reader, size);

		if (offset > context->data->sections[WCORE_DWARF_INFO].size)
			return number(WCORE_FORM_NONE, 0);
		return number(WCORE_FORM_REFERENCE, context->unit + offset);
	}
	case DW_FORM_ref_udata: {
		uint64_t offset = wcore_reader_uleb(reader);

		if (offset > context->data->sections[WCORE_DWARF_INFO].size)
			return number(WCORE_FORM_NONE, 0);
		return number(WCORE_FORM_REFERENCE, context->unit + offset);
	}
	case DW_FORM_ref_addr:
		return number(WCORE_FORM_REFERENCE, wcore_reader_uint(reader, size));
	case DW_FORM_ref_sig8:
		return number(WCORE_FORM_SIGNATURE, wcore_reader_uint(reader, size));
	case DW_FORM_string:
		return string(wcore_dwarf_cstring(context->data, reader));
	case DW_FORM_strp:
		return string(wcore_dwarf_string(context->data, WCORE_DWARF_STR,
						 wcore_reader_uint(reader, size)));
	case DW_FORM_line_strp:
		return string(wcore_dwarf_string(context->data, WCORE_DWARF_LINE_STR,
						 wcore_reader_uint(reader, size)));
	case DW_FORM_strx:
	case DW_FORM_GNU_str_index:
		return indexed_string(context, wcore_reader_uleb(reader));
	case DW_FORM_strx1:
	case DW_FORM_strx2:
	case DW_FORM_strx3:
	case DW_FORM_strx4:
		return indexed_string(context, wcore_reader_uint(reader, size));
	case DW_FORM_addrx:
	case DW_FORM_GNU_addr_index:
		return indexed_address(context, wcore_reader_uleb(reader));
	case DW_FORM_addrx1:
	case DW_FORM_addrx2:
	case DW_FORM_addrx3:
	case DW_FORM_addrx4:
		return indexed_address(context, wcore_reader_uint(reader, size));
	case DW_FORM_rnglistx:
	case DW_FORM_loclistx:
		return number(WCORE_FORM_LIST_INDEX, wcore_reader_uleb(reader));
	case DW_FORM_block:
	case DW_FORM_exprloc:
		return bytes(reader, wcore_reader_uleb(reader));
	case DW_FORM_block1:
		return bytes(reader, wcore_reader_u8(reader));
	case DW_FORM_block2:
		return bytes(reader, wcore_reader_uint(reader, 2));
	case DW_FORM_block4:
		return bytes(reader, wcore_reader_uint(reader, 4));
	case DW_FORM_data16:
		return bytes(reader, 16);
	case DW_FORM_indirect: {
		uint64_t form = wcore_reader_uleb(reader);
		struct wcore_attr inner = { .name = attr->name, .form = (uint16_t)form };

		if (!is_indirect_target(form)) {
			wcore_reader_fail(reader, "an indirect form names no usable form");
			return number(WCORE_FORM_NONE, 0);
		}
		return wcore_form_read(reader, context, &inner);
	}
	default:
		wcore_form_skip(reader, context, attr->form);
		return number(WCORE_FORM_NONE, 0);
	}
}
