/* Line programs written by hand, by DWARF 5, 6.2. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "../../libcore/debug/line.h"
#include "dwarf_writer.h"

/* How a program's header is written. */
struct header {
	uint8_t version, offset_size, min_instruction, max_operations;
	int8_t line_base;
	uint8_t line_range, opcode_base;
	uint8_t lengths[16];
};

#define LENGTHS { 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1 }

static const struct header usual = { 4, 4, 1, 1, -5, 14, 13, LENGTHS };

static void write_offset(struct dump_writer *w, const struct header *header, uint64_t value)
{
	if (header->offset_size == 8)
		writer_u64(w, value);
	else
		writer_u32(w, (uint32_t)value);
}

/* Two files: "a.c" in directory 0, "b.h" in the directory "inc". */
static void write_tables(struct dump_writer *w, const struct header *header)
{
	static const uint8_t old[] = "inc\0" "\0" "a.c\0\0\0\0" "b.h\0\1\0\0" ;
	/* Formats: path as string; then path as string and directory as udata. */
	static const uint8_t new[] = "\1\1\x08\2/src\0inc\0" "\2\1\x08\2\x0f\3a.c\0\0a.c\0\0b.h\0\1";

	if (header->version >= 5)
		writer_bytes(w, new, sizeof(new) - 1);
	else
		writer_bytes(w, old, sizeof(old));
}

static void write_program(struct dump_writer *w, const struct header *header, const void *opcodes,
			  size_t size)
{
	struct dump_writer inner, tables;
	unsigned count = header->opcode_base ? header->opcode_base - 1u : 0;

	writer_init_raw(&tables);
	writer_u8(&tables, header->min_instruction);
	if (header->version >= 4)
		writer_u8(&tables, header->max_operations);
	writer_u8(&tables, 1);
	writer_u8(&tables, (uint8_t)header->line_base);
	writer_u8(&tables, header->line_range);
	writer_u8(&tables, header->opcode_base);
	writer_bytes(&tables, header->lengths, count);
	write_tables(&tables, header);

	writer_init_raw(&inner);
	writer_u16(&inner, header->version);
	if (header->version >= 5)
		writer_u16(&inner, 4);	/* address size, and no segment selectors */
	write_offset(&inner, header, tables.size);
	writer_bytes(&inner, tables.data, tables.size);
	writer_bytes(&inner, opcodes, size);
	if (header->offset_size == 8)
		writer_u32(w, 0xffffffff);
	write_offset(w, header, inner.size);
	writer_bytes(w, inner.data, inner.size);
	writer_deinit(&tables);
	writer_deinit(&inner);
}

#define OPCODES(...) (const uint8_t[]){ __VA_ARGS__ }, sizeof((const uint8_t[]){ __VA_ARGS__ })
#define SET(address) 0, 5, 2, (address) & 0xff, (address) >> 8 & 0xff, (address) >> 16 & 0xff, \
		     (address) >> 24 & 0xff
#define SET8_MINUS_ONE 0, 9, 2, 255, 255, 255, 255, 255, 255, 255, 255
#define ADVANCE(n) 2, (n)
#define LINE(n) 3, (n)
#define FIXED(n) 9, (n), 0
#define COPY 1
#define END 0, 1, 1

struct expected { uint64_t address; unsigned line, column; const char *file; };

/* The function is [103, 203). */
static const struct program {
	const char *what;
	struct header header;
	const uint8_t *opcodes;
	size_t size;
	struct expected expected[4];	/* ended by address 0; line 0: no row */
} programs[] = {
	{ "plain", { 4, 4, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(103), 5, 7, COPY, ADVANCE(10), LINE(4), COPY, ADVANCE(90), END),
	  { { 103, 1, 7, "/src/a.c" }, { 112, 1, 7, "/src/a.c" }, { 113, 5, 7, "/src/a.c" },
	    { 202, 5, 7, "/src/a.c" } } },
	{ "version 2", { 2, 4, 1, 1, -5, 14, 10, { 0, 1, 1, 1, 1, 0, 0, 0, 1 } },
	  OPCODES(SET(103), 4, 2, COPY, ADVANCE(100), END), { { 110, 1, 0, "/src/inc/b.h" } } },
	{ "version 5: files count from 0", { 5, 4, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(103), 4, 0, COPY, ADVANCE(10), 4, 2, COPY, ADVANCE(90), END),
	  { { 110, 1, 0, "/src/a.c" }, { 113, 1, 0, "/src/inc/b.h" } } },
	{ "64-bit version 4", { 4, 8, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(103), COPY, ADVANCE(100), END), { { 110, 1, 0, "/src/a.c" } } },
	{ "64-bit version 5", { 5, 8, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(103), 4, 2, COPY, ADVANCE(100), END), { { 110, 1, 0, "/src/inc/b.h" } } },
	{ "the last of rows at one address", { 4, 4, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(103), COPY, LINE(3), COPY, LINE(2), COPY, ADVANCE(100), END),
	  { { 103, 6, 0, "/src/a.c" } } },
	{ "special opcodes, also with const_add_pc and fixed_advance_pc",
	  { 4, 4, 1, 1, -5, 14, 13, LENGTHS },
	  /* 13 + 5 + 2 + 14 * 1: a byte on, two lines on; 255: (255 - 13) / 14 is 17 */
	  OPCODES(SET(103), COPY, 34, 8, COPY, FIXED(10), 20, ADVANCE(72), END),
	  { { 104, 3, 0, "/src/a.c" }, { 121, 3, 0, "/src/a.c" }, { 131, 5, 0, "/src/a.c" },
	    { 130, 3, 0, "/src/a.c" } } },
	{ "instructions of four bytes", { 4, 4, 4, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(103), COPY, ADVANCE(5), LINE(1), COPY, ADVANCE(20), END),
	  { { 122, 1, 0, "/src/a.c" }, { 123, 2, 0, "/src/a.c" } } },
	{ "four operations an instruction", { 4, 4, 1, 4, -5, 14, 13, LENGTHS },
	  OPCODES(SET(103), COPY, ADVANCE(41), LINE(1), COPY, ADVANCE(0x87), 2, 2, ADVANCE(98),
		  END),
	  { { 112, 1, 0, "/src/a.c" }, { 113, 2, 0, "/src/a.c" } } },
	{ "an opcode of another name", { 4, 4, 1, 1, -5, 14, 14,
					  { 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 2 } },
	  OPCODES(SET(103), 13, 0x81, 1, 7, COPY, ADVANCE(100), END), { { 110, 1, 0, "/src/a.c" } } },
	{ "a standard opcode with other operands", { 4, 4, 1, 1, -5, 14, 13,
						      { 0, 1, 1, 1, 1, 0, 0, 0, 2, 0, 0, 1 } },
	  OPCODES(SET(103), 9, 0x81, 1, 5, COPY, ADVANCE(100), END), { { 110, 1, 0, "/src/a.c" } } },
	{ "dead code at 0 over it", { 4, 4, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(0), LINE(8), COPY, ADVANCE(103), COPY, ADVANCE(100), END, SET(103), COPY,
		  ADVANCE(100), END), { { 110, 1, 0, "/src/a.c" } } },
	{ "dead code alone", { 4, 4, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(0), COPY, ADVANCE(103), COPY, ADVANCE(100), END), { { 110, 0, 0, NULL } } },
	{ "a tombstone of 32 bits", { 4, 4, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(0xffffffff), COPY, ADVANCE(100), COPY, ADVANCE(120), END),
	  { { 110, 0, 0, NULL }, { 180, 0, 0, NULL } } },
	{ "a tombstone of 64 bits that wraps", { 4, 4, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET8_MINUS_ONE, ADVANCE(104), COPY, ADVANCE(100), END), { { 110, 0, 0, NULL } } },
	{ "no end", { 4, 4, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(103), COPY, ADVANCE(100), COPY), { { 110, 0, 0, NULL } } },
	{ "back within a sequence", { 4, 4, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(103), COPY, SET(150), COPY, SET(120), COPY, SET(203), END),
	  { { 110, 0, 0, NULL }, { 130, 0, 0, NULL } } },
	{ "advance by nearly 2^64", { 4, 4, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(104), COPY, 2, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, COPY,
		  ADVANCE(100), END), { { 110, 0, 0, NULL } } },
	{ "line range 0", { 4, 4, 1, 1, -5, 0, 13, LENGTHS },
	  OPCODES(SET(103), COPY, 200, ADVANCE(100), END), { { 110, 0, 0, NULL } } },
	{ "instructions of no bytes", { 4, 4, 0, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(103), COPY, ADVANCE(100), COPY, SET(203), END), { { 110, 1, 0, "/src/a.c" } } },
	{ "an extended opcode that passes the end", { 4, 4, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(103), COPY, 0, 100, 2, END), { { 110, 0, 0, NULL } } },
	{ "a row that began in the function before", { 4, 4, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(50), COPY, ADVANCE(100), LINE(1), COPY, ADVANCE(53), END),
	  { { 120, 0, 0, NULL }, { 150, 2, 0, "/src/a.c" } } },
	{ "the sequence that is the function", { 4, 4, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(103), LINE(8), COPY, ADVANCE(50), END, SET(103), COPY, ADVANCE(100), END),
	  { { 110, 1, 0, "/src/a.c" } } },
	{ "line 0", { 4, 4, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(103), LINE(0x7f), COPY, ADVANCE(100), END), { { 110, 0, 0, "/src/a.c" } } },
	{ "no such file", { 4, 4, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(103), 4, 77, COPY, ADVANCE(100), END), { { 110, 0, 0, NULL } } },
	{ "version 6", { 6, 4, 1, 1, -5, 14, 13, LENGTHS },
	  OPCODES(SET(103), COPY, ADVANCE(100), END), { { 110, 0, 0, NULL } } },
};

static void expect_program(const struct program *program)
{
	struct dwarf_fixture fixture;
	struct dump_writer bytes;
	struct dwarf_writer w;

	dwarf_writer_init(&w);
	dwarf_writer_unit(&w);
	dwarf_writer_function(&w, "f", SECOND_LOW, SECOND_HIGH);
	writer_u8(&w.info, 0);
	dwarf_writer_unit_end(&w, 0);
	write_program(&w.line, &program->header, program->opcodes, program->size);
	dwarf_writer_open(&w, &fixture, &bytes);
	for (const struct expected *at = program->expected;
	     at < program->expected + 4 && at->address; at++) {
		struct wcore_sites sites = dwarf_fixture_find(&fixture, fixture.base + at->address);

		assert_int_equal(sites.count, 1);
		const struct wcore_site *site = &sites.items[0];

		if (site->line != at->line || site->column != at->column ||
		    (at->file ? !wcore_string_is(site->file, at->file) : site->file.data != NULL))
			fail_msg("%s: at %u: %.*s:%u:%u, not %s:%u:%u", program->what,
				 (unsigned)at->address, (int)site->file.size,
				 site->file.data ? site->file.data : "", site->line, site->column,
				 at->file ? at->file : "", at->line, at->column);
	}
	dwarf_fixture_close(&fixture);
	writer_deinit(&bytes);
}

static void rows_are_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		expect_program(&programs[i]);
}

/* Every prefix of a program is read without a fault, and gives no line without its end. */
static void cut_programs_give_nothing(void **state)
{
	static const uint8_t opcodes[] = { SET(103), 5, 7, COPY, ADVANCE(10), LINE(4), COPY, 34, 8,
					   FIXED(3), COPY, ADVANCE(0x80), 0, END };

	(void)state;
	for (size_t size = 0; size < sizeof(opcodes); size++) {
		struct program program = { "cut", usual, opcodes, size, { { 105, 0, 0, NULL } } };

		expect_program(&program);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_found),
		cmocka_unit_test(cut_programs_give_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
