/*
 * Random nests of blocks and loops in which nothing that is set comes to the end: a local is there what
 * it was at the function's entry, whatever PHIs stand for it on the way.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ssa_fixture.h"

enum { PROGRAMS = 20000, PARTS = 24, DEPTH = 6, SIZE = 4096 };

static uint64_t seed = 1;

static uint32_t pick(uint32_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(seed >> 33) % below;
}

struct writer {
	uint8_t bytes[SIZE];
	size_t size;
	uint32_t depth, left;
};

static void put(struct writer *writer, uint8_t first, uint8_t second)
{
	writer->bytes[writer->size++] = first;
	writer->bytes[writer->size++] = second;
}

/* block: local.get 1, br_if 0, i32.const 9, local.set 0, return: set, but not on a way that goes on. */
static void put_leaving(struct writer *writer)
{
	put(writer, 0x02, 0x40);
	put(writer, 0x20, 1);
	put(writer, 0x0d, 0);
	put(writer, 0x41, 9);
	put(writer, 0x21, 0);
	put(writer, 0x0f, 0x0b);
}

static void put_parts(struct writer *writer)
{
	uint32_t count = 1 + pick(4);

	for (uint32_t i = 0; i < count && writer->left > 0; i++) {
		writer->left--;
		switch (pick(5)) {
		case 0:
			put_leaving(writer);
			break;
		case 1:
			if (writer->depth == 0)
				break;
			put(writer, 0x20, 1);
			put(writer, 0x0d, (uint8_t)pick(writer->depth));
			break;
		default:
			if (writer->depth == DEPTH)
				break;
			put(writer, (uint8_t)(0x02 + pick(2)), 0x40);
			writer->depth++;
			put_parts(writer);
			writer->depth--;
			writer->bytes[writer->size++] = 0x0b;
			break;
		}
	}
}

static void check_program(void)
{
	struct writer writer = { .left = PARTS };
	struct ssa_fixture fixture;
	struct wcore_ssa *ssa;
	struct wcore_error *error;
	size_t stop;

	put_parts(&writer);
	stop = writer.size;
	put(&writer, 0x01, 0x0b);	/* nop, end */
	ssa_fixture_make(&fixture, writer.bytes, writer.size);
	error = wcore_ssa_create(fixture.module, &fixture.function,
				 fixture.function.end - writer.size + stop, &ssa);
	if (error) {	/* no way leads there */
		wcore_error_destroy(error);
	} else {
		const struct wcore_ssa_node *node = wcore_ssa_node(ssa, wcore_ssa_local(ssa, 0));

		assert_int_equal(node->kind, WCORE_SSA_PARAM);
		assert_int_equal(node->index, 0);
		wcore_ssa_destroy(ssa);
	}
	ssa_fixture_close(&fixture);
}

static void test_minimal(void **state)
{
	(void)state;
	for (unsigned i = 0; i < PROGRAMS; i++)
		check_program();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_minimal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
