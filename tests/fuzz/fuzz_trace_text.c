/*
 * Text traces: what is read of any text lies inside of it, and is placed in a module, or left out; what is written of
 * it is a dump that can be read.  Runs in the repository's top folder.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../libcore/dump/stack.h"
#include "../../libcore/merge/parts.h"
#include "fuzz.h"

static struct wcore_merge_modules modules;

static void must(struct wcore_error *error)
{
	if (!error)
		return;
	fprintf(stderr, "fuzz_trace_text: %s\n", error->message);
	abort();
}

/* Opened once, and never closed: the sanitizers still reach them. */
static void open_modules(void)
{
	static const char *const names[] = { "tests/data/c-divzero/crash-O0.wasm", "tests/data/traps/traps.wasm" };
	static const struct wcore_lookup_options options = { .modules = names, .module_count = 2 };

	if (!modules.count)
		must(wcore_merge_modules_open(&options, &modules));
}

static void check_inside(struct wcore_string part, const uint8_t *data, size_t size)
{
	if (part.data && (part.data < (const char *)data || part.data + part.size > (const char *)data + size))
		abort();
}

/* The frames of the dump are those that were placed. */
static void check_dump(const struct wcore_encoder *bytes, const struct wcore_placed_trace *placed)
{
	struct wcore_frame_iter iter;
	struct wcore_frame frame;
	struct wcore_file *file;
	struct wcore_dump *dump;
	size_t count = 0;

	must(wcore_file_from_memory("out.core", bytes->data, bytes->size, &file));
	must(wcore_dump_open(file, WCORE_DIALECT_SPEC, &dump));
	if (dump->broken)
		must(dump->broken);
	for (uint32_t i = 0; i < dump->thread_count; i++) {
		bool found = true;

		wcore_frame_iter_init(&iter, dump, &dump->threads[i]);
		while (found) {
			must(wcore_frame_iter_next(&iter, &frame, &found));
			if (!found)
				break;
			if (count >= placed->count || frame.funcidx != placed->frames[count].funcidx ||
			    (frame.position_kind != WCORE_POSITION_NONE &&
			     frame.position != placed->frames[count].codeoffset))
				abort();
			count++;
		}
	}
	if (count != placed->count)
		abort();
	wcore_dump_close(dump);
	wcore_file_close(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wcore_parts parts = { .modules = &modules };
	struct wcore_placed_trace placed;
	struct wcore_memory_sink sink;
	struct wcore_findings findings;
	struct wcore_trace trace;

	open_modules();
	must(wcore_trace_parse("trace", (struct wcore_string){ (const char *)data, size }, &trace));
	for (size_t i = 0; i < trace.count; i++) {
		check_inside(trace.frames[i].function, data, size);
		check_inside(trace.frames[i].module, data, size);
	}
	check_inside(trace.message, data, size);
	wcore_findings_init(&findings);
	must(wcore_trace_place(&trace, &modules, &findings, &placed));
	if (placed.count + placed.left_out != trace.count)
		abort();
	wcore_memory_sink_init(&sink);
	parts.trace = &placed;
	parts.message = trace.message;
	must(wcore_parts_write(&parts, &sink.sink));
	check_dump(&sink.bytes, &placed);
	wcore_encoder_deinit(&sink.bytes);
	wcore_placed_trace_deinit(&placed);
	wcore_findings_deinit(&findings);
	wcore_trace_deinit(&trace);
	return 0;
}
