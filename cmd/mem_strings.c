/* wcore-mem strings: the texts that stand in the memory. */
#include "mem.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"
#include "../libcore/base/text.h"
#include "../libcore/scan/strings.h"
#include "mem_owner.h"
#include "mem_span.h"

enum { OPTION_FROM = WCORE_OPTION_FIRST, OPTION_TO, OPTION_LIMIT };

static const struct wcore_option own_options[] = {
	{ 'n', "min-length", "N", "print texts of at least N characters (4)" },
	{ 'e', "encoding", "E", "look for u: UTF-8, s: 7-bit, S: 8-bit, l b: 16-bit, L B: 32-bit characters (u)" },
	{ OPTION_FROM, "from", "ADDRESS", "begin at an address or expression" },
	{ OPTION_TO, "to", "ADDRESS", "end before an address or expression" },
	{ OPTION_LIMIT, "limit", "N", "print at most N texts" },
	{ 0 },
};

/* Text of a long run that is looked at in one go; a multiple of each character's width. */
#define PART (32u << 10)
/* So much of it is read until what was mapped for that is given back. */
#define RELEASE (4u << 20)

struct options {
	uint64_t min_length, limit;
	enum wcore_text_encoding encoding;
	const char *from, *to;
};

static void *create(void)
{
	struct options *options = wcore_calloc(1, sizeof(*options));

	if (options)
		*options = (struct options){ .min_length = 4, .limit = UINT64_MAX,
					     .encoding = WCORE_TEXT_UTF8 };
	return options;
}

/* In the order of enum wcore_text_encoding. */
static const char encodings[] = "uSslbLB";

static struct wcore_error *set_encoding(struct options *options, const char *argument)
{
	const char *letter = strchr(encodings, argument[0]);

	if (!argument[0] || argument[1] || !letter)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL,
					  "--encoding: '%s' is none of u, s, S, l, b, L and B", argument);
	options->encoding = (enum wcore_text_encoding)(letter - encodings);
	return NULL;
}

static struct wcore_error *set(void *data, int id, const char *argument)
{
	struct options *options = data;
	struct wcore_error *error;

	switch (id) {
	case 'n':
		error = wcore_cli_number("--min-length", argument, UINT32_MAX, &options->min_length);
		return error || options->min_length ? error :
		       wcore_error_create(WCORE_ERROR_USAGE, NULL, "--min-length: 0 characters are no text");
	case 'e':
		return set_encoding(options, argument);
	case OPTION_FROM:
		options->from = argument;
		return NULL;
	case OPTION_TO:
		options->to = argument;
		return NULL;
	default:
		return wcore_cli_number("--limit", argument, UINT64_MAX, &options->limit);
	}
}

struct output {
	struct mem *mem;
	const struct options *options;
	struct wcore_space space;
	struct wcore_owners *owners;
	uint64_t count;
	uint8_t part[PART];
	char text[2 * PART];
	struct wcore_error *error;
};

/*
 * The text of a run, part after part: each ends with a whole character, so that masking and JSON see what
 * they would see of the whole.
 */
static void each_part(struct output *output, const struct wcore_text_run *run,
		      void (*write)(void *context, struct wcore_string part), void *context)
{
	const enum wcore_text_encoding encoding = output->options->encoding;

	for (uint64_t done = 0; done < run->size;) {
		size_t size = run->size - done < PART ? (size_t)(run->size - done) : PART;
		const uint8_t *bytes = run->bytes ? run->bytes + done : output->part;

		if (!run->bytes)
			output->error = wcore_text_run_read(&output->space, run, done, size, output->part);
		if (output->error)
			return;
		if (!run->bytes && (done + size) / RELEASE > done / RELEASE)
			wcore_file_release(output->mem->input.file, 0, output->mem->input.file->size);
		if (encoding == WCORE_TEXT_UTF8 && done + size < run->size) {
			/* The byte behind the part begins a character when the one before it ends one. */
			size_t last = size - 1;

			while (last && (bytes[last] & 0xc0) == 0x80)
				last--;
			if (last)
				size = last;
		}
		if (encoding == WCORE_TEXT_UTF8 || encoding == WCORE_TEXT_7BIT)
			write(context, (struct wcore_string){ (const char *)bytes, size });
		else
			write(context, (struct wcore_string){
				output->text, wcore_text_decode(encoding, bytes, size, output->text) });
		done += size;
	}
}

static void write_text(void *context, struct wcore_string part)
{
	wcore_text_write(context, part);
}

static void write_json(void *context, struct wcore_string part)
{
	wcore_json_add_string(context, part);
}

/* Most texts are short and need no masking: they are put together here, without a call for each piece. */
static bool print_short(const struct output *output, const struct wcore_text_run *run,
			const struct wcore_owner *owner)
{
	static const char digits[] = "0123456789abcdef";
	char line[256], *out = line + 18;
	uint64_t address = run->address;

	if (owner->kind != WCORE_OWNER_NONE || run->size > 128 || !run->bytes ||
	    wcore_text_width(output->options->encoding) > 1 || output->mem->cli->color)
		return false;
	if (output->options->encoding == WCORE_TEXT_8BIT ||
	    wcore_text_plain((struct wcore_string){ (const char *)run->bytes, (size_t)run->size }) < run->size)
		return false;
	do {
		*--out = digits[address & 15];
		address >>= 4;
	} while (address || out > line + 10);
	*--out = 'x';
	*--out = '0';
	char *const start = out;

	out = line + 18;
	memcpy(out, "  \"", 3);
	out += 3;
	memcpy(out, run->bytes, run->size);
	out += run->size;
	memcpy(out, "\"  -\n", 5);
	fwrite_unlocked(start, 1, (size_t)(out + 5 - start), stdout);
	return true;
}

static void print_run(struct output *output, const struct wcore_text_run *run,
		      const struct wcore_owner *owner)
{
	const struct wcore_cli *cli = output->mem->cli;

	printf("%s0x%08" PRIx64 "%s  \"", wcore_cli_style(cli, WCORE_STYLE_ADDRESS), run->address,
	       wcore_cli_style(cli, WCORE_STYLE_END));
	each_part(output, run, write_text, stdout);
	fputs("\"  ", stdout);
	wcore_owner_write(owner, stdout);
	putchar('\n');
}

static void print_run_json(struct output *output, const struct wcore_text_run *run,
			   const struct wcore_owner *owner)
{
	const char encoding[] = { encodings[output->options->encoding], '\0' };
	struct wcore_json json;

	wcore_json_init(&json, stdout);
	wcore_json_begin_object(&json);
	wcore_json_key(&json, "schema");
	wcore_json_text(&json, "wcore-mem-strings/1");
	wcore_json_key(&json, "memory");
	wcore_json_number(&json, output->space.memory->index);
	wcore_json_key(&json, "address");
	wcore_json_wide(&json, run->address);
	wcore_json_key(&json, "size");
	wcore_json_number(&json, run->size);
	wcore_json_key(&json, "characters");
	wcore_json_number(&json, run->characters);
	wcore_json_key(&json, "encoding");
	wcore_json_text(&json, encoding);
	wcore_json_key(&json, "text");
	wcore_json_begin_string(&json);
	each_part(output, run, write_json, &json);
	wcore_json_end_string(&json);
	wcore_json_key(&json, "owner");
	mem_owner_json(&json, owner);
	wcore_json_end_object(&json);
	putchar('\n');
}

static bool visit(void *context, const struct wcore_text_run *run)
{
	struct output *output = context;
	const struct wcore_owner owner = wcore_owners_find(output->owners, run->address);

	if (output->mem->options.json)
		print_run_json(output, run, &owner);
	else if (!print_short(output, run, &owner))
		print_run(output, run, &owner);
	return ++output->count < output->options->limit && !output->error && !ferror(stdout);
}

static void print_strings(struct output *output, const struct wcore_strings_options *what)
{
	struct mem *mem = output->mem;
	bool is_revised;
	struct wcore_error *error = wcore_strings_visit(&output->space, what, visit, output, &is_revised);

	if (!mem_check(mem, error) || !mem_check(mem, output->error))
		return;
	if (is_revised)
		mem_span_revised(mem);
	if (!output->count)
		wcore_cli_status(mem->cli, WCORE_STATUS_PARTIAL);
}

static bool open_space(struct mem *mem, struct wcore_space *ret)
{
	if (!mem_space(mem, ret))
		return false;
	if (!ret->memory)
		mem_missing(mem, "this producer wrote no memory");
	return ret->memory;
}

static void run(struct mem *mem, void *data)
{
	const struct options *options = data;
	struct wcore_strings_options what = {
		.encoding = options->encoding, .min_characters = options->min_length,
	};
	struct output *output = wcore_calloc(1, sizeof(*output));
	const struct wcore_memory *memory;

	if (!output) {
		mem_check(mem, wcore_error_nomem());
		return;
	}
	output->mem = mem;
	output->options = options;
	if (open_space(mem, &output->space) && mem_memory(mem, &memory) &&
	    mem_span(mem, memory, options->from, options->to, &what.from, &what.to) &&
	    mem_owners(mem, memory, &output->owners)) {
		if (options->limit)
			print_strings(output, &what);
	}
	free(output);
}

const struct mem_verb mem_strings = {
	.name = "strings",
	.operands = "DUMP",
	.min_operands = 1,
	.max_operands = 1,
	.summary = "Print the texts that stand in the memory",
	.options = own_options,
	.groups = MEM_SCOPE | MEM_MEMORY,
	.create = create,
	.set = set,
	.run = run,
};
