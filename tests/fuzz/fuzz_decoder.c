/* Instructions: the input is a function's body without its size. */
#include <stdlib.h>
#include <string.h>

#include "../../libcore/wasm/insn.h"
#include "fuzz.h"

/* A module of one function, up to the size of its code section. */
static const uint8_t head[] = { 0, 'a', 's', 'm', 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10 };
#define BODY_MAX ((size_t)1 << 16)

static uint8_t *put_leb(uint8_t *at, size_t value)
{
	/* Five bytes, so that the size of what follows is known beforehand. */
	for (int i = 0; i < 4; i++, value >>= 7)
		*at++ = (uint8_t)(0x80 | (value & 0x7f));
	*at++ = (uint8_t)(value & 0x7f);
	return at;
}

static void decode_all(const struct wcore_module *module, const struct wcore_function *function)
{
	struct wcore_cursor cursor;
	struct wcore_insn insn, same;
	uint64_t item, previous = 0;
	char text[256];

	wcore_insn_cursor(module, function, &cursor);
	for (int n = 0; wcore_cursor_left(&cursor) > 0; n++) {
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);

		if (error) {
			wcore_error_destroy(error);
			break;
		}
		if (insn.next <= insn.offset || insn.next > function->end || insn.offset < previous)
			abort();
		previous = insn.next;
		wcore_insn_format(&insn, text, sizeof(text));
		if (n % 97)
			continue;
		wcore_error_destroy(wcore_insn_vector(module, &insn, 0, &item));
		error = wcore_insn_at(module, function, insn.offset, &same);
		if (error || same.op != insn.op || same.next != insn.next)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *binary, *at;
	struct wcore_file *file = NULL;
	struct wcore_module *module = NULL;
	struct wcore_function function;
	struct wcore_error *error;

	if (size > BODY_MAX)
		size = BODY_MAX;
	binary = malloc(sizeof(head) + 11 + size);
	if (!binary)
		return 0;
	memcpy(binary, head, sizeof(head));
	at = put_leb(binary + sizeof(head), size + 6);
	*at++ = 1;
	at = put_leb(at, size);
	if (size)
		memcpy(at, data, size);
	error = wcore_file_from_memory("fuzz.wasm", binary, (uint64_t)(at - binary) + size, &file);
	if (!error)
		error = wcore_module_open(file, 0, file->size, &module);
	if (!error)
		error = wcore_module_function(module, 0, &function);
	if (error)
		wcore_error_destroy(error);
	else if (!function.is_imported)
		decode_all(module, &function);
	if (module)
		wcore_module_close(module);
	if (file)
		wcore_file_close(file);
	free(binary);
	return 0;
}
