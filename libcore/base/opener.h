/*
 * Who opens files that input names.  A process that gave its rights away has another one open them
 * (sandbox/broker.h); without that they are opened here, by the same rules.
 */
#ifndef WCORE_BASE_OPENER_H
#define WCORE_BASE_OPENER_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"

/* What is asked for.  Names come out of dumps and modules that nobody vouches for: regular files alone. */
enum wcore_opener_kind {
	WCORE_OPENER_WASM,	/* a Wasm binary, or gzip data */
	WCORE_OPENER_MAP,	/* a source map, or gzip data */
	WCORE_OPENER_SOURCE,	/* a source file, of at most WCORE_OPENER_SOURCE_MAX bytes */
	WCORE_OPENER_CODE,	/* the same, whose name ends as those of C, C++, Rust, Zig and the like do */
	WCORE_OPENER_TEMPORARY,	/* a new file without a name, to write and read; no path */
	WCORE_OPENER_KINDS,
};

#define WCORE_OPENER_SOURCE_MAX (UINT64_C(16) << 20)

/* May be called by several threads. */
struct wcore_opener {
	struct wcore_error *(*open)(void *context, enum wcore_opener_kind kind, const char *path, int *ret);
	/*
	 * The path of the debug file that a server has for a build id; the caller frees it.  Errors:
	 * NOT_FOUND, IO, NOMEM.
	 */
	struct wcore_error *(*fetch)(void *context, const uint8_t *build_id, size_t size, char **ret);
	void *context;
};

/*
 * A descriptor for reading, which the caller closes.  opener NULL: wcore_opener_open_here().  Errors:
 * NOT_FOUND, IO (the message is the system's), KIND (it is no such file), NOMEM.
 */
struct wcore_error *wcore_opener_open(const struct wcore_opener *opener, enum wcore_opener_kind kind,
				      const char *path, int *ret);
struct wcore_error *wcore_opener_open_here(enum wcore_opener_kind kind, const char *path, int *ret);

#endif
