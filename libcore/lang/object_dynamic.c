/* The dynamic type of C++ objects: declared in object.h. */
#include "object.h"

bool wcore_object_dynamic(struct wcore_viewer *viewer, const struct wcore_object *object,
			  struct wcore_object *ret)
{
	(void)viewer;
	(void)object;
	(void)ret;
	return false;
}
