/* How traps and modules are called in text. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

const char *wcore_cli_trap_kinds(uint32_t possible, char *buffer, size_t size)
{
	size_t used = 0;

	if (!possible)
		return "unknown";
	for (unsigned kind = 0; possible && kind < WCORE_TRAP_KINDS && used < size; kind++) {
		if (!(possible >> kind & 1))
			continue;
		possible &= ~(UINT32_C(1) << kind);
		used += (size_t)snprintf(buffer + used, size - used, "%s%s",
					 !used ? "" : possible ? ", " : " or ",
					 wcore_trap_kind_name((enum wcore_trap_kind)kind));
	}
	return buffer;
}

struct wcore_string wcore_cli_module_label(const struct wcore_target_module *module)
{
	if (module->found.module) {
		struct wcore_string name =
			wcore_string_basename(wcore_string_from(module->found.path));

		if (wcore_string_ends(name, ".gz"))
			name.size -= strlen(".gz");
		return name;
	}
	return module->name.data ? module->name : WCORE_STRING("<unknown module>");
}
