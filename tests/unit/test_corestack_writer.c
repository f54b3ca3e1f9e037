#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/dump/corestack_writer.h"
#include "dump_writer.h"

static const struct writer_value locals[] = {
	{ 0x7f, 0xffffffff }, { 0x7e, UINT64_C(0x8000000000000000) }, { 0x7d, 0x7fc00000 },
	{ 0x7c, UINT64_C(0x3ff0000000000000) }, { 1, 0 }, { 0x7f, 64 },
};
static const struct writer_value operands[] = { { 0x7e, 1 } };
#define LOCALS (sizeof(locals) / sizeof(locals[0]))

static bool keeps_all_but_first(void *context, uint32_t i, const struct wcore_value *value)
{
	(void)context;
	(void)value;
	return i > 0;
}

/* What the tests' own writer writes in one dialect comes out as it writes it in the other. */
static void convert(enum wcore_dialect_id from, enum wcore_dialect_id to, bool drops_first)
{
	struct dump_writer in, wanted;
	struct wcore_frame_record record = { .instance = 0, .funcidx = 300, .offset = 200 };
	struct wcore_encoder frames = { 0 };
	struct writer_value kept[LOCALS];
	struct wcore_memory_sink sink;
	struct wcore_frame_iter iter;
	struct wcore_frame frame;
	struct wcore_file *file;
	struct wcore_dump *dump;
	bool found;

	writer_init(&in);
	writer_core(&in, "a.wasm");
	writer_stack_begin(&in, "main", 1);
	writer_frame(&in, from, 0, 300, 200, locals, LOCALS, operands, 1);
	writer_end(&in);
	file = writer_file(&in, "t.core");
	assert_null(wcore_dump_open(file, from, &dump));
	wcore_frame_iter_init(&iter, dump, &dump->threads[0]);
	assert_null(wcore_frame_iter_next(&iter, &frame, &found));
	assert_true(found);
	record.locals.count = frame.local_count;
	record.locals.keep = drops_first ? keeps_all_but_first : NULL;
	record.stack.count = frame.stack_count;
	wcore_value_iter_locals(&record.locals.iter, dump, &dump->threads[0], &frame);
	wcore_value_iter_stack(&record.stack.iter, dump, &dump->threads[0], &frame);
	wcore_encode_frame(&frames, wcore_dialect_get(to), &record);
	wcore_memory_sink_init(&sink);
	assert_null(wcore_write_thread(&sink.sink, WCORE_STRING("main"), &frames, 1));

	memcpy(kept, locals, sizeof(locals));
	if (drops_first)
		kept[0] = (struct writer_value){ 1, 0 };
	writer_init_raw(&wanted);
	writer_stack_begin(&wanted, "main", 1);
	writer_frame(&wanted, to, 0, 300, 200, kept, LOCALS, operands, 1);
	writer_end(&wanted);
	assert_int_equal(sink.bytes.size, wanted.size);
	assert_memory_equal(sink.bytes.data, wanted.data, wanted.size);
	wcore_encoder_deinit(&frames);
	wcore_encoder_deinit(&sink.bytes);
	wcore_dump_close(dump);
	wcore_file_close(file);
	writer_deinit(&wanted);
	writer_deinit(&in);
}

static void test_forms(void **state)
{
	(void)state;
	for (unsigned drops = 0; drops < 2; drops++) {
		convert(WCORE_DIALECT_SPEC, WCORE_DIALECT_SPEC, drops);
		convert(WCORE_DIALECT_SPEC, WCORE_DIALECT_XTUC, drops);
		convert(WCORE_DIALECT_XTUC, WCORE_DIALECT_SPEC, drops);
		convert(WCORE_DIALECT_XTUC, WCORE_DIALECT_XTUC, drops);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_forms) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
