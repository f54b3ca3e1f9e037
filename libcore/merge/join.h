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

struct wcore_join_input {
	const struct wcore_dump *dump;
	struct wcore_target *target;	/* of the dump: its modules say where frames stand */
	const char *path;	/* for findings */
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
