/*
 * An object of the source language: a type, and bytes that are in memory or
 * were put together from what is known (registers, pieces, constants).
 */
#ifndef WCORE_LANG_OBJECT_H
#define WCORE_LANG_OBJECT_H

#include "../analysis/unwind.h"
#include "../base/arena.h"
#include "../debug/type.h"
#include "../dump/space.h"

/* Why there is no value; a closer reason follows the second one behind a colon. */
#define WCORE_OPTIMIZED_OUT "optimized out"	/* the compiler dropped it */
#define WCORE_NOT_IN_DUMP "not in the dump"
#define WCORE_NOT_SET "not set yet"

enum wcore_object_kind {
	WCORE_OBJECT_NONE,	/* no value: why */
	WCORE_OBJECT_MEMORY,	/* at address */
	WCORE_OBJECT_BYTES,	/* bytes */
};

struct wcore_object {
	const struct wcore_type *type;	/* never NULL */
	enum wcore_object_kind kind;
	uint64_t address;
	const uint8_t *bytes;	/* size of them; in an arena */
	const uint8_t *known;	/* of each byte whether it is; NULL: all are */
	uint64_t size;		/* of bytes, or of the object in memory; 0 when unknown */
	uint32_t bit_offset, bit_size;	/* of a bit field, from the least significant bit; bit_size 0: none */
	enum wcore_origin origin;
	bool is_speculative;
	const char *why;	/* of NONE: one of the above, ...; static or in an arena */
	struct wcore_entry implicit;	/* of an implicit pointer: what it points to; unit NULL for none */
	int64_t implicit_offset;
};

/* What reading and printing objects needs; one a module and memory. */
struct wcore_viewer {
	struct wcore_target *target;
	const struct wcore_target_module *module;
	const struct wcore_dump *dump;
	uint32_t instance;
	struct wcore_types *types;	/* NULL: no debug information */
	struct wcore_space space;
	unsigned address_size;		/* 4, or 8 for memory64 */
	struct wcore_arena arena;	/* of what is made on the way; emptied by the owner between values */
	uint64_t work;			/* bytes and elements that may still be looked at */
	/* What --depth and the like say; lang/view.h has the defaults. */
	unsigned max_depth, max_follow;
	uint64_t max_elements, max_string;
	bool is_raw;	/* no family of lang/print.h but C's, and for variants: members as they are declared */
	/*
	 * The variable that an implicit pointer names, or that holds the length of an array, in
	 * the frame at hand; NULL: none can be had.
	 */
	bool (*implicit)(void *context, const struct wcore_entry *entry, struct wcore_object *ret);
	void *context;

	/* Of the printers: objects on the way to the one at hand, the style, what was looked up. */
	const struct wcore_print_path *path;
	unsigned followed, style;
	struct wcore_print_cache *cache;
};

/*
 * Sets the limits to the defaults of lang/view.h and all else to zero; the caller
 * then says target, module, dump, instance, types, space and address_size.
 */
void wcore_viewer_init(struct wcore_viewer *viewer);
void wcore_viewer_deinit(struct wcore_viewer *viewer);
/* Before each value: empties the arena and allows work anew.  Views and objects made so far are gone. */
void wcore_viewer_restart(struct wcore_viewer *viewer);
/* Takes from the work that is left; false when there is less: whoever asks stops then. */
bool wcore_viewer_spend(struct wcore_viewer *viewer, uint64_t amount);

/* An object in memory; origin MEMORY. */
struct wcore_object wcore_object_at(const struct wcore_type *type, uint64_t address);
struct wcore_object wcore_object_none(const struct wcore_type *type, const char *why);
/* bytes are borrowed and must outlive the object. */
struct wcore_object wcore_object_bytes(const struct wcore_type *type, const uint8_t *bytes,
				       uint64_t size, enum wcore_origin origin);

/*
 * size bytes from offset in the object.  False when one of them is not known:
 * *ret_why (may be NULL) then is static: "not in the dump", "outside of memory", "optimized out".
 */
bool wcore_object_read(struct wcore_viewer *viewer, const struct wcore_object *object,
		       uint64_t offset, uint64_t size, uint8_t *bytes, const char **ret_why);
/* The little-endian number of an object of up to 8 bytes (bit fields too), sign-extended when its type is signed. */
bool wcore_object_number(struct wcore_viewer *viewer, const struct wcore_object *object,
			 uint64_t *ret, const char **ret_why);
/*
 * The whole integer, little-endian in size bytes, extended by its sign: for numbers wider
 * than 8 bytes.  False as wcore_object_read(), and when it does not fit.
 */
bool wcore_object_integer(struct wcore_viewer *viewer, const struct wcore_object *object,
			  uint8_t *bytes, size_t size, const char **ret_why);
/* The bits that a number of the object's type has; 0 when they are not known. */
uint64_t wcore_object_width(const struct wcore_object *object);
/* The part that a member is, with the object's origin; virtual bases are looked up through the vtable. */
struct wcore_object wcore_object_member(struct wcore_viewer *viewer, const struct wcore_object *object,
					const struct wcore_member *member);
/* A member by name, also in anonymous structs and in bases; false when there is none. */
bool wcore_object_field(struct wcore_viewer *viewer, const struct wcore_object *object,
			const char *name, struct wcore_object *ret);
/* Element index of an array, or of what a pointer points to (index counts in targets). */
struct wcore_object wcore_object_element(struct wcore_viewer *viewer, const struct wcore_object *object,
					 uint64_t index);
/* What a pointer or reference points to. */
struct wcore_object wcore_object_target(struct wcore_viewer *viewer, const struct wcore_object *object);
/* The class that the vtable of a C++ object in memory names, demangled; in the viewer's arena. */
bool wcore_object_class_name(struct wcore_viewer *viewer, const struct wcore_object *object,
			     struct wcore_string *ret);
/*
 * The whole object that an object of a C++ class in memory is part of, as its vtable says:
 * false when that is not certain, or it is the class itself.
 */
bool wcore_object_dynamic(struct wcore_viewer *viewer, const struct wcore_object *object,
			  struct wcore_object *ret);

#endif
