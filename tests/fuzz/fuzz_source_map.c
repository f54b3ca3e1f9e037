/* A source map: mappings, sources, their texts. */
#include "../../libcore/debug/source_map.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wcore_file *file = NULL;
	struct wcore_source_map *map = NULL;
	struct wcore_site site;
	struct wcore_error *error = wcore_file_from_memory("fuzz.map", data, size, &file);

	if (!error)
		error = wcore_source_map_open(file, &map);
	if (error)
		wcore_error_destroy(error);
	else
		for (uint64_t i = 0; i < 100; i++)
			if (wcore_source_map_find(map, 0, i * i * i, &site))
				wcore_source_map_content(map, site.file);
	if (map)
		wcore_source_map_close(map);
	if (file)
		wcore_file_close(file);
	return 0;
}
