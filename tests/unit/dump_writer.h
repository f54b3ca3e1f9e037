/*
 * Builds Wasm binaries, core dumps among them, field by field, right or wrong
 * as a test wants them.  Running out of memory aborts the test.
 *
 *	struct dump_writer w;
 *	writer_init(&w);
 *	writer_core(&w, "a.wasm");
 *	writer_stack_begin(&w, "main", 1);
 *	writer_frame(&w, WCORE_DIALECT_SPEC, 0, 7, 90, NULL, 0, NULL, 0);
 *	writer_end(&w);
 *	struct wcore_file *file = writer_file(&w, "t.core");
 */
#ifndef TESTS_UNIT_DUMP_WRITER_H
#define TESTS_UNIT_DUMP_WRITER_H

#include <stddef.h>
#include <stdint.h>

#include "../../libcore/base/file.h"
#include "../../libcore/dump/dialect.h"
#include "../../libcore/wasm/module.h"

#define WRITER_DEPTH 8

struct dump_writer {
	uint8_t *data;
	size_t size, capacity;
	size_t open[WRITER_DEPTH];	/* where what is not ended yet starts */
	unsigned depth;
};

/* Starts with the header of a core Wasm binary; writer_init_raw() with nothing. */
void writer_init(struct dump_writer *w);
void writer_init_raw(struct dump_writer *w);
void writer_deinit(struct dump_writer *w);

void writer_u8(struct dump_writer *w, uint8_t value);
void writer_u16(struct dump_writer *w, uint16_t value);
void writer_u32(struct dump_writer *w, uint32_t value);
void writer_u64(struct dump_writer *w, uint64_t value);
void writer_f32(struct dump_writer *w, float value);
void writer_f64(struct dump_writer *w, double value);
void writer_uleb(struct dump_writer *w, uint64_t value);
void writer_sleb(struct dump_writer *w, int64_t value);
void writer_bytes(struct dump_writer *w, const void *data, size_t size);
/* count times the byte. */
void writer_fill(struct dump_writer *w, uint8_t byte, size_t count);
/* Length and bytes. */
void writer_name(struct dump_writer *w, const char *name);

/*
 * writer_end() puts the LEB128 size in front of what was written since begin:
 * a section's contents, or a function body (writer_begin).  They nest.
 */
void writer_begin(struct dump_writer *w);
void writer_section(struct dump_writer *w, enum wcore_section_id id);
void writer_custom(struct dump_writer *w, const char *name);
void writer_end(struct dump_writer *w);

/* Whole sections of a dump. */
void writer_core(struct dump_writer *w, const char *executable);
void writer_modules(struct dump_writer *w, const char *const *names, uint32_t count);
/* count instances follow as writer_instance(), then writer_end(). */
void writer_instances_begin(struct dump_writer *w, uint32_t count);
void writer_instance(struct dump_writer *w, uint32_t module, const uint32_t *memories,
		     uint32_t memory_count, const uint32_t *globals, uint32_t global_count);
/* One memory; flags as the binary format has them (1 has a maximum, 4 is 64 bits wide). */
void writer_memory(struct dump_writer *w, uint8_t flags, uint64_t min, uint64_t max);
/* One mutable i32 global. */
void writer_global_i32(struct dump_writer *w, int32_t value);

/* count segments follow as writer_segment(), then writer_end(). */
void writer_data_begin(struct dump_writer *w, uint32_t count);
/* Memory 0 with an i32 address, or any memory with an i64 address. */
void writer_segment(struct dump_writer *w, int32_t address, const void *data, size_t size);
void writer_segment_64(struct dump_writer *w, uint32_t memory, int64_t address, const void *data,
		       size_t size);
/* Memory 0, size times the byte. */
void writer_segment_fill(struct dump_writer *w, int32_t address, uint8_t byte, size_t size);

/* A local or operand: its type byte (1 is missing) and its bits. */
struct writer_value {
	uint8_t code;
	uint64_t bits;
};

/* count frames follow as writer_frame(), then writer_end(). */
void writer_stack_begin(struct dump_writer *w, const char *thread, uint32_t count);
void writer_frame(struct dump_writer *w, enum wcore_dialect_id dialect, uint32_t instance,
		  uint32_t funcidx, uint32_t codeoffset, const struct writer_value *locals,
		  uint32_t local_count, const struct writer_value *stack, uint32_t stack_count);

/* A segment as it is given to the function below. */
struct writer_data {
	uint32_t memory;
	int32_t address;
	const char *bytes;
	size_t size;
};
/* A whole dump with the sections of Wasmtime in its order: two memories of a page, one frame. */
void writer_like_wasmtime(struct dump_writer *w, const struct writer_data *segments, uint32_t count,
			  const struct writer_value *locals, uint32_t local_count);

/*
 * Sections of a module.  writer_functions(): a type section with () -> () and
 * one function of it for each of count bodies; then writer_code_begin(), count
 * times writer_body(), writer_end().
 */
void writer_functions(struct dump_writer *w, uint32_t count);
void writer_code_begin(struct dump_writer *w, uint32_t count);
/* i32_locals declared locals in one group (none when 0), then code as it is. */
void writer_body(struct dump_writer *w, uint32_t i32_locals, const void *code, size_t size);

/* What was written, as a file; close it with wcore_file_close() before writer_deinit(). */
struct wcore_file *writer_file(const struct dump_writer *w, const char *path);

#endif
