#include "redact.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../dump/space.h"
#include "../dump/segments.h"
#include "copies.h"
#include "named.h"
#include "pieces.h"
#include "places.h"
#include "recorded.h"

struct redactor {
	const struct wcore_redact_options *options;
	struct wcore_module *wasm;
	const struct wcore_dump *dump;
	struct wcore_target *target;
	struct wcore_redaction *redaction;
	struct wcore_named_list named;
	struct wcore_known_value *values;	/* those that are given, then those of variables */
	size_t value_count;
	struct wcore_pieces pieces;
	struct wcore_copies copies;
};

/* Values. */

static struct wcore_error *collect_values(struct redactor *redactor)
{
	const struct wcore_redact_options *options = redactor->options;
	struct wcore_error *error = NULL;

	if (redactor->target && !options->without_names)
		error = wcore_named_find(redactor->target, &redactor->named);
	if (error)
		return error;
	redactor->values = wcore_calloc(options->value_count + redactor->named.count + 1, sizeof(*redactor->values));
	if (!redactor->values)
		return wcore_error_nomem();
	for (size_t i = 0; i < options->value_count; i++)
		redactor->values[redactor->value_count++] = options->values[i];
	for (size_t i = 0; i < redactor->named.count; i++) {
		const struct wcore_named_value *value = &redactor->named.items[i];
		struct wcore_known_value known = { value->name, value->value };

		if (known.value.size > WCORE_KNOWN_MAX)
			known.value.size = WCORE_KNOWN_MAX;
		if (value->is_distinct)
			redactor->values[redactor->value_count++] = known;
	}
	for (size_t i = 0; !error && i < redactor->value_count; i++)
		error = wcore_pieces_add(&redactor->pieces, redactor->values[i].value);
	return error;
}

/* A variable's bytes in each segment that gives some of them. */

struct place {
	struct redactor *redactor;
	const struct wcore_named_value *value;
	uint8_t *replaced;
	struct wcore_redact_hit hit;
	bool is_told;
	struct wcore_error *error;
};

static void replace_part(void *context, const struct wcore_segment *segment)
{
	struct place *place = context;
	const uint64_t size = place->value->value.size, address = place->value->address;
	const uint64_t from = segment->address > address ? segment->address : address;
	const uint64_t segment_end = wcore_segment_end(segment);
	const uint64_t end = segment_end < address + size ? segment_end : address + size;

	if (place->error || from >= end)
		return;
	if (!place->is_told) {
		place->hit.offset = segment->offset + (from - segment->address);
		place->hit.address = from;
		place->hit.size = address + size - from;
		place->error = wcore_redaction_add_hit(place->redactor->redaction, &place->hit);
	}
	place->is_told = true;
	if (!place->error)
		place->error = wcore_redaction_add_patch(place->redactor->redaction,
							 segment->offset + (from - segment->address),
							 place->replaced + (from - address), (size_t)(end - from));
}

static bool is_plain_text(struct wcore_string text)
{
	for (size_t i = 0; i < text.size; i++)
		if ((uint8_t)text.data[i] < 0x20 || (uint8_t)text.data[i] > 0x7e)
			return false;
	return true;
}

static struct wcore_error *replace_variable(struct redactor *redactor, const struct wcore_named_value *value)
{
	const bool is_text = is_plain_text(value->value);
	struct place place = { .redactor = redactor, .value = value,
			       .hit = { .rule = WCORE_RULE_VARIABLE, .memory = value->memory,
					.form = is_text ? WCORE_FORM_TEXT : WCORE_FORM_BINARY } };
	struct wcore_segments *segments = redactor->dump->segments;
	struct wcore_error *error;

	if (value->memory >= redactor->dump->memory_count || value->address + value->value.size < value->address)
		return NULL;
	place.replaced = wcore_malloc(value->value.size);
	place.hit.name.data = wcore_arena_copy(&redactor->redaction->arena, value->name.data, value->name.size);
	place.hit.name.size = value->name.size;
	if (!place.replaced || !place.hit.name.data) {
		free(place.replaced);
		return wcore_error_nomem();
	}
	wcore_replace(&redactor->options->replacement, value->value, !is_text, (const uint8_t *)value->value.data,
		      value->value.size, place.replaced);
	error = wcore_segments_complete(segments);
	if (!error)
		error = wcore_segments_visit(segments, value->memory, value->address,
					     value->address + value->value.size, replace_part, &place);
	free(place.replaced);
	return error ? error : place.error;
}

static struct wcore_error *replace_variables(struct redactor *redactor)
{
	struct wcore_error *error = NULL;

	for (size_t i = 0; !error && i < redactor->named.count; i++)
		if (redactor->named.items[i].has_place && redactor->dump->segments)
			error = replace_variable(redactor, &redactor->named.items[i]);
	return error;
}

/* The whole. */

static struct wcore_error *keep(void *context, uint32_t rule, struct wcore_string text)
{
	struct redactor *redactor = context;
	struct wcore_error *error = redactor->dump ? wcore_pieces_add(&redactor->pieces, text) : NULL;

	if (!error && rule < redactor->options->rules->count)
		error = wcore_copies_add(&redactor->copies, rule, text);
	return error;
}

static struct wcore_error *search(struct redactor *redactor, const struct wcore_engine *engine, bool is_first)
{
	const struct wcore_redact_options *options = redactor->options;
	const struct wcore_window_sink sink = { is_first ? keep : NULL, redactor };
	struct wcore_redact_window *window = NULL;
	struct wcore_error *error = wcore_redact_window_create(engine, redactor->wasm->file, &options->replacement, &sink,
							       redactor->redaction, &window);

	if (error)
		return error;
	error = wcore_redact_add_sections(window, redactor->wasm);
	if (!error && redactor->dump)
		error = wcore_redact_add_globals(window, redactor->dump);
	if (!error && !options->without_memory)
		error = redactor->dump ? wcore_redact_add_memory(window, redactor->dump) :
			wcore_redact_add_segments(window, redactor->wasm);
	if (!error)
		error = wcore_redact_window_finish(window);
	wcore_redact_window_destroy(window);
	return error;
}

/* What was found is looked for again, without what told it apart. */
static struct wcore_error *search_copies(struct redactor *redactor)
{
	const struct wcore_redact_rules none = { 0 };
	struct wcore_copies *copies = &redactor->copies;
	struct wcore_redaction *redaction = redactor->redaction;
	const size_t first = redaction->hit_count;
	struct wcore_known_value *values;
	struct wcore_engine *engine = NULL;
	struct wcore_error *error;

	wcore_copies_settle(copies);
	if (!copies->count)
		return NULL;
	values = wcore_calloc(copies->count, sizeof(*values));
	if (!values)
		return wcore_error_nomem();
	for (size_t i = 0; i < copies->count; i++)
		values[i].value = copies->items[i].text;
	error = wcore_engine_create(&none, values, copies->count, wcore_simd_detect(), &engine);
	if (!error)
		error = search(redactor, engine, false);
	for (size_t i = first; i < redaction->hit_count; i++)
		redaction->hits[i].rule = copies->items[redaction->hits[i].rule].rule;
	wcore_engine_destroy(engine);
	free(values);
	return error;
}

/* Reports name values as long as the redaction lives. */
static struct wcore_error *name_values(struct redactor *redactor)
{
	struct wcore_redaction *redaction = redactor->redaction;
	const uint32_t rules = (uint32_t)redactor->options->rules->count;

	for (size_t i = 0; i < redaction->hit_count; i++) {
		struct wcore_redact_hit *hit = &redaction->hits[i];
		const struct wcore_string name = hit->rule >= rules && hit->rule < WCORE_RULE_PIECE ?
						 redactor->values[hit->rule - rules].name : hit->name;

		hit->name.size = name.size;
		hit->name.data = wcore_arena_copy(&redaction->arena, name.data ? name.data : "", name.size);
		if (!hit->name.data)
			return wcore_error_nomem();
		if (hit->rule >= rules + redactor->options->value_count && hit->rule < WCORE_RULE_PIECE)
			hit->rule = WCORE_RULE_VARIABLE;
	}
	return NULL;
}

static struct wcore_error *run(struct redactor *redactor)
{
	struct wcore_engine *engine = NULL;
	struct wcore_error *error = collect_values(redactor);

	if (!error)
		error = wcore_engine_create(redactor->options->rules, redactor->values, redactor->value_count,
					    wcore_simd_detect(), &engine);
	if (!error)
		error = search(redactor, engine, true);
	wcore_engine_destroy(engine);
	if (!error)
		error = search_copies(redactor);
	if (!error && redactor->dump && !redactor->options->without_memory)
		error = replace_variables(redactor);
	if (!error && redactor->dump)
		error = wcore_redact_recorded(redactor->dump, &redactor->pieces, &redactor->named,
					      redactor->redaction);
	if (!error && redactor->dump)
		error = wcore_redact_globals(redactor->dump, &redactor->pieces, redactor->redaction);
	if (!error)
		error = name_values(redactor);
	return error;
}

struct wcore_error *wcore_redact(const struct wcore_redact_options *options, struct wcore_module *wasm,
				 const struct wcore_dump *dump, struct wcore_target *target,
				 struct wcore_redaction *ret)
{
	struct redactor redactor = { .options = options, .wasm = wasm, .dump = dump, .target = target,
				     .redaction = ret };
	struct wcore_error *error;

	wcore_redaction_init(ret);
	wcore_copies_init(&redactor.copies);
	error = run(&redactor);
	if (!error)
		error = wcore_redaction_finish(ret);
	wcore_named_deinit(&redactor.named);
	wcore_pieces_deinit(&redactor.pieces);
	wcore_copies_deinit(&redactor.copies);
	free(redactor.values);
	return error;
}

struct wcore_string wcore_redact_rule_name(const struct wcore_redact_options *options,
					   const struct wcore_redact_hit *hit)
{
	if (hit->rule == WCORE_RULE_VARIABLE)
		return WCORE_STRING("variable");
	if (hit->rule == WCORE_RULE_PIECE)
		return WCORE_STRING("piece");
	if (hit->rule < options->rules->count)
		return options->rules->items[hit->rule].name;
	return WCORE_STRING("known-value");
}
