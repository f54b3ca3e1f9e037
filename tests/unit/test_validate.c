/* What wcore_validate() gives: levels, rules that are left out, --strict, the order of findings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/validate/report.h"
#include "../../libcore/validate/validate.h"
#include "dump_writer.h"

static const uint32_t zero[] = { 0 };

/* A dump of one frame; segment_at is where its one segment stands in 64 KiB, flags those of its memory. */
static void write_dump(struct dump_writer *w, int32_t segment_at, enum wcore_dialect_id dialect)
{
	const char *const modules[] = { "a.wasm" };
	const struct writer_value locals[] = { { WCORE_I32, 1000000 }, { WCORE_I32, 1000001 } };

	writer_init(w);
	writer_core(w, "a.wasm");
	writer_memory(w, 0, 1, 0);
	writer_global_i32(w, 4096);
	writer_data_begin(w, 1);
	writer_segment(w, segment_at, "abc", 3);
	writer_end(w);
	if (dialect == WCORE_DIALECT_SPEC) {
		writer_modules(w, modules, 1);
		writer_instances_begin(w, 1);
		writer_instance(w, 0, zero, 1, zero, 1);
		writer_end(w);
	}
	writer_stack_begin(w, "main", 1);
	writer_frame(w, dialect, 0, 7, 90, locals, dialect == WCORE_DIALECT_SPEC ? 0 : 2, NULL, 0);
	writer_end(w);
}

static void validate(const struct dump_writer *w, const struct wcore_validate_options *options,
		     struct wcore_validation *ret)
{
	struct wcore_file *file = writer_file(w, "t.core");

	assert_null(wcore_validate(file, options, ret));
	wcore_file_close(file);
}

static unsigned count_of(const struct wcore_validation *validation, const char *rule)
{
	unsigned count = 0;

	for (size_t i = 0; i < validation->count; i++)
		count += strcmp(validation->findings[i].rule->id, rule) == 0;
	return count;
}

static void test_levels(void **state)
{
	struct wcore_validate_options options = { .dialect = WCORE_DIALECT_AUTO };
	struct wcore_validation validation;
	struct dump_writer w;

	(void)state;
	write_dump(&w, 65534, WCORE_DIALECT_SPEC);
	for (int level = WCORE_LEVEL_CONTAINER; level <= WCORE_LEVEL_MEMORY; level++) {
		options.level = (enum wcore_level)level;
		validate(&w, &options, &validation);
		assert_int_equal(count_of(&validation, "memory/segment-outside"),
				 level == WCORE_LEVEL_MEMORY);
		assert_int_equal(validation.severities[WCORE_SEVERITY_ERROR], level == WCORE_LEVEL_MEMORY);
		assert_int_equal(validation.kind, WCORE_VALIDATION_DUMP);
		wcore_validation_deinit(&validation);
	}
	writer_deinit(&w);
}

static void test_disabled(void **state)
{
	size_t count;
	const struct wcore_rule *rules = wcore_rules(&count);
	const struct wcore_rule *rule = wcore_rule_find("memory/segment-outside");
	bool disabled[WCORE_REPORT_RULES] = { false };
	struct wcore_validate_options options = {
		.dialect = WCORE_DIALECT_AUTO, .level = WCORE_LEVEL_MEMORY, .disabled = disabled,
	};
	struct wcore_validation validation;
	struct dump_writer w;

	(void)state;
	assert_true(count <= WCORE_REPORT_RULES);
	write_dump(&w, 65534, WCORE_DIALECT_SPEC);
	disabled[rule - rules] = true;
	validate(&w, &options, &validation);
	assert_int_equal(count_of(&validation, rule->id), 0);
	assert_int_equal(validation.severities[WCORE_SEVERITY_ERROR], 0);
	wcore_validation_deinit(&validation);
	writer_deinit(&w);
}

/* A stack of another dialect is a note, and a warning when only the specification's will do. */
static void test_strict(void **state)
{
	struct wcore_validate_options options = {
		.dialect = WCORE_DIALECT_AUTO, .level = WCORE_LEVEL_MEMORY,
	};
	struct wcore_validation validation;
	struct dump_writer w;

	(void)state;
	for (int strict = 0; strict < 2; strict++) {
		options.strict = strict;
		write_dump(&w, 1024, WCORE_DIALECT_BUILDER);
		validate(&w, &options, &validation);
		assert_int_equal(count_of(&validation, "core/not-spec"), 1);
		assert_int_equal(validation.severities[WCORE_SEVERITY_WARNING], strict);
		wcore_validation_deinit(&validation);
		writer_deinit(&w);
		write_dump(&w, 1024, WCORE_DIALECT_SPEC);
		validate(&w, &options, &validation);
		assert_int_equal(validation.count, 0);
		wcore_validation_deinit(&validation);
		writer_deinit(&w);
	}
}

/* A thousand findings of one rule are eight, and a number; the others are there all the same. */
static void test_many(void **state)
{
	struct wcore_validate_options options = {
		.dialect = WCORE_DIALECT_AUTO, .level = WCORE_LEVEL_MEMORY,
	};
	struct wcore_validation validation;
	struct dump_writer w;

	(void)state;
	writer_init(&w);
	writer_core(&w, "a.wasm");
	writer_stack_begin(&w, "main", 1000);
	for (int i = 0; i < 1000; i++)
		writer_frame(&w, WCORE_DIALECT_SPEC, 0, 300, 0, NULL, 0, NULL, 0);
	writer_end(&w);
	validate(&w, &options, &validation);
	assert_int_equal(count_of(&validation, "core/frame-offset"), WCORE_REPORT_MAX);
	assert_int_equal(validation.dropped, 999 - WCORE_REPORT_MAX);
	assert_int_equal(count_of(&validation, "core/no-modules"), 1);
	assert_int_equal(count_of(&validation, "memory/none"), 1);
	for (size_t i = 1; i < validation.count; i++)
		assert_true(validation.findings[i - 1].rule->level <= validation.findings[i].rule->level);
	wcore_validation_deinit(&validation);
	writer_deinit(&w);
}

static void test_kinds(void **state)
{
	struct wcore_validate_options options = {
		.dialect = WCORE_DIALECT_AUTO, .level = WCORE_LEVEL_PLAUSIBILITY,
	};
	struct wcore_validation validation;
	struct wcore_error *error;
	struct wcore_file *file;
	struct dump_writer w;

	(void)state;
	writer_init(&w);
	writer_memory(&w, 0, 1, 0);
	validate(&w, &options, &validation);
	assert_int_equal(validation.kind, WCORE_VALIDATION_MODULE);
	assert_int_equal(validation.level, WCORE_LEVEL_CONTAINER);
	assert_int_equal(count_of(&validation, "core/not-a-dump"), 1);
	wcore_validation_deinit(&validation);
	writer_deinit(&w);

	assert_null(wcore_file_from_memory("t.txt", "no dump", 7, &file));
	error = wcore_validate(file, &options, &validation);
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_KIND);
	wcore_error_destroy(error);
	wcore_validation_deinit(&validation);
	wcore_file_close(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_levels), cmocka_unit_test(test_disabled), cmocka_unit_test(test_strict),
		cmocka_unit_test(test_many), cmocka_unit_test(test_kinds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
