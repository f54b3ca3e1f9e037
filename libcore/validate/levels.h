/* The levels behind the container, each one's own look: nobody but validate.c calls them. */
#ifndef WCORE_VALIDATE_LEVELS_H
#define WCORE_VALIDATE_LEVELS_H

#include "../debug/target.h"
#include "report.h"

void wcore_level_core(const struct wcore_dump *dump, struct wcore_report *report);
/* Errors of these: NOMEM. */
struct wcore_error *wcore_level_memory(const struct wcore_dump *dump, struct wcore_report *report);
struct wcore_error *wcore_level_module(struct wcore_target *target, struct wcore_report *report);
/* has_other_companion: a companion was met that has another build id. */
struct wcore_error *wcore_level_debug(const struct wcore_target *target, bool has_other_companion,
				      struct wcore_report *report);
struct wcore_error *wcore_level_plausibility(struct wcore_target *target,
					     struct wcore_report *report,
					     struct wcore_findings *unwind_findings);

#endif
