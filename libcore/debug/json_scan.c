#include "json_scan.h"

#include <string.h>

void wcore_json_scan_init(struct wcore_json_scan *scan, const struct wcore_file *file)
{
	*scan = (struct wcore_json_scan){ .file = file };
	if (file->size >= 3 && memcmp(file->data, "\xef\xbb\xbf", 3) == 0)
		scan->pos = 3;
	if (file->size - scan->pos >= 4 && memcmp(file->data + scan->pos, ")]}'", 4) == 0)
		while (scan->pos < file->size && file->data[scan->pos] != '\n')
			scan->pos++;
}

struct wcore_error *wcore_json_scan_error(const struct wcore_json_scan *scan, const char *message)
{
	return wcore_error_at(WCORE_ERROR_FORMAT, scan->file->path, NULL, scan->pos, "%s",
			      message);
}

char wcore_json_scan_peek(struct wcore_json_scan *scan)
{
	while (scan->pos < scan->file->size) {
		char c = (char)scan->file->data[scan->pos];

		if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
			return c;
		scan->pos++;
	}
	return 0;
}

struct wcore_error *wcore_json_scan_string(struct wcore_json_scan *scan,
					   struct wcore_json_span *ret)
{
	const uint8_t *data = scan->file->data;

	if (wcore_json_scan_peek(scan) != '"')
		return wcore_json_scan_error(scan, "a string was expected");
	size_t start = scan->pos + 1, end = start;

	while (end < scan->file->size && data[end] != '"') {
		if (data[end] == '\\' && scan->file->size - end >= 2)
			end++;
		end++;
	}
	if (end >= scan->file->size)
		return wcore_json_scan_error(scan, "a string without end");
	*ret = (struct wcore_json_span){ start, end };
	scan->pos = end + 1;
	return NULL;
}

struct wcore_error *wcore_json_scan_number(struct wcore_json_scan *scan, uint64_t *ret)
{
	const uint64_t max = UINT64_C(1) << 53;
	size_t pos = scan->pos;
	uint64_t value = 0;

	wcore_json_scan_peek(scan);
	for (pos = scan->pos; pos < scan->file->size; pos++) {
		uint8_t c = scan->file->data[pos];

		if (c < '0' || c > '9' || value >= max)
			break;
		value = value * 10 + (c - '0');
	}
	if (pos == scan->pos || value >= max)
		return wcore_json_scan_error(scan, "a natural number was expected");
	*ret = value;
	scan->pos = pos;
	return NULL;
}

static struct wcore_error *skip_word(struct wcore_json_scan *scan)
{
	size_t start = scan->pos;

	while (scan->pos < scan->file->size) {
		uint8_t c = scan->file->data[scan->pos];
		bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' ||
			       c == '+' || c == '.' || c == 'E';

		if (!is_word)
			break;
		scan->pos++;
	}
	return scan->pos > start ? NULL : wcore_json_scan_error(scan, "no JSON value");
}

struct wcore_error *wcore_json_scan_enter(struct wcore_json_scan *scan, char open,
					  struct wcore_json_items *ret)
{
	if (wcore_json_scan_peek(scan) != open)
		return wcore_json_scan_error(scan, open == '{' ? "an object was expected" :
								 "an array was expected");
	*ret = (struct wcore_json_items){ .is_object = open == '{' };
	scan->pos++;
	return NULL;
}

struct wcore_error *wcore_json_scan_next(struct wcore_json_scan *scan,
					 struct wcore_json_items *items,
					 struct wcore_json_span *ret_key, bool *ret_more)
{
	char c = wcore_json_scan_peek(scan);

	*ret_more = c != (items->is_object ? '}' : ']');
	if (!*ret_more) {
		scan->pos++;
		return NULL;
	}
	if (items->is_started) {
		if (c != ',')
			return wcore_json_scan_error(scan, "a comma was expected");
		scan->pos++;
	}
	items->is_started = true;
	if (!items->is_object)
		return NULL;
	struct wcore_error *error = wcore_json_scan_string(scan, ret_key);

	if (error)
		return error;
	if (wcore_json_scan_peek(scan) != ':')
		return wcore_json_scan_error(scan, "a colon was expected");
	scan->pos++;
	return NULL;
}

struct wcore_error *wcore_json_scan_skip(struct wcore_json_scan *scan)
{
	struct wcore_json_items open[WCORE_JSON_SCAN_DEPTH];
	struct wcore_json_span span;
	struct wcore_error *error = NULL;
	unsigned depth = 0;

	do {
		char c = wcore_json_scan_peek(scan);
		bool more = true;

		if (c == '{' || c == '[') {
			if (depth == WCORE_JSON_SCAN_DEPTH)
				return wcore_json_scan_error(scan, "JSON nested too deeply");
			error = wcore_json_scan_enter(scan, c, &open[depth++]);
		} else if (c == '"') {
			error = wcore_json_scan_string(scan, &span);
		} else {
			error = skip_word(scan);
		}
		for (more = false; !error && depth && !more;) {
			error = wcore_json_scan_next(scan, &open[depth - 1], &span, &more);
			depth -= !error && !more;
		}
	} while (!error && depth);
	return error;
}

static unsigned hex_value(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - (unsigned)'0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - (unsigned)'a' + 10 : 16;
}

/* The four digits behind "\u"; UINT32_MAX when they are not. */
static uint32_t hex4(const uint8_t *data, size_t pos, size_t end)
{
	uint32_t value = 0;

	if (end - pos < 4)
		return UINT32_MAX;
	for (size_t i = pos; i < pos + 4; i++) {
		unsigned digit = hex_value(data[i]);

		if (digit > 15)
			return UINT32_MAX;
		value = value << 4 | digit;
	}
	return value;
}

static uint32_t unicode_escape(const uint8_t *data, size_t *pos, size_t end)
{
	uint32_t high = hex4(data, *pos, end);

	if (high == UINT32_MAX)
		return 0xfffd;
	*pos += 4;
	if (high < 0xd800 || high > 0xdfff)
		return high;
	if (high > 0xdbff || end - *pos < 6 || data[*pos] != '\\' || data[*pos + 1] != 'u')
		return 0xfffd;
	uint32_t low = hex4(data, *pos + 2, end);

	if (low < 0xdc00 || low > 0xdfff)
		return 0xfffd;
	*pos += 6;
	return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

uint32_t wcore_json_char(const struct wcore_file *file, size_t *pos, size_t end)
{
	static const char escapes[] = "b\bf\fn\nr\rt\t";
	const uint8_t *data = file->data;
	uint8_t c = data[(*pos)++];

	if (c != '\\' || *pos == end)
		return c;
	c = data[(*pos)++];
	if (c == 'u')
		return unicode_escape(data, pos, end);
	for (size_t i = 0; i + 1 < sizeof(escapes); i += 2)
		if (c == (uint8_t)escapes[i])
			return (uint8_t)escapes[i + 1];
	return c;
}

static size_t encode(uint32_t c, char *out)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

struct wcore_string wcore_json_decode(const struct wcore_file *file, struct wcore_json_span span,
				      struct wcore_arena *arena)
{
	const uint8_t *data = file->data;
	size_t size = 0;
	/* No escape is shorter than what it stands for, but "\u" cut short: two bytes, three. */
	char *out = wcore_arena_alloc(arena, (span.end - span.start) / 2 * 3 + 4);

	if (!out)
		return (struct wcore_string){ NULL, 0 };
	for (size_t pos = span.start; pos < span.end;) {
		if (data[pos] != '\\')
			out[size++] = (char)data[pos++];
		else
			size += encode(wcore_json_char(file, &pos, span.end), out + size);
	}
	out[size] = 0;
	return (struct wcore_string){ out, size };
}

bool wcore_json_span_is(const struct wcore_file *file, struct wcore_json_span span,
			const char *text)
{
	size_t size = span.end - span.start;

	return size == strlen(text) && memcmp(file->data + span.start, text, size) == 0;
}
