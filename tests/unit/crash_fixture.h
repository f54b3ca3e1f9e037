/*
 * A dump opened with its modules, as the commands do it.  Static functions: a
 * test that replaces the target by one of its own must not link this.
 */
#ifndef TESTS_UNIT_CRASH_FIXTURE_H
#define TESTS_UNIT_CRASH_FIXTURE_H

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../../libcore/debug/target.h"

#define CRASH_MODULES 4

struct crash {
	struct wcore_file *file;
	struct wcore_dump *dump;
	struct wcore_target *target;
	char modules[CRASH_MODULES][256];
	const char *given[CRASH_MODULES];
};

static void crash_find(char *ret, size_t size, const char *prefix, const char *folder,
		       const char *name)
{
	size_t used = (size_t)snprintf(ret, size, "%s", prefix);
	size_t more = (size_t)snprintf(ret + used, size - used, "tests/data/%s/%s", folder, name);

	assert_true(used + more + strlen(".gz") < size);
	if (access(ret + used, R_OK) != 0)
		strcat(ret, ".gz");
}

/*
 * folder/dump or folder/dump.gz; each module, of the same folder, also as .gz.
 * Failures fail the test.
 */
static void crash_open(struct crash *crash, const char *folder, const char *dump,
		       const char *const *modules, unsigned module_count)
{
	struct wcore_target_options options = {.lookup = {.no_search = true}};
	char path[256];

	assert_true(module_count <= CRASH_MODULES);
	for (unsigned i = 0; i < module_count; i++) {
		char prefix[16];
		snprintf(prefix, sizeof(prefix), "%u=", i);
		crash_find(crash->modules[i], sizeof(crash->modules[i]), prefix, folder, modules[i]);
		crash->given[i] = crash->modules[i];
	}
	options.lookup.modules = crash->given;
	options.lookup.module_count = module_count;
	crash_find(path, sizeof(path), "", folder, dump);
	assert_null(wcore_file_open(path, NULL, &crash->file));
	assert_null(wcore_dump_open(crash->file, WCORE_DIALECT_AUTO, &crash->dump));
	assert_null(wcore_target_open(crash->dump, &options, &crash->target));
}

static void crash_close(struct crash *crash)
{
	wcore_target_close(crash->target);
	wcore_dump_close(crash->dump);
	wcore_file_close(crash->file);
}

#endif
