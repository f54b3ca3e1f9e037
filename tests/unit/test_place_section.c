/* Secrets in the sections of a module: in the names of a format, in text, and in numbers, which are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "dump_writer.h"
#include "redact_fixture.h"

#define SECRET "Zq7+Zq8-"
#define SIZE (sizeof(SECRET) - 1)
/* With its length, as a name. */
#define NAME "\x08" SECRET
#define CONTENTS(text) text, sizeof(text) - 1

static const struct section_case {
	const char *section, *contents;
	size_t size;
	unsigned count;		/* of the secret, from the first byte on */
	enum wcore_redact_place place;
} cases[] = {
	/* docs/format.md: a kind byte stands in front of names. */
	{ "core", CONTENTS("\0" NAME), 1, WCORE_PLACE_NAME },
	{ "corestack", CONTENTS("\0" NAME "\0"), 1, WCORE_PLACE_NAME },
	{ "coremodules", CONTENTS("\3\0" NAME "\0\1a\0" NAME), 2, WCORE_PLACE_NAME },
	{ "coreinstances", CONTENTS("\1\0\0" NAME), 0, WCORE_PLACE_NAME },
	/* WebAssembly 3.0, 7.4.1: module, functions, locals, labels, types, data, fields, tags. */
	{ "name", CONTENTS("\0\x09" NAME), 1, WCORE_PLACE_NAME },
	{ "name", CONTENTS("\1\x0e\2\0\1a\1" NAME), 1, WCORE_PLACE_NAME },
	{ "name", CONTENTS("\2\x17\1\0\2\0" NAME "\1" NAME), 2, WCORE_PLACE_NAME },
	{ "name", CONTENTS("\3\x0d\1\0\1\0" NAME), 1, WCORE_PLACE_NAME },
	{ "name", CONTENTS("\4\x0b\1\0" NAME), 1, WCORE_PLACE_NAME },
	{ "name", CONTENTS("\x09\x0b\1\0" NAME), 1, WCORE_PLACE_NAME },
	{ "name", CONTENTS("\x0a\x0d\1\0\1\0" NAME), 1, WCORE_PLACE_NAME },
	{ "name", CONTENTS("\x0b\x0b\1\0" NAME), 1, WCORE_PLACE_NAME },
	{ "name", CONTENTS("\0\x09" NAME "\1\x0b\1\0" NAME), 2, WCORE_PLACE_NAME },
	/* What stands in front of the place where it breaks is there. */
	{ "name", CONTENTS("\0\x09" NAME "\1\x7f"), 1, WCORE_PLACE_NAME },
	/* A field, its value, the value's version. */
	{ "producers", CONTENTS("\1" NAME "\1" NAME NAME), 3, WCORE_PLACE_NAME },
	{ "producers", CONTENTS("\2\1a\1\1b\1c\1d\1\1e" NAME), 1, WCORE_PLACE_NAME },
	{ "sourceMappingURL", CONTENTS(NAME), 1, WCORE_PLACE_NAME },
	{ "external_debug_info", CONTENTS(NAME), 1, WCORE_PLACE_NAME },
	{ ".debug_str", CONTENTS("a\0" SECRET "\0"), 1, WCORE_PLACE_SECTION },
	{ ".debug_line_str", CONTENTS(SECRET "\0"), 1, WCORE_PLACE_SECTION },
	{ "notes", CONTENTS("key=" SECRET " and " SECRET), 2, WCORE_PLACE_SECTION },
	{ ".debug_info", CONTENTS(SECRET), 0, WCORE_PLACE_SECTION },
	{ "build_id", CONTENTS(NAME), 0, WCORE_PLACE_SECTION },
	{ "target_features", CONTENTS("\1+" NAME), 0, WCORE_PLACE_SECTION },
	{ "linking", CONTENTS(SECRET), 0, WCORE_PLACE_SECTION },
	{ "reloc.CODE", CONTENTS(SECRET), 0, WCORE_PLACE_SECTION },
	{ "metadata.code.branch_hint", CONTENTS(SECRET), 0, WCORE_PLACE_SECTION },
	/* Two names are not one text, nor are two sections. */
	{ "coremodules", CONTENTS("\2\0\4Zq7+\0\4Zq8-"), 0, WCORE_PLACE_NAME },
	{ "producers", CONTENTS("\1\1a\1\4Zq7+\4Zq8-"), 0, WCORE_PLACE_NAME },
	{ "notes", CONTENTS("the start of one: Zq7+"), 0, WCORE_PLACE_SECTION },
	{ "more-notes", CONTENTS("Zq8- is the end"), 0, WCORE_PLACE_SECTION },
};
#define CASES (sizeof(cases) / sizeof(*cases))

static void check_case(const struct redact_fixture *f, const struct section_case *c, const struct wcore_file *file)
{
	const uint8_t *at = file->data;

	if (f->redaction.hit_count != c->count)
		fail_msg("%s, case %zu: %zu", c->section, (size_t)(c - cases), f->redaction.hit_count);
	for (unsigned i = 0; i < c->count; i++) {
		const struct wcore_redact_hit *hit = &f->redaction.hits[i];

		at = memmem(at, (size_t)(file->data + file->size - at), SECRET, SIZE);
		assert_non_null(at);
		assert_int_equal(hit->offset, at - file->data);
		assert_int_equal(hit->size, SIZE);
		assert_int_equal(hit->place, c->place);
		assert_true(wcore_string_is(hit->name, c->section));
		at += SIZE;
	}
	assert_int_equal(f->redaction.patches.count, c->count);
}

static void write_section(struct dump_writer *w, const struct section_case *c)
{
	writer_custom(w, c->section);
	writer_bytes(w, c->contents, c->size);
	writer_end(w);
}

struct opened {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;
	struct redact_fixture redact;
};

static void search(struct opened *o)
{
	o->file = writer_file(&o->w, "t.wasm");
	assert_null(wcore_module_open(o->file, 0, o->file->size, &o->module));
	redact_fixture_open(&o->redact, o->file, SECRET);
	assert_null(wcore_redact_add_sections(o->redact.window, o->module));
	redact_fixture_finish(&o->redact);
}

static void tear_down(struct opened *o)
{
	redact_fixture_close(&o->redact);
	wcore_module_close(o->module);
	wcore_file_close(o->file);
	writer_deinit(&o->w);
}

static void names_and_texts_are_searched(void **state)
{
	(void)state;
	for (size_t i = 0; i < CASES; i++) {
		struct opened o;

		writer_init(&o.w);
		write_section(&o.w, &cases[i]);
		search(&o);
		check_case(&o.redact, &cases[i], o.file);
		tear_down(&o);
	}
}

/* All in one module: none hides another, and none goes on in the next. */
static void each_section_is_searched(void **state)
{
	struct opened o;
	size_t wanted = 0;

	(void)state;
	writer_init(&o.w);
	for (size_t i = 0; i < CASES; i++) {
		write_section(&o.w, &cases[i]);
		wanted += cases[i].count;
	}
	search(&o);
	assert_int_equal(o.redact.redaction.hit_count, wanted);
	tear_down(&o);
}

/* Sections that are no custom ones are none of these places. */
static void other_sections_are_left_alone(void **state)
{
	struct opened o;

	(void)state;
	writer_init(&o.w);
	writer_section(&o.w, WCORE_SECTION_DATA);
	writer_bytes(&o.w, "\1\1" NAME, 2 + 1 + SIZE);
	writer_end(&o.w);
	search(&o);
	assert_int_equal(o.redact.redaction.hit_count, 0);
	tear_down(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_texts_are_searched),
		cmocka_unit_test(each_section_is_searched),
		cmocka_unit_test(other_sections_are_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
