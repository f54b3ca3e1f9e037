#include "stack_fixture.h"

#include <libgen.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

const struct wcore_finding *stack_finding(const struct wcore_dump *dump, const char *rule)
{
	for (size_t i = 0; i < dump->findings.count; i++)
		if (!strcmp(dump->findings.items[i].rule, rule))
			return &dump->findings.items[i];
	return NULL;
}

void stack_open(struct stack_fixture *f, enum wcore_dialect_id force)
{
	f->file = writer_file(&f->w, "t.core");
	assert_null(wcore_dump_open(f->file, force, &f->dump));
}

void stack_open_module(struct stack_fixture *f)
{
	f->module_file = writer_file(&f->module_w, "t.wasm");
	assert_null(wcore_module_open(f->module_file, 0, f->module_file->size, &f->module));
}

void stack_close(struct stack_fixture *f)
{
	wcore_dump_close(f->dump);
	wcore_file_close(f->file);
	writer_deinit(&f->w);
}

void stack_close_module(struct stack_fixture *f)
{
	wcore_module_close(f->module);
	wcore_file_close(f->module_file);
	writer_deinit(&f->module_w);
}

unsigned stack_bit(enum wcore_dialect_id id)
{
	return 1u << id;
}

static struct wcore_file *open_beside(const char *folder, const char *name)
{
	struct wcore_file *file = NULL;
	struct wcore_error *error;
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	error = wcore_file_open(path, NULL, &file);
	if (error) {
		wcore_error_destroy(error);
		snprintf(path, sizeof(path), "%s/%s.gz", folder, name);
		assert_null(wcore_file_open(path, NULL, &file));
	}
	return file;
}

void truth_open(const char *path, struct truth *ret)
{
	char *copy = strdup(path);
	const char *folder = dirname(copy);
	json_t *modules;

	*ret = (struct truth){ .json = json_load_file(path, 0, NULL) };
	assert_non_null(ret->json);
	ret->file = open_beside(folder, json_string_value(json_object_get(ret->json, "dump")));
	assert_null(wcore_dump_open(ret->file, WCORE_DIALECT_AUTO, &ret->dump));
	modules = json_object_get(ret->json, "modules");
	ret->module_count = json_array_size(modules);
	assert_in_range(ret->module_count, 1, TRUTH_MODULES);
	for (size_t i = 0; i < ret->module_count; i++) {
		ret->files[i] = open_beside(folder, json_string_value(json_array_get(modules, i)));
		assert_null(wcore_module_open(ret->files[i], 0, ret->files[i]->size, &ret->modules[i]));
	}
	free(copy);
}

void truth_close(struct truth *truth)
{
	for (size_t i = 0; i < truth->module_count; i++) {
		wcore_module_close(truth->modules[i]);
		wcore_file_close(truth->files[i]);
	}
	wcore_dump_close(truth->dump);
	wcore_file_close(truth->file);
	json_decref(truth->json);
}
