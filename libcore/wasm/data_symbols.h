/*
 * Data symbols of a linking section (tool-conventions Linking.md, WASM_SYMBOL_TABLE), which linked modules
 * have with --emit-relocs.
 */
#ifndef WCORE_WASM_DATA_SYMBOLS_H
#define WCORE_WASM_DATA_SYMBOLS_H

#include "module.h"

struct wcore_data_symbol {
	struct wcore_string name;
	uint32_t segment;	/* the data segment that it stands in */
	uint64_t offset, size;	/* in the segment; not checked against it */
};

struct wcore_data_symbol_iter {
	struct wcore_cursor cursor;
	uint32_t left;
};

void wcore_data_symbol_iter_init(struct wcore_data_symbol_iter *iter, const struct wcore_module *module);
/* The defined ones.  False behind the last one, and at what cannot be read. */
bool wcore_data_symbol_iter_next(struct wcore_data_symbol_iter *iter, struct wcore_data_symbol *ret);

#endif
