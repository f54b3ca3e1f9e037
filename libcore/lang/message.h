/*
 * What the program said when it died: panic and assertion messages, read from
 * the arguments of the functions that print them, and from memory.
 */
#ifndef WCORE_LANG_MESSAGE_H
#define WCORE_LANG_MESSAGE_H

#include "inspect.h"

struct wcore_message {
	char text[1024];	/* as the program prints it, UTF-8, cut; empty: none */
	bool is_cut;
	char source[64];	/* where it comes from, for people: "panic", "assert", "abort", "uncaught exception", "null pointer" */
	char file[256];		/* where the program says it happened; empty: not said */
	uint32_t line, column;	/* 0: not said */
	uint32_t frame;		/* physical index of the frame whose arguments said it */
};

/* Looks at the youngest frames of the thread.  False when there is none that is certain. */
bool wcore_message_find(struct wcore_inspect *inspect, struct wcore_target *target,
			const struct wcore_thread *thread, struct wcore_message *ret);

#endif
