/* Occurrences as text and as JSON: declared in mem_find.h. */
#include <inttypes.h>
#include <string.h>

#include "../libcore/base/text.h"
#include "mem_find.h"
#include "mem_owner.h"
#include "mem_span.h"

/* Lines of one run of zeros that the dump leaves out, unless --limit asks for more. */
#define ZEROS_MAX (UINT64_C(1) << 20)

static const struct find_wanted *wanted_of(const struct find_output *output, uint32_t id)
{
	return &output->patterns->wanted[id];
}

static bool is_texty(enum find_kind kind)
{
	return kind == FIND_TEXT || kind == FIND_REGEX || kind == FIND_UTF16;
}

/* Of text around an occurrence only text is shown: up to what controls, and whole characters. */
static bool is_text(uint8_t byte)
{
	return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
}

static struct wcore_string text_before(const uint8_t *bytes, size_t size)
{
	size_t start = size;

	while (start && is_text(bytes[start - 1]))
		start--;
	while (start < size && (bytes[start] & 0xc0) == 0x80)
		start++;
	return (struct wcore_string){ (const char *)bytes + start, size - start };
}

static struct wcore_string text_after(const uint8_t *bytes, size_t size)
{
	size_t end = 0, last;
	uint32_t c;

	while (end < size && is_text(bytes[end]))
		end++;
	/* A character that is cut is left out. */
	for (last = end; last && end - last < 3 && (bytes[last - 1] & 0xc0) == 0x80;)
		last--;
	if (last && bytes[last - 1] >= 0xc0 && end == size &&
	    !wcore_utf8_decode((const char *)bytes + last - 1, end - last + 1, &c))
		end = last - 1;
	return (struct wcore_string){ (const char *)bytes, end };
}

/* UTF-16 as UTF-8; size is of bytes.  Gives up to where it is no text. */
static size_t to_utf8(const uint8_t *bytes, size_t size, char *out)
{
	size_t used = 0;

	for (size_t i = 0; i + 1 < size; i += 2) {
		uint32_t c = (uint32_t)(bytes[i] | bytes[i + 1] << 8);

		if (c >= 0xd800 && c < 0xdc00 && i + 3 < size && (bytes[i + 3] & 0xfc) == 0xdc) {
			c = 0x10000 + ((c - 0xd800) << 10) + ((uint32_t)(bytes[i + 2] | bytes[i + 3] << 8) - 0xdc00);
			i += 2;
		}
		if (c < 0x20 || (c >= 0xd800 && c < 0xe000))
			break;
		if (c < 0x80) {
			out[used++] = (char)c;
			continue;
		}
		if (c >= 0x10000) {
			out[used++] = (char)(0xf0 | c >> 18);
			out[used++] = (char)(0x80 | (c >> 12 & 0x3f));
		} else if (c >= 0x800) {
			out[used++] = (char)(0xe0 | c >> 12);
		}
		out[used++] = c >= 0x800 ? (char)(0x80 | (c >> 6 & 0x3f)) : (char)(0xc0 | c >> 6);
		out[used++] = (char)(0x80 | (c & 0x3f));
	}
	return used;
}

/* Of UTF-16, how much of what stands before is text. */
static size_t utf16_before(const uint8_t *bytes, size_t size)
{
	size_t length = 0;

	while (length + 2 <= size && (bytes[size - length - 1] || is_text(bytes[size - length - 2])) &&
	       (bytes[size - length - 1] & 0xf8) != 0xd8)
		length += 2;
	return length;
}

static void print_hex(const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		printf(i ? " %02x" : "%02x", bytes[i]);
}

static void print_utf16(const uint8_t *bytes, size_t size)
{
	char text[WCORE_HIT_BYTES * 2];

	wcore_text_write(stdout, (struct wcore_string){ text, to_utf8(bytes, size, text) });
}

/* "before|occurrence|after". */
static void print_context(const struct find_output *output, const struct wcore_hit *hit, size_t before_size,
			  size_t after_size, enum find_kind kind)
{
	const uint8_t *before = hit->before + (hit->before_size - before_size);
	const struct wcore_cli *cli = output->mem->cli;
	size_t length = 0;

	if (kind == FIND_UTF16) {
		length = utf16_before(before, before_size);
		print_utf16(before + before_size - length, length);
	} else if (is_texty(kind)) {
		wcore_text_write(stdout, text_before(before, before_size));
	} else {
		print_hex(before, before_size);
	}
	printf("|%s", wcore_cli_style(cli, WCORE_STYLE_TRAP));
	if (kind == FIND_UTF16)
		print_utf16(hit->bytes, hit->bytes_size);
	else if (is_texty(kind))
		wcore_text_write(stdout, (struct wcore_string){ (const char *)hit->bytes, hit->bytes_size });
	else
		print_hex(hit->bytes, hit->bytes_size);
	printf("%s%s|", wcore_cli_style(cli, WCORE_STYLE_END), hit->bytes_size < hit->size ? "..." : "");
	if (kind == FIND_UTF16)
		print_utf16(hit->after, after_size);
	else if (is_texty(kind))
		wcore_text_write(stdout, text_after(hit->after, after_size));
	else
		print_hex(hit->after, after_size);
}

static void print_line(const struct find_output *output, const struct wcore_hit *hit, uint64_t address,
		       const struct wcore_owner *owner, size_t before, size_t after)
{
	const struct find_wanted *wanted = wanted_of(output, hit->id);
	const struct wcore_cli *cli = output->mem->cli;

	printf("%s0x%08" PRIx64 "%s  ", wcore_cli_style(cli, WCORE_STYLE_ADDRESS), address,
	       wcore_cli_style(cli, WCORE_STYLE_END));
	if (output->patterns->count > 1) {
		wcore_text_write(stdout, wanted->text);
		fputs("  ", stdout);
	}
	wcore_owner_write(owner, stdout);
	fputs("  ", stdout);
	print_context(output, hit, before, after, wanted->kind);
	putchar('\n');
}

/* JSON. */

static void hex_key(struct wcore_json *json, const char *key, const uint8_t *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	char text[2 * WCORE_HIT_BYTES];

	for (size_t i = 0; i < size; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	wcore_json_key(json, key);
	wcore_json_string(json, (struct wcore_string){ text, 2 * size });
}

static void begin_record(struct wcore_json *json, const struct find_output *output, uint32_t id)
{
	const struct find_wanted *wanted = wanted_of(output, id);

	wcore_json_init(json, stdout);
	wcore_json_begin_object(json);
	wcore_json_key(json, "schema");
	wcore_json_text(json, "wcore-mem-find/1");
	wcore_json_key(json, "dump");
	wcore_json_text(json, output->mem->path);
	wcore_json_key(json, "memory");
	wcore_json_number(json, output->memory->index);
	wcore_json_key(json, "kind");
	wcore_json_text(json, find_kind_name(wanted->kind));
	wcore_json_key(json, "pattern");
	wcore_json_string(json, wanted->text);
}

static void end_record(struct wcore_json *json)
{
	wcore_json_end_object(json);
	putchar('\n');
}

static void json_text(struct wcore_json *json, const struct wcore_hit *hit, enum find_kind kind)
{
	char text[WCORE_HIT_BYTES * 2];

	wcore_json_key(json, "text");
	if (kind == FIND_UTF16)
		wcore_json_string(json, (struct wcore_string){ text, to_utf8(hit->bytes, hit->bytes_size, text) });
	else if (is_texty(kind))
		wcore_json_string(json, (struct wcore_string){ (const char *)hit->bytes, hit->bytes_size });
	else
		wcore_json_null(json);
}

static void json_record(const struct find_output *output, const struct wcore_hit *hit, uint64_t address,
			const struct wcore_owner *owner, size_t before, size_t after)
{
	struct wcore_json json;

	begin_record(&json, output, hit->id);
	wcore_json_key(&json, "address");
	wcore_json_wide(&json, address);
	wcore_json_key(&json, "size");
	wcore_json_number(&json, hit->size);
	wcore_json_key(&json, "owner");
	mem_owner_json(&json, owner);
	json_text(&json, hit, wanted_of(output, hit->id)->kind);
	hex_key(&json, "before", hit->before + (hit->before_size - before), before);
	hex_key(&json, "bytes", hit->bytes, hit->bytes_size);
	hex_key(&json, "after", hit->after, after);
	end_record(&json);
}

/* Occurrences. */

static size_t least(uint64_t a, size_t b)
{
	return a < b ? (size_t)a : b;
}

/* One occurrence, which may be a later one of a run of zeros: what is around it is zero then, too. */
static bool print_one(struct find_output *output, const struct wcore_hit *hit, uint64_t number)
{
	static const uint8_t zeros[WCORE_HIT_BEFORE];
	struct wcore_hit one = *hit;
	struct wcore_owners *owners;
	struct wcore_owner owner;
	const uint64_t passed = number * hit->step, left = (hit->count - 1 - number) * hit->step;

	one.address += passed;
	if (passed >= sizeof(zeros)) {
		one.before = zeros;
		one.before_size = sizeof(zeros);
	} else if (passed) {
		one.before_size = least(hit->before_size + passed, sizeof(zeros));
		/* Nothing but zeros: of what stands before the run, too little is left to tell. */
		one.before_size = least(passed, one.before_size);
		one.before = zeros;
	}
	if (left) {
		one.after_size = least(left, sizeof(zeros));
		one.after = zeros;
	}
	if (!mem_owners(output->mem, output->memory, &owners)) {
		output->failed = true;
		return false;
	}
	owner = wcore_owners_find(owners, one.address);
	if (output->mem->options.json)
		json_record(output, &one, one.address, &owner, least(output->context, one.before_size),
			    least(output->context, one.after_size));
	else
		print_line(output, &one, one.address, &owner, least(output->context, one.before_size),
			   least(output->context, one.after_size));
	return !ferror(stdout);
}

bool find_output_hit(void *context, const struct wcore_hit *hit)
{
	struct find_output *output = context;
	uint64_t count = hit->count;

	output->any = true;
	if (!output->has_limit && count > ZEROS_MAX) {
		count = ZEROS_MAX;
		output->left_out += hit->count - count;
	}
	for (uint64_t i = 0; i < count; i++) {
		if (!output->limit || !print_one(output, hit, i))
			return false;
		output->limit--;
	}
	return output->limit > 0;
}

void find_output_counts(struct find_output *output, const uint64_t *counts)
{
	for (uint32_t i = 0; i < output->patterns->count; i++) {
		struct wcore_json json;

		output->any = output->any || counts[i];
		if (output->mem->options.json) {
			begin_record(&json, output, i);
			wcore_json_key(&json, "count");
			wcore_json_wide(&json, counts[i]);
			end_record(&json);
			continue;
		}
		printf("%" PRIu64, counts[i]);
		if (output->patterns->count > 1) {
			fputs("  ", stdout);
			wcore_text_write(stdout, wanted_of(output, i)->text);
		}
		putchar('\n');
	}
}

void find_output_which(struct find_output *output, const uint64_t *counts)
{
	for (uint32_t i = 0; i < output->patterns->count; i++) {
		struct wcore_json json;

		if (!counts[i])
			continue;
		output->any = true;
		if (output->mem->options.json) {
			begin_record(&json, output, i);
			wcore_json_key(&json, "found");
			wcore_json_bool(&json, true);
			end_record(&json);
			continue;
		}
		wcore_text_write(stdout, wanted_of(output, i)->text);
		putchar('\n');
	}
}
