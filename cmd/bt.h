/*
 * wcore-bt: a backtrace as a stream of events.  bt_walk.c computes what is to
 * be shown; a sink (bt_text.h, bt_json.h) only writes it down.  Nothing grows
 * with the depth of a stack.
 */
#ifndef WCORE_CMD_BT_H
#define WCORE_CMD_BT_H

#include "../libcore/analysis/trap.h"
#include "bt_values.h"
#include "cli.h"
#include "source_lines.h"

struct bt_options {
	const char *thread;	/* name or index; NULL: all */
	uint64_t limit;		/* lines of frames a thread */
	unsigned context;	/* source lines before and after */
	bool no_inlines, offsets, source, full, raw, no_values, json, signature, no_fold;
	struct bt_values_options values;
	const char **maps;	/* --source-map */
	size_t map_count;
	struct wcore_file *file;	/* the dump, which the walk takes over; NULL: it is opened */
};

/* What is certain of a frame's place; a line of text shows this much. */
enum bt_place {
	BT_PLACE_LINE,		/* file and line of site */
	BT_PLACE_ADDRESS,	/* address in the module file */
	BT_PLACE_BODY,		/* offset in the function's body */
	BT_PLACE_CODE,		/* offset from the function's first instruction */
	BT_PLACE_FUNCTION,	/* the function alone */
};

/* How often a line stands for frames that repeat. */
struct bt_fold_info {
	uint64_t times;		/* 1: not folded */
	uint64_t step;		/* from one occurrence's index to the next */
	uint64_t last;		/* index of the last occurrence */
};

/* One line of a backtrace: a function, or a call inlined into the next line's. */
struct bt_frame {
	uint64_t index;
	struct bt_fold_info fold;
	const struct wcore_target_frame *physical;
	const struct wcore_site *site;	/* NULL: nothing but the function's index is known */
	struct wcore_string inlined_into;	/* absent: not inlined */
	struct wcore_string module;	/* its label */
	enum bt_place place;
	bool has_address;	/* address is certain */
	uint64_t address;	/* in the module file */
	bool has_code_address;
	uint64_t code_address;	/* in the code section, as DWARF counts */
	bool has_body_offset;
	uint64_t body_offset;	/* from the body's start */
	bool is_last;		/* of its physical frame: Wasm values belong here */
	bool has_values;	/* values is what is known; otherwise nobody asked, or it has no share of them */
	struct bt_value_list values;
	struct bt_value_list raw;	/* with --raw, of the last line of a physical frame */
};

struct bt_thread {
	const struct wcore_thread *thread;
	bool is_truncated;	/* the producer left older frames out */
	uint64_t hidden;	/* frames behind --limit; known in thread_end */
};

struct bt_dump {
	const char *path;	/* as the user named it */
	bool is_one_of_many;
	const struct bt_options *options;
	const struct wcore_cli *cli;
	struct source_lines *sources;	/* NULL where neither sources nor values are asked for */
	struct wcore_input input;	/* members are NULL when the dump could not be opened */
	bool has_trap;
	struct wcore_trap trap;
	bool has_message;
	struct wcore_message message;	/* what the program said */
	bool is_trap_elsewhere;	/* its place is none of the youngest frame's, and has a line */
	char *signature;	/* with --signature */
	char *error;		/* the first error, formatted; NULL: none */
};

/* A sink without frame() is not interested in threads. */
struct bt_sink {
	void *context;
	void (*dump_begin)(void *context, const struct bt_dump *dump);
	void (*thread_begin)(void *context, const struct bt_thread *thread);
	void (*frame)(void *context, const struct bt_dump *dump, const struct bt_thread *thread,
		      const struct bt_frame *frame);
	void (*thread_end)(void *context, const struct bt_thread *thread);
	/* Once a dump, behind everything: error and findings are complete. */
	void (*dump_end)(void *context, const struct bt_dump *dump);
};

/* Whether arguments, locals or operands are asked for. */
bool bt_has_values(const struct bt_options *options);
/* Opens the dump at path and sends what it holds; sets the exit code of cli. */
void bt_walk(struct wcore_cli *cli, const struct bt_options *options, const char *path,
	     const struct bt_sink *sink);

#endif
