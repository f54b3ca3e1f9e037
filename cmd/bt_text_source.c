/* Source lines below a frame. */
#include "bt_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/text.h"

#define TAB 8
/* Of a line that is longer (minified code), the part around the column is shown. */
#define MAX_SHOWN 200

static unsigned width_of(const char *text)
{
	unsigned width = 0;

	for (; *text; text++)
		width += ((unsigned char)*text & 0xc0) != 0x80;
	return width;
}

/* Writes text masked, tabs as spaces; gives its width, which is all that NULL for out gives. */
static unsigned print_expanded(FILE *out, struct wcore_string text)
{
	unsigned width = 0;
	size_t pos = 0;

	while (pos < text.size) {
		const char *tab = memchr(text.data + pos, '\t', text.size - pos);
		size_t end = tab ? (size_t)(tab - text.data) : text.size;
		char *masked = wcore_text_mask((struct wcore_string){ text.data + pos, end - pos });
		unsigned spaces;

		if (masked && out)
			fputs(masked, out);
		width += masked ? width_of(masked) : 0;
		free(masked);
		spaces = tab ? TAB - width % TAB : 0;
		if (out)
			fprintf(out, "%*s", (int)spaces, "");
		width += spaces;
		pos = tab ? end + 1 : end;
	}
	return width;
}

static bool is_inside_character(struct wcore_string line, size_t pos)
{
	return pos < line.size && ((unsigned char)line.data[pos] & 0xc0) == 0x80;
}

/* The part of a line that is shown, and where it starts. */
static struct wcore_string cut(struct wcore_string line, uint32_t column, size_t *ret_start)
{
	size_t start = 0, end;

	if (line.size > MAX_SHOWN && column > MAX_SHOWN / 2 && column <= line.size)
		start = column - MAX_SHOWN / 2;
	while (is_inside_character(line, start))
		start++;
	end = line.size - start > MAX_SHOWN ? start + MAX_SHOWN : line.size;
	while (end > start && is_inside_character(line, end))
		end--;
	*ret_start = start;
	return (struct wcore_string){ line.data + start, end - start };
}

static void print_line(const struct source_file *file, uint32_t number, char mark, uint32_t column)
{
	struct wcore_string line, shown;
	size_t start, before;

	if (!source_file_line(file, number, &line))
		return;
	shown = cut(line, column, &start);
	printf("   %c%6" PRIu32 " |%s", mark, number, shown.size > 0 ? " " : "");
	print_expanded(stdout, shown);
	putchar('\n');
	if (column == 0 || column > line.size)
		return;
	before = column - 1 > start ? column - 1 - start : 0;
	printf("    %6s | %*s^\n", "",
	       (int)print_expanded(NULL, (struct wcore_string){ shown.data, before }), "");
}

void bt_text_source(const struct bt_dump *dump, const struct bt_frame *frame)
{
	const struct wcore_site *site = frame->site;
	const uint32_t context = dump->options->context;
	const uint32_t first = site->line > context ? site->line - context : 1;
	const struct source_file *file =
		source_lines_find(dump->sources, frame->physical->module->symbols, site);
	struct wcore_string line;

	if (!file || !source_file_line(file, site->line, &line))
		return;
	for (uint32_t number = first; number < site->line; number++)
		print_line(file, number, ' ', 0);
	print_line(file, site->line, context > 0 ? '>' : ' ', site->column);
	for (uint32_t i = 1; i <= context && i <= UINT32_MAX - site->line; i++)
		print_line(file, site->line + i, ' ', 0);
}
