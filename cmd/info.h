/*
 * wcore-info: what a dump holds, as one result that info_text() and info_json()
 * write down.  info_build() computes it: the head and findings in info_build.c,
 * modules in info_modules.c, memories, globals and tables in info_state.c.
 */
#ifndef WCORE_CMD_INFO_H
#define WCORE_CMD_INFO_H

#include "../libcore/analysis/trap.h"
#include "../libcore/dump/memory.h"
#include "../libcore/wasm/metadata.h"
#include "../libcore/wasm/names.h"
#include "../libcore/dump/embedded.h"
#include "cli.h"

struct info_options {
	bool brief;	/* one line a dump */
	bool full;	/* no list is cut, exact captured bytes */
	bool sections;	/* the layout of the file alone */
	bool json;
};

#define INFO_PRODUCERS_MAX 16
#define INFO_FEATURES_MAX 64
/* Memories and globals above this many are counted, not described. */
#define INFO_ITEMS_MAX 20000

/* What was found for a module of the dump. */
struct info_module {
	const struct wcore_target_module *target;
	const char *path;	/* of the module file; NULL when none was found */
	const char *debug_path;	/* of the companion that holds the DWARF; NULL: none */
	const char *build_id;	/* NULL: none */
	uint64_t size;		/* of the module in bytes */
	uint32_t functions, imported;
	bool has_names;		/* of functions, in its name section */
	bool has_debug_names;	/* in that of the companion */
	struct wcore_string source_map;	/* as the module names it, "data:" for one inside; absent: none */
	struct wcore_string external;	/* external_debug_info; absent: none */
	bool has_source_map;	/* it was found */
	bool has_dwarf;
	struct wcore_dwarf_summary dwarf;	/* with has_dwarf */
	const char *languages;	/* "C11, C++14"; NULL: none is recorded */
	struct wcore_producer *producers;
	size_t producer_count;
	struct wcore_feature *features;
	size_t feature_count;
};

struct info_thread {
	const struct wcore_thread *thread;
	bool is_truncated;	/* the producer left older frames out */
};

/* What a module calls one of its memories or globals. */
struct info_name {
	struct wcore_string text;	/* absent: nothing */
	struct wcore_string module;	/* of an import: where it comes from; absent otherwise */
	enum wcore_name_origin origin;
};

/* Where a memory or global of the dump belongs. */
struct info_owner {
	bool is_known;
	bool is_imported;	/* by that instance */
	uint32_t instance;
	uint32_t index;		/* in the module's index space */
	struct info_name name;
};

struct info_memory {
	const struct wcore_memory *memory;
	struct info_owner owner;
	unsigned page_log2;	/* of the module, where the dump lost it */
	uint64_t size;		/* in bytes; UINT64_MAX: 2^64 or more */
	uint64_t pages;
	bool has_usage;
	struct wcore_memory_usage usage;
};

struct info_global {
	const struct wcore_global *global;
	struct info_owner owner;
};

struct info_finding {
	const char *path;
	const struct wcore_finding *finding;
};

/* Borrowed from input and arena until info_deinit(). */
struct info {
	const char *operand;	/* as the user named it */
	const char *path;	/* as shown: "<stdin>" for "-" */
	struct wcore_input input;
	struct wcore_arena arena;
	bool no_demangle;
	struct wcore_error *error;	/* what ended the reading; NULL: nothing */
	const char *error_text;		/* the same as one line */
	const char *kind;	/* "core dump", "an ELF core file"; NULL: unknown */
	bool is_dump;		/* what follows is set */
	const char *producer;	/* NULL: the dump does not tell */
	const struct wcore_dialect *dialect;	/* of the first thread; NULL: no thread */
	bool is_sure;		/* nothing else would do, for any thread */
	bool is_mixed;		/* threads differ in dialect */
	const struct wcore_thread *trap_thread;	/* NULL: no thread */
	struct wcore_trap trap;
	const char *trap_kinds;	/* "integer divide by zero or integer overflow"; NULL: no thread */
	const char *trap_place;	/* "i32.div_s at main.wasm+0x5b2"; NULL: unknown */
	struct info_thread *threads; uint32_t thread_count;
	struct info_module *modules; uint32_t module_count, found_count;
	/* At most INFO_ITEMS_MAX of the dump's totals. */
	struct info_memory *memories; uint32_t memory_count, memory_total;
	struct info_global *globals; uint32_t global_count, global_total;
	uint64_t memory_bytes;	/* of all memories, at most UINT64_MAX */
	uint64_t captured_limit;	/* bytes that the data segments can hold at most */
	bool is_captured_exact;	/* each memory has its usage */
	struct info_finding *findings; size_t finding_count;	/* worst first */
	uint64_t dropped_findings;
};

/*
 * What the dump at path holds.  *ret is to be rendered whatever happens: error
 * is set, and what was read before it is there.  Sets the exit code of cli, and
 * prints nothing.
 */
void info_build(struct wcore_cli *cli, const struct info_options *options, const char *path,
		struct info *ret);
void info_deinit(struct wcore_cli *cli, struct info *info);

/* Parts of info_build(); errors: NOMEM. */
struct wcore_error *info_build_modules(struct info *info);
struct wcore_error *info_build_state(struct info *info, bool full);

/* The module file of a dump's module, when it was found and does not contradict the dump. */
struct wcore_module *info_usable_module(const struct info *info, uint32_t module);

/* "custom", "data"; "unknown" for an id that is none. */
const char *info_section_name(unsigned id);

void info_text(const struct wcore_cli *cli, const struct info_options *options,
	       const struct info *info);
/* One line. */
void info_text_brief(const struct info *info);
void info_json(const struct info *info);

#endif
