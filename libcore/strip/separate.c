#include "separate.h"

#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../wasm/metadata.h"

#define HEX_MAX 256

static bool is_named(const struct wcore_section *section, const char *name)
{
	return section->id == WCORE_SECTION_CUSTOM && wcore_string_is(section->name, name);
}

/* Which sections a half of the pair has not; false when all are there. */
static bool choose(const struct wcore_strip_filter *filter, const struct wcore_module *module, bool *dropped,
		   struct wcore_error **ret_error)
{
	const uint8_t *id;
	size_t size;
	const bool has_id = wcore_metadata_build_id(module, &id, &size);
	bool any = false;

	*ret_error = wcore_strip_filter_apply(filter, module, false, dropped);
	for (size_t i = 0; i < module->section_count && !*ret_error; i++) {
		any |= dropped[i];
		/* A link to an older companion is replaced, or would be the companion's to itself. */
		if (is_named(&module->sections[i], "external_debug_info"))
			dropped[i] = true;
		if (is_named(&module->sections[i], "build_id"))
			dropped[i] = !has_id;
	}
	return any;
}

static struct wcore_error *choose_both(struct wcore_separate *separate, const struct wcore_module *module,
				       const struct wcore_strip_filter *wanted)
{
	const struct wcore_strip_filter nothing = { 0 };
	struct wcore_strip_filter filter = *wanted;
	struct wcore_error *error;

	for (unsigned i = 0; i < 2; i++)
		if (!(separate->dropped[i] = wcore_calloc(module->section_count + 1, sizeof(bool))))
			return wcore_error_nomem();
	choose(&nothing, module, separate->dropped[1], &error);
	if (error)
		return error;
	filter.dwarf = filter.names = true;
	if (!choose(&filter, module, separate->dropped[0], &error) && !error)
		error = wcore_error_create(WCORE_ERROR_USAGE, module->file->path,
					   "has neither names nor DWARF that could be split off");
	return error;
}

/* The build id that is there stays where it is; else both halves get one. */
static void name_both(struct wcore_separate *separate, const struct wcore_module *module)
{
	const bool has_id = wcore_metadata_build_id(module, &separate->id, &separate->id_size);
	struct wcore_encoder *contents = &separate->contents[0];

	if (!has_id) {
		wcore_build_id_compute(module, separate->computed);
		separate->id = separate->computed;
		separate->id_size = sizeof(separate->computed);
		wcore_encode_name(contents, (struct wcore_string){ (const char *)separate->id, separate->id_size });
	}
	separate->added[0] = (struct wcore_strip_custom){ "build_id", contents };
	separate->added[1] = (struct wcore_strip_custom){ "external_debug_info", &separate->contents[1] };
	separate->stripped = (struct wcore_strip_plan){
		.module = module, .dropped = separate->dropped[0],
		.added = separate->added + has_id, .added_count = 2u - has_id,
	};
	separate->companion = (struct wcore_strip_plan){
		.module = module, .dropped = separate->dropped[1],
		.added = separate->added, .added_count = 1u - has_id,
	};
}

struct wcore_error *wcore_separate_init(struct wcore_separate *ret, const struct wcore_module *module,
					const struct wcore_strip_filter *filter)
{
	struct wcore_error *error;

	*ret = (struct wcore_separate){ 0 };
	error = choose_both(ret, module, filter);
	if (error)
		return error;
	name_both(ret, module);
	return wcore_encoder_check(&ret->contents[0]);
}

struct wcore_error *wcore_separate_link(struct wcore_separate *separate, struct wcore_string name)
{
	wcore_encode_name(&separate->contents[1], name);
	return wcore_encoder_check(&separate->contents[1]);
}

char *wcore_separate_hex(const struct wcore_separate *separate)
{
	const size_t size = separate->id_size < HEX_MAX ? separate->id_size : HEX_MAX;
	char *hex = wcore_malloc(2 * size + 1);

	for (size_t i = 0; i < size && hex; i++)
		snprintf(hex + 2 * i, 3, "%02x", separate->id[i]);
	return hex;
}

char *wcore_separate_store_name(const struct wcore_separate *separate)
{
	char *hex = wcore_separate_hex(separate), *name = NULL;

	if (hex && wcore_asprintf(&name, ".build-id/%.2s/%s.wasm", hex, hex + 2) < 0)
		name = NULL;
	free(hex);
	return name;
}

void wcore_separate_deinit(struct wcore_separate *separate)
{
	for (unsigned i = 0; i < 2; i++) {
		free(separate->dropped[i]);
		wcore_encoder_deinit(&separate->contents[i]);
	}
}
