/*
 * The locals and operands that a producer recorded of a frame, with what is
 * known of them from the module and of the producer: names, types, which are
 * parameters, and which values are not real.
 */
#ifndef WCORE_ANALYSIS_FRAME_VALUE_H
#define WCORE_ANALYSIS_FRAME_VALUE_H

#include "../debug/target.h"

enum wcore_frame_value_role { WCORE_VALUE_PARAM, WCORE_VALUE_LOCAL, WCORE_VALUE_OPERAND };

struct wcore_frame_value {
	enum wcore_frame_value_role role;
	uint32_t index;		/* of the local, parameters first, or from the operand stack's bottom */
	struct wcore_string name;	/* from the name section; absent */
	uint8_t code;		/* enum wcore_valtype_code; 0 when unknown */
	uint64_t bits;
	bool is_low_half;	/* bits are the low 32 of a wider value */
	const char *missing;	/* why there is no value, static; NULL: there is one */
};

struct wcore_frame_value_iter {
	const struct wcore_thread *thread;
	const struct wcore_target_frame *frame;
	struct wcore_value_iter locals, stack;
	uint32_t param_count;
	bool has_params;	/* param_count is known */
	uint32_t next_local, next_operand;
};

/* thread and frame are borrowed. */
void wcore_frame_value_iter_init(struct wcore_frame_value_iter *iter,
				 const struct wcore_dump *dump, const struct wcore_thread *thread,
				 const struct wcore_target_frame *frame);
/* Locals, then operands; false behind the last one. */
bool wcore_frame_value_iter_next(struct wcore_frame_value_iter *iter, struct wcore_frame_value *ret);

#endif
