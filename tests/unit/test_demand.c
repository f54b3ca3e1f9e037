/* Bits that code written by hand reads of local 0 (i32) and 1 (i64). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/analysis/demand.h"
#include "../../libcore/wasm/insn.h"
#include "dump_writer.h"

#define END "\x0b"
#define GET "\x20\x00"
#define SET "\x21\x00"
#define TEE "\x22\x00"
#define OTHER "\x20\x01"
#define SET_OTHER "\x21\x01"
#define DROP "\x1a"
#define BYTE "\x41\xff\x01"
#define ADDRESS "\x41\x08"
#define AND "\x71"
#define ADD "\x6a"
#define MUL "\x6c"
#define SHL "\x74"
#define SHR_U "\x76"
#define REM_U "\x70"
#define EQZ "\x45"

static const struct demand_case {
	const char *what, *code;
	size_t size;
	unsigned demand;
} cases[] = {
#define CASE(what, code, demand) { what, code END, sizeof(code END) - 1, demand }
	CASE("nothing", "", 0),
	CASE("dropped", GET DROP, 0),
	CASE("compared", GET EQZ DROP, 32),
	CASE("masked", GET BYTE AND DROP, 8),
	CASE("masked the other way round", BYTE GET AND DROP, 8),
	CASE("masked by what is not known", GET OTHER AND EQZ DROP, 32),
	CASE("a sum that is masked", GET OTHER ADD BYTE AND DROP, 8),
	CASE("a product in a sum that is masked", OTHER GET "\x41\x84\x7f" MUL ADD BYTE AND DROP, 8),
	CASE("masked, and compared elsewhere", GET BYTE AND DROP GET EQZ DROP, 32),
	CASE("shifted to the left and masked", GET "\x41\x02" SHL BYTE AND DROP, 8),
	CASE("by how much it is shifted", OTHER GET SHL BYTE AND DROP, 32),
	CASE("shifted to the right and masked", GET "\x41\x02" SHR_U BYTE AND DROP, 32),
	CASE("a remainder", GET "\x41\x07" REM_U BYTE AND DROP, 32),
	CASE("widened and masked", GET "\xad\x42\xff\xff\x03\x83" DROP, 16),
	CASE("widened and used", GET "\xad\x50" DROP, 32),
	CASE("sign-extended", GET "\xc0" DROP GET "\xc1" DROP, 16),
	CASE("stored as a byte", ADDRESS GET "\x3a\x00\x00", 8),
	CASE("stored", ADDRESS GET "\x36\x02\x00", 32),
	CASE("an address", GET BYTE "\x3a\x00\x00", 32),
	CASE("loaded from", GET "\x2d\x00\x00" DROP, 32),
	CASE("a load in between", GET ADDRESS "\x28\x02\x00" ADD BYTE AND DROP, 8),
	CASE("put into another local", GET SET_OTHER, 32),
	CASE("selected and masked", GET OTHER OTHER "\x1b" BYTE AND DROP, 8),
	CASE("what selects", OTHER OTHER GET "\x1b" BYTE AND DROP, 32),
	CASE("on the stack in front of a block", GET "\x02\x40" END DROP, 32),
	CASE("set anew", BYTE SET GET EQZ DROP, 0),
	CASE("read for what it is set to", GET BYTE AND TEE DROP GET EQZ DROP, 8),
	CASE("masked, and set anew", GET BYTE AND DROP BYTE SET GET EQZ DROP, 8),
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wcore_function function;
		struct wcore_module *module;
		struct wcore_file *file;
		struct dump_writer w;

		writer_init(&w);
		writer_functions(&w, 1);
		writer_code_begin(&w, 1);
		writer_body(&w, 2, cases[i].code, cases[i].size);
		writer_end(&w);
		file = writer_file(&w, "m.wasm");
		assert_null(wcore_module_open(file, 0, file->size, &module));
		assert_null(wcore_module_function(module, 0, &function));
		const unsigned demand = wcore_demand(module, &function, function.body, 0, 32);

		if (demand != cases[i].demand)
			fail_msg("%s: %u", cases[i].what, demand);
		wcore_module_close(module);
		wcore_file_close(file);
		writer_deinit(&w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
