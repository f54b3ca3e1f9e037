#include "target.h"

#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/presence.h"
#include "../wasm/names.h"
#include "contradiction.h"
#include "place.h"

/* Frames of a thread that are read to tell whether a file is the module. */
#define FIT_FRAMES 512
/* Threads whose dialect the modules settle one by one; more than any producer writes. */
#define CHOOSE_THREADS 64

/* Whether a module fits in at least one reading of each thread. */
static enum wcore_fit_result check_fit(void *context, uint32_t index, struct wcore_module *module,
				       char **ret_reason)
{
	struct wcore_target *target = context;
	const struct wcore_dump *dump = target->dump;
	struct wcore_contradiction_check check;
	struct wcore_error *error = wcore_contradiction_init(&check, dump, module, index,
							     &target->fit_budget);
	enum wcore_fit_result result = WCORE_FIT_NO;
	uint64_t frames = 0;

	if (error) {
		wcore_error_destroy(error);
		return WCORE_FIT_UNKNOWN;
	}
	wcore_contradiction_instances(&check);
	for (uint32_t t = 0; t < dump->thread_count && t < CHOOSE_THREADS && !check.reason; t++) {
		const struct wcore_thread *thread = &dump->threads[t];
		char *reason = NULL;
		bool fits = !thread->fits;

		for (unsigned d = 0; d < WCORE_DIALECT_COUNT && !fits; d++) {
			if (!(thread->fits & 1u << d))
				continue;
			check.frames = 0;
			wcore_contradiction_frames(&check, thread, wcore_dialect_get(d), FIT_FRAMES);
			fits = !check.reason;
			/* The reason in the chosen reading is the one that tells most. */
			if (check.reason && (!reason || wcore_dialect_get(d) == thread->dialect)) {
				free(reason);
				reason = check.reason;
			} else {
				free(check.reason);
			}
			check.reason = NULL;
		}
		frames += fits ? check.frames : 0;
		if (fits)
			free(reason);
		else
			check.reason = reason;
	}
	if (!check.reason)
		result = frames ? WCORE_FIT_YES : WCORE_FIT_UNKNOWN;
	*ret_reason = check.reason;
	check.reason = NULL;
	wcore_contradiction_deinit(&check);
	return result;
}

enum wcore_fit_result wcore_target_fit(struct wcore_target *target, const struct wcore_target_module *module)
{
	enum wcore_fit_result result;
	char *reason = NULL;

	if (!module->found.module || module->refused || module->is_forced)
		return WCORE_FIT_NO;
	result = check_fit(target, module->index, module->found.module, &reason);
	free(reason);
	return result;
}

/* The readings of the threads, now that modules are known. */
static struct wcore_error *settle_dialects(struct wcore_target *target)
{
	struct wcore_dump *dump = target->dump;
	struct wcore_module **modules = wcore_calloc(target->module_count, sizeof(*modules));

	if (!modules)
		return wcore_error_nomem();
	for (uint32_t i = 0; i < target->module_count; i++)
		modules[i] = target->modules[i].found.module;
	for (uint32_t t = 0; t < dump->thread_count; t++) {
		struct wcore_thread *thread = &dump->threads[t];
		const struct wcore_dialect *first = dump->threads[0].dialect;

		if (t < CHOOSE_THREADS)
			wcore_stack_choose(dump, thread, modules);
		else if (thread->fits & 1u << first->id)
			thread->dialect = first;
	}
	free(modules);
	return NULL;
}

/* Why the module is not the dump's, from all frames; NULL when it may be. */
static struct wcore_error *find_contradiction(struct wcore_target *target,
					      const struct wcore_target_module *module, char **ret)
{
	struct wcore_contradiction_check check;
	struct wcore_error *error = wcore_contradiction_init(&check, target->dump,
							     module->found.module, module->index,
							     &target->check_budget);

	if (error)
		return error;
	for (uint32_t t = 0; t < target->dump->thread_count && !check.reason; t++) {
		const struct wcore_thread *thread = &target->dump->threads[t];

		wcore_contradiction_frames(&check, thread, thread->dialect, UINT64_MAX);
	}
	wcore_contradiction_instances(&check);
	*ret = check.reason;
	check.reason = NULL;
	wcore_contradiction_deinit(&check);
	return NULL;
}

static void report_contradiction(struct wcore_target *target,
				 const struct wcore_target_module *module, const char *reason)
{
	wcore_findings_add(&target->findings, "module/contradiction", WCORE_SEVERITY_WARNING,
			   module->is_forced
				   ? "%s contradicts the dump and is used all the same (--force): %s"
				   : "%s contradicts the dump and is not used: %s",
			   module->found.path, reason);
}

/* The source map, when there is one that can be read. */
static struct wcore_error *open_source_map(struct wcore_target *target,
					   const struct wcore_target_module *module,
					   struct wcore_source_map **ret)
{
	struct wcore_file *file = NULL;
	struct wcore_error *error = wcore_lookup_source_map(target->lookup, &module->found, &file);

	*ret = NULL;
	if (!error && file)
		error = wcore_source_map_open(file, ret);
	if (!error || error->code == WCORE_ERROR_NOMEM)
		return error;
	char *text = wcore_error_format(error);

	wcore_findings_add(&target->findings, "debug/source-map", WCORE_SEVERITY_WARNING, "%s",
			   text ? text : error->message);
	free(text);
	wcore_error_destroy(error);
	return NULL;
}

static struct wcore_error *open_symbols(struct wcore_target *target,
					struct wcore_target_module *module)
{
	struct wcore_source_map *source_map = NULL;
	struct wcore_error *error = wcore_lookup_debug(target->lookup, &module->found,
						       &module->debug);

	if (!error && module->debug.module && target->options.lookup.record)
		error = wcore_file_record(module->debug.file);
	if (!error)
		error = open_source_map(target, module, &source_map);
	if (error)
		return error;
	if (module->debug.module)
		wcore_names_borrow(module->found.module, module->debug.module);
	const struct wcore_found *debug = module->debug.module ? &module->debug : &module->found;

	error = wcore_symbols_open(module->found.module, debug->module, source_map,
				   target->options.no_demangle, &module->symbols);
	if (error || !module->symbols->dwarf)
		return error;
	return wcore_split_attach(target->lookup, debug, module->symbols->dwarf, &target->findings,
				  &module->splits);
}

static struct wcore_error *open_modules(struct wcore_target *target)
{
	struct wcore_error *error = NULL;

	for (uint32_t i = 0; i < target->module_count && !error; i++) {
		struct wcore_target_module *module = &target->modules[i];

		module->index = i;
		module->name = wcore_lookup_name(target->dump, i);
		if (i < WCORE_TARGET_MAX_MODULES)
			error = wcore_lookup_module(target->lookup, i, &module->found);
		if (!error && module->found.module && target->options.lookup.record)
			error = wcore_file_record(module->found.file);
	}
	if (!error && target->module_count > WCORE_TARGET_MAX_MODULES)
		wcore_findings_add(&target->findings, "module/too-many", WCORE_SEVERITY_WARNING,
				   "of %u modules the first %d are looked up", target->module_count,
				   WCORE_TARGET_MAX_MODULES);
	return error;
}

static struct wcore_error *check_modules(struct wcore_target *target)
{
	struct wcore_error *error = NULL;

	for (uint32_t i = 0; i < target->module_count && !error; i++) {
		struct wcore_target_module *module = &target->modules[i];
		char *reason = NULL;

		if (!module->found.module)
			continue;
		error = find_contradiction(target, module, &reason);
		if (error)
			return error;
		module->is_forced = reason && target->options.force;
		if (reason)
			report_contradiction(target, module, reason);
		if (!reason || module->is_forced) {
			free(reason);
			error = open_symbols(target, module);
		} else {
			module->refused = reason;
		}
	}
	return error;
}

struct wcore_error *wcore_target_open(struct wcore_dump *dump,
				      const struct wcore_target_options *options,
				      struct wcore_target **ret)
{
	struct wcore_target *target = wcore_calloc(1, sizeof(*target));
	const struct wcore_fit_check check = { .check = check_fit, .context = target };
	struct wcore_error *error = NULL;

	if (!target)
		return wcore_error_nomem();
	target->dump = dump;
	target->options = *options;
	target->fit_budget = target->check_budget = WCORE_CONTRADICTION_BUDGET;
	wcore_findings_init(&target->findings);
	wcore_arena_init(&target->arena);
	target->nowhere.index = UINT32_MAX;
	target->nowhere.name = WCORE_STRING("<unknown module>");
	target->module_count = dump->module_count ? dump->module_count : 1;
	target->modules = wcore_calloc(target->module_count, sizeof(*target->modules));
	if (!target->modules)
		error = wcore_error_nomem();
	if (!error)
		error = wcore_lookup_open(&target->options.lookup, dump, check, &target->lookup);
	if (!error)
		error = open_modules(target);
	if (!error)
		error = settle_dialects(target);
	if (!error)
		error = check_modules(target);
	if (error) {
		wcore_target_close(target);
		return error;
	}
	*ret = target;
	return NULL;
}

void wcore_target_close(struct wcore_target *target)
{
	if (!target)
		return;
	for (uint32_t i = 0; i < target->module_count && target->modules; i++) {
		struct wcore_target_module *module = &target->modules[i];

		wcore_symbols_close(module->symbols);
		wcore_split_deinit(&module->splits);
		wcore_found_deinit(&module->debug);
		wcore_found_deinit(&module->found);
		free(module->refused);
	}
	free(target->modules);
	wcore_lookup_close(target->lookup);
	wcore_findings_deinit(&target->findings);
	wcore_arena_deinit(&target->arena);
	free(target);
}

void wcore_target_iter_init(struct wcore_target_iter *iter, struct wcore_target *target,
			    const struct wcore_thread *thread)
{
	*iter = (struct wcore_target_iter){ .target = target, .thread = thread };
	wcore_frame_iter_init(&iter->frames, target->dump, thread);
}

/* One site that says no more than the recorded index. */
static void set_unknown(struct wcore_target *target, struct wcore_target_frame *frame)
{
	if (frame->frame.is_funcidx_sure)
		snprintf(target->unknown_name, sizeof(target->unknown_name), "func[%u]",
			 frame->funcidx);
	else
		snprintf(target->unknown_name, sizeof(target->unknown_name), "func[?]");
	target->unknown = (struct wcore_site){
		.function = wcore_string_from(target->unknown_name),
	};
	frame->sites = (struct wcore_sites){ .items = &target->unknown, .count = 1 };
}

/* Function and place in a module that is used. */
static void place_frame(const struct wcore_target_iter *iter, struct wcore_target_frame *frame)
{
	struct wcore_module *module = frame->module->found.module;
	struct wcore_place place;
	struct wcore_error *error = wcore_place_find(module, &frame->frame, &place);

	/* Of a forced module alone: it has no such function, or no such place. */
	wcore_error_destroy(error);
	if (error || !place.has_function)
		return;
	frame->funcidx = place.function.funcidx;
	if (place.function.is_imported)
		return;
	frame->has_function = true;
	frame->function = place.function;
	if (!place.has_address || place.address < place.function.body ||
	    place.address >= place.function.end)
		return;
	frame->has_address = true;
	frame->is_exact = !wcore_place_is_shared(iter->thread->dialect, &frame->frame, &place);
	if (!frame->is_exact)
		frame->is_inferred = wcore_place_infer(module, &place, &place.address);
	frame->address = place.address;
	frame->codeoffset = place.address - place.function.body;
}

struct wcore_error *wcore_target_iter_next(struct wcore_target_iter *iter,
					   struct wcore_target_frame *ret, bool *ret_found)
{
	struct wcore_target *target = iter->target;
	struct wcore_error *error;
	uint32_t module;

	*ret = (struct wcore_target_frame){ 0 };
	error = wcore_frame_iter_next(&iter->frames, &ret->frame, ret_found);
	if (error || !*ret_found)
		return error;
	ret->funcidx = ret->frame.funcidx;
	ret->module = &target->nowhere;
	if (wcore_dump_instance_module(target->dump, ret->frame.instance, &module) &&
	    module < target->module_count)
		ret->module = &target->modules[module];
	ret->is_usable = ret->module->symbols != NULL;
	if (ret->is_usable)
		place_frame(iter, ret);
	if (iter->without_sites)
		return NULL;
	if (!ret->is_usable || (!ret->has_function && !ret->frame.is_funcidx_sure)) {
		set_unknown(target, ret);
		return NULL;
	}
	return wcore_symbols_find(ret->module->symbols, ret->funcidx, ret->address,
				  ret->has_address && (ret->is_exact || ret->is_inferred),
				  &ret->sites);
}
