/* What the files of fix share: nobody else includes this. */
#ifndef WCORE_VALIDATE_FIX_STATE_H
#define WCORE_VALIDATE_FIX_STATE_H

#include <stdio.h>

#include "../dump/memory.h"
#include "fix.h"

struct wcore_fix {
	const struct wcore_dump *dump;
	const struct wcore_target *target;	/* may be NULL */
	const struct wcore_fix_sink *sink;
	struct wcore_findings *changes, *kept;
};

/* A section's contents while they are put together. */
struct wcore_fix_buffer {
	FILE *out;
	char *data;
	size_t size;
};

bool wcore_fix_buffer_init(struct wcore_fix_buffer *buffer);
void wcore_fix_buffer_deinit(struct wcore_fix_buffer *buffer);
void wcore_fix_u8(struct wcore_fix_buffer *buffer, uint8_t value);
void wcore_fix_bytes(struct wcore_fix_buffer *buffer, const void *data, size_t size);
void wcore_fix_uleb(struct wcore_fix_buffer *buffer, uint64_t value);
void wcore_fix_sleb(struct wcore_fix_buffer *buffer, int64_t value);
void wcore_fix_name(struct wcore_fix_buffer *buffer, struct wcore_string name);

void wcore_fix_changed(struct wcore_fix *fix, const char *rule, uint64_t offset, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void wcore_fix_left(struct wcore_fix *fix, const char *rule, uint64_t offset, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Bytes to the sink; a section's header; a whole section, custom where name is not NULL. */
struct wcore_error *wcore_fix_put(struct wcore_fix *fix, const void *data, size_t size);
struct wcore_error *wcore_fix_put_header(struct wcore_fix *fix, uint8_t id, uint64_t size);
struct wcore_error *wcore_fix_put_buffer(struct wcore_fix *fix, uint8_t id, struct wcore_fix_buffer *buffer);
/* A section as it stands, with a size that takes no more bytes than it needs. */
struct wcore_error *wcore_fix_put_section(struct wcore_fix *fix, const struct wcore_section *section);

struct wcore_error *wcore_fix_thread(struct wcore_fix *fix, const struct wcore_thread *thread,
				     const struct wcore_section *section);
struct wcore_error *wcore_fix_data(struct wcore_fix *fix, const struct wcore_section *section);

#endif
