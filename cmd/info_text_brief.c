/* A dump in one line, and its sections. */
#include "info_text.h"

#include <inttypes.h>
#include <stdio.h>

#include "../libcore/wasm/index.h"

static void brief_threads(const struct wcore_dump *dump)
{
	uint64_t frames = 0;

	for (uint32_t i = 0; i < dump->thread_count; i++)
		frames += dump->threads[i].frame_count;
	info_text_count(dump->thread_count, "thread", "threads");
	fputs(", ", stdout);
	info_text_count(frames, "frame", "frames");
}

static void brief_dump(const struct info *info)
{
	const struct wcore_dump *dump = info->input.dump;

	printf("%s%s", info->trap_kinds ? info->trap_kinds : "unknown",
	       info->trap.possible ? "" : " trap");
	if (info->trap_place) {
		fputs(" (", stdout);
		info_text_string(wcore_string_from(info->trap_place));
		putchar(')');
	}
	fputs("; ", stdout);
	brief_threads(dump);
	printf("; %" PRIu32 " of ", info->found_count);
	info_text_count(info->module_count, "module", "modules");
	fputs(" found; memory ", stdout);
	info_text_short_size(info->memory_bytes);
	printf("; %s", info->producer ? info->producer : "unknown producer");
	if (info->dialect)
		printf(", %s", info->dialect->name);
}

void info_text_brief(const struct info *info)
{
	info_text_string(wcore_string_from(info->path));
	fputs(": ", stdout);
	if (info->is_dump)
		brief_dump(info);
	else if (info->kind)
		printf("no core dump: %s", info->kind);
	else
		fputs("unreadable", stdout);
	putchar('\n');
}

/* How many items stand in a section, as far as the dump knows; false when it does not. */
static bool section_count(const struct wcore_dump *dump, const struct wcore_section *section,
			  uint64_t *ret)
{
	const struct wcore_index *index = dump->index;

	switch (section->id) {
	case WCORE_SECTION_TABLE: *ret = index ? index->table_count : 0; return index;
	case WCORE_SECTION_MEMORY: *ret = dump->memory_count; return true;
	case WCORE_SECTION_GLOBAL: *ret = index ? index->global_count : 0; return index;
	case WCORE_SECTION_DATA: *ret = dump->segment_count; return true;
	case WCORE_SECTION_CUSTOM: break;
	default: return false;
	}
	if (wcore_string_is(section->name, "coremodules"))
		*ret = dump->module_count;
	else if (wcore_string_is(section->name, "coreinstances"))
		*ret = dump->instance_count;
	else
		return false;
	return true;
}

/* Threads stand in the order of their sections: *next is the one to come. */
static const struct wcore_thread *section_thread(const struct wcore_dump *dump,
						 const struct wcore_section *section,
						 uint32_t *next)
{
	if (*next < dump->thread_count && dump->threads[*next].offset == section->header)
		return &dump->threads[(*next)++];
	return NULL;
}

static void text_section(const struct wcore_dump *dump, const struct wcore_section *section,
			 uint32_t *next_thread)
{
	const struct wcore_thread *thread = section_thread(dump, section, next_thread);
	uint64_t count;

	printf("  0x%08" PRIx64 "  0x%08" PRIx64 "  %12" PRIu64 "  ", section->header,
	       section->offset, section->size);
	if (section->name.data)
		info_text_string(section->name);
	else
		fputs(info_section_name(section->id), stdout);
	if (thread) {
		fputs(", thread ", stdout);
		info_text_string(thread->name);
		fputs(", ", stdout);
		info_text_count(thread->frame_count, "frame", "frames");
	} else if (section_count(dump, section, &count)) {
		fputs(", ", stdout);
		info_text_count(count, "item", "items");
	}
	putchar('\n');
}

void info_text_sections(const struct info_text *text)
{
	const struct wcore_dump *dump = text->info->input.dump;
	uint32_t next_thread = 0;

	info_text_key(0, "dump");
	wcore_cli_print(text->cli, WCORE_STYLE_HEADING, wcore_string_from(text->info->path));
	putchar('\n');
	info_text_key(0, "size");
	info_text_size(text->info->input.file->size);
	putchar('\n');
	info_text_heading(text, "Sections", dump->wasm->section_count);
	puts("  header      contents            size  section");
	for (size_t i = 0; i < dump->wasm->section_count; i++)
		text_section(dump, &dump->wasm->sections[i], &next_thread);
}
