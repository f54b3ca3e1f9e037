/* Range lists and indexed forms written by hand, by DWARF 4, 2.17.3 and DWARF 5, 7.25 to 7.27. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <dwarf.h>

#include "../../libcore/debug/ranges.h"
#include "dump_writer.h"

struct opened {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;
	struct wcore_dwarf_data data;
	struct wcore_unit unit;
};

static void add_section(struct dump_writer *w, const char *name, const void *data, size_t size)
{
	writer_custom(w, name);
	writer_bytes(w, data, size);
	writer_end(w);
}

/* A unit of that version with base address 1000 over the sections in opened->w. */
static void open_sections(struct opened *opened, uint8_t version)
{
	assert_null(wcore_file_from_memory("t.wasm", opened->w.data, opened->w.size,
					   &opened->file));
	assert_null(wcore_module_open(opened->file, 0, opened->w.size, &opened->module));
	wcore_dwarf_data_init(&opened->data, opened->module, false);
	opened->unit = (struct wcore_unit){
		.form = { .data = &opened->data, .address_data = &opened->data,
			  .version = version, .address_size = 4, .offset_size = 4, .addr_base = 8,
			  .str_offsets_base = 8 },
		.base = 1000,
		.ranges_base = 12,
	};
}

static void close_sections(struct opened *opened)
{
	wcore_module_close(opened->module);
	wcore_file_close(opened->file);
	writer_deinit(&opened->w);
}

struct range { uint64_t low, high; };

static void expect_ranges(const struct opened *opened, enum wcore_form_class class, uint64_t number,
			  const struct range *expected, size_t count)
{
	struct wcore_pc pc = { .has_ranges = true, .ranges = { .class = class, .number = number } };
	struct wcore_range_iter iter;
	uint64_t low, high;

	wcore_range_iter_init(&iter, &opened->unit, &pc);
	for (size_t i = 0; i < count; i++) {
		assert_true(wcore_range_iter_next(&iter, &low, &high));
		assert_int_equal(low, expected[i].low);
		assert_int_equal(high, expected[i].high);
	}
	assert_false(wcore_range_iter_next(&iter, &low, &high));
}

static void debug_ranges(void **state)
{
	static const uint32_t pairs[] = {
		1, 1,			/* not at 0: the list starts at 8 */
		10, 20,			/* from the unit's base */
		30, 30,			/* empty: dead code */
		50, 40,			/* reversed */
		0xffffffff, 5000,	/* selects a base */
		1, 2,
		0xfffffffe, 0xffffffff,	/* the linker's tombstone */
		0xffffffff, 0,
		7, 9,
		0, 0,
		100, 200,		/* of the next list */
	};
	static const struct range expected[] = { { 1010, 1020 }, { 5001, 5002 }, { 7, 9 } };
	struct opened opened;

	(void)state;
	writer_init(&opened.w);
	add_section(&opened.w, ".debug_ranges", pairs, sizeof(pairs));
	open_sections(&opened, 4);
	expect_ranges(&opened, WCORE_FORM_OFFSET, 8, expected, 3);
	/* The last list has no end. */
	expect_ranges(&opened, WCORE_FORM_NUMBER, 80, (struct range[]){ { 1100, 1200 } }, 1);
	expect_ranges(&opened, WCORE_FORM_OFFSET, 88, NULL, 0);
	expect_ranges(&opened, WCORE_FORM_OFFSET, 89, NULL, 0);
	expect_ranges(&opened, WCORE_FORM_OFFSET, UINT64_MAX, NULL, 0);
	close_sections(&opened);
}

static void debug_rnglists(void **state)
{
	static const uint8_t lists[] = {
		/* header: length, version, address and segment size, one offset */
		80, 0, 0, 0, 5, 0, 4, 0, 1, 0, 0, 0,
		4, 0, 0, 0,	/* the list behind this table */
		DW_RLE_offset_pair, 10, 20,
		DW_RLE_base_address, 0x88, 0x13, 0, 0,
		DW_RLE_offset_pair, 1, 2,
		DW_RLE_base_addressx, 1,
		DW_RLE_offset_pair, 3, 4,
		DW_RLE_startx_endx, 0, 1,
		DW_RLE_startx_length, 0, 5,
		DW_RLE_start_end, 1, 0, 0, 0, 9, 0, 0, 0,
		DW_RLE_start_length, 0x40, 0, 0, 0, 0x80, 1,
		DW_RLE_startx_length, 77, 5,	/* there is no such address */
		DW_RLE_start_length, 0xff, 0xff, 0xff, 0xff, 0,
		DW_RLE_offset_pair, 5, 5,
		DW_RLE_end_of_list,
		99,	/* another list, of an unknown entry */
	};
	static const uint32_t addresses[] = { 8, 0x40005, 0x2000, 0x3000 };
	static const struct range expected[] = {
		{ 1010, 1020 }, { 5001, 5002 }, { 0x3003, 0x3004 }, { 0x2000, 0x3000 },
		{ 0x2000, 0x2005 }, { 1, 9 }, { 0x40, 0xc0 },
	};
	struct opened opened;

	(void)state;
	writer_init(&opened.w);
	add_section(&opened.w, ".debug_rnglists", lists, sizeof(lists));
	add_section(&opened.w, ".debug_addr", addresses, sizeof(addresses));
	open_sections(&opened, 5);
	expect_ranges(&opened, WCORE_FORM_LIST_INDEX, 0, expected, 7);
	expect_ranges(&opened, WCORE_FORM_OFFSET, 16, expected, 7);
	expect_ranges(&opened, WCORE_FORM_OFFSET, sizeof(lists) - 1, NULL, 0);
	expect_ranges(&opened, WCORE_FORM_LIST_INDEX, 1000, NULL, 0);
	expect_ranges(&opened, WCORE_FORM_LIST_INDEX, UINT64_MAX, NULL, 0);
	close_sections(&opened);
}

static struct wcore_form_value read_form(const struct opened *opened, uint16_t form,
					 const void *data, size_t size, const char **why)
{
	struct wcore_reader reader = { .data = data, .end = size };
	struct wcore_attr attr = { .form = form, .implicit = -7 };
	struct wcore_reader skipped = reader;
	struct wcore_form_value value = wcore_form_read(&reader, &opened->unit.form, &attr);

	/* Skipping goes exactly as far as reading. */
	wcore_form_skip(&skipped, &opened->unit.form, form);
	assert_int_equal(skipped.pos, reader.pos);
	assert_int_equal(skipped.why == NULL, reader.why == NULL);
	*why = reader.why;
	return value;
}

static void forms(void **state)
{
	static const struct {
		uint16_t form;
		const char *data;
		size_t size;
		enum wcore_form_class class;
		uint64_t number;
		const char *text;
	} cases[] = {
		{ DW_FORM_data1, "\xff", 1, WCORE_FORM_NUMBER, 255, NULL },
		{ DW_FORM_data8, "\1\0\0\0\0\0\0\x80", 8, WCORE_FORM_NUMBER,
		  UINT64_C(0x8000000000000001), NULL },
		{ DW_FORM_sdata, "\x7f", 1, WCORE_FORM_NUMBER, UINT64_MAX, NULL },
		{ DW_FORM_sdata, "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x7f", 10, WCORE_FORM_NUMBER,
		  UINT64_C(1) << 63, NULL },
		{ DW_FORM_udata, "\x80\x80\0", 3, WCORE_FORM_NUMBER, 0, NULL },
		{ DW_FORM_implicit_const, "", 0, WCORE_FORM_NUMBER, (uint64_t)-7, NULL },
		{ DW_FORM_flag_present, "", 0, WCORE_FORM_NUMBER, 1, NULL },
		{ DW_FORM_addr, "\1\2\0\0", 4, WCORE_FORM_ADDRESS, 0x201, NULL },
		{ DW_FORM_addrx, "\1", 1, WCORE_FORM_ADDRESS, 0x3000, NULL },
		{ DW_FORM_addrx2, "\0\0", 2, WCORE_FORM_ADDRESS, 0x2000, NULL },
		{ DW_FORM_addrx1, "\2", 1, WCORE_FORM_NONE, 0, NULL },
		{ DW_FORM_string, "abc", 4, WCORE_FORM_STRING, 0, "abc" },
		{ DW_FORM_strp, "\2\0\0\0", 4, WCORE_FORM_STRING, 0, "two" },
		{ DW_FORM_strp, "\xff\0\0\0", 4, WCORE_FORM_NONE, 0, NULL },
		{ DW_FORM_line_strp, "\0\0\0\0", 4, WCORE_FORM_STRING, 0, "line" },
		{ DW_FORM_strx, "\0", 1, WCORE_FORM_STRING, 0, "two" },
		{ DW_FORM_strx3, "\1\0\0", 3, WCORE_FORM_STRING, 0, "x" },
		{ DW_FORM_strx1, "\2", 1, WCORE_FORM_NONE, 0, NULL },
		{ DW_FORM_exprloc, "\2\x91\0", 3, WCORE_FORM_BYTES, 0, "\x91" },
		{ DW_FORM_rnglistx, "\5", 1, WCORE_FORM_LIST_INDEX, 5, NULL },
		{ DW_FORM_indirect, "\x0b\7", 2, WCORE_FORM_NUMBER, 7, NULL },
		{ DW_FORM_data16, "0123456789abcdef", 16, WCORE_FORM_BYTES, 0, "0123456789abcdef" },
	};
	static const struct { uint16_t form; const char *data; size_t size; } broken[] = {
		{ DW_FORM_data4, "\1\2\3", 3 }, { DW_FORM_indirect, "\x16\x16\x0b\1", 4 },
		{ DW_FORM_indirect, "\x21\1", 2 }, { DW_FORM_string, "abc", 3 },
		{ DW_FORM_exprloc, "\x03\1\2", 3 }, { 0x7777, "\0\0\0\0", 4 },
		{ DW_FORM_block4, "\xff\xff\xff\xff", 4 }, { DW_FORM_udata, "\x80\x80", 2 },
	};
	static const uint32_t addresses[] = { 8, 0x40005, 0x2000, 0x3000 };
	static const uint32_t offsets[] = { 12, 5, 2, 0 };
	struct opened opened;
	const char *why;

	(void)state;
	writer_init(&opened.w);
	add_section(&opened.w, ".debug_addr", addresses, sizeof(addresses));
	add_section(&opened.w, ".debug_str_offsets", offsets, sizeof(offsets));
	add_section(&opened.w, ".debug_str", "x\0two", 6);
	add_section(&opened.w, ".debug_line_str", "line", 5);
	open_sections(&opened, 5);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_form_value value = read_form(&opened, cases[i].form, cases[i].data,
							  cases[i].size, &why);

		assert_null(why);
		assert_int_equal(value.class, cases[i].class);
		assert_int_equal(value.number, cases[i].number);
		if (cases[i].text)
			assert_memory_equal(value.bytes.data, cases[i].text, strlen(cases[i].text));
	}
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		read_form(&opened, broken[i].form, broken[i].data, broken[i].size, &why);
		assert_non_null(why);
	}
	close_sections(&opened);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(debug_ranges),
		cmocka_unit_test(debug_rnglists),
		cmocka_unit_test(forms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
