/* The length of arrays whose count, or last index, is in a variable. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dwarf.h>

#include "../../libcore/lang/print.h"

static const struct wcore_type number = {
	.kind = WCORE_TYPE_INT, .language = DW_LANG_C11, .size = 4, .has_size = true, .is_signed = true,
	.encoding = DW_ATE_signed, .is_complete = true,
};

/* Gives the variable's bytes. */
static bool variable(void *context, const struct wcore_entry *entry, struct wcore_object *ret)
{
	(void)entry;
	*ret = wcore_object_bytes(&number, context, 4, WCORE_ORIGIN_RECORDED);
	return true;
}

static void test_length(void **state)
{
	static const struct {
		uint8_t holds;
		bool is_upper_bound;
		int64_t lower_bound;
		const char *text;
	} cases[] = {
		{ 3, false, 0, "{1, 2, 3}" },
		{ 2, true, 0, "{1, 2, 3}" },
		{ 3, true, 1, "{1, 2, 3}" },
		{ 0, true, 0, "{1}" },
		{ 0, true, 1, "{}" },
		{ 0, true, 2, "<of unknown length>" },
	};
	static const struct wcore_entry_unit unit;
	const uint8_t elements[] = { 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint8_t bytes[4] = { cases[i].holds };
		struct wcore_type array = {
			.kind = WCORE_TYPE_ARRAY, .language = DW_LANG_C11, .target = &number,
			.count_variable = { .unit = &unit }, .is_complete = true,
			.is_upper_bound = cases[i].is_upper_bound,
			.lower_bound = cases[i].lower_bound,
		};
		struct wcore_object object = wcore_object_bytes(&array, elements, sizeof(elements),
								WCORE_ORIGIN_MEMORY);
		struct wcore_viewer viewer;
		char *text = NULL;
		size_t size = 0;
		FILE *out = open_memstream(&text, &size);

		wcore_viewer_init(&viewer);
		viewer.implicit = variable;
		viewer.context = bytes;
		wcore_view_text(wcore_print(&viewer, &object, 0), out);
		fclose(out);
		assert_string_equal(text, cases[i].text);
		free(text);
		wcore_viewer_deinit(&viewer);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_length),
	};
	return cmocka_run_group_tests_name("print_array", tests, NULL, NULL);
}
