/*
 * Where a source text gives a variable a value behind its declaration: found by its tokens alone, without
 * macros and types.  An optimiser removes assignments that nothing reads, and may leave the debug
 * information with the older value.
 */
#ifndef WCORE_LANG_ASSIGNED_H
#define WCORE_LANG_ASSIGNED_H

#include "source_token.h"

#define WCORE_ASSIGNED_MAX 64
/* So many bytes behind the line of a declaration, or of a function, are looked at. */
#define WCORE_ASSIGNED_BYTES (1u << 20)

struct wcore_assigned_query {
	struct wcore_string text, name;
	uint32_t declared;	/* the line that declares it; where that does not name it, as zig's may not, it is looked for in the function */
	uint32_t function;	/* the line that declares its function; 0: not known */
	uint32_t now;		/* the line that was reached; 0: not known, all may have been run */
	bool has_parts;		/* a structure or an array: who assigns to a part of it assigns to it */
};

struct wcore_assigned {
	uint32_t first, last;	/* lines of the statement */
	uint32_t until;		/* the last line of what is run instead of it: other branches of an if or switch around it; or last */
	uint32_t loop;		/* the line of the outermost loop in the block that it stands in; 0: in none */
	bool is_address;	/* the variable's address is taken: what has it may assign */
	struct wcore_string part;	/* as the text has it, ".left[i]"; empty: the whole variable */
};

/*
 * The statements that may have been run: those between the declaration and now, and those in a loop with now, to the
 * end of the block; of addresses also the one that now stands in.  Gives their number, at most
 * WCORE_ASSIGNED_MAX; 0 when the text does not declare it there.  *work loses the bytes that were looked at, and a part
 * of those in front of them; with none left nothing is looked at.
 */
unsigned wcore_assigned_find(const struct wcore_assigned_query *query, uint64_t *work,
			     struct wcore_assigned ret[WCORE_ASSIGNED_MAX]);

/* Whether the variable is declared in a loop of its function, or is one's: then it is another one in each round.  work as above. */
bool wcore_assigned_is_in_loop(const struct wcore_assigned_query *query, uint64_t *work);

/* Whether a statement that stands in line, behind the declaration, names the variable; true also where that cannot be told. */
bool wcore_assigned_is_named(const struct wcore_assigned_query *query, uint32_t line, uint64_t *work);

#endif
