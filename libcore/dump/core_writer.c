#include "core_writer.h"

enum { OP_I32_CONST = 0x41, OP_I64_CONST = 0x42, OP_F32_CONST = 0x43, OP_F64_CONST = 0x44, OP_END = 0x0b };

void wcore_encode_core(struct wcore_encoder *encoder, struct wcore_string executable)
{
	wcore_encode_u8(encoder, 0);
	wcore_encode_name(encoder, executable);
}

void wcore_encode_coremodules(struct wcore_encoder *encoder, const struct wcore_dump_module *modules,
			      uint32_t count)
{
	wcore_encode_uleb(encoder, count);
	for (uint32_t i = 0; i < count; i++) {
		wcore_encode_u8(encoder, 0);
		wcore_encode_name(encoder, modules[i].name);
	}
}

static void encode_indices(struct wcore_encoder *encoder, const uint32_t *items, uint32_t count)
{
	wcore_encode_uleb(encoder, count);
	for (uint32_t i = 0; i < count; i++)
		wcore_encode_uleb(encoder, items[i]);
}

void wcore_encode_coreinstance(struct wcore_encoder *encoder, const struct wcore_instance *instance)
{
	wcore_encode_u8(encoder, 0);
	wcore_encode_uleb(encoder, instance->module);
	encode_indices(encoder, instance->memories, instance->memory_count);
	encode_indices(encoder, instance->globals, instance->global_count);
}

void wcore_encode_coreinstances(struct wcore_encoder *encoder, const struct wcore_instance *instances,
				uint32_t count)
{
	wcore_encode_uleb(encoder, count);
	for (uint32_t i = 0; i < count; i++)
		wcore_encode_coreinstance(encoder, &instances[i]);
}

void wcore_encode_limits(struct wcore_encoder *encoder, const struct wcore_limits *limits)
{
	const bool has_page_size = limits->page_log2 != 16;

	wcore_encode_u8(encoder, (uint8_t)(limits->has_max | limits->is_shared << 1 | limits->is_64 << 2 |
					   has_page_size << 3));
	wcore_encode_uleb(encoder, limits->min);
	if (limits->has_max)
		wcore_encode_uleb(encoder, limits->max);
	if (has_page_size)
		wcore_encode_uleb(encoder, limits->page_log2);
}

void wcore_encode_global(struct wcore_encoder *encoder, uint8_t type, bool is_mutable, uint64_t bits)
{
	wcore_encode_u8(encoder, type);
	wcore_encode_u8(encoder, is_mutable);
	switch (type) {
	case WCORE_I32:
		wcore_encode_u8(encoder, OP_I32_CONST);
		wcore_encode_sleb(encoder, (int32_t)(uint32_t)bits);
		break;
	case WCORE_I64:
		wcore_encode_u8(encoder, OP_I64_CONST);
		wcore_encode_sleb(encoder, (int64_t)bits);
		break;
	default:
		wcore_encode_u8(encoder, type == WCORE_F32 ? OP_F32_CONST : OP_F64_CONST);
		for (unsigned i = 0; i < (type == WCORE_F32 ? 4u : 8u); i++)
			wcore_encode_u8(encoder, (uint8_t)(bits >> (8 * i)));
	}
	wcore_encode_u8(encoder, OP_END);
}

void wcore_encode_segment_header(struct wcore_encoder *encoder, const struct wcore_segment *segment, bool is_64)
{
	wcore_encode_u8(encoder, segment->memory ? 2 : 0);
	if (segment->memory)
		wcore_encode_uleb(encoder, segment->memory);
	wcore_encode_u8(encoder, is_64 ? OP_I64_CONST : OP_I32_CONST);
	wcore_encode_sleb(encoder, is_64 ? (int64_t)segment->address : (int32_t)(uint32_t)segment->address);
	wcore_encode_u8(encoder, OP_END);
	wcore_encode_uleb(encoder, segment->size);
}
