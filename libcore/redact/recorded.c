#include "recorded.h"

#include <string.h>

#include "../dump/stack.h"
#include "../wasm/index.h"

/* A type byte and a value: a v128, or ten bytes of LEB128. */
#define VALUE_MAX 17

struct walk {
	const struct wcore_dump *dump;
	const struct wcore_pieces *pieces;
	const struct wcore_named_list *named;
	struct wcore_redaction *redaction;
	uint32_t thread;
	struct wcore_frame frame;
};

/* The variable of the frame that has a number. */
static const struct wcore_named_value *name_of(const struct walk *walk, const struct wcore_value *value, unsigned width)
{
	for (size_t i = 0; walk->named && i < walk->named->count; i++) {
		const struct wcore_named_value *named = &walk->named->items[i];

		if (named->is_recorded && named->thread == walk->thread && named->frame == walk->frame.index &&
		    named->width <= width && named->bits == value->bits)
			return named;
	}
	return NULL;
}

static bool is_piece(const struct walk *walk, const struct wcore_value *value, unsigned width)
{
	if (value->code == WCORE_V128)
		return wcore_pieces_has(walk->pieces, value->bits, 8) || wcore_pieces_has(walk->pieces, value->high, 8);
	return wcore_pieces_has(walk->pieces, value->bits, width);
}

/*
 * The same count of bytes: of LEB128 all but the last go on, and the last one has none of the bits that a
 * type leaves unused, nor a sign.
 */
static void fill(bool is_leb, unsigned width, uint8_t *bytes, size_t size)
{
	memset(bytes, WCORE_REPLACE_BYTE, size);
	if (!is_leb || !size)
		return;
	for (size_t i = 0; i + 1 < size; i++)
		bytes[i] = WCORE_REPLACE_BYTE | 0x80;
	if (size == (8 * width + 6) / 7)
		bytes[size - 1] = width == 4 ? 0x07 : 0x00;
	else
		bytes[size - 1] = WCORE_REPLACE_BYTE & 0x3f;
}

/* The bytes [offset, end) of the file, which are a value of that width. */
static struct wcore_error *replace(const struct walk *walk, bool is_leb, unsigned width, uint64_t offset, uint64_t end,
				   const struct wcore_redact_hit *hit)
{
	uint8_t bytes[VALUE_MAX];
	const size_t size = (size_t)(end - offset);
	struct wcore_error *error;

	if (size > sizeof(bytes))
		return NULL;
	fill(is_leb, width, bytes, size);
	/* What was replaced before is no news. */
	if (!memcmp(walk->dump->wasm->file->data + offset, bytes, size))
		return NULL;
	error = wcore_redaction_add_hit(walk->redaction, hit);
	return error ? error : wcore_redaction_add_patch(walk->redaction, offset, bytes, size);
}

static struct wcore_error *look(const struct walk *walk, struct wcore_value_iter *iter, enum wcore_redact_place place)
{
	struct wcore_error *error = NULL;
	struct wcore_value value;

	for (uint32_t i = 0; !error; i++) {
		const uint64_t start = iter->cursor.pos + 1;
		struct wcore_redact_hit hit = { .rule = WCORE_RULE_PIECE, .form = WCORE_FORM_BINARY, .place = place,
						.offset = start, .thread = walk->thread,
						.frame = walk->frame.index, .number = i };
		const struct wcore_named_value *named;
		unsigned width;

		if (!wcore_value_iter_next(iter, &value))
			break;
		if (value.code != WCORE_I32 && value.code != WCORE_I64 && value.code != WCORE_V128)
			continue;
		width = value.code == WCORE_I32 ? 4 : 8;
		hit.size = iter->cursor.pos - start;
		named = name_of(walk, &value, width);
		if (named) {
			hit.rule = WCORE_RULE_VARIABLE;
			hit.name = named->name;
		}
		if (named || is_piece(walk, &value, width))
			error = replace(walk, value.code != WCORE_V128 &&
						      !walk->dump->threads[walk->thread].dialect->fixed_width,
					width, start, iter->cursor.pos, &hit);
	}
	return error;
}

static struct wcore_error *look_at_thread(struct walk *walk)
{
	const struct wcore_thread *thread = &walk->dump->threads[walk->thread];
	struct wcore_frame_iter frames;
	struct wcore_error *error = NULL;
	bool found = true;

	wcore_frame_iter_init(&frames, walk->dump, thread);
	while (!error && found) {
		struct wcore_value_iter values;

		error = wcore_frame_iter_next(&frames, &walk->frame, &found);
		if (error || !found)
			break;
		wcore_value_iter_locals(&values, walk->dump, thread, &walk->frame);
		error = look(walk, &values, WCORE_PLACE_LOCAL);
		if (error)
			break;
		wcore_value_iter_stack(&values, walk->dump, thread, &walk->frame);
		error = look(walk, &values, WCORE_PLACE_OPERAND);
	}
	return error;
}

struct wcore_error *wcore_redact_recorded(const struct wcore_dump *dump, const struct wcore_pieces *pieces,
					  const struct wcore_named_list *named, struct wcore_redaction *redaction)
{
	struct walk walk = { .dump = dump, .pieces = pieces, .named = named, .redaction = redaction };
	struct wcore_error *error = NULL;

	for (; !error && walk.thread < dump->thread_count; walk.thread++)
		if (dump->threads[walk.thread].dialect)
			error = look_at_thread(&walk);
	return error;
}

/* Whether a constant is one instruction with a LEB128 number, in [*ret_start, *ret_end). */
static bool number_of(const struct wcore_dump *dump, const struct wcore_constant *init, uint64_t *ret_start,
		      uint64_t *ret_end)
{
	const uint8_t *data = dump->wasm->file->data;
	uint64_t pos = init->offset + 1, end = init->offset + init->size - 1;

	if (init->kind != WCORE_CONST_VALUE || init->size < 3)
		return false;
	*ret_start = pos;
	*ret_end = end;
	while (pos < end && data[pos] & 0x80)
		pos++;
	return pos + 1 == end;
}

struct wcore_error *wcore_redact_globals(const struct wcore_dump *dump, const struct wcore_pieces *pieces,
					 struct wcore_redaction *redaction)
{
	const struct walk walk = { .dump = dump, .pieces = pieces, .redaction = redaction };
	struct wcore_error *error = NULL;

	for (uint32_t i = 0; !error && i < dump->index->global_count; i++) {
		const struct wcore_global *global = &dump->index->globals[i];
		const unsigned width = global->type.code == WCORE_I32 ? 4 : 8;
		struct wcore_redact_hit hit = { .rule = WCORE_RULE_PIECE, .form = WCORE_FORM_BINARY,
						.place = WCORE_PLACE_GLOBAL, .number = i };
		uint64_t end;

		if (global->is_imported || (global->type.code != WCORE_I32 && global->type.code != WCORE_I64) ||
		    !number_of(dump, &global->init, &hit.offset, &end) ||
		    !wcore_pieces_has(pieces, global->init.bits, width))
			continue;
		hit.size = end - hit.offset;
		error = replace(&walk, true, width, hit.offset, end, &hit);
	}
	return error;
}
