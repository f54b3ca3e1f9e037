/*
 * Patterns in a dump: a byte for the kind, the pattern up to a zero byte, the dump.  What is found is what the
 * memory has there, listing and counting agree, and so do all forms of a search.
 */
#include <stdlib.h>
#include <string.h>

#include "../../libcore/dump/segments.h"
#include "../../libcore/scan/scan.h"
#include "fuzz.h"

#define PATTERN_MAX 300
#define HITS_MAX 20000

struct query {
	struct wcore_patterns patterns;
	struct wcore_regex *regex;
	bool ignore_case;
};

static struct wcore_error *add(struct query *query, unsigned kind, const char *text)
{
	const struct wcore_string string = wcore_string_from(text);
	size_t column = 0;
	struct wcore_error *error;

	switch (kind % 6) {
	case 0:
		error = wcore_patterns_add_bytes(&query->patterns, 0, string, query->ignore_case);
		break;
	case 1:
		error = wcore_patterns_add_utf16(&query->patterns, 0, string, query->ignore_case, &column);
		break;
	case 2:
		error = wcore_patterns_add_hex(&query->patterns, 0, text, &column);
		break;
	case 3:
		error = wcore_patterns_add_int(&query->patterns, 0, text, &column);
		break;
	case 4:
		error = wcore_patterns_add_float(&query->patterns, 0, text, &column);
		break;
	default:
		error = wcore_regex_create(text, query->ignore_case, wcore_simd_detect(), &column, &query->regex);
		break;
	}
	if (error && error->code == WCORE_ERROR_USAGE && column > strlen(text))
		abort();
	return error;
}

static void count_one(void *context, size_t at, const struct wcore_pattern *pattern)
{
	(void)at;
	(void)pattern;
	++*(size_t *)context;
}

/* In the bytes as they are. */
static void hold_forms(const struct query *query, const uint8_t *data, size_t size)
{
	size_t first = 0;

	for (int simd = WCORE_SIMD_PLAIN; simd <= (int)wcore_simd_detect(); simd++) {
		struct wcore_finder *finder;
		size_t count = 0;
		const struct wcore_pattern_sink sink = { count_one, &count };
		struct wcore_error *error = wcore_finder_create(&query->patterns, (enum wcore_simd)simd, &finder);

		if (error) {
			wcore_error_destroy(error);
			return;
		}
		wcore_finder_run(finder, data, size, size, &sink);
		wcore_finder_destroy(finder);
		if (simd == WCORE_SIMD_PLAIN)
			first = count;
		else if (count != first)
			abort();
	}
}

struct listed {
	const struct wcore_space *space;
	const struct query *query;
	uint64_t count, last;
};

static bool hold_hit(void *context, const struct wcore_hit *hit)
{
	struct listed *listed = context;
	uint8_t bytes[WCORE_HIT_BYTES];
	enum wcore_byte_state state;

	if (hit->address < listed->last || hit->bytes_size > hit->size)
		abort();
	listed->last = hit->address;
	if (wcore_space_read(listed->space, hit->address, hit->bytes_size, bytes, &state) &&
	    memcmp(bytes, hit->bytes, hit->bytes_size) != 0)
		abort();
	if (!listed->query->regex && hit->count == 1 && hit->size <= hit->bytes_size) {
		bool any = false;

		for (size_t i = 0; i < listed->query->patterns.count; i++)
			any = any || (listed->query->patterns.items[i].size == hit->size &&
				      wcore_pattern_matches(&listed->query->patterns.items[i], hit->bytes));
		if (!any)
			abort();
	}
	listed->count += hit->count;
	return listed->count < HITS_MAX;
}

static void search(const struct wcore_dump *dump, const struct wcore_memory *memory, const struct query *query)
{
	static const uint32_t ids[] = { 0 };
	struct wcore_query scan = {
		.patterns = &query->patterns, .regexes = &query->regex, .regex_ids = ids,
		.regex_count = query->regex != NULL, .id_count = 1, .to = UINT64_MAX, .align = 1,
		.limit = UINT64_MAX, .simd = wcore_simd_detect(), .threads = 1,
	};
	struct wcore_space space;
	struct listed listed = { &space, query, 0, 0 };
	uint64_t count = 0;
	struct wcore_error *error;

	wcore_space_init(&space, dump, memory);
	if (!space.memory)
		return;
	error = wcore_scan_list(&space, &scan, hold_hit, &listed);
	if (!error) {
		error = wcore_scan_count(&space, &scan, false, &count);
		if (!error && listed.count < HITS_MAX && count != listed.count)
			abort();
	}
	wcore_error_destroy(error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size ? memchr(data + 1, 0, size - 1) : NULL;
	struct query query = { 0 };
	struct wcore_file *file = NULL;
	struct wcore_dump *dump = NULL;
	struct wcore_error *error;

	if (!end || end - data > PATTERN_MAX)
		return 0;
	query.ignore_case = data[0] & 0x80;
	wcore_patterns_init(&query.patterns);
	error = add(&query, data[0] & 0x7f, (const char *)data + 1);
	end++;
	if (!error && !query.regex)
		hold_forms(&query, end, size - (size_t)(end - data));
	if (!error)
		error = wcore_file_from_memory("fuzz.core", end, size - (size_t)(end - data), &file);
	if (!error)
		error = wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump);
	for (uint32_t i = 0; !error && i < dump->memory_count && i < 3; i++)
		search(dump, &dump->memories[i], &query);
	wcore_error_destroy(error);
	wcore_dump_close(dump);
	wcore_file_close(file);
	wcore_regex_destroy(query.regex);
	wcore_patterns_deinit(&query.patterns);
	return 0;
}
