/*
 * A dump opened with its modules, as commands do.  Included by the tests that
 * need it alone, behind cmocka.h: others replace the target by their own.
 */
#ifndef TESTS_UNIT_TARGET_FIXTURE_H
#define TESTS_UNIT_TARGET_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../libcore/debug/target.h"

struct target_fixture {
	struct wcore_file *file;
	struct wcore_dump *dump;
	struct wcore_target *target;
	struct wcore_target_options options;
	char *tried;	/* "place: outcome" lines */
	size_t tried_size;
	FILE *tried_out;
};

static inline void fixture_note(void *context, const char *place, const char *outcome)
{
	struct target_fixture *fixture = context;

	fprintf(fixture->tried_out, "%s: %s\n", place, outcome);
}

/* A dump in memory, which becomes the fixture's: see fixture_open(). */
static inline struct wcore_error *fixture_open_file(struct target_fixture *fixture, struct wcore_file *file,
				      const struct wcore_target_options *options)
{
	*fixture = (struct target_fixture){ .file = file };
	if (options)
		fixture->options = *options;
	fixture->tried_out = open_memstream(&fixture->tried, &fixture->tried_size);
	assert_non_null(fixture->tried_out);
	fixture->options.lookup.tried = fixture_note;
	fixture->options.lookup.context = fixture;
	assert_null(wcore_dump_open(file, WCORE_DIALECT_AUTO, &fixture->dump));
	return wcore_target_open(fixture->dump, &fixture->options, &fixture->target);
}

/* The test fails when the dump cannot be opened; errors of the target are the result. */
static inline struct wcore_error *fixture_open(struct target_fixture *fixture, const char *path,
				 const struct wcore_target_options *options)
{
	struct wcore_file *file = NULL;

	assert_null(wcore_file_open(path, NULL, &file));
	return fixture_open_file(fixture, file, options);
}

static inline void fixture_close(struct target_fixture *fixture)
{
	wcore_target_close(fixture->target);
	wcore_dump_close(fixture->dump);
	wcore_file_close(fixture->file);
	fclose(fixture->tried_out);
	free(fixture->tried);
}

/* Whether a place was tried with an outcome that holds the words. */
static inline bool fixture_tried(struct target_fixture *fixture, const char *place, const char *words)
{
	fflush(fixture->tried_out);
	for (const char *line = fixture->tried; line && *line; line = strchr(line, '\n') + 1) {
		size_t size = strcspn(line, "\n");
		const char *at = strstr(line, words);

		if (strncmp(line, place, strlen(place)) == 0 && line[strlen(place)] == ':' && at &&
		    at < line + size)
			return true;
	}
	return false;
}

#endif
