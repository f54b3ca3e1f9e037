/*
 * A mutator for libFuzzer that knows Wasm binaries, core dumps and DWARF: sections keep right sizes while
 * their contents, order and number change, LEB128 numbers become other ones, and headers of DWARF units
 * and the codes of abbreviations are replaced by ones that mean something.  Other inputs, and one in
 * four of these, are left to libFuzzer.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define SECTIONS_MAX 256
#define PREAMBLE 8

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *first, size_t first_size, const uint8_t *second,
				 size_t second_size, uint8_t *out, size_t max_size, unsigned seed);

struct section {
	size_t header, body, end;	/* the id, the first byte behind the size, the end */
	size_t contents;		/* behind the name of a custom section */
	char name[24];			/* of a custom section, "" for others */
};

struct binary {
	struct section sections[SECTIONS_MAX];
	size_t count;
};

static uint64_t state;

static uint32_t pick(size_t below)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return below ? (uint32_t)((state >> 33) % below) : 0;
}

static bool read_leb(const uint8_t *data, size_t size, size_t *pos, uint64_t *ret)
{
	*ret = 0;
	for (unsigned shift = 0; *pos < size && shift < 64; shift += 7) {
		const uint8_t byte = data[(*pos)++];

		*ret |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return true;
	}
	return false;
}

/* width: as many bytes at least. */
static size_t write_leb(uint8_t *data, uint64_t value, size_t width)
{
	size_t count = 0;

	for (; value >= 0x80 || count + 1 < width; value >>= 7)
		data[count++] = (uint8_t)(value | 0x80);
	data[count++] = (uint8_t)value;
	return count;
}

static void read_name(const uint8_t *data, struct section *section)
{
	uint64_t length;
	size_t pos = section->body;

	if (!read_leb(data, section->end, &pos, &length) || length > section->end - pos)
		return;
	section->contents = pos + (size_t)length;
	if (length >= sizeof(section->name))
		length = sizeof(section->name) - 1;
	memcpy(section->name, data + pos, (size_t)length);
}

static bool read_binary(const uint8_t *data, size_t size, struct binary *binary)
{
	size_t pos = PREAMBLE;

	binary->count = 0;
	if (size < PREAMBLE || memcmp(data, "\0asm", 4) != 0)
		return false;
	while (pos < size && binary->count < SECTIONS_MAX) {
		struct section section = { .header = pos++ };
		uint64_t length;

		if (!read_leb(data, size, &pos, &length))
			break;
		section.body = section.contents = pos;
		section.end = length > size - pos ? size : pos + (size_t)length;
		if (!data[section.header])
			read_name(data, &section);
		binary->sections[binary->count++] = section;
		pos = section.end;
	}
	return binary->count > 0;
}

/* Puts length bytes in the place of [from, to) of a section and mends its size; returns the new size of all. */
static size_t splice(uint8_t *data, size_t size, size_t max_size, const struct section *section, size_t from,
		     size_t to, const uint8_t *bytes, size_t length)
{
	const size_t body = section->end - section->body - (to - from) + length;
	uint8_t header[10];
	const size_t header_size = write_leb(header, body, 1);
	const size_t new_body = section->header + 1 + header_size;
	const size_t before = from - section->body, behind = size - to;
	uint8_t *copy;

	if (new_body + before + length + behind > max_size)
		return size;
	copy = malloc(size ? size : 1);
	if (!copy)
		return size;
	memcpy(copy, data, size);
	memcpy(data + section->header + 1, header, header_size);
	memcpy(data + new_body, copy + section->body, before);
	if (length)
		memcpy(data + new_body + before, bytes, length);
	memcpy(data + new_body + before + length, copy + to, behind);
	free(copy);
	return new_body + before + length + behind;
}

/* A number that readers may stumble over. */
static uint64_t odd_number(void)
{
	static const uint64_t numbers[] = {
		0, 1, 2, 3, 0x3f, 0x40, 0x7f, 0x80, 0xff, 0x100, 0xfff, 0x1000, 0xffff, 0x10000, 0x7fffffff,
		0x80000000, 0xfffffff0, 0xfffffffe, 0xffffffff, 0x100000000, INT64_MAX, UINT64_MAX,
	};

	return pick(4) ? numbers[pick(sizeof(numbers) / sizeof(*numbers))] : pick(1000);
}

/* Some byte of a section's contents; the end when there is none. */
static size_t some_place(const struct section *section)
{
	return section->contents + pick(section->end - section->contents);
}

static size_t change_leb(uint8_t *data, size_t size, size_t max_size, const struct section *section)
{
	const size_t from = some_place(section);
	size_t to = from;
	uint64_t value;
	uint8_t bytes[16];

	if (from >= section->end || !read_leb(data, section->end, &to, &value))
		return size;
	value = pick(3) ? odd_number() : value + pick(5) - 2;
	return splice(data, size, max_size, section, from, to, bytes, write_leb(bytes, value, pick(8) ? 1 : 5));
}

static size_t change_contents(uint8_t *data, size_t size, size_t max_size, const struct section *section)
{
	const size_t length = section->end - section->contents, room = length + 64;
	uint8_t *bytes = malloc(room);
	size_t changed;

	if (!bytes || !length) {
		free(bytes);
		return size;
	}
	memcpy(bytes, data + section->contents, length);
	changed = LLVMFuzzerMutate(bytes, length, room);
	size = splice(data, size, max_size, section, section->contents, section->end, bytes, changed);
	free(bytes);
	return size;
}

/* A part of the contents a second time, or not at all: items of vectors, frames, entries, segments. */
static size_t repeat_or_remove(uint8_t *data, size_t size, size_t max_size, const struct section *section)
{
	const size_t from = some_place(section);
	size_t length = 1 + pick(64);
	uint8_t bytes[64];

	if (from >= section->end)
		return size;
	if (length > section->end - from)
		length = section->end - from;
	memcpy(bytes, data + from, length);
	return pick(2) ? splice(data, size, max_size, section, from, from, bytes, length) :
			 splice(data, size, max_size, section, from, from + length, NULL, 0);
}

/* Codes of attributes and forms of DWARF 5, 7.5 and 7.6, in the place of some pair of bytes. */
static size_t change_abbreviation(uint8_t *data, size_t size, const struct section *section)
{
	static const uint8_t forms[] = {
		0x01, 0x03, 0x05, 0x07, 0x08, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x13, 0x15, 0x16, 0x17,
		0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x29,
	};
	static const uint8_t attributes[] = {
		0x01, 0x02, 0x03, 0x0b, 0x10, 0x11, 0x12, 0x13, 0x1b, 0x1c, 0x20, 0x22, 0x2f, 0x31, 0x34, 0x38,
		0x3a, 0x3b, 0x3c, 0x3e, 0x3f, 0x40, 0x47, 0x49, 0x55, 0x58, 0x59, 0x6b, 0x6e, 0x72, 0x73, 0x74,
	};
	const size_t at = some_place(section);

	if (at + 1 >= section->end)
		return size;
	data[at] = attributes[pick(sizeof(attributes))];
	data[at + 1] = forms[pick(sizeof(forms))];
	return size;
}

/* The first bytes of a unit, a line program or a table: lengths, versions, sizes of addresses, counts. */
static size_t change_dwarf_header(uint8_t *data, size_t size, const struct section *section)
{
	const size_t length = section->end - section->contents;
	const size_t at = section->contents + pick(length < 40 ? length : 40);
	const uint64_t value = odd_number();
	const size_t width = (size_t)1 << pick(4);

	if (width > section->end - at)
		return size;
	for (size_t i = 0; i < width; i++)
		data[at + i] = (uint8_t)(value >> (8 * i));
	return size;
}

static void swap(uint8_t *data, size_t first, size_t middle, size_t end)
{
	uint8_t *copy = malloc(end - first);

	if (!copy)
		return;
	memcpy(copy, data + first, end - first);
	memcpy(data + first, copy + (middle - first), end - middle);
	memcpy(data + first + (end - middle), copy, middle - first);
	free(copy);
}

/* Sections in another order, twice, or missing. */
static size_t change_order(uint8_t *data, size_t size, size_t max_size, const struct binary *binary)
{
	const struct section *a = &binary->sections[pick(binary->count)];
	const struct section *b = &binary->sections[pick(binary->count)];
	const size_t length = a->end - a->header;

	switch (pick(3)) {
	case 0:
		memmove(data + a->header, data + a->end, size - a->end);
		return size - length;
	case 1:
		if (length > max_size - size)
			return size;
		memmove(data + a->end + length, data + a->end, size - a->end);
		memcpy(data + a->end, data + a->header, length);
		return size + length;
	default:
		if (a->header < b->header)
			swap(data, a->header, a->end, b->end);
		return size;
	}
}

static size_t change_section(uint8_t *data, size_t size, size_t max_size, const struct section *section)
{
	const bool is_dwarf = strncmp(section->name, ".debug_", 7) == 0;

	switch (pick(is_dwarf ? 5 : 3)) {
	case 0:
		return change_leb(data, size, max_size, section);
	case 1:
		return change_contents(data, size, max_size, section);
	case 2:
		return repeat_or_remove(data, size, max_size, section);
	case 3:
		return change_dwarf_header(data, size, section);
	default:
		return change_abbreviation(data, size, section);
	}
}

/* Sections that are looked at are as likely as those that take most of the bytes. */
static const struct section *some_section(const struct binary *binary)
{
	for (unsigned tries = 0; tries < 4; tries++) {
		const struct section *section = &binary->sections[pick(binary->count)];

		if (section->end > section->contents)
			return section;
	}
	return &binary->sections[0];
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	struct binary binary;

	state = seed;
	if (!pick(4) || !read_binary(data, size, &binary))
		return LLVMFuzzerMutate(data, size, max_size);
	for (unsigned count = 1 + pick(3); count > 0 && read_binary(data, size, &binary); count--) {
		if (!pick(8))
			size = change_order(data, size, max_size, &binary);
		else
			size = change_section(data, size, max_size, some_section(&binary));
	}
	return size;
}

/* A section of the second input in the place of one of the first, or behind all. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *first, size_t first_size, const uint8_t *second,
				 size_t second_size, uint8_t *out, size_t max_size, unsigned seed)
{
	struct binary a, b;
	size_t from = first_size, to = first_size, length;
	const struct section *given;

	state = seed;
	if (!read_binary(first, first_size, &a) || !read_binary(second, second_size, &b))
		return 0;
	given = some_section(&b);
	length = given->end - given->header;
	if (pick(4)) {
		const struct section *old = some_section(&a);

		from = old->header;
		to = old->end;
	}
	if (first_size - (to - from) + length > max_size)
		return 0;
	memcpy(out, first, from);
	memcpy(out + from, second + given->header, length);
	memcpy(out + from + length, first + to, first_size - to);
	return first_size - (to - from) + length;
}
