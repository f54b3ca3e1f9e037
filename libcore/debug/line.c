#include "line.h"

#include <dwarf.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/presence.h"

bool wcore_line_program_read(struct wcore_dwarf_data *data, const struct wcore_unit *unit,
			     uint64_t offset, struct wcore_line_program *ret,
			     const char **ret_why)
{
	struct wcore_reader reader = wcore_dwarf_reader(data, WCORE_DWARF_LINE, offset);
	struct wcore_form_context *form = &ret->form;

	*ret = (struct wcore_line_program){ .max_operations = 1 };
	if (unit)
		*form = unit->form;
	form->data = data;
	if (!form->address_data)
		form->address_data = data;
	if (!form->address_size)
		form->address_size = 4;
	uint64_t length = wcore_reader_unit_length(&reader, &form->offset_size);

	reader.end = reader.pos + length;
	ret->end = reader.end;
	ret->next = reader.end - data->sections[WCORE_DWARF_LINE].offset;
	uint64_t version = wcore_reader_uint(&reader, 2);

	if (version < 2 || version > 5)
		wcore_reader_fail(&reader, "the line program's version is not one of 2 to 5");
	form->version = (uint8_t)version;
	if (version >= 5) {
		form->address_size = wcore_reader_u8(&reader);
		if (wcore_reader_u8(&reader) != 0 ||
		    (form->address_size != 4 && form->address_size != 8))
			wcore_reader_fail(&reader, "the line program's addresses are neither 4 "
						   "nor 8 bytes wide");
	}
	uint64_t header = wcore_reader_uint(&reader, form->offset_size);

	if (header > wcore_reader_left(&reader))
		wcore_reader_fail(&reader, "the line program's header passes its end");
	ret->start = reader.pos + header;
	ret->min_instruction = wcore_reader_u8(&reader);
	if (version >= 4)
		ret->max_operations = wcore_reader_u8(&reader);
	wcore_reader_skip(&reader, 1);	/* default_is_stmt: every row counts here */
	ret->line_base = (int8_t)wcore_reader_u8(&reader);
	ret->line_range = wcore_reader_u8(&reader);
	ret->opcode_base = wcore_reader_u8(&reader);
	ret->lengths = reader.pos;
	wcore_reader_skip(&reader, ret->opcode_base ? ret->opcode_base - 1u : 0);
	ret->tables = reader.pos;
	if (!ret->opcode_base || !ret->max_operations || reader.pos > ret->start)
		wcore_reader_fail(&reader, "the line program's header is inconsistent");
	*ret_why = reader.why;
	return !reader.why;
}

/* Rows of code in [low, high) that are wanted. */
struct visit {
	uint64_t low, high;
	bool (*visit)(void *context, const struct wcore_line_row *row);
	void *context;
	bool is_over;
};

/* The registers of 6.2.2 that matter here, and what is known of the sequence. */
struct state {
	uint64_t address, operation, file, line, column;
	bool has_row;
	bool is_broken, is_ended;
	uint64_t start;		/* address of the first row */
	uint64_t row_at, row_file, row_line, row_column;	/* the last row */
	uint64_t wanted, floor;	/* an address, and the lowest that its row may have */
	struct wcore_line_row found;	/* fit is not NONE when it was met */
	struct visit *visit;	/* or NULL */
};

static void advance(const struct wcore_line_program *program, struct state *state,
		    uint64_t operations)
{
	uint64_t bytes = operations;

	if (program->max_operations > 1) {
		if (__builtin_add_overflow(state->operation, operations, &operations))
			state->is_broken = true;
		bytes = operations / program->max_operations;
		state->operation = operations % program->max_operations;
	}
	if (__builtin_mul_overflow(bytes, program->min_instruction, &bytes) ||
	    __builtin_add_overflow(state->address, bytes, &state->address))
		state->is_broken = true;
}

static void visit_row(struct state *state)
{
	const struct wcore_line_row row = { WCORE_LINE_LOOSE, state->row_file, state->row_line, state->row_column };
	struct visit *visit = state->visit;

	if (!visit->is_over && state->row_at < visit->high && state->address > visit->low && state->row_at < state->address)
		visit->is_over = !visit->visit(visit->context, &row);
}

/* The last row ends at state->address, which the wanted address may lie before. */
static void close_row(struct state *state)
{
	if (state->address < state->row_at)
		state->is_broken = true;
	if (state->visit)
		visit_row(state);
	if (state->row_at > state->wanted || state->wanted >= state->address ||
	    state->row_at < state->floor)
		return;
	state->found = (struct wcore_line_row){ WCORE_LINE_LOOSE, state->row_file,
						state->row_line, state->row_column };
}

static void add_row(struct state *state)
{
	if (state->has_row)
		close_row(state);
	else
		state->start = state->address;
	state->has_row = true;
	state->row_at = state->address;
	state->row_file = state->file;
	state->row_line = state->line;
	state->row_column = state->column;
}

static void extended(struct wcore_reader *reader, struct state *state)
{
	uint64_t length = wcore_reader_uleb(reader);

	if (length == 0)
		return;
	if (length > wcore_reader_left(reader)) {
		wcore_reader_fail(reader, "an extended opcode passes the line program's end");
		return;
	}
	uint64_t next = reader->pos + length;

	switch (wcore_reader_u8(reader)) {
	case DW_LNE_end_sequence:
		if (state->has_row)
			close_row(state);
		state->is_ended = true;
		break;
	case DW_LNE_set_address:
		state->operation = 0;
		if (length - 1 == 4 || length - 1 == 8)
			state->address = wcore_reader_uint(reader, (unsigned)length - 1);
		else
			state->is_broken = true;
		break;
	default:	/* define_file, which no producer for Wasm uses, and discriminators */
		break;
	}
	reader->pos = next;
}

static void standard(const struct wcore_line_program *program, struct wcore_reader *reader,
		     struct state *state, uint8_t opcode)
{
	switch (opcode) {
	case DW_LNS_copy:
		add_row(state);
		break;
	case DW_LNS_advance_pc:
		advance(program, state, wcore_reader_uleb(reader));
		break;
	case DW_LNS_advance_line:
		state->line += (uint64_t)wcore_reader_sleb(reader);
		break;
	case DW_LNS_set_file:
		state->file = wcore_reader_uleb(reader);
		break;
	case DW_LNS_set_column:
		state->column = wcore_reader_uleb(reader);
		break;
	case DW_LNS_const_add_pc:
		if (program->line_range)
			advance(program, state,
				(255u - program->opcode_base) / program->line_range);
		else
			state->is_broken = true;
		break;
	case DW_LNS_fixed_advance_pc:
		state->operation = 0;
		if (__builtin_add_overflow(state->address, wcore_reader_uint(reader, 2),
					   &state->address))
			state->is_broken = true;
		break;
	case DW_LNS_set_isa:
		wcore_reader_skip_leb(reader);
		break;
	default:	/* negate_stmt, set_basic_block, prologue and epilogue marks */
		break;
	}
}

static void special(const struct wcore_line_program *program, struct state *state, uint8_t opcode)
{
	unsigned adjusted = (unsigned)(opcode - program->opcode_base);

	if (!program->line_range) {
		state->is_broken = true;
		return;
	}
	advance(program, state, adjusted / program->line_range);
	state->line += (uint64_t)(int64_t)(program->line_base +
					   (int)(adjusted % program->line_range));
	add_row(state);
}

/* The operand counts of 6.2.5.2; where a header has others, the opcode is not the standard one. */
static const uint8_t standard_lengths[] = { 0, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1 };

/* Nothing lives at 0, where the count of functions stands; dead code ends up there. */
static bool is_live(const struct state *state)
{
	return state->is_ended && state->has_row && state->start > 0 &&
	       state->start < state->address && state->address <= UINT32_MAX;
}

/*
 * Runs one sequence, from the file offset pos to its end; gives the offset
 * behind it.  Without its end a sequence counts as broken.
 */
static uint64_t run_sequence(const struct wcore_line_program *program, uint64_t pos,
			     struct state *state, const char **ret_why)
{
	struct wcore_reader reader = {
		.data = program->form.data->file->data,
		.pos = pos,
		.end = program->end,
	};
	const uint8_t *lengths = reader.data + program->lengths;

	state->file = 1;
	state->line = 1;
	while (!state->is_ended && wcore_reader_left(&reader)) {
		uint8_t opcode = wcore_reader_u8(&reader);

		if (opcode >= program->opcode_base) {
			special(program, state, opcode);
		} else if (opcode == 0) {
			extended(&reader, state);
		} else if (opcode < sizeof(standard_lengths) &&
			   lengths[opcode - 1] == standard_lengths[opcode]) {
			standard(program, &reader, state, opcode);
		} else {
			for (unsigned i = lengths[opcode - 1]; i > 0; i--)
				wcore_reader_skip_leb(&reader);
		}
	}
	state->is_broken |= !is_live(state);
	*ret_why = reader.why;
	if (!wcore_dwarf_spend(program->form.data, reader.pos - pos))
		*ret_why = "it takes more work than an honest file needs";
	return reader.pos;
}

enum { KIND_BARE, KIND_LEB, KIND_ADVANCE_PC, KIND_FIXED_ADVANCE, KIND_EXTENDED };

/*
 * Runs over one sequence for its bounds alone, several times as fast.  What is
 * wrong with its inside run_sequence() finds, before a row of it is used.
 */
static uint64_t scan_sequence(const struct wcore_line_table *table, struct state *state,
			      const char **ret_why)
{
	const uint8_t *data = table->program.form.data->file->data;
	const uint64_t end = table->program.end;
	uint64_t pos = table->pos, address = 0, start = 0;
	struct wcore_reader reader = { .data = data, .end = end };
	bool has_row = false;

	while (!state->is_ended && pos < end) {
		const struct wcore_line_opcode *opcode = &table->opcodes[data[pos++]];

		address += opcode->advance;
		if (opcode->is_row && !has_row) {
			start = address;
			has_row = true;
		}
		if (opcode->kind == KIND_BARE)
			continue;
		if (opcode->kind == KIND_LEB && pos < end && data[pos] < 0x80) {
			pos++;
			continue;
		}
		reader.pos = pos;
		switch (opcode->kind) {
		case KIND_LEB:
			wcore_reader_skip_leb(&reader);
			break;
		case KIND_ADVANCE_PC:
			address += wcore_reader_uleb(&reader) * table->program.min_instruction;
			break;
		case KIND_FIXED_ADVANCE:
			address += wcore_reader_uint(&reader, 2);
			break;
		default:
			state->address = address;
			extended(&reader, state);
			address = state->address;
			break;
		}
		pos = reader.pos;
	}
	state->start = start;
	state->has_row = has_row;
	state->is_broken |= !is_live(state);
	*ret_why = reader.why;
	if (!wcore_dwarf_spend(table->program.form.data, pos - table->pos))
		*ret_why = "it takes more work than an honest file needs";
	return pos;
}

static struct wcore_line_opcode opcode_of(const struct wcore_line_program *program, unsigned code)
{
	struct wcore_line_opcode opcode = { .kind = KIND_BARE };
	unsigned adjusted = code == DW_LNS_const_add_pc ? 255 : code;

	if (code >= program->opcode_base || code == DW_LNS_const_add_pc)
		opcode.advance = (uint16_t)((adjusted - program->opcode_base) /
					    program->line_range * program->min_instruction);
	opcode.is_row = code >= program->opcode_base || code == DW_LNS_copy;
	if (code >= program->opcode_base)
		return opcode;
	if (code == 0)
		opcode.kind = KIND_EXTENDED;
	else if (code == DW_LNS_advance_pc)
		opcode.kind = KIND_ADVANCE_PC;
	else if (code == DW_LNS_fixed_advance_pc)
		opcode.kind = KIND_FIXED_ADVANCE;
	else if (standard_lengths[code])
		opcode.kind = KIND_LEB;
	return opcode;
}

void wcore_line_table_init(struct wcore_line_table *table,
			   const struct wcore_line_program *program)
{
	const uint8_t *lengths = program->form.data->file->data + program->lengths;

	*table = (struct wcore_line_table){ .program = *program, .pos = program->start };
	if (!program->line_range || program->max_operations != 1 ||
	    program->opcode_base > sizeof(standard_lengths))
		return;
	for (unsigned i = 1; i < program->opcode_base; i++)
		if (lengths[i - 1] != standard_lengths[i])
			return;
	for (unsigned i = 0; i < 256; i++)
		table->opcodes[i] = opcode_of(program, i);
	table->is_plain = true;
}

void wcore_line_table_deinit(struct wcore_line_table *table)
{
	free(table->items);
	table->items = NULL;
	table->count = 0;
}

static bool table_add(struct wcore_line_table *table, struct wcore_line_sequence item)
{
	if (table->count == table->capacity) {
		uint32_t capacity = table->capacity ? table->capacity * 2 : 64;
		void *items = NULL;

		if (capacity <= WCORE_LINE_SEQUENCES_MAX)
			items = wcore_realloc(table->items, capacity * sizeof(*table->items));
		if (!items)
			return false;
		table->items = items;
		table->capacity = capacity;
	}
	table->items[table->count++] = item;
	return true;
}

/* Meets one more sequence and keeps it when it is live; false when there is none. */
static bool meet(struct wcore_line_table *table)
{
	uint64_t pos = table->pos;
	struct state state = { .wanted = UINT64_MAX };

	if (pos >= table->program.end || table->why)
		return false;
	table->pos = table->is_plain ? scan_sequence(table, &state, &table->why)
				     : run_sequence(&table->program, pos, &state, &table->why);
	if (state.is_broken)
		return true;
	if (!table_add(table, (struct wcore_line_sequence){
				      (uint32_t)state.start, (uint32_t)state.address,
				      (uint32_t)(pos - table->program.start) })) {
		table->why = "it has too many sequences";
		return false;
	}
	return true;
}

bool wcore_line_next_sequence(struct wcore_line_table *table, uint64_t *ret_start, uint64_t *ret_end)
{
	struct state state = { .wanted = UINT64_MAX };

	*ret_start = table->pos;
	if (table->pos >= table->program.end || table->why)
		return false;
	*ret_end = table->pos = table->is_plain ? scan_sequence(table, &state, &table->why)
						: run_sequence(&table->program, table->pos, &state, &table->why);
	return !table->why;
}

void wcore_line_table_complete(struct wcore_line_table *table)
{
	while (meet(table))
		;
}

static enum wcore_line_fit fit_of(const struct wcore_line_query *query,
				  const struct wcore_line_sequence *item)
{
	if (query->address < item->low || query->address >= item->high)
		return WCORE_LINE_NONE;
	if (item->high == query->high && (item->low == query->low || item->low == query->code))
		return WCORE_LINE_EXACT;
	if (item->low >= query->low && item->high <= query->high)
		return WCORE_LINE_INSIDE;
	return WCORE_LINE_LOOSE;
}

/* Sequences that are looked at in a step. */
#define LOOK_STEP 2

struct wcore_line_row wcore_line_find(struct wcore_line_table *table,
				      const struct wcore_line_query *query)
{
	struct wcore_line_row best = { .fit = WCORE_LINE_NONE };

	for (uint32_t i = 0; best.fit < WCORE_LINE_EXACT; i++) {
		while (i == table->count && meet(table))
			;
		if (i == table->count)
			break;
		if (i % LOOK_STEP == 0 && !wcore_dwarf_spend(table->program.form.data, 1))
			break;
		const struct wcore_line_sequence *item = &table->items[i];
		enum wcore_line_fit fit = fit_of(query, item);

		if (fit <= best.fit)
			continue;
		struct state state = { .wanted = query->address, .floor = query->low };
		const char *why;

		const uint64_t start = table->program.start + item->pos;
		const uint64_t end = run_sequence(&table->program, start, &state, &why);

		wcore_file_use(table->program.form.data->file, start, end);
		if (state.is_broken || !state.found.fit)
			continue;
		best = state.found;
		best.fit = fit;
	}
	return best;
}

void wcore_line_visit(struct wcore_line_table *table, uint64_t low, uint64_t high,
		      bool (*visit)(void *context, const struct wcore_line_row *row), void *context)
{
	struct visit request = { .low = low, .high = high, .visit = visit, .context = context };

	wcore_line_table_complete(table);
	for (uint32_t i = 0; i < table->count && !request.is_over; i++) {
		const struct wcore_line_sequence *item = &table->items[i];
		const uint64_t start = table->program.start + item->pos;
		struct state state = { .wanted = UINT64_MAX, .visit = &request };
		const char *why;

		if (i % LOOK_STEP == 0 && !wcore_dwarf_spend(table->program.form.data, 1))
			return;
		if (item->low < high && item->high > low)
			wcore_file_use(table->program.form.data->file, start,
				       run_sequence(&table->program, start, &state, &why));
	}
}
