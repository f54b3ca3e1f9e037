/* How verbs write what an address belongs to as JSON; text is wcore_owner_write()'s. */
#ifndef WCORE_CMD_MEM_OWNER_H
#define WCORE_CMD_MEM_OWNER_H

#include "mem.h"

/*
 * An object: kind and text always; name, path, function, frame, address, size, offset, used where they
 * are known.
 * null when nothing is known of the address.
 */
void mem_owner_json(struct wcore_json *json, const struct wcore_owner *owner);

#endif
