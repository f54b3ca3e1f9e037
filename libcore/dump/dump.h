/*
 * A core dump (tool-conventions Coredump.md) as its parts.  Everything reached
 * through a dump is borrowed until wcore_dump_close().  Quirks are findings;
 * a part that cannot be read leaves what stood before it, and an error in
 * `broken`, which a command prints and turns into exit code 2.
 */
#ifndef WCORE_DUMP_DUMP_H
#define WCORE_DUMP_DUMP_H

#include "../wasm/index.h"
#include "../wasm/module.h"
#include "dialect.h"
#include "trace_notes.h"
#include "zeros.h"

/* In coreinstances: a memory or global that is not in the dump. */
#define WCORE_ABSENT UINT32_C(0xffffffff)

struct wcore_dump_module {
	struct wcore_string name;	/* "<anonymous-module-0>" included; absent when not recorded */
};

struct wcore_instance {
	uint32_t module;	/* index of a dump module; WCORE_ABSENT when it names one that is not there */
	const uint32_t *memories;	/* of the dump, or WCORE_ABSENT; never out of range */
	const uint32_t *globals;
	uint32_t memory_count, global_count;
};

struct wcore_thread {
	struct wcore_string name;
	uint32_t index;
	uint32_t frame_count;	/* as recorded; those that are there when WasmEdge wrote fewer */
	uint64_t frames;	/* file offset of the first frame */
	uint64_t end;		/* of the section */
	uint64_t offset;	/* of the section's header */
	bool has_frame_kind;	/* each frame starts with a kind byte, as all but the oldest producers write */
	unsigned fits;		/* bit per dialect: readings that consume the section exactly */
	unsigned candidates;	/* the same; where none fits, those that get as far as the chosen one */
	const struct wcore_dialect *dialect;	/* the chosen reading */
	bool is_sure;		/* the dialect was forced, or nothing else fits, or a module decided */
	bool is_broken;		/* no dialect reads the section to its end */
};

struct wcore_dump {
	struct wcore_module *wasm;	/* the dump's own sections; owned */
	struct wcore_string executable;	/* of `core`; absent when there is no such section */
	bool has_core;
	bool is_shared_instance;	/* no coreinstances: everything is instance 0 */
	struct wcore_dump_module *modules; uint32_t module_count;
	struct wcore_instance *instances; uint32_t instance_count;
	struct wcore_thread *threads; uint32_t thread_count;
	struct wcore_memory *memories; uint32_t memory_count;	/* memory.h */
	const struct wcore_index *index;	/* globals, tables as recorded */
	struct wcore_embedded *embedded; uint32_t embedded_count;	/* embedded.h: files of a bundle */
	uint64_t segment_count;		/* data segments, as the section's count says */
	struct wcore_segments *segments;	/* segments.h: their index; owned */
	struct wcore_zeros zeros;	/* captured bytes that no segment gives: zeros.h */
	struct wcore_trace_notes trace;	/* of a dump that was made of a text trace; empty otherwise */
	enum wcore_dialect_id forced;	/* WCORE_DIALECT_AUTO, or the dialect of every thread */
	struct wcore_section tail;	/* of a cut file: its last section as far as it is there; where NULL: none */
	struct wcore_findings findings;
	struct wcore_error *broken;	/* the first part that could not be read, or NULL; owned */
	struct wcore_arena arena;
};

/* More modules, instances, memories, or indices in instances than this are left out: core/too-many. */
#define WCORE_DUMP_MAX_MEMORIES 65536
#define WCORE_DUMP_MAX_MODULES 65536
#define WCORE_DUMP_MAX_INDICES (1 << 20)

/* True when one of the core sections is there. */
bool wcore_dump_is_dump(const struct wcore_module *wasm);

/*
 * file stays the caller's.  force: WCORE_DIALECT_AUTO, or the dialect of every
 * thread.  Errors: KIND (another kind of file; a plain Wasm module too), NOMEM.
 */
struct wcore_error *wcore_dump_open(const struct wcore_file *file, enum wcore_dialect_id force,
				    struct wcore_dump **ret);
void wcore_dump_close(struct wcore_dump *dump);

/*
 * The section of that id (a custom section: of that name), also when the file
 * is cut inside it; NULL when there is none.  name is NULL for other sections.
 */
const struct wcore_section *wcore_dump_section(const struct wcore_dump *dump,
					       enum wcore_section_id id, const char *name);
/*
 * The dump module of an instance; false when there is no such instance or it
 * names no module.  A dump without instances has them all in module 0.
 */
bool wcore_dump_instance_module(const struct wcore_dump *dump, uint32_t instance, uint32_t *ret);

/* The producer as far as the dump's shape tells: "Wasmtime", "Wasmer", ...; NULL when it does not. */
const char *wcore_dump_producer(const struct wcore_dump *dump);

#endif
