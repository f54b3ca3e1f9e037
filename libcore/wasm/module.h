/*
 * A Wasm binary as its sections (WebAssembly 3.0, 5.5).  Opening reads the
 * section headers only; what is inside is read when it is asked for, once, and
 * lives in the module's arena: all that is reached through a module is borrowed
 * until wcore_module_close().
 *
 * A core dump is such a binary too: dump/dump.h opens it with this layer.
 * All offsets are byte offsets in the file, also for a module inside a component.
 */
#ifndef WCORE_WASM_MODULE_H
#define WCORE_WASM_MODULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/arena.h"
#include "../base/cursor.h"
#include "../base/file.h"
#include "../base/finding.h"

enum wcore_section_id {
	WCORE_SECTION_CUSTOM, WCORE_SECTION_TYPE, WCORE_SECTION_IMPORT, WCORE_SECTION_FUNCTION,
	WCORE_SECTION_TABLE, WCORE_SECTION_MEMORY, WCORE_SECTION_GLOBAL, WCORE_SECTION_EXPORT,
	WCORE_SECTION_START, WCORE_SECTION_ELEMENT, WCORE_SECTION_CODE, WCORE_SECTION_DATA,
	WCORE_SECTION_DATA_COUNT, WCORE_SECTION_TAG,
};

struct wcore_section {
	uint8_t id;
	uint64_t header;	/* where the id byte stands */
	uint64_t offset;	/* first byte of the contents; behind the name of a custom section */
	uint64_t size;		/* bytes of contents from offset */
	struct wcore_string name;	/* of a custom section; absent otherwise */
	const char *where;	/* "section 11 (data)", for cursors */
};

#define WCORE_MODULE_MAX_SECTIONS 65536

struct wcore_index;	/* index.h */
struct wcore_code;	/* function.h */
struct wcore_names;	/* names.h */

struct wcore_module {
	const struct wcore_file *file;	/* the caller's; must outlive the module */
	uint64_t offset;	/* of the "\0asm" in the file: not 0 inside a component */
	uint64_t size;
	struct wcore_section *sections;	/* in the order of the file */
	size_t section_count;
	/*
	 * The error that ended the reading of the section headers early (a cut
	 * file), owned by the module; the sections before it are usable.
	 */
	struct wcore_error *cut;
	struct wcore_findings findings;
	struct wcore_arena arena;
	struct wcore_index *index;	/* made on demand by index.c */
	struct wcore_code *code;	/* made on demand by function.c */
	struct wcore_names *names;	/* made on demand by names.c */
	struct wcore_module *named_by;	/* names.h: a companion that has the names; NULL: none */
};

/* What a file is, from its first bytes. */
enum wcore_kind {
	WCORE_KIND_MODULE,	/* core Wasm binary; a core dump is told apart by dump.h */
	WCORE_KIND_COMPONENT,
	WCORE_KIND_ELF, WCORE_KIND_MINIDUMP, WCORE_KIND_MACHO, WCORE_KIND_PE, WCORE_KIND_GZIP,
	WCORE_KIND_TEXT, WCORE_KIND_EMPTY, WCORE_KIND_UNKNOWN,
};

enum wcore_kind wcore_kind_of(const struct wcore_file *file);
/* For messages: "an ELF core file", "a Windows minidump", "a text file", "an empty file". */
const char *wcore_kind_describe(const struct wcore_file *file);

/*
 * [offset, offset + size) of file; the caller keeps the file.  Errors: KIND
 * (not a core Wasm binary: the message names what it is), NOMEM.  A file that
 * is cut or broken behind its first eight bytes opens, with cut set.
 */
struct wcore_error *wcore_module_open(const struct wcore_file *file, uint64_t offset,
				      uint64_t size, struct wcore_module **ret);
void wcore_module_close(struct wcore_module *module);

/* The first section with that id, or NULL. */
const struct wcore_section *wcore_module_section(const struct wcore_module *module,
						 enum wcore_section_id id);
/* The first custom section of that name, or NULL. */
const struct wcore_section *wcore_module_custom(const struct wcore_module *module,
						const char *name);
void wcore_section_cursor(const struct wcore_module *module, const struct wcore_section *section,
			  struct wcore_cursor *ret);

#endif
