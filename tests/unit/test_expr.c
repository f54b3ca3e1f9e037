/*
 * Expressions against what a program itself says of them: tests/data/expr/expr.c
 * prints each with its value and then traps.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "crash_fixture.h"

#include "../../libcore/lang/expr.h"

struct program {
	struct crash crash;
	struct wcore_inspect *inspect;
	struct wcore_scope scope;
};

static void program_open(struct program *program, const char *folder, const char *dump, const char *module)
{
	const char *modules[] = { module };
	struct wcore_unwind_options options = { .speculative = false };

	crash_open(&program->crash, folder, dump, modules, 1);
	assert_null(wcore_inspect_open(program->crash.target, &program->crash.dump->threads[0], &options,
				       &program->inspect));
}

static void program_close(struct program *program)
{
	wcore_inspect_close(program->inspect);
	crash_close(&program->crash);
}

/* The youngest frame, or inlined call, whose function has a name. */
static void program_enter(struct program *program, const char *function)
{
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	bool found;

	wcore_target_iter_init(&iter, program->crash.target, &program->crash.dump->threads[0]);
	for (;;) {
		assert_null(wcore_target_iter_next(&iter, &frame, &found));
		assert_true(found);
		for (size_t i = 0; i < frame.sites.count; i++) {
			if (!wcore_string_is(frame.sites.items[i].function, function))
				continue;
			assert_null(wcore_inspect_scope(program->inspect, frame.frame.index,
							&frame.sites.items[i], &program->scope));
			return;
		}
	}
}

static void say(char *text, size_t size, const char *format, ...)
{
	size_t used = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + used, size - used, format, args);
	va_end(args);
}

/* As expr.c prints it. */
static void describe(struct wcore_viewer *viewer, const struct wcore_object *object, char *text, size_t size)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	bool is_signed = type->kind == WCORE_TYPE_ENUM && type->target ?
				 wcore_type_strip(type->target)->is_signed : type->is_signed;
	const char *why = NULL;
	uint8_t bytes[8];
	uint64_t bits;
	float narrow;
	double wide;

	if (object->kind == WCORE_OBJECT_NONE) {
		say(text, size, "<%s>", object->why);
	} else if (type->kind == WCORE_TYPE_ARRAY) {
		for (uint64_t i = 0; i < type->count && i < 20; i++) {
			struct wcore_object element = wcore_object_element(viewer, object, i);

			say(text, size, "%s", i ? ", " : "[");
			describe(viewer, &element, text, size);
		}
		say(text, size, "]");
	} else if (type->kind == WCORE_TYPE_FLOAT) {
		if (!wcore_object_read(viewer, object, 0, type->size, bytes, &why)) {
			say(text, size, "<%s>", why);
			return;
		}
		memcpy(&narrow, bytes, sizeof(narrow));
		memcpy(&wide, bytes, sizeof(wide));
		say(text, size, "%.17g", type->size == 4 ? (double)narrow : wide);
	} else if (!wcore_object_number(viewer, object, &bits, &why)) {
		say(text, size, "<%s>", why ? why : "no number");
	} else if (type->kind == WCORE_TYPE_POINTER) {
		say(text, size, "0x%llx", (unsigned long long)bits);
	} else if (is_signed) {
		say(text, size, "%lld", (long long)bits);
	} else {
		say(text, size, "%llu", (unsigned long long)bits);
	}
}

/* A value, or "column: message". */
static void answer(struct program *program, const char *expression, char *text, size_t size)
{
	struct wcore_object object;
	struct wcore_error *error;
	size_t column = 9999;

	text[0] = '\0';
	wcore_viewer_restart(program->scope.viewer);
	error = wcore_expr_evaluate(&program->scope, expression, &object, &column);
	if (error)
		say(text, size, "%zu: %s", column, error->message);
	else
		describe(program->scope.viewer, &object, text, size);
	wcore_error_destroy(error);
}

static void test_program(void **state)
{
	FILE *truth = fopen("tests/data/expr/expr.txt", "r");
	struct program program;
	unsigned count = 0, failed = 0;
	char line[512], got[512];

	(void)state;
	assert_non_null(truth);
	program_open(&program, "expr", "expr.core", "expr.wasm");
	while (fgets(line, sizeof(line), truth)) {
		char *value = strchr(line, '\t');

		line[strcspn(line, "\n")] = '\0';
		if (!value) {
			program_enter(&program, line + strlen("in "));
			continue;
		}
		*value++ = '\0';
		answer(&program, line, got, sizeof(got));
		count++;
		if (strcmp(got, value) != 0) {
			print_error("%s is %s, not %s\n", line, value, got);
			failed++;
		}
	}
	fclose(truth);
	program_close(&program);
	assert_true(count > 350);
	assert_int_equal(failed, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
