#include "validate.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../dump/stack.h"
#include "container.h"
#include "levels.h"
#include "report.h"

/* Threads whose dialect is settled without modules; more than any producer writes. */
#define CHOOSE_THREADS 64

/* One validation on its way. */
struct work {
	const struct wcore_file *file;
	const struct wcore_validate_options *options;
	struct wcore_validation *result;
	struct wcore_findings own;	/* of the file, by the levels of this folder */
	struct wcore_findings unwind;
	struct wcore_report report;
	size_t kept[WCORE_REPORT_RULES];	/* findings in the result, by rule */
	bool has_other_companion;
};

static bool is_wanted(const struct work *work, const struct wcore_rule *rule)
{
	size_t count;

	if (!rule || rule->level > work->options->level)
		return false;
	return !work->options->disabled || !work->options->disabled[rule - wcore_rules(&count)];
}

static bool grow(struct wcore_validation *result)
{
	size_t capacity = result->capacity ? result->capacity * 2 : 8;
	struct wcore_validation_finding *findings =
		wcore_realloc(result->findings, capacity * sizeof(*findings));

	if (!findings)
		return false;
	result->findings = findings;
	result->capacity = capacity;
	return true;
}

static bool is_known(const struct wcore_validation *result, const struct wcore_finding *finding,
		     const struct wcore_rule *rule, const char *path)
{
	for (size_t i = 0; i < result->count; i++) {
		const struct wcore_validation_finding *other = &result->findings[i];

		if (other->rule == rule && other->has_offset == finding->has_offset &&
		    other->offset == finding->offset && strcmp(other->text, finding->text) == 0 &&
		    !other->path == !path && (!path || strcmp(other->path, path) == 0))
			return true;
	}
	return false;
}

/* What --strict does not take: stacks and files that readers of the specification's form refuse. */
static bool is_strict(const struct wcore_rule *rule)
{
	return strcmp(rule->id, "core/not-spec") == 0 || strcmp(rule->id, "core/not-a-dump") == 0;
}

/* Puts a finding into the result; path is NULL for the file itself. */
static void keep(struct work *work, const char *path, const struct wcore_finding *finding)
{
	const struct wcore_rule *rule = wcore_rule_find(finding->rule);
	struct wcore_validation *result = work->result;
	struct wcore_validation_finding *ret;
	enum wcore_severity severity = finding->severity;
	size_t count;

	if (!is_wanted(work, rule) || is_known(result, finding, rule, path))
		return;
	if (work->options->strict && severity == WCORE_SEVERITY_NOTE && is_strict(rule))
		severity = WCORE_SEVERITY_WARNING;
	if (work->kept[rule - wcore_rules(&count)]++ >= WCORE_REPORT_MAX) {
		result->dropped++;
		return;
	}
	if (result->count == result->capacity && !grow(result)) {
		result->is_out_of_memory = true;
		return;
	}
	ret = &result->findings[result->count];
	*ret = (struct wcore_validation_finding){
		.rule = rule, .severity = severity, .has_offset = finding->has_offset,
		.offset = finding->offset, .text = wcore_strdup(finding->text),
		.path = path ? wcore_strdup(path) : NULL,
	};
	if (ret->text && (!path || ret->path)) {
		result->severities[severity]++;
		result->count++;
		return;
	}
	free(ret->text);
	free(ret->path);
	result->is_out_of_memory = true;
}

static void keep_all(struct work *work, const char *path, const struct wcore_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		keep(work, path, &findings->items[i]);
	work->result->dropped += findings->dropped;
}

/* Whether an error of the strict reading stands in the section of the offset. */
static bool is_told(const struct work *work, const struct wcore_module *module, uint64_t offset)
{
	for (size_t i = 0; i < module->section_count; i++) {
		const struct wcore_section *section = &module->sections[i];
		uint64_t end = section->offset + section->size;

		if (offset < section->header || offset > end)
			continue;
		for (size_t k = 0; k < work->own.count; k++) {
			const struct wcore_finding *finding = &work->own.items[k];

			if (finding->severity == WCORE_SEVERITY_ERROR && finding->has_offset &&
			    finding->offset >= section->header && finding->offset <= end)
				return true;
		}
	}
	return false;
}

/* What reading the file itself has met; the strict reading says most of it in its own words. */
static void keep_module(struct work *work, const struct wcore_module *module)
{
	static const char *const same[] = { "wasm/index", "wasm/code", "wasm/function-count" };

	for (size_t i = 0; i < module->findings.count; i++) {
		const struct wcore_finding *finding = &module->findings.items[i];
		bool is_same = false;

		for (size_t k = 0; k < sizeof(same) / sizeof(same[0]); k++)
			is_same |= strcmp(finding->rule, same[k]) == 0;
		if (!is_same || !finding->has_offset || !is_told(work, module, finding->offset))
			keep(work, NULL, finding);
	}
	work->result->dropped += module->findings.dropped;
}

/* An error that ended the reading of a part, as a finding; it stays its owner's. */
static void report_broken(struct work *work, const char *rule, const struct wcore_error *error)
{
	const char *where = error->where ? error->where : "";

	if (error->has_offset)
		wcore_report_at(&work->report, rule, error->offset, "%s%s%s", where, *where ? ": " : "",
				error->message);
	else
		wcore_report_add(&work->report, rule, "%s%s%s", where, *where ? ": " : "",
				 error->message);
}

/* A part that breaks off because the file does is told once. */
static bool is_same_error(const struct wcore_error *a, const struct wcore_error *b)
{
	return a && b && a->offset == b->offset && strcmp(a->message, b->message) == 0;
}

/* dump is NULL for a module. */
static struct wcore_error *container(struct work *work, struct wcore_module *module,
				     const struct wcore_dump *dump)
{
	if (work->file->cut)
		report_broken(work, "wasm/gzip", work->file->cut);
	if (module->cut)
		report_broken(work, module->cut->code == WCORE_ERROR_LIMIT ? "wasm/limit" : "wasm/cut",
			      module->cut);
	if (!module->section_count && !module->cut && !work->file->cut)
		wcore_report_at(&work->report, "wasm/empty", 8, "nothing stands behind the header");
	return wcore_container_validate(module, dump != NULL,
					dump && work->options->level >= WCORE_LEVEL_MEMORY ? dump->segments
											   : NULL,
					&work->report);
}

static struct wcore_error *validate_module(struct work *work)
{
	struct wcore_module *module = NULL;
	struct wcore_error *error = wcore_module_open(work->file, 0, work->file->size, &module);

	work->result->kind = WCORE_VALIDATION_MODULE;
	work->result->level = WCORE_LEVEL_CONTAINER;
	if (error)
		return error;
	error = container(work, module, NULL);
	wcore_report_add(&work->report, "core/not-a-dump", "the file has no core section: it is a Wasm module");
	keep_module(work, module);
	keep_all(work, NULL, &work->own);
	wcore_module_close(module);
	return error;
}

/* The places that were tried for modules: of refused ones the look-up tells nobody else. */
static void note_tried(void *context, const char *place, const char *outcome)
{
	struct work *work = context;
	const struct wcore_lookup_options *lookup = &work->options->target->lookup;

	if (strcmp(outcome, "it has another build id") == 0)
		work->has_other_companion = true;
	if (lookup->tried)
		lookup->tried(lookup->context, place, outcome);
}

static void keep_target(struct work *work, const struct wcore_target *target)
{
	keep_all(work, NULL, &target->findings);
	keep_all(work, NULL, wcore_lookup_findings(target->lookup));
	for (uint32_t i = 0; i < target->module_count; i++) {
		const struct wcore_target_module *module = &target->modules[i];

		if (!module->found.module)
			continue;
		keep_all(work, module->found.path, &module->found.module->findings);
		if (module->debug.module)
			keep_all(work, module->debug.path, &module->debug.module->findings);
		if (!module->symbols)
			continue;
		keep_all(work, module->found.path, &module->symbols->findings);
		if (module->symbols->dwarf)
			keep_all(work, module->debug.module ? module->debug.path : module->found.path,
				 wcore_dwarf_findings(module->symbols->dwarf));
	}
}

static struct wcore_error *with_modules(struct work *work, struct wcore_target *target)
{
	enum wcore_level level = work->options->level;
	struct wcore_error *error = wcore_level_module(target, &work->report);

	if (!error && level >= WCORE_LEVEL_DEBUG)
		error = wcore_level_debug(target, work->has_other_companion, &work->report);
	if (!error && level >= WCORE_LEVEL_PLAUSIBILITY)
		error = wcore_level_plausibility(target, &work->report, &work->unwind);
	return error;
}

static struct wcore_error *levels(struct work *work, struct wcore_dump *dump,
				  struct wcore_target *target)
{
	enum wcore_level level = work->options->level;
	struct wcore_error *error = container(work, dump->wasm, dump);

	if (error || level < WCORE_LEVEL_CORE)
		return error;
	for (uint32_t i = 0; !target && i < dump->thread_count && i < CHOOSE_THREADS; i++)
		wcore_stack_choose(dump, &dump->threads[i], NULL);
	if (dump->broken && !work->file->cut && !is_same_error(dump->broken, dump->wasm->cut))
		report_broken(work, "core/unreadable", dump->broken);
	wcore_level_core(dump, &work->report);
	if (level >= WCORE_LEVEL_MEMORY)
		error = wcore_level_memory(dump, &work->report);
	if (!error && target)
		error = with_modules(work, target);
	return error;
}

static struct wcore_error *validate_dump(struct work *work, struct wcore_dump *dump)
{
	struct wcore_target_options options = { 0 };
	struct wcore_target *target = NULL;
	struct wcore_error *error = NULL;

	if (work->options->level >= WCORE_LEVEL_MODULE) {
		options = *work->options->target;
		options.lookup.tried = note_tried;
		options.lookup.context = work;
		error = wcore_target_open(dump, &options, &target);
	}
	if (!error)
		error = levels(work, dump, target);
	work->result->producer = wcore_dump_producer(dump);
	if (dump->thread_count)
		work->result->dialect = dump->threads[0].dialect;
	keep_module(work, dump->wasm);
	keep_all(work, NULL, &work->own);
	keep_all(work, NULL, &dump->findings);
	keep_all(work, NULL, &work->unwind);
	if (target)
		keep_target(work, target);
	wcore_target_close(target);
	return error;
}

/* A file with the magic number, or the beginning of it, is a broken Wasm binary and nothing else. */
static bool is_broken_header(const struct wcore_file *file)
{
	static const uint8_t header[8] = { 0, 'a', 's', 'm', 1, 0, 0, 0 };
	size_t size = file->size < 4 ? (size_t)file->size : 4;

	return size && memcmp(file->data, header, size) == 0 &&
	       wcore_kind_of(file) != WCORE_KIND_MODULE && wcore_kind_of(file) != WCORE_KIND_COMPONENT;
}

static struct wcore_error *validate(struct work *work)
{
	struct wcore_dump *dump = NULL;
	struct wcore_error *error;

	if (is_broken_header(work->file)) {
		work->result->kind = WCORE_VALIDATION_MODULE;
		work->result->level = WCORE_LEVEL_CONTAINER;
		wcore_report_at(&work->report, "wasm/header", 0,
				work->file->size < 8 ? "the file ends within the header of a Wasm binary"
						     : "the version is not 1");
		keep_all(work, NULL, &work->own);
		return NULL;
	}
	if (wcore_kind_of(work->file) != WCORE_KIND_MODULE)
		return wcore_error_create(WCORE_ERROR_KIND, work->file->path,
					  "is %s, neither a core dump nor a Wasm module",
					  wcore_kind_describe(work->file));
	error = wcore_dump_open(work->file, work->options->dialect, &dump);
	if (error && error->code == WCORE_ERROR_KIND) {
		wcore_error_destroy(error);
		return validate_module(work);
	}
	if (error)
		return error;
	error = validate_dump(work, dump);
	wcore_dump_close(dump);
	return error;
}

static void sort_by_level(struct wcore_validation *result)
{
	/* Few, and nearly sorted; equal ones stay as they are. */
	for (size_t i = 1; i < result->count; i++) {
		struct wcore_validation_finding finding = result->findings[i];
		size_t k = i;

		for (; k && result->findings[k - 1].rule->level > finding.rule->level; k--)
			result->findings[k] = result->findings[k - 1];
		result->findings[k] = finding;
	}
}

struct wcore_error *wcore_validate(const struct wcore_file *file,
				   const struct wcore_validate_options *options,
				   struct wcore_validation *ret)
{
	struct work work = { .file = file, .options = options, .result = ret };
	struct wcore_error *error;

	*ret = (struct wcore_validation){ .level = options->level };
	wcore_findings_init(&work.own);
	wcore_findings_init(&work.unwind);
	wcore_report_init(&work.report, &work.own);
	error = validate(&work);
	wcore_findings_deinit(&work.own);
	wcore_findings_deinit(&work.unwind);
	if (!error && ret->is_out_of_memory)
		error = wcore_error_nomem();
	sort_by_level(ret);
	return error;
}

void wcore_validation_deinit(struct wcore_validation *validation)
{
	for (size_t i = 0; i < validation->count; i++) {
		free(validation->findings[i].text);
		free(validation->findings[i].path);
	}
	free(validation->findings);
	*validation = (struct wcore_validation){ 0 };
}
