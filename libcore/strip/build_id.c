#include "build_id.h"

#include <nettle/sha2.h>

#include "../wasm/section_writer.h"

/* How much is read before the system gets it back. */
#define WINDOW ((uint64_t)1 << 20)

static bool counts(const struct wcore_section *section)
{
	return section->id != WCORE_SECTION_CUSTOM || !(wcore_string_is(section->name, "build_id") ||
							wcore_string_is(section->name, "external_debug_info"));
}

static void add_bytes(struct sha256_ctx *hash, const struct wcore_file *file, uint64_t offset, uint64_t size)
{
	while (size) {
		const uint64_t part = size < WINDOW ? size : WINDOW;

		sha256_update(hash, (size_t)part, file->data + offset);
		wcore_file_release(file, offset, part);
		offset += part;
		size -= part;
	}
}

/* The id and the size keep sections apart. */
static void add_section(struct sha256_ctx *hash, const struct wcore_module *module,
			const struct wcore_section *section)
{
	const uint64_t start = wcore_section_body(module, section);
	const uint64_t size = section->offset + section->size - start;
	uint8_t header[9] = { section->id };

	for (unsigned i = 0; i < 8; i++)
		header[1 + i] = (uint8_t)(size >> (8 * i));
	sha256_update(hash, sizeof(header), header);
	add_bytes(hash, module->file, start, size);
}

void wcore_build_id_compute(const struct wcore_module *module, uint8_t ret[WCORE_BUILD_ID_SIZE])
{
	struct sha256_ctx hash;

	sha256_init(&hash);
	for (size_t i = 0; i < module->section_count; i++)
		if (counts(&module->sections[i]))
			add_section(&hash, module, &module->sections[i]);
	sha256_digest(&hash, WCORE_BUILD_ID_SIZE, ret);
}
