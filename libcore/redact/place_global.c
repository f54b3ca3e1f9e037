#include "../wasm/index.h"
#include "places.h"

/* The whole expression of a constant: opcode, value, end. */
#define V128_SIZE (2 + 16 + 1)
#define F64_SIZE (1 + 8 + 1)

struct wcore_error *wcore_redact_add_globals(struct wcore_redact_window *window, const struct wcore_dump *dump)
{
	struct wcore_error *error = NULL;

	for (uint32_t i = 0; !error && i < dump->index->global_count; i++) {
		const struct wcore_global *global = &dump->index->globals[i];
		const struct wcore_constant *init = &global->init;
		struct wcore_redact_hit part = { .place = WCORE_PLACE_GLOBAL, .number = i };

		if (global->is_imported || init->kind != WCORE_CONST_VALUE)
			continue;
		if (global->type.code == WCORE_V128 && init->size == V128_SIZE)
			part.size = 16;
		else if (global->type.code == WCORE_F64 && init->size == F64_SIZE)
			part.size = 8;
		else
			continue;
		part.offset = init->offset + init->size - 1 - part.size;
		error = wcore_redact_window_add(window, &part);
		if (!error)
			error = wcore_redact_window_break(window);
	}
	return error;
}
