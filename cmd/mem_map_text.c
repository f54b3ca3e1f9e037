/* A map as lines and as a picture: see mem_map.h. */
#include <inttypes.h>
#include <string.h>

#include "../libcore/base/text.h"
#include "mem_map.h"

/* "100%", "<1%", "-" of nothing. */
static const char *percent(uint64_t part, uint64_t whole, char *buffer, size_t size)
{
	const unsigned value = whole ? (unsigned)((double)part * 100 / (double)whole) : 0;

	if (part && !value)
		return "<1%";
	snprintf(buffer, size, "%u%%", value);
	return buffer;
}

static enum wcore_style style_of(const struct wcore_map_range *range)
{
	if (range->is_overrun)
		return WCORE_STYLE_TRAP;
	switch (range->kind) {
	case WCORE_MAP_DATA:
		return WCORE_STYLE_FILE;
	case WCORE_MAP_BSS:
		return WCORE_STYLE_ADDRESS;
	case WCORE_MAP_STACK: case WCORE_MAP_FRAME:
		return WCORE_STYLE_FUNCTION;
	case WCORE_MAP_HEAP:
		return WCORE_STYLE_HEADING;
	case WCORE_MAP_NULL: case WCORE_MAP_GAP: case WCORE_MAP_STACK_FREE: case WCORE_MAP_UNTOUCHED:
	case WCORE_MAP_UNKNOWN: case WCORE_MAP_KINDS:
		break;
	}
	return WCORE_STYLE_DIM;
}

static void write_symbols(const struct mem_map_symbols *symbols)
{
	for (size_t i = 0; i < symbols->count; i++) {
		fputs(i ? ", " : "  ", stdout);
		wcore_text_write(stdout, symbols->items[i].name);
		printf(" %" PRIu64, symbols->items[i].size);
	}
}

static void write_heap_use(const struct wcore_owner_heap_use *use)
{
	printf("  %s: %" PRIu64 " bytes in %" PRIu64 " used chunks, %" PRIu64 " in %" PRIu64
	       " free ones, %" PRIu64 " never handed out",
	       use->allocator, use->used, use->used_chunks, use->free, use->free_chunks, use->top);
}

static void write_range(const struct wcore_cli *cli, const struct mem_map *map, size_t i)
{
	const struct wcore_map_range *range = &map->map->items[i];
	char buffer[16];

	printf("%s0x%08" PRIx64 "-0x%08" PRIx64 "%s %11" PRIu64, wcore_cli_style(cli, WCORE_STYLE_ADDRESS),
	       range->address, range->address + range->size, wcore_cli_style(cli, WCORE_STYLE_END),
	       range->size);
	printf(" %5s", percent(range->captured, range->size, buffer, sizeof(buffer)));
	if (map->map->has_zeros)
		printf(" %5s", percent(range->zeros, range->size, buffer, sizeof(buffer)));
	printf("  %s%s%s", wcore_cli_style(cli, style_of(range)), wcore_map_kind_name(range->kind),
	       wcore_cli_style(cli, WCORE_STYLE_END));
	if (range->kind == WCORE_MAP_FRAME)
		printf("  #%" PRIu64, range->frame);
	if (range->name.size) {
		fputs(range->kind == WCORE_MAP_FRAME ? " " : "  ", stdout);
		wcore_text_write(stdout, range->name);
	}
	if (range->is_overrun)
		fputs("  (overrun by the stack)", stdout);
	if (range->kind == WCORE_MAP_HEAP && map->map->has_heap_use)
		write_heap_use(&map->map->heap_use);
	if (map->symbols)
		write_symbols(&map->symbols[i]);
	putchar('\n');
}

void mem_map_text(const struct wcore_cli *cli, const struct mem_map *map)
{
	const struct wcore_map *all = map->map;
	char buffer[16];

	for (size_t i = 0; i < all->count && !ferror(stdout); i++)
		write_range(cli, map, i);
	printf("0x%08x-0x%08" PRIx64 " %11" PRIu64 " %5s", 0, all->size, all->size,
	       percent(all->captured, all->size, buffer, sizeof(buffer)));
	if (all->has_zeros)
		printf(" %5s", percent(all->zeros, all->size, buffer, sizeof(buffer)));
	fputs("  total", stdout);
	if (all->overrun)
		printf("  the stack has overrun what is below it by %" PRIu64 " bytes", all->overrun);
	putchar('\n');
}

/* The picture. */

static const char letters[WCORE_MAP_KINDS] = {
	[WCORE_MAP_NULL] = 'n', [WCORE_MAP_DATA] = 'd', [WCORE_MAP_BSS] = 'b', [WCORE_MAP_GAP] = 'g',
	[WCORE_MAP_STACK_FREE] = 'f', [WCORE_MAP_STACK] = 's', [WCORE_MAP_FRAME] = 's',
	[WCORE_MAP_HEAP] = 'h',
	[WCORE_MAP_UNTOUCHED] = 'u', [WCORE_MAP_UNKNOWN] = 'x',
};

/*
 * Without colours a letter says the kind: a capital where half of the bytes were captured, '.'
 * where none were.
 */
static void write_cell(const struct wcore_cli *cli, const struct wcore_map *map, uint32_t i)
{
	static const char *const blocks[] = { "░", "▒", "▓", "█" };
	const struct wcore_map_range *range = wcore_map_cell_range(map, i);
	const uint64_t captured = map->cells[i];

	if (!range || !captured) {
		putchar('.');
	} else if (cli->color) {
		const uint64_t quarter = captured / (map->cell_size / 4 + 1);

		printf("%s%s%s", wcore_cli_style(cli, style_of(range)), blocks[quarter > 3 ? 3 : quarter],
		       wcore_cli_style(cli, WCORE_STYLE_END));
	} else {
		putchar(letters[range->kind] - (captured * 2 >= map->cell_size ? 'a' - 'A' : 0));
	}
}

static void write_legend(const struct wcore_cli *cli, const struct wcore_map *map)
{
	bool is_there[WCORE_MAP_KINDS] = { false };

	for (size_t i = 0; i < map->count; i++)
		if (map->items[i].captured)
			is_there[map->items[i].kind] = true;
	printf("%" PRIu64 " bytes a character; . nothing captured", map->cell_size);
	for (int kind = 0; kind < WCORE_MAP_KINDS; kind++) {
		const struct wcore_map_range range = { .kind = (enum wcore_map_kind)kind };

		if (!is_there[kind])
			continue;
		printf("; %s", wcore_cli_style(cli, style_of(&range)));
		if (!cli->color)
			printf("%c ", letters[kind]);
		printf("%s%s", wcore_map_kind_name(range.kind), wcore_cli_style(cli, WCORE_STYLE_END));
	}
	fputs("\n\n", stdout);
}

void mem_map_picture(const struct wcore_cli *cli, const struct mem_map *map)
{
	const struct wcore_map *all = map->map;

	for (uint32_t row = 0; row < all->cell_count; row += MEM_MAP_COLUMNS) {
		printf("%s0x%08" PRIx64 "%s ", wcore_cli_style(cli, WCORE_STYLE_ADDRESS),
		       row * all->cell_size,
		       wcore_cli_style(cli, WCORE_STYLE_END));
		for (uint32_t i = row; i < all->cell_count && i < row + MEM_MAP_COLUMNS; i++)
			write_cell(cli, all, i);
		putchar('\n');
	}
	write_legend(cli, all);
}
