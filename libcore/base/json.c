#include "json.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "text.h"

void wcore_json_init(struct wcore_json *json, FILE *out)
{
	*json = (struct wcore_json){ .out = out };
}

/* What stands between the value before and the one to come. */
static void separate(struct wcore_json *json)
{
	if (json->after_key) {
		json->after_key = false;
		return;
	}
	if (json->has_item[json->depth])
		putc(',', json->out);
	json->has_item[json->depth] = true;
}

static void begin(struct wcore_json *json, char bracket)
{
	separate(json);
	assert(json->depth + 1 < WCORE_JSON_DEPTH);
	json->depth++;
	json->has_item[json->depth] = false;
	json->is_array[json->depth] = bracket == '[';
	putc(bracket, json->out);
}

static void end(struct wcore_json *json, bool is_array)
{
	assert(json->depth > 0 && json->is_array[json->depth] == is_array && !json->after_key);
	json->depth--;
	putc(is_array ? ']' : '}', json->out);
}

void wcore_json_begin_object(struct wcore_json *json)
{
	begin(json, '{');
}

void wcore_json_end_object(struct wcore_json *json)
{
	end(json, false);
}

void wcore_json_begin_array(struct wcore_json *json)
{
	begin(json, '[');
}

void wcore_json_end_array(struct wcore_json *json)
{
	end(json, true);
}

void wcore_json_close(struct wcore_json *json)
{
	if (json->after_key)
		wcore_json_null(json);
	while (json->depth)
		end(json, json->is_array[json->depth]);
}

static void write_part(FILE *out, struct wcore_string value)
{
	for (size_t i = 0; i < value.size;) {
		uint32_t c = 0;
		size_t length = wcore_utf8_decode(value.data + i, value.size - i, &c);

		if (!length)
			fputs("\\ufffd", out);
		else if (c == '"' || c == '\\')
			fprintf(out, "\\%c", (char)c);
		else if (c == '\n')
			fputs("\\n", out);
		else if (c == '\t')
			fputs("\\t", out);
		else if (c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029)
			fprintf(out, "\\u%04x", (unsigned)c);
		else
			fwrite(value.data + i, 1, length, out);
		i += length ? length : 1;
	}
}

static void write_string(FILE *out, struct wcore_string value)
{
	putc('"', out);
	write_part(out, value);
	putc('"', out);
}

void wcore_json_key(struct wcore_json *json, const char *key)
{
	assert(!json->after_key && json->depth > 0 && !json->is_array[json->depth]);
	separate(json);
	write_string(json->out, wcore_string_from(key));
	putc(':', json->out);
	json->after_key = true;
}

void wcore_json_string(struct wcore_json *json, struct wcore_string value)
{
	if (!value.data) {
		wcore_json_null(json);
		return;
	}
	separate(json);
	write_string(json->out, value);
}

void wcore_json_text(struct wcore_json *json, const char *value)
{
	wcore_json_string(json, wcore_string_from(value));
}

void wcore_json_begin_string(struct wcore_json *json)
{
	separate(json);
	putc('"', json->out);
}

void wcore_json_add_string(struct wcore_json *json, struct wcore_string part)
{
	write_part(json->out, part);
}

void wcore_json_end_string(struct wcore_json *json)
{
	putc('"', json->out);
}

void wcore_json_number(struct wcore_json *json, uint64_t value)
{
	separate(json);
	fprintf(json->out, "%llu", (unsigned long long)value);
}

void wcore_json_wide(struct wcore_json *json, uint64_t value)
{
	separate(json);
	fprintf(json->out, "\"%llu\"", (unsigned long long)value);
}

void wcore_json_wide_signed(struct wcore_json *json, int64_t value)
{
	separate(json);
	fprintf(json->out, "\"%lld\"", (long long)value);
}

void wcore_json_signed(struct wcore_json *json, int32_t value)
{
	separate(json);
	fprintf(json->out, "%d", (int)value);
}

void wcore_json_integer(struct wcore_json *json, int64_t value)
{
	const int64_t limit = INT64_C(1) << 53;

	if (value >= limit || value <= -limit) {
		wcore_json_wide_signed(json, value);
		return;
	}
	separate(json);
	fprintf(json->out, "%lld", (long long)value);
}

void wcore_json_double(struct wcore_json *json, double value)
{
	char text[40];

	separate(json);
	if (isnan(value)) {
		fputs("\"NaN\"", json->out);
		return;
	}
	if (isinf(value)) {
		fputs(value < 0 ? "\"-Infinity\"" : "\"Infinity\"", json->out);
		return;
	}
	for (int precision = 1; precision <= 17; precision++) {
		snprintf(text, sizeof(text), "%.*g", precision, value);
		if (strtod(text, NULL) == value)
			break;
	}
	fputs(text, json->out);
}

void wcore_json_bool(struct wcore_json *json, bool value)
{
	separate(json);
	fputs(value ? "true" : "false", json->out);
}

void wcore_json_null(struct wcore_json *json)
{
	separate(json);
	fputs("null", json->out);
}
