/* The contents of a dump's own sections in the form of the specification (tool-conventions Coredump.md). */
#ifndef WCORE_DUMP_CORE_WRITER_H
#define WCORE_DUMP_CORE_WRITER_H

#include "../base/encoder.h"
#include "../wasm/index.h"
#include "memory.h"

/* What stands behind the name of `core`, `coremodules` and `coreinstances`. */
void wcore_encode_core(struct wcore_encoder *encoder, struct wcore_string executable);
void wcore_encode_coremodules(struct wcore_encoder *encoder, const struct wcore_dump_module *modules,
			      uint32_t count);
void wcore_encode_coreinstances(struct wcore_encoder *encoder, const struct wcore_instance *instances,
				uint32_t count);
/* One item of coreinstances. */
void wcore_encode_coreinstance(struct wcore_encoder *encoder, const struct wcore_instance *instance);
/* A memory type (WebAssembly 3.0, 5.3.12). */
void wcore_encode_limits(struct wcore_encoder *encoder, const struct wcore_limits *limits);
/* A global of number type, whose initialiser is its value. */
void wcore_encode_global(struct wcore_encoder *encoder, uint8_t type, bool is_mutable, uint64_t bits);
/* What stands before the bytes of an active data segment; is_64: of its memory's addresses. */
void wcore_encode_segment_header(struct wcore_encoder *encoder, const struct wcore_segment *segment, bool is_64);

#endif
