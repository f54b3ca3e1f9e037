/*
 * Bytes that are put together in memory: numbers as LEB128 (WebAssembly 3.0, 5.2.2), names, raw bytes.
 * Running out of memory is remembered and told once, at the end.
 */
#ifndef WCORE_BASE_ENCODER_H
#define WCORE_BASE_ENCODER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "string.h"

/* { 0 } is an empty one. */
struct wcore_encoder {
	uint8_t *data;
	size_t size, capacity;
	bool is_out_of_memory;
};

void wcore_encoder_deinit(struct wcore_encoder *encoder);
void wcore_encode_u8(struct wcore_encoder *encoder, uint8_t value);
void wcore_encode_bytes(struct wcore_encoder *encoder, const void *data, size_t size);
void wcore_encode_uleb(struct wcore_encoder *encoder, uint64_t value);
void wcore_encode_sleb(struct wcore_encoder *encoder, int64_t value);
/* The size of the name and its bytes. */
void wcore_encode_name(struct wcore_encoder *encoder, struct wcore_string name);
/* Errors: NOMEM, when any of the bytes found no place. */
struct wcore_error *wcore_encoder_check(const struct wcore_encoder *encoder);

#endif
