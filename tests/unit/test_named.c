/* Secrets by the names of variables: in DWARF and a dump written by hand, and in programs of which the truth is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <dwarf.h>
#include <jansson.h>

#include "../../libcore/dump/space.h"
#include "../../libcore/redact/named.h"
#include "dump_writer.h"
#include "target_fixture.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* The function: no locals but its parameters, two of i32 and two of i64; it traps at its third instruction. */
#define TYPES_OF_FUNCTIONS "\1\x60\4\x7f\x7f\x7e\x7e\0"
#define BODY "\0" "\1\1\0\x0b"
#define BODY_SIZE 5
#define BODY_LOW 2	/* behind the count of bodies and the size of this one */
#define UNREACHABLE 3	/* in the body */

enum { UNIT = 1, BASE, POINTER, ARRAY, RANGE, STRUCT, MEMBER, VARIABLE, FUNCTION };

static const uint8_t abbrevs[] = {
	UNIT, DW_TAG_compile_unit, 1, DW_AT_language, DW_FORM_data1, DW_AT_low_pc, DW_FORM_addr, DW_AT_high_pc,
	DW_FORM_data4, 0, 0,
	BASE, DW_TAG_base_type, 0, DW_AT_name, DW_FORM_string, DW_AT_encoding, DW_FORM_data1, DW_AT_byte_size,
	DW_FORM_data1, 0, 0,
	POINTER, DW_TAG_pointer_type, 0, DW_AT_type, DW_FORM_ref_addr, 0, 0,
	ARRAY, DW_TAG_array_type, 1, DW_AT_type, DW_FORM_ref_addr, 0, 0,
	RANGE, DW_TAG_subrange_type, 0, DW_AT_count, DW_FORM_data1, 0, 0,
	STRUCT, DW_TAG_structure_type, 1, DW_AT_name, DW_FORM_string, DW_AT_byte_size, DW_FORM_data1, 0, 0,
	MEMBER, DW_TAG_member, 0, DW_AT_name, DW_FORM_string, DW_AT_type, DW_FORM_ref_addr, DW_AT_data_member_location,
	DW_FORM_data1, 0, 0,
	VARIABLE, DW_TAG_variable, 0, DW_AT_name, DW_FORM_string, DW_AT_type, DW_FORM_ref_addr, DW_AT_location,
	DW_FORM_exprloc, 0, 0,
	FUNCTION, DW_TAG_subprogram, 1, DW_AT_name, DW_FORM_string, DW_AT_low_pc, DW_FORM_addr, DW_AT_high_pc,
	DW_FORM_data4, 0, 0,
	0,
};

/* What a variable may be: in C, and in Rust. */
enum type { CHARS, WORDS, BYTES, INT, LONG, ACCOUNT, SECRET, WIDE, SLICE, STR, TYPES };
#define IN_RUST SLICE

/* The statics, each in the place of its number, and what they point to. */
#define STATICS_AT 1024
#define STATIC_SIZE 32
#define address_of_static(number) (STATICS_AT + STATIC_SIZE * (number))
#define TEXTS_AT 4096
#define address_of_text(number) (TEXTS_AT + STATIC_SIZE * (number))

static const struct variable {
	const char *name;
	enum type type;
	const char *bytes;	/* of CHARS, SLICE and STR what it points to */
	const char *found_as;	/* NULL: not found */
	unsigned at, size;	/* of what is found: in the bytes */
	bool is_distinct;
} statics[] = {
	{ "password", CHARS, "violet7fox", "password", 0, 10, true },
	{ "user", CHARS, "violet8fox", NULL, 0, 0, false },
	{ "password_hint_len", LONG, "\1\2\3\4\5\6\7\x8", NULL, 0, 0, false },
	{ "session_token", CHARS, "aB3dE5gH7jK9lM1", "session_token", 0, 15, true },
	{ "token", CHARS, "aB3dE5gH7jK", NULL, 0, 0, false },			/* shorter than twelve */
	{ "next_token", CHARS, "abcdefghijklmno", NULL, 0, 0, false },		/* letters alone */
	{ "passwd", CHARS, "abc12", "passwd", 0, 5, false },			/* too short to be looked for */
	{ "passphrase", CHARS, "aaaaaaaa", "passphrase", 0, 8, false },		/* one character alone */
	{ "api_key", WORDS, "hush-hush-1\0\0\0\0\0", "api_key", 0, 11, true },
	{ "signing_key", BYTES, "\xb8w\\|\xe0\0\xb9\xeb\x95-\x97y\xa9,\xa1\xec", "signing_key", 0, 16, true },
	{ "nextMasterKey", LONG, "\0\0\0\0\0\0\0\0", NULL, 0, 0, false },
	{ "old_password", WORDS, "xxxxxxxxxx\0\0\0\0\0\0", NULL, 0, 0, false },	/* replaced before */
	{ "hmac_key", BYTES, "\x11\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\x22", "hmac_key", 0, 16, true },
	{ "aes_key", BYTES, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", NULL, 0, 0, false },
	{ "masterKey", LONG, "\x21\x43\x65\x87\xa9\xcb\xed\x0f", "masterKey", 0, 8, false },
	{ "account", ACCOUNT, "\7\0\0\0swordfish99\0", "account.password", 4, 11, true },
	{ "wide_password", WIDE, "s\0e\0c\0r\0e\0t\0!\0\0", NULL, 0, 0, false },	/* below */
	{ "SESSION_KEY", SLICE, "\x88w\\|\xe0\0\xb9\xeb\x95-\x97y\xa9,\xa1\xec", "SESSION_KEY", 0, 16, true },
	{ "PASSCODE", STR, "abc13", "PASSCODE", 0, 5, false },
	{ "holder", SECRET, "\7\0\0\0swordfish98\0", "holder.text", 4, 11, true },
};

/* Of the function; bits of its frames, in both threads. */
static const struct local {
	const char *name;
	enum type type;
	uint8_t code;
	uint64_t bits[2];
	bool is_found;
} locals[] = {
	{ "pin", INT, 0x7f, { 493817, 300 }, true },
	{ "pin_count", INT, 0x7f, { 493818, 301 }, false },
	{ "secret_id", LONG, 0x7e, { UINT64_C(0x8877665544332211), 4711 }, true },
	{ "passcode", LONG, 0x7e, { 255, 0 }, false },	/* such numbers are everywhere */
};

static void text(struct dump_writer *w, const char *name)
{
	writer_bytes(w, name, strlen(name) + 1);
}

static uint32_t base_type(struct dump_writer *w, const char *name, uint8_t encoding, uint8_t size)
{
	const uint32_t here = (uint32_t)w->size;

	writer_u8(w, BASE);
	text(w, name);
	writer_u8(w, encoding);
	writer_u8(w, size);
	return here;
}

static uint32_t array_type(struct dump_writer *w, uint32_t item, uint8_t count)
{
	const uint32_t here = (uint32_t)w->size;

	writer_u8(w, ARRAY);
	writer_u32(w, item);
	writer_u8(w, RANGE);
	writer_u8(w, count);
	writer_u8(w, 0);
	return here;
}

/* { int id; char NAME[12]; } */
static uint32_t struct_type(struct dump_writer *w, const char *name, const char *member, uint32_t id, uint32_t words)
{
	const uint32_t here = (uint32_t)w->size;

	writer_u8(w, STRUCT);
	text(w, name);
	writer_u8(w, 16);
	writer_u8(w, MEMBER);
	text(w, "id");
	writer_u32(w, id);
	writer_u8(w, 0);
	writer_u8(w, MEMBER);
	text(w, member);
	writer_u32(w, words);
	writer_u8(w, 4);
	writer_u8(w, 0);
	return here;
}

static bool is_pointer(const struct variable *variable)
{
	return variable->type == CHARS || variable->type >= IN_RUST;
}

/* { data_ptr, length } */
static uint32_t fat_pointer_type(struct dump_writer *w, const char *name, uint32_t pointer, uint32_t length)
{
	const uint32_t here = (uint32_t)w->size;

	writer_u8(w, STRUCT);
	text(w, name);
	writer_u8(w, 8);
	writer_u8(w, MEMBER);
	text(w, "data_ptr");
	writer_u32(w, pointer);
	writer_u8(w, 0);
	writer_u8(w, MEMBER);
	text(w, "length");
	writer_u32(w, length);
	writer_u8(w, 4);
	writer_u8(w, 0);
	return here;
}

static void write_rust_types(struct dump_writer *w, uint32_t types[TYPES])
{
	const uint32_t byte = base_type(w, "u8", DW_ATE_unsigned, 1);
	const uint32_t length = base_type(w, "usize", DW_ATE_unsigned, 4);
	const uint32_t pointer = (uint32_t)w->size;

	writer_u8(w, POINTER);
	writer_u32(w, byte);
	types[SLICE] = fat_pointer_type(w, "&[u8]", pointer, length);
	types[STR] = fat_pointer_type(w, "&str", pointer, length);
}

static void write_types(struct dump_writer *w, uint32_t types[TYPES])
{
	const uint32_t letter = base_type(w, "char", DW_ATE_signed_char, 1);
	const uint32_t byte = base_type(w, "unsigned char", DW_ATE_unsigned_char, 1), twelve = array_type(w, letter, 12);

	types[CHARS] = (uint32_t)w->size;
	writer_u8(w, POINTER);
	writer_u32(w, letter);
	types[WORDS] = array_type(w, letter, 16);
	types[BYTES] = array_type(w, byte, 16);
	types[WIDE] = array_type(w, base_type(w, "char16_t", DW_ATE_UTF, 2), 8);
	types[INT] = base_type(w, "int", DW_ATE_signed, 4);
	types[LONG] = base_type(w, "long long", DW_ATE_signed, 8);
	types[ACCOUNT] = struct_type(w, "account", "password", types[INT], twelve);
	types[SECRET] = struct_type(w, "Secret", "text", types[INT], twelve);
}

/* Begins a unit, which gives where its length stands. */
static size_t begin_unit(struct dump_writer *w, uint8_t language)
{
	const size_t here = w->size;

	writer_bytes(w, "\0\0\0\0\4\0\0\0\0\0\4", 11);	/* length, version, abbreviations, size of addresses */
	writer_u8(w, UNIT);
	writer_u8(w, language);
	writer_u32(w, BODY_LOW);
	writer_u32(w, language == DW_LANG_C99 ? BODY_SIZE : 0);
	return here;
}

static void end_unit(struct dump_writer *w, size_t start)
{
	writer_u8(w, 0);
	for (unsigned i = 0; i < 4; i++)
		w->data[start + i] = (uint8_t)((w->size - start - 4) >> (8 * i));
}

static void write_statics(struct dump_writer *w, const uint32_t types[TYPES], bool is_rust)
{
	for (uint32_t i = 0; i < COUNT(statics); i++) {
		if ((statics[i].type >= IN_RUST) != is_rust)
			continue;
		writer_u8(w, VARIABLE);
		text(w, statics[i].name);
		writer_u32(w, types[statics[i].type]);
		writer_u8(w, 5);
		writer_u8(w, DW_OP_addr);
		writer_u32(w, address_of_static(i));
	}
}

static void write_info(struct dump_writer *w)
{
	uint32_t types[TYPES];
	size_t unit;

	writer_init_raw(w);
	unit = begin_unit(w, DW_LANG_C99);
	write_types(w, types);
	write_statics(w, types, false);
	writer_u8(w, FUNCTION);
	text(w, "login");
	writer_u32(w, BODY_LOW);
	writer_u32(w, BODY_SIZE);
	for (uint8_t i = 0; i < COUNT(locals); i++) {
		const uint8_t location[] = { 4, 0xed, 0, i, DW_OP_stack_value };	/* DW_OP_WASM_location: a local */

		writer_u8(w, VARIABLE);
		text(w, locals[i].name);
		writer_u32(w, types[locals[i].type]);
		writer_bytes(w, location, sizeof(location));
	}
	writer_u8(w, 0);
	end_unit(w, unit);
	unit = begin_unit(w, DW_LANG_Rust);
	write_rust_types(w, types);
	write_statics(w, types, true);
	end_unit(w, unit);
}

static void write_module(struct dump_writer *w)
{
	struct dump_writer info;

	writer_init(w);
	writer_section(w, WCORE_SECTION_TYPE);
	writer_bytes(w, TYPES_OF_FUNCTIONS, sizeof(TYPES_OF_FUNCTIONS) - 1);
	writer_end(w);
	writer_section(w, WCORE_SECTION_FUNCTION);
	writer_bytes(w, "\1\0", 2);
	writer_end(w);
	writer_memory(w, 0, 1, 0);
	writer_code_begin(w, 1);
	writer_begin(w);
	writer_bytes(w, BODY, BODY_SIZE);
	writer_end(w);
	writer_end(w);
	writer_custom(w, ".debug_abbrev");
	writer_bytes(w, abbrevs, sizeof(abbrevs));
	writer_end(w);
	write_info(&info);
	writer_custom(w, ".debug_info");
	writer_bytes(w, info.data, info.size);
	writer_end(w);
	writer_deinit(&info);
}

static void write_memory(struct dump_writer *w)
{
	writer_memory(w, 0, 1, 0);
	writer_data_begin(w, 2 * COUNT(statics));
	for (uint32_t i = 0; i < COUNT(statics); i++) {
		const struct variable *variable = &statics[i];
		const uint32_t target = address_of_text(i);
		const uint8_t pointer[] = { (uint8_t)target, (uint8_t)(target >> 8), 0, 0, (uint8_t)variable->size, 0, 0, 0 };
		const void *bytes = is_pointer(variable) ? (const void *)pointer : variable->bytes;

		writer_segment(w, (int32_t)address_of_static(i), bytes,
			       is_pointer(variable) || variable->type == LONG ? sizeof(pointer) : 16);
		writer_segment(w, (int32_t)target, variable->bytes,
			       variable->type == CHARS ? strlen(variable->bytes) + 1 :
			       is_pointer(variable) ? variable->size : 0);
	}
	writer_end(w);
}

static void write_dump(struct dump_writer *w)
{
	writer_init(w);
	writer_core(w, "a.wasm");
	write_memory(w);
	for (unsigned thread = 0; thread < 2; thread++) {
		struct writer_value values[COUNT(locals)];

		for (size_t i = 0; i < COUNT(locals); i++)
			values[i] = (struct writer_value){ locals[i].code, locals[i].bits[thread] };
		writer_stack_begin(w, thread ? "second" : "first", 1);
		writer_frame(w, WCORE_DIALECT_SPEC, 0, 0, UNREACHABLE, values, COUNT(locals), NULL, 0);
		writer_end(w);
	}
}

struct fixture {
	struct dump_writer dump_w, module_w;
	char path[32];
	struct target_fixture target;
	struct wcore_named_list list;
};

static void set_up(struct fixture *f)
{
	const char *modules[] = { f->path };
	const struct wcore_target_options options = {
		.lookup = { .no_search = true, .modules = modules, .module_count = 1 },
	};
	int fd;

	strcpy(f->path, "/tmp/wcore-named-XXXXXX");
	fd = mkstemp(f->path);
	assert_true(fd >= 0);
	write_module(&f->module_w);
	assert_int_equal(write(fd, f->module_w.data, f->module_w.size), f->module_w.size);
	close(fd);
	write_dump(&f->dump_w);
	assert_null(fixture_open_file(&f->target, writer_file(&f->dump_w, "t.core"), &options));
	unlink(f->path);
	assert_null(f->target.target->modules[0].refused);
	assert_null(wcore_named_find(f->target.target, &f->list));
}

static void tear_down(struct fixture *f)
{
	wcore_named_deinit(&f->list);
	fixture_close(&f->target);
	writer_deinit(&f->dump_w);
	writer_deinit(&f->module_w);
}

static const struct wcore_named_value *find(const struct fixture *f, const char *name, uint32_t thread)
{
	const struct wcore_named_value *found = NULL;

	for (size_t i = 0; i < f->list.count; i++) {
		const struct wcore_named_value *item = &f->list.items[i];

		if (!wcore_string_is(item->name, name) || item->thread != thread)
			continue;
		assert_null(found);	/* each once */
		found = item;
	}
	return found;
}

static void check_static(const struct fixture *f, uint32_t number)
{
	const struct variable *wanted = &statics[number];
	const struct wcore_named_value *found = find(f, wanted->found_as, 0);
	const uint32_t place = is_pointer(wanted) ? address_of_text(number) : address_of_static(number);

	if (!found)
		fail_msg("%s is not found", wanted->name);
	if (found->is_distinct != wanted->is_distinct)
		fail_msg("%s is distinct: %d", wanted->name, found->is_distinct);
	assert_int_equal(found->value.size, wanted->size);
	assert_memory_equal(found->value.data, wanted->bytes + wanted->at, wanted->size);
	assert_true(found->has_place);
	assert_false(found->is_recorded);
	assert_int_equal(found->memory, 0);
	assert_int_equal(found->address, place + wanted->at);
}

static void check_local(const struct fixture *f, uint32_t number, uint32_t thread)
{
	const struct local *wanted = &locals[number];
	const struct wcore_named_value *found;
	char name[64];

	snprintf(name, sizeof(name), "login()::%s", wanted->name);
	found = find(f, name, thread);
	if (!found)
		fail_msg("%s is not found in thread %u", wanted->name, thread);
	assert_true(found->is_recorded);
	assert_false(found->has_place);
	assert_false(found->is_distinct);
	assert_int_equal(found->value.size, 0);
	assert_int_equal(found->frame, 0);
	assert_int_equal(found->bits, wanted->bits[thread]);
	assert_int_equal(found->width, wanted->type == INT ? 4 : 8);
}

/* Text of wide characters is given as UTF-8, whose bytes stand nowhere. */
static void check_wide(const struct fixture *f)
{
	const struct wcore_named_value *found = find(f, "wide_password", 0);

	assert_non_null(found);
	assert_true(wcore_string_is(found->value, "secret!"));
	assert_true(found->is_distinct);
	assert_false(found->has_place);
}

static void variables_are_found_by_their_names(void **state)
{
	struct fixture f;
	size_t wanted = 1;

	(void)state;
	set_up(&f);
	for (uint32_t i = 0; i < COUNT(statics); i++) {
		if (statics[i].found_as)
			check_static(&f, i);
		wanted += statics[i].found_as != NULL;
	}
	for (uint32_t thread = 0; thread < 2; thread++)
		for (uint32_t i = 0; i < COUNT(locals); i++) {
			if (locals[i].is_found)
				check_local(&f, i, thread);
			wanted += locals[i].is_found;
		}
	check_wide(&f);
	/* And nothing else. */
	assert_int_equal(f.list.count, wanted);
	tear_down(&f);
}

/* Without its module nothing is known of a dump. */
static void no_module_gives_no_names(void **state)
{
	const struct wcore_target_options options = { .lookup = { .no_search = true } };
	struct target_fixture target;
	struct wcore_named_list list;
	struct dump_writer w;

	(void)state;
	write_dump(&w);
	assert_null(fixture_open_file(&target, writer_file(&w, "t.core"), &options));
	assert_null(wcore_named_find(target.target, &list));
	assert_int_equal(list.count, 0);
	wcore_named_deinit(&list);
	fixture_close(&target);
	writer_deinit(&w);
}

/* The bytes that hexadecimal digits stand for. */
static size_t from_hex(const char *digits, uint8_t *ret, size_t capacity)
{
	size_t size = 0;

	for (; digits[0]; digits += 2) {
		unsigned byte = 0;

		assert_true(size < capacity && sscanf(digits, "%2x", &byte) == 1);
		ret[size++] = (uint8_t)byte;
	}
	return size;
}

/* What is said to stand in memory does. */
static void check_place(const struct wcore_dump *dump, const struct wcore_named_value *value)
{
	struct wcore_space space;
	enum wcore_byte_state state;
	uint8_t bytes[64];

	assert_true(value->has_place);
	assert_true(value->value.size <= sizeof(bytes));
	wcore_space_init(&space, dump, &dump->memories[value->memory]);
	assert_true(wcore_space_read(&space, value->address, value->value.size, bytes, &state));
	assert_memory_equal(bytes, value->value.data, value->value.size);
}

static void check_truth(const struct wcore_dump *dump, const struct wcore_named_list *list, const char *program,
			const json_t *items, const char *const names[2])
{
	size_t number;
	json_t *item;
	unsigned seen = 0;

	json_array_foreach(items, number, item) {
		const struct wcore_named_value *found = NULL;
		uint8_t secret[64];
		size_t size;

		if (strcmp(json_string_value(json_object_get(item, "kind")), "variable") != 0)
			continue;
		size = from_hex(json_string_value(json_object_get(item, "secret")), secret, sizeof(secret));
		for (size_t i = 0; i < list->count; i++)
			if (list->items[i].value.size == size && !memcmp(list->items[i].value.data, secret, size))
				found = &list->items[i];
		if (!found)
			fail_msg("%s: variable %u is not found", program, seen);
		assert_true(wcore_string_is(found->name, names[seen++]));
		assert_true(found->is_distinct);
		check_place(dump, found);
	}
	assert_int_equal(seen, 2);
	assert_int_equal(list->count, 2);
}

/* The programs of tests/data/redact/make.py have two variables each that are called so: in serve(), in this order. */
static void programs_have_the_secrets_that_were_put_there(void **state)
{
	static const struct { const char *program, *names[2]; } cases[] = {
		{ "c", { "serve()::db_password", "serve()::config.secret_key" } },
		{ "cpp", { "serve()::password", "serve()::account.api_key" } },
		{ "rust", { "rust::serve()::signer.secret_key", "rust::serve()::password" } },
	};
	json_t *truth = json_load_file("tests/data/redact/truth.json", 0, NULL);

	(void)state;
	assert_non_null(truth);
	for (size_t i = 0; i < COUNT(cases); i++) {
		char dump[64], module[64];
		const char *modules[] = { module };
		const struct wcore_target_options options = {
			.lookup = { .no_search = true, .modules = modules, .module_count = 1 },
		};
		struct target_fixture target;
		struct wcore_named_list list;

		snprintf(dump, sizeof(dump), "tests/data/redact/%s.core.gz", cases[i].program);
		snprintf(module, sizeof(module), "tests/data/redact/%s.wasm.gz", cases[i].program);
		assert_null(fixture_open(&target, dump, &options));
		assert_null(wcore_named_find(target.target, &list));
		check_truth(target.dump, &list, cases[i].program, json_object_get(truth, cases[i].program),
			    cases[i].names);
		wcore_named_deinit(&list);
		fixture_close(&target);
	}
	json_decref(truth);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(variables_are_found_by_their_names),
		cmocka_unit_test(no_module_gives_no_names),
		cmocka_unit_test(programs_have_the_secrets_that_were_put_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
