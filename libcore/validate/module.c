/* The module level: the dump against the modules that were found for it. */
#include <stdlib.h>

#include "../debug/contradiction.h"
#include "../dump/memory.h"
#include "../dump/stack.h"
#include "../wasm/function.h"
#include "../wasm/metadata.h"
#include "levels.h"

/* Threads and frames whose locals are looked at: the ends of deep recursions are alike. */
#define LOCALS_FRAMES 1000

static const char *name_of(const struct wcore_target_module *module)
{
	return module->found.path;
}

/* Takes the reason of a check. */
static void report_reason(struct wcore_contradiction_check *check,
			  const struct wcore_target_module *module, struct wcore_report *report)
{
	if (check->reason)
		wcore_report_add(report, check->rule, "%s: %s", name_of(module), check->reason);
	free(check->reason);
	check->reason = NULL;
}

static struct wcore_error *check_fit(const struct wcore_target *target,
				     const struct wcore_target_module *module,
				     struct wcore_report *report)
{
	const struct wcore_dump *dump = target->dump;
	struct wcore_contradiction_check check;
	uint64_t budget = WCORE_CONTRADICTION_BUDGET;
	struct wcore_error *error = wcore_contradiction_init(&check, dump, module->found.module,
							     module->index, &budget);

	if (error)
		return error;
	for (uint32_t i = 0; i < dump->thread_count; i++) {
		wcore_contradiction_frames(&check, &dump->threads[i], dump->threads[i].dialect, UINT64_MAX);
		report_reason(&check, module, report);
	}
	wcore_contradiction_instances(&check);
	report_reason(&check, module, report);
	wcore_contradiction_deinit(&check);
	return NULL;
}

static void check_locals(const struct wcore_target *target, const struct wcore_thread *thread,
			 struct wcore_module *module, const struct wcore_target_frame *frame,
			 struct wcore_report *report)
{
	uint64_t count = wcore_function_local_count(module, &frame->function);
	struct wcore_value_iter iter;
	struct wcore_value value;
	uint32_t local = 0;

	if (frame->frame.local_count > count) {
		wcore_report_at(report, "module/locals", frame->frame.offset,
				"frame #%u has %u locals, its function %llu", frame->frame.index,
				frame->frame.local_count, (unsigned long long)count);
		return;
	}
	wcore_value_iter_locals(&iter, target->dump, thread, &frame->frame);
	for (; wcore_value_iter_next(&iter, &value); local++) {
		struct wcore_valtype type = { 0 };
		char buffer[WCORE_VALTYPE_NAME_SIZE], other[WCORE_VALTYPE_NAME_SIZE];

		/* Missing ones, and WasmEdge's, which are all called i32. */
		if (value.code == 1 || value.is_low_half ||
		    !wcore_function_local_type(module, &frame->function, local, &type) ||
		    type.code == value.code)
			continue;
		wcore_report_at(report, "module/locals", frame->frame.offset,
				"local %u of frame #%u is %s, in the module %s", local, frame->frame.index,
				wcore_valtype_name((struct wcore_valtype){ .code = value.code }, buffer),
				wcore_valtype_name(type, other));
		return;
	}
}

static void check_all_locals(struct wcore_target *target, struct wcore_report *report)
{
	const struct wcore_dump *dump = target->dump;
	uint32_t left = LOCALS_FRAMES;

	for (uint32_t i = 0; i < dump->thread_count; i++) {
		struct wcore_target_frame frame;
		struct wcore_target_iter iter;
		bool found = true;

		wcore_target_iter_init(&iter, target, &dump->threads[i]);
		iter.without_sites = true;
		while (found && left) {
			struct wcore_error *error = wcore_target_iter_next(&iter, &frame, &found);

			wcore_error_destroy(error);
			if (error || !found)
				break;
			left--;
			if (frame.is_usable && frame.has_function && frame.frame.local_count)
				check_locals(target, &dump->threads[i], frame.module->found.module, &frame,
					     report);
		}
	}
}

/* Memories whose module has other pages than the dump records. */
static void check_pages(const struct wcore_dump *dump, const struct wcore_target_module *module,
			struct wcore_report *report)
{
	const struct wcore_index *index;
	struct wcore_error *error = wcore_module_index(module->found.module, &index);

	wcore_error_destroy(error);
	for (uint32_t i = 0; !error && i < dump->instance_count; i++) {
		const struct wcore_instance *instance = &dump->instances[i];

		if (instance->module != module->index || instance->memory_count != index->memory_count)
			continue;
		for (uint32_t k = 0; k < instance->memory_count; k++) {
			uint32_t memory = instance->memories[k];

			if (memory >= dump->memory_count ||
			    dump->memories[memory].limits.page_log2 == index->memories[k].limits.page_log2)
				continue;
			wcore_report_add(report, "module/page-size",
					 "memory %u of the dump has pages of 2^%u bytes, in %s of 2^%u", memory,
					 dump->memories[memory].limits.page_log2, name_of(module),
					 index->memories[k].limits.page_log2);
		}
	}
}

struct wcore_error *wcore_level_module(struct wcore_target *target, struct wcore_report *report)
{
	struct wcore_error *error = NULL;

	for (uint32_t i = 0; i < target->module_count && !error; i++) {
		const struct wcore_target_module *module = &target->modules[i];
		const uint8_t *id;
		size_t size;

		if (!module->found.module) {
			wcore_report_add(report, "module/not-found", "no file was found for module %u%s%.*s", i,
					 module->name.size ? ", " : "",
					 (int)(module->name.size < 200 ? module->name.size : 200),
					 module->name.data ? module->name.data : "");
			continue;
		}
		error = check_fit(target, module, report);
		if (error)
			break;
		check_pages(target->dump, module, report);
		if (!wcore_metadata_build_id(module->found.module, &id, &size))
			wcore_report_add(report, "module/build-id", "%s has no build id", name_of(module));
	}
	if (!error)
		check_all_locals(target, report);
	return error;
}
