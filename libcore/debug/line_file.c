/* The file tables of line programs: declared in line.h. */
#include "line.h"

#include <dwarf.h>

struct entry {
	struct wcore_string name;
	uint64_t directory;
};

/* Item index of one of the tables of versions 2 to 4, which count from 1; moves behind it. */
static bool old_entry(struct wcore_reader *reader, struct wcore_dwarf_data *data, uint64_t index,
		      bool is_file, struct entry *ret)
{
	bool is_found = false;

	for (uint64_t i = 1; wcore_dwarf_spend(data, 1); i++) {
		struct entry entry = { .name = wcore_dwarf_cstring(data, reader) };

		if (reader->why || entry.name.size == 0)
			break;
		if (is_file) {
			entry.directory = wcore_reader_uleb(reader);
			wcore_reader_skip_leb(reader);
			wcore_reader_skip_leb(reader);
		}
		if (i == index) {
			*ret = entry;
			is_found = !reader->why;
			if (is_file)
				break;
		}
	}
	return is_found;
}

/* The same of version 5 (6.2.4.1): entries follow a format, and count from 0. */
static bool new_entry(struct wcore_reader *reader, const struct wcore_form_context *form,
		      uint64_t index, bool is_file, struct entry *ret)
{
	struct wcore_reader format = *reader;
	unsigned format_count = wcore_reader_u8(&format);
	uint64_t format_start = format.pos;

	for (unsigned i = 0; i < format_count; i++) {
		wcore_reader_skip_leb(&format);
		wcore_reader_skip_leb(&format);
	}
	*reader = format;
	uint64_t count = wcore_reader_uleb(reader);
	bool is_found = false;

	for (uint64_t i = 0; i < count && format_count && !reader->why; i++) {
		struct entry entry = { 0 };

		if (!wcore_dwarf_spend(form->data, 1 + format_count) || (is_file && i > index))
			break;
		format.pos = format_start;
		for (unsigned k = 0; k < format_count; k++) {
			uint64_t content = wcore_reader_uleb(&format);
			uint64_t code = wcore_reader_uleb(&format);
			struct wcore_attr attr = { .form = code > UINT16_MAX ? 0 : (uint16_t)code };
			struct wcore_form_value value = wcore_form_read(reader, form, &attr);

			if (content == DW_LNCT_path && value.class == WCORE_FORM_STRING)
				entry.name = value.bytes;
			else if (content == DW_LNCT_directory_index &&
				 value.class == WCORE_FORM_NUMBER)
				entry.directory = value.number;
		}
		if (i == index && !reader->why) {
			*ret = entry;
			is_found = entry.name.data;
		}
	}
	return is_found;
}

/* Both tables are read from the start: the directories come first and are of varying size. */
static bool find_file(const struct wcore_line_program *program, uint64_t index,
		      struct entry *ret_file, struct wcore_string *ret_directory)
{
	const struct wcore_form_context *form = &program->form;
	struct wcore_reader reader = { .data = form->data->file->data, .pos = program->tables,
				       .end = program->start };
	struct wcore_reader files = reader;
	struct entry directory = { 0 };

	*ret_directory = (struct wcore_string){ 0 };
	if (form->version >= 5) {
		new_entry(&files, form, UINT64_MAX, false, &directory);
		if (files.why || !new_entry(&files, form, index, true, ret_file))
			return false;
		if (new_entry(&reader, form, ret_file->directory, false, &directory))
			*ret_directory = directory.name;
		return true;
	}
	old_entry(&files, form->data, 0, false, &directory);
	if (files.why || !old_entry(&files, form->data, index, true, ret_file))
		return false;
	if (old_entry(&reader, form->data, ret_file->directory, false, &directory))
		*ret_directory = directory.name;
	return true;
}

static bool is_absolute(struct wcore_string path)
{
	if (path.size && path.data[0] == '/')
		return true;
	/* A drive: C:\ or C:/ */
	return path.size >= 3 && path.data[1] == ':' &&
	       (path.data[2] == '\\' || path.data[2] == '/');
}

/* name as seen from base; false when memory ran out. */
static bool join(struct wcore_arena *arena, struct wcore_string base, struct wcore_string name,
		 struct wcore_string *ret)
{
	if (!base.size || is_absolute(name)) {
		*ret = name;
		return true;
	}
	if (!name.size) {
		*ret = base;
		return true;
	}
	bool is_windows = is_absolute(base) && base.data[0] != '/' && base.data[2] == '\\';
	bool needs_slash = base.data[base.size - 1] != '/' && base.data[base.size - 1] != '\\';
	char *path = wcore_arena_format(arena, "%.*s%s%.*s", (int)base.size, base.data,
					needs_slash ? is_windows ? "\\" : "/" : "",
					(int)name.size, name.data);

	if (!path)
		return false;
	*ret = (struct wcore_string){ path, base.size + needs_slash + name.size };
	return true;
}

/* What is left of path below base; path when it does not lie there. */
static struct wcore_string below(struct wcore_string path, struct wcore_string base)
{
	while (base.size && base.data[base.size - 1] == '/')
		base.size--;
	if (!is_absolute(base) || path.size < base.size + 2 || path.data[base.size] != '/')
		return path;
	if (!wcore_string_equal((struct wcore_string){ path.data, base.size }, base))
		return path;
	return (struct wcore_string){ path.data + base.size + 1, path.size - base.size - 1 };
}

/* Longer names than any file system takes are not worth joining. */
#define PATH_PART_MAX 65536

bool wcore_line_file(const struct wcore_line_program *program, const struct wcore_unit *unit,
		     uint64_t index, struct wcore_arena *arena, struct wcore_site *site)
{
	struct wcore_string comp_dir = unit ? unit->comp_dir : (struct wcore_string){ 0 };
	struct wcore_string directory, path, name;
	struct entry file = { 0 };

	if (!find_file(program, index, &file, &directory))
		return false;
	/* Directory 0 is the compilation directory, which version 5 also lists. */
	if (file.directory == 0) {
		if (!comp_dir.size)
			comp_dir = directory;
		directory = (struct wcore_string){ 0 };
	}
	if (comp_dir.size > PATH_PART_MAX || directory.size > PATH_PART_MAX ||
	    file.name.size > PATH_PART_MAX)
		return false;
	if (!join(arena, directory, file.name, &name) || !join(arena, comp_dir, name, &path))
		return false;
	site->file = path;
	site->short_file = below(name, comp_dir);
	return true;
}
