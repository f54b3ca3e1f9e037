#include "module.h"

#include <stdio.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

#define PREAMBLE_SIZE 8
#define WHERE_NAME_MAX 80

/* By section id: its name, and its rank in the order of the specification (5.5.2). */
static const struct { const char *where; uint8_t rank; } section_ids[] = {
	[WCORE_SECTION_CUSTOM] = { "section 0 (custom)", 0 },
	[WCORE_SECTION_TYPE] = { "section 1 (type)", 1 },
	[WCORE_SECTION_IMPORT] = { "section 2 (import)", 2 },
	[WCORE_SECTION_FUNCTION] = { "section 3 (function)", 3 },
	[WCORE_SECTION_TABLE] = { "section 4 (table)", 4 },
	[WCORE_SECTION_MEMORY] = { "section 5 (memory)", 5 },
	[WCORE_SECTION_TAG] = { "section 13 (tag)", 6 },
	[WCORE_SECTION_GLOBAL] = { "section 6 (global)", 7 },
	[WCORE_SECTION_EXPORT] = { "section 7 (export)", 8 },
	[WCORE_SECTION_START] = { "section 8 (start)", 9 },
	[WCORE_SECTION_ELEMENT] = { "section 9 (element)", 10 },
	[WCORE_SECTION_DATA_COUNT] = { "section 12 (data count)", 11 },
	[WCORE_SECTION_CODE] = { "section 10 (code)", 12 },
	[WCORE_SECTION_DATA] = { "section 11 (data)", 13 },
};

#define SECTION_IDS (sizeof(section_ids) / sizeof(*section_ids))

static const char *section_where(struct wcore_arena *arena, uint8_t id, struct wcore_string name)
{
	if (id == WCORE_SECTION_CUSTOM && name.size)
		return name.size > WHERE_NAME_MAX ?
			       wcore_arena_format(arena, "%.*s...", WHERE_NAME_MAX, name.data) :
			       wcore_arena_copy(arena, name.data, name.size);
	if (id < SECTION_IDS)
		return section_ids[id].where;
	return wcore_arena_format(arena, "section %u", id);
}

/*
 * The specification has 32 bits.  A dump of a whole memory of 4 GiB needs more,
 * and where that many bytes follow the number can be taken at its word.
 */
static struct wcore_error *read_size(struct wcore_module *module, struct wcore_cursor *cursor,
				     uint64_t *ret)
{
	uint64_t offset = cursor->pos;
	uint32_t size = 0;
	struct wcore_error *wide_error, *error = wcore_cursor_leb_u32(cursor, &size);

	*ret = size;
	if (!error || wcore_cursor_left(cursor) <= UINT32_MAX)
		return error;
	wide_error = wcore_cursor_leb_u64(cursor, ret);
	if (wide_error || *ret <= UINT32_MAX) {
		wcore_error_destroy(wide_error);
		return error;
	}
	wcore_error_destroy(error);
	wcore_findings_add_at(&module->findings, "wasm/section-size", WCORE_SEVERITY_WARNING,
			      offset, "%s takes %" PRIu64 " bytes, more than its size may say",
			      cursor->where, *ret);
	return NULL;
}

/* Up to the contents; the cursor then stands behind the section. */
static struct wcore_error *read_header(struct wcore_module *module, struct wcore_cursor *cursor,
				       struct wcore_section *ret)
{
	struct wcore_section section = { .header = cursor->pos };
	struct wcore_cursor contents;
	uint64_t size = 0;
	struct wcore_error *error, *name_error = NULL;

	cursor->where = "section header";
	error = wcore_cursor_u8(cursor, &section.id);
	if (error)
		return error;
	cursor->where = section_where(&module->arena, section.id, section.name);
	if (!cursor->where)
		return wcore_error_nomem();
	error = read_size(module, cursor, &size);
	if (error)
		return error;

	section.offset = cursor->pos;
	section.size = size;
	contents = *cursor;
	if (size < wcore_cursor_left(cursor))
		contents.end = contents.pos + size;
	if (section.id == WCORE_SECTION_CUSTOM) {
		name_error = wcore_cursor_name(&contents, &section.name);
		if (!name_error) {
			section.size -= contents.pos - section.offset;
			section.offset = contents.pos;
			cursor->where = section_where(&module->arena, section.id, section.name);
			if (!cursor->where)
				return wcore_error_nomem();
		}
	}
	if (size > wcore_cursor_left(cursor)) {
		wcore_error_destroy(name_error);
		return wcore_cursor_error(cursor, section.header,
					  "size %" PRIu64 " passes the end of the %s", size,
					  module->offset ? "module" : "file");
	}
	if (name_error)
		wcore_findings_take_error(&module->findings, "wasm/section-name",
					  WCORE_SEVERITY_ERROR, name_error);
	section.where = cursor->where;
	cursor->pos += size;
	*ret = section;
	return NULL;
}

static struct wcore_error *add_section(struct wcore_module *module, size_t *capacity,
				       const struct wcore_section *section)
{
	if (module->section_count == *capacity) {
		size_t wanted = *capacity ? *capacity * 2 : 32;
		struct wcore_section *grown =
			wcore_realloc(module->sections, wanted * sizeof(*module->sections));

		if (!grown)
			return wcore_error_nomem();
		module->sections = grown;
		*capacity = wanted;
	}
	module->sections[module->section_count++] = *section;
	return NULL;
}

static bool has_core_sections(const struct wcore_module *module)
{
	return wcore_module_custom(module, "core") || wcore_module_custom(module, "corestack") ||
	       wcore_module_custom(module, "coremodules") ||
	       wcore_module_custom(module, "coreinstances");
}

/* A core dump may have its sections in any order; a module may not. */
static void check_order(struct wcore_module *module)
{
	bool any_order = has_core_sections(module);
	uint32_t seen = 0;
	uint8_t last = 0;

	for (size_t i = 0; i < module->section_count; i++) {
		const struct wcore_section *section = &module->sections[i];

		if (section->id == WCORE_SECTION_CUSTOM)
			continue;
		if (section->id >= SECTION_IDS) {
			wcore_findings_add_at(&module->findings, "wasm/unknown-section",
					      WCORE_SEVERITY_ERROR, section->header,
					      "section %u is of no known kind", section->id);
			continue;
		}
		if (seen & UINT32_C(1) << section->id)
			wcore_findings_add_at(&module->findings, "wasm/duplicate-section",
					      WCORE_SEVERITY_ERROR, section->header,
					      "%s is there again; the first one is used",
					      section->where);
		else if (section_ids[section->id].rank < last && !any_order)
			wcore_findings_add_at(&module->findings, "wasm/section-order",
					      WCORE_SEVERITY_ERROR, section->header,
					      "%s stands too late in the file", section->where);
		seen |= UINT32_C(1) << section->id;
		if (section_ids[section->id].rank > last)
			last = section_ids[section->id].rank;
	}
}

static struct wcore_error *read_sections(struct wcore_module *module)
{
	struct wcore_cursor cursor;
	size_t capacity = 0;

	wcore_cursor_init(&cursor, module->file, module->offset, module->size, NULL);
	cursor.pos += PREAMBLE_SIZE;
	while (wcore_cursor_left(&cursor)) {
		struct wcore_section section;
		struct wcore_error *error;

		if (module->section_count == WCORE_MODULE_MAX_SECTIONS) {
			module->cut = wcore_error_at(WCORE_ERROR_LIMIT, cursor.path, NULL, cursor.pos,
						     "more than %d sections; the rest is left out",
						     WCORE_MODULE_MAX_SECTIONS);
			break;
		}
		error = read_header(module, &cursor, &section);
		if (error && error->code != WCORE_ERROR_NOMEM) {
			module->cut = error;
			break;
		}
		if (!error)
			error = add_section(module, &capacity, &section);
		if (error)
			return error;
	}
	check_order(module);
	return NULL;
}

struct wcore_error *wcore_module_open(const struct wcore_file *file, uint64_t offset,
				      uint64_t size, struct wcore_module **ret)
{
	struct wcore_file part = *file;
	struct wcore_module *module;
	struct wcore_error *error;

	if (offset > file->size)
		offset = file->size;
	if (size > file->size - offset)
		size = file->size - offset;
	/* An empty file has no bytes to point to. */
	if (file->data)
		part.data = file->data + offset;
	part.size = size;
	if (wcore_kind_of(&part) != WCORE_KIND_MODULE)
		return wcore_error_create(WCORE_ERROR_KIND, file->path,
					  "%s, not a core WebAssembly binary",
					  wcore_kind_describe(&part));

	module = wcore_calloc(1, sizeof(*module));
	if (!module)
		return wcore_error_nomem();
	module->file = file;
	module->offset = offset;
	module->size = size;
	wcore_findings_init(&module->findings);
	wcore_arena_init(&module->arena);
	error = read_sections(module);
	if (error) {
		wcore_module_close(module);
		return error;
	}
	*ret = module;
	return NULL;
}

void wcore_module_close(struct wcore_module *module)
{
	if (!module)
		return;
	free(module->sections);
	wcore_error_destroy(module->cut);
	wcore_findings_deinit(&module->findings);
	wcore_arena_deinit(&module->arena);
	free(module);
}

const struct wcore_section *wcore_module_section(const struct wcore_module *module,
						 enum wcore_section_id id)
{
	for (size_t i = 0; i < module->section_count; i++)
		if (module->sections[i].id == id)
			return &module->sections[i];
	return NULL;
}

const struct wcore_section *wcore_module_custom(const struct wcore_module *module,
						const char *name)
{
	for (size_t i = 0; i < module->section_count; i++)
		if (module->sections[i].id == WCORE_SECTION_CUSTOM &&
		    wcore_string_is(module->sections[i].name, name))
			return &module->sections[i];
	return NULL;
}

void wcore_section_cursor(const struct wcore_module *module, const struct wcore_section *section,
			  struct wcore_cursor *ret)
{
	wcore_cursor_init(ret, module->file, section->offset, section->size, section->where);
}
