/*
 * usage: print DUMP [-m MODULE | -S DIR | -s yes]... FUNCTION EXPRESSION...
 *
 * Evaluates expressions in the youngest frame of a function or inlined call of
 * that name ("area" names geo::Square::area(int), too), or among the statics of the
 * youngest frame's module for "-".  -s also gives what is not proved.  Prints an object of JSON a line.  For tests.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../libcore/analysis/plain_name.h"
#include "../../libcore/lang/expr.h"
#include "../../libcore/lang/print.h"

#define MODULES_MAX 16

static void give_up(struct wcore_error *error)
{
	char *text;

	if (!error)
		return;
	text = wcore_error_format(error);
	fprintf(stderr, "print: %s\n", text ? text : "out of memory");
	exit(2);
}

/* The whole plain name, or its last part behind "::" or ".". */
static bool is_named(struct wcore_string function, const char *name)
{
	static char plain[WCORE_PLAIN_NAME_MAX];
	size_t size = wcore_plain_name(function, plain), length = strlen(name);

	if (strcmp(plain, name) == 0 || wcore_string_is(function, name))
		return true;
	/* As clang names C's, by its parameters. */
	if (strcmp(name, "main") == 0 && strcmp(plain, "__main_argc_argv") == 0)
		return true;
	return size > length && strcmp(plain + size - length, name) == 0 &&
	       strchr(":.", plain[size - length - 1]);
}

/* False when no frame is of that function. */
static bool find_scope(struct wcore_target *target, struct wcore_inspect *inspect, const char *name,
		       struct wcore_scope *ret)
{
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	bool found;

	wcore_target_iter_init(&iter, target, &target->dump->threads[0]);
	for (;;) {
		give_up(wcore_target_iter_next(&iter, &frame, &found));
		if (!found)
			return false;
		for (size_t i = 0; i < frame.sites.count; i++) {
			struct wcore_site site = frame.sites.items[i];

			if (strcmp(name, "-") != 0 && !is_named(site.function, name))
				continue;
			give_up(wcore_inspect_scope(inspect, frame.frame.index, &site, ret));
			return true;
		}
	}
}

static void put_view(struct wcore_json *json, struct wcore_viewer *viewer, const struct wcore_object *object)
{
	struct wcore_view *view = wcore_print(viewer, object, 0);
	char *text = NULL, type[512];
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!view || !out)
		give_up(wcore_error_nomem());
	wcore_view_text(view, out);
	fclose(out);
	wcore_json_key(json, "text");
	wcore_json_string(json, (struct wcore_string){ text, size });
	free(text);
	wcore_json_key(json, "value");
	wcore_view_json(view, json);
	wcore_json_key(json, "type");
	wcore_types_describe(viewer->types, object->type, type, sizeof(type));
	wcore_json_text(json, type);
	wcore_json_key(json, "origin");
	wcore_json_text(json, wcore_origin_name(object->kind == WCORE_OBJECT_NONE ? WCORE_ORIGIN_UNAVAILABLE :
										    object->origin));
	wcore_json_key(json, "speculative");
	wcore_json_bool(json, object->is_speculative);
	wcore_json_key(json, "why");
	wcore_json_text(json, object->kind == WCORE_OBJECT_NONE ? object->why : NULL);
}

static void print(struct wcore_scope *scope, const char *expression)
{
	struct wcore_object object;
	struct wcore_error *error;
	struct wcore_json json;
	size_t column;

	wcore_viewer_restart(scope->viewer);
	error = wcore_expr_evaluate(scope, expression, &object, &column);
	wcore_json_init(&json, stdout);
	wcore_json_begin_object(&json);
	wcore_json_key(&json, "expression");
	wcore_json_text(&json, expression);
	if (error) {
		wcore_json_key(&json, "error");
		wcore_json_text(&json, error->message);
		wcore_json_key(&json, "column");
		wcore_json_number(&json, column);
		wcore_error_destroy(error);
	} else {
		put_view(&json, scope->viewer, &object);
	}
	wcore_json_end_object(&json);
	putchar('\n');
}

int main(int argc, char **argv)
{
	struct wcore_target_options options = { .lookup.no_search = true };
	struct wcore_unwind_options unwind = { .speculative = false };
	const char *modules[MODULES_MAX], *dirs[MODULES_MAX];
	struct wcore_inspect *inspect;
	struct wcore_target *target;
	struct wcore_scope scope;
	struct wcore_file *file;
	struct wcore_dump *dump;
	int at = 2;

	options.lookup.modules = modules;
	options.lookup.dirs = dirs;
	for (; at + 1 < argc && at / 2 < MODULES_MAX; at += 2) {
		if (strcmp(argv[at], "-m") == 0) {
			modules[options.lookup.module_count++] = argv[at + 1];
		} else if (strcmp(argv[at], "-S") == 0) {
			dirs[options.lookup.dir_count++] = argv[at + 1];
			options.lookup.no_search = false;
		} else if (strcmp(argv[at], "-s") == 0) {
			unwind.speculative = true;
		} else {
			break;
		}
	}
	if (at + 1 >= argc) {
		fprintf(stderr, "usage: print DUMP [-m MODULE | -S DIR | -s yes]... FUNCTION EXPRESSION...\n");
		return 2;
	}
	give_up(wcore_file_open(argv[1], NULL, &file));
	give_up(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
	give_up(wcore_target_open(dump, &options, &target));
	if (!dump->thread_count || !options.lookup.module_count) {
		fprintf(stderr, "print: there is no thread, or no module\n");
		return 1;
	}
	give_up(wcore_inspect_open(target, &dump->threads[0], &unwind, &inspect));
	if (!find_scope(target, inspect, argv[at], &scope)) {
		fprintf(stderr, "print: there is no frame of %s\n", argv[at]);
		return 1;
	}
	for (at++; at < argc; at++)
		print(&scope, argv[at]);
	wcore_inspect_close(inspect);
	wcore_target_close(target);
	wcore_dump_close(dump);
	wcore_file_close(file);
	return 0;
}
