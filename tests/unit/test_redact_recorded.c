/* Secrets in the values of frames and in globals of i32 and i64: which go, what takes their place, what is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/dump/stack.h"
#include "../../libcore/redact/recorded.h"
#include "dump_writer.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
/* The second one has bytes whose highest bit is set, and a small one behind letters. */
static const char *const secrets[] = { "Zq7+Zq8-Zq9", "Stra\303\237e!\267z", "AbC\1dEf\2" };

static const struct sample {
	uint8_t code;
	const char *bytes;	/* of the number, lowest first: 4 of an i32, 8 of others */
	bool is_secret;
} samples[] = {
	{ 0x7e, "Zq7+Zq8-", true }, { 0x7e, "q8-Zq9\0\0", true }, { 0x7e, "Zq7+\0\0\0\0", false },
	{ 0x7e, "Zq7+Zq8x", false }, { 0x7f, "Zq7+", true }, { 0x7f, "8-Zq", true }, { 0x7f, "Zq7-", false },
	{ 0x7f, "AbC\1", true }, { 0x7e, "AbC\1dEf\2", true }, { 0x7f, "a\303\237e", true },
	{ 0x7f, "e!\xb7z", true }, { 0x7f, "a!\xc3\x9f", false }, { 0x7f, "ra\xc3\x9f", true },
	{ 0x7e, "tra\303\237e!\267", true },
	{ 0x7f, "\0\0\0\0", false }, { 0x7f, "\7\0\0\0", false }, { 0x7c, "\0\0\0\0\0\0\xf0\x3f", false },
};

static unsigned width_of(const struct sample *sample)
{
	return sample->code == 0x7f ? 4 : 8;
}

static uint64_t bits_of(const char *bytes, unsigned width)
{
	uint64_t bits = 0;

	for (unsigned i = 0; i < width; i++)
		bits |= (uint64_t)(uint8_t)bytes[i] << (8 * i);
	return bits;
}

struct fixture {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_dump *dump;
	struct wcore_pieces pieces;
	struct wcore_redaction redaction;
};

/* The dump that was written, and the pieces of the secrets. */
static void open_written(struct fixture *f, enum wcore_dialect_id dialect)
{
	f->pieces = (struct wcore_pieces){ 0 };
	for (size_t i = 0; i < COUNT(secrets); i++)
		assert_null(wcore_pieces_add(&f->pieces, wcore_string_from(secrets[i])));
	f->file = writer_file(&f->w, "t.core");
	assert_null(wcore_dump_open(f->file, dialect, &f->dump));
	assert_null(f->dump->broken);
	wcore_redaction_init(&f->redaction);
}

static void tear_down(struct fixture *f)
{
	wcore_pieces_deinit(&f->pieces);
	wcore_redaction_deinit(&f->redaction);
	wcore_dump_close(f->dump);
	wcore_file_close(f->file);
	writer_deinit(&f->w);
}

/* Changes what was written as the redaction says, and opens it again. */
static void apply(struct fixture *f, enum wcore_dialect_id dialect)
{
	const struct wcore_patches *patches = &f->redaction.patches;

	assert_null(wcore_redaction_finish(&f->redaction));
	for (size_t i = 0; i < patches->count; i++) {
		assert_in_range(patches->items[i].offset, 8, f->w.size - patches->items[i].size);
		memcpy(f->w.data + patches->items[i].offset, patches->items[i].bytes, patches->items[i].size);
	}
	wcore_dump_close(f->dump);
	wcore_file_close(f->file);
	wcore_redaction_deinit(&f->redaction);
	wcore_pieces_deinit(&f->pieces);
	open_written(f, dialect);
}

static void write_stack(struct fixture *f, enum wcore_dialect_id dialect)
{
	struct writer_value values[COUNT(samples)];

	for (size_t i = 0; i < COUNT(samples); i++)
		values[i] = (struct writer_value){ samples[i].code, bits_of(samples[i].bytes, width_of(&samples[i])) };
	writer_init(&f->w);
	writer_core(&f->w, "a.wasm");
	writer_stack_begin(&f->w, "first", 1);
	writer_frame(&f->w, dialect, 0, 7, 90, values, 1, NULL, 0);
	writer_end(&f->w);
	writer_stack_begin(&f->w, "second", 2);
	writer_frame(&f->w, dialect, 0, 7, 90, NULL, 0, NULL, 0);
	writer_frame(&f->w, dialect, 0, 8, 91, values, COUNT(samples), values + 4, 2);
	writer_end(&f->w);
}

/* What is told of one value. */
static void check_hit(const struct fixture *f, const struct wcore_redact_hit *hit, uint32_t thread,
		      enum wcore_redact_place place, uint32_t number, const struct sample *sample)
{
	const struct wcore_dialect *dialect = f->dump->threads[0].dialect;

	assert_int_equal(hit->rule, WCORE_RULE_PIECE);
	assert_int_equal(hit->form, WCORE_FORM_BINARY);
	assert_int_equal(hit->place, place);
	assert_int_equal(hit->thread, thread);
	assert_int_equal(hit->frame, thread);	/* the last one of each */
	assert_int_equal(hit->number, number);
	/* The type stands in front of it. */
	assert_int_equal(f->w.data[hit->offset - 1], sample->code);
	if (dialect->fixed_width) {
		assert_int_equal(hit->size, width_of(sample));
		assert_memory_equal(f->w.data + hit->offset, sample->bytes, width_of(sample));
	}
}

static void check_hits(const struct fixture *f)
{
	const struct wcore_redact_hit *hit = f->redaction.hits;

	check_hit(f, hit++, 0, WCORE_PLACE_LOCAL, 0, &samples[0]);
	for (uint32_t i = 0; i < COUNT(samples); i++)
		if (samples[i].is_secret)
			check_hit(f, hit++, 1, WCORE_PLACE_LOCAL, i, &samples[i]);
	for (uint32_t i = 0; i < 2; i++)
		check_hit(f, hit++, 1, WCORE_PLACE_OPERAND, i, &samples[4 + i]);
	assert_int_equal(f->redaction.hit_count, hit - f->redaction.hits);
}

/* What stands for a secret is no piece of one, and not negative. */
static void check_replaced(const struct fixture *f, uint64_t bits, unsigned width)
{
	assert_false(wcore_pieces_has(&f->pieces, bits, width));
	assert_int_equal(bits >> (8 * width - 1), 0);
}

/* Secrets are gone, and all else is as it was. */
static void check_values(const struct fixture *f, struct wcore_value_iter *iter, const struct sample *wanted,
			 size_t count)
{
	struct wcore_value value;

	for (size_t i = 0; i < count; i++) {
		const unsigned width = width_of(&wanted[i]);

		assert_true(wcore_value_iter_next(iter, &value));
		assert_int_equal(value.code, wanted[i].code);
		if (!wanted[i].is_secret)
			assert_int_equal(value.bits, bits_of(wanted[i].bytes, width));
		else if (f->dump->threads[0].dialect->fixed_width)
			assert_int_equal(value.bits, bits_of("xxxxxxxx", width));
		else
			check_replaced(f, value.bits, width);
	}
	assert_false(wcore_value_iter_next(iter, &value));
}

static void values_of_frames_go(void **state)
{
	static const enum wcore_dialect_id dialects[] = { WCORE_DIALECT_SPEC, WCORE_DIALECT_WASMER };

	(void)state;
	for (size_t i = 0; i < COUNT(dialects); i++) {
		struct wcore_frame_iter frames;
		struct wcore_value_iter values;
		struct wcore_frame frame;
		struct fixture f;
		bool found;

		write_stack(&f, dialects[i]);
		open_written(&f, dialects[i]);
		assert_null(wcore_redact_recorded(f.dump, &f.pieces, NULL, &f.redaction));
		check_hits(&f);
		apply(&f, dialects[i]);
		wcore_frame_iter_init(&frames, f.dump, &f.dump->threads[1]);
		for (unsigned j = 0; j < 2; j++)
			assert_null(wcore_frame_iter_next(&frames, &frame, &found));
		assert_true(found);
		assert_int_equal(frame.funcidx, 8);
		wcore_value_iter_locals(&values, f.dump, &f.dump->threads[1], &frame);
		check_values(&f, &values, samples, COUNT(samples));
		wcore_value_iter_stack(&values, f.dump, &f.dump->threads[1], &frame);
		check_values(&f, &values, samples + 4, 2);
		/* A second time there is nothing left to find. */
		assert_null(wcore_redact_recorded(f.dump, &f.pieces, NULL, &f.redaction));
		assert_int_equal(f.redaction.hit_count, 0);
		assert_int_equal(f.redaction.part_count, 0);
		tear_down(&f);
	}
}

/* A v128 goes when either half of it is a piece. */
static void vectors_go(void **state)
{
	static const struct { const char *bytes; bool is_secret; } vectors[] = {
		{ "Zq7+Zq8-........", true }, { "........7+Zq8-Zq", true }, { "....Zq7+Zq8-....", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct fixture f;
		size_t at;

		writer_init(&f.w);
		writer_core(&f.w, "a.wasm");
		writer_stack_begin(&f.w, "main", 1);
		writer_bytes(&f.w, "\0\0\7\x5a\1\x7b", 6);	/* kind, instance, function, place, a local: v128 */
		at = f.w.size;
		writer_bytes(&f.w, vectors[i].bytes, 16);
		writer_u8(&f.w, 0);
		writer_end(&f.w);
		at++;	/* the section's size stands in front of it then */
		open_written(&f, WCORE_DIALECT_SPEC);
		assert_null(wcore_redact_recorded(f.dump, &f.pieces, NULL, &f.redaction));
		assert_int_equal(f.redaction.hit_count, vectors[i].is_secret);
		if (vectors[i].is_secret) {
			assert_int_equal(f.redaction.hits[0].offset, at);
			assert_int_equal(f.redaction.hits[0].size, 16);
			apply(&f, WCORE_DIALECT_SPEC);
			assert_memory_equal(f.w.data + at, "xxxxxxxxxxxxxxxx", 16);
			assert_int_equal(f.w.data[at + 16], 0);
		}
		tear_down(&f);
	}
}

/* A variable that has a frame's number, whatever the number looks like. */
static void numbers_of_variables_go(void **state)
{
	static const struct {
		const char *what;
		struct wcore_named_value value;
		int local;	/* that goes; -1: none */
	} cases[] = {
		{ "an i32", { .is_recorded = true, .thread = 0, .frame = 1, .bits = 123456, .width = 4 }, 0 },
		{ "an i64", { .is_recorded = true, .thread = 0, .frame = 1, .bits = 1234567890123, .width = 8 }, 1 },
		{ "32 bits in an i64", { .is_recorded = true, .thread = 0, .frame = 1, .bits = 654321, .width = 4 }, 2 },
		{ "64 bits in an i32", { .is_recorded = true, .thread = 0, .frame = 1, .bits = 123456, .width = 8 }, -1 },
		{ "of another frame", { .is_recorded = true, .thread = 0, .frame = 0, .bits = 123456, .width = 4 }, -1 },
		{ "of another thread", { .is_recorded = true, .thread = 1, .frame = 1, .bits = 123456, .width = 4 }, -1 },
		{ "in memory", { .has_place = true, .thread = 0, .frame = 1, .bits = 123456, .width = 4 }, -1 },
		{ "what a redaction left", { .is_recorded = true, .thread = 0, .frame = 1, .bits = 0x78787878, .width = 4 }, -1 },
		{ "another number", { .is_recorded = true, .thread = 0, .frame = 1, .bits = 123457, .width = 4 }, -1 },
	};
	static const struct writer_value locals[] = { { 0x7f, 123456 }, { 0x7e, 1234567890123 }, { 0x7e, 654321 },
						      { 0x7f, 0x78787878 } };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct wcore_named_value value = cases[i].value;
		const struct wcore_named_list named = { .items = &value, .count = 1 };
		struct fixture f;

		value.name = wcore_string_from("pin in login");
		writer_init(&f.w);
		writer_core(&f.w, "a.wasm");
		writer_stack_begin(&f.w, "main", 2);
		writer_frame(&f.w, WCORE_DIALECT_WASMER, 0, 7, 90, NULL, 0, NULL, 0);
		writer_frame(&f.w, WCORE_DIALECT_WASMER, 0, 7, 90, locals, COUNT(locals), NULL, 0);
		writer_end(&f.w);
		open_written(&f, WCORE_DIALECT_WASMER);
		assert_null(wcore_redact_recorded(f.dump, &f.pieces, &named, &f.redaction));
		if (f.redaction.hit_count != (cases[i].local >= 0))
			fail_msg("%s: %zu", cases[i].what, f.redaction.hit_count);
		if (cases[i].local >= 0) {
			assert_int_equal(f.redaction.hits[0].rule, WCORE_RULE_VARIABLE);
			assert_int_equal(f.redaction.hits[0].number, cases[i].local);
			assert_true(wcore_string_is(f.redaction.hits[0].name, "pin in login"));
		}
		tear_down(&f);
	}
}

static void a_frame_that_is_cut_is_an_error(void **state)
{
	struct wcore_error *error;
	struct fixture f;

	(void)state;
	write_stack(&f, WCORE_DIALECT_SPEC);
	f.w.size -= 3;
	f.pieces = (struct wcore_pieces){ 0 };
	f.file = writer_file(&f.w, "t.core");
	assert_null(wcore_dump_open(f.file, WCORE_DIALECT_SPEC, &f.dump));
	wcore_redaction_init(&f.redaction);
	error = wcore_redact_recorded(f.dump, &f.pieces, NULL, &f.redaction);
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_FORMAT);
	wcore_error_destroy(error);
	tear_down(&f);
}

/* The samples as globals, behind an imported one; an opcode, the number, an end. */
static void write_globals(struct fixture *f)
{
	writer_init(&f->w);
	writer_core(&f->w, "a.wasm");
	writer_section(&f->w, WCORE_SECTION_IMPORT);
	writer_u8(&f->w, 1);
	writer_name(&f->w, "env");
	writer_name(&f->w, "g");
	writer_bytes(&f->w, "\3\x7f\0", 3);
	writer_end(&f->w);
	writer_section(&f->w, WCORE_SECTION_GLOBAL);
	writer_uleb(&f->w, COUNT(samples));
	for (size_t i = 0; i < COUNT(samples); i++) {
		const uint64_t bits = bits_of(samples[i].bytes, width_of(&samples[i]));

		writer_u8(&f->w, samples[i].code);
		writer_u8(&f->w, 1);
		writer_u8(&f->w, samples[i].code == 0x7f ? 0x41 : samples[i].code == 0x7e ? 0x42 : 0x44);
		if (samples[i].code == 0x7c)
			writer_u64(&f->w, bits);
		else
			writer_sleb(&f->w, samples[i].code == 0x7f ? (int32_t)bits : (int64_t)bits);
		writer_u8(&f->w, 0x0b);
	}
	writer_end(&f->w);
}

static void globals_go(void **state)
{
	const struct wcore_redact_hit *hit;
	struct fixture f;

	(void)state;
	write_globals(&f);
	open_written(&f, WCORE_DIALECT_AUTO);
	assert_int_equal(f.dump->index->global_count, COUNT(samples) + 1);
	assert_null(wcore_redact_globals(f.dump, &f.pieces, &f.redaction));
	hit = f.redaction.hits;
	for (uint32_t i = 0; i < COUNT(samples); i++) {
		const struct wcore_constant *init = &f.dump->index->globals[i + 1].init;

		if (!samples[i].is_secret)
			continue;
		assert_int_equal(hit->rule, WCORE_RULE_PIECE);
		assert_int_equal(hit->place, WCORE_PLACE_GLOBAL);
		assert_int_equal(hit->number, i + 1);
		assert_int_equal(hit->offset, init->offset + 1);
		assert_int_equal(hit->size, init->size - 2);
		hit++;
	}
	assert_int_equal(f.redaction.hit_count, hit - f.redaction.hits);
	apply(&f, WCORE_DIALECT_AUTO);
	assert_int_equal(f.dump->index->global_count, COUNT(samples) + 1);
	for (uint32_t i = 0; i < COUNT(samples); i++) {
		const struct wcore_constant *init = &f.dump->index->globals[i + 1].init;

		assert_int_equal(init->kind, WCORE_CONST_VALUE);
		assert_int_equal(init->type.code, samples[i].code);
		if (samples[i].is_secret)
			check_replaced(&f, init->bits, width_of(&samples[i]));
		else
			assert_int_equal(init->bits, bits_of(samples[i].bytes, width_of(&samples[i])));
	}
	assert_null(wcore_redact_globals(f.dump, &f.pieces, &f.redaction));
	assert_int_equal(f.redaction.hit_count, 0);
	tear_down(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_of_frames_go),
		cmocka_unit_test(vectors_go),
		cmocka_unit_test(numbers_of_variables_go),
		cmocka_unit_test(a_frame_that_is_cut_is_an_error),
		cmocka_unit_test(globals_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
