/* The text of `wcore-mem heap`: one record a line. */
#include <inttypes.h>
#include <string.h>

#include "../libcore/base/text.h"
#include "mem_heap.h"

static void print_address(const struct heap_view *view, uint64_t address)
{
	printf("%s0x%08" PRIx64 "%s", wcore_cli_style(view->mem->cli, WCORE_STYLE_ADDRESS), address,
	       wcore_cli_style(view->mem->cli, WCORE_STYLE_END));
}

static void print_heading(const struct heap_view *view, const char *name)
{
	printf("%s%-14s%s", wcore_cli_style(view->mem->cli, WCORE_STYLE_HEADING), name,
	       wcore_cli_style(view->mem->cli, WCORE_STYLE_END));
}

static void print_count(const struct heap_view *view, const char *name, const struct wcore_heap_count *count)
{
	print_heading(view, name);
	printf("%" PRIu64 " chunks, %" PRIu64 " bytes", count->chunks, count->bytes);
}

void heap_text_summary(struct heap_view *view, const struct wcore_heap_state *state,
		       const struct wcore_heap_summary *summary)
{
	const struct wcore_heap_count *states = summary->states;
	const unsigned fragmentation = wcore_heap_fragmentation(summary);

	print_heading(view, "allocator");
	printf("%s", state->allocator->name);
	if (state->variant)
		printf(" (%s)", state->variant);
	if (state->size)
		printf(", its state at 0x%" PRIx64, state->address);
	putchar('\n');
	print_heading(view, "regions");
	printf("%" PRIu64 ", %" PRIu64 " bytes, 0x%" PRIx64 "-0x%" PRIx64 "\n", summary->regions, summary->region_bytes,
	       summary->region_start, summary->region_end);
	print_count(view, "used", &states[WCORE_CHUNK_USED]);
	printf(", the largest of %" PRIu64 "\n", summary->largest_used);
	print_count(view, "free", &states[WCORE_CHUNK_FREE]);
	putchar('\n');
	if (states[WCORE_CHUNK_MIXED].chunks) {
		print_heading(view, "mixed");
		printf("%" PRIu64 " bytes, of which the allocator does not record what is in use\n",
		       states[WCORE_CHUNK_MIXED].bytes);
	}
	print_heading(view, "top");
	printf("%" PRIu64 " bytes\n", states[WCORE_CHUNK_TOP].bytes);
	print_heading(view, "overhead");
	printf("%" PRIu64 " bytes of headers, %" PRIu64 " of the allocator's own\n", summary->header_bytes,
	       states[WCORE_CHUNK_INTERNAL].bytes);
	print_heading(view, "fragmentation");
	printf("%u.%u%% of what is free lies outside the largest piece, of %" PRIu64 " bytes\n", fragmentation / 10,
	       fragmentation % 10, summary->largest_free);
	if (summary->unknown_bytes) {
		print_heading(view, "unknown");
		printf("%" PRIu64 " bytes in no chunk that is certain\n", summary->unknown_bytes);
	}
}

#define BAR 40

void heap_text_histogram(const struct wcore_heap_summary *summary)
{
	uint64_t most = 1;

	for (unsigned i = 0; i < WCORE_HEAP_BUCKETS; i++)
		if (summary->buckets[i].used.chunks > most)
			most = summary->buckets[i].used.chunks;
	for (unsigned i = 0; i < WCORE_HEAP_BUCKETS; i++) {
		const struct wcore_heap_bucket *bucket = &summary->buckets[i];
		const double share = (double)bucket->used.chunks / (double)most;
		char range[48];

		if (!bucket->used.chunks && !bucket->free.chunks)
			continue;
		snprintf(range, sizeof(range), "%" PRIu64 "-%" PRIu64, i ? UINT64_C(1) << i : 0,
			 ((UINT64_C(1) << i) - 1) * 2 + 1);
		printf("%-22s used %8" PRIu64 " chunks %12" PRIu64 " bytes  free %8" PRIu64 " chunks %12" PRIu64 " bytes",
		       range, bucket->used.chunks, bucket->used.bytes, bucket->free.chunks, bucket->free.bytes);
		if (bucket->used.chunks)
			fputs("  ", stdout);
		for (unsigned j = 0; bucket->used.chunks && j < 1 + (unsigned)(share * (BAR - 1)); j++)
			putchar('#');
		putchar('\n');
	}
}

/* Where one pointer to a chunk stands. */
static void print_place(const struct heap_line *line, unsigned i)
{
	const struct wcore_reference *reference = &line->chain[i].reference;

	switch (reference->kind) {
	case WCORE_REFERENCE_GLOBAL:
		printf("global %" PRIu64, reference->place);
		break;
	case WCORE_REFERENCE_LOCAL:
		printf("local %" PRIu64 " of recorded frame %" PRIu32, reference->place, reference->frame);
		break;
	case WCORE_REFERENCE_OPERAND:
		printf("operand %" PRIu64 " of recorded frame %" PRIu32, reference->place, reference->frame);
		break;
	default:
		if (line->chain[i].is_held)
			printf("0x%" PRIx64 "+%" PRIu64, line->chain[i].holder.address,
			       reference->place - line->chain[i].holder.address);
		else if (line->chain[i].owner.kind == WCORE_OWNER_NONE)
			printf("0x%" PRIx64, reference->place);
		else
			wcore_owner_write(&line->chain[i].owner, stdout);
		break;
	}
}

static void print_start(struct heap_view *view, const struct heap_line *line)
{
	print_address(view, line->chunk.address);
	printf(" %10" PRIu64, line->chunk.size);
}

static void print_text(const struct heap_line *line, const char *before)
{
	if (line->chunk.is_object)
		printf("%sclass %" PRIu32 ", %" PRIu32 " bytes", before, line->chunk.class_id, line->chunk.object_size);
	if (line->text[0]) {
		printf("%s\"", before);
		wcore_text_write(stdout, wcore_string_from(line->text));
		putchar('"');
	}
}

void heap_text_chunk(struct heap_view *view, const struct heap_line *line)
{
	print_start(view, line);
	if (line->chunk.state != WCORE_CHUNK_USED) {
		printf("  %s\n", wcore_chunk_state_name(line->chunk.state));
		return;
	}
	fputs("  used      ", stdout);
	if (line->chain_count)
		print_place(line, 0);
	else
		putchar('-');
	print_text(line, "  ");
	putchar('\n');
}

static void print_chain(const struct heap_line *line)
{
	for (unsigned i = 0; i < line->chain_count; i++) {
		fputs(i ? " < " : "  ", stdout);
		print_place(line, i);
	}
	if (line->chain_count == HEAP_CHAIN)
		fputs(" < ...", stdout);
	if (!line->chain_count)
		fputs("  -", stdout);
}

void heap_text_owner(struct heap_view *view, const struct heap_line *line)
{
	print_start(view, line);
	printf("  %6" PRIu64 " %-8s", line->references, line->references == 1 ? "pointer" : "pointers");
	print_chain(line);
	putchar('\n');
}

void heap_text_fit(struct heap_view *view, const struct heap_line *line, uint32_t checks)
{
	print_start(view, line);
	printf("  %6" PRIu32 " %-8s", checks, checks == 1 ? "check" : "checks");
	print_chain(line);
	putchar('\n');
}

void heap_text_leak(struct heap_view *view, const struct wcore_leak *leak, const struct heap_line *line)
{
	print_start(view, line);
	switch (leak->state) {
	case WCORE_REACH_INDIRECT:
		printf("  indirect  by 0x%" PRIx64,
		       wcore_heap_at(view->heap, view->reach->leaks[leak->root].index).address);
		break;
	case WCORE_REACH_DOUBTFUL:
		fputs("  doubtful  only from below the stack pointer:", stdout);
		print_chain(line);
		break;
	default:
		fputs("  leaked", stdout);
		if (leak->held_chunks)
			printf("    with %" PRIu64 " more, %" PRIu64 " bytes", leak->held_chunks, leak->held_bytes);
		break;
	}
	print_text(line, leak->state == WCORE_REACH_LEAKED && !leak->held_chunks ? "    " : "  ");
	putchar('\n');
}

/* The chunk that may have run over: what it is known by. */
static void print_neighbour(const struct heap_line *line, const char *name)
{
	printf("; %s: 0x%" PRIx64 ", %s, %" PRIu64 " bytes", name, line->chunk.address,
	       wcore_chunk_state_name(line->chunk.state), line->chunk.size);
	if (line->chain_count) {
		fputs(", of ", stdout);
		print_place(line, 0);
	}
	print_text(line, ", ");
}

void heap_text_problem(struct heap_view *view, const struct heap_problem *told)
{
	const struct wcore_heap_problem *problem = told->problem;

	print_address(view, problem->address);
	printf("  %-12s %s", problem->rule, problem->text);
	if (told->has_chunk)
		print_neighbour(&told->chunk, "the chunk");
	if (told->has_before && (!told->has_chunk || told->before.chunk.start != told->chunk.chunk.start))
		print_neighbour(&told->before, "the one in front may have run over");
	putchar('\n');
}
