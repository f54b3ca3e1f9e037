#include "type.h"

#include <stdlib.h>

struct wcore_types {
	struct wcore_entries *entries;
};

static const struct wcore_type unknown = { .kind = WCORE_TYPE_UNKNOWN, .is_complete = true };

struct wcore_error *wcore_types_open(struct wcore_entries *entries, struct wcore_types **ret)
{
	struct wcore_types *types = calloc(1, sizeof(*types));

	if (!types)
		return wcore_error_nomem();
	types->entries = entries;
	*ret = types;
	return NULL;
}

void wcore_types_close(struct wcore_types *types)
{
	free(types);
}

struct wcore_entries *wcore_types_entries(struct wcore_types *types)
{
	return types->entries;
}

const struct wcore_type *wcore_types_of(struct wcore_types *types, const struct wcore_entry *entry)
{
	(void)types;
	(void)entry;
	return &unknown;
}

const struct wcore_type *wcore_types_at(struct wcore_types *types, const struct wcore_entry *entry)
{
	(void)types;
	(void)entry;
	return &unknown;
}

bool wcore_type_complete(struct wcore_types *types, const struct wcore_type *type)
{
	(void)types;
	(void)type;
	return false;
}

const struct wcore_type *wcore_type_strip(const struct wcore_type *type)
{
	return type;
}

bool wcore_type_size(const struct wcore_type *type, uint64_t *ret)
{
	(void)type;
	(void)ret;
	return false;
}

const struct wcore_type *wcore_types_find(struct wcore_types *types, struct wcore_string name,
					  enum wcore_type_kind tag,
					  const struct wcore_entry_unit *near)
{
	(void)types;
	(void)name;
	(void)tag;
	(void)near;
	return NULL;
}

const struct wcore_type *wcore_types_pointer(struct wcore_types *types,
					     const struct wcore_type *target, unsigned address_size)
{
	(void)types;
	(void)target;
	(void)address_size;
	return &unknown;
}

const struct wcore_type *wcore_types_array(struct wcore_types *types,
					   const struct wcore_type *element, uint64_t count)
{
	(void)types;
	(void)element;
	(void)count;
	return &unknown;
}

const struct wcore_type *wcore_types_basic(struct wcore_types *types, enum wcore_type_kind kind,
					   uint64_t size, bool is_signed, const char *name)
{
	(void)types;
	(void)kind;
	(void)size;
	(void)is_signed;
	(void)name;
	return &unknown;
}

size_t wcore_types_qualified_name(struct wcore_types *types, const struct wcore_type *type,
				  char *buffer, size_t size)
{
	(void)types;
	(void)type;
	if (size)
		buffer[0] = 0;
	return 0;
}

size_t wcore_types_describe(struct wcore_types *types, const struct wcore_type *type, char *buffer,
			    size_t size)
{
	return wcore_types_qualified_name(types, type, buffer, size);
}
