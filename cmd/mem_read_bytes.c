/* Bytes as xxd shows them, as they are, and as JSON: see mem_read.h. */
#include <inttypes.h>
#include <string.h>

#include "mem_read.h"

#define LINE_BYTES 16
#define HEX_COLUMNS 40	/* of a whole line: two digits a byte, a blank behind each second one */

static const char digits[] = "0123456789abcdef";

static bool is_known(const struct mem_read *read, uint64_t i)
{
	return read->states[i] == WCORE_BYTE_CAPTURED;
}

/* "00011590: 6b00 0000 6c--": up to 16 bytes from i of the chunk; what is not there is "--" and a blank. */
static void write_line(const struct mem_read *read, uint64_t address, uint64_t i, uint64_t size)
{
	const struct wcore_cli *cli = read->mem->cli;
	char hex[HEX_COLUMNS + 1], text[LINE_BYTES + 1];
	size_t at = 0;

	for (uint64_t j = 0; j < size; j++) {
		const uint8_t byte = read->bytes[i + j];

		hex[at++] = is_known(read, i + j) ? digits[byte >> 4] : '-';
		hex[at++] = is_known(read, i + j) ? digits[byte & 15] : '-';
		if (j % 2)
			hex[at++] = ' ';
		text[j] = !is_known(read, i + j) ? ' ' : byte >= ' ' && byte < 0x7f ? (char)byte : '.';
	}
	hex[at] = '\0';
	text[size] = '\0';
	printf("%s%08" PRIx64 "%s: %-*s %s\n", wcore_cli_style(cli, WCORE_STYLE_ADDRESS), address,
	       wcore_cli_style(cli, WCORE_STYLE_END), HEX_COLUMNS, hex, text);
}

void mem_read_hex(struct mem_read *read)
{
	for (uint64_t done = 0; done < read->size && !ferror(stdout); done += MEM_READ_CHUNK) {
		const uint64_t size = read->size - done < MEM_READ_CHUNK ? read->size - done : MEM_READ_CHUNK;

		if (!mem_read_chunk(read, read->address + done, size))
			return;
		for (uint64_t i = 0; i < size; i += LINE_BYTES) {
			const uint64_t line = size - i < LINE_BYTES ? size - i : LINE_BYTES;

			write_line(read, read->address + done + i, i, line);
		}
	}
}

/* Ends in front of what was not captured: whoever counts on places must not get zeros instead. */
void mem_read_raw(struct mem_read *read)
{
	for (uint64_t done = 0; done < read->size && !ferror(stdout); done += MEM_READ_CHUNK) {
		const uint64_t size = read->size - done < MEM_READ_CHUNK ? read->size - done : MEM_READ_CHUNK;
		uint64_t known = 0;

		if (!mem_read_chunk(read, read->address + done, size))
			return;
		while (known < size && is_known(read, known))
			known++;
		fwrite(read->bytes, 1, known, stdout);
		if (known == size)
			continue;
		mem_missing(read->mem, "0x%" PRIx64 " was not captured: the bytes end in front of it",
			    read->address + done + known);
		return;
	}
}

static void write_object(struct mem_read *read, uint64_t address, uint64_t size)
{
	char hex[2 * MEM_READ_CHUNK];
	struct wcore_json json;
	uint64_t missing = 0;

	for (uint64_t i = 0; i < size; i++) {
		hex[2 * i] = is_known(read, i) ? digits[read->bytes[i] >> 4] : '-';
		hex[2 * i + 1] = is_known(read, i) ? digits[read->bytes[i] & 15] : '-';
		missing += !is_known(read, i);
	}
	wcore_json_init(&json, stdout);
	wcore_json_begin_object(&json);
	wcore_json_key(&json, "schema");
	wcore_json_text(&json, "wcore-mem-read/1");
	wcore_json_key(&json, "address");
	wcore_json_wide(&json, address);
	wcore_json_key(&json, "size");
	wcore_json_number(&json, size);
	wcore_json_key(&json, "missing");
	wcore_json_number(&json, missing);
	wcore_json_key(&json, "bytes");
	wcore_json_string(&json, (struct wcore_string){ hex, 2 * size });
	wcore_json_close(&json);
	putchar('\n');
}

void mem_read_json(struct mem_read *read)
{
	for (uint64_t done = 0; done < read->size && !ferror(stdout); done += MEM_READ_CHUNK) {
		const uint64_t size = read->size - done < MEM_READ_CHUNK ? read->size - done : MEM_READ_CHUNK;

		if (!mem_read_chunk(read, read->address + done, size))
			return;
		write_object(read, read->address + done, size);
	}
}
