/*
 * AssemblyScript's abort(message, fileName, line, column): an imported function
 * that stops the program, or returns to an `unreachable` behind its call.
 */
#include <string.h>

#include "../wasm/index.h"
#include "../wasm/insn.h"
#include "assemblyscript.h"
#include "message_state.h"

#define PARAMS 4

static bool is_abort(struct wcore_message_reader *reader, uint64_t funcidx)
{
	struct wcore_module *module = reader->place->module->found.module;
	const struct wcore_functype *type;
	const struct wcore_import *import;

	if (funcidx > UINT32_MAX)
		return false;
	import = wcore_index_imported_function(module, (uint32_t)funcidx);
	type = wcore_index_functype(module, (uint32_t)funcidx);
	return import && type && wcore_string_is(import->name, "abort") &&
	       wcore_string_is(import->module, "env") && type->param_count == PARAMS && !type->result_count;
}

/* The constants that the instructions in front of a call push. */
static bool constants(const struct wcore_insn *before, uint64_t *ret)
{
	for (int i = 0; i < PARAMS; i++) {
		if (before[i].op->code != WCORE_OP_I32_CONST)
			return false;
		ret[i] = (uint32_t)before[i].imm[0];
	}
	return true;
}

static bool operands(struct wcore_message_reader *reader, uint64_t *ret)
{
	uint32_t count = wcore_unwind_operand_count(reader->frame);

	for (uint32_t i = 0; i < PARAMS; i++) {
		struct wcore_word word;

		if (count < PARAMS)
			return false;
		word = wcore_unwind_operand(reader->frame, count - PARAMS + i);
		if (word.origin == WCORE_ORIGIN_UNAVAILABLE || word.is_speculative || word.is_low_half)
			return false;
		ret[i] = word.bits;
	}
	return true;
}

/* What abort() was called with, where the frame stands at its call or right behind it. */
static bool find_call(struct wcore_message_reader *reader, uint64_t *ret)
{
	const struct wcore_target_frame *place = reader->place;
	struct wcore_insn last[PARAMS + 2];	/* the oldest first */
	struct wcore_cursor cursor;
	unsigned count = 0;

	wcore_insn_cursor(place->module->found.module, &place->function, &cursor);
	do {
		struct wcore_error *error;

		if (count == PARAMS + 2) {
			for (unsigned i = 1; i < count; i++)
				last[i - 1] = last[i];
			count--;
		}
		error = wcore_insn_decode(&cursor, &last[count]);
		if (error) {
			wcore_error_destroy(error);
			return false;
		}
		count++;
	} while (last[count - 1].offset < place->address);
	if (last[count - 1].offset != place->address)
		return false;
	if (last[count - 1].op->code == WCORE_OP_CALL && is_abort(reader, last[count - 1].imm[0]))
		return operands(reader, ret);
	return count == PARAMS + 2 && last[count - 1].op->code == WCORE_OP_UNREACHABLE &&
	       last[count - 2].op->code == WCORE_OP_CALL && is_abort(reader, last[count - 2].imm[0]) &&
	       constants(last, ret);
}

bool wcore_message_assemblyscript(struct wcore_message_reader *reader)
{
	const struct wcore_space *space = &reader->viewer->space;
	char text[WCORE_ASSEMBLYSCRIPT_TEXT], file[WCORE_ASSEMBLYSCRIPT_TEXT];
	uint64_t arguments[PARAMS];
	size_t size = 0, file_size;

	if (!reader->place->has_address || !reader->place->is_exact || !find_call(reader, arguments) ||
	    (arguments[0] && !wcore_assemblyscript_text(space, arguments[0], text, &size)) ||
	    (arguments[1] && (!wcore_assemblyscript_text(space, arguments[1], file, &file_size) ||
			      file_size >= sizeof(reader->ret->file))))
		return false;
	/* Without a message the host is only told to stop. */
	if (size)
		wcore_message_add(reader, text, size);
	else
		wcore_message_format(reader, "abort");
	if (arguments[1]) {
		memcpy(reader->ret->file, file, file_size + 1);
		reader->ret->line = (uint32_t)arguments[2];
		reader->ret->column = (uint32_t)arguments[3];
	}
	return wcore_message_done(reader, "abort");
}
