#include "dwarf_writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include <dwarf.h>

static const uint8_t abbrevs[] = {
	ABBREV_UNIT, DW_TAG_compile_unit, 1, DW_AT_stmt_list, DW_FORM_sec_offset,
	DW_AT_comp_dir, DW_FORM_string, 0, 0,
	ABBREV_FUNCTION, DW_TAG_subprogram, 1, DW_AT_name, DW_FORM_string, DW_AT_low_pc,
	DW_FORM_addr, DW_AT_high_pc, DW_FORM_data4, 0, 0,
	ABBREV_CALL, DW_TAG_inlined_subroutine, 1, DW_AT_abstract_origin, DW_FORM_ref4,
	DW_AT_low_pc, DW_FORM_addr, DW_AT_high_pc, DW_FORM_data4, DW_AT_call_file, DW_FORM_data1,
	DW_AT_call_line, DW_FORM_data1, DW_AT_call_column, DW_FORM_data1, 0, 0,
	ABBREV_ABSTRACT, DW_TAG_subprogram, 0, DW_AT_name, DW_FORM_string, DW_AT_decl_file,
	DW_FORM_data1, DW_AT_decl_line, DW_FORM_data1, 0, 0,
	ABBREV_ORIGIN, DW_TAG_subprogram, 0, DW_AT_abstract_origin, DW_FORM_ref4, DW_AT_low_pc,
	DW_FORM_addr, DW_AT_high_pc, DW_FORM_data4, 0, 0,
	ABBREV_BLOCK, DW_TAG_lexical_block, 1, 0, 0,
	ABBREV_SPECIFICATION, DW_TAG_subprogram, 0, DW_AT_specification, DW_FORM_ref4, 0, 0,
	0,
};

static const uint8_t lengths[] = { 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1 };

static void patch(struct dump_writer *w, size_t at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		w->data[at + (size_t)i] = (uint8_t)(value >> (8 * i));
}

void dwarf_writer_init(struct dwarf_writer *w)
{
	writer_init_raw(&w->info);
	writer_init_raw(&w->line);
}

void dwarf_writer_unit(struct dwarf_writer *w)
{
	writer_u32(&w->info, 0);	/* the length, patched at the end */
	writer_u16(&w->info, 4);
	writer_u32(&w->info, 0);
	writer_u8(&w->info, 4);
	writer_u8(&w->info, ABBREV_UNIT);
	writer_u32(&w->info, 0);
	writer_bytes(&w->info, "/src", 5);
}

uint32_t dwarf_writer_here(const struct dwarf_writer *w)
{
	return (uint32_t)w->info.size;
}

void dwarf_writer_function(struct dwarf_writer *w, const char *name, uint32_t low, uint32_t high)
{
	writer_u8(&w->info, ABBREV_FUNCTION);
	writer_bytes(&w->info, name, strlen(name) + 1);
	writer_u32(&w->info, low);
	writer_u32(&w->info, high - low);
}

void dwarf_writer_abstract(struct dwarf_writer *w, const char *name, uint8_t line)
{
	writer_u8(&w->info, ABBREV_ABSTRACT);
	writer_bytes(&w->info, name, strlen(name) + 1);
	writer_u8(&w->info, 1);
	writer_u8(&w->info, line);
}

void dwarf_writer_call(struct dwarf_writer *w, uint32_t origin, uint32_t low, uint32_t high,
		       uint8_t line)
{
	writer_u8(&w->info, ABBREV_CALL);
	writer_u32(&w->info, origin);
	writer_u32(&w->info, low);
	writer_u32(&w->info, high - low);
	writer_u8(&w->info, 1);
	writer_u8(&w->info, line);
	writer_u8(&w->info, 5);
}

void dwarf_writer_unit_end(struct dwarf_writer *w, uint32_t offset)
{
	writer_u8(&w->info, 0);
	patch(&w->info, offset, (uint32_t)w->info.size - offset - 4);
}

void dwarf_writer_lines(struct dwarf_writer *w, const void *opcodes, size_t size)
{
	size_t start = w->line.size;

	writer_u32(&w->line, 0);
	writer_u16(&w->line, 4);
	writer_u32(&w->line, (uint32_t)(6 + sizeof(lengths) + 1 + 8));
	writer_bytes(&w->line, (const uint8_t[]){ 1, 1, 1, 0xfb, 14, 13 }, 6);
	writer_bytes(&w->line, lengths, sizeof(lengths));
	writer_u8(&w->line, 0);
	writer_bytes(&w->line, "a.c\0\0\0\0\0", 8);
	writer_bytes(&w->line, opcodes, size);
	patch(&w->line, start, (uint32_t)(w->line.size - start - 4));
}

static void section(struct dump_writer *w, const char *name, const void *data, size_t size)
{
	writer_custom(w, name);
	writer_bytes(w, data, size);
	writer_end(w);
}

void dwarf_writer_open(struct dwarf_writer *w, struct dwarf_fixture *fixture,
		       struct dump_writer *bytes)
{
	writer_init(bytes);
	writer_section(bytes, WCORE_SECTION_TYPE);
	writer_bytes(bytes, "\x01\x60\x00\x00", 4);
	writer_end(bytes);
	writer_section(bytes, WCORE_SECTION_FUNCTION);
	writer_bytes(bytes, "\x02\x00\x00", 3);
	writer_end(bytes);
	writer_section(bytes, WCORE_SECTION_CODE);
	writer_u8(bytes, 2);
	for (int i = 0; i < 2; i++) {
		writer_begin(bytes);
		writer_u8(bytes, 0);
		writer_fill(bytes, 0x01, 98);
		writer_u8(bytes, 0x0b);
		writer_end(bytes);
	}
	writer_end(bytes);
	section(bytes, ".debug_abbrev", abbrevs, sizeof(abbrevs));
	section(bytes, ".debug_info", w->info.data, w->info.size);
	section(bytes, ".debug_line", w->line.data, w->line.size);
	writer_deinit(&w->info);
	writer_deinit(&w->line);

	*fixture = (struct dwarf_fixture){ 0 };
	assert_null(wcore_file_from_memory("t.wasm", bytes->data, bytes->size, &fixture->file));
	assert_null(wcore_module_open(fixture->file, 0, bytes->size, &fixture->module));
	assert_null(wcore_module_code_base(fixture->module, &fixture->base));
	assert_null(wcore_dwarf_open(fixture->module, fixture->module, &fixture->dwarf));
}
