#include "dwarf_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "../../libcore/wasm/index.h"
#include "../../libcore/wasm/insn.h"

void dwarf_fixture_open(struct dwarf_fixture *fixture, const char *path)
{
	char zipped[512];

	*fixture = (struct dwarf_fixture){ 0 };
	snprintf(zipped, sizeof(zipped), "%s.gz", path);
	if (access(path, R_OK) != 0)
		path = zipped;
	assert_null(wcore_file_open(path, NULL, &fixture->file));
	assert_null(wcore_module_open(fixture->file, 0, fixture->file->size, &fixture->module));
	assert_null(wcore_module_code_base(fixture->module, &fixture->base));
	assert_null(wcore_dwarf_open(fixture->module, fixture->module, &fixture->dwarf));
}

void dwarf_fixture_attach(struct dwarf_fixture *fixture, const char *path)
{
	struct wcore_file **file = &fixture->dwo_files[fixture->dwo_count];
	struct wcore_module **module = &fixture->dwos[fixture->dwo_count++];

	assert_null(wcore_file_open(path, NULL, file));
	assert_null(wcore_module_open(*file, 0, (*file)->size, module));
	assert_null(wcore_dwarf_attach(fixture->dwarf, *module));
}

void dwarf_fixture_close(struct dwarf_fixture *fixture)
{
	wcore_dwarf_close(fixture->dwarf);
	for (unsigned i = 0; i < fixture->dwo_count; i++) {
		wcore_module_close(fixture->dwos[i]);
		wcore_file_close(fixture->dwo_files[i]);
	}
	wcore_module_close(fixture->module);
	wcore_file_close(fixture->file);
}

struct wcore_sites dwarf_fixture_find(struct dwarf_fixture *fixture, uint64_t offset)
{
	struct wcore_function function;
	struct wcore_sites sites;

	assert_null(wcore_module_function_at(fixture->module, offset, &function));
	assert_null(wcore_dwarf_find(fixture->dwarf, offset - fixture->base,
				     function.body - fixture->base,
				     function.end - fixture->base, &sites));
	return sites;
}

void dwarf_fixture_each(struct dwarf_fixture *fixture, unsigned stride,
			void (*visit)(struct dwarf_fixture *fixture,
				      const struct wcore_function *function, uint64_t offset,
				      void *context),
			void *context)
{
	const struct wcore_index *index;
	unsigned long number = 0;

	assert_null(wcore_module_index(fixture->module, &index));
	for (uint32_t i = index->imported_funcs; i < index->func_count; i++) {
		struct wcore_function function;
		struct wcore_cursor cursor;
		struct wcore_insn insn;

		assert_null(wcore_module_function(fixture->module, i, &function));
		wcore_insn_cursor(fixture->module, &function, &cursor);
		while (wcore_cursor_left(&cursor)) {
			assert_null(wcore_insn_decode(&cursor, &insn));
			if (number++ % stride == 0)
				visit(fixture, &function, insn.offset, context);
		}
	}
}
