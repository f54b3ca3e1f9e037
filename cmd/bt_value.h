/* The locals and operands that a producer recorded, typed by Wasm type. */
#ifndef WCORE_CMD_BT_VALUE_H
#define WCORE_CMD_BT_VALUE_H

#include "../libcore/debug/target.h"
#include "../libcore/wasm/names.h"

enum bt_value_role { BT_VALUE_PARAM, BT_VALUE_LOCAL, BT_VALUE_OPERAND };

struct bt_value {
	enum bt_value_role role;
	uint32_t index;		/* of the local, parameters first, or from the operand stack's bottom */
	struct wcore_string name;	/* from the name section; absent */
	uint8_t code;		/* enum wcore_valtype_code; 0 when unknown */
	uint64_t bits;
	bool is_low_half;	/* bits are the low 32 of a wider value */
	const char *missing;	/* why there is no value; NULL: there is one */
};

struct bt_value_iter {
	const struct wcore_thread *thread;
	const struct wcore_target_frame *frame;
	struct wcore_value_iter locals, stack;
	uint32_t param_count;
	bool has_params;	/* param_count is known */
	uint32_t next_local, next_operand;
};

/* thread and frame are borrowed. */
void bt_value_iter_init(struct bt_value_iter *iter, const struct wcore_dump *dump,
			const struct wcore_thread *thread, const struct wcore_target_frame *frame);
bool bt_value_iter_next(struct bt_value_iter *iter, struct bt_value *ret);

/* "local[3]" (parameters are the first ones), "operand[0]"; buffer holds at least 24 bytes. */
const char *bt_value_slot(const struct bt_value *value, char *buffer);
/* "i32"; "unknown type". */
const char *bt_value_type(const struct bt_value *value);
/* "-3 (0xfffffffd)", "low 32 bits 0x2a", or why there is none; buffer holds at least 128 bytes. */
const char *bt_value_text(const struct bt_value *value, char *buffer);

#endif
