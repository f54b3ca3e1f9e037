/*
 * libdwarf's adapter, and our own reader against libdwarf: chains and lines of
 * every instruction of small modules and of many of large ones.
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
#include "dwarf_fixture.h"

struct function { uint64_t low, high, die, root; };
struct row { uint64_t low, high, start, line, column, root; };

/* What libdwarf says of a whole module. */
struct said {
	struct wcore_dies *dies;
	struct function *functions;
	size_t function_count, function_capacity;
	struct row *rows;
	size_t row_count, row_capacity;
	/* of the sequence that is being read */
	size_t first_row;
	uint64_t root;
	struct wcore_die_row last;
	bool is_open;
	unsigned compared, weak;
};

static void *grow(void *items, size_t *capacity, size_t count, size_t size)
{
	if (count < *capacity)
		return items;
	*capacity = *capacity ? *capacity * 2 : 1024;
	items = realloc(items, *capacity * size);
	assert_non_null(items);
	return items;
}

static void visit_row(void *context, const struct wcore_die_row *row)
{
	struct said *said = context;

	if (said->is_open && said->last.address < row->address) {
		said->rows = grow(said->rows, &said->row_capacity, said->row_count,
				  sizeof(*said->rows));
		said->rows[said->row_count++] =
			(struct row){ said->last.address, row->address, 0, said->last.line,
				      said->last.column, said->root };
	}
	if (!said->is_open)
		said->first_row = said->row_count;
	said->is_open = !row->is_end;
	said->last = *row;
	/* The start of its sequence tells the functions of weak copies and dead code apart. */
	if (row->is_end)
		for (size_t i = said->first_row; i < said->row_count; i++)
			said->rows[i].start = said->rows[said->first_row].low;
}

static void add_functions(struct said *said, uint64_t die, uint64_t root)
{
	struct wcore_die_attr low, high;
	uint64_t child;
	uint16_t tag;

	for (bool is_there = true; is_there; is_there = wcore_dies_sibling(said->dies, die, &die)) {
		assert_true(wcore_dies_tag(said->dies, die, &tag));
		if (tag == DW_TAG_subprogram &&
		    wcore_dies_attr(said->dies, die, DW_AT_low_pc, &low) &&
		    wcore_dies_attr(said->dies, die, DW_AT_high_pc, &high) && low.number) {
			uint64_t end = high.class == WCORE_DIE_ADDRESS ? high.number
								       : low.number + high.number;

			said->functions = grow(said->functions, &said->function_capacity,
					       said->function_count, sizeof(*said->functions));
			said->functions[said->function_count++] =
				(struct function){ low.number, end, die, root };
		}
		if ((tag == DW_TAG_compile_unit || tag == DW_TAG_namespace ||
		     tag == DW_TAG_structure_type || tag == DW_TAG_class_type ||
		     tag == DW_TAG_enumeration_type || tag == DW_TAG_union_type) &&
		    wcore_dies_child(said->dies, die, &child))
			add_functions(said, child, root);
	}
}

static int by_address(const void *a, const void *b)
{
	const struct row *left = a, *right = b;

	return (left->low > right->low) - (left->low < right->low);
}

static void listen(struct said *said, struct dwarf_fixture *fixture)
{
	uint64_t root, child;

	*said = (struct said){ 0 };
	assert_null(wcore_dies_open(fixture->module, &said->dies));
	for (bool is_there = wcore_dies_first_unit(said->dies, &root); is_there;
	     is_there = wcore_dies_next_unit(said->dies, root, &root)) {
		said->root = root;
		said->is_open = false;
		wcore_dies_rows(said->dies, root, visit_row, said);
		if (wcore_dies_child(said->dies, root, &child))
			add_functions(said, child, root);
	}
	qsort(said->rows, said->row_count, sizeof(*said->rows), by_address);
}

static void forget(struct said *said)
{
	wcore_dies_close(said->dies);
	free(said->functions);
	free(said->rows);
}

/* libdwarf's claims of a function, the exact one first; gives how many there are. */
static unsigned claims(const struct said *said, uint64_t low, uint64_t high,
		       const struct function **ret)
{
	unsigned count = 0;

	*ret = NULL;
	for (size_t i = 0; i < said->function_count; i++) {
		if (said->functions[i].low != low)
			continue;
		count++;
		if (said->functions[i].high == high && !*ret)
			*ret = &said->functions[i];
	}
	return count;
}

/*
 * The row that covers an address in a sequence that starts with the function, or
 * else in one that holds several functions.  Copies of weak functions and tails
 * of dead code overlap: looks back a while.
 */
static const struct row *row_at(const struct said *said, const struct function *function,
				uint64_t address)
{
	const struct row *other = NULL;
	size_t low = 0, high = said->row_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (said->rows[middle].low <= address)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low; i > 0 && low - i < 4096; i--) {
		const struct row *row = &said->rows[i - 1];

		if (row->root != function->root || row->low < function->low || address >= row->high)
			continue;
		if (row->start == function->low)
			return row;
		if (!other)
			other = row;
	}
	return other;
}

static void expect_chain(struct said *said, const struct wcore_sites *sites,
			 const struct function *function, uint64_t address)
{
	uint64_t scopes[512];
	unsigned count = wcore_dies_scopes(said->dies, function->die, address, scopes, 512);
	size_t site = sites->count;

	assert_true(count > 0 && count < 512);
	for (unsigned i = 0; i < count; i++) {
		struct wcore_die_attr attr;
		uint16_t tag;

		assert_true(wcore_dies_tag(said->dies, scopes[i], &tag));
		if (tag != DW_TAG_subprogram && tag != DW_TAG_inlined_subroutine)
			continue;
		assert_true(site > 0);
		assert_int_equal(sites->items[--site].die, scopes[i]);
		if (tag == DW_TAG_subprogram)
			continue;
		/* The caller's line is what the inlined call says. */
		const struct wcore_site *caller = &sites->items[site + 1];

		assert_true(wcore_dies_attr(said->dies, scopes[i], DW_AT_call_line, &attr));
		assert_int_equal(caller->line, attr.number);
		if (wcore_dies_attr(said->dies, scopes[i], DW_AT_call_column, &attr) && attr.number)
			assert_int_equal(caller->column, attr.number);
	}
	assert_int_equal(site, 0);
}

static void compare(struct dwarf_fixture *fixture, const struct wcore_function *wasm,
		    uint64_t offset, void *context)
{
	struct said *said = context;
	const struct function *function;
	struct wcore_sites sites = dwarf_fixture_find(fixture, offset);
	uint64_t address = offset - fixture->base;
	unsigned count = claims(said, wasm->body - fixture->base, wasm->end - fixture->base,
				&function);

	/* Without a claim that ends with the body there must be no site either. */
	if (!function) {
		assert_true(sites.count == 0 || !sites.items[0].function.data);
		return;
	}
	said->weak += count > 1;
	expect_chain(said, &sites, function, address);
	const struct row *row = row_at(said, function, address);

	if (row) {
		assert_int_equal(sites.items[0].line, row->line);
		assert_int_equal(sites.items[0].column, row->line ? row->column : 0);
	} else {
		assert_int_equal(sites.items[0].line, 0);
	}
	said->compared++;
}

static void chains_and_lines_are_libdwarfs(void **state)
{
	static const struct { const char *path; unsigned stride, least; } cases[] = {
		{ "tests/data/c-divzero/crash-O0.wasm", 1, 12000 },
		{ "tests/data/c-divzero/crash-O2.wasm", 1, 11700 },
		{ "tests/data/wt-c-div-O2-dwarf5/m.wasm", 1, 12400 },
		{ "tests/data/deep/deep.wasm", 1, 65 },
		{ "tests/data/wasmer/grove-O1.wasm", 1, 184 },
		{ "tests/data/dwarf/v2.wasm", 1, 82 },
		{ "tests/data/dwarf/v3.wasm", 1, 82 },
		{ "tests/data/dwarf/v4.wasm", 1, 82 },
		{ "tests/data/dwarf/v5.wasm", 1, 82 },
		{ "tests/data/wt-cpp-O0/m.wasm", 11, 2900 },
		{ "tests/data/cpp-abort/bank-O0.wasm", 17, 3700 },
		{ "tests/data/rust-panic/shop-debug.wasm", 23, 2500 },
		{ "tests/data/wt-zig-debug/m.wasm", 23, 3900 },
	};
	unsigned weak = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct dwarf_fixture fixture;
		struct said said;

		dwarf_fixture_open(&fixture, cases[i].path);
		listen(&said, &fixture);
		dwarf_fixture_each(&fixture, cases[i].stride, compare, &said);
		assert_true(said.compared >= cases[i].least);
		weak += said.weak;
		forget(&said);
		dwarf_fixture_close(&fixture);
	}
	/* C++ has functions that several units claim. */
	assert_true(weak > 0);
}

/* A child of the DIE, or of a scope in it, by its name. */
static bool find_named(struct wcore_dies *dies, uint64_t die, const char *name, uint64_t *ret)
{
	struct wcore_die_attr attr;

	for (bool is_there = wcore_dies_child(dies, die, ret); is_there;
	     is_there = wcore_dies_sibling(dies, *ret, ret))
		if (wcore_dies_attr(dies, *ret, DW_AT_name, &attr) &&
		    wcore_string_is(attr.bytes, name))
			return true;
	return false;
}

/* `process` of crash.c: its parameter `it` points to `struct item`, and lives in a Wasm stack frame. */
static void variables_and_types_are_reached(void **state)
{
	struct dwarf_fixture fixture;
	struct wcore_dies *dies;
	struct wcore_sites sites;
	struct wcore_die_attr attr;
	uint64_t it, root;
	uint16_t tag;

	(void)state;
	dwarf_fixture_open(&fixture, "tests/data/c-divzero/crash-O0.wasm");
	sites = dwarf_fixture_find(&fixture, 1309);
	assert_null(wcore_dies_open(fixture.module, &dies));
	assert_true(wcore_dies_root(dies, sites.items[0].die, &root));
	assert_true(wcore_dies_attr(dies, root, DW_AT_name, &attr));
	assert_true(wcore_string_is(attr.bytes, "crash.c"));
	assert_true(wcore_dies_attr(dies, sites.items[0].die, DW_AT_frame_base, &attr));
	assert_int_equal(attr.class, WCORE_DIE_BYTES);
	/* DW_OP_WASM_location, a local, ... DW_OP_stack_value */
	assert_int_equal((uint8_t)attr.bytes.data[0], 0xed);
	assert_int_equal(attr.bytes.data[1], 0);
	assert_true(find_named(dies, sites.items[0].die, "it", &it));
	assert_true(wcore_dies_attr(dies, it, DW_AT_location, &attr));
	assert_int_equal(attr.class, WCORE_DIE_BYTES);
	assert_int_equal((uint8_t)attr.bytes.data[0], DW_OP_fbreg);
	assert_true(wcore_dies_attr(dies, it, DW_AT_type, &attr));
	assert_int_equal(attr.class, WCORE_DIE_REFERENCE);
	assert_true(wcore_dies_tag(dies, attr.number, &tag));
	assert_int_equal(tag, DW_TAG_pointer_type);
	assert_false(wcore_dies_attr(dies, it, DW_AT_byte_size, &attr));
	assert_false(wcore_dies_tag(dies, UINT64_C(1) << 40, &tag));
	wcore_dies_close(dies);
	dwarf_fixture_close(&fixture);
}

static void a_module_without_dwarf_has_no_dies(void **state)
{
	struct dwarf_fixture fixture;
	struct wcore_dies *dies;

	(void)state;
	dwarf_fixture_open(&fixture, "tests/data/multi/app.wasm");
	struct wcore_error *error = wcore_dies_open(fixture.module, &dies);

	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_NOT_FOUND);
	wcore_error_destroy(error);
	dwarf_fixture_close(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chains_and_lines_are_libdwarfs),
		cmocka_unit_test(variables_and_types_are_reached),
		cmocka_unit_test(a_module_without_dwarf_has_no_dies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
