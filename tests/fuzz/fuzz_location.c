/*
 * A DWARF expression over a frame that knows some values and not others.  The
 * first byte is the size of the frame base's expression, which follows; what is left is
 * the expression itself, evaluated as a location, and as a number.
 */
#include <stdlib.h>

#include "../../libcore/debug/location.h"
#include "fuzz.h"

static struct wcore_location_value wasm(void *context, unsigned kind, uint32_t index)
{
	(void)context;
	if (index % 8 == 7 || kind > 3)
		return (struct wcore_location_value){ .why = "not known" };
	return (struct wcore_location_value){
		.trust = WCORE_LOCATION_RECORDED, .bits = index * UINT64_C(0x9e3779b97f4a7c15) >> (index % 64),
		.size = index % 8 == 6 ? 16 : index % 2 ? 8 : 4,
	};
}

static struct wcore_location_value memory(void *context, uint64_t address, unsigned size)
{
	(void)context;
	if (size < 1 || size > 8)
		abort();
	if (address % 16 == 3)
		return (struct wcore_location_value){ .why = "not in the dump" };
	return (struct wcore_location_value){ .trust = WCORE_LOCATION_RECORDED, .bits = ~address,
					      .size = (uint8_t)size };
}

static struct wcore_location_value tls(void *context, uint64_t offset)
{
	(void)context;
	return (struct wcore_location_value){ .trust = WCORE_LOCATION_RECORDED, .bits = 1024 + offset, .size = 4 };
}

static void check(const struct wcore_location *location, size_t size)
{
	if (location->count < 1 || location->count > WCORE_LOCATION_PIECES)
		abort();
	for (unsigned i = 0; i < location->count; i++) {
		const struct wcore_piece *piece = &location->pieces[i];

		if (piece->kind == WCORE_PIECE_BYTES && piece->bytes.size > size)
			abort();
		if (piece->kind == WCORE_PIECE_NONE && !piece->value.why)
			abort();
		if (piece->kind != WCORE_PIECE_NONE && piece->value.trust == WCORE_LOCATION_UNKNOWN)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t base = size ? data[0] : 0;

	if (!size || base > size - 1)
		return 0;
	for (unsigned address_size = 4; address_size <= 8; address_size += 4) {
		struct wcore_location_context context = {
			.address_size = address_size, .wasm = wasm, .wasm_entry = wasm, .memory = memory,
			.tls = tls, .has_object = size % 2, .object = 4096,
			.frame_base = { base ? (const char *)data + 1 : NULL, base },
		};
		struct wcore_string expression = { (const char *)data + 1 + base, size - 1 - base };
		struct wcore_location location;

		wcore_location_evaluate(&context, expression, &location);
		check(&location, size);
		struct wcore_location_value number = wcore_location_number(&context, expression);

		if (number.trust == WCORE_LOCATION_UNKNOWN && !number.why)
			abort();
	}
	return 0;
}
