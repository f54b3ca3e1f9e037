#include "type_state.h"

#include <ctype.h>
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

#define DIMENSIONS_MAX 32
#define ORIGINS_MAX 16
#define TAG_PTRAUTH 0x4300	/* DW_TAG_LLVM_ptrauth_type */

const struct wcore_type wcore_type_unknown = { .kind = WCORE_TYPE_UNKNOWN, .is_complete = true,
					       .is_broken = true };
const struct wcore_type wcore_type_void = {
	.kind = WCORE_TYPE_VOID,
	.name = { "void", 4 },
	.is_complete = true,
};

struct wcore_error *wcore_types_open(struct wcore_entries *entries, struct wcore_types **ret)
{
	struct wcore_types *types = wcore_calloc(1, sizeof(*types));

	if (!types)
		return wcore_error_nomem();
	types->entries = entries;
	wcore_arena_init(&types->arena);
	*ret = types;
	return NULL;
}

void wcore_types_close(struct wcore_types *types)
{
	if (!types)
		return;
	wcore_type_index_destroy(types->index);
	wcore_arena_deinit(&types->arena);
	free(types);
}

struct wcore_entries *wcore_types_entries(struct wcore_types *types)
{
	return types->entries;
}

void *wcore_types_alloc(struct wcore_types *types, size_t count, size_t size)
{
	if (types->arena.used > WCORE_TYPES_BYTES_MAX ||
	    count > (WCORE_TYPES_BYTES_MAX - types->arena.used) / size)
		return NULL;
	return wcore_arena_array(&types->arena, count, size);
}

bool wcore_type_is_cpp(uint32_t language)
{
	switch (language) {
	case DW_LANG_C_plus_plus:
	case DW_LANG_C_plus_plus_03:
	case DW_LANG_C_plus_plus_11:
	case DW_LANG_C_plus_plus_14:
	case 0x2b:	/* C++17 and C++20, of DWARF 6 */
	case 0x2c:
	case DW_LANG_ObjC_plus_plus:
		return true;
	default:
		return false;
	}
}

bool wcore_type_is_c(uint32_t language)
{
	switch (language) {
	case DW_LANG_C89:
	case DW_LANG_C:
	case DW_LANG_C99:
	case DW_LANG_C11:
	case 0x2d:	/* C17 of DWARF 6 */
	case DW_LANG_ObjC:
	case DW_LANG_OpenCL:
		return true;
	default:
		return false;
	}
}

bool wcore_entry_origin(struct wcore_entries *entries, const struct wcore_entry *entry,
			struct wcore_entry *ret)
{
	return wcore_entry_reference(entries, entry, DW_AT_abstract_origin, ret) ||
	       wcore_entry_reference(entries, entry, DW_AT_specification, ret);
}

struct wcore_string wcore_entry_name(struct wcore_entries *entries, const struct wcore_entry *entry)
{
	struct wcore_entry at = *entry;
	struct wcore_string name = wcore_entry_string(&at, DW_AT_name);

	for (int i = 0; i < ORIGINS_MAX && !name.data &&
			(wcore_entry_origin(entries, &at, &at) ||
			 wcore_entry_reference(entries, &at, DW_AT_signature, &at)); i++)
		name = wcore_entry_string(&at, DW_AT_name);
	return name;
}

static const struct wcore_type *make(struct wcore_types *types, const struct wcore_entry *entry,
				     unsigned depth);

const struct wcore_type *wcore_types_target(struct wcore_types *types,
					    const struct wcore_entry *entry, unsigned depth)
{
	struct wcore_form_value value;
	struct wcore_entry target;

	if (!wcore_entry_attr(entry, DW_AT_type, &value))
		return &wcore_type_void;
	if (!wcore_entry_reference(types->entries, entry, DW_AT_type, &target))
		return &wcore_type_unknown;
	return make(types, &target, depth + 1);
}

static void take_size(const struct wcore_entry *entry, struct wcore_type *type)
{
	uint64_t bits;

	type->has_size = wcore_entry_number(entry, DW_AT_byte_size, &type->size);
	if (!type->has_size && wcore_entry_number(entry, DW_AT_bit_size, &bits)) {
		type->has_size = true;
		type->size = bits / 8 + (bits % 8 != 0);
	}
}

/* The decimal number that ends a name, in front of what may follow it; 0 for none. */
static uint32_t number_at(struct wcore_string name, size_t at, size_t end)
{
	uint32_t number = 0;

	if (at >= end || end - at > 8)
		return 0;
	for (; at < end; at++) {
		if (!isdigit((unsigned char)name.data[at]))
			return 0;
		number = number * 10 + (uint32_t)(name.data[at] - '0');
	}
	return number;
}

/* The width that a name says: "u7" and "i24" of Zig, "_BitInt(7)"; 0 for others. */
static uint32_t named_bits(const struct wcore_type *type)
{
	static const char bit_int[] = "_BitInt(";
	struct wcore_string name = type->name;
	size_t size = sizeof(bit_int) - 1;

	if (type->language == WCORE_LANG_ZIG && name.size > 1 &&
	    (name.data[0] == 'u' || name.data[0] == 'i'))
		return number_at(name, 1, name.size);
	if (wcore_string_starts(name, "unsigned ")) {
		name.data += strlen("unsigned ");
		name.size -= strlen("unsigned ");
	}
	if (wcore_string_starts(name, bit_int) && wcore_string_ends(name, ")"))
		return number_at(name, size, name.size - 1);
	return 0;
}

static void take_bits(const struct wcore_entry *entry, struct wcore_type *type)
{
	uint64_t bits;

	if (!wcore_entry_number(entry, DW_AT_bit_size, &bits))
		bits = named_bits(type);
	if (bits && bits <= UINT32_MAX && type->size > bits / 8)
		type->bit_size = (uint32_t)bits;
	/*
	 * Compilers that do not say how wide a _BitInt is leave its upper bits
	 * open: what they mean cannot be said.
	 */
	else if (!bits && wcore_string_ends(type->name, "_BitInt"))
		type->kind = WCORE_TYPE_UNKNOWN;
}

static void make_basic(const struct wcore_entry *entry, struct wcore_type *type)
{
	uint64_t encoding = 0;

	take_size(entry, type);
	wcore_entry_number(entry, DW_AT_encoding, &encoding);
	type->encoding = (uint8_t)encoding;
	type->is_complete = true;
	/* Zig's void, and types without a value. */
	if (type->has_size && type->size == 0) {
		type->kind = WCORE_TYPE_VOID;
		return;
	}
	switch (encoding) {
	case DW_ATE_boolean:
		type->kind = WCORE_TYPE_BOOL;
		break;
	case DW_ATE_signed_char:
		type->is_signed = true;
		type->kind = WCORE_TYPE_CHAR;
		break;
	case DW_ATE_unsigned_char:
	case DW_ATE_UTF:
	case DW_ATE_ASCII:
	case DW_ATE_UCS:
		type->kind = WCORE_TYPE_CHAR;
		break;
	case DW_ATE_signed:
		type->is_signed = true;
		type->kind = WCORE_TYPE_INT;
		break;
	case DW_ATE_unsigned:
	case DW_ATE_address:
		type->kind = WCORE_TYPE_INT;
		break;
	case DW_ATE_float:
		type->kind = WCORE_TYPE_FLOAT;
		break;
	case DW_ATE_complex_float:
		type->kind = WCORE_TYPE_COMPLEX;
		break;
	default:
		break;
	}
	if (type->kind == WCORE_TYPE_INT)
		take_bits(entry, type);
}

static void make_pointer(struct wcore_types *types, const struct wcore_entry *entry,
			 struct wcore_type *type, unsigned depth)
{
	take_size(entry, type);
	if (!type->has_size)
		type->size = entry->unit->unit.form.address_size;
	type->has_size = true;
	type->is_complete = true;
	type->target = wcore_types_target(types, entry, depth);
}

static void make_member_pointer(struct wcore_types *types, const struct wcore_entry *entry,
				struct wcore_type *type, unsigned depth)
{
	struct wcore_entry container;
	bool has_size = wcore_entry_number(entry, DW_AT_byte_size, &type->size);

	make_pointer(types, entry, type, depth);
	type->container = &wcore_type_unknown;
	if (wcore_entry_reference(types->entries, entry, DW_AT_containing_type, &container))
		type->container = make(types, &container, depth + 1);
	/* Itanium's C++ ABI: a function's has an adjustment behind the pointer. */
	if (!has_size && wcore_type_strip(type->target)->kind == WCORE_TYPE_FUNCTION)
		type->size *= 2;
}

/* Whether the first index is 0 where nothing is said. */
static int64_t first_index(uint32_t language)
{
	switch (language) {
	case DW_LANG_Ada83:
	case DW_LANG_Ada95:
	case DW_LANG_Cobol74:
	case DW_LANG_Cobol85:
	case DW_LANG_Fortran77:
	case DW_LANG_Fortran90:
	case DW_LANG_Fortran95:
	case DW_LANG_Fortran03:
	case DW_LANG_Fortran08:
	case DW_LANG_Pascal83:
	case DW_LANG_Modula2:
	case DW_LANG_PLI:
	case DW_LANG_Julia:
		return 1;
	default:
		return 0;
	}
}

/* A count or last index that is only known while the program runs. */
static bool take_open_bound(struct wcore_types *types, const struct wcore_entry *range,
			    uint16_t name, struct wcore_type *type)
{
	struct wcore_form_value value;

	if (!wcore_entry_attr(range, name, &value))
		return false;
	if (value.class == WCORE_FORM_REFERENCE)
		wcore_entry_reference(types->entries, range, name, &type->count_variable);
	return true;
}

static void take_bounds(struct wcore_types *types, const struct wcore_entry *range,
			struct wcore_type *type)
{
	struct wcore_form_value value;
	uint64_t lower, upper;
	uint16_t form;

	type->lower_bound = first_index(type->language);
	if (wcore_entry_number(range, DW_AT_lower_bound, &lower))
		type->lower_bound = (int64_t)lower;
	else if (wcore_entry_attr(range, DW_AT_lower_bound, &value))
		return;
	if (wcore_entry_number(range, DW_AT_count, &type->count)) {
		type->has_count = type->count <= INT64_MAX;
		return;
	}
	if (take_open_bound(types, range, DW_AT_count, type))
		return;
	if (wcore_entry_form(range, DW_AT_upper_bound, &value, &form) &&
	    value.class == WCORE_FORM_NUMBER) {
		upper = value.number;
		/* Old compilers write the -1 of an empty array so. */
		if (form == DW_FORM_data4 && upper == UINT32_MAX)
			upper = UINT64_MAX;
		int64_t count;

		type->has_count = !__builtin_sub_overflow((int64_t)upper, type->lower_bound,
							  &count) &&
				  count >= -1 && count < INT64_MAX;
		type->count = type->has_count ? (uint64_t)(count + 1) : 0;
		return;
	}
	if (take_open_bound(types, range, DW_AT_upper_bound, type))
		type->is_upper_bound = true;
}

/* Elements that do not stand one behind the other. */
static bool has_stride(const struct wcore_entry *entry, const struct wcore_type *element)
{
	uint64_t stride, size;

	if (wcore_entry_number(entry, DW_AT_byte_stride, &stride))
		return !wcore_type_size(element, &size) || size != stride;
	if (wcore_entry_number(entry, DW_AT_bit_stride, &stride))
		return !wcore_type_size(element, &size) || size > UINT64_MAX / 8 ||
		       size * 8 != stride;
	return false;
}

static void make_array(struct wcore_types *types, const struct wcore_entry *entry,
		       struct wcore_type *type, unsigned depth)
{
	struct wcore_entry ranges[DIMENSIONS_MAX], child;
	const struct wcore_type *element = wcore_types_target(types, entry, depth);
	unsigned count = 0;

	type->is_complete = true;
	type->is_vector = wcore_entry_flag(entry, DW_AT_GNU_vector);
	for (bool is_there = wcore_entry_child(entry, &child); is_there;
	     is_there = wcore_entry_sibling(types->entries, &child, &child)) {
		if (child.tag != DW_TAG_subrange_type && child.tag != DW_TAG_enumeration_type &&
		    child.tag != DW_TAG_generic_subrange)
			continue;
		if (count == DIMENSIONS_MAX || has_stride(&child, element)) {
			type->kind = WCORE_TYPE_UNKNOWN;
			return;
		}
		ranges[count++] = child;
	}
	if (has_stride(entry, element)) {
		type->kind = WCORE_TYPE_UNKNOWN;
		return;
	}
	for (unsigned i = count; i > 1; i--) {
		struct wcore_type *inner = wcore_types_alloc(types, 1, sizeof(*inner));

		if (!inner) {
			type->kind = WCORE_TYPE_UNKNOWN;
			return;
		}
		*inner = (struct wcore_type){ .kind = WCORE_TYPE_ARRAY, .is_complete = true,
					      .language = type->language, .target = element };
		if (ranges[i - 1].tag == DW_TAG_subrange_type)
			take_bounds(types, &ranges[i - 1], inner);
		element = inner;
	}
	if (count && ranges[0].tag == DW_TAG_subrange_type)
		take_bounds(types, &ranges[0], type);
	type->target = element;
	take_size(entry, type);
}

/* Enumerations of C say no type: signed when an enumerator is negative. */
static bool has_negative(struct wcore_types *types, const struct wcore_entry *entry)
{
	struct wcore_entry child;
	struct wcore_form_value value;
	uint16_t form;

	for (bool is_there = wcore_entry_child(entry, &child); is_there;
	     is_there = wcore_entry_sibling(types->entries, &child, &child))
		if (child.tag == DW_TAG_enumerator &&
		    wcore_entry_form(&child, DW_AT_const_value, &value, &form) &&
		    value.class == WCORE_FORM_NUMBER &&
		    (form == DW_FORM_sdata || form == DW_FORM_implicit_const) &&
		    (int64_t)value.number < 0)
			return true;
	return false;
}

static void make_enum(struct wcore_types *types, const struct wcore_entry *entry,
		      struct wcore_type *type, unsigned depth)
{
	struct wcore_form_value value;

	take_size(entry, type);
	if (wcore_entry_attr(entry, DW_AT_type, &value)) {
		type->target = wcore_types_target(types, entry, depth);
		type->is_signed = wcore_type_strip(type->target)->is_signed;
		if (!type->has_size)
			type->has_size = wcore_type_size(type->target, &type->size);
	} else {
		type->is_signed = has_negative(types, entry);
	}
}

static void make_function(struct wcore_types *types, const struct wcore_entry *entry,
			  struct wcore_type *type, unsigned depth)
{
	struct wcore_form_value value;

	if (wcore_entry_attr(entry, DW_AT_type, &value))
		type->target = wcore_types_target(types, entry, depth);
	type->is_prototyped = wcore_entry_flag(entry, DW_AT_prototyped) ||
			      !wcore_type_is_c(type->language);
}

static enum wcore_type_kind kind_of(uint16_t tag)
{
	switch (tag) {
	case DW_TAG_unspecified_type:
		return WCORE_TYPE_VOID;
	case DW_TAG_pointer_type:
		return WCORE_TYPE_POINTER;
	case DW_TAG_reference_type:
		return WCORE_TYPE_REFERENCE;
	case DW_TAG_rvalue_reference_type:
		return WCORE_TYPE_RVALUE_REFERENCE;
	case DW_TAG_ptr_to_member_type:
		return WCORE_TYPE_MEMBER_POINTER;
	case DW_TAG_array_type:
		return WCORE_TYPE_ARRAY;
	case DW_TAG_structure_type:
		return WCORE_TYPE_STRUCT;
	case DW_TAG_class_type:
	case DW_TAG_interface_type:
		return WCORE_TYPE_CLASS;
	case DW_TAG_union_type:
		return WCORE_TYPE_UNION;
	case DW_TAG_enumeration_type:
		return WCORE_TYPE_ENUM;
	case DW_TAG_subroutine_type:
	case DW_TAG_subprogram:
		return WCORE_TYPE_FUNCTION;
	case DW_TAG_typedef:
	case DW_TAG_template_alias:
	case DW_TAG_subrange_type:
		return WCORE_TYPE_ALIAS;
	case DW_TAG_const_type:
	case DW_TAG_volatile_type:
	case DW_TAG_restrict_type:
	case DW_TAG_atomic_type:
	case DW_TAG_packed_type:
	case DW_TAG_immutable_type:
	case DW_TAG_shared_type:
	case TAG_PTRAUTH:
		return WCORE_TYPE_QUALIFIED;
	default:
		return WCORE_TYPE_UNKNOWN;
	}
}

static struct wcore_string tag_name(enum wcore_type_kind kind)
{
	switch (kind) {
	case WCORE_TYPE_STRUCT:
		return WCORE_STRING("struct");
	case WCORE_TYPE_CLASS:
		return WCORE_STRING("class");
	case WCORE_TYPE_UNION:
		return WCORE_STRING("union");
	case WCORE_TYPE_ENUM:
		return WCORE_STRING("enum");
	default:
		return (struct wcore_string){ 0 };
	}
}

static void fill(struct wcore_types *types, const struct wcore_entry *entry,
		 struct wcore_type *type, unsigned depth)
{
	type->entry = *entry;
	type->language = entry->unit->language;
	type->name = wcore_entry_name(types->entries, entry);
	type->kind = kind_of(entry->tag);
	type->tag_name = tag_name(type->kind);
	switch (entry->tag) {
	case DW_TAG_base_type:
		make_basic(entry, type);
		return;
	case DW_TAG_ptr_to_member_type:
		make_member_pointer(types, entry, type, depth);
		return;
	case DW_TAG_array_type:
		make_array(types, entry, type, depth);
		return;
	default:
		break;
	}
	switch (type->kind) {
	case WCORE_TYPE_POINTER:
	case WCORE_TYPE_REFERENCE:
	case WCORE_TYPE_RVALUE_REFERENCE:
		make_pointer(types, entry, type, depth);
		break;
	case WCORE_TYPE_STRUCT:
	case WCORE_TYPE_CLASS:
	case WCORE_TYPE_UNION:
		type->is_declaration = wcore_entry_flag(entry, DW_AT_declaration);
		take_size(entry, type);
		break;
	case WCORE_TYPE_ENUM:
		type->is_declaration = wcore_entry_flag(entry, DW_AT_declaration);
		make_enum(types, entry, type, depth);
		break;
	case WCORE_TYPE_FUNCTION:
		make_function(types, entry, type, depth);
		break;
	case WCORE_TYPE_ALIAS:
	case WCORE_TYPE_QUALIFIED:
		type->qualifier = type->kind == WCORE_TYPE_QUALIFIED ? entry->tag : 0;
		type->target = wcore_types_target(types, entry, depth);
		type->is_complete = true;
		break;
	default:
		/* Types of other languages, and what is none: their size is all that is known. */
		take_size(entry, type);
		type->is_complete = true;
		type->is_broken = type->kind == WCORE_TYPE_UNKNOWN;
		break;
	}
}

static struct wcore_type_item **bucket(struct wcore_types *types, const struct wcore_entry *entry)
{
	uint64_t hash = ((uint64_t)(uintptr_t)entry->unit ^ entry->offset) *
			UINT64_C(0x9e3779b97f4a7c15);

	return &types->buckets[(hash >> 32) % WCORE_TYPES_BUCKETS];
}

static const struct wcore_type *make(struct wcore_types *types, const struct wcore_entry *entry,
				     unsigned depth)
{
	struct wcore_type_item **list = bucket(types, entry);
	struct wcore_type_item *item = *list;

	while (item && (item->offset != entry->offset || item->unit != entry->unit))
		item = item->next;
	/* A type that is being made is its own target. */
	if (item)
		return item->is_made ? &item->type : &wcore_type_unknown;
	if (types->count == WCORE_TYPES_MAX || depth > WCORE_TYPE_DEPTH_MAX)
		return &wcore_type_unknown;
	item = wcore_types_alloc(types, 1, sizeof(*item));
	if (!item)
		return &wcore_type_unknown;
	types->count++;
	item->unit = entry->unit;
	item->offset = entry->offset;
	item->next = *list;
	*list = item;
	fill(types, entry, &item->type, depth);
	item->is_made = true;
	return &item->type;
}

const struct wcore_type *wcore_types_held(struct wcore_types *types, const struct wcore_type *type)
{
	const struct wcore_type *inner = type;

	for (int i = 0; i < 2 * WCORE_TYPE_DEPTH_MAX && inner; i++) {
		if (inner->kind != WCORE_TYPE_ALIAS && inner->kind != WCORE_TYPE_QUALIFIED &&
		    inner->kind != WCORE_TYPE_ARRAY)
			break;
		inner = inner->target;
	}
	if (inner)
		wcore_type_define(types, inner);
	return type;
}

const struct wcore_type *wcore_types_at(struct wcore_types *types, const struct wcore_entry *entry)
{
	return wcore_types_held(types, make(types, entry, 0));
}

const struct wcore_type *wcore_types_of(struct wcore_types *types, const struct wcore_entry *entry)
{
	struct wcore_form_value value;
	struct wcore_entry at = *entry;

	for (int i = 0; i < ORIGINS_MAX && !wcore_entry_attr(&at, DW_AT_type, &value) &&
			wcore_entry_origin(types->entries, &at, &at); i++)
		;
	return wcore_types_held(types, wcore_types_target(types, &at, 0));
}

const struct wcore_type *wcore_type_strip(const struct wcore_type *type)
{
	for (int i = 0; i < 2 * WCORE_TYPE_DEPTH_MAX; i++) {
		if (type->kind != WCORE_TYPE_ALIAS && type->kind != WCORE_TYPE_QUALIFIED)
			return type;
		type = type->target;
	}
	return &wcore_type_unknown;
}

bool wcore_type_size(const struct wcore_type *type, uint64_t *ret)
{
	uint64_t count = 1;

	for (int i = 0; i < 4 * WCORE_TYPE_DEPTH_MAX && type; i++) {
		if (type->has_size)
			return !__builtin_mul_overflow(count, type->size, ret);
		if (type->kind == WCORE_TYPE_ARRAY &&
		    (!type->has_count || __builtin_mul_overflow(count, type->count, &count)))
			return false;
		if (type->kind != WCORE_TYPE_ARRAY && type->kind != WCORE_TYPE_ALIAS &&
		    type->kind != WCORE_TYPE_QUALIFIED)
			return false;
		type = type->target;
	}
	return false;
}
