/*
 * Memory of a run: the bytes that it stored itself and that nothing can have changed since, and those
 * that no code writes.  A byte that is not there is not known.
 */
#include <string.h>

#include "constant_data.h"
#include "replay.h"
#include "solve.h"

#define PROBES 16
/* Bytes that are filled or copied one by one. */
#define RUN_MAX 4096
/* Steps that a look into the module's data counts as. */
#define DATA_STEPS 32

static struct replay_cell *find_cell(struct wcore_replay *replay, uint64_t word, bool is_made)
{
	uint64_t hash = (word * UINT64_C(0x9e3779b97f4a7c15)) >> 40;
	struct replay_cell *spare = NULL;

	for (unsigned i = 0; i < PROBES; i++) {
		struct replay_cell *cell = &replay->cells[(hash + i) % WCORE_REPLAY_CELLS];

		if (cell->epoch == replay->epoch && cell->word == word)
			return cell;
		if (!spare && cell->epoch != replay->epoch)
			spare = cell;
	}
	if (is_made && spare)
		*spare = (struct replay_cell){ .word = word, .epoch = replay->epoch };
	return is_made ? spare : NULL;
}

static void put_byte(struct wcore_replay *replay, uint64_t address, struct replay_value byte)
{
	struct replay_cell *cell = find_cell(replay, address >> 3, byte.is_known || replay->is_whole);
	const uint8_t bit = (uint8_t)(1u << (address & 7));

	/* Without room it is as one that is not known. */
	if (!cell) {
		if (replay->is_whole)
			wcore_replay_forget(replay);
		return;
	}
	cell->touched |= bit;
	cell->known = (uint8_t)((cell->known & ~bit) | (byte.is_known ? bit : 0));
	cell->bytes[address & 7] = (uint8_t)byte.bits;
}

enum state { ABSENT, UNKNOWN, KNOWN };

static enum state get_byte(struct wcore_replay *replay, uint64_t address, uint8_t *ret)
{
	const struct replay_cell *cell = find_cell(replay, address >> 3, false);
	const uint8_t bit = (uint8_t)(1u << (address & 7));

	if (cell && cell->touched & bit) {
		*ret = cell->bytes[address & 7];
		return cell->known & bit ? KNOWN : UNKNOWN;
	}
	if (!replay->is_whole)
		return ABSENT;
	replay->steps -= replay->steps < 4 ? replay->steps : 4;
	return address < replay->pages << 16 && wcore_initial_data_read(replay->module, 0, address, ret, 1) ?
		       KNOWN : UNKNOWN;
}

void wcore_replay_store(struct wcore_replay *replay, uint64_t address, unsigned width, struct replay_value value)
{
	if (width > 8)
		value.is_known = false;
	for (unsigned i = 0; i < width; i++)
		put_byte(replay, address + i, (struct replay_value){
			i < 8 ? value.bits >> (8 * i) & 0xff : 0, value.is_known });
}

void wcore_replay_forget(struct wcore_replay *replay)
{
	replay->epoch++;
	replay->is_whole = false;
}

/* What the module starts with, where no code writes. */
static bool read_data(struct wcore_replay *replay, uint64_t address, unsigned width, uint64_t place,
		      uint8_t *bytes)
{
	struct wcore_unwind_frame *frame = replay->frame;

	replay->steps -= replay->steps < DATA_STEPS ? replay->steps : DATA_STEPS;
	return wcore_solve_bytes(frame->unwind, replay->memory, address, width, bytes) &&
	       (wcore_constant_data_holds(replay->module, 0, address, bytes, width) ||
		(wcore_solve_is_own_memory(frame, replay->memory) &&
		 wcore_unwritten_holds(&frame->unwind->unwritten, frame->target.module, place, address,
				       bytes, width)));
}

/* Bytes of one word that nothing stored to, at once. */
static bool read_whole(struct wcore_replay *replay, uint64_t address, unsigned width, uint8_t *bytes)
{
	return replay->is_whole && address <= UINT64_MAX - 8 && address + width <= replay->pages << 16 &&
	       !find_cell(replay, address >> 3, false) && !find_cell(replay, (address + width - 1) >> 3, false) &&
	       wcore_initial_data_read(replay->module, 0, address, bytes, width);
}

struct replay_value wcore_replay_load(struct wcore_replay *replay, const struct wcore_opcode *op, uint64_t address,
				      uint64_t place)
{
	struct wcore_solved solved = { 0 };
	uint8_t bytes[8] = { 0 };
	bool is_absent = false, is_known;

	if (!replay->memory || op->width == 0 || op->width > sizeof(bytes))
		return (struct replay_value){ 0 };
	if (!read_whole(replay, address, op->width, bytes)) {
		for (unsigned i = 0; i < op->width; i++) {
			enum state state = get_byte(replay, address + i, &bytes[i]);

			if (state == UNKNOWN)
				return (struct replay_value){ 0 };
			is_absent |= state == ABSENT;
		}
		if (is_absent && !read_data(replay, address, op->width, place, bytes))
			return (struct replay_value){ 0 };
	}
	is_known = wcore_solve_extend(op, bytes, &solved);
	return (struct replay_value){ .is_known = is_known, .bits = solved.bits };
}

void wcore_replay_fill(struct wcore_replay *replay, struct replay_value to, struct replay_value byte,
		       struct replay_value size)
{
	if (!to.is_known || !size.is_known || size.bits > RUN_MAX) {
		wcore_replay_forget(replay);
		return;
	}
	replay->steps -= replay->steps < size.bits ? replay->steps : size.bits;
	byte.bits &= 0xff;
	for (uint64_t i = 0; i < size.bits; i++)
		put_byte(replay, to.bits + i, byte);
}

void wcore_replay_copy(struct wcore_replay *replay, struct replay_value to, struct replay_value from,
		       struct replay_value size, uint64_t place)
{
	struct replay_value bytes[RUN_MAX];

	if (!to.is_known || !size.is_known || size.bits > RUN_MAX) {
		wcore_replay_forget(replay);
		return;
	}
	replay->steps -= replay->steps < size.bits * 2 ? replay->steps : size.bits * 2;
	for (uint64_t i = 0; i < size.bits; i++) {
		uint8_t data = 0;
		enum state state = from.is_known ? get_byte(replay, from.bits + i, &data) : UNKNOWN;

		if (state == ABSENT && replay->memory && read_data(replay, from.bits + i, 1, place, &data))
			state = KNOWN;
		bytes[i] = (struct replay_value){ data, state == KNOWN };
	}
	for (uint64_t i = 0; i < size.bits; i++)
		put_byte(replay, to.bits + i, bytes[i]);
}

bool wcore_replay_agrees(struct wcore_replay *replay)
{
	for (uint32_t i = 0; replay->is_whole && i < WCORE_REPLAY_CELLS; i++) {
		const struct replay_cell *cell = &replay->cells[i];
		uint8_t bytes[8];

		if (cell->epoch != replay->epoch || !cell->known)
			continue;
		for (unsigned k = 0; k < 8; k++)
			if (cell->known >> k & 1 &&
			    wcore_solve_bytes(replay->unwind, replay->memory, (cell->word << 3) + k, 1, bytes) &&
			    bytes[0] != cell->bytes[k])
				return false;
	}
	return true;
}
