/*
 * What redaction comes to: secrets that were found, and bytes of the file that take the place of theirs.  No
 * secret is kept.
 */
#ifndef WCORE_REDACT_REDACTION_H
#define WCORE_REDACT_REDACTION_H

#include "../base/patch.h"
#include "engine.h"
#include "replace.h"

enum wcore_redact_place {
	WCORE_PLACE_MEMORY,	/* memory, address */
	WCORE_PLACE_SEGMENT,	/* data of a segment without an address */
	WCORE_PLACE_NAME,	/* a name in a section of the format: name is the section's */
	WCORE_PLACE_SECTION,	/* contents of a custom section: name */
	WCORE_PLACE_LOCAL,	/* recorded in a stack: thread, frame, number */
	WCORE_PLACE_OPERAND,
	WCORE_PLACE_GLOBAL,	/* number */
	WCORE_PLACE_COUNT,
};
/* "memory", "segment", "name", "section", "local", "operand", "global"; static. */
const char *wcore_redact_place_name(enum wcore_redact_place place);

/* The rule of what was found by the name of a variable, and of pieces of secrets in recorded values. */
#define WCORE_RULE_VARIABLE UINT32_MAX
#define WCORE_RULE_PIECE (UINT32_MAX - 1)

struct wcore_redact_hit {
	uint32_t rule;			/* as of struct wcore_secret, or one of those above */
	enum wcore_secret_form form;
	enum wcore_redact_place place;
	uint64_t offset, size;		/* of its first byte in the file; of the secret */
	uint32_t memory, thread, frame, number;
	uint64_t address;
	struct wcore_string name;	/* of the section, or the variable; in the redaction's arena */
};

/* A patch while they are collected. */
struct wcore_redact_patch {
	uint64_t offset;	/* in the file */
	uint64_t bytes;		/* where they begin in the redaction's bytes */
	uint32_t size;
};

/* More hits are refused: the file consists of nothing else. */
#define WCORE_REDACT_HITS_MAX (1u << 24)

struct wcore_redaction {
	struct wcore_redact_hit *hits;		/* by offset, once it is finished */
	size_t hit_count, hit_capacity;
	struct wcore_patches patches;		/* once it is finished */
	struct wcore_redact_patch *parts;	/* what patches are made of */
	size_t part_count, part_capacity;
	uint8_t *bytes;
	size_t byte_count, byte_capacity;
	struct wcore_arena arena;
};

void wcore_redaction_init(struct wcore_redaction *redaction);
void wcore_redaction_deinit(struct wcore_redaction *redaction);
/* Errors of these: NOMEM, LIMIT. */
struct wcore_error *wcore_redaction_add_hit(struct wcore_redaction *redaction, const struct wcore_redact_hit *hit);
struct wcore_error *wcore_redaction_add_patch(struct wcore_redaction *redaction, uint64_t offset,
					      const uint8_t *bytes, size_t size);
/* Sorts, drops what was found twice, and lets the first of overlapping patches have its bytes. */
struct wcore_error *wcore_redaction_finish(struct wcore_redaction *redaction);

#endif
