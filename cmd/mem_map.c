/* wcore-mem map: what a memory holds and where. */
#include "mem_map.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPTION_FRAMES = WCORE_OPTION_FIRST, OPTION_SYMBOLS, OPTION_FULL, OPTION_PICTURE, OPTION_SVG };

static const struct wcore_option options_of_map[] = {
	{ OPTION_FRAMES, "frames", NULL, "show the stack frame by frame" },
	{ OPTION_SYMBOLS, "symbols", NULL, "name the largest static variables of each range" },
	{ OPTION_FULL, "full", NULL, "count zeros: reads all of the memory" },
	{ OPTION_PICTURE, "picture", NULL, "draw the memory, also where output is no terminal" },
	{ OPTION_SVG, "svg", "FILE", "write a picture to FILE" },
	{ 0 },
};

struct options {
	bool frames, symbols, full, picture;
	const char *svg;
};

static void *create(void)
{
	return calloc(1, sizeof(struct options));
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

static struct wcore_error *io_error(const char *path)
{
	return wcore_error_create(WCORE_ERROR_IO, path, "%s", strerror(errno));
}

/* A file that is there has all of it. */
static struct wcore_error *replace_file(const char *path, const char *data, size_t size)
{
	const mode_t mask = umask(0);
	struct wcore_error *error = NULL;
	char *temporary = NULL;
	FILE *file = NULL;
	int descriptor;

	umask(mask);
	if (asprintf(&temporary, "%s.XXXXXX", path) < 0)
		return wcore_error_nomem();
	descriptor = mkstemp(temporary);
	if (descriptor >= 0)
		file = fdopen(descriptor, "w");
	if (!file)
		error = io_error(path);
	else if (fwrite(data, 1, size, file) != size || fflush(file) != 0 ||
		 fchmod(descriptor, 0666 & ~mask) != 0)
		error = io_error(path);
	if (file && fclose(file) != 0 && !error)
		error = io_error(path);
	if (!error && rename(temporary, path) != 0)
		error = io_error(path);
	if (error && descriptor >= 0)
		unlink(temporary);
	free(temporary);
	return error;
}

static void write_svg(struct mem *mem, const struct mem_map *map, const char *path)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out) {
		wcore_cli_error(mem->cli, wcore_error_nomem());
		return;
	}
	mem_map_svg(map, out);
	if (fclose(out) != 0)
		wcore_cli_error(mem->cli, wcore_error_nomem());
	else
		mem_check(mem, replace_file(path, text, size));
	free(text);
}

static bool find_symbols(struct mem_map *map, struct wcore_owners *owners)
{
	map->symbols = calloc(map->map->count, sizeof(*map->symbols));
	for (size_t i = 0; map->symbols && i < map->map->count; i++)
		map->symbols[i].count = wcore_map_symbols(owners, &map->map->items[i], map->symbols[i].items);
	return map->symbols;
}

static void write_map(struct mem *mem, const struct options *options, const struct mem_map *map)
{
	if (options->svg)
		write_svg(mem, map, options->svg);
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
	.run = run,
};
