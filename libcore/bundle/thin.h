/* Thin copies of the files of a bundle: what a recorded run read of them. */
#ifndef WCORE_BUNDLE_THIN_H
#define WCORE_BUNDLE_THIN_H

#include "bundle.h"

/*
 * Makes the module's file and its companion thin, where the bundle has them: target was opened with
 * options.record, and what was read since then is kept.  Split DWARF and source maps stay whole.  Errors: NOMEM.
 */
struct wcore_error *wcore_bundle_thin_module(struct wcore_bundle *bundle, struct wcore_target_module *module);

#endif
