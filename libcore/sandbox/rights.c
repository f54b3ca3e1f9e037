#include "rights.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../base/alloc.h"

/* Files that are told apart; of the millions that a list may name it takes the system too long. */
#define FILES_MAX 64

/* Takes path, also when it fails. */
static struct wcore_error *add(struct wcore_rights *rights, enum wcore_right_kind kind, char *path)
{
	if (path && rights->count == rights->capacity) {
		const size_t capacity = rights->capacity ? rights->capacity * 2 : 16;
		struct wcore_right *items = wcore_realloc(rights->items, capacity * sizeof(*items));

		if (items) {
			rights->items = items;
			rights->capacity = capacity;
		} else {
			free(path);
			path = NULL;
		}
	}
	if (!path)
		return wcore_error_nomem();
	rights->items[rights->count++] = (struct wcore_right){ kind, path };
	return NULL;
}

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return wcore_strdup(".");
	return wcore_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

/* Files of one folder mostly stand side by side. */
static struct wcore_error *add_folder(struct wcore_rights *rights, enum wcore_right_kind kind, const char *path)
{
	const struct wcore_right *last = rights->count ? &rights->items[rights->count - 1] : NULL;
	char *folder = folder_of(path);

	if (folder && last && last->kind == kind && strcmp(last->path, folder) == 0) {
		free(folder);
		return NULL;
	}
	return add(rights, kind, folder);
}

struct wcore_error *wcore_rights_read(struct wcore_rights *rights, const char *path)
{
	if (strcmp(path, "-") == 0)
		return NULL;
	if (rights->files < FILES_MAX) {
		rights->files++;
		return add(rights, WCORE_RIGHT_READ, wcore_strdup(path));
	}
	return add_folder(rights, WCORE_RIGHT_BELOW, path);
}

struct wcore_error *wcore_rights_write(struct wcore_rights *rights, const char *path)
{
	struct wcore_error *error;
	struct stat status;
	char *target;

	if (strcmp(path, "-") == 0)
		return NULL;
	rights->may_write = true;
	if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
		return add(rights, WCORE_RIGHT_WRITE, wcore_strdup(path));
	target = realpath(path, NULL);
	error = add_folder(rights, WCORE_RIGHT_REPLACE, target ? target : path);
	free(target);
	return error;
}

struct wcore_error *wcore_rights_fill(struct wcore_rights *rights, const char *folder)
{
	char *there = wcore_strdup(folder);
	struct stat status;

	rights->may_write = true;
	while (there && stat(there, &status) != 0) {
		char *above = folder_of(there);
		const bool is_end = above && strcmp(above, there) == 0;

		free(there);
		there = above;
		if (is_end)
			break;
	}
	return add(rights, WCORE_RIGHT_FILL, there);
}

void wcore_rights_deinit(struct wcore_rights *rights)
{
	for (size_t i = 0; i < rights->count; i++)
		free(rights->items[i].path);
	free(rights->items);
	*rights = (struct wcore_rights){ 0 };
}
