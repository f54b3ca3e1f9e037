#include "mem_span.h"

#include <inttypes.h>

static bool read_place(struct mem *mem, const struct wcore_memory *memory, const char *option,
		       const char *text, uint64_t *ret)
{
	if (!mem_address(mem, text, ret, NULL))
		return false;
	if (*ret <= memory->size)
		return true;
	return mem_check(mem, wcore_error_create(WCORE_ERROR_USAGE, mem->path,
						 "%s: 0x%" PRIx64 " is outside of memory %" PRIu32
						 ", which ends at 0x%" PRIx64, option, *ret, memory->index,
						 memory->size));
}

bool mem_span(struct mem *mem, const struct wcore_memory *memory, const char *from, const char *to,
	      uint64_t *ret_from, uint64_t *ret_to)
{
	*ret_from = 0;
	*ret_to = memory->size;
	if ((from && !read_place(mem, memory, "--from", from, ret_from)) ||
	    (to && !read_place(mem, memory, "--to", to, ret_to)))
		return false;
	if (*ret_from <= *ret_to)
		return true;
	return mem_check(mem, wcore_error_create(WCORE_ERROR_USAGE, mem->path,
						 "--to: 0x%" PRIx64 " stands before --from, 0x%" PRIx64,
						 *ret_to, *ret_from));
}

int mem_span_digits(const struct wcore_memory *memory)
{
	int digits = 1;

	for (uint64_t last = memory->size ? memory->size - 1 : 0; last > 15; last >>= 4)
		digits++;
	return digits;
}

static void string_key(struct wcore_json *json, const char *key, struct wcore_string value)
{
	wcore_json_key(json, key);
	wcore_json_string(json, value);
}

static void wide_key(struct wcore_json *json, const char *key, uint64_t value)
{
	wcore_json_key(json, key);
	wcore_json_wide(json, value);
}

void mem_span_owner_json(struct wcore_json *json, const struct wcore_owner *owner)
{
	const bool has_frame = owner->kind == WCORE_OWNER_VARIABLE || owner->kind == WCORE_OWNER_FRAME;

	wcore_json_key(json, "owner");
	if (owner->kind == WCORE_OWNER_NONE) {
		wcore_json_null(json);
		return;
	}
	wcore_json_begin_object(json);
	wcore_json_key(json, "kind");
	wcore_json_text(json, wcore_owner_kind_name(owner->kind));
	string_key(json, "name", owner->name);
	string_key(json, "function", owner->function);
	wcore_json_key(json, "frame");
	if (has_frame)
		wcore_json_number(json, owner->frame);
	else
		wcore_json_null(json);
	wide_key(json, "address", owner->address);
	wide_key(json, "size", owner->size);
	wide_key(json, "offset", owner->offset);
	string_key(json, "path", owner->path);
	wcore_json_key(json, "used");
	if (owner->kind == WCORE_OWNER_CHUNK)
		wcore_json_bool(json, owner->is_used);
	else
		wcore_json_null(json);
	wcore_json_end_object(json);
}

void mem_span_revised(struct mem *mem)
{
	mem_missing(mem, "data segments do not ascend: a later one may give other bytes for what was read before");
}
