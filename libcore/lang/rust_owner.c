/* Owners and cells: Box, Rc, Arc, Weak, Cell, RefCell, Mutex, RwLock, their guards, dyn Trait. */
#include <string.h>

#include "../debug/variable.h"
#include "rust.h"

#define COUNT_MAX UINT64_C(0x7fffffff)	/* references: above half of the address space Rust aborts */
#define STATICS_WORK 65536		/* what going through all statics costs */
#define DW_AT_CONTAINING_TYPE 0x1d
#define DW_OP_ADDR 0x03

struct wcore_view *wcore_rust_box(struct wcore_viewer *viewer, const struct wcore_object *object,
				  unsigned depth)
{
	struct wcore_object held, target;

	if (wcore_type_strip(object->type)->kind != WCORE_TYPE_POINTER) {
		/* A pointer and an allocator that takes space. */
		if (!wcore_rust_field(viewer, object, "__0", &held))
			return wcore_rust_slice(viewer, object, depth);
		held = wcore_rust_peel(viewer, &held);
		if (wcore_type_strip(held.type)->kind != WCORE_TYPE_POINTER)
			return wcore_rust_slice(viewer, &held, depth);
	} else {
		held = *object;
	}
	target = wcore_object_target(viewer, &held);
	return wcore_rust_follow(viewer, &target, depth);
}

/* The block that an Rc or Weak points to. */
struct shared {
	struct wcore_object block;	/* RcBox, RcInner or ArcInner */
	uint64_t address, strong, weak;
	bool is_fat, is_dyn;
	uint64_t extra;			/* length or vtable */
};

static bool read_shared(struct wcore_viewer *viewer, const struct wcore_object *object, struct shared *ret)
{
	struct wcore_object pointer;
	const struct wcore_type *type;

	if (!wcore_rust_field(viewer, object, "ptr", &pointer))
		return false;
	ret->is_fat = wcore_rust_fat(viewer, &pointer, &ret->address, &ret->extra, &ret->is_dyn, &type);
	if (!ret->is_fat) {
		pointer = wcore_rust_peel(viewer, &pointer);
		type = wcore_type_strip(pointer.type);
		if (type->kind != WCORE_TYPE_POINTER || !type->target ||
		    !wcore_object_number(viewer, &pointer, &ret->address, NULL))
			return false;
		type = type->target;
	}
	ret->block = wcore_object_at(type, ret->address);
	return ret->address != 0;
}

static bool read_counts(struct wcore_viewer *viewer, struct shared *shared)
{
	unsigned size = viewer->address_size;

	/* The block of a trait object has no type of its own, but begins as all do. */
	if (!wcore_rust_field_number(viewer, &shared->block, "strong", &shared->strong) ||
	    !wcore_rust_field_number(viewer, &shared->block, "weak", &shared->weak))
		if (!wcore_space_uint(&viewer->space, shared->address, size, &shared->strong) ||
		    !wcore_space_uint(&viewer->space, shared->address + size, size, &shared->weak))
			return false;
	return shared->strong <= COUNT_MAX && shared->weak <= COUNT_MAX;
}

struct wcore_view *wcore_rust_rc(struct wcore_viewer *viewer, const struct wcore_object *object,
				 unsigned depth)
{
	struct shared shared;
	struct wcore_object value;
	uint64_t offset, align;

	if (!read_shared(viewer, object, &shared) || !read_counts(viewer, &shared) ||
	    shared.strong == 0 || shared.weak == 0)
		return NULL;
	if (shared.is_dyn) {
		if (!wcore_space_uint(&viewer->space, shared.extra + 2 * viewer->address_size,
				      viewer->address_size, &align) ||
		    align == 0 || align > 65536 || (align & (align - 1)) != 0)
			return NULL;
		offset = (2 * viewer->address_size + align - 1) & ~(align - 1);
		return wcore_rust_dyn(viewer, shared.address + offset, shared.extra, depth);
	}
	if (!wcore_rust_field(viewer, &shared.block, "value", &value) &&
	    !wcore_rust_field(viewer, &shared.block, "data", &value))
		return NULL;
	if (!shared.is_fat)
		return wcore_rust_follow(viewer, &value, depth);
	if (wcore_rust_is_text(wcore_rust_argument_name(wcore_type_strip(object->type)->name)))
		return wcore_rust_text(viewer, value.address, shared.extra);
	if (wcore_string_starts(wcore_rust_argument_name(wcore_type_strip(object->type)->name), "["))
		return wcore_rust_list(viewer, value.type, value.address, shared.extra, depth);
	return NULL;
}

/* Debug of a Weak says no more, whether what it names still lives or not. */
struct wcore_view *wcore_rust_weak(struct wcore_viewer *viewer, const struct wcore_object *object,
				   unsigned depth)
{
	uint64_t none = viewer->address_size == 8 ? UINT64_MAX : UINT32_MAX;
	struct shared shared;

	(void)depth;
	if (!read_shared(viewer, object, &shared))
		return NULL;
	if (shared.address != none && (!read_counts(viewer, &shared) || shared.weak == 0))
		return NULL;
	return wcore_view_symbol(viewer, WCORE_STRING("(Weak)"));
}

/* What an UnsafeCell holds. */
static struct wcore_view *print_cell_value(struct wcore_viewer *viewer, const struct wcore_object *cell,
					   unsigned depth)
{
	struct wcore_object value;

	if (!wcore_rust_field(viewer, cell, "value", &value))
		return NULL;
	return wcore_print(viewer, &value, depth + 1);
}

struct wcore_view *wcore_rust_cell(struct wcore_viewer *viewer, const struct wcore_object *object,
				   unsigned depth)
{
	struct wcore_view *view;
	struct wcore_object cell;

	if (!wcore_rust_field(viewer, object, "value", &cell))
		return NULL;
	view = wcore_rust_record(viewer, WCORE_STRING("Cell"));
	return wcore_rust_add(view, WCORE_STRING("value"), print_cell_value(viewer, &cell, depth)) ?
		       view : NULL;
}

/*
 * RefCell { value: 3 }, and how it is borrowed: `borrow: 2` by two readers, `borrow: -1` by
 * a writer, where Debug gives up with <borrowed>.
 */
struct wcore_view *wcore_rust_ref_cell(struct wcore_viewer *viewer, const struct wcore_object *object,
				       unsigned depth)
{
	struct wcore_view *view;
	struct wcore_object cell, borrow;
	uint64_t count;

	if (!wcore_rust_field(viewer, object, "value", &cell) ||
	    !wcore_rust_field(viewer, object, "borrow", &borrow))
		return NULL;
	borrow = wcore_rust_peel(viewer, &borrow);
	if (!wcore_object_number(viewer, &borrow, &count, NULL) ||
	    (count > COUNT_MAX && count < -COUNT_MAX))
		return NULL;
	view = wcore_rust_record(viewer, WCORE_STRING("RefCell"));
	if (!wcore_rust_add(view, WCORE_STRING("value"), print_cell_value(viewer, &cell, depth)))
		return NULL;
	if (count && !wcore_rust_add(view, WCORE_STRING("borrow"), wcore_rust_scalar(viewer, &borrow)))
		return NULL;
	return view;
}

/* Whether a lock's owner has panicked; without threads the flag may take no space. */
static bool read_poison(struct wcore_viewer *viewer, const struct wcore_object *lock, uint64_t *ret)
{
	struct wcore_object flag;
	uint64_t size;

	*ret = 0;
	if (!wcore_rust_field(viewer, lock, "poison", &flag))
		return false;
	return (wcore_type_size(flag.type, &size) && size == 0) ||
	       (wcore_rust_number(viewer, &flag, ret) && *ret <= 1);
}

/* Mutex and RwLock: what they guard, whether a panic has poisoned it. */
struct wcore_view *wcore_rust_mutex(struct wcore_viewer *viewer, const struct wcore_object *object,
				    unsigned depth)
{
	struct wcore_view *view, *flag;
	struct wcore_object cell;
	uint64_t poisoned;

	if (!wcore_rust_field(viewer, object, "data", &cell) ||
	    !read_poison(viewer, object, &poisoned))
		return NULL;
	view = wcore_rust_record(viewer, wcore_rust_name(wcore_type_strip(object->type)));
	if (!wcore_rust_add(view, WCORE_STRING("data"), print_cell_value(viewer, &cell, depth)))
		return NULL;
	flag = wcore_view_create(viewer, WCORE_VIEW_BOOL);
	if (!flag)
		return NULL;
	flag->bits = poisoned;
	flag->text = wcore_string_from(poisoned ? "true" : "false");
	if (!wcore_rust_add(view, WCORE_STRING("poisoned"), flag))
		return NULL;
	view->has_more = true;
	return view;
}

/* Ref and RefMut: what they lend. */
struct wcore_view *wcore_rust_borrow(struct wcore_viewer *viewer, const struct wcore_object *object,
				     unsigned depth)
{
	struct wcore_object value;

	if (!wcore_rust_field(viewer, object, "value", &value))
		return NULL;
	value = wcore_rust_peel(viewer, &value);
	if (wcore_type_strip(value.type)->kind != WCORE_TYPE_POINTER)
		return wcore_rust_slice(viewer, &value, depth);
	value = wcore_object_target(viewer, &value);
	return wcore_rust_follow(viewer, &value, depth);
}

/* MutexGuard: what its mutex guards. */
struct wcore_view *wcore_rust_guard(struct wcore_viewer *viewer, const struct wcore_object *object,
				    unsigned depth)
{
	struct wcore_object lock, cell, value;

	if (!wcore_rust_field(viewer, object, "lock", &lock))
		return NULL;
	lock = wcore_rust_peel(viewer, &lock);
	if (wcore_type_strip(lock.type)->kind != WCORE_TYPE_POINTER)
		return NULL;
	lock = wcore_object_target(viewer, &lock);
	if (!wcore_rust_field(viewer, &lock, "data", &cell) ||
	    !wcore_rust_field(viewer, &cell, "value", &value))
		return NULL;
	return wcore_rust_follow(viewer, &value, depth);
}

/* Atomics print as the number they hold; AtomicBool holds a u8. */
struct wcore_view *wcore_rust_atomic(struct wcore_viewer *viewer, const struct wcore_object *object,
				     unsigned depth)
{
	struct wcore_object held = wcore_rust_peel(viewer, object);
	struct wcore_view *view;
	uint64_t bits;

	if (!wcore_string_is(wcore_type_strip(object->type)->name, "AtomicBool"))
		return held.type == object->type ? NULL : wcore_print(viewer, &held, depth);
	if (!wcore_object_number(viewer, &held, &bits, NULL) || bits > 1)
		return NULL;
	view = wcore_view_create(viewer, WCORE_VIEW_BOOL);
	if (view) {
		view->bits = bits;
		view->text = wcore_string_from(bits ? "true" : "false");
	}
	return view;
}

/* The static variables that are the vtable at an address, when all name the same. */
struct vtable {
	struct wcore_viewer *viewer;
	uint64_t address;
	struct wcore_string name;
	const struct wcore_type *type;
	bool is_ambiguous;
};

static bool note_vtable(void *context, const struct wcore_variable *variable)
{
	struct vtable *vtable = context;
	const char *bytes = variable->bytes.data;
	unsigned size = vtable->viewer->address_size;
	uint64_t address = 0;

	if (variable->place != WCORE_VARIABLE_EXPRESSION || variable->bytes.size != 1 + size ||
	    bytes[0] != DW_OP_ADDR || !wcore_string_ends(variable->name, "::{vtable}"))
		return true;
	for (unsigned i = 0; i < size; i++)
		address |= (uint64_t)(uint8_t)bytes[1 + i] << (8 * i);
	if (address != vtable->address)
		return true;
	if (vtable->name.data && !wcore_string_equal(vtable->name, variable->name)) {
		vtable->is_ambiguous = true;
		return false;
	}
	vtable->name = variable->name;
	vtable->type = variable->type;
	return true;
}

/*
 * What a vtable says of the data: its type, when debug information has a vtable of that
 * type there, and only of that (equal vtables may be merged), and its size fits.
 */
struct wcore_view *wcore_rust_dyn(struct wcore_viewer *viewer, uint64_t address, uint64_t vtable_address,
				  unsigned depth)
{
	struct wcore_string none = { 0 };
	struct vtable vtable = { .viewer = viewer, .address = vtable_address };
	const struct wcore_type *type, *concrete;
	struct wcore_entry entry;
	struct wcore_object target;
	uint64_t size, known;
	unsigned word = viewer->address_size;

	if (!viewer->types || vtable_address == 0 || address == 0 ||
	    !wcore_viewer_spend(viewer, STATICS_WORK) ||
	    !wcore_space_uint(&viewer->space, vtable_address + word, word, &size))
		return NULL;
	wcore_variables_static(viewer->types, none, none, none, NULL, note_vtable, &vtable);
	if (!vtable.type || vtable.is_ambiguous)
		return NULL;
	type = wcore_type_strip(vtable.type);
	if (!type->entry.unit ||
	    !wcore_entry_reference(wcore_types_entries(viewer->types), &type->entry,
				   DW_AT_CONTAINING_TYPE, &entry))
		return NULL;
	concrete = wcore_types_at(viewer->types, &entry);
	if (!wcore_type_size(concrete, &known) || known != size ||
	    !wcore_rust_fits(viewer, address, 1, size))
		return NULL;
	target = wcore_object_at(concrete, address);
	return wcore_rust_follow(viewer, &target, depth);
}
