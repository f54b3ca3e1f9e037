/* Rust's types as {:?} shows them: which function shows which type. */
#include "rust.h"

#include <string.h>

#include "print_part.h"

#define DW_LANG_RUST 0x1c
#define DW_LANG_RUST_OLD 0x9000

struct wcore_view *wcore_rust_record(struct wcore_viewer *viewer, struct wcore_string prefix)
{
	struct wcore_view *view = wcore_view_create(viewer, WCORE_VIEW_RECORD);

	if (view)
		view->prefix = prefix;
	return view;
}

bool wcore_rust_add(struct wcore_view *record, struct wcore_string name, struct wcore_view *child)
{
	if (!record || !child)
		return false;
	wcore_view_append_named(record, name, child);
	return true;
}

struct wcore_view *wcore_rust_pointer(struct wcore_viewer *viewer, uint64_t address)
{
	struct wcore_view *view = wcore_view_create(viewer, WCORE_VIEW_POINTER);

	if (view)
		view->bits = address;
	return view;
}

/* Members of tuples and tuple structs are called __0, __1, ... */
static bool is_tuple_member(struct wcore_string name)
{
	return name.size > 2 && name.data[0] == '_' && name.data[1] == '_' && name.data[2] >= '0' &&
	       name.data[2] <= '9';
}

struct wcore_view *wcore_rust_fields(struct wcore_viewer *viewer, const struct wcore_object *object,
				     struct wcore_string prefix, unsigned depth)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	const struct wcore_print_path here = { viewer->path, object->address, type };
	struct wcore_view *view;
	const char *reason;
	uint32_t count = 0;
	bool is_tuple = true;

	if (!wcore_type_complete(viewer->types, type))
		return NULL;
	for (uint32_t i = 0; i < type->member_count; i++) {
		if (type->members[i].is_static)
			continue;
		count++;
		is_tuple = is_tuple && is_tuple_member(type->members[i].name);
	}
	if (count == 0)
		return wcore_view_symbol(viewer, prefix.size ? prefix : WCORE_STRING("()"));
	is_tuple = is_tuple || prefix.size == 0;
	view = wcore_view_create(viewer, is_tuple && count == 1 && prefix.size ? WCORE_VIEW_WRAPPER :
										 WCORE_VIEW_RECORD);
	if (!view)
		return NULL;
	view->prefix = prefix;
	view->is_tuple = is_tuple;
	viewer->path = &here;
	for (uint32_t i = 0; i < type->member_count; i++) {
		struct wcore_object field;

		if (type->members[i].is_static)
			continue;
		field = wcore_object_member(viewer, object, &type->members[i]);
		wcore_view_append_named(view, is_tuple ? (struct wcore_string){ 0 } : type->members[i].name,
					wcore_print(viewer, &field, depth + 1));
	}
	viewer->path = here.outer;
	reason = wcore_print_common_reason(view);
	return reason ? wcore_view_unavailable(viewer, reason) : view;
}

struct wcore_view *wcore_rust_follow(struct wcore_viewer *viewer, const struct wcore_object *target,
				     unsigned depth)
{
	const struct wcore_type *type = wcore_type_strip(target->type);
	uint64_t size;

	if (target->kind != WCORE_OBJECT_MEMORY)
		return wcore_print(viewer, target, depth + 1);
	if (wcore_type_size(type, &size) && !wcore_rust_fits(viewer, target->address, 1, size))
		return NULL;
	for (const struct wcore_print_path *path = viewer->path; path; path = path->outer)
		if (path->address == target->address && path->type == type)
			return wcore_rust_pointer(viewer, target->address);
	return wcore_print(viewer, target, depth + 1);
}

/* Types that Debug shows as the one thing that they hold: Pin, Wrapping, Instant. */
static struct wcore_view *print_inner(struct wcore_viewer *viewer, const struct wcore_object *object,
				      unsigned depth)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	const struct wcore_member *only = NULL;
	struct wcore_object inner;

	if (!wcore_type_complete(viewer->types, type))
		return NULL;
	for (uint32_t i = 0; i < type->member_count; i++) {
		uint64_t size;

		if (type->members[i].is_static ||
		    (wcore_type_size(type->members[i].type, &size) && size == 0))
			continue;
		if (only)
			return NULL;
		only = &type->members[i];
	}
	if (!only)
		return NULL;
	inner = wcore_object_member(viewer, object, only);
	return wcore_print(viewer, &inner, depth);
}

/* The same through all wrappers: NonZero<u32>, BinaryHeap. */
static struct wcore_view *print_innermost(struct wcore_viewer *viewer, const struct wcore_object *object,
					  unsigned depth)
{
	struct wcore_object inner = wcore_rust_peel(viewer, object);

	return inner.type == object->type ? NULL : wcore_print(viewer, &inner, depth);
}

static struct wcore_view *print_non_null(struct wcore_viewer *viewer, const struct wcore_object *object,
					 unsigned depth)
{
	const struct wcore_type *target;
	uint64_t address, extra;
	bool is_dyn;

	(void)depth;
	if (!wcore_rust_number(viewer, object, &address) &&
	    !wcore_rust_fat(viewer, object, &address, &extra, &is_dyn, &target))
		return NULL;
	return wcore_rust_pointer(viewer, address);
}

static struct wcore_view *print_phantom(struct wcore_viewer *viewer, const struct wcore_object *object,
					unsigned depth)
{
	(void)depth;
	return wcore_view_symbol(viewer, wcore_type_strip(object->type)->name);
}

/* A type of the standard library by the last part of its path; modules move between releases. */
static const struct {
	const char *name;
	wcore_rust_print_fn *print;
} known[] = {
	{ "Arc", wcore_rust_rc },
	{ "AtomicBool", wcore_rust_atomic },
	{ "AtomicI16", wcore_rust_atomic },
	{ "AtomicI32", wcore_rust_atomic },
	{ "AtomicI64", wcore_rust_atomic },
	{ "AtomicI8", wcore_rust_atomic },
	{ "AtomicIsize", wcore_rust_atomic },
	{ "AtomicPtr", wcore_rust_atomic },
	{ "AtomicU16", wcore_rust_atomic },
	{ "AtomicU32", wcore_rust_atomic },
	{ "AtomicU64", wcore_rust_atomic },
	{ "AtomicU8", wcore_rust_atomic },
	{ "AtomicUsize", wcore_rust_atomic },
	{ "BTreeMap", wcore_rust_btree_map },
	{ "BTreeSet", wcore_rust_btree_set },
	{ "BinaryHeap", print_inner },
	{ "Box", wcore_rust_box },
	{ "CString", wcore_rust_c_string },
	{ "Cell", wcore_rust_cell },
	{ "Duration", wcore_rust_duration },
	{ "HashMap", wcore_rust_hash_map },
	{ "HashSet", wcore_rust_hash_set },
	{ "Instant", print_inner },
	{ "Iter", wcore_rust_slice_iter },
	{ "IterMut", wcore_rust_slice_iter },
	{ "LinkedList", wcore_rust_linked_list },
	{ "Mutex", wcore_rust_mutex },
	{ "MutexGuard", wcore_rust_guard },
	{ "NonNull", print_non_null },
	{ "NonZero", print_innermost },
	{ "NonZeroI128", print_innermost },
	{ "NonZeroI16", print_innermost },
	{ "NonZeroI32", print_innermost },
	{ "NonZeroI64", print_innermost },
	{ "NonZeroI8", print_innermost },
	{ "NonZeroIsize", print_innermost },
	{ "NonZeroU128", print_innermost },
	{ "NonZeroU16", print_innermost },
	{ "NonZeroU32", print_innermost },
	{ "NonZeroU64", print_innermost },
	{ "NonZeroU8", print_innermost },
	{ "NonZeroUsize", print_innermost },
	{ "OsString", wcore_rust_string },
	{ "PathBuf", wcore_rust_string },
	{ "PhantomData", print_phantom },
	{ "Pin", print_inner },
	{ "Range", wcore_rust_range },
	{ "RangeFrom", wcore_rust_range },
	{ "RangeFull", wcore_rust_range },
	{ "RangeInclusive", wcore_rust_range },
	{ "RangeTo", wcore_rust_range },
	{ "RangeToInclusive", wcore_rust_range },
	{ "Rc", wcore_rust_rc },
	{ "Ref", wcore_rust_borrow },
	{ "RefCell", wcore_rust_ref_cell },
	{ "RefMut", wcore_rust_borrow },
	{ "RwLock", wcore_rust_mutex },
	{ "Saturating", print_inner },
	{ "String", wcore_rust_string },
	{ "SystemTime", print_inner },
	{ "Unique", print_non_null },
	{ "Vec", wcore_rust_vec },
	{ "VecDeque", wcore_rust_vec_deque },
	{ "Weak", wcore_rust_weak },
	{ "Wrapping", print_inner },
};

static bool is_library(const char *path)
{
	static const char *const crates[] = { "core::", "alloc::", "std::", "hashbrown::" };

	for (size_t i = 0; i < sizeof(crates) / sizeof(*crates); i++)
		if (strncmp(path, crates[i], strlen(crates[i])) == 0)
			return true;
	return false;
}

static wcore_rust_print_fn *find_known(struct wcore_viewer *viewer, const struct wcore_type *type)
{
	struct wcore_string name = wcore_rust_name(type);
	char path[WCORE_RUST_PATH];

	/* A fat Box has no namespace of its own: the name is the path. */
	if (wcore_string_is(name, "alloc::boxed::Box"))
		return wcore_rust_box;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (!wcore_string_is(name, known[i].name))
			continue;
		return is_library(wcore_rust_path(viewer, type, path)) ? known[i].print : NULL;
	}
	return NULL;
}

static struct wcore_view *print_struct(struct wcore_viewer *viewer, const struct wcore_object *object,
				       unsigned depth)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	struct wcore_string name = wcore_rust_name(type);
	wcore_rust_print_fn *print;
	struct wcore_view *view;

	if (!wcore_type_complete(viewer->types, type) || !name.data)
		return NULL;
	if (type->variant_part)
		return wcore_rust_enum(viewer, object, depth);
	print = find_known(viewer, type);
	if (!print && name.size && strchr("&*", name.data[0]))
		print = wcore_rust_slice;
	if (print) {
		view = print(viewer, object, depth);
		return view ? view : wcore_print_partial(viewer, object);
	}
	return wcore_rust_fields(viewer, object,
				 wcore_string_starts(name, "(") ? (struct wcore_string){ 0 } : name, depth);
}

/* References and boxes stand for what they point to, raw pointers for themselves. */
static struct wcore_view *print_pointer(struct wcore_viewer *viewer, const struct wcore_object *object,
					const struct wcore_type *type, unsigned depth)
{
	bool is_box = wcore_string_starts(type->name, "alloc::boxed::Box<");
	struct wcore_object target;
	struct wcore_view *view;
	uint64_t address;

	if ((is_box || wcore_string_starts(type->name, "&")) && viewer->max_follow) {
		target = wcore_object_target(viewer, object);
		if (target.kind != WCORE_OBJECT_NONE) {
			view = wcore_rust_follow(viewer, &target, depth);
			if (view)
				return view;
		}
	}
	if (!wcore_object_number(viewer, object, &address, NULL))
		return NULL;
	view = wcore_rust_pointer(viewer, address);
	if (view && type->target && wcore_type_strip(type->target)->kind == WCORE_TYPE_FUNCTION)
		view->text = wcore_print_function(viewer, address);
	return view;
}

static struct wcore_view *print_array(struct wcore_viewer *viewer, const struct wcore_object *object,
				      const struct wcore_type *type, unsigned depth)
{
	if (!type->has_count || !type->target || object->kind != WCORE_OBJECT_MEMORY)
		return NULL;
	return wcore_rust_list(viewer, type->target, object->address, type->count, depth);
}

static struct wcore_view *print(struct wcore_viewer *viewer, const struct wcore_object *object,
				unsigned depth)
{
	const struct wcore_type *type = wcore_type_strip(object->type);

	if (object->kind == WCORE_OBJECT_NONE || !viewer->types)
		return NULL;
	switch (type->kind) {
	case WCORE_TYPE_STRUCT:
	case WCORE_TYPE_CLASS:
		return print_struct(viewer, object, depth);
	case WCORE_TYPE_ENUM:
		return wcore_rust_enum(viewer, object, depth);
	case WCORE_TYPE_POINTER:
		return print_pointer(viewer, object, type, depth);
	case WCORE_TYPE_ARRAY:
		return print_array(viewer, object, type, depth);
	default:
		return wcore_rust_scalar(viewer, object);
	}
}

static bool has_language(uint32_t language)
{
	return language == DW_LANG_RUST || language == DW_LANG_RUST_OLD;
}

const struct wcore_family wcore_family_rust = {
	.name = "rust",
	.has_language = has_language,
	.style = WCORE_VIEW_RUST,
	.print = print,
};
