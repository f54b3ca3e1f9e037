/* Text in other forms: made plain, and searched as a layer of its own. */
#include <stdlib.h>

#include "../base/alloc.h"
#include "base64.h"
#include "engine_state.h"

/* Shorter base64 has no room for a secret. */
#define BASE64_LEAST 16
/* Decoded bytes that have to be text for all of it to be looked at. */
#define TEXT_LEAST 12

static bool is_text(uint8_t byte)
{
	return (byte >= 0x20 && byte < 0x7f) || byte == '\t' || byte == '\r' || byte == '\n';
}

static void run_inner(const struct wcore_layer *layer, struct wcore_layer *inner)
{
	inner->engine = layer->engine;
	inner->work = layer->work;
	inner->to = inner->size;
	inner->depth = layer->depth + 1;
	inner->outer = layer;
	inner->error = layer->error;
	wcore_layer_run(inner);
}

static void no_memory(const struct wcore_layer *layer)
{
	if (!*layer->error)
		*layer->error = wcore_error_nomem();
}

/* UTF-16. */

static bool is_wide(const uint8_t *data)
{
	return data[1] == 0 && (is_text(data[0]) || data[0] >= 0xa0);
}

void wcore_layer_utf16(struct wcore_layer *layer, size_t at)
{
	size_t count = 0;
	uint8_t *text;

	if (at < layer->utf16_end)
		return;
	while (layer->size - at >= 2 * count + 2 && is_wide(layer->data + at + 2 * count))
		count++;
	layer->utf16_end = at + 2 * count;
	text = wcore_malloc(count + 1);
	if (!text) {
		no_memory(layer);
		return;
	}
	for (size_t i = 0; i < count; i++)
		text[i] = layer->data[at + 2 * i];
	run_inner(layer, &(struct wcore_layer){ .data = text, .size = count, .base = at, .width = 2,
						.form = layer->form == WCORE_FORM_BASE64 ? WCORE_FORM_BASE64 :
							WCORE_FORM_UTF16 });
	free(text);
}

/* Base64. */

/* Characters of base64 from at on, over ends of lines; places may be NULL. */
static size_t collect(const struct wcore_layer *layer, size_t at, uint8_t *text, uint32_t *places, size_t *ret_end)
{
	const uint8_t *data = layer->data;
	const size_t size = layer->size;
	size_t count = 0;

	while (at < size) {
		size_t next = at;

		if (wcore_redact_is_word(data[at])) {
			if (places) {
				text[count] = data[at];
				places[count] = (uint32_t)at;
			}
			count++;
			at++;
			continue;
		}
		next += data[next] == '\r';
		if (next >= size || data[next] != '\n' || next + 1 >= size || !wcore_redact_is_word(data[next + 1]))
			break;
		at = next + 1;
	}
	*ret_end = at;
	return count;
}

/* Whether what decodes from there begins as text does, also as UTF-16: four characters at a time, as nearly none does. */
static bool looks_decoded(const uint8_t *text, size_t size)
{
	bool is_plain = true, is_utf16 = true;
	size_t count = 0;

	for (size_t at = 0; at + 4 <= size && (is_plain || is_utf16) && count < 2 * TEXT_LEAST; at += 4) {
		uint8_t bytes[6];

		if (wcore_base64_decode(text + at, 4, bytes) < 3)
			return false;
		for (size_t i = 0; i < 3; i++, count++) {
			is_plain = is_plain && is_text(bytes[i]);
			is_utf16 = is_utf16 && (count % 2 ? !bytes[i] : is_text(bytes[i]) || bytes[i] >= 0xa0);
		}
		if (is_plain && count >= TEXT_LEAST)
			return true;
	}
	return is_utf16 && count >= 2 * TEXT_LEAST;
}

static void run_base64(const struct wcore_layer *layer, const uint8_t *text, const uint32_t *places, size_t size)
{
	uint8_t *bytes = wcore_malloc(size / 4 * 3 + 3);

	if (!bytes) {
		no_memory(layer);
		return;
	}
	run_inner(layer, &(struct wcore_layer){ .data = bytes, .size = wcore_base64_decode(text, size, bytes),
						.places = places, .form = WCORE_FORM_BASE64 });
	free(bytes);
}

static bool any_decodes(const struct wcore_layer *layer, size_t at)
{
	const size_t left = layer->size - at;

	for (size_t shift = 0; shift < 4 && shift < left; shift++)
		if (looks_decoded(layer->data + at + shift, left - shift))
			return true;
	return false;
}

void wcore_layer_base64(struct wcore_layer *layer, size_t at)
{
	size_t count, end;
	uint8_t *text;
	uint32_t *places;

	if (at < layer->base64_end || !any_decodes(layer, at))
		return;
	count = collect(layer, at, NULL, NULL, &end);
	layer->base64_end = end;
	if (count < BASE64_LEAST)
		return;
	text = wcore_malloc(count);
	places = wcore_malloc(count * sizeof(*places));
	if (!text || !places)
		no_memory(layer);
	else
		collect(layer, at, text, places, &end);
	for (size_t shift = 0; !*layer->error && shift < 4 && shift < count; shift++)
		if (looks_decoded(text + shift, count - shift))
			run_base64(layer, text + shift, places + shift, count - shift);
	free(text);
	free(places);
}
