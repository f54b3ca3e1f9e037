/*
 * What the commands share: options, usage, messages, colour, exit codes, and
 * the opening of dumps.
 *
 * A command has one static table of its options.  From it and from the shared
 * groups come getopt_long()'s arrays, --help, and the hidden --list-options,
 * which prints one option a line as "--limit<TAB>-n<TAB>N" ('-' for none) and
 * is compared with the man page and the completions.
 *
 *	int main(int argc, char **argv)
 *	{
 *		struct options options = { 0 };
 *		struct wcore_cli cli;
 *
 *		if (wcore_cli_parse(&cli, &command, &options, argc, argv) && wcore_cli_enter(&cli, INT_MAX))
 *			for (int i = 0; wcore_cli_next(&cli, i); i++)
 *				run(&cli, &options, cli.operands[i]);
 *		return wcore_cli_finish(&cli);
 *	}
 */
#ifndef WCORE_CMD_CLI_H
#define WCORE_CMD_CLI_H

#include "../libcore/analysis/trap.h"
#include "../libcore/base/progress.h"
#include "../libcore/debug/target.h"
#include "../libcore/sandbox/rights.h"

/* Exit codes; the largest one wins. */
enum wcore_status {
	WCORE_STATUS_FINE,
	WCORE_STATUS_PARTIAL,	/* something was found wrong, nothing matched, or a part is missing */
	WCORE_STATUS_TROUBLE,	/* usage, unreadable input, no memory, no output */
};

/* Options without a short letter: a command's own count from here. */
#define WCORE_OPTION_FIRST 1000

struct wcore_option {
	int id;			/* the short letter, or WCORE_OPTION_FIRST + n */
	const char *name;	/* long name; NULL ends a table */
	const char *argument;	/* "N"; "[N]" when it may be left out; NULL for none */
	const char *help;	/* what it does, one line, without a full stop */
};

/* Shared groups of options; a set. */
enum wcore_cli_groups {
	WCORE_CLI_TARGET = 1 << 0,	/* look-up of modules, --dialect, --no-demangle */
	WCORE_CLI_COLOR = 1 << 1,
	WCORE_CLI_MODULES = 1 << 2,	/* the same as WCORE_CLI_TARGET without --dialect */
};

#define WCORE_CLI_TABLES_MAX 4

struct wcore_cli_command {
	const char *name;	/* "wcore-bt" */
	const char *verb;	/* of a command with verbs: "find"; NULL for others */
	const char *operands;	/* "DUMP..." */
	int min_operands;	/* fewer are an error; 0 stands for 1, -1 for none */
	int max_operands;	/* more are an error; 0: as many as there are */
	const char *summary;	/* one sentence */
	const struct wcore_option *options;
	/* Tables that some verbs share; set() takes their options, too.  NULL ends the list. */
	const struct wcore_option *shared[WCORE_CLI_TABLES_MAX + 1];
	unsigned groups;	/* enum wcore_cli_groups */
	/* Takes one of the command's own options.  An error (USAGE) is printed with a hint. */
	struct wcore_error *(*set)(void *context, int id, const char *argument);
};

struct wcore_cli {
	const struct wcore_cli_command *command;
	void *context;		/* for command->set */
	struct wcore_target_options target;
	enum wcore_dialect_id dialect;	/* WCORE_DIALECT_AUTO unless --dialect is given */
	bool verbose;
	bool color;		/* stdout takes colours */
	bool done;		/* --help and the like: nothing is left to do */
	char **operands;
	int operand_count;
	enum wcore_status status;
	bool memory_told;	/* that memory ran out was said */
	int write_errno;	/* of the first write to stdout that was seen to fail, or 0 */
	struct wcore_progress progress;	/* report is NULL where nobody would see it */
	uint64_t progress_due;	/* in ms of the monotonic clock: when the line may change */
	bool progress_shown;
	const char **modules, **dirs;	/* what target.lookup points to */
	bool no_sandbox;
	/* Set before wcore_cli_enter() by commands that print source files, and by those that look into them. */
	bool reads_sources, reads_code;
	uint64_t max_memory, timeout;	/* bytes; seconds for a file; 0: no limit */
	struct wcore_rights rights;
	struct wcore_broker *broker;
};

/*
 * False when the command is to finish at once: --help was answered, or the
 * usage was wrong, which was then printed.  wcore_cli_finish() in any case.
 */
bool wcore_cli_parse(struct wcore_cli *cli, const struct wcore_cli_command *command,
		     void *context, int argc, char **argv);
/*
 * The limits and the sandbox: called by each command once, when its options are checked and before it
 * reads anything.  The first operands, as many as files says, are files to read; what else is opened by name
 * beside -m's and those of the look-up is told before.  False when the command cannot go on.
 */
bool wcore_cli_enter(struct wcore_cli *cli, int files);
/* Files that the command reads or writes, "-" and what is not there included; NULL does nothing. */
void wcore_cli_may_read(struct wcore_cli *cli, const char *path);
void wcore_cli_may_write(struct wcore_cli *cli, const char *path);
/* The same of all that lies below a folder, which may have to be made. */
void wcore_cli_may_fill(struct wcore_cli *cli, const char *folder);
/* The work on a file begins: its time runs from here, and messages about limits name it. */
void wcore_cli_begin(const struct wcore_cli *cli, const char *path);
/* Writes what is pending; wcore_cli_finish() says why that failed. */
void wcore_cli_flush(struct wcore_cli *cli);
/* True while there is operand i and standard output can be written. */
bool wcore_cli_next(const struct wcore_cli *cli, int i);
/* Writes out what is pending and gives the exit code.  Dies of SIGPIPE quietly. */
int wcore_cli_finish(struct wcore_cli *cli);
/* Raises the exit code. */
void wcore_cli_status(struct wcore_cli *cli, enum wcore_status status);

/*
 * Messages: one line each on stderr, behind what stdout has, masked.
 * "wcore-bt: crash.core: 0x1a4: section 11 (data): ..." and exit code 2;
 * destroys the error.  NULL does nothing.
 */
void wcore_cli_error(struct wcore_cli *cli, struct wcore_error *error);
/* The same of an error's text, which stays the caller's. */
void wcore_cli_complain(struct wcore_cli *cli, const char *text);
/* The same of an error that stays the caller's. */
void wcore_cli_complain_of(struct wcore_cli *cli, const struct wcore_error *error);
/* "wcore-bt: text"; the exit code stays as it is. */
void wcore_cli_say(struct wcore_cli *cli, const char *text);
/*
 * What is wrong with an argument, and below it the argument with a caret under byte
 * column; exit code 2.
 */
void wcore_cli_caret(struct wcore_cli *cli, const char *message, const char *argument, size_t column);
/* "wcore-bt: text", with -v only. */
void wcore_cli_note(struct wcore_cli *cli, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The first warnings and errors among the findings as warnings; with -v all, and the notes. */
void wcore_cli_findings(struct wcore_cli *cli, const char *path,
			const struct wcore_findings *findings);
/* One finding as the text of a message: "PATH: 0x1a4: text".  The caller frees it. */
char *wcore_cli_finding_text(const char *path, const struct wcore_finding *finding);

/* What a piece of text output is, for its colour. */
enum wcore_style { WCORE_STYLE_END, WCORE_STYLE_FUNCTION, WCORE_STYLE_FILE, WCORE_STYLE_ADDRESS,
		   WCORE_STYLE_TRAP, WCORE_STYLE_HEADING, WCORE_STYLE_DIM };
/* The escape sequence, "" without colours. */
const char *wcore_cli_style(const struct wcore_cli *cli, enum wcore_style style);
/* text masked, in a style. */
void wcore_cli_print(const struct wcore_cli *cli, enum wcore_style style, struct wcore_string text);

/* Arguments: decimal or 0x hexadecimal, at most max.  option names it in the error (USAGE). */
struct wcore_error *wcore_cli_number(const char *option, const char *text, uint64_t max,
				     uint64_t *ret);
/* The same with an optional K, M, G or T (powers of 1024). */
struct wcore_error *wcore_cli_size(const char *option, const char *text, uint64_t *ret);

/* A dump that was opened for a command, with its file and its modules. */
struct wcore_input {
	bool is_checked;	/* by wcore_input_check() */
	struct wcore_file *file;
	struct wcore_dump *dump;
	struct wcore_target *target;
};
/*
 * Opens the dump at path with the options of cli.  After an error *ret holds
 * what could be opened (a file that is no dump, for instance); deinit it in any case.
 */
struct wcore_error *wcore_input_open(const struct wcore_cli *cli, const char *path,
				     struct wcore_input *ret);
/* The same of a file that is open, which ret takes over. */
struct wcore_error *wcore_input_take(const struct wcore_cli *cli, struct wcore_file *file, struct wcore_input *ret);
/*
 * An error (IO) when one of its files became another one while it was read: what is written from it is not
 * to be kept.
 */
struct wcore_error *wcore_input_check(struct wcore_input *input);
/* Says, too, if that was not checked, which of its files became others while they were read. */
void wcore_input_deinit(struct wcore_cli *cli, struct wcore_input *input);
/*
 * Calls visit for each list of findings: the dump's, its modules', their debug
 * information's, each with the path of the file that it is about.
 */
void wcore_input_findings(const struct wcore_input *input,
			  void (*visit)(void *context, const char *path,
					const struct wcore_findings *findings),
			  void *context);
/* Holds the names of all kinds of traps. */
#define WCORE_CLI_TRAP_KINDS_SIZE 1024
/*
 * "integer divide by zero or integer overflow", "a, b or c", "unknown": in
 * buffer, which holds size bytes, or static.
 */
const char *wcore_cli_trap_kinds(uint32_t possible, char *buffer, size_t size);
/* What text calls a module: its file's name, or the recorded one. */
struct wcore_string wcore_cli_module_label(const struct wcore_target_module *module);

#endif
