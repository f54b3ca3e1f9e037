/* What is wrong with dlmalloc's bins, maps and top: the rest of its state, beside the chunks themselves. */
#include "dlmalloc.h"

#include <stdlib.h>

#include "../base/alloc.h"

struct check {
	struct dl dl;
	struct wcore_heap *heap;
	const struct wcore_heap_visitor *visitor;
	uint8_t *seen;		/* of each chunk whether a bin names it */
	bool is_broken;		/* a list breaks off: chunks may be missing in it */
	bool is_over;
};

static bool say(struct check *check, bool goes_on)
{
	if (!goes_on)
		check->is_over = true;
	return goes_on;
}

/* The chunk that an address lies in, and the one in front of it: their starts. */
struct around { uint64_t chunk, before; };

static struct around around(struct check *check, uint64_t address)
{
	struct around found = { WCORE_HEAP_NOWHERE, WCORE_HEAP_NOWHERE };
	size_t index;

	if (!wcore_heap_index(check->heap, address, &index))
		return found;
	found.chunk = wcore_heap_at(check->heap, index).start;
	if (index) {
		const struct wcore_chunk front = wcore_heap_at(check->heap, index - 1);

		if (front.start + front.total == found.chunk)
			found.before = front.start;
	}
	return found;
}

static const char *bin_kind(const struct dl_node *node)
{
	return node->kind == DL_SMALL ? "small" : "tree";
}

/* A link that leads to no chunk: where it stands is what was written over. */
static bool say_link(struct check *check, const struct dl_node *node, const char *text)
{
	const struct around place = around(check, node->from);

	check->is_broken = true;
	return say(check, wcore_heap_visit_problem(check->visitor, "free-list", node->from, place.chunk, place.before,
						   "%s bin %u leads to 0x%llx, %s", bin_kind(node), node->bin,
						   (unsigned long long)node->chunk, text));
}

static bool say_node(struct check *check, const struct dl_node *node, const char *rule, uint64_t address,
		     const char *text)
{
	const struct around place = around(check, node->chunk + check->dl.width);

	return say(check, wcore_heap_visit_problem(check->visitor, rule, address, place.chunk, place.before,
						   "the chunk at 0x%llx in %s bin %u %s",
						   (unsigned long long)(node->chunk + 2 * check->dl.width),
						   bin_kind(node), node->bin, text));
}

static bool is_of_bin(const struct dl_node *node, uint64_t size)
{
	return node->kind == DL_SMALL ? size == (uint64_t)node->bin << DL_SMALL_SHIFT
				      : size >> DL_TREE_SHIFT && dl_tree_index(size) == node->bin;
}

/* What a node of a tree says of its parent; the ring of chunks of its size has to close, too. */
static bool check_branch(struct check *check, const struct dl_node *node)
{
	const struct dl *dl = &check->dl;
	const uint64_t width = dl->width, trees = dl->state->words[DL_AT_TREEBINS];
	const bool is_root = node->from >= trees && node->from < trees + DL_BINS * width;
	uint64_t parent = 0, last, ahead;

	if (!dl_word(dl, node->chunk + 6 * width, &parent) ||
	    (is_root ? parent != node->from : parent != node->from - 4 * width && parent != node->from - 5 * width))
		return say_node(check, node, "free-list", node->chunk + 6 * width,
				"has another parent than leads to it");
	if (dl_word(dl, node->chunk + 3 * width, &last) && dl_is_place(dl, last) &&
	    dl_word(dl, last + 2 * width, &ahead) && ahead == node->chunk)
		return true;
	check->is_broken = true;
	return say_node(check, node, "free-list", node->chunk + 3 * width,
			"has a link back to what does not lead to it");
}

static bool check_back(struct check *check, const struct dl_node *node)
{
	const uint64_t width = check->dl.width;
	uint64_t back = 0;

	if (node->kind == DL_BRANCH)
		return check_branch(check, node);
	if (dl_word(&check->dl, node->chunk + 3 * width, &back) && back == node->from - 2 * width)
		return true;
	return say_node(check, node, "free-list", node->chunk + 3 * width,
			"has a link back to another than leads to it");
}

static bool check_node(void *context, const struct dl_node *node)
{
	struct check *check = context;
	struct wcore_chunk chunk;
	size_t index;

	if (!dl_is_place(&check->dl, node->chunk))
		return say_link(check, node, "where no chunk can be");
	if (!wcore_heap_index(check->heap, node->chunk + check->dl.width, &index))
		return check->heap->is_partial || say_link(check, node, "which is in no chunk");
	chunk = wcore_heap_at(check->heap, index);
	if (chunk.start != node->chunk + check->dl.width) {
		check->is_broken = true;
		return say(check, wcore_heap_visit_problem(check->visitor, "overlap", node->chunk + check->dl.width,
							   chunk.start, WCORE_HEAP_NOWHERE,
							   "%s bin %u names a chunk there, inside this %s one of %llu bytes",
							   bin_kind(node), node->bin, wcore_chunk_state_name(chunk.state),
							   (unsigned long long)chunk.total));
	}
	if (check->seen[index]) {
		check->is_broken = true;
		return say_node(check, node, "double-free", chunk.start,
				"is named twice: it was freed twice, or its links were overwritten");
	}
	check->seen[index] = 1;
	if (chunk.state != WCORE_CHUNK_FREE)
		return say_node(check, node, "free-list", chunk.start, "is not marked free");
	if (!is_of_bin(node, chunk.total))
		return say_node(check, node, "bin", chunk.start, "has a size of another bin");
	return check_back(check, node);
}

static void check_free_chunks(struct check *check)
{
	const uint64_t dv = check->dl.dv ? check->dl.dv + check->dl.width : 0;

	if (check->is_broken || (!check->dl.state->words[DL_AT_TREEBINS]) || !check->dl.state->words[DL_AT_DV])
		return;
	for (size_t i = 0; i < check->heap->count && !check->is_over; i++) {
		const struct wcore_chunk chunk = wcore_heap_at(check->heap, i);

		if (chunk.state == WCORE_CHUNK_FREE && !check->seen[i] && chunk.start != dv &&
		    dl_segment_of(&check->dl, chunk.start, chunk.total - check->dl.width))
			say(check, wcore_heap_visit_problem(check->visitor, "free-list", chunk.start, chunk.start,
							    around(check, chunk.start).before,
							    "free chunk of %llu bytes that no bin names",
							    (unsigned long long)chunk.total));
	}
}

static void check_dv(struct check *check)
{
	const struct dl *dl = &check->dl;
	struct wcore_chunk chunk;

	if (!dl->dv || (wcore_heap_find(check->heap, dl->dv + dl->width, &chunk) &&
			chunk.start == dl->dv + dl->width && chunk.state == WCORE_CHUNK_FREE &&
			chunk.total == dl->dvsize))
		return;
	say(check, wcore_heap_visit_problem(check->visitor, "state", dl->state->words[DL_AT_DV], WCORE_HEAP_NOWHERE,
					    WCORE_HEAP_NOWHERE,
					    "the chunk that was split last is said to be 0x%llx of %llu bytes: "
					    "no such free chunk is there",
					    (unsigned long long)(dl->dv + 2 * dl->width), (unsigned long long)dl->dvsize));
}

static void check_top(struct check *check)
{
	const struct dl *dl = &check->dl;
	const struct dl_segment *segment = dl_segment_of(dl, dl->top, dl->topsize);

	if (check->is_over || (segment && dl->topsize <= UINT64_MAX / 2 &&
			       dl->top + dl->topsize + dl_foot(dl->width, dl->alignment) == segment->base + segment->size &&
			       (dl->top + 2 * dl->width) % dl->alignment == 0))
		return;
	say(check, wcore_heap_visit_problem(check->visitor, "top", dl->state->words[DL_AT_TOP], WCORE_HEAP_NOWHERE,
					    WCORE_HEAP_NOWHERE,
					    "the top is said to be 0x%llx of %llu bytes: that does not end with a segment",
					    (unsigned long long)(dl->top + 2 * dl->width), (unsigned long long)dl->topsize));
}

#define SAY_BIN(check, address, ...) \
	say(check, wcore_heap_visit_problem((check)->visitor, "bin", address, WCORE_HEAP_NOWHERE, WCORE_HEAP_NOWHERE, \
					    __VA_ARGS__))

static bool check_small_bin(struct check *check, unsigned bin)
{
	const struct dl *dl = &check->dl;
	const uint64_t head = dl->state->words[DL_AT_SMALLBINS] + 2 * bin * dl->width;
	uint64_t first, last, ahead;

	if (!dl_is_bin_live(dl, bin) || !dl_word(dl, head + 2 * dl->width, &first) ||
	    !dl_word(dl, head + 3 * dl->width, &last))
		return true;
	if (first == head)
		return SAY_BIN(check, head + 2 * dl->width, "small bin %u is empty, the map says that it is not (0x%llx)",
			       bin, (unsigned long long)first);
	if (dl_is_place(dl, last) && dl_word(dl, last + 2 * dl->width, &ahead) && ahead == head)
		return true;
	return SAY_BIN(check, head + 3 * dl->width, "small bin %u ends with 0x%llx, which does not lead back to it", bin,
		       (unsigned long long)last);
}

static void check_bins(struct check *check)
{
	const struct dl *dl = &check->dl;
	const uint64_t *words = dl->state->words;
	uint64_t trees = 0, root, map;

	for (unsigned i = 0; i < DL_BINS; i++) {
		if (!check_small_bin(check, i))
			return;
		if (words[DL_AT_TREEBINS] && dl_word(dl, words[DL_AT_TREEBINS] + i * dl->width, &root) && root)
			trees |= UINT64_C(1) << i;
	}
	if (words[DL_AT_TREEMAP] && wcore_heap_uint(dl->memory, words[DL_AT_TREEMAP], 4, &map) && map != trees)
		say(check, wcore_heap_visit_problem(check->visitor, "bin", words[DL_AT_TREEMAP], WCORE_HEAP_NOWHERE,
						    WCORE_HEAP_NOWHERE,
						    "the map of tree bins that are not empty is 0x%llx, the bins say 0x%llx",
						    (unsigned long long)map, (unsigned long long)trees));
}

void dl_check(struct wcore_heap *heap, const struct wcore_heap_state *state,
	      const struct wcore_heap_visitor *visitor)
{
	struct check check = { .heap = heap, .visitor = visitor, .seen = wcore_calloc(heap->count + 1, 1) };

	if (!check.seen)
		return;
	dl_open(&check.dl, &heap->memory, state);
	check_top(&check);
	if (!check.is_over)
		dl_visit_bins(&check.dl, check_node, &check);
	if (!check.is_over)
		check_bins(&check);
	if (!check.is_over)
		check_dv(&check);
	if (!check.is_over)
		check_free_chunks(&check);
	free(check.seen);
}
