/* Secrets by the names of variables, in programs of which the truth is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "../../libcore/dump/space.h"
#include "../../libcore/redact/named.h"
#include "target_fixture.h"

/* The bytes that hexadecimal digits stand for. */
static size_t from_hex(const char *digits, uint8_t *ret, size_t capacity)
{
	size_t size = 0;

	for (; digits[0]; digits += 2) {
		unsigned byte = 0;

		assert_true(size < capacity && sscanf(digits, "%2x", &byte) == 1);
		ret[size++] = (uint8_t)byte;
	}
	return size;
}

/* What is said to stand in memory does. */
static void check_place(const struct wcore_dump *dump, const struct wcore_named_value *value)
{
	struct wcore_space space;
	enum wcore_byte_state state;
	uint8_t bytes[64];

	assert_true(value->has_place);
	assert_true(value->value.size <= sizeof(bytes));
	wcore_space_init(&space, dump, &dump->memories[value->memory]);
	assert_true(wcore_space_read(&space, value->address, value->value.size, bytes, &state));
	assert_memory_equal(bytes, value->value.data, value->value.size);
}

static void check_truth(const struct wcore_dump *dump, const struct wcore_named_list *list, const char *program,
			const json_t *items, const char *const names[2])
{
	size_t number;
	json_t *item;
	unsigned seen = 0;

	json_array_foreach(items, number, item) {
		const struct wcore_named_value *found = NULL;
		uint8_t secret[64];
		size_t size;

		if (strcmp(json_string_value(json_object_get(item, "kind")), "variable") != 0)
			continue;
		size = from_hex(json_string_value(json_object_get(item, "secret")), secret, sizeof(secret));
		for (size_t i = 0; i < list->count; i++)
			if (list->items[i].value.size == size && !memcmp(list->items[i].value.data, secret, size))
				found = &list->items[i];
		if (!found)
			fail_msg("%s: variable %u is not found", program, seen);
		assert_true(wcore_string_is(found->name, names[seen++]));
		assert_true(found->is_distinct);
		check_place(dump, found);
	}
	assert_int_equal(seen, 2);
	assert_int_equal(list->count, 2);
}

/* The programs of tests/data/redact/make.py have two variables each that are called so: in serve(), in this order. */
static void programs_have_the_secrets_that_were_put_there(void **state)
{
	static const struct { const char *program, *names[2]; } cases[] = {
		{ "c", { "serve()::db_password", "serve()::config.secret_key" } },
		{ "cpp", { "serve()::password", "serve()::account.api_key" } },
		{ "rust", { "rust::serve()::signer.secret_key", "rust::serve()::password" } },
	};
	json_t *truth = json_load_file("tests/data/redact/truth.json", 0, NULL);

	(void)state;
	assert_non_null(truth);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char dump[64], module[64];
		const char *modules[] = { module };
		const struct wcore_target_options options = {
			.lookup = { .no_search = true, .modules = modules, .module_count = 1 },
		};
		struct target_fixture target;
		struct wcore_named_list list;

		snprintf(dump, sizeof(dump), "tests/data/redact/%s.core.gz", cases[i].program);
		snprintf(module, sizeof(module), "tests/data/redact/%s.wasm.gz", cases[i].program);
		assert_null(fixture_open(&target, dump, &options));
		assert_null(wcore_named_find(target.target, &list));
		check_truth(target.dump, &list, cases[i].program, json_object_get(truth, cases[i].program),
			    cases[i].names);
		wcore_named_deinit(&list);
		fixture_close(&target);
	}
	json_decref(truth);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(programs_have_the_secrets_that_were_put_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
