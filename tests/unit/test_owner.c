/*
 * What addresses belong to, in real dumps.  Expected are addresses that the program printed before it
 * died, llvm-dwarfdump's DW_OP_addr, DW_OP_fbreg (from the stack pointer that the dump records) and
 * member offsets, and the data segments as wasm-objdump lists them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../libcore/layout/member_path.h"
#include "../../libcore/layout/owner.h"
#include "crash_fixture.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct opened {
	struct crash crash;
	struct wcore_inspect *inspect;
	struct wcore_owners *owners;
};

static void start(struct opened *opened)
{
	struct wcore_dump *dump = opened->crash.dump;

	opened->inspect = NULL;
	if (dump->thread_count)
		assert_null(wcore_inspect_open(opened->crash.target, &dump->threads[0], NULL,
					       &opened->inspect));
	assert_null(wcore_owners_open(opened->crash.target, &dump->memories[0], opened->inspect,
				      &opened->owners));
}

static void open_owners(struct opened *opened, const char *folder, const char *dump, const char *module)
{
	const char *const modules[] = { module };

	crash_open(&opened->crash, folder, dump, modules, 1);
	start(opened);
}

static void close_owners(struct opened *opened)
{
	wcore_owners_close(opened->owners);
	wcore_inspect_close(opened->inspect);
	crash_close(&opened->crash);
}

static void check(struct wcore_owners *owners, const char *where, uint64_t address, const char *expected)
{
	const struct wcore_owner owner = wcore_owners_find(owners, address);
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	wcore_owner_write(&owner, out);
	fclose(out);
	if (strcmp(text, expected) != 0)
		fail_msg("%s: 0x%llx is '%s', not '%s'", where, (unsigned long long)address, text, expected);
	free(text);
}

static const struct owner_case {
	const char *folder, *dump, *module;
	uint64_t address;
	const char *expected;
} owner_cases[] = {
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x3ff, "-" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x400, ".rodata" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0xc94, ".rodata+0x894" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0xf20, "__stdout_FILE.flags" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0xf48, "__stdout_FILE.buf" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0xf4b, "__stdout_FILE.buf+3" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0xf94, ".data+0x74" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x1010, "zero" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x1014, "book" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x1017, "book+3" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x1018, "placed" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x1220, "buf" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x1220 + 1031, "buf+1031" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x1650, "stack" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x114ff, "stack" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x11500, "stack of #0 settle" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x1158f, "stack of #0 settle+0x8f" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x11590, "arr[0] in #0 settle" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x1159a, "arr[2]+2 in #0 settle" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x11500 + 212, "ratio in #0 settle" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x11500 + 216, "total in #0 settle" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x11500 + 223, "total+7 in #0 settle" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x11500 + 224, "stack of #0 settle+0xe0" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x11500 + 236, "o in #0 settle" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x1164f, "stack of #3 __main_void+0xf" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x11650, "heap" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x11720, "heap" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x1ffff, "heap" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", 0x20000, "outside" },
	{ "wt-c-div-O0", "dump.core", "m.wasm", UINT64_MAX, "outside" },
	/* Static data of a function. */
	{ "expr", "expr.core", "expr.wasm", 0x2018, "tally::total" },
	{ "expr", "expr.core", "expr.wasm", 0x2019, "tally::total+1" },
	/* Thread-locals of a program of one thread. */
	{ "messages", "tls.core", "tls.wasm", 0x400, "tval" },
	{ "messages", "tls.core", "tls.wasm", 0x404, "gval" },
	{ "messages", "tls.core", "tls.wasm", 0x418, "arr[2]" },
	/*
	 * A stack that ran over static data, which are below it: the frames are told of where
	 * nothing else is.
	 */
	{ "deep", "deep.core", "deep.wasm", 0x10, "stack of #2 depth" },
	{ "deep", "deep.core", "deep.wasm", 0x408, "root.key" },
	/* Rust puts the stack first. */
	{ "wt-rs-tally-debug", "dump.core", "m.wasm", 0x0, "stack" },
	{ "wt-rs-tally-debug", "dump.core", "m.wasm", 0x104188, "std::thread::{impl#1}::new::COUNTER" },
	{ "wt-rs-tally-debug", "dump.core", "m.wasm", 0x103d58 + 5,
	 "core::num::flt2dec::strategy::dragon::POW10TO16[1]+1" },
	{ "wt-rs-tally-debug", "dump.core", "m.wasm", 0x1041b4,
	 "std::sys_common::backtrace::lock::LOCK.__0.locked.value.value" },
	/* Without debug information: the linker's names, or none. */
	{ "as-trap", "main.core", "main.wasm", 0x10, "data" },
	{ "as-trap", "main.core", "main.wasm", 0x71, "data+0x1" },
	{ "as-trap", "main.core", "main.wasm", 0x88, "-" },
	{ "as-trap", "main.core", "main.wasm", 0x8088, "heap" },
	{ "mem-pagesize1", "dump.core", "m.wasm", 0, "-" },
};

static void test_owners(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(owner_cases); i++) {
		const struct owner_case *c = &owner_cases[i];
		struct opened opened;

		open_owners(&opened, c->folder, c->dump, c->module);
		check(opened.owners, c->folder, c->address, c->expected);
		close_owners(&opened);
	}
}

/* The parts of an owner, which JSON shows. */
static void test_parts(void **state)
{
	struct wcore_owner owner, again;
	struct opened opened;

	(void)state;
	open_owners(&opened, "wt-c-div-O0", "dump.core", "m.wasm");
	owner = wcore_owners_find(opened.owners, 0x1159a);
	assert_int_equal(owner.kind, WCORE_OWNER_VARIABLE);
	assert_true(wcore_string_is(owner.name, "arr"));
	assert_true(wcore_string_is(owner.path, "[2]"));
	assert_true(wcore_string_is(owner.function, "settle"));
	assert_int_equal(owner.frame, 0);
	assert_int_equal(owner.address, 0x11590);
	assert_int_equal(owner.size, 20);
	assert_int_equal(owner.offset, 10);
	assert_int_equal(owner.path_offset, 2);
	/* Texts are kept once. */
	again = wcore_owners_find(opened.owners, 0x11599);
	assert_ptr_equal(owner.path.data, again.path.data);
	owner = wcore_owners_find(opened.owners, 0x1017);
	assert_int_equal(owner.kind, WCORE_OWNER_STATIC);
	assert_int_equal(owner.address, 0x1014);
	assert_int_equal(owner.size, 4);
	assert_int_equal(owner.offset, 3);
	assert_null(owner.path.data);
	owner = wcore_owners_find(opened.owners, 0x401);
	assert_int_equal(owner.kind, WCORE_OWNER_DATA);
	assert_int_equal(owner.address, 0x400);
	assert_int_equal(owner.size, 2848);
	owner = wcore_owners_find(opened.owners, 0x1603);
	assert_true(wcore_string_is(owner.name, "buf"));
	close_owners(&opened);
}

/* A frame that is asked for does not disturb a scope that is in use. */
static void test_scopes_stay(void **state)
{
	struct wcore_object before, after;
	struct wcore_target_frame frame;
	struct wcore_target_iter iter;
	struct wcore_scope scope;
	struct opened opened;
	uint64_t number = 0;
	bool found;

	(void)state;
	open_owners(&opened, "wt-c-div-O0", "dump.core", "m.wasm");
	wcore_target_iter_init(&iter, opened.crash.target, &opened.crash.dump->threads[0]);
	assert_null(wcore_target_iter_next(&iter, &frame, &found));
	assert_null(wcore_inspect_scope(opened.inspect, 0, &frame.sites.items[0], &scope));
	assert_true(wcore_scope_find(&scope, WCORE_STRING("total"), &before));
	check(opened.owners, "frame", 0x11608, "rounds in #1 match_all");
	assert_true(wcore_object_number(scope.viewer, &before, &number, NULL));
	assert_int_equal(number, 7700);
	assert_true(wcore_scope_find(&scope, WCORE_STRING("total"), &after));
	assert_int_equal(after.address, before.address);
	close_owners(&opened);
}

/* Heaps that somebody else knows. */
static bool find_chunk(void *context, uint64_t address, struct wcore_owner *ret)
{
	(void)context;
	if (address < 0x11720 || address >= 0x11768)
		return false;
	*ret = (struct wcore_owner){
		.kind = WCORE_OWNER_CHUNK, .address = 0x11720, .size = 72, .offset = address - 0x11720,
		.is_used = true,
	};
	return true;
}

static void test_heap(void **state)
{
	const struct wcore_owner_heap heap = { .find = find_chunk };
	struct opened opened;

	(void)state;
	open_owners(&opened, "wt-c-div-O0", "dump.core", "m.wasm");
	wcore_owners_set_heap(opened.owners, &heap);
	check(opened.owners, "heap", 0x11720, "used chunk 0x11720 of 72 bytes");
	check(opened.owners, "heap", 0x11728, "used chunk 0x11720+8 of 72 bytes");
	check(opened.owners, "heap", 0x11768, "heap");
	check(opened.owners, "heap", 0x1014, "book");
	close_owners(&opened);
}

/* Debug information that is not true: the module with the place of `placed` (DW_OP_addr 0x1018) changed. */

static void patch_module(const char *path, uint32_t address)
{
	static const char place[] = "\x03\x18\x10\x00";
	FILE *in = fopen("tests/data/wt-c-div-O0/m.wasm", "rb"), *out = fopen(path, "wb");
	static char bytes[1 << 20];
	size_t size;
	char *at;

	assert_non_null(in);
	assert_non_null(out);
	size = fread(bytes, 1, sizeof(bytes), in);
	at = memmem(bytes, size, place, sizeof(place));
	assert_non_null(at);
	assert_null(memmem(at + 1, size - (size_t)(at + 1 - bytes), place, sizeof(place)));
	memcpy(at + 1, &address, sizeof(address));
	assert_int_equal(fwrite(bytes, 1, size, out), size);
	fclose(in);
	fclose(out);
}

static const struct patch_case {
	uint32_t place;
	uint64_t address;
	const char *expected;
} patch_cases[] = {
	{ 0x1018, 0x1018, "placed" },
	/* The linker took it out. */
	{ 0, 0x1018, ".bss+0xc" }, { 0, 0, "-" },
	{ UINT32_MAX, 0x1018, ".bss+0xc" }, { UINT32_MAX - 1, 0x1018, ".bss+0xc" },
	/* Two of one place are the first, of overlapping ones neither is it. */
	{ 0x1014, 0x1014, "book" },
	{ 0x1016, 0x1014, ".bss+0x8" }, { 0x1016, 0x1016, ".bss+0xa" }, { 0x1016, 0x1010, "zero" },
	/* Where the heap is, there are no static variables. */
	{ 0x11700, 0x11700, "heap" },
	/* Half of it would be beyond static data. */
	{ 0x1164e, 0x1164e, "stack of #3 __main_void+0xe" },
};

static void test_false_places(void **state)
{
	char path[] = "/tmp/wcore-owner-XXXXXX";
	const int descriptor = mkstemp(path);

	(void)state;
	assert_true(descriptor >= 0);
	close(descriptor);
	for (size_t i = 0; i < COUNT(patch_cases); i++) {
		struct wcore_target_options options = { .lookup = { .no_search = true } };
		const char *given[] = { path };
		struct opened opened;

		patch_module(path, patch_cases[i].place);
		options.lookup.modules = given;
		options.lookup.module_count = 1;
		assert_null(wcore_file_open("tests/data/wt-c-div-O0/dump.core", NULL, &opened.crash.file));
		assert_null(wcore_dump_open(opened.crash.file, WCORE_DIALECT_AUTO, &opened.crash.dump));
		assert_null(wcore_target_open(opened.crash.dump, &options, &opened.crash.target));
		start(&opened);
		check(opened.owners, "patched", patch_cases[i].address, patch_cases[i].expected);
		close_owners(&opened);
	}
	unlink(path);
}

/* Without a module, or with another one, nothing is known but the size. */
static void test_no_module(void **state)
{
	struct opened opened;

	(void)state;
	crash_open(&opened.crash, "wt-c-div-O0", "dump.core", NULL, 0);
	start(&opened);
	check(opened.owners, "no module", 0x1014, "-");
	check(opened.owners, "no module", 0x11590, "-");
	check(opened.owners, "no module", 0x20000, "outside");
	close_owners(&opened);

	open_owners(&opened, "deep", "deep.core", "../wt-c-div-O0/m.wasm");
	assert_non_null(opened.crash.target->modules[0].refused);
	check(opened.owners, "another module", 0x1014, "-");
	close_owners(&opened);
}

/* Regions: each byte has one, and the list has no holes. */
static void test_regions(void **state)
{
	static const struct {
		const char *folder, *dump, *module;
	} cases[] = {
		{ "wt-c-div-O0", "dump.core", "m.wasm" }, { "wt-rs-tally-debug", "dump.core", "m.wasm" },
		{ "as-trap", "main.core", "main.wasm" }, { "mem-64-c", "dump.core", "m.wasm" },
		{ "mem-multi", "dump.core", "m.wasm" }, { "mem-pagesize1", "dump.core", "m.wasm" },
		{ "wt-go-undef", "dump.core", "m.wasm" }, { "wt-zig-debug", "dump.core", "m.wasm" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct wcore_memory *memory;
		struct wcore_regions *regions;
		struct opened opened;
		uint64_t end = 0;

		open_owners(&opened, cases[i].folder, cases[i].dump, cases[i].module);
		memory = &opened.crash.dump->memories[0];
		wcore_owners_statics(opened.owners, 0);
		regions = wcore_owners_regions(opened.owners);
		assert_non_null(regions);
		for (size_t j = 0; j < regions->count; j++) {
			assert_int_equal(regions->items[j].address, end);
			assert_true(regions->items[j].size > 0);
			end += regions->items[j].size;
			assert_ptr_equal(wcore_regions_find(regions, end - 1), &regions->items[j]);
		}
		assert_int_equal(end, memory->size);
		assert_null(wcore_regions_find(regions, end));
		close_owners(&opened);
	}
}

/* Parts of a struct, by the member offsets that llvm-dwarfdump prints of it. */
static void test_paths(void **state)
{
	static const struct {
		uint64_t offset;
		const char *path;
		uint64_t rest;
	} cases[] = {
		{ 0, "id", 0 }, { 3, "id", 3 }, { 4, "side", 0 }, { 8, "price", 0 }, { 0x10, "qty", 0 },
		{ 0x28, "name", 0 }, { 0x2c, "hook", 0 },
		{ 0x18, "pay", 0 },	/* a union */
		{ 0x20, "fl", 0 },	/* bit fields that share a byte */
		{ 0x30, "next", 0 }, { 0x48, "", 0x48 },
	};
	struct wcore_scope scope;
	const struct wcore_type *type;
	struct opened opened;

	(void)state;
	open_owners(&opened, "wt-c-div-O0", "dump.core", "m.wasm");
	assert_null(wcore_inspect_statics(opened.inspect, &opened.crash.target->modules[0], 0, &scope));
	type = wcore_types_find(scope.viewer->types, WCORE_STRING("order"), WCORE_TYPE_STRUCT, NULL);
	assert_non_null(type);
	for (size_t i = 0; i < COUNT(cases); i++) {
		char buffer[64];
		uint64_t rest;
		const size_t size = wcore_member_path(scope.viewer->types, type, cases[i].offset, buffer,
						      sizeof(buffer), &rest);

		assert_string_equal(buffer, cases[i].path);
		assert_int_equal(size, strlen(buffer));
		assert_int_equal(rest, cases[i].rest);
	}
	close_owners(&opened);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_owners),	   cmocka_unit_test(test_parts),
		cmocka_unit_test(test_scopes_stay), cmocka_unit_test(test_heap),
		cmocka_unit_test(test_false_places), cmocka_unit_test(test_no_module),
		cmocka_unit_test(test_regions),	   cmocka_unit_test(test_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
