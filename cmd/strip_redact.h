/* wcore-strip --redact: its options, what it finds, and what it says of that. */
#ifndef WCORE_CMD_STRIP_REDACT_H
#define WCORE_CMD_STRIP_REDACT_H

#include "../libcore/redact/redact.h"
#include "../libcore/base/json.h"
#include "strip.h"

/* Behind all other options of the command. */
#define STRIP_REDACT_FIRST (WCORE_OPTION_FIRST + 100)

extern const struct wcore_option strip_redact_table[];

struct strip_redact {
	bool is_wanted;			/* any of the options was given that ask for it */
	bool only_checks, only_lists;	/* --check, --rules */
	const char *list;		/* of --redact; NULL: all */
	const char **rule_files, **variables, **value_files;	/* one more than counted, each */
	size_t rule_file_count, variable_count, value_file_count;
	bool keeps_shape;
	const char *pseudonym;		/* where the key is; NULL: none */

	/* Of strip_redact_prepare(): */
	struct wcore_redact_rules rules;
	struct wcore_known_value *values;
	size_t value_count;
	struct wcore_arena arena;	/* of the values and the key */
	struct wcore_redact_options options;
	bool is_prepared;
};

/* Room for the options of argc arguments.  Errors: NOMEM. */
struct wcore_error *strip_redact_init(struct strip_redact *redact, int argc);
void strip_redact_deinit(struct strip_redact *redact);
/* Takes one of the options above; false: it is none. */
bool strip_redact_set(struct strip_redact *redact, int id, const char *argument, struct wcore_error **ret);
/* Reads the rules, the values and the key, once.  Errors: USAGE, IO, FORMAT, NOMEM. */
struct wcore_error *strip_redact_prepare(struct strip_redact *redact);

/* What goes of a file; opens a dump's modules.  Deinit in any case. */
struct wcore_error *strip_redact_find(struct wcore_cli *cli, const struct strip_redact *redact,
				      const struct strip_options *options, struct strip_file *file,
				      struct wcore_redaction *ret);
/* --check: a line for each secret, without itself, or an object of all; exit code 1 when there is any. */
void strip_redact_print(struct wcore_cli *cli, const struct strip_redact *redact, const struct strip_file *file,
			const struct wcore_redaction *redaction, bool json);
/* The same as a member of an object, and how many of each rule there are, for --report. */
void strip_redact_json(struct wcore_json *json, const struct strip_redact *redact, const struct strip_file *file,
		       const struct wcore_redaction *redaction);
void strip_redact_counts(FILE *out, const struct strip_redact *redact, const struct wcore_redaction *redaction);
/* --rules. */
void strip_redact_list(const struct strip_redact *redact, bool json);

#endif
