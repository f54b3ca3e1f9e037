#include "plain_name.h"

#include <ctype.h>
#include <string.h>

/* All steps shorten the text in place. */
struct text {
	char *data;
	size_t size;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static bool starts_with(const struct text *text, size_t at, const char *what)
{
	size_t size = strlen(what);
	return at <= text->size && size <= text->size - at &&
	       memcmp(text->data + at, what, size) == 0;
}

static bool ends_with(const struct text *text, const char *what)
{
	size_t size = strlen(what);
	return text->size >= size && starts_with(text, text->size - size, what);
}

static bool cut_end(struct text *text, const char *what)
{
	if (!ends_with(text, what) || text->size == strlen(what))
		return false;
	text->size -= strlen(what);
	return true;
}

/* ".123", and then the reason of the clone: ".llvm", ".isra". */
static bool cut_number(struct text *text)
{
	static const char *const reasons[] = {".llvm", ".isra", ".part", ".constprop", ".cold",
					      ".lto_priv", ".__uniq", ".specialized"};
	size_t size = text->size;
	while (size > 0 && is_digit(text->data[size - 1]))
		size--;
	if (size == text->size || size < 2 || text->data[size - 1] != '.')
		return false;
	text->size = size - 1;
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		if (cut_end(text, reasons[i]))
			break;
	}
	return true;
}

static bool cut_rust_hash(struct text *text)
{
	const size_t size = strlen("::h0123456789abcdef");
	if (text->size <= size || !starts_with(text, text->size - size, "::h"))
		return false;
	for (size_t i = text->size - 16; i < text->size; i++) {
		if (!strchr("0123456789abcdef", text->data[i]))
			return false;
	}
	text->size -= size;
	return true;
}

static bool cut_clone(struct text *text)
{
	if (!ends_with(text, "]"))
		return false;
	for (size_t i = text->size; i-- > 1;) {
		if (text->data[i] == '[') {
			if (!starts_with(text, i, "[clone "))
				return false;
			text->size = text->data[i - 1] == ' ' ? i - 1 : i;
			return true;
		}
	}
	return false;
}

static void cut_suffixes(struct text *text)
{
	while (cut_end(text, ".command_export") || cut_end(text, " externref shim") ||
	       cut_end(text, " multivalue shim") || cut_number(text) || cut_rust_hash(text) ||
	       cut_clone(text))
		continue;
}

/* One past the bracket that closes the one at `at`, or the end. */
static size_t skip_group(const struct text *text, size_t at)
{
	char open = text->data[at];
	char close = open == '<' ? '>' : open == '(' ? ')' : open == '[' ? ']' : '}';
	size_t depth = 0;
	for (size_t i = at; i < text->size; i++) {
		if (text->data[i] == open)
			depth++;
		else if (text->data[i] == close && !(close == '>' && text->data[i - 1] == '-') &&
			 --depth == 0)
			return i + 1;
	}
	return text->size;
}

static void replace(struct text *text, size_t from, size_t to, const char *data, size_t size)
{
	memmove(text->data + from, data, size);
	memmove(text->data + from + size, text->data + to, text->size - to);
	text->size -= to - from - size;
}

static bool has_path(const char *data, size_t size)
{
	for (size_t i = 0; i + 1 < size; i++) {
		if (data[i] == '<')
			return false;
		if (data[i] == ':' && data[i + 1] == ':')
			return true;
	}
	return false;
}

/* "<X as Trait>::f" at the start. */
static void unwrap_rust(struct text *text)
{
	while (text->size > 1 && text->data[0] == '<') {
		size_t end = skip_group(text, 0);
		struct text inner = {text->data, end - 1};
		size_t as = inner.size, i = 1;
		while (i < inner.size) {
			char c = inner.data[i];
			if (starts_with(&inner, i, " as ")) {
				as = i;
				break;
			}
			i = c == '<' || c == '(' || c == '[' ? skip_group(&inner, i) : i + 1;
		}
		const char *self = text->data + 1, *trait = text->data + as + strlen(" as ");
		if (as == inner.size || self[0] == '<' || has_path(self, as - 1))
			replace(text, 0, end, self, as - 1);
		else
			replace(text, 0, end, trait, inner.size - as - strlen(" as "));
	}
}

/* The length of "operator" and its symbols at `at`; 0 when there is none. */
static size_t operator_size(const struct text *text, size_t at)
{
	static const char *const symbols[] = {
		"()", "[]", "<=>", "<<=", ">>=", "->*", "<<", ">>", "<=", ">=", "->", "<", ">",
		" new[]", " delete[]", " new", " delete",
	};
	const size_t size = strlen("operator");
	if (!starts_with(text, at, "operator") || (at > 0 && is_word(text->data[at - 1])))
		return 0;
	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		if (starts_with(text, at + size, symbols[i]))
			return size + strlen(symbols[i]);
	}
	return at + size < text->size && is_word(text->data[at + size]) ? 0 : size;
}

/* A group in round brackets that is part of the name. */
static size_t kept_group(const struct text *text, size_t at)
{
	if (starts_with(text, at, "(anonymous namespace)"))
		return strlen("(anonymous namespace)");
	size_t end = skip_group(text, at);
	return starts_with(text, at, "(*") && end < text->size && text->data[end] == '.' ?
	       end - at : 0;
}

/* The length of a number that means nothing, with what announces it. */
static size_t number_size(const struct text *text, size_t at)
{
	static const char *const marks[] = {"__anon_", "__func_", "__struct_", "__enum_",
					    "__union_", "|", "#"};
	size_t digits = 0;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]) && digits == 0; i++) {
		if (!starts_with(text, at, marks[i]))
			continue;
		digits = at + strlen(marks[i]);
	}
	size_t end = digits;
	while (digits && end < text->size && is_digit(text->data[end]))
		end++;
	bool is_number = digits && end > digits &&
			 (end == text->size || !is_word(text->data[end]));
	return is_number ? end - at : 0;
}

/* Digits behind `$_`, `'lambda`, Go's `F.func`: what is numbered is kept. */
static bool is_numbered(const char *data, size_t size)
{
	static const char *const marks[] = {"$_", "'lambda", "'unnamed", "$"};
	const size_t func = strlen(".func");
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t mark = strlen(marks[i]);
		if (size >= mark && memcmp(data + size - mark, marks[i], mark) == 0)
			return true;
	}
	return size > func && memcmp(data + size - func, ".func", func) == 0 &&
	       memchr(data, '.', size - func);
}

static size_t digits_size(const struct text *text, size_t at)
{
	size_t end = at;
	while (end < text->size && is_digit(text->data[end]))
		end++;
	return end < text->size && is_word(text->data[end]) ? 0 : end - at;
}

static bool is_stripped_group(const char *kept, size_t size, char open)
{
	if (open == '<' || open == '(')
		return true;
	/* "[abi:cxx11]", Go's "F[...]"; a slice stands at a component's start. */
	return open == '[' && size > 0 && (is_word(kept[size - 1]) || kept[size - 1] == ' ');
}

/*
 * Takes groups and numbers out.  A space on the way ends a return type, which
 * goes too; not the one of a conversion operator.
 */
static void strip(struct text *text)
{
	char *out = text->data;
	size_t size = 0, start = 0, at = 0;
	bool has_operator = false;

	while (at < text->size) {
		char c = out[at];
		size_t keep = operator_size(text, at);
		if (keep > 0)
			has_operator = true;
		else if (c == '(')
			keep = kept_group(text, at);
		if (keep > 0) {
			memmove(out + size, out + at, keep);
			size += keep;
			at += keep;
			continue;
		}
		size_t number = number_size(text, at);
		if (number == 0 && is_digit(c) && is_numbered(out, size))
			number = digits_size(text, at);
		if (number > 0) {
			at += number;
			continue;
		}
		if (is_stripped_group(out, size, c)) {
			at = skip_group(text, at);
			continue;
		}
		if (c == ' ' && !has_operator && size > 0)
			start = size + 1;
		if (size > 0 && (c == '{' || c == '}') && out[size - 1] == c) {
			at++;
			continue;
		}
		if (c == ':' && size >= 2 && out[size - 1] == ':' && out[size - 2] == ':') {
			at++;
			continue;
		}
		out[size++] = c;
		at++;
	}
	if (start == size)
		start = 0;
	memmove(out, out + start, size - start);
	text->size = size - start;
}

static void cut_qualifiers(struct text *text)
{
	while (cut_end(text, " const") || cut_end(text, " volatile") || cut_end(text, " noexcept") ||
	       cut_end(text, " &&") || cut_end(text, " &") || cut_end(text, " "))
		continue;
}

static void cut_inline_namespace(struct text *text)
{
	const size_t from = strlen("std::"), to = strlen("std::__2::");
	if (starts_with(text, 0, "std::__") && to < text->size && is_digit(text->data[from + 2]) &&
	    starts_with(text, from + 3, "::"))
		replace(text, from, to, "", 0);
}

size_t wcore_plain_name(struct wcore_string name, char *buffer)
{
	struct text text = {buffer, name.size < WCORE_PLAIN_NAME_MAX ? name.size :
								       WCORE_PLAIN_NAME_MAX - 1};
	if (text.size > 0)
		memcpy(buffer, name.data, text.size);

	cut_suffixes(&text);
	unwrap_rust(&text);
	cut_qualifiers(&text);
	strip(&text);
	while (cut_end(&text, "::") || cut_end(&text, " "))
		continue;
	cut_inline_namespace(&text);
	if (text.size == 0 && name.size > 0) {
		text.size = name.size < WCORE_PLAIN_NAME_MAX ? name.size : WCORE_PLAIN_NAME_MAX - 1;
		memcpy(buffer, name.data, text.size);
	}
	buffer[text.size] = '\0';
	return text.size;
}
