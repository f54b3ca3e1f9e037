/*
 * Panics of Rust: core::panicking::panic_fmt() gets a format with its arguments,
 * which are read as their Display and Debug implementations would write them.
 * core::fmt::Arguments has had two layouts: slices of texts and arguments, and since 1.93 a
 * template of bytes.  What does not hold together is no message.
 */
#include "message_state.h"

#include <dwarf.h>
#include <stdio.h>
#include <string.h>

#define MAX_ARGUMENTS 64
/* Arguments that are formats themselves. */
#define MAX_DEPTH 4

static bool write_arguments(struct wcore_message_reader *reader, uint64_t address);

/* core::panic::Location: file, line, column. */
static bool take_location(struct wcore_message_reader *reader, uint64_t address)
{
	unsigned word = reader->viewer->address_size;
	uint64_t file, size, line, column, last;

	if (!wcore_message_word(reader, address, &file) ||
	    !wcore_message_word(reader, address + word, &size) ||
	    !wcore_message_number(reader, address + 2 * word, 4, &line) ||
	    !wcore_message_number(reader, address + 2 * word + 4, 4, &column) ||
	    !line || !column || column > 1 << 20 || !size)
		return false;
	/* Newer ones count the zero byte that ends the name. */
	if (wcore_message_number(reader, file + size - 1, 1, &last) && !last)
		size--;
	if (!wcore_message_file(reader, file, size))
		return false;
	reader->ret->line = (uint32_t)line;
	reader->ret->column = (uint32_t)column;
	return true;
}

/* How a value is written: of which type, by which trait. */
struct formatter {
	struct wcore_string type;
	bool is_debug;
};

static bool cut_prefix(struct wcore_string *text, const char *prefix)
{
	size_t size = strlen(prefix);

	if (!wcore_string_starts(*text, prefix))
		return false;
	text->data += size;
	text->size -= size;
	return true;
}

static struct wcore_string up_to(struct wcore_string text, const char *end)
{
	const char *found = text.size ? memmem(text.data, text.size, end, strlen(end)) : NULL;

	return found ? (struct wcore_string){ text.data, (size_t)(found - text.data) }
		     : (struct wcore_string){ 0 };
}

static bool split_trait(struct wcore_string name, const char *trait, struct wcore_string *ret)
{
	const char *found = memmem(name.data, name.size, trait, strlen(trait));

	if (!found)
		return false;
	*ret = (struct wcore_string){ found + strlen(trait), name.size - (size_t)(found - name.data) - strlen(trait) };
	return true;
}

/* "<T as core::fmt::Display>::fmt", "core::...::<impl core::fmt::Display for T>::fmt". */
static bool parse_formatter(struct wcore_string name, struct formatter *ret)
{
	static const char *const traits[] = { "core::fmt::Display", "core::fmt::Debug" };
	struct wcore_string rest;
	char text[64];

	for (int i = 0; i < 2; i++) {
		ret->is_debug = i == 1;
		snprintf(text, sizeof(text), " as %s>::fmt", traits[i]);
		rest = name;
		if (cut_prefix(&rest, "<") && (ret->type = up_to(rest, text)).data)
			return true;
		snprintf(text, sizeof(text), "<impl %s for ", traits[i]);
		if (split_trait(name, text, &rest) && (ret->type = up_to(rest, ">::fmt")).data)
			return true;
	}
	return false;
}

/* T of an implementation for &T: old names leave it out, and debug information has "fmt<str>". */
static struct wcore_string generic_type(struct wcore_message_reader *reader, uint32_t funcidx)
{
	struct wcore_module *module = reader->place->module->found.module;
	struct wcore_entries *entries;
	struct wcore_function function;
	struct wcore_entry entry, origin;
	struct wcore_sites sites = { 0 };
	struct wcore_string name;
	struct wcore_error *error;

	if (!reader->viewer->types)
		return (struct wcore_string){ 0 };
	entries = wcore_types_entries(reader->viewer->types);
	error = wcore_module_function(module, funcidx, &function);
	if (!error)
		error = wcore_symbols_find(reader->place->module->symbols, funcidx, function.code, true, &sites);
	if (error || !sites.count ||
	    !wcore_entries_site(entries, &sites.items[sites.count - 1], &entry)) {
		wcore_error_destroy(error);
		return (struct wcore_string){ 0 };
	}
	/* An instance leaves its name to what it is an instance of. */
	name = wcore_entry_string(&entry, DW_AT_name);
	if (!name.data &&
	    (wcore_entry_reference(entries, &entry, DW_AT_abstract_origin, &origin) ||
	     wcore_entry_reference(entries, &entry, DW_AT_specification, &origin)))
		name = wcore_entry_string(&origin, DW_AT_name);
	if (!cut_prefix(&name, "fmt<") || !wcore_string_ends(name, ">"))
		return (struct wcore_string){ 0 };
	return (struct wcore_string){ name.data, name.size - 1 };
}

/* Letters that Debug leaves as they are; of others it is not asked here. */
static bool is_plain_letter(uint32_t code)
{
	return (code >= 0x20 && code < 0x7f) || (code >= 0xc0 && code < 0x2b0) ||
	       (code >= 0x400 && code < 0x482) || (code >= 0x4e00 && code < 0x9fa6);
}

static uint32_t decode(const char **text)
{
	const uint8_t *bytes = (const uint8_t *)*text;
	unsigned more = bytes[0] < 0x80 ? 0 : bytes[0] < 0xe0 ? 1 : bytes[0] < 0xf0 ? 2 : 3;
	uint32_t code = more ? bytes[0] & (0x3fu >> more) : bytes[0];

	for (unsigned i = 1; i <= more; i++)
		code = code << 6 | (bytes[i] & 0x3f);
	*text += more + 1;
	return code;
}

/* The text from start on, quoted and escaped. */
static bool quote(struct wcore_message_reader *reader, size_t start)
{
	char raw[sizeof(reader->ret->text)];
	const char *at = raw;

	if (reader->ret->is_cut)
		return true;
	memcpy(raw, reader->ret->text + start, reader->used - start + 1);
	reader->used = start;
	wcore_message_add(reader, "\"", 1);
	while (*at) {
		const char *from = at;
		uint32_t code = decode(&at);
		const char *escape = code == '"' ? "\\\"" : code == '\\' ? "\\\\" : code == '\n' ? "\\n"
				     : code == '\t' ? "\\t" : code == '\r' ? "\\r" : NULL;

		if (escape)
			wcore_message_add(reader, escape, 2);
		else if (is_plain_letter(code))
			wcore_message_add(reader, from, (size_t)(at - from));
		else
			return false;
	}
	wcore_message_add(reader, "\"", 1);
	return true;
}

static bool write_str(struct wcore_message_reader *reader, uint64_t data, uint64_t size, bool is_debug)
{
	size_t start = reader->used;
	uint64_t byte;

	/* A zero byte would end our own text. */
	for (uint64_t i = 0; i < size && i < sizeof(reader->ret->text); i++)
		if (!wcore_message_number(reader, data + i, 1, &byte) || !byte)
			return false;
	return wcore_message_add_string(reader, data, size) && (!is_debug || quote(reader, start));
}

/* Which of pointer and capacity comes first has changed: capacities are smaller than addresses of the heap. */
static bool write_string(struct wcore_message_reader *reader, uint64_t address, bool is_debug)
{
	unsigned word = reader->viewer->address_size;
	uint64_t a, b, size, data, capacity;

	if (!wcore_message_word(reader, address, &a) || !wcore_message_word(reader, address + word, &b) ||
	    !wcore_message_word(reader, address + 2 * word, &size))
		return false;
	data = a > b ? a : b;
	capacity = a > b ? b : a;
	return capacity >= size && capacity < data && write_str(reader, data, size, is_debug);
}

static bool write_number(struct wcore_message_reader *reader, struct wcore_string type, uint64_t address)
{
	static const struct { const char *name; uint8_t size; bool is_signed; } types[] = {
		{ "u8", 1, false }, { "u16", 2, false }, { "u32", 4, false }, { "u64", 8, false },
		{ "i8", 1, true }, { "i16", 2, true }, { "i32", 4, true }, { "i64", 8, true },
		{ "usize", 0, false }, { "isize", 0, true },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		unsigned size = types[i].size ? types[i].size : reader->viewer->address_size;
		uint64_t number;

		if (!wcore_string_is(type, types[i].name))
			continue;
		if (!wcore_message_number(reader, address, size, &number))
			return false;
		if (types[i].is_signed)
			wcore_message_signed(reader, (int64_t)(number << (64 - 8 * size)) >> (64 - 8 * size));
		else
			wcore_message_unsigned(reader, number);
		return true;
	}
	return false;
}

static bool write_char(struct wcore_message_reader *reader, uint64_t address, bool is_debug)
{
	uint64_t code;
	char text[4];
	size_t size;

	if (!wcore_message_number(reader, address, 4, &code) || !code || code > 0x10ffff ||
	    (code >= 0xd800 && code < 0xe000) ||
	    (is_debug && (!is_plain_letter((uint32_t)code) || code == '\'' || code == '\\')))
		return false;
	size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	if (size == 1)
		text[0] = (char)code;
	for (size_t i = size - 1; size > 1 && i; i--, code >>= 6)
		text[i] = (char)(0x80 | (code & 0x3f));
	if (size > 1)
		text[0] = (char)(0xf00u >> size | code);
	if (is_debug)
		wcore_message_add(reader, "'", 1);
	wcore_message_add(reader, text, size);
	if (is_debug)
		wcore_message_add(reader, "'", 1);
	return true;
}

static bool write_bool(struct wcore_message_reader *reader, uint64_t address)
{
	uint64_t value;

	if (!wcore_message_number(reader, address, 1, &value) || value > 1)
		return false;
	wcore_message_format(reader, value ? "true" : "false");
	return true;
}

static bool write_by(struct wcore_message_reader *reader, uint64_t value, uint64_t slot);

static bool write_dyn(struct wcore_message_reader *reader, uint64_t address)
{
	unsigned word = reader->viewer->address_size;
	uint64_t data, vtable, slot;

	/* A vtable starts with drop, size and alignment; then the trait's one method. */
	return wcore_message_word(reader, address, &data) &&
	       wcore_message_word(reader, address + word, &vtable) &&
	       wcore_message_word(reader, vtable + 3 * word, &slot) && write_by(reader, data, slot);
}

static bool write_value(struct wcore_message_reader *reader, const struct formatter *how, uint64_t address)
{
	unsigned word = reader->viewer->address_size;
	struct formatter inner = *how;
	uint64_t data, size;

	if (wcore_string_is(how->type, "&str") || wcore_string_is(how->type, "&mut str"))
		return wcore_message_word(reader, address, &data) &&
		       wcore_message_word(reader, address + word, &size) &&
		       write_str(reader, data, size, how->is_debug);
	if (wcore_string_starts(how->type, "&dyn core::fmt::"))
		return write_dyn(reader, address);
	if (wcore_string_is(how->type, "alloc::string::String"))
		return write_string(reader, address, how->is_debug);
	if (wcore_string_is(how->type, "core::fmt::Arguments"))
		return write_arguments(reader, address);
	if (wcore_string_is(how->type, "bool"))
		return write_bool(reader, address);
	if (wcore_string_is(how->type, "char"))
		return write_char(reader, address, how->is_debug);
	if (cut_prefix(&inner.type, "&"))
		return wcore_message_word(reader, address, &data) && write_value(reader, &inner, data);
	return write_number(reader, how->type, address);
}

/* A value by the function in the slot of the table that writes it. */
static bool write_by(struct wcore_message_reader *reader, uint64_t value, uint64_t slot)
{
	struct formatter how;
	struct wcore_string target;
	struct wcore_site function;
	struct wcore_error *error;
	uint32_t funcidx;
	char type[256];
	bool is_written;

	if (reader->depth >= MAX_DEPTH || !wcore_message_slot(reader, slot, &funcidx))
		return false;
	error = wcore_symbols_function_name(reader->place->module->symbols, funcidx, &function);
	if (error || !parse_formatter(function.function, &how)) {
		wcore_error_destroy(error);
		return false;
	}
	if (wcore_string_is(how.type, "&T")) {
		target = generic_type(reader, funcidx);
		if (!target.data || target.size + 2 > sizeof(type))
			return false;
		type[0] = '&';
		memcpy(type + 1, target.data, target.size);
		how.type = (struct wcore_string){ type, target.size + 1 };
	}
	reader->depth++;
	is_written = write_value(reader, &how, value);
	reader->depth--;
	return is_written;
}

/* Argument number of an array of them; one that cannot be written ends the text. */
static bool write_argument(struct wcore_message_reader *reader, uint64_t args, uint64_t number)
{
	unsigned word = reader->viewer->address_size;
	size_t start = reader->used;
	uint64_t value, slot;

	if (number >= MAX_ARGUMENTS ||
	    !wcore_message_word(reader, args + number * 2 * word, &value) ||
	    !wcore_message_word(reader, args + number * 2 * word + word, &slot))
		return false;
	if (!write_by(reader, value, slot)) {
		reader->used = start;
		reader->ret->text[start] = '\0';
		reader->ret->is_cut = true;
	}
	return true;
}

/* Since 1.93: literal texts behind their length, and bytes from 0xc0 for arguments. */
static bool write_template(struct wcore_message_reader *reader, uint64_t template, uint64_t args)
{
	uint64_t next = 0, size, byte;

	if (args & 1)
		return wcore_message_add_string(reader, template, args >> 1);
	for (unsigned i = 0; i < 2 * MAX_ARGUMENTS; i++) {
		if (!wcore_message_number(reader, template++, 1, &byte))
			return false;
		if (!byte)
			return true;
		if (byte <= 0x80) {
			size = byte;
			if (byte == 0x80 && !wcore_message_number(reader, template, 2, &size))
				return false;
			template += byte == 0x80 ? 2 : 0;
			if (!wcore_message_add_string(reader, template, size))
				return false;
			template += size;
		} else if (byte == 0xc0 || byte == 0xc8) {
			if (byte == 0xc8 && !wcore_message_number(reader, template, 2, &next))
				return false;
			template += byte == 0xc8 ? 2 : 0;
			if (!write_argument(reader, args, next++))
				return false;
		} else if (byte > 0xc0) {
			/* With a width, a precision or flags: not written here. */
			reader->ret->is_cut = true;
		} else {
			return false;
		}
		if (reader->ret->is_cut)
			return true;
	}
	return false;
}

/* Until 1.92: slices of texts, of how to write, and of arguments, in an order that rustc chose. */
static bool write_slices(struct wcore_message_reader *reader, uint64_t pieces, uint64_t piece_count,
			 uint64_t args, uint64_t count)
{
	unsigned word = reader->viewer->address_size;

	for (uint64_t i = 0; i < piece_count || i < count; i++) {
		uint64_t data, size;

		if (i < piece_count && (!wcore_message_word(reader, pieces + i * 2 * word, &data) ||
					!wcore_message_word(reader, pieces + i * 2 * word + word, &size) ||
					!wcore_message_add_string(reader, data, size)))
			return false;
		if (i < count && !write_argument(reader, args, i))
			return false;
		if (reader->ret->is_cut)
			return true;
	}
	return true;
}

static bool is_slices(uint64_t pieces, uint64_t piece_count, uint64_t args, uint64_t count)
{
	return pieces && args && piece_count <= MAX_ARGUMENTS && count <= MAX_ARGUMENTS &&
	       (piece_count == count || piece_count == count + 1);
}

/* Which pair of the three is what. */
static bool write_old(struct wcore_message_reader *reader, uint64_t address)
{
	static const uint8_t orders[][3] = {	/* texts, how to write, arguments */
		{ 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 },
	};
	unsigned word = reader->viewer->address_size;
	uint64_t words[6];

	for (unsigned i = 0; i < 6; i++)
		if (!wcore_message_word(reader, address + i * word, &words[i]))
			return false;
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		const uint64_t *pieces = &words[2 * orders[i][0]], *how = &words[2 * orders[i][1]];
		const uint64_t *args = &words[2 * orders[i][2]];
		size_t start = reader->used;

		if (how[0] || !is_slices(pieces[0], pieces[1], args[0], args[1]))
			continue;
		if (write_slices(reader, pieces[0], pieces[1], args[0], args[1]))
			return true;
		reader->used = start;
		reader->ret->text[start] = '\0';
		reader->ret->is_cut = false;
	}
	return false;
}

/* core::fmt::Arguments in memory. */
static bool write_arguments(struct wcore_message_reader *reader, uint64_t address)
{
	size_t start = reader->used;
	uint64_t template, args;

	if (!reader->has_templates)
		return write_old(reader, address);
	if (!wcore_message_word(reader, address, &template) ||
	    !wcore_message_word(reader, address + reader->viewer->address_size, &args))
		return false;
	if (write_template(reader, template, args))
		return true;
	reader->used = start;
	reader->ret->text[start] = '\0';
	return false;
}

static bool finish(struct wcore_message_reader *reader, uint64_t location)
{
	/* A valid place behind it shows that the text is one; a text without a beginning says nothing. */
	return reader->used && take_location(reader, location) && wcore_message_done(reader, "panic");
}

static bool panic_fmt(struct wcore_message_reader *reader)
{
	uint32_t count = wcore_message_argument_count(reader);
	uint64_t a, b, c;

	if (!wcore_message_argument(reader, 0, &a) || !wcore_message_argument(reader, 1, &b))
		return false;
	/* A template and its arguments fit into two words, and are passed by value. */
	reader->has_templates = count == 3;
	if (count == 2)
		return write_arguments(reader, a) && finish(reader, b);
	return count == 3 && wcore_message_argument(reader, 2, &c) && write_template(reader, a, b) &&
	       finish(reader, c);
}

/* A text and its length, and behind other arguments a Location. */
static bool panic_str(struct wcore_message_reader *reader)
{
	uint64_t data, size, location;

	return wcore_message_argument_count(reader) == 3 && wcore_message_argument(reader, 0, &data) &&
	       wcore_message_argument(reader, 1, &size) && wcore_message_argument(reader, 2, &location) &&
	       wcore_message_add_string(reader, data, size) && finish(reader, location);
}

/* The layout of a request, in either order: alignments are small powers of two. */
static bool alloc_error(struct wcore_message_reader *reader)
{
	uint64_t a, b;

	if (wcore_message_argument_count(reader) != 2 || !wcore_message_argument(reader, 0, &a) ||
	    !wcore_message_argument(reader, 1, &b))
		return false;
	if (a > 16 && b <= 16) {
		uint64_t swap = a;

		a = b;
		b = swap;
	}
	if (!a || a > 16 || (a & (a - 1)) || b <= 16)
		return false;
	wcore_message_format(reader, "memory allocation of %llu bytes failed", (unsigned long long)b);
	return wcore_message_done(reader, "allocation failure");
}

bool wcore_message_rust(struct wcore_message_reader *reader)
{
	static const struct {
		const char *name;
		bool (*read)(struct wcore_message_reader *reader);
	} functions[] = {
		{ "core::panicking::panic_fmt", panic_fmt },
		{ "core::panicking::panic", panic_str },
		{ "core::panicking::panic_str", panic_str },
		{ "core::option::expect_failed", panic_str },
		{ "std::panicking::begin_panic", panic_str },
		{ "alloc::alloc::handle_alloc_error", alloc_error },
		{ "std::alloc::rust_oom", alloc_error },
	};

	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (wcore_string_is(reader->name, functions[i].name))
			return functions[i].read(reader);
	return false;
}

/* The layout, by how panic_fmt() is called, which called the handler; false when it did not. */
static bool find_layout(struct wcore_message_reader *reader)
{
	struct wcore_unwind_frame *caller;
	struct wcore_string name;

	if (!wcore_message_frame(reader, reader->place->frame.index + 1, &caller, &name))
		return false;
	reader->has_templates = wcore_unwind_param_count(caller) == 3;
	return wcore_string_starts(name, "core::panicking::panic_fmt") &&
	       (reader->has_templates || wcore_unwind_param_count(caller) == 2);
}

/* core::panic::PanicInfo points to the arguments and to the location, in an order that rustc chose. */
bool wcore_message_rust_info(struct wcore_message_reader *reader)
{
	unsigned word = reader->viewer->address_size;
	uint64_t info, pointer;

	if (!wcore_string_ends(reader->name, "rust_begin_unwind") ||
	    !wcore_message_argument(reader, 0, &info) || !find_layout(reader))
		return false;
	for (unsigned i = 0; i < 6; i++) {
		if (!wcore_message_word(reader, info + i * word, &pointer) || !pointer ||
		    !write_arguments(reader, pointer) || !reader->used)
			continue;
		for (unsigned k = 0; k < 6; k++)
			if (k != i && wcore_message_word(reader, info + k * word, &pointer) && pointer &&
			    finish(reader, pointer))
				return true;
		reader->used = 0;
		reader->ret->text[0] = '\0';
	}
	return false;
}
