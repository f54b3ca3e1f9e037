#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ssa_fixture.h"

enum { NOP = 0x01, DROP = 0x1a };

static struct wcore_error *create_at(struct ssa_fixture *fixture, uint64_t offset,
				     struct wcore_ssa **ret)
{
	return wcore_ssa_create(fixture->module, &fixture->function, offset, ret);
}

static size_t put_immediates(uint8_t *at, enum wcore_imm imm)
{
	size_t size;

	switch (imm) {
	case WCORE_IMM_NONE: size = 0; break;
	case WCORE_IMM_INDEX2: case WCORE_IMM_MEMARG: case WCORE_IMM_ORDER_INDEX: size = 2; break;
	case WCORE_IMM_MEMARG_LANE: case WCORE_IMM_ORDER_INDEX2: size = 3; break;
	case WCORE_IMM_F32: size = 4; break;
	case WCORE_IMM_F64: size = 8; break;
	case WCORE_IMM_V128: size = 16; break;
	default: size = 1;
	}
	memset(at, 0, size);
	if (imm == WCORE_IMM_HEAP)
		*at = 0x70;
	return size;
}

/* With exactly the operands that it takes, and a nop behind it where what it gave is counted. */
static size_t put_case(uint8_t *code, uint32_t opcode, enum wcore_imm imm, unsigned pops)
{
	size_t size = 0;

	for (unsigned i = 0; i < pops; i++) {
		code[size++] = WCORE_OP_I32_CONST;
		code[size++] = 1;
	}
	if (opcode > 0xff) {
		code[size++] = (uint8_t)(opcode >> 24);
		code[size++] = (uint8_t)(0x80 | (opcode & 0x7f));
		code[size++] = (uint8_t)((opcode & 0xffffff) >> 7);
	} else {
		code[size++] = (uint8_t)opcode;
	}
	size += put_immediates(code + size, imm);
	code[size++] = NOP;
	return size;
}

/* 0xffffffff for an error. */
static uint32_t given(uint32_t opcode, enum wcore_imm imm, unsigned pops)
{
	struct ssa_fixture fixture;
	struct wcore_ssa *ssa;
	uint8_t code[128];
	size_t size = put_case(code, opcode, imm, pops);
	struct wcore_error *error;
	uint32_t count = UINT32_MAX;

	code[size] = 0x00;
	code[size + 1] = WCORE_OP_END;
	ssa_fixture_make(&fixture, code, size + 2);
	error = create_at(&fixture, fixture.function.code + size - 1, &ssa);
	if (error) {
		assert_int_equal(error->code, WCORE_ERROR_FORMAT);
		wcore_error_destroy(error);
	} else {
		count = wcore_ssa_operand_count(ssa);
		wcore_ssa_destroy(ssa);
	}
	ssa_fixture_close(&fixture);
	return count;
}

static void test_effects(void **state)
{
	FILE *in = fopen("tests/data/ssa/arity.txt", "r");
	unsigned code, pops, pushes, count = 0;
	char line[128], name[64];
	(void)state;

	assert_non_null(in);
	while (fgets(line, sizeof(line), in)) {
		const struct wcore_opcode *op;

		if (sscanf(line, "%x %63s %u %u", &code, name, &pops, &pushes) != 4)
			continue;
		op = wcore_opcode_find(code);
		assert_non_null(op);
		assert_string_equal(op->name, name);
		if (given(code, op->imm, pops) != pushes)
			fail_msg("%s does not take %u and give %u", name, pops, pushes);
		if (pops > 0 && given(code, op->imm, pops - 1) != UINT32_MAX)
			fail_msg("%s takes %u", name, pops - 1);
		count++;
	}
	fclose(in);
	assert_true(count > 500);
}

/* Stacks that do not fit, and what is not there: no state is better than a wrong one. */
static void test_invalid(void **state)
{
	static const struct { const char *what, *code; size_t size; int at, error; } list[] = {
#define CODE(bytes) bytes, sizeof(bytes) - 1
		{ "below the block", CODE("\x41\x01\x02\x40\x1a\x01\x0b\x00\x0b"), 5, WCORE_ERROR_FORMAT },
		{ "a block that leaves something", CODE("\x02\x40\x41\x01\x0b\x01\x0b"), 5, WCORE_ERROR_FORMAT },
		{ "a loop that leaves something", CODE("\x03\x40\x41\x01\x0b\x01\x0b"), 5, WCORE_ERROR_FORMAT },
		{ "a then that leaves something", CODE("\x41\x01\x04\x40\x41\x01\x05\x0b\x01\x0b"), 8, WCORE_ERROR_FORMAT },
		{ "an if without else with a result", CODE("\x41\x01\x04\x7f\x41\x01\x0b\x01\x0b"), 7, WCORE_ERROR_FORMAT },
		{ "else of a block", CODE("\x02\x40\x05\x0b\x01\x0b"), 4, WCORE_ERROR_FORMAT },
		{ "two elses", CODE("\x41\x01\x04\x40\x05\x05\x0b\x01\x0b"), 7, WCORE_ERROR_FORMAT },
		{ "catch of a block", CODE("\x02\x40\x19\x0b\x01\x0b"), 4, WCORE_ERROR_FORMAT },
		{ "an unknown tag", CODE("\x06\x40\x07\x05\x0b\x01\x0b"), 5, WCORE_ERROR_FORMAT },
		{ "a label that is not there", CODE("\x0c\x05\x01\x0b"), 2, WCORE_ERROR_FORMAT },
		{ "a label of br_table", CODE("\x41\x00\x0e\x01\x00\x05\x01\x0b"), 6, WCORE_ERROR_FORMAT },
		{ "a local that is not there", CODE("\x20\x02\x1a\x01\x0b"), 3, WCORE_ERROR_FORMAT },
		{ "a global that is not there", CODE("\x41\x01\x24\x01\x01\x0b"), 4, WCORE_ERROR_FORMAT },
		{ "a function that is not there", CODE("\x10\x01\x01\x0b"), 2, WCORE_ERROR_FORMAT },
		{ "a type that is not there", CODE("\x02\x05\x0b\x01\x0b"), 3, WCORE_ERROR_FORMAT },
		{ "an unknown opcode", CODE("\x27\x01\x0b"), 1, WCORE_ERROR_FORMAT },
		{ "continuations", CODE("\xd0\x70\xe3\x00\x00\x01\x0b"), 5, WCORE_ERROR_FORMAT },
		{ "no struct type", CODE("\xfb\x00\x00\x01\x0b"), 3, WCORE_ERROR_FORMAT },
		{ "cut in a loop", CODE("\x03\x40\x01\x01"), 2, WCORE_ERROR_FORMAT },
		{ "inside an instruction", CODE("\x41\x01\x1a\x0b"), 1, WCORE_ERROR_NOT_FOUND },
		{ "dead code", CODE("\x0f\x01\x0b"), 1, WCORE_ERROR_NOT_FOUND },
		{ "dead code in a dead block", CODE("\x0f\x02\x40\x03\x40\x01\x0b\x0b\x0b"), 5, WCORE_ERROR_NOT_FOUND },
		{ "behind a block that is never left", CODE("\x02\x40\x03\x40\x0c\x00\x0b\x0b\x01\x0b"), 8, WCORE_ERROR_NOT_FOUND },
		{ "an end", CODE("\x02\x40\x0b\x0b"), 2, WCORE_ERROR_NOT_FOUND },
		{ "behind the function", CODE("\x0b"), 5, WCORE_ERROR_NOT_FOUND },
#undef CODE
	};
	(void)state;

	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		struct ssa_fixture fixture;
		struct wcore_ssa *ssa;
		struct wcore_error *error;

		print_message("%s\n", list[i].what);
		ssa_fixture_make(&fixture, (const uint8_t *)list[i].code, list[i].size);
		error = create_at(&fixture, fixture.function.code + (uint64_t)list[i].at, &ssa);
		assert_non_null(error);
		assert_int_equal(error->code, list[i].error);
		wcore_error_destroy(error);
		ssa_fixture_close(&fixture);
	}
}

/* What stands behind the instruction does not matter when no loop leads back. */
static void test_behind(void **state)
{
	struct ssa_fixture fixture;
	struct wcore_ssa *ssa;
	(void)state;

	ssa_fixture_make(&fixture, (const uint8_t *)"\x01\x27\x1a", 3);
	assert_null(create_at(&fixture, fixture.function.code, &ssa));
	wcore_ssa_destroy(ssa);
	ssa_fixture_close(&fixture);
}

static void test_entry(void **state)
{
	struct ssa_fixture fixture;
	struct wcore_ssa *ssa;
	char *text;
	(void)state;

	ssa_fixture_make(&fixture, (const uint8_t *)"\x27", 1);
	assert_null(create_at(&fixture, fixture.function.body, &ssa));
	assert_null(wcore_ssa_insn(ssa));
	assert_int_equal(wcore_ssa_operand_count(ssa), 0);
	text = ssa_text(ssa, wcore_ssa_local(ssa, 0));
	assert_string_equal(text, "param0");
	free(text);
	assert_int_equal(wcore_ssa_node(ssa, wcore_ssa_local(ssa, 1))->kind, WCORE_SSA_INITIAL);
	assert_int_equal(wcore_ssa_node(ssa, wcore_ssa_local(ssa, 1))->type, WCORE_I32);
	assert_int_equal(wcore_ssa_local(ssa, 2), WCORE_SSA_NONE);
	assert_int_equal(wcore_ssa_node(ssa, wcore_ssa_global(ssa, 0))->kind, WCORE_SSA_GLOBAL);
	wcore_ssa_destroy(ssa);
	ssa_fixture_close(&fixture);
}

/* Code of many blocks: head, count times body, then tails, then nop, end. */
static const struct hostile_case {
	const char *what;
	const char *open, *close;
	size_t open_size, close_size;
	uint32_t count;
	const char *local0, *local1;	/* NULL: LIMIT is fine, too */
} hostile[] = {
#define CODE(open, close) open, close, sizeof(open) - 1, sizeof(close) - 1
	{ "blocks in blocks", CODE("\x02\x40", "\x0b"), 100000, "param0", "zero" },
	{ "loops in loops", CODE("\x03\x40", "\x20\x00\x0d\x00\x0b"), 50000, NULL, "zero" },
	{ "loops in loops that set", CODE("\x03\x40\x20\x00\x21\x01", "\x20\x00\x0d\x00\x0b"), 50000, NULL,
	  "param0" },
	{ "loops behind loops", CODE("\x03\x40\x20\x00\x21\x01\x20\x00\x0d\x00\x0b", ""), 50000, "param0",
	  "param0" },
	{ "ifs in ifs", CODE("\x20\x00\x04\x40", "\x0b"), 100000, NULL, "zero" },
	{ "an if behind the other",
	  CODE("\x20\x00\x04\x40\x41\x01\x21\x01\x05\x41\x02\x21\x01\x0b", ""), 100000, "param0", NULL },
	{ "an if behind the other that sets little",
	  CODE("\x20\x01\x04\x40\x41\x00\x21\x00\x0b", ""), 100000, NULL, "zero" },
	{ "branches out of one block", CODE("\x20\x00\x0d\x00", ""), 100000, "param0", "zero" },
	{ "trys in trys", CODE("\x06\x40", "\x19\x41\x00\x21\x00\x0b"), 30000, NULL, "zero" },
	{ "sums of sums", CODE("\x20\x01\x20\x01\x6a\x21\x01", ""), 60000, "param0", NULL },
	{ "calls", CODE("\x20\x00\x10\x00", ""), 100000, "param0", "zero" },
#undef CODE
};

static bool count(void *context, uint32_t event)
{
	(void)event;
	++*(uint32_t *)context;
	return true;
}

static void check_hostile(const struct hostile_case *item)
{
	size_t size = item->count * (item->open_size + item->close_size) + 8, at = 0;
	uint8_t *code = malloc(size);
	struct ssa_fixture fixture;
	struct wcore_ssa *ssa;
	struct wcore_error *error;
	uint64_t bits;
	uint32_t events = 0, node;

	assert_non_null(code);
	code[at++] = 0x02;
	code[at++] = 0x40;
	for (uint32_t i = 0; i < item->count; i++, at += item->open_size)
		memcpy(code + at, item->open, item->open_size);
	for (uint32_t i = 0; i < item->count; i++, at += item->close_size)
		memcpy(code + at, item->close, item->close_size);
	code[at++] = WCORE_OP_END;
	code[at++] = NOP;
	code[at++] = WCORE_OP_END;
	ssa_fixture_make(&fixture, code, at);
	error = create_at(&fixture, fixture.function.code + at - 2, &ssa);
	if (error) {
		assert_true(!item->local0 || !item->local1);
		assert_int_equal(error->code, WCORE_ERROR_LIMIT);
		wcore_error_destroy(error);
	}
	for (uint32_t i = 0; i < 2 && !error; i++) {
		const char *expect = i ? item->local1 : item->local0;
		char *text = ssa_text(ssa, wcore_ssa_local(ssa, i));

		if (expect)
			assert_string_equal(text, expect);
		free(text);
	}
	for (uint32_t i = 0; !error && wcore_ssa_fact(ssa, i, &node, &bits); i++)
		events++;
	if (!error) {
		wcore_ssa_between(ssa, WCORE_SSA_NONE, count, &events);
		wcore_ssa_destroy(ssa);
	}
	ssa_fixture_close(&fixture);
	free(code);
}

static void test_hostile(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		print_message("%s\n", hostile[i].what);
		check_hostile(&hostile[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_effects), cmocka_unit_test(test_invalid),
		cmocka_unit_test(test_behind),	cmocka_unit_test(test_entry),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests_name("ssa build", tests, NULL, NULL);
}
