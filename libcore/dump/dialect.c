#include "dialect.h"

#include <string.h>

static const struct wcore_dialect dialects[WCORE_DIALECT_COUNT] = {
	[WCORE_DIALECT_SPEC] = {
		.id = WCORE_DIALECT_SPEC,
		.name = "spec",
		.summary = "as the tool conventions specify it (Wasmtime)",
		.has_instance = true,
		.base = WCORE_BASE_BODY,
	},
	[WCORE_DIALECT_XTUC] = {
		.id = WCORE_DIALECT_XTUC,
		.name = "xtuc",
		.summary = "wasm-coredump-rewriter: offsets from the first instruction, values of fixed width",
		.has_instance = true,
		.counts_first = true,
		.fixed_width = true,
		.base = WCORE_BASE_CODE,
	},
	[WCORE_DIALECT_WASMER] = {
		.id = WCORE_DIALECT_WASMER,
		.name = "wasmer",
		.summary = "wasm-coredump-builder 0.2, as Wasmer uses it: offsets from the function body's start",
		.has_instance = true,
		.counts_first = true,
		.fixed_width = true,
		.base = WCORE_BASE_BODY,
	},
	[WCORE_DIALECT_WASMEDGE] = {
		.id = WCORE_DIALECT_WASMEDGE,
		.name = "wasmedge",
		.summary = "WasmEdge: no instances, each frame holds the file offset of the call that made it",
		.counts_first = true,
		.fixed_width = true,
		.base = WCORE_BASE_CALLER,
	},
	[WCORE_DIALECT_BUILDER] = {
		.id = WCORE_DIALECT_BUILDER,
		.name = "builder",
		.summary = "wasm-coredump-builder before 0.2: no instances, offsets from the function body's start",
		.counts_first = true,
		.fixed_width = true,
		.base = WCORE_BASE_BODY,
	},
	[WCORE_DIALECT_SPEC_2023] = {
		.id = WCORE_DIALECT_SPEC_2023,
		.name = "spec-2023",
		.summary = "the tool conventions until mid 2023: no instances (Wasmtime 10 to 12)",
		.base = WCORE_BASE_BODY,
	},
};

const struct wcore_dialect *wcore_dialect_get(enum wcore_dialect_id id)
{
	return (unsigned)id < WCORE_DIALECT_COUNT ? &dialects[id] : NULL;
}

const struct wcore_dialect *wcore_dialect_find(const char *name)
{
	for (size_t i = 0; i < WCORE_DIALECT_COUNT; i++)
		if (strcmp(dialects[i].name, name) == 0)
			return &dialects[i];
	return NULL;
}
