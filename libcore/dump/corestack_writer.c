#include "corestack_writer.h"

#include "../wasm/section_writer.h"

static void encode_fixed(struct wcore_encoder *encoder, uint64_t bits, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		wcore_encode_u8(encoder, (uint8_t)(bits >> (8 * i)));
}

static void encode_value(struct wcore_encoder *encoder, const struct wcore_dialect *dialect,
			 const struct wcore_value *value)
{
	wcore_encode_u8(encoder, value->code);
	switch (value->code) {
	case WCORE_I32:
		if (dialect->fixed_width)
			encode_fixed(encoder, value->bits, 4);
		else
			wcore_encode_sleb(encoder, (int32_t)(uint32_t)value->bits);
		return;
	case WCORE_I64:
		if (dialect->fixed_width)
			encode_fixed(encoder, value->bits, 8);
		else
			wcore_encode_sleb(encoder, (int64_t)value->bits);
		return;
	case WCORE_F32:
		encode_fixed(encoder, value->bits, 4);
		return;
	case WCORE_F64:
		encode_fixed(encoder, value->bits, 8);
		return;
	case WCORE_V128:
		encode_fixed(encoder, value->bits, 8);
		encode_fixed(encoder, value->high, 8);
		return;
	}
}

static void encode_values(struct wcore_encoder *encoder, const struct wcore_dialect *dialect,
			  struct wcore_frame_values *values)
{
	static const struct wcore_value unknown = { .code = 1 };
	struct wcore_value value;

	for (uint32_t i = 0; i < values->count && wcore_value_iter_next(&values->iter, &value); i++)
		encode_value(encoder, dialect,
			     values->keep && !values->keep(values->context, i, &value) ? &unknown : &value);
}

void wcore_encode_frame(struct wcore_encoder *encoder, const struct wcore_dialect *dialect,
			struct wcore_frame_record *frame)
{
	wcore_encode_u8(encoder, 0);
	wcore_encode_uleb(encoder, frame->instance);
	wcore_encode_uleb(encoder, frame->funcidx);
	wcore_encode_uleb(encoder, frame->offset);
	wcore_encode_uleb(encoder, frame->locals.count);
	if (dialect->counts_first)
		wcore_encode_uleb(encoder, frame->stack.count);
	encode_values(encoder, dialect, &frame->locals);
	if (!dialect->counts_first)
		wcore_encode_uleb(encoder, frame->stack.count);
	encode_values(encoder, dialect, &frame->stack);
}

struct wcore_error *wcore_write_thread(struct wcore_sink *sink, struct wcore_string name,
				       const struct wcore_encoder *frames, uint32_t count)
{
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error = wcore_encoder_check(frames);

	wcore_encode_u8(&contents, 0);
	wcore_encode_name(&contents, name);
	wcore_encode_uleb(&contents, count);
	if (!error)
		wcore_encode_bytes(&contents, frames->data, frames->size);
	if (!error)
		error = wcore_write_custom(sink, "corestack", &contents);
	wcore_encoder_deinit(&contents);
	return error;
}
