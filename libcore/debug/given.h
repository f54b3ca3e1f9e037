/* What -m gives: files, and the modules of the dump that they are for. */
#ifndef WCORE_DEBUG_GIVEN_H
#define WCORE_DEBUG_GIVEN_H

#include "candidate.h"

#define WCORE_GIVEN_NONE UINT32_MAX

/* A module file, or one core module of a component. */
struct wcore_given {
	const char *text;	/* the option's argument */
	char *name;		/* NAME or INDEX in front of '='; NULL without */
	struct wcore_candidate candidate;
	struct wcore_file *file;	/* borrowed where another one has it as well */
	bool owns_file;
	bool is_part;		/* of a component that was given as a whole */
	struct wcore_string module_name;	/* of its name section; borrowed from the file */
	bool is_used;
};

struct wcore_given_list {
	struct wcore_given *items;
	uint32_t count;
	uint32_t *assigned;	/* of each module of the dump: an index of items, or WCORE_GIVEN_NONE */
	uint32_t module_count;
};

/* The file that an argument of -m names, there or not; the caller frees it.  Errors: NOMEM. */
struct wcore_error *wcore_given_path(const char *text, char **ret);
/* As wcore_lookup_open() says. */
struct wcore_error *wcore_given_open(const struct wcore_lookup_options *options,
				     const struct wcore_dump *dump, struct wcore_fit_check check,
				     struct wcore_given_list *ret);
/* The files alone, into a list of zeros: for those who have no dump.  deinit it also after an error. */
struct wcore_error *wcore_given_open_files(const struct wcore_lookup_options *options, struct wcore_given_list *ret);
void wcore_given_deinit(struct wcore_given_list *list);
/* Opens what was given for dump module index; ret->module is NULL for nothing. */
struct wcore_error *wcore_given_module(const struct wcore_given_list *list, uint32_t index,
				       struct wcore_found *ret);

#endif
