/*
 * The container level: a Wasm binary by the grammar of WebAssembly 3.0, 5.5, and
 * by those rules of its validation (3) that need no types of operands.  All of
 * it is streamed; memory grows with the depth of blocks alone, and with what
 * wasm/index.h keeps.
 */
#ifndef WCORE_VALIDATE_CONTAINER_H
#define WCORE_VALIDATE_CONTAINER_H

#include "../dump/dump.h"
#include "../wasm/index.h"
#include "report.h"

/*
 * Reports on all sections of the module.  is_dump: the binary is a core dump,
 * whose sections may come in any order and whose globals may be without a value.
 * segments: of the dump, to be indexed on the way; NULL: not.  Errors: NOMEM.
 */
struct wcore_error *wcore_container_validate(struct wcore_module *module, bool is_dump,
					     struct wcore_segments *segments,
					     struct wcore_report *report);

#endif
