/* What the files of join share: nobody else includes this. */
#ifndef WCORE_MERGE_JOIN_STATE_H
#define WCORE_MERGE_JOIN_STATE_H

#include "../dump/core_writer.h"
#include "../dump/dialect.h"
#include "../dump/stack.h"
#include "../wasm/section_writer.h"
#include "join.h"


/* One input, and what its indices are in the output. */
struct wcore_join_part {
	struct wcore_join_input input;
	uint32_t *modules, *instances, *memories;
	uint32_t global_base;	/* its first global */
	bool has_globals;	/* they are in the output: not of an input all of whose instances are there already */
	bool *is_shared;	/* by memory: it is an earlier input's */
};

/* A memory of the output, and whose bytes it has. */
struct wcore_join_memory { uint32_t part, memory; };

struct wcore_join {
	struct wcore_join_part *parts;
	size_t count;
	const struct wcore_dialect *dialect;
	struct wcore_sink *sink;
	struct wcore_findings *findings;
	struct wcore_arena arena;
	struct wcore_dump_module *modules; uint32_t module_count;
	struct wcore_instance *instances; uint32_t instance_count;
	struct wcore_join_memory *memories; uint32_t memory_count;
	uint32_t global_count;
	bool has_instances;	/* some input has them: else none are written */
};

void wcore_join_tell(struct wcore_join *join, const char *rule, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Dumps without modules and instances have one of each. */
uint32_t wcore_join_module_count(const struct wcore_dump *dump);
uint32_t wcore_join_instance_count(const struct wcore_dump *dump);

/* Whether an input has such a section: Wasmtime writes empty ones, too, and is told by that. */
bool wcore_join_has_section(const struct wcore_join *join, enum wcore_section_id id);

/*
 * Where the globals of a dump stand in its file, behind their count.  Errors: FORMAT, when not all of them can be
 * read.
 */
struct wcore_error *wcore_join_globals(const struct wcore_dump *dump, uint64_t *ret_start, uint64_t *ret_size);

/* Fills modules, instances, memories and the maps of the parts.  Errors: FORMAT, NOMEM. */
struct wcore_error *wcore_join_plan(struct wcore_join *join);
/* Whether two memories have the same limits and captured bytes, of which there are some. */
bool wcore_join_is_same_memory(const struct wcore_dump *a, uint32_t i, const struct wcore_dump *b, uint32_t j);

struct wcore_error *wcore_join_write_data(struct wcore_join *join);
/* All threads, and what the form has no place for. */
struct wcore_error *wcore_join_write_threads(struct wcore_join *join);

#endif
