/* A source map: mappings, sources, their texts; and the input as a data: URL. */
#include "../../libcore/debug/source_map.h"
#include "fuzz.h"

static void find_all(struct wcore_file *file)
{
	struct wcore_source_map *map = NULL;
	struct wcore_site site;
	struct wcore_error *error = wcore_source_map_open(file, &map);

	if (error) {
		wcore_error_destroy(error);
		return;
	}
	for (uint64_t i = 0; i < 100; i++)
		if (wcore_source_map_find(map, 0, i * i * i, &site))
			wcore_source_map_content(map, site.file);
	wcore_source_map_close(map);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wcore_string url = { (const char *)data, size };
	struct wcore_file *file = NULL;
	struct wcore_error *error = wcore_file_from_memory("fuzz.map", data, size, &file);

	if (error)
		wcore_error_destroy(error);
	else
		find_all(file);
	error = wcore_source_map_from_url(url, "fuzz.wasm", &file);
	if (error)
		wcore_error_destroy(error);
	else
		find_all(file);
	return 0;
}
