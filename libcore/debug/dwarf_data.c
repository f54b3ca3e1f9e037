#include "dwarf_data.h"

#include <stdio.h>
#include "../base/presence.h"

/* Steps that even the smallest input may cost, and steps for each of its bytes. */
#define WORK_BASE (UINT64_C(96) << 20)
#define WORK_PER_BYTE 4

/* Bytes of a string that are read in a step. */
#define STRING_STEP 32

static const char *const section_names[WCORE_DWARF_SECTIONS] = {
	[WCORE_DWARF_INFO] = ".debug_info",
	[WCORE_DWARF_ABBREV] = ".debug_abbrev",
	[WCORE_DWARF_LINE] = ".debug_line",
	[WCORE_DWARF_STR] = ".debug_str",
	[WCORE_DWARF_LINE_STR] = ".debug_line_str",
	[WCORE_DWARF_STR_OFFSETS] = ".debug_str_offsets",
	[WCORE_DWARF_ADDR] = ".debug_addr",
	[WCORE_DWARF_RANGES] = ".debug_ranges",
	[WCORE_DWARF_RNGLISTS] = ".debug_rnglists",
	[WCORE_DWARF_LOC] = ".debug_loc",
	[WCORE_DWARF_LOCLISTS] = ".debug_loclists",
	[WCORE_DWARF_TYPES] = ".debug_types",
};

const char *wcore_dwarf_section_name(enum wcore_dwarf_section section)
{
	return section_names[section];
}

void wcore_dwarf_data_init(struct wcore_dwarf_data *data, const struct wcore_module *module,
			   bool is_split)
{
	*data = (struct wcore_dwarf_data){ .file = module->file, .own_work = WORK_BASE };
	data->work = &data->own_work;
	for (int i = 0; i < WCORE_DWARF_SECTIONS; i++) {
		char name[40];

		snprintf(name, sizeof(name), "%s%s", section_names[i], is_split ? ".dwo" : "");
		const struct wcore_section *section = wcore_module_custom(module, name);

		if (!section)
			continue;
		data->sections[i] = (struct wcore_dwarf_span){ section->offset, section->size };
		data->own_work += section->size * WORK_PER_BYTE;
	}
}

bool wcore_dwarf_data_types(const struct wcore_dwarf_data *data, struct wcore_dwarf_data *ret)
{
	if (data->is_types || !data->sections[WCORE_DWARF_TYPES].size)
		return false;
	*ret = *data;
	ret->sections[WCORE_DWARF_INFO] = data->sections[WCORE_DWARF_TYPES];
	ret->is_types = true;
	return true;
}

struct wcore_reader wcore_dwarf_reader(const struct wcore_dwarf_data *data,
				       enum wcore_dwarf_section section, uint64_t offset)
{
	const struct wcore_dwarf_span *span = &data->sections[section];
	struct wcore_reader reader = {
		.data = data->file->data,
		.pos = span->offset,
		.end = span->offset + span->size,
	};

	if (offset > span->size)
		wcore_reader_fail(&reader, "an offset points behind its section");
	else
		reader.pos += offset;
	return reader;
}

struct wcore_string wcore_dwarf_cstring(const struct wcore_dwarf_data *data,
					struct wcore_reader *reader)
{
	uint64_t start = reader->pos;
	struct wcore_string string = { 0 };

	if (*data->work)
		string = wcore_reader_cstring(reader);
	else
		wcore_reader_fail(reader, "it takes more work than an honest file needs");
	wcore_dwarf_spend(data, (reader->pos - start) / STRING_STEP);
	return string;
}

struct wcore_string wcore_dwarf_string(const struct wcore_dwarf_data *data,
				       enum wcore_dwarf_section section, uint64_t offset)
{
	struct wcore_reader reader = wcore_dwarf_reader(data, section, offset);
	const uint64_t start = reader.pos;
	const struct wcore_string string = wcore_dwarf_cstring(data, &reader);

	return wcore_file_use(data->file, start, reader.pos) ? string : (struct wcore_string){ NULL, 0 };
}
