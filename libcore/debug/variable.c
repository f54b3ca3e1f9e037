#include "variable.h"

void wcore_variables_visit(struct wcore_types *types, const struct wcore_site *site,
			   uint64_t address,
			   bool (*visit)(void *context, const struct wcore_variable *variable),
			   void *context)
{
	(void)types;
	(void)site;
	(void)address;
	(void)visit;
	(void)context;
}

struct wcore_string wcore_variables_frame_base(struct wcore_types *types,
					       const struct wcore_site *site, uint64_t address)
{
	(void)types;
	(void)site;
	(void)address;
	return (struct wcore_string){ 0 };
}

bool wcore_variables_function(struct wcore_types *types, const struct wcore_site *site,
			      struct wcore_entry *ret)
{
	(void)types;
	(void)site;
	(void)ret;
	return false;
}

void wcore_variables_static(struct wcore_types *types, struct wcore_string file,
			    struct wcore_string function, struct wcore_string name,
			    const struct wcore_entry_unit *near,
			    bool (*visit)(void *context, const struct wcore_variable *variable),
			    void *context)
{
	(void)types;
	(void)file;
	(void)function;
	(void)name;
	(void)near;
	(void)visit;
	(void)context;
}
