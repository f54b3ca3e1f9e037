/* Location lists written by hand: DWARF 4, 2.6.2; DWARF 5, 7.7.3; GNU's in split files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <dwarf.h>

#include "../../libcore/debug/location_list.h"
#include "dump_writer.h"

#define BASE 1000

struct opened {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;
	struct wcore_dwarf_data data, addresses;
	struct wcore_unit unit;
};

static void add_section(struct dump_writer *w, const char *name, const void *data, size_t size)
{
	writer_custom(w, name);
	writer_bytes(w, data, size);
	writer_end(w);
}

static void open_sections(struct opened *opened, uint8_t version, bool is_split)
{
	assert_null(wcore_file_from_memory("t.wasm", opened->w.data, opened->w.size,
					   &opened->file));
	assert_null(wcore_module_open(opened->file, 0, opened->w.size, &opened->module));
	wcore_dwarf_data_init(&opened->data, opened->module, is_split);
	wcore_dwarf_data_init(&opened->addresses, opened->module, false);
	opened->unit = (struct wcore_unit){
		.form = { .data = &opened->data,
			  .address_data = is_split ? &opened->addresses : &opened->data,
			  .version = version, .address_size = 4, .offset_size = 4, .addr_base = 8 },
		.base = BASE,
		.loclists_base = 12,
	};
}

static void close_sections(struct opened *opened)
{
	wcore_module_close(opened->module);
	wcore_file_close(opened->file);
	writer_deinit(&opened->w);
}

/* op 0: none covers the address; BROKEN: the list cannot be read. */
#define BROKEN 256

static void expect(const struct opened *opened, enum wcore_form_class class, uint64_t number,
		   uint64_t address, unsigned op)
{
	struct wcore_form_value value = { .class = class, .number = number };
	struct wcore_string expression;
	bool is_broken;
	bool is_found = wcore_location_list_find(&opened->unit, &value, address, &expression,
						 &is_broken);

	assert_int_equal(is_found, op != 0 && op != BROKEN);
	assert_int_equal(is_broken, op == BROKEN);
	if (is_found) {
		assert_int_equal(expression.size, 1);
		assert_int_equal((uint8_t)expression.data[0], op);
	}
	assert_true(wcore_location_list_find(&opened->unit, &value, address, &expression, NULL) ==
		    is_found);
}

/* Entries of .debug_loc: an expression of one byte each. */
static void pair(struct dump_writer *w, uint32_t low, uint32_t high, uint8_t op)
{
	writer_u32(w, low);
	writer_u32(w, high);
	writer_u16(w, 1);
	writer_u8(w, op);
}

static void select_base(struct dump_writer *w, uint32_t base)
{
	writer_u32(w, UINT32_MAX);
	writer_u32(w, base);
}

static void debug_loc(void **state)
{
	struct dump_writer list;
	struct opened opened;

	(void)state;
	writer_init_raw(&list);
	pair(&list, 10, 20, 0x31);
	pair(&list, 15, 30, 0x32);	/* overlaps: the first counts */
	pair(&list, 40, 40, 0x33);	/* empty */
	pair(&list, 60, 50, 0x33);	/* reversed */
	select_base(&list, 5000);
	pair(&list, 1, 3, 0x34);
	select_base(&list, 0xfffffffe);	/* of code that the linker removed */
	pair(&list, 0, 0xffffff00, 0x35);
	select_base(&list, 0);		/* absolute addresses follow */
	pair(&list, 7000, 7001, 0x36);
	pair(&list, 0xfffffffe, 0xffffffff, 0x37);
	pair(&list, 0, 900, 0x37);	/* removed by an old linker */
	writer_u64(&list, 0);
	size_t second = list.size;

	pair(&list, 1, 2, 0x38);	/* a list without an end */
	writer_init(&opened.w);
	add_section(&opened.w, ".debug_loc", list.data, list.size);
	open_sections(&opened, 4, false);
	static const struct { uint64_t address; unsigned op; } cases[] = {
		{ 1009, 0 }, { 1010, 0x31 }, { 1019, 0x31 }, { 1020, 0x32 }, { 1029, 0x32 },
		{ 1030, 0 }, { 1040, 0 }, { 1055, 0 }, { 5001, 0x34 }, { 5002, 0x34 },
		{ 5003, 0 }, { 7000, 0x36 }, { 7001, 0 }, { 100, 0 }, { 0, 0 },
		{ 0xfffffffe, 0 }, { 10, 0 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect(&opened, WCORE_FORM_OFFSET, 0, cases[i].address, cases[i].op);
	expect(&opened, WCORE_FORM_NUMBER, 0, 1010, 0x31);	/* DWARF 3 has data4 */
	expect(&opened, WCORE_FORM_OFFSET, second, 1001, 0x38);
	expect(&opened, WCORE_FORM_OFFSET, second, 1002, BROKEN);
	expect(&opened, WCORE_FORM_OFFSET, list.size + 1, 1001, BROKEN);
	expect(&opened, WCORE_FORM_OFFSET, UINT64_MAX, 1001, BROKEN);
	expect(&opened, WCORE_FORM_LIST_INDEX, 0, 1001, BROKEN);
	expect(&opened, WCORE_FORM_BYTES, 0, 1001, BROKEN);
	close_sections(&opened);
	writer_deinit(&list);
}

/* Index 0 is 2000, 1 is 3000, 2 and 3 are marks of removed code. */
static const uint32_t addresses[] = { 20, 0x40005, 2000, 3000, 0xffffffff, 0 };

static void debug_loclists(void **state)
{
	static const uint8_t lists[] = {
		/* header: length, version, address and segment size, two offsets */
		200, 0, 0, 0, 5, 0, 4, 0, 2, 0, 0, 0,
		8, 0, 0, 0, 103, 0, 0, 0,
		DW_LLE_offset_pair, 10, 20, 1, 0x31,
		DW_LLE_default_location, 1, 0x3f,
		9, 4, 5,	/* GCC's view pair */
		DW_LLE_base_addressx, 0,
		DW_LLE_offset_pair, 1, 3, 1, 0x32,
		DW_LLE_base_address, 0x88, 0x13, 0, 0,
		DW_LLE_offset_pair, 1, 3, 1, 0x33,
		DW_LLE_base_addressx, 2,
		DW_LLE_offset_pair, 0, 0x80, 0x80, 4, 1, 0x3e,
		DW_LLE_startx_endx, 0, 1, 1, 0x34,
		DW_LLE_startx_endx, 2, 1, 1, 0x3e,
		DW_LLE_startx_endx, 9, 1, 1, 0x3e,
		DW_LLE_startx_length, 1, 5, 1, 0x35,
		DW_LLE_startx_length, 3, 0x80, 0x80, 4, 1, 0x3e,
		DW_LLE_start_end, 0x70, 0x17, 0, 0, 0x71, 0x17, 0, 0, 1, 0x36,
		DW_LLE_start_end, 0, 0, 0, 0, 0x70, 0x17, 0, 0, 1, 0x3e,
		DW_LLE_start_length, 0x40, 0x1f, 0, 0, 2, 1, 0x37,
		DW_LLE_end_of_list,
		/* the second list, without a default; then what is unknown */
		DW_LLE_offset_pair, 10, 20, 1, 0x31,
		DW_LLE_end_of_list,
		DW_LLE_offset_pair, 10, 20, 1, 0x31,
		77,
	};
	static const struct { uint64_t address; unsigned op; } cases[] = {
		{ 1010, 0x31 }, { 1019, 0x31 }, { 1020, 0x3f }, { 2001, 0x32 }, { 2002, 0x32 },
		{ 2003, 0x34 }, { 2999, 0x34 }, { 5001, 0x33 }, { 5003, 0x3f }, { 3000, 0x35 },
		{ 3004, 0x35 }, { 3005, 0x3f }, { 6000, 0x36 }, { 6001, 0x3f }, { 8000, 0x37 },
		{ 8001, 0x37 }, { 8002, 0x3f }, { 5, 0x3f },
	};
	struct opened opened;

	(void)state;
	writer_init(&opened.w);
	add_section(&opened.w, ".debug_addr", addresses, sizeof(addresses));
	add_section(&opened.w, ".debug_loclists", lists, sizeof(lists));
	open_sections(&opened, 5, false);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		expect(&opened, WCORE_FORM_LIST_INDEX, 0, cases[i].address, cases[i].op);
		expect(&opened, WCORE_FORM_OFFSET, 20, cases[i].address, cases[i].op);
	}
	expect(&opened, WCORE_FORM_LIST_INDEX, 1, 1010, 0x31);
	expect(&opened, WCORE_FORM_LIST_INDEX, 1, 1020, 0);
	expect(&opened, WCORE_FORM_OFFSET, sizeof(lists) - 6, 1010, 0x31);
	expect(&opened, WCORE_FORM_OFFSET, sizeof(lists) - 6, 1020, BROKEN);
	expect(&opened, WCORE_FORM_LIST_INDEX, 1000, 1010, BROKEN);
	expect(&opened, WCORE_FORM_LIST_INDEX, UINT64_MAX, 1010, BROKEN);
	close_sections(&opened);
}

static void gnu_split_lists(void **state)
{
	static const uint8_t lists[] = {
		3, 0, 10, 0, 0, 0, 1, 0, 0x31,		/* start and length */
		2, 0, 1, 1, 0, 0x32,			/* start and end */
		1, 1,					/* base */
		4, 50, 0, 0, 0, 60, 0, 0, 0, 1, 0, 0x33,
		3, 2, 0xff, 0xff, 0, 0, 1, 0, 0x3e,	/* removed */
		0,
		9,
	};
	static const struct { uint64_t address; unsigned op; } cases[] = {
		{ 1999, 0 }, { 2000, 0x31 }, { 2009, 0x31 }, { 2010, 0x32 }, { 2999, 0x32 },
		{ 3000, 0 }, { 3050, 0x33 }, { 3059, 0x33 }, { 3060, 0 }, { 5, 0 },
	};
	struct opened opened;

	(void)state;
	writer_init(&opened.w);
	add_section(&opened.w, ".debug_addr", addresses, sizeof(addresses));
	add_section(&opened.w, ".debug_loc.dwo", lists, sizeof(lists));
	open_sections(&opened, 4, true);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect(&opened, WCORE_FORM_OFFSET, 0, cases[i].address, cases[i].op);
	expect(&opened, WCORE_FORM_OFFSET, sizeof(lists) - 1, 2000, BROKEN);
	close_sections(&opened);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(debug_loc),
		cmocka_unit_test(debug_loclists),
		cmocka_unit_test(gnu_split_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
