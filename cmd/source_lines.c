#include "source_lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../libcore/base/alloc.h"

/* More than any source; bounds the time that a hostile module can ask for. */
#define MAX_FILE WCORE_OPENER_SOURCE_MAX
#define CACHED_FILES 16
/* The start of each MARK-th line is remembered. */
#define MARK 64

struct source_file {
	char *name;		/* as the debug information has it */
	const struct wcore_symbols *embedded;	/* whose source map holds the text; NULL: a file */
	struct wcore_file *file;
	struct wcore_string text;	/* absent: not found */
	uint32_t *marks;
	uint32_t mark_count;
};

struct source_lines {
	struct source_lines_options options;
	struct source_file files[CACHED_FILES];
	unsigned next;		/* to be given up */
	struct wcore_error *error;	/* memory ran out */
};

struct wcore_error *source_lines_create(const struct source_lines_options *options,
					struct source_lines **ret)
{
	*ret = wcore_calloc(1, sizeof(**ret));
	if (!*ret)
		return wcore_error_nomem();
	(*ret)->options = *options;
	return NULL;
}

static void source_file_deinit(struct source_file *file)
{
	free(file->name);
	free(file->marks);
	if (file->file)
		wcore_file_close(file->file);
	*file = (struct source_file){ 0 };
}

void source_lines_destroy(struct source_lines *lines)
{
	if (!lines)
		return;
	for (unsigned i = 0; i < CACHED_FILES; i++)
		source_file_deinit(&lines->files[i]);
	wcore_error_destroy(lines->error);
	free(lines);
}

struct wcore_error *source_lines_error(struct source_lines *lines)
{
	struct wcore_error *error = lines ? lines->error : NULL;

	if (lines)
		lines->error = NULL;
	return error;
}

/* What is not there, or is no source, is looked for elsewhere; of other trouble is told. */
static void keep_error(struct source_lines *lines, struct wcore_error *error)
{
	const struct wcore_lookup_options *lookup = lines->options.lookup;
	void (*tell)(void *, const char *, const char *) = lookup->unreadable ? lookup->unreadable : lookup->tried;

	if (!error)
		return;
	if (error->code == WCORE_ERROR_IO && tell)
		tell(lookup->context, error->path ? error->path : "a source", error->message);
	if (error->code == WCORE_ERROR_NOMEM && !lines->error)
		lines->error = error;
	else
		wcore_error_destroy(error);
}

/* A name from a module: only a regular file of sane size is opened. */
static bool open_regular(struct source_lines *lines, const char *path, struct source_file *ret)
{
	const struct wcore_opener *opener = lines->options.lookup->opener;
	struct wcore_error *error;
	int fd;

	error = wcore_opener_open(opener, lines->options.kind, path, &fd);
	if (!error) {
		error = wcore_file_open_fd(fd, path, &(struct wcore_file_options){
			.max_input = MAX_FILE, .opener = opener }, &ret->file);
		close(fd);
	}
	keep_error(lines, error);
	return !error;
}

static bool open_joined(struct source_lines *lines, const char *dir, const char *rest, struct source_file *ret)
{
	char *path;
	bool found;

	if (wcore_asprintf(&path, "%s%s%s", dir, *dir && *rest && *rest != '/' ? "/" : "", rest) < 0) {
		keep_error(lines, wcore_error_nomem());
		return false;
	}
	found = open_regular(lines, path, ret);
	free(path);
	return found;
}

/* FROM as a whole leading part of the path: "/src" is none of "/srcs/a.c". */
static bool open_mapped(struct source_lines *lines, const char *path, struct source_file *ret)
{
	const struct source_lines_options *options = &lines->options;

	for (size_t i = 0; i < options->map_count; i++) {
		const char *map = options->maps[i];
		size_t from = strcspn(map, "=");
		const char *rest = path + from;

		if (strncmp(map, path, from) != 0)
			continue;
		if (from > 0 && map[from - 1] != '/' && *rest != '/' && *rest != '\0')
			continue;
		if (open_joined(lines, map + from + 1, rest, ret))
			return true;
	}
	return false;
}

/* The longest end of path that exists below dir. */
static bool open_below(struct source_lines *lines, const char *dir, const char *path, struct source_file *ret)
{
	while (path) {
		while (*path == '/')
			path++;
		if (*path && open_joined(lines, dir, path, ret))
			return true;
		path = strchr(path, '/');
	}
	return false;
}

static void mark_lines(struct source_lines *lines, struct source_file *file)
{
	uint32_t line = 0, capacity = 0;
	size_t pos = 0;

	while (pos < file->text.size) {
		const char *newline = memchr(file->text.data + pos, '\n', file->text.size - pos);

		if (line % MARK == 0) {
			if (file->mark_count == capacity) {
				uint32_t wanted = capacity ? capacity * 2 : 64;
				uint32_t *marks = wcore_realloc(file->marks, wanted * sizeof(*marks));

				if (!marks) {
					keep_error(lines, wcore_error_nomem());
					return;
				}
				file->marks = marks;
				capacity = wanted;
			}
			file->marks[file->mark_count++] = (uint32_t)pos;
		}
		line++;
		pos = newline ? (size_t)(newline - file->text.data) + 1 : file->text.size;
	}
}

static bool open_embedded(struct source_lines *lines, struct source_file *ret)
{
	const struct wcore_dump *dump = lines->options.dump;

	for (uint32_t i = 0; dump && i < dump->embedded_count; i++) {
		const struct wcore_embedded *embedded = &dump->embedded[i];

		if (embedded->kind != WCORE_EMBEDDED_SOURCE || embedded->size > MAX_FILE ||
		    !wcore_string_is(embedded->name, ret->name))
			continue;
		struct wcore_error *error = wcore_embedded_open(dump, embedded, MAX_FILE, &ret->file);

		keep_error(lines, error);
		return !error;
	}
	return false;
}

static void open_source(struct source_lines *lines, struct source_file *ret)
{
	const struct wcore_lookup_options *lookup = lines->options.lookup;
	bool found = open_mapped(lines, ret->name, ret) || open_embedded(lines, ret) ||
		     open_regular(lines, ret->name, ret);

	for (size_t i = 0; i < lookup->dir_count && !found; i++)
		found = open_below(lines, lookup->dirs[i], ret->name, ret);
	if (found)
		ret->text = (struct wcore_string){ (const char *)ret->file->data,
						   (size_t)ret->file->size };
}

static bool has_embedded(const struct wcore_symbols *symbols, const struct wcore_site *site)
{
	return symbols && symbols->source_map && site->die == 0 &&
	       wcore_source_map_content(symbols->source_map, site->file).data;
}

const struct source_file *source_lines_find(struct source_lines *lines,
					    const struct wcore_symbols *symbols,
					    const struct wcore_site *site)
{
	const struct wcore_symbols *embedded = has_embedded(symbols, site) ? symbols : NULL;
	struct source_file *file;
	char *name;

	for (unsigned i = 0; i < CACHED_FILES; i++) {
		file = &lines->files[i];
		if (file->name && file->embedded == embedded &&
		    wcore_string_is(site->file, file->name))
			return file->text.data ? file : NULL;
	}
	if (memchr(site->file.data, '\0', site->file.size))
		return NULL;
	name = wcore_string_dup(site->file);
	if (!name) {
		keep_error(lines, wcore_error_nomem());
		return NULL;
	}
	file = &lines->files[lines->next++ % CACHED_FILES];
	source_file_deinit(file);
	file->name = name;
	file->embedded = embedded;
	if (embedded)
		file->text = wcore_source_map_content(symbols->source_map, site->file);
	else
		open_source(lines, file);
	if (file->text.size > MAX_FILE)
		file->text = (struct wcore_string){ 0 };
	mark_lines(lines, file);
	return file->text.data ? file : NULL;
}

struct wcore_string source_file_text(const struct source_file *file)
{
	return file->text;
}

bool source_file_line(const struct source_file *file, uint32_t number, struct wcore_string *ret)
{
	uint32_t mark = (number - 1) / MARK, line = mark * MARK + 1;
	const struct wcore_string text = file->text;
	const char *newline;
	size_t pos, end;

	if (number == 0 || mark >= file->mark_count)
		return false;
	for (pos = file->marks[mark]; line < number && pos < text.size; line++) {
		newline = memchr(text.data + pos, '\n', text.size - pos);
		pos = newline ? (size_t)(newline - text.data) + 1 : text.size;
	}
	if (pos >= text.size)
		return false;
	newline = memchr(text.data + pos, '\n', text.size - pos);
	end = newline ? (size_t)(newline - text.data) : text.size;
	if (end > pos && text.data[end - 1] == '\r')
		end--;
	*ret = (struct wcore_string){ text.data + pos, end - pos };
	return true;
}

static struct wcore_string find_text(void *context, const struct wcore_symbols *symbols, const struct wcore_site *site)
{
	const struct source_file *file = source_lines_find(context, symbols, site);

	return file ? file->text : (struct wcore_string){ 0 };
}

void source_lines_serve(struct source_lines *lines, struct wcore_inspect *inspect)
{
	const struct wcore_inspect_sources sources = { find_text, lines };

	if (lines)
		wcore_inspect_set_sources(inspect, &sources);
}
