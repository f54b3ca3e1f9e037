#include "trap_text.h"

#include <strings.h>

#include "reason.h"

/*
 * Words that a message holds, without regard to case; the first row that matches counts, so that words that
 * say more stand above those that say less.
 */
static const struct {
	const char *words;
	uint32_t kinds;
} texts[] = {
	/* V8 and JavaScriptCore: call_indirect */
	{ "null function or function signature mismatch", WCORE_KIND_BIT(NULL_ELEMENT) | WCORE_KIND_BIT(SIGNATURE) },
	{ "indirect call to null", WCORE_KIND_BIT(NULL_ELEMENT) },
	{ "null table entry", WCORE_KIND_BIT(NULL_ELEMENT) },
	{ "uninitialized", WCORE_KIND_BIT(NULL_ELEMENT) },
	{ "undefined element", WCORE_KIND_BIT(TABLE_BOUNDS) | WCORE_KIND_BIT(NULL_ELEMENT) },
	{ "signature", WCORE_KIND_BIT(SIGNATURE) },
	{ "indirect call type", WCORE_KIND_BIT(SIGNATURE) },
	{ "table index is out of bounds", WCORE_KIND_BIT(TABLE_BOUNDS) },
	{ "table access", WCORE_KIND_BIT(TABLE_BOUNDS) },
	{ "out of bounds table", WCORE_KIND_BIT(TABLE_BOUNDS) },
	{ "out of bounds call_indirect", WCORE_KIND_BIT(TABLE_BOUNDS) },
	{ "array", WCORE_KIND_BIT(ARRAY_BOUNDS) },
	/* Conversions, in front of the bounds that some engines speak of. */
	{ "unrepresentable in integer", WCORE_KIND_BIT(BAD_CONVERSION) },
	{ "conversion to integer", WCORE_KIND_BIT(BAD_CONVERSION) },
	{ "out of bounds trunc", WCORE_KIND_BIT(BAD_CONVERSION) },
	{ "divide result unrepresentable", WCORE_KIND_BIT(INTEGER_OVERFLOW) },
	/* SpiderMonkey and WAMR say so of conversions, too. */
	{ "integer overflow", WCORE_KIND_BIT(INTEGER_OVERFLOW) | WCORE_KIND_BIT(BAD_CONVERSION) },
	{ "by zero", WCORE_KIND_BIT(DIVIDE_BY_ZERO) },
	{ "unaligned", WCORE_KIND_BIT(UNALIGNED) },
	{ "out of bounds memory", WCORE_KIND_BIT(MEMORY_BOUNDS) },
	{ "memory access out of bounds", WCORE_KIND_BIT(MEMORY_BOUNDS) },
	{ "out of bounds", WCORE_KIND_BIT(MEMORY_BOUNDS) | WCORE_KIND_BIT(TABLE_BOUNDS) | WCORE_KIND_BIT(ARRAY_BOUNDS) },
	{ "call stack", WCORE_KIND_BIT(STACK_EXHAUSTED) },
	{ "stack overflow", WCORE_KIND_BIT(STACK_EXHAUSTED) },
	{ "too much recursion", WCORE_KIND_BIT(STACK_EXHAUSTED) },
	{ "cast", WCORE_KIND_BIT(CAST) },
	{ "null reference", WCORE_KIND_BIT(NULL_REFERENCE) },
	{ "null pointer", WCORE_KIND_BIT(NULL_REFERENCE) },
	{ "fuel", WCORE_KIND_BIT(INTERRUPTED) },
	{ "interrupt", WCORE_KIND_BIT(INTERRUPTED) },
	{ "unreachable", WCORE_KIND_BIT(UNREACHABLE) },
};

static bool holds(struct wcore_string text, const char *words)
{
	const struct wcore_string wanted = wcore_string_from(words);

	for (size_t i = 0; i + wanted.size <= text.size; i++)
		if (strncasecmp(text.data + i, wanted.data, wanted.size) == 0)
			return true;
	return false;
}

uint32_t wcore_trap_text_kinds(struct wcore_string message)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (holds(message, texts[i].words))
			return texts[i].kinds;
	return 0;
}
