#include "encoder.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

#define FIRST_CAPACITY 256

void wcore_encoder_deinit(struct wcore_encoder *encoder)
{
	free(encoder->data);
	*encoder = (struct wcore_encoder){ 0 };
}

static bool reserve(struct wcore_encoder *encoder, size_t size)
{
	size_t capacity = encoder->capacity ? encoder->capacity : FIRST_CAPACITY;
	uint8_t *data;

	if (encoder->is_out_of_memory || size > SIZE_MAX / 2 - encoder->size) {
		encoder->is_out_of_memory = true;
		return false;
	}
	if (encoder->size + size <= encoder->capacity)
		return true;
	while (capacity < encoder->size + size)
		capacity *= 2;
	data = wcore_realloc(encoder->data, capacity);
	if (!data) {
		encoder->is_out_of_memory = true;
		return false;
	}
	encoder->data = data;
	encoder->capacity = capacity;
	return true;
}

void wcore_encode_u8(struct wcore_encoder *encoder, uint8_t value)
{
	if (reserve(encoder, 1))
		encoder->data[encoder->size++] = value;
}

void wcore_encode_bytes(struct wcore_encoder *encoder, const void *data, size_t size)
{
	if (!size || !reserve(encoder, size))
		return;
	memcpy(encoder->data + encoder->size, data, size);
	encoder->size += size;
}

void wcore_encode_uleb(struct wcore_encoder *encoder, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		wcore_encode_u8(encoder, (uint8_t)(value | 0x80));
	wcore_encode_u8(encoder, (uint8_t)value);
}

void wcore_encode_sleb(struct wcore_encoder *encoder, int64_t value)
{
	while (value < -0x40 || value > 0x3f) {
		wcore_encode_u8(encoder, (uint8_t)((value & 0x7f) | 0x80));
		value >>= 7;
	}
	wcore_encode_u8(encoder, (uint8_t)(value & 0x7f));
}

void wcore_encode_name(struct wcore_encoder *encoder, struct wcore_string name)
{
	wcore_encode_uleb(encoder, name.size);
	wcore_encode_bytes(encoder, name.data, name.size);
}

struct wcore_error *wcore_encoder_check(const struct wcore_encoder *encoder)
{
	return encoder->is_out_of_memory ? wcore_error_nomem() : NULL;
}
