#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/scan/strings.h"
#include "dump_writer.h"

static const enum wcore_text_encoding encodings[] = {
	WCORE_TEXT_UTF8, WCORE_TEXT_8BIT, WCORE_TEXT_7BIT, WCORE_TEXT_16LE, WCORE_TEXT_16BE,
	WCORE_TEXT_32LE, WCORE_TEXT_32BE,
};

static uint64_t state = 88172645463325252u;

static unsigned next_random(unsigned below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state >> 33) % below;
}

/* Bytes at which the encodings part ways. */
static uint8_t edgy_byte(void)
{
	static const uint8_t edges[] = { 0, 0, 0, 8, 9, 0x0a, 0x1f, 0x20, 'a', 0x7e, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0,
					 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1,
					 0xf3, 0xf4, 0xf5, 0xff };

	return next_random(4) ? edges[next_random(sizeof(edges))] : (uint8_t)next_random(256);
}

static void test_classifiers_agree(void **unused)
{
	(void)unused;
	for (unsigned round = 0; round < 30000; round++) {
		uint8_t bytes[64 + WCORE_TEXT_AHEAD];

		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] = edgy_byte();
		for (size_t e = 0; e < sizeof(encodings) / sizeof(*encodings); e++) {
			struct wcore_text_starts fast = { 0 }, plain = { 0 };

			wcore_text_classifier_of(encodings[e])(bytes, &fast);
			wcore_text_classifier_plain(encodings[e])(bytes, &plain);
			for (unsigned length = 1; length < 5; length++)
				if (fast.of_length[length] != plain.of_length[length])
					fail_msg("encoding %d, length %u: %llx, %llx", encodings[e], length,
						 (unsigned long long)fast.of_length[length],
						 (unsigned long long)plain.of_length[length]);
		}
	}
}

/* RFC 3629, section 4, and around it: each three bytes that may begin a sequence, and what follows. */
static void test_utf8_by_the_book(void **unused)
{
	static const struct { const char *bytes; unsigned length; } cases[] = {
		{ "\x7f", 0 }, { "\x1f", 0 }, { "\t", 1 }, { " ", 1 }, { "~", 1 }, { "\x80", 0 }, { "\xc1\xbf", 0 },
		{ "\xc2\x7f", 0 }, { "\xc2\x80", 2 }, { "\xdf\xbf", 2 }, { "\xdf\xc0", 0 }, { "\xe0\x9f\x80", 0 },
		{ "\xe0\xa0\x80", 3 }, { "\xe1\x80\x80", 3 }, { "\xe1\x80\xc0", 0 }, { "\xed\x9f\xbf", 3 },
		{ "\xed\xa0\x80", 0 }, { "\xef\xbf\xbf", 3 }, { "\xf0\x8f\xbf\xbf", 0 }, { "\xf0\x90\x80\x80", 4 },
		{ "\xf4\x8f\xbf\xbf", 4 }, { "\xf4\x90\x80\x80", 0 }, { "\xf5\x80\x80\x80", 0 },
		{ "\xf1\x80\x80", 0 }, { "\xf1\x80\x80\x80", 4 },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		for (unsigned at = 0; at < 64; at++) {
			uint8_t bytes[64 + WCORE_TEXT_AHEAD + 4] = { 0 };
			struct wcore_text_starts starts = { 0 };

			memcpy(bytes + at, cases[i].bytes, strlen(cases[i].bytes));
			wcore_text_classifier_of(WCORE_TEXT_UTF8)(bytes, &starts);
			for (unsigned length = 1; length < 5; length++)
				assert_int_equal(starts.of_length[length] >> at & 1, length == cases[i].length);
		}
}

/* A dump without a thread, so that nothing is taken for zeros that were left out. */
struct written {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_dump *dump;
	struct wcore_space space;
};

static void open_written(struct written *written)
{
	written->file = writer_file(&written->w, "t.core");
	assert_null(wcore_dump_open(written->file, WCORE_DIALECT_AUTO, &written->dump));
	wcore_space_init(&written->space, written->dump, &written->dump->memories[0]);
}

static void close_written(struct written *written)
{
	wcore_dump_close(written->dump);
	wcore_file_close(written->file);
	writer_deinit(&written->w);
}

/* The bytes, cut into segments of random sizes. */
static void write_bytes(struct written *written, const uint8_t *bytes, size_t size, unsigned max)
{
	size_t sizes[4096], count = 0;

	for (size_t at = 0; at < size; at += sizes[count++]) {
		sizes[count] = count < 4095 ? 1 + next_random(max) : size - at;
		if (sizes[count] > size - at)
			sizes[count] = size - at;
	}
	writer_init(&written->w);
	writer_core(&written->w, "a.wasm");
	writer_memory(&written->w, 0, (size + 65535) / 65536, 0);
	writer_data_begin(&written->w, (uint32_t)count);
	for (size_t i = 0, at = 0; i < count; at += sizes[i++])
		writer_segment(&written->w, (int32_t)at, bytes + at, sizes[i]);
	writer_end(&written->w);
	open_written(written);
}

struct found { struct wcore_text_run *runs; size_t count; const uint8_t *bytes; struct wcore_space *space; };

static bool keep(void *context, const struct wcore_text_run *run)
{
	struct found *found = context;
	uint8_t *again = malloc(run->size);

	assert_non_null(again);
	if (run->bytes)
		memcpy(again, run->bytes, run->size);
	else
		assert_null(wcore_text_run_read(found->space, run, 0, run->size, again));
	assert_memory_equal(again, found->bytes + run->address, run->size);
	free(again);
	found->runs = realloc(found->runs, (found->count + 1) * sizeof(*found->runs));
	found->runs[found->count++] = *run;
	return true;
}

/* Character after character, as the encodings are defined. */
static unsigned naive_length(enum wcore_text_encoding encoding, const uint8_t *p, size_t left)
{
	uint8_t bytes[64 + WCORE_TEXT_AHEAD];
	struct wcore_text_starts starts;

	memset(bytes, 0xff, sizeof(bytes));
	memcpy(bytes, p, left < 4 ? left : 4);
	wcore_text_classifier_plain(encoding)(bytes, &starts);
	for (unsigned length = 1; length < 5; length++)
		if (starts.of_length[length] & 1)
			return length;
	return 0;
}

static void check_naive(const struct found *found, enum wcore_text_encoding encoding, const uint8_t *bytes,
			size_t size, uint64_t min)
{
	size_t n = 0;

	for (size_t at = 0; at < size;) {
		size_t end = at, characters = 0;
		unsigned length;

		while (end < size && (length = naive_length(encoding, bytes + end, size - end))) {
			end += length;
			characters++;
		}
		if (characters >= min) {
			assert_true(n < found->count);
			assert_int_equal(found->runs[n].address, at);
			assert_int_equal(found->runs[n].size, end - at);
			assert_int_equal(found->runs[n].characters, characters);
			n++;
		}
		at = end > at ? end : at + 1;
	}
	assert_int_equal(n, found->count);
}

static void test_runs(void **unused)
{
	enum { SIZE = 20000 };
	uint8_t *bytes = malloc(SIZE);

	(void)unused;
	for (unsigned round = 0; round < 4; round++) {
		struct written written = { 0 };

		for (size_t i = 0; i < SIZE; i++)
			bytes[i] = round & 1 || next_random(3) ? (uint8_t)("abc\0"[next_random(4)]) : edgy_byte();
		write_bytes(&written, bytes, SIZE, round < 2 ? 40 : 9000);
		for (size_t e = 0; e < sizeof(encodings) / sizeof(*encodings); e++)
			for (unsigned plain = 0; plain < 2; plain++) {
				const uint64_t mins[] = { 1, 2, 3, 4, 5, 9 };
				struct found found = { .bytes = bytes, .space = &written.space };
				struct wcore_strings_options options = {
					.encoding = encodings[e], .to = SIZE, .is_plain = plain,
					.min_characters = mins[next_random(6)],
				};
				bool revised;

				assert_null(wcore_strings_visit(&written.space, &options, keep, &found, &revised));
				assert_false(revised);
				check_naive(&found, encodings[e], bytes, SIZE, options.min_characters);
				free(found.runs);
			}
		close_written(&written);
	}
	free(bytes);
}

/* Longer than any buffer: told as a whole, and read again. */
static void test_long_run(void **unused)
{
	enum { SIZE = 20 * 65536 };
	uint8_t *bytes = malloc(SIZE);
	struct written written = { 0 };
	struct found found = { .bytes = bytes, .space = &written.space };
	const struct wcore_strings_options options = { .min_characters = 4, .to = SIZE };
	bool revised;

	(void)unused;
	for (size_t i = 0; i < SIZE; i++)
		bytes[i] = (uint8_t)("a\xc3\xa9"[i % 3]);
	bytes[5] = 0;
	write_bytes(&written, bytes, SIZE, 400);
	assert_null(wcore_strings_visit(&written.space, &options, keep, &found, &revised));
	assert_int_equal(found.count, 1);
	assert_int_equal(found.runs[0].address, 6);
	/* SIZE - 1 is no multiple of 3: the last lead byte has nothing behind it, and is none. */
	assert_int_equal(found.runs[0].size, SIZE - 6 - (SIZE % 3 == 2));
	assert_null(found.runs[0].bytes);
	assert_int_equal(found.runs[0].characters, (found.runs[0].size + 2) / 3 * 2 - (found.runs[0].size % 3 == 1));
	free(found.runs);
	close_written(&written);
	free(bytes);
}

static bool stop(void *context, const struct wcore_text_run *run)
{
	(void)run;
	return ++*(unsigned *)context < 2;
}

static void test_stop_and_range(void **unused)
{
	static const char text[] = "aaaa\0bbbb\0cccc\0dddd";
	struct written written = { 0 };
	unsigned count = 0;
	bool revised;

	(void)unused;
	write_bytes(&written, (const uint8_t *)text, sizeof(text), 3);
	assert_null(wcore_strings_visit(&written.space,
					&(struct wcore_strings_options){ .min_characters = 4, .to = 100 }, stop, &count,
					&revised));
	assert_int_equal(count, 2);
	struct found found = { .bytes = (const uint8_t *)text, .space = &written.space };

	assert_null(wcore_strings_visit(&written.space,
					&(struct wcore_strings_options){ .min_characters = 2, .from = 2, .to = 8 }, keep,
					&found, &revised));
	assert_int_equal(found.count, 2);
	assert_int_equal(found.runs[0].address, 2);
	assert_int_equal(found.runs[0].size, 2);
	assert_int_equal(found.runs[1].address, 5);
	assert_int_equal(found.runs[1].size, 3);
	free(found.runs);
	close_written(&written);
}

static void test_decode(void **unused)
{
	static const struct { enum wcore_text_encoding encoding; const char *bytes; size_t size; const char *text; } cases[] = {
		{ WCORE_TEXT_7BIT, "ab\t", 3, "ab\t" }, { WCORE_TEXT_UTF8, "a\xc3\xa9", 3, "a\xc3\xa9" },
		{ WCORE_TEXT_8BIT, "a\xe9\xff", 3, "a\xc3\xa9\xc3\xbf" }, { WCORE_TEXT_16LE, "a\0b\0", 4, "ab" },
		{ WCORE_TEXT_16BE, "\0a\0b", 4, "ab" }, { WCORE_TEXT_32LE, "a\0\0\0b\0\0\0", 8, "ab" },
		{ WCORE_TEXT_32BE, "\0\0\0a\0\0\0b", 8, "ab" },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char text[32];
		const size_t size = wcore_text_decode(cases[i].encoding, (const uint8_t *)cases[i].bytes, cases[i].size,
						      text);

		assert_int_equal(size, strlen(cases[i].text));
		assert_memory_equal(text, cases[i].text, size);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_classifiers_agree), cmocka_unit_test(test_utf8_by_the_book),
		cmocka_unit_test(test_runs), cmocka_unit_test(test_long_run), cmocka_unit_test(test_stop_and_range),
		cmocka_unit_test(test_decode),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
