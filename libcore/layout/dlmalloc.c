/* dlmalloc, as wasi-libc, Emscripten and Rust have it: its chunks.  Declared in heap.h and dlmalloc.h. */
#include "dlmalloc.h"

/* Places where a walk goes on behind damage; more of it ends the walk. */
#define RESUMES_MAX 256

bool dl_word(const struct dl *dl, uint64_t address, uint64_t *ret)
{
	return wcore_heap_word(dl->memory, address, ret);
}

bool dl_head(const struct dl *dl, uint64_t chunk, uint64_t *ret)
{
	return dl_word(dl, chunk + dl->width, ret);
}

static uint64_t align(uint64_t value, uint64_t alignment)
{
	return (value + alignment - 1) & ~(alignment - 1);
}

uint64_t dl_foot(uint64_t width, uint64_t alignment)
{
	return align(2 * width, alignment) - 2 * width + align(5 * width, alignment) + 4 * width;
}

uint64_t dl_first(const struct dl *dl, uint64_t base)
{
	return align(base + 2 * dl->width, dl->alignment) - 2 * dl->width;
}

unsigned dl_tree_index(uint64_t size)
{
	const uint64_t units = size >> DL_TREE_SHIFT;
	unsigned log = 0;

	if (!units)
		return 0;
	if (units > 0xffff)
		return DL_BINS - 1;
	while (units >> (log + 1))
		log++;
	return (log << 1) + (unsigned)(size >> (log + DL_TREE_SHIFT - 1) & 1);
}

static uint64_t value_at(const struct dl *dl, unsigned what)
{
	uint64_t value = 0;

	if (!dl->state->words[what] || !dl_word(dl, dl->state->words[what], &value))
		return 0;
	return value;
}

static bool is_new_segment(const struct dl *dl, const struct dl_segment *segment)
{
	if (!segment->base || !segment->size || segment->base > dl->memory->size ||
	    segment->size > dl->memory->size - segment->base)
		return false;
	for (unsigned i = 0; i < dl->segment_count; i++) {
		const struct dl_segment *other = &dl->segments[i];

		if (segment->base < other->base + other->size && other->base < segment->base + segment->size)
			return false;
	}
	return true;
}

static void read_segments(struct dl *dl)
{
	uint64_t record = dl->state->words[DL_AT_SEGMENT], from = 0;

	while (record && dl->segment_count < DL_SEGMENTS) {
		struct dl_segment segment = { .record = record };

		if (!dl_word(dl, record, &segment.base) || !dl_word(dl, record + dl->width, &segment.size) ||
		    !is_new_segment(dl, &segment)) {
			dl->is_list_broken = true;
			dl->list_end = from ? from : record;
			return;
		}
		dl->segments[dl->segment_count++] = segment;
		from = record + 2 * dl->width;
		if (!dl_word(dl, from, &record))
			return;
	}
}

void dl_open(struct dl *dl, struct wcore_heap_memory *memory, const struct wcore_heap_state *state)
{
	*dl = (struct dl){
		.memory = memory, .state = state, .width = memory->width, .alignment = state->words[DL_ALIGNMENT],
	};
	dl->top = value_at(dl, DL_AT_TOP);
	dl->topsize = value_at(dl, DL_AT_TOPSIZE);
	dl->dv = value_at(dl, DL_AT_DV);
	dl->dvsize = value_at(dl, DL_AT_DVSIZE);
	read_segments(dl);
}

const struct dl_segment *dl_segment_of(const struct dl *dl, uint64_t address, uint64_t size)
{
	for (unsigned i = 0; i < dl->segment_count; i++) {
		const struct dl_segment *segment = &dl->segments[i];

		if (address >= segment->base && address - segment->base <= segment->size &&
		    size <= segment->size - (address - segment->base))
			return segment;
	}
	return NULL;
}

bool dl_is_place(const struct dl *dl, uint64_t chunk)
{
	return chunk <= UINT64_MAX - 4 * dl->width && (chunk + 2 * dl->width) % dl->alignment == 0 &&
	       dl_segment_of(dl, chunk + dl->width, 3 * dl->width);
}

/* A size that a chunk can have where it stands; the end of the segment holds at least a head. */
static bool is_size(const struct dl *dl, const struct dl_segment *segment, uint64_t chunk, uint64_t size)
{
	return size >= 4 * dl->width && size % dl->alignment == 0 &&
	       size <= segment->base + segment->size - chunk - 2 * dl->width;
}

bool dl_is_free(const struct dl *dl, uint64_t chunk, uint64_t *ret_size)
{
	const struct dl_segment *segment;
	uint64_t head, foot, next;

	if (!dl_is_place(dl, chunk) || !dl_head(dl, chunk, &head) || (head & DL_FLAGS) != DL_PINUSE)
		return false;
	segment = dl_segment_of(dl, chunk + dl->width, dl->width);
	*ret_size = dl_size(head);
	return is_size(dl, segment, chunk, *ret_size) && dl_word(dl, chunk + *ret_size, &foot) &&
	       foot == *ret_size && dl_head(dl, chunk + *ret_size, &next) && !(next & DL_PINUSE);
}

/* The bins. */

bool dl_is_bin_live(const struct dl *dl, unsigned bin)
{
	const uint64_t *words = dl->state->words;
	const uint64_t head = words[DL_AT_SMALLBINS] + 2 * bin * dl->width;
	uint64_t map, first, back, size;

	if (words[DL_AT_SMALLMAP] && wcore_heap_uint(dl->memory, words[DL_AT_SMALLMAP], 4, &map))
		return map >> bin & 1;
	return dl_word(dl, head + 2 * dl->width, &first) && first != dl->dv && dl_is_free(dl, first, &size) &&
	       size == (uint64_t)bin << DL_SMALL_SHIFT && dl_word(dl, first + 3 * dl->width, &back) && back == head;
}

struct visit {
	const struct dl *dl;
	bool (*visit)(void *context, const struct dl_node *node);
	void *context;
	uint64_t left;	/* nodes that may still come: more than fit into the segments are a circle */
	bool is_over;
};

static bool tell(struct visit *visit, uint64_t chunk, uint64_t from, unsigned bin, enum dl_node_kind kind)
{
	const struct dl_node node = { chunk, from, bin, kind };

	if (!visit->left || !visit->visit(visit->context, &node))
		visit->is_over = true;
	else
		visit->left--;
	return !visit->is_over && dl_is_place(visit->dl, chunk);
}

/* A ring from its second node on; it ends at its head, or where no chunk can be. */
static void visit_ring(struct visit *visit, uint64_t head, unsigned bin, enum dl_node_kind kind)
{
	const struct dl *dl = visit->dl;
	uint64_t from = head + 2 * dl->width, chunk, slow = head;
	bool is_odd = false;

	while (!visit->is_over && dl_word(dl, from, &chunk) && chunk != head) {
		if (!tell(visit, chunk, from, bin, kind))
			return;
		from = chunk + 2 * dl->width;
		/* A circle that does not lead back to the head meets the slow one. */
		if (is_odd && !dl_word(dl, slow + 2 * dl->width, &slow))
			return;
		is_odd = !is_odd;
		if (slow == chunk)
			return;
	}
}

static void visit_tree(struct visit *visit, uint64_t root_at, unsigned bin)
{
	const struct dl *dl = visit->dl;
	uint64_t stack[DL_TREE_DEPTH];
	unsigned depth = 0;

	stack[depth++] = root_at;
	while (depth && !visit->is_over) {
		const uint64_t from = stack[--depth];
		uint64_t chunk;

		if (!dl_word(dl, from, &chunk) || !chunk || !tell(visit, chunk, from, bin, DL_BRANCH))
			continue;
		visit_ring(visit, chunk, bin, DL_RING);
		for (unsigned i = 0; i < 2 && depth < DL_TREE_DEPTH; i++)
			stack[depth++] = chunk + (4 + i) * dl->width;
	}
}

void dl_visit_bins(const struct dl *dl, bool (*visit)(void *context, const struct dl_node *node), void *context)
{
	struct visit state = { .dl = dl, .visit = visit, .context = context };
	const uint64_t *words = dl->state->words;

	for (unsigned i = 0; i < dl->segment_count; i++)
		state.left += dl->segments[i].size / (4 * dl->width);
	for (unsigned i = 0; i < DL_BINS; i++)
		if (dl_is_bin_live(dl, i))
			visit_ring(&state, words[DL_AT_SMALLBINS] + 2 * i * dl->width, i, DL_SMALL);
	for (unsigned i = 0; words[DL_AT_TREEBINS] && i < DL_BINS; i++)
		visit_tree(&state, words[DL_AT_TREEBINS] + i * dl->width, i);
}

/* The walk. */

struct walk {
	struct dl dl;
	const struct wcore_heap_visitor *visitor;
	const struct dl_segment *segment;
	uint64_t end;		/* of the segment */
	uint64_t before;	/* the chunk in front; WCORE_HEAP_NOWHERE when there is none, or it is not certain */
	bool is_before_used, is_before_known;
	unsigned resumes;
};

static uint64_t start_of(const struct walk *walk, uint64_t chunk)
{
	return chunk == WCORE_HEAP_NOWHERE ? chunk : chunk + walk->dl.width;
}

/* What the chunk has for itself goes from its head to that of the next one. */
static bool tell_chunk(const struct walk *walk, uint64_t chunk, uint64_t size, enum wcore_chunk_state state)
{
	const struct wcore_chunk told = {
		.start = chunk + walk->dl.width, .total = size, .address = chunk + 2 * walk->dl.width,
		.size = size - walk->dl.width, .state = state,
	};

	return wcore_heap_visit_chunk(walk->visitor, &told);
}

/* The allocator's own bytes: in front of the first chunk, and at a segment's end. */
static bool tell_internal(const struct walk *walk, uint64_t start, uint64_t end)
{
	const struct wcore_chunk told = {
		.start = start, .total = end - start, .address = start, .state = WCORE_CHUNK_INTERNAL,
	};

	return start >= end || wcore_heap_visit_chunk(walk->visitor, &told);
}

static bool is_record(const struct walk *walk, uint64_t chunk)
{
	for (unsigned i = 0; i < walk->dl.segment_count; i++)
		if (walk->dl.segments[i].record == chunk + 2 * walk->dl.width)
			return true;
	return false;
}

/* Where the chunks go on for certain, behind a place: the nearest that a list names and that is whole. */
struct resume {
	const struct walk *walk;
	uint64_t behind, best;
};

static void consider(struct resume *resume, uint64_t chunk)
{
	uint64_t size;

	if (chunk > resume->behind && chunk < resume->best && chunk < resume->walk->end &&
	    dl_is_free(&resume->walk->dl, chunk, &size))
		resume->best = chunk;
}

static bool consider_node(void *context, const struct dl_node *node)
{
	consider(context, node->chunk);
	return true;
}

static bool resume_behind(struct walk *walk, uint64_t *chunk)
{
	const struct dl *dl = &walk->dl;
	struct resume resume = { walk, *chunk, UINT64_MAX };

	if (walk->resumes++ >= RESUMES_MAX)
		return false;
	consider(&resume, dl->dv);
	dl_visit_bins(dl, consider_node, &resume);
	if (dl->top > *chunk && dl->top < resume.best && dl_is_place(dl, dl->top) &&
	    dl_segment_of(dl, dl->top, dl->width) == walk->segment)
		resume.best = dl->top;
	for (unsigned i = 0; i < dl->segment_count; i++) {
		const uint64_t record = dl->segments[i].record - 2 * dl->width;

		if (record > *chunk && record < walk->end && record < resume.best)
			resume.best = record;
	}
	if (resume.best == UINT64_MAX)
		return false;
	*chunk = resume.best;
	walk->before = WCORE_HEAP_NOWHERE;
	walk->is_before_known = false;
	return true;
}

/* Why a head cannot be one; NULL when it can. */
static const char *why_not(const struct walk *walk, uint64_t chunk, uint64_t head)
{
	const struct dl *dl = &walk->dl;
	const uint64_t size = dl_size(head);

	if (!(head & (DL_PINUSE | DL_CINUSE)))
		return "it is marked neither used nor behind a used chunk";
	if (head & 4)
		return "it has a flag that dlmalloc does not use";
	if (size < 4 * dl->width)
		return "that is less than the smallest chunk";
	if (size % dl->alignment)
		return "that is no multiple of the alignment";
	if (!is_size(dl, walk->segment, chunk, size))
		return "that passes the end of the segment";
	if (dl->top > chunk && dl->top < walk->end && chunk + size > dl->top)
		return "that reaches into the top";
	return NULL;
}

static bool tell_broken_head(const struct walk *walk, uint64_t chunk, uint64_t head, const char *why)
{
	return wcore_heap_visit_problem(walk->visitor, "header", start_of(walk, chunk), start_of(walk, chunk),
					start_of(walk, walk->before), "size %llu (head 0x%llx): %s",
					(unsigned long long)dl_size(head), (unsigned long long)head, why);
}

static bool check_front(const struct walk *walk, uint64_t chunk, uint64_t head)
{
	const bool says_used = head & DL_PINUSE;

	if (!walk->is_before_known || says_used == walk->is_before_used)
		return true;
	return wcore_heap_visit_problem(walk->visitor, "header", start_of(walk, chunk), start_of(walk, chunk),
					start_of(walk, walk->before),
					"head 0x%llx says that the chunk in front is %s, which is marked %s",
					(unsigned long long)head, says_used ? "used" : "free",
					says_used ? "free" : "used");
}

static bool check_footer(const struct walk *walk, uint64_t chunk, uint64_t size)
{
	const uint64_t at = chunk + size;
	uint64_t foot = 0;

	if (dl_word(&walk->dl, at, &foot) && foot == size)
		return true;
	return wcore_heap_visit_problem(walk->visitor, "footer", at, start_of(walk, chunk), start_of(walk, chunk),
					"the free chunk ends with size %llu, its head says %llu",
					(unsigned long long)foot, (unsigned long long)size);
}

/* False when the walk is over: the visitor ended it. */
static bool visit_chunk(struct walk *walk, uint64_t chunk, uint64_t head)
{
	const uint64_t size = dl_size(head);
	const bool is_used = head & DL_CINUSE;
	enum wcore_chunk_state state = is_used ? WCORE_CHUNK_USED : WCORE_CHUNK_FREE;

	if (is_record(walk, chunk))
		state = WCORE_CHUNK_INTERNAL;
	if (!check_front(walk, chunk, head) || (!is_used && !check_footer(walk, chunk, size)) ||
	    !tell_chunk(walk, chunk, size, state))
		return false;
	walk->before = chunk;
	walk->is_before_used = is_used;
	walk->is_before_known = true;
	return true;
}

static bool visit_top(const struct walk *walk)
{
	const struct dl *dl = &walk->dl;
	const uint64_t start = dl->top + dl->width;
	uint64_t head = 0, size = dl->topsize;

	if (!dl_word(dl, start, &head) || head != (dl->topsize | DL_PINUSE)) {
		if (!wcore_heap_visit_problem(walk->visitor, "top", start, start, start_of(walk, walk->before),
					      "head 0x%llx of the top is not its size, %llu, "
					      "with the bit for a used chunk in front",
					      (unsigned long long)head, (unsigned long long)dl->topsize))
			return false;
	}
	if (size > walk->end - start)
		size = walk->end - start;
	if (size && !tell_chunk(walk, dl->top, size < dl->width ? dl->width : size, WCORE_CHUNK_TOP))
		return false;
	return tell_internal(walk, start + size, walk->end);
}

/* Heads of one word close a segment that is not the top's any more. */
static bool is_fence(const struct walk *walk, uint64_t chunk, uint64_t head)
{
	return head == (walk->dl.width | DL_PINUSE | DL_CINUSE) &&
	       walk->end - chunk <= dl_foot(walk->dl.width, walk->dl.alignment) + walk->dl.alignment;
}

static bool walk_segment(struct walk *walk, const struct dl_segment *segment)
{
	const struct dl *dl = &walk->dl;
	uint64_t chunk = dl_first(dl, segment->base), head;

	walk->segment = segment;
	walk->end = segment->base + segment->size;
	walk->before = WCORE_HEAP_NOWHERE;
	walk->is_before_used = walk->is_before_known = true;
	if (!wcore_heap_visit_region(walk->visitor, segment->base, walk->end) ||
	    !tell_internal(walk, segment->base, chunk + dl->width))
		return false;
	while (chunk + 2 * dl->width <= walk->end) {
		const char *why;

		if (chunk == dl->top)
			return visit_top(walk);
		if (!dl_head(dl, chunk, &head)) {
			if (!wcore_heap_visit_problem(walk->visitor, "header", start_of(walk, chunk),
						      start_of(walk, chunk), start_of(walk, walk->before),
						      "it was not captured") || !resume_behind(walk, &chunk))
				return true;
			continue;
		}
		if (is_fence(walk, chunk, head))
			return tell_internal(walk, chunk + dl->width, walk->end);
		why = why_not(walk, chunk, head);
		if (why) {
			if (!tell_broken_head(walk, chunk, head, why))
				return false;
			if (!resume_behind(walk, &chunk))
				return true;
			continue;
		}
		if (!visit_chunk(walk, chunk, head))
			return false;
		chunk += dl_size(head);
	}
	return true;
}

/* By address, as chunks are asked for. */
static void sort_segments(struct dl *dl)
{
	for (unsigned i = 1; i < dl->segment_count; i++)
		for (unsigned j = i; j && dl->segments[j].base < dl->segments[j - 1].base; j--) {
			const struct dl_segment other = dl->segments[j];

			dl->segments[j] = dl->segments[j - 1];
			dl->segments[j - 1] = other;
		}
}

static void walk_all(struct wcore_heap_memory *memory, const struct wcore_heap_state *state,
		     const struct wcore_heap_visitor *visitor)
{
	struct walk walk = { .visitor = visitor };

	dl_open(&walk.dl, memory, state);
	if (walk.dl.is_list_broken &&
	    !wcore_heap_visit_problem(visitor, "region", walk.dl.list_end, WCORE_HEAP_NOWHERE, WCORE_HEAP_NOWHERE,
				      "the list of segments leads to what is none"))
		return;
	sort_segments(&walk.dl);
	for (unsigned i = 0; i < walk.dl.segment_count; i++)
		if (!walk_segment(&walk, &walk.dl.segments[i]))
			return;
}

const struct wcore_allocator wcore_dlmalloc = {
	.name = "dlmalloc", .recognize = dl_recognize, .walk = walk_all, .check = dl_check,
};
