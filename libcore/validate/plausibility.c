/* The plausibility level: what dump and modules say together, and what is known of producers. */
#include <string.h>

#include "../analysis/stack_pointer.h"
#include "../analysis/truncated.h"
#include "../analysis/unwind.h"
#include "../dump/shape.h"
#include "levels.h"

/* Threads whose stacks are walked: more than any producer writes. */
#define THREADS_MAX 64

static struct wcore_error *check_stack(struct wcore_target *target, const struct wcore_thread *thread,
				       struct wcore_report *report,
				       struct wcore_findings *unwind_findings)
{
	static const struct wcore_unwind_options options = { 0 };
	const struct wcore_findings *findings;
	struct wcore_unwind *unwind = NULL;
	const char *text = NULL;
	struct wcore_error *error = wcore_unwind_open(target, thread, &options, &unwind);

	if (error)
		return error;
	if (wcore_unwind_check(unwind, &text) == WCORE_STACK_OPEN)
		wcore_report_at(report, "plausible/unproved", thread->offset, "%s",
				text ? text : "the walk over the stack pointer has no end");
	findings = wcore_unwind_findings(unwind);
	for (size_t i = 0; i < findings->count; i++)
		wcore_findings_add_at(unwind_findings, findings->items[i].rule, findings->items[i].severity,
				      thread->offset, "%s", findings->items[i].text);
	wcore_unwind_close(unwind);
	if (wcore_thread_is_truncated(target, thread))
		wcore_report_at(report, "plausible/cut-trace", thread->offset,
				"the oldest of %u frames is no function that a program starts with",
				thread->frame_count);
	return NULL;
}

static void check_stack_pointer(const struct wcore_dump *dump, const struct wcore_instance *instance,
				struct wcore_module *module, struct wcore_report *report)
{
	const struct wcore_global *recorded;
	const struct wcore_memory *memory;
	uint64_t initial = 0;
	uint32_t global;

	if (!wcore_stack_pointer_find(module, &global) || global >= instance->global_count ||
	    !instance->memory_count || instance->memories[0] >= dump->memory_count ||
	    instance->globals[global] >= dump->index->global_count)
		return;
	recorded = &dump->index->globals[instance->globals[global]];
	memory = &dump->memories[instance->memories[0]];
	/* What starts outside the memory is no stack pointer. */
	if (recorded->init.kind != WCORE_CONST_VALUE || recorded->init.bits <= memory->size ||
	    !wcore_stack_pointer_initial(module, global, &initial) || initial > memory->size)
		return;
	wcore_report_at(report, "plausible/stack-pointer", recorded->init.offset,
			"the stack pointer is 0x%llx, but memory %u ends at 0x%llx",
			(unsigned long long)recorded->init.bits, memory->index,
			(unsigned long long)memory->size);
}

static void check_instances(const struct wcore_target *target, struct wcore_report *report)
{
	const struct wcore_dump *dump = target->dump;

	for (uint32_t i = 0; i < dump->instance_count; i++) {
		const struct wcore_instance *instance = &dump->instances[i];

		if (instance->module >= target->module_count ||
		    !target->modules[instance->module].symbols)
			continue;
		check_stack_pointer(dump, instance, target->modules[instance->module].found.module, report);
	}
}

static void check_references(const struct wcore_dump *dump, struct wcore_report *report)
{
	for (uint32_t i = 0; i < dump->index->global_count; i++) {
		const struct wcore_global *global = &dump->index->globals[i];

		if (global->type.code == WCORE_REF_NULL && global->init.kind == WCORE_CONST_REF_NULL)
			wcore_report_at(report, "plausible/references", global->init.offset,
					"global %u is a reference and null, whatever it was", i);
	}
}

static void say_producer(struct wcore_report *report, const char *producer, const char *text)
{
	wcore_report_add(report, "plausible/producer", "%s %s", producer, text);
}

static bool names_module_twice(const struct wcore_dump *dump)
{
	for (uint32_t i = 0; i < dump->instance_count && i < 1000; i++)
		for (uint32_t k = 0; k < i; k++)
			if (dump->instances[i].module == dump->instances[k].module)
				return true;
	return false;
}

/* docs/format.md */
static void check_producer(const struct wcore_dump *dump, struct wcore_report *report)
{
	const char *producer = wcore_dump_producer(dump);
	struct wcore_shape shape;

	if (!producer)
		return;
	wcore_shape_read(dump, &shape);
	if (strcmp(producer, "Wasmtime") == 0) {
		say_producer(report, producer, "records no locals and no operands");
		if (names_module_twice(dump))
			say_producer(report, producer,
			    "names the last instance of a module in every frame, whichever it was");
	} else if (shape.is_rewriter) {
		say_producer(report, producer, "invents the parameters of callers (669 and up)");
		say_producer(report, producer, "writes its dump over the start of the memory that it captures");
	} else if (shape.is_wasmedge) {
		say_producer(report, producer, "keeps the low 32 bits of each value and calls it i32");
		say_producer(report, producer, "does not record where the youngest frame stands");
	} else {
		say_producer(report, producer,
		    "may put the youngest frame at its function's start or end instead of the trap");
	}
}

struct wcore_error *wcore_level_plausibility(struct wcore_target *target,
					     struct wcore_report *report,
					     struct wcore_findings *unwind_findings)
{
	const struct wcore_dump *dump = target->dump;
	struct wcore_error *error = NULL;

	for (uint32_t i = 0; i < dump->thread_count && i < THREADS_MAX && !error; i++)
		error = check_stack(target, &dump->threads[i], report, unwind_findings);
	if (error)
		return error;
	check_instances(target, report);
	check_references(dump, report);
	check_producer(dump, report);
	return NULL;
}
