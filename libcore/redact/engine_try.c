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

static bool has_word(const struct wcore_layer *layer, size_t from, size_t to, struct wcore_string word)
{
	const char *text = (const char *)layer->data;
	const char first = (char)(word.data[0] | 0x20);

	for (size_t at = from; at + word.size <= to; at++)
		if ((text[at] | 0x20) == first && !strncasecmp(text + at, word.data, word.size))
			return true;
	return false;
}

static bool is_near(const struct attempt *attempt, size_t at, size_t size)
{
	const struct wcore_redact_rule *rule = attempt->rule;
	const size_t from = at > rule->within ? at - rule->within : 0;
	const size_t left = attempt->layer->size - (at + size);
	const size_t to = at + size + (left < rule->within ? left : rule->within);

	for (size_t i = 0; i < rule->near.count; i++)
		if (has_word(attempt->layer, from, to, rule->near.items[i]))
			return true;
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
