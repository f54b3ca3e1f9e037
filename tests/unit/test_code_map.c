#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/analysis/code_map.h"
#include "../../libcore/wasm/insn.h"
#include "dump_writer.h"

/* A function with locals 0 and 1, whose instructions are named by their position. */
struct code {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;
	struct wcore_function function;
	struct wcore_code_map *map;
	uint64_t places[64];
	unsigned count;
};

static struct wcore_error *code_open(struct code *code, const uint8_t *bytes, size_t size)
{
	struct wcore_cursor cursor;
	struct wcore_insn insn;

	*code = (struct code){ 0 };
	writer_init(&code->w);
	writer_functions(&code->w, 1);
	writer_code_begin(&code->w, 1);
	writer_body(&code->w, 2, bytes, size);
	writer_end(&code->w);
	code->file = writer_file(&code->w, "m.wasm");
	assert_null(wcore_module_open(code->file, 0, code->file->size, &code->module));
	assert_null(wcore_module_function(code->module, 0, &code->function));
	wcore_insn_cursor(code->module, &code->function, &cursor);
	while (wcore_cursor_left(&cursor) && code->count < 64) {
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);

		if (error) {
			wcore_error_destroy(error);
			break;
		}
		code->places[code->count++] = insn.offset;
	}
	return wcore_code_map_create(code->module, &code->function, &code->map);
}

static void code_close(struct code *code)
{
	wcore_code_map_destroy(code->map);
	wcore_module_close(code->module);
	wcore_file_close(code->file);
	writer_deinit(&code->w);
}

#define BLOCK 0x02, 0x40
#define LOOP 0x03, 0x40
#define IF 0x04, 0x40
#define ELSE 0x05
#define END 0x0b
#define BR(n) 0x0c, n
#define BR_IF(n) 0x0d, n
#define GET(n) 0x20, n
#define SET(n) 0x21, n
#define TEE(n) 0x22, n
#define CONST 0x41, 0
#define ADD 0x6a
#define NOP 0x01
#define DROP 0x1a
#define E(...) { __VA_ARGS__ }, sizeof((const uint8_t[]){ __VA_ARGS__ })

/* from and to are numbers of instructions. */
static const struct way_case {
	const char *what;
	uint8_t bytes[40];
	size_t size;
	unsigned from, to;
	bool dominates;
	unsigned reach;
	bool keeps_0;
} way_cases[] = {
	{ "straight", E(NOP, NOP, NOP, END), 0, 2, true, 2, true },
	{ "straight, written", E(NOP, CONST, SET(0), NOP, END), 0, 3, true, 3, false },
	{ "written before", E(CONST, SET(0), NOP, NOP, END), 2, 3, true, 3, true },
	{ "written by tee", E(NOP, CONST, TEE(0), DROP, NOP, END), 0, 4, true, 4, false },
	{ "another local", E(NOP, CONST, SET(1), NOP, END), 0, 3, true, 3, true },
	{ "written there, not yet", E(NOP, CONST, SET(0), END), 0, 2, true, 2, true },
	{ "out of a block", E(BLOCK, NOP, END, NOP, END), 1, 3, true, 3, true },
	{ "out of a block that is left before", E(BLOCK, BR(0), NOP, END, NOP, END), 2, 4, false, 4, true },
	{ "out of a block that is left after", E(BLOCK, NOP, CONST, BR_IF(0), NOP, END, NOP, END), 1, 6, true, 6, true },
	{ "conditional before", E(BLOCK, CONST, BR_IF(0), NOP, END, NOP, END), 3, 5, false, 5, true },
	{ "the outer one is left", E(BLOCK, BLOCK, CONST, BR_IF(1), END, NOP, END, NOP, END), 5, 7, false, 7, true },
	{ "the inner one is left", E(BLOCK, BLOCK, CONST, BR_IF(0), END, NOP, END, NOP, END), 5, 7, true, 7, true },
	{ "at the end that is branched to", E(BLOCK, BR(0), END, NOP, END), 2, 3, true, 3, true },
	{ "within an if", E(CONST, IF, NOP, NOP, END, END), 2, 3, true, 3, true },
	{ "out of an if", E(CONST, IF, NOP, END, NOP, END), 2, 4, false, 4, true },
	{ "from then to else", E(CONST, IF, NOP, ELSE, NOP, END, END), 2, 4, false, 4, true },
	{ "within the else", E(CONST, IF, NOP, ELSE, NOP, NOP, END, END), 4, 5, true, 5, true },
	{ "out of the else", E(CONST, IF, NOP, ELSE, NOP, END, NOP, END), 4, 6, false, 6, true },
	{ "into an if", E(NOP, CONST, IF, NOP, END, END), 0, 3, true, 3, true },
	{ "within a loop", E(LOOP, NOP, NOP, CONST, BR_IF(0), END, END), 1, 2, true, 2, true },
	{ "into a loop", E(NOP, LOOP, NOP, CONST, BR_IF(0), END, END), 0, 2, true, 5, true },
	{ "into a loop that writes behind",
	  E(NOP, LOOP, NOP, CONST, SET(0), CONST, BR_IF(0), END, END), 0, 2, true, 7, false },
	{ "into a loop that is not repeated", E(NOP, LOOP, NOP, CONST, SET(0), END, END), 0, 2, true, 2, true },
	{ "into two loops", E(NOP, LOOP, LOOP, NOP, CONST, BR_IF(0), END, CONST, SET(0), CONST, BR_IF(0), END, END),
	  0, 3, true, 11, false },
	{ "within the outer one", E(LOOP, NOP, LOOP, NOP, CONST, BR_IF(0), END, CONST, SET(0), CONST, BR_IF(0), END, END),
	  1, 3, true, 6, true },
	{ "out of a loop", E(LOOP, NOP, CONST, BR_IF(0), END, NOP, END), 1, 5, true, 5, true },
	{ "br_table", E(BLOCK, BLOCK, CONST, 0x0e, 1, 0, 1, END, NOP, END, NOP, END), 5, 7, false, 7, true },
	{ "try_table", E(BLOCK, 0x1f, 0x40, 1, 2, 0, NOP, NOP, END, NOP, END, NOP, END), 3, 7, false, 7, true },
	{ "within a try_table", E(BLOCK, 0x1f, 0x40, 1, 2, 0, NOP, NOP, END, NOP, END, NOP, END), 2, 5, true, 5, true },
	{ "from try to catch", E(0x06, 0x40, NOP, 0x19, NOP, END, NOP, END), 1, 3, false, 3, true },
	{ "out of a try", E(0x06, 0x40, NOP, 0x19, NOP, END, NOP, END), 1, 5, false, 5, true },
};

static void test_ways(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(way_cases) / sizeof(way_cases[0]); i++) {
		const struct way_case *c = &way_cases[i];
		struct code code;
		uint64_t from, to, reach;

		if (code_open(&code, c->bytes, c->size))
			fail_msg("%s: not read", c->what);
		from = code.places[c->from];
		to = code.places[c->to];
		if (wcore_code_map_dominates(code.map, from, to) != c->dominates)
			fail_msg("%s: dominates: %d", c->what, !c->dominates);
		reach = wcore_code_map_reach(code.map, from, to);
		if (reach != code.places[c->reach])
			fail_msg("%s: reaches %llx, not %llx", c->what, (unsigned long long)reach,
				 (unsigned long long)code.places[c->reach]);
		if (wcore_code_map_keeps_local(code.map, from, reach, 0) != c->keeps_0)
			fail_msg("%s: keeps local 0: %d", c->what, !c->keeps_0);
		code_close(&code);
	}
}

static void test_writes(void **state)
{
	static const uint8_t bytes[] = { CONST, SET(0), CONST, SET(0), CONST, TEE(1), DROP, END };
	struct code code;

	(void)state;
	assert_null(code_open(&code, bytes, sizeof(bytes)));
	assert_int_equal(wcore_code_map_count_writes(code.map, 0), 2);
	assert_int_equal(wcore_code_map_count_writes(code.map, 1), 1);
	assert_int_equal(wcore_code_map_count_writes(code.map, 2), 0);
	code_close(&code);
}

/* Whether what local 0 has at from is read later. */
static const struct read_case {
	const char *what;
	uint8_t bytes[24];
	size_t size;
	unsigned from;
	bool is_read;
} read_cases[] = {
	{ "never set", E(NOP, END), 0, true },
	{ "read", E(CONST, SET(0), NOP, GET(0), DROP, END), 2, true },
	{ "not read", E(CONST, SET(0), NOP, GET(1), DROP, END), 2, false },
	{ "read behind the next write only", E(CONST, SET(0), NOP, CONST, SET(0), GET(0), DROP, END), 2, false },
	{ "in place of one that nothing read", E(CONST, SET(0), CONST, SET(0), NOP, GET(0), DROP, END), 4, false },
	{ "a branch between the two", E(BLOCK, CONST, SET(0), CONST, BR_IF(0), CONST, SET(0), NOP, END, GET(0), DROP, END), 7, true },
	{ "read in front of it", E(GET(0), DROP, CONST, SET(0), NOP, END), 4, false },
	{ "the function ends between", E(BLOCK, CONST, SET(0), 0x00, END, GET(0), DROP, END), 3, false },
	{ "returns between", E(BLOCK, CONST, SET(0), 0x0f, END, GET(0), DROP, END), 3, false },
	{ "a branch leads around the end", E(BLOCK, CONST, SET(0), CONST, BR_IF(0), 0x00, END, GET(0), DROP, END), 3, true },
};

static void test_reads(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(read_cases) / sizeof(read_cases[0]); i++) {
		const struct read_case *c = &read_cases[i];
		struct code code;

		if (code_open(&code, c->bytes, c->size))
			fail_msg("%s: not read", c->what);
		if (wcore_code_map_is_read(code.map, code.places[c->from], 0) != c->is_read)
			fail_msg("%s: %d", c->what, !c->is_read);
		code_close(&code);
	}
}

/* Whether an operand, of count in front of the last instruction, was there at from. */
static void test_begins(void **state)
{
	static const uint8_t bytes[] = { CONST, SET(0), CONST, TEE(1), DROP, CONST, SET(1), END };
	struct code code;

	(void)state;
	assert_null(code_open(&code, bytes, sizeof(bytes)));
	assert_false(wcore_code_map_begins(code.map, code.places[0], 0));
	assert_false(wcore_code_map_begins(code.map, code.places[1], 0));
	assert_true(wcore_code_map_begins(code.map, code.places[2], 0));
	assert_false(wcore_code_map_begins(code.map, code.places[2], 1));
	assert_false(wcore_code_map_begins(code.map, code.places[3], 0));
	assert_true(wcore_code_map_begins(code.map, code.places[4], 1));
	assert_false(wcore_code_map_begins(code.map, code.places[5], 1));
	assert_true(wcore_code_map_begins(code.map, code.places[7], 1));
	code_close(&code);
}

static const struct operand_case {
	const char *what;
	uint8_t bytes[24];
	size_t size;
	unsigned from, to;
	uint32_t operand, count;
	bool keeps;
} operand_cases[] = {
	{ "at once", E(CONST, NOP, END), 1, 1, 0, 1, true },
	{ "later", E(CONST, CONST, DROP, DROP, END), 1, 3, 0, 1, true },
	{ "another in its place", E(CONST, DROP, CONST, DROP, END), 1, 3, 0, 1, false },
	{ "above it", E(CONST, CONST, ADD, DROP, END), 1, 2, 0, 2, true },
	{ "the younger one", E(CONST, CONST, ADD, DROP, END), 1, 2, 1, 2, false },
	{ "taken by an operation", E(CONST, CONST, ADD, DROP, END), 1, 3, 0, 1, false },
	{ "taken by tee", E(CONST, TEE(0), DROP, END), 1, 2, 0, 1, false },
	{ "a load above it", E(CONST, CONST, 0x28, 2, 0, DROP, DROP, END), 1, 4, 0, 1, true },
	{ "its own load", E(CONST, 0x28, 2, 0, DROP, END), 1, 2, 0, 1, false },
	{ "a store above it", E(CONST, CONST, CONST, 0x36, 2, 0, DROP, END), 1, 4, 0, 1, true },
	{ "a call of () -> ()", E(CONST, 0x10, 0, DROP, END), 1, 2, 0, 1, true },
	{ "select takes it", E(CONST, CONST, CONST, 0x1b, DROP, END), 1, 4, 0, 1, false },
	{ "no such operand", E(CONST, DROP, END), 1, 1, 1, 1, false },
	{ "over a block", E(CONST, BLOCK, END, DROP, END), 1, 3, 0, 1, false },
};

static void test_operands(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(operand_cases) / sizeof(operand_cases[0]); i++) {
		const struct operand_case *c = &operand_cases[i];
		struct code code;

		if (code_open(&code, c->bytes, c->size))
			fail_msg("%s: not read", c->what);
		if (wcore_code_map_keeps_operand(code.map, code.places[c->from], code.places[c->to],
						 c->operand, c->count) != c->keeps)
			fail_msg("%s: %d", c->what, !c->keeps);
		assert_false(wcore_code_map_keeps_operand(code.map, code.places[c->from] + 1,
							  code.places[c->from], 0, 1));
		code_close(&code);
	}
}

static void test_refused(void **state)
{
	static const struct {
		uint8_t bytes[8];
		size_t size;
	} cases[] = {
		{ E(BLOCK, NOP) },		/* not closed */
		{ E(NOP, END, NOP, END) },	/* more behind the end */
		{ E(BR(5), END) },		/* no such label */
		{ E(0xff, END) },		/* no instruction */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct code code;
		struct wcore_error *error = code_open(&code, cases[i].bytes, cases[i].size);

		assert_non_null(error);
		assert_int_equal(error->code, WCORE_ERROR_FORMAT);
		wcore_error_destroy(error);
		code_close(&code);
	}
}

/* A function of nothing but blocks ends in a limit, not in memory. */
static void test_too_large(void **state)
{
	enum { BLOCKS = 200000 };
	uint8_t *bytes = malloc(BLOCKS * 3 + 1);
	struct wcore_error *error;
	struct code code;

	(void)state;
	assert_non_null(bytes);
	for (size_t i = 0; i < BLOCKS; i++) {
		bytes[3 * i] = 0x02;
		bytes[3 * i + 1] = 0x40;
		bytes[3 * i + 2] = END;
	}
	bytes[3 * BLOCKS] = END;
	error = code_open(&code, bytes, 3 * BLOCKS + 1);
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_LIMIT);
	wcore_error_destroy(error);
	code_close(&code);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ways),
		cmocka_unit_test(test_writes),
		cmocka_unit_test(test_reads),
		cmocka_unit_test(test_begins),
		cmocka_unit_test(test_operands),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
