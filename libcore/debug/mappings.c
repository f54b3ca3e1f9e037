#include "mappings.h"

#include <stdlib.h>

#include "../base/alloc.h"

#define POINT_INTERVAL 512

/* The decoder's state: segments are differences to the one before. */
struct wcore_mapping_point {
	size_t pos;
	struct wcore_mapping at;
};

static int base64_value(uint32_t c)
{
	if (c >= 'A' && c <= 'Z')
		return (int)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (int)(c - 'a') + 26;
	if (c >= '0' && c <= '9')
		return (int)(c - '0') + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* False at a character that is no digit or a value beyond 32 bits. */
static bool read_vlq(const struct wcore_mappings *mappings, size_t *pos, int64_t *ret)
{
	uint64_t value = 0;
	unsigned shift = 0;
	int digit;

	do {
		if (*pos >= mappings->text.end || shift > 30)
			return false;
		digit = base64_value(wcore_json_char(mappings->file, pos, mappings->text.end));
		if (digit < 0)
			return false;
		value |= (uint64_t)(digit & 31) << shift;
		shift += 5;
	} while (digit & 32);
	*ret = value & 1 ? -(int64_t)(value >> 1) : (int64_t)(value >> 1);
	return true;
}

static char peek(const struct wcore_mappings *mappings, size_t pos)
{
	return pos < mappings->text.end ? (char)mappings->file->data[pos] : ';';
}

/* *ret_found is false at the end of generated line 1.  False for what is no mapping. */
static bool next(const struct wcore_mappings *mappings, struct wcore_mapping_point *point,
		 bool *ret_found)
{
	int64_t field[5];
	unsigned count = 0;
	size_t pos = point->pos;

	while (peek(mappings, pos) == ',')
		pos++;
	while (peek(mappings, pos) != ',' && peek(mappings, pos) != ';') {
		if (count == 5 || !read_vlq(mappings, &pos, &field[count]))
			return false;
		count++;
	}
	point->pos = pos;
	*ret_found = count > 0;
	if (count == 0)
		return true;
	if (count != 1 && count != 4 && count != 5)
		return false;
	point->at.column += field[0];
	point->at.has_source = count > 1;
	if (count > 1) {
		point->at.source += field[1];
		point->at.source_line += field[2];
		point->at.source_column += field[3];
	}
	return true;
}

static struct wcore_error *add_point(struct wcore_mappings *mappings,
				     const struct wcore_mapping_point *point)
{
	if (mappings->point_count == mappings->point_capacity) {
		size_t capacity = mappings->point_capacity ? mappings->point_capacity * 2 : 16;
		void *grown = wcore_realloc(mappings->points, capacity * sizeof(*mappings->points));

		if (!grown)
			return wcore_error_nomem();
		mappings->points = grown;
		mappings->point_capacity = capacity;
	}
	mappings->points[mappings->point_count++] = *point;
	return NULL;
}

struct wcore_error *wcore_mappings_init(struct wcore_mappings *mappings,
					const struct wcore_file *file,
					struct wcore_json_span text)
{
	struct wcore_mapping_point point = { .pos = text.start }, before;
	uint64_t count = 0;
	bool found = true;

	*mappings = (struct wcore_mappings){ .file = file, .text = text, .is_sorted = true };
	for (;;) {
		before = point;
		if (!next(mappings, &point, &found))
			return wcore_error_at(WCORE_ERROR_FORMAT, file->path, "mappings",
					      point.pos, "no Base64 VLQ segment");
		if (!found)
			return NULL;
		if (point.at.column < before.at.column)
			mappings->is_sorted = false;
		if (count++ % POINT_INTERVAL == 0) {
			struct wcore_error *error = add_point(mappings, &before);

			if (error)
				return error;
		}
	}
}

void wcore_mappings_deinit(struct wcore_mappings *mappings)
{
	free(mappings->points);
}

bool wcore_mappings_find(const struct wcore_mappings *mappings, int64_t column,
			 struct wcore_mapping *ret)
{
	size_t low = 0, high = mappings->is_sorted ? mappings->point_count : 0;
	struct wcore_mapping_point point = { .pos = mappings->text.start };
	bool has_best = false, found;

	/* The last point whose predecessor stands at or before column. */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (mappings->points[middle].at.column <= column)
			low = middle;
		else
			high = middle;
	}
	if (low) {
		point = mappings->points[low];
		*ret = point.at;
		has_best = true;
	}
	while (next(mappings, &point, &found) && found) {
		if (point.at.column > column) {
			if (mappings->is_sorted)
				break;
			continue;
		}
		if (!has_best || point.at.column >= ret->column) {
			*ret = point.at;
			has_best = true;
		}
	}
	return has_best;
}
