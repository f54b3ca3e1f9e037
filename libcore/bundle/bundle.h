/*
 * A bundle: a dump with the files that explain it, which is still a dump to other readers.  docs/format.md has
 * the sections, dump/embedded.h reads them.
 */
#ifndef WCORE_BUNDLE_BUNDLE_H
#define WCORE_BUNDLE_BUNDLE_H

#include "../base/sink.h"
#include "../debug/target.h"
#include "../dump/embedded.h"

struct wcore_bundle_file {
	struct wcore_embedded embedded;	/* offset: in bytes */
	const struct wcore_file *bytes;	/* where it stands */
	struct wcore_file *owned;	/* the same where it is the bundle's, or NULL */
	char *path;			/* of the file that was found */
	/* How it stands in the bundle, once that is written. */
	enum wcore_embedded_encoding written;
	uint64_t written_size;
};

struct wcore_bundle {
	const struct wcore_dump *dump;
	struct wcore_bundle_file *files;
	uint32_t count;
	struct wcore_arena arena;
};

/* dump must outlive the bundle. */
void wcore_bundle_init(struct wcore_bundle *bundle, const struct wcore_dump *dump);
void wcore_bundle_deinit(struct wcore_bundle *bundle);

/*
 * All that was found for a module of the target, which must outlive the bundle: the module's file as it is on
 * the disk, companion, split DWARF, source map.  Nothing of a module that is missing or refused.  Errors: IO, NOMEM.
 */
struct wcore_error *wcore_bundle_add_module(struct wcore_bundle *bundle, struct wcore_target *target,
					    const struct wcore_target_module *module);
/* The text of a source file under the name that the debug information has; again is nothing.  Errors: NOMEM. */
struct wcore_error *wcore_bundle_add_source(struct wcore_bundle *bundle, struct wcore_string name,
					    struct wcore_string text);

/* Takes over the sources that the dump holds already.  Errors: NOMEM. */
struct wcore_error *wcore_bundle_keep_sources(struct wcore_bundle *bundle);

/* Errors: FORMAT (the dump breaks off: no section can stand behind it). */
struct wcore_error *wcore_bundle_check(const struct wcore_dump *dump);
/* The dump alone, as it was before it became a bundle.  Errors: FORMAT (it breaks off), those of the sink. */
struct wcore_error *wcore_bundle_write_dump(const struct wcore_dump *dump, struct wcore_sink *sink);
/*
 * The dump as it is, and the files behind it; is_packed: by gzip.  What the dump held of a bundle
 * already is left out.  Errors: FORMAT (the dump breaks off), those of the sink, NOMEM.
 */
struct wcore_error *wcore_bundle_write(const struct wcore_bundle *bundle, bool is_packed,
				       struct wcore_sink *sink);

#endif
