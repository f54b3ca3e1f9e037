/* data: URLs of source maps, as RFC 2397 and RFC 4648 have them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/debug/source_map.h"

static void urls_are_decoded(void **state)
{
	static const struct { const char *url, *text; } cases[] = {
		{ "data:application/json;base64,e30=", "{}" }, { "data:;base64,e30", "{}" },
		{ "data:application/json;charset=utf-8;base64,Zm9vYmFy", "foobar" }, { "data:;base64,Zm9vYg==", "foob" },
		{ "data:;base64,", "" },
		{ "data:;base64,+/+/", "\xfb\xff\xbf" }, { "data:;base64,-_-_", "\xfb\xff\xbf" },
		{ "data:application/json,{}", "{}" }, { "data:,%7B%22a%22%3A1%7d", "{\"a\":1}" },
		{ "data:,a%2", "a%2" }, { "data:,a%2g%%41", "a%2g%A" }, { "data:,a,b", "a,b" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wcore_file *file = NULL;

		assert_null(wcore_source_map_from_url(wcore_string_from(cases[i].url), "m.wasm", &file));
		assert_int_equal(file->size, strlen(cases[i].text));
		assert_memory_equal(file->data, cases[i].text, strlen(cases[i].text));
		wcore_file_close(file);
	}
}

static void others_are_refused(void **state)
{
	static const struct { const char *url; enum wcore_error_code code; } cases[] = {
		{ "", WCORE_ERROR_KIND }, { "main.wasm.map", WCORE_ERROR_KIND }, { "data:application/json", WCORE_ERROR_KIND },
		{ "https://example.org/a,b", WCORE_ERROR_KIND },
		{ "data:;base64,e3 0", WCORE_ERROR_FORMAT }, { "data:;base64,e", WCORE_ERROR_FORMAT },
		{ "data:;base64,Zm9vYmFye", WCORE_ERROR_FORMAT }, { "data:;base64,e3===", WCORE_ERROR_FORMAT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wcore_file *file = NULL;
		struct wcore_error *error = wcore_source_map_from_url(wcore_string_from(cases[i].url), "m.wasm", &file);

		assert_non_null(error);
		assert_int_equal(error->code, cases[i].code);
		assert_string_equal(error->path, "m.wasm");
		assert_null(file);
		wcore_error_destroy(error);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(urls_are_decoded), cmocka_unit_test(others_are_refused) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
