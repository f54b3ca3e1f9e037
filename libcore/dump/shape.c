#include "shape.h"

#include <string.h>

#include "embedded.h"
#include "memory.h"

/* One letter a section that a producer writes; '?' is any other one. */
static char letter_of(const struct wcore_section *section)
{
	static const struct {
		const char *name;
		char letter;
	} custom[] = {
		{ "core", 'c' }, { "corestack", 's' }, { "coremodules", 'm' }, { "coreinstances", 'i' },
	};

	if (section->id == WCORE_SECTION_MEMORY)
		return 'M';
	if (section->id == WCORE_SECTION_GLOBAL)
		return 'G';
	if (section->id == WCORE_SECTION_DATA)
		return 'D';
	if (section->id == WCORE_SECTION_CUSTOM)
		for (size_t i = 0; i < sizeof(custom) / sizeof(custom[0]); i++)
			if (wcore_string_is(section->name, custom[i].name))
				return custom[i].letter;
	return '?';
}

/* "cMGDmis": the sections in their order, runs of threads as one, cut at size. */
static void outline(const struct wcore_dump *dump, char *ret, size_t size)
{
	size_t length = 0;

	for (size_t i = 0; i < dump->wasm->section_count && length + 1 < size; i++) {
		const struct wcore_section *section = &dump->wasm->sections[i];
		char letter = letter_of(section);

		/* What a bundle adds is not the producer's, nor what wcore-strip says of zeros. */
		if (!wcore_embedded_is_section(section) && !wcore_string_is(section->name, WCORE_ZEROS_SECTION) &&
		    !(letter == 's' && length && ret[length - 1] == 's'))
			ret[length++] = letter;
	}
	ret[length] = '\0';
}

static bool is_told(const struct wcore_dump *dump, const char *dialect)
{
	const struct wcore_section *section = wcore_module_custom(dump->wasm, WCORE_DIALECT_SECTION);
	struct wcore_string name = { NULL, 0 };
	struct wcore_cursor cursor;

	if (!section)
		return false;
	wcore_section_cursor(dump->wasm, section, &cursor);
	wcore_error_destroy(wcore_cursor_name(&cursor, &name));
	return wcore_string_is(name, dialect);
}

void wcore_shape_read(const struct wcore_dump *dump, struct wcore_shape *ret)
{
	struct wcore_segment_iter iter;
	struct wcore_segment segment = { 0 };
	bool has_segment = false, is_only;
	char sections[16];

	*ret = (struct wcore_shape){ 0 };
	outline(dump, sections, sizeof(sections));
	wcore_segment_iter_init(&iter, dump);
	wcore_error_destroy(wcore_segment_iter_next(&iter, &segment, &has_segment));
	ret->is_told_xtuc = is_told(dump, "xtuc");
	/* wcore-strip leaves an empty segment in place of the producer's first one. */
	is_only = dump->segment_count == 1 || !segment.size;
	ret->is_wasmtime = !strcmp(sections, "cMGDmis");
	ret->is_wasmedge = !dump->instance_count && !strchr(sections, 'D') &&
			   strchr(sections, 'm') && strchr(sections, 'i');
	ret->is_builder = (!strcmp(sections, "cs") || !strcmp(sections, "csMD")) &&
			  (!has_segment || (is_only && !segment.address));
	ret->is_rewriter = !dump->module_count && !dump->instance_count &&
			   has_segment && is_only && wcore_segment_is_rewriters(&segment);
}

const enum wcore_dialect_id *wcore_shape_order(const struct wcore_shape *shape)
{
	static const enum wcore_dialect_id wasmedge[WCORE_DIALECT_COUNT] = {
		WCORE_DIALECT_WASMEDGE, WCORE_DIALECT_BUILDER, WCORE_DIALECT_SPEC_2023,
		WCORE_DIALECT_SPEC, WCORE_DIALECT_WASMER, WCORE_DIALECT_XTUC,
	};
	static const enum wcore_dialect_id rewriter[WCORE_DIALECT_COUNT] = {
		WCORE_DIALECT_XTUC, WCORE_DIALECT_WASMER, WCORE_DIALECT_BUILDER,
		WCORE_DIALECT_SPEC, WCORE_DIALECT_SPEC_2023, WCORE_DIALECT_WASMEDGE,
	};
	static const enum wcore_dialect_id builder[WCORE_DIALECT_COUNT] = {
		WCORE_DIALECT_WASMER, WCORE_DIALECT_BUILDER, WCORE_DIALECT_SPEC,
		WCORE_DIALECT_SPEC_2023, WCORE_DIALECT_XTUC, WCORE_DIALECT_WASMEDGE,
	};
	static const enum wcore_dialect_id any[WCORE_DIALECT_COUNT] = {
		WCORE_DIALECT_SPEC, WCORE_DIALECT_XTUC, WCORE_DIALECT_WASMER,
		WCORE_DIALECT_SPEC_2023, WCORE_DIALECT_BUILDER, WCORE_DIALECT_WASMEDGE,
	};

	return shape->is_wasmedge ? wasmedge
	       : shape->is_rewriter || shape->is_told_xtuc ? rewriter
	       : shape->is_builder ? builder
	       : any;
}
