#include "engine.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "engine_state.h"
#include "known.h"
#include "replace.h"

const char *wcore_secret_form_name(enum wcore_secret_form form)
{
	static const char *const names[WCORE_FORM_COUNT] = { "text", "utf-16", "base64", "hex", "binary" };

	return names[form];
}

/* Making one. */

static struct wcore_error *add_rule(struct wcore_engine *engine, uint32_t number)
{
	const struct wcore_redact_rule *rule = &engine->rules->items[number];
	struct wcore_error *error = NULL;

	engine->has_everywhere = engine->has_everywhere || rule->is_everywhere;
	for (size_t i = 0; !error && i < rule->words.count; i++) {
		const uint32_t id = (uint32_t)engine->patterns.count;

		engine->anchors[id] = (struct wcore_anchor){ .is_text = rule->is_text, .number = number };
		error = wcore_patterns_add_bytes(&engine->patterns, id, rule->words.items[i], rule->ignore_case);
	}
	for (size_t i = 0; !error && i < rule->inside.count; i++)
		error = wcore_patterns_add_bytes(&engine->inside, number, rule->inside.items[i], rule->ignore_case);
	return error;
}

static bool sort_by_class(struct wcore_engine *engine)
{
	const size_t count = engine->rules->count;
	uint32_t *numbers = wcore_calloc(WCORE_CLASS_COUNT * count + 1, sizeof(*numbers));

	for (unsigned class = 0; numbers && class < WCORE_CLASS_COUNT; class++) {
		engine->by_class[class] = numbers + class * count;
		for (uint32_t i = 0; i < count; i++)
			if (engine->rules->items[i].classes >> class & 1)
				engine->by_class[class][engine->class_counts[class]++] = i;
	}
	return numbers;
}

static struct wcore_error *add_value(struct wcore_engine *engine, const struct wcore_known_value *value, uint32_t number)
{
	enum wcore_secret_form forms[WCORE_KNOWN_FORMS];
	const uint32_t first = (uint32_t)engine->patterns.count;
	size_t count = 0;
	struct wcore_error *error = wcore_known_add(value, first, &engine->patterns, forms, &count);

	for (size_t i = 0; i < count; i++)
		engine->anchors[first + i] = (struct wcore_anchor){ .is_value = true, .number = number, .form = forms[i] };
	return error;
}

static bool is_print(const struct wcore_pattern *pattern, size_t at)
{
	const uint8_t byte = pattern->bytes[at], mask = pattern->mask[at];
	const bool is_letter = byte >= 'A' && byte <= 'Z';

	return (mask == 0xff && byte >= 0x20 && byte < 0x7f) || (mask == 0xdf && is_letter);
}

static enum wcore_engine_where where_of(const struct wcore_engine *engine, const struct wcore_pattern *pattern)
{
	bool is_text = engine->anchors[pattern->id].is_text || pattern->size >= WCORE_TEXT_LEAST;
	bool is_wide = pattern->size >= 2 * WCORE_TEXT_LEAST;

	for (size_t i = 0; is_text && i < WCORE_TEXT_LEAST && i < pattern->size; i++)
		is_text = is_print(pattern, i);
	for (size_t i = 0; is_wide && i < 2 * WCORE_TEXT_LEAST; i += 2)
		is_wide = is_print(pattern, i) && pattern->mask[i + 1] == 0xff && pattern->bytes[i + 1] == 0;
	return is_text ? WCORE_IN_TEXT : is_wide ? WCORE_IN_WIDE : WCORE_ANYWHERE;
}

/* The patterns sorted by where they can stand, and a finder for each of those. */
static struct wcore_error *create_finders(struct wcore_engine *engine, enum wcore_simd simd)
{
	struct wcore_patterns *patterns = &engine->patterns;
	struct wcore_pattern *items = wcore_calloc(patterns->count + 1, sizeof(*items));
	struct wcore_error *error = NULL;
	size_t first[WCORE_WHERE_COUNT + 1] = { 0 }, count = 0;

	if (!items)
		return wcore_error_nomem();
	for (enum wcore_engine_where where = 0; where < WCORE_WHERE_COUNT; where++) {
		for (size_t i = 0; i < patterns->count; i++)
			if (where_of(engine, &patterns->items[i]) == where)
				items[count++] = patterns->items[i];
		first[where + 1] = count;
	}
	free(patterns->items);
	patterns->items = items;
	patterns->capacity = count + 1;
	for (enum wcore_engine_where where = 0; !error && where < WCORE_WHERE_COUNT; where++) {
		const struct wcore_patterns part = { .items = items + first[where],
						     .count = first[where + 1] - first[where] };

		if (part.count)
			error = wcore_finder_create(&part, simd, &engine->finders[where]);
	}
	return error;
}

static struct wcore_error *create(struct wcore_engine *engine, const struct wcore_known_value *values,
				  size_t value_count, enum wcore_simd simd)
{
	const struct wcore_redact_rules *rules = engine->rules;
	struct wcore_error *error = NULL;
	size_t anchors = value_count * WCORE_KNOWN_FORMS;

	for (size_t i = 0; i < rules->count; i++)
		anchors += rules->items[i].words.count;
	engine->anchors = wcore_calloc(anchors + 1, sizeof(*engine->anchors));
	if (!engine->anchors)
		return wcore_error_nomem();
	if (!sort_by_class(engine))
		return wcore_error_nomem();
	for (uint32_t i = 0; !error && i < rules->count; i++)
		error = add_rule(engine, i);
	for (uint32_t i = 0; !error && i < value_count; i++)
		error = add_value(engine, &values[i], i);
	if (!error)
		error = create_finders(engine, simd);
	if (!error && engine->inside.count)
		error = wcore_finder_create(&engine->inside, simd, &engine->inside_finder);
	return error;
}

struct wcore_error *wcore_engine_create(const struct wcore_redact_rules *rules,
					const struct wcore_known_value *values, size_t value_count,
					enum wcore_simd simd, struct wcore_engine **ret)
{
	struct wcore_engine *engine = wcore_calloc(1, sizeof(*engine));
	struct wcore_error *error;

	if (!engine)
		return wcore_error_nomem();
	engine->rules = rules;
	engine->classify = simd == WCORE_SIMD_AVX2 ? wcore_redact_classifier_best() : wcore_redact_classifier_plain();
	engine->gate = simd == WCORE_SIMD_AVX2 ? wcore_gate_best() : wcore_gate_plain();
	wcore_patterns_init(&engine->patterns);
	wcore_patterns_init(&engine->inside);
	error = create(engine, values, value_count, simd);
	if (error) {
		wcore_engine_destroy(engine);
		return error;
	}
	*ret = engine;
	return NULL;
}

void wcore_engine_destroy(struct wcore_engine *engine)
{
	if (!engine)
		return;
	for (size_t i = 0; i < WCORE_WHERE_COUNT; i++)
		wcore_finder_destroy(engine->finders[i]);
	wcore_patterns_deinit(&engine->patterns);
	wcore_finder_destroy(engine->inside_finder);
	wcore_patterns_deinit(&engine->inside);
	free(engine->anchors);
	free(engine->by_class[0]);
	free(engine);
}

struct wcore_error *wcore_engine_work_create(const struct wcore_engine *engine, struct wcore_engine_work **ret)
{
	const size_t count = engine->rules->count;
	struct wcore_engine_work *work = wcore_calloc(1, sizeof(*work));
	struct wcore_error *error = NULL;

	if (!work)
		return wcore_error_nomem();
	/* The end is marked by NULL. */
	work->regex = wcore_calloc(count + 1, sizeof(struct wcore_regex_work *));
	if (!work->regex)
		error = wcore_error_nomem();
	for (size_t i = 0; !error && i < count; i++)
		error = wcore_regex_work_create(engine->rules->items[i].regex, &work->regex[i]);
	if (error) {
		wcore_engine_work_destroy(work);
		return error;
	}
	*ret = work;
	return NULL;
}

void wcore_engine_work_destroy(struct wcore_engine_work *work)
{
	if (!work)
		return;
	for (size_t i = 0; work->regex && work->regex[i]; i++)
		wcore_regex_work_destroy(work->regex[i]);
	free(work->regex);
	free(work);
}

/* Running. */

/* A range of a layer in the one around it. */
static void map_out(const struct wcore_layer *layer, size_t *at, size_t *end)
{
	if (layer->width) {
		*at = layer->base + layer->width * *at;
		*end = layer->base + layer->width * *end;
		return;
	}
	/* Characters of six bits each, of which the last one of a byte is the one that has its last bit. */
	*at = layer->places[*at * 8 / 6];
	*end = layer->places[(*end * 8 - 1) / 6] + 1;
}

void wcore_layer_tell(const struct wcore_layer *layer, size_t at, size_t size, uint32_t rule,
		      enum wcore_secret_form form)
{
	struct wcore_secret secret = { .rule = rule, .form = form,
				       .text = { (const char *)layer->data + at, size } };
	size_t end = at + size;

	if (wcore_replace_is_done(secret.text))
		return;
	for (; layer->outer; layer = layer->outer)
		map_out(layer, &at, &end);
	secret.at = at;
	secret.size = end - at;
	layer->found(layer->context, &secret);
}

/* The form of a known value in a layer. */
static enum wcore_secret_form form_in(const struct wcore_layer *layer, enum wcore_secret_form form)
{
	return layer->form == WCORE_FORM_TEXT ? form : layer->form;
}

static void found_word(void *context, size_t at, const struct wcore_pattern *pattern)
{
	struct wcore_layer *layer = context;
	const struct wcore_anchor *anchor = &layer->engine->anchors[pattern->id];

	if (*layer->error)
		return;
	if (anchor->is_value)
		wcore_layer_tell(layer, layer->run + at, pattern->size,
				 (uint32_t)layer->engine->rules->count + anchor->number,
				 form_in(layer, anchor->form));
	else
		wcore_layer_try(layer, anchor->number, layer->run + at);
}

static bool has_prefix(const struct wcore_redact_rule *rule, const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < rule->prefixes.count; i++) {
		const struct wcore_string prefix = rule->prefixes.items[i];

		if (prefix.size <= size && (uint8_t)prefix.data[0] == data[0] && !memcmp(prefix.data, data, prefix.size))
			return true;
	}
	return !rule->prefixes.count;
}

static bool has_behind(const struct wcore_redact_rule *rule, const uint8_t *data, size_t at)
{
	for (size_t i = 0; i < rule->behind.count; i++) {
		const struct wcore_string word = rule->behind.items[i];

		if (word.size <= at && (uint8_t)word.data[word.size - 1] == data[at - 1] &&
		    !memcmp(word.data, data + at - word.size, word.size))
			return true;
	}
	return !rule->behind.count;
}

static void found_inside(void *context, size_t at, const struct wcore_pattern *pattern)
{
	struct wcore_layer *layer = context;

	if (!*layer->error)
		wcore_layer_try(layer, pattern->id, layer->run + at);
}

/* The words of a run that begins at a place. */
static void look_inside(struct wcore_layer *layer, size_t at)
{
	const struct wcore_pattern_sink sink = { found_inside, layer };
	size_t size = 0;

	while (size < layer->size - at && wcore_redact_is_word(layer->data[at + size]))
		size++;
	layer->run = at;
	wcore_finder_run(layer->engine->inside_finder, layer->data + at, size, size, &sink);
}

/* A run of words without digits is no key; most runs are names. */
static bool has_digits(const struct wcore_layer *layer, size_t at)
{
	unsigned digits = 0;

	for (; at < layer->size && wcore_redact_is_word(layer->data[at]) && digits < 2; at++)
		digits += layer->data[at] >= '0' && layer->data[at] <= '9';
	return digits == 2;
}

static bool is_worth(const struct wcore_layer *layer, const struct wcore_redact_rule *rule,
		     enum wcore_redact_class class, size_t at)
{
	if (class != WCORE_CLASS_RUN)
		return true;
	return has_prefix(rule, layer->data + at, layer->size - at) && has_behind(rule, layer->data, at) &&
	       (rule->check != WCORE_CHECK_ENTROPY || has_digits(layer, at));
}

static void found_class(void *context, enum wcore_redact_class class, size_t at)
{
	struct wcore_layer *layer = context;
	const struct wcore_engine *engine = layer->engine;

	if (class == WCORE_CLASS_UTF16 && layer->depth < WCORE_ENGINE_DEPTH)
		wcore_layer_utf16(layer, at);
	if (class == WCORE_CLASS_RUN && layer->depth < WCORE_ENGINE_DEPTH)
		wcore_layer_base64(layer, at);
	if (class == WCORE_CLASS_RUN && engine->inside_finder)
		look_inside(layer, at);
	for (size_t i = 0; i < engine->class_counts[class] && !*layer->error; i++) {
		const uint32_t rule = engine->by_class[class][i];

		if (is_worth(layer, &engine->rules->items[rule], class, at))
			wcore_layer_try(layer, rule, at);
	}
}

static void find_words(struct wcore_layer *layer, enum wcore_engine_where where, size_t from, size_t to)
{
	const struct wcore_pattern_sink sink = { found_word, layer };

	layer->run = from;
	if (layer->engine->finders[where])
		wcore_finder_run(layer->engine->finders[where], layer->data + from, layer->size - from, to - from, &sink);
}

/* Which of the blocks in [from, to) have text in them. */
static void look_for_text(const struct wcore_layer *layer, size_t from, size_t to, struct wcore_gates *gates)
{
	const size_t count = (to - from + WCORE_GATE_BLOCK - 1) / WCORE_GATE_BLOCK, left = layer->size - from;
	const size_t readable = (count + 1) * WCORE_GATE_BLOCK;
	uint8_t end[WCORE_GATE_SIZE + WCORE_GATE_BLOCK];

	if (readable <= left) {
		layer->engine->gate(layer->data + from, count, gates);
		return;
	}
	memcpy(end, layer->data + from, left);
	memset(end + left, 0xff, readable - left);
	layer->engine->gate(end, count, gates);
}

/* What can only be in text, in blocks side by side that have some. */
static void run_texts(struct wcore_layer *layer, const struct wcore_gates *gates, size_t base, size_t end)
{
	const struct wcore_redact_bytes bytes = { layer->data, layer->size, layer->from };
	uint64_t left = gates->text | gates->wide;

	while (left && !*layer->error) {
		const unsigned first = (unsigned)__builtin_ctzll(left);
		const uint64_t none = ~(left | (left - 1));	/* behind the first ones, and before what follows */
		const unsigned last = none ? (unsigned)__builtin_ctzll(none) : WCORE_GATE_BLOCKS;
		const uint64_t all = (last < WCORE_GATE_BLOCKS ? UINT64_C(1) << last : 0) - (UINT64_C(1) << first);
		const size_t from = base + first * WCORE_GATE_BLOCK;
		const size_t to = base + last * WCORE_GATE_BLOCK < end ? base + last * WCORE_GATE_BLOCK : end;

		if (gates->text & all)
			find_words(layer, WCORE_IN_TEXT, from, to);
		if (gates->wide & all)
			find_words(layer, WCORE_IN_WIDE, from, to);
		if (layer->engine->rules->count)
			wcore_redact_classes_find(layer->engine->classify, &bytes, from, to, found_class, layer);
		left &= ~all;
	}
}

void wcore_layer_run(struct wcore_layer *layer)
{
	const struct wcore_engine *engine = layer->engine;
	/* Text that is there before the first byte may go on in it. */
	struct wcore_gates gates = { .carry = layer->from > 0 };

	for (size_t at = layer->from; at < layer->to && !*layer->error; at += WCORE_GATE_SIZE) {
		const size_t end = layer->to - at < WCORE_GATE_SIZE ? layer->to : at + WCORE_GATE_SIZE;

		find_words(layer, WCORE_ANYWHERE, at, end);
		look_for_text(layer, at, end, &gates);
		run_texts(layer, &gates, at, end);
	}
	for (uint32_t i = 0; engine->has_everywhere && i < engine->rules->count && !*layer->error; i++)
		if (engine->rules->items[i].is_everywhere)
			wcore_layer_try_all(layer, i);
}

struct wcore_error *wcore_engine_run(const struct wcore_engine *engine, struct wcore_engine_work *work,
				     const uint8_t *data, size_t size, size_t from, size_t to,
				     void (*found)(void *context, const struct wcore_secret *secret), void *context)
{
	struct wcore_error *error = NULL;
	struct wcore_layer layer = { .engine = engine, .work = work, .data = data, .size = size, .from = from,
				     .to = to < size ? to : size, .found = found, .context = context,
				     .error = &error };

	wcore_layer_run(&layer);
	return error;
}
