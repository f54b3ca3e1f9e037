/*
 * Which memory to keep of real dumps that were written over: the first byte says of which program and what to
 * keep, the second how small the budget is; then come changes, each an address of three bytes, a length and that
 * many bytes.  What is kept has to be inside the memory, in order, owned, and no more than the budget.  Runs in
 * the repository's top folder.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../libcore/keep/keep_report.h"
#include "fuzz.h"

#define CHANGES_MAX 64
#define CHANGE_MAX 16
/* What gaps between ranges may add: they cost no more than the headers that they spare. */
#define SLACK (WCORE_RANGE_COST * (uint64_t)WCORE_KEEP_RANGES_MAX)

static struct program {
	const char *dump, *module;	/* module NULL: none */
	uint8_t *data;	/* to be changed */
	struct wcore_file *file;
} programs[] = {
	{ .dump = "tests/data/c-divzero/crash-O0.core", .module = "tests/data/c-divzero/crash-O0.wasm" },
	{ .dump = "tests/data/cpp-abort/bank-O0.core", .module = "tests/data/cpp-abort/bank-O0.wasm.gz" },
	{ .dump = "tests/data/print-zig/debug.core.gz", .module = "tests/data/print-zig/debug.wasm.gz" },
	{ .dump = "tests/data/heap-rust/double.core" },
	{ .dump = "tests/data/heap-c/break-overrun.core", .module = "tests/data/heap-c/break.wasm" },
	{ .dump = "tests/data/as-trap/main.core", .module = "tests/data/as-trap/main.wasm" },
	{ .dump = "tests/data/rewriter/panic.core", .module = "tests/data/rewriter/panic.wasm" },
};
#define PROGRAMS (sizeof(programs) / sizeof(*programs))

static void must(struct wcore_error *error)
{
	char *text;

	if (!error)
		return;
	text = wcore_error_format(error);
	fprintf(stderr, "fuzz_keep: %s\n", text ? text : "out of memory");
	abort();
}

static void open_program(struct program *program)
{
	struct wcore_file *file;

	must(wcore_file_open(program->dump, NULL, &file));
	program->data = malloc(file->size);
	if (!program->data)
		abort();
	memcpy(program->data, file->data, file->size);
	must(wcore_file_from_memory(program->dump, program->data, file->size, &program->file));
	wcore_file_close(file);
}

/* A byte of memory 0 in the dump; NULL when no segment gives it. */
static uint8_t *byte_at(const struct program *program, const struct wcore_dump *dump, uint64_t address)
{
	struct wcore_segment_iter iter;
	struct wcore_segment segment;
	bool found = true;

	wcore_segment_iter_init(&iter, dump);
	for (;;) {
		must(wcore_segment_iter_next(&iter, &segment, &found));
		if (!found)
			return NULL;
		if (address >= segment.address && address - segment.address < segment.size)
			return program->data + segment.offset + (address - segment.address);
	}
}

static void check_ranges(const struct wcore_keep *keep, const struct wcore_dump *dump)
{
	uint64_t total = 0;
	struct wcore_kept kept;

	for (uint32_t i = 0; i < keep->set_count; i++) {
		struct wcore_range_place place = { 0, 0 };
		const struct wcore_range *range;
		uint64_t end = 0;

		while ((range = wcore_range_set_next(&keep->sets[i], &place))) {
			if (range->start < end || range->end <= range->start || range->end > dump->memories[i].size ||
			    range->owner >= keep->owner_count)
				abort();
			end = range->end;
			total += range->end - range->start;
		}
	}
	if (keep->options.has_budget && total > keep->options.budget + SLACK)
		abort();
	must(wcore_keep_ranges(keep, &kept));
	for (uint32_t i = 0; i < kept.count; i++)
		for (size_t k = 1; k < kept.memories[i].count; k++) {
			const struct wcore_kept_range *range = &kept.memories[i].ranges[k - 1];

			if (range->address + range->size >= kept.memories[i].ranges[k].address)
				abort();
		}
	wcore_kept_deinit(&kept);
}

static void check_report(const struct wcore_keep *keep, const struct wcore_dump *dump)
{
	struct wcore_keep_area *areas;
	size_t count;
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	for (uint32_t i = 0; i < keep->set_count; i++) {
		must(wcore_keep_areas(keep, &dump->memories[i], &areas, &count));
		for (size_t k = 0; k < count; k++)
			if (areas[k].kept > areas[k].captured)
				abort();
		free(areas);
	}
	for (size_t i = 0; out && i < keep->owner_count; i++)
		wcore_keep_owner_write(keep, (uint32_t)i, out);
	if (out)
		fclose(out);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct { uint8_t *byte, old; } undo[CHANGES_MAX * CHANGE_MAX];
	size_t count = 0, at = 2;
	struct wcore_keep_options keep_options = { 0 };
	struct wcore_target_options options = { .lookup = { .no_search = true } };
	struct wcore_target *target;
	struct wcore_keep *keep;
	struct wcore_dump *dump;
	struct program *program;

	if (size < 2)
		return 0;
	program = &programs[data[0] % PROGRAMS];
	keep_options.parts = 1 + data[0] / PROGRAMS % 7;
	keep_options.has_budget = data[1] & 1;
	keep_options.budget = UINT64_C(1) << (data[1] >> 1) % 20;
	if (!program->file)
		open_program(program);
	options.lookup.modules = &program->module;
	options.lookup.module_count = program->module != NULL;
	must(wcore_dump_open(program->file, WCORE_DIALECT_AUTO, &dump));
	for (unsigned i = 0; i < CHANGES_MAX && at + 4 <= size; i++) {
		const uint64_t address = data[at] | (uint64_t)data[at + 1] << 8 | (uint64_t)data[at + 2] << 16;
		const size_t length = data[at + 3] % CHANGE_MAX + 1u;

		at += 4;
		for (size_t j = 0; j < length && at < size; j++, at++) {
			uint8_t *byte = byte_at(program, dump, address + j);

			if (!byte)
				continue;
			undo[count].byte = byte;
			undo[count++].old = *byte;
			*byte = data[at];
		}
	}
	must(wcore_target_open(dump, &options, &target));
	must(wcore_keep_create(target, &keep_options, &keep));
	check_ranges(keep, dump);
	check_report(keep, dump);
	wcore_keep_destroy(keep);
	wcore_target_close(target);
	wcore_dump_close(dump);
	while (count--)
		*undo[count].byte = undo[count].old;
	return 0;
}
