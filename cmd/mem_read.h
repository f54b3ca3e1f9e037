/* What the files of `wcore-mem read` share: mem_read.c has the options, the others one output each. */
#ifndef WCORE_CMD_MEM_READ_H
#define WCORE_CMD_MEM_READ_H

#include "../libcore/scan/item.h"
#include "mem.h"

/* Bytes that are looked at at a time, and that one JSON object of plain bytes has. */
#define MEM_READ_CHUNK 4096

struct mem_read {
	struct mem *mem;
	struct wcore_space space;
	uint64_t address, size;	/* inside the memory */
	uint64_t missing;	/* bytes so far that were not captured */
	uint64_t since;		/* bytes since the file was given back */
	struct wcore_item_format format;
	uint8_t bytes[MEM_READ_CHUNK], states[MEM_READ_CHUNK];
};

/*
 * size bytes, at most a chunk, into bytes and states; counts what is missing. False: an error was
 * printed.
 */
bool mem_read_chunk(struct mem_read *read, uint64_t address, uint64_t size);

void mem_read_hex(struct mem_read *read);
void mem_read_raw(struct mem_read *read);
void mem_read_json(struct mem_read *read);
/* size is a multiple of the format's width. */
void mem_read_items(struct mem_read *read);
/* format.count strings, up to the end of the memory. */
void mem_read_strings(struct mem_read *read);
/* Instructions that are listed when nobody says how many, up to the end of the function. */
#define MEM_READ_INSTRUCTIONS 16
/* Instructions from a place in the module: count of them, or those of size bytes; either may be 0. */
void mem_read_code(struct mem *mem, const char *place, uint64_t count, uint64_t size);

#endif
