/* The data segments of a dump, one by one: declared in memory.h. */
#include "memory.h"

#include "../wasm/data.h"

void wcore_segment_iter_init(struct wcore_segment_iter *iter, const struct wcore_dump *dump)
{
	const struct wcore_section *section = wcore_dump_section(dump, WCORE_SECTION_DATA, NULL);
	uint32_t count = 0;

	*iter = (struct wcore_segment_iter){ .dump = dump };
	if (!section)
		return;
	wcore_section_cursor(dump->wasm, section, &iter->cursor);
	wcore_error_destroy(wcore_cursor_leb_u32(&iter->cursor, &count));
	iter->left = count;
}

/* The value of an offset expression; false when it is not known. */
static bool address_of(const struct wcore_dump *dump, const struct wcore_constant *constant,
		       uint64_t *ret)
{
	if (constant->kind == WCORE_CONST_GLOBAL && constant->bits < dump->index->global_count) {
		const struct wcore_global *global = &dump->index->globals[constant->bits];

		if (global->is_imported)
			return false;
		constant = &global->init;
	}
	if (constant->kind != WCORE_CONST_VALUE)
		return false;
	/* The i32 is an unsigned address. */
	*ret = constant->type.code == WCORE_I32 ? (uint32_t)constant->bits : constant->bits;
	return constant->type.code == WCORE_I32 || constant->type.code == WCORE_I64;
}

/* The rewriter computes where its segment's bytes will stand, give or take a LEB128 byte. */
#define REWRITER_SLACK 16

bool wcore_segment_is_rewriters(const struct wcore_segment *segment)
{
	return segment->address + REWRITER_SLACK >= segment->offset &&
	       segment->address <= segment->offset + REWRITER_SLACK;
}

/* The address that it writes is off by one when its LEB128 form has one byte more than its value's. */
static void settle_rewriter(const struct wcore_dump *dump, struct wcore_segment *segment)
{
	const struct wcore_module *wasm = dump->wasm;

	if (dump->segment_count == 1 && !dump->module_count && !dump->instance_count &&
	    segment->offset + segment->size == wasm->offset + wasm->size &&
	    wasm->size % 65536 == 0 && wasm->offset == 0 && wcore_segment_is_rewriters(segment))
		segment->address = segment->offset;
}

struct wcore_error *wcore_segment_header_read(const struct wcore_dump *dump, struct wcore_cursor *cursor,
					      struct wcore_segment *ret, bool *ret_known)
{
	struct wcore_data_plain plain;
	struct wcore_data_header header;
	struct wcore_error *error;

	*ret = (struct wcore_segment){ 0 };
	if (wcore_data_plain_read(cursor, &plain)) {
		cursor->pos += plain.length;
		*ret_known = true;
		*ret = (struct wcore_segment){ plain.memory, plain.address, cursor->pos, plain.size };
		return NULL;
	}
	error = wcore_data_header_read(cursor, &header);
	if (error)
		return error;
	*ret_known = header.is_active && address_of(dump, &header.offset, &ret->address);
	ret->memory = header.memory;
	ret->offset = cursor->pos;
	ret->size = header.size;
	return NULL;
}

/* Reads one segment; *ret_known is false when it has no address. */
static struct wcore_error *read_segment(struct wcore_segment_iter *iter, struct wcore_segment *ret,
					bool *ret_known)
{
	struct wcore_cursor *cursor = &iter->cursor;
	struct wcore_error *error = wcore_segment_header_read(iter->dump, cursor, ret, ret_known);

	if (error)
		return error;
	/* A cut segment gives what is there; the next step then fails. */
	if (ret->size > wcore_cursor_left(cursor)) {
		ret->size = wcore_cursor_left(cursor);
		iter->left++;
	}
	if (*ret_known)
		settle_rewriter(iter->dump, ret);
	return wcore_cursor_skip_contents(cursor, iter->dump->wasm->file, ret->size);
}

struct wcore_error *wcore_segment_iter_next(struct wcore_segment_iter *iter,
					    struct wcore_segment *ret, bool *ret_found)
{
	*ret_found = false;
	while (iter->left && !*ret_found) {
		struct wcore_error *error = read_segment(iter, ret, ret_found);

		if (error) {
			iter->left = 0;
			*ret_found = false;
			return error;
		}
		iter->left--;
		iter->left_out += !*ret_found;
	}
	return NULL;
}

struct wcore_error *wcore_segment_at(const struct wcore_dump *dump, uint64_t index,
				     struct wcore_segment *ret, bool *ret_known, bool *ret_found)
{
	struct wcore_segment_iter iter;

	*ret_found = false;
	wcore_segment_iter_init(&iter, dump);
	for (uint64_t left = iter.left; left; left--, index--) {
		struct wcore_error *error = read_segment(&iter, ret, ret_known);

		if (error || !index) {
			*ret_found = !error;
			return error;
		}
	}
	return NULL;
}
