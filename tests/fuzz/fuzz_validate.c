/*
 * A core dump or module by all rules that need nothing but the file, and the dump repaired. What a sieve leaves of
 * the file has to give the same findings.
 */
#include <stdlib.h>
#include <string.h>

#include "../../libcore/dump/sieve.h"
#include "../../libcore/validate/fix.h"
#include "../../libcore/validate/validate.h"
#include "fuzz.h"

static void fix(const struct wcore_file *file)
{
	struct wcore_memory_sink sink;
	struct wcore_findings changes, kept;
	struct wcore_dump *dump = NULL;
	struct wcore_error *error = wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump);

	if (error) {
		wcore_error_destroy(error);
		return;
	}
	wcore_memory_sink_init(&sink);
	wcore_findings_init(&changes);
	wcore_findings_init(&kept);
	wcore_error_destroy(wcore_fix_write(dump, NULL, &sink.sink, &changes, &kept));
	wcore_findings_deinit(&changes);
	wcore_findings_deinit(&kept);
	wcore_dump_close(dump);
	wcore_encoder_deinit(&sink.bytes);
}

/* The file as it comes through a pipe, in pieces; NULL when memory ran out. */
static struct wcore_file *sieve(const uint8_t *data, size_t size)
{
	const size_t piece = 1 + size % 61;
	struct wcore_file *ret = NULL;
	struct wcore_sieve sieve;
	struct wcore_spool spool;
	struct wcore_error *error = wcore_file_from_memory("fuzz.core", NULL, 0, &ret);

	wcore_sieve_init(&sieve, NULL);
	wcore_spool_init(&spool, NULL);
	for (size_t pos = 0; !error && pos < size; pos += piece)
		error = sieve.file.take(&sieve.file, &spool, "fuzz.core", data + pos,
					size - pos < piece ? size - pos : piece);
	if (!error)
		error = sieve.file.finish(&sieve.file, &spool, ret);
	if (!error) {
		ret->size = spool.size;
		ret->is_owned = true;
		error = wcore_spool_finish(&spool, "fuzz.core", &ret->data, &ret->is_mapped);
	}
	wcore_spool_deinit(&spool);
	wcore_sieve_deinit(&sieve);
	if (error) {
		wcore_error_destroy(error);
		wcore_file_close(ret);
		return NULL;
	}
	return ret;
}

static void check_same(const struct wcore_validation *a, const struct wcore_validation *b)
{
	if (a->count != b->count || a->dropped != b->dropped)
		abort();
	for (size_t i = 0; i < a->count; i++) {
		const struct wcore_validation_finding *x = &a->findings[i], *y = &b->findings[i];

		if (x->rule != y->rule || x->severity != y->severity || x->has_offset != y->has_offset ||
		    x->offset != y->offset || strcmp(x->text, y->text) != 0)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct wcore_validate_options options = {
		.level = WCORE_LEVEL_MEMORY, .dialect = WCORE_DIALECT_AUTO, .strict = true,
	};
	struct wcore_validation validation, same;
	struct wcore_file *file = NULL, *left;
	struct wcore_error *error = wcore_file_from_memory("fuzz.core", data, size, &file);

	if (error) {
		wcore_error_destroy(error);
		return 0;
	}
	wcore_error_destroy(wcore_validate(file, &options, &validation));
	left = sieve(data, size);
	if (left) {
		wcore_error_destroy(wcore_validate(left, &options, &same));
		check_same(&validation, &same);
		wcore_validation_deinit(&same);
		wcore_file_close(left);
	}
	wcore_validation_deinit(&validation);
	fix(file);
	wcore_file_close(file);
	return 0;
}
