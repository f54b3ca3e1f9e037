/*
 * Rules: what counts as a secret.  Those that are built in and those of a file have one form, wcore-strip(1),
 * REDACTION, which says what each line of a rule means.
 */
#ifndef WCORE_REDACT_RULE_H
#define WCORE_REDACT_RULE_H

#include "../base/arena.h"
#include "../base/error.h"
#include "../scan/regex.h"
#include "check.h"

/* More rules, and words of one, are refused. */
#define WCORE_RULES_MAX 1000
#define WCORE_RULE_WORDS_MAX 64
/* How far before a word a match may begin, and a word near it may stand, at most. */
#define WCORE_RULE_REACH_MAX 512

struct wcore_redact_words {
	struct wcore_string *items;
	size_t count;
};

struct wcore_redact_rule {
	struct wcore_string name, about, pattern;
	bool ignore_case;
	uint32_t group;			/* that is replaced; 0: all of the match */
	enum wcore_redact_check check;	/* of what is replaced */
	struct wcore_redact_words near;	/* one of them has to stand within so many bytes of the match */
	uint32_t within;
	/* Where a match is looked for: at these words, and at places of these classes (classes.h). */
	struct wcore_redact_words words;
	unsigned classes;		/* bit per class */
	struct wcore_redact_words prefixes;	/* of CLASS_RUN: what the run begins with; none: anything */
	struct wcore_redact_words behind;	/* of CLASS_RUN: what stands before the run; none: anything */
	struct wcore_redact_words inside;	/* words in a run: it costs less than words everywhere */
	bool is_text;			/* all of a match is printable, and six characters or more */
	uint32_t reach;			/* bytes before such a place that a match may begin */
	bool is_everywhere;		/* there is no such place: the pattern is tried all over */
	struct wcore_regex *regex;
};

struct wcore_redact_rules {
	struct wcore_arena arena;
	struct wcore_redact_rule *items;
	size_t count, capacity;
};

void wcore_redact_rules_init(struct wcore_redact_rules *rules);
void wcore_redact_rules_deinit(struct wcore_redact_rules *rules);
/* Errors of these: NOMEM, FORMAT with path and the number of the line. */
struct wcore_error *wcore_redact_rules_add_builtin(struct wcore_redact_rules *rules);
struct wcore_error *wcore_redact_rules_add(struct wcore_redact_rules *rules, const char *path,
					   struct wcore_string text);
/*
 * Keeps what a list says: "jwt,aws-*" those alone, "-email" (or "all,-email") all but that.  Errors: NOMEM, USAGE
 * (a name that no rule has).
 */
struct wcore_error *wcore_redact_rules_select(struct wcore_redact_rules *rules, const char *list);

/* The text of the built-in rules; static. */
struct wcore_string wcore_redact_builtin(void);

#endif
