/*
 * An input file as bytes in memory that are never changed.
 *
 * Regular files are mapped, small ones are read.  Pipes, "-" (standard input) and gzip data (RFC
 * 1952, recognised by content) are read into memory while small and into an
 * unlinked temporary file, which is mapped, once larger: memory use does not
 * grow with the input.
 */
#ifndef WCORE_BASE_FILE_H
#define WCORE_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "error.h"
#include "file_map.h"
#include "opener.h"
#include "progress.h"

#define WCORE_FILE_MAX_DEFAULT (UINT64_C(8) << 30)

struct wcore_spool;	/* spool.h */
struct wcore_file;

/* Takes a stream as it comes, and decides what of it is kept. */
struct wcore_file_sieve {
	/* The bytes behind those of the last call, for the spool: as they are or skipped. */
	struct wcore_error *(*take)(struct wcore_file_sieve *sieve, struct wcore_spool *spool,
				    const char *path, const uint8_t *data, size_t size);
	/* At the end of the stream; fills file->packed. */
	struct wcore_error *(*finish)(struct wcore_file_sieve *sieve, struct wcore_spool *spool,
				      struct wcore_file *file);
};

/*
 * A part of the file, the bytes from start to end, of which a sieve has kept only what is not the contents of
 * data segments, one behind another.  Cursors that start at its start read it:
 * wcore_cursor_skip_contents().  The same bytes of the file's data are not to be looked at.
 */
struct wcore_file_packed {
	uint64_t start, end;
	const uint8_t *data;	/* NULL: the file is whole */
	uint64_t size;
	bool is_mapped;
};
struct wcore_presence;	/* presence.h */

struct wcore_file {
	char *path;		/* as the user named it; "-" is shown as "<stdin>" */
	const uint8_t *data;
	uint64_t size;
	bool compressed;	/* data was expanded from gzip */
	bool partial;		/* only the beginning was read: see wasm_only */
	bool is_mapped, is_owned;	/* how data is given back */
	int fd;		/* of a regular file that is mapped as it is: for wcore_file_read(); -1 for others */
	struct wcore_file_map map;
	struct timespec changed;	/* when the file was written to last, as it was opened */
	/* What ended gzip expansion early (cut, corrupt); data holds what came before.  Owned. */
	struct wcore_error *cut;
	const struct wcore_progress *progress;	/* borrowed, may be NULL */
	const struct wcore_opener *opener;	/* that it was opened with, for files that it holds; borrowed */
	struct wcore_file_packed packed;
	struct wcore_presence *presence;	/* of a thin copy, or while reading is recorded; owned, NULL for others */
};

struct wcore_file_options {
	uint64_t max_input;	/* 0 means WCORE_FILE_MAX_DEFAULT; bounds pipes and expansion */
	/*
	 * Stop reading pipes, devices and gzip data that do not begin as a Wasm
	 * binary: the file then holds at most its first 64 KiB and is partial.
	 */
	bool wasm_only;
	bool is_raw;	/* gzip data stay as they are */
	/* Of reading and, through the file, of walks over it.  Outlives the file; may be NULL. */
	const struct wcore_progress *progress;
	/* Of the temporary file that large pipes and gzip data take; may be NULL. */
	const struct wcore_opener *opener;
	/* Of what is not mapped or small: NULL keeps it whole.  It lives as long as the opening takes. */
	struct wcore_file_sieve *sieve;
};

/*
 * options may be NULL.  Errors: IO, LIMIT, FORMAT (gzip data that is broken from
 * its first byte on), NOMEM.  Close with wcore_file_close().
 */
struct wcore_error *wcore_file_open(const char *path, const struct wcore_file_options *options,
				    struct wcore_file **ret);
/* The same of an open descriptor, which stays the caller's; path is for messages. */
struct wcore_error *wcore_file_open_fd(int fd, const char *path,
				       const struct wcore_file_options *options,
				       struct wcore_file **ret);
/* Bytes that the caller keeps alive, for tests, fuzzers and embedded files. */
struct wcore_error *wcore_file_from_memory(const char *path, const void *data, uint64_t size,
					   struct wcore_file **ret);
/*
 * The bytes [offset, offset + size) of a file, which has them and must outlive this one; gzip data are
 * expanded, to max_input bytes (0: WCORE_FILE_MAX_DEFAULT).  Errors: LIMIT, FORMAT, IO, NOMEM.
 */
struct wcore_error *wcore_file_from_part(const struct wcore_file *whole, uint64_t offset, uint64_t size,
					 const char *path, uint64_t max_input, struct wcore_file **ret);
/*
 * Says that the bytes [offset, offset + size) are not needed soon: a walk over
 * a large file then stays small in memory.  They can be read again any time.
 */
void wcore_file_release(const struct wcore_file *file, uint64_t offset, uint64_t size);
/*
 * For walks that may pass over a whole large file: lets go of what is behind pos, in steps of 2 MiB, which the
 * system maps as one where it can.  *released starts at the walk's first byte.
 */
#define WCORE_FILE_STEP (UINT64_C(2) << 20)
void wcore_file_release_step(const struct wcore_file *file, uint64_t pos, uint64_t *released);
static inline void wcore_file_release_passed(const struct wcore_file *file, uint64_t pos, uint64_t *released)
{
	if (pos >= *released && pos - *released >= WCORE_FILE_STEP)
		wcore_file_release_step(file, pos, released);
}
/*
 * The bytes [offset, offset + size) into a buffer, or where they stand if that is cheaper: for walks over
 * much of a file, which reading is faster for than faulting in each page.  Bytes past the file's end,
 * and of a file that became shorter since, are zero.  buffer holds size bytes.
 */
const uint8_t *wcore_file_read(const struct wcore_file *file, uint64_t offset, size_t size,
			       uint8_t *buffer);
/*
 * Whether the file is still what it was when it was opened: an error (IO) when it became shorter or was
 * written to since, and what was read of it may be neither the old nor the new one.  Of mapped files.
 */
struct wcore_error *wcore_file_check(const struct wcore_file *file);
/* Gives the bytes of a file back that lives in the caller's memory. */
void wcore_file_unload(struct wcore_file *file);
void wcore_file_close(struct wcore_file *file);

#endif
