/*
 * Names that a language's runtime puts on every stack: they say nothing of the
 * bug.  Names are plain (plain_name.h).
 */
#ifndef WCORE_ANALYSIS_NOISE_H
#define WCORE_ANALYSIS_NOISE_H

#include <stdbool.h>

enum wcore_noise {
	WCORE_NOISE_NONE,
	WCORE_NOISE_PANIC,	/* above the program: panic machinery, abort, assertions */
	WCORE_NOISE_LIBRARY,	/* above the program when it gave up: checks of its standard library */
	WCORE_NOISE_GLUE,	/* anywhere: calls a closure, passes a call on */
	WCORE_NOISE_ENTRY,	/* below the program: this and everything older */
};

enum wcore_noise wcore_noise_classify(const char *name);

/* "main" for the names that C libraries and linkers give it; otherwise name. */
const char *wcore_noise_main(const char *name);

#endif
