/* What the parts of the engine share; engine.h is what others use. */
#ifndef WCORE_REDACT_ENGINE_STATE_H
#define WCORE_REDACT_ENGINE_STATE_H

#include "engine.h"
#include "gate.h"

/* Texts inside of texts that are looked into: base64 in UTF-16, UTF-16 in base64. */
#define WCORE_ENGINE_DEPTH 2

/* What a pattern of the finder stands for. */
struct wcore_anchor {
	bool is_value;
	bool is_text;			/* of a rule whose matches are */
	uint32_t number;		/* of the rule or the value */
	enum wcore_secret_form form;	/* of a value */
};

/* Where a pattern can stand. */
enum wcore_engine_where {
	WCORE_IN_TEXT,		/* as gate.h has it */
	WCORE_IN_WIDE,		/* in UTF-16 */
	WCORE_ANYWHERE,
	WCORE_WHERE_COUNT,
};

struct wcore_engine {
	const struct wcore_redact_rules *rules;
	struct wcore_patterns patterns;	/* by where they can stand */
	struct wcore_anchor *anchors;	/* by the patterns' ids */
	struct wcore_finder *finders[WCORE_WHERE_COUNT];	/* NULL: nothing to look for there */
	struct wcore_patterns inside;	/* words in runs; ids are rules */
	struct wcore_finder *inside_finder;
	wcore_redact_classifier classify;
	wcore_gate gate;
	uint32_t *by_class[WCORE_CLASS_COUNT];	/* rules that are looked for at a class's places; by_class[0] has all */
	size_t class_counts[WCORE_CLASS_COUNT];
	bool has_everywhere;
};

struct wcore_engine_work {
	struct wcore_regex_work **regex;	/* one a rule */
};

/* A run of bytes that is searched: the caller's, or what was decoded from a part of another one. */
struct wcore_layer {
	const struct wcore_engine *engine;
	struct wcore_engine_work *work;
	const uint8_t *data;
	size_t size, from, to;
	unsigned depth;
	enum wcore_secret_form form;
	size_t run;			/* where what is searched at hand begins */
	/* Decoded text that was looked at ends here in the data: places before are done. */
	size_t utf16_end, base64_end;
	/* Of decoded ones: */
	const struct wcore_layer *outer;
	size_t base, width;		/* where it begins there, and bytes of a character; width 0: places */
	const uint32_t *places;		/* of base64: of each character in outer */
	/* Of the outermost: */
	void (*found)(void *context, const struct wcore_secret *secret);
	void *context;
	struct wcore_error **error;
};

/* Tells of a secret of a layer in the bytes of the outermost one. */
void wcore_layer_tell(const struct wcore_layer *layer, size_t at, size_t size, uint32_t rule,
		      enum wcore_secret_form form);
/* All that is in a layer. */
void wcore_layer_run(struct wcore_layer *layer);
/* A rule where a word or class was found: its match begins at most reach before at. */
void wcore_layer_try(const struct wcore_layer *layer, uint32_t rule, size_t at);
/* The same everywhere. */
void wcore_layer_try_all(const struct wcore_layer *layer, uint32_t rule);
/* What begins at a place of a class is decoded and searched. */
void wcore_layer_utf16(struct wcore_layer *layer, size_t at);
void wcore_layer_base64(struct wcore_layer *layer, size_t at);

#endif
