#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/wasm/metadata.h"
#include "dump_writer.h"

struct custom {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;
};

/* A module with one custom section. */
static void open_custom(struct custom *custom, const char *name, const char *bytes, size_t size)
{
	writer_init(&custom->w);
	writer_custom(&custom->w, name);
	writer_bytes(&custom->w, bytes, size);
	writer_end(&custom->w);
	custom->file = writer_file(&custom->w, "t.wasm");
	assert_null(wcore_module_open(custom->file, 0, custom->file->size, &custom->module));
}

static void close_custom(struct custom *custom)
{
	wcore_module_close(custom->module);
	wcore_file_close(custom->file);
	writer_deinit(&custom->w);
}

static void build_id(void **state)
{
	static const struct { const char *bytes; size_t size; const char *hex; } cases[] = {
		{ "\4\xde\xad\xbe\xef", 5, "deadbeef" },
		{ "\x84\x80\0\xde\xad\xbe\xef", 7, "deadbeef" },	/* a padded length */
		{ "\xde\xad\xbe\xef", 4, "deadbeef" },
		{ "\5\xde\xad\xbe\xef", 5, "05deadbeef" },	/* no length of these bytes */
		{ "\x80", 1, "80" },
		{ "\0", 1, NULL },
		{ "", 0, NULL },
	};
	struct custom custom;
	const uint8_t *bytes;
	size_t size;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *hex;

		open_custom(&custom, "build_id", cases[i].bytes, cases[i].size);
		assert_int_equal(wcore_metadata_build_id(custom.module, &bytes, &size),
				 cases[i].hex != NULL);
		hex = wcore_metadata_build_id_hex(custom.module);
		if (cases[i].hex)
			assert_string_equal(hex, cases[i].hex);
		else
			assert_null(hex);
		free(hex);
		close_custom(&custom);
	}
	open_custom(&custom, "other", "\1\1", 2);
	assert_false(wcore_metadata_build_id(custom.module, &bytes, &size));
	close_custom(&custom);
}

static void urls(void **state)
{
	struct custom custom;

	(void)state;
	open_custom(&custom, "external_debug_info", "\x0cm.debug.wasm", 13);
	assert_true(wcore_string_is(wcore_metadata_external_debug_info(custom.module),
				    "m.debug.wasm"));
	assert_null(wcore_metadata_source_map(custom.module).data);
	close_custom(&custom);
	open_custom(&custom, "sourceMappingURL", "\5m.map", 6);
	assert_true(wcore_string_is(wcore_metadata_source_map(custom.module), "m.map"));
	assert_null(wcore_metadata_external_debug_info(custom.module).data);
	close_custom(&custom);
	open_custom(&custom, "sourceMappingURL", "\x09m.map", 6);
	assert_null(wcore_metadata_source_map(custom.module).data);
	close_custom(&custom);
	open_custom(&custom, "sourceMappingURL", "\0", 1);
	assert_null(wcore_metadata_source_map(custom.module).data);
	close_custom(&custom);
}

/* What clang and rustc put into a module, as `wasm-objdump -x -j producers` lists it. */
static void producers(void **state)
{
	static const char bytes[] = "\2"
		"\x08language\1\3C11\0"
		"\x0cprocessed-by\2\5clang\x06" "16.0.6\3lld\2v1";
	struct wcore_producer found[8] = { 0 };
	struct custom custom;

	(void)state;
	open_custom(&custom, "producers", bytes, sizeof(bytes) - 1);
	assert_int_equal(wcore_metadata_producers(custom.module, found, 8), 3);
	assert_true(wcore_string_is(found[0].field, "language"));
	assert_true(wcore_string_is(found[0].name, "C11"));
	assert_int_equal(found[0].version.size, 0);
	assert_true(wcore_string_is(found[2].field, "processed-by"));
	assert_true(wcore_string_is(found[1].name, "clang"));
	assert_true(wcore_string_is(found[1].version, "16.0.6"));
	assert_true(wcore_string_is(found[2].name, "lld"));
	found[1].name = (struct wcore_string){ 0 };
	assert_int_equal(wcore_metadata_producers(custom.module, found, 1), 3);
	assert_null(found[1].name.data);
	close_custom(&custom);

	open_custom(&custom, "producers", bytes, sizeof(bytes) - 2);
	assert_int_equal(wcore_metadata_producers(custom.module, found, 8), 2);
	close_custom(&custom);
	open_custom(&custom, "producers", "\xff\xff\xff\xff\x0f", 5);
	assert_int_equal(wcore_metadata_producers(custom.module, found, 8), 0);
	close_custom(&custom);
}

static void features(void **state)
{
	static const char bytes[] = "\3+\x07simd128-\7atomics=\3foo";
	struct wcore_feature found[3];
	struct custom custom;

	(void)state;
	open_custom(&custom, "target_features", bytes, sizeof(bytes) - 1);
	assert_int_equal(wcore_metadata_features(custom.module, found, 3), 3);
	assert_int_equal(found[0].prefix, '+');
	assert_true(wcore_string_is(found[0].name, "simd128"));
	assert_int_equal(found[1].prefix, '-');
	assert_true(wcore_string_is(found[1].name, "atomics"));
	assert_int_equal(found[2].prefix, '=');
	assert_true(wcore_string_is(found[2].name, "foo"));
	close_custom(&custom);
	open_custom(&custom, "target_features", bytes, sizeof(bytes) - 2);
	assert_int_equal(wcore_metadata_features(custom.module, found, 3), 2);
	close_custom(&custom);
}

/* As `wasm-tools metadata show` and a hex dump have them. */
static void real_modules(void **state)
{
	struct wcore_file *file = NULL;
	struct wcore_module *module = NULL;
	struct wcore_producer found[4] = { 0 };

	(void)state;
	assert_null(wcore_file_open("tests/data/as-trap/main.wasm", NULL, &file));
	assert_null(wcore_module_open(file, 0, file->size, &module));
	assert_true(wcore_string_is(wcore_metadata_source_map(module), "./main.wasm.map"));
	wcore_module_close(module);
	wcore_file_close(file);

	assert_null(wcore_file_open("tests/data/c-divzero/crash-O0.wasm", NULL, &file));
	assert_null(wcore_module_open(file, 0, file->size, &module));
	assert_int_equal(wcore_metadata_producers(module, found, 4), 3);
	assert_true(wcore_string_is(found[0].name, "C99"));
	assert_true(wcore_string_is(found[1].name, "C11"));
	assert_true(wcore_string_is(found[2].field, "processed-by"));
	assert_true(wcore_string_is(found[2].name, "Debian clang"));
	assert_true(wcore_string_is(found[2].version, "14.0.6"));
	wcore_module_close(module);
	wcore_file_close(file);

	assert_null(wcore_file_open("tests/data/wt-c-div-O2-split/m.wasm", NULL, &file));
	assert_null(wcore_module_open(file, 0, file->size, &module));
	char *hex = wcore_metadata_build_id_hex(module);
	assert_string_equal(hex, "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf");
	free(hex);
	wcore_module_close(module);
	wcore_file_close(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(build_id),
		cmocka_unit_test(urls),
		cmocka_unit_test(producers),
		cmocka_unit_test(features),
		cmocka_unit_test(real_modules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
