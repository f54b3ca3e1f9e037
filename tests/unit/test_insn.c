#include <fnmatch.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/wasm/index.h"
#include "../../libcore/wasm/insn.h"
#include "dump_writer.h"

static struct wcore_cursor cursor_over(const void *data, size_t size)
{
	return (struct wcore_cursor){ .data = data, .end = size, .path = "t.wasm", .where = "code" };
}

/*
 * Listings by other disassemblers (tests/data/insns/make.py): each line is an
 * offset in hex and the instruction, its name alone or with its immediates.
 */
struct listing {
	struct wcore_file *file;
	const char *pos, *end;
};

static bool listing_next(struct listing *listing, uint64_t *ret_offset, char *text, size_t size)
{
	const char *newline, *space;
	char *behind;

	if (listing->pos == listing->end)
		return false;
	newline = memchr(listing->pos, '\n', (size_t)(listing->end - listing->pos));
	assert_non_null(newline);
	*ret_offset = strtoull(listing->pos, &behind, 16);
	space = behind + 1;
	assert_true(space < newline && (size_t)(newline - space) < size);
	memcpy(text, space, (size_t)(newline - space));
	text[newline - space] = '\0';
	listing->pos = newline + 1;
	return true;
}

static void drop_double_spaces(char *text)
{
	char *to = text;

	for (char *from = text; *from; from++)
		if (from[0] != ' ' || (from[1] != ' ' && from[1] != '\0'))
			*to++ = *from;
	*to = '\0';
}

/* What the other tool prints in its own way: symbolic heap types of blocks, hexadecimal floats. */
static bool same_text(const char *ours, const char *theirs, bool names_only)
{
	static const char *const names[] = { "f32.const", "f64.const", "block", "loop", "if",
					     "try_table", "try" };
	size_t length = strcspn(theirs, " ");
	size_t our_length = strcspn(ours, " ");

	if (length != our_length || strncmp(ours, theirs, length))
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == length && !strncmp(names[i], ours, length))
			return true;
	return names_only || !strcmp(ours, theirs);
}

/* Every instruction of every function; marks the opcodes in seen. */
static size_t compare_listing(const char *wasm, const char *listing_path, bool has_last_end,
			      bool names_only, const struct wcore_opcode **seen, size_t *seen_count)
{
	struct listing listing = { 0 };
	struct wcore_file *file = NULL;
	struct wcore_module *module = NULL;
	const struct wcore_index *index = NULL;
	char text[512], ours[512];
	uint64_t offset;
	size_t count = 0;

	assert_null(wcore_file_open(wasm, NULL, &file));
	assert_null(wcore_file_open(listing_path, NULL, &listing.file));
	listing.pos = (const char *)listing.file->data;
	listing.end = listing.pos + listing.file->size;
	assert_null(wcore_module_open(file, 0, file->size, &module));
	assert_null(wcore_module_index(module, &index));
	/* Constant expressions of globals and the like stand before the code. */
	uint64_t base = 0;
	assert_null(wcore_module_code_base(module, &base));
	do {
		assert_true(listing_next(&listing, &offset, text, sizeof(text)));
	} while (offset < base);
	for (uint32_t i = index->imported_funcs; i < index->func_count; i++) {
		struct wcore_function function;
		struct wcore_cursor cursor;
		struct wcore_insn insn;

		assert_null(wcore_module_function(module, i, &function));
		wcore_insn_cursor(module, &function, &cursor);
		while (wcore_cursor_left(&cursor)) {
			assert_null(wcore_insn_decode(&cursor, &insn));
			assert_int_equal(insn.next, cursor.pos);
			if (seen)
				seen[(*seen_count)++] = insn.op;
			if (insn.next == function.end && !has_last_end) {
				assert_int_equal(insn.op->code, WCORE_OP_END);
				continue;
			}
			drop_double_spaces(text);
			wcore_insn_format(&insn, ours, sizeof(ours));
			if (insn.offset != offset || !same_text(ours, text, names_only))
				fail_msg("%s: 0x%" PRIx64 ": %s, but 0x%" PRIx64 ": %s", wasm,
					 insn.offset, ours, offset, text);
			count++;
			if (!listing_next(&listing, &offset, text, sizeof(text)))
				offset = 0;
		}
	}
	assert_ptr_equal(listing.pos, listing.end);
	wcore_module_close(module);
	wcore_file_close(file);
	wcore_file_close(listing.file);
	return count;
}

static void like_wasm_objdump(void **state)
{
	static const char *const modules[] = {
		"as-trap/main", "wasmer/grove-O0", "traps/traps", "mem-multi/m", "mem-64-c/m",
		"tail-call/m", "multi-c-preload-O0/plug", "deep/deep",
	};
	size_t count = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(modules) / sizeof(*modules); i++) {
		char wasm[100], listing[100], *slash;
		int length = snprintf(listing, sizeof(listing), "tests/data/insns/%s.objdump.gz",
				      modules[i]);

		assert_true(length > 0 && (size_t)length < sizeof(listing));
		slash = strrchr(listing, '/');
		*slash = '-';
		snprintf(wasm, sizeof(wasm), "tests/data/%s.wasm", modules[i]);
		count += compare_listing(wasm, listing, true, true, NULL, NULL);
	}
	assert_true(count > 3400);
}

/* Instructions that wasm-tools cannot assemble from text. */
static const uint32_t not_listed[] = { 0xfe000004 };

static void every_instruction_like_wasm_tools(void **state)
{
	static const struct wcore_opcode *seen[2000];
	size_t seen_count = 0, known = 0;

	(void)state;
	compare_listing("tests/data/insns/all.wasm", "tests/data/insns/all.print.gz", false, false,
			seen, &seen_count);
	for (uint32_t prefix = 0; prefix <= 0xff; prefix++)
		for (uint32_t sub = 0; sub < 0x400; sub++) {
			const struct wcore_opcode *op = wcore_opcode_find(prefix << 24 | sub);
			bool found = false;

			if (!op)
				continue;
			known++;
			assert_int_equal(op->code, prefix << 24 | sub);
			for (size_t i = 0; i < seen_count && !found; i++)
				found = seen[i] == op;
			for (size_t i = 0; i < sizeof(not_listed) / sizeof(*not_listed); i++)
				found = found || op->code == not_listed[i];
			if (!found)
				fail_msg("0x%x %s is in no listing", op->code, op->name);
		}
	assert_int_equal(known, 627);
}

#define CALL WCORE_INSN_CALL
#define TAIL WCORE_INSN_TAIL_CALL
#define BRANCH WCORE_INSN_BRANCH
#define BLOCK WCORE_INSN_BLOCK
#define LOAD WCORE_INSN_LOAD
#define STORE WCORE_INSN_STORE
#define MEMORY WCORE_INSN_MEMORY
#define TABLE WCORE_INSN_TABLE
#define DIV WCORE_INSN_DIV
#define OVERFLOW WCORE_INSN_OVERFLOW
#define TRUNC WCORE_INSN_TRUNC
#define NULL_REF WCORE_INSN_NULL_REF
#define CAST WCORE_INSN_CAST
#define ARRAY WCORE_INSN_ARRAY
#define ATOMIC WCORE_INSN_ATOMIC
#define INDIRECT WCORE_INSN_INDIRECT
#define THROW WCORE_INSN_THROW

/*
 * How instructions trap, by name (the execution chapter, 4.6, of the
 * specification and the proposals' overviews).  The first pattern that matches
 * counts; what matches none cannot trap and does not move control.
 */
static const struct { const char *pattern; uint32_t flags; } traps[] = {
	{ "block", BLOCK }, { "loop", BLOCK }, { "if", BLOCK | BRANCH }, { "else", BRANCH },
	{ "try", BLOCK }, { "try_table", BLOCK }, { "catch", BRANCH }, { "catch_all", BRANCH },
	{ "throw", THROW | BRANCH }, { "rethrow", THROW | BRANCH },
	{ "throw_ref", THROW | BRANCH | NULL_REF },
	{ "br_on_cast_desc*", BRANCH | NULL_REF },
	{ "br", BRANCH }, { "br_*", BRANCH }, { "return", BRANCH },
	{ "call", CALL }, { "call_ref", CALL | NULL_REF },
	{ "call_indirect", CALL | TABLE | INDIRECT },
	{ "return_call", TAIL }, { "return_call_ref", TAIL | NULL_REF },
	{ "return_call_indirect", TAIL | TABLE | INDIRECT },
	{ "suspend", CALL }, { "resume*", CALL | NULL_REF }, { "switch", CALL | NULL_REF },
	{ "cont.*", NULL_REF },
	{ "table.get", TABLE }, { "table.set", TABLE }, { "table.init", TABLE },
	{ "table.copy", TABLE }, { "table.fill", TABLE }, { "table.atomic.*", TABLE },
	{ "global.*", 0 },
	{ "memory.init", MEMORY }, { "memory.copy", MEMORY }, { "memory.fill", MEMORY },
	{ "memory.discard", MEMORY }, { "memory.atomic.*", ATOMIC | LOAD },
	{ "struct.new", 0 }, { "struct.new_default", 0 }, { "struct.*", NULL_REF },
	{ "array.new_data", MEMORY }, { "array.new_elem", TABLE }, { "array.new*", 0 },
	{ "array.len", NULL_REF }, { "array.init_data", NULL_REF | ARRAY | MEMORY },
	{ "array.init_elem", NULL_REF | ARRAY | TABLE }, { "array.*", NULL_REF | ARRAY },
	{ "ref.cast_desc_eq", NULL_REF | CAST }, { "ref.cast", CAST },
	{ "ref.as_non_null", NULL_REF }, { "ref.get_desc", NULL_REF }, { "i31.get_[su]", NULL_REF },
	{ "i??.atomic.load*", ATOMIC | LOAD }, { "i??.atomic.store*", ATOMIC | STORE },
	{ "*.load*", LOAD }, { "*.store*", STORE },
	{ "i??.div_s", DIV | OVERFLOW }, { "i??.div_u", DIV }, { "i??.rem_[su]", DIV },
	{ "i??.trunc_f??_[su]", TRUNC },
};

static uint32_t wanted_flags(const char *name)
{
	if (!fnmatch("i??.atomic.rmw*", name, 0))
		return ATOMIC | LOAD | STORE;
	if (!fnmatch("*.atomic.rmw*", name, 0))
		return *name == 't' ? TABLE : *name == 's' ? NULL_REF :
		       *name == 'a' ? NULL_REF | ARRAY : 0;
	for (size_t i = 0; i < sizeof(traps) / sizeof(*traps); i++)
		if (!fnmatch(traps[i].pattern, name, 0))
			return traps[i].flags;
	return 0;
}

/* Bytes accessed: of the number in the name's last part, or of the type. */
static unsigned wanted_width(const char *name)
{
	static const struct { const char *pattern; unsigned width; } widths[] = {
		{ "v128.load8x8_*", 8 }, { "v128.load16x4_*", 8 }, { "v128.load32x2_*", 8 },
		{ "memory.atomic.wait64", 8 }, { "memory.atomic.*", 4 },
		{ "*load8*", 1 }, { "*store8*", 1 }, { "*rmw8*", 1 },
		{ "*load16*", 2 }, { "*store16*", 2 }, { "*rmw16*", 2 },
		{ "*load32*", 4 }, { "*store32*", 4 }, { "*rmw32*", 4 },
		{ "v128.load64*", 8 }, { "v128.store64*", 8 },
		{ "v128.*", 16 }, { "?32.*", 4 }, { "?64.*", 8 },
	};

	for (size_t i = 0; i < sizeof(widths) / sizeof(*widths); i++)
		if (!fnmatch(widths[i].pattern, name, 0))
			return widths[i].width;
	return 0;
}

static void flags(void **state)
{
	static const uint32_t prefixes[] = { 0, 0xfb, 0xfc, 0xfd, 0xfe };

	(void)state;
	for (size_t p = 0; p < 5; p++)
		for (uint32_t sub = 0; sub < 0x400; sub++) {
			const struct wcore_opcode *op = wcore_opcode_find(prefixes[p] << 24 | sub);
			bool is_access;

			if (!op)
				continue;
			if (op->flags != wanted_flags(op->name))
				fail_msg("%s has flags 0x%x, not 0x%x", op->name, op->flags,
					 wanted_flags(op->name));
			is_access = op->flags & (LOAD | STORE);
			assert_int_equal(op->width, is_access ? wanted_width(op->name) : 0);
		}
}

struct imm_case {
	const char *bytes;
	size_t size;
	const char *name;
	uint64_t imm[4];
	const char *text;
};

#define IMM(bytes, name, text, ...) { bytes, sizeof(bytes) - 1, name, { __VA_ARGS__ }, text }
#define MINUS(n) ((uint64_t)-(int64_t)(n))

static void immediates(void **state)
{
	static const struct imm_case cases[] = {
		IMM("\x00", "unreachable", "unreachable", 0),
		IMM("\x02\x40", "block", "block", MINUS(0x40)),
		IMM("\x03\x7f", "loop", "loop (result i32)", MINUS(1)),
		IMM("\x04\x05", "if", "if (type 5)", 5),
		IMM("\x02\xc0\x00", "block", "block (type 64)", 64),
		IMM("\x02\x70", "block", "block (result funcref)", MINUS(0x10), 0, MINUS(0x10)),
		IMM("\x02\x64\x07", "block", "block (result (ref 7))", MINUS(0x1c), 0, 7),
		IMM("\x02\x63\x6e", "block", "block (result anyref)", MINUS(0x1d), 0, MINUS(0x12)),
		IMM("\x0c\x80\x01", "br", "br 128", 128),
		IMM("\x0e\x02\x01\x00\x03", "br_table", "br_table 1 0 3", 2),
		IMM("\x0e\x11\0\1\2\3\4\5\6\7\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11", "br_table",
		    "br_table 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 ... (18 targets)", 17),
		IMM("\x1f\x7f\x12\2\0\2\1\2\2\2\3\2\4\2\5\2\6\2\7\2\0\2\1\2\2\2\3\2\4\2\5\2\6\2\7"
		    "\2\0\2\1", "try_table",
		    "try_table (result i32) (catch_all 0) (catch_all 1) (catch_all 2) (catch_all 3) "
		    "(catch_all 4) (catch_all 5) (catch_all 6) (catch_all 7) (catch_all 0) "
		    "(catch_all 1) (catch_all 2) (catch_all 3) (catch_all 4) (catch_all 5) "
		    "(catch_all 6) (catch_all 7) ...", MINUS(1), 18),
		IMM("\x10\x92\x80\x80\x80\x00", "call", "call 18", 18),
		IMM("\x11\x03\x00", "call_indirect", "call_indirect (type 3)", 3, 0),
		IMM("\x11\x03\x02", "call_indirect", "call_indirect 2 (type 3)", 3, 2),
		IMM("\x1c\x01\x7c", "select", "select (result f64)", 1),
		IMM("\x1f\x40\x02\x00\x01\x00\x03\x02", "try_table",
		    "try_table (catch 1 0) (catch_all_ref 2)", MINUS(0x40), 2),
		IMM("\x28\x02\x10", "i32.load", "i32.load offset=16", 2, 16),
		IMM("\x28\x00\x00", "i32.load", "i32.load align=1", 0, 0),
		IMM("\x37\x43\x01\x08", "i64.store", "i64.store 1 offset=8", 3, 8, 1),
		IMM("\x29\x03\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "i64.load",
		    "i64.load offset=18446744073709551615", 3, UINT64_MAX),
		IMM("\x3f\x00", "memory.size", "memory.size", 0),
		IMM("\x40\x01", "memory.grow", "memory.grow 1", 1),
		IMM("\x41\x7f", "i32.const", "i32.const -1", MINUS(1)),
		IMM("\x41\x80\x80\x80\x80\x78", "i32.const", "i32.const -2147483648",
		    MINUS(2147483648)),
		IMM("\x42\x80\x80\x80\x80\x80\x80\x80\x80\x80\x7f", "i64.const",
		    "i64.const -9223372036854775808", UINT64_C(1) << 63),
		IMM("\x43\x00\x00\xc0\x3f", "f32.const", "f32.const 1.5", 0x3fc00000),
		IMM("\x43\x00\x00\xc0\xff", "f32.const", "f32.const -nan", 0xffc00000),
		IMM("\x43\x01\x00\x80\x7f", "f32.const", "f32.const nan:0x1", 0x7f800001),
		IMM("\x44\x9a\x99\x99\x99\x99\x99\xb9\x3f", "f64.const",
		    "f64.const 0.10000000000000001", 0x3fb999999999999a),
		IMM("\x44\x00\x00\x00\x00\x00\x00\xf0\xff", "f64.const", "f64.const -inf",
		    0xfff0000000000000),
		IMM("\xd0\x70", "ref.null", "ref.null func", MINUS(0x10)),
		IMM("\xd0\x05", "ref.null", "ref.null 5", 5),
		IMM("\xe3\x04\x02\x00\x01\x02\x01\x03", "resume", "resume 4 (on 1 2) (on 3 switch)",
		    4, 2),
		IMM("\xe4\x04\x05\x00", "resume_throw", "resume_throw 4 5", 4, 5, 0),
		IMM("\xe5\x04\x01\x01\x03", "resume_throw_ref", "resume_throw_ref 4 (on 3 switch)",
		    4, 1),
		IMM("\xfb\x18\x03\x00\x6e\x6d", "br_on_cast", "br_on_cast 0 anyref eqref", 3, 0,
		    MINUS(0x12), MINUS(0x13)),
		IMM("\xfb\x14\x05", "ref.test", "ref.test (ref 5)", 5),
		IMM("\xfb\x17\x05", "ref.cast", "ref.cast (ref null 5)", 5),
		/* A sub-opcode is a LEB128 number, which may be padded. */
		IMM("\xfc\x88\x80\x00\x03\x01", "memory.init", "memory.init 1 3", 3, 1),
		IMM("\xfc\x0a\x00\x00", "memory.copy", "memory.copy", 0, 0),
		IMM("\xfc\x0a\x00\x01", "memory.copy", "memory.copy 0 1", 0, 1),
		IMM("\xfc\x0c\x03\x02", "table.init", "table.init 2 3", 3, 2),
		IMM("\xfd\x0c\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0", "v128.const",
		    "v128.const i32x4 0x00000001 0x00000002 0x00000003 0x00000004",
		    0x0000000200000001, 0x0000000400000003),
		IMM("\xfd\x15\x0f", "i8x16.extract_lane_s", "i8x16.extract_lane_s 15", 15),
		IMM("\xfd\x54\x40\x01\x02\x03", "v128.load8_lane", "v128.load8_lane 1 offset=2 3",
		    0, 2, 1, 3),
		IMM("\xfd\x85\x02", "f32x4.relaxed_madd", "f32x4.relaxed_madd", 0),
		IMM("\xfe\x00\x02\x04", "memory.atomic.notify", "memory.atomic.notify offset=4", 2,
		    4),
		IMM("\xfe\x03\x00", "atomic.fence", "atomic.fence", 0),
		IMM("\xfe\x04", "pause", "pause", 0),
		/* Bit 4 of an atomic access announces an ordering. */
		IMM("\xfe\x10\x12\x01\x04", "i32.atomic.load", "i32.atomic.load offset=4", 2, 4),
		IMM("\xfe\x5c\x01\x02\x03", "struct.atomic.get", "struct.atomic.get acq_rel 2 3", 1,
		    2, 3),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wcore_cursor cursor = cursor_over(cases[i].bytes, cases[i].size);
		struct wcore_insn insn;
		char text[400], small[8];

		assert_null(wcore_insn_decode(&cursor, &insn));
		assert_string_equal(insn.op->name, cases[i].name);
		assert_int_equal(insn.offset, 0);
		assert_int_equal(insn.next, cases[i].size);
		assert_int_equal(cursor.pos, cases[i].size);
		for (size_t k = 0; k < 4; k++)
			assert_true(insn.imm[k] == cases[i].imm[k]);
		assert_string_equal(wcore_insn_format(&insn, text, sizeof(text)), cases[i].text);
		wcore_insn_format(&insn, small, sizeof(small));
		assert_int_equal(strncmp(small, cases[i].text, sizeof(small) - 1), 0);
		assert_true(strlen(small) < sizeof(small));

		/* Each proper prefix is cut. */
		for (size_t size = 0; size < cases[i].size; size++) {
			struct wcore_error *error;

			cursor = cursor_over(cases[i].bytes, size);
			error = wcore_insn_decode(&cursor, &insn);
			assert_int_equal(error->code, WCORE_ERROR_FORMAT);
			assert_int_equal(cursor.pos, 0);
			wcore_error_destroy(error);
		}
	}
}

static void malformed(void **state)
{
	static const struct { const char *bytes; size_t size; const char *what; } cases[] = {
		{ "\x16", 1, "unknown opcode 0x16" },
		{ "\xff", 1, "unknown opcode 0xff" },
		{ "\xc5", 1, "unknown opcode 0xc5" },
		{ "\xfc\x17", 2, "unknown opcode 0xfc 0x17" },
		{ "\xfd\x9a\x01", 3, "unknown opcode 0xfd 0x9a" },
		{ "\xfd\xff\xff\xff\x7f", 5, "unknown opcode 0xfd 0xfffffff" },
		{ "\xfb\x1f", 2, "unknown opcode 0xfb 0x1f" },
		{ "\x02\x80\x7f", 3, "a block type of -128" },
		{ "\x02\x41", 2, "0x41 is no value type" },
		{ "\x0e\x05\x00\x00", 4, "5 branch targets, but 2 bytes are left" },
		{ "\x28\x80\x01\x00", 4, "an alignment of 2^128" },
		{ "\x1f\x40\x01\x04\x00", 5, "a catch clause of kind 4" },
		{ "\xe3\x00\x01\x02\x00", 5, "a handler of kind 2" },
		{ "\xd0\x40", 2, "-64 is no heap type" },
		{ "\x41\xff\xff\xff\xff\x4f", 6, "the LEB128 number passes 32 bits" },
		{ "\x20\x80\x80\x80\x80\x80\x00", 7,
		  "the LEB128 number is longer than a 32-bit one may be" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wcore_cursor cursor = cursor_over(cases[i].bytes, cases[i].size);
		struct wcore_insn insn;
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);

		assert_non_null(error);
		assert_string_equal(error->message, cases[i].what);
		assert_int_equal(cursor.pos, 0);
		wcore_error_destroy(error);
	}
	assert_null(wcore_opcode_find(0x100));
	assert_null(wcore_opcode_find(0xfa000000));
	assert_null(wcore_opcode_find(0xfdffffff));
}

/* (type (func (param i32 i64) (result f32))), then one function with the code. */
static struct wcore_file *module_with(struct dump_writer *w, const char *code, size_t size)
{
	static const char type[] = "\2\x60\2\x7f\x7e\1\x7d\x5f\0";

	writer_init(w);
	writer_section(w, WCORE_SECTION_TYPE);
	writer_bytes(w, type, sizeof(type) - 1);
	writer_end(w);
	writer_section(w, WCORE_SECTION_FUNCTION);
	writer_bytes(w, "\1\0", 2);
	writer_end(w);
	writer_code_begin(w, 1);
	writer_body(w, 0, code, size);
	writer_end(w);
	return writer_file(w, "t.wasm");
}

static void vectors_and_blocks(void **state)
{
	static const char code[] = "\x0e\x02\x05\xac\x02\x07" "\x1c\x02\x7c\x70" "\x02\x00"
				   "\x03\x7e" "\x04\x40" "\x02\x64\x00" "\x02\x01" "\x02\x09";
	static const uint64_t targets[] = { 5, 300, 7 };
	struct dump_writer w;
	struct wcore_file *file = module_with(&w, code, sizeof(code) - 1);
	struct wcore_module *module = NULL;
	struct wcore_function function;
	struct wcore_cursor cursor, items;
	struct wcore_insn insn;
	struct wcore_block_type type;
	struct wcore_valtype single;
	struct wcore_error *error;
	uint64_t item = 0;

	(void)state;
	assert_null(wcore_module_open(file, 0, file->size, &module));
	assert_null(wcore_module_function(module, 0, &function));
	wcore_insn_cursor(module, &function, &cursor);
	assert_null(wcore_insn_decode(&cursor, &insn));
	wcore_insn_vector_cursor(&insn, &items);
	for (uint32_t i = 0; i < 3; i++) {
		uint32_t label = 0;

		assert_null(wcore_insn_vector(module, &insn, i, &item));
		assert_int_equal(item, targets[i]);
		assert_null(wcore_cursor_leb_u32(&items, &label));
		assert_int_equal(label, targets[i]);
	}
	assert_int_equal(wcore_cursor_left(&items), 0);
	error = wcore_insn_vector(module, &insn, 3, &item);
	assert_int_equal(error->code, WCORE_ERROR_FORMAT);
	wcore_error_destroy(error);
	assert_null(wcore_insn_decode(&cursor, &insn));
	assert_null(wcore_insn_vector(module, &insn, 0, &item));
	assert_int_equal(item, WCORE_F64);
	assert_null(wcore_insn_vector(module, &insn, 1, &item));
	assert_int_equal(item, WCORE_REF_NULL);

	assert_null(wcore_insn_decode(&cursor, &insn));	/* block (type 0) */
	assert_true(wcore_insn_block_type(module, &insn, &single, &type));
	assert_int_equal(type.param_count, 2);
	assert_int_equal(type.params[1].code, WCORE_I64);
	assert_int_equal(type.result_count, 1);
	assert_int_equal(type.results[0].code, WCORE_F32);
	assert_null(wcore_insn_decode(&cursor, &insn));	/* loop (result i64) */
	assert_true(wcore_insn_block_type(module, &insn, &single, &type));
	assert_int_equal(type.param_count, 0);
	assert_int_equal(type.result_count, 1);
	assert_int_equal(type.results[0].code, WCORE_I64);
	assert_null(wcore_insn_decode(&cursor, &insn));	/* if */
	assert_true(wcore_insn_block_type(module, &insn, &single, &type));
	assert_int_equal(type.param_count + type.result_count, 0);
	assert_null(wcore_insn_decode(&cursor, &insn));	/* block (result (ref 0)) */
	assert_true(wcore_insn_block_type(module, &insn, &single, &type));
	assert_int_equal(type.results[0].code, WCORE_REF);
	assert_int_equal(type.results[0].heap, 0);
	assert_null(wcore_insn_decode(&cursor, &insn));	/* block (type 1), which is a struct */
	assert_false(wcore_insn_block_type(module, &insn, &single, &type));
	assert_null(wcore_insn_decode(&cursor, &insn));	/* block (type 9), which is not there */
	assert_false(wcore_insn_block_type(module, &insn, &single, &type));
	wcore_module_close(module);
	wcore_file_close(file);
	writer_deinit(&w);
}

static void at_an_offset(void **state)
{
	static const char code[] = "\x41\x80\x01" "\x1a" "\x16" "\x0b";
	struct dump_writer w;
	struct wcore_file *file = module_with(&w, code, sizeof(code) - 1);
	struct wcore_module *module = NULL;
	struct wcore_function function;
	struct wcore_insn insn;
	static const struct { int from_code; int error; const char *name; } cases[] = {
		{ 0, -1, "i32.const" },
		{ 1, WCORE_ERROR_NOT_FOUND, NULL },
		{ 2, WCORE_ERROR_NOT_FOUND, NULL },
		{ 3, -1, "drop" },
		{ 4, WCORE_ERROR_FORMAT, NULL },	/* an unknown opcode */
		{ 5, WCORE_ERROR_FORMAT, NULL },	/* and what is behind it */
		{ -1, WCORE_ERROR_NOT_FOUND, NULL },	/* the local declarations */
	};

	(void)state;
	assert_null(wcore_module_open(file, 0, file->size, &module));
	assert_null(wcore_module_function(module, 0, &function));
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint64_t offset = function.code + (uint64_t)cases[i].from_code;
		struct wcore_error *error = wcore_insn_at(module, &function, offset, &insn);

		assert_int_equal(error ? (int)error->code : -1, cases[i].error);
		if (!error) {
			assert_string_equal(insn.op->name, cases[i].name);
			assert_int_equal(insn.offset, offset);
		}
		wcore_error_destroy(error);
	}
	wcore_module_close(module);
	wcore_file_close(file);
	writer_deinit(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(like_wasm_objdump),
		cmocka_unit_test(every_instruction_like_wasm_tools),
		cmocka_unit_test(flags),
		cmocka_unit_test(immediates),
		cmocka_unit_test(malformed),
		cmocka_unit_test(vectors_and_blocks),
		cmocka_unit_test(at_an_offset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
