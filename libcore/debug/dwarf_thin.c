#include "dwarf_thin.h"

#include "dwarf_state.h"
#include "entry_state.h"
#include "form.h"

static const char *const partial[] = {
	".debug_info", ".debug_line", ".debug_str", ".debug_loc", ".debug_loclists", ".debug_ranges", ".debug_rnglists",
};

/* An extended opcode that nobody knows is stepped over by its length (DWARF 5, 6.2.5.3). */
#define UNKNOWN_OPCODE 0xff
/* What is shorter is not worth it. */
#define STEP_MIN 16

struct work {
	struct wcore_dwarf *dwarf;
	struct wcore_thin_file *thin;
	struct wcore_stretches read;	/* of the file, before this reads more of it */
};

bool wcore_dwarf_thin_is_partial(struct wcore_string section)
{
	for (size_t i = 0; i < sizeof(partial) / sizeof(*partial); i++)
		if (wcore_string_is(section, partial[i]))
			return true;
	return false;
}

/* Steps over [start, end) of a line program, which is whole sequences. */
static void step_over(struct work *work, uint64_t start, uint64_t end)
{
	/* A zero byte, the length in five bytes, and the opcode, which the length counts. */
	const uint64_t length = end - start - 6;
	const uint8_t bytes[7] = {
		0, (uint8_t)(length | 0x80), (uint8_t)(length >> 7 | 0x80), (uint8_t)(length >> 14 | 0x80),
		(uint8_t)(length >> 21 | 0x80), (uint8_t)(length >> 28 & 0x7f), UNKNOWN_OPCODE,
	};

	if (end - start < STEP_MIN)
		wcore_thin_file_keep(work->thin, start, end);
	else
		wcore_thin_file_patch(work->thin, start, bytes, sizeof(bytes));
}

static void keep_sequences(struct work *work, const struct wcore_line_program *program)
{
	struct wcore_line_table table;
	uint64_t start, end, unread = program->start;

	wcore_line_table_init(&table, program);
	while (wcore_line_next_sequence(&table, &start, &end)) {
		if (!wcore_stretches_hold(&work->read, start, end))
			continue;
		if (unread < start)
			step_over(work, unread, start);
		wcore_thin_file_keep(work->thin, start, end);
		unread = end;
	}
	if (table.why)
		wcore_thin_file_keep(work->thin, program->start, program->end);
	else if (unread < program->end)
		step_over(work, unread, program->end);
	wcore_line_table_deinit(&table);
}

/* Sequences can be left out where what is left says the same of the program: all are whole functions. */
static void keep_lines(struct work *work, const struct wcore_unit *unit)
{
	struct wcore_dwarf *dwarf = work->dwarf;
	const uint64_t section = dwarf->data.sections[WCORE_DWARF_LINE].offset;
	const char *why;
	struct wcore_cached_lines *lines = wcore_unit_cache_lines(&dwarf->cache, unit, &why);
	struct wcore_line_program program;

	if (!lines) {
		wcore_thin_file_keep(work->thin, section, section + dwarf->data.sections[WCORE_DWARF_LINE].size);
		return;
	}
	program = lines->table.program;
	wcore_thin_file_keep(work->thin, section + unit->lines, program.start);
	if (program.end - program.start <= UINT32_MAX && wcore_dwarf_lines_whole(dwarf, lines, 0) &&
	    !lines->is_stale && !lines->table.why)
		keep_sequences(work, &program);
	else
		wcore_thin_file_keep(work->thin, program.start, program.end);
}

/* The ranges of a unit's code, which the index of units reads. */
static void use_ranges(const struct wcore_unit *unit)
{
	struct wcore_range_iter iter;
	uint64_t low, high;

	wcore_range_iter_init(&iter, unit, &unit->pc);
	while (wcore_range_iter_next(&iter, &low, &high))
		;
}

/* Reads each attribute of the unit, so that its strings are recorded. */
static void use_entries(struct wcore_entries *entries, struct wcore_dwarf *dwarf, uint64_t offset)
{
	struct wcore_opened_unit *unit = wcore_entries_open_unit(entries, &dwarf->data, offset);
	const struct wcore_dwarf_span *abbrev = &dwarf->data.sections[WCORE_DWARF_ABBREV];
	struct wcore_entry_walk walk;
	struct wcore_entry entry;
	uint64_t depth;

	if (!unit)
		return;
	wcore_entry_walk_init(&walk, &unit->unit);
	while (wcore_entry_walk_next(&walk, &entry, &depth)) {
		struct wcore_reader specs = { .data = dwarf->data.file->data, .end = abbrev->offset + abbrev->size };
		struct wcore_reader reader = walk.reader;
		struct wcore_attr attr;

		if (!entry.tag)
			continue;
		specs.pos = entry.abbrev->attrs;
		reader.pos = entry.attrs;
		while (wcore_attr_next(&specs, &attr))
			wcore_form_read(&reader, &unit->unit.unit.form, &attr);
	}
}

static bool is_read(const struct work *work, const struct wcore_unit *unit)
{
	const uint64_t section = work->dwarf->data.sections[WCORE_DWARF_INFO].offset;

	return wcore_stretches_hold(&work->read, section + unit->form.unit, section + unit->end);
}

/* Units that were read, and the headers of the others. */
static void keep_units(struct work *work, struct wcore_entries *entries)
{
	struct wcore_dwarf *dwarf = work->dwarf;
	const struct wcore_dwarf_span *info = &dwarf->data.sections[WCORE_DWARF_INFO];

	for (uint32_t i = 0; i < dwarf->index.count; i++) {
		const uint64_t offset = dwarf->index.offsets[i];
		struct wcore_unit unit;
		const char *why;

		if (!wcore_unit_read_header(&dwarf->data, offset, &unit, &why)) {
			wcore_thin_file_keep(work->thin, info->offset, info->offset + info->size);
			return;
		}
		if (!is_read(work, &unit)) {
			wcore_thin_file_keep(work->thin, info->offset + offset, info->offset + unit.first);
			continue;
		}
		wcore_thin_file_keep(work->thin, info->offset + offset, info->offset + unit.end);
		if (!wcore_unit_read_root(&unit))
			continue;
		if (unit.has_lines)
			keep_lines(work, &unit);
		use_ranges(&unit);
		use_entries(entries, dwarf, offset);
	}
	/* An index that ended early does so again. */
	if (dwarf->index.why)
		wcore_thin_file_keep(work->thin, info->offset + dwarf->index.failed_at, info->offset + info->size);
}

struct wcore_error *wcore_dwarf_thin(struct wcore_dwarf *dwarf, struct wcore_thin_file *thin)
{
	struct wcore_presence *presence = dwarf->data.file->presence;
	struct work work = { .dwarf = dwarf, .thin = thin };
	struct wcore_entries *entries = NULL;
	struct wcore_error *error;

	if (!wcore_dwarf_index(dwarf))
		return wcore_error_nomem();
	error = wcore_entries_open(dwarf, &entries);
	if (error)
		return error;
	dwarf->data.own_work = UINT64_MAX;
	wcore_stretches_join(&presence->kept);
	for (size_t i = 0; i < presence->kept.count; i++)
		thin->is_out_of_memory |= !wcore_stretches_add(&work.read, presence->kept.items[i].start,
							       presence->kept.items[i].end);
	keep_units(&work, entries);
	wcore_stretches_deinit(&work.read);
	wcore_entries_close(entries);
	return NULL;
}
