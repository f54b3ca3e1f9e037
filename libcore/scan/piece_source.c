#include "piece_source.h"

#include <pthread.h>
#include <stdlib.h>

#include "../base/alloc.h"

/* Batches that are read ahead. */
#define RING 8
/* Smaller dumps are read faster than a thread is made. */
#define THREAD_MIN (8u << 20)

struct wcore_piece_source {
	struct wcore_image image;
	struct wcore_image_batch batches[RING];
	size_t at;		/* the next piece of the batch at hand */
	uint64_t taken;		/* batches that were used up; the one at hand is number taken */
	bool has_batch, is_over;

	bool has_thread;
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	/* Below, guarded by mutex. */
	uint64_t filled;
	bool is_ended, is_stopped;
	struct wcore_error *error;
};

static void *fill_ahead(void *data)
{
	struct wcore_piece_source *source = data;
	bool is_ended = false;

	while (!is_ended) {
		struct wcore_image_batch *batch;
		struct wcore_error *error;

		pthread_mutex_lock(&source->mutex);
		/* Who has to wait sleeps until there is room for several: waking up costs as much as reading one. */
		if (source->filled - source->taken == RING)
			while (source->filled - source->taken > RING / 2 && !source->is_stopped)
				pthread_cond_wait(&source->changed, &source->mutex);
		batch = &source->batches[source->filled % RING];
		is_ended = source->is_stopped;
		pthread_mutex_unlock(&source->mutex);
		if (is_ended)
			break;
		error = wcore_image_fill(&source->image, batch);
		is_ended = error || !batch->count;
		pthread_mutex_lock(&source->mutex);
		source->error = error;
		source->is_ended = is_ended;
		source->filled += !is_ended;
		pthread_cond_signal(&source->changed);
		pthread_mutex_unlock(&source->mutex);
	}
	return NULL;
}

struct wcore_error *wcore_piece_source_open(const struct wcore_space *space, uint64_t from, uint64_t to,
					    bool may_thread, struct wcore_piece_source **ret)
{
	struct wcore_piece_source *source = wcore_calloc(1, sizeof(*source));
	struct wcore_error *error;

	if (!source)
		return wcore_error_nomem();
	pthread_mutex_init(&source->mutex, NULL);
	pthread_cond_init(&source->changed, NULL);
	error = wcore_image_init(&source->image, space, from, to);
	may_thread = may_thread && !error && source->image.dump->wasm->file->size >= THREAD_MIN;
	for (size_t i = 0; !error && i < (may_thread ? RING : 1); i++)
		error = wcore_image_batch_init(&source->batches[i]);
	if (error) {
		wcore_piece_source_close(source);
		return error;
	}
	source->image.is_quiet = may_thread;
	source->has_thread = may_thread && pthread_create(&source->thread, NULL, fill_ahead, source) == 0;
	*ret = source;
	return NULL;
}

/* Gives the batch at hand back, and waits for the next one. */
static struct wcore_error *next_batch(struct wcore_piece_source *source)
{
	struct wcore_error *error = NULL;

	pthread_mutex_lock(&source->mutex);
	if (source->has_batch) {
		source->taken++;
		if (source->filled - source->taken == RING / 2)
			pthread_cond_signal(&source->changed);
	}
	while (source->filled == source->taken && !source->is_ended)
		pthread_cond_wait(&source->changed, &source->mutex);
	source->has_batch = source->filled > source->taken;
	if (!source->has_batch) {
		error = source->error;
		source->error = NULL;
		source->is_over = true;
	}
	pthread_mutex_unlock(&source->mutex);
	source->at = 0;
	return error;
}

static struct wcore_error *fill_here(struct wcore_piece_source *source)
{
	struct wcore_error *error = wcore_image_fill(&source->image, &source->batches[0]);

	source->has_batch = !error && source->batches[0].count;
	source->is_over = !source->has_batch;
	source->at = 0;
	return error;
}

struct wcore_error *wcore_piece_source_next(struct wcore_piece_source *source, struct wcore_piece *ret,
					    bool *ret_found)
{
	const struct wcore_image_batch *batch = &source->batches[source->taken % RING];
	struct wcore_error *error = NULL;

	if (!source->is_over && (!source->has_batch || source->at == batch->count)) {
		error = source->has_thread ? next_batch(source) : fill_here(source);
		batch = &source->batches[source->taken % RING];
	}
	*ret_found = !error && !source->is_over;
	if (*ret_found)
		*ret = batch->pieces[source->at++];
	return error;
}

bool wcore_piece_source_is_revised(const struct wcore_piece_source *source)
{
	return source->image.is_revised;
}

void wcore_piece_source_close(struct wcore_piece_source *source)
{
	if (!source)
		return;
	if (source->has_thread) {
		pthread_mutex_lock(&source->mutex);
		source->is_stopped = true;
		pthread_cond_signal(&source->changed);
		pthread_mutex_unlock(&source->mutex);
		pthread_join(source->thread, NULL);
	}
	for (size_t i = 0; i < RING; i++)
		wcore_image_batch_deinit(&source->batches[i]);
	wcore_error_destroy(source->error);
	pthread_cond_destroy(&source->changed);
	pthread_mutex_destroy(&source->mutex);
	free(source);
}
