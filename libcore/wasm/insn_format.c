/* What a disassembler prints of an instruction: declared in insn.h. */
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "insn.h"

/* Items of a list beyond these are left out, visibly. */
#define TARGETS_SHOWN 16

#define OP_MEMORY_INIT 0xfc000008u
#define OP_MEMORY_COPY 0xfc00000au
#define OP_TABLE_INIT 0xfc00000cu
#define OP_TABLE_COPY 0xfc00000eu

struct out {
	char *text;
	size_t size, used;
};

static void put(struct out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(struct out *out, const char *format, ...)
{
	va_list args;
	int length;

	if (out->used >= out->size)
		return;
	va_start(args, format);
	length = vsnprintf(out->text + out->used, out->size - out->used, format, args);
	va_end(args);
	if (length > 0)
		out->used += (size_t)length;
}

/* As the text format has it (6.3.2): NaNs keep their payload. */
static void put_float(struct out *out, double value, bool is_negative, uint64_t payload,
		      uint64_t canonical, int digits)
{
	if (isnan(value) && payload == canonical)
		put(out, " %snan", is_negative ? "-" : "");
	else if (isnan(value))
		put(out, " %snan:0x%" PRIx64, is_negative ? "-" : "", payload);
	else if (isinf(value))
		put(out, " %sinf", is_negative ? "-" : "");
	else
		put(out, " %.*g", digits, value);
}

static void put_f32(struct out *out, uint32_t bits)
{
	float value;

	memcpy(&value, &bits, sizeof(value));
	put_float(out, (double)value, bits >> 31, bits & 0x7fffff, 0x400000, 9);
}

static void put_f64(struct out *out, uint64_t bits)
{
	double value;

	memcpy(&value, &bits, sizeof(value));
	put_float(out, value, bits >> 63, bits & ((UINT64_C(1) << 52) - 1), UINT64_C(1) << 51, 17);
}

static void put_v128(struct out *out, const struct wcore_insn *insn)
{
	const uint8_t *bytes = insn->data + insn->next - 16;
	bool is_shuffle = !strcmp(insn->op->name, "i8x16.shuffle");
	uint32_t word;

	if (is_shuffle) {
		for (unsigned i = 0; i < 16; i++)
			put(out, " %u", bytes[i]);
		return;
	}
	put(out, " i32x4");
	for (unsigned i = 0; i < 16; i += 4) {
		word = (uint32_t)bytes[i] | (uint32_t)bytes[i + 1] << 8 |
		       (uint32_t)bytes[i + 2] << 16 | (uint32_t)bytes[i + 3] << 24;
		put(out, " 0x%08x", word);
	}
}

static void put_block(struct out *out, const struct wcore_insn *insn)
{
	int64_t code = (int64_t)insn->imm[0];
	char buffer[WCORE_VALTYPE_NAME_SIZE];
	struct wcore_valtype type;
	struct wcore_cursor cursor = {
		.data = insn->data, .pos = insn->offset + 1, .end = insn->next,
	};
	struct wcore_error *error;

	if (code >= 0) {
		put(out, " (type %" PRId64 ")", code);
		return;
	}
	if (code == -0x40)
		return;
	error = wcore_valtype_read(&cursor, &type);
	if (!error)
		put(out, " (result %s)", wcore_valtype_name(type, buffer));
	wcore_error_destroy(error);
}

static void put_memarg(struct out *out, const struct wcore_insn *insn)
{
	if (insn->imm[2])
		put(out, " %" PRIu64, insn->imm[2]);
	if (insn->imm[1])
		put(out, " offset=%" PRIu64, insn->imm[1]);
	if (insn->imm[0] < 32 && UINT64_C(1) << insn->imm[0] != insn->op->width)
		put(out, " align=%" PRIu64, UINT64_C(1) << insn->imm[0]);
}

static void put_targets(struct out *out, const struct wcore_insn *insn)
{
	struct wcore_cursor cursor;
	uint64_t i;
	uint32_t label = 0;

	wcore_insn_vector_cursor(insn, &cursor);
	for (i = 0; i <= insn->imm[0] && i < TARGETS_SHOWN; i++) {
		struct wcore_error *error = wcore_cursor_leb_u32(&cursor, &label);

		if (error) {
			wcore_error_destroy(error);
			return;
		}
		put(out, " %u", label);
	}
	if (i <= insn->imm[0])
		put(out, " ... (%" PRIu64 " targets)", insn->imm[0] + 1);
}

static void put_types(struct out *out, const struct wcore_insn *insn)
{
	char buffer[WCORE_VALTYPE_NAME_SIZE];
	struct wcore_cursor cursor;
	struct wcore_valtype type;

	wcore_insn_vector_cursor(insn, &cursor);
	put(out, " (result");
	for (uint64_t i = 0; i < insn->imm[0] && i < TARGETS_SHOWN; i++) {
		struct wcore_error *error = wcore_valtype_read(&cursor, &type);

		if (error) {
			wcore_error_destroy(error);
			return;
		}
		put(out, " %s", wcore_valtype_name(type, buffer));
	}
	put(out, insn->imm[0] > TARGETS_SHOWN ? " ...)" : ")");
}

static void put_catches(struct out *out, const struct wcore_insn *insn)
{
	static const char *const kinds[] = { "catch", "catch_ref", "catch_all", "catch_all_ref" };
	struct wcore_cursor cursor;
	struct wcore_error *error = NULL;
	uint32_t tag = 0, label = 0;
	uint8_t kind = 0;

	wcore_insn_vector_cursor(insn, &cursor);
	for (uint64_t i = 0; !error && i < insn->imm[1] && i < TARGETS_SHOWN; i++) {
		error = wcore_cursor_u8(&cursor, &kind);
		if (!error && kind < 2)
			error = wcore_cursor_leb_u32(&cursor, &tag);
		if (!error)
			error = wcore_cursor_leb_u32(&cursor, &label);
		if (!error && kind < 2)
			put(out, " (%s %u %u)", kinds[kind], tag, label);
		else if (!error)
			put(out, " (%s %u)", kinds[kind & 3], label);
	}
	if (insn->imm[1] > TARGETS_SHOWN)
		put(out, " ...");
	wcore_error_destroy(error);
}

static void put_handlers(struct out *out, const struct wcore_insn *insn, unsigned indices)
{
	struct wcore_cursor cursor;
	struct wcore_error *error = NULL;
	uint32_t tag = 0, label = 0;
	uint8_t kind = 0;

	for (unsigned i = 0; i < indices; i++)
		put(out, " %" PRIu64, insn->imm[i]);
	wcore_insn_vector_cursor(insn, &cursor);
	for (uint64_t i = 0; !error && i < insn->imm[indices] && i < TARGETS_SHOWN; i++) {
		error = wcore_cursor_u8(&cursor, &kind);
		if (!error)
			error = wcore_cursor_leb_u32(&cursor, &tag);
		if (!error && kind == 0)
			error = wcore_cursor_leb_u32(&cursor, &label);
		if (!error && kind == 0)
			put(out, " (on %u %u)", tag, label);
		else if (!error)
			put(out, " (on %u switch)", tag);
	}
	if (insn->imm[indices] > TARGETS_SHOWN)
		put(out, " ...");
	wcore_error_destroy(error);
}

/* ref.test and ref.cast come in two codes, of which the odd one takes null. */
static void put_heap(struct out *out, const struct wcore_insn *insn)
{
	struct wcore_valtype type = { .code = WCORE_REF_NULL, .heap = (int64_t)insn->imm[0] };
	char buffer[WCORE_VALTYPE_NAME_SIZE];
	uint32_t code = insn->op->code;

	if (code >> 24 == 0) {
		put(out, " %s", wcore_heaptype_name(type, buffer));
		return;
	}
	if (!strcmp(insn->op->name, "ref.cast_desc_eq") ? code & 1 : !(code & 1))
		type.code = WCORE_REF;
	put(out, " %s", wcore_valtype_name(type, buffer));
}

/* Flags: bit 0, the source type takes null; bit 1, the target type does. */
static void put_cast(struct out *out, const struct wcore_insn *insn)
{
	char buffer[WCORE_VALTYPE_NAME_SIZE];

	put(out, " %" PRIu64, insn->imm[1]);
	for (unsigned i = 0; i < 2; i++) {
		struct wcore_valtype type = {
			.code = insn->imm[0] >> i & 1 ? WCORE_REF_NULL : WCORE_REF,
			.heap = (int64_t)insn->imm[2 + i],
		};

		put(out, " %s", wcore_valtype_name(type, buffer));
	}
}

static void put_indirect(struct out *out, const struct wcore_insn *insn)
{
	if (insn->imm[1])
		put(out, " %" PRIu64, insn->imm[1]);
	put(out, " (type %" PRIu64 ")", insn->imm[0]);
}

/*
 * memory.init and table.init are encoded the other way round than they are
 * written; memory 0 and table 0 are left out, of a copy when both are.
 */
static void put_indices(struct out *out, const struct wcore_insn *insn)
{
	uint32_t code = insn->op->code;
	bool is_init = code == OP_MEMORY_INIT || code == OP_TABLE_INIT;
	bool is_copy = code == OP_MEMORY_COPY || code == OP_TABLE_COPY;

	if (insn->op->flags & WCORE_INSN_INDIRECT)
		put_indirect(out, insn);
	else if (is_init && insn->imm[1])
		put(out, " %" PRIu64 " %" PRIu64, insn->imm[1], insn->imm[0]);
	else if (is_init)
		put(out, " %" PRIu64, insn->imm[0]);
	else if (!is_copy || insn->imm[0] || insn->imm[1])
		put(out, " %" PRIu64 " %" PRIu64, insn->imm[0], insn->imm[1]);
}

static void put_order(struct out *out, const struct wcore_insn *insn, unsigned indices)
{
	put(out, " %s", insn->imm[0] == 1 ? "acq_rel" : "seq_cst");
	for (unsigned i = 1; i <= indices; i++)
		put(out, " %" PRIu64, insn->imm[i]);
}

const char *wcore_insn_format(const struct wcore_insn *insn, char *buffer, size_t size)
{
	struct out out = { buffer, size, 0 };

	put(&out, "%s", insn->op->name);
	switch (insn->op->imm) {
	case WCORE_IMM_NONE:
		break;
	case WCORE_IMM_BLOCK:
		put_block(&out, insn);
		break;
	case WCORE_IMM_INDEX:
	case WCORE_IMM_LANE:
		/* memory.size, memory.grow and memory.fill leave memory 0 out. */
		if (insn->imm[0] || strncmp(insn->op->name, "memory.", 7))
			put(&out, " %" PRIu64, insn->imm[0]);
		break;
	case WCORE_IMM_INDEX2:
		put_indices(&out, insn);
		break;
	case WCORE_IMM_BR_TABLE:
		put_targets(&out, insn);
		break;
	case WCORE_IMM_MEMARG:
		put_memarg(&out, insn);
		break;
	case WCORE_IMM_MEMARG_LANE:
		put_memarg(&out, insn);
		put(&out, " %" PRIu64, insn->imm[3]);
		break;
	case WCORE_IMM_I32:
	case WCORE_IMM_I64:
		put(&out, " %" PRId64, (int64_t)insn->imm[0]);
		break;
	case WCORE_IMM_F32:
		put_f32(&out, (uint32_t)insn->imm[0]);
		break;
	case WCORE_IMM_F64:
		put_f64(&out, insn->imm[0]);
		break;
	case WCORE_IMM_V128:
		put_v128(&out, insn);
		break;
	case WCORE_IMM_TYPES:
		put_types(&out, insn);
		break;
	case WCORE_IMM_HEAP:
		put_heap(&out, insn);
		break;
	case WCORE_IMM_CAST:
		put_cast(&out, insn);
		break;
	case WCORE_IMM_TRY_TABLE:
		put_block(&out, insn);
		put_catches(&out, insn);
		break;
	case WCORE_IMM_RESUME:
		put_handlers(&out, insn, insn->op->code == 0xe4 ? 2 : 1);
		break;
	case WCORE_IMM_ATOMIC_FENCE:
		if (insn->imm[0])
			put_order(&out, insn, 0);
		break;
	case WCORE_IMM_ORDER_INDEX:
		put_order(&out, insn, 1);
		break;
	case WCORE_IMM_ORDER_INDEX2:
		put_order(&out, insn, 2);
		break;
	}
	return buffer;
}
