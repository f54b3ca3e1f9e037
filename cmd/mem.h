/*
 * wcore-mem: `wcore-mem VERB [options] DUMP [ARGUMENT...]`.  A verb is one file, mem_VERB.c,
 * with its options, what it computes, and how that is written as text and as JSON; wcore-mem.c
 * lists the verbs, mem.c has what they share: the dump, the memory, the frame.
 */
#ifndef WCORE_CMD_MEM_H
#define WCORE_CMD_MEM_H

#include "../libcore/base/json.h"
#include "../libcore/lang/inspect.h"
#include "../libcore/lang/print.h"
#include "../libcore/layout/heap_owner.h"
#include "cli.h"
#include "source_lines.h"

/* Options that verbs share; a set. */
enum mem_groups {
	MEM_SCOPE = 1 << 0,	/* --thread --frame */
	MEM_MEMORY = 1 << 1,	/* --instance --memory */
	MEM_VALUES = 1 << 2,	/* --string-limit --element-limit --depth --speculative */
};

struct mem_options {
	const char *thread, *frame;	/* as given; NULL: the one that crashed, the youngest */
	bool has_instance, has_memory;
	uint64_t instance, memory;
	uint64_t strings, elements;
	unsigned depth;
	bool speculative;
	bool json;
};

struct mem;

struct mem_verb {
	const char *name;
	const char *operands;	/* "DUMP EXPR..." */
	int min_operands, max_operands;	/* with the dump; as wcore_cli_command */
	const char *summary;
	const struct wcore_option *options;	/* its own; NULL: none */
	unsigned groups;	/* enum mem_groups */
	/* Its own options: fresh, with their defaults; freed with free() behind run(). */
	void *(*create)(void);	/* NULL: none */
	struct wcore_error *(*set)(void *options, int id, const char *argument);
	int files;	/* operands that are dumps; 0 stands for 1 */
	/* Tells of files that its own options name, by wcore_cli_may_read() and its like; NULL: none. */
	void (*rights)(struct wcore_cli *cli, const void *options);
	/*
	 * Does the work on the dump that was opened (mem->input); writes to stdout, and what is amiss by
	 * the functions below.
	 */
	void (*run)(struct mem *mem, void *options);
};

/* One a file; wcore-mem.c lists them. */
extern const struct mem_verb mem_map, mem_read, mem_find, mem_strings, mem_print, mem_types,
	mem_symbols, mem_globals, mem_locals, mem_tables, mem_diff, mem_heap, mem_extract;

struct mem {
	struct wcore_cli *cli;
	const struct mem_verb *verb;
	struct mem_options options;
	const char *path;	/* of the dump, as the user named it */
	char **arguments;	/* behind the dump */
	int argument_count;
	struct wcore_input input;	/* open */

	/* Kept by mem.c. */
	const struct wcore_thread *thread;
	struct source_lines *sources;	/* for inspect */
	struct wcore_inspect *inspect;
	struct wcore_thread nobody;	/* without frames: the thread of a dump that has none */
	struct wcore_scope scope;
	bool has_scope;
	/* Of the scope: false when it is the statics of a module; wcore-bt's number of the frame. */
	bool has_frame;
	uint64_t frame;
	struct wcore_owners *owners;
	struct wcore_heap_owner heap;	/* of owners */
};

/*
 * The functions below say themselves what is wrong, on stderr and in the exit code, and give
 * false then: the verb returns.
 */

/*
 * The thread that is meant: --thread, or the first one whose trap can be told, or the first; NULL
 * without any, which is no failure.
 */
bool mem_thread(struct mem *mem, const struct wcore_thread **ret);
/*
 * Where names are looked up: the frame of --frame (wcore-bt's number, or a function's name; the
 * youngest frame with a name without it, of the given instance), or the statics of a module when
 * there is no frame or thread.  With the limits of MEM_VALUES.  Borrowed from mem.
 */
bool mem_scope(struct mem *mem, struct wcore_scope **ret);
/*
 * The memory of --memory (its number in the dump) or --instance, else the frame's, else the first.
 * When there is none, says why: exit code 1.
 */
bool mem_memory(struct mem *mem, const struct wcore_memory **ret);
/* The same as a space to read from: what no segment gives is zero where the producer leaves zeros out. */
bool mem_space(struct mem *mem, struct wcore_space *ret);
/*
 * What an argument means as a place in memory: a number, or an expression in the scope; of
 * arrays, structs and unions where they are, of everything else its value, as gdb's x.
 * *ret_object is the expression's, of kind NONE with a NULL type for a plain number; may be NULL.
 */
bool mem_address(struct mem *mem, const char *text, uint64_t *ret, struct wcore_object *ret_object);
/*
 * Says that an address, which the argument text means or leads to, is outside of a memory: with a caret, exit
 * code 2.  Always false.
 */
bool mem_outside(struct mem *mem, const struct wcore_memory *memory, uint64_t address, const char *text);
/* Evaluates an expression; an error is one line and a caret below the place, exit code 2. */
bool mem_evaluate(struct mem *mem, struct wcore_scope *scope, const char *text,
		  struct wcore_object *ret);
/* The message alone, of an error in the expression text at column; it stays the caller's. */
void mem_complain(struct mem *mem, const struct wcore_error *error, const char *text, size_t column);
/* Whether a function has that name: all of it, without parameters, or the last part of that. */
bool mem_is_named(struct wcore_string function, const char *name);
/* What addresses of the memory belong to; opened when first asked for. */
bool mem_owners(struct mem *mem, const struct wcore_memory *memory, struct wcore_owners **ret);

/* "wcore-mem: PATH: text", and exit code 1: nothing found, a part is missing. */
void mem_missing(struct mem *mem, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same of a memory that the dump only declares. */
void mem_missing_bytes(struct mem *mem);
/* Prints the error, if it is one, and gives whether it was none: `if (!mem_check(mem, f(...))) return;` */
bool mem_check(struct mem *mem, struct wcore_error *error);

#endif
