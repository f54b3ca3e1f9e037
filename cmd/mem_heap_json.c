/* The JSON of `wcore-mem heap`: wcore-mem-heap/1, one object a record. */
#include <stdlib.h>
#include <string.h>

#include "json_key.h"
#include "mem_heap.h"
#include "mem_owner.h"

static void begin(struct wcore_json *json, const char *record)
{
	wcore_json_init(json, stdout);
	wcore_json_begin_object(json);
	wcore_json_key(json, "schema");
	wcore_json_text(json, "wcore-mem-heap/1");
	wcore_json_key(json, "record");
	wcore_json_text(json, record);
}

static void end(struct wcore_json *json)
{
	wcore_json_end_object(json);
	putchar('\n');
}

static void write_count(struct wcore_json *json, const char *key, const struct wcore_heap_count *count)
{
	wcore_json_key(json, key);
	wcore_json_begin_object(json);
	json_key_number(json, "chunks", count->chunks);
	json_key_wide(json, "bytes", count->bytes);
	wcore_json_end_object(json);
}

void heap_json_summary(struct heap_view *view, const struct wcore_heap_state *state,
		       const struct wcore_heap_summary *summary)
{
	struct wcore_json json;

	begin(&json, "summary");
	json_key_number(&json, "memory", view->memory->index);
	json_key_text(&json, "allocator", state->allocator->name);
	json_key_text(&json, "variant", state->variant);
	wcore_json_key(&json, "state");
	if (state->size)
		wcore_json_wide(&json, state->address);
	else
		wcore_json_null(&json);
	json_key_number(&json, "regions", summary->regions);
	json_key_wide(&json, "start", summary->region_start);
	json_key_wide(&json, "end", summary->region_end);
	json_key_wide(&json, "bytes", summary->region_bytes);
	for (unsigned i = 0; i < WCORE_CHUNK_STATES; i++)
		write_count(&json, wcore_chunk_state_name((enum wcore_chunk_state)i), &summary->states[i]);
	json_key_wide(&json, "header_bytes", summary->header_bytes);
	json_key_wide(&json, "unknown_bytes", summary->unknown_bytes);
	json_key_wide(&json, "largest_used", summary->largest_used);
	json_key_wide(&json, "largest_free", summary->largest_free);
	wcore_json_key(&json, "fragmentation");
	wcore_json_double(&json, wcore_heap_fragmentation(summary) / 1000.0);
	json_key_number(&json, "problems", summary->problems);
	end(&json);
}

void heap_json_histogram(const struct wcore_heap_summary *summary)
{
	struct wcore_json json;

	for (unsigned i = 0; i < WCORE_HEAP_BUCKETS; i++) {
		const struct wcore_heap_bucket *bucket = &summary->buckets[i];

		if (!bucket->used.chunks && !bucket->free.chunks)
			continue;
		begin(&json, "bucket");
		json_key_wide(&json, "low", i ? UINT64_C(1) << i : 0);
		json_key_wide(&json, "high", ((UINT64_C(1) << i) - 1) * 2 + 1);
		write_count(&json, "used", &bucket->used);
		write_count(&json, "free", &bucket->free);
		end(&json);
	}
}

static void object_number(struct wcore_json *json, const char *key, const struct wcore_chunk *chunk, uint32_t value)
{
	if (chunk->is_object) {
		json_key_number(json, key, value);
		return;
	}
	wcore_json_key(json, key);
	wcore_json_null(json);
}

static void write_chunk(struct wcore_json *json, const struct heap_line *line)
{
	json_key_wide(json, "address", line->chunk.address);
	json_key_wide(json, "size", line->chunk.size);
	json_key_wide(json, "start", line->chunk.start);
	json_key_wide(json, "total", line->chunk.total);
	json_key_text(json, "state", wcore_chunk_state_name(line->chunk.state));
	json_key_text(json, "text", line->text[0] ? line->text : NULL);
	object_number(json, "class", &line->chunk, line->chunk.class_id);
	object_number(json, "object_size", &line->chunk, line->chunk.object_size);
}

static void write_reference(struct wcore_json *json, const struct heap_line *line, unsigned i)
{
	static const char *const kinds[] = {
		[WCORE_REFERENCE_NONE] = "none", [WCORE_REFERENCE_MEMORY] = "memory",
		[WCORE_REFERENCE_GLOBAL] = "global", [WCORE_REFERENCE_LOCAL] = "local",
		[WCORE_REFERENCE_OPERAND] = "operand",
	};
	const struct wcore_reference *reference = &line->chain[i].reference;
	const bool is_memory = reference->kind == WCORE_REFERENCE_MEMORY;

	wcore_json_begin_object(json);
	json_key_text(json, "kind", kinds[reference->kind]);
	json_key_wide(json, is_memory ? "address" : "index", reference->place);
	if (reference->kind == WCORE_REFERENCE_LOCAL || reference->kind == WCORE_REFERENCE_OPERAND)
		json_key_number(json, "frame", reference->frame);
	if (is_memory && line->chain[i].is_held)
		json_key_wide(json, "chunk", line->chain[i].holder.address);
	if (is_memory && !line->chain[i].is_held) {
		wcore_json_key(json, "owner");
		mem_owner_json(json, &line->chain[i].owner);
	}
	wcore_json_end_object(json);
}

static void write_chain(struct wcore_json *json, const struct heap_line *line)
{
	json_key_number(json, "references", line->references);
	wcore_json_key(json, "chain");
	wcore_json_begin_array(json);
	for (unsigned i = 0; i < line->chain_count; i++)
		write_reference(json, line, i);
	wcore_json_end_array(json);
}

void heap_json_chunk(const struct heap_line *line)
{
	struct wcore_json json;

	begin(&json, "chunk");
	write_chunk(&json, line);
	write_chain(&json, line);
	end(&json);
}

void heap_json_owner(const struct heap_line *line)
{
	struct wcore_json json;

	begin(&json, "owner");
	write_chunk(&json, line);
	write_chain(&json, line);
	end(&json);
}

void heap_json_fit(const struct heap_line *line, const char *type, uint32_t checks)
{
	struct wcore_json json;

	begin(&json, "fit");
	json_key_text(&json, "type", type);
	json_key_number(&json, "checks", checks);
	write_chunk(&json, line);
	write_chain(&json, line);
	end(&json);
}

void heap_json_leak(struct heap_view *view, const struct wcore_leak *leak, const struct heap_line *line)
{
	static const char *const kinds[] = {
		[WCORE_REACH_LIVE] = "live", [WCORE_REACH_DOUBTFUL] = "doubtful",
		[WCORE_REACH_LEAKED] = "leaked", [WCORE_REACH_INDIRECT] = "indirect",
	};
	const struct wcore_reach *reach = view->reach;
	struct wcore_json json;

	begin(&json, "leak");
	json_key_text(&json, "kind", kinds[leak->state]);
	write_chunk(&json, line);
	json_key_number(&json, "held_chunks", leak->held_chunks);
	json_key_wide(&json, "held_bytes", leak->held_bytes);
	wcore_json_key(&json, "by");
	if (leak->state == WCORE_REACH_INDIRECT)
		wcore_json_wide(&json, wcore_heap_at(view->heap, reach->leaks[leak->root].index).address);
	else
		wcore_json_null(&json);
	/* What may hold a pointer and is not known: as long as there is some, a leak may be none. */
	json_key_number(&json, "unknown_values", reach->unknown_values);
	json_key_number(&json, "unknown_frames", reach->unknown_frames);
	end(&json);
}

static void write_part(struct wcore_json *json, const char *key, bool has, const struct heap_line *line)
{
	wcore_json_key(json, key);
	if (!has) {
		wcore_json_null(json);
		return;
	}
	wcore_json_begin_object(json);
	write_chunk(json, line);
	write_chain(json, line);
	wcore_json_end_object(json);
}

void heap_json_problem(const struct heap_problem *told)
{
	const struct wcore_heap_problem *problem = told->problem;
	struct wcore_json json;

	begin(&json, "problem");
	json_key_text(&json, "rule", problem->rule);
	json_key_wide(&json, "address", problem->address);
	wcore_json_key(&json, "start");
	if (problem->chunk == WCORE_HEAP_NOWHERE)
		wcore_json_null(&json);
	else
		wcore_json_wide(&json, problem->chunk);
	json_key_text(&json, "message", problem->text);
	write_part(&json, "chunk", told->has_chunk, &told->chunk);
	write_part(&json, "before", told->has_before, &told->before);
	end(&json);
}
