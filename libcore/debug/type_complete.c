/* What types hold: members, enumerators, variants, template arguments.  Declared in type.h. */
#include "type_state.h"

#include <dwarf.h>
#include <string.h>

#define PACK_DEPTH 8
#define DEFINING_MAX 4
#define PACK 0x4107	/* DW_TAG_GNU_template_parameter_pack */
#define TEMPLATE_TEMPLATE 0x4106	/* DW_TAG_GNU_template_template_param */

/* Moves over the children of an entry: child's tag 0 before the first. */
static bool next_child(struct wcore_types *types, const struct wcore_entry *parent,
		       struct wcore_entry *child)
{
	if (!child->tag)
		return wcore_entry_child(parent, child);
	return wcore_entry_sibling(types->entries, child, child);
}

/* DW_OP_plus_uconst N, which is how DWARF 2 writes the offset N. */
static bool plain_offset(struct wcore_string expression, uint64_t *ret)
{
	struct wcore_reader reader = {
		.data = (const uint8_t *)expression.data,
		.end = expression.size,
	};

	if (wcore_reader_u8(&reader) != DW_OP_plus_uconst)
		return false;
	*ret = wcore_reader_uleb(&reader);
	return !reader.why && !wcore_reader_left(&reader);
}

/* False when its place cannot be said. */
static bool take_location(const struct wcore_entry *entry, struct wcore_member *member)
{
	struct wcore_form_value value;

	if (!wcore_entry_attr(entry, DW_AT_data_member_location, &value))
		return true;
	if (value.class == WCORE_FORM_NUMBER) {
		member->offset = value.number;
		return true;
	}
	if (value.class != WCORE_FORM_BYTES)
		return false;
	if (!plain_offset(value.bytes, &member->offset))
		member->location = value.bytes;
	return true;
}

/*
 * Both encodings of bit fields (DWARF 5, 5.7.6): DW_AT_data_bit_offset counts from
 * the object's first bit; DW_AT_bit_offset of DWARF 2 and 3 from the most
 * significant bit of a storage unit to the field's.
 */
static bool take_bits(const struct wcore_entry *entry, struct wcore_member *member)
{
	uint64_t size, bits, storage;
	int64_t first = 0;

	if (!wcore_entry_number(entry, DW_AT_bit_size, &size)) {
		if (!wcore_entry_number(entry, DW_AT_data_bit_offset, &bits))
			return true;
		member->offset = bits / 8;
		return bits % 8 == 0;
	}
	/* Of no bits: what rustc 1.63 makes of a member whose size only its pointer knows. */
	if (size == 0)
		return true;
	if (size > UINT32_MAX || member->location.data)
		return false;
	if (wcore_entry_number(entry, DW_AT_data_bit_offset, &bits)) {
		first = (int64_t)bits;
	} else if (wcore_entry_number(entry, DW_AT_bit_offset, &bits)) {
		int64_t offset;

		if (!wcore_entry_number(entry, DW_AT_byte_size, &storage) &&
		    !wcore_type_size(member->type, &storage))
			return false;
		if (storage > INT32_MAX || member->offset > INT32_MAX ||
		    (int64_t)bits > INT32_MAX || (int64_t)bits < -INT32_MAX)
			return false;
		offset = (int64_t)member->offset * 8;
		first = offset + (int64_t)storage * 8 - (int64_t)bits - (int64_t)size;
	} else {
		uint64_t whole;

		first = (int64_t)(member->offset * 8);
		/* Some write the size of members that fill their type. */
		if (wcore_type_size(member->type, &whole) && whole == size / 8 && size % 8 == 0)
			return true;
	}
	if (first < 0)
		return false;
	member->offset = (uint64_t)first / 8;
	member->bit_offset = (uint32_t)(first % 8);
	member->bit_size = (uint32_t)size;
	return true;
}

static bool fill_member(struct wcore_types *types, const struct wcore_entry *entry,
			struct wcore_member *member)
{
	uint64_t virtuality;
	bool is_placed;

	*member = (struct wcore_member){
		.name = wcore_entry_name(types->entries, entry),
		.type = wcore_types_held(types, wcore_types_target(types, entry, 0)),
		.is_base = entry->tag == DW_TAG_inheritance,
		.is_artificial = wcore_entry_flag(entry, DW_AT_artificial),
	};
	member->is_static = entry->tag == DW_TAG_variable ||
			    (entry->tag == DW_TAG_member &&
			     (wcore_entry_flag(entry, DW_AT_external) ||
			      wcore_entry_flag(entry, DW_AT_declaration)));
	if (member->is_static) {
		member->entry = *entry;
		return true;
	}
	is_placed = take_location(entry, member);
	if (member->is_base && wcore_entry_number(entry, DW_AT_virtuality, &virtuality))
		member->is_virtual = virtuality != DW_VIRTUALITY_none;
	if (!take_bits(entry, member) || !is_placed) {
		member->type = &wcore_type_unknown;
		member->offset = 0;
		return false;
	}
	return true;
}

static bool is_member(const struct wcore_entry *parent, uint16_t tag)
{
	if (parent->tag == DW_TAG_subroutine_type || parent->tag == DW_TAG_subprogram)
		return tag == DW_TAG_formal_parameter;
	return tag == DW_TAG_member || tag == DW_TAG_inheritance || tag == DW_TAG_variable;
}

struct counts { uint32_t members, enumerators, templates; };

static bool count_children(struct wcore_types *types, const struct wcore_entry *parent,
			   struct counts *ret, unsigned depth)
{
	struct wcore_entry child = { 0 };

	while (next_child(types, parent, &child)) {
		ret->members += is_member(parent, child.tag);
		switch (child.tag) {
		case DW_TAG_enumerator:
			ret->enumerators++;
			break;
		case DW_TAG_template_type_parameter:
		case DW_TAG_template_value_parameter:
		case TEMPLATE_TEMPLATE:
			ret->templates++;
			break;
		case PACK:
			if (depth == PACK_DEPTH || !count_children(types, &child, ret, depth + 1))
				return false;
			break;
		default:
			break;
		}
		if (ret->members + ret->enumerators + ret->templates > WCORE_TYPE_MEMBERS_MAX)
			return false;
	}
	return true;
}

/* The number of an enumerator, of as many bits as the type has; false when it has more than 64. */
static bool enumerator_bits(const struct wcore_type *type, const struct wcore_entry *entry,
			    uint64_t *ret)
{
	struct wcore_form_value value;
	uint64_t bits = 0;

	if (!wcore_entry_attr(entry, DW_AT_const_value, &value))
		return false;
	if (value.class == WCORE_FORM_BYTES) {
		if (!value.bytes.size || value.bytes.size > 16)
			return false;
		for (size_t i = 0; i < value.bytes.size && i < 8; i++)
			bits |= (uint64_t)(uint8_t)value.bytes.data[i] << (8 * i);
		uint8_t rest = type->is_signed && bits >> 63 ? 0xff : 0;

		for (size_t i = 8; i < value.bytes.size; i++)
			if ((uint8_t)value.bytes.data[i] != rest)
				return false;
	} else if (value.class == WCORE_FORM_NUMBER) {
		bits = value.number;
	} else {
		return false;
	}
	if (type->has_size && type->size > 0 && type->size < 8) {
		unsigned shift = 64 - 8 * (unsigned)type->size;

		bits <<= shift;
		bits = type->is_signed ? (uint64_t)((int64_t)bits >> shift) : bits >> shift;
	}
	*ret = bits;
	return true;
}

static void fill_template(struct wcore_types *types, const struct wcore_entry *entry,
			  struct wcore_template_argument *ret)
{
	*ret = (struct wcore_template_argument){
		.name = wcore_entry_string(entry, DW_AT_name),
		.type = entry->tag == TEMPLATE_TEMPLATE ? &wcore_type_unknown
							: wcore_types_target(types, entry, 0),
	};
	ret->has_value = entry->tag == DW_TAG_template_value_parameter &&
			 wcore_entry_number(entry, DW_AT_const_value, &ret->value);
}

/* What a type is filled with: as much room as was counted. */
struct filling {
	struct wcore_type *type;
	struct wcore_member *members;
	struct wcore_enumerator *enumerators;
	struct wcore_template_argument *templates;
	struct counts room;
	bool is_whole;
};

static void fill_templates(struct wcore_types *types, const struct wcore_entry *parent,
			   struct filling *filling, unsigned depth)
{
	struct wcore_entry child = { 0 };

	while (next_child(types, parent, &child)) {
		if (child.tag == PACK && depth < PACK_DEPTH)
			fill_templates(types, &child, filling, depth + 1);
		else if ((child.tag == DW_TAG_template_type_parameter ||
			  child.tag == DW_TAG_template_value_parameter ||
			  child.tag == TEMPLATE_TEMPLATE) &&
			 filling->type->template_count < filling->room.templates)
			fill_template(types, &child,
				      &filling->templates[filling->type->template_count++]);
	}
}

static bool fill_ranges(struct wcore_types *types, const struct wcore_entry *entry,
			const struct wcore_variant_part *part, struct wcore_variant *ret);

static bool fill_variant(struct wcore_types *types, const struct wcore_entry *entry,
			 const struct wcore_variant_part *part, struct wcore_variant *ret)
{
	struct wcore_entry child = { 0 };
	struct wcore_member *members;
	uint32_t count = 0;
	bool is_whole = fill_ranges(types, entry, part, ret);

	while (next_child(types, entry, &child) && count < WCORE_TYPE_MEMBERS_MAX) {
		count += child.tag == DW_TAG_member;
		/* Variants inside variants are not followed. */
		is_whole &= child.tag != DW_TAG_variant_part;
	}
	members = wcore_types_alloc(types, count ? count : 1, sizeof(*members));
	if (!members)
		return false;
	ret->members = members;
	child = (struct wcore_entry){ 0 };
	while (ret->member_count < count && next_child(types, entry, &child))
		if (child.tag == DW_TAG_member)
			is_whole &= fill_member(types, &child, &members[ret->member_count++]);
	return is_whole;
}

static uint64_t read_discriminant(struct wcore_reader *reader, bool is_signed)
{
	return is_signed ? (uint64_t)wcore_reader_sleb(reader) : wcore_reader_uleb(reader);
}

/* Into the discriminant's width, as wcore_variant has it. */
static uint64_t normal(uint64_t value, uint64_t size, bool is_signed)
{
	if (size == 0 || size >= 8)
		return value;
	unsigned shift = 64 - 8 * (unsigned)size;

	value <<= shift;
	return is_signed ? (uint64_t)((int64_t)value >> shift) : value >> shift;
}

/* A discriminant in front of wide integers is as wide: 16 bytes, of which only the lower 8 are kept. */
static bool take_wide(struct wcore_form_value *value)
{
	uint64_t high;

	if (value->class != WCORE_FORM_BYTES || value->bytes.size != 16)
		return value->class == WCORE_FORM_NUMBER;
	memcpy(&value->number, value->bytes.data, 8);
	memcpy(&high, value->bytes.data + 8, 8);
	return high == 0;
}

/* The discriminant values of DW_AT_discr_value or DW_AT_discr_list (DWARF 5, 5.7.10). */
static bool fill_ranges(struct wcore_types *types, const struct wcore_entry *entry,
			const struct wcore_variant_part *part, struct wcore_variant *ret)
{
	struct wcore_form_value value;
	struct wcore_variant_range *ranges;
	uint64_t size = 0;
	bool is_signed = false;
	uint32_t count = 0;

	*ret = (struct wcore_variant){ 0 };
	if (part->has_discriminant) {
		is_signed = wcore_type_strip(part->discriminant.type)->is_signed;
		if (!wcore_type_size(part->discriminant.type, &size) || size > 16)
			return false;
	}
	if (wcore_entry_attr(entry, DW_AT_discr_value, &value)) {
		ranges = wcore_types_alloc(types, 1, sizeof(*ranges));
		if (!ranges || !take_wide(&value))
			return false;
		ranges->low = ranges->high = normal(value.number, size, is_signed);
		ret->ranges = ranges;
		ret->range_count = 1;
		return true;
	}
	if (!wcore_entry_attr(entry, DW_AT_discr_list, &value)) {
		ret->is_default = true;
		return true;
	}
	if (value.class != WCORE_FORM_BYTES)
		return false;
	struct wcore_reader reader = { .data = (const uint8_t *)value.bytes.data,
				       .end = value.bytes.size };

	/* A range takes two bytes and more. */
	ranges = wcore_types_alloc(types, value.bytes.size / 2 + 1, sizeof(*ranges));
	if (!ranges)
		return false;
	while (wcore_reader_left(&reader)) {
		uint8_t kind = wcore_reader_u8(&reader);
		uint64_t low = read_discriminant(&reader, is_signed);
		uint64_t high = kind == DW_DSC_range ? read_discriminant(&reader, is_signed) : low;

		if (reader.why || kind > DW_DSC_range)
			return false;
		ranges[count].low = normal(low, size, is_signed);
		ranges[count++].high = normal(high, size, is_signed);
	}
	ret->ranges = ranges;
	ret->range_count = count;
	return true;
}

static bool fill_part(struct wcore_types *types, const struct wcore_entry *entry,
		      struct wcore_type *type)
{
	struct wcore_variant_part *part = wcore_types_alloc(types, 1, sizeof(*part));
	struct wcore_entry child = { 0 }, discriminant;
	struct wcore_form_value value;
	struct wcore_variant *variants;
	uint32_t count = 0;
	bool is_whole = true;

	while (next_child(types, entry, &child) && count < WCORE_TYPE_MEMBERS_MAX)
		count += child.tag == DW_TAG_variant;
	variants = wcore_types_alloc(types, count ? count : 1, sizeof(*variants));
	if (!part || !variants)
		return false;
	*part = (struct wcore_variant_part){ .variants = variants };
	if (wcore_entry_attr(entry, DW_AT_discr, &value)) {
		part->has_discriminant = true;
		is_whole = wcore_entry_reference(types->entries, entry, DW_AT_discr,
						 &discriminant) &&
			   fill_member(types, &discriminant, &part->discriminant);
		if (!is_whole)
			part->discriminant.type = &wcore_type_unknown;
	} else {
		part->discriminant.type = &wcore_type_void;
	}
	child = (struct wcore_entry){ 0 };
	while (part->variant_count < count && next_child(types, entry, &child))
		if (child.tag == DW_TAG_variant)
			is_whole &= fill_variant(types, &child, part,
						 &variants[part->variant_count++]);
	type->variant_part = part;
	return is_whole;
}

static void fill_child(struct wcore_types *types, const struct wcore_entry *child,
		       struct filling *filling)
{
	struct wcore_type *type = filling->type;
	struct wcore_enumerator *enumerator;

	if (is_member(&type->entry, child->tag) && type->member_count < filling->room.members)
		filling->is_whole &= fill_member(types, child,
						 &filling->members[type->member_count++]);
	switch (child->tag) {
	case DW_TAG_enumerator:
		if (type->enumerator_count == filling->room.enumerators)
			break;
		enumerator = &filling->enumerators[type->enumerator_count];
		enumerator->name = wcore_entry_string(child, DW_AT_name);
		if (enumerator_bits(type, child, &enumerator->bits))
			type->enumerator_count++;
		else
			filling->is_whole = false;
		break;
	case DW_TAG_unspecified_parameters:
		type->is_variadic = true;
		break;
	case DW_TAG_variant_part:
		filling->is_whole &= !type->variant_part && fill_part(types, child, type);
		break;
	default:
		break;
	}
}

/* Members are counted, then read: an array of all of them is made at once. */
static bool fill_type(struct wcore_types *types, struct wcore_type *type)
{
	struct filling filling = { .type = type, .is_whole = true };
	struct counts *room = &filling.room;
	struct wcore_entry entry = type->entry, child = { 0 };

	if (!count_children(types, &entry, room, 0))
		return false;
	filling.members = wcore_types_alloc(types, room->members + 1, sizeof(*filling.members));
	filling.enumerators = wcore_types_alloc(types, room->enumerators + 1,
						sizeof(*filling.enumerators));
	filling.templates = wcore_types_alloc(types, room->templates + 1,
					      sizeof(*filling.templates));
	if (!filling.members || !filling.enumerators || !filling.templates)
		return false;
	type->members = filling.members;
	type->enumerators = filling.enumerators;
	type->templates = filling.templates;
	while (next_child(types, &entry, &child))
		fill_child(types, &child, &filling);
	if (room->templates)
		fill_templates(types, &entry, &filling, 0);
	return filling.is_whole && *entry.unit->unit.form.data->work;
}

/* Only types of entries, which are all writable items, are ever declarations or incomplete. */
static struct wcore_type_item *item_of(const struct wcore_type *type)
{
	return (struct wcore_type_item *)(uintptr_t)type;
}

void wcore_type_define(struct wcore_types *types, const struct wcore_type *type)
{
	struct wcore_entry definition;
	const struct wcore_type *found;

	if (!type->is_declaration || item_of(type)->is_searched ||
	    types->defining == DEFINING_MAX)
		return;
	item_of(type)->is_searched = true;
	types->defining++;
	bool is_found = wcore_types_definition(types, &type->entry, &definition);

	types->defining--;
	if (!is_found)
		return;
	found = wcore_types_at(types, &definition);
	if (found != type && !found->is_declaration && found->kind != WCORE_TYPE_UNKNOWN)
		item_of(type)->type = *found;
}

bool wcore_type_complete(struct wcore_types *types, const struct wcore_type *type)
{
	wcore_type_define(types, type);
	if (type->is_declaration)
		return false;
	if (!type->is_complete) {
		/* Members may be of types that hold this one: it is complete before they are read. */
		item_of(type)->type.is_complete = true;
		item_of(type)->type.is_broken = !fill_type(types, &item_of(type)->type);
	}
	return !type->is_broken;
}
