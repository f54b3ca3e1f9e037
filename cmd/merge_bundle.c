#include "merge_bundle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../libcore/base/alloc.h"
#include "../libcore/bundle/bundle.h"
#include "../libcore/bundle/extract.h"
#include "../libcore/bundle/thin.h"
#include "../libcore/debug/dwarf.h"
#include "bt.h"
#include "merge.h"
#include "source_lines.h"

/* Bytes of a name in a message. */
#define NAME_SHOWN 200

enum { OPTION_BUNDLE = WCORE_OPTION_FIRST + 100, OPTION_THIN, OPTION_WITH_SOURCE, OPTION_COMPRESS, OPTION_EXTRACT };

const struct wcore_option merge_bundle_table[] = {
	{ OPTION_BUNDLE, "bundle", NULL, "put the dump's modules and their debug files into it" },
	{ OPTION_THIN, "thin", NULL, "put only what the dump's frames need of these files into it" },
	{ OPTION_WITH_SOURCE, "with-source", NULL, "put the source files of its frames into it, too" },
	{ OPTION_COMPRESS, "compress", NULL, "compress the files of a bundle" },
	{ OPTION_EXTRACT, "extract", "FOLDER", "take a bundle apart into FOLDER" },
	{ 0 },
};

void merge_bundle_set(struct merge_bundle_options *options, int id, const char *argument)
{
	switch (id) {
	case OPTION_EXTRACT:
		options->extract = argument;
		return;
	case OPTION_THIN:
		options->thin = true;
		break;
	case OPTION_WITH_SOURCE:
		options->with_source = true;
		break;
	case OPTION_COMPRESS:
		options->compress = true;
		break;
	default:
		break;
	}
	options->bundle = true;
}

enum role { ROLE_DUMP, ROLE_MODULE, ROLE_DEBUG };

struct operand {
	const char *path;
	enum role role;
	bool has_dwarf;
	uint64_t size, code_size;
};

/* What a file that opens as a module is. */
static void classify_module(struct wcore_module *module, struct operand *ret)
{
	const struct wcore_section *code = wcore_module_section(module, WCORE_SECTION_CODE);

	ret->has_dwarf = wcore_dwarf_present(module);
	ret->code_size = code ? code->size : 0;
	if (wcore_dump_is_dump(module))
		ret->role = ROLE_DUMP;
	else if (wcore_module_custom(module, ".debug_info.dwo") || (!code && ret->has_dwarf))
		ret->role = ROLE_DEBUG;
	else
		ret->role = ROLE_MODULE;
}

/* A dump unless the file says otherwise: what is wrong with it is then told where it is opened. */
static void classify(const struct wcore_cli *cli, const char *path, struct operand *ret)
{
	const struct wcore_file_options options = {
		.max_input = cli->target.lookup.max_input, .opener = cli->target.lookup.opener,
	};
	struct wcore_file *file = NULL;
	struct wcore_module *module = NULL;
	struct wcore_error *error;
	struct stat status;

	*ret = (struct operand){ .path = path, .role = ROLE_DUMP };
	/* A pipe can be read once. */
	if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
		return;
	error = wcore_file_open(path, &options, &file);
	if (!error && wcore_kind_of(file) == WCORE_KIND_COMPONENT)
		ret->role = ROLE_MODULE;
	else if (!error && wcore_kind_of(file) == WCORE_KIND_TEXT)
		ret->role = ROLE_DEBUG;
	else if (!error)
		error = wcore_module_open(file, 0, file->size, &module);
	if (module)
		classify_module(module, ret);
	ret->size = file ? file->size : 0;
	wcore_error_destroy(error);
	wcore_module_close(module);
	wcore_file_close(file);
}

bool merge_is_bundle(const struct wcore_cli *cli, const struct merge_bundle_options *options)
{
	struct operand operand;

	if (options->bundle)
		return true;
	for (int i = 0; i < cli->operand_count; i++) {
		classify(cli, cli->operands[i], &operand);
		if (operand.role != ROLE_DUMP)
			return true;
	}
	return false;
}

/* The operands by what they are. */
struct inputs {
	struct operand *operands;
	int count;
	const char *dump;
	const char **modules; size_t module_count;	/* those of -m first */
	const char **files; size_t file_count;
};

/* A companion may have the code as well: it is the one of two with the same code that has the DWARF. */
static bool is_companion(const struct inputs *inputs, const struct operand *operand)
{
	for (int i = 0; i < inputs->count; i++) {
		const struct operand *other = &inputs->operands[i];

		if (operand->has_dwarf && other->role == ROLE_MODULE && !other->has_dwarf &&
		    other->code_size == operand->code_size)
			return true;
	}
	return false;
}

/* made is the dump where it is no operand, or NULL. */
static struct wcore_error *sort_inputs(const struct wcore_cli *cli, const struct wcore_file *made, struct inputs *ret)
{
	const struct wcore_lookup_options *lookup = &cli->target.lookup;
	const size_t count = (size_t)cli->operand_count;

	*ret = (struct inputs){ .count = cli->operand_count, .dump = made ? made->path : NULL };
	ret->operands = wcore_calloc(count + 1, sizeof(*ret->operands));
	ret->modules = wcore_calloc(count + lookup->module_count + 1, sizeof(*ret->modules));
	ret->files = wcore_calloc(count + 1, sizeof(*ret->files));
	if (!ret->operands || !ret->modules || !ret->files)
		return wcore_error_nomem();
	for (size_t i = 0; i < lookup->module_count; i++)
		ret->modules[ret->module_count++] = lookup->modules[i];
	for (size_t i = 0; i < count; i++)
		classify(cli, cli->operands[i], &ret->operands[i]);
	for (size_t i = 0; i < count; i++) {
		const struct operand *operand = &ret->operands[i];

		if (operand->role == ROLE_DUMP && made)
			return wcore_error_create(WCORE_ERROR_USAGE, operand->path,
						  "--stack-trace, --memory and --globals make a dump of their own: "
						  "no other goes with them");
		if (operand->role == ROLE_DUMP && ret->dump)
			return wcore_error_create(WCORE_ERROR_USAGE, NULL,
						  "a bundle holds one dump: merge '%s' and '%s' first", ret->dump,
						  operand->path);
		if (operand->role == ROLE_DUMP)
			ret->dump = operand->path;
		else if (operand->role == ROLE_MODULE && !made && !is_companion(ret, operand))
			ret->modules[ret->module_count++] = operand->path;
		else
			ret->files[ret->file_count++] = operand->path;
	}
	return ret->dump ? NULL : wcore_error_create(WCORE_ERROR_USAGE, ret->operands[0].path, "no core dump, nor is another operand");
}

static void inputs_deinit(struct inputs *inputs)
{
	free(inputs->operands);
	free(inputs->modules);
	free(inputs->files);
}

static bool is_used(const struct wcore_bundle *bundle, const char *path)
{
	for (uint32_t i = 0; i < bundle->count; i++)
		if (strcmp(bundle->files[i].path, path) == 0)
			return true;
	return false;
}

/* What contradicts the dump, and what was given and belongs to nothing, is refused. */
static struct wcore_error *check(const struct wcore_target *target, const struct wcore_bundle *bundle,
				 const struct inputs *inputs)
{
	for (uint32_t i = 0; i < target->module_count; i++)
		if (target->modules[i].refused)
			return wcore_error_create(WCORE_ERROR_FORMAT, target->modules[i].found.path,
						  "contradicts the dump: %s", target->modules[i].refused);
	for (int i = 0; i < inputs->count; i++) {
		const struct operand *operand = &inputs->operands[i];

		if (operand->role != ROLE_DUMP && !is_used(bundle, operand->path))
			return wcore_error_create(WCORE_ERROR_FORMAT, operand->path,
						  "belongs to no module of the dump");
	}
	return NULL;
}

struct collection {
	struct wcore_cli *cli;
	const struct merge_bundle_options *options;
	struct merge_report *report;
	const struct inputs *inputs;
	struct wcore_file *made;	/* the dump where it is no operand; NULL otherwise */
	struct wcore_sink *sink;
	struct wcore_target *target;
	struct wcore_bundle bundle;
	bool has_bundle;
	struct source_lines *sources;	/* NULL without --with-source */
	bool *is_needed;		/* of each module: a frame is in it */
	uint32_t module_count;
	struct wcore_error *error;	/* the first one */
};

static struct wcore_error *add_source(struct collection *collection, const struct wcore_target_module *module,
				      const struct wcore_site *site)
{
	const struct source_file *file = NULL;

	if (collection->sources && site->file.size)
		file = source_lines_find(collection->sources, module->symbols, site);
	return file ? wcore_bundle_add_source(&collection->bundle, site->file, source_file_text(file)) : NULL;
}

static void keep_error(struct collection *collection, struct wcore_error *error)
{
	if (collection->error)
		wcore_error_destroy(error);
	else
		collection->error = error;
}

static void take_frame(void *context, const struct bt_dump *dump, const struct bt_thread *thread,
		       const struct bt_frame *frame)
{
	struct collection *collection = context;
	const struct wcore_target_module *module = frame->physical->module;

	(void)dump;
	(void)thread;
	if (!collection->is_needed)
		return;
	if (module->index < collection->module_count)
		collection->is_needed[module->index] = true;
	if (frame->site)
		keep_error(collection, add_source(collection, module, frame->site));
}

static void say_missing(const struct collection *collection)
{
	for (uint32_t i = 0; i < collection->target->module_count; i++) {
		const struct wcore_target_module *module = &collection->target->modules[i];
		const struct wcore_string name = wcore_cli_module_label(module);

		if (!module->found.module && collection->is_needed[i])
			merge_left_out(collection->cli, "module %u, %.*s, was not found: it is not in the bundle", i,
				       (int)(name.size < NAME_SHOWN ? name.size : NAME_SHOWN), name.data);
	}
}

static struct wcore_error *begin(struct collection *collection, const struct bt_dump *dump)
{
	const struct source_lines_options sources = {
		.lookup = &collection->cli->target.lookup, .dump = dump->input.dump, .kind = WCORE_OPENER_SOURCE,
	};
	struct wcore_error *error = wcore_bundle_check(dump->input.dump);

	if (error)
		return error;
	wcore_bundle_init(&collection->bundle, dump->input.dump);
	collection->has_bundle = true;
	collection->target = dump->input.target;
	collection->module_count = dump->input.target->module_count;
	collection->is_needed = wcore_calloc(collection->module_count, sizeof(*collection->is_needed));
	if (!collection->is_needed)
		return wcore_error_nomem();
	error = wcore_bundle_keep_sources(&collection->bundle);
	return error || !collection->options->with_source ? error
							  : source_lines_create(&sources, &collection->sources);
}

/* The trap's own place may be in another file than its frame. */
static void begin_dump(void *context, const struct bt_dump *dump)
{
	struct collection *collection = context;

	if (!dump->input.target)
		return;
	keep_error(collection, begin(collection, dump));
	if (!collection->error && dump->has_trap && dump->trap.has_site)
		keep_error(collection, add_source(collection, dump->trap.module, &dump->trap.site));
}

/* Behind the writing: to look whether a module fits reads of it. */
static void report_bundle(const struct collection *collection)
{
	static const char *const kinds[] = { [ROLE_DUMP] = "core dump", [ROLE_MODULE] = "module",
					     [ROLE_DEBUG] = "debug file" };
	const struct wcore_file *dump = collection->target->dump->wasm->file;
	const struct inputs *inputs = collection->inputs;

	for (int i = 0; i < inputs->count; i++) {
		const struct operand *operand = &inputs->operands[i];

		merge_report_input(collection->report, operand->path, kinds[operand->role],
				   operand->role == ROLE_DUMP ? dump->size : operand->size, NULL);
	}
	merge_report_target(collection->report, collection->target);
	merge_report_bundle(collection->report, &collection->bundle);
}

static struct wcore_error *write_bundle(struct collection *collection)
{
	struct wcore_target *target = collection->target;
	struct wcore_error *error = NULL;

	for (uint32_t i = 0; i < target->module_count && !error; i++)
		error = wcore_bundle_add_module(&collection->bundle, target, &target->modules[i]);
	if (!error)
		error = check(target, &collection->bundle, collection->inputs);
	for (uint32_t i = 0; i < target->module_count && !error && collection->options->thin; i++)
		error = wcore_bundle_thin_module(&collection->bundle, &target->modules[i]);
	if (!error)
		error = wcore_bundle_write(&collection->bundle, collection->options->compress, collection->sink);
	if (error)
		return error;
	say_missing(collection);
	report_bundle(collection);
	return NULL;
}

static void end_dump(void *context, const struct bt_dump *dump)
{
	struct collection *collection = context;

	if (!collection->error && collection->has_bundle)
		collection->error = write_bundle(collection);
	else if (!collection->error)
		collection->error = wcore_error_create(WCORE_ERROR_KIND, NULL, "%s",
						       dump->error ? dump->error : "the dump cannot be opened");
	if (!collection->error)
		collection->error = source_lines_error(collection->sources);
	source_lines_destroy(collection->sources);
	if (collection->has_bundle)
		wcore_bundle_deinit(&collection->bundle);
}

static void pass_thread(void *context, const struct bt_thread *thread)
{
	(void)context;
	(void)thread;
}

/* Walks the dump as wcore-bt would, and keeps what that reads. */
static struct wcore_error *walk(struct collection *collection)
{
	const struct bt_sink sink = { .context = collection, .dump_begin = begin_dump, .thread_begin = pass_thread,
				      .frame = take_frame, .thread_end = pass_thread, .dump_end = end_dump };
	const struct inputs *inputs = collection->inputs;
	struct wcore_cli cli = *collection->cli;
	const struct bt_options options = {
		.limit = UINT64_MAX, .full = true, .raw = true, .json = true, .no_fold = true,
		.no_values = !collection->options->thin, .file = collection->made,
		.values = { .depth = WCORE_VIEW_MAX_DEPTH, .elements = WCORE_VIEW_MAX_ELEMENTS,
			    .string = WCORE_VIEW_MAX_STRING },
	};

	cli.target.lookup.modules = inputs->modules;
	cli.target.lookup.module_count = inputs->module_count;
	cli.target.lookup.files = inputs->files;
	cli.target.lookup.file_count = inputs->file_count;
	cli.target.lookup.record = collection->options->thin;
	bt_walk(&cli, &options, inputs->dump, &sink);
	return collection->error;
}

struct wcore_error *merge_bundle(struct wcore_cli *cli, const struct merge_options *options,
				 struct wcore_file *made, struct wcore_sink *sink)
{
	struct inputs inputs;
	struct collection collection = { .cli = cli, .options = &options->bundle, .report = options->report,
					 .made = made, .sink = sink, .inputs = &inputs };
	struct wcore_error *error = sort_inputs(cli, made, &inputs);

	if (!error)
		error = walk(&collection);
	else
		wcore_file_close(made);
	free(collection.is_needed);
	inputs_deinit(&inputs);
	return error;
}

static void tell_written(void *context, const struct wcore_embedded *embedded, const char *path)
{
	const struct wcore_cli *cli = context;
	const struct merge_options *options = cli->context;

	if (embedded)
		merge_report_file(options->report, embedded, path);
	wcore_cli_note(context, "%s", path);
}

/* What was kept of a file is not the file: as a module, its zeros would be taken for what the module says. */
static void tell_left_out(void *context, const struct wcore_embedded *embedded)
{
	const struct wcore_cli *cli = context;
	const struct merge_options *options = cli->context;
	const struct wcore_string name = embedded->name;

	merge_report_file(options->report, embedded, NULL);
	merge_left_out(context, "%.*s is left out: a thin bundle holds parts of it, which are read in the bundle alone",
		       (int)(name.size < NAME_SHOWN ? name.size : NAME_SHOWN), name.data);
}

/* Files whose sections cannot be read. */
static void report_broken(struct wcore_cli *cli, const struct wcore_dump *dump)
{
	for (size_t i = 0; i < dump->findings.count; i++) {
		const struct wcore_finding *finding = &dump->findings.items[i];
		char *text = strcmp(finding->rule, "core/bundle") ? NULL
								  : wcore_cli_finding_text(dump->wasm->file->path, finding);

		if (text)
			merge_left_out(cli, "%s", text);
		free(text);
	}
}

struct wcore_error *merge_extract(struct wcore_cli *cli, const struct merge_options *options)
{
	struct wcore_file *file = NULL;
	struct wcore_dump *dump = NULL;
	const uint64_t max_input = cli->target.lookup.max_input;
	const struct wcore_file_options reading = { .max_input = max_input, .opener = cli->target.lookup.opener };
	const struct wcore_bundle_extract_events events = { tell_written, tell_left_out, cli };
	struct wcore_error *error = wcore_file_open(cli->operands[0], &reading, &file);

	if (!error)
		error = wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump);
	if (!error)
		error = wcore_bundle_extract(dump, options->bundle.extract, max_input, &events);
	if (!error) {
		report_broken(cli, dump);
		merge_report_input(options->report, file->path, "core dump", file->size, NULL);
	}
	wcore_dump_close(dump);
	wcore_file_close(file);
	return error;
}
