/*
 * One dump of several, or of one in another form: all threads, instances and modules, with their indices
 * renumbered.  A module is the same where its name and its file are (where no file is known and the name is made
 * up, the dumps share a memory), and its instances have as many memories and globals; a memory where its limits
 * and captured bytes are, an instance where its module, memories and globals are.
 *
 * The sections stand in the order in which Wasmtime writes them.
 */
#ifndef WCORE_MERGE_JOIN_H
#define WCORE_MERGE_JOIN_H

#include "../base/finding.h"
#include "../base/sink.h"
#include "../debug/target.h"

/* Rules of findings: what contradicts another input, and what the form of the output cannot hold. */
#define WCORE_JOIN_CONFLICT "merge/conflict"
#define WCORE_JOIN_FORM "merge/form"

/* What the indices of an input are in the output. */
struct wcore_join_map {
	uint32_t *modules, *instances, *memories;	/* by index in the input; owned */
	uint32_t module_count, instance_count, memory_count;
	bool has_globals;	/* false: all of its instances, and so its globals, are an earlier input's */
	uint32_t first_global, global_count;	/* they follow one another, as threads do */
	uint32_t first_thread, thread_count;
};
void wcore_join_map_deinit(struct wcore_join_map *map);

struct wcore_join_input {
	const struct wcore_dump *dump;
	struct wcore_target *target;	/* of the dump: its modules say where frames stand */
	const char *path;	/* for findings */
	struct wcore_join_map *map;	/* is filled, to be given back also after an error; may be NULL */
};

/*
 * dialect: WCORE_DIALECT_SPEC or WCORE_DIALECT_XTUC.  What contradicts another input, and what the form cannot
 * hold, becomes a finding.  Errors: FORMAT (a dump that is broken, offsets that need a module which is not known),
 * those of the sink, NOMEM.
 */
struct wcore_error *wcore_join_write(const struct wcore_join_input *inputs, size_t count,
				     enum wcore_dialect_id dialect, struct wcore_sink *sink,
				     struct wcore_findings *findings);

#endif
