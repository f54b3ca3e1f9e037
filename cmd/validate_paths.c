/* wcore-validate's files: operands, lists of names, and what lies below folders. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../libcore/base/alloc.h"

#include "validate.h"

/* Folders within folders; links to folders are not followed. */
#define DEPTH_MAX 128
/* A name longer than any path, in a list that is none. */
#define NAME_SIZE_MAX (1 << 16)

/* Takes path; false when memory ran out. */
static bool add(struct wcore_cli *cli, struct validate_paths *paths, char *path, bool is_found)
{
	if (path && paths->count == paths->capacity) {
		size_t capacity = paths->capacity ? paths->capacity * 2 : 64;
		struct validate_path *items = wcore_realloc(paths->items, capacity * sizeof(*items));

		if (items) {
			paths->items = items;
			paths->capacity = capacity;
		} else {
			free(path);
			path = NULL;
		}
	}
	if (!path) {
		wcore_cli_error(cli, wcore_error_nomem());
		return false;
	}
	paths->items[paths->count++] = (struct validate_path){ path, is_found };
	return true;
}

static void complain(struct wcore_cli *cli, const char *path, int code)
{
	wcore_cli_error(cli, wcore_error_create(WCORE_ERROR_IO, path, "%s", strerror(code)));
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_no_dot(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static void walk(struct wcore_cli *cli, struct validate_paths *paths, const char *dir, unsigned depth)
{
	struct dirent **entries = NULL;
	int count = scandir(dir, &entries, is_no_dot, compare_names);

	if (count < 0)
		complain(cli, dir, errno);
	for (int i = 0; i < count; i++) {
		bool has_slash = dir[0] && dir[strlen(dir) - 1] == '/';
		struct stat status;
		char *path = NULL;

		if (wcore_asprintf(&path, "%s%s%s", dir, has_slash ? "" : "/", entries[i]->d_name) < 0)
			path = NULL;
		free(entries[i]);
		if (!path) {
			wcore_cli_error(cli, wcore_error_nomem());
		} else if (lstat(path, &status) != 0) {
			complain(cli, path, errno);
			free(path);
		} else if (S_ISDIR(status.st_mode)) {
			if (depth < DEPTH_MAX)
				walk(cli, paths, path, depth + 1);
			else
				complain(cli, path, ELOOP);
			free(path);
		} else if (S_ISREG(status.st_mode)) {
			add(cli, paths, path, true);
		} else {
			free(path);
		}
	}
	free(entries);
}

/* A list with a NUL byte anywhere is separated by them: names may then hold newlines. */
static void split(struct wcore_cli *cli, struct validate_paths *paths, const char *text, size_t size)
{
	int separator = memchr(text, 0, size) ? 0 : '\n';

	while (size) {
		const char *end = memchr(text, separator, size);
		size_t length = end ? (size_t)(end - text) : size;

		if (length > NAME_SIZE_MAX) {
			wcore_cli_error(cli, wcore_error_create(WCORE_ERROR_USAGE, NULL,
								"--files-from: the list holds something that is no name"));
			return;
		}
		if (length && !add(cli, paths, wcore_strndup(text, length), false))
			return;
		text += length + (end != NULL);
		size -= length + (end != NULL);
	}
}

static void read_list(struct wcore_cli *cli, struct validate_paths *paths, const char *list)
{
	bool is_stdin = strcmp(list, "-") == 0;
	int fd = is_stdin ? STDIN_FILENO : open(list, O_RDONLY | O_CLOEXEC);
	FILE *out;
	char *text = NULL;
	size_t size = 0;
	char chunk[65536];
	ssize_t got = 0;

	if (fd < 0) {
		complain(cli, list, errno);
		return;
	}
	out = wcore_memstream_open(&text, &size);
	while (out && (got = read(fd, chunk, sizeof(chunk))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			break;
		fwrite(chunk, 1, (size_t)got, out);
	}
	if (got < 0)
		complain(cli, is_stdin ? "<stdin>" : list, errno);
	if (!out || !wcore_memstream_close(out))
		wcore_cli_error(cli, wcore_error_nomem());
	else if (got >= 0)
		split(cli, paths, text, size);
	free(text);
	if (!is_stdin)
		close(fd);
}

void validate_paths_collect(struct wcore_cli *cli, const struct validate_options *options,
			    struct validate_paths *ret)
{
	*ret = (struct validate_paths){ 0 };
	for (int i = 0; i < cli->operand_count; i++)
		if (!add(cli, ret, wcore_strdup(cli->operands[i]), false))
			return;
	if (options->files_from)
		read_list(cli, ret, options->files_from);
	for (size_t i = 0; i < options->dir_count; i++)
		walk(cli, ret, options->dirs[i], 0);
}

void validate_paths_deinit(struct validate_paths *paths)
{
	for (size_t i = 0; i < paths->count; i++)
		free(paths->items[i].path);
	free(paths->items);
}
