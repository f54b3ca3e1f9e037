#include "message.h"

bool wcore_message_find(struct wcore_inspect *inspect, struct wcore_target *target,
			const struct wcore_thread *thread, struct wcore_message *ret)
{
	(void)inspect;
	(void)target;
	(void)thread;
	*ret = (struct wcore_message){ 0 };
	return false;
}
