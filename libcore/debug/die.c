#include "die.h"

#include <dwarf.h>
#include <libdwarf.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

/* Since 0.x/2.x the object interface has new names; before, versions were dates. */
#ifdef DW_LIBDWARF_VERSION_MAJOR
typedef Dwarf_Obj_Access_Interface_a object_interface;
typedef Dwarf_Obj_Access_Methods_a object_methods;
typedef Dwarf_Obj_Access_Section_a object_section;
typedef Dwarf_Unsigned section_number;
#define OBJECT(old, new) new
#define ranges_dealloc dwarf_dealloc_ranges
#else
typedef Dwarf_Obj_Access_Interface object_interface;
typedef Dwarf_Obj_Access_Methods object_methods;
typedef Dwarf_Obj_Access_Section object_section;
typedef Dwarf_Half section_number;
#define OBJECT(old, new) old
#define ranges_dealloc dwarf_ranges_dealloc
#endif

/* Sections that libdwarf knows, and room for the absent one that it expects first. */
#define SECTIONS_MAX 64

struct section {
	char name[32];
	uint64_t offset, size;
};

struct wcore_dies {
	const struct wcore_module *module;
	struct section sections[SECTIONS_MAX];
	unsigned section_count;
	object_interface object;
	Dwarf_Debug debug;
	uint64_t *roots;	/* of the units, ascending */
	size_t root_count, root_capacity;
};

static int get_section_info(void *object, section_number number, object_section *ret, int *error)
{
	const struct wcore_dies *dies = object;

	(void)error;
	if (number >= dies->section_count)
		return DW_DLV_NO_ENTRY;
	memset(ret, 0, sizeof(*ret));
	ret->OBJECT(name, as_name) = dies->sections[number].name;
	ret->OBJECT(size, as_size) = dies->sections[number].size;
	return DW_DLV_OK;
}

static int load_section(void *object, section_number number, Dwarf_Small **ret, int *error)
{
	const struct wcore_dies *dies = object;

	(void)error;
	if (number >= dies->section_count || dies->sections[number].size == 0)
		return DW_DLV_NO_ENTRY;
	/* The map is read-only: without relocations libdwarf writes nothing. */
	*ret = (Dwarf_Small *)(uintptr_t)(dies->module->file->data + dies->sections[number].offset);
	return DW_DLV_OK;
}

#ifdef DW_LIBDWARF_VERSION_MAJOR
static Dwarf_Small get_byte_order(void *object)
{
	(void)object;
	return DW_END_little;
}

static Dwarf_Unsigned get_filesize(void *object)
{
	const struct wcore_dies *dies = object;

	return dies->module->file->size;
}
#else
static Dwarf_Endianness get_byte_order(void *object)
{
	(void)object;
	return DW_OBJECT_LSB;
}
#endif

static Dwarf_Small get_length_size(void *object)
{
	(void)object;
	return 4;
}

static Dwarf_Small get_pointer_size(void *object)
{
	(void)object;
	return 4;
}

static Dwarf_Unsigned get_section_count(void *object)
{
	const struct wcore_dies *dies = object;

	return dies->section_count;
}

static const object_methods methods = {
	.OBJECT(get_section_info, om_get_section_info) = get_section_info,
	.OBJECT(get_byte_order, om_get_byte_order) = get_byte_order,
	.OBJECT(get_length_size, om_get_length_size) = get_length_size,
	.OBJECT(get_pointer_size, om_get_pointer_size) = get_pointer_size,
#ifdef DW_LIBDWARF_VERSION_MAJOR
	.om_get_filesize = get_filesize,
#endif
	.OBJECT(get_section_count, om_get_section_count) = get_section_count,
	.OBJECT(load_section, om_load_section) = load_section,
};

static void add_sections(struct wcore_dies *dies)
{
	dies->section_count = 1;
	for (size_t i = 0; i < dies->module->section_count; i++) {
		const struct wcore_section *section = &dies->module->sections[i];
		struct section *item = &dies->sections[dies->section_count];

		if (section->id != WCORE_SECTION_CUSTOM ||
		    !wcore_string_starts(section->name, ".debug_") ||
		    section->name.size >= sizeof(item->name) ||
		    dies->section_count == SECTIONS_MAX)
			continue;
		memcpy(item->name, section->name.data, section->name.size);
		item->offset = section->offset;
		item->size = section->size;
		dies->section_count++;
	}
}

static void drop_error(struct wcore_dies *dies, Dwarf_Error error)
{
	if (error)
		dwarf_dealloc(dies->debug, error, DW_DLA_ERROR);
}

/* True for DW_DLV_OK; an error is dropped. */
static bool is_ok(struct wcore_dies *dies, int result, Dwarf_Error error)
{
	if (result == DW_DLV_ERROR)
		drop_error(dies, error);
	return result == DW_DLV_OK;
}

static bool add_root(struct wcore_dies *dies, uint64_t root)
{
	if (dies->root_count == dies->root_capacity) {
		size_t capacity = dies->root_capacity ? dies->root_capacity * 2 : 64;
		void *roots = wcore_realloc(dies->roots, capacity * sizeof(*dies->roots));

		if (!roots)
			return false;
		dies->roots = roots;
		dies->root_capacity = capacity;
	}
	dies->roots[dies->root_count++] = root;
	return true;
}

/* One unit on; libdwarf can only go through them in their order. */
static bool next_header(struct wcore_dies *dies)
{
	Dwarf_Unsigned length, type_offset, next;
	Dwarf_Half version, address_size, length_size, extension_size, type;
	Dwarf_Off abbrev;
	Dwarf_Sig8 signature;
	Dwarf_Error error = NULL;
	int result = dwarf_next_cu_header_d(dies->debug, 1, &length, &version, &abbrev,
					    &address_size, &length_size, &extension_size,
					    &signature, &type_offset, &next, &type, &error);

	return is_ok(dies, result, error);
}

static bool add_roots(struct wcore_dies *dies)
{
	while (next_header(dies)) {
		Dwarf_Error error = NULL;
		Dwarf_Die root = NULL;
		Dwarf_Off offset;

		if (!is_ok(dies, dwarf_siblingof_b(dies->debug, NULL, 1, &root, &error), error))
			break;
		int result = dwarf_dieoffset(root, &offset, &error);

		dwarf_dealloc_die(root);
		if (!is_ok(dies, result, error))
			break;
		if (!add_root(dies, offset))
			return false;
	}
	return true;
}

struct wcore_error *wcore_dies_open(const struct wcore_module *module, struct wcore_dies **ret)
{
	struct wcore_error *failure = NULL;
	Dwarf_Error error = NULL;

	if (!wcore_module_custom(module, ".debug_info"))
		return wcore_error_create(WCORE_ERROR_NOT_FOUND, module->file->path,
					  "there is no .debug_info section");
	struct wcore_dies *dies = wcore_calloc(1, sizeof(*dies));

	if (!dies)
		return wcore_error_nomem();
	dies->module = module;
	add_sections(dies);
	dies->object.OBJECT(object, ai_object) = dies;
	dies->object.OBJECT(methods, ai_methods) = &methods;
	int result = dwarf_object_init_b(&dies->object, NULL, NULL, DW_GROUPNUMBER_ANY,
					 &dies->debug, &error);

	if (result != DW_DLV_OK) {
		failure = wcore_error_create(WCORE_ERROR_FORMAT, module->file->path,
					     "libdwarf cannot open the debug information: %s",
					     error ? dwarf_errmsg(error) : "it finds none");
		drop_error(dies, error);
		dies->debug = NULL;
	} else if (!add_roots(dies)) {
		failure = wcore_error_nomem();
	}
	if (failure) {
		wcore_dies_close(dies);
		return failure;
	}
	*ret = dies;
	return NULL;
}

void wcore_dies_close(struct wcore_dies *dies)
{
	if (!dies)
		return;
	if (dies->debug) {
#ifdef DW_LIBDWARF_VERSION_MAJOR
		dwarf_object_finish(dies->debug);
#else
		Dwarf_Error error = NULL;

		dwarf_object_finish(dies->debug, &error);
#endif
	}
	free(dies->roots);
	free(dies);
}

/* NULL when there is no DIE at that offset; else for dwarf_dealloc_die(). */
static Dwarf_Die open_die(struct wcore_dies *dies, uint64_t die)
{
	Dwarf_Error error = NULL;
	Dwarf_Die ret = NULL;

	return is_ok(dies, dwarf_offdie_b(dies->debug, die, 1, &ret, &error), error) ? ret : NULL;
}

static bool take_offset(struct wcore_dies *dies, Dwarf_Die die, uint64_t *ret)
{
	Dwarf_Error error = NULL;
	Dwarf_Off offset;
	bool is_known = is_ok(dies, dwarf_dieoffset(die, &offset, &error), error);

	dwarf_dealloc_die(die);
	if (is_known)
		*ret = offset;
	return is_known;
}

bool wcore_dies_tag(struct wcore_dies *dies, uint64_t die, uint16_t *ret)
{
	Dwarf_Error error = NULL;
	Dwarf_Die open = open_die(dies, die);
	Dwarf_Half tag;

	if (!open)
		return false;
	bool is_known = is_ok(dies, dwarf_tag(open, &tag, &error), error);

	dwarf_dealloc_die(open);
	if (is_known)
		*ret = tag;
	return is_known;
}

bool wcore_dies_child(struct wcore_dies *dies, uint64_t die, uint64_t *ret)
{
	Dwarf_Error error = NULL;
	Dwarf_Die open = open_die(dies, die);
	Dwarf_Die child = NULL;

	if (!open)
		return false;
	int result = dwarf_child(open, &child, &error);

	dwarf_dealloc_die(open);
	return is_ok(dies, result, error) && take_offset(dies, child, ret);
}

bool wcore_dies_sibling(struct wcore_dies *dies, uint64_t die, uint64_t *ret)
{
	Dwarf_Error error = NULL;
	Dwarf_Die open = open_die(dies, die);
	Dwarf_Die sibling = NULL;

	if (!open)
		return false;
	int result = dwarf_siblingof_b(dies->debug, open, 1, &sibling, &error);

	dwarf_dealloc_die(open);
	return is_ok(dies, result, error) && take_offset(dies, sibling, ret);
}

/* How many units' first DIEs stand before an offset. */
static size_t roots_before(const struct wcore_dies *dies, uint64_t offset)
{
	size_t low = 0, high = dies->root_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (dies->roots[middle] < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool wcore_dies_root(struct wcore_dies *dies, uint64_t die, uint64_t *ret)
{
	size_t count = roots_before(dies, die + 1);

	if (count == 0)
		return false;
	*ret = dies->roots[count - 1];
	return true;
}

bool wcore_dies_first_unit(struct wcore_dies *dies, uint64_t *ret)
{
	if (dies->root_count == 0)
		return false;
	*ret = dies->roots[0];
	return true;
}

bool wcore_dies_next_unit(struct wcore_dies *dies, uint64_t root, uint64_t *ret)
{
	size_t next = roots_before(dies, root + 1);

	if (next == 0 || dies->roots[next - 1] != root || next == dies->root_count)
		return false;
	*ret = dies->roots[next];
	return true;
}

/* Of forms whose class libdwarf does not tell by one call. */
static void read_constant(struct wcore_dies *dies, Dwarf_Attribute attr, struct wcore_die_attr *ret)
{
	Dwarf_Error error = NULL;
	Dwarf_Unsigned number;
	Dwarf_Signed number_signed;

	if (ret->form != DW_FORM_sdata && ret->form != DW_FORM_implicit_const &&
	    is_ok(dies, dwarf_formudata(attr, &number, &error), error)) {
		ret->class = WCORE_DIE_NUMBER;
		ret->number = number;
		return;
	}
	error = NULL;
	if (is_ok(dies, dwarf_formsdata(attr, &number_signed, &error), error)) {
		ret->class = WCORE_DIE_NUMBER;
		ret->is_signed = true;
		ret->number = (uint64_t)number_signed;
	}
}

static void read_bytes(struct wcore_dies *dies, Dwarf_Attribute attr, struct wcore_die_attr *ret)
{
	Dwarf_Error error = NULL;
	Dwarf_Unsigned size;
	Dwarf_Ptr data;
	Dwarf_Block *block;

	if (ret->form == DW_FORM_exprloc) {
		if (!is_ok(dies, dwarf_formexprloc(attr, &size, &data, &error), error))
			return;
		ret->bytes = (struct wcore_string){ data, size };
	} else {
		if (!is_ok(dies, dwarf_formblock(attr, &block, &error), error))
			return;
		ret->bytes = (struct wcore_string){ block->bl_data, block->bl_len };
		dwarf_dealloc(dies->debug, block, DW_DLA_BLOCK);
	}
	ret->class = WCORE_DIE_BYTES;
}

/* DW_FORM_loclistx: dwarf_global_formref() would give garbage without an error. */
static void read_index(struct wcore_dies *dies, Dwarf_Attribute attr, struct wcore_die_attr *ret)
{
	Dwarf_Error error = NULL;
	Dwarf_Unsigned number;

	if (!is_ok(dies, dwarf_formudata(attr, &number, &error), error))
		return;
	ret->class = WCORE_DIE_LIST;
	ret->is_index = true;
	ret->number = number;
}

static void read_value(struct wcore_dies *dies, Dwarf_Attribute attr, struct wcore_die_attr *ret)
{
	Dwarf_Error error = NULL;
	Dwarf_Off offset;
	Dwarf_Addr address;
	Dwarf_Bool flag;
	char *text;

	switch (ret->form) {
	case DW_FORM_addr: case DW_FORM_addrx: case DW_FORM_addrx1: case DW_FORM_addrx2:
	case DW_FORM_addrx3: case DW_FORM_addrx4: case DW_FORM_GNU_addr_index:
		if (!is_ok(dies, dwarf_formaddr(attr, &address, &error), error))
			return;
		ret->class = WCORE_DIE_ADDRESS;
		ret->number = address;
		break;
	case DW_FORM_flag: case DW_FORM_flag_present:
		if (!is_ok(dies, dwarf_formflag(attr, &flag, &error), error))
			return;
		ret->class = WCORE_DIE_FLAG;
		ret->number = flag != 0;
		break;
	case DW_FORM_string: case DW_FORM_strp: case DW_FORM_line_strp: case DW_FORM_strx:
	case DW_FORM_strx1: case DW_FORM_strx2: case DW_FORM_strx3: case DW_FORM_strx4:
	case DW_FORM_GNU_str_index:
		if (!is_ok(dies, dwarf_formstring(attr, &text, &error), error))
			return;
		ret->class = WCORE_DIE_STRING;
		ret->bytes = wcore_string_from(text);
		break;
	case DW_FORM_ref1: case DW_FORM_ref2: case DW_FORM_ref4: case DW_FORM_ref8:
	case DW_FORM_ref_udata: case DW_FORM_ref_addr: case DW_FORM_sec_offset:
		if (!is_ok(dies, dwarf_global_formref(attr, &offset, &error), error))
			return;
		ret->class = ret->form == DW_FORM_sec_offset ? WCORE_DIE_LIST : WCORE_DIE_REFERENCE;
		ret->number = offset;
		break;
	case DW_FORM_block: case DW_FORM_block1: case DW_FORM_block2: case DW_FORM_block4:
	case DW_FORM_exprloc:
		read_bytes(dies, attr, ret);
		break;
	case DW_FORM_loclistx: case DW_FORM_rnglistx:
		read_index(dies, attr, ret);
		break;
	case DW_FORM_data1: case DW_FORM_data2: case DW_FORM_data4: case DW_FORM_data8:
	case DW_FORM_udata: case DW_FORM_sdata: case DW_FORM_implicit_const:
		read_constant(dies, attr, ret);
		break;
	default:
		break;
	}
}

bool wcore_dies_attr(struct wcore_dies *dies, uint64_t die, uint16_t name,
		     struct wcore_die_attr *ret)
{
	Dwarf_Error error = NULL;
	Dwarf_Attribute attr = NULL;
	Dwarf_Die open = open_die(dies, die);

	if (!open)
		return false;
	*ret = (struct wcore_die_attr){ .class = WCORE_DIE_OTHER };
	bool is_there = is_ok(dies, dwarf_attr(open, name, &attr, &error), error);

	if (is_there) {
		Dwarf_Half form;

		if (is_ok(dies, dwarf_whatform(attr, &form, &error), error)) {
			ret->form = form;
			read_value(dies, attr, ret);
		}
		dwarf_dealloc_attribute(attr);
	}
	dwarf_dealloc_die(open);
	return is_there;
}

/* The ranges of versions before 5; base is the address they count from. */
static bool old_ranges_cover(struct wcore_dies *dies, Dwarf_Die die, uint64_t offset, uint64_t base,
			     uint64_t address)
{
	Dwarf_Error error = NULL;
	Dwarf_Ranges *ranges;
	Dwarf_Signed count;
	Dwarf_Unsigned size;
	Dwarf_Off real;
	bool is_covered = false;

	if (!is_ok(dies, dwarf_get_ranges_b(dies->debug, offset, die, &real, &ranges, &count, &size,
					    &error), error))
		return false;
	for (Dwarf_Signed i = 0; i < count && !is_covered; i++) {
		if (ranges[i].dwr_type == DW_RANGES_ADDRESS_SELECTION)
			base = ranges[i].dwr_addr2;
		else if (ranges[i].dwr_type == DW_RANGES_ENTRY)
			is_covered = base + ranges[i].dwr_addr1 <= address &&
				     address < base + ranges[i].dwr_addr2;
	}
	ranges_dealloc(dies->debug, ranges, count);
	return is_covered;
}

static bool new_ranges_cover(struct wcore_dies *dies, Dwarf_Attribute attr, uint16_t form,
			     uint64_t value, uint64_t address)
{
	Dwarf_Error error = NULL;
	Dwarf_Rnglists_Head head = NULL;
	Dwarf_Unsigned count, offset;
	bool is_covered = false;

	if (!is_ok(dies, dwarf_rnglists_get_rle_head(attr, form, value, &head, &count, &offset,
						     &error), error))
		return false;
	for (Dwarf_Unsigned i = 0; i < count && !is_covered; i++) {
		Dwarf_Unsigned raw1, raw2, low, high;
		Dwarf_Bool is_unavailable;
		unsigned length, code;

		if (!is_ok(dies, dwarf_get_rnglists_entry_fields_a(head, i, &length, &code, &raw1,
								   &raw2, &is_unavailable, &low,
								   &high, &error), error))
			break;
		if (code == DW_RLE_end_of_list || code == DW_RLE_base_address ||
		    code == DW_RLE_base_addressx || is_unavailable)
			continue;
		is_covered = low <= address && address < high;
	}
	dwarf_dealloc_rnglists_head(head);
	return is_covered;
}

static bool ranges_cover(struct wcore_dies *dies, uint64_t die, const struct wcore_die_attr *value,
			 uint64_t address)
{
	struct wcore_die_attr low;
	Dwarf_Error error = NULL;
	Dwarf_Attribute attr = NULL;
	Dwarf_Die open = open_die(dies, die);
	Dwarf_Half version = 0, offset_size;
	uint64_t root, base = 0;
	bool is_covered = false;

	if (!open)
		return false;
	if (dwarf_get_version_of_die(open, &version, &offset_size) == DW_DLV_OK && version < 5) {
		if (wcore_dies_root(dies, die, &root) &&
		    wcore_dies_attr(dies, root, DW_AT_low_pc, &low))
			base = low.number;
		is_covered = old_ranges_cover(dies, open, value->number, base, address);
	} else if (is_ok(dies, dwarf_attr(open, DW_AT_ranges, &attr, &error), error)) {
		is_covered = new_ranges_cover(dies, attr, value->form, value->number, address);
		dwarf_dealloc_attribute(attr);
	}
	dwarf_dealloc_die(open);
	return is_covered;
}

bool wcore_dies_covers(struct wcore_dies *dies, uint64_t die, uint64_t address)
{
	struct wcore_die_attr low, high, ranges;

	if (wcore_dies_attr(dies, die, DW_AT_ranges, &ranges))
		return ranges_cover(dies, die, &ranges, address);
	if (!wcore_dies_attr(dies, die, DW_AT_low_pc, &low) ||
	    !wcore_dies_attr(dies, die, DW_AT_high_pc, &high))
		return false;
	uint64_t size = high.class == WCORE_DIE_ADDRESS ? high.number - low.number : high.number;

	return low.number <= address && address - low.number < size;
}

bool wcore_dies_rows(struct wcore_dies *dies, uint64_t root,
		     void (*visit)(void *context, const struct wcore_die_row *row), void *context)
{
	Dwarf_Die open = open_die(dies, root);
	Dwarf_Error error = NULL;
	Dwarf_Line_Context lines = NULL;
	Dwarf_Unsigned version;
	Dwarf_Small table_count;
	Dwarf_Line *items;
	Dwarf_Signed count = 0;

	if (!open)
		return false;
	bool is_read = is_ok(dies, dwarf_srclines_b(open, &version, &table_count, &lines, &error),
			     error);

	if (is_read) {
		is_read = is_ok(dies, dwarf_srclines_from_linecontext(lines, &items, &count,
								      &error), error);
		for (Dwarf_Signed i = 0; is_read && i < count; i++) {
			Dwarf_Unsigned line = 0, column = 0, file = 0;
			Dwarf_Addr address = 0;
			Dwarf_Bool is_end = 0;

			is_read = is_ok(dies, dwarf_lineaddr(items[i], &address, &error), error) &&
				  is_ok(dies, dwarf_lineno(items[i], &line, &error), error) &&
				  is_ok(dies, dwarf_lineoff_b(items[i], &column, &error), error) &&
				  is_ok(dies, dwarf_line_srcfileno(items[i], &file, &error), error) &&
				  is_ok(dies, dwarf_lineendsequence(items[i], &is_end, &error),
					error);
			if (is_read)
				visit(context, &(struct wcore_die_row){ address, line, column,
									file, is_end != 0 });
		}
		dwarf_srclines_dealloc_b(lines);
	}
	dwarf_dealloc_die(open);
	return is_read;
}
