/*
 * Line programs (DWARF 5, 6.2; versions 2 to 5), run through once for an
 * address: no rows are kept.
 */
#ifndef WCORE_DEBUG_LINE_H
#define WCORE_DEBUG_LINE_H

#include "site.h"
#include "unit.h"

struct wcore_line_program {
	struct wcore_form_context form;
	uint8_t min_instruction, max_operations, line_range, opcode_base;
	int8_t line_base;
	uint64_t lengths;	/* file offset of the operand counts of standard opcodes */
	uint64_t tables;	/* file offset of the directory table */
	uint64_t start, end;	/* file offsets of the instructions */
	uint64_t next;		/* offset in .debug_line of the program behind this one */
};

/*
 * The program at offset of .debug_line; unit gives what the header of versions
 * before 5 leaves out, and may be NULL.  False, with ret_why set, when the
 * header cannot be read.
 */
bool wcore_line_program_read(struct wcore_dwarf_data *data, const struct wcore_unit *unit,
			     uint64_t offset, struct wcore_line_program *ret,
			     const char **ret_why);

/* A table keeps at most this many sequences; more is hostile. */
#define WCORE_LINE_SEQUENCES_MAX (1u << 18)

/* A live sequence: DWARF addresses, and where it stands behind the program's start. */
struct wcore_line_sequence {
	uint32_t low, high;
	uint32_t pos;
};

/* A program with the sequences that were met so far. */
struct wcore_line_table {
	struct wcore_line_program program;
	struct wcore_line_sequence *items;
	uint32_t count, capacity;
	uint64_t pos;		/* file offset of the first sequence that was not met yet */
	bool is_plain;		/* opcodes as every compiler has them: opcodes can be used */
	struct wcore_line_opcode {
		uint16_t advance;	/* bytes that the address goes on */
		uint8_t is_row;
		uint8_t kind;		/* how its operands are read over */
	} opcodes[256];
	const char *why;	/* why reading ended early, or NULL */
};

/* What is asked of a table: all are DWARF addresses. */
struct wcore_line_query {
	uint64_t address;
	uint64_t low, high;	/* the function's body */
	uint64_t code;		/* its first instruction */
};

enum wcore_line_fit {
	WCORE_LINE_NONE,	/* no sequence covers the address, or its row began in another function */
	WCORE_LINE_LOOSE,	/* the sequence spans more than the function */
	WCORE_LINE_INSIDE,	/* it begins and ends in the function */
	WCORE_LINE_EXACT,	/* it begins at the body or the first instruction and ends with it */
};

struct wcore_line_row {
	enum wcore_line_fit fit;
	uint64_t file;		/* index in the program's table */
	uint64_t line, column;
};

void wcore_line_table_init(struct wcore_line_table *table,
			   const struct wcore_line_program *program);
void wcore_line_table_deinit(struct wcore_line_table *table);
/*
 * The last row at or before the address in the sequence that fits best.  Broken
 * sequences (addresses that go back, wrap, or start at 0) give nothing.  Reads
 * no further than an exact fit.
 */
struct wcore_line_row wcore_line_find(struct wcore_line_table *table,
				      const struct wcore_line_query *query);
/*
 * The rows of code in [low, high), sequence by sequence, to the end or until visit gives false; fit is
 * WCORE_LINE_LOOSE.  Also those of sequences that are found to be broken further on.
 */
void wcore_line_visit(struct wcore_line_table *table, uint64_t low, uint64_t high,
		      bool (*visit)(void *context, const struct wcore_line_row *row), void *context);
/*
 * The file offsets of the next sequence, live or not, of a table that nothing was asked of; false behind the
 * last one.
 */
bool wcore_line_next_sequence(struct wcore_line_table *table, uint64_t *ret_start, uint64_t *ret_end);
/* Meets all sequences. */
void wcore_line_table_complete(struct wcore_line_table *table);

/*
 * Item index of the file table as file and short_file of site: compilation
 * directory, directory and name, joined and not normalised.  Strings are in
 * arena or borrowed.  False when there is no such file or no memory.
 */
bool wcore_line_file(const struct wcore_line_program *program, const struct wcore_unit *unit,
		     uint64_t index, struct wcore_arena *arena, struct wcore_site *site);

#endif
