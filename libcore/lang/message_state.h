/* What the files of message.h share: one a language, each asked frame by frame. */
#ifndef WCORE_LANG_MESSAGE_STATE_H
#define WCORE_LANG_MESSAGE_STATE_H

#include "message.h"

struct wcore_message_reader {
	struct wcore_inspect *inspect;
	struct wcore_target *target;
	struct wcore_unwind_frame *frame;	/* the one that is asked */
	const struct wcore_target_frame *place;
	struct wcore_viewer *viewer;
	struct wcore_string name;	/* of its function: plain_name.h */
	struct wcore_string full_name;	/* with type arguments */
	struct wcore_message *ret;
	size_t used;			/* of ret->text */
	unsigned depth;			/* of messages inside of messages */
	bool has_templates;		/* Rust's format arguments are of the newer layout */
};

/* An argument of the frame's function, as it was called with; false when it is not certain. */
bool wcore_message_argument(struct wcore_message_reader *reader, uint32_t param, uint64_t *ret);
uint32_t wcore_message_argument_count(struct wcore_message_reader *reader);
/* A variable of the frame's function, by debug information; false when there is none.  And all of them. */
bool wcore_message_variable(struct wcore_message_reader *reader, const char *name,
			    struct wcore_object *ret);
void wcore_message_visit(struct wcore_message_reader *reader,
			 bool (*visit)(void *context, const struct wcore_variable *variable,
				       const struct wcore_object *object),
			 void *context);
/* A pointer, or another number of the size of an address, in memory. */
bool wcore_message_word(struct wcore_message_reader *reader, uint64_t address, uint64_t *ret);
bool wcore_message_number(struct wcore_message_reader *reader, uint64_t address, unsigned size,
			  uint64_t *ret);

/* Adds to the text; what is too long is cut, and is_cut says so. */
void wcore_message_add(struct wcore_message_reader *reader, const char *bytes, size_t size);
void wcore_message_format(struct wcore_message_reader *reader, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void wcore_message_unsigned(struct wcore_message_reader *reader, uint64_t number);
void wcore_message_signed(struct wcore_message_reader *reader, int64_t number);
/* A string of UTF-8 in memory: false, and nothing added, when it is not known or something else. */
bool wcore_message_add_string(struct wcore_message_reader *reader, uint64_t address, uint64_t size);
/* The same that ends with a zero byte. */
bool wcore_message_add_cstring(struct wcore_message_reader *reader, uint64_t address);
/* Such strings as the place where it happened. */
bool wcore_message_file(struct wcore_message_reader *reader, uint64_t address, uint64_t size);
bool wcore_message_cfile(struct wcore_message_reader *reader, uint64_t address);
/* Says what kind of message it is, when all of it was read; always true. */
bool wcore_message_done(struct wcore_message_reader *reader, const char *source);

/* A frame of the stack, and its function's name; false when either cannot be said. */
bool wcore_message_frame(struct wcore_message_reader *reader, uint32_t index,
			 struct wcore_unwind_frame **ret, struct wcore_string *ret_name);

/* The function in a slot of the instance's table; false when that cannot be said. */
bool wcore_message_slot(struct wcore_message_reader *reader, uint64_t slot, uint32_t *ret_funcidx);

/* Each says whether the frame told the message: one has begun with an empty text. */
bool wcore_message_rust(struct wcore_message_reader *reader);
/* What the handler of panics was given, where panic_fmt() did not tell. */
bool wcore_message_rust_info(struct wcore_message_reader *reader);
bool wcore_message_c(struct wcore_message_reader *reader);
bool wcore_message_cxx(struct wcore_message_reader *reader);
bool wcore_message_zig(struct wcore_message_reader *reader);
bool wcore_message_go(struct wcore_message_reader *reader);
bool wcore_message_assemblyscript(struct wcore_message_reader *reader);
/* Of the youngest frame, and of the whole stack. */
bool wcore_message_null(struct wcore_message_reader *reader);
bool wcore_message_stack(struct wcore_message_reader *reader, const struct wcore_thread *thread);

#endif
