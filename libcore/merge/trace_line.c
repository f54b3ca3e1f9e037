/* One line of a trace. */
#include <string.h>

#include "trace_text.h"
#include "trace_scan.h"

/* "<unknown>", ".unnamed" and the like are no names. */
static struct wcore_string named(struct wcore_string text)
{
	static const char *const made_up[] = {
		"<unknown>", ".unnamed", "<unnamed>", "<anonymous>", "(anonymous)", "<?>", "<module>", "<wasm>", "wasm",
	};
	const struct wcore_string absent = { NULL, 0 };

	if (!text.size || text.size > WCORE_TRACE_NAME_MAX)
		return absent;
	for (size_t i = 0; i < sizeof(made_up) / sizeof(made_up[0]); i++)
		if (wcore_string_is(text, made_up[i]))
			return absent;
	return text;
}

/* "17" between prefix and suffix, and nothing else. */
static bool wrapped_index(struct wcore_string text, const char *prefix, const char *suffix, uint32_t *ret)
{
	uint64_t value;

	if (!wcore_scan_literal(&text, prefix) || !wcore_scan_decimal(&text, &value) || value > UINT32_MAX ||
	    !wcore_string_is(text, suffix))
		return false;
	*ret = (uint32_t)value;
	return true;
}

/* A function's name, which may be made of its index: "$f17", "<wasm function 17>", "wasm-function[17]". */
static void set_function(struct wcore_trace_frame *frame, struct wcore_string name)
{
	static const char *const forms[][2] = {
		{ "<wasm function ", ">" }, { "wasm-function[", "]" }, { "$func", "" }, { "$f", "" },
		{ "func[", "]" }, { "<function #", ">" },
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		uint32_t index;

		if (!wrapped_index(name, forms[i][0], forms[i][1], &index))
			continue;
		if (!frame->has_funcidx)
			frame->funcidx = index;
		frame->has_funcidx = true;
		return;
	}
	/* Chrome writes the names of the text format. */
	if (name.size > 1 && name.data[0] == '$')
		name = wcore_scan_from(name, 1);
	frame->function = named(name);
}

/* "0x5b2" at the end of text, behind a colon, which is cut off. */
static bool cut_offset(struct wcore_string *text, uint64_t *ret)
{
	const char *colon = memrchr(text->data, ':', text->size);
	struct wcore_string number;

	if (!colon)
		return false;
	number = wcore_scan_from(*text, (size_t)(colon - text->data) + 1);
	if (!wcore_scan_hex(&number, ret) || number.size)
		return false;
	text->size = (size_t)(colon - text->data);
	return true;
}

/* "wasm-function[17]" at the end, or Wasmer's "m[17]": cut off, with the colon in front of it. */
static bool cut_index(struct wcore_string *text, const char *word, uint32_t *ret)
{
	const char *open = memrchr(text->data, '[', text->size);
	const size_t size = strlen(word);
	size_t start;

	if (!open || !wrapped_index(wcore_scan_from(*text, (size_t)(open - text->data)), "[", "]", ret))
		return false;
	start = (size_t)(open - text->data);
	if (start < size || memcmp(text->data + start - size, word, size) != 0)
		return false;
	start -= size;
	/* "m.wasm-function[17]" is another form. */
	if (size && start && text->data[start - 1] != ':')
		return false;
	text->size = start && size ? start - 1 : start;
	return true;
}

/* "URL:wasm-function[17]:0x5b2", "m[17]:0x5b2", "m.wasm:0x5b2"; false for places in other code. */
static bool read_place(struct wcore_string place, struct wcore_trace_frame *ret)
{
	struct wcore_string rest = place;

	if (!place.size)
		return false;
	ret->has_offset = cut_offset(&rest, &ret->offset);
	if (!rest.size)
		return false;
	ret->has_funcidx = cut_index(&rest, "wasm-function", &ret->funcidx) ||
			   (ret->has_offset && cut_index(&rest, "", &ret->funcidx));
	ret->module = named(rest);
	return ret->has_funcidx || (ret->has_offset && ret->module.size);
}

/* "at f (PLACE)", "at PLACE". */
static bool read_at(struct wcore_string line, struct wcore_trace_frame *ret)
{
	const char *open = NULL;

	if (!wcore_scan_literal(&line, "at "))
		return false;
	wcore_scan_literal(&line, "async ");
	if (!line.size || line.data[line.size - 1] != ')')
		return !memchr(line.data, ' ', line.size) && read_place(line, ret);
	for (size_t i = line.size; i-- > 1 && !open;)
		if (line.data[i] == '(' && line.data[i - 1] == ' ')
			open = line.data + i;
	if (!open)
		return false;

	struct wcore_string place = wcore_scan_from(line, (size_t)(open - line.data) + 1);

	place.size--;
	if (!read_place(place, ret))
		return false;
	line.size = (size_t)(open - line.data) - 1;
	set_function(ret, line);
	return true;
}

/* JavaScriptCore's "m.wasm-function[f]" in front of "@[wasm code]", where f is a name or an index. */
static bool read_wasm_code(struct wcore_string name, struct wcore_trace_frame *ret)
{
	static const char word[] = ".wasm-function[";
	const size_t size = sizeof(word) - 1;
	const char *at = memmem(name.data, name.size, word, size);
	size_t start = at ? (size_t)(at - name.data) : 0;
	struct wcore_string inside;

	if (!name.size || name.data[name.size - 1] != ']')
		return false;
	if (!at && !wcore_string_starts(name, word + 1))
		return false;
	inside = wcore_scan_from(name, at ? start + size : size - 1);
	inside.size--;
	ret->module = named((struct wcore_string){ name.data, start });
	if (wrapped_index(inside, "", "", &ret->funcidx))
		ret->has_funcidx = true;
	else
		ret->function = named(inside);
	return ret->has_funcidx || ret->function.size;
}

/* "f@PLACE", "f @ PLACE". */
static bool read_joined(struct wcore_string line, struct wcore_trace_frame *ret)
{
	const char *sign = memchr(line.data, '@', line.size);
	struct wcore_string name, place;

	if (!sign)
		return false;
	name = wcore_scan_trim((struct wcore_string){ line.data, (size_t)(sign - line.data) });
	place = wcore_scan_trim(wcore_scan_from(line, (size_t)(sign - line.data) + 1));
	if (wcore_string_is(place, "[wasm code]") || wcore_string_is(place, "[wasm-code]"))
		return read_wasm_code(name, ret);
	if (!read_place(place, ret))
		return false;
	set_function(ret, name);
	/* JavaScriptCore writes an index where it knows no name. */
	if (ret->has_funcidx && wrapped_index(name, "", "", &(uint32_t){ 0 }))
		ret->function = (struct wcore_string){ NULL, 0 };
	return true;
}

/* "m!f": the module's name has no spaces. */
static void set_qualified(struct wcore_trace_frame *frame, struct wcore_string text)
{
	const char *sign = memchr(text.data, '!', text.size);
	size_t size = sign ? (size_t)(sign - text.data) : 0;

	if (sign && !memchr(text.data, ' ', size)) {
		frame->module = named((struct wcore_string){ text.data, size });
		text = wcore_scan_from(text, size + 1);
	}
	set_function(frame, text);
}

/* "0:  0x5b2 - m!f", "#00: 0x05b2 - f", "#00 f". */
static bool read_numbered(struct wcore_string line, struct wcore_trace_frame *ret)
{
	const bool has_sign = wcore_scan_literal(&line, "#");
	const char *digits;
	bool has_colon;
	uint64_t number;

	if (!wcore_scan_decimal(&line, &number))
		return false;
	has_colon = wcore_scan_literal(&line, ":");
	line = wcore_scan_trim(line);
	digits = line.data;
	if (has_colon && wcore_scan_hex(&line, &ret->offset)) {
		const bool is_padded = line.data - digits == 8 && digits[2] == '0';

		if (!wcore_scan_literal(&line, " - ") && !wcore_scan_literal(&line, " \xe2\x80\x94 "))
			return false;
		ret->has_offset = true;
		ret->is_near = has_sign || is_padded;
		set_qualified(ret, wcore_scan_trim(line));
		return true;
	}
	/* Of older versions of WAMR. */
	if (!has_sign || !line.size || memchr(line.data, ' ', line.size))
		return false;
	set_function(ret, line);
	return ret->function.size || ret->has_funcidx;
}

/* A place or a qualified name alone. */
static bool read_bare(struct wcore_string line, struct wcore_trace_frame *ret)
{
	const char *sign = memchr(line.data, '!', line.size);
	struct wcore_string module = { line.data, sign ? (size_t)(sign - line.data) : 0 };

	if (wcore_string_ends(module, ".wasm") || wcore_string_is(module, "<wasm>") ||
	    wcore_string_is(module, "<unknown>")) {
		set_qualified(ret, line);
		return ret->function.size || ret->has_funcidx;
	}
	return !memchr(line.data, ' ', line.size) && read_place(line, ret) && (ret->has_offset || !sign);
}

bool wcore_trace_line(struct wcore_string line, struct wcore_trace_frame *ret)
{
	static bool (*const readers[])(struct wcore_string line, struct wcore_trace_frame *ret) = {
		read_at, read_numbered, read_joined, read_bare,
	};

	line = wcore_scan_trim(line);
	for (size_t i = 0; line.size && i < sizeof(readers) / sizeof(readers[0]); i++) {
		*ret = (struct wcore_trace_frame){ 0 };
		if (readers[i](line, ret))
			return true;
	}
	*ret = (struct wcore_trace_frame){ 0 };
	return false;
}
