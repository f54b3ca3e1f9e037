/* What the files of `wcore-mem heap` share. */
#ifndef WCORE_CMD_MEM_HEAP_H
#define WCORE_CMD_MEM_HEAP_H

#include "../libcore/layout/heap_reach.h"
#include "../libcore/layout/heap_summary.h"
#include "mem.h"

struct heap_options {
	bool chunks, histogram, leaks, owners, check;
	const char *type, *svg;
};

struct heap_view {
	struct mem *mem;
	const struct wcore_memory *memory;
	struct wcore_heap *heap;
	struct wcore_owners *names;	/* what addresses belong to */
	struct wcore_reach *reach;	/* made by heap_reach() */
};

/* Chunks of a chain of pointers that are told of, from a chunk to a root. */
#define HEAP_CHAIN 8
/* Bytes of a chunk that are shown when they are text. */
#define HEAP_TEXT 24

/* What is told of a chunk, for text and JSON. */
struct heap_line {
	struct wcore_chunk chunk;
	uint64_t references;		/* from what is reachable */
	struct {
		struct wcore_reference reference;
		struct wcore_chunk holder;	/* of MEMORY in a chunk */
		bool is_held;
		struct wcore_owner owner;	/* of MEMORY elsewhere; of HEAP_CHAIN the last may be a chunk */
	} chain[HEAP_CHAIN];
	unsigned chain_count;
	char text[HEAP_TEXT + 1];	/* printable bytes at its start; "" for none */
};

/* Makes view->reach; false when that failed, which was said. */
bool heap_reach(struct heap_view *view);
/* with_references: reach was made. */
struct heap_line heap_line(struct heap_view *view, const struct wcore_chunk *chunk, bool with_references);

struct heap_problem {
	const struct wcore_heap_problem *problem;
	bool has_chunk, has_before;
	struct heap_line chunk, before;
};

/* mem_heap_text.c */
void heap_text_summary(struct heap_view *view, const struct wcore_heap_state *state,
		       const struct wcore_heap_summary *summary);
void heap_text_histogram(const struct wcore_heap_summary *summary);
void heap_text_chunk(struct heap_view *view, const struct heap_line *line);
void heap_text_owner(struct heap_view *view, const struct heap_line *line);
void heap_text_leak(struct heap_view *view, const struct wcore_leak *leak, const struct heap_line *line);
void heap_text_fit(struct heap_view *view, const struct heap_line *line, uint32_t checks);
void heap_text_problem(struct heap_view *view, const struct heap_problem *problem);

/* mem_heap_json.c */
void heap_json_summary(struct heap_view *view, const struct wcore_heap_state *state,
		       const struct wcore_heap_summary *summary);
void heap_json_histogram(const struct wcore_heap_summary *summary);
void heap_json_chunk(const struct heap_line *line);
void heap_json_owner(const struct heap_line *line);
void heap_json_leak(struct heap_view *view, const struct wcore_leak *leak, const struct heap_line *line);
void heap_json_fit(const struct heap_line *line, const char *type, uint32_t checks);
void heap_json_problem(const struct heap_problem *problem);

/* mem_heap_svg.c: writes the picture to a stream. */
void heap_svg(struct heap_view *view, FILE *out);

#endif
