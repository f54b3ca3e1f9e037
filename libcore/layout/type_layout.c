#include "type_layout.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

/* Types without a name in each other. */
#define DEPTH_MAX 16

struct laying {
	struct wcore_types *types;
	struct wcore_layout *layout;
	bool failed;
};

/* A struct, union or variant that is laid out: where it starts, and how far it is filled, in bits. */
struct frame {
	const struct wcore_type *type;
	uint64_t base, filled;
	unsigned depth;
	bool is_open;	/* something of unknown size stands in it: what follows may be filled */
};

static struct wcore_layout_row *add(struct laying *laying, enum wcore_layout_kind kind, unsigned depth)
{
	struct wcore_layout *layout = laying->layout;

	if (layout->row_count == WCORE_LAYOUT_ROWS_MAX) {
		layout->is_partial = true;
		return NULL;
	}
	if (layout->row_count == layout->row_capacity) {
		uint32_t capacity = layout->row_capacity ? 2 * layout->row_capacity : 32;
		void *rows = wcore_realloc(layout->rows, capacity * sizeof(*layout->rows));

		laying->failed |= !rows;
		if (!rows)
			return NULL;
		layout->rows = rows;
		layout->row_capacity = capacity;
	}
	layout->rows[layout->row_count] = (struct wcore_layout_row){ .kind = kind, .depth = depth };
	return &layout->rows[layout->row_count++];
}

static bool is_aggregate(const struct wcore_type *type)
{
	return type->kind == WCORE_TYPE_STRUCT || type->kind == WCORE_TYPE_CLASS || type->kind == WCORE_TYPE_UNION;
}

/* [from, to) in bits, of the frame. */
static void add_hole(struct laying *laying, const struct frame *frame, enum wcore_layout_kind kind,
		     uint64_t from, uint64_t to)
{
	struct wcore_layout *layout = laying->layout;
	struct wcore_layout_row *row = add(laying, kind, frame->depth);

	if (!row)
		return;
	row->has_offset = true;
	row->offset = frame->base + from / 8;
	layout->hole_count++;
	if (from % 8 == 0 && to % 8 == 0) {
		row->has_size = true;
		row->size = (to - from) / 8;
		layout->hole_bytes += row->size;
	} else {
		row->bit_offset = (uint32_t)(from % 8);
		row->bit_size = to - from > UINT32_MAX ? UINT32_MAX : (uint32_t)(to - from);
		layout->hole_bits += to - from;
	}
}

/* Bits that end a byte, and whole bytes, are two holes. */
static void add_gap(struct laying *laying, const struct frame *frame, enum wcore_layout_kind kind, uint64_t to)
{
	uint64_t from = frame->filled;
	const uint64_t border = (from + 7) / 8 * 8;

	if (from % 8 && border < to) {
		add_hole(laying, frame, kind, from, border);
		from = border;
	}
	if (from < to)
		add_hole(laying, frame, kind, from, to);
}

static enum wcore_layout_kind kind_of(const struct wcore_member *member)
{
	if (member->is_base)
		return member->is_virtual || member->location.data ? WCORE_LAYOUT_VIRTUAL_BASE : WCORE_LAYOUT_BASE;
	return wcore_string_starts(member->name, "_vptr") ? WCORE_LAYOUT_VTABLE : WCORE_LAYOUT_MEMBER;
}

static void lay(struct laying *laying, struct frame *frame);

static void lay_inner(struct laying *laying, const struct frame *frame, const struct wcore_type *type,
		      uint64_t base, bool is_variant)
{
	/* Structs of variants have each the size of all. */
	struct frame inner = { .type = wcore_type_strip(type), .base = base, .depth = frame->depth + 1,
			       .is_open = is_variant };

	if (frame->depth < DEPTH_MAX && is_aggregate(inner.type) && !laying->failed)
		lay(laying, &inner);
}

static void set_place(struct wcore_layout_row *row, const struct wcore_member *member, uint64_t base)
{
	row->name = member->name;
	row->type = member->type;
	row->has_offset = !member->location.data && !member->is_virtual;
	row->offset = row->has_offset ? base + member->offset : 0;
	row->bit_offset = member->bit_offset;
	row->bit_size = member->bit_size;
	row->has_size = wcore_type_size(member->type, &row->size);
}

/* How far a member reaches, in bits of the frame; false when that is not known. */
static bool end_of(const struct wcore_member *member, const struct wcore_layout_row *row, uint64_t *ret)
{
	const uint64_t start = 8 * member->offset + member->bit_offset;

	if (member->offset > UINT64_MAX / 32 || (row->has_size && row->size > UINT64_MAX / 32) ||
	    !row->has_offset || (!row->has_size && !row->bit_size))
		return false;
	*ret = start + (row->bit_size ? row->bit_size : 8 * row->size);
	return true;
}

static void lay_member(struct laying *laying, struct frame *frame, const struct wcore_member *member)
{
	const bool is_union = frame->type->kind == WCORE_TYPE_UNION;
	struct wcore_layout_row *row, here;
	uint64_t end = 0;

	if (!frame->is_open && !is_union && !member->location.data && !member->is_virtual &&
	    member->offset <= UINT64_MAX / 32)
		add_gap(laying, frame, WCORE_LAYOUT_HOLE, 8 * member->offset + member->bit_offset);
	row = add(laying, kind_of(member), frame->depth);
	if (!row)
		return;
	set_place(row, member, frame->base);
	here = *row;
	if (end_of(member, &here, &end))
		frame->filled = end > frame->filled ? end : frame->filled;
	else
		frame->is_open = true;
	if (!member->name.data && here.kind == WCORE_LAYOUT_MEMBER && !wcore_type_strip(member->type)->name.data)
		lay_inner(laying, frame, member->type, here.offset, false);
}

static int by_place(const void *left, const void *right)
{
	const struct wcore_member *a = *(const struct wcore_member *const *)left;
	const struct wcore_member *b = *(const struct wcore_member *const *)right;
	const bool is_a = a->is_virtual || a->location.data, is_b = b->is_virtual || b->location.data;

	if (is_a != is_b)
		return is_a - is_b;
	if (a->offset != b->offset)
		return a->offset > b->offset ? 1 : -1;
	if (a->bit_offset != b->bit_offset)
		return a->bit_offset > b->bit_offset ? 1 : -1;
	return (a > b) - (a < b);
}

static void lay_statics(struct laying *laying, const struct frame *frame)
{
	for (uint32_t i = 0; i < frame->type->member_count && !laying->failed; i++) {
		const struct wcore_member *member = &frame->type->members[i];
		struct wcore_layout_row *row = member->is_static ? add(laying, WCORE_LAYOUT_STATIC, frame->depth) : NULL;

		if (!row)
			continue;
		row->name = member->name;
		row->type = member->type;
		row->has_size = wcore_type_size(member->type, &row->size);
	}
}

/* Whether a member holds the byte at offset. */
static bool holds(const struct wcore_member *member, uint64_t offset)
{
	uint64_t size;

	return wcore_type_size(member->type, &size) && offset >= member->offset && offset - member->offset < size;
}

/* The variant in whose members the discriminant stands: a value that they cannot have says that it is another. */
static struct wcore_string niche_of(struct wcore_types *types, const struct wcore_variant_part *part)
{
	for (uint32_t i = 0; i < part->variant_count; i++) {
		const struct wcore_variant *variant = &part->variants[i];

		if (!variant->is_default || variant->member_count != 1)
			continue;
		const struct wcore_type *type = wcore_type_strip(variant->members[0].type);

		if (!is_aggregate(type) || !wcore_type_complete(types, type))
			continue;
		for (uint32_t k = 0; k < type->member_count; k++)
			if (!type->members[k].is_static &&
			    holds(&type->members[k], part->discriminant.offset - variant->members[0].offset))
				return variant->members[0].name;
	}
	return (struct wcore_string){ 0 };
}

static void lay_variants(struct laying *laying, const struct frame *frame)
{
	const struct wcore_variant_part *part = frame->type->variant_part;
	struct wcore_layout_row *row;

	if (part->has_discriminant && (row = add(laying, WCORE_LAYOUT_DISCRIMINANT, frame->depth))) {
		set_place(row, &part->discriminant, frame->base);
		row->name = niche_of(laying->types, part);
	}
	for (uint32_t i = 0; i < part->variant_count && !laying->failed; i++) {
		const struct wcore_variant *variant = &part->variants[i];

		for (uint32_t k = 0; k < variant->member_count && !laying->failed; k++) {
			row = add(laying, WCORE_LAYOUT_VARIANT, frame->depth);
			if (!row)
				return;
			set_place(row, &variant->members[k], frame->base);
			row->variant = variant;
			lay_inner(laying, frame, variant->members[k].type, row->offset, true);
		}
	}
}

static void lay(struct laying *laying, struct frame *frame)
{
	const struct wcore_type *type = frame->type;
	const struct wcore_member **order;
	uint32_t count = 0;
	uint64_t size;

	if (!wcore_type_complete(laying->types, type))
		laying->layout->is_partial = true;
	type = frame->type = wcore_type_strip(type);
	frame->is_open |= type->is_broken || type->is_declaration || type->variant_part;
	order = wcore_calloc((size_t)type->member_count + 1, sizeof(*order));
	laying->failed |= !order;
	for (uint32_t i = 0; order && i < type->member_count; i++)
		if (!type->members[i].is_static)
			order[count++] = &type->members[i];
	if (count)
		qsort(order, count, sizeof(*order), by_place);
	for (uint32_t i = 0; i < count && !laying->failed; i++)
		lay_member(laying, frame, order[i]);
	free(order);
	if (type->variant_part && !laying->failed)
		lay_variants(laying, frame);
	if (!laying->failed && !frame->is_open && type->kind != WCORE_TYPE_UNION && count &&
	    wcore_type_size(type, &size) && size <= UINT64_MAX / 32)
		add_gap(laying, frame, WCORE_LAYOUT_PADDING, 8 * size);
	lay_statics(laying, frame);
}

static void lay_enum(struct laying *laying, const struct wcore_type *type)
{
	if (!wcore_type_complete(laying->types, type))
		laying->layout->is_partial = true;
	laying->layout->is_signed = type->is_signed || (type->target && wcore_type_strip(type->target)->is_signed);
	for (uint32_t i = 0; i < type->enumerator_count && !laying->failed; i++) {
		struct wcore_layout_row *row = add(laying, WCORE_LAYOUT_ENUMERATOR, 0);

		if (!row)
			return;
		row->name = type->enumerators[i].name;
		row->bits = type->enumerators[i].bits;
	}
}

struct wcore_error *wcore_layout_read(struct wcore_types *types, const struct wcore_type *type,
				      struct wcore_layout *ret)
{
	struct laying laying = { .types = types, .layout = ret };
	struct frame frame = { .type = wcore_type_strip(type) };

	*ret = (struct wcore_layout){ .type = frame.type };
	if (is_aggregate(frame.type))
		lay(&laying, &frame);
	else if (frame.type->kind == WCORE_TYPE_ENUM)
		lay_enum(&laying, frame.type);
	ret->has_size = wcore_type_size(type, &ret->size);
	ret->has_align = frame.type->entry.unit &&
			 wcore_entry_number(&frame.type->entry, DW_AT_alignment, &ret->align);
	return laying.failed ? wcore_error_nomem() : NULL;
}

void wcore_layout_deinit(struct wcore_layout *layout)
{
	free(layout->rows);
	*layout = (struct wcore_layout){ 0 };
}

static bool is_same_type(const struct wcore_type *a, const struct wcore_type *b)
{
	for (unsigned i = 0; a && b && i < WCORE_TYPE_DEPTH_MAX && a != b; i++) {
		if (a->kind != b->kind || a->count != b->count || a->qualifier != b->qualifier ||
		    !wcore_string_equal(a->name, b->name))
			return false;
		if (a->name.data)
			return true;
		a = a->target;
		b = b->target;
	}
	return !a == !b;
}

static bool is_same_row(const struct wcore_layout_row *a, const struct wcore_layout_row *b)
{
	return a->kind == b->kind && a->depth == b->depth && wcore_string_equal(a->name, b->name) &&
	       is_same_type(a->type, b->type) && a->has_offset == b->has_offset && a->offset == b->offset &&
	       a->has_size == b->has_size && a->size == b->size && a->bit_offset == b->bit_offset &&
	       a->bit_size == b->bit_size && a->bits == b->bits;
}

bool wcore_layout_equal(const struct wcore_layout *a, const struct wcore_layout *b)
{
	if (a->type->kind != b->type->kind || a->has_size != b->has_size || a->size != b->size ||
	    a->row_count != b->row_count || a->is_partial != b->is_partial)
		return false;
	for (uint32_t i = 0; i < a->row_count; i++)
		if (!is_same_row(&a->rows[i], &b->rows[i]))
			return false;
	return true;
}

const char *wcore_layout_kind_name(enum wcore_layout_kind kind)
{
	static const char *const names[] = {
		[WCORE_LAYOUT_MEMBER] = "member", [WCORE_LAYOUT_BASE] = "base",
		[WCORE_LAYOUT_VIRTUAL_BASE] = "virtual base", [WCORE_LAYOUT_VTABLE] = "vtable",
		[WCORE_LAYOUT_HOLE] = "hole", [WCORE_LAYOUT_PADDING] = "padding",
		[WCORE_LAYOUT_DISCRIMINANT] = "discriminant", [WCORE_LAYOUT_VARIANT] = "variant",
		[WCORE_LAYOUT_STATIC] = "static", [WCORE_LAYOUT_ENUMERATOR] = "enumerator",
	};

	return names[kind];
}
