/* The data segments of a module (WebAssembly 3.0, 5.5.14), one by one. */
#ifndef WCORE_WASM_DATA_H
#define WCORE_WASM_DATA_H

#include "index.h"

struct wcore_data_segment {
	uint32_t index;
	uint32_t memory;	/* of the module; of active ones */
	bool is_active, has_address;	/* has_address: it is active, and its offset is a constant */
	uint64_t address;
	uint64_t offset, size;	/* of its bytes in the file */
};

/* What stands in front of a segment's bytes. */
struct wcore_data_header {
	bool is_active;
	uint32_t memory;	/* of active ones */
	struct wcore_constant offset;	/* of active ones */
	uint32_t size;		/* unchecked */
};

/* The cursor then stands at the segment's bytes; at an error where it stood. */
struct wcore_error *wcore_data_header_read(struct wcore_cursor *cursor, struct wcore_data_header *ret);

struct wcore_data_iter {
	struct wcore_module *module;
	struct wcore_cursor cursor;
	uint32_t next, count;
};

void wcore_data_iter_init(struct wcore_data_iter *iter, struct wcore_module *module);
/* False behind the last one, and at what cannot be read. */
bool wcore_data_iter_next(struct wcore_data_iter *iter, struct wcore_data_segment *ret);

/*
 * The header of an active segment as producers write it: "i32.const n end" or "i64.const n end", and no
 * unsigned number longer than it has to be.
 */
struct wcore_data_plain {
	uint32_t memory;
	bool is_64;		/* the address is an i64 */
	uint64_t address;
	uint32_t size;		/* of the bytes behind it, unchecked */
	uint32_t length;	/* of the header */
};

/*
 * False when the header at the cursor has another form or is cut: the general readers then say what it is.
 * The cursor stays.
 */
bool wcore_data_plain_read(const struct wcore_cursor *cursor, struct wcore_data_plain *ret);

#endif
