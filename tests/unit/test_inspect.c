#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/lang/inspect.h"
#include "crash_fixture.h"

struct view {
	struct crash crash;
	struct wcore_inspect *inspect;
};

static void view_open(struct view *view, const char *folder, const char *dump, const char *module)
{
	const char *const modules[] = { module };

	crash_open(&view->crash, folder, dump, modules, 1);
	assert_null(wcore_inspect_open(view->crash.target, &view->crash.dump->threads[0], NULL, &view->inspect));
}

static void view_close(struct view *view)
{
	wcore_inspect_close(view->inspect);
	crash_close(&view->crash);
}

/* The scope of the youngest frame or inlined call of a function; false when there is none. */
static bool find_scope(struct view *view, const char *function, struct wcore_scope *ret)
{
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	bool found = true;

	wcore_target_iter_init(&iter, view->crash.target, &view->crash.dump->threads[0]);
	for (;;) {
		assert_null(wcore_target_iter_next(&iter, &frame, &found));
		if (!found)
			return false;
		for (size_t i = 0; i < frame.sites.count; i++)
			if (wcore_string_is(frame.sites.items[i].function, function)) {
				assert_null(wcore_inspect_scope(view->inspect, frame.frame.index,
								&frame.sites.items[i], ret));
				return true;
			}
	}
}

/*
 * Values that the program printed before it died, or that stand in its source; NULL
 * for a name that is not there.  "why" ones give no value.
 */
static const struct value_case {
	const char *folder, *dump, *module, *function, *name;
	int64_t value;
	const char *why;
} value_cases[] = {
	{ "wt-c-div-O0", "dump.core", "m.wasm", "settle", "fee", 107, NULL },
	{ "wt-c-div-O0", "dump.core", "m.wasm", "settle", "total", 7700, NULL },
	{ "wt-c-div-O0", "dump.core", "m.wasm", "settle", "round", 8, NULL },
	{ "wt-c-div-O0", "dump.core", "m.wasm", "match_all", "rounds", 7, NULL },
	{ "wt-c-nullfn-O0", "dump.core", "m.wasm", "settle", "fee", 107, NULL },
	{ "wt-rs-tally-debug", "dump.core", "m.wasm", "tally::tally", "acc", 1099511628787, NULL },
	{ "wt-cpp-O0", "dump.core", "m.wasm", "market::Square::area(int)", "k", 9, NULL },
	{ "wt-cpp-O0", "dump.core", "m.wasm", "market::detail::Ring<int, 4>::at(int)", "i", 9, NULL },
	{ "rewriter", "panic.core", "panic.wasm", "fail", "code", -6999999998, NULL },
	{ "rewriter", "panic.core", "panic.wasm", "shelve", "n", 3, NULL },
	{ "rewriter", "panic.core", "panic.wasm", "shelve", "i", 2, NULL },
	{ "wt-zig-debug", "dump.core", "m.wasm", "fleet.route", "wanted", 4, NULL },
	{ "rust-panic", "shop-debug.core", "shop-debug.wasm", "shop::calculate", "wanted", 33, NULL },
	{ "rust-panic", "shop-debug.core", "shop-debug.wasm", "shop::calculate", "base", 3, NULL },
	/* Thread-locals, linked for one thread: 7 + 11 and 11 * 2. */
	{ "messages", "tls.core", "tls.wasm", "f", "tval", 18, NULL },
	{ "messages", "tls.core", "tls.wasm", "f", "tl2", 22, NULL },
	{ "messages", "tls.core", "tls.wasm", "f", "gval", 4, NULL },
	/* Its location names local 0, which was set to the divisor in between: clang does not say so. */
	{ "wt-c-div-O2-dwarf5", "dump.core", "m.wasm", "settle", "o", 0,
	  "not in the dump: where it was may hold something else by now" },
	{ "hang-fuel", "dump.core", "m.wasm", "spin", "why", 0, "optimized out" },
	{ "rust-panic", "shop-debug.core", "shop-debug.wasm", "core::panicking::panic_fmt", "fmt", 0,
	  "optimized out" },
};

static void check_value(const struct value_case *c)
{
	struct wcore_object object;
	struct wcore_scope scope;
	struct view view;
	uint64_t value = 0;
	const char *why = NULL;

	view_open(&view, c->folder, c->dump, c->module);
	if (!find_scope(&view, c->function, &scope))
		fail_msg("%s: there is no frame of %s", c->folder, c->function);
	if (!scope.has_variables)
		fail_msg("%s: no variables: %s", c->folder, scope.why);
	if (!wcore_scope_find(&scope, wcore_string_from(c->name), &object))
		fail_msg("%s: there is no %s", c->folder, c->name);
	if (wcore_object_number(scope.viewer, &object, &value, &why) != !c->why)
		fail_msg("%s: %s: %s", c->folder, c->name, why ? why : "it has a value");
	if (c->why)
		assert_string_equal(object.why, c->why);
	else if ((int64_t)value != c->value)
		fail_msg("%s: %s is %lld, not %lld", c->folder, c->name, (long long)value, (long long)c->value);
	view_close(&view);
}

static void test_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(value_cases) / sizeof(value_cases[0]); i++)
		check_value(&value_cases[i]);
}

/* Frames that no variable can be told of, and why. */
static void test_no_variables(void **state)
{
	static const struct {
		const char *folder, *dump, *module, *function, *why;
	} cases[] = {
		{ "wt-wat-noname", "dump.core", "m.wasm", NULL, "the module has no debug information" },
		{ "as-trap", "main.core", "main.wasm", NULL, "the module has no debug information" },
		{ "stale", "stale.core", "stale.wasm", NULL, "the debug information does not tell of this function" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_target_frame frame;
		struct wcore_target_iter iter;
		struct wcore_object object;
		struct wcore_scope scope;
		struct view view;
		bool found;

		view_open(&view, cases[i].folder, cases[i].dump, cases[i].module);
		wcore_target_iter_init(&iter, view.crash.target, &view.crash.dump->threads[0]);
		assert_null(wcore_target_iter_next(&iter, &frame, &found));
		assert_true(found);
		assert_null(wcore_inspect_scope(view.inspect, 0, &frame.sites.items[0], &scope));
		assert_false(scope.has_variables);
		assert_string_equal(scope.why, cases[i].why);
		assert_false(wcore_scope_find(&scope, WCORE_STRING("no such thing"), &object));
		struct wcore_error *error = wcore_inspect_scope(view.inspect, 100000, NULL, &scope);
		assert_non_null(error);
		assert_int_equal(error->code, WCORE_ERROR_NOT_FOUND);
		wcore_error_destroy(error);
		view_close(&view);
	}
}

/* Statics by name, with a frame and without; members of this. */
static void test_names(void **state)
{
	struct wcore_object object;
	struct wcore_scope scope, bare;
	struct view view;
	uint64_t value;

	(void)state;
	view_open(&view, "rewriter", "panic.core", "panic.wasm");
	assert_true(find_scope(&view, "fail", &scope));
	assert_true(wcore_scope_find(&scope, WCORE_STRING("depth"), &object));
	assert_true(wcore_object_number(scope.viewer, &object, &value, NULL));
	assert_int_equal(value, 3);
	assert_int_equal(object.kind, WCORE_OBJECT_MEMORY);
	assert_int_equal(object.origin, WCORE_ORIGIN_MEMORY);
	assert_null(wcore_inspect_statics(view.inspect, scope.viewer->module, scope.viewer->instance, &bare));
	assert_false(bare.has_variables);
	assert_ptr_equal(bare.viewer, scope.viewer);
	assert_true(wcore_scope_find(&bare, WCORE_STRING("depth"), &object));
	assert_true(wcore_object_number(bare.viewer, &object, &value, NULL));
	assert_int_equal(value, 3);
	assert_false(wcore_scope_find(&bare, WCORE_STRING("code"), &object));
	view_close(&view);

	view_open(&view, "wt-cpp-O0", "dump.core", "m.wasm");
	assert_true(find_scope(&view, "market::Square::area(int)", &scope));
	assert_true(wcore_scope_find(&scope, WCORE_STRING("side_"), &object));
	assert_int_equal(object.type->kind, WCORE_TYPE_FLOAT);
	view_close(&view);
}

/* Every frame names the last instance of a module: whose memory it is cannot be said. */
static void test_two_instances(void **state)
{
	struct wcore_scope scope;
	struct view view;

	(void)state;
	view_open(&view, "multi-same-module-twice", "dump.core", "twin.wasm");
	for (uint32_t i = 0; i < view.crash.dump->instance_count; i++) {
		uint32_t module = view.crash.dump->instances[i].module, same = 0;

		for (uint32_t k = 0; k < view.crash.dump->instance_count; k++)
			same += view.crash.dump->instances[k].module == module;
		assert_null(wcore_inspect_statics(view.inspect, &view.crash.target->modules[module], i, &scope));
		if (same > 1)
			assert_null(scope.viewer->space.memory);
	}
	view_close(&view);
}

struct count {
	unsigned params, locals;
	unsigned stop;
};

static bool count_variable(void *context, const struct wcore_variable *variable,
			   const struct wcore_object *object)
{
	struct count *count = context;

	assert_ptr_equal(object->type, variable->type);
	assert_true(object->kind != WCORE_OBJECT_NONE || object->why);
	/* Parameters come first. */
	assert_false(variable->is_param && count->locals);
	count->params += variable->is_param;
	count->locals += !variable->is_param;
	return !count->stop || count->params + count->locals < count->stop;
}

static void test_visit(void **state)
{
	struct count all = { 0 }, one = { .stop = 1 };
	struct wcore_scope scope;
	struct view view;

	(void)state;
	view_open(&view, "wt-c-div-O0", "dump.core", "m.wasm");
	assert_true(find_scope(&view, "settle", &scope));
	wcore_scope_visit(&scope, count_variable, &all);
	assert_int_equal(all.params, 2);
	assert_int_equal(all.locals, 5);
	wcore_scope_visit(&scope, count_variable, &one);
	assert_int_equal(one.params + one.locals, 1);
	view_close(&view);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_no_variables),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_two_instances),
		cmocka_unit_test(test_visit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
