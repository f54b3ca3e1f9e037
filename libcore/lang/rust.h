/*
 * Inside the Rust family: what its files share.  Types are recognised by their
 * path and by the names of their members, wrappers (NonNull, Unique, Cell,
 * RawVecInner, ...) are looked through, so that the layouts of rustc 1.63 to
 * 1.95 all are read.  The makers of views give NULL when memory ran out or an
 * invariant of the type does not hold: the caller then shows the raw struct.
 */
#ifndef WCORE_LANG_RUST_H
#define WCORE_LANG_RUST_H

#include "print.h"

#define WCORE_RUST_PATH 256	/* a longer path names nothing that is known */

/* "core::option::Option" of a type, without its generic arguments; "" when it is too long. */
const char *wcore_rust_path(struct wcore_viewer *viewer, const struct wcore_type *type,
			    char buffer[WCORE_RUST_PATH]);
/* A type's own name up to its generic arguments: "Option", "{closure_env#0}", "(i32, u8)", "&str". */
struct wcore_string wcore_rust_name(const struct wcore_type *type);
/* The argument of a generic type by its number; NULL when it has none. */
const struct wcore_type *wcore_rust_argument(struct wcore_viewer *viewer,
					     const struct wcore_type *type, uint32_t number);

/* A member by name, of this struct itself; false when there is none. */
bool wcore_rust_field(struct wcore_viewer *viewer, const struct wcore_object *object,
		      const char *name, struct wcore_object *ret);
/* Through structs whose only member that takes space is another object, to what they hold. */
struct wcore_object wcore_rust_peel(struct wcore_viewer *viewer, const struct wcore_object *object);
/* The number that is left of a field when all wrappers are looked through: usize, a thin pointer. */
bool wcore_rust_number(struct wcore_viewer *viewer, const struct wcore_object *object, uint64_t *ret);
bool wcore_rust_field_number(struct wcore_viewer *viewer, const struct wcore_object *object,
			     const char *name, uint64_t *ret);
/* A fat pointer (wrappers are looked through): address, and length or vtable; *ret_target what it points to. */
bool wcore_rust_fat(struct wcore_viewer *viewer, const struct wcore_object *object, uint64_t *ret_address,
		    uint64_t *ret_extra, bool *ret_is_dyn, const struct wcore_type **ret_target);
/* False when count elements of size bytes cannot stand at address in the memory. */
bool wcore_rust_fits(struct wcore_viewer *viewer, uint64_t address, uint64_t count, uint64_t size);

/* The variant of an enum that its discriminant says: its name, and what it holds.  False when none can be told. */
bool wcore_rust_variant(struct wcore_viewer *viewer, const struct wcore_object *object,
			struct wcore_string *ret_name, struct wcore_object *ret);

/* Views.  child may be NULL: then the result is too. */
struct wcore_view *wcore_rust_record(struct wcore_viewer *viewer, struct wcore_string prefix);
bool wcore_rust_add(struct wcore_view *record, struct wcore_string name, struct wcore_view *child);
/* A raw pointer: 0x1234. */
struct wcore_view *wcore_rust_pointer(struct wcore_viewer *viewer, uint64_t address);
/* The fields of a struct or of a variant's struct under a name. */
struct wcore_view *wcore_rust_fields(struct wcore_viewer *viewer, const struct wcore_object *object,
				     struct wcore_string prefix, unsigned depth);
/* The object that an owner or reference points to, in the pointer's place. */
struct wcore_view *wcore_rust_follow(struct wcore_viewer *viewer, const struct wcore_object *target,
				     unsigned depth);
/* Whether what a fat pointer with a length points to is text: str, Path, OsStr. */
bool wcore_rust_is_text(struct wcore_string target);
/* The first generic argument in a type's name: "str" of "Box<str, alloc::alloc::Global>". */
struct wcore_string wcore_rust_argument_name(struct wcore_string name);
/* Text that has to be UTF-8. */
struct wcore_view *wcore_rust_text(struct wcore_viewer *viewer, uint64_t address, uint64_t size);
struct wcore_view *wcore_rust_list(struct wcore_viewer *viewer, const struct wcore_type *element,
				   uint64_t address, uint64_t count, unsigned depth);
/* What a data pointer and a vtable stand for; the raw pair is the caller's to show when NULL. */
struct wcore_view *wcore_rust_dyn(struct wcore_viewer *viewer, uint64_t address, uint64_t vtable,
				  unsigned depth);

/* One function for each kind of type; NULL: not it. */
struct wcore_view *wcore_rust_scalar(struct wcore_viewer *viewer, const struct wcore_object *object);
struct wcore_view *wcore_rust_enum(struct wcore_viewer *viewer, const struct wcore_object *object,
				   unsigned depth);
typedef struct wcore_view *wcore_rust_print_fn(struct wcore_viewer *viewer,
					       const struct wcore_object *object, unsigned depth);
wcore_rust_print_fn wcore_rust_vec, wcore_rust_string, wcore_rust_slice, wcore_rust_vec_deque,
	wcore_rust_linked_list, wcore_rust_slice_iter, wcore_rust_c_string;
wcore_rust_print_fn wcore_rust_hash_map, wcore_rust_hash_set, wcore_rust_btree_map,
	wcore_rust_btree_set;
wcore_rust_print_fn wcore_rust_box, wcore_rust_rc, wcore_rust_weak, wcore_rust_ref_cell,
	wcore_rust_mutex, wcore_rust_borrow, wcore_rust_guard, wcore_rust_atomic,
	wcore_rust_cell;
wcore_rust_print_fn wcore_rust_duration, wcore_rust_range;

#endif
