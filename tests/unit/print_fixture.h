/*
 * A dump with its module, where expressions are evaluated and shown as text or JSON.  Included
 * behind cmocka.h by the tests that need it alone: others replace the target by their own.
 */
#ifndef TESTS_UNIT_PRINT_FIXTURE_H
#define TESTS_UNIT_PRINT_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../libcore/dump/memory.h"
#include "../../libcore/lang/expr.h"
#include "../../libcore/lang/print.h"

struct print_fixture {
	uint8_t *data;		/* of the dump, which may be changed before it is opened */
	size_t size;
	struct wcore_file *file;
	struct wcore_dump *dump;
	struct wcore_target *target;
	struct wcore_inspect *inspect;
	struct wcore_scope scope;
	const char *module, *function;
};

static inline void find_scope(struct print_fixture *fixture)
{
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	bool found;

	wcore_target_iter_init(&iter, fixture->target, &fixture->dump->threads[0]);
	for (;;) {
		assert_null(wcore_target_iter_next(&iter, &frame, &found));
		assert_true(found);
		for (size_t i = 0; i < frame.sites.count; i++) {
			struct wcore_site site = frame.sites.items[i];

			if (!wcore_string_starts(site.function, fixture->function))
				continue;
			assert_null(wcore_inspect_scope(fixture->inspect, frame.frame.index, &site,
							&fixture->scope));
			return;
		}
	}
}

static inline void open_data(struct print_fixture *fixture)
{
	static const struct wcore_unwind_options unwind_options;
	const char *modules[] = { fixture->module };
	struct wcore_target_options options = {
		.lookup = { .no_search = true, .modules = modules, .module_count = 1 },
	};

	assert_null(wcore_file_from_memory("t.core", fixture->data, fixture->size, &fixture->file));
	assert_null(wcore_dump_open(fixture->file, WCORE_DIALECT_AUTO, &fixture->dump));
	assert_null(wcore_target_open(fixture->dump, &options, &fixture->target));
	assert_null(wcore_inspect_open(fixture->target, &fixture->dump->threads[0], &unwind_options,
				       &fixture->inspect));
	find_scope(fixture);
}

static inline void close_data(struct print_fixture *fixture)
{
	wcore_inspect_close(fixture->inspect);
	wcore_target_close(fixture->target);
	wcore_dump_close(fixture->dump);
	wcore_file_close(fixture->file);
}

/*
 * The test fails when something cannot be opened.  function is the start of a frame's
 * name, "" the youngest; both strings stay the caller's.
 */
static inline void print_fixture_open(struct print_fixture *fixture, const char *dump, const char *module,
			const char *function)
{
	struct wcore_file *file = NULL;

	*fixture = (struct print_fixture){ .module = module, .function = function };
	assert_null(wcore_file_open(dump, NULL, &file));
	fixture->size = (size_t)file->size;
	fixture->data = malloc(fixture->size);
	assert_non_null(fixture->data);
	memcpy(fixture->data, file->data, fixture->size);
	wcore_file_close(file);
	open_data(fixture);
}

static inline void print_fixture_close(struct print_fixture *fixture)
{
	close_data(fixture);
	free(fixture->data);
}

/* Opens the same dump again with bytes of its memory changed. */
static inline void print_fixture_patch(struct print_fixture *fixture, uint64_t address, const void *bytes,
			 size_t size)
{
	struct wcore_segment_iter iter;
	struct wcore_segment segment;
	bool found;

	wcore_segment_iter_init(&iter, fixture->dump);
	for (;;) {
		assert_null(wcore_segment_iter_next(&iter, &segment, &found));
		assert_true(found);
		if (segment.address <= address && address + size <= segment.address + segment.size)
			break;
	}
	close_data(fixture);
	memcpy(fixture->data + segment.offset + (address - segment.address), bytes, size);
	open_data(fixture);
}

/* The value of an expression; the test fails when it is none. */
static inline struct wcore_object print_fixture_object(struct print_fixture *fixture, const char *expression)
{
	struct wcore_object object;
	size_t column;

	wcore_viewer_restart(fixture->scope.viewer);
	assert_null(wcore_expr_evaluate(&fixture->scope, expression, &object, &column));
	return object;
}

static inline uint64_t print_fixture_number(struct print_fixture *fixture, const char *expression)
{
	struct wcore_object object = print_fixture_object(fixture, expression);
	uint64_t number = 0;

	assert_true(wcore_object_number(fixture->scope.viewer, &object, &number, NULL));
	return number;
}

static inline struct wcore_view *make_view(struct print_fixture *fixture, const char *expression, FILE *out)
{
	struct wcore_viewer *viewer = fixture->scope.viewer;
	struct wcore_object object;
	struct wcore_view *view;
	struct wcore_error *error;
	size_t column;

	assert_non_null(out);
	wcore_viewer_restart(viewer);
	error = wcore_expr_evaluate(&fixture->scope, expression, &object, &column);
	if (error) {
		fprintf(out, "error: %s", error->message);
		wcore_error_destroy(error);
		return NULL;
	}
	view = wcore_print(viewer, &object, 0);
	assert_non_null(view);
	return view;
}

/* Its text, which the caller frees; "error: ..." for errors. */
static inline char *print_fixture_text(struct print_fixture *fixture, const char *expression)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct wcore_view *view = make_view(fixture, expression, out);

	if (view)
		wcore_view_text(view, out);
	fclose(out);
	return text;
}

static inline char *print_fixture_json(struct print_fixture *fixture, const char *expression)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct wcore_view *view = make_view(fixture, expression, out);
	struct wcore_json json;

	wcore_json_init(&json, out);
	if (view)
		wcore_view_json(view, &json);
	fclose(out);
	return text;
}

static inline void print_fixture_check(struct print_fixture *fixture, const char *expression,
			 const char *expected)
{
	char *text = print_fixture_text(fixture, expression);

	if (strcmp(text, expected) != 0)
		print_error("%s:\n", expression);
	assert_string_equal(text, expected);
	free(text);
}

static inline void print_fixture_check_json(struct print_fixture *fixture, const char *expression,
			      const char *expected)
{
	char *text = print_fixture_json(fixture, expression);

	assert_string_equal(text, expected);
	free(text);
}

/*
 * Compares with what the program printed: "expression TAB text" a line; gives how many lines differ
 * and prints those.
 */
static inline unsigned print_fixture_compare(struct print_fixture *fixture, const char *path, unsigned *ret_lines)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t capacity = 0;
	ssize_t length;
	unsigned differ = 0;

	assert_non_null(file);
	*ret_lines = 0;
	while ((length = getline(&line, &capacity, file)) > 0) {
		char *tab = strchr(line, '\t');
		char *text;

		if (!tab)
			continue;
		line[length - 1] = '\0';
		*tab = '\0';
		text = print_fixture_text(fixture, line);
		++*ret_lines;
		if (strcmp(text, tab + 1) != 0) {
			print_error("%s: the program said\n  %s\nshown is\n  %s\n", line, tab + 1, text);
			differ++;
		}
		free(text);
	}
	free(line);
	fclose(file);
	return differ;
}

#endif
