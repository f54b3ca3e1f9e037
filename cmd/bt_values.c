#include "bt_values.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"
#include "../libcore/lang/assemblyscript.h"
#include "../libcore/lang/print.h"
#include "../libcore/wasm/names.h"

#define TYPE_SIZE 256
/* Enough for any honest stack; what is behind it in a hostile one is left out. */
#define TOTAL_WORK (UINT64_C(1) << 26)

struct bt_values {
	struct wcore_target *target;
	const struct wcore_thread *thread;
	struct wcore_inspect *inspect;
	struct bt_values_options options;
	struct wcore_viewer words;	/* for views of Wasm values: it has an arena and limits only */
	struct bt_value_list frame, raw;
	uint64_t work;		/* that is left for all values of the thread */
};

static void set_limits(const struct bt_values *values, struct wcore_viewer *viewer)
{
	viewer->max_depth = values->options.depth;
	viewer->max_follow = WCORE_VIEW_MAX_FOLLOW;
	viewer->max_elements = values->options.elements;
	viewer->max_string = values->options.string;
}

struct wcore_error *bt_values_open(struct wcore_target *target, const struct wcore_thread *thread,
				   const struct bt_values_options *options, struct bt_values **ret)
{
	const struct wcore_unwind_options unwind = { .speculative = options->speculative };
	struct bt_values *values = wcore_calloc(1, sizeof(*values));
	struct wcore_error *error;

	if (!values)
		return wcore_error_nomem();
	values->target = target;
	values->thread = thread;
	values->options = *options;
	values->work = TOTAL_WORK;
	wcore_arena_init(&values->words.arena);
	set_limits(values, &values->words);
	error = wcore_inspect_open(target, thread, &unwind, &values->inspect);
	if (error) {
		bt_values_close(values);
		return error;
	}
	source_lines_serve(options->sources, values->inspect);
	*ret = values;
	return NULL;
}

void bt_values_close(struct bt_values *values)
{
	if (!values)
		return;
	wcore_inspect_close(values->inspect);
	wcore_arena_deinit(&values->words.arena);
	free(values->frame.items);
	free(values->raw.items);
	free(values);
}

struct wcore_error *bt_values_learn(struct bt_values *values, const struct wcore_trap *trap)
{
	return wcore_trap_teach(trap, wcore_inspect_unwind(values->inspect));
}

static struct bt_value *add(struct bt_value_list *list)
{
	if (list->count == list->capacity) {
		const size_t capacity = list->capacity ? list->capacity * 2 : 16;
		struct bt_value *items = wcore_realloc(list->items, capacity * sizeof(*items));

		if (!items)
			return NULL;
		list->items = items;
		list->capacity = capacity;
	}
	list->items[list->count] = (struct bt_value){ 0 };
	return &list->items[list->count++];
}

static void empty(struct wcore_arena *arena)
{
	wcore_arena_deinit(arena);
	wcore_arena_init(arena);
}

/* Variables of the debug information. */

struct collection {
	struct bt_values *values;
	struct wcore_scope *scope;
	bool with_locals, failed;
};

static const char *describe(struct wcore_scope *scope, const struct wcore_type *type)
{
	char buffer[TYPE_SIZE];
	const size_t size = wcore_types_describe(scope->viewer->types, type, buffer, sizeof(buffer));

	return wcore_arena_copy(&scope->viewer->arena, buffer, size);
}

/* Each value may take a share of the work, all together what there is. */
static struct wcore_view *print_within(struct bt_values *values, struct wcore_viewer *viewer,
				       const struct wcore_object *object)
{
	const uint64_t share = values->work < WCORE_VIEW_MAX_WORK ? values->work : WCORE_VIEW_MAX_WORK;
	struct wcore_view *view;

	viewer->work = share;
	viewer->followed = 0;
	view = value_print(viewer, object);
	values->work -= share - (viewer->work < share ? viewer->work : share);
	return view;
}

static bool collect(void *context, const struct wcore_variable *variable,
		    const struct wcore_object *object)
{
	struct collection *collection = context;
	struct wcore_viewer *viewer = collection->scope->viewer;
	struct bt_value *value;

	if ((!variable->is_param && !collection->with_locals) || !collection->values->work)
		return false;
	value = add(&collection->values->frame);
	if (!value) {
		collection->failed = true;
		return false;
	}
	value->role = variable->is_param ? BT_VALUE_PARAM : BT_VALUE_LOCAL;
	value->name = variable->name;
	value->is_shadowed = variable->is_shadowed;
	value->is_artificial = variable->is_artificial;
	value->type = describe(collection->scope, object->type);
	value->shown = value_of(object, print_within(collection->values, viewer, object));
	collection->failed = !value->shown.view;
	collection->values->frame.count -= collection->failed;
	return value->shown.view;
}

/* Wasm values. */

static bool add_word(struct bt_values *values, struct bt_value_list *list, enum bt_value_role role,
		     uint32_t index, struct wcore_string name, struct wcore_word word,
		     struct wcore_string note)
{
	struct bt_value *value = add(list);

	if (!value)
		return false;
	value->role = role;
	value->is_wasm = true;
	value->index = index;
	value->name = name;
	value->type = word.is_low_half ? "i32" : value_type_name(word.code);
	value->shown = (struct value){
		.view = value_word_view(&values->words, &word, note),
		.origin = word.origin,
		.is_speculative = word.is_speculative,
		.why = word.origin == WCORE_ORIGIN_UNAVAILABLE ? word.why : NULL,
	};
	if (word.is_low_half)
		value->shown.why = word.code == WCORE_I64   ? "the low 32 bits of i64"
				   : word.code == WCORE_F64 ? "the low 32 bits of f64"
							    : "the low 32 bits of what may be wider";
	list->count -= !value->shown.view;
	return value->shown.view;
}

static struct wcore_string local_name(const struct wcore_target_frame *frame, uint32_t local)
{
	if (!frame->is_usable)
		return (struct wcore_string){ 0 };
	return wcore_names_find_inner(frame->module->found.module, WCORE_NAME_LOCAL, frame->funcidx,
				      local);
}

/* Declared locals without number belong to no program. */
#define LOCALS_SHOWN 4096

/* AssemblyScript names its locals and has no types: what stands where one points to, if anything. */
static struct wcore_string managed(struct wcore_viewer *viewer, struct wcore_string name,
				   const struct wcore_word *word)
{
	if (!viewer || !name.size || word->code != WCORE_I32 || word->is_low_half ||
	    word->origin == WCORE_ORIGIN_UNAVAILABLE)
		return (struct wcore_string){ 0 };
	return wcore_assemblyscript_describe(viewer, word->bits);
}

/* viewer is of a frame of AssemblyScript's, NULL of others. */
static bool add_locals(struct bt_values *values, struct wcore_unwind_frame *frame, bool with_locals,
		       struct wcore_viewer *viewer, struct bt_value_list *list)
{
	const uint32_t params = wcore_unwind_param_count(frame);
	uint32_t count = with_locals ? wcore_unwind_local_count(frame) : params;

	if (count > LOCALS_SHOWN)
		count = LOCALS_SHOWN;
	for (uint32_t i = 0; i < count; i++) {
		const struct wcore_string name = local_name(wcore_unwind_target_frame(frame), i);
		const struct wcore_word word = wcore_unwind_local(frame, i);

		if (!add_word(values, list, i < params ? BT_VALUE_PARAM : BT_VALUE_LOCAL, i, name, word,
			      managed(viewer, name, &word)))
			return false;
	}
	return true;
}

static bool add_operands(struct bt_values *values, struct wcore_unwind_frame *frame,
			 struct bt_value_list *list)
{
	const uint32_t count = wcore_unwind_operand_count(frame);

	for (uint32_t i = 0; i < count && i < LOCALS_SHOWN; i++)
		if (!add_word(values, list, BT_VALUE_OPERAND, i, (struct wcore_string){ 0 },
			      wcore_unwind_operand(frame, i), (struct wcore_string){ 0 }))
			return false;
	return true;
}

/* Frames that the unwinder does not have get no values. */
static struct wcore_error *find_frame(struct bt_values *values, uint32_t physical,
				      struct wcore_unwind_frame **ret)
{
	struct wcore_error *error =
		wcore_unwind_frame(wcore_inspect_unwind(values->inspect), physical, ret);

	if (!error || error->code == WCORE_ERROR_NOMEM)
		return error;
	wcore_error_destroy(error);
	*ret = NULL;
	return NULL;
}

struct wcore_error *bt_values_frame(struct bt_values *values, uint32_t physical,
				    const struct wcore_site *site, bool is_function,
				    bool with_locals, struct bt_value_list *ret)
{
	struct collection collection = { .values = values, .with_locals = with_locals };
	struct wcore_unwind_frame *frame;
	struct wcore_scope scope;
	struct wcore_error *error;

	values->frame.count = 0;
	empty(&values->words.arena);
	error = find_frame(values, physical, &frame);
	if (!error && frame && site)
		error = wcore_inspect_scope(values->inspect, physical, site, &scope);
	if (error)
		return error;
	if (frame && site && scope.has_variables) {
		wcore_viewer_restart(scope.viewer);
		set_limits(values, scope.viewer);
		collection.scope = &scope;
		wcore_scope_visit(&scope, collect, &collection);
	} else if (frame && is_function) {
		struct wcore_viewer *viewer =
			site && wcore_assemblyscript_is_function(site->function) ? scope.viewer : NULL;

		if (viewer) {
			wcore_viewer_restart(viewer);
			set_limits(values, viewer);
		}
		collection.failed = !add_locals(values, frame, with_locals, viewer, &values->frame);
	}
	*ret = values->frame;
	return collection.failed ? wcore_error_nomem() : NULL;
}

struct wcore_error *bt_values_raw(struct bt_values *values, uint32_t physical,
				  struct bt_value_list *ret)
{
	struct wcore_unwind_frame *frame;
	struct wcore_error *error = find_frame(values, physical, &frame);

	if (error)
		return error;
	values->raw.count = 0;
	if (frame && !(add_locals(values, frame, true, NULL, &values->raw) &&
		       add_operands(values, frame, &values->raw)))
		return wcore_error_nomem();
	*ret = values->raw;
	return NULL;
}

bool bt_values_message(struct bt_values *values, struct wcore_message *ret)
{
	return wcore_message_find(values->inspect, values->target, values->thread, ret);
}

const char *bt_values_doubt(struct bt_values *values)
{
	const char *text = NULL;

	switch (wcore_unwind_check(wcore_inspect_unwind(values->inspect), &text)) {
	case WCORE_STACK_BROKEN:
		return text;
	case WCORE_STACK_PROVED: case WCORE_STACK_OPEN: case WCORE_STACK_ABSENT:
		break;
	}
	return NULL;
}
