/* The data section: as it stands, or those of its segments that are whole. */
#include "../dump/segments.h"
#include "../wasm/places.h"
#include "fix_state.h"
#include "strict.h"

static bool is_wide(const struct wcore_dump *dump, const struct wcore_segment *segment)
{
	return segment->memory < dump->memory_count && dump->memories[segment->memory].limits.is_64;
}

/* The whole segments of a section: how many, and how many bytes they take when they are written again. */
struct survey {
	uint64_t count, size;
	bool is_broken, left_out;
};

/* Whether the segment at start says that it is longer than what is left of the section. */
static bool is_cut(const struct wcore_segment_iter *iter, uint64_t start)
{
	struct wcore_cursor cursor = iter->cursor;
	struct wcore_constant constant;
	uint32_t flags = 0, memory = 0, size = 0;
	struct wcore_error *error;

	cursor.pos = start;
	error = wcore_cursor_leb_u32(&cursor, &flags);
	if (!error && flags == 2)
		error = wcore_cursor_leb_u32(&cursor, &memory);
	if (!error && flags != 1)
		error = wcore_constant_read(&cursor, &constant);
	if (!error)
		error = wcore_cursor_leb_u32(&cursor, &size);
	bool is_whole = !error && size <= wcore_cursor_left(&cursor);

	wcore_error_destroy(error);
	return !is_whole;
}

/* Segments from the front up to limit; the last of a broken section, when it is cut, is none. */
static struct wcore_error *walk(struct wcore_fix *fix, uint64_t limit, bool is_writing,
				struct survey *ret)
{
	const struct wcore_file *file = fix->dump->wasm->file;
	struct wcore_segment_iter iter;
	struct wcore_segment segment;
	struct wcore_encoder header = { 0 };
	struct wcore_error *error = NULL;
	uint64_t last = 0, start = 0, released;
	bool found = true;

	*ret = (struct survey){ 0 };
	wcore_segment_iter_init(&iter, fix->dump);
	released = iter.cursor.pos;
	while (!error && ret->count < limit) {
		uint64_t next = iter.cursor.pos;
		struct wcore_error *broken = wcore_segment_iter_next(&iter, &segment, &found);

		if (broken && ret->count && is_cut(&iter, start)) {
			ret->count--;
			ret->size -= last;
		}
		ret->is_broken |= broken != NULL;
		wcore_error_destroy(broken);
		if (broken || !found)
			break;
		header.size = 0;
		wcore_encode_segment_header(&header, &segment, is_wide(fix->dump, &segment));
		error = wcore_encoder_check(&header);
		if (!error && is_writing) {
			error = wcore_sink_write(fix->sink, header.data, header.size);
			if (!error)
				error = wcore_sink_copy(fix->sink, file, segment.offset, segment.size);
		}
		start = next;
		last = header.size + segment.size;
		ret->size += last;
		ret->count++;
		wcore_file_release_passed(file, iter.cursor.pos, &released);
	}
	wcore_encoder_deinit(&header);
	ret->left_out = iter.left_out != 0;
	return error;
}

/* Whether a segment's address is another than the one that is written, as in the rewriter's dumps. */
static bool is_moved(const struct wcore_dump *dump)
{
	for (uint32_t i = 0; i < dump->memory_count; i++)
		if (dump->memories[i].size && !dump->memories[i].limits.min)
			return true;
	return false;
}

struct wcore_error *wcore_fix_data(struct wcore_fix *fix, const struct wcore_section *section)
{
	struct wcore_cursor cursor;
	struct survey survey, written;
	uint32_t announced = 0;
	struct wcore_error *error = walk(fix, UINT64_MAX, false, &survey);
	struct wcore_encoder count = { 0 };

	if (error)
		return error;
	wcore_section_cursor(fix->dump->wasm, section, &cursor);
	wcore_error_destroy(wcore_cursor_leb_u32(&cursor, &announced));
	if (section != &fix->dump->tail && !survey.is_broken && !is_moved(fix->dump))
		return wcore_fix_put_section(fix, section);
	if (survey.left_out) {
		wcore_fix_left(fix, "memory/segment-offset", section->header,
			       "the data section stays as it is: segments without an address cannot be written again");
		return section == &fix->dump->tail ? NULL : wcore_fix_put_section(fix, section);
	}
	wcore_encode_uleb(&count, survey.count);
	error = wcore_encoder_check(&count);
	if (!error)
		error = wcore_write_section_header(fix->sink, WCORE_SECTION_DATA, count.size + survey.size);
	if (!error)
		error = wcore_sink_write(fix->sink, count.data, count.size);
	wcore_encoder_deinit(&count);
	if (!error)
		error = walk(fix, survey.count, true, &written);
	if (survey.is_broken || announced != survey.count)
		wcore_fix_changed(fix, "memory/segment-broken", section->header,
				  "the data section ends behind its last whole segment: %llu of %u are left",
				  (unsigned long long)survey.count, announced);
	else
		wcore_fix_changed(fix, "memory/min-zero", section->header,
				  "the segments are written again at the addresses that their bytes have");
	return error;
}
