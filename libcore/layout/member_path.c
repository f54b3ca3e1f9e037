#include "member_path.h"

#include <inttypes.h>
#include <stdio.h>

#define DEPTH_MAX 32
/* Members and bases that are looked at on the way. */
#define STEPS_MAX 65536

struct path {
	struct wcore_types *types;
	char *buffer;
	size_t size, length;
	unsigned steps;
};

static bool is_at(const struct wcore_member *member, uint64_t offset)
{
	uint64_t size;

	if (member->is_static || offset < member->offset)
		return false;
	if (member->bit_size)
		size = ((uint64_t)member->bit_offset + member->bit_size + 7) / 8;
	else if (!wcore_type_size(member->type, &size))
		return false;
	return offset - member->offset < size;
}

/* The one member that holds the offset; NULL when there is none, or more. */
static const struct wcore_member *member_at(struct path *path, const struct wcore_type *type, uint64_t offset)
{
	const struct wcore_member *found = NULL;

	/* What a variant holds depends on the value. */
	if (!wcore_type_complete(path->types, type) || type->variant_part)
		return NULL;
	for (uint32_t i = 0; i < type->member_count; i++) {
		const struct wcore_member *member = &type->members[i];

		/* Where a virtual base stands is in the object. */
		if (++path->steps > STEPS_MAX || member->is_virtual || member->location.data)
			return NULL;
		if (!is_at(member, offset))
			continue;
		if (found)
			return NULL;
		found = member;
	}
	return found;
}

static bool put_name(struct path *path, struct wcore_string name)
{
	const int written = snprintf(path->buffer + path->length, path->size - path->length, "%s%.*s",
				     path->length ? "." : "", (int)name.size, name.data);

	if (written < 0 || (size_t)written >= path->size - path->length)
		return false;
	path->length += (size_t)written;
	return true;
}

static bool put_index(struct path *path, int64_t index)
{
	const int written = snprintf(path->buffer + path->length, path->size - path->length, "[%" PRId64 "]",
				     index);

	if (written < 0 || (size_t)written >= path->size - path->length)
		return false;
	path->length += (size_t)written;
	return true;
}

/* Into the element at *offset; NULL: the array itself is the part. */
static const struct wcore_type *enter_array(struct path *path, const struct wcore_type *type,
					    uint64_t *offset)
{
	uint64_t size, index;

	if (!type->target || type->is_vector || !type->has_count || !wcore_type_size(type->target, &size) ||
	    size < 2)
		return NULL;
	index = *offset / size;
	if (index >= type->count || index > INT64_MAX || !put_index(path, type->lower_bound + (int64_t)index))
		return NULL;
	*offset %= size;
	return type->target;
}

static const struct wcore_type *enter_record(struct path *path, const struct wcore_type *type,
					     uint64_t *offset)
{
	const struct wcore_member *member = member_at(path, type, *offset);

	if (!member || (member->name.size && !member->is_base && !put_name(path, member->name)))
		return NULL;
	*offset -= member->offset;
	return member->type;
}

size_t wcore_member_path(struct wcore_types *types, const struct wcore_type *type, uint64_t offset,
			 char *buffer, size_t size, uint64_t *ret_offset)
{
	struct path path = { .types = types, .buffer = buffer, .size = size };
	size_t length = 0;

	buffer[0] = '\0';
	*ret_offset = offset;
	for (unsigned i = 0; type && i < DEPTH_MAX; i++) {
		type = wcore_type_strip(type);
		switch (type->kind) {
		case WCORE_TYPE_ARRAY:
			type = enter_array(&path, type, &offset);
			break;
		case WCORE_TYPE_STRUCT: case WCORE_TYPE_CLASS: case WCORE_TYPE_UNION:
			type = enter_record(&path, type, &offset);
			break;
		default:
			type = NULL;
			break;
		}
		/* Anonymous parts and bases are not named: what is in them may be. */
		if (type && path.length > length) {
			length = path.length;
			*ret_offset = offset;
		}
	}
	buffer[length] = '\0';
	return length;
}
