/* A search for one known value in the places of a file that a test adds to it. */
#ifndef TESTS_UNIT_REDACT_FIXTURE_H
#define TESTS_UNIT_REDACT_FIXTURE_H

#include "../../libcore/redact/places.h"

struct redact_fixture {
	struct wcore_redact_rules rules;
	struct wcore_engine *engine;
	struct wcore_replacement replacement;
	struct wcore_redact_window *window;
	struct wcore_redaction redaction;
};

/* file and secret stay the caller's, and outlive it.  Failures of these fail the test. */
void redact_fixture_open(struct redact_fixture *fixture, const struct wcore_file *file, const char *secret);
/* Behind what was added: redaction then has what was found. */
void redact_fixture_finish(struct redact_fixture *fixture);
void redact_fixture_close(struct redact_fixture *fixture);

#endif
