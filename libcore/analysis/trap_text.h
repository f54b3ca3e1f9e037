/* What engines and runtimes call the kinds of traps. */
#ifndef WCORE_ANALYSIS_TRAP_TEXT_H
#define WCORE_ANALYSIS_TRAP_TEXT_H

#include <stdint.h>

#include "../base/string.h"

/* Bit per enum wcore_trap_kind that a message can mean ("memory access out of bounds"); 0 when it tells none. */
uint32_t wcore_trap_text_kinds(struct wcore_string message);

#endif
