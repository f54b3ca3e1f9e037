/*
 * wee_alloc, of Rust: declared in heap.h.
 *
 *	0 next cell, + 1 in use, + 2 nothing valid follows	4 the cell before
 *	8 the block, or if free the next free cell
 *
 * Cells stand in runs, each of pages that memory.grow gave; a run starts without a cell before and its
 * last cell's next is its end.  With size classes, cells of at least 8 KiB hold runs of their own.  The
 * state is the head of the free list, and behind it those of 256 classes.
 */
#include "heap.h"
#include "heap_static.h"

#define PAGE 65536
#define HEADER 8
#define IN_USE 1
#define IS_LAST 2
#define CLASSES 256
#define CLASS_RUN 8192
/* Cells that confirm each other's place before a run counts as one without an end. */
#define CERTAIN_LINKS 8
/* Behind a broken cell the next one is looked for as far as this. */
#define SUCCESSOR_MAX (UINT64_C(16) << 20)

struct cell { uint64_t start, next, before; bool is_used, is_last; };

static bool read_cell(struct wcore_heap_memory *memory, uint64_t start, struct cell *ret)
{
	uint64_t next, before;

	if (!wcore_heap_word(memory, start, &next) || !wcore_heap_word(memory, start + 4, &before))
		return false;
	*ret = (struct cell){
		.start = start, .next = next & ~UINT64_C(3), .before = before,
		.is_used = next & IN_USE, .is_last = next & IS_LAST,
	};
	return true;
}

/* A run that is being read: at most up to limit. */
struct run { uint64_t start, limit; struct cell cell; uint64_t before; };

/* Whether the cell at the address is the run's next one; *ret even then when it could be read. */
static bool is_next_cell(struct wcore_heap_memory *memory, const struct run *run, uint64_t address,
			 struct cell *ret)
{
	if (!read_cell(memory, address, ret))
		return false;
	return ret->before == run->before && ret->next >= address + HEADER + 4 && ret->next <= run->limit;
}

/* What a whole run is: its end, and how many cells are at places that their neighbours name. */
struct run_shape { uint64_t end; unsigned links; bool is_whole, has_used; };

/* From the cell at start on, which follows the one at before; 0 for the first of a run. */
static struct run_shape measure_run_from(struct wcore_heap_memory *memory, uint64_t before, uint64_t start,
					 uint64_t limit, unsigned most)
{
	struct run run = { .start = start, .limit = limit, .before = before };
	struct run_shape shape = { .end = start };

	for (uint64_t at = start;; at = run.cell.next) {
		const bool is_cell = is_next_cell(memory, &run, at, &run.cell);

		/* One with a broken end is at its place nevertheless. */
		shape.links += at != start && run.cell.start == at && run.cell.before == run.before;
		if (!is_cell)
			break;
		shape.has_used |= run.cell.is_used;
		shape.end = run.cell.next;
		if (run.cell.is_last) {
			shape.is_whole = true;
			break;
		}
		if (shape.links >= most)
			break;
		run.before = at;
	}
	return shape;
}

static struct run_shape measure_run(struct wcore_heap_memory *memory, uint64_t start,
				    uint64_t limit, unsigned most)
{
	return measure_run_from(memory, 0, start, limit, most);
}

/* A run of pages: to its end, or far enough to be certain. */
static bool is_page_run(struct wcore_heap_memory *memory, uint64_t start, unsigned *ret_links)
{
	const struct run_shape shape = measure_run(memory, start, memory->size, 1024);

	*ret_links = shape.links;
	if (shape.is_whole)
		return shape.end % PAGE == 0;
	return shape.links >= CERTAIN_LINKS && shape.has_used;
}

/* The bytes that a class takes from the pages at once. */
static bool is_class_run_size(uint64_t size)
{
	if (size == CLASS_RUN)
		return true;
	for (uint64_t words = 1 + 2; words <= CLASSES + 2; words++)
		if (words * words * 4 == size)
			return size > CLASS_RUN;
	return false;
}

/* Whether a list of free cells starts within. */
static bool has_head(struct wcore_heap_memory *memory, const struct wcore_heap_state *state,
		     uint64_t start, uint64_t end)
{
	uint64_t head;

	for (uint64_t at = state->address; at < state->address + state->size; at += 4)
		if (wcore_heap_word(memory, at, &head) && head >= start && head < end)
			return true;
	return false;
}

/* Whether the block of a large cell is cut into cells of a class. */
static bool holds_run(struct wcore_heap_memory *memory, const struct wcore_heap_state *state,
		      const struct cell *cell)
{
	const uint64_t block = cell->start + HEADER;
	struct run_shape shape;

	if (!cell->is_used || cell->next - block < CLASS_RUN)
		return false;
	shape = measure_run(memory, block, cell->next, UINT32_MAX);
	if (shape.is_whole)
		return is_class_run_size(shape.end - block);
	return (shape.links >= CERTAIN_LINKS && shape.has_used) || has_head(memory, state, block, cell->next);
}

/* Recognition. */

static uint64_t first_page(const struct wcore_heap_memory *memory)
{
	return (wcore_heap_grown_start(memory) + PAGE - 1) / PAGE * PAGE;
}

/* The first run of pages at or behind the address; false without one. */
static bool find_run(struct wcore_heap_memory *memory, uint64_t address, uint64_t *ret, unsigned *ret_links)
{
	for (uint64_t page = address; page < memory->size; page += PAGE)
		if (is_page_run(memory, page, ret_links)) {
			*ret = page;
			return true;
		}
	return false;
}

/*
 * Words that point to free cells, where they stand closest: what the stack has left of such pointers is
 * elsewhere, and less.
 */
struct window { uint64_t first, last; unsigned count; };
struct heads {
	struct wcore_heap_memory *memory;
	uint64_t start;		/* of the first run */
	struct window now, best;
};

/* Whether a free cell stands there, whose neighbours or its own place in a run say so. */
static bool is_free_cell(struct wcore_heap_memory *memory, uint64_t address)
{
	struct cell cell, other;

	if (address % 4 || !read_cell(memory, address, &cell) || cell.is_used ||
	    cell.next < address + HEADER + 4 || cell.next > memory->size)
		return false;
	if (cell.before)
		return cell.before < address && read_cell(memory, cell.before, &other) && other.next == address &&
		       !other.is_last;
	return cell.is_last || (read_cell(memory, cell.next, &other) && other.before == address);
}

static void end_window(struct heads *heads)
{
	if (heads->now.count > heads->best.count)
		heads->best = heads->now;
	heads->now.count = 0;
}

static bool note_head(void *context, uint64_t address, uint64_t value)
{
	struct heads *heads = context;

	if (value < heads->start || value >= heads->memory->size || !is_free_cell(heads->memory, value))
		return true;
	if (heads->now.count && address - heads->now.first > CLASSES * 4)
		end_window(heads);
	if (!heads->now.count++)
		heads->now.first = address;
	heads->now.last = address;
	return true;
}

static bool recognize(struct wcore_heap_memory *memory, struct wcore_heap_state *ret)
{
	struct heads heads = { .memory = memory };
	unsigned links = 0;

	if (memory->width != 4 || !find_run(memory, first_page(memory), &heads.start, &links))
		return false;
	wcore_heap_scan(memory, wcore_heap_static_start(memory), memory->static_end, note_head, &heads);
	end_window(&heads);
	/* All cells in use: none is listed. */
	if (!heads.best.count && links < 2 * CERTAIN_LINKS)
		return false;
	*ret = (struct wcore_heap_state){ .address = heads.best.first, .words = { first_page(memory) } };
	if (heads.best.count)
		ret->size = heads.best.last + 4 - heads.best.first;
	return true;
}

/* Walk. */

static bool visit(const struct wcore_heap_visitor *visitor, uint64_t start, uint64_t end, uint64_t header,
		  enum wcore_chunk_state state)
{
	const struct wcore_chunk chunk = {
		.start = start, .total = end - start, .address = start + header, .size = end - start - header,
		.state = state,
	};

	return wcore_heap_visit_chunk(visitor, &chunk);
}

/* A broken cell's successor still names it; false when none does. */
struct search { struct wcore_heap_memory *memory; uint64_t broken, limit, found; };

static bool is_successor(void *context, uint64_t address, uint64_t value)
{
	struct search *search = context;
	struct cell cell;

	if (value != search->broken || address < search->broken + HEADER + 4 + 4)
		return true;
	if (!read_cell(search->memory, address - 4, &cell) || cell.next < address + 4 + 4 ||
	    cell.next > search->limit)
		return true;
	search->found = address - 4;
	return false;
}

static bool report(const struct run *run, const struct cell *broken,
		   const struct wcore_heap_visitor *visitor)
{
	const uint64_t before = run->before ? run->before : WCORE_HEAP_NOWHERE;

	if (broken->before != run->before)
		return wcore_heap_visit_problem(visitor, "header", broken->start + 4, broken->start, before,
						"the cell's link back is 0x%llx, not 0x%llx",
						(unsigned long long)broken->before, (unsigned long long)run->before);
	return wcore_heap_visit_problem(visitor, "header", broken->start, broken->start, before,
					"the next cell would be at 0x%llx, outside 0x%llx to 0x%llx",
					(unsigned long long)broken->next,
					(unsigned long long)(broken->start + HEADER + 4), (unsigned long long)run->limit);
}

/* Whether the cell behind says that this one starts where it does. */
static bool is_confirmed(struct wcore_heap_memory *memory, const struct run *run, const struct cell *cell)
{
	struct cell next;

	if (cell->next < cell->start + HEADER + 4 || cell->next > run->limit)
		return false;
	if (cell->is_last)
		return cell->next == run->limit;
	return read_cell(memory, cell->next, &next) && next.before == cell->start;
}

/* The cell behind one that is broken, by its link back; 0 when none is found. */
static uint64_t find_successor(struct wcore_heap_memory *memory, const struct run *run,
			       const struct cell *broken)
{
	struct search search = { .memory = memory, .broken = broken->start, .limit = run->limit };

	wcore_heap_search(memory, broken->start + HEADER,
			  run->limit - broken->start > SUCCESSOR_MAX ? broken->start + SUCCESSOR_MAX : run->limit,
			  is_successor, &search, &search.found);
	return search.found;
}

static bool walk_run(struct wcore_heap_memory *memory, const struct wcore_heap_state *state, uint64_t start,
		     uint64_t limit, const struct wcore_heap_visitor *visitor, uint64_t *ret_end);

/* state is NULL in a run of a class, which holds no others. */
static bool visit_cell(struct wcore_heap_memory *memory, const struct wcore_heap_state *state,
		       const struct cell *cell,
		       const struct wcore_heap_visitor *visitor)
{
	uint64_t end = cell->next;

	if (!state || !holds_run(memory, state, cell))
		return visit(visitor, cell->start, cell->next, HEADER,
			     cell->is_used ? WCORE_CHUNK_USED : WCORE_CHUNK_FREE);
	if (!visit(visitor, cell->start, cell->start + HEADER, HEADER, WCORE_CHUNK_INTERNAL) ||
	    !walk_run(memory, NULL, cell->start + HEADER, cell->next, visitor, &end))
		return false;
	return end >= cell->next || visit(visitor, end, cell->next, 0, WCORE_CHUNK_INTERNAL);
}

/*
 * The run's cell at the address, when it is certain.  *ret_next is where the one behind it starts, 0 when
 * that cannot be told; false when the visitor ended the walk.
 */
static bool read_run_cell(struct wcore_heap_memory *memory, struct run *run, uint64_t at, bool *ret_is_sure,
			  uint64_t *ret_next, const struct wcore_heap_visitor *visitor)
{
	*ret_next = 0;
	*ret_is_sure = is_next_cell(memory, run, at, &run->cell);
	if (!*ret_is_sure) {
		if (!read_cell(memory, at, &run->cell))
			return wcore_heap_visit_problem(visitor, "header", at, at, WCORE_HEAP_NOWHERE,
							"the cell cannot be read");
		if (!report(run, &run->cell, visitor))
			return false;
		*ret_is_sure = is_confirmed(memory, run, &run->cell);
	}
	*ret_next = *ret_is_sure ? run->cell.next : find_successor(memory, run, &run->cell);
	return true;
}

/* False when the visitor ended it. */
static bool walk_run(struct wcore_heap_memory *memory, const struct wcore_heap_state *state, uint64_t start,
		     uint64_t limit, const struct wcore_heap_visitor *visitor, uint64_t *ret_end)
{
	struct run run = { .start = start, .limit = limit };
	uint64_t next;
	bool is_sure;

	for (uint64_t at = start; at; at = next) {
		*ret_end = limit;
		if (!read_run_cell(memory, &run, at, &is_sure, &next, visitor) ||
		    (is_sure && !visit_cell(memory, state, &run.cell, visitor)))
			return false;
		if (is_sure && run.cell.is_last) {
			*ret_end = next;
			return true;
		}
		run.before = at;
	}
	return true;
}

/*
 * Whether pages that are no whole run start one with a broken cell: its first two cells name each other, or
 * from the second or third on all is well up to the end.
 */
static bool is_broken_run(struct wcore_heap_memory *memory, uint64_t page, uint64_t *ret_end)
{
	const struct run run = { .start = page, .limit = memory->size };
	const struct cell broken = { .start = page };
	struct run_shape shape = measure_run(memory, page, memory->size, UINT32_MAX);
	struct cell first, second;
	uint64_t successor;

	*ret_end = memory->size;
	if (shape.links)
		return true;
	successor = find_successor(memory, &run, &broken);
	if (successor)
		shape = measure_run_from(memory, page, successor, memory->size, UINT32_MAX);
	else if (read_cell(memory, page, &first) && !first.before && first.next > page &&
		 read_cell(memory, first.next, &second) && second.next > first.next)
		shape = measure_run_from(memory, first.next, second.next, memory->size, UINT32_MAX);
	if (shape.is_whole)
		*ret_end = shape.end;
	return shape.is_whole && shape.end % PAGE == 0;
}

static void walk(struct wcore_heap_memory *memory, const struct wcore_heap_state *state,
		 const struct wcore_heap_visitor *visitor)
{
	uint64_t end = 0;
	unsigned links;

	for (uint64_t page = state->words[0]; page < memory->size; page = (end + PAGE - 1) / PAGE * PAGE) {
		if (is_page_run(memory, page, &links)) {
			const struct run_shape shape = measure_run(memory, page, memory->size, UINT32_MAX);

			end = shape.is_whole ? shape.end : memory->size;
		} else if (!is_broken_run(memory, page, &end)) {
			end = page + PAGE;
			continue;
		}
		if (!wcore_heap_visit_region(visitor, page, end) ||
		    !walk_run(memory, state, page, end, visitor, &end))
			return;
	}
}

/* Lists. */

/* Follows a list of free cells; false when the visitor ended it. */
static bool check_list(struct wcore_heap *heap, uint64_t head, const struct wcore_heap_visitor *visitor)
{
	uint64_t at, from = head, words;

	if (!wcore_heap_word(&heap->memory, head, &at))
		return true;
	for (size_t length = 0; at; length++) {
		size_t index;

		if (length > heap->count)
			return wcore_heap_visit_problem(visitor, "free-list", from, WCORE_HEAP_NOWHERE,
							WCORE_HEAP_NOWHERE, "the free list does not end");
		if (!wcore_heap_index(heap, at, &index) || wcore_heap_at(heap, index).start != at ||
		    wcore_heap_at(heap, index).state != WCORE_CHUNK_FREE)
			return wcore_heap_visit_problem(visitor, "free-list", from,
							from == head ? WCORE_HEAP_NOWHERE : from - HEADER,
							WCORE_HEAP_NOWHERE, "the next free cell would be 0x%llx, where none is",
							(unsigned long long)at);
		from = at + HEADER;
		if (!wcore_heap_word(&heap->memory, from, &words))
			return true;
		at = words & ~UINT64_C(3);
	}
	return true;
}

/* Free cells on no list are no problem: the allocator itself loses those that a search went past. */
static void check(struct wcore_heap *heap, const struct wcore_heap_state *state,
		  const struct wcore_heap_visitor *visitor)
{
	for (uint64_t at = state->address; at < state->address + state->size; at += 4)
		if (!check_list(heap, at, visitor))
			return;
}

const struct wcore_allocator wcore_wee_alloc = {
	.name = "wee_alloc", .recognize = recognize, .walk = walk, .check = check,
};
