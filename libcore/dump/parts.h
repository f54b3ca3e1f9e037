/* The parts of a dump that are read when it is opened, one function each. */
#ifndef WCORE_DUMP_PARTS_H
#define WCORE_DUMP_PARTS_H

#include "dump.h"

/* `core`: the executable's name.  A part that cannot be read goes to dump->broken. */
void wcore_parts_core(struct wcore_dump *dump);
/* `wcore.trace`, in the same way. */
void wcore_parts_trace(struct wcore_dump *dump);
/* `wcore.zeros`, once sizes of memories are known; one that cannot be read is a finding.  Errors: NOMEM. */
struct wcore_error *wcore_parts_zeros(struct wcore_dump *dump);
/* Errors of these: NOMEM.  They are called in this order. */
struct wcore_error *wcore_parts_memories(struct wcore_dump *dump);
struct wcore_error *wcore_parts_modules(struct wcore_dump *dump);
struct wcore_error *wcore_parts_instances(struct wcore_dump *dump);
/* Findings on the globals that the index has read. */
void wcore_parts_globals(struct wcore_dump *dump);
/* Findings on sections that are missing or there twice. */
void wcore_parts_missing(struct wcore_dump *dump);

/* Keeps the first break; the others become findings.  Takes the error, which may be NULL. */
void wcore_parts_break(struct wcore_dump *dump, struct wcore_error *error);

#endif
