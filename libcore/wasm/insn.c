#include "insn.h"

#include "index.h"
#include "places.h"
#include "../base/presence.h"

#define EMPTY_BLOCK (-0x40)

/* Bits of a memarg's align field (5.4.5, and the proposals that take the rest). */
enum { ALIGN_MEMORY = 1 << 6, ALIGN_ORDER = 1 << 4, ALIGN_MASK = 0x3f };

static struct wcore_error *read_index(struct wcore_cursor *cursor, uint64_t *ret)
{
	uint32_t value = 0;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &value);

	*ret = value;
	return error;
}

static struct wcore_error *read_indices(struct wcore_cursor *cursor, unsigned count, uint64_t *ret)
{
	struct wcore_error *error = NULL;

	for (unsigned i = 0; !error && i < count; i++)
		error = read_index(cursor, &ret[i]);
	return error;
}

static struct wcore_error *read_byte(struct wcore_cursor *cursor, uint64_t *ret)
{
	uint8_t value = 0;
	struct wcore_error *error = wcore_cursor_u8(cursor, &value);

	*ret = value;
	return error;
}

static struct wcore_error *read_heap(struct wcore_cursor *cursor, uint64_t *ret)
{
	struct wcore_valtype type = { 0 };
	struct wcore_error *error = wcore_heaptype_read(cursor, &type);

	*ret = (uint64_t)type.heap;
	return error;
}

/* Value types and the empty type are single bytes, of which 0x63 to 0x65 have a heap type behind them. */
static struct wcore_error *read_block(struct wcore_cursor *cursor, uint64_t *ret, uint64_t *heap)
{
	uint64_t start = cursor->pos;
	int64_t code = 0;
	struct wcore_valtype type;
	struct wcore_error *error = wcore_cursor_leb_s33(cursor, &code);

	*ret = (uint64_t)code;
	if (error || code >= 0)
		return error;
	if (cursor->pos - start > 1)
		return wcore_cursor_error(cursor, start, "a block type of %lld", (long long)code);
	if (code == EMPTY_BLOCK)
		return NULL;
	cursor->pos = start;
	error = wcore_valtype_read(cursor, &type);
	if (!error)
		*heap = (uint64_t)type.heap;
	return error;
}

static struct wcore_error *read_memarg(struct wcore_cursor *cursor, const struct wcore_opcode *op,
				       uint64_t *imm)
{
	uint64_t start = cursor->pos, order;
	struct wcore_error *error = read_index(cursor, &imm[0]);

	if (error)
		return error;
	if (imm[0] >= 2 * ALIGN_MEMORY)
		return wcore_cursor_error(cursor, start, "an alignment of 2^%llu",
					  (unsigned long long)imm[0]);
	if (imm[0] & ALIGN_MEMORY)
		error = read_index(cursor, &imm[2]);
	imm[0] &= ALIGN_MASK;
	if (!error && imm[0] & ALIGN_ORDER && op->flags & WCORE_INSN_ATOMIC) {
		imm[0] &= ~(uint64_t)ALIGN_ORDER;
		error = read_byte(cursor, &order);
	}
	return error ? error : wcore_cursor_leb_u64(cursor, &imm[1]);
}

static struct wcore_error *read_br_table(struct wcore_cursor *cursor, struct wcore_insn *insn)
{
	uint32_t count = 0, label;
	struct wcore_error *error = wcore_cursor_count(cursor, 1, "branch targets", &count);

	insn->imm[0] = count;
	insn->vector = cursor->pos;
	for (uint64_t i = 0; !error && i <= count; i++)
		error = wcore_cursor_leb_u32(cursor, &label);
	return error;
}

static struct wcore_error *read_types(struct wcore_cursor *cursor, struct wcore_insn *insn)
{
	struct wcore_valtype type;
	uint32_t count = 0;
	struct wcore_error *error = wcore_cursor_count(cursor, 1, "types", &count);

	insn->imm[0] = count;
	insn->vector = cursor->pos;
	for (uint32_t i = 0; !error && i < count; i++)
		error = wcore_valtype_read(cursor, &type);
	return error;
}

/* catch clauses (0 catch, 1 catch_ref: tag, label; 2 catch_all, 3 catch_all_ref: label). */
static struct wcore_error *read_catches(struct wcore_cursor *cursor, struct wcore_insn *insn)
{
	uint64_t unused[2], kind, start;
	uint32_t count = 0;
	struct wcore_error *error = wcore_cursor_count(cursor, 2, "catch clauses", &count);

	insn->imm[1] = count;
	insn->vector = cursor->pos;
	for (uint32_t i = 0; !error && i < count; i++) {
		start = cursor->pos;
		error = read_byte(cursor, &kind);
		if (!error && kind > 3)
			error = wcore_cursor_error(cursor, start, "a catch clause of kind %u",
						   (unsigned)kind);
		if (!error)
			error = read_indices(cursor, kind < 2 ? 2 : 1, unused);
	}
	return error;
}

/* Handlers of resume (0: tag, label; 1 switch: tag). */
static struct wcore_error *read_resume(struct wcore_cursor *cursor, struct wcore_insn *insn)
{
	static const uint32_t resume_throw = 0xe4;
	unsigned indices = insn->op->code == resume_throw ? 2 : 1;
	uint64_t unused[2], kind, start;
	uint32_t count = 0;
	struct wcore_error *error = read_indices(cursor, indices, insn->imm);

	if (!error)
		error = wcore_cursor_count(cursor, 2, "handlers", &count);
	insn->imm[indices] = count;
	insn->vector = cursor->pos;
	for (uint32_t i = 0; !error && i < count; i++) {
		start = cursor->pos;
		error = read_byte(cursor, &kind);
		if (!error && kind > 1)
			error = wcore_cursor_error(cursor, start, "a handler of kind %u",
						   (unsigned)kind);
		if (!error)
			error = read_indices(cursor, kind == 0 ? 2 : 1, unused);
	}
	return error;
}

static struct wcore_error *read_cast(struct wcore_cursor *cursor, uint64_t *imm)
{
	struct wcore_error *error = read_byte(cursor, &imm[0]);

	if (!error)
		error = read_index(cursor, &imm[1]);
	if (!error)
		error = read_heap(cursor, &imm[2]);
	if (!error)
		error = read_heap(cursor, &imm[3]);
	return error;
}

static struct wcore_error *read_order(struct wcore_cursor *cursor, unsigned indices, uint64_t *imm)
{
	struct wcore_error *error = read_byte(cursor, &imm[0]);

	return error ? error : read_indices(cursor, indices, &imm[1]);
}

static struct wcore_error *read_immediates(struct wcore_cursor *cursor, struct wcore_insn *insn)
{
	uint64_t *imm = insn->imm;
	int32_t narrow = 0;
	struct wcore_error *error;

	switch (insn->op->imm) {
	case WCORE_IMM_NONE:
		return NULL;
	case WCORE_IMM_INDEX:
		return read_index(cursor, imm);
	case WCORE_IMM_MEMARG:
		return read_memarg(cursor, insn->op, imm);
	case WCORE_IMM_I32:
		error = wcore_cursor_leb_s32(cursor, &narrow);
		imm[0] = (uint64_t)(int64_t)narrow;
		return error;
	case WCORE_IMM_I64:
		return wcore_cursor_leb_s64(cursor, (int64_t *)imm);
	case WCORE_IMM_BLOCK:
		return read_block(cursor, imm, &imm[2]);
	case WCORE_IMM_INDEX2:
		return read_indices(cursor, 2, imm);
	case WCORE_IMM_BR_TABLE:
		return read_br_table(cursor, insn);
	case WCORE_IMM_MEMARG_LANE:
		error = read_memarg(cursor, insn->op, imm);
		return error ? error : read_byte(cursor, &imm[3]);
	case WCORE_IMM_F32:
		return wcore_cursor_uint(cursor, 4, imm);
	case WCORE_IMM_F64:
		return wcore_cursor_u64(cursor, imm);
	case WCORE_IMM_V128:
		error = wcore_cursor_u64(cursor, &imm[0]);
		return error ? error : wcore_cursor_u64(cursor, &imm[1]);
	case WCORE_IMM_LANE:
	case WCORE_IMM_ATOMIC_FENCE:
		return read_byte(cursor, imm);
	case WCORE_IMM_TYPES:
		return read_types(cursor, insn);
	case WCORE_IMM_HEAP:
		return read_heap(cursor, imm);
	case WCORE_IMM_CAST:
		return read_cast(cursor, imm);
	case WCORE_IMM_TRY_TABLE:
		error = read_block(cursor, imm, &imm[2]);
		return error ? error : read_catches(cursor, insn);
	case WCORE_IMM_RESUME:
		return read_resume(cursor, insn);
	case WCORE_IMM_ORDER_INDEX:
		return read_order(cursor, 1, imm);
	case WCORE_IMM_ORDER_INDEX2:
		return read_order(cursor, 2, imm);
	}
	return NULL;
}

static struct wcore_error *read_opcode(struct wcore_cursor *cursor,
				       const struct wcore_opcode **ret)
{
	uint64_t start = cursor->pos;
	uint8_t byte = 0;
	uint32_t sub = 0;
	struct wcore_error *error = wcore_cursor_u8(cursor, &byte);

	if (error)
		return error;
	if (byte < 0xfb || byte > 0xfe) {
		*ret = wcore_opcode_find(byte);
		return *ret ? NULL : wcore_cursor_error(cursor, start, "unknown opcode 0x%02x", byte);
	}
	error = wcore_cursor_leb_u32(cursor, &sub);
	if (error)
		return error;
	*ret = sub > 0xffffff ? NULL : wcore_opcode_find((uint32_t)byte << 24 | sub);
	return *ret ? NULL : wcore_cursor_error(cursor, start, "unknown opcode 0x%02x 0x%02x", byte,
						sub);
}

struct wcore_error *wcore_insn_decode(struct wcore_cursor *cursor, struct wcore_insn *ret)
{
	struct wcore_error *error;

	*ret = (struct wcore_insn){ .offset = cursor->pos, .data = cursor->data };
	error = read_opcode(cursor, &ret->op);
	if (!error)
		error = read_immediates(cursor, ret);
	if (error)
		cursor->pos = ret->offset;
	ret->next = cursor->pos;
	return error;
}

void wcore_insn_vector_cursor(const struct wcore_insn *insn, struct wcore_cursor *ret)
{
	*ret = (struct wcore_cursor){
		.data = insn->data, .pos = insn->vector, .end = insn->vector ? insn->next : 0,
		.where = "instruction",
	};
}

struct wcore_error *wcore_insn_vector(const struct wcore_module *module,
				      const struct wcore_insn *insn, uint32_t i, uint64_t *ret)
{
	struct wcore_cursor cursor;
	struct wcore_error *error = NULL;
	struct wcore_valtype type = { 0 };
	bool is_types = insn->op->imm == WCORE_IMM_TYPES;

	wcore_insn_vector_cursor(insn, &cursor);
	cursor.path = module->file->path;
	for (uint64_t k = 0; !error && k <= i; k++)
		error = is_types ? wcore_valtype_read(&cursor, &type) : read_index(&cursor, ret);
	if (is_types)
		*ret = type.code;
	return error;
}

bool wcore_insn_block_type(struct wcore_module *module, const struct wcore_insn *insn,
			   struct wcore_valtype *single, struct wcore_block_type *ret)
{
	int64_t code = (int64_t)insn->imm[0];
	const struct wcore_index *index = NULL;
	struct wcore_error *error;

	*ret = (struct wcore_block_type){ 0 };
	if (code == EMPTY_BLOCK)
		return true;
	if (code < 0) {
		struct wcore_cursor cursor = {
			.data = insn->data, .pos = insn->offset + 1, .end = insn->next,
		};

		error = wcore_valtype_read(&cursor, single);
		wcore_error_destroy(error);
		ret->results = single;
		ret->result_count = 1;
		return !error;
	}
	error = wcore_module_index(module, &index);
	if (error) {
		wcore_error_destroy(error);
		return false;
	}
	if ((uint64_t)code >= index->type_count || index->types[code].kind != 0x60)
		return false;
	ret->params = index->types[code].params;
	ret->param_count = index->types[code].param_count;
	ret->results = index->types[code].results;
	ret->result_count = index->types[code].result_count;
	return true;
}

void wcore_insn_cursor(const struct wcore_module *module, const struct wcore_function *function,
		       struct wcore_cursor *ret)
{
	/* What a thin copy lacks of code are bytes that are no instruction. */
	wcore_file_use(module->file, function->body, function->end);
	wcore_cursor_init(ret, module->file, function->code, function->end - function->code,
			  "section 10 (code)");
}

struct wcore_error *wcore_insn_at(const struct wcore_module *module,
				  const struct wcore_function *function, uint64_t offset,
				  struct wcore_insn *ret)
{
	struct wcore_cursor cursor;
	struct wcore_insn insn;
	uint64_t released;

	wcore_insn_cursor(module, function, &cursor);
	released = cursor.pos;
	while (cursor.pos <= offset && wcore_cursor_left(&cursor)) {
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);

		if (error)
			return error;
		if (insn.offset == offset) {
			*ret = insn;
			return NULL;
		}
		wcore_file_release_passed(module->file, cursor.pos, &released);
	}
	return wcore_error_at(WCORE_ERROR_NOT_FOUND, module->file->path, cursor.where, offset,
			      "no instruction of func[%u] starts here", function->funcidx);
}
