/* wcore-mem heap. */
#include <inttypes.h>
#include <stdlib.h>
#include "mem.h"
#include "../libcore/layout/heap_summary.h"

static bool on_chunk(void *c, const struct wcore_chunk *k){ (void)c; printf("0x%"PRIx64" %"PRIu64" %s\n",k->address,k->size,wcore_chunk_state_name(k->state)); return true;}
static bool on_problem(void *c, const struct wcore_heap_problem *p){ (void)c; printf("PROBLEM %s at 0x%"PRIx64" chunk 0x%"PRIx64" before 0x%"PRIx64": %s\n",p->rule,p->address,p->chunk,p->before,p->text); return true;}

static void run(struct mem *mem, void *options)
{
	const struct wcore_memory *memory; struct wcore_heap *heap;
	struct wcore_heap_summary s;
	(void)options;
	if (!mem_memory(mem,&memory)) return;
	if (!mem_check(mem, wcore_heap_open(mem->input.target, memory, &heap))) return;
	for (unsigned i=0;i<heap->state_count;i++){ struct wcore_heap_state *st=&heap->states[i];
		printf("%s %s at 0x%"PRIx64" +%"PRIu64"\n", st->allocator->name, st->variant, st->address, st->size);
		for (int j=0;j<11;j++) printf(" %"PRIx64, st->words[j]);
		printf("\n");
		wcore_heap_summarize(heap,st,&s);
		printf("regions %"PRIu64" bytes %"PRIu64" used %"PRIu64"/%"PRIu64" free %"PRIu64"/%"PRIu64" top %"PRIu64" unknown %"PRIu64" problems %"PRIu64" frag %u\n", s.regions,s.region_bytes,s.states[0].chunks,s.states[0].bytes,s.states[1].chunks,s.states[1].bytes,s.states[2].bytes,s.unknown_bytes,s.problems,wcore_heap_fragmentation(&s));
		struct wcore_heap_visitor v={ .chunk=on_chunk,.problem=on_problem};
		if (getenv("CHUNKS")) wcore_heap_walk(heap,st,&v);
		mem_check(mem, wcore_heap_check(heap,st,&v));
	}
	if(!heap->state_count) mem_missing(mem, "unknown allocator");
	wcore_heap_close(heap);
}

const struct mem_verb mem_heap = {
	.name = "heap",
	.operands = "DUMP",
	.min_operands = 1,
	.max_operands = 1,
	.summary = "Show the heap as its allocator sees it",
	.groups = MEM_SCOPE | MEM_MEMORY,
	.run = run,
};
