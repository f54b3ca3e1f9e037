#include "named.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../lang/inspect.h"
#include "../lang/print.h"
#include "check.h"
#include "replace.h"

/* Bytes of a text, elements of an array, and depth of a value that are looked at. */
#define STRING_MAX 8192
#define ELEMENTS_MAX 4096
#define DEPTH_MAX 8
/* Work on all values of a thread, or on a module's statics. */
#define WORK_MAX (UINT64_C(1) << 26)
/* A value that stands for itself all over the file has so many bytes at least. */
#define DISTINCT_SECRET 6
#define DISTINCT_PERHAPS 12

struct finder {
	struct wcore_named_list *list;
	struct wcore_scope *scope;
	const char *path;	/* of the variable at hand; in the list's arena */
	uint32_t thread, frame;
	uint64_t work;
	unsigned left;		/* statics */
	bool is_frame, no_memory;
};

void wcore_named_deinit(struct wcore_named_list *list)
{
	free(list->items);
	wcore_arena_deinit(&list->arena);
}

static struct wcore_named_value *add(struct finder *finder, const struct wcore_named_value *value)
{
	struct wcore_named_list *list = finder->list;

	if (list->count == list->capacity) {
		const size_t capacity = list->capacity ? list->capacity * 2 : 16;
		struct wcore_named_value *items = wcore_realloc(list->items, capacity * sizeof(*items));

		if (!items) {
			finder->no_memory = true;
			return NULL;
		}
		list->items = items;
		list->capacity = capacity;
	}
	list->items[list->count] = *value;
	return &list->items[list->count++];
}

/* Zeros, and what was redacted before, are no secret. */
static bool is_blank(const uint8_t *bytes, size_t size)
{
	bool is_zero = true;

	for (size_t i = 0; i < size; i++)
		is_zero = is_zero && !bytes[i];
	return is_zero || wcore_replace_is_done((struct wcore_string){ (const char *)bytes, size });
}

static bool is_varied(const uint8_t *bytes, size_t size)
{
	for (size_t i = 1; i < size; i++)
		if (bytes[i] != bytes[0])
			return true;
	return false;
}

/* They stand at the address, if there is one. */
static void add_bytes(struct finder *finder, enum wcore_telling telling, const uint8_t *bytes, size_t size,
		      const uint64_t *address)
{
	const struct wcore_space *space = &finder->scope->viewer->space;
	const struct wcore_string text = { (const char *)bytes, size };
	struct wcore_named_value value = { .name = wcore_string_from(finder->path), .has_place = address != NULL,
					   .address = address ? *address : 0 };

	if (!size || is_blank(bytes, size))
		return;
	if (telling == WCORE_TELLS_PERHAPS &&
	    (size < DISTINCT_PERHAPS || !wcore_redact_check_holds(WCORE_CHECK_MIXED, text)))
		return;
	value.memory = space->memory ? space->memory->index : 0;
	value.is_distinct = size >= DISTINCT_SECRET && is_varied(bytes, size);
	value.value.data = wcore_arena_copy(&finder->list->arena, text.data, size);
	value.value.size = size;
	finder->no_memory = finder->no_memory || !value.value.data;
	if (value.value.data)
		add(finder, &value);
}

/* Bytes that are shown as a list of numbers: if they stand in memory so. */
static void add_list(struct finder *finder, enum wcore_telling telling, const struct wcore_view *list)
{
	struct wcore_viewer *viewer = finder->scope->viewer;
	/* A vector's elements stand elsewhere than it does. */
	const struct wcore_view *first = list->children->has_address ? list->children : list;
	uint8_t shown[ELEMENTS_MAX], stored[ELEMENTS_MAX];
	enum wcore_byte_state state;
	size_t size = 0;

	for (const struct wcore_view *child = list->children; child; child = child->next) {
		const uint64_t count = child->repeats ? child->repeats : 1;

		if ((child->kind != WCORE_VIEW_NUMBER && child->kind != WCORE_VIEW_CHARACTER) ||
		    count > ELEMENTS_MAX - size)
			return;
		memset(shown + size, (int)(uint8_t)child->bits, count);
		size += count;
	}
	if (first->has_address && wcore_space_read(&viewer->space, first->address, size, stored, &state) &&
	    !memcmp(shown, stored, size))
		add_bytes(finder, telling, stored, size, &first->address);
}

static void walk(struct finder *finder, enum wcore_telling telling, const struct wcore_view *view, unsigned depth)
{
	const enum wcore_telling by_name = wcore_named_telling(view->name);
	const enum wcore_telling by_type = view->kind == WCORE_VIEW_RECORD ? wcore_named_telling(view->prefix) :
					   WCORE_TELLS_NOTHING;
	const char *path = finder->path;

	if (depth > DEPTH_MAX || finder->no_memory)
		return;
	telling = by_name > telling ? by_name : telling;
	telling = by_type == WCORE_TELLS_SECRET ? by_type : telling;
	if (view->name.size && depth) {
		finder->path = wcore_arena_format(&finder->list->arena, "%s.%.*s", path,
						  (int)(view->name.size < 200 ? view->name.size : 200), view->name.data);
		finder->no_memory = !finder->path;
	}
	if (!finder->no_memory && telling && view->kind == WCORE_VIEW_STRING)
		add_bytes(finder, telling, (const uint8_t *)view->text.data, view->text.size,
			  view->has_text_address ? &view->text_address : NULL);
	else if (!finder->no_memory && telling && view->kind == WCORE_VIEW_LIST && view->children &&
		 view->children->kind != WCORE_VIEW_RECORD)
		add_list(finder, telling, view);
	for (const struct wcore_view *child = view->children; child && !finder->no_memory; child = child->next)
		walk(finder, telling, child, depth + 1);
	finder->path = path;
}

/* A number: where it stands, or which Wasm value of the frame has it. */
static void add_number(struct finder *finder, const struct wcore_object *object)
{
	struct wcore_viewer *viewer = finder->scope->viewer;
	struct wcore_named_value value = { .name = wcore_string_from(finder->path), .is_recorded = true,
					   .thread = finder->thread, .frame = finder->frame };
	const size_t before = finder->list->count;
	uint8_t bytes[16];

	if (object->size < 2 || object->size > sizeof(bytes) || object->bit_size ||
	    !wcore_object_read(viewer, object, 0, object->size, bytes, NULL))
		return;
	if (object->kind == WCORE_OBJECT_MEMORY) {
		add_bytes(finder, WCORE_TELLS_SECRET, bytes, (size_t)object->size, &object->address);
		if (finder->list->count > before)
			finder->list->items[before].is_distinct = false;
		return;
	}
	if (!finder->is_frame || object->size > 8 || object->size < 4 || is_blank(bytes, (size_t)object->size))
		return;
	for (size_t i = 0; i < object->size; i++)
		value.bits |= (uint64_t)bytes[i] << (8 * i);
	value.width = (unsigned)object->size;
	if (value.bits > 255)
		add(finder, &value);
}

/* Whether a type can have anything to tell in it. */
static bool is_worth(const struct wcore_type *type, enum wcore_telling telling)
{
	switch (type->kind) {
	case WCORE_TYPE_STRUCT: case WCORE_TYPE_CLASS: case WCORE_TYPE_UNION:
		return true;
	case WCORE_TYPE_POINTER: case WCORE_TYPE_REFERENCE: case WCORE_TYPE_ARRAY:
		return telling || (type->target && wcore_type_strip(type->target)->kind == WCORE_TYPE_STRUCT);
	default:
		return false;
	}
}

static bool look(void *context, const struct wcore_variable *variable, const struct wcore_object *object)
{
	struct finder *finder = context;
	struct wcore_viewer *viewer = finder->scope->viewer;
	const struct wcore_type *type = wcore_type_strip(object->type);
	enum wcore_telling telling = wcore_named_telling(variable->name);
	const uint64_t before = viewer->work;
	char name[256];

	if (wcore_named_telling(type->name) == WCORE_TELLS_SECRET)
		telling = WCORE_TELLS_SECRET;
	if (object->kind == WCORE_OBJECT_NONE || !variable->name.size)
		return true;
	wcore_variable_qualified_name(viewer->types, variable, name, sizeof(name));
	finder->path = wcore_arena_copy(&finder->list->arena, name, strlen(name));
	if (!finder->path) {
		finder->no_memory = true;
	} else if (type->kind == WCORE_TYPE_INT && telling == WCORE_TELLS_SECRET) {
		add_number(finder, object);
	} else if (is_worth(type, telling)) {
		const struct wcore_view *view = wcore_print(viewer, object, 0);

		if (view)
			walk(finder, telling, view, 0);
	}
	finder->work -= before - viewer->work < finder->work ? before - viewer->work : finder->work;
	return !finder->no_memory && finder->work;
}

static bool look_static(void *context, const struct wcore_variable *variable)
{
	struct finder *finder = context;
	struct wcore_object object;

	if (!variable->is_static || variable->is_external_declaration)
		return true;
	if (!finder->left)
		return false;
	finder->left--;
	wcore_viewer_restart(finder->scope->viewer);
	object = wcore_scope_object(finder->scope, variable);
	return look(finder, variable, &object);
}

static void set_limits(struct wcore_viewer *viewer)
{
	viewer->max_depth = DEPTH_MAX;
	viewer->max_string = STRING_MAX;
	viewer->max_elements = ELEMENTS_MAX;
}

static bool is_memory(const struct wcore_error *error)
{
	return error && error->code == WCORE_ERROR_NOMEM;
}

static struct wcore_error *look_at_site(struct finder *finder, struct wcore_inspect *inspect,
					const struct wcore_target_frame *frame, const struct wcore_site *site)
{
	struct wcore_scope scope;
	struct wcore_error *error = wcore_inspect_scope(inspect, frame->frame.index, site, &scope);

	if (is_memory(error))
		return error;
	wcore_error_destroy(error);
	if (error || !scope.has_variables)
		return NULL;
	finder->scope = &scope;
	finder->frame = frame->frame.index;
	finder->is_frame = true;
	wcore_viewer_restart(scope.viewer);
	set_limits(scope.viewer);
	wcore_scope_visit(&scope, look, finder);
	return finder->no_memory ? wcore_error_nomem() : NULL;
}

static struct wcore_error *look_at_frames(struct finder *finder, struct wcore_target *target,
					  struct wcore_inspect *inspect)
{
	struct wcore_target_iter iter;
	struct wcore_error *error = NULL;
	bool found = true;

	wcore_target_iter_init(&iter, target, wcore_inspect_thread(inspect));
	for (unsigned i = 0; !error && found && finder->work && i < WCORE_NAMED_FRAMES_MAX; i++) {
		struct wcore_target_frame frame;

		error = wcore_target_iter_next(&iter, &frame, &found);
		for (size_t site = 0; !error && found && site < frame.sites.count; site++)
			error = look_at_site(finder, inspect, &frame, &frame.sites.items[site]);
	}
	return error;
}

static struct wcore_error *look_at_statics(struct finder *finder, struct wcore_target *target,
					   struct wcore_inspect *inspect)
{
	const struct wcore_dump *dump = target->dump;
	const struct wcore_string any = { 0 };
	const uint32_t count = dump->instance_count ? dump->instance_count : 1;

	for (uint32_t instance = 0; instance < count && !finder->no_memory; instance++) {
		struct wcore_scope scope;
		struct wcore_error *error;
		uint32_t module;

		if (!wcore_dump_instance_module(dump, instance, &module) || module >= target->module_count ||
		    !target->modules[module].symbols || target->modules[module].refused)
			continue;
		error = wcore_inspect_statics(inspect, &target->modules[module], instance, &scope);
		if (is_memory(error))
			return error;
		wcore_error_destroy(error);
		if (error || !scope.viewer || !scope.viewer->types)
			continue;
		finder->scope = &scope;
		finder->is_frame = false;
		finder->left = WCORE_NAMED_STATICS_MAX;
		finder->work = WORK_MAX;
		set_limits(scope.viewer);
		wcore_variables_static(scope.viewer->types, any, any, any, NULL, look_static, finder);
	}
	return finder->no_memory ? wcore_error_nomem() : NULL;
}

struct wcore_error *wcore_named_find(struct wcore_target *target, struct wcore_named_list *ret)
{
	const struct wcore_unwind_options options = { 0 };
	const struct wcore_dump *dump = target->dump;
	struct wcore_error *error = NULL;

	*ret = (struct wcore_named_list){ 0 };
	wcore_arena_init(&ret->arena);
	for (uint32_t i = 0; !error && i < dump->thread_count; i++) {
		struct finder finder = { .list = ret, .thread = i, .work = WORK_MAX };
		struct wcore_inspect *inspect = NULL;

		error = wcore_inspect_open(target, &dump->threads[i], &options, &inspect);
		if (!error)
			error = look_at_frames(&finder, target, inspect);
		if (!error && i == 0)
			error = look_at_statics(&finder, target, inspect);
		wcore_inspect_close(inspect);
	}
	return error;
}
