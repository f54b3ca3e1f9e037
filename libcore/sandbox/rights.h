/* The files that a process keeps the right to open by name. */
#ifndef WCORE_SANDBOX_RIGHTS_H
#define WCORE_SANDBOX_RIGHTS_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/error.h"

enum wcore_right_kind {
	WCORE_RIGHT_READ,	/* this file; of a folder the names in it */
	WCORE_RIGHT_BELOW,	/* all files below this folder, to read */
	WCORE_RIGHT_WRITE,	/* this device or FIFO, to write */
	WCORE_RIGHT_REPLACE,	/* all files below this folder, to read, write, make and remove */
	WCORE_RIGHT_FILL,	/* the same, and folders to make */
};

struct wcore_right {
	enum wcore_right_kind kind;
	char *path;
};

struct wcore_rights {
	struct wcore_right *items;
	size_t count, capacity, files;
	bool may_write;
};

/* "-" and what is not there are no rights.  Behind many files, their folders are taken.  Errors: NOMEM. */
struct wcore_error *wcore_rights_read(struct wcore_rights *rights, const char *path);
/* What wcore_output_file_create() needs for path.  Errors: NOMEM. */
struct wcore_error *wcore_rights_write(struct wcore_rights *rights, const char *path);
/* The same of all files below a folder; it and others in it may have to be made.  Errors: NOMEM. */
struct wcore_error *wcore_rights_fill(struct wcore_rights *rights, const char *folder);
void wcore_rights_deinit(struct wcore_rights *rights);

#endif
