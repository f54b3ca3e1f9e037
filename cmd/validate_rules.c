/* wcore-validate's rules: their choice, their list, their explanation. */
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"

#include "validate.h"

/* The width that explanations are filled to. */
#define WIDTH 78

struct wcore_error *validate_choose_rules(struct validate_options *options, const char *argument)
{
	const char *glob = argument + 1;
	bool disable = argument[0] == '-', matches = false;
	const struct wcore_rule *rules;
	size_t count;

	if (argument[0] != '+' && argument[0] != '-')
		return wcore_error_create(WCORE_ERROR_USAGE, NULL,
					  "--rule: '%s' begins with neither + nor -", argument);
	rules = wcore_rules(&count);
	if (!options->disabled) {
		options->disabled = wcore_calloc(count, sizeof(*options->disabled));
		if (!options->disabled)
			return wcore_error_nomem();
		/* What is added first is added to nothing. */
		for (size_t i = 0; i < count; i++)
			options->disabled[i] = !disable;
	}
	for (size_t i = 0; i < count; i++) {
		if (fnmatch(glob, rules[i].id, 0) != 0)
			continue;
		options->disabled[i] = disable;
		matches = true;
	}
	if (!matches)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL,
					  "--rule: no rule is called '%s'; --list-rules has all", glob);
	return NULL;
}

void validate_list_rules(const struct validate_options *options)
{
	const struct wcore_rule *rules;
	size_t count;

	rules = wcore_rules(&count);
	for (size_t i = 0; i < count; i++)
		if (!options->disabled || !options->disabled[i])
			printf("%-24s  %-12s  %-7s  %s\n", rules[i].id, wcore_level_name(rules[i].level),
			       wcore_severity_name(rules[i].severity), rules[i].sentence);
}

/* The text, filled. */
static void print_filled(const char *text)
{
	size_t column = 0;

	while (*text) {
		size_t size = strcspn(text, " ");

		if (column && column + 1 + size > WIDTH) {
			putchar('\n');
			column = 0;
		}
		column += (size_t)printf("%s%.*s", column ? " " : "", (int)size, text);
		text += size + strspn(text + size, " ");
	}
	putchar('\n');
}

struct wcore_error *validate_explain(const char *pattern)
{
	const struct wcore_rule *rules;
	bool found = false;
	size_t count;

	rules = wcore_rules(&count);
	for (size_t i = 0; i < count; i++) {
		if (fnmatch(pattern, rules[i].id, 0) != 0)
			continue;
		printf("%s%s (%s, %s)\n", found ? "\n" : "", rules[i].id,
		       wcore_level_name(rules[i].level), wcore_severity_name(rules[i].severity));
		printf("%s.\n\n", rules[i].sentence);
		print_filled(rules[i].text);
		found = true;
	}
	if (!found)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL,
					  "--explain: no rule is called '%s'; --list-rules has all", pattern);
	return NULL;
}
