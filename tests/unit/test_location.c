#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dwarf.h>

#include "../../libcore/debug/location.h"
#include "dump_writer.h"

/*
 * A module with one unit of base types.  Offsets of the types from the unit's
 * header, which stands at 0, so that they are offsets in .debug_info too.
 */
enum { T_I32, T_U8, T_I64, T_U64, T_F32, T_F64, T_I1, T_OLD_I1, T_I16, T_F80, TYPES };

static const struct {
	const char *name;
	uint8_t encoding, size, bits;
} base_types[TYPES] = {
	[T_I32] = { "int", DW_ATE_signed, 4, 32 },
	[T_U8] = { "u8", DW_ATE_unsigned, 1, 8 },
	[T_I64] = { "long long", DW_ATE_signed, 8, 64 },
	[T_U64] = { "u64", DW_ATE_unsigned, 8, 64 },
	[T_F32] = { "float", DW_ATE_float, 4, 32 },
	[T_F64] = { "double", DW_ATE_float, 8, 64 },
	[T_I1] = { "bit", DW_ATE_signed, 1, 1 },
	[T_OLD_I1] = { "DW_ATE_signed_1", DW_ATE_signed, 1, 0 },
	[T_I16] = { "short", DW_ATE_signed, 2, 16 },
	[T_F80] = { "f80", DW_ATE_float, 10, 80 },
};

struct debug {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;
	struct wcore_dwarf *dwarf;
	struct wcore_entries *entries;
	struct wcore_entry root;
	uint8_t types[TYPES];
};

static void debug_open(struct debug *d, uint16_t version)
{
	static const uint8_t abbrevs[] = {
		1, DW_TAG_compile_unit, 1, 0, 0,
		2, DW_TAG_base_type, 0, DW_AT_name, DW_FORM_string, DW_AT_encoding, DW_FORM_data1,
		DW_AT_byte_size, DW_FORM_data1, DW_AT_bit_size, DW_FORM_data1, 0, 0,
		0,
	};
	struct dump_writer info;

	writer_init_raw(&info);
	writer_u16(&info, version);
	if (version >= 5) {
		writer_u8(&info, DW_UT_compile);
		writer_u8(&info, 4);
		writer_u32(&info, 0);
	} else {
		writer_u32(&info, 0);
		writer_u8(&info, 4);
	}
	writer_u8(&info, 1);
	for (int i = 0; i < TYPES; i++) {
		d->types[i] = (uint8_t)(info.size + 4);
		writer_u8(&info, 2);
		writer_bytes(&info, base_types[i].name, strlen(base_types[i].name) + 1);
		writer_u8(&info, base_types[i].encoding);
		writer_u8(&info, base_types[i].size);
		writer_u8(&info, base_types[i].bits);
	}
	writer_u8(&info, 0);
	writer_init(&d->w);
	writer_functions(&d->w, 1);
	writer_code_begin(&d->w, 1);
	writer_body(&d->w, 0, "\x0b", 1);
	writer_end(&d->w);
	writer_custom(&d->w, ".debug_abbrev");
	writer_bytes(&d->w, abbrevs, sizeof(abbrevs));
	writer_end(&d->w);
	writer_custom(&d->w, ".debug_info");
	writer_u32(&d->w, (uint32_t)info.size);
	writer_bytes(&d->w, info.data, info.size);
	writer_end(&d->w);
	/* Addresses from 0: GNU's form, without a header. */
	writer_custom(&d->w, ".debug_addr");
	writer_u32(&d->w, 0x2000);
	writer_u32(&d->w, 0xffffffff);
	writer_u32(&d->w, 12);
	writer_end(&d->w);
	writer_deinit(&info);
	d->file = writer_file(&d->w, "m.wasm");
	assert_null(wcore_module_open(d->file, 0, d->file->size, &d->module));
	assert_null(wcore_dwarf_open(d->module, d->module, &d->dwarf));
	assert_null(wcore_entries_open(d->dwarf, &d->entries));
	assert_true(wcore_entries_unit(d->entries, 0, &d->root));
}

static void debug_close(struct debug *d)
{
	wcore_entries_close(d->entries);
	wcore_dwarf_close(d->dwarf);
	wcore_module_close(d->module);
	wcore_file_close(d->file);
	writer_deinit(&d->w);
}

static struct wcore_location_value known(enum wcore_location_trust trust, uint64_t bits, uint8_t size)
{
	return (struct wcore_location_value){ .trust = trust, .bits = bits, .size = size };
}

static struct wcore_location_value wasm(void *context, unsigned kind, uint32_t index)
{
	(void)context;
	if (kind == 1 || kind == 3)
		return known(WCORE_LOCATION_RECORDED, 0x8000 + index, 4);
	if (kind == 2)
		return known(WCORE_LOCATION_RECONSTRUCTED, 7 + index, 4);
	switch (index) {
	case 0:
		return known(WCORE_LOCATION_RECORDED, 0x1000, 4);
	case 1:
		return known(WCORE_LOCATION_RECONSTRUCTED, 0xfffffffe, 4);
	case 2:
		return known(WCORE_LOCATION_RECORDED, UINT64_C(0x100000005), 8);
	case 4:
		return known(WCORE_LOCATION_SPECULATIVE, 0x3fc00000, 4);	/* 1.5f */
	case 5:
		return known(WCORE_LOCATION_RECORDED, UINT64_C(0x4004000000000000), 8);	/* 2.5 */
	case 6:
		return (struct wcore_location_value){ .trust = WCORE_LOCATION_RECORDED, .bits = 1, .high = 2,
						      .size = 16 };
	case 7:
		return known(WCORE_LOCATION_RECORDED, 0xfffffff6, 4);	/* -10 */
	default:
		return (struct wcore_location_value){ .why = "local 3 is not known" };
	}
}

static struct wcore_location_value wasm_entry(void *context, unsigned kind, uint32_t index)
{
	(void)context;
	return kind == 0 ? known(WCORE_LOCATION_RECORDED, 100 + index, 4)
			 : (struct wcore_location_value){ .why = "not at the entry" };
}

/* The byte at an address is its low byte; nothing is known from 0x9000. */
static struct wcore_location_value memory(void *context, uint64_t address, unsigned size)
{
	uint64_t bits = 0;

	(void)context;
	if (address >= 0x9000)
		return (struct wcore_location_value){ .why = "not in the dump" };
	for (unsigned i = 0; i < size; i++)
		bits |= (uint64_t)(uint8_t)(address + i) << (8 * i);
	return known(WCORE_LOCATION_RECORDED, bits, (uint8_t)size);
}

static struct wcore_location_value tls(void *context, uint64_t offset)
{
	(void)context;
	return known(WCORE_LOCATION_RECORDED, 0x700 + offset, 4);
}

static struct wcore_location_context context_of(const struct debug *d)
{
	return (struct wcore_location_context){
		.address_size = 4, .unit = d->root.unit, .entries = d->entries,
		.wasm = wasm, .wasm_entry = wasm_entry, .memory = memory, .tls = tls,
		.has_object = true, .object = 0x3000,
		.frame_base = { "\xed\x00\x00\x9f", 4 },
	};
}

static const char trust_letters[] = "?srRC";

static void describe_piece(char *text, size_t size, const struct wcore_piece *piece)
{
	char kind = "mvbp-"[piece->kind];
	int n = snprintf(text, size, "%c", kind);

	text += n;
	size -= (size_t)n;
	if (piece->kind == WCORE_PIECE_NONE)
		n = snprintf(text, size, "%s", piece->is_optimized_out ? "gone" : piece->value.why);
	else if (piece->kind == WCORE_PIECE_BYTES)
		n = snprintf(text, size, "%.*s", (int)piece->bytes.size, piece->bytes.data);
	else if (piece->kind == WCORE_PIECE_POINTER)
		n = snprintf(text, size, "%llu%+lld", (unsigned long long)piece->entry.offset,
			     (long long)piece->offset);
	else if (piece->kind == WCORE_PIECE_MEMORY)
		n = snprintf(text, size, "%c%#llx%s", trust_letters[piece->value.trust],
			     (unsigned long long)piece->value.bits, piece->is_ambiguous ? "?" : "");
	else
		n = snprintf(text, size, "%c%#llx/%u", trust_letters[piece->value.trust],
			     (unsigned long long)piece->value.bits, piece->value.size);
	text += n;
	size -= (size_t)n;
	if (piece->value.high)
		n = snprintf(text, size, ",%#llx", (unsigned long long)piece->value.high);
	else
		n = 0;
	text += n;
	size -= (size_t)n;
	if (piece->bit_size)
		n = snprintf(text, size, ":%llu", (unsigned long long)piece->bit_size);
	else
		n = 0;
	if (piece->bit_offset)
		snprintf(text + n, size - (size_t)n, "+%llu", (unsigned long long)piece->bit_offset);
}

/*
 * Kinds m(emory) v(alue) b(ytes) p(ointer) -(none); trust C(onstant) R(ecorded)
 * r(econstructed) s(peculative); "/4" is the size.
 */
static void describe(char *text, size_t size, const struct wcore_location *location)
{
	*text = '\0';
	if (location->error) {
		snprintf(text, size, "!");
		return;
	}
	for (unsigned i = 0; i < location->count; i++) {
		size_t used = strlen(text);

		if (i)
			text[used++] = ' ';
		describe_piece(text + used, size - used, &location->pieces[i]);
	}
}

#define W0 0xed, 0, 0
#define W1 0xed, 0, 1
#define W2 0xed, 0, 2
#define W3 0xed, 0, 3
#define W4 0xed, 0, 4
#define W5 0xed, 0, 5
#define W6 0xed, 0, 6
#define W7 0xed, 0, 7
#define SV DW_OP_stack_value
#define L(n) (DW_OP_lit0 + (n))

/* The bytes of an expression and their number. */
#define E(...) sizeof((const uint8_t[]){ __VA_ARGS__ }), { __VA_ARGS__ }

static const struct plain_case {
	const char *what;
	uint8_t size;
	uint8_t bytes[20];
	const char *expected;
} plain_cases[] = {
	{ "empty", 0, { 0 }, "-gone" },
	/* What clang, rustc and zig write for variables. */
	{ "value in a local", E(W0, SV), "vR0x1000/4" },
	{ "object behind a local", E(W0), "mR0x1000" },
	{ "value in a global", E(0xed, 1, 2, SV), "vR0x8002/4" },
	{ "relocatable global", E(0xed, 3, 1, 0, 0, 0, SV), "vR0x8001/4" },
	{ "operand", E(0xed, 2, 1, SV), "vr0x8/4" },
	{ "long index", E(0xed, 0, 0x81, 0, SV), "vr0xfffffffe/4" },
	{ "i64", E(W2, SV), "vR0x100000005/8" },
	{ "v128", E(W6, SV), "vR0x1/16,0x2" },
	{ "unknown local", E(W3, SV), "-local 3 is not known" },
	{ "unknown address", E(W3), "-local 3 is not known" },
	{ "unknown sum", E(W3, DW_OP_plus_uconst, 4, SV), "-local 3 is not known" },
	{ "speculative", E(W4, SV), "vs0x3fc00000/4" },
	{ "unknown kind", E(0xed, 4, 0, SV), "!" },
	{ "at an offset", E(W0, DW_OP_plus_uconst, 8), "mR0x1008" },
	{ "i64 as an address of 4 bytes", E(W2), "mR0x5" },
	{ "fbreg", E(DW_OP_fbreg, 12), "mR0x100c" },
	{ "fbreg below", E(DW_OP_fbreg, 0x74), "mR0xff4" },
	{ "fbreg as a value", E(DW_OP_fbreg, 12, SV), "vR0x100c/4" },
	{ "fbreg behind a pointer", E(DW_OP_fbreg, 12, DW_OP_deref), "mR0xf0e0d0c" },
	{ "static", E(DW_OP_addr, 0, 4, 0, 0), "mC0x400" },
	{ "static that was left out", E(DW_OP_addr, 0, 0, 0, 0), "-gone" },
	{ "static at a tombstone", E(DW_OP_addr, 0xff, 0xff, 0xff, 0xff), "-gone" },
	{ "member of one", E(DW_OP_addr, 0xff, 0xff, 0xff, 0xff, DW_OP_plus_uconst, 8), "-gone" },
	{ "array by index", E(W0, DW_OP_addr, 0, 4, 0, 0, DW_OP_plus), "mR0x1400" },
	{ "indexed address", E(DW_OP_addrx, 0), "mC0x2000" },
	{ "GNU indexed address", E(0xfb, 0), "mC0x2000" },
	{ "indexed tombstone", E(DW_OP_addrx, 1), "-gone" },
	{ "no such index", E(DW_OP_addrx, 3), "!" },
	{ "thread-local", E(DW_OP_const4u, 8, 0, 0, 0, 0xe0), "mR0x708" },
	{ "thread-local of DWARF 5", E(DW_OP_constx, 2, DW_OP_form_tls_address), "mR0x70c" },
	{ "implicit value", E(DW_OP_implicit_value, 3, 'a', 'b', 'c'), "babc" },
	{ "implicit value cut", E(DW_OP_implicit_value, 3, 'a', 'b'), "!" },
	{ "implicit pointer", E(DW_OP_implicit_pointer, 12, 0, 0, 0, 0x7c), "p12-4" },
	{ "implicit pointer to nowhere", E(DW_OP_implicit_pointer, 0xff, 9, 0, 0, 4), "!" },
	{ "object", E(DW_OP_push_object_address, SV), "vC0x3000/0" },
	{ "frame address", E(DW_OP_call_frame_cfa), "-WebAssembly has no canonical frame address" },
	/* Pieces. */
	{ "two values", E(W0, SV, DW_OP_piece, 4, W1, SV, DW_OP_piece, 4), "vR0x1000/4:32 vr0xfffffffe/4:32" },
	{ "a hole", E(W0, SV, DW_OP_piece, 4, DW_OP_piece, 2, L(3), DW_OP_stack_value, DW_OP_piece, 2),
	  "vR0x1000/4:32 -gone:16 vC0x3/0:16" },
	{ "memory and hole", E(DW_OP_fbreg, 4, DW_OP_piece, 4, DW_OP_piece, 8), "mR0x1004:32 -gone:64" },
	{ "unknown piece", E(W3, SV, DW_OP_piece, 4, DW_OP_piece, 4), "-local 3 is not known:32 -gone:32" },
	{ "bits", E(W0, SV, DW_OP_bit_piece, 3, 5), "vR0x1000/4:3+5" },
	{ "bytes and pointer", E(DW_OP_implicit_value, 1, 'x', DW_OP_piece, 1, 0xf2, 12, 0, 0, 0, 0, DW_OP_piece), "!" },
	{ "bytes, pointer", E(DW_OP_implicit_value, 1, 'x', DW_OP_piece, 1, 0xf2, 12, 0, 0, 0, 0, DW_OP_piece, 4), "bx:8 p12+0:32" },
	{ "empty piece", E(DW_OP_piece, 0), "!" },
	{ "more behind pieces", E(W0, SV, DW_OP_piece, 4, L(1), SV), "!" },
	{ "more behind a value", E(W0, SV, L(1)), "!" },
	{ "value of nothing", E(SV), "-its location takes more from the stack than is there" },
	/* Constants. */
	{ "lit", E(L(31), SV), "vC0x1f/0" },
	{ "const1u", E(DW_OP_const1u, 0xff, SV), "vC0xff/0" },
	{ "const1s", E(DW_OP_const1s, 0xff, SV), "vC0xffffffffffffffff/0" },
	{ "const2u", E(DW_OP_const2u, 0xff, 0xfe, SV), "vC0xfeff/0" },
	{ "const2s", E(DW_OP_const2s, 0xff, 0xfe, SV), "vC0xfffffffffffffeff/0" },
	{ "const4u", E(DW_OP_const4u, 1, 2, 3, 0x84, SV), "vC0x84030201/0" },
	{ "const4s", E(DW_OP_const4s, 1, 2, 3, 0x84, SV), "vC0xffffffff84030201/0" },
	{ "const8u", E(DW_OP_const8u, 1, 2, 3, 4, 5, 6, 7, 0x88, SV), "vC0x8807060504030201/0" },
	{ "constu", E(DW_OP_constu, 0x80, 1, SV), "vC0x80/0" },
	{ "consts", E(DW_OP_consts, 0x7f, SV), "vC0xffffffffffffffff/0" },
	{ "cut", E(DW_OP_const2u, 1), "!" },
	/* The stack. */
	{ "dup", E(L(3), DW_OP_dup, DW_OP_mul, SV), "vC0x9/0" },
	{ "drop", E(L(3), L(4), DW_OP_drop, SV), "vC0x3/0" },
	{ "over", E(L(9), L(4), DW_OP_over, DW_OP_minus, SV), "vC0xfffffffffffffffb/0" },
	{ "pick", E(L(9), L(4), L(2), DW_OP_pick, 2, SV), "vC0x9/0" },
	{ "pick too deep", E(L(9), DW_OP_pick, 1, SV), "!" },
	{ "swap", E(L(9), L(4), DW_OP_swap, DW_OP_minus, SV), "vC0xfffffffffffffffb/0" },
	/* DWARF 5, 2.5.1.3: the top goes third, the other two move up. */
	{ "rot", E(L(1), L(2), L(3), DW_OP_rot, DW_OP_minus, SV), "vC0xffffffffffffffff/0" },
	{ "underflow", E(L(1), DW_OP_plus, SV), "!" },
	{ "nop", E(L(1), DW_OP_nop, SV), "vC0x1/0" },
	/* Memory. */
	{ "deref", E(W0, DW_OP_deref, SV), "vR0x3020100/4" },
	{ "deref_size", E(W0, DW_OP_deref_size, 2, SV), "vR0x100/4" },
	{ "deref_size 8", E(W0, DW_OP_deref_size, 8, SV), "vR0x706050403020100/8" },
	{ "deref_size 9", E(W0, DW_OP_deref_size, 9, SV), "!" },
	{ "deref of what is not there", E(0xed, 1, 0x80, 0x20, DW_OP_deref, SV), "-not in the dump" },
	{ "deref of unknown", E(W3, DW_OP_deref, SV), "-local 3 is not known" },
	/* Arithmetic: in the width of what was read. */
	{ "and", E(W1, DW_OP_constu, 0xff, 1, DW_OP_and, SV), "vr0xfe/8" },
	{ "or", E(W0, L(1), DW_OP_or, SV), "vR0x1001/4" },
	{ "xor", E(W0, L(1), DW_OP_xor, SV), "vR0x1001/4" },
	{ "not by xor", E(W0, L(0), DW_OP_not, DW_OP_xor, DW_OP_constu, 0xff, 0x01, DW_OP_and, SV), "vR0xff/8" },
	{ "not", E(W0, DW_OP_not, SV), "vR0xffffefff/4" },
	{ "neg", E(W0, DW_OP_neg, SV), "vR0xfffff000/4" },
	{ "abs", E(W7, DW_OP_abs, SV), "vR0xa/4" },
	{ "minus", E(W0, L(1), DW_OP_minus, SV), "vR0xfff/4" },
	{ "i64 minus", E(W2, L(6), DW_OP_minus, SV), "vR0xffffffff/8" },
	{ "worst trust", E(W0, W1, DW_OP_minus, SV), "vr0xffffffff00001002/4" },
	{ "div is signed", E(W7, L(2), DW_OP_div, SV), "vR0xfffffffb/4" },
	{ "div of i64", E(W2, L(2), DW_OP_div, SV), "vR0x80000002/8" },
	{ "div by zero", E(W0, L(0), DW_OP_div, SV), "!" },
	{ "mod", E(W0, L(3), DW_OP_mod, SV), "vR0x1/4" },
	{ "mod of a negative number", E(W7, L(3), DW_OP_mod, SV),
	  "-the width of the arithmetic in its location is not known" },
	{ "mod by zero", E(W0, L(0), DW_OP_mod, SV), "!" },
	{ "shl", E(W0, L(4), DW_OP_shl, SV), "vR0x10000/4" },
	{ "shr", E(W7, L(4), DW_OP_shr, SV), "vR0xfffffff/4" },
	{ "shra", E(W7, L(1), DW_OP_shra, SV), "vR0xfffffffb/4" },
	{ "shl by too much", E(L(1), DW_OP_const1u, 64, DW_OP_shl, SV), "vC0/0" },
	{ "mask of 32 bits", E(W7, L(1), DW_OP_constu, 32, DW_OP_shl, L(1), DW_OP_minus, DW_OP_and, SV),
	  "vR0xfffffff6/8" },
	{ "lt is signed", E(W7, L(2), DW_OP_lt, SV), "vR0x1/0" },
	{ "gt", E(W7, L(2), DW_OP_gt, SV), "vR0/0" },
	{ "eq", E(W0, W0, DW_OP_eq, SV), "vR0x1/0" },
	{ "ne", E(W0, W1, DW_OP_ne, SV), "vr0x1/0" },
	{ "le", E(W2, L(2), DW_OP_le, SV), "vR0/0" },
	{ "ge", E(W2, L(2), DW_OP_ge, SV), "vR0x1/0" },
	{ "an i32 and an i64", E(W7, W2, DW_OP_div, SV),
	  "-the width of the arithmetic in its location is not known" },
	{ "constants of an open width", E(DW_OP_const1s, 0xff, L(1), DW_OP_shr, SV),
	  "-the width of the arithmetic in its location is not known" },
	{ "v128 in arithmetic", E(W6, DW_OP_neg, SV), "!" },
	{ "v128 as an address", E(W6), "-its address is not known" },
	/* Order. */
	{ "skip", E(L(1), DW_OP_skip, 1, 0, L(2), SV), "vC0x1/0" },
	{ "bra", E(L(1), L(1), DW_OP_bra, 1, 0, L(2), SV), "vC0x1/0" },
	{ "bra not taken", E(L(1), L(0), DW_OP_bra, 1, 0, L(2), SV), "vC0x2/0" },
	/* 5 times 3, added up: i and the sum are swapped each round. */
	{ "a loop that ends",
	  E(L(0), L(5), DW_OP_swap, L(3), DW_OP_plus, DW_OP_swap, L(1), DW_OP_minus, DW_OP_dup,
	    DW_OP_bra, 0xf6, 0xff, DW_OP_drop, SV), "vC0xf/0" },
	{ "a loop without end", E(L(0), DW_OP_skip, 0xfd, 0xff), "!" },
	{ "before the start", E(L(0), DW_OP_skip, 0xfb, 0xff), "!" },
	{ "behind the end", E(L(0), DW_OP_skip, 1, 0), "!" },
	{ "to the end", E(L(0), SV, DW_OP_skip, 0, 0), "!" },
	{ "on an unknown condition", E(L(1), W3, DW_OP_bra, 1, 0, L(2), SV), "!" },
	{ "a full stack", E(DW_OP_lit0, DW_OP_skip, 0xfc, 0xff), "!" },
	/* Entry values. */
	{ "entry value", E(DW_OP_entry_value, 3, W1, SV), "vR0x65/4" },
	{ "GNU entry value", E(0xf3, 3, W1, SV), "vR0x65/4" },
	{ "entry value of an operand", E(DW_OP_entry_value, 3, 0xed, 2, 0, SV), "-not at the entry" },
	{ "memory at the entry", E(DW_OP_entry_value, 4, W1, DW_OP_deref, SV),
	  "-its location needs memory that is not known" },
	{ "frame base at the entry", E(DW_OP_entry_value, 2, DW_OP_fbreg, 4, SV), "!" },
	{ "nested", E(DW_OP_entry_value, 5, DW_OP_entry_value, 3, W1, SV), "!" },
	{ "entry value cut", E(DW_OP_entry_value, 9, 0xed, 0), "!" },
	{ "entry value of nothing", E(DW_OP_entry_value, 0, SV), "!" },
	{ "entry value in pieces", E(DW_OP_entry_value, 5, W1, DW_OP_piece, 4, SV), "!" },
	/* What is no WebAssembly, or no business of ours. */
	{ "register", E(DW_OP_reg3), "!" },
	{ "register and offset", E(DW_OP_breg3, 4), "!" },
	{ "regx", E(DW_OP_regx, 3), "!" },
	{ "call", E(DW_OP_call2, 3, 0), "!" },
	{ "address space", E(L(1), L(2), DW_OP_xderef), "!" },
	{ "not initialized", E(W0, 0xf0), "!" },
	{ "unknown", E(0xff), "!" },
	{ "reserved", E(0x00), "!" },
};

static void check(const struct wcore_location_context *context, const char *what, const uint8_t *bytes,
		  size_t size, const char *expected)
{
	struct wcore_location location;
	char text[512];

	/* Nothing behind the expression may be read. */
	char *copy = malloc(size ? size : 1);

	assert_non_null(copy);
	memcpy(copy, bytes, size);
	wcore_location_evaluate(context, (struct wcore_string){ copy, size }, &location);
	describe(text, sizeof(text), &location);
	if (strcmp(text, expected) != 0)
		fail_msg("%s: %s, expected %s (%s)", what, text, expected,
			 location.error ? location.error : "no error");
	assert_true(location.count >= 1);
	assert_true(!location.error || location.pieces[0].value.why == location.error);
	free(copy);
}

static void test_plain(void **state)
{
	struct debug d;
	struct wcore_location_context context;

	(void)state;
	debug_open(&d, 4);
	context = context_of(&d);
	for (size_t i = 0; i < sizeof(plain_cases) / sizeof(plain_cases[0]); i++) {
		const struct plain_case *c = &plain_cases[i];

		check(&context, c->what, c->bytes, c->size, c->expected);
	}
	debug_close(&d);
}

/* Conversions between types: a is what the local holds, t the types it goes through. */
static const struct typed_case {
	const char *what;
	uint8_t local;
	int types[3];		/* -1: none, -2: back to generic */
	const char *expected;
} typed_cases[] = {
	{ "to a byte", 7, { T_U8, -1, -1 }, "vR0xf6/1" },
	{ "sign extension", 7, { T_I32, T_I64, -1 }, "vR0xfffffffffffffff6/8" },
	{ "zero extension", 7, { T_I32, T_U8, T_I64 }, "vR0xf6/8" },
	{ "of a bit", 0, { T_U8, T_I1, T_I32 }, "vR0/4" },
	{ "of a set bit", 4, { T_I16, -1, -1 }, "vs0/2" },
	{ "negative bit", 2, { T_I1, T_I32, -1 }, "vR0xffffffff/4" },
	{ "LLVM's name of a bit", 2, { T_OLD_I1, T_I32, -1 }, "vR0xffffffff/4" },
	{ "an open extension", 7, { T_I64, -1, -1 }, "-the width of the arithmetic in its location is not known" },
	{ "a settled extension", 0, { T_I64, -1, -1 }, "vR0x1000/8" },
	{ "an i64 as it is", 2, { T_U64, -1, -1 }, "vR0x100000005/8" },
	{ "to a float", 7, { T_I32, T_F32, -1 }, "vR0xc1200000/4" },
	{ "to a double", 7, { T_I32, T_F64, -1 }, "vR0xc024000000000000/8" },
	{ "and back", 7, { T_I32, T_F64, T_I16 }, "vR0xfff6/2" },
	{ "does not fit", 2, { T_U64, T_F64, T_U8 }, "-its location converts a number that does not fit" },
	{ "back to generic", 7, { T_I16, -2, -1 }, "vR0xfffffff6/4" },
	{ "f80", 7, { T_F80, -1, -1 }, "!" },
	{ "unknown", 3, { T_I32, T_F64, -1 }, "-local 3 is not known" },
};

static void test_conversions(void **state)
{
	static const uint8_t opcodes[] = { DW_OP_convert, 0xf7 };
	struct debug d;

	(void)state;
	debug_open(&d, 5);
	struct wcore_location_context context = context_of(&d);

	for (size_t i = 0; i < 2 * sizeof(typed_cases) / sizeof(typed_cases[0]); i++) {
		const struct typed_case *c = &typed_cases[i / 2];
		uint8_t bytes[16] = { 0xed, 0, c->local };
		size_t size = 3;

		for (int t = 0; t < 3 && c->types[t] != -1; t++) {
			bytes[size++] = opcodes[i % 2];
			bytes[size++] = c->types[t] < 0 ? 0 : d.types[c->types[t]];
		}
		bytes[size++] = SV;
		check(&context, c->what, bytes, size, c->expected);
	}
	debug_close(&d);
}

static void test_typed_operations(void **state)
{
	struct debug d;

	(void)state;
	debug_open(&d, 5);
	struct wcore_location_context context = context_of(&d);
	uint8_t f32 = d.types[T_F32], f64 = d.types[T_F64], i32 = d.types[T_I32], u8 = d.types[T_U8];
	uint8_t u64 = d.types[T_U64];
	const struct plain_case cases[] = {
		{ "float product", E(W4, DW_OP_reinterpret, f32, DW_OP_dup, DW_OP_mul, SV), "vs0x40100000/4" },
		{ "double sum", E(W5, DW_OP_reinterpret, f64, DW_OP_dup, DW_OP_plus, SV), "vR0x4014000000000000/8" },
		{ "double neg", E(W5, 0xf9, f64, DW_OP_neg, SV), "vR0xc004000000000000/8" },
		{ "double to float", E(W5, 0xf9, f64, DW_OP_convert, f32, SV), "vR0x40200000/4" },
		{ "comparison of doubles", E(W5, 0xf9, f64, DW_OP_dup, DW_OP_lt, SV), "vR0/0" },
		{ "other size", E(W5, 0xf9, f32, SV), "!" },
		{ "bits of a float", E(W4, 0xf9, f32, DW_OP_dup, DW_OP_and, SV), "!" },
		{ "float as an address", E(W4, 0xf9, f32), "-its address is not known" },
		{ "signed division", E(W7, DW_OP_convert, i32, DW_OP_const_type, i32, 4, 3, 0, 0, 0, DW_OP_div), "mR0xfffffffd" },
		{ "unsigned shift", E(W7, DW_OP_convert, u8, 0xf4, u8, 1, 4, DW_OP_shr), "mR0xf" },
		{ "mixed types", E(W7, DW_OP_convert, u8, W0, DW_OP_plus), "!" },
		/* As LLVM writes constants: -10 as a byte is 246. */
		{ "generic constant", E(W7, DW_OP_convert, u8, L(1), DW_OP_plus, SV), "vR0xf7/1" },
		{ "generic constant of another size", E(W7, DW_OP_convert, u8, DW_OP_consts, 0x7f, DW_OP_xor, SV),
		  "vR0x9/1" },
		{ "generic constant in front", E(L(1), W7, DW_OP_convert, i32, DW_OP_minus, SV), "vR0xb/4" },
		{ "generic constant and a float", E(W5, 0xf9, f64, L(1), DW_OP_plus), "!" },
		{ "constant of another size", E(DW_OP_const_type, i32, 2, 1, 0), "!" },
		{ "typed load", E(W0, DW_OP_deref_type, 8, u64, SV), "vR0x706050403020100/8" },
		{ "GNU typed load", E(W0, 0xf6, 4, i32, SV), "vR0x3020100/4" },
		{ "load of another size", E(W0, DW_OP_deref_type, 4, u64, SV), "!" },
		{ "no such type", E(W0, DW_OP_convert, 3, SV), "!" },
		{ "register", E(DW_OP_regval_type, 3, i32), "!" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		check(&context, cases[i].what, cases[i].bytes, cases[i].size, cases[i].expected);
	}
	debug_close(&d);
}

/* DWARF before 4 does not tell a value in a local from an address in one. */
static void test_old_versions(void **state)
{
	static const struct plain_case cases[] = {
		{ "alone", E(W0), "mR0x1000?" },
		{ "i64", E(W2), "mR0x100000005?" },
		{ "in pieces", E(W0, DW_OP_piece, 4, W1, DW_OP_piece, 4), "mR0x1000?:32 mr0xfffffffe?:32" },
		{ "calculated", E(W0, DW_OP_plus_uconst, 4), "mR0x1004" },
		{ "frame base", E(DW_OP_fbreg, 4), "mR0x1004" },
	};

	(void)state;
	for (uint16_t version = 2; version < 4; version++) {
		struct debug d;

		debug_open(&d, version);
		struct wcore_location_context context = context_of(&d);

		context.frame_base = (struct wcore_string){ "\xed\x00\x00", 3 };
		for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
			check(&context, cases[i].what, cases[i].bytes, cases[i].size, cases[i].expected);
		debug_close(&d);
	}
}

static void test_wide_addresses(void **state)
{
	struct debug d;

	(void)state;
	debug_open(&d, 4);
	struct wcore_location_context context = context_of(&d);
	static const struct plain_case cases[] = {
		{ "i64 as an address", E(W2), "mR0x100000005" },
		{ "i32 as an address", E(W0), "-its address is not known" },
		{ "deref", E(W2, DW_OP_deref, SV), "-not in the dump" },
	};

	context.address_size = 8;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&context, cases[i].what, cases[i].bytes, cases[i].size, cases[i].expected);
	debug_close(&d);
}

static void test_frame_bases(void **state)
{
	static const struct {
		const char *what, *bytes;
		size_t size;
		const char *expected;
	} cases[] = {
		{ "none", NULL, 0, "-its function has no frame base" },
		{ "unknown", "\xed\x00\x03\x9f", 4, "-local 3 is not known" },
		{ "global", "\xed\x03\x00\x00\x00\x00\x9f", 7, "mR0x8004" },
		{ "itself", "\x91\x00", 2, "!" },
		{ "broken", "\xed\x00", 2, "!" },
		{ "a piece", "\xed\x00\x00\x93\x04", 5, "!" },
		{ "nothing", "\x96", 1, "!" },
	};
	static const uint8_t fbreg[] = { DW_OP_fbreg, 4 };
	struct debug d;

	(void)state;
	debug_open(&d, 4);
	struct wcore_location_context context = context_of(&d);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		context.frame_base = (struct wcore_string){ cases[i].bytes, cases[i].size };
		check(&context, cases[i].what, fbreg, sizeof(fbreg), cases[i].expected);
	}
	debug_close(&d);
}

static void test_numbers(void **state)
{
	struct debug d;
	struct wcore_location_value value;

	(void)state;
	debug_open(&d, 4);
	struct wcore_location_context context = context_of(&d);

	/* A member's place: the object's address is there to begin with. */
	value = wcore_location_number(&context, (struct wcore_string){ "\x23\x08", 2 });
	assert_int_equal(value.trust, WCORE_LOCATION_CONSTANT);
	assert_int_equal(value.bits, 0x3008);
	context.has_object = false;
	value = wcore_location_number(&context, (struct wcore_string){ "\x23\x08", 2 });
	assert_int_equal(value.trust, WCORE_LOCATION_UNKNOWN);
	assert_non_null(value.why);
	value = wcore_location_number(&context, (struct wcore_string){ "\xed\x00\x01\x94\x04", 5 });
	assert_int_equal(value.trust, WCORE_LOCATION_UNKNOWN);
	assert_string_equal(value.why, "not in the dump");
	value = wcore_location_number(&context, (struct wcore_string){ "\xed\x00\x00\x94\x01\x9f", 6 });
	assert_int_equal(value.trust, WCORE_LOCATION_RECORDED);
	assert_int_equal(value.bits, 0);
	debug_close(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_conversions),
		cmocka_unit_test(test_typed_operations),
		cmocka_unit_test(test_old_versions),
		cmocka_unit_test(test_wide_addresses),
		cmocka_unit_test(test_frame_bases),
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
