/*
 * The heap as its allocator keeps it: which allocator it is, by what stands in memory, and its chunks.
 *
 * An allocator (struct wcore_allocator) is one file; it recognises its own state, walks its chunks, and
 * checks its lists.  What a walk cannot be certain of ends it and is a problem: no chunk is
 * made up.  A memory may have more than one (a runtime's own beside that of libc).
 */
#ifndef WCORE_LAYOUT_HEAP_H
#define WCORE_LAYOUT_HEAP_H

#include "heap_memory.h"

enum wcore_chunk_state {
	WCORE_CHUNK_USED,	/* handed out to the program */
	WCORE_CHUNK_FREE,	/* given back */
	WCORE_CHUNK_TOP,	/* at the end of a region, not handed out since the region was taken */
	WCORE_CHUNK_INTERNAL,	/* the allocator's own: fenceposts, segment records, bitmaps */
	WCORE_CHUNK_MIXED,	/* taken, by one allocation or more whose borders or state the allocator does not record */
};
/* "used", "free", "top", "internal", "mixed"; static. */
const char *wcore_chunk_state_name(enum wcore_chunk_state state);

struct wcore_chunk {
	uint64_t start, total;	/* all of it, with headers: chunks of one allocator do not overlap */
	uint64_t address;	/* what the program has a pointer to; of others where bytes for it would start */
	uint64_t size;		/* bytes that the program may use from there; at least what it asked for */
	enum wcore_chunk_state state;
	/* Of a collector's object, which address points to; by wcore_heap_describe(). */
	bool is_object;
	uint32_t class_id, object_size;	/* as its header says */
	unsigned owner;		/* its allocator's number in states of the heap: of loaded chunks */
};

/* Memory that the allocator took from the system, or was given. */
struct wcore_heap_region { uint64_t start, end; };

struct wcore_heap_problem {
	const char *rule;	/* "header", "footer", "free-list", "bin", "overlap", "top", "region", "state", ...: static */
	uint64_t address;	/* of the bytes that are wrong */
	uint64_t chunk;		/* start of the chunk that they belong to; WCORE_HEAP_NOWHERE when it is the state */
	uint64_t before;	/* start of the chunk in front of them, whose owner may have run over; or NOWHERE */
	char text[200];		/* what is there and what was expected, with numbers; no address in front */
};
#define WCORE_HEAP_NOWHERE UINT64_MAX

/* What a walk or a check tells; each function gives false to end it. */
struct wcore_heap_visitor {
	bool (*region)(void *context, const struct wcore_heap_region *region);	/* before its chunks */
	bool (*chunk)(void *context, const struct wcore_chunk *chunk);
	bool (*problem)(void *context, const struct wcore_heap_problem *problem);
	void *context;	/* any function may be NULL */
};
bool wcore_heap_visit_region(const struct wcore_heap_visitor *visitor, uint64_t start, uint64_t end);
bool wcore_heap_visit_chunk(const struct wcore_heap_visitor *visitor, const struct wcore_chunk *chunk);
bool wcore_heap_visit_problem(const struct wcore_heap_visitor *visitor, const char *rule, uint64_t address,
			      uint64_t chunk, uint64_t before, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

#define WCORE_HEAP_WORDS 16
/* An allocator that was recognised: where its state stands. */
struct wcore_heap_state {
	const struct wcore_allocator *allocator;
	const char *variant;	/* "wasi-libc", "Rust"; NULL for none; static */
	uint64_t address, size;	/* of its state in memory; size 0 when it is kept in Wasm globals */
	uint64_t words[WCORE_HEAP_WORDS];	/* the allocator's own notes */
};

struct wcore_heap;

struct wcore_allocator {
	const char *name;	/* "dlmalloc" */
	/*
	 * Whether the memory holds this allocator's state: by invariants that chance does not meet, never
	 * by names alone.  An allocator that handed nothing out yet need not be recognised.  A
	 * heap that is damaged has to be, as far as its state still stands.
	 */
	bool (*recognize)(struct wcore_heap_memory *memory, struct wcore_heap_state *ret);
	/* Visits regions, and in each the chunks by address; problems that stand in the way of the walk too. */
	void (*walk)(struct wcore_heap_memory *memory, const struct wcore_heap_state *state,
		     const struct wcore_heap_visitor *visitor);
	/*
	 * Visits problems that the walk does not see: lists, bins, counters.  heap has the chunks of the
	 * walk: wcore_heap_find(), wcore_heap_index().  May be NULL.
	 */
	void (*check)(struct wcore_heap *heap, const struct wcore_heap_state *state,
		      const struct wcore_heap_visitor *visitor);
	/* Sets is_object of a used chunk, and what its header says.  May be NULL. */
	void (*describe)(struct wcore_heap_memory *memory, struct wcore_chunk *chunk);
};

/* Surest first; NULL ends it. */
extern const struct wcore_allocator *const wcore_allocators[];
extern const struct wcore_allocator wcore_dlmalloc, wcore_emmalloc, wcore_talc, wcore_talc5, wcore_tlsf, wcore_tinygo,
	wcore_wee_alloc, wcore_zig, wcore_assemblyscript_stub;

/* Memories have one or two. */
#define WCORE_HEAP_STATES 4
/* Chunks that are kept for wcore_heap_find(): 32 MiB of them.  Walks visit all. */
#define WCORE_HEAP_CHUNKS (1u << 21)

struct wcore_heap {
	struct wcore_heap_memory memory;
	struct wcore_heap_state states[WCORE_HEAP_STATES];
	unsigned state_count;	/* 0: the allocator is unknown, or there is no heap */

	/* Of wcore_heap_load(): all chunks by their start. */
	struct wcore_heap_item *items;
	size_t count, capacity;
	bool is_loaded;
	bool is_partial;	/* there are more than are kept, or the walk was ended by a problem or for want of work */
};

/* Recognises allocators and reads no chunk.  target and memory are borrowed.  Errors: NOMEM. */
struct wcore_error *wcore_heap_open(struct wcore_target *target, const struct wcore_memory *memory,
				    struct wcore_heap **ret);
void wcore_heap_close(struct wcore_heap *heap);

/* Streams regions, chunks and the problems of the walk, of one state. */
void wcore_heap_walk(struct wcore_heap *heap, const struct wcore_heap_state *state,
		     const struct wcore_heap_visitor *visitor);
/* All problems of a state: those of the walk, then those of its check.  Errors: NOMEM. */
struct wcore_error *wcore_heap_check(struct wcore_heap *heap, const struct wcore_heap_state *state,
				     const struct wcore_heap_visitor *visitor);

/* Keeps the chunks of all states, as far as WCORE_HEAP_CHUNKS; the functions below do it the first time.  Errors: NOMEM. */
struct wcore_error *wcore_heap_load(struct wcore_heap *heap);
/* What a header of a collector in it says, by the chunk's owner. */
void wcore_heap_describe(struct wcore_heap *heap, struct wcore_chunk *chunk);
/* The chunk that has the address in [start, start + total); false without one, or memory. */
bool wcore_heap_find(struct wcore_heap *heap, uint64_t address, struct wcore_chunk *ret);
/* The same as its number among the loaded ones, by address. */
bool wcore_heap_index(struct wcore_heap *heap, uint64_t address, size_t *ret);
/* The chunk of that number, below heap->count. */
struct wcore_chunk wcore_heap_at(const struct wcore_heap *heap, size_t index);

#endif
