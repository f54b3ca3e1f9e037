/* A view as JSON: declared in view.h. */
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "../base/alloc.h"
#include "view.h"

/* Levels that one value may open at once; what is deeper becomes null. */
#define MAX_OPEN 4
/* Values after which repeated elements are written once: arrays of arrays of the same multiply. */
#define MAX_VALUES 100000

struct writer {
	struct wcore_json *json;
	uint64_t values;	/* written so far */
};

/* The keys of one object, so that none occurs twice. */
struct key_set {
	char **slots;
	size_t capacity;	/* a power of two */
};

static bool key_set_init(struct key_set *set, size_t count)
{
	set->capacity = 8;
	while (set->capacity < 2 * count)
		set->capacity *= 2;
	set->slots = wcore_calloc(set->capacity, sizeof(*set->slots));
	return set->slots != NULL;
}

static void key_set_deinit(struct key_set *set)
{
	for (size_t i = 0; set->slots && i < set->capacity; i++)
		free(set->slots[i]);
	free(set->slots);
}

/* The slot of a key, or the empty one where it belongs. */
static size_t key_set_slot(const struct key_set *set, const char *key)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	size_t i;

	for (const char *p = key; *p; p++)
		hash = (hash ^ (unsigned char)*p) * UINT64_C(0x100000001b3);
	for (i = (size_t)(hash ^ hash >> 32) & (set->capacity - 1); set->slots[i];
	     i = (i + 1) & (set->capacity - 1))
		if (strcmp(set->slots[i], key) == 0)
			break;
	return i;
}

/* Takes the key, which is malloc'ed: false when it is there already. */
static bool key_set_add(struct key_set *set, char *key)
{
	size_t slot = key_set_slot(set, key);

	if (set->slots[slot]) {
		free(key);
		return false;
	}
	set->slots[slot] = key;
	return true;
}

static void write_view(const struct wcore_view *view, struct writer *writer);

static void write_unsigned(struct wcore_json *json, uint64_t value)
{
	if (value >> 53)
		wcore_json_wide(json, value);
	else
		wcore_json_number(json, value);
}

static void write_number(const struct wcore_view *view, struct wcore_json *json)
{
	if (view->is_wide)
		wcore_json_string(json, view->text);
	else if (view->is_signed)
		wcore_json_integer(json, (int64_t)view->bits);
	else
		write_unsigned(json, view->bits);
}

static void write_character(const struct wcore_view *view, struct wcore_json *json)
{
	uint32_t c = (uint32_t)view->bits;
	char text[4];
	size_t size;

	if (view->style != WCORE_VIEW_RUST || view->bits > 0x10ffff) {
		write_number(view, json);
		return;
	}
	if (c < 0x80) {
		size = 1;
		text[0] = (char)c;
	} else {
		size = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
		for (size_t i = size - 1; i > 0; i--, c >>= 6)
			text[i] = (char)(0x80 | (c & 0x3f));
		text[0] = (char)((size == 2 ? 0xc0u : size == 3 ? 0xe0u : 0xf0u) | c);
	}
	wcore_json_string(json, (struct wcore_string){ text, size });
}

static void write_pointer(const struct wcore_view *view, struct writer *writer)
{
	struct wcore_json *json = writer->json;
	const struct wcore_view *target = view->children;

	if (target && (view->is_reference ||
		       (target->kind == WCORE_VIEW_STRING && !view->is_followed))) {
		write_view(target, writer);
		return;
	}
	if (!target) {
		write_unsigned(json, view->bits);
		return;
	}
	wcore_json_begin_object(json);
	wcore_json_key(json, "address");
	write_unsigned(json, view->bits);
	wcore_json_key(json, "target");
	write_view(target, writer);
	wcore_json_end_object(json);
}

static void write_elements(const struct wcore_view *view, struct writer *writer)
{
	struct wcore_json *json = writer->json;
	uint64_t left = view->limit ? view->limit : UINT64_MAX;

	wcore_json_begin_array(json);
	for (const struct wcore_view *child = view->children; child && left; child = child->next) {
		uint64_t count = view->limit && child->repeats > 1 ? child->repeats : 1;

		for (uint64_t i = 0; i < count && left && (!i || writer->values < MAX_VALUES);
		     i++, left--)
			write_view(child, writer);
	}
	wcore_json_end_array(json);
}

static bool is_elided(const struct wcore_view *view)
{
	return view->is_elided || (view->left_out && !view->children);
}

/* A base class, or an anonymous struct or union: its members count as the object's. */
static bool is_flat(const struct wcore_view *view)
{
	return view->kind == WCORE_VIEW_RECORD && (view->is_base || !view->name.size) &&
	       !view->is_tuple && !view->is_variant && !is_elided(view);
}

static size_t count_fields(const struct wcore_view *view)
{
	size_t count = 0;

	for (const struct wcore_view *child = view->children; child; child = child->next)
		count += is_flat(child) ? count_fields(child) : 1;
	return count;
}

static bool add_names(const struct wcore_view *view, struct key_set *set)
{
	for (const struct wcore_view *child = view->children; child; child = child->next) {
		char *name;

		if (is_flat(child)) {
			if (!add_names(child, set))
				return false;
			continue;
		}
		name = wcore_string_dup(child->name.size ? child->name : WCORE_STRING(""));
		if (!name || !key_set_add(set, name))
			return false;
	}
	return true;
}

/* Whether the members of bases and anonymous members can stand beside the object's own. */
static bool can_flatten(const struct wcore_view *view)
{
	struct key_set set;
	bool answer = key_set_init(&set, count_fields(view)) && add_names(view, &set);

	key_set_deinit(&set);
	return answer;
}

static void write_flat_fields(const struct wcore_view *view, struct writer *writer)
{
	struct wcore_json *json = writer->json;

	for (const struct wcore_view *child = view->children; child; child = child->next) {
		char *name;

		if (is_flat(child)) {
			write_flat_fields(child, writer);
			continue;
		}
		name = wcore_string_dup(child->name.size ? child->name : WCORE_STRING(""));
		if (!name)
			continue;
		wcore_json_key(json, name);
		write_view(child, writer);
		free(name);
	}
}

/* name, or name#2, name#3...; NULL when memory ran out.  The set owns it. */
static const char *unique_key(struct key_set *set, struct wcore_string name, size_t count)
{
	for (size_t i = 1; i <= count + 1; i++) {
		char number[24] = "";
		char *key = wcore_malloc(name.size + sizeof(number));
		size_t slot;

		if (!key)
			return NULL;
		if (i > 1)
			snprintf(number, sizeof(number), "#%zu", i);
		if (name.size)
			memcpy(key, name.data, name.size);
		strcpy(key + name.size, number);
		slot = key_set_slot(set, key);
		if (key_set_add(set, key))
			return set->slots[slot];
	}
	return NULL;
}

static void write_fields(const struct wcore_view *view, struct writer *writer)
{
	struct wcore_json *json = writer->json;
	struct key_set set;
	size_t count = 0;

	for (const struct wcore_view *child = view->children; child; child = child->next)
		count++;
	for (const struct wcore_view *child = key_set_init(&set, count) ? view->children : NULL;
	     child; child = child->next) {
		const char *key = unique_key(&set, child->name, count);

		if (!key)
			continue;
		wcore_json_key(json, key);
		write_view(child, writer);
	}
	key_set_deinit(&set);
}

static void write_record(const struct wcore_view *view, struct writer *writer)
{
	struct wcore_json *json = writer->json;
	char *prefix = view->is_variant ? wcore_string_dup(view->prefix) : NULL;

	if (is_elided(view) && !prefix) {
		wcore_json_null(json);
		return;
	}
	if (prefix) {
		wcore_json_begin_object(json);
		wcore_json_key(json, prefix);
	}
	if (is_elided(view)) {
		wcore_json_null(json);
	} else if (view->is_tuple) {
		write_elements(view, writer);
	} else {
		wcore_json_begin_object(json);
		if (can_flatten(view))
			write_flat_fields(view, writer);
		else
			write_fields(view, writer);
		wcore_json_end_object(json);
	}
	if (prefix)
		wcore_json_end_object(json);
	free(prefix);
}

static bool is_utf8(struct wcore_string text)
{
	uint32_t c;

	for (size_t i = 0, length; i < text.size; i += length) {
		length = wcore_utf8_decode(text.data + i, text.size - i, &c);
		if (!length || !c)
			return false;
	}
	return true;
}

/* The text of a key of a map; NULL when it is not one of JSON's, or memory ran out. */
static char *key_text(const struct wcore_view *key)
{
	char *text = NULL;

	while (key->kind == WCORE_VIEW_POINTER && key->children &&
	       (key->is_reference ||
		(key->children->kind == WCORE_VIEW_STRING && !key->is_followed)))
		key = key->children;
	switch (key->kind) {
	case WCORE_VIEW_STRING:
	case WCORE_VIEW_SYMBOL:
		if (key->is_cut || !is_utf8(key->text))
			return NULL;
		return wcore_string_dup(key->text.data ? key->text : WCORE_STRING(""));
	case WCORE_VIEW_NUMBER:
	case WCORE_VIEW_CHARACTER:
		if (key->is_wide)
			return wcore_string_dup(key->text);
		if (wcore_asprintf(&text, key->is_signed ? "%lld" : "%llu", (long long)key->bits) < 0)
			return NULL;
		return text;
	case WCORE_VIEW_BOOL:
		return wcore_string_dup(key->bits ? WCORE_STRING("true") : WCORE_STRING("false"));
	default:
		return NULL;
	}
}

static bool has_plain_keys(const struct wcore_view *view)
{
	struct key_set set;
	size_t count = 0;
	bool answer;

	for (const struct wcore_view *key = view->children; key && key->next; key = key->next->next)
		count++;
	answer = key_set_init(&set, count);
	for (const struct wcore_view *key = view->children; answer && key && key->next;
	     key = key->next->next) {
		char *text = key_text(key);
		answer = text && key_set_add(&set, text);
	}
	key_set_deinit(&set);
	return answer;
}

static void write_map(const struct wcore_view *view, struct writer *writer)
{
	struct wcore_json *json = writer->json;
	bool is_object = has_plain_keys(view);

	if (is_elided(view)) {
		wcore_json_null(json);
		return;
	}
	if (is_object)
		wcore_json_begin_object(json);
	else
		wcore_json_begin_array(json);
	for (const struct wcore_view *key = view->children; key && key->next; key = key->next->next) {
		if (is_object) {
			char *text = key_text(key);
			if (!text)
				continue;
			wcore_json_key(json, text);
			write_view(key->next, writer);
			free(text);
		} else {
			wcore_json_begin_array(json);
			write_view(key, writer);
			write_view(key->next, writer);
			wcore_json_end_array(json);
		}
	}
	if (is_object)
		wcore_json_end_object(json);
	else
		wcore_json_end_array(json);
}

static void write_wrapper(const struct wcore_view *view, struct writer *writer)
{
	struct wcore_json *json = writer->json;
	char *prefix = view->is_transparent ? NULL : wcore_string_dup(view->prefix);

	if (!view->children) {
		wcore_json_null(json);
	} else if (!prefix) {
		write_view(view->children, writer);
	} else {
		wcore_json_begin_object(json);
		wcore_json_key(json, prefix);
		write_view(view->children, writer);
		wcore_json_end_object(json);
	}
	free(prefix);
}

static void write_view(const struct wcore_view *view, struct writer *writer)
{
	struct wcore_json *json = writer->json;

	writer->values++;
	if (json->depth + MAX_OPEN >= WCORE_JSON_DEPTH) {
		wcore_json_null(json);
		return;
	}
	switch (view->kind) {
	case WCORE_VIEW_UNAVAILABLE:
		wcore_json_null(json);
		break;
	case WCORE_VIEW_NUMBER:
		write_number(view, json);
		break;
	case WCORE_VIEW_FLOAT:
		if (view->is_wide)
			wcore_json_string(json, view->text);
		else
			wcore_json_double(json, view->real);
		break;
	case WCORE_VIEW_BOOL:
		wcore_json_bool(json, view->bits != 0);
		break;
	case WCORE_VIEW_CHARACTER:
		write_character(view, json);
		break;
	case WCORE_VIEW_STRING:
	case WCORE_VIEW_SYMBOL:
		wcore_json_string(json, view->text.data ? view->text : WCORE_STRING(""));
		break;
	case WCORE_VIEW_POINTER:
		write_pointer(view, writer);
		break;
	case WCORE_VIEW_LIST:
		if (is_elided(view))
			wcore_json_null(json);
		else
			write_elements(view, writer);
		break;
	case WCORE_VIEW_RECORD:
		write_record(view, writer);
		break;
	case WCORE_VIEW_MAP:
		write_map(view, writer);
		break;
	case WCORE_VIEW_WRAPPER:
		write_wrapper(view, writer);
		break;
	}
}

void wcore_view_json(const struct wcore_view *view, struct wcore_json *json)
{
	struct writer writer = { .json = json };

	write_view(view, &writer);
}
