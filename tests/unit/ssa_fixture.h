/* A function of a test module in the form of ssa.h, and its nodes as text.  Included behind cmocka.h. */
#ifndef TESTS_UNIT_SSA_FIXTURE_H
#define TESTS_UNIT_SSA_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../libcore/analysis/ssa.h"

struct ssa_fixture {
	struct wcore_file *file;
	uint8_t *binary;
	struct wcore_module *module;
	struct wcore_function function;
};

static inline void ssa_fixture_open(struct ssa_fixture *fixture, const char *path)
{
	fixture->binary = NULL;
	assert_null(wcore_file_open(path, NULL, &fixture->file));
	assert_null(wcore_module_open(fixture->file, 0, fixture->file->size, &fixture->module));
}

static inline uint8_t *ssa_fixture_leb(uint8_t *at, size_t value)
{
	for (int i = 0; i < 3; i++, value >>= 7)
		*at++ = (uint8_t)(0x80 | (value & 0x7f));
	*at++ = (uint8_t)value;
	return at;
}

/* A module of one function (i32) -> () with that code, a local i32, a mutable global i32, a memory and a table. */
static inline void ssa_fixture_make(struct ssa_fixture *fixture, const uint8_t *code, size_t size)
{
	static const uint8_t head[] = {
		0, 'a', 's', 'm', 1, 0, 0, 0, 1, 5, 1, 0x60, 1, 0x7f, 0, 3, 2, 1, 0, 4, 4, 1, 0x70, 0,
		1, 5, 3, 1, 0, 1, 6, 6, 1, 0x7f, 1, 0x41, 5, 0x0b, 10,
	};
	static const uint8_t locals[] = { 1, 1, 0x7f };
	uint8_t *at;

	fixture->binary = malloc(sizeof(head) + 16 + size);
	assert_non_null(fixture->binary);
	memcpy(fixture->binary, head, sizeof(head));
	at = ssa_fixture_leb(fixture->binary + sizeof(head), size + sizeof(locals) + 5);
	*at++ = 1;
	at = ssa_fixture_leb(at, size + sizeof(locals));
	memcpy(at, locals, sizeof(locals));
	memcpy(at + sizeof(locals), code, size);
	at += sizeof(locals) + size;
	assert_null(wcore_file_from_memory("made.wasm", fixture->binary,
					   (uint64_t)(at - fixture->binary), &fixture->file));
	assert_null(wcore_module_open(fixture->file, 0, fixture->file->size, &fixture->module));
	assert_null(wcore_module_function(fixture->module, 0, &fixture->function));
}

static inline void ssa_fixture_close(struct ssa_fixture *fixture)
{
	wcore_module_close(fixture->module);
	wcore_file_close(fixture->file);
	free(fixture->binary);
}

static inline void ssa_fixture_find(struct ssa_fixture *fixture, const char *export)
{
	const struct wcore_index *index;

	assert_null(wcore_module_index(fixture->module, &index));
	for (uint32_t i = 0; i < index->export_count; i++) {
		const struct wcore_export *found = &index->exports[i];

		if (found->kind != WCORE_EXTERN_FUNC || found->name.size != strlen(export) ||
		    memcmp(found->name.data, export, found->name.size) != 0)
			continue;
		assert_null(wcore_module_function(fixture->module, found->index,
						  &fixture->function));
		return;
	}
	fail_msg("no function is exported as %s", export);
}

/* The place of the first instruction of that code whose first immediate is imm. */
static inline uint64_t ssa_fixture_place(const struct ssa_fixture *fixture, uint32_t code,
					 uint64_t imm)
{
	struct wcore_cursor cursor;
	struct wcore_insn insn;

	wcore_insn_cursor(fixture->module, &fixture->function, &cursor);
	while (wcore_cursor_left(&cursor) > 0) {
		assert_null(wcore_insn_decode(&cursor, &insn));
		if (insn.op->code == code && insn.imm[0] == imm)
			return insn.offset;
	}
	fail_msg("no such instruction");
	return 0;
}

static inline void ssa_print(FILE *out, struct wcore_ssa *ssa, uint32_t number, int depth)
{
	const struct wcore_ssa_node *node;

	if (number == WCORE_SSA_NONE || depth == 0) {
		fputs(depth ? "none" : "...", out);
		return;
	}
	node = wcore_ssa_node(ssa, number);
	switch (node->kind) {
	case WCORE_SSA_CONST:
		if (node->type == WCORE_I32)
			fprintf(out, "%d", (int)(int32_t)node->bits);
		else
			fprintf(out, "%lld", (long long)node->bits);
		break;
	case WCORE_SSA_PARAM:
		fprintf(out, "param%u", node->index);
		break;
	case WCORE_SSA_INITIAL:
		fputs("zero", out);
		break;
	case WCORE_SSA_GLOBAL:
		fprintf(out, "global%u", node->index);
		break;
	case WCORE_SSA_CALL:
		if (wcore_ssa_event(ssa, node->event)->has_callee)
			fprintf(out, "result%u of func%u", node->index,
				wcore_ssa_event(ssa, node->event)->callee);
		else
			fprintf(out, "result%u of type%u", node->index,
				wcore_ssa_event(ssa, node->event)->typeidx);
		break;
	case WCORE_SSA_OTHER:
		fputs("other", out);
		break;
	case WCORE_SSA_PHI:
		fputs("phi(", out);
		for (uint32_t i = 0; i < wcore_ssa_input_count(ssa, number); i++) {
			fputs(i ? " " : "", out);
			ssa_print(out, ssa, wcore_ssa_input(ssa, number, i), depth - 1);
		}
		fputs(")", out);
		break;
	case WCORE_SSA_GLOBAL_CALL:
	case WCORE_SSA_OP:
	case WCORE_SSA_LOAD:
		fprintf(out, "(%s", node->op ? node->op->name : "kept");
		if (node->kind == WCORE_SSA_LOAD)
			fprintf(out, "+%llu", (unsigned long long)node->offset);
		for (unsigned i = 0; i < node->arg_count; i++) {
			fputs(" ", out);
			ssa_print(out, ssa, node->args[i], depth - 1);
		}
		fputs(")", out);
		break;
	}
}

/* The caller frees it. */
static inline char *ssa_text(struct wcore_ssa *ssa, uint32_t number)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ssa_print(out, ssa, number, 4);
	fclose(out);
	return text;
}

#endif
