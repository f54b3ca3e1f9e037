#include "../wasm/index.h"
#include "places.h"

/* Of a constant, in front of its end; 0 when it is no text in the file. */
static unsigned size_of(const struct wcore_constant *init)
{
	if (init->kind != WCORE_CONST_VALUE)
		return 0;
	return init->type.code == WCORE_V128 ? 16 : init->type.code == WCORE_F64 ? 8 : 0;
}

struct wcore_error *wcore_redact_add_globals(struct wcore_redact_window *window, const struct wcore_dump *dump)
{
	struct wcore_error *error = NULL;

	for (uint32_t i = 0; !error && i < dump->index->global_count; i++) {
		const struct wcore_global *global = &dump->index->globals[i];
		struct wcore_redact_hit part = { .place = WCORE_PLACE_GLOBAL, .number = i };

		if (!global->is_imported)
			part.size = size_of(&global->init);
		if (!part.size)
			continue;
		part.offset = global->init.offset + global->init.size - 1 - part.size;
		error = wcore_redact_window_add(window, &part);
		if (!error)
			error = wcore_redact_window_break(window);
	}
	return error;
}
