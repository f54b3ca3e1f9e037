#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../libcore/analysis/reason.h"
#include "../../libcore/analysis/trap_text.h"

/* What V8, SpiderMonkey, JavaScriptCore, Wasmtime, Wasmer, WasmEdge, wasm3 and WAMR print. */
static const struct { const char *text; uint32_t kinds; } cases[] = {
	{ "unreachable", WCORE_KIND_BIT(UNREACHABLE) },
	{ "unreachable executed", WCORE_KIND_BIT(UNREACHABLE) },
	{ "Unreachable code should not be executed (evaluating 'f()')", WCORE_KIND_BIT(UNREACHABLE) },
	{ "wasm `unreachable` instruction executed", WCORE_KIND_BIT(UNREACHABLE) },
	{ "divide by zero", WCORE_KIND_BIT(DIVIDE_BY_ZERO) },
	{ "remainder by zero", WCORE_KIND_BIT(DIVIDE_BY_ZERO) },
	{ "integer divide by zero", WCORE_KIND_BIT(DIVIDE_BY_ZERO) },
	{ "Division by zero", WCORE_KIND_BIT(DIVIDE_BY_ZERO) },
	{ "divide result unrepresentable", WCORE_KIND_BIT(INTEGER_OVERFLOW) },
	{ "integer overflow", WCORE_KIND_BIT(INTEGER_OVERFLOW) | WCORE_KIND_BIT(BAD_CONVERSION) },
	{ "float unrepresentable in integer range", WCORE_KIND_BIT(BAD_CONVERSION) },
	{ "invalid conversion to integer", WCORE_KIND_BIT(BAD_CONVERSION) },
	{ "Out of bounds Trunc operation", WCORE_KIND_BIT(BAD_CONVERSION) },
	{ "memory access out of bounds", WCORE_KIND_BIT(MEMORY_BOUNDS) },
	{ "Out of bounds memory access", WCORE_KIND_BIT(MEMORY_BOUNDS) },
	{ "table index is out of bounds", WCORE_KIND_BIT(TABLE_BOUNDS) },
	{ "undefined element: out of bounds table access", WCORE_KIND_BIT(TABLE_BOUNDS) | WCORE_KIND_BIT(NULL_ELEMENT) },
	{ "null function or function signature mismatch", WCORE_KIND_BIT(NULL_ELEMENT) | WCORE_KIND_BIT(SIGNATURE) },
	{ "indirect call to null", WCORE_KIND_BIT(NULL_ELEMENT) },
	{ "uninitialized element", WCORE_KIND_BIT(NULL_ELEMENT) },
	{ "indirect call type mismatch", WCORE_KIND_BIT(SIGNATURE) },
	{ "indirect call signature mismatch", WCORE_KIND_BIT(SIGNATURE) },
	{ "Maximum call stack size exceeded", WCORE_KIND_BIT(STACK_EXHAUSTED) },
	{ "too much recursion", WCORE_KIND_BIT(STACK_EXHAUSTED) },
	{ "call stack exhausted", WCORE_KIND_BIT(STACK_EXHAUSTED) },
	{ "native stack overflow", WCORE_KIND_BIT(STACK_EXHAUSTED) },
	{ "null pointer", WCORE_KIND_BIT(NULL_REFERENCE) },
	{ "all fuel consumed by WebAssembly", WCORE_KIND_BIT(INTERRUPTED) },
	{ "my own words", 0 }, { "", 0 },
};

static void test_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (wcore_trap_text_kinds(wcore_string_from(cases[i].text)) != cases[i].kinds)
			fail_msg("%s: 0x%x", cases[i].text, wcore_trap_text_kinds(wcore_string_from(cases[i].text)));
	assert_int_equal(wcore_trap_text_kinds((struct wcore_string){ NULL, 0 }), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_texts) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
