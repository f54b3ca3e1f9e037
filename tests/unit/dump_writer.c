#include "dump_writer.h"

#include <stdlib.h>
#include <string.h>

#define LEB_MAX 10

void writer_init_raw(struct dump_writer *w)
{
	*w = (struct dump_writer){ 0 };
}

void writer_init(struct dump_writer *w)
{
	writer_init_raw(w);
	writer_bytes(w, "\0asm\1\0\0\0", 8);
}

void writer_deinit(struct dump_writer *w)
{
	free(w->data);
	writer_init_raw(w);
}

void writer_bytes(struct dump_writer *w, const void *data, size_t size)
{
	if (size > w->capacity - w->size) {
		w->capacity = (w->capacity + size) * 2;
		w->data = realloc(w->data, w->capacity);
		if (!w->data)
			abort();
	}
	if (size)
		memcpy(w->data + w->size, data, size);
	w->size += size;
}

void writer_fill(struct dump_writer *w, uint8_t byte, size_t count)
{
	while (count--)
		writer_u8(w, byte);
}

static void write_little_endian(struct dump_writer *w, uint64_t value, unsigned size)
{
	for (; size--; value >>= 8)
		writer_u8(w, (uint8_t)value);
}

void writer_u8(struct dump_writer *w, uint8_t value)
{
	writer_bytes(w, &value, 1);
}

void writer_u16(struct dump_writer *w, uint16_t value)
{
	write_little_endian(w, value, 2);
}

void writer_u32(struct dump_writer *w, uint32_t value)
{
	write_little_endian(w, value, 4);
}

void writer_u64(struct dump_writer *w, uint64_t value)
{
	write_little_endian(w, value, 8);
}

void writer_f32(struct dump_writer *w, float value)
{
	uint32_t bits;

	memcpy(&bits, &value, sizeof(bits));
	writer_u32(w, bits);
}

void writer_f64(struct dump_writer *w, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	writer_u64(w, bits);
}

static size_t encode_uleb(uint64_t value, uint8_t *ret)
{
	size_t size = 0;

	do {
		ret[size++] = (uint8_t)((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
		value >>= 7;
	} while (value);
	return size;
}

void writer_uleb(struct dump_writer *w, uint64_t value)
{
	uint8_t bytes[LEB_MAX];

	writer_bytes(w, bytes, encode_uleb(value, bytes));
}

void writer_sleb(struct dump_writer *w, int64_t value)
{
	bool more = true;

	while (more) {
		uint8_t byte = value & 0x7f;

		value >>= 7;
		more = !((value == 0 && !(byte & 0x40)) || (value == -1 && (byte & 0x40)));
		writer_u8(w, (uint8_t)(byte | (more ? 0x80 : 0)));
	}
}

void writer_name(struct dump_writer *w, const char *name)
{
	writer_uleb(w, strlen(name));
	writer_bytes(w, name, strlen(name));
}

void writer_begin(struct dump_writer *w)
{
	if (w->depth == WRITER_DEPTH)
		abort();
	w->open[w->depth++] = w->size;
}

void writer_section(struct dump_writer *w, enum wcore_section_id id)
{
	writer_u8(w, (uint8_t)id);
	writer_begin(w);
}

void writer_custom(struct dump_writer *w, const char *name)
{
	writer_section(w, WCORE_SECTION_CUSTOM);
	writer_name(w, name);
}

void writer_end(struct dump_writer *w)
{
	uint8_t bytes[LEB_MAX];
	size_t start, length, size;

	if (!w->depth)
		abort();
	start = w->open[--w->depth];
	length = w->size - start;
	size = encode_uleb(length, bytes);
	writer_bytes(w, bytes, size);
	memmove(w->data + start + size, w->data + start, length);
	memcpy(w->data + start, bytes, size);
}

void writer_core(struct dump_writer *w, const char *executable)
{
	writer_custom(w, "core");
	writer_u8(w, 0);
	writer_name(w, executable);
	writer_end(w);
}

void writer_modules(struct dump_writer *w, const char *const *names, uint32_t count)
{
	writer_custom(w, "coremodules");
	writer_uleb(w, count);
	for (uint32_t i = 0; i < count; i++) {
		writer_u8(w, 0);
		writer_name(w, names[i]);
	}
	writer_end(w);
}

void writer_instances_begin(struct dump_writer *w, uint32_t count)
{
	writer_custom(w, "coreinstances");
	writer_uleb(w, count);
}

static void write_indices(struct dump_writer *w, const uint32_t *indices, uint32_t count)
{
	writer_uleb(w, count);
	for (uint32_t i = 0; i < count; i++)
		writer_uleb(w, indices[i]);
}

void writer_instance(struct dump_writer *w, uint32_t module, const uint32_t *memories,
		     uint32_t memory_count, const uint32_t *globals, uint32_t global_count)
{
	writer_u8(w, 0);
	writer_uleb(w, module);
	write_indices(w, memories, memory_count);
	write_indices(w, globals, global_count);
}

void writer_memory(struct dump_writer *w, uint8_t flags, uint64_t min, uint64_t max)
{
	writer_section(w, WCORE_SECTION_MEMORY);
	writer_uleb(w, 1);
	writer_u8(w, flags);
	writer_uleb(w, min);
	if (flags & 1)
		writer_uleb(w, max);
	writer_end(w);
}

void writer_global_i32(struct dump_writer *w, int32_t value)
{
	writer_section(w, WCORE_SECTION_GLOBAL);
	writer_uleb(w, 1);
	writer_u8(w, 0x7f);
	writer_u8(w, 1);
	writer_u8(w, 0x41);
	writer_sleb(w, value);
	writer_u8(w, 0x0b);
	writer_end(w);
}

void writer_data_begin(struct dump_writer *w, uint32_t count)
{
	writer_section(w, WCORE_SECTION_DATA);
	writer_uleb(w, count);
}

void writer_segment(struct dump_writer *w, int32_t address, const void *data, size_t size)
{
	writer_u8(w, 0);
	writer_u8(w, 0x41);
	writer_sleb(w, address);
	writer_u8(w, 0x0b);
	writer_uleb(w, size);
	writer_bytes(w, data, size);
}

void writer_segment_64(struct dump_writer *w, uint32_t memory, int64_t address, const void *data,
		       size_t size)
{
	writer_u8(w, 2);
	writer_uleb(w, memory);
	writer_u8(w, 0x42);
	writer_sleb(w, address);
	writer_u8(w, 0x0b);
	writer_uleb(w, size);
	writer_bytes(w, data, size);
}

void writer_segment_fill(struct dump_writer *w, int32_t address, uint8_t byte, size_t size)
{
	writer_segment(w, address, NULL, 0);
	w->size--;
	writer_uleb(w, size);
	writer_fill(w, byte, size);
}

void writer_stack_begin(struct dump_writer *w, const char *thread, uint32_t count)
{
	writer_custom(w, "corestack");
	writer_u8(w, 0);
	writer_name(w, thread);
	writer_uleb(w, count);
}

static void write_values(struct dump_writer *w, const struct wcore_dialect *dialect,
			 const struct writer_value *values, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		writer_u8(w, values[i].code);
		switch (values[i].code) {
		case 0x7f:
			if (dialect->fixed_width)
				writer_u32(w, (uint32_t)values[i].bits);
			else
				writer_sleb(w, (int32_t)values[i].bits);
			break;
		case 0x7e:
			if (dialect->fixed_width)
				writer_u64(w, values[i].bits);
			else
				writer_sleb(w, (int64_t)values[i].bits);
			break;
		case 0x7d:
			writer_u32(w, (uint32_t)values[i].bits);
			break;
		case 0x7c:
			writer_u64(w, values[i].bits);
			break;
		default:
			break;
		}
	}
}

void writer_frame(struct dump_writer *w, enum wcore_dialect_id id, uint32_t instance,
		  uint32_t funcidx, uint32_t codeoffset, const struct writer_value *locals,
		  uint32_t local_count, const struct writer_value *stack, uint32_t stack_count)
{
	const struct wcore_dialect *dialect = wcore_dialect_get(id);

	writer_u8(w, 0);
	if (dialect->has_instance)
		writer_uleb(w, instance);
	writer_uleb(w, funcidx);
	writer_uleb(w, codeoffset);
	writer_uleb(w, local_count);
	if (dialect->counts_first)
		writer_uleb(w, stack_count);
	write_values(w, dialect, locals, local_count);
	if (!dialect->counts_first)
		writer_uleb(w, stack_count);
	write_values(w, dialect, stack, stack_count);
}

void writer_like_wasmtime(struct dump_writer *w, const struct writer_data *segments, uint32_t count,
			  const struct writer_value *locals, uint32_t local_count)
{
	static const char *const names[] = { "a.wasm" };
	static const uint32_t memories[] = { 0, 1 };

	writer_init(w);
	writer_core(w, "a.wasm");
	writer_section(w, WCORE_SECTION_MEMORY);
	writer_uleb(w, 2);
	for (int i = 0; i < 2; i++) {
		writer_u8(w, 0);
		writer_uleb(w, 1);
	}
	writer_end(w);
	writer_global_i32(w, 1024);
	writer_data_begin(w, count);
	for (uint32_t i = 0; i < count; i++)
		writer_segment_64(w, segments[i].memory, segments[i].address, segments[i].bytes,
				  segments[i].size);
	writer_end(w);
	writer_modules(w, names, 1);
	writer_instances_begin(w, 1);
	writer_instance(w, 0, memories, 2, NULL, 0);
	writer_end(w);
	writer_stack_begin(w, "main", 1);
	writer_frame(w, WCORE_DIALECT_SPEC, 0, 7, 90, locals, local_count, NULL, 0);
	writer_end(w);
}

void writer_functions(struct dump_writer *w, uint32_t count)
{
	writer_section(w, WCORE_SECTION_TYPE);
	writer_bytes(w, "\x01\x60\x00\x00", 4);
	writer_end(w);
	writer_section(w, WCORE_SECTION_FUNCTION);
	writer_uleb(w, count);
	writer_fill(w, 0, count);
	writer_end(w);
}

void writer_code_begin(struct dump_writer *w, uint32_t count)
{
	writer_section(w, WCORE_SECTION_CODE);
	writer_uleb(w, count);
}

void writer_body(struct dump_writer *w, uint32_t i32_locals, const void *code, size_t size)
{
	writer_begin(w);
	writer_uleb(w, i32_locals ? 1 : 0);
	if (i32_locals) {
		writer_uleb(w, i32_locals);
		writer_u8(w, 0x7f);
	}
	writer_bytes(w, code, size);
	writer_end(w);
}

struct wcore_file *writer_file(const struct dump_writer *w, const char *path)
{
	struct wcore_file *file;

	if (wcore_file_from_memory(path, w->data, w->size, &file))
		abort();
	return file;
}
