/* Static data: as they lie in memory, and as variables that lead to others. */
#include "../lang/print.h"
#include "keep_state.h"

#define STATICS_MAX 65536
#define STATICS_WORK (UINT64_C(1) << 23)
#define STATICS_SHARE (UINT64_C(1) << 17)
#define NAME_SIZE 1024

static bool is_static(const struct wcore_regions *regions, const struct wcore_region *region)
{
	switch (region->kind) {
	case WCORE_REGION_DATA: case WCORE_REGION_BSS:
		return true;
	case WCORE_REGION_GAP: case WCORE_REGION_UNKNOWN:
		return region->address >= regions->static_low && region->address < regions->static_high;
	case WCORE_REGION_BELOW: case WCORE_REGION_STACK: case WCORE_REGION_HEAP:
		break;
	}
	return false;
}

static void keep_regions(struct wcore_keep_build *build, uint32_t memory, const struct wcore_regions *regions)
{
	if (!regions || !regions->module_count) {
		build->keep.lacks_statics = true;
		return;
	}
	for (size_t i = 0; i < regions->count; i++) {
		const struct wcore_region *region = &regions->items[i];

		if (!is_static(regions, region))
			continue;
		wcore_keep_own(build, &(struct wcore_keep_owner){ .kind = WCORE_KEEP_DATA, .name = region->name });
		wcore_keep_add(build, memory, region->address, region->size);
	}
}

struct wcore_error *wcore_keep_statics(struct wcore_keep_build *build)
{
	struct wcore_target *target = build->keep.target;
	struct wcore_error *error = NULL;

	for (uint32_t i = 0; !error && i < target->dump->memory_count && i < WCORE_KEEP_MEMORIES; i++) {
		struct wcore_owners *owners;

		if (!target->dump->memories[i].size)
			continue;
		error = wcore_owners_open(target, &target->dump->memories[i], NULL, &owners);
		if (error)
			break;
		/* Variables show where they reach. */
		wcore_owners_statics(owners, 0);
		keep_regions(build, i, wcore_owners_regions(owners));
		wcore_owners_close(owners);
	}
	return error;
}

/* Variables. */

struct walk {
	struct wcore_keep_build *build;
	const struct wcore_static_map *map;
	struct wcore_viewer *viewer;
	unsigned follow;
	uint64_t work;
};

static void show_static(struct walk *walk, const struct wcore_static *variable)
{
	struct wcore_viewer *viewer = walk->viewer;
	const uint64_t share = walk->work < STATICS_SHARE ? walk->work : STATICS_SHARE;
	struct wcore_object object;
	char name[NAME_SIZE];
	size_t size = wcore_static_map_qualified_name(walk->map, variable, name, sizeof(name));

	if (size >= sizeof(name))
		size = sizeof(name) - 1;
	wcore_keep_own(walk->build, &(struct wcore_keep_owner){
		.kind = WCORE_KEEP_STATIC, .name = { name, size },
	});
	wcore_viewer_restart(viewer);
	viewer->max_follow = walk->follow;
	viewer->followed = 0;
	viewer->work = share;
	object = wcore_object_at(wcore_static_map_type(walk->map, variable), variable->address);
	wcore_print(viewer, &object, 0);
	walk->work -= share - (viewer->work < share ? viewer->work : share);
}

static void show_statics(struct walk *walk)
{
	size_t count;
	const struct wcore_static *items = wcore_static_map_items(walk->map, &count);

	wcore_keep_watch(walk->build, true);
	for (size_t i = 0; i < count && i < STATICS_MAX && walk->work && !walk->build->is_full; i++)
		show_static(walk, &items[i]);
	wcore_keep_watch(walk->build, false);
	/* Its name was of the last variable. */
	wcore_keep_own(walk->build, &(struct wcore_keep_owner){ .kind = WCORE_KEEP_DATA });
}

static struct wcore_error *show_memory(struct wcore_keep_build *build, struct wcore_owners *owners,
				       struct wcore_inspect *inspect, const struct wcore_memory *memory,
				       unsigned follow)
{
	const struct wcore_regions *regions = wcore_owners_regions(owners);
	struct wcore_error *error = NULL;

	for (unsigned i = 0; !error && regions && i < regions->module_count; i++) {
		struct walk walk = {
			.build = build, .map = wcore_owners_statics(owners, i), .follow = follow,
			.work = STATICS_WORK,
		};
		struct wcore_scope scope;

		if (!walk.map)
			continue;
		error = wcore_inspect_statics(inspect, regions->modules[i], regions->instances[i], &scope);
		if (error)
			break;
		walk.viewer = scope.viewer;
		if (scope.viewer->space.memory == memory)
			show_statics(&walk);
	}
	return error;
}

struct wcore_error *wcore_keep_static_values(struct wcore_keep_build *build, unsigned follow)
{
	struct wcore_target *target = build->keep.target;
	struct wcore_inspect *inspect;
	struct wcore_error *error;
	bool is_new;

	if (!target->dump->thread_count)
		return NULL;
	error = wcore_keep_open(build, &target->dump->threads[0], false, &is_new, &inspect);
	for (uint32_t i = 0; !error && i < target->dump->memory_count && i < WCORE_KEEP_MEMORIES && !build->is_full;
	     i++) {
		struct wcore_owners *owners;

		if (!target->dump->memories[i].size)
			continue;
		error = wcore_owners_open(target, &target->dump->memories[i], inspect, &owners);
		if (error)
			break;
		error = show_memory(build, owners, inspect, &target->dump->memories[i], follow);
		wcore_owners_close(owners);
	}
	return error;
}
