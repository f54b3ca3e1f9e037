/* What the files of `wcore-mem map` share: mem_map.c builds it, the others write it. */
#ifndef WCORE_CMD_MEM_MAP_H
#define WCORE_CMD_MEM_MAP_H

#include "../libcore/layout/map.h"
#include "mem.h"

#define MEM_MAP_COLUMNS 64
#define MEM_MAP_ROWS 16

struct mem_map {
	const struct wcore_memory *memory;
	const struct wcore_map *map;
	/* With --symbols, of each range: the largest variables. */
	struct mem_map_symbols {
		struct wcore_map_symbol items[WCORE_MAP_SYMBOLS_MAX];
		size_t count;
	} *symbols;
};

void mem_map_text(const struct wcore_cli *cli, const struct mem_map *map);
void mem_map_json(const struct mem_map *map);
/* A character a part of the memory, MEM_MAP_COLUMNS a line, and what they mean. */
void mem_map_picture(const struct wcore_cli *cli, const struct mem_map *map);
/* An SVG document into out. */
void mem_map_svg(const struct mem_map *map, FILE *out);

#endif
