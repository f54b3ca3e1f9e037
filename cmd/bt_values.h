/*
 * The values of a backtrace: for each line its arguments and locals, for each
 * physical frame its Wasm locals and operands.  What is known, and from where,
 * is libcore/lang's and libcore/analysis's business.
 */
#ifndef WCORE_CMD_BT_VALUES_H
#define WCORE_CMD_BT_VALUES_H

#include "../libcore/analysis/trap.h"
#include "../libcore/lang/message.h"
#include "source_lines.h"
#include "value.h"

/* Frames of a thread that get values: of a recursion of 100,000 nobody reads them all. */
#define BT_VALUES_FRAMES 256

enum bt_value_role { BT_VALUE_PARAM, BT_VALUE_LOCAL, BT_VALUE_OPERAND };

struct bt_value {
	enum bt_value_role role;
	struct wcore_string name;	/* absent: an unnamed parameter, or a local that is its index alone */
	uint32_t index;			/* of a Wasm local or operand */
	bool is_wasm;			/* a Wasm value: name is the name section's */
	bool is_shadowed, is_artificial;
	const char *type;		/* as the language writes it, or "i32"; NULL: unknown */
	struct value shown;
};

struct bt_value_list {
	struct bt_value *items;
	size_t count, capacity;
};

struct bt_values_options {
	bool speculative;
	unsigned depth;
	uint64_t elements, string;
	struct source_lines *sources;	/* borrowed; NULL: what the source says is not looked at */
};

struct bt_values;

/* The values of thread; target and thread are borrowed.  Errors: NOMEM. */
struct wcore_error *bt_values_open(struct wcore_target *target, const struct wcore_thread *thread,
				   const struct bt_values_options *options, struct bt_values **ret);
void bt_values_close(struct bt_values *values);
/* What the trap of the thread proves of its values.  Errors: NOMEM. */
struct wcore_error *bt_values_learn(struct bt_values *values, const struct wcore_trap *trap);

/*
 * The variables of a line: parameters, then locals if they are asked for.  Where
 * the debug information has none, the Wasm parameters and locals, for the line
 * that is the function itself (is_function).  The list is good until the next
 * call of bt_values_frame().  Errors: NOMEM.
 */
struct wcore_error *bt_values_frame(struct bt_values *values, uint32_t physical,
				    const struct wcore_site *site, bool is_function,
				    bool with_locals, struct bt_value_list *ret);
/* The Wasm locals and operands, whatever the debug information says. */
struct wcore_error *bt_values_raw(struct bt_values *values, uint32_t physical,
				  struct bt_value_list *ret);

/* What the program said when it died; false when that is not known. */
bool bt_values_message(struct bt_values *values, struct wcore_message *ret);
/* How sure the shadow stack is, for people; NULL when there is nothing to say. */
const char *bt_values_doubt(struct bt_values *values);

#endif
