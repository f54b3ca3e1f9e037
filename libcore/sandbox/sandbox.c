#include "sandbox.h"

#include "filter.h"
#include "landlock.h"

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || \
	__has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define IS_BUILT false
#else
#define IS_BUILT true
#endif

bool wcore_sandbox_is_built(void)
{
	return IS_BUILT;
}

struct wcore_error *wcore_sandbox_enter(const struct wcore_rights *rights, int socket,
					struct wcore_sandbox_state *ret)
{
	/* The filter lets no Landlock be set up behind it. */
	struct wcore_error *error = wcore_landlock_enter(rights, &ret->landlock);

	ret->filter = wcore_filter_enter(socket, rights->may_write);
	return error;
}
