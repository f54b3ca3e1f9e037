/* A map as a picture that stands for itself: see mem_map.h. */
#include <inttypes.h>
#include <stdlib.h>

#include "../libcore/base/text.h"
#include "mem_map.h"

#define CELL 12
#define LEFT 110	/* of the cells: addresses stand in front */
#define LINE 16
#define RANGES_MAX 200	/* that are listed below */

static const char *const colors[WCORE_MAP_KINDS] = {
	[WCORE_MAP_NULL] = "#777777", [WCORE_MAP_DATA] = "#1f77b4", [WCORE_MAP_BSS] = "#17becf",
	[WCORE_MAP_GAP] = "#aaaaaa", [WCORE_MAP_STACK_FREE] = "#c5b0d5", [WCORE_MAP_STACK] = "#9467bd",
	[WCORE_MAP_FRAME] = "#9467bd", [WCORE_MAP_HEAP] = "#2ca02c", [WCORE_MAP_UNTOUCHED] = "#cccccc",
	[WCORE_MAP_UNKNOWN] = "#bcbd22",
};
#define OVERRUN "#d62728"

/* Masked, and as XML has it. */
static void put_text(FILE *out, struct wcore_string text)
{
	char *masked = wcore_text_mask(text);

	for (const char *at = masked; at && *at; at++)
		switch (*at) {
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '&':
			fputs("&amp;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		default:
			fputc(*at, out);
		}
	free(masked);
}

static void put_label(FILE *out, const struct wcore_map_range *range)
{
	fprintf(out, "0x%08" PRIx64 "-0x%08" PRIx64 " %" PRIu64 " %s", range->address,
		range->address + range->size,
		range->size, wcore_map_kind_name(range->kind));
	if (range->kind == WCORE_MAP_FRAME)
		fprintf(out, " #%" PRIu64, range->frame);
	if (range->name.size) {
		fputc(' ', out);
		put_text(out, range->name);
	}
	if (range->is_overrun)
		fputs(" (overrun by the stack)", out);
}

/* Paler where the dump has less of it. */
static void put_cell(const struct wcore_map *map, uint32_t i, FILE *out)
{
	const struct wcore_map_range *range = wcore_map_cell_range(map, i);
	const double share = (double)map->cells[i] / (double)map->cell_size;

	if (!range)
		return;
	fprintf(out,
		"<rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\" fill=\"%s\" fill-opacity=\"%.2f\"><title>",
		LEFT + i % MEM_MAP_COLUMNS * CELL, LINE + i / MEM_MAP_COLUMNS * CELL, CELL - 1, CELL - 1,
		range->is_overrun ? OVERRUN : colors[range->kind], 0.15 + 0.85 * share);
	fprintf(out, "0x%08" PRIx64 ", %" PRIu64 " bytes captured: ", i * map->cell_size, map->cells[i]);
	put_label(out, range);
	fputs("</title></rect>\n", out);
}

static void put_addresses(const struct wcore_map *map, FILE *out)
{
	for (uint32_t i = 0; i < map->cell_count; i += MEM_MAP_COLUMNS)
		fprintf(out, "<text x=\"8\" y=\"%u\">0x%08" PRIx64 "</text>\n",
			LINE + i / MEM_MAP_COLUMNS * CELL + CELL - 2, i * map->cell_size);
}

static void put_ranges(const struct wcore_map *map, unsigned top, FILE *out)
{
	for (size_t i = 0; i < map->count && i < RANGES_MAX; i++) {
		const struct wcore_map_range *range = &map->items[i];
		const unsigned y = top + (unsigned)i * LINE;

		fprintf(out, "<rect x=\"8\" y=\"%u\" width=\"10\" height=\"10\" fill=\"%s\"/>", y - 9,
			range->is_overrun ? OVERRUN : colors[range->kind]);
		fprintf(out, "<text x=\"24\" y=\"%u\">", y);
		put_label(out, range);
		fputs("</text>\n", out);
	}
}

void mem_map_svg(const struct mem_map *map, FILE *out)
{
	const struct wcore_map *all = map->map;
	const unsigned rows = (all->cell_count + MEM_MAP_COLUMNS - 1) / MEM_MAP_COLUMNS;
	const unsigned ranges = all->count < RANGES_MAX ? (unsigned)all->count : RANGES_MAX;
	const unsigned top = LINE + rows * CELL + 2 * LINE, width = LEFT + MEM_MAP_COLUMNS * CELL + 8;
	const unsigned height = top + ranges * LINE + LINE;

	fprintf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\" "
		"font-family=\"monospace\" font-size=\"11\">\n", width, height, width, height);
	fprintf(out, "<title>Memory %" PRIu32 ": %" PRIu64 " bytes, %" PRIu64 " captured</title>\n",
		map->memory->index, all->size, all->captured);
	fprintf(out, "<rect width=\"%u\" height=\"%u\" fill=\"#ffffff\"/>\n", width, height);
	put_addresses(all, out);
	for (uint32_t i = 0; i < all->cell_count; i++)
		put_cell(all, i, out);
	put_ranges(all, top, out);
	fputs("</svg>\n", out);
}
