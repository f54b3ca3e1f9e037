/*
 * The shapes in which producers write `corestack` (shared knowledge: docs/format.md).
 * A dialect is a row of a table: adding one is adding a row.
 */
#ifndef WCORE_DUMP_DIALECT_H
#define WCORE_DUMP_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

enum wcore_dialect_id {
	WCORE_DIALECT_SPEC,	/* tool-conventions Coredump.md; Wasmtime */
	WCORE_DIALECT_XTUC,	/* wasm-coredump-rewriter: offsets from the first instruction */
	WCORE_DIALECT_WASMER,	/* the xtuc encoding, offsets from the body's start */
	WCORE_DIALECT_WASMEDGE,	/* no instanceidx, offsets of the call in the caller, file-relative */
	WCORE_DIALECT_BUILDER,	/* wasm-coredump-builder before 0.2: no instanceidx */
	WCORE_DIALECT_SPEC_2023,	/* Coredump.md as it was until mid 2023: no instanceidx */
	WCORE_DIALECT_COUNT,
	WCORE_DIALECT_AUTO = WCORE_DIALECT_COUNT,
};

enum wcore_offset_base {
	WCORE_BASE_BODY,	/* the function body's start: the local declarations */
	WCORE_BASE_CODE,	/* the first instruction */
	WCORE_BASE_CALLER,	/* a module file offset in the caller: where the next older frame stands */
};

struct wcore_dialect {
	enum wcore_dialect_id id;
	const char *name;	/* "spec"; as --dialect and JSON have it */
	const char *summary;	/* one line for people */
	bool has_instance;
	bool counts_first;	/* both counts stand before both vectors */
	bool fixed_width;	/* i32 and i64 are 4 and 8 bytes, not LEB128 */
	enum wcore_offset_base base;
};

const struct wcore_dialect *wcore_dialect_get(enum wcore_dialect_id id);
/* By name; NULL when unknown. */
const struct wcore_dialect *wcore_dialect_find(const char *name);

#endif
