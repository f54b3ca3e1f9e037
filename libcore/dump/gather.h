/*
 * Large segments stand far apart in a file: to touch each header where it is mapped costs a page fault and the
 * pages around it, unless the system has the file in large pages.  Here they are read, from two places at once,
 * and put side by side for the cursors that come behind (wcore_file_packed).
 */
#ifndef WCORE_DUMP_GATHER_H
#define WCORE_DUMP_GATHER_H

#include "../base/file.h"

/* Fewer segments, or on the average smaller ones, stay where they are. */
#define WCORE_GATHER_SEGMENTS 4096
#define WCORE_GATHER_DISTANCE 8192

/* Whether the first headers took many page faults: there are none where the system has the file in large pages. */
bool wcore_gather_is_worth_it(const struct wcore_file *file);
/*
 * Fills file->packed with the headers of a dump's or module's data section, up to the first one that has no plain
 * form (wcore_data_plain_read()) or is not in memory; it stays empty where there are too few, or no file to read
 * from.  As of a stream that went through a sieve (sieve.h), bytes of memories cannot be asked for then.
 * may_thread: whether a second thread helps.
 */
void wcore_gather_headers(struct wcore_file *file, bool may_thread);

#endif
