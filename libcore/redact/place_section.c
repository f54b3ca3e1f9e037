#include <string.h>

#include "../dump/zeros.h"
#include "places.h"

struct adder {
	struct wcore_redact_window *window;
	const struct wcore_module *module;
	struct wcore_string section;
};

static struct wcore_error *add(const struct adder *adder, enum wcore_redact_place place, uint64_t offset, uint64_t size)
{
	const struct wcore_redact_hit part = { .place = place, .offset = offset, .size = size,
					       .name = adder->section };
	struct wcore_error *error = wcore_redact_window_add(adder->window, &part);

	return error ? error : wcore_redact_window_break(adder->window);
}

/* A name where the cursor stands. */
static struct wcore_error *add_name(const struct adder *adder, struct wcore_cursor *cursor)
{
	struct wcore_string name = { 0 };
	struct wcore_error *error = wcore_cursor_name(cursor, &name);

	return error ? error : add(adder, WCORE_PLACE_NAME, cursor->pos - name.size, name.size);
}

static struct wcore_error *skip_index(struct wcore_cursor *cursor)
{
	uint32_t index;

	return wcore_cursor_leb_u32(cursor, &index);
}

/* A vector of numbers with names. */
static struct wcore_error *add_map(const struct adder *adder, struct wcore_cursor *cursor)
{
	uint32_t count = 0;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &count);

	for (; !error && count; count--) {
		error = skip_index(cursor);
		if (!error)
			error = add_name(adder, cursor);
	}
	return error;
}

static struct wcore_error *add_maps(const struct adder *adder, struct wcore_cursor *cursor)
{
	uint32_t count = 0;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &count);

	for (; !error && count; count--) {
		error = skip_index(cursor);
		if (!error)
			error = add_map(adder, cursor);
	}
	return error;
}

/* The name section (WebAssembly 3.0, 7.4.1): parts with an id and a size. */
static struct wcore_error *add_names(const struct adder *adder, struct wcore_cursor *cursor)
{
	struct wcore_error *error = NULL;

	while (!error && wcore_cursor_left(cursor)) {
		struct wcore_cursor part;
		uint32_t size = 0;
		uint8_t id = 0;

		error = wcore_cursor_u8(cursor, &id);
		if (!error)
			error = wcore_cursor_leb_u32(cursor, &size);
		if (!error)
			error = wcore_cursor_sub(cursor, size, cursor->where, &part);
		if (error)
			break;
		if (id == 0)
			error = add_name(adder, &part);
		else if (id == 2 || id == 3 || id == 10)
			error = add_maps(adder, &part);
		else
			error = add_map(adder, &part);
	}
	return error;
}

/* producers: fields with values with versions. */
static struct wcore_error *add_producers(const struct adder *adder, struct wcore_cursor *cursor)
{
	uint32_t fields = 0, values = 0;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &fields);

	for (; !error && fields; fields--) {
		error = add_name(adder, cursor);
		if (!error)
			error = wcore_cursor_leb_u32(cursor, &values);
		for (; !error && values; values--) {
			error = add_name(adder, cursor);
			if (!error)
				error = add_name(adder, cursor);
		}
	}
	return error;
}

/* core, and a thread's name in corestack: a kind byte and a name. */
static struct wcore_error *add_kind_name(const struct adder *adder, struct wcore_cursor *cursor)
{
	uint8_t kind;
	struct wcore_error *error = wcore_cursor_u8(cursor, &kind);

	return error ? error : add_name(adder, cursor);
}

static struct wcore_error *add_modules(const struct adder *adder, struct wcore_cursor *cursor)
{
	uint32_t count = 0;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &count);

	for (; !error && count; count--)
		error = add_kind_name(adder, cursor);
	return error;
}

/* Sections of numbers, in which nothing is text. */
static bool is_binary(struct wcore_string name)
{
	static const char *const names[] = { "coreinstances", "target_features", "build_id", "linking", "dylink",
					     "dylink.0", WCORE_ZEROS_SECTION };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (wcore_string_is(name, names[i]))
			return true;
	return wcore_string_starts(name, "reloc.") || wcore_string_starts(name, "metadata.code.") ||
	       (wcore_string_starts(name, ".debug_") && !wcore_string_is(name, ".debug_str") &&
		!wcore_string_is(name, ".debug_line_str"));
}

static struct wcore_error *add_custom(struct adder *adder, const struct wcore_section *section)
{
	static const struct {
		const char *name;
		struct wcore_error *(*add)(const struct adder *adder, struct wcore_cursor *cursor);
	} forms[] = {
		{ "core", add_kind_name }, { "corestack", add_kind_name }, { "coremodules", add_modules },
		{ "name", add_names }, { "producers", add_producers }, { "sourceMappingURL", add_name },
		{ "external_debug_info", add_name },
	};
	struct wcore_cursor cursor;

	adder->section = section->name;
	wcore_section_cursor(adder->module, section, &cursor);
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (wcore_string_is(section->name, forms[i].name)) {
			struct wcore_error *error = forms[i].add(adder, &cursor);

			/* What a broken one has behind the place where its form ends is in no reader's names either. */
			if (error && error->code == WCORE_ERROR_FORMAT) {
				wcore_error_destroy(error);
				return NULL;
			}
			return error;
		}
	if (is_binary(section->name))
		return NULL;
	return add(adder, WCORE_PLACE_SECTION, section->offset, section->size);
}

struct wcore_error *wcore_redact_add_sections(struct wcore_redact_window *window, const struct wcore_module *module)
{
	struct adder adder = { .window = window, .module = module };
	struct wcore_error *error = NULL;

	for (size_t i = 0; !error && i < module->section_count; i++)
		if (module->sections[i].id == WCORE_SECTION_CUSTOM)
			error = add_custom(&adder, &module->sections[i]);
	return error;
}
