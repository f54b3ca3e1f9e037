/* Secrets over the borders of parts, what becomes of them in the file, and where else they are looked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/redact/copies.h"
#include "../../libcore/redact/redact.h"
#include "../../libcore/redact/window.h"
#include "dump_writer.h"

#define SECRET "Zq7+Zq8-Zq9"
#define SIZE (sizeof(SECRET) - 1)

struct fixture {
	struct wcore_redact_rules rules;
	struct wcore_engine *engine;
	struct wcore_file *file;
	struct wcore_redaction redaction;
	struct wcore_redact_window *window;
	struct wcore_replacement replacement;
	struct wcore_window_sink sink;
	unsigned told;
};

static struct wcore_error *tell(void *context, uint32_t rule, struct wcore_string text)
{
	struct fixture *f = context;

	/* The known value has the number behind those of the rules: there are none. */
	assert_int_equal(rule, 0);
	assert_true(wcore_string_is(text, SECRET));
	f->told++;
	return NULL;
}

static void set_up_value(struct fixture *f, const char *secret, size_t secret_size, const uint8_t *data, size_t size)
{
	const struct wcore_known_value value = { { "KEY", 3 }, { secret, secret_size } };

	*f = (struct fixture){ .sink = { tell, f } };
	wcore_redact_rules_init(&f->rules);
	assert_null(wcore_engine_create(&f->rules, &value, 1, wcore_simd_detect(), &f->engine));
	assert_null(wcore_file_from_memory("t", data, size, &f->file));
	wcore_redaction_init(&f->redaction);
	assert_null(wcore_redact_window_create(f->engine, f->file, &f->replacement, &f->sink, &f->redaction, &f->window));
}

static void set_up(struct fixture *f, const uint8_t *data, size_t size)
{
	set_up_value(f, SECRET, SIZE, data, size);
}

static void tear_down(struct fixture *f)
{
	wcore_redact_window_destroy(f->window);
	wcore_redaction_deinit(&f->redaction);
	wcore_file_close(f->file);
	wcore_engine_destroy(f->engine);
	wcore_redact_rules_deinit(&f->rules);
}

static void add(struct fixture *f, uint64_t offset, uint64_t size, uint64_t address)
{
	const struct wcore_redact_hit part = { .place = WCORE_PLACE_MEMORY, .offset = offset, .size = size,
					       .address = address };

	assert_null(wcore_redact_window_add(f->window, &part));
}

static void finish(struct fixture *f)
{
	assert_null(wcore_redact_window_finish(f->window));
	assert_null(wcore_redaction_finish(&f->redaction));
}

/* The file's bytes "Zq7+Z" and "q8-Zq9" lie apart, in the wrong order, and are side by side in memory. */
static void a_secret_in_two_parts_is_one(void **state)
{
	static const uint8_t data[] = "..q8-Zq9..Zq7+Z";
	struct fixture f;
	const struct wcore_patches *patches = &f.redaction.patches;

	(void)state;
	set_up(&f, data, sizeof(data) - 1);
	add(&f, 10, 5, 100);
	add(&f, 2, 6, 105);
	finish(&f);
	assert_int_equal(f.told, 1);
	assert_int_equal(f.redaction.hit_count, 1);
	assert_int_equal(f.redaction.hits[0].offset, 10);
	assert_int_equal(f.redaction.hits[0].size, SIZE);
	assert_int_equal(f.redaction.hits[0].address, 100);
	assert_int_equal(patches->count, 2);
	assert_int_equal(patches->items[0].offset, 2);
	assert_int_equal(patches->items[0].size, 6);
	assert_memory_equal(patches->items[0].bytes, "xxxxxx", 6);
	assert_int_equal(patches->items[1].offset, 10);
	assert_int_equal(patches->items[1].size, 5);
	assert_memory_equal(patches->items[1].bytes, "xxxxx", 5);
	tear_down(&f);
}

/* Of text the ends of lines stay; of a key that is no text each byte goes, those that look like control bytes too. */
static void no_byte_of_a_key_stays(void **state)
{
	static const struct { const char *secret, *replaced; size_t size; } cases[] = {
		{ "Zq7+\nZq8-\r\tq9", "xxxx\nxxxx\r\txx", 13 },
		{ "Zq7+\1Zq8-\n\0q9", "xxxxxxxxxxxxx", 13 },
		{ "\x1f\xc3\x07\x89Zq8-", "xxxxxxxx", 8 },
		{ "Stra\303\237e!", "xxxxxxxx", 8 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fixture f;

		set_up_value(&f, cases[i].secret, cases[i].size, (const uint8_t *)cases[i].secret, cases[i].size);
		f.sink.secret = NULL;
		add(&f, 0, cases[i].size, 100);
		finish(&f);
		assert_int_equal(f.redaction.patches.count, 1);
		assert_int_equal(f.redaction.patches.items[0].size, cases[i].size);
		assert_memory_equal(f.redaction.patches.items[0].bytes, cases[i].replaced, cases[i].size);
		tear_down(&f);
	}
}

/* What stands for it in the file keeps its form: hexadecimal digits of a key, zeros of UTF-16. */
static void other_forms_stay_what_they_are(void **state)
{
	static const struct { const char *secret, *data, *replaced; size_t size; enum wcore_secret_form form; } cases[] = {
		{ "\x1f\xc3\x07\x89Zq8-", "1fc307895a71382d", "0xx000000x00000x", 16, WCORE_FORM_HEX },
		{ "Zq7+Zq8-", "Z\0q\0" "7\0+\0Z\0q\0" "8\0-", "X\0x\0" "0\0+\0X\0x\0" "0\0-", 16, WCORE_FORM_UTF16 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fixture f;

		set_up_value(&f, cases[i].secret, 8, (const uint8_t *)cases[i].data, cases[i].size);
		f.sink.secret = NULL;
		f.replacement.kind = WCORE_REPLACE_SHAPE;
		add(&f, 0, cases[i].size, 100);
		finish(&f);
		assert_int_equal(f.redaction.hit_count, 1);
		assert_int_equal(f.redaction.hits[0].form, cases[i].form);
		assert_int_equal(f.redaction.patches.count, 1);
		assert_int_equal(f.redaction.patches.items[0].size, cases[i].size);
		assert_memory_equal(f.redaction.patches.items[0].bytes, cases[i].replaced, cases[i].size);
		tear_down(&f);
	}
}

static void a_break_parts(void **state)
{
	static const uint8_t data[] = "Zq7+Zq8-Zq9";
	struct fixture f;

	(void)state;
	set_up(&f, data, SIZE);
	/* In front of everything there is nothing to part. */
	assert_null(wcore_redact_window_break(f.window));
	add(&f, 0, 5, 0);
	assert_null(wcore_redact_window_break(f.window));
	add(&f, 5, SIZE - 5, 5);
	finish(&f);
	assert_int_equal(f.told, 0);
	assert_int_equal(f.redaction.hit_count, 0);
	assert_int_equal(f.redaction.patches.count, 0);
	tear_down(&f);
}

static void zeros_part_and_take_no_place(void **state)
{
	static const uint8_t data[] = SECRET SECRET;
	struct fixture f;

	(void)state;
	set_up(&f, data, 2 * SIZE);
	add(&f, 0, SIZE, 0);
	assert_null(wcore_redact_window_zeros(f.window, 0));
	assert_null(wcore_redact_window_zeros(f.window, 4u << 20));	/* more than a window */
	add(&f, SIZE, SIZE, 5u << 20);
	finish(&f);
	assert_int_equal(f.told, 2);
	assert_int_equal(f.redaction.hit_count, 2);
	assert_int_equal(f.redaction.hits[1].offset, SIZE);
	assert_int_equal(f.redaction.hits[1].address, 5u << 20);
	tear_down(&f);
}

/* The window moves over 20 MiB; secrets stand so close that some lie across each of its borders. */
static void a_long_part_is_searched_whole(void **state)
{
	enum { STEP = 4099, COUNT = 5000 };
	const size_t size = (size_t)STEP * COUNT;
	uint8_t *data = malloc(size);
	struct fixture f;

	(void)state;
	assert_non_null(data);
	memset(data, '.', size);
	for (size_t i = 0; i < COUNT; i++)
		memcpy(data + i * STEP, SECRET, SIZE);
	set_up(&f, data, size);
	add(&f, 0, size, 1u << 16);
	finish(&f);
	assert_in_range(f.told, COUNT, COUNT * 2);	/* what stands at a border may be seen from both sides */
	assert_int_equal(f.redaction.hit_count, COUNT);
	assert_int_equal(f.redaction.patches.count, COUNT);
	for (size_t i = 0; i < COUNT; i++) {
		assert_int_equal(f.redaction.hits[i].offset, i * STEP);
		assert_int_equal(f.redaction.hits[i].address, (1u << 16) + i * STEP);
		assert_int_equal(f.redaction.patches.items[i].offset, i * STEP);
		assert_int_equal(f.redaction.patches.items[i].size, SIZE);
	}
	tear_down(&f);
	free(data);
}

/* Segments of a dump that do not ascend: the text that they give together is searched, as memory has it. */
static void segments_in_disorder_are_one_text(void **state)
{
	static const struct wcore_known_value value = { { "KEY", 3 }, { SECRET, SIZE } };
	struct wcore_redact_options options = { .values = &value, .value_count = 1 };
	struct wcore_redact_rules none;
	struct dump_writer w;
	struct wcore_dump *dump = NULL;
	struct wcore_file *file;
	struct wcore_redaction redaction;
	const uint8_t *rest, *first;

	(void)state;
	wcore_redact_rules_init(&none);
	options.rules = &none;
	writer_init(&w);
	writer_core(&w, "a.wasm");
	writer_memory(&w, 0, 1, 0);
	writer_data_begin(&w, 3);
	writer_segment(&w, 105, "q8-Zq9", 6);
	writer_segment(&w, 300, "...", 3);
	writer_segment(&w, 100, "Zq7+Z", 5);
	writer_end(&w);
	file = writer_file(&w, "t.core");
	rest = memmem(file->data, file->size, "q8-Zq9", 6);
	first = memmem(file->data, file->size, "Zq7+Z", 5);
	assert_non_null(rest);
	assert_non_null(first);
	assert_null(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
	assert_null(wcore_redact(&options, dump->wasm, dump, NULL, &redaction));
	assert_int_equal(redaction.hit_count, 1);
	assert_int_equal(redaction.hits[0].place, WCORE_PLACE_MEMORY);
	assert_int_equal(redaction.hits[0].address, 100);
	assert_int_equal(redaction.hits[0].offset, first - file->data);
	assert_int_equal(redaction.patches.count, 2);
	assert_int_equal(redaction.patches.items[0].offset, rest - file->data);
	assert_memory_equal(redaction.patches.items[0].bytes, "xxxxxx", 6);
	assert_int_equal(redaction.patches.items[1].offset, first - file->data);
	assert_memory_equal(redaction.patches.items[1].bytes, "xxxxx", 5);
	wcore_redaction_deinit(&redaction);
	wcore_dump_close(dump);
	wcore_file_close(file);
	writer_deinit(&w);
	wcore_redact_rules_deinit(&none);
}

static void patch(struct wcore_redaction *redaction, uint64_t offset, const char *bytes)
{
	assert_null(wcore_redaction_add_patch(redaction, offset, (const uint8_t *)bytes, strlen(bytes)));
}

static void the_first_of_overlapping_patches_has_its_bytes(void **state)
{
	static const struct { uint64_t offset; const char *bytes; } expected[] = { { 4, "aaaa" }, { 8, "cc" }, { 20, "eeee" } };
	struct wcore_redaction redaction;

	(void)state;
	wcore_redaction_init(&redaction);
	patch(&redaction, 20, "eeee");
	patch(&redaction, 4, "aaaa");
	patch(&redaction, 4, "bb");	/* lies in another one */
	patch(&redaction, 6, "ddcc");	/* goes on behind it */
	patch(&redaction, 12, "");
	assert_null(wcore_redaction_finish(&redaction));
	assert_int_equal(redaction.patches.count, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(redaction.patches.items[i].offset, expected[i].offset);
		assert_int_equal(redaction.patches.items[i].size, strlen(expected[i].bytes));
		assert_memory_equal(redaction.patches.items[i].bytes, expected[i].bytes, strlen(expected[i].bytes));
	}
	wcore_redaction_deinit(&redaction);
}

static void hits_in_others_are_dropped(void **state)
{
	static const struct { uint64_t offset, size; uint32_t rule; } given[] = {
		{ 30, 5, 2 }, { 10, 10, 3 }, { 10, 10, 1 }, { 10, 12, 4 }, { 12, 3, 0 }, { 20, 6, 5 },
	}, expected[] = { { 10, 12, 4 }, { 20, 6, 5 }, { 30, 5, 2 } };
	struct wcore_redaction redaction;

	(void)state;
	wcore_redaction_init(&redaction);
	for (size_t i = 0; i < sizeof(given) / sizeof(*given); i++) {
		const struct wcore_redact_hit hit = { .offset = given[i].offset, .size = given[i].size, .rule = given[i].rule };

		assert_null(wcore_redaction_add_hit(&redaction, &hit));
	}
	assert_null(wcore_redaction_finish(&redaction));
	assert_int_equal(redaction.hit_count, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(redaction.hits[i].offset, expected[i].offset);
		assert_int_equal(redaction.hits[i].size, expected[i].size);
		assert_int_equal(redaction.hits[i].rule, expected[i].rule);
	}
	wcore_redaction_deinit(&redaction);
}

static void too_many_hits_are_refused(void **state)
{
	struct wcore_redaction redaction;
	const struct wcore_redact_hit hit = { 0 };
	struct wcore_error *error;

	(void)state;
	wcore_redaction_init(&redaction);
	redaction.hit_count = WCORE_REDACT_HITS_MAX;
	error = wcore_redaction_add_hit(&redaction, &hit);
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_LIMIT);
	wcore_error_destroy(error);
	redaction.hit_count = 0;
	wcore_redaction_deinit(&redaction);
}

static void copies_are_whole_and_without_their_head(void **state)
{
	struct wcore_copies copies;

	(void)state;
	wcore_copies_init(&copies);
	wcore_copies_settle(&copies);
	assert_int_equal(copies.count, 0);
	for (unsigned i = 0; i < 2; i++) {
		assert_null(wcore_copies_add(&copies, 7, WCORE_STRING("aB3dE5gH7jK9lM1nO2pQ")));
		assert_null(wcore_copies_add(&copies, 8, WCORE_STRING("aB3dE5gH7jK9lM1nO2p")));	/* 11 are left: too few */
		assert_null(wcore_copies_add(&copies, 9, WCORE_STRING("aB3dE5g")));
	}
	wcore_copies_settle(&copies);
	assert_int_equal(copies.count, 3);
	assert_true(wcore_string_is(copies.items[0].text, "7jK9lM1nO2pQ"));
	assert_int_equal(copies.items[0].rule, 7);
	assert_true(wcore_string_is(copies.items[1].text, "aB3dE5gH7jK9lM1nO2p"));
	assert_int_equal(copies.items[1].rule, 8);
	assert_true(wcore_string_is(copies.items[2].text, "aB3dE5gH7jK9lM1nO2pQ"));
	wcore_copies_deinit(&copies);
}

static void copies_are_bounded(void **state)
{
	struct wcore_copies copies;
	static char text[WCORE_KNOWN_MAX + 100];

	(void)state;
	wcore_copies_init(&copies);
	for (unsigned i = 0; i < 3 * WCORE_COPIES_MAX; i++) {
		char number[32];

		snprintf(number, sizeof(number), "aB%08u", i);
		assert_null(wcore_copies_add(&copies, 0, wcore_string_from(number)));
		assert_in_range(copies.count, 1, 2 * WCORE_COPIES_MAX);
	}
	wcore_copies_settle(&copies);
	assert_int_equal(copies.count, WCORE_COPIES_MAX);
	wcore_copies_deinit(&copies);

	wcore_copies_init(&copies);
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = "aB3dE5gH7j"[i % 10];
	assert_null(wcore_copies_add(&copies, 0, (struct wcore_string){ text, sizeof(text) }));
	wcore_copies_settle(&copies);
	assert_int_equal(copies.count, 2);
	assert_int_equal(copies.items[0].text.size, WCORE_KNOWN_MAX - 8);
	assert_int_equal(copies.items[1].text.size, WCORE_KNOWN_MAX);
	wcore_copies_deinit(&copies);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_secret_in_two_parts_is_one), cmocka_unit_test(a_break_parts),
		cmocka_unit_test(no_byte_of_a_key_stays), cmocka_unit_test(other_forms_stay_what_they_are),
		cmocka_unit_test(zeros_part_and_take_no_place), cmocka_unit_test(a_long_part_is_searched_whole),
		cmocka_unit_test(segments_in_disorder_are_one_text),
		cmocka_unit_test(the_first_of_overlapping_patches_has_its_bytes), cmocka_unit_test(hits_in_others_are_dropped),
		cmocka_unit_test(too_many_hits_are_refused), cmocka_unit_test(copies_are_whole_and_without_their_head),
		cmocka_unit_test(copies_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
