/*
 * Rules up to a zero byte, a dump or module behind it.  What replaces secrets lies in the file, in order, and
 * the sections, threads and segments are the same afterwards.
 */
#include <stdlib.h>
#include <string.h>

#include "../../libcore/dump/dump.h"
#include "../../libcore/dump/memory.h"
#include "../../libcore/redact/redact.h"
#include "fuzz.h"

struct shape { uint64_t sections, threads, segments, bytes; };

static struct shape shape_of(struct wcore_dump *dump)
{
	struct shape shape = { dump->wasm->section_count, dump->thread_count, 0, 0 };
	struct wcore_segment_iter iter;
	struct wcore_segment segment;
	bool found = true;

	wcore_segment_iter_init(&iter, dump);
	while (found) {
		wcore_error_destroy(wcore_segment_iter_next(&iter, &segment, &found));
		shape.segments += found;
		shape.bytes += found ? segment.size : 0;
	}
	return shape;
}

static void hold(const struct wcore_redaction *redaction, const uint8_t *data, size_t size, struct wcore_dump *dump)
{
	uint8_t *copy = malloc(size + 1);
	struct wcore_file *file = NULL;
	struct wcore_dump *after = NULL;
	struct shape old, new;
	uint64_t end = 0;

	if (!copy)
		return;
	memcpy(copy, data, size);
	for (size_t i = 0; i < redaction->patches.count; i++) {
		const struct wcore_patch *patch = &redaction->patches.items[i];

		if (patch->offset < end || patch->offset + patch->size > size || !patch->size)
			abort();
		end = patch->offset + patch->size;
		memcpy(copy + patch->offset, patch->bytes, patch->size);
	}
	if (dump) {
		wcore_error_destroy(wcore_file_from_memory("after", copy, size, &file));
		wcore_error_destroy(wcore_dump_open(file, WCORE_DIALECT_AUTO, &after));
		if (!after)
			abort();
		old = shape_of(dump);
		new = shape_of(after);
		if (memcmp(&old, &new, sizeof(old)))
			abort();
	}
	wcore_dump_close(after);
	wcore_file_close(file);
	free(copy);
}

static void redact(const struct wcore_redact_rules *rules, const uint8_t *data, size_t size)
{
	static const struct wcore_known_value value = { { "name", 4 }, { "known", 5 } };
	const struct wcore_redact_options options = { .rules = rules, .values = &value, .value_count = 1 };
	struct wcore_redaction redaction;
	struct wcore_file *file = NULL;
	struct wcore_module *module = NULL;
	struct wcore_dump *dump = NULL;
	struct wcore_error *error = wcore_file_from_memory("input", data, size, &file);

	if (!error)
		error = wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump);
	if (error && error->code == WCORE_ERROR_KIND) {
		wcore_error_destroy(error);
		error = wcore_module_open(file, 0, size, &module);
	}
	if (!error) {
		error = wcore_redact(&options, dump ? dump->wasm : module, dump, NULL, &redaction);
		if (!error)
			hold(&redaction, data, size, dump);
		wcore_redaction_deinit(&redaction);
	}
	wcore_error_destroy(error);
	wcore_dump_close(dump);
	wcore_module_close(module);
	wcore_file_close(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size ? memchr(data, 0, size) : NULL;
	struct wcore_redact_rules rules;
	struct wcore_error *error;

	if (!end)
		return 0;
	wcore_redact_rules_init(&rules);
	/* The built-in ones as well, where no other is given. */
	if (end == data)
		error = wcore_redact_rules_add_builtin(&rules);
	else
		error = wcore_redact_rules_add(&rules, "rules", (struct wcore_string){ (const char *)data, (size_t)(end - data) });
	if (!error)
		redact(&rules, end + 1, size - (size_t)(end - data) - 1);
	wcore_error_destroy(error);
	wcore_redact_rules_deinit(&rules);
	return 0;
}
