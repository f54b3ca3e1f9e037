/* The pieces that wcore-info's text is made of. */
#include "info_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "../libcore/base/text.h"

/* Lists of the summary end here. */
#define LIST_MAX 16

#define KEY_WIDTH 11

void info_text_string(struct wcore_string string)
{
	wcore_text_write(stdout, string);
}

void info_text_number(uint64_t value)
{
	char buffer[32];

	fputs(wcore_text_thousands(value, buffer), stdout);
}

void info_text_count(uint64_t value, const char *one, const char *many)
{
	info_text_number(value);
	printf(" %s", value == 1 ? one : many);
}

void info_text_short_size(uint64_t bytes)
{
	static const char units[] = "KMGTPE";
	double value = (double)bytes / 1024;
	unsigned unit = 0;

	if (bytes < 10000) {
		info_text_count(bytes, "byte", "bytes");
		return;
	}
	for (; value >= 1024; unit++)
		value /= 1024;
	printf(value == (double)(uint64_t)value ? "%.0f %ciB" : "%.1f %ciB", value, units[unit]);
}

void info_text_size(uint64_t bytes)
{
	info_text_short_size(bytes);
	if (bytes >= 10000) {
		fputs(" (", stdout);
		info_text_number(bytes);
		fputs(" bytes)", stdout);
	}
}

void info_text_key(int indent, const char *key)
{
	int width = KEY_WIDTH - (int)strlen(key);

	printf("%*s%s:%*s", indent, "", key, width > 1 ? width : 1, "");
}

void info_text_item(const char *noun, uint32_t i)
{
	printf("  %s %" PRIu32 ": ", noun, i);
}

void info_text_heading(const struct info_text *text, const char *name, uint64_t count)
{
	putchar('\n');
	wcore_cli_print(text->cli, WCORE_STYLE_HEADING, wcore_string_from(name));
	fputs(": ", stdout);
	info_text_number(count);
	putchar('\n');
}

uint64_t info_text_end(const struct info_text *text, uint64_t count)
{
	return text->full || count <= LIST_MAX ? count : LIST_MAX;
}

void info_text_rest(const struct info_text *text, uint64_t count, uint64_t shown)
{
	if (shown >= count)
		return;
	fputs("  and ", stdout);
	info_text_number(count - shown);
	puts(text->full ? " more" : " more (--full)");
}
