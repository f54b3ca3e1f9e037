/*
 * Entries against libdwarf (die.h): tags, children, siblings and each attribute
 * of each DIE of modules of tests/data; scopes; split units and type units.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <dwarf.h>

#include "../../libcore/debug/die.h"
#include "../../libcore/debug/entry.h"
#include "dwarf_fixture.h"
#include "dwarf_writer.h"

struct both {
	struct dwarf_fixture fixture;
	struct wcore_entries *entries;
	struct wcore_dies *dies;
	unsigned long entry_count, attr_count;
};

static void both_open(struct both *both, const char *path)
{
	*both = (struct both){ 0 };
	dwarf_fixture_open(&both->fixture, path);
	assert_null(wcore_entries_open(both->fixture.dwarf, &both->entries));
	assert_null(wcore_dies_open(both->fixture.module, &both->dies));
}

static void both_close(struct both *both)
{
	wcore_dies_close(both->dies);
	wcore_entries_close(both->entries);
	dwarf_fixture_close(&both->fixture);
}

static void compare_attr(struct both *both, const struct wcore_entry *entry,
			 const struct wcore_attr *attr)
{
	struct wcore_form_value value;
	struct wcore_die_attr die;
	uint16_t form;

	assert_true(wcore_entry_form(entry, attr->name, &value, &form));
	assert_true(wcore_dies_attr(both->dies, entry->offset, attr->name, &die));
	assert_int_equal(form, die.form);
	both->attr_count++;
	switch (die.class) {
	case WCORE_DIE_NUMBER:
	case WCORE_DIE_FLAG:
		assert_int_equal(value.class, WCORE_FORM_NUMBER);
		assert_true(value.number == die.number);
		break;
	case WCORE_DIE_ADDRESS:
		assert_int_equal(value.class, WCORE_FORM_ADDRESS);
		assert_true(value.number == die.number);
		break;
	case WCORE_DIE_REFERENCE:
		assert_int_equal(value.class, WCORE_FORM_REFERENCE);
		assert_true(value.number == die.number);
		break;
	case WCORE_DIE_LIST:
		assert_int_equal(value.class, die.is_index ? WCORE_FORM_LIST_INDEX
							   : WCORE_FORM_OFFSET);
		assert_true(value.number == die.number);
		break;
	case WCORE_DIE_STRING:
		assert_int_equal(value.class, WCORE_FORM_STRING);
		assert_true(wcore_string_equal(value.bytes, die.bytes));
		break;
	case WCORE_DIE_BYTES:
		assert_int_equal(value.class, WCORE_FORM_BYTES);
		assert_true(wcore_string_equal(value.bytes, die.bytes));
		break;
	case WCORE_DIE_OTHER:
		assert_int_equal(die.form, DW_FORM_ref_sig8);
		assert_int_equal(value.class, WCORE_FORM_SIGNATURE);
		break;
	}
}

static void compare_entry(struct both *both, const struct wcore_entry *entry)
{
	const struct wcore_dwarf_data *data = entry->unit->unit.form.data;
	struct wcore_reader specs = {
		.data = data->file->data,
		.pos = entry->abbrev->attrs,
		.end = data->file->size,
	};
	struct wcore_attr attr;
	uint16_t tag;

	both->entry_count++;
	assert_true(wcore_dies_tag(both->dies, entry->offset, &tag));
	assert_int_equal(entry->tag, tag);
	while (wcore_attr_next(&specs, &attr))
		compare_attr(both, entry, &attr);
}

/* All children of an entry, and theirs; each in the same order in both readers. */
static void compare_children(struct both *both, const struct wcore_entry *parent)
{
	struct wcore_entry child;
	uint64_t die = 0;
	bool has_die = wcore_dies_child(both->dies, parent->offset, &die);
	bool has_entry = wcore_entry_child(parent, &child);

	while (has_entry) {
		assert_true(has_die);
		assert_true(child.offset == die);
		compare_entry(both, &child);
		compare_children(both, &child);
		has_die = wcore_dies_sibling(both->dies, die, &die);
		has_entry = wcore_entry_sibling(both->entries, &child, &child);
	}
	assert_false(has_die);
}

static void entries_are_libdwarfs(void **state)
{
	static const struct { const char *path; unsigned long entries, attrs; } cases[] = {
		/* How many there are llvm-dwarfdump says. */
		{ "tests/data/c-divzero/crash-O0.wasm", 3500, 11682 },
		{ "tests/data/c-divzero/crash-O2.wasm", 3535, 11756 },
		{ "tests/data/wt-c-div-O2-dwarf5/m.wasm", 3805, 12708 },
		{ "tests/data/dwarf/v2.wasm", 27, 140 },
		{ "tests/data/dwarf/v3.wasm", 27, 140 },
		{ "tests/data/dwarf/v4.wasm", 33, 163 },
		{ "tests/data/dwarf/v5.wasm", 33, 169 },
		{ "tests/data/dwarf/v5-types.wasm", 33, 169 },
		{ "tests/data/dwarf/lto.wasm", 28, 125 },
		{ "tests/data/cpp-abort/bank-O0.wasm", 58758, 206870 },
		{ "tests/data/wt-zig-debug/m.wasm", 24903, 91335 },
		{ "tests/data/rust-panic/shop-debug.wasm", 184752, 588350 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_entry root;
		struct both both;
		uint64_t die = 0;

		both_open(&both, cases[i].path);
		uint32_t count = wcore_entries_unit_count(both.entries);

		assert_true(wcore_dies_first_unit(both.dies, &die));
		for (uint32_t unit = 0; unit < count; unit++) {
			assert_true(wcore_entries_unit(both.entries, unit, &root));
			assert_true(root.offset == die);
			compare_entry(&both, &root);
			compare_children(&both, &root);
			assert_true(wcore_dies_next_unit(both.dies, die, &die) ==
				    (unit + 1 < count));
		}
		assert_false(wcore_entries_unit(both.entries, count, &root));
		assert_int_equal(both.entry_count, cases[i].entries);
		assert_int_equal(both.attr_count, cases[i].attrs);
		both_close(&both);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_are_libdwarfs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
