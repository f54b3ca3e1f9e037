#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/wasm/module.h"
#include "dump_writer.h"

#define PREAMBLE "\0asm\1\0\0\0"

static struct wcore_file *file_of(const void *data, size_t size)
{
	struct wcore_file *file = NULL;

	assert_null(wcore_file_from_memory("t.wasm", data, size, &file));
	return file;
}

static struct wcore_module *open_all(struct wcore_file *file)
{
	struct wcore_module *module = NULL;

	assert_null(wcore_module_open(file, 0, file->size, &module));
	return module;
}

static void assert_finding(const struct wcore_module *module, const char *rule, uint64_t offset)
{
	for (size_t i = 0; i < module->findings.count; i++)
		if (!strcmp(module->findings.items[i].rule, rule) &&
		    module->findings.items[i].offset == offset)
			return;
	fail_msg("no finding %s at 0x%llx", rule, (unsigned long long)offset);
}

static void assert_cut(const struct wcore_module *module, const char *text)
{
	char *line;

	assert_non_null(module->cut);
	line = wcore_error_format(module->cut);
	assert_string_equal(line, text);
	free(line);
}

struct kind_case {
	const char *bytes;
	size_t size;
	enum wcore_kind kind;
	const char *what;
};

#define KIND(bytes, kind, what) { bytes, sizeof(bytes) - 1, WCORE_KIND_##kind, what }
#define ELF_HEAD(data, type) "\x7f" "ELF\2" data "\1\0\0\0\0\0\0\0\0\0" type

static void kinds(void **state)
{
	static const struct kind_case cases[] = {
		KIND("", EMPTY, "an empty file"),
		KIND(PREAMBLE, MODULE, "a core WebAssembly binary"),
		KIND("\0asm\x0d\0\1\0", COMPONENT, "a WebAssembly component"),
		KIND("\0asm\2\0\0\0", UNKNOWN, "a WebAssembly binary of an unknown version"),
		KIND("\0asm", UNKNOWN, "a WebAssembly binary cut within its first 8 bytes"),
		KIND("\0as", UNKNOWN, "a file of an unknown kind"),
		KIND("\0asm\1\0\0", UNKNOWN, "a WebAssembly binary cut within its first 8 bytes"),
		KIND(ELF_HEAD("\1", "\4\0"), ELF, "an ELF core file"),
		KIND(ELF_HEAD("\2", "\0\4"), ELF, "an ELF core file"),
		KIND(ELF_HEAD("\1", "\2\0"), ELF, "an ELF executable"),
		KIND(ELF_HEAD("\1", "\1\0"), ELF, "an ELF object file"),
		KIND("\x7f" "ELF", ELF, "an ELF file"),
		KIND("MDMP\x93\xa7\0\0", MINIDUMP, "a Windows minidump"),
		KIND("\xcf\xfa\xed\xfe\7\0\0\1", MACHO, "a Mach-O file"),
		KIND("\xfe\xed\xfa\xce\0\0\0\1", MACHO, "a Mach-O file"),
		KIND("\xca\xfe\xba\xbe\0\0\0\2", MACHO, "a universal Mach-O file"),
		KIND("\xca\xfe\xba\xbe\0\0\0\x2d", UNKNOWN, "a Java class file"),
		KIND("\xca\xfe\xba\xbe\0\3\0\x2d", UNKNOWN, "a Java class file"),
		KIND("MZ\x90\0\3\0", PE, "a Windows executable"),
		KIND("MZ is how this text begins\n", TEXT, "a text file"),
		KIND("\x1f\x8b\x08\0", GZIP, "gzip data"),
		KIND("\x28\xb5\x2f\xfd\x04", UNKNOWN, "zstd data"),
		KIND("(module)\n", TEXT, "a text file"),
		KIND("Gr\xc3\xbc\xc3\x9f" "e\n\xe2\x82\xac\n", TEXT, "a text file"),
		KIND("\xc3\x28 no UTF-8", UNKNOWN, "a file of an unknown kind"),
		KIND("a\0b", UNKNOWN, "a file of an unknown kind"),
		KIND("a\x7f" "b", UNKNOWN, "a file of an unknown kind"),
		KIND("a\xc3", UNKNOWN, "a file of an unknown kind"),
		KIND("\033[1mbold\033[m\t\f\r\n", TEXT, "a text file"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wcore_file *file = file_of(cases[i].bytes, cases[i].size);
		struct wcore_module *module = NULL;
		struct wcore_error *error;

		assert_int_equal(wcore_kind_of(file), cases[i].kind);
		assert_string_equal(wcore_kind_describe(file), cases[i].what);
		error = wcore_module_open(file, 0, file->size, &module);
		if (cases[i].kind == WCORE_KIND_MODULE) {
			assert_null(error);
			wcore_module_close(module);
		} else {
			assert_int_equal(error->code, WCORE_ERROR_KIND);
			assert_non_null(strstr(error->message, cases[i].what));
			wcore_error_destroy(error);
		}
		wcore_file_close(file);
	}
}

/* Text whose first 4 KiB end within a character is still text. */
static void text_sample_ends_in_character(void **state)
{
	char *text = malloc(5000);
	struct wcore_file *file;

	(void)state;
	memset(text, 'x', 5000);
	memcpy(text + 4095, "\xc3\xbc", 2);
	file = file_of(text, 5000);
	assert_int_equal(wcore_kind_of(file), WCORE_KIND_TEXT);
	wcore_file_close(file);
	free(text);
}

static void sections(void **state)
{
	/* Sizes of sections may be padded LEB128 numbers: the third one is. */
	static const char bytes[] = PREAMBLE
		"\1\4\1\x60\0\0"		/* 8: type */
		"\0\5\3abcZ"			/* 14: custom abc */
		"\3\x82\x80\x80\0\1\0"		/* 21: function */
		"\0\1\0"			/* 28: custom without a name's bytes */
		"\x0a\5\1\3\0\1\x0b";		/* 31: code */
	struct wcore_file *file = file_of(bytes, sizeof(bytes) - 1);
	struct wcore_module *module = open_all(file);
	static const struct { uint8_t id; uint64_t header, offset, size; const char *where; } want[] = {
		{ 1, 8, 10, 4, "section 1 (type)" },
		{ 0, 14, 20, 1, "abc" },
		{ 3, 21, 26, 2, "section 3 (function)" },
		{ 0, 28, 31, 0, "section 0 (custom)" },
		{ 10, 31, 33, 5, "section 10 (code)" },
	};
	struct wcore_cursor cursor;

	(void)state;
	assert_int_equal(module->section_count, 5);
	for (size_t i = 0; i < 5; i++) {
		const struct wcore_section *section = &module->sections[i];

		assert_int_equal(section->id, want[i].id);
		assert_int_equal(section->header, want[i].header);
		assert_int_equal(section->offset, want[i].offset);
		assert_int_equal(section->size, want[i].size);
		assert_string_equal(section->where, want[i].where);
		assert_int_equal(section->name.data != NULL, want[i].id == 0);
	}
	assert_null(module->cut);
	assert_int_equal(module->findings.count, 0);
	assert_ptr_equal(wcore_module_section(module, WCORE_SECTION_CODE), &module->sections[4]);
	assert_null(wcore_module_section(module, WCORE_SECTION_DATA));
	assert_ptr_equal(wcore_module_custom(module, "abc"), &module->sections[1]);
	assert_null(wcore_module_custom(module, "ab"));
	wcore_section_cursor(module, &module->sections[4], &cursor);
	assert_int_equal(cursor.pos, 33);
	assert_int_equal(cursor.end, 38);
	assert_string_equal(cursor.where, "section 10 (code)");
	wcore_module_close(module);
	wcore_file_close(file);
}

struct cut_case {
	const char *what, *bytes;
	size_t size;
	size_t sections;
	const char *error;
};

#define CUT(what, bytes, sections, error) \
	{ what, PREAMBLE "\1\1\0" bytes, 11 + sizeof(bytes) - 1, sections, error }

static void cut(void **state)
{
	static const struct cut_case cases[] = {
		CUT("data passes the end", "\x0b\x84\7\0\0", 1,
		    "t.wasm: 0xb: section 11 (data): size 900 passes the end of the file"),
		CUT("a custom section passes it", "\0\x0a\3abc", 1,
		    "t.wasm: 0xb: abc: size 10 passes the end of the file"),
		CUT("and its name too", "\0\x0a\x09" "abc", 1,
		    "t.wasm: 0xb: section 0 (custom): size 10 passes the end of the file"),
		CUT("no size", "\5", 1,
		    "t.wasm: 0xc: section 5 (memory): the LEB128 number is cut short"),
		CUT("a size of more than 32 bits", "\5\xff\xff\xff\xff\x1f", 1,
		    "t.wasm: 0xc: section 5 (memory): the LEB128 number passes 32 bits"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wcore_file *file = file_of(cases[i].bytes, cases[i].size);
		struct wcore_module *module = open_all(file);

		assert_int_equal(module->section_count, cases[i].sections);
		assert_cut(module, cases[i].error);
		wcore_module_close(module);
		wcore_file_close(file);
	}
}

static void inside_a_component(void **state)
{
	static const char bytes[] = "12345" PREAMBLE "\1\1\0" "\5\3\1\0\1" "\0";
	struct wcore_file *file = file_of(bytes, sizeof(bytes) - 1);
	struct wcore_module *module = NULL;

	(void)state;
	assert_null(wcore_module_open(file, 5, 16, &module));
	assert_int_equal(module->section_count, 2);
	assert_int_equal(module->sections[1].header, 16);
	assert_int_equal(module->sections[1].offset, 18);
	assert_null(module->cut);
	wcore_module_close(module);

	assert_null(wcore_module_open(file, 5, 14, &module));
	assert_cut(module, "t.wasm: 0x10: section 5 (memory): size 3 passes the end of the module");
	wcore_module_close(module);
	wcore_file_close(file);
}

static void oddities_are_findings(void **state)
{
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;

	(void)state;
	writer_init(&w);
	writer_section(&w, WCORE_SECTION_CODE);		/* 8 */
	writer_end(&w);
	writer_section(&w, WCORE_SECTION_DATA_COUNT);	/* 10: before code */
	writer_end(&w);
	writer_section(&w, WCORE_SECTION_CODE);		/* 12: again */
	writer_u8(&w, 0);
	writer_end(&w);
	writer_u8(&w, 14);				/* 15: no such section */
	writer_begin(&w);
	writer_end(&w);
	writer_u8(&w, WCORE_SECTION_CUSTOM);		/* 17: the name passes the section */
	writer_begin(&w);
	writer_u8(&w, 5);
	writer_u8(&w, 'a');
	writer_end(&w);
	file = writer_file(&w, "t.wasm");
	module = open_all(file);
	assert_null(module->cut);
	assert_int_equal(module->section_count, 5);
	assert_int_equal(module->findings.count, 4);
	assert_finding(module, "wasm/section-order", 10);
	assert_finding(module, "wasm/duplicate-section", 12);
	assert_finding(module, "wasm/unknown-section", 15);
	assert_finding(module, "wasm/section-name", 19);
	assert_string_equal(module->sections[3].where, "section 14");
	assert_ptr_equal(wcore_module_section(module, WCORE_SECTION_CODE), &module->sections[0]);
	assert_null(module->sections[4].name.data);
	assert_int_equal(module->sections[4].size, 2);
	wcore_module_close(module);
	wcore_file_close(file);
	writer_deinit(&w);
}

/* WebAssembly 3.0, 5.5.2: tag stands before global, data count before code. */
static void order_of_the_specification(void **state)
{
	static const uint8_t order[] = { 1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11 };
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;

	(void)state;
	writer_init(&w);
	for (size_t i = 0; i < sizeof(order); i++) {
		writer_custom(&w, "between");
		writer_end(&w);
		writer_section(&w, order[i]);
		writer_end(&w);
	}
	file = writer_file(&w, "t.wasm");
	module = open_all(file);
	assert_int_equal(module->section_count, 2 * sizeof(order));
	assert_int_equal(module->findings.count, 0);
	wcore_module_close(module);
	wcore_file_close(file);
	writer_deinit(&w);
}

static void dumps_have_any_order(void **state)
{
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;

	(void)state;
	writer_init(&w);
	writer_section(&w, WCORE_SECTION_DATA);
	writer_end(&w);
	writer_section(&w, WCORE_SECTION_MEMORY);
	writer_end(&w);
	writer_core(&w, "a.wasm");
	file = writer_file(&w, "t.core");
	module = open_all(file);
	assert_int_equal(module->findings.count, 0);
	wcore_module_close(module);
	wcore_file_close(file);
	writer_deinit(&w);
}

static void too_many_sections(void **state)
{
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;

	(void)state;
	writer_init(&w);
	for (size_t i = 0; i < WCORE_MODULE_MAX_SECTIONS + 1; i++) {
		writer_custom(&w, "x");
		writer_end(&w);
	}
	file = writer_file(&w, "t.wasm");
	module = open_all(file);
	assert_int_equal(module->section_count, WCORE_MODULE_MAX_SECTIONS);
	assert_int_equal(module->cut->code, WCORE_ERROR_LIMIT);
	assert_int_equal(module->cut->offset, 8 + 4 * WCORE_MODULE_MAX_SECTIONS);
	wcore_module_close(module);
	wcore_file_close(file);
	writer_deinit(&w);
}

/* A name of a megabyte is not copied into what errors say. */
static void long_name(void **state)
{
	size_t size = 1 << 20;
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;

	(void)state;
	writer_init(&w);
	writer_u8(&w, WCORE_SECTION_CUSTOM);
	writer_begin(&w);
	writer_uleb(&w, size);
	writer_fill(&w, 'n', size);
	writer_end(&w);
	file = writer_file(&w, "t.wasm");
	module = open_all(file);
	assert_int_equal(module->sections[0].name.size, size);
	assert_int_equal(strlen(module->sections[0].where), 83);
	assert_true(module->arena.used < 4096);
	wcore_module_close(module);
	wcore_file_close(file);
	writer_deinit(&w);
}

/* However a real dump is cut: sections up to the cut, or another kind of file. */
static void every_truncation(void **state)
{
	struct wcore_file *whole = NULL;
	struct wcore_module *module;
	size_t full;

	(void)state;
	assert_null(wcore_file_open("tests/data/multi/app.wasm", NULL, &whole));
	module = open_all(whole);
	full = module->section_count;
	wcore_module_close(module);
	for (uint64_t size = 0; size < whole->size; size++) {
		struct wcore_file *file = file_of(whole->data, size);
		struct wcore_error *error = wcore_module_open(file, 0, size, &module);

		if (size < 8) {
			assert_int_equal(error->code, WCORE_ERROR_KIND);
			wcore_error_destroy(error);
		} else {
			const struct wcore_section *last;

			assert_null(error);
			assert_true(module->section_count < full);
			last = module->section_count ?
				       &module->sections[module->section_count - 1] : NULL;
			assert_int_equal(!module->cut,
					 size == (last ? last->offset + last->size : 8));
			wcore_module_close(module);
		}
		wcore_file_close(file);
	}
	wcore_file_close(whole);
	wcore_module_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds),
		cmocka_unit_test(text_sample_ends_in_character),
		cmocka_unit_test(sections),
		cmocka_unit_test(cut),
		cmocka_unit_test(inside_a_component),
		cmocka_unit_test(oddities_are_findings),
		cmocka_unit_test(order_of_the_specification),
		cmocka_unit_test(dumps_have_any_order),
		cmocka_unit_test(too_many_sections),
		cmocka_unit_test(long_name),
		cmocka_unit_test(every_truncation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
