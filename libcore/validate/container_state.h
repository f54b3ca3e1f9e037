/* What the files of container share: nobody else includes this. */
#ifndef WCORE_VALIDATE_CONTAINER_STATE_H
#define WCORE_VALIDATE_CONTAINER_STATE_H

#include "../wasm/insn.h"
#include "container.h"
#include "strict.h"

struct wcore_container {
	struct wcore_module *module;
	const struct wcore_index *index;
	struct wcore_report *report;
	bool is_dump;
	/* A section is broken, or more was there than is kept: how many items there are is not known. */
	bool is_unsure;
	bool has_data_count;
	uint32_t data_count;	/* of the data count section */
	uint32_t segments;	/* of the data section */
	struct wcore_segments *index_segments;	/* NULL: nobody wants them indexed */
	bool has_memory_error;	/* out of memory while blocks were followed */
};

/* wasm/reference, unless index is below limit or the limit is not known.  what: "function". */
bool wcore_container_refer(const struct wcore_container *container, uint64_t offset,
			   const char *what, uint64_t index, uint64_t limit);
/* The same of a type that has to be one of functions. */
bool wcore_container_refer_functype(const struct wcore_container *container, uint64_t offset,
				    uint64_t index);
/* The type index of a reference. */
void wcore_container_refer_valtype(const struct wcore_container *container, uint64_t offset,
				   struct wcore_valtype type);
void wcore_container_limits(const struct wcore_container *container, uint64_t offset,
			    const struct wcore_limits *limits, bool is_memory);

/*
 * A constant expression that has to leave one value of type; globals from limit
 * on are not there yet.  rule: of an expression of another type.
 */
void wcore_container_constant(struct wcore_container *container, struct wcore_strict *strict,
			      struct wcore_valtype type, uint32_t globals, const char *rule);

/* Section contents; the cursor stands at their start. */
void wcore_container_types(struct wcore_container *container, struct wcore_strict *strict);
void wcore_container_imports(struct wcore_container *container, struct wcore_strict *strict);
void wcore_container_code(struct wcore_container *container, struct wcore_strict *strict);
void wcore_container_data(struct wcore_container *container, struct wcore_strict *strict);
void wcore_container_elements(struct wcore_container *container, struct wcore_strict *strict);
void wcore_container_names(struct wcore_container *container, struct wcore_strict *strict);

/* A global's type: 5.3.10. */
struct wcore_valtype wcore_container_global_type(struct wcore_container *container,
						 struct wcore_strict *strict);
void wcore_container_table_type(struct wcore_container *container, struct wcore_strict *strict,
				struct wcore_valtype *ret);

#endif
