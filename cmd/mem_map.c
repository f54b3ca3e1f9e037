/* wcore-mem map: what a memory holds and where. */
#include "mem_map.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../libcore/base/alloc.h"
#include "mem_file.h"

enum { OPTION_FRAMES = WCORE_OPTION_FIRST, OPTION_SYMBOLS, OPTION_FULL, OPTION_PICTURE, OPTION_SVG };

static const struct wcore_option options_of_map[] = {
	{ OPTION_FRAMES, "frames", NULL, "show the stack frame by frame" },
	{ OPTION_SYMBOLS, "symbols", NULL, "name the largest static variables of each range" },
	{ OPTION_FULL, "full", NULL, "count zeros: reads all of the memory" },
	{ OPTION_PICTURE, "picture", NULL, "draw the memory, also where output is no terminal" },
	{ OPTION_SVG, "svg", "FILE", "draw the memory into a file" },
	{ 0 },
};

struct options {
	bool frames, symbols, full, picture;
	const char *svg;
};

static void *create(void)
{
	return wcore_calloc(1, sizeof(struct options));
}

static struct wcore_error *set(void *data, int id, const char *argument)
{
	struct options *options = data;

	switch (id) {
	case OPTION_FRAMES:
		options->frames = true;
		break;
	case OPTION_SYMBOLS:
		options->symbols = true;
		break;
	case OPTION_FULL:
		options->full = true;
		break;
	case OPTION_PICTURE:
		options->picture = true;
		break;
	default:
		options->svg = argument;
		break;
	}
	return NULL;
}

static void write_svg(void *context, FILE *out)
{
	mem_map_svg(context, out);
}

static bool find_symbols(struct mem_map *map, struct wcore_owners *owners)
{
	map->symbols = wcore_calloc(map->map->count, sizeof(*map->symbols));
	for (size_t i = 0; map->symbols && i < map->map->count; i++)
		map->symbols[i].count = wcore_map_symbols(owners, &map->map->items[i], map->symbols[i].items);
	return map->symbols;
}

static void write_map(struct mem *mem, const struct options *options, struct mem_map *map)
{
	if (options->svg && !mem_check(mem, mem_file_write(options->svg, write_svg, map)))
		return;
	/* The picture alone, where both would be one stream. */
	if (options->svg && strcmp(options->svg, "-") == 0)
		return;
	if (mem->options.json) {
		mem_map_json(map);
		return;
	}
	if (options->picture || isatty(STDOUT_FILENO))
		mem_map_picture(mem->cli, map);
	mem_map_text(mem->cli, map);
}

static void run(struct mem *mem, void *data)
{
	const struct options *options = data;
	const struct wcore_map_options wanted = {
		.frames = options->frames, .zeros = options->full, .cells = MEM_MAP_COLUMNS * MEM_MAP_ROWS,
	};
	struct wcore_owners *owners;
	struct wcore_map *map = NULL;
	struct wcore_space space;
	struct mem_map built;

	if (!mem_space(mem, &space) || !mem_owners(mem, space.memory, &owners) ||
	    !mem_check(mem, wcore_map_create(owners, mem->input.dump, &space, &wanted, &map)))
		return;
	built = (struct mem_map){ .memory = space.memory, .map = map };
	if (options->symbols && map->count && !find_symbols(&built, owners))
		wcore_cli_error(mem->cli, wcore_error_nomem());
	else
		write_map(mem, options, &built);
	free(built.symbols);
	wcore_map_destroy(map);
}

static void rights(struct wcore_cli *cli, const void *data)
{
	const struct options *options = data;

	wcore_cli_may_write(cli, options->svg);
}

const struct mem_verb mem_map = {
	.name = "map",
	.operands = "DUMP",
	.min_operands = 1,
	.max_operands = 1,
	.summary = "Show what the memory holds and where",
	.options = options_of_map,
	.groups = MEM_SCOPE | MEM_MEMORY,
	.create = create,
	.set = set,
	.rights = rights,
	.run = run,
};
