#include "constant_data.h"

#include <string.h>

#include "../base/presence.h"
#include "../wasm/data.h"
#include "../wasm/names.h"

#define SEGMENTS_MAX 4096

static bool is_inside(const struct wcore_data_segment *segment, uint64_t address, uint64_t size)
{
	return address >= segment->address && address - segment->address <= segment->size &&
	       size <= segment->size - (address - segment->address);
}

bool wcore_constant_data_holds(struct wcore_module *module, uint32_t memory, uint64_t address,
			       const uint8_t *bytes, uint64_t size)
{
	struct wcore_data_iter iter;
	struct wcore_data_segment segment;

	wcore_data_iter_init(&iter, module);
	for (uint32_t i = 0; i < SEGMENTS_MAX && wcore_data_iter_next(&iter, &segment); i++)
		if (segment.has_address && segment.memory == memory && is_inside(&segment, address, size))
			return wcore_string_starts(wcore_names_find(module, WCORE_NAME_DATA, i), ".rodata") &&
			       wcore_file_use(module->file, segment.offset + (address - segment.address),
					      segment.offset + (address - segment.address) + size) &&
			       memcmp(module->file->data + segment.offset + (address - segment.address), bytes,
				      size) == 0;
	return false;
}

static bool touches(const struct wcore_data_segment *segment, uint64_t address, uint64_t size)
{
	return address < segment->address ? size > segment->address - address :
					    address - segment->address < segment->size;
}

bool wcore_initial_data_read(struct wcore_module *module, uint32_t memory, uint64_t address, uint8_t *bytes,
			     uint64_t size)
{
	struct wcore_data_iter iter;
	struct wcore_data_segment segment;
	uint32_t read = 0;

	memset(bytes, 0, size);
	wcore_data_iter_init(&iter, module);
	if (iter.count > SEGMENTS_MAX)
		return false;
	for (; wcore_data_iter_next(&iter, &segment); read++) {
		if (!segment.has_address)
			return false;
		/* Of segments that overlap the last one counts. */
		for (uint64_t k = 0; segment.memory == memory && touches(&segment, address, size) && k < size; k++) {
			const uint64_t at = segment.offset + (address + k - segment.address);

			if (address + k < segment.address || address + k - segment.address >= segment.size)
				continue;
			if (!wcore_file_use(module->file, at, at + 1))
				return false;
			bytes[k] = module->file->data[at];
		}
	}
	return read == iter.count;
}

bool wcore_initial_data_is(struct wcore_module *module, uint32_t memory, uint64_t address,
			   const uint8_t *bytes, uint64_t size)
{
	uint8_t initial[16];

	return size <= sizeof(initial) && wcore_initial_data_read(module, memory, address, initial, size) &&
	       memcmp(initial, bytes, size) == 0;
}
