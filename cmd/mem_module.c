/* Modules with what they say: declared in mem_module.h. */
#include "mem_module.h"

static bool is_usable(const struct wcore_target_module *module)
{
	return module->found.module && !module->refused && module->symbols;
}

static struct wcore_error *open_types(struct mem_module *module)
{
	struct wcore_dwarf *dwarf = module->module->symbols->dwarf;
	struct wcore_error *error;

	if (!dwarf)
		return NULL;
	error = wcore_entries_open(dwarf, &module->entries);
	return error ? error : wcore_types_open(module->entries, &module->types);
}

static void say_missing(struct mem *mem, const struct wcore_target_module *module)
{
	const struct wcore_string name = wcore_cli_module_label(module);

	if (module->refused)
		mem_missing(mem, "module %.*s is not used: %s", (int)name.size, name.data, module->refused);
	else
		mem_missing(mem, "module %.*s was not found", (int)name.size, name.data);
}

bool mem_modules(struct mem *mem, bool (*visit)(struct mem *mem, struct mem_module *module, void *context),
		 void *context)
{
	struct wcore_target *target = mem->input.target;
	uint32_t usable = 0;
	bool goes_on = true;

	for (uint32_t i = 0; i < target->module_count; i++)
		usable += is_usable(&target->modules[i]);
	for (uint32_t i = 0; i < target->module_count && goes_on; i++) {
		struct mem_module module = { .module = &target->modules[i], .is_one_of_many = usable > 1 };

		if (!is_usable(module.module)) {
			say_missing(mem, module.module);
			continue;
		}
		module.label = wcore_cli_module_label(module.module);
		goes_on = mem_check(mem, open_types(&module)) && visit(mem, &module, context);
		wcore_types_close(module.types);
		wcore_entries_close(module.entries);
	}
	return usable && goes_on;
}

bool mem_module_instance(const struct mem *mem, const struct mem_module *module, uint32_t *ret)
{
	const struct wcore_dump *dump = mem->input.dump;
	uint32_t index;

	for (*ret = 0; *ret < dump->instance_count; ++*ret)
		if (wcore_dump_instance_module(dump, *ret, &index) && index == module->module->index)
			return true;
	*ret = 0;
	return dump->is_shared_instance;
}
