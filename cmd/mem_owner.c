#include "mem_owner.h"

#include <stdlib.h>

#include "../libcore/base/alloc.h"
#include "json_key.h"

static void put_string(struct wcore_json *json, const char *key, struct wcore_string value)
{
	if (!value.size)
		return;
	wcore_json_key(json, key);
	wcore_json_string(json, value);
}

static void put_text(struct wcore_json *json, const struct wcore_owner *owner)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = wcore_memstream_open(&text, &size);

	if (out) {
		wcore_owner_write(owner, out);
		wcore_memstream_close(out);
	}
	wcore_json_key(json, "text");
	wcore_json_string(json, (struct wcore_string){ text ? text : "", size });
	free(text);
}

void mem_owner_json(struct wcore_json *json, const struct wcore_owner *owner)
{
	const bool has_frame = owner->kind == WCORE_OWNER_VARIABLE || owner->kind == WCORE_OWNER_FRAME;

	if (owner->kind == WCORE_OWNER_NONE) {
		wcore_json_null(json);
		return;
	}
	wcore_json_begin_object(json);
	wcore_json_key(json, "kind");
	wcore_json_text(json, wcore_owner_kind_name(owner->kind));
	put_text(json, owner);
	put_string(json, "name", owner->name);
	put_string(json, "path", owner->path);
	if (owner->path.size)
		json_key_wide(json, "path_offset", owner->path_offset);
	if (has_frame) {
		put_string(json, "function", owner->function);
		wcore_json_key(json, "frame");
		wcore_json_number(json, owner->frame);
	}
	if (owner->kind != WCORE_OWNER_OUTSIDE) {
		json_key_wide(json, "address", owner->address);
		json_key_wide(json, "size", owner->size);
		json_key_wide(json, "offset", owner->offset);
	}
	if (owner->kind == WCORE_OWNER_CHUNK) {
		wcore_json_key(json, "used");
		wcore_json_bool(json, owner->is_used);
	}
	wcore_json_end_object(json);
}
