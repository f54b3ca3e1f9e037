/* Recorded locals and operands as text. */
#ifndef WCORE_CMD_WCORE_VALUE_H
#define WCORE_CMD_WCORE_VALUE_H

#include "../libcore/analysis/frame_value.h"

/* "local[3]" (parameters are the first ones), "operand[0]"; buffer holds at least 24 bytes. */
const char *bt_value_slot(const struct wcore_frame_value *value, char *buffer);
/* "i32"; "unknown type". */
const char *bt_value_type(const struct wcore_frame_value *value);
/* "-3 (0xfffffffd)", "low 32 bits 0x2a", or why there is none; buffer holds at least 128 bytes. */
const char *bt_value_text(const struct wcore_frame_value *value, char *buffer);

#endif
