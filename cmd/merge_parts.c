/* A dump of what a runtime that writes none leaves: a trace, a memory image, values of globals. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../libcore/base/alloc.h"
#include "../libcore/merge/parts.h"
#include "../libcore/wasm/names.h"
#include "merge.h"

/* Frames that are left out are told one by one up to here, and all with -v. */
#define TOLD_MAX 16

struct parts {
	struct wcore_cli *cli;
	const struct merge_options *options;
	struct wcore_merge_modules modules;
	struct wcore_image *images;
	struct wcore_file **files;	/* of the images */
	struct wcore_global_value *globals;
	struct wcore_file *text;
	struct wcore_trace trace;
	struct wcore_placed_trace placed;
	struct wcore_parts parts;
};

static struct wcore_error *usage(const char *option, const char *argument, const char *why)
{
	return wcore_error_create(WCORE_ERROR_USAGE, NULL, "%s: '%s' %s", option, argument, why);
}

/* "[INDEX=]FILE[@ADDRESS]": the whole text counts where a file of that name is there.  Gives the file's name. */
static struct wcore_error *parse_image(const char *argument, struct wcore_image *ret, char **ret_path)
{
	const char *start = argument, *at, *equals = strchr(argument, '=');
	uint64_t index = 0;
	char *path = wcore_strdup(argument);
	struct wcore_error *error = NULL;

	*ret = (struct wcore_image){ 0 };
	*ret_path = path;
	if (!path)
		return wcore_error_nomem();
	if (access(argument, F_OK) == 0)
		return NULL;
	if (equals && equals > argument && strspn(argument, "0123456789") == (size_t)(equals - argument)) {
		path[equals - argument] = 0;
		error = wcore_cli_number("--memory", path, UINT32_MAX, &index);
		ret->memory = (uint32_t)index;
		start = equals + 1;
		memmove(path, start, strlen(start) + 1);
	}
	at = strrchr(path, '@');
	if (!error && at && access(path, F_OK) != 0) {
		error = wcore_cli_number("--memory", at + 1, UINT64_MAX, &ret->address);
		path[at - path] = 0;
	}
	return error;
}

void merge_parts_rights(struct wcore_cli *cli, const struct merge_options *options)
{
	wcore_cli_may_read(cli, options->stack_trace);
	for (size_t i = 0; i < options->memory_count; i++) {
		struct wcore_image image;
		char *path = NULL;

		/* What is wrong with an argument is told when the image is opened. */
		wcore_error_destroy(parse_image(options->memories[i], &image, &path));
		wcore_cli_may_read(cli, path);
		free(path);
	}
}

static int compare_images(const void *a, const void *b)
{
	const struct wcore_image *x = a, *y = b;

	if (x->memory != y->memory)
		return x->memory < y->memory ? -1 : 1;
	return (x->address > y->address) - (x->address < y->address);
}

static struct wcore_error *open_images(struct parts *parts)
{
	const struct merge_options *options = parts->options;
	const struct wcore_file_options reading = {
		.max_input = parts->cli->target.lookup.max_input, .opener = parts->cli->target.lookup.opener,
	};
	struct wcore_error *error = NULL;

	parts->images = wcore_calloc(options->memory_count + 1, sizeof(*parts->images));
	parts->files = wcore_calloc(options->memory_count + 1, sizeof(struct wcore_file *));
	if (!parts->images || !parts->files)
		return wcore_error_nomem();
	for (size_t i = 0; i < options->memory_count && !error; i++) {
		char *path;

		error = parse_image(options->memories[i], &parts->images[i], &path);
		if (!error) {
			wcore_cli_begin(parts->cli, path);
			error = wcore_file_open(path, &reading, &parts->files[i]);
		}
		parts->images[i].file = parts->files[i];
		free(path);
	}
	if (!error)
		qsort(parts->images, options->memory_count, sizeof(*parts->images), compare_images);
	return error;
}

/* A global by its index, its name, or the name of its export. */
static bool find_global(struct wcore_module *module, const struct wcore_index *index, const char *name, uint32_t *ret)
{
	uint64_t number;
	struct wcore_error *error = wcore_cli_number("--globals", name, UINT32_MAX, &number);

	if (!error) {
		*ret = (uint32_t)number;
		return true;
	}
	wcore_error_destroy(error);
	if (wcore_names_index(module, WCORE_NAME_GLOBAL, name, ret))
		return true;
	for (uint32_t i = 0; i < index->export_count; i++) {
		if (index->exports[i].kind != WCORE_EXTERN_GLOBAL || !wcore_string_is(index->exports[i].name, name))
			continue;
		*ret = index->exports[i].index;
		return true;
	}
	return false;
}

static bool parse_float(const char *text, uint8_t type, uint64_t *ret)
{
	char *end;
	const double value = strtod(text, &end);
	const float narrow = (float)value;
	uint32_t bits;

	if (end == text || *end)
		return false;
	memcpy(ret, &value, sizeof(*ret));
	if (type == WCORE_F32) {
		memcpy(&bits, &narrow, sizeof(bits));
		*ret = bits;
	}
	return true;
}

static bool parse_integer(const char *text, uint8_t type, uint64_t *ret)
{
	const bool is_negative = *text == '-';
	const uint64_t max = type == WCORE_I32 ? UINT32_MAX : UINT64_MAX;
	struct wcore_error *error = wcore_cli_number("--globals", text + is_negative, max, ret);

	wcore_error_destroy(error);
	if (error || (is_negative && *ret > max / 2 + 1))
		return false;
	if (is_negative)
		*ret = (0 - *ret) & max;
	return true;
}

/* NAME=VALUE, which is cut in two. */
static struct wcore_error *parse_global(struct wcore_module *module, const struct wcore_index *index, char *item,
					struct wcore_global_value *ret)
{
	char *equals = strrchr(item, '=');
	uint8_t type;
	bool is_number;

	if (!equals || equals == item)
		return usage("--globals", item, "is not NAME=VALUE");
	*equals = 0;
	if (!find_global(module, index, item, &ret->global) || ret->global >= index->global_count)
		return usage("--globals", item, "is no global of the module");
	type = index->globals[ret->global].type.code;
	is_number = type == WCORE_F32 || type == WCORE_F64 ? parse_float(equals + 1, type, &ret->bits)
							   : parse_integer(equals + 1, type, &ret->bits);
	return is_number ? NULL : usage("--globals", equals + 1, "is no value for that global");
}

static int compare_globals(const void *a, const void *b)
{
	const uint32_t x = ((const struct wcore_global_value *)a)->global;
	const uint32_t y = ((const struct wcore_global_value *)b)->global;

	return (x > y) - (x < y);
}

static struct wcore_error *read_globals(struct parts *parts)
{
	const struct wcore_index *index;
	struct wcore_module *module;
	struct wcore_error *error = NULL;

	if (!parts->options->global_count)
		return NULL;
	if (!parts->modules.count)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL, "--globals needs the module: -m FILE");
	module = parts->modules.items[0].found.module;
	error = wcore_module_index(module, &index);
	for (size_t i = 0; i < parts->options->global_count && !error; i++) {
		char *list = wcore_strdup(parts->options->globals[i]), *rest = NULL;

		if (!list)
			return wcore_error_nomem();
		for (char *item = strtok_r(list, ",", &rest); item && !error; item = strtok_r(NULL, ",", &rest)) {
			const size_t count = parts->parts.global_count;
			struct wcore_global_value *grown = wcore_realloc(parts->globals, (count + 1) * sizeof(*grown));

			if (!grown) {
				error = wcore_error_nomem();
				break;
			}
			parts->globals = grown;
			error = parse_global(module, index, item, &grown[count]);
			parts->parts.global_count += !error;
		}
		free(list);
	}
	if (!error && parts->globals)
		qsort(parts->globals, parts->parts.global_count, sizeof(*parts->globals), compare_globals);
	return error;
}

/* What became of the lines of the trace. */
static void report_trace(struct parts *parts, const struct wcore_findings *findings)
{
	const struct wcore_trace *trace = &parts->trace;
	const char *path = parts->text->path;
	char *text = NULL;

	for (size_t i = 0; i < findings->count && (i < TOLD_MAX || parts->cli->verbose); i++)
		merge_left_out(parts->cli, "%s: line %llu: %s", path, (unsigned long long)findings->items[i].offset,
			       findings->items[i].text);
	if (findings->dropped || (findings->count > TOLD_MAX && !parts->cli->verbose))
		merge_left_out(parts->cli, "%s: and so on: %zu frames are left out", path, parts->placed.left_out);
	if ((trace->host_frames || trace->other_lines) &&
	    wcore_asprintf(&text, "%s: %zu frames; passed over: %llu of JavaScript or the host, %llu other lines", path,
		     parts->placed.count, (unsigned long long)trace->host_frames,
		     (unsigned long long)trace->other_lines) >= 0) {
		wcore_cli_note(parts->cli, "%s", text);
		free(text);
	}
}

static struct wcore_error *read_trace(struct parts *parts)
{
	const struct wcore_file_options reading = {
		.max_input = parts->cli->target.lookup.max_input, .opener = parts->cli->target.lookup.opener,
	};
	const char *path = parts->options->stack_trace;
	struct wcore_findings findings;
	struct wcore_error *error;

	if (!path)
		return NULL;
	wcore_cli_begin(parts->cli, path);
	if (!parts->modules.count)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL, "--stack-trace needs the module: -m FILE");
	error = wcore_file_open(path, &reading, &parts->text);
	if (error)
		return error;
	error = wcore_trace_parse(parts->text->path,
				  (struct wcore_string){ (const char *)parts->text->data, (size_t)parts->text->size },
				  &parts->trace);
	if (!error && !parts->trace.count)
		error = wcore_error_create(WCORE_ERROR_FORMAT, parts->text->path,
					   "no line is a frame of a WebAssembly function");
	if (error)
		return error;
	wcore_findings_init(&findings);
	error = wcore_trace_place(&parts->trace, &parts->modules, &findings, &parts->placed);
	if (!error)
		report_trace(parts, &findings);
	if (!error && !parts->placed.count)
		error = wcore_error_create(WCORE_ERROR_FORMAT, parts->text->path,
					   "no frame fits the modules that were given");
	wcore_findings_deinit(&findings);
	return error;
}

static void deinit(struct parts *parts)
{
	for (size_t i = 0; parts->files && i < parts->options->memory_count; i++)
		if (parts->files[i])
			wcore_file_close(parts->files[i]);
	free(parts->files);
	free(parts->images);
	free(parts->globals);
	wcore_placed_trace_deinit(&parts->placed);
	wcore_trace_deinit(&parts->trace);
	if (parts->text)
		wcore_file_close(parts->text);
	wcore_merge_modules_deinit(&parts->modules);
}

/* Modules of a bundle are told with the bundle. */
static void report_parts(const struct parts *parts)
{
	struct merge_report *report = parts->options->report;

	if (parts->text)
		merge_report_input(report, parts->text->path, "trace", parts->text->size, NULL);
	for (size_t i = 0; i < parts->options->memory_count; i++)
		merge_report_input(report, parts->files[i]->path, "memory", parts->files[i]->size, NULL);
	for (uint32_t i = 0; i < parts->modules.count && !parts->options->bundle.bundle; i++) {
		const struct wcore_merge_module *module = &parts->modules.items[i];

		merge_report_module(report, module->name, module->found.path, module->found.module);
	}
}

struct wcore_error *merge_parts(struct wcore_cli *cli, const struct merge_options *options,
				struct wcore_sink *sink)
{
	struct parts parts = { .cli = cli, .options = options };
	struct wcore_error *error = wcore_merge_modules_open(&cli->target.lookup, &parts.modules);

	if (!error)
		error = open_images(&parts);
	if (!error)
		error = read_globals(&parts);
	if (!error)
		error = read_trace(&parts);
	parts.parts.modules = &parts.modules;
	parts.parts.images = parts.images;
	parts.parts.image_count = options->memory_count;
	parts.parts.globals = parts.globals;
	parts.parts.trace = &parts.placed;
	parts.parts.message = parts.trace.message;
	if (!error)
		error = wcore_parts_write(&parts.parts, sink);
	if (!error)
		report_parts(&parts);
	deinit(&parts);
	return error;
}
