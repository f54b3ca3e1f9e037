/* The core level: the core sections against each other; what cannot be read dump/ has told. */
#include <stdlib.h>

#include "../base/text.h"
#include "../base/alloc.h"
#include "../dump/embedded.h"
#include "../dump/stack.h"
#include "levels.h"
#include "strict.h"

/* Threads whose names are compared with each other: more than any producer writes. */
#define THREADS_MAX 256

static void check_name(struct wcore_report *report, const struct wcore_dump *dump, const char *what,
		       struct wcore_string name)
{
	if (name.size && !wcore_is_utf8(name))
		wcore_report_at(report, "core/name",
				(uint64_t)((const uint8_t *)name.data - dump->wasm->file->data),
				"the name of %s is not UTF-8", what);
}

static void check_names(struct wcore_report *report, const struct wcore_dump *dump)
{
	uint32_t count = dump->thread_count < THREADS_MAX ? dump->thread_count : THREADS_MAX;

	check_name(report, dump, "the executable", dump->executable);
	for (uint32_t i = 0; i < dump->module_count; i++)
		check_name(report, dump, "a module", dump->modules[i].name);
	for (uint32_t i = 0; i < dump->thread_count; i++)
		check_name(report, dump, "a thread", dump->threads[i].name);
	for (uint32_t i = 1; i < count; i++)
		for (uint32_t k = 0; k < i; k++) {
			if (!dump->threads[i].name.size ||
			    !wcore_string_equal(dump->threads[i].name, dump->threads[k].name))
				continue;
			wcore_report_at(report, "core/thread-name", dump->threads[i].offset,
					"threads %u and %u have the same name", k, i);
			break;
		}
}

static void check_missing(struct wcore_report *report, const struct wcore_dump *dump)
{
	bool has_modules = wcore_dump_section(dump, WCORE_SECTION_CUSTOM, "coremodules");
	bool has_instances = wcore_dump_section(dump, WCORE_SECTION_CUSTOM, "coreinstances");

	if (!has_modules || !has_instances)
		wcore_report_add(report, "core/no-modules", "the dump has no section %s",
				 has_modules ? "coreinstances"
				 : has_instances ? "coremodules" : "coremodules and no coreinstances");
}

/* Sections that say how to run a module, in something that is none. */
static void check_foreign(struct wcore_report *report, const struct wcore_dump *dump)
{
	static const enum wcore_section_id foreign[] = {
		WCORE_SECTION_IMPORT, WCORE_SECTION_FUNCTION, WCORE_SECTION_EXPORT, WCORE_SECTION_START,
		WCORE_SECTION_ELEMENT, WCORE_SECTION_CODE,
	};

	for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
		const struct wcore_section *section = wcore_module_section(dump->wasm, foreign[i]);

		if (section)
			wcore_report_at(report, "core/foreign-section", section->header,
					"%s means nothing in a core dump", section->where);
	}
}

/* Memories or globals that no instance names. */
static void check_owners(struct wcore_report *report, const struct wcore_dump *dump, bool is_memory)
{
	uint32_t count = is_memory ? dump->memory_count : dump->index->global_count;
	bool *owned = dump->instance_count ? wcore_calloc(count + 1u, sizeof(*owned)) : NULL;

	if (!owned)
		return;
	for (uint32_t i = 0; i < dump->instance_count; i++) {
		const struct wcore_instance *instance = &dump->instances[i];
		const uint32_t *items = is_memory ? instance->memories : instance->globals;
		uint32_t items_count = is_memory ? instance->memory_count : instance->global_count;

		for (uint32_t k = 0; k < items_count; k++)
			if (items[k] < count)
				owned[items[k]] = true;
	}
	for (uint32_t i = 0; i < count; i++)
		if (!owned[i])
			wcore_report_add(report, "core/unowned", "%s %u of the dump belongs to no instance",
					 is_memory ? "memory" : "global", i);
	free(owned);
}

static void check_values(struct wcore_report *report, const struct wcore_frame *frame,
			 struct wcore_value_iter *iter, const char *what)
{
	struct wcore_value value;

	while (wcore_value_iter_next(iter, &value)) {
		if (value.code != WCORE_V128)
			continue;
		wcore_report_at(report, "core/value-type", frame->offset, "frame #%u has %s of type v128",
				frame->index, what);
		return;
	}
}

static void check_frames(struct wcore_report *report, const struct wcore_dump *dump,
			 const struct wcore_thread *thread)
{
	struct wcore_frame_iter iter;
	struct wcore_frame frame;
	bool found = true;

	wcore_frame_iter_init(&iter, dump, thread);
	while (found) {
		struct wcore_value_iter values;
		struct wcore_error *error = wcore_frame_iter_next(&iter, &frame, &found);

		if (error) {
			wcore_error_destroy(error);
			return;
		}
		if (!found)
			return;
		if (frame.index && frame.position_kind == WCORE_POSITION_BODY &&
		    frame.position == 0)
			wcore_report_at(report, "core/frame-offset", frame.offset,
					"frame #%u called frame #%u, but stands at code offset 0",
					frame.index, frame.index - 1);
		wcore_value_iter_locals(&values, dump, thread, &frame);
		check_values(report, &frame, &values, "a local");
		wcore_value_iter_stack(&values, dump, thread, &frame);
		check_values(report, &frame, &values, "an operand");
	}
}

static void check_thread(struct wcore_report *report, const struct wcore_dump *dump,
			 const struct wcore_thread *thread)
{
	if (thread->dialect->id != WCORE_DIALECT_SPEC && thread->frame_count) {
		char *name = wcore_text_mask(thread->name.data ? thread->name : WCORE_STRING("?"));

		wcore_report_at(report, "core/not-spec", thread->offset, "thread %s is written as %s: %s",
				name ? name : "?", thread->dialect->name, thread->dialect->summary);
		free(name);
	}
	check_frames(report, dump, thread);
}

/* Files of a bundle that have to be expanded: whether they can be. */
static void check_bundle(struct wcore_report *report, const struct wcore_dump *dump)
{
	for (uint32_t i = 0; i < dump->embedded_count; i++) {
		struct wcore_file *file = NULL;
		struct wcore_error *error = NULL;

		if (dump->embedded[i].encoding != WCORE_EMBEDDED_PLAIN)
			error = wcore_embedded_open(dump, &dump->embedded[i], 0, &file);
		if (error)
			wcore_report_at(report, "core/bundle", dump->embedded[i].offset, "%s: %s", error->path,
					error->message);
		else
			wcore_file_close(file);
		wcore_error_destroy(error);
	}
}

void wcore_level_core(const struct wcore_dump *dump, struct wcore_report *report)
{
	check_missing(report, dump);
	check_names(report, dump);
	check_foreign(report, dump);
	check_owners(report, dump, true);
	check_owners(report, dump, false);
	for (uint32_t i = 0; i < dump->thread_count; i++)
		check_thread(report, dump, &dump->threads[i]);
	check_bundle(report, dump);
}
