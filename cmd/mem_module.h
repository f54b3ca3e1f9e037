/* The modules of a dump one by one, for the verbs that are about what modules say. */
#ifndef WCORE_CMD_MEM_MODULE_H
#define WCORE_CMD_MEM_MODULE_H

#include "mem.h"

/* A module that is there and does not contradict the dump. */
struct mem_module {
	struct wcore_target_module *module;
	struct wcore_string label;	/* what text calls it */
	struct wcore_entries *entries;	/* NULL, like types, without debug information */
	struct wcore_types *types;
	bool is_one_of_many;		/* text has to say which module it is about */
};

/*
 * Calls visit for each of them until it gives false.  Says which modules are not there; false when none
 * is, or something went wrong, which was said then.
 */
bool mem_modules(struct mem *mem, bool (*visit)(struct mem *mem, struct mem_module *module, void *context),
		 void *context);

/* The first instance of a module; false when the dump names none. */
bool mem_module_instance(const struct mem *mem, const struct mem_module *module, uint32_t *ret);

#endif
