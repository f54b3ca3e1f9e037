/* The variables of two dumps, side by side: declared in typed_diff.h. */
#include <stdlib.h>

#include "../base/alloc.h"

#include "typed_diff.h"

#define VARIABLES_MAX 65536
/* Variables of a frame. */
#define LOCALS_MAX WCORE_VARIABLES_MAX

struct item {
	struct wcore_variable variable;
	struct wcore_object object;	/* of a frame's variable */
	bool is_taken;
};

struct list {
	struct item *items;
	size_t count, capacity;
	bool is_nomem;
};

static bool add(struct list *list, const struct wcore_variable *variable, const struct wcore_object *object)
{
	if (!variable->name.size || variable->is_external_declaration)
		return true;
	if (list->count == list->capacity) {
		const size_t capacity = list->capacity ? 2 * list->capacity : 64;
		struct item *items = capacity > VARIABLES_MAX ? NULL :
				     wcore_realloc(list->items, capacity * sizeof(*items));

		if (!items) {
			list->is_nomem = capacity <= VARIABLES_MAX;
			return false;
		}
		list->items = items;
		list->capacity = capacity;
	}
	list->items[list->count] = (struct item){ .variable = *variable };
	if (object)
		list->items[list->count].object = *object;
	list->count++;
	return true;
}

static bool add_static(void *context, const struct wcore_variable *variable)
{
	return add(context, variable, NULL);
}

static bool add_local(void *context, const struct wcore_variable *variable, const struct wcore_object *object)
{
	return add(context, variable, object);
}

static void finish(struct wcore_typed_diff *diff, struct list *old_list, struct list *new_list)
{
	if ((old_list->is_nomem || new_list->is_nomem) && !diff->error)
		diff->error = wcore_error_nomem();
	free(old_list->items);
	free(new_list->items);
}

/* The variable of the other side, which one debug information gives in one order. */
static struct item *find(struct list *list, size_t near, const struct item *wanted)
{
	for (size_t i = 0; i < list->count; i++) {
		struct item *item = &list->items[(near + i) % list->count];

		if (!item->is_taken && item->variable.line == wanted->variable.line &&
		    item->variable.is_param == wanted->variable.is_param &&
		    wcore_string_equal(item->variable.name, wanted->variable.name)) {
			item->is_taken = true;
			return item;
		}
		/* Statics are too many to be searched where they do not stand side by side. */
		if (i > 1024)
			break;
	}
	return NULL;
}

/* The objects of a static on both sides; false when the other side does not have it. */
struct sides {
	struct wcore_typed_diff *diff;
	struct wcore_scope *old_scope, *new_scope;
	struct list old_list, new_list;
};

static void each_static(struct sides *sides,
			void (*take)(struct sides *sides, const struct item *item,
				     const struct wcore_object *old_object,
				     const struct wcore_object *new_object))
{
	for (size_t i = 0; i < sides->new_list.count; i++)
		sides->new_list.items[i].is_taken = false;
	for (size_t i = 0; i < sides->old_list.count && !sides->diff->is_over; i++) {
		const struct item *item = &sides->old_list.items[i], *other = find(&sides->new_list, i, item);
		struct wcore_object old_object, new_object;

		if (!other)
			continue;
		wcore_viewer_restart(sides->old_scope->viewer);
		wcore_viewer_restart(sides->new_scope->viewer);
		old_object = wcore_scope_object(sides->old_scope, &item->variable);
		new_object = wcore_scope_object(sides->new_scope, &other->variable);
		take(sides, item, &old_object, &new_object);
	}
}

static void mark(struct sides *sides, const struct item *item, const struct wcore_object *old_object,
		 const struct wcore_object *new_object)
{
	(void)item;
	wcore_typed_diff_mark(sides->diff, old_object, new_object);
}

static void compare(struct sides *sides, const struct item *item, const struct wcore_object *old_object,
		    const struct wcore_object *new_object)
{
	wcore_typed_diff_objects(sides->diff, item->variable.name, sides->old_scope->viewer, old_object,
				 sides->new_scope->viewer, new_object);
}

void wcore_typed_diff_statics(struct wcore_typed_diff *diff, struct wcore_scope *old_scope,
			      struct wcore_scope *new_scope)
{
	const struct wcore_string any = { 0 };
	struct sides sides = { .diff = diff, .old_scope = old_scope, .new_scope = new_scope };

	if (!old_scope->viewer->types || !new_scope->viewer->types)
		return;
	diff->function = any;
	wcore_variables_static(old_scope->viewer->types, any, any, any, NULL, add_static, &sides.old_list);
	wcore_variables_static(new_scope->viewer->types, any, any, any, NULL, add_static, &sides.new_list);
	each_static(&sides, mark);
	each_static(&sides, compare);
	finish(diff, &sides.old_list, &sides.new_list);
}

void wcore_typed_diff_frame(struct wcore_typed_diff *diff, uint64_t number, struct wcore_scope *old_scope,
			    struct wcore_scope *new_scope)
{
	struct list old_list = { 0 }, new_list = { 0 };
	size_t others[LOCALS_MAX], count;

	diff->function = old_scope->site.function;
	diff->frame = number;
	wcore_viewer_restart(old_scope->viewer);
	wcore_viewer_restart(new_scope->viewer);
	wcore_scope_visit(old_scope, add_local, &old_list);
	wcore_scope_visit(new_scope, add_local, &new_list);
	count = old_list.count < LOCALS_MAX ? old_list.count : LOCALS_MAX;
	for (size_t i = 0; i < count; i++) {
		const struct item *other = find(&new_list, i, &old_list.items[i]);

		/* What lives longer than the call was compared with the statics. */
		others[i] = other && !other->variable.is_static ? (size_t)(other - new_list.items) : SIZE_MAX;
		if (others[i] != SIZE_MAX)
			wcore_typed_diff_mark(diff, &old_list.items[i].object, &other->object);
	}
	for (size_t i = 0; i < count && !diff->is_over; i++)
		if (others[i] != SIZE_MAX)
			wcore_typed_diff_objects(diff, old_list.items[i].variable.name, old_scope->viewer,
						 &old_list.items[i].object, new_scope->viewer,
						 &new_list.items[others[i]].object);
	finish(diff, &old_list, &new_list);
}
