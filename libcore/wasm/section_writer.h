/* Sections of a Wasm binary as they are written (WebAssembly 3.0, 5.5.2). */
#ifndef WCORE_WASM_SECTION_WRITER_H
#define WCORE_WASM_SECTION_WRITER_H

#include "../base/sink.h"
#include "module.h"

/* The eight bytes that a module starts with.  Errors of all here: those of the sink, NOMEM. */
struct wcore_error *wcore_write_preamble(struct wcore_sink *sink);
/* The id and the size of what follows, in as few bytes as it takes. */
struct wcore_error *wcore_write_section_header(struct wcore_sink *sink, uint8_t id, uint64_t size);
struct wcore_error *wcore_write_section(struct wcore_sink *sink, uint8_t id, const struct wcore_encoder *contents);
/* contents: what stands behind the name. */
struct wcore_error *wcore_write_custom(struct wcore_sink *sink, const char *name,
				       const struct wcore_encoder *contents);
/* A section of a module as it stands there; the size is written without padding. */
struct wcore_error *wcore_copy_section(struct wcore_sink *sink, const struct wcore_module *module,
				       const struct wcore_section *section);
/* The file offset behind the size field: of a custom section that of its name. */
uint64_t wcore_section_body(const struct wcore_module *module, const struct wcore_section *section);

#endif
