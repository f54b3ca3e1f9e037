/* What index.c, type_section.c and element.c share: nobody else includes this. */
#ifndef WCORE_WASM_INDEX_READ_H
#define WCORE_WASM_INDEX_READ_H

#include "index.h"
#include "places.h"

/* The index of a module with what is not for others; module->index points at `index`. */
struct wcore_index_state {
	struct wcore_index index;
	struct wcore_module *module;
	size_t budget;		/* bytes that items may still take */
	uint32_t *function_imports;	/* by funcidx: the number of its import */
	bool has_functions;
	struct wcore_places functions;	/* type indices of defined functions */
	/* Where the reading of an element segment stopped: the next item costs one step. */
	struct {
		const struct wcore_element *element;
		uint32_t next;
		uint64_t pos;
	} last;
};

static inline struct wcore_index_state *wcore_index_state(const struct wcore_module *module)
{
	return (struct wcore_index_state *)module->index;
}

/* Turns what stopped the reading of a section into a finding; gives back NOMEM alone. */
struct wcore_error *wcore_index_finding(struct wcore_module *module, struct wcore_error *error);
/*
 * Zeroed memory for at most *count items, of which *count is lowered to what the
 * budget allows: then a finding says so.  NULL when memory ran out.
 */
void *wcore_index_take(struct wcore_index_state *state, const struct wcore_section *section,
		       size_t size, uint32_t *count);

struct wcore_error *wcore_index_read_types(struct wcore_index_state *state,
					   const struct wcore_section *section);
struct wcore_error *wcore_index_read_elements(struct wcore_index_state *state,
					      const struct wcore_section *section);

#endif
