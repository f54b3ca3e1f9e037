/*
 * Source texts: the assignments that are found lie inside of them, in their order, and those that a line leaves out are
 * no others than those without one.  The first byte says which line declares x, the second which one was reached.
 */
#include <stdlib.h>

#include "../../libcore/lang/assigned.h"
#include "fuzz.h"

static uint32_t count_lines(struct wcore_string text)
{
	uint32_t lines = 1;

	for (size_t i = 0; i < text.size; i++)
		lines += text.data[i] == '\n';
	return lines;
}

static void check(const struct wcore_assigned_query *query, const struct wcore_assigned *found, unsigned count)
{
	const uint32_t lines = count_lines(query->text);

	for (unsigned i = 0; i < count; i++) {
		const struct wcore_string part = found[i].part;

		if (!found[i].first || found[i].last < found[i].first || found[i].until < found[i].last || found[i].until > lines ||
		    (i && found[i].first < found[i - 1].first) || (found[i].loop && found[i].loop > found[i].first))
			abort();
		if (part.size && (part.data < query->text.data || part.data + part.size > query->text.data + query->text.size))
			abort();
	}
}

static bool is_among(const struct wcore_assigned *one, const struct wcore_assigned *all, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (all[i].first == one->first && all[i].last == one->last && all[i].part.data == one->part.data)
			return true;
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wcore_assigned found[WCORE_ASSIGNED_MAX], all[WCORE_ASSIGNED_MAX];
	struct wcore_assigned_query query = { .name = WCORE_STRING("x") };
	uint64_t work = UINT64_MAX;
	unsigned count, all_count;

	if (size < 3)
		return 0;
	query.text = (struct wcore_string){ (const char *)data + 2, size - 2 };
	query.declared = data[0] & 127;
	query.has_parts = data[0] >> 7;
	query.function = 1;
	all_count = wcore_assigned_find(&query, &work, all);
	check(&query, all, all_count);
	query.now = data[1];
	count = wcore_assigned_find(&query, &work, found);
	check(&query, found, count);
	for (unsigned i = 0; i < count; i++)
		if (!is_among(&found[i], all, all_count))
			abort();
	wcore_assigned_is_in_loop(&query, &work);
	return 0;
}
