/*
 * wcore-validate's work: files in their order on several threads.  A thread takes the next file;
 * the main thread writes the results, and lets nobody run far ahead of it.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"
#include "../libcore/dump/gather.h"
#include "../libcore/dump/sieve.h"
#include "validate.h"

/* Results that may wait to be written. */
#define WINDOW 256

struct slot {
	struct validate_result result;
	bool is_done;
};

struct pool {
	const struct wcore_cli *cli;
	const struct validate_options *options;
	const struct validate_paths *paths;
	pthread_mutex_t lock;
	pthread_cond_t done, room;
	struct slot slots[WINDOW];	/* of file i: i % WINDOW */
	size_t next;		/* the file that is taken next */
	size_t written;		/* files that are written */
	bool is_over;
};

const char *validate_kind(const struct validate_result *result)
{
	if (result->error)
		return NULL;
	return result->validation.kind == WCORE_VALIDATION_DUMP ? "core dump" : "module";
}

void validate_file(const struct wcore_cli *cli, const struct validate_options *options,
		   const struct validate_path *path, struct validate_result *ret)
{
	/* The levels up to memory ask for no byte of a memory. */
	const bool is_sieved = options->level < WCORE_LEVEL_MODULE;
	struct wcore_sieve sieve;
	const struct wcore_file_options file_options = {
		.sieve = is_sieved ? &sieve.file : NULL, .max_input = cli->target.lookup.max_input, .wasm_only = true,
		.progress = options->jobs == 1 && cli->progress.report ? &cli->progress : NULL,
		.opener = cli->target.lookup.opener,
	};
	const struct wcore_validate_options validate_options = {
		.level = options->level, .dialect = cli->dialect, .target = &cli->target,
		.disabled = options->disabled, .strict = options->strict,
	};
	struct wcore_file *file = NULL;
	bool fails = false;

	*ret = (struct validate_result){
		.path = path->path, .label = strcmp(path->path, "-") == 0 ? "<stdin>" : path->path,
	};
	wcore_sieve_init(&sieve, file_options.opener);
	ret->error = wcore_file_open(path->path, &file_options, &file);
	wcore_sieve_deinit(&sieve);
	if (!ret->error && is_sieved && wcore_gather_is_worth_it(file))
		wcore_gather_headers(file, options->jobs == 1);
	if (!ret->error)
		ret->error = wcore_validate(file, &validate_options, &ret->validation);
	if (!ret->error && file)
		ret->error = wcore_file_check(file);
	if (file)
		wcore_file_close(file);
	ret->is_skipped = path->is_found && ret->error && ret->error->code == WCORE_ERROR_KIND;
	for (int i = (int)options->severity; i <= WCORE_SEVERITY_ERROR; i++)
		fails |= ret->validation.severities[i] != 0;
	ret->is_sound = !fails && !ret->error;
	if (ret->error)
		ret->error_text = wcore_error_format(ret->error);
}

static void *work(void *context)
{
	struct pool *pool = context;

	pthread_mutex_lock(&pool->lock);
	while (!pool->is_over && pool->next < pool->paths->count) {
		size_t i = pool->next;

		if (i >= pool->written + WINDOW) {
			pthread_cond_wait(&pool->room, &pool->lock);
			continue;
		}
		pool->next++;
		pthread_mutex_unlock(&pool->lock);
		validate_file(pool->cli, pool->options, &pool->paths->items[i], &pool->slots[i % WINDOW].result);
		pthread_mutex_lock(&pool->lock);
		pool->slots[i % WINDOW].is_done = true;
		if (i == pool->written)
			pthread_cond_signal(&pool->done);
	}
	pthread_mutex_unlock(&pool->lock);
	return NULL;
}

static void result_deinit(struct validate_result *result)
{
	wcore_validation_deinit(&result->validation);
	wcore_error_destroy(result->error);
	free(result->error_text);
}

void validate_finish(struct wcore_cli *cli, const struct validate_options *options,
		     struct wcore_json *sarif, struct validate_result *result)
{
	if (result->is_skipped) {
		wcore_cli_note(cli, "%s", result->error_text ? result->error_text : "out of memory");
		result_deinit(result);
		return;
	}
	if (options->format == VALIDATE_JSON)
		validate_json(result);
	else if (options->format == VALIDATE_SARIF)
		validate_sarif(sarif, result);
	else if (options->format != VALIDATE_QUIET)
		validate_text(cli, options, result);
	if (!result->is_sound)
		wcore_cli_status(cli, WCORE_STATUS_PARTIAL);
	if (result->error)
		wcore_cli_flush(cli);
	wcore_cli_error(cli, result->error);
	result->error = NULL;
	result_deinit(result);
}

/* One after the other, on this thread. */
static void run_alone(struct wcore_cli *cli, const struct validate_options *options,
		      const struct validate_paths *paths, struct wcore_json *sarif)
{
	for (size_t i = 0; i < paths->count && !ferror(stdout); i++) {
		struct validate_result result;

		if (paths->count > 1)
			wcore_progress_report(cli->progress.report ? &cli->progress : NULL,
					      paths->items[i].path, i, paths->count);
		wcore_cli_begin(cli, paths->items[i].path);
		validate_file(cli, options, &paths->items[i], &result);
		validate_finish(cli, options, sarif, &result);
	}
}

static void run_together(struct wcore_cli *cli, const struct validate_options *options,
			 struct pool *pool, struct wcore_json *sarif)
{
	size_t count = pool->paths->count;

	for (size_t i = 0; i < count && !ferror(stdout); i++) {
		struct slot *slot = &pool->slots[i % WINDOW];

		wcore_cli_begin(cli, pool->paths->items[i].path);
		pthread_mutex_lock(&pool->lock);
		while (!slot->is_done)
			pthread_cond_wait(&pool->done, &pool->lock);
		pthread_mutex_unlock(&pool->lock);
		wcore_progress_report(cli->progress.report ? &cli->progress : NULL,
				      pool->paths->items[i].path, i, count);
		validate_finish(cli, options, sarif, &slot->result);
		pthread_mutex_lock(&pool->lock);
		slot->is_done = false;
		pool->written = i + 1;
		pthread_cond_broadcast(&pool->room);
		pthread_mutex_unlock(&pool->lock);
	}
}

/* Threads, and what they left behind when the output broke off.  False when none could be started. */
static bool run_pool(struct wcore_cli *cli, const struct validate_options *options,
		     const struct validate_paths *paths, struct wcore_json *sarif)
{
	size_t count = options->jobs < paths->count ? options->jobs : paths->count, started = 0;
	pthread_t *threads = wcore_calloc(count, sizeof(*threads));
	struct pool *pool = wcore_calloc(1, sizeof(*pool));

	if (threads && pool) {
		pool->cli = cli;
		pool->options = options;
		pool->paths = paths;
		pthread_mutex_init(&pool->lock, NULL);
		pthread_cond_init(&pool->done, NULL);
		pthread_cond_init(&pool->room, NULL);
		while (started < count && !pthread_create(&threads[started], NULL, work, pool))
			started++;
		if (started)
			run_together(cli, options, pool, sarif);
		pthread_mutex_lock(&pool->lock);
		pool->is_over = true;
		pthread_cond_broadcast(&pool->room);
		pthread_mutex_unlock(&pool->lock);
		for (size_t i = 0; i < started; i++)
			pthread_join(threads[i], NULL);
		for (size_t i = 0; i < WINDOW; i++)
			if (pool->slots[i].is_done)
				result_deinit(&pool->slots[i].result);
		pthread_cond_destroy(&pool->room);
		pthread_cond_destroy(&pool->done);
		pthread_mutex_destroy(&pool->lock);
	}
	free(pool);
	free(threads);
	return started != 0;
}

void validate_run(struct wcore_cli *cli, const struct validate_options *options,
		  const struct validate_paths *paths)
{
	/* What -v says comes from where the work is done: it stays in order on one thread. */
	bool is_alone = options->jobs < 2 || paths->count < 2 || cli->verbose;
	struct wcore_json sarif;

	if (options->format == VALIDATE_SARIF)
		validate_sarif_begin(&sarif);
	if (!is_alone)
		cli->target.lookup.unreadable = NULL;
	if (is_alone || !run_pool(cli, options, paths, &sarif))
		run_alone(cli, options, paths, &sarif);
	wcore_progress_end(cli->progress.report ? &cli->progress : NULL);
	if (options->format == VALIDATE_SARIF)
		validate_sarif_end(&sarif, cli->status != WCORE_STATUS_TROUBLE);
}
