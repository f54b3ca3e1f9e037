/* Dumps and a module that a test wrote, and dumps of tests/data with the truth beside them, opened to read stacks. */
#ifndef TESTS_UNIT_STACK_FIXTURE_H
#define TESTS_UNIT_STACK_FIXTURE_H

#include <jansson.h>

#include "../../libcore/dump/stack.h"
#include "dump_writer.h"

#define TRUTH_MODULES 4

struct stack_fixture {
	struct dump_writer w, module_w;
	struct wcore_file *file, *module_file;
	struct wcore_dump *dump;
	struct wcore_module *module;
};

/* What w has is opened, and closed with w.  Failures of these fail the test. */
void stack_open(struct stack_fixture *f, enum wcore_dialect_id force);
void stack_close(struct stack_fixture *f);
/* The same of module_w. */
void stack_open_module(struct stack_fixture *f);
void stack_close_module(struct stack_fixture *f);

/* The first finding of a rule, or NULL. */
const struct wcore_finding *stack_finding(const struct wcore_dump *dump, const char *rule);
/* Of a dialect, in the sets of struct wcore_thread. */
unsigned stack_bit(enum wcore_dialect_id id);

/* A corpus dump with the truth beside it and the modules that the truth names. */
struct truth {
	json_t *json;
	struct wcore_file *file;
	struct wcore_dump *dump;
	struct wcore_file *files[TRUTH_MODULES];
	struct wcore_module *modules[TRUTH_MODULES];
	size_t module_count;
};

/* path is that of the truth, a JSON file; what it names may lack ".gz". */
void truth_open(const char *path, struct truth *ret);
void truth_close(struct truth *truth);

#endif
