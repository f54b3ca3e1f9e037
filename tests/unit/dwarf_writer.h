/*
 * Builds modules with DWARF written by hand: two functions of 100 bytes, one
 * unit of DWARF 4, and whatever DIEs and line program a test wants.
 */
#ifndef TESTS_DWARF_WRITER_H
#define TESTS_DWARF_WRITER_H

#include "dump_writer.h"
#include "dwarf_fixture.h"

/* DWARF addresses of the bodies. */
#define FIRST_LOW 2
#define FIRST_HIGH 102
#define SECOND_LOW 103
#define SECOND_HIGH 203

/* Codes of the abbreviations; the unit is written by dwarf_writer_unit(). */
enum {
	ABBREV_UNIT = 1,
	ABBREV_FUNCTION,	/* name string, low_pc addr, high_pc data4; has children */
	ABBREV_CALL,		/* abstract_origin ref4, low_pc, high_pc, call_file, _line, _column data1; has children */
	ABBREV_ABSTRACT,	/* name string, decl_file data1, decl_line data1 */
	ABBREV_ORIGIN,		/* abstract_origin ref4, low_pc, high_pc */
	ABBREV_BLOCK,		/* a lexical block; has children */
	ABBREV_SPECIFICATION,	/* specification ref4 */
};

struct dwarf_writer {
	struct dump_writer info, line;
};

void dwarf_writer_init(struct dwarf_writer *w);
/* Opens the unit, whose line program stands at offset 0; its DIEs follow in w->info. */
void dwarf_writer_unit(struct dwarf_writer *w);
void dwarf_writer_function(struct dwarf_writer *w, const char *name, uint32_t low, uint32_t high);
void dwarf_writer_abstract(struct dwarf_writer *w, const char *name, uint8_t line);
/* Offset in .debug_info of what is written next: for references to it. */
uint32_t dwarf_writer_here(const struct dwarf_writer *w);
void dwarf_writer_call(struct dwarf_writer *w, uint32_t origin, uint32_t low, uint32_t high,
		       uint8_t line);
/* Ends the DIEs of the unit that began at offset. */
void dwarf_writer_unit_end(struct dwarf_writer *w, uint32_t offset);

/* A header of version 2 to 4 in 32 bits with file 1 "a.c", then the opcodes. */
void dwarf_writer_lines(struct dwarf_writer *w, const void *opcodes, size_t size);

/* The module, opened; w is used up. */
void dwarf_writer_open(struct dwarf_writer *w, struct dwarf_fixture *fixture,
		       struct dump_writer *bytes);

#endif
