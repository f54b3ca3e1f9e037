/*
 * The bytes of a memory as a reader of values sees them.  Producers that leave
 * out zeros (Wasmtime writes what is left of each 4 KiB chunk without the zeros
 * at its ends) captured all of the memory: what no segment gives is zero there.
 * In other dumps it is unknown, but for zeros that wcore.zeros tells of (zeros.h).
 */
#ifndef WCORE_DUMP_SPACE_H
#define WCORE_DUMP_SPACE_H

#include "memory.h"

/*
 * Whether what no segment gives is zero, by the shape of the dump: measured of Wasmtime 48. Of contents, it looks
 * at those of the first WCORE_SPACE_SAMPLE segments that have at most WCORE_SPACE_CHUNK bytes.
 */
#define WCORE_SPACE_SAMPLE 4096
#define WCORE_SPACE_CHUNK 4096
bool wcore_dump_omits_zeros(const struct wcore_dump *dump);

/* Captured bytes that nevertheless say nothing: what stands there is left from something else. */
struct wcore_space_hole { uint64_t address, size; };

struct wcore_space {
	const struct wcore_memory *memory;	/* NULL: nothing is known */
	bool omits_zeros;
	const struct wcore_space_hole *holes;	/* not known either; the caller's */
	size_t hole_count;
};

void wcore_space_init(struct wcore_space *space, const struct wcore_dump *dump,
		      const struct wcore_memory *memory);
/*
 * Of [from, to), in which no segment gives a byte: whether what is at from is known to be zero; *ret_end, which is at
 * most to, is up to where that is so of all that follows.
 */
bool wcore_space_run(const struct wcore_space *space, uint64_t from, uint64_t to, uint64_t *ret_end);
/* Whether a hole lies in [address, address + size). */
bool wcore_space_has_hole(const struct wcore_space *space, uint64_t address, uint64_t size);
/*
 * True when all of [address, address + size) is known, and bytes has it; false
 * otherwise: *ret_state says whether the first byte that is missing lies outside the memory.
 * Errors of the dump count as not captured.
 */
bool wcore_space_read(const struct wcore_space *space, uint64_t address, uint64_t size,
		      uint8_t *bytes, enum wcore_byte_state *ret_state);
/*
 * Byte by byte: bytes[i] is valid where states[i], an enum wcore_byte_state, says captured (also zeros
 * that the producer left out) and 0 elsewhere.  Holes are not looked at.  Errors of the dump are given.
 */
struct wcore_error *wcore_space_states(const struct wcore_space *space, uint64_t address, uint64_t size,
				       uint8_t *bytes, uint8_t *states);
/* wcore_space_read() of the little-endian number of size 1 to 8. */
bool wcore_space_uint(const struct wcore_space *space, uint64_t address, unsigned size,
		      uint64_t *ret);

#endif
