/* wcore-mem print: the values of expressions. */
#include "mem.h"

#include <inttypes.h>
#include <stdlib.h>

#include "../libcore/base/alloc.h"
#include "../libcore/base/text.h"
#include "../libcore/lang/expr.h"
#include "json_key.h"
#include "value.h"

#define TYPE_SIZE 4096

enum { OPTION_TYPE = WCORE_OPTION_FIRST, OPTION_RAW };

static const struct wcore_option own_options[] = {
	{ OPTION_TYPE, "type", NULL, "print the type of each expression instead of its value" },
	{ OPTION_RAW, "raw", NULL, "show members as they are declared, not what containers mean" },
	{ 0 },
};

struct options { bool type, raw; };

static void *create(void)
{
	return wcore_calloc(1, sizeof(struct options));
}

static struct wcore_error *set(void *data, int id, const char *argument)
{
	struct options *options = data;

	(void)argument;
	options->type |= id == OPTION_TYPE;
	options->raw |= id == OPTION_RAW;
	return NULL;
}

/* One expression, evaluated. */
struct answer {
	const char *expression;
	struct wcore_error *error;	/* of the expression; NULL: there is an object */
	size_t column;
	struct wcore_object object;
	char type[TYPE_SIZE];
	struct value value;	/* not with --type */
};

/* Where the answers come from, the same for all. */
struct place {
	const struct mem *mem;
	const struct options *options;
	struct wcore_string function;	/* absent without a frame */
};

static void write_object(struct wcore_json *json, const struct place *place, const struct answer *answer)
{
	const struct wcore_object *object = &answer->object;
	uint64_t size;

	json_key_text(json, "type", answer->type[0] ? answer->type : NULL);
	wcore_json_key(json, "size");
	if (wcore_type_size(object->type, &size))
		wcore_json_wide(json, size);
	else
		wcore_json_null(json);
	wcore_json_key(json, "address");
	if (object->kind == WCORE_OBJECT_MEMORY)
		wcore_json_wide(json, object->address);
	else
		wcore_json_null(json);
	if (place->options->type)
		return;
	value_json(json, &answer->value);
	wcore_json_key(json, "speculative");
	wcore_json_bool(json, answer->value.is_speculative);
}

static void write_json(const struct place *place, const struct answer *answer)
{
	struct wcore_json json;

	wcore_json_init(&json, stdout);
	wcore_json_begin_object(&json);
	json_key_text(&json, "schema", "wcore-mem-print/1");
	json_key_text(&json, "expression", answer->expression);
	wcore_json_key(&json, "frame");
	if (place->mem->has_frame)
		wcore_json_number(&json, place->mem->frame);
	else
		wcore_json_null(&json);
	wcore_json_key(&json, "function");
	wcore_json_string(&json, place->function);
	if (answer->error) {
		json_key_text(&json, "error", answer->error->message);
		wcore_json_key(&json, "column");
		wcore_json_number(&json, answer->column);
	} else {
		write_object(&json, place, answer);
	}
	wcore_json_end_object(&json);
	putchar('\n');
}

/* Of several expressions each line says which one it is of. */
static void write_text(const struct place *place, const struct answer *answer, unsigned *marks)
{
	const char *mark = value_mark(&answer->value);

	if (answer->error)
		return;
	if (place->mem->argument_count > 1) {
		wcore_text_write(stdout, wcore_string_from(answer->expression));
		fputs(" = ", stdout);
	}
	if (place->options->type) {
		wcore_text_write(stdout, wcore_string_from(answer->type[0] ? answer->type : "unknown type"));
	} else {
		wcore_view_text(answer->value.view, stdout);
		fputs(*mark ? " " : "", stdout);
		value_print_mark(place->mem->cli, marks, &answer->value);
	}
	putchar('\n');
}

/* False when memory ran out. */
static bool evaluate(struct mem *mem, struct wcore_scope *scope, const struct options *options,
		     struct answer *answer)
{
	struct wcore_viewer *viewer = scope->viewer;

	wcore_viewer_restart(viewer);
	answer->error = wcore_expr_evaluate(scope, answer->expression, &answer->object, &answer->column);
	if (answer->error) {
		mem_complain(mem, answer->error, answer->expression, answer->column);
		return true;
	}
	wcore_types_describe(viewer->types, answer->object.type, answer->type, sizeof(answer->type));
	if (options->type)
		return true;
	answer->value = value_of(&answer->object, value_print(viewer, &answer->object));
	if (!answer->value.view)
		return mem_check(mem, wcore_error_nomem());
	if (!value_is_known(&answer->value))
		wcore_cli_status(mem->cli, WCORE_STATUS_PARTIAL);
	return true;
}

static void run(struct mem *mem, void *data)
{
	struct place place = { .mem = mem, .options = data };
	struct answer *answer = wcore_malloc(sizeof(*answer));
	struct wcore_scope *scope;
	unsigned marks = 0;

	if (!mem_check(mem, answer ? NULL : wcore_error_nomem()) || !mem_scope(mem, &scope)) {
		free(answer);
		return;
	}
	scope->viewer->is_raw = place.options->raw;
	if (mem->has_frame)
		place.function = scope->site.function;
	for (int i = 0; i < mem->argument_count; i++) {
		*answer = (struct answer){ .expression = mem->arguments[i] };
		if (!evaluate(mem, scope, place.options, answer))
			break;
		if (mem->options.json)
			write_json(&place, answer);
		else
			write_text(&place, answer, &marks);
		wcore_error_destroy(answer->error);
	}
	value_print_legend(mem->cli, &marks);
	free(answer);
}

const struct mem_verb mem_print = {
	.name = "print",
	.operands = "DUMP EXPR...",
	.min_operands = 2,
	.summary = "Print the values of expressions in a frame",
	.options = own_options,
	.groups = MEM_SCOPE | MEM_MEMORY | MEM_VALUES,
	.create = create,
	.set = set,
	.run = run,
};
