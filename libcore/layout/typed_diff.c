#include "typed_diff.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../lang/container.h"
#include "../lang/print.h"
#include "../lang/print_part.h"

/* Pairs of objects behind pointers that are kept, so that cycles end. */
#define SEEN_MAX (1u << 17)
/* Bytes that are compared in one go. */
#define CHUNK 1024
/* Stretches of a byte array that are shown as one. */
#define BUFFER_MIN 8

struct both { struct wcore_object old_object, new_object; };

static void walk(struct wcore_typed_diff *diff, const struct both *both, unsigned depth, bool is_target);

void wcore_typed_diff_init(struct wcore_typed_diff *diff,
			   bool (*visit)(void *context, const struct wcore_typed_change *change), void *context)
{
	*diff = (struct wcore_typed_diff){
		.visit = visit, .context = context, .max_depth = WCORE_VIEW_MAX_DEPTH,
		.work = WCORE_TYPED_DIFF_WORK,
	};
}

struct wcore_error *wcore_typed_diff_deinit(struct wcore_typed_diff *diff)
{
	struct wcore_error *error = diff->error;

	free(diff->seen);
	diff->seen = NULL;
	diff->error = NULL;
	return error;
}

/* Paths. */

/* Gives what to cut the path back to. */
static size_t __attribute__((format(printf, 2, 3)))
push(struct wcore_typed_diff *diff, const char *format, ...)
{
	const size_t before = diff->path_size, room = sizeof(diff->path) - before;
	va_list arguments;
	int size;

	va_start(arguments, format);
	size = vsnprintf(diff->path + before, room, format, arguments);
	va_end(arguments);
	if (size > 0)
		diff->path_size += (size_t)size < room ? (size_t)size : room - 1;
	return before;
}

static void pop(struct wcore_typed_diff *diff, size_t before)
{
	diff->path_size = before;
	diff->path[before] = '\0';
}

/* Leaves. */

static bool is_readable(struct wcore_viewer *viewer, const struct wcore_object *object, uint64_t offset,
			uint64_t size, uint8_t *bytes)
{
	return wcore_object_read(viewer, object, offset, size, bytes, NULL);
}

/* All bytes of both are known and equal. */
static bool is_equal(struct wcore_typed_diff *diff, const struct both *both, uint64_t size)
{
	uint8_t old_bytes[CHUNK], new_bytes[CHUNK];

	if (both->old_object.bit_size || both->new_object.bit_size)
		return false;
	for (uint64_t done = 0; done < size; done += CHUNK) {
		const uint64_t part = size - done < CHUNK ? size - done : CHUNK;

		if (!is_readable(diff->old_viewer, &both->old_object, done, part, old_bytes) ||
		    !is_readable(diff->new_viewer, &both->new_object, done, part, new_bytes) ||
		    memcmp(old_bytes, new_bytes, part) != 0)
			return false;
	}
	return size != 0;
}

static char *text_of(const struct wcore_view *view)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = wcore_memstream_open(&text, &size);

	if (!out)
		return NULL;
	wcore_view_text(view, out);
	if (!wcore_memstream_close(out)) {
		free(text);
		return NULL;
	}
	return text;
}

static const struct wcore_view *view_of(struct wcore_viewer *viewer, const struct wcore_object *object)
{
	viewer->work = WCORE_VIEW_MAX_WORK;
	return viewer->arena.used > WCORE_TYPED_DIFF_ARENA ? NULL : wcore_print(viewer, object, 0);
}

/* Tells of two views when their texts differ; one that could not be made was left out. */
static void report(struct wcore_typed_diff *diff, const struct wcore_view *old_view,
		   const struct wcore_view *new_view)
{
	struct wcore_typed_change change = {
		.path = diff->path, .function = diff->function, .frame = diff->frame,
		.old_view = old_view, .new_view = new_view,
	};
	char *old_text = NULL, *new_text = NULL;

	if (!old_view || !new_view) {
		diff->left_out++;
		return;
	}
	old_text = text_of(old_view);
	new_text = text_of(new_view);
	if (!old_text || !new_text) {
		if (!diff->error)
			diff->error = wcore_error_nomem();
		diff->is_over = true;
	} else if (strcmp(old_text, new_text) != 0) {
		change.old_text = old_text;
		change.new_text = new_text;
		diff->is_over = !diff->visit(diff->context, &change);
	}
	free(old_text);
	free(new_text);
}

/* Compares how both are shown, which is what there is to be said of them. */
static void compare_text(struct wcore_typed_diff *diff, const struct both *both)
{
	const struct wcore_view *old_view = view_of(diff->old_viewer, &both->old_object);

	report(diff, old_view, view_of(diff->new_viewer, &both->new_object));
}

static void compare_leaf(struct wcore_typed_diff *diff, const struct both *both)
{
	uint64_t size = 0;

	if (both->old_object.kind != WCORE_OBJECT_NONE && both->new_object.kind != WCORE_OBJECT_NONE &&
	    wcore_type_size(both->old_object.type, &size) && is_equal(diff, both, size))
		return;
	compare_text(diff, both);
}

/* Whether a pair of addresses is met for the first time. */
static bool see(struct wcore_typed_diff *diff, uint64_t old_address, uint64_t new_address,
		const struct wcore_type *type)
{
	const struct wcore_typed_seen wanted = { old_address, new_address, type };
	size_t i;

	if (diff->seen_count * 2 >= diff->seen_capacity) {
		struct wcore_typed_seen *const old = diff->seen;
		const size_t count = diff->seen_capacity;

		if (count >= SEEN_MAX)
			return false;
		diff->seen_capacity = count ? 2 * count : 256;
		diff->seen = wcore_calloc(diff->seen_capacity, sizeof(*diff->seen));
		diff->seen_count = 0;
		if (!diff->seen) {
			diff->seen_capacity = 0;
			free(old);
			return false;
		}
		for (size_t k = 0; k < count; k++)
			if (old[k].type)
				see(diff, old[k].old_address, old[k].new_address, old[k].type);
		free(old);
	}
	i = (size_t)((old_address * UINT64_C(0x9e3779b97f4a7c15)) ^ (new_address * UINT64_C(0xc2b2ae3d27d4eb4f)) ^
		     (uintptr_t)type >> 4);
	for (i ^= i >> 29;; i++) {
		struct wcore_typed_seen *slot = &diff->seen[i & (diff->seen_capacity - 1)];

		if (!slot->type) {
			*slot = wanted;
			diff->seen_count++;
			return true;
		}
		if (slot->old_address == old_address && slot->new_address == new_address && slot->type == type)
			return false;
	}
}

/* Structures. */

static bool is_record(const struct wcore_type *type)
{
	return type->kind == WCORE_TYPE_STRUCT || type->kind == WCORE_TYPE_CLASS;
}

static bool has_same_members(const struct wcore_typed_diff *diff, const struct wcore_type *a,
			     const struct wcore_type *b)
{
	return diff->old_viewer->types && diff->new_viewer->types &&
	       wcore_type_complete(diff->old_viewer->types, a) &&
	       wcore_type_complete(diff->new_viewer->types, b) && a->member_count == b->member_count &&
	       a->member_count && !a->variant_part && !b->variant_part;
}

static void walk_members(struct wcore_typed_diff *diff, const struct both *both, const struct wcore_type *a,
			 const struct wcore_type *b, unsigned depth, bool is_target)
{
	for (uint32_t i = 0; i < a->member_count && !diff->is_over; i++) {
		const struct wcore_member *x = &a->members[i], *y = &b->members[i];
		const struct both part = {
			wcore_object_member(diff->old_viewer, &both->old_object, x),
			wcore_object_member(diff->new_viewer, &both->new_object, y),
		};
		size_t before = diff->path_size;

		if (x->is_static || y->is_static || wcore_string_starts(x->name, "_vptr"))
			continue;
		if (!x->is_base && x->name.size)
			before = push(diff, "%s%.*s", is_target ? "->" : ".", (int)x->name.size, x->name.data);
		walk(diff, &part, depth + 1, is_target && before == diff->path_size);
		pop(diff, before);
	}
}

/* Containers. */

static bool is_text_container(const struct wcore_container *container)
{
	const struct wcore_type *element = container->element ? wcore_type_strip(container->element) : NULL;

	return element && (element->kind == WCORE_TYPE_CHAR || (element->kind == WCORE_TYPE_INT && element->size == 1));
}

static bool is_sequence(const struct wcore_container *container)
{
	return (container->kind == WCORE_CONTAINER_RUN || container->kind == WCORE_CONTAINER_LIST) &&
	       !is_text_container(container);
}

static void walk_elements(struct wcore_typed_diff *diff, const struct wcore_container *a,
			  const struct wcore_container *b, unsigned depth)
{
	const uint64_t count = a->count < b->count ? a->count : b->count;

	for (uint64_t i = 0; i < count && !diff->is_over; i++) {
		const struct both part = { wcore_container_element(diff->old_viewer, a, i),
					   wcore_container_element(diff->new_viewer, b, i) };
		size_t before;

		if (!diff->work) {
			diff->left_out += count - i;
			return;
		}
		before = push(diff, "[%" PRIu64 "]", i);
		walk(diff, &part, depth + 1, false);
		pop(diff, before);
	}
}

/* The value of a key in a map; of equal keys, as a multimap has, the one behind skip others. */
static struct wcore_object value_of(struct wcore_typed_diff *diff, const struct wcore_container *map,
				    const char *key, uint64_t skip)
{
	uint64_t i = 0;

	for (const struct wcore_view *at = map->view->children; at && at->next && diff->work;
	     at = at->next->next, i++) {
		char *text = text_of(at);
		const bool is_it = text && strcmp(text, key) == 0;

		free(text);
		diff->work--;
		if (is_it && !skip--)
			return wcore_container_element(diff->new_viewer, map, i);
	}
	return wcore_object_none(map->element, diff->work ? "not in the map" : "too far behind to be looked for");
}

/* How many entries before one have its key. */
static uint64_t equal_before(struct wcore_typed_diff *diff, const struct wcore_container *map,
			     const struct wcore_view *entry, const char *key)
{
	uint64_t count = 0;

	for (const struct wcore_view *at = map->view->children; at != entry && diff->work; at = at->next->next) {
		char *text = text_of(at);

		count += text && strcmp(text, key) == 0;
		free(text);
		diff->work--;
	}
	return count;
}

static void walk_map(struct wcore_typed_diff *diff, const struct wcore_container *a,
		     const struct wcore_container *b, unsigned depth)
{
	uint64_t i = 0;

	for (const struct wcore_view *at = a->view->children; at && at->next && !diff->is_over && diff->work;
	     at = at->next->next, i++) {
		char *key = text_of(at);
		struct both part = { .old_object = wcore_container_element(diff->old_viewer, a, i) };
		size_t before;

		if (!key)
			continue;
		part.new_object = value_of(diff, b, key, equal_before(diff, a, at, key));
		before = push(diff, "[%s]", key);
		walk(diff, &part, depth + 1, false);
		pop(diff, before);
		free(key);
	}
}

static void compare_counts(struct wcore_typed_diff *diff, const struct wcore_container *a,
			   const struct wcore_container *b)
{
	size_t before;

	if (a->count == b->count)
		return;
	before = push(diff, ".size()");
	report(diff, wcore_view_number(diff->old_viewer, a->count, false),
	       wcore_view_number(diff->new_viewer, b->count, false));
	pop(diff, before);
}

/* False when this is no container on both sides that is walked into. */
static bool walk_container(struct wcore_typed_diff *diff, const struct both *both, unsigned depth)
{
	struct wcore_container a, b;

	diff->old_viewer->work = diff->new_viewer->work = WCORE_VIEW_MAX_WORK;
	wcore_container_open(diff->old_viewer, &both->old_object, &a);
	wcore_container_open(diff->new_viewer, &both->new_object, &b);
	if (a.kind == WCORE_CONTAINER_NONE && b.kind == WCORE_CONTAINER_NONE)
		return false;
	if (is_sequence(&a) && is_sequence(&b)) {
		compare_counts(diff, &a, &b);
		walk_elements(diff, &a, &b, depth);
	} else if (a.kind == WCORE_CONTAINER_MAP && b.kind == WCORE_CONTAINER_MAP) {
		compare_counts(diff, &a, &b);
		walk_map(diff, &a, &b, depth);
	} else {
		compare_text(diff, both);
	}
	return true;
}

static void walk_record(struct wcore_typed_diff *diff, const struct both *both, unsigned depth, bool is_target)
{
	const struct wcore_type *a = wcore_type_strip(both->old_object.type);
	const struct wcore_type *b = wcore_type_strip(both->new_object.type);
	struct both inner;

	diff->old_viewer->work = diff->new_viewer->work = WCORE_VIEW_MAX_WORK;
	if (wcore_container_target(diff->old_viewer, &both->old_object, &inner.old_object) &&
	    wcore_container_target(diff->new_viewer, &both->new_object, &inner.new_object)) {
		if (inner.old_object.kind == WCORE_OBJECT_MEMORY && inner.new_object.kind == WCORE_OBJECT_MEMORY) {
			if (see(diff, inner.old_object.address, inner.new_object.address,
				wcore_type_strip(inner.old_object.type)))
				walk(diff, &inner, depth + 1, true);
		} else {
			compare_text(diff, both);
		}
		return;
	}
	if (walk_container(diff, both, depth))
		return;
	if (has_same_members(diff, a, b))
		walk_members(diff, both, a, b, depth, is_target);
	else
		compare_leaf(diff, both);
}

/* Arrays. */

static bool is_scalar(const struct wcore_type *type)
{
	switch (type->kind) {
	case WCORE_TYPE_BOOL: case WCORE_TYPE_CHAR: case WCORE_TYPE_INT: case WCORE_TYPE_FLOAT:
	case WCORE_TYPE_COMPLEX: case WCORE_TYPE_ENUM: case WCORE_TYPE_MEMBER_POINTER:
		return true;
	default:
		return false;
	}
}

/* The first and one behind the last byte of arrays in memory that differ; false when not all is known. */
static bool differing_bytes(struct wcore_typed_diff *diff, const struct both *both, uint64_t size,
			    uint64_t *ret_first, uint64_t *ret_end)
{
	uint8_t old_bytes[CHUNK], new_bytes[CHUNK];

	*ret_first = *ret_end = size;
	for (uint64_t done = 0; done < size; done += CHUNK) {
		const uint64_t part = size - done < CHUNK ? size - done : CHUNK;

		if (!is_readable(diff->old_viewer, &both->old_object, done, part, old_bytes) ||
		    !is_readable(diff->new_viewer, &both->new_object, done, part, new_bytes))
			return false;
		for (uint64_t i = 0; i < part; i++) {
			if (old_bytes[i] == new_bytes[i])
				continue;
			if (*ret_first == size)
				*ret_first = done + i;
			*ret_end = done + i + 1;
		}
	}
	return *ret_first < size;
}

/* Bytes are told as text, from the first that differs to the last: a buffer is no list of numbers. */
static bool compare_buffer(struct wcore_typed_diff *diff, const struct both *both, uint64_t size)
{
	struct both part = *both;
	struct wcore_view *old_view, *new_view;
	uint64_t first, end;
	size_t before;

	if (both->old_object.kind != WCORE_OBJECT_MEMORY || both->new_object.kind != WCORE_OBJECT_MEMORY ||
	    !differing_bytes(diff, both, size, &first, &end) || end - first < BUFFER_MIN)
		return false;
	diff->old_viewer->work = diff->new_viewer->work = WCORE_VIEW_MAX_WORK;
	old_view = wcore_print_text(diff->old_viewer, part.old_object.address + first, end - first, 1);
	new_view = wcore_print_text(diff->new_viewer, part.new_object.address + first, end - first, 1);
	before = push(diff, "[%" PRIu64 "..%" PRIu64 "]", first, end - 1);
	report(diff, old_view, new_view);
	pop(diff, before);
	return true;
}

static void walk_array(struct wcore_typed_diff *diff, const struct both *both, unsigned depth)
{
	const struct wcore_type *a = wcore_type_strip(both->old_object.type);
	const struct wcore_type *b = wcore_type_strip(both->new_object.type);
	const struct wcore_type *element = a->target ? wcore_type_strip(a->target) : NULL;
	uint64_t size = 0;

	if (!element || !a->has_count || !b->has_count || a->count != b->count ||
	    wcore_type_character(a->target) || a->is_vector) {
		compare_leaf(diff, both);
		return;
	}
	if (is_scalar(element) && wcore_type_size(a, &size) && is_equal(diff, both, size))
		return;
	if ((element->kind == WCORE_TYPE_INT || element->kind == WCORE_TYPE_CHAR) && size == a->count &&
	    compare_buffer(diff, both, size))
		return;
	for (uint64_t i = 0; i < a->count && !diff->is_over; i++) {
		const struct both part = { wcore_object_element(diff->old_viewer, &both->old_object, i),
					   wcore_object_element(diff->new_viewer, &both->new_object, i) };
		size_t before;

		if (!diff->work) {
			diff->left_out += a->count - i;
			return;
		}
		before = push(diff, "[%" PRIu64 "]", i);
		walk(diff, &part, depth + 1, false);
		pop(diff, before);
	}
}

/* Pointers. */

static bool is_followed(const struct wcore_type *target)
{
	return (is_record(target) && !target->is_declaration) || target->kind == WCORE_TYPE_UNION ||
	       target->kind == WCORE_TYPE_POINTER || (is_scalar(target) && target->kind != WCORE_TYPE_CHAR);
}

static void walk_target(struct wcore_typed_diff *diff, const struct both *both, unsigned depth, bool is_reference)
{
	struct both target = { wcore_object_target(diff->old_viewer, &both->old_object),
			       wcore_object_target(diff->new_viewer, &both->new_object) };
	struct both whole;
	const struct wcore_type *type;
	char path[WCORE_TYPED_DIFF_PATH];
	size_t size;

	if (target.old_object.kind != WCORE_OBJECT_MEMORY || target.new_object.kind != WCORE_OBJECT_MEMORY)
		return;
	if (wcore_object_dynamic(diff->old_viewer, &target.old_object, &whole.old_object) &&
	    wcore_object_dynamic(diff->new_viewer, &target.new_object, &whole.new_object) &&
	    wcore_string_equal(wcore_type_strip(whole.old_object.type)->name,
			       wcore_type_strip(whole.new_object.type)->name))
		target = whole;
	type = wcore_type_strip(target.old_object.type);
	if (!see(diff, target.old_object.address, target.new_object.address, type))
		return;
	if (is_record(type) || is_reference) {
		walk(diff, &target, depth + 1, !is_reference);
		return;
	}
	/* "*p", as the expression for it. */
	size = diff->path_size;
	memcpy(path, diff->path, size + 1);
	pop(diff, 0);
	push(diff, "*%s", path);
	walk(diff, &target, depth + 1, false);
	memcpy(diff->path, path, size + 1);
	diff->path_size = size;
}

static void walk_pointer(struct wcore_typed_diff *diff, const struct both *both, unsigned depth)
{
	const struct wcore_type *a = wcore_type_strip(both->old_object.type);
	const struct wcore_type *target = a->target ? wcore_type_strip(a->target) : NULL;
	const bool is_reference = a->kind != WCORE_TYPE_POINTER;
	uint64_t old_address = 0, new_address = 0;

	if (!target || both->old_object.implicit.unit || both->new_object.implicit.unit ||
	    (!is_reference && !is_followed(target)) ||
	    !wcore_object_number(diff->old_viewer, &both->old_object, &old_address, NULL) ||
	    !wcore_object_number(diff->new_viewer, &both->new_object, &new_address, NULL)) {
		/* Text behind a char * may differ where the pointer does not. */
		compare_text(diff, both);
		return;
	}
	if (old_address != new_address && !is_reference) {
		const unsigned old_follow = diff->old_viewer->max_follow, new_follow = diff->new_viewer->max_follow;

		/* What it points to is compared by itself. */
		diff->old_viewer->max_follow = diff->new_viewer->max_follow = 0;
		compare_text(diff, both);
		diff->old_viewer->max_follow = old_follow;
		diff->new_viewer->max_follow = new_follow;
	}
	if (old_address && new_address && !diff->is_over)
		walk_target(diff, both, depth, is_reference);
}

static void walk(struct wcore_typed_diff *diff, const struct both *both, unsigned depth, bool is_target)
{
	const struct wcore_type *a = wcore_type_strip(both->old_object.type);
	const struct wcore_type *b = wcore_type_strip(both->new_object.type);

	if (diff->is_over)
		return;
	if (!diff->work || diff->path_size + 1 >= sizeof(diff->path)) {
		diff->left_out++;
		return;
	}
	diff->work--;
	if (both->old_object.kind == WCORE_OBJECT_NONE && both->new_object.kind == WCORE_OBJECT_NONE)
		return;
	if (both->old_object.kind == WCORE_OBJECT_NONE || both->new_object.kind == WCORE_OBJECT_NONE ||
	    a->kind != b->kind) {
		compare_text(diff, both);
		return;
	}
	if (depth >= diff->max_depth) {
		compare_leaf(diff, both);
		return;
	}
	switch (a->kind) {
	case WCORE_TYPE_STRUCT: case WCORE_TYPE_CLASS:
		walk_record(diff, both, depth, is_target);
		break;
	case WCORE_TYPE_ARRAY:
		walk_array(diff, both, depth);
		break;
	case WCORE_TYPE_POINTER: case WCORE_TYPE_REFERENCE: case WCORE_TYPE_RVALUE_REFERENCE:
		walk_pointer(diff, both, depth);
		break;
	default:
		compare_leaf(diff, both);
	}
}

void wcore_typed_diff_objects(struct wcore_typed_diff *diff, struct wcore_string name,
			      struct wcore_viewer *old_viewer, const struct wcore_object *old_object,
			      struct wcore_viewer *new_viewer, const struct wcore_object *new_object)
{
	const struct both both = { *old_object, *new_object };

	diff->old_viewer = old_viewer;
	diff->new_viewer = new_viewer;
	pop(diff, 0);
	push(diff, "%.*s", (int)name.size, name.data);
	walk(diff, &both, 0, false);
}

void wcore_typed_diff_mark(struct wcore_typed_diff *diff, const struct wcore_object *old_object,
			   const struct wcore_object *new_object)
{
	if (old_object->kind == WCORE_OBJECT_MEMORY && new_object->kind == WCORE_OBJECT_MEMORY)
		see(diff, old_object->address, new_object->address, wcore_type_strip(old_object->type));
}
