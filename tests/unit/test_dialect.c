#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/dump/dialect.h"

/* Each dialect's shape as its producer writes it (docs/format.md). */
static const struct dialect_case {
	const char *name;
	enum wcore_dialect_id id;
	bool has_instance, counts_first, fixed_width;
	enum wcore_offset_base base;
} cases[] = {
	{ "spec", WCORE_DIALECT_SPEC, true, false, false, WCORE_BASE_BODY },
	{ "xtuc", WCORE_DIALECT_XTUC, true, true, true, WCORE_BASE_CODE },
	{ "wasmer", WCORE_DIALECT_WASMER, true, true, true, WCORE_BASE_BODY },
	{ "wasmedge", WCORE_DIALECT_WASMEDGE, false, true, true, WCORE_BASE_CALLER },
	{ "builder", WCORE_DIALECT_BUILDER, false, true, true, WCORE_BASE_BODY },
	{ "spec-2023", WCORE_DIALECT_SPEC_2023, false, false, false, WCORE_BASE_BODY },
};

static void test_table(void **state)
{
	(void)state;
	assert_int_equal(sizeof(cases) / sizeof(cases[0]), WCORE_DIALECT_COUNT);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct wcore_dialect *dialect = wcore_dialect_find(cases[i].name);

		assert_non_null(dialect);
		assert_ptr_equal(dialect, wcore_dialect_get(cases[i].id));
		assert_int_equal(dialect->id, cases[i].id);
		assert_string_equal(dialect->name, cases[i].name);
		assert_int_equal(dialect->has_instance, cases[i].has_instance);
		assert_int_equal(dialect->counts_first, cases[i].counts_first);
		assert_int_equal(dialect->fixed_width, cases[i].fixed_width);
		assert_int_equal(dialect->base, cases[i].base);
		assert_true(strlen(dialect->summary) > 0);
	}
}

static void test_unknown(void **state)
{
	(void)state;
	assert_null(wcore_dialect_find("auto"));
	assert_null(wcore_dialect_find(""));
	assert_null(wcore_dialect_find("spe"));
	assert_null(wcore_dialect_get(WCORE_DIALECT_AUTO));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
