/*
 * A file that is written as a whole or not at all.  What is written goes to a file without a name in
 * the target's folder (or one with a temporary name, where the system knows no such thing), which takes
 * the target's place when it is complete and on the disk.  Whoever is killed on the way leaves the
 * target as it was.  "-" is standard output; devices and pipes are written as they are.
 */
#ifndef WCORE_BASE_OUTPUT_FILE_H
#define WCORE_BASE_OUTPUT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sink.h"

struct wcore_output_file;

/*
 * The mode is that of the file which is replaced, else what the umask leaves of 0666; a symbolic link is
 * followed.  While the file is open SIGXFSZ is ignored: too large a file is an error (IO).  Errors: IO, NOMEM.
 */
struct wcore_error *wcore_output_file_create(const char *path, struct wcore_output_file **ret);
/* Errors: IO. */
struct wcore_error *wcore_output_file_write(struct wcore_output_file *file, const void *data, size_t size);
/* size zero bytes: a hole where the file can have one.  Errors: IO. */
struct wcore_error *wcore_output_file_skip(struct wcore_output_file *file, uint64_t size);
/* The file as a sink, which lives as long as the file does. */
struct wcore_sink *wcore_output_file_sink(struct wcore_output_file *file);
/* Gives the file the times of an input that is there under that name.  Errors: IO. */
struct wcore_error *wcore_output_file_copy_times(struct wcore_output_file *file, const char *input);
/*
 * Puts the file in its place, with all that was written; without this there is none.  The file is
 * closed in any case.  Errors: IO.
 */
struct wcore_error *wcore_output_file_commit(struct wcore_output_file *file);
/* NULL does nothing. */
void wcore_output_file_abandon(struct wcore_output_file *file);
/*
 * For the handler of a signal that ends the process: removes what would be left behind of a file that is not
 * complete.
 */
void wcore_output_file_drop(void);
/* Whether both names are of one existing file: an input that would be overwritten. */
bool wcore_output_file_is_same(const char *path, const char *input);

#endif
