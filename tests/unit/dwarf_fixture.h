/* Modules of tests/data opened for tests of libcore/debug. */
#ifndef TESTS_DWARF_FIXTURE_H
#define TESTS_DWARF_FIXTURE_H

#include "../../libcore/debug/dwarf.h"

struct dwarf_fixture {
	struct wcore_file *file;
	struct wcore_module *module;
	struct wcore_dwarf *dwarf;
	uint64_t base;	/* file offset of DWARF address 0 */
	struct wcore_file *dwo_files[4];
	struct wcore_module *dwos[4];
	unsigned dwo_count;
};

/* path may lack ".gz".  Fails the test when the module cannot be opened. */
void dwarf_fixture_open(struct dwarf_fixture *fixture, const char *path);
/* A .dwo file, which must belong to the module. */
void dwarf_fixture_attach(struct dwarf_fixture *fixture, const char *path);
void dwarf_fixture_close(struct dwarf_fixture *fixture);
/* The sites at a file offset. */
struct wcore_sites dwarf_fixture_find(struct dwarf_fixture *fixture, uint64_t offset);
/* Calls visit for every stride-th instruction of the module. */
void dwarf_fixture_each(struct dwarf_fixture *fixture, unsigned stride,
			void (*visit)(struct dwarf_fixture *fixture,
				      const struct wcore_function *function, uint64_t offset,
				      void *context),
			void *context);

#endif
