/*
 * usage: redact_text FILE...   What the built-in rules find in files of any kind, as they are: one line a hit, "FILE:
 * OFFSET RULE FORM TEXT"; with -t only the seconds of processor time that it took, and how many there were.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../../libcore/base/file.h"
#include "../../libcore/redact/engine.h"

#define STEP (512u << 10)

struct output {
	const struct wcore_redact_rules *rules;
	const char *path;
	uint64_t base, count;
	bool is_quiet;
};

static void found(void *context, const struct wcore_secret *secret)
{
	struct output *output = context;

	output->count++;
	if (!output->is_quiet)
		printf("%s: %" PRIu64 " %s %s %.*s\n", output->path, output->base + secret->at,
		       output->rules->items[secret->rule].name.data, wcore_secret_form_name(secret->form),
		       (int)secret->text.size, secret->text.data);
}

static struct wcore_error *run(const struct wcore_engine *engine, struct wcore_engine_work *work,
			       const struct wcore_file *file, struct output *output)
{
	struct wcore_error *error = NULL;

	for (uint64_t at = 0; !error && at < file->size; at += STEP) {
		const uint64_t base = at > WCORE_ENGINE_BEHIND ? at - WCORE_ENGINE_BEHIND : 0;
		const uint64_t wanted = at + STEP + WCORE_ENGINE_AHEAD;
		const uint64_t end = file->size < wanted ? file->size : wanted;

		output->base = base;
		error = wcore_engine_run(engine, work, file->data + base, end - base, at - base, at - base + STEP,
					 found, output);
	}
	return error;
}

int main(int argc, char **argv)
{
	struct wcore_redact_rules rules;
	struct wcore_engine *engine = NULL;
	struct wcore_engine_work *work = NULL;
	struct wcore_error *error;
	struct output output = { .rules = &rules };
	uint64_t bytes = 0;

	wcore_redact_rules_init(&rules);
	error = wcore_redact_rules_add_builtin(&rules);
	if (!error)
		error = wcore_engine_create(&rules, NULL, 0, wcore_simd_detect(), &engine);
	if (!error)
		error = wcore_engine_work_create(engine, &work);
	for (int i = 1; !error && i < argc; i++) {
		struct wcore_file *file = NULL;

		if (!strcmp(argv[i], "-t")) {
			output.is_quiet = true;
			continue;
		}
		output.path = argv[i];
		error = wcore_file_open(argv[i], NULL, &file);
		if (error)
			break;
		bytes += file->size;
		error = run(engine, work, file, &output);
		wcore_file_close(file);
	}
	if (output.is_quiet)
		printf("%.3f s, %" PRIu64 " bytes, %" PRIu64 " hits\n", (double)clock() / CLOCKS_PER_SEC, bytes, output.count);
	wcore_engine_work_destroy(work);
	wcore_engine_destroy(engine);
	wcore_redact_rules_deinit(&rules);
	if (error) {
		fprintf(stderr, "redact_text: %s\n", error->message);
		return 2;
	}
	return 0;
}
