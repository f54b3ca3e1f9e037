/* Typed items and strings: see mem_read.h. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/text.h"
#include "../libcore/base/alloc.h"
#include "mem_owner.h"
#include "mem_read.h"

/* Bytes of a string that are shown. */
#define STRING_MAX 4096

struct item {
	uint64_t address;
	bool is_known;
	uint64_t bits;
	bool has_owner;		/* of letter a: of what the value points to */
	struct wcore_owner owner;
};

static struct item item_at(struct mem_read *read, uint64_t start, uint64_t i)
{
	const unsigned width = read->format.width;
	struct item item = { .address = start + i, .is_known = true };
	struct wcore_owners *owners;

	for (unsigned j = 0; j < width; j++)
		item.is_known &= read->states[i + j] == WCORE_BYTE_CAPTURED;
	item.bits = wcore_item_bits(read->bytes + i, width);
	if (read->format.letter == 'a' && item.is_known && item.bits &&
	    mem_owners(read->mem, read->space.memory, &owners)) {
		item.has_owner = true;
		item.owner = wcore_owners_find(owners, item.bits);
	}
	return item;
}

static void write_address(const struct mem_read *read, uint64_t address)
{
	printf("%s0x%08" PRIx64 "%s:", wcore_cli_style(read->mem->cli, WCORE_STYLE_ADDRESS), address,
	       wcore_cli_style(read->mem->cli, WCORE_STYLE_END));
}

static void write_item(const struct mem_read *read, const struct item *item)
{
	char buffer[WCORE_ITEM_TEXT_SIZE];
	const char *text = item->is_known ? wcore_item_text(&read->format, item->bits, buffer) : "--";

	if (read->format.letter == 'a')
		printf(" %s", text);
	else
		printf(" %*s", (int)wcore_item_text_width(&read->format), text);
	if (!item->has_owner || item->owner.kind == WCORE_OWNER_NONE ||
	    item->owner.kind == WCORE_OWNER_OUTSIDE)
		return;
	fputs(" <", stdout);
	wcore_owner_write(&item->owner, stdout);
	putchar('>');
}

static void begin_object(const struct mem_read *read, struct wcore_json *json, uint64_t address)
{
	const char letter[2] = { read->format.letter, '\0' };

	wcore_json_init(json, stdout);
	wcore_json_begin_object(json);
	wcore_json_key(json, "schema");
	wcore_json_text(json, "wcore-mem-read/1");
	wcore_json_key(json, "address");
	wcore_json_wide(json, address);
	wcore_json_key(json, "format");
	wcore_json_text(json, letter);
}

static void end_object(struct wcore_json *json)
{
	wcore_json_close(json);
	putchar('\n');
}

/* Numbers of 8 bytes, and addresses, as text: they may pass 2^53. */
static void write_value(const struct mem_read *read, struct wcore_json *json, const struct item *item)
{
	const unsigned width = read->format.width;
	const bool is_signed = read->format.letter == 'd' || read->format.letter == 'c';

	if (!item->is_known)
		wcore_json_null(json);
	else if (read->format.letter == 'f')
		wcore_json_double(json, wcore_item_double(item->bits, width));
	else if (is_signed && width == 8)
		wcore_json_wide_signed(json, (int64_t)item->bits);
	else if (is_signed)
		wcore_json_signed(json, (int32_t)wcore_item_signed(item->bits, width));
	else if (width == 8 || read->format.letter == 'a')
		wcore_json_wide(json, item->bits);
	else
		wcore_json_number(json, item->bits);
}

static void write_item_object(const struct mem_read *read, const struct item *item)
{
	char buffer[WCORE_ITEM_TEXT_SIZE];
	struct wcore_json json;

	begin_object(read, &json, item->address);
	wcore_json_key(&json, "width");
	wcore_json_number(&json, read->format.width);
	wcore_json_key(&json, "value");
	write_value(read, &json, item);
	wcore_json_key(&json, "text");
	wcore_json_text(&json, item->is_known ? wcore_item_text(&read->format, item->bits, buffer) : "--");
	if (read->format.letter == 'a') {
		wcore_json_key(&json, "owner");
		if (item->has_owner)
			mem_owner_json(&json, &item->owner);
		else
			wcore_json_null(&json);
	}
	end_object(&json);
}

/* A line of them, or an object each. */
static void write_items(struct mem_read *read, uint64_t start, uint64_t from, uint64_t to)
{
	const bool is_json = read->mem->options.json;

	if (!is_json)
		write_address(read, start + from);
	for (uint64_t i = from; i < to; i += read->format.width) {
		const struct item item = item_at(read, start, i);

		if (is_json)
			write_item_object(read, &item);
		else
			write_item(read, &item);
	}
	if (!is_json)
		putchar('\n');
}

void mem_read_items(struct mem_read *read)
{
	const uint64_t line = (uint64_t)wcore_item_columns(&read->format) * read->format.width;

	for (uint64_t done = 0; done < read->size && !ferror(stdout); done += MEM_READ_CHUNK) {
		const uint64_t size = read->size - done < MEM_READ_CHUNK ? read->size - done : MEM_READ_CHUNK;

		if (!mem_read_chunk(read, read->address + done, size))
			return;
		for (uint64_t i = 0; i < size; i += line)
			write_items(read, read->address + done, i, size - i < line ? size : i + line);
	}
}

/* Strings. */

struct string {
	uint64_t address, size;	/* of what is shown and not shown, without the end */
	char bytes[STRING_MAX];
	size_t shown;
	enum { ENDED, MISSING, AT_MEMORY_END } end;
};

static bool read_string(struct mem_read *read, struct string *ret)
{
	const uint64_t end = read->space.memory->size;

	ret->size = ret->shown = 0;
	ret->end = AT_MEMORY_END;
	for (uint64_t at = ret->address; at < end;) {
		const uint64_t size = end - at < MEM_READ_CHUNK ? end - at : MEM_READ_CHUNK;
		const uint64_t missing = read->missing;

		if (!mem_read_chunk(read, at, size))
			return false;
		read->missing = missing;
		for (uint64_t i = 0; i < size; i++) {
			const bool is_known = read->states[i] == WCORE_BYTE_CAPTURED;

			if (!is_known || !read->bytes[i]) {
				ret->end = is_known ? ENDED : MISSING;
				read->missing += !is_known;
				return true;
			}
			if (ret->shown < STRING_MAX)
				ret->bytes[ret->shown++] = (char)read->bytes[i];
			ret->size++;
		}
		at += size;
	}
	return true;
}

static void write_string(const struct mem_read *read, const struct string *string)
{
	write_address(read, string->address);
	fputs(" \"", stdout);
	wcore_text_write(stdout, (struct wcore_string){ string->bytes, string->shown });
	putchar('"');
	if (string->shown < string->size)
		fputs("...", stdout);
	if (string->end == MISSING)
		fputs("--", stdout);
	putchar('\n');
}

static void write_string_object(const struct mem_read *read, const struct string *string)
{
	struct wcore_json json;

	begin_object(read, &json, string->address);
	wcore_json_key(&json, "size");
	wcore_json_wide(&json, string->size);
	wcore_json_key(&json, "value");
	wcore_json_string(&json, (struct wcore_string){ string->bytes, string->shown });
	wcore_json_key(&json, "ended");
	wcore_json_bool(&json, string->end == ENDED);
	wcore_json_key(&json, "missing");
	wcore_json_bool(&json, string->end == MISSING);
	end_object(&json);
}

void mem_read_strings(struct mem_read *read)
{
	const uint64_t count = read->format.count ? read->format.count : 1;
	struct string *string = wcore_malloc(sizeof(*string));

	if (!string) {
		wcore_cli_error(read->mem->cli, wcore_error_nomem());
		return;
	}
	string->address = read->address;
	for (uint64_t i = 0; i < count && !ferror(stdout); i++) {
		if (string->address >= read->space.memory->size || !read_string(read, string))
			break;
		if (read->mem->options.json)
			write_string_object(read, string);
		else
			write_string(read, string);
		if (string->end != ENDED)
			break;
		string->address += string->size + 1;
	}
	free(string);
}
