#include "inspect.h"

#include <stdlib.h>

struct wcore_inspect {
	struct wcore_unwind *unwind;
};

struct wcore_error *wcore_inspect_open(struct wcore_target *target, const struct wcore_thread *thread,
				       const struct wcore_unwind_options *options,
				       struct wcore_inspect **ret)
{
	struct wcore_inspect *inspect = calloc(1, sizeof(*inspect));
	struct wcore_error *error;

	if (!inspect)
		return wcore_error_nomem();
	error = wcore_unwind_open(target, thread, options, &inspect->unwind);
	if (error) {
		free(inspect);
		return error;
	}
	*ret = inspect;
	return NULL;
}

void wcore_inspect_close(struct wcore_inspect *inspect)
{
	if (!inspect)
		return;
	wcore_unwind_close(inspect->unwind);
	free(inspect);
}

struct wcore_unwind *wcore_inspect_unwind(struct wcore_inspect *inspect)
{
	return inspect->unwind;
}

struct wcore_error *wcore_inspect_scope(struct wcore_inspect *inspect, uint32_t physical,
					const struct wcore_site *site, struct wcore_scope *ret)
{
	*ret = (struct wcore_scope){ .inspect = inspect, .why = "variables are not read" };
	if (site)
		ret->site = *site;
	return wcore_unwind_frame(inspect->unwind, physical, &ret->frame);
}

void wcore_scope_visit(struct wcore_scope *scope,
		       bool (*visit)(void *context, const struct wcore_variable *variable,
				     const struct wcore_object *object),
		       void *context)
{
	(void)scope;
	(void)visit;
	(void)context;
}

struct wcore_object wcore_scope_object(struct wcore_scope *scope, const struct wcore_variable *variable)
{
	return (struct wcore_object){ .type = variable->type, .why = scope->why };
}

bool wcore_scope_find(struct wcore_scope *scope, struct wcore_string name, struct wcore_object *ret)
{
	(void)scope;
	(void)name;
	(void)ret;
	return false;
}
