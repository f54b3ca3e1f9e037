/* Secrets in the bytes of globals of v128 and f64, each of which is a text on its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/dump/dump.h"
#include "dump_writer.h"
#include "redact_fixture.h"

#define SECRET "Zq7+Zq8-"
#define SIZE (sizeof(SECRET) - 1)
#define GLOBALS 3

struct fixture {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_dump *dump;
	struct redact_fixture redact;
};

/* A global: its type, and the expression that it starts with, without the end. */
struct global {
	uint8_t code;
	const char *expression;
	size_t size;
};
#define V128(bytes) { 0x7b, "\xfd\x0c" bytes, 18 }
#define F64(bytes) { 0x7c, "\x44" bytes, 9 }
#define NONE { 0, NULL, 0 }

/* Finds the secret in the globals of a dump, of which the first one may be imported. */
static void set_up(struct fixture *f, const struct global *globals, bool has_import)
{
	writer_init(&f->w);
	writer_core(&f->w, "a.wasm");
	if (has_import) {
		writer_section(&f->w, WCORE_SECTION_IMPORT);
		writer_u8(&f->w, 1);
		writer_name(&f->w, "env");
		writer_name(&f->w, "g");
		writer_bytes(&f->w, "\3\x7b\0", 3);
		writer_end(&f->w);
	}
	writer_section(&f->w, WCORE_SECTION_GLOBAL);
	writer_u8(&f->w, GLOBALS);
	for (unsigned i = 0; i < GLOBALS; i++) {
		writer_u8(&f->w, globals[i].code ? globals[i].code : 0x7f);
		writer_u8(&f->w, 0);
		writer_bytes(&f->w, globals[i].code ? globals[i].expression : "\x41\0",
			     globals[i].code ? globals[i].size : 2);
		writer_u8(&f->w, 0x0b);
	}
	writer_end(&f->w);
	f->file = writer_file(&f->w, "t.core");
	assert_null(wcore_dump_open(f->file, WCORE_DIALECT_AUTO, &f->dump));
	assert_null(f->dump->broken);
	assert_int_equal(f->dump->index->global_count, GLOBALS + has_import);
	redact_fixture_open(&f->redact, f->file, SECRET);
	assert_null(wcore_redact_add_globals(f->redact.window, f->dump));
	redact_fixture_finish(&f->redact);
}

static void tear_down(struct fixture *f)
{
	redact_fixture_close(&f->redact);
	wcore_dump_close(f->dump);
	wcore_file_close(f->file);
	writer_deinit(&f->w);
}

static const struct global_case {
	const char *what;
	struct global globals[GLOBALS];
	bool has_import;
	int number;	/* of the global that has the secret; -1: none has it whole */
} cases[] = {
	{ "none", { NONE, NONE, NONE }, false, -1 },
	{ "at the start of a v128", { NONE, V128(SECRET "........"), NONE }, false, 1 },
	{ "at the end of a v128", { V128("........" SECRET), NONE, NONE }, false, 0 },
	{ "in the middle of a v128", { NONE, NONE, V128("..." SECRET ".....") }, false, 2 },
	{ "the whole of an f64", { NONE, F64(SECRET), NONE }, false, 1 },
	{ "behind an imported global", { NONE, V128(SECRET "........"), NONE }, true, 2 },
	{ "an opcode of more bytes than it needs", { { 0x7b, "\xfd\x8c\x00" SECRET "........", 19 }, NONE, NONE }, false, 0 },
	{ "over two globals", { V128("............Zq7+"), V128("Zq8-............"), NONE }, false, -1 },
	{ "over an f64 and a v128", { F64("....Zq7+"), V128("Zq8-............"), NONE }, false, -1 },
	{ "nearly", { V128("Zq7+Zq8x........"), F64("Zq7+Zq8x"), NONE }, false, -1 },
};

static void a_secret_in_a_global_is_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct global_case *c = &cases[i];
		const struct wcore_redact_hit *hit;
		const uint8_t *at;
		struct fixture f;

		set_up(&f, c->globals, c->has_import);
		if (f.redact.redaction.hit_count != (c->number >= 0))
			fail_msg("%s: %zu", c->what, f.redact.redaction.hit_count);
		assert_int_equal(f.redact.redaction.patches.count, c->number >= 0);
		if (c->number >= 0) {
			hit = f.redact.redaction.hits;
			at = memmem(f.file->data, f.file->size, SECRET, SIZE);
			assert_non_null(at);
			assert_int_equal(hit->place, WCORE_PLACE_GLOBAL);
			assert_int_equal(hit->number, c->number);
			assert_int_equal(hit->offset, at - f.file->data);
			assert_int_equal(hit->size, SIZE);
			assert_int_equal(f.redact.redaction.patches.items[0].offset, hit->offset);
			assert_int_equal(f.redact.redaction.patches.items[0].size, SIZE);
			assert_memory_equal(f.redact.redaction.patches.items[0].bytes, "xxxxxxxx", SIZE);
		}
		tear_down(&f);
	}
}

/* All that have it are told of, by their numbers. */
static void each_global_is_looked_at(void **state)
{
	static const struct global globals[GLOBALS] = { F64(SECRET), V128(SECRET "........"), F64(SECRET) };
	struct fixture f;

	(void)state;
	set_up(&f, globals, false);
	assert_int_equal(f.redact.redaction.hit_count, GLOBALS);
	for (uint32_t i = 0; i < GLOBALS; i++)
		assert_int_equal(f.redact.redaction.hits[i].number, i);
	tear_down(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_secret_in_a_global_is_found),
		cmocka_unit_test(each_global_is_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
