/*
 * A process that opens files for one that gave its rights away.  It is made before that, reads nothing of
 * a file but the first bytes, and hands over what opener.h allows: no more than its kind says can
 * be had of it, whatever the other process has become.  Servers are asked by it, too.
 */
#ifndef WCORE_SANDBOX_BROKER_H
#define WCORE_SANDBOX_BROKER_H

#include <stdbool.h>

#include "../base/opener.h"

struct wcore_broker;

struct wcore_broker_options {
	bool has_sources, has_code;	/* whether WCORE_OPENER_SOURCE, WCORE_OPENER_CODE are opened */
	/* As in struct wcore_opener, called in the new process; NULL: no server is asked. */
	struct wcore_error *(*fetch)(const uint8_t *build_id, size_t size, char **ret);
};

/*
 * To be called while the process has one thread.  The new process ends with this one.  Errors: IO, NOMEM.
 */
struct wcore_error *wcore_broker_start(const struct wcore_broker_options *options, struct wcore_broker **ret);
/* Waits for its end.  NULL does nothing. */
void wcore_broker_stop(struct wcore_broker *broker);
/* For wcore_opener_open(); borrowed. */
const struct wcore_opener *wcore_broker_opener(const struct wcore_broker *broker);
/* The socket to it. */
int wcore_broker_fd(const struct wcore_broker *broker);

#endif
