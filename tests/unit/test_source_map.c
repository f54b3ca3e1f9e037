#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/debug/source_map.h"

static struct wcore_source_map *open_text(const char *text)
{
	struct wcore_source_map *map = NULL;
	struct wcore_file *file = NULL;

	assert_null(wcore_file_from_memory("t.map", text, strlen(text), &file));
	assert_null(wcore_source_map_open(file, &map));
	return map;
}

static void refuse(const char *text, enum wcore_error_code code)
{
	struct wcore_source_map *map = NULL;
	struct wcore_file *file = NULL;

	assert_null(wcore_file_from_memory("t.map", text, strlen(text), &file));
	struct wcore_error *error = wcore_source_map_open(file, &map);

	assert_non_null(error);
	assert_int_equal(error->code, code);
	wcore_error_destroy(error);
}

struct place {
	uint64_t start, offset;
	const char *file, *short_file;	/* NULL: nothing is said of this offset */
	uint32_t line, column;
};

static void check(struct wcore_source_map *map, const struct place *places, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct wcore_site site = { 0 };
		bool found = wcore_source_map_find(map, places[i].start, places[i].offset, &site);

		assert_int_equal(found, places[i].file != NULL);
		if (!found)
			continue;
		assert_true(wcore_string_is(site.file, places[i].file));
		assert_true(wcore_string_is(site.short_file, places[i].short_file));
		assert_int_equal(site.line, places[i].line);
		assert_int_equal(site.column, places[i].column);
	}
}

#define CHECK(map, places) check(map, places, sizeof(places) / sizeof((places)[0]))

/* In mappings: A is 0, C is 1, D is -1, U is 10, "gB" is 16. */
static void test_mappings(void **state)
{
	static const struct place places[] = {
		{ 0, 9, NULL, NULL, 0, 0 },		/* before the first */
		{ 0, 10, "a.ts", "a.ts", 1, 1 },
		{ 0, 19, "a.ts", "a.ts", 1, 1 },
		{ 11, 19, NULL, NULL, 0, 0 },		/* of another function */
		{ 10, 20, "dir/b.ts", "dir/b.ts", 2, 17 },
		{ 0, 30, NULL, NULL, 0, 0 },		/* a segment without source */
		{ 0, 40, "a.ts", "a.ts", 1, 17 },	/* with a name, which is read over */
		{ 0, 50, NULL, NULL, 0, 0 },		/* source 2: null */
		{ 0, 60, NULL, NULL, 0, 0 },		/* source 3: there is none */
		{ 0, UINT64_MAX, NULL, NULL, 0, 0 },
	};
	struct wcore_source_map *map = open_text(
		"{\"version\":3,\"names\":[\"x\"],\"sources\":[\"a.ts\",\"dir/b.ts\",null],"
		"\"mappings\":\"UAAA,UCCgB,U,UDDAA,UEAA,UCAA;AAAA\",\"x_other\":[{\"a\":[1,-2e5,true]}]}");

	(void)state;
	CHECK(map, places);
	wcore_source_map_close(map);
}

static void test_source_root(void **state)
{
	static const char *const texts[] = {
		"{\"version\":3,\"sourceRoot\":\"/src\",\"sources\":[\"a.ts\",\"~lib/b.ts\",\"/c.ts\",\"http://h/d\"],"
		"\"mappings\":\"AAAA,UCAA,UCAA,UCAA\"}",
		/* The root may stand behind the sources, and have its slash. */
		"{\"mappings\":\"AAAA,UCAA,UCAA,UCAA\",\"sources\":[\"a.ts\",\"~lib\\/b.ts\",\"/c.ts\",\"http://h/d\"],"
		"\"sourceRoot\":\"/src/\", \"version\" : 3 }",
	};
	static const struct place places[] = {
		{ 0, 0, "/src/a.ts", "a.ts", 1, 1 },
		{ 0, 10, "/src/~lib/b.ts", "~lib/b.ts", 1, 1 },
		{ 0, 20, "/c.ts", "/c.ts", 1, 1 },
		{ 0, 30, "http://h/d", "http://h/d", 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct wcore_source_map *map = open_text(texts[i]);

		CHECK(map, places);
		wcore_source_map_close(map);
	}
}

static void test_content(void **state)
{
	struct wcore_source_map *map = open_text(
		")]}'\n{\"version\":3,\"sources\":[\"a.ts\",\"b.ts\"],\"mappings\":\"AAAA,UCAA\","
		"\"sourcesContent\":[\"let x = \\\"\\u00e9\\ud83d\\ude00\\\";\\n\\tx\\\\\",null]}");
	struct wcore_site site = { 0 };

	(void)state;
	assert_true(wcore_source_map_find(map, 0, 0, &site));
	assert_true(wcore_string_is(wcore_source_map_content(map, site.file),
				    "let x = \"é😀\";\n\tx\\"));
	assert_true(wcore_source_map_find(map, 0, 10, &site));
	assert_null(wcore_source_map_content(map, site.file).data);
	assert_null(wcore_source_map_content(map, WCORE_STRING("c.ts")).data);
	wcore_source_map_close(map);
}

static void test_sections(void **state)
{
	static const struct place places[] = {
		{ 0, 50, NULL, NULL, 0, 0 },
		{ 0, 100, "a.ts", "a.ts", 1, 1 },
		{ 0, 115, "a.ts", "a.ts", 2, 1 },
		{ 0, 300, NULL, NULL, 0, 0 },	/* the second section has nothing before 310 */
		{ 0, 310, "lib/b.ts", "b.ts", 1, 1 },
		{ 311, 311, NULL, NULL, 0, 0 },
	};
	struct wcore_source_map *map = open_text(
		"{\"version\":3,\"sections\":["
		"{\"offset\":{\"line\":0,\"column\":100},\"map\":"
		"{\"version\":3,\"sources\":[\"a.ts\"],\"mappings\":\"AAAA,UACA\"}},"
		"{\"map\":{\"version\":3,\"sources\":[\"b.ts\"],\"sourceRoot\":\"lib\",\"mappings\":\"UAAA\"},"
		"\"offset\":{\"column\":300,\"line\":0}},"
		"{\"offset\":{\"line\":1,\"column\":0},\"map\":"
		"{\"version\":3,\"sources\":[\"c.ts\"],\"mappings\":\"AAAA\"}}]}");

	(void)state;
	CHECK(map, places);
	wcore_source_map_close(map);
}

/* Beyond one checkpoint, in order and not: each mapping n stands at offset 10 n, line n + 1. */
static void test_many(void **state)
{
	const unsigned count = 5000;
	char *text = malloc(count * 6 + 200), *at = text;

	(void)state;
	assert_non_null(text);
	for (unsigned disorder = 0; disorder < 2; disorder++) {
		at = text + sprintf(text, "{\"version\":3,\"sources\":[\"a\"],\"mappings\":\"AAAA");
		for (unsigned i = 1; i < count; i++)
			at += sprintf(at, ",UACA");
		/* One step back: the offset of mapping count - 2, another column. */
		at += sprintf(at, "%s\"}", disorder ? ",VAAC" : "");
		struct wcore_source_map *map = open_text(text);

		for (unsigned i = 0; i < count - 2; i += 7) {
			const struct place place = { 0, 10 * i + 9, "a", "a", i + 1, 1 };

			check(map, &place, 1);
		}
		const struct place last = { 0, 10 * (count - 2), "a", "a",
					    disorder ? count : count - 1, disorder ? 2 : 1 };

		check(map, &last, 1);
		wcore_source_map_close(map);
	}
	free(text);
}

/*
 * What the compiler's own maps say of the frames of two dumps, by another
 * decoder; their sourceRoots are "./main" and "./m".
 */
static void test_assembly_script(void **state)
{
	static const struct place debug[] = {
		{ 4073, 4188, "./main/main.ts", "main.ts", 3, 91 },
		{ 4187, 4187, "./main/main.ts", "main.ts", 3, 96 },
	};
	static const struct place optimized[] = {
		{ 4842, 5141, "./m/~lib/array.ts", "~lib/array.ts", 114, 5 },
		{ 5201, 5723, NULL, NULL, 0, 0 },
		{ 5201, 5728, "./m/park.ts", "park.ts", 29, 28 },
	};
	static const char *const paths[] = {
		"tests/data/as-trap/main.wasm.map", "tests/data/wt-as-O3/m.wasm.map",
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct wcore_source_map *map = NULL;
		struct wcore_file *file = NULL;

		assert_null(wcore_file_open(paths[i], NULL, &file));
		assert_null(wcore_source_map_open(file, &map));
		if (i == 0)
			CHECK(map, debug);
		else
			CHECK(map, optimized);
		wcore_source_map_close(map);
	}
}

static void test_broken(void **state)
{
	static const char *const texts[] = {
		"", "[]", "{", "\"version\"", "{\"version\":3}", "{\"version\":2,\"mappings\":\"\"}",
		"{\"mappings\":\"\",\"sources\":[]}", "{\"version\":3,\"mappings\":\"AAAA\"",
		"{\"version\":3,\"mappings\":7}", "{\"version\":3,\"mappings\":\"AA*A\"}",
		"{\"version\":3,\"mappings\":\"AA\"}", "{\"version\":3,\"mappings\":\"AAAAAA\"}",
		"{\"version\":3,\"mappings\":\"AAg\"}", "{\"version\":3,\"mappings\":\"gggggggggA\"}",
		"{\"version\":3,\"mappings\":\"\",\"sources\":{}}", "{\"version\":3 \"mappings\":\"\"}",
		"{\"version\":3,\"mappings\"=\"\"}", "{\"version\":3,\"mappings\":\"\\",
		"{\"version\":3,\"sections\":[{\"offset\":{\"line\":0,\"column\":1e99}}]}",
		"{\"version\":3,\"sections\":[{\"map\":{\"version\":3,\"sections\":[]}}]}",
		"{\"version\":99999999999999999999,\"mappings\":\"\"}",
	};
	char *deep = malloc(200001);

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		refuse(texts[i], WCORE_ERROR_FORMAT);
	assert_non_null(deep);
	memset(deep, '[', 200000);
	memcpy(deep, "{\"x\":", 5);
	deep[200000] = 0;
	refuse(deep, WCORE_ERROR_FORMAT);
	free(deep);
}

static void test_data_url(void **state)
{
	static const char *const urls[] = {
		/* {"version":3,"sources":["a"],"mappings":"AAAA"} */
		"data:application/json;charset=utf-8;base64,"
		"eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbImEiXSwibWFwcGluZ3MiOiJBQUFBIn0=",
		"data:application/json,%7B%22version%22:3,%22sources%22:[%22a%22],%22mappings%22:%22AAAA%22%7d",
	};
	static const char *const broken[] = {
		"data:application/json;base64,e*", "data:application/json;base64,eyJ2Z",
		"data:application/json;base64,eyJ2===A",
	};
	static const struct place place = { 0, 0, "a", "a", 1, 1 };
	struct wcore_file *file = NULL;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct wcore_source_map *map = NULL;

		assert_null(wcore_source_map_from_url(wcore_string_from(urls[i]), "m.wasm", &file));
		assert_null(wcore_source_map_open(file, &map));
		check(map, &place, 1);
		wcore_source_map_close(map);
	}
	for (size_t i = 0; i < 3; i++) {
		struct wcore_error *error =
			wcore_source_map_from_url(wcore_string_from(broken[i]), "m.wasm", &file);

		assert_non_null(error);
		assert_int_equal(error->code, WCORE_ERROR_FORMAT);
		wcore_error_destroy(error);
	}
	struct wcore_error *error =
		wcore_source_map_from_url(WCORE_STRING("m.wasm.map"), "m.wasm", &file);

	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_KIND);
	wcore_error_destroy(error);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mappings),
		cmocka_unit_test(test_source_root),
		cmocka_unit_test(test_content),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_assembly_script),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_data_url),
	};

	return cmocka_run_group_tests_name("source_map", tests, NULL, NULL);
}
