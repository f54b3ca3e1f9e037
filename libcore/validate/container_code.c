/* Function bodies (5.5.13): that they decode, that blocks match, that what is named is there. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "../wasm/places.h"
#include "../base/alloc.h"
#include "container_state.h"

/* What is open around an instruction: one byte a block. */
enum frame { FRAME_FUNCTION, FRAME_BLOCK, FRAME_IF, FRAME_ELSE, FRAME_TRY, FRAME_CATCH, FRAME_CATCH_ALL };

struct body {
	struct wcore_container *container;
	struct wcore_report *report;
	uint32_t funcidx;
	uint64_t locals;
	bool knows_locals;
	uint8_t *frames;
	size_t depth, capacity;
	bool failed;	/* nothing behind this can be understood */
};

__attribute__((format(printf, 4, 5)))
static void complain(struct body *body, const char *rule, uint64_t offset, const char *format, ...)
{
	char text[200];
	va_list args;

	if (wcore_report_is_full(body->report, rule))
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	wcore_report_at(body->report, rule, offset, "func[%u]: %s", body->funcidx, text);
}

static void fail(struct body *body, const char *rule, uint64_t offset, const char *text)
{
	complain(body, rule, offset, "%s", text);
	body->failed = true;
}

static void open_frame(struct body *body, enum frame frame)
{
	if (body->depth == body->capacity) {
		size_t capacity = body->capacity ? body->capacity * 2 : 256;
		uint8_t *frames = wcore_realloc(body->frames, capacity);

		if (!frames) {
			body->container->has_memory_error = true;
			body->failed = true;
			return;
		}
		body->frames = frames;
		body->capacity = capacity;
	}
	body->frames[body->depth++] = (uint8_t)frame;
}

static void refer(struct body *body, const struct wcore_insn *insn, const char *what, uint64_t index,
		  uint64_t limit)
{
	wcore_container_refer(body->container, insn->offset, what, index, limit);
}

static void label(struct body *body, const struct wcore_insn *insn, uint64_t number)
{
	if (number >= body->depth)
		complain(body, "wasm/blocks", insn->offset,
			 "%s leads to block %llu, but %zu are open", insn->op->name,
			 (unsigned long long)number, body->depth);
}

static void local(struct body *body, const struct wcore_insn *insn)
{
	if (body->knows_locals && insn->imm[0] >= body->locals)
		complain(body, "wasm/locals", insn->offset, "%s names local %llu, but there are %llu",
			 insn->op->name, (unsigned long long)insn->imm[0],
			 (unsigned long long)body->locals);
}

static void block_type(struct body *body, const struct wcore_insn *insn)
{
	int64_t code = (int64_t)insn->imm[0];

	if (code >= 0)
		wcore_container_refer_functype(body->container, insn->offset, (uint64_t)code);
}

static void data_segment(struct body *body, const struct wcore_insn *insn, uint64_t number)
{
	const struct wcore_container *container = body->container;

	if (!container->has_data_count && !container->is_unsure)
		complain(body, "wasm/data-count", insn->offset, "%s is used without a data count section",
			 insn->op->name);
	else
		refer(body, insn, "data segment", number, container->data_count);
}

/* One index, by what the instruction names with it. */
static void one_index(struct body *body, const struct wcore_insn *insn, uint64_t number)
{
	const struct wcore_index *index = body->container->index;

	switch (insn->op->code) {
	case WCORE_OP_BR: case WCORE_OP_BR_IF: case WCORE_OP_RETHROW: case WCORE_OP_DELEGATE:
	case 0xd5: case 0xd6:
		label(body, insn, number);
		return;
	case WCORE_OP_CALL: case WCORE_OP_RETURN_CALL: case 0xd2:
		refer(body, insn, "function", number, index->func_count);
		return;
	case WCORE_OP_CATCH: case WCORE_OP_THROW: case 0xe2:
		refer(body, insn, "tag", number, index->tag_count);
		return;
	case WCORE_OP_LOCAL_GET: case WCORE_OP_LOCAL_SET: case WCORE_OP_LOCAL_TEE:
		local(body, insn);
		return;
	case WCORE_OP_GLOBAL_GET: case WCORE_OP_GLOBAL_SET:
		refer(body, insn, "global", number, index->global_count);
		if (insn->op->code == WCORE_OP_GLOBAL_SET && number < index->global_count &&
		    !index->globals[number].is_mutable)
			complain(body, "wasm/reference", insn->offset,
				 "global %llu is set, but it is immutable", (unsigned long long)number);
		return;
	case 0x25: case 0x26: case 0xfc00000f: case 0xfc000010: case 0xfc000011:
		refer(body, insn, "table", number, index->table_count);
		return;
	case 0x3f: case 0x40: case 0xfc00000b: case 0xfc000012:
		refer(body, insn, "memory", number, index->memory_count);
		return;
	case 0xfc000009:
		data_segment(body, insn, number);
		return;
	case 0xfc00000d:
		refer(body, insn, "element segment", number, index->element_count);
		return;
	}
	refer(body, insn, "type", number, index->type_count);
}

static void two_indices(struct body *body, const struct wcore_insn *insn)
{
	const struct wcore_index *index = body->container->index;
	const uint64_t *imm = insn->imm;

	switch (insn->op->code) {
	case WCORE_OP_CALL_INDIRECT: case WCORE_OP_RETURN_CALL_INDIRECT:
		wcore_container_refer_functype(body->container, insn->offset, imm[0]);
		refer(body, insn, "table", imm[1], index->table_count);
		return;
	case 0xfc000008:
		data_segment(body, insn, imm[0]);
		refer(body, insn, "memory", imm[1], index->memory_count);
		return;
	case 0xfc00000a:
		refer(body, insn, "memory", imm[0], index->memory_count);
		refer(body, insn, "memory", imm[1], index->memory_count);
		return;
	case 0xfc00000c:
		refer(body, insn, "element segment", imm[0], index->element_count);
		refer(body, insn, "table", imm[1], index->table_count);
		return;
	case 0xfc00000e:
		refer(body, insn, "table", imm[0], index->table_count);
		refer(body, insn, "table", imm[1], index->table_count);
		return;
	case 0xfb000009: case 0xfb000012:
		data_segment(body, insn, imm[1]);
		break;
	case 0xfb00000a: case 0xfb000013:
		refer(body, insn, "element segment", imm[1], index->element_count);
		break;
	}
	refer(body, insn, "type", imm[0], index->type_count);
}

static void memory_access(struct body *body, const struct wcore_insn *insn)
{
	const struct wcore_index *index = body->container->index;
	unsigned width = insn->op->width, natural = 0;
	bool is_atomic = insn->op->flags & WCORE_INSN_ATOMIC;

	while (1u << (natural + 1) <= width)
		natural++;
	refer(body, insn, "memory", insn->imm[2], index->memory_count);
	if (width && (insn->imm[0] > natural || (is_atomic && insn->imm[0] != natural)))
		complain(body, "wasm/memory-access", insn->offset, "%s of %u bytes is aligned to 2^%llu",
			 insn->op->name, width, (unsigned long long)insn->imm[0]);
	if (insn->imm[1] > UINT32_MAX && insn->imm[2] < index->memory_count &&
	    !index->memories[insn->imm[2]].limits.is_64)
		complain(body, "wasm/memory-access", insn->offset,
			 "the offset of %s passes the memory's addresses", insn->op->name);
}

static void lane(struct body *body, const struct wcore_insn *insn, uint64_t number, unsigned lanes)
{
	if (number >= lanes)
		complain(body, "wasm/memory-access", insn->offset, "%s has lane %llu of %u",
			 insn->op->name, (unsigned long long)number, lanes);
}

static unsigned lanes_of(uint32_t code)
{
	static const uint8_t lanes[] = { 16, 16, 16, 8, 8, 8, 4, 4, 2, 2, 4, 4, 2, 2 };

	return lanes[code - 0xfd000015];
}

static void shuffle(struct body *body, const struct wcore_insn *insn)
{
	for (unsigned i = 0; insn->op->code == 0xfd00000d && i < 16; i++)
		lane(body, insn, insn->imm[i / 8] >> (i % 8 * 8) & 0xff, 32);
}

/* Labels of br_table; tags and labels of catch clauses and handlers. */
static void vector(struct body *body, const struct wcore_insn *insn)
{
	struct wcore_cursor cursor;
	struct wcore_error *error = NULL;
	uint32_t number = 0;
	uint8_t kind = 0;

	wcore_insn_vector_cursor(insn, &cursor);
	if (insn->op->imm == WCORE_IMM_BR_TABLE) {
		for (uint64_t i = 0; !error && i <= insn->imm[0]; i++)
			if (!(error = wcore_cursor_leb_u32(&cursor, &number)))
				label(body, insn, number);
	} else {
		bool is_resume = insn->op->imm == WCORE_IMM_RESUME;

		while (!error && wcore_cursor_left(&cursor)) {
			error = wcore_cursor_u8(&cursor, &kind);
			bool has_tag = is_resume || kind < 2, has_label = !is_resume || kind == 0;

			if (!error && has_tag && !(error = wcore_cursor_leb_u32(&cursor, &number)))
				refer(body, insn, "tag", number, body->container->index->tag_count);
			if (!error && has_label && !(error = wcore_cursor_leb_u32(&cursor, &number)))
				label(body, insn, number);
		}
	}
	wcore_error_destroy(error);
}

static void immediates(struct body *body, const struct wcore_insn *insn)
{
	switch (insn->op->imm) {
	case WCORE_IMM_INDEX:
		one_index(body, insn, insn->imm[0]);
		return;
	case WCORE_IMM_INDEX2:
		two_indices(body, insn);
		return;
	case WCORE_IMM_MEMARG:
		memory_access(body, insn);
		return;
	case WCORE_IMM_MEMARG_LANE:
		memory_access(body, insn);
		lane(body, insn, insn->imm[3], 16 / insn->op->width);
		return;
	case WCORE_IMM_LANE:
		lane(body, insn, insn->imm[0], lanes_of(insn->op->code));
		return;
	case WCORE_IMM_V128:
		shuffle(body, insn);
		return;
	case WCORE_IMM_BLOCK:
		block_type(body, insn);
		return;
	case WCORE_IMM_TRY_TABLE:
		block_type(body, insn);
		vector(body, insn);
		return;
	case WCORE_IMM_BR_TABLE:
	case WCORE_IMM_RESUME:
		vector(body, insn);
		return;
	case WCORE_IMM_TYPES:
		if (insn->imm[0] != 1)
			complain(body, "wasm/code", insn->offset, "select has %llu types",
				 (unsigned long long)insn->imm[0]);
		return;
	case WCORE_IMM_HEAP:
		if ((int64_t)insn->imm[0] >= 0)
			refer(body, insn, "type", insn->imm[0], body->container->index->type_count);
		return;
	case WCORE_IMM_CAST:
		label(body, insn, insn->imm[1]);
		return;
	default:
		return;
	}
}

static bool turn(struct body *body, enum frame from, enum frame or_from, enum frame to)
{
	uint8_t *top = &body->frames[body->depth - 1];

	if (*top != from && *top != or_from)
		return false;
	*top = (uint8_t)to;
	return true;
}

/* Blocks that open, change or close; the body's last end leaves depth 0. */
static void follow(struct body *body, const struct wcore_insn *insn)
{
	enum frame top = (enum frame)body->frames[body->depth - 1];

	switch (insn->op->code) {
	case WCORE_OP_END:
		body->depth--;
		return;
	case WCORE_OP_IF:
		open_frame(body, FRAME_IF);
		return;
	case WCORE_OP_TRY:
		open_frame(body, FRAME_TRY);
		return;
	case WCORE_OP_ELSE:
		if (!turn(body, FRAME_IF, FRAME_IF, FRAME_ELSE))
			fail(body, "wasm/blocks", insn->offset, "an else without an if");
		return;
	case WCORE_OP_CATCH:
		if (!turn(body, FRAME_TRY, FRAME_CATCH, FRAME_CATCH))
			fail(body, "wasm/blocks", insn->offset, "a catch without a try");
		return;
	case WCORE_OP_CATCH_ALL:
		if (!turn(body, FRAME_TRY, FRAME_CATCH, FRAME_CATCH_ALL))
			fail(body, "wasm/blocks", insn->offset, "a catch_all without a try");
		return;
	case WCORE_OP_DELEGATE:
		if (top != FRAME_TRY)
			fail(body, "wasm/blocks", insn->offset, "a delegate without a try");
		else
			body->depth--;
		return;
	}
	if (insn->op->flags & WCORE_INSN_BLOCK)
		open_frame(body, FRAME_BLOCK);
}

static void instructions(struct body *body, struct wcore_cursor *cursor)
{
	uint64_t released = cursor->pos;
	struct wcore_insn insn;

	body->depth = 0;
	open_frame(body, FRAME_FUNCTION);
	while (!body->failed && body->depth) {
		struct wcore_error *error;

		if (!wcore_cursor_left(cursor)) {
			fail(body, "wasm/blocks", cursor->pos, "the body ends inside a block");
			return;
		}
		error = wcore_insn_decode(cursor, &insn);
		if (error) {
			complain(body, "wasm/code", error->has_offset ? error->offset : cursor->pos, "%s",
				 error->message);
			wcore_error_destroy(error);
			body->failed = true;
			return;
		}
		immediates(body, &insn);
		follow(body, &insn);
		wcore_file_release_passed(body->container->module->file, cursor->pos, &released);
	}
	if (!body->failed && wcore_cursor_left(cursor))
		complain(body, "wasm/code", cursor->pos, "%llu bytes stand behind the end of the body",
			 (unsigned long long)wcore_cursor_left(cursor));
}

static bool declarations(struct body *body, struct wcore_strict *strict)
{
	const struct wcore_functype *type = wcore_index_functype(body->container->module, body->funcidx);
	uint32_t runs = wcore_strict_count(strict, 2, "declarations of locals");

	body->knows_locals = type != NULL;
	body->locals = type ? type->param_count : 0;
	for (uint32_t i = 0; i < runs && !strict->failed; i++) {
		uint64_t start = strict->cursor.pos;

		body->locals += wcore_strict_u32(strict);
		struct wcore_valtype local_type = wcore_strict_valtype(strict);

		if (strict->failed)
			break;
		wcore_container_refer_valtype(body->container, start, local_type);
		if (body->locals > UINT32_MAX) {
			complain(body, "wasm/locals", start, "more than 2^32 - 1 locals are declared");
			body->knows_locals = false;
		}
	}
	return !strict->failed;
}

void wcore_container_code(struct wcore_container *container, struct wcore_strict *strict)
{
	const struct wcore_index *index = container->index;
	uint64_t start = strict->cursor.pos, released = start;
	uint32_t count = wcore_strict_count(strict, 1, "function bodies");
	uint32_t declared = index->func_count - index->imported_funcs;
	struct body body = { .container = container, .report = container->report };

	if (!strict->failed && count != declared && !container->is_unsure)
		wcore_report_at(container->report, "wasm/function-count", start,
				"%u functions are declared, but there are %u bodies", declared, count);
	for (uint32_t i = 0; i < count && !strict->failed; i++) {
		uint64_t header = strict->cursor.pos;
		uint32_t size = wcore_strict_u32(strict);
		struct wcore_strict code = *strict;

		if (strict->failed)
			break;
		body.funcidx = index->imported_funcs + i;
		if (size > wcore_cursor_left(&strict->cursor)) {
			wcore_strict_fail(strict, "wasm/code", header,
					  "the function body's size %u passes the section's end", size);
			break;
		}
		code.cursor.end = code.cursor.pos + size;
		code.long_count = 0;
		body.failed = false;
		if (declarations(&body, &code))
			instructions(&body, &code.cursor);
		wcore_strict_skip(strict, size);
		wcore_file_release_passed(container->module->file, strict->cursor.pos, &released);
	}
	/* Linkers pad the sizes of bodies: no finding for each. */
	strict->long_count = 0;
	free(body.frames);
}
