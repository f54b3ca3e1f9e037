/*
 * The files that a bundle holds: the dump's modules, their debug files, source maps and sources.  Each is
 * a custom section `wcore.file` of the dump, which other readers pass over: docs/format.md.
 */
#ifndef WCORE_DUMP_EMBEDDED_H
#define WCORE_DUMP_EMBEDDED_H

#include "../base/encoder.h"
#include "dump.h"

/* The sections: of a file, and of what the dump itself was called. */
#define WCORE_EMBEDDED_FILE "wcore.file"
#define WCORE_EMBEDDED_DUMP "wcore.bundle"
#define WCORE_EMBEDDED_VERSION 1

enum wcore_embedded_kind {
	WCORE_EMBEDDED_MODULE,
	WCORE_EMBEDDED_COMPANION,	/* the module's DWARF */
	WCORE_EMBEDDED_SPLIT,		/* a .dwo or .dwp file */
	WCORE_EMBEDDED_SOURCE_MAP,
	WCORE_EMBEDDED_SOURCE,		/* its name is the one that the debug information has */
	WCORE_EMBEDDED_KINDS,
};

enum wcore_embedded_encoding {
	WCORE_EMBEDDED_PLAIN,
	WCORE_EMBEDDED_GZIP,
	WCORE_EMBEDDED_THIN,		/* what was kept of it: base/thin_file.h */
	WCORE_EMBEDDED_ENCODINGS,
};

/* Part of which component: the file is the core module itself. */
#define WCORE_EMBEDDED_WHOLE UINT32_MAX

/* A module of the dump that the file is for, and which core module of a component that is. */
struct wcore_embedded_use { uint32_t module, part; };

struct wcore_embedded {
	enum wcore_embedded_kind kind;
	enum wcore_embedded_encoding encoding;
	struct wcore_string name;
	const struct wcore_embedded_use *uses; uint32_t use_count;
	uint64_t size;			/* of the file */
	uint64_t offset, stored;	/* its bytes in the dump */
};

/*
 * Reads the sections into dump->embedded; those that are broken are findings and left out.
 * Errors: NOMEM.
 */
struct wcore_error *wcore_embedded_read(struct wcore_dump *dump);

/* The file itself, named as if the dump were its folder.  Errors: FORMAT, LIMIT, IO, NOMEM. */
struct wcore_error *wcore_embedded_open(const struct wcore_dump *dump, const struct wcore_embedded *embedded,
					uint64_t max_input, struct wcore_file **ret);
/* The next one of the kind for dump module index, from number *at on, which moves behind it; NULL for none. */
const struct wcore_embedded *wcore_embedded_next(const struct wcore_dump *dump, enum wcore_embedded_kind kind,
						 uint32_t index, uint32_t *at, uint32_t *ret_part);
/* "module", "companion", ... */
const char *wcore_embedded_kind_name(enum wcore_embedded_kind kind);
/* "plain", "gzip", "thin". */
const char *wcore_embedded_encoding_name(enum wcore_embedded_encoding encoding);
/* True of the sections that make a dump a bundle. */
bool wcore_embedded_is_section(const struct wcore_section *section);
/* What the dump was called before it became a bundle; absent when that is not known. */
struct wcore_string wcore_embedded_dump_name(const struct wcore_dump *dump);

/* What stands in front of the file's bytes in its section, behind the section's name. */
void wcore_encode_embedded(struct wcore_encoder *encoder, const struct wcore_embedded *embedded);

#endif
