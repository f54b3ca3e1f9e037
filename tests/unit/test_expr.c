/*
 * Expressions against what a program itself says of them: tests/data/expr/expr.c
 * prints each with its value and then traps.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "crash_fixture.h"

#include "../../libcore/analysis/plain_name.h"
#include "../../libcore/lang/expr.h"

struct program {
	struct crash crash;
	struct wcore_inspect *inspect;
	struct wcore_scope scope;
};

static void program_open(struct program *program, const char *folder, const char *dump, const char *module)
{
	const char *modules[] = { module };
	struct wcore_unwind_options options = { .speculative = false };

	crash_open(&program->crash, folder, dump, modules, 1);
	assert_null(wcore_inspect_open(program->crash.target, &program->crash.dump->threads[0], &options,
				       &program->inspect));
}

static void program_close(struct program *program)
{
	wcore_inspect_close(program->inspect);
	crash_close(&program->crash);
}

/* The youngest frame, or inlined call, whose function has a name. */
static void program_enter(struct program *program, const char *function)
{
	struct wcore_target_iter iter;
	static char plain[WCORE_PLAIN_NAME_MAX];
	struct wcore_target_frame frame;
	bool found;

	wcore_target_iter_init(&iter, program->crash.target, &program->crash.dump->threads[0]);
	for (;;) {
		assert_null(wcore_target_iter_next(&iter, &frame, &found));
		assert_true(found);
		for (size_t i = 0; i < frame.sites.count; i++) {
			wcore_plain_name(frame.sites.items[i].function, plain);
			if (strcmp(plain, function) != 0)
				continue;
			assert_null(wcore_inspect_scope(program->inspect, frame.frame.index,
							&frame.sites.items[i], &program->scope));
			return;
		}
	}
}

__attribute__((format(printf, 3, 4))) static void say(char *text, size_t size, const char *format, ...)
{
	size_t used = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + used, size - used, format, args);
	va_end(args);
}

/* As expr.c prints it. */
static void describe(struct wcore_viewer *viewer, const struct wcore_object *object, char *text, size_t size)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	bool is_signed = type->kind == WCORE_TYPE_ENUM && type->target ?
				 wcore_type_strip(type->target)->is_signed : type->is_signed;
	const char *why = NULL;
	uint8_t bytes[8];
	uint64_t bits;
	float narrow;
	double wide;

	if (object->kind == WCORE_OBJECT_NONE) {
		say(text, size, "<%s>", object->why);
	} else if (type->kind == WCORE_TYPE_ARRAY) {
		for (uint64_t i = 0; i < type->count && i < 20; i++) {
			struct wcore_object element = wcore_object_element(viewer, object, i);

			say(text, size, "%s", i ? ", " : "[");
			describe(viewer, &element, text, size);
		}
		say(text, size, "]");
	} else if (type->kind == WCORE_TYPE_FLOAT) {
		if (!wcore_object_read(viewer, object, 0, type->size, bytes, &why)) {
			say(text, size, "<%s>", why);
			return;
		}
		memcpy(&narrow, bytes, sizeof(narrow));
		memcpy(&wide, bytes, sizeof(wide));
		say(text, size, "%.17g", type->size == 4 ? (double)narrow : wide);
	} else if (!wcore_object_number(viewer, object, &bits, &why)) {
		say(text, size, "<%s>", why ? why : "no number");
	} else if (type->kind == WCORE_TYPE_POINTER) {
		say(text, size, "0x%llx", (unsigned long long)bits);
	} else if (is_signed) {
		say(text, size, "%lld", (long long)bits);
	} else {
		say(text, size, "%llu", (unsigned long long)bits);
	}
}

/* A value, or "column: message". */
static void answer(struct program *program, const char *expression, char *text, size_t size)
{
	struct wcore_object object;
	struct wcore_error *error;
	size_t column = 9999;

	text[0] = '\0';
	wcore_viewer_restart(program->scope.viewer);
	error = wcore_expr_evaluate(&program->scope, expression, &object, &column);
	if (error)
		say(text, size, "%zu: %s", column, error->message);
	else
		describe(program->scope.viewer, &object, text, size);
	wcore_error_destroy(error);
}

static void test_program(void **state)
{
	FILE *truth = fopen("tests/data/expr/expr.txt", "r");
	struct program program;
	unsigned count = 0, failed = 0;
	char line[512], got[512];

	(void)state;
	assert_non_null(truth);
	program_open(&program, "expr", "expr.core", "expr.wasm");
	while (fgets(line, sizeof(line), truth)) {
		char *value = strchr(line, '\t');

		line[strcspn(line, "\n")] = '\0';
		if (!value) {
			program_enter(&program, line + strlen("in "));
			continue;
		}
		*value++ = '\0';
		answer(&program, line, got, sizeof(got));
		count++;
		if (strcmp(got, value) != 0) {
			print_error("%s is %s, not %s\n", line, value, got);
			failed++;
		}
	}
	fclose(truth);
	program_close(&program);
	assert_true(count > 350);
	assert_int_equal(failed, 0);
}

static const struct case_ { const char *expression, *answer; } errors[] = {
	/* grammar */
	{ "", "0: the expression ends where a value should stand" },
	{ "1 +", "3: the expression ends where a value should stand" },
	{ "(1 + 2", "6: the expression ends where ')' should stand" },
	{ "row[1", "5: the expression ends where ']' should stand" },
	{ "1 2", "2: '2' stands where an operator or the end should" },
	{ ")", "0: ')' stands where a value should" },
	{ "row[1, 2]", "5: ',' stands where ']' should" },
	{ "o->", "3: the expression ends where a member's name should stand" },
	{ "1 ? 2", "5: the expression ends where ':' should stand" },
	{ "{int}", "5: the expression ends where a value should stand" },
	{ "{nope}row", "1: 'nope' stands where a type should" },
	{ "row = 3", "4: '=' would change a value: '==' compares" },
	{ "row[1]++", "6: '++' would change a value: a core dump stays as it is" },
	{ "--count", "0: '--' would change a value: a core dump stays as it is" },
	{ "count <<= 1", "6: '<<=' would change a value: a core dump stays as it is" },
	{ "twice(o, 1)", "5: functions cannot be called: nothing runs in a core dump" },
	{ "'ab'", "0: this is neither a character nor the file of 'file'::name" },
	{ "1 + 'a", "4: there is no ' at its end" },
	{ "1 + \"a", "4: there is no \" at its end" },
	{ "\"\\q\"", "2: this cannot stand in a string" },
	{ "# 1", "0: this character means nothing here" },
	{ "\x01", "0: this character means nothing here" },
	{ "099", "1: this is no digit of an octal or binary number" },
	{ "12ab", "0: 'ab' is no suffix of a number" },
	{ "12uu", "2: this is no suffix of a number" },
	{ "18446744073709551616", "0: this number does not fit 64 bits" },
	{ "(long char)3", "10: these words make no type" },
	{ "(struct nope *)o", "8: there is no struct 'nope'" },
	{ "sizeof(union order)", "13: there is no union 'order'" },
	/* names */
	{ "foo", "0: there is no variable 'foo' in memory" },
	{ "1 + frist", "4: there is no variable 'frist' in memory (did you mean 'first'?)" },
	{ "tiny", "0: there is no variable 'tiny' in memory" },
	{ "o->nmae", "3: struct order has no member 'nmae' (did you mean 'name'?)" },
	{ "o->next->zzzz", "9: struct order has no member 'zzzz'" },
	{ "first.at.z", "9: struct point has no member 'z'" },
	{ "row.x", "4: int [5] has no members" },
	{ "other.c::nope", "9: there is no static variable 'nope' in other.c" },
	{ "'nope.c'::count", "10: there is no static variable 'count' in nope.c" },
	{ "struct order", "0: a type stands where a value should" },
	{ "order", "0: 'order' is a type, not a value" },
	{ "$nope", "0: there is no register $nope: there are $sp $fb $pc $trap_address $localN $paramN "
		   "$stackN $globalN" },
	{ "1 + $param7", "4: there is no parameter 7" },
	/* what does not go together */
	{ "1 / 0", "2: division by zero" },
	{ "row[0] % (count - 3)", "7: division by zero" },
	{ "(int)(-2147483647 - 1) / -1", "23: the result does not fit int" },
	{ "1 << 32", "2: a shift by 32 bits of only 32" },
	{ "1 >> -1", "2: a shift by a negative number" },
	{ "first + 1", "6: '+' does not take struct order and int" },
	{ "first == second", "6: '==' does not take struct order and struct order" },
	{ "o * 2", "2: '*' does not take struct order * and int" },
	{ "o + o", "2: '+' does not take struct order * and struct order *" },
	{ "o - row", "2: '-' does not take struct order * and int *" },
	{ "ratios[0] % 2", "10: '%' does not take double and int" },
	{ "-o", "0: '-' does not take struct order *" },
	{ "~ratios[0]", "0: '~' does not take double" },
	{ "*5", "0: int is no pointer" },
	{ "*anything", "0: void * does not say of what type its target is" },
	{ "anything->id", "10: void * has no members" },
	{ "first[1]", "5: struct order has no elements that can be counted" },
	{ "row[first]", "3: struct order is no index" },
	{ "&1", "0: this is not in memory: it is a constant" },
	{ "&(row[1] + 1)", "0: this is not in memory: it is reconstructed" },
	{ "&first.flags.delta", "0: a bit field has no address" },
	{ "sizeof first.flags.delta", "0: a bit field has no size in bytes" },
	{ "first ? 1 : 2", "6: struct order is neither true nor false" },
	{ "(unsigned char)first", "0: struct order cannot be cast to unsigned char" },
	{ "(struct order)5", "0: int cannot be cast to struct order" },
	{ "(int)1e10", "0: 1e+10 does not fit int" },
	{ "text == \"hello\"", "5: '==' does not take strings" },
	{ "5@3", "1: nothing follows this: it is not in memory" },
	{ "*row@0", "5: the number of elements has to be from 1 to 2147483647" },
	{ "first.hash()", "6: hash() cannot be called: nothing runs in a core dump; size(), len(), empty(), "
			  "front(), back() and at() of containers are known" },
	{ "o->id.size()", "6: int has no elements that can be counted" },
};

static const struct case_ unavailable[] = {
	{ "none->id", "<null pointer>" },
	{ "*none", "<null pointer>" },
	{ "none->at.x + 1", "<null pointer>" },
	{ "none->next->next", "<null pointer>" },
	{ "none->id ? 1 : 2", "<null pointer>" },
	{ "none->id && 1", "<null pointer>" },
	{ "!none->id", "<null pointer>" },
	{ "-none->id", "<null pointer>" },
	{ "row[none->id]", "<null pointer>" },
	{ "(long long)none->id", "<null pointer>" },
	{ "(char *)none->id + 1", "<null pointer>" },
	{ "&none->id", "<null pointer>" },
	{ "*row@none->id", "<null pointer>" },
	{ "none->name", "<null pointer>" },
	{ "*(int *)0xfffffff0", "<outside of memory>" },
	{ "*(int *)0xfffffff0 + 1", "<outside of memory>" },
	{ "$trap_address", "<the program did not trap at an access to memory>" },
	{ "'tally'::total", "504" },
	{ "(void *)&row >= $fb && (void *)&row < $sp", "1" },
	{ "$sp - $fb == (char *)$sp - (char *)$fb", "1" },
	{ "$global0 == (int)$sp", "1" },
	/* What is not needed is not asked for. */
	{ "0 && none->id", "0" },
	{ "1 || none->id", "1" },
	{ "1 ? 5 : none->id", "5" },
	{ "sizeof none->id", "4" },
	{ "sizeof (none->id / 0)", "4" },
	{ "count > 5 ? 1 / 0 : 7", "7" },
	{ "0 && 1 / 0", "0" },
};

static void check_cases(struct program *program, const struct case_ *cases, size_t count)
{
	unsigned failed = 0;
	char got[512];

	for (size_t i = 0; i < count; i++) {
		answer(program, cases[i].expression, got, sizeof(got));
		if (strcmp(got, cases[i].answer) != 0) {
			print_error("%s\n\tgives %s\n\tnot   %s\n", cases[i].expression, got, cases[i].answer);
			failed++;
		}
	}
	assert_int_equal(failed, 0);
}
#define CHECK(program, cases) check_cases(program, cases, sizeof(cases) / sizeof(*(cases)))

static void test_errors(void **state)
{
	struct program program;

	(void)state;
	program_open(&program, "expr", "expr.core", "expr.wasm");
	program_enter(&program, "memory");
	CHECK(&program, errors);
	CHECK(&program, unavailable);
	program_close(&program);
}

/* Of market.cpp, which says what is in its objects. */
static const struct case_ cxx_main[] = {
	{ "key.size()", "5" }, { "longs.size()", "49" }, { "longs[2]", "114" }, { "key[4]", "97" },
	{ "key[5]", "3: index 5, but there are 5 elements" }, { "key.back() == 'a'", "1" },
	{ "longs.at(8)", "32" }, { "key.empty()", "0" }, { "*key.c_str()", "97" },
	{ "shapes.size()", "1" }, { "shapes[0]->level", "200" },
	{ "shapes[1]", "6: index 1, but there is 1 element" },
	{ "shapes.size() > 1 ? shapes[1]->level : 0", "0" },
	{ "shapes[0]->side_", "2.5" }, { "shapes.front()->ring_.data", "[0, 11, 22, 33]" },
	{ "shapes[0]->label.size()", "49" }, { "shapes[0].get() == shapes.data()->get()", "1" },
	{ "shapes[0]->ring_.data[3] * 2 - 1", "65" },
	{ "g_index.rows_.size()", "2" }, { "g_index.rows_[\"alpha\"].size()", "2" },
	{ "g_index.rows_[key][1].second", "1.25" }, { "g_index.rows_[\"beta\"][0].first", "0" },
	{ "g_index.rows_[\"gamma\"]", "13: there is no such key" },
	{ "market::Level::High", "200" }, { "(int)market::Level::Low + 1", "2" },
	{ "market::Level::Low < market::Level::High", "1" },
	{ "sizeof(market::Point)", "8" }, { "sizeof(market::detail::Ring<int, 4>)", "20" },
	{ "sizeof(std::string)", "12" }, { "sizeof shapes[0]", "4" },
	{ "static_cast<long>(3.75)", "3" }, { "true", "1" }, { "nullptr == shapes[0].get()", "0" },
	{ "key == longs", "4: '==' does not take std::__2::string and std::__2::string" },
	{ "shapes.push_back(1)", "7: push_back() cannot be called: nothing runs in a core dump; size(), len(), "
				 "empty(), front(), back() and at() of containers are known" },
};

/* Of containers.cpp: one of each container of the standard library. */
static const struct case_ containers[] = {
	{ "empty_string.size()", "0" }, { "ten.size()", "10" }, { "eleven[10]", "48" }, { "utf16.size()", "5" },
	{ "utf16[1]", "233" }, { "wide.size()", "7" }, { "view.size()", "19" }, { "view[2]", "118" },
	{ "numbers[2]", "3" }, { "no_numbers.empty()", "1" }, { "many.size()", "300" }, { "many[20] * 2", "800" },
	{ "names[1].size()", "3" }, { "nested[2][1]", "3" }, { "nested[1].size()", "0" }, { "points[1].y", "4" },
	{ "fixed[0]", "4" }, { "fixed.size()", "4" }, { "linked[1]", "8" }, { "linked.back()", "9" },
	{ "linked.size()", "3" }, { "linked[3]", "6: index 3, but there are 3 elements" }, { "forward[1]", "6" },
	{ "queue_of_ints[2]", "3" }, { "blocks[3].y", "-1033" }, { "ages[\"bob\"]", "25" }, { "ages.size()", "4" },
	{ "ages[names[0]]", "4: there is no such key" }, { "by_number[-1].size()", "1" },
	{ "by_number[0]", "9: there is no such key" }, { "lists[1].size()", "2" }, { "no_map.size()", "0" },
	{ "big_map[62]", "59" }, { "multi[0]", "99" }, { "ordered[2]", "3" }, { "ordered.front()", "1" },
	{ "prices[\"fig\"] * 4", "1" }, { "squares[18]", "324" }, { "squares.size()", "20" }, { "hashed.size()", "3" },
	{ "bits.size()", "4" }, { "bits[1]", "<not in memory as such>" },
	{ "some.value()", "4" }, { "*some + 1", "5" }, { "*nothing", "<there is nothing in it>" },
	{ "some_name->size()", "13" }, { "*owned", "5" }, { "*owned.get()", "5" }, { "*owns_nothing", "<null pointer>" },
	{ "owned_point->x", "8" }, { "owned_name->size()", "43" }, { "*shared", "7" }, { "shared_point->y", "1" },
	{ "couple.second.size()", "3" }, { "part[0]", "2" }, { "part.size()", "2" }, { "fixed_part[1]", "2" },
	{ "literal[1]", "12" }, { "pile[0]", "1" }, { "heap.size()", "3" }, { "*numbers.data()@2", "[1, 2]" },
};

static const struct case_ cxx_area[] = {
	{ "k", "9" }, { "p.x + p.y", "-1" }, { "this->side_", "2.5" }, { "side_", "2.5" }, { "level", "200" },
	{ "label.size()", "49" }, { "ring_.data[k - 7]", "22" }, { "this->ring_.head", "4" },
	{ "(*this).side_ * 2", "5" }, { "((market::Shape *)this)->level", "200" },
	{ "(void *)(market::Shape *)this == this", "1" },
	{ "static_cast<market::Square *>((market::Shape *)this)->side_", "2.5" },
	{ "level == market::Level::High", "1" },
};

static const struct case_ rust[] = {
	{ "value", "3" }, { "base + 1", "4" }, { "wanted", "33" }, { "cart.items[1]", "5" },
	{ "cart.items.len() * 2 + base", "9" }, { "(*cart).items.is_empty()", "0" },
	{ "cart.items[3]", "10: index 3, but there are 3 elements" },
	{ "cart.owner.len()", "16" }, { "cart.owner[2]", "195" },
	{ "cart.index[4]", "40" }, { "cart.index.len()", "1" },
	{ "cart.index[5]", "10: there is no such key" }, { "cart.last.0.sku", "7" }, { "cart.last.0.qty", "3" },
	{ "cart.itms", "5: Cart has no member 'itms' (did you mean 'items'?)" },
	{ "base as u8", "3" }, { "base as f64 / 2.0", "1.5" }, { "300 as u8", "44" },
	{ "base - 4", "5: the result does not fit usize" }, { "255u8 + 1", "6: the result does not fit u8" },
	{ "2147483647 + 1", "11: the result does not fit i32" }, { "-base", "0: the result does not fit usize" },
	{ "!base", "4294967292" }, { "!0u8", "255" }, { "!(base == 3)", "0" }, { "-7 / 2", "-3" },
	{ "1_000_000 * 1000u64", "1000000000" }, { "0777", "777" }, { "0o17", "15" },
	{ "300u8", "0: this number does not fit u8" }, { "1.5f32 * 2.0", "3" },
	{ "value == base && value < wanted", "1" }, { "*&base", "3" }, { "sizeof(shop::Cart)", "72" },
	{ "*(&base as *const u8)", "3" },
};

static const struct case_ zig[] = {
	{ "at", "4" }, { "self.id", "77" }, { "self.*.id", "77" }, { "self.stops.len", "3" },
	{ "self.stops.items[2]", "-20" }, { "self.stops.items.len", "6" },
	{ "self.stops.items[6]", "16: index 6, but there are 6 elements" },
	{ "label.len", "3" }, { "label[0] == 'v'", "1" }, { "label[3]", "5: index 3, but there are 3 elements" },
	{ "self.cargo.payload.liquid.litres", "2.5" }, { "self.cargo.liquid.litres", "2.5" },
	{ "self.cargo.crates", "<the union holds another field>" }, { "self.cargo.liquid.name.len", "6" },
	{ "self.cargo.gold", "11: fleet.Cargo has no member 'gold'" }, { "self.kind", "9" }, { "self.speed.?", "<null>" },
	{ "at > 3 and at < 5", "1" }, { "at == 3 or at == 4", "1" }, { "at - 5", "3: the result does not fit usize" },
	{ "fleet_size", "1" }, { "sizeof(fleet.Kind)", "1" }, { "(fleet.Kind)2 == self.kind", "0" },
};

/* A program whose memory has 64-bit addresses, which it left: m64.c. */
static const struct case_ wasm64[] = {
	{ "n", "0x100000040" }, { "n->value", "<outside of memory>" }, { "$trap_address", "0x100000048" },
	{ "sizeof n", "8" }, { "sizeof(long)", "8" }, { "sizeof(int)", "4" }, { "&pool[2] - pool", "2" },
	{ "pool[0].next->value / 1000", "200000000" }, { "*pool[2].tag", "116" }, { "pool[2].next == n", "1" },
	{ "(int)(long)n", "64" }, { "n - 1 == (void *)0x100000028", "1" }, { "0xffffffff + 1L", "4294967296" },
	{ "-1L < 0u", "1" }, { "(unsigned long)-1", "18446744073709551615" }, { "$pc", "109" },
};

/* What a frame has without debug information. */
static const struct case_ registers[] = {
	{ "$trap_address", "0xfffffff8" }, { "$pc", "311" }, { "$local0", "0: there is no local 0" },
	{ "$stack0", "-16" }, { "$global0", "4096" },
	{ "x", "0: there is no variable 'x' in oob_load" },
	{ "sizeof(int)", "4" }, { "(unsigned char)0x1ff", "255" },
};

static void check_program(const char *folder, const char *dump, const char *module, const char *function,
			  const struct case_ *cases, size_t count)
{
	struct program program;

	program_open(&program, folder, dump, module);
	program_enter(&program, function);
	check_cases(&program, cases, count);
	program_close(&program);
}

static void test_languages(void **state)
{
	(void)state;
	check_program("wt-cpp-O0", "dump.core", "m.wasm", "main", cxx_main,
		      sizeof(cxx_main) / sizeof(*cxx_main));
	check_program("wt-cpp-O0", "dump.core", "m.wasm", "market::Square::area", cxx_area,
		      sizeof(cxx_area) / sizeof(*cxx_area));
	check_program("print", "containers-16.core", "containers-16.wasm", "__original_main", containers,
		      sizeof(containers) / sizeof(*containers));
	check_program("print", "containers-22.core", "containers-22.wasm", "__original_main", containers,
		      sizeof(containers) / sizeof(*containers));
	check_program("rust-panic", "shop-debug.core", "shop-debug.wasm", "shop::calculate", rust,
		      sizeof(rust) / sizeof(*rust));
	check_program("wt-zig-debug", "dump.core", "m.wasm", "fleet.Vehicle.nextStop", zig,
		      sizeof(zig) / sizeof(*zig));
	check_program("mem-64-c", "dump.core", "m.wasm", "walk", wasm64, sizeof(wasm64) / sizeof(*wasm64));
	check_program("traps", "oob_load.core", "traps.wasm", "oob_load", registers,
		      sizeof(registers) / sizeof(*registers));
}

/* Text of many parts, and whether it is still an expression. */
static void check_long(struct program *program, const char *first, const char *part, size_t count,
		       const char *middle, const char *last, const char *wanted)
{
	size_t size = strlen(first) + count * (strlen(part) + strlen(last)) + strlen(middle) + 1;
	char *text = calloc(size, 1), *at = text, got[512];

	assert_non_null(text);
	at = stpcpy(at, first);
	for (size_t i = 0; i < count; i++)
		at = stpcpy(at, part);
	at = stpcpy(at, middle);
	for (size_t i = 0; i < count; i++)
		at = stpcpy(at, last);
	answer(program, text, got, sizeof(got));
	if (!strstr(got, wanted))
		print_error("%s, %zu times %s: %s, not %s\n", first, count, part, got, wanted);
	assert_non_null(strstr(got, wanted));
	free(text);
}

static void test_long(void **state)
{
	struct program program;

	(void)state;
	program_open(&program, "expr", "expr.core", "expr.wasm");
	program_enter(&program, "memory");
	check_long(&program, "1", "+1", 1000, "", "", "1001");
	check_long(&program, "1", "+1", 32000, "", "", "32001");
	check_long(&program, "1", "+1", 33000, "", "", "longer than 65536 bytes");
	check_long(&program, "o", "->next", 5000, "", "", "<null pointer>");
	check_long(&program, "row", "[0]", 20000, "", "", "int has no elements");
	check_long(&program, "", "(", 150, "count", ")", "3");
	check_long(&program, "", "(", 199, "count", ")", "3");
	check_long(&program, "", "(", 201, "count", ")", "nested more than 200 deep");
	check_long(&program, "", "(", 30000, "count", ")", "nested more than 200 deep");
	check_long(&program, "", "~", 198, "count", "", "3");
	check_long(&program, "", "- ", 198, "count", "", "3");
	check_long(&program, "", "*&", 90, "count", "", "3");
	check_long(&program, "", "!", 60000, "count", "", "nested more than 200 deep");
	check_long(&program, "", "1?", 15000, "count", ":1", "nested more than 200 deep");
	check_long(&program, "", "1?2:", 15000, "3", "", "nested more than 200 deep");
	check_long(&program, "", "(int)", 13000, "1", "", "nested more than 200 deep");
	check_long(&program, "", "sizeof ", 9000, "1", "", "nested more than 200 deep");
	check_long(&program, "", "{int}", 13000, "row", "", "nested more than 200 deep");
	check_long(&program, "", "row[", 10000, "0", "]", "nested more than 200 deep");
	check_long(&program, "(int ", "(*", 20000, "", ")", "");
	check_long(&program, "(int (*)(int ", "(*)(int ", 7000, "", ")", "");
	check_long(&program, "(int", "[2]", 20000, "", "", "");
	check_long(&program, "(int", " *", 30000, ")0", "", "0x0");
	check_long(&program, "sizeof(int", "[1000000]", 10, ")", "", "how large");
	check_long(&program, "", "a<", 20000, "b", ">", "");
	check_long(&program, "", "a::", 20000, "b", "", "there is no variable");
	check_long(&program, "0", "+count", 1000, "", "", "3000");
	check_long(&program, "0", "+count", 1001, "", "", "more than 1000 names");
	check_long(&program, "1", " || 1", 13000, "", "", "1");
	check_long(&program, "\"", "\\x41", 16000, "\"[15999]", "", "65");
	check_long(&program, "", "\"\"", 30000, "", "", "stands where an operator");
	program_close(&program);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_program),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
