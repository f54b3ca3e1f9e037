/* One rule at one place: its pattern, what has to stand near it, its check. */
#include <string.h>
#include <strings.h>

#include "engine_state.h"

struct attempt {
	const struct wcore_layer *layer;
	const struct wcore_redact_rule *rule;
	uint32_t number;
	size_t base;		/* of the bytes that the expression sees, in the layer */
};

static bool begins_word(const struct wcore_redact_words *words, const char *text, size_t size)
{
	for (size_t i = 0; i < words->count; i++)
		if (words->items[i].size <= size && !strncasecmp(text, words->items[i].data, words->items[i].size))
			return true;
	return false;
}

static bool is_near(const struct attempt *attempt, size_t at, size_t size)
{
	const struct wcore_redact_rule *rule = attempt->rule;
	const uint8_t *data = attempt->layer->data;
	const size_t from = at > rule->within ? at - rule->within : 0;
	const size_t left = attempt->layer->size - (at + size);
	const size_t to = at + size + (left < rule->within ? left : rule->within);
	/* Bits of the words that a byte is the first of, and the second, as far as they can be told apart. */
	uint32_t firsts[256] = { 0 }, seconds[256] = { 0 }, short_words = 0;

	for (size_t i = 0; i < rule->near.count; i++) {
		const struct wcore_string word = rule->near.items[i];
		const uint32_t bit = UINT32_C(1) << (i & 31);

		firsts[(uint8_t)word.data[0] | 0x20] |= bit;
		if (word.size > 1)
			seconds[(uint8_t)word.data[1] | 0x20] |= bit;
		else
			short_words |= bit;
	}
	for (size_t i = from; rule->near.count && i < to; i++) {
		const uint32_t first = firsts[data[i] | 0x20];

		if (first && (first & (short_words | (i + 1 < to ? seconds[data[i + 1] | 0x20] : 0))) &&
		    begins_word(&rule->near, (const char *)data + i, to - i))
			return true;
	}
	return !rule->near.count;
}

static void matched(void *context, size_t at, size_t size)
{
	const struct attempt *attempt = context;
	const struct wcore_layer *layer = attempt->layer;
	const size_t place = attempt->base + at;
	const struct wcore_string text = { (const char *)layer->data + place, size };

	if (wcore_redact_check_holds(attempt->rule->check, text) && is_near(attempt, place, size))
		wcore_layer_tell(layer, place, size, attempt->number, layer->form);
}

static void find(const struct wcore_layer *layer, uint32_t number, size_t from, size_t starts)
{
	const struct wcore_redact_rule *rule = &layer->engine->rules->items[number];
	const size_t base = from > WCORE_REGEX_BEHIND ? from - WCORE_REGEX_BEHIND : 0;
	struct attempt attempt = { layer, rule, number, base };
	const size_t size = layer->size - starts < WCORE_REGEX_MAX ? layer->size - base :
			    starts + WCORE_REGEX_MAX - base;
	const struct wcore_regex_run run = { .data = layer->data + base, .size = size, .from = from - base,
					     .starts = starts - base, .is_line_start = base == 0,
					     .is_line_end = base + size == layer->size, .group = rule->group,
					     .found = matched, .context = &attempt };

	*layer->error = wcore_regex_find(rule->regex, layer->work->regex[number], &run);
}

void wcore_layer_try(const struct wcore_layer *layer, uint32_t rule, size_t at)
{
	const uint32_t reach = layer->engine->rules->items[rule].reach;

	find(layer, rule, at > reach ? at - reach : 0, at + 1);
}

void wcore_layer_try_all(const struct wcore_layer *layer, uint32_t rule)
{
	find(layer, rule, layer->from, layer->to);
}
