/*
 * Prints which memory of a dump libcore would keep, for tests/suites/strip-memory:
 *
 *	memory INDEX SIZE OMITS-ZEROS		1 or 0: what no segment gives is zero
 *	range START END OWNER
 *	area KIND START SIZE CAPTURED KEPT
 *	end IS-CUT HAS-MORE LACKS-STACK LACKS-STATICS
 *
 * usage: keep_ranges PARTS BUDGET DUMP FOLDER [MODULE...]	PARTS as of enum wcore_keep_parts, BUDGET - for none, FOLDER to
 * search for modules, MODULE as of -m
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../libcore/dump/space.h"
#include "../../libcore/keep/keep_report.h"

static void must(struct wcore_error *error)
{
	char *text;

	if (!error)
		return;
	text = wcore_error_format(error);
	fprintf(stderr, "keep_ranges: %s\n", text ? text : "out of memory");
	exit(2);
}

static void print_areas(const struct wcore_keep *keep, const struct wcore_memory *memory)
{
	struct wcore_keep_area *areas;
	size_t count;

	must(wcore_keep_areas(keep, memory, &areas, &count));
	for (size_t i = 0; i < count; i++)
		printf("area %s %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", wcore_map_kind_name(areas[i].kind),
		       areas[i].address, areas[i].size, areas[i].captured, areas[i].kept);
	free(areas);
}

static void print_memory(const struct wcore_keep *keep, const struct wcore_dump *dump, uint32_t index)
{
	struct wcore_range_place place = { 0, 0 };
	const struct wcore_range *range;
	struct wcore_space space;

	wcore_space_init(&space, dump, &dump->memories[index]);
	printf("memory %" PRIu32 " %" PRIu64 " %d\n", index, dump->memories[index].size, space.omits_zeros);
	while ((range = wcore_range_set_next(&keep->sets[index], &place))) {
		printf("range %" PRIu64 " %" PRIu64 " ", range->start, range->end);
		wcore_keep_owner_write(keep, range->owner, stdout);
		printf("\n");
	}
	print_areas(keep, &dump->memories[index]);
}

int main(int argc, char **argv)
{
	struct wcore_target_options options = { 0 };
	struct wcore_keep_options parts = { 0 };
	struct wcore_target *target;
	struct wcore_keep *keep;
	struct wcore_dump *dump;
	struct wcore_file *file;

	if (argc < 5) {
		fprintf(stderr, "usage: keep_ranges PARTS BUDGET DUMP FOLDER [MODULE...]\n");
		return 2;
	}
	options.lookup.dirs = (const char **)argv + 4;
	options.lookup.dir_count = 1;
	options.lookup.modules = (const char **)argv + 5;
	options.lookup.module_count = (size_t)argc - 5;
	parts.parts = (unsigned)strtoul(argv[1], NULL, 0);
	parts.has_budget = strcmp(argv[2], "-") != 0;
	parts.budget = parts.has_budget ? strtoull(argv[2], NULL, 0) : 0;
	must(wcore_file_open(argv[3], NULL, &file));
	must(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
	must(wcore_target_open(dump, &options, &target));
	must(wcore_keep_create(target, &parts, &keep));
	for (uint32_t i = 0; i < dump->memory_count; i++)
		print_memory(keep, dump, i);
	printf("end %d %d %d %d\n", keep->is_cut, keep->has_more, keep->lacks_stack, keep->lacks_statics);
	wcore_keep_destroy(keep);
	wcore_target_close(target);
	wcore_dump_close(dump);
	wcore_file_close(file);
	return 0;
}
