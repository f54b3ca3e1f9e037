/* Files of rules: each line that wcore-strip(1) describes, what is refused and where, and lists of names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/redact/classes.h"
#include "../../libcore/redact/rule.h"

static struct wcore_error *add(struct wcore_redact_rules *rules, const char *text)
{
	wcore_redact_rules_init(rules);
	return wcore_redact_rules_add(rules, "r.rules", wcore_string_from(text));
}

static void lines_are_read(void **state)
{
	static const char text[] =
		"# of the staff\n"
		"\n"
		"  rule\tstaff-number \r\n"
		"\tabout  The number of a person\n"
		"\tpattern (staff|crew)-([0-9]{6})\n"
		"\tignore-case\n"
		"\treplace 2\n"
		"\tcheck luhn\n"
		"\tnear person pay\\sroll\n"
		"\twithin 512\n"
		"\twords staff crew\n"
		"\twords a\\tb\n"
		"\treach 0\n"
		"rule run\n"
		"pattern [a-z]+\n"
		"prefix ab\n"
		"inside cd\n"
		"rule all-over\n"
		"pattern x[0-9]+\n"
		"rule classes\n"
		"pattern y\n"
		"at-sign\n"
		"digits\n"
		"letters-digits\n";
	struct wcore_redact_rules rules;
	const struct wcore_redact_rule *rule;

	(void)state;
	assert_null(add(&rules, text));
	assert_int_equal(rules.count, 4);
	rule = &rules.items[0];
	assert_true(wcore_string_is(rule->name, "staff-number"));
	assert_true(wcore_string_is(rule->about, "The number of a person"));
	assert_true(wcore_string_is(rule->pattern, "(staff|crew)-([0-9]{6})"));
	assert_true(rule->ignore_case);
	assert_int_equal(rule->group, 2);
	assert_int_equal(rule->check, WCORE_CHECK_LUHN);
	assert_int_equal(rule->near.count, 2);
	assert_true(wcore_string_is(rule->near.items[1], "pay roll"));
	assert_int_equal(rule->within, 512);
	assert_int_equal(rule->words.count, 3);
	assert_true(wcore_string_is(rule->words.items[1], "crew"));
	assert_true(wcore_string_is(rule->words.items[2], "a\\tb"));
	assert_int_equal(rule->reach, 0);
	assert_int_equal(rule->classes, 0);
	assert_false(rule->is_everywhere);
	assert_non_null(rule->regex);
	assert_int_equal(rules.items[1].classes, 1u << WCORE_CLASS_RUN);
	assert_int_equal(rules.items[1].within, 64);
	assert_false(rules.items[1].is_everywhere);
	assert_true(rules.items[2].is_everywhere);
	assert_int_equal(rules.items[3].classes,
			 1u << WCORE_CLASS_AT | 1u << WCORE_CLASS_DIGITS | 1u << WCORE_CLASS_IBAN);
	wcore_redact_rules_deinit(&rules);
}

#define NAMED "rule a\npattern x\n"

static void what_is_wrong_is_told_with_its_line(void **state)
{
	static const struct { const char *text, *message; } cases[] = {
		{ "about x\n", "line 1: a rule begins with \"rule NAME\"" },
		{ "# a\n\nrule\n", "line 3: a rule needs a name, without commas" },
		{ "rule a,b\n", "line 1: a rule needs a name, without commas" },
		{ NAMED "rule a\n", "line 3: there is a rule 'a' already" },
		{ "rule a\nabout b\n", "line 2: the rule 'a' has no pattern" },
		{ "rule a\nrule b\n", "line 2: the rule 'a' has no pattern" },
		{ NAMED "words y\n", "line 3: a word of one character is everywhere" },
		{ NAMED "replace\n", "line 3: a number is missing" },
		{ NAMED "replace 1x\n", "line 3: '1x' is no number" },
		{ NAMED "replace -1\n", "line 3: '-1' is no number" },
		{ NAMED "replace 100\n", "line 3: more than 99" },
		{ NAMED "within 513\n", "line 3: more than 512" },
		{ NAMED "reach 99999999999999999999\n", "line 3: more than 512" },
		{ NAMED "check sum\n", "line 3: there is no check 'sum'" },
		{ NAMED "colour red\n", "line 3: 'colour' is no line of a rule" },
		{ NAMED "digits 3\n", "line 3: 'digits' is no line of a rule" },
		{ NAMED "run-on\n", "line 3: 'run-on' is no line of a rule" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wcore_redact_rules rules;
		struct wcore_error *error = add(&rules, cases[i].text);

		assert_non_null(error);
		assert_int_equal(error->code, WCORE_ERROR_FORMAT);
		assert_string_equal(error->path, "r.rules");
		assert_string_equal(error->message, cases[i].message);
		wcore_error_destroy(error);
		wcore_redact_rules_deinit(&rules);
	}
}

/* What PCRE2 says of it is its own. */
static void patterns_are_checked(void **state)
{
	static const char expected[] = "line 2: the pattern of 'a', character ";
	struct wcore_redact_rules rules;
	struct wcore_error *error = add(&rules, "rule a\npattern x(y\n");

	(void)state;
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_FORMAT);
	assert_int_equal(strncmp(error->message, expected, strlen(expected)), 0);
	wcore_error_destroy(error);
	wcore_redact_rules_deinit(&rules);
}

static void binary_files_are_refused(void **state)
{
	struct wcore_redact_rules rules;
	struct wcore_error *error;

	(void)state;
	wcore_redact_rules_init(&rules);
	error = wcore_redact_rules_add(&rules, "r.rules", (struct wcore_string){ "rule a\0", 7 });
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_FORMAT);
	assert_string_equal(error->message, "this is no text");
	wcore_error_destroy(error);
	wcore_redact_rules_deinit(&rules);
}

static void words_and_rules_are_counted(void **state)
{
	static char text[WCORE_RULES_MAX * 32];
	struct wcore_redact_rules rules;
	struct wcore_error *error;
	size_t size = (size_t)snprintf(text, sizeof(text), NAMED "words");

	(void)state;
	for (unsigned i = 0; i < WCORE_RULE_WORDS_MAX; i++)
		size += (size_t)snprintf(text + size, sizeof(text) - size, " word%u", i);
	assert_null(add(&rules, text));
	assert_int_equal(rules.items[0].words.count, WCORE_RULE_WORDS_MAX);
	wcore_redact_rules_deinit(&rules);
	snprintf(text + size, sizeof(text) - size, " more");
	error = add(&rules, text);
	assert_non_null(error);
	assert_string_equal(error->message, "line 3: more than 64 words");
	wcore_error_destroy(error);
	wcore_redact_rules_deinit(&rules);

	size = 0;
	for (unsigned i = 0; i <= WCORE_RULES_MAX; i++)
		size += (size_t)snprintf(text + size, sizeof(text) - size, "rule r%u\npattern x\n", i);
	error = add(&rules, text);
	assert_non_null(error);
	assert_string_equal(error->message, "line 2001: more than 1000 rules");
	assert_int_equal(rules.count, WCORE_RULES_MAX);
	wcore_error_destroy(error);
	wcore_redact_rules_deinit(&rules);
}

static void lists_select(void **state)
{
	static const struct { const char *list, *names; } cases[] = {
		{ "jwt", "jwt" }, { "jwt,aws-*", "aws-a aws-b jwt" }, { "-jwt", "aws-a aws-b mail" },
		{ "all,-aws-b", "aws-a jwt mail" }, { "-aws-*,-mail", "jwt" }, { ",mail,", "mail" },
		{ "-aws-*,aws-b", "aws-b jwt mail" }, { "", "" },
	};
	static const char text[] = "rule aws-a\npattern a\nrule aws-b\npattern b\nrule jwt\npattern c\nrule mail\npattern d\n";
	struct wcore_redact_rules rules;
	struct wcore_error *error;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char names[100] = "";

		assert_null(add(&rules, text));
		assert_null(wcore_redact_rules_select(&rules, cases[i].list));
		for (size_t k = 0; k < rules.count; k++)
			snprintf(names + strlen(names), sizeof(names) - strlen(names), "%s%.*s", k ? " " : "",
				 (int)rules.items[k].name.size, rules.items[k].name.data);
		assert_string_equal(names, cases[i].names);
		wcore_redact_rules_deinit(&rules);
	}
	assert_null(add(&rules, text));
	error = wcore_redact_rules_select(&rules, "jwt,gcp-*");
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_USAGE);
	assert_string_equal(error->message, "there is no rule 'gcp-*'");
	assert_int_equal(rules.count, 4);
	wcore_error_destroy(error);
	wcore_redact_rules_deinit(&rules);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_read), cmocka_unit_test(what_is_wrong_is_told_with_its_line),
		cmocka_unit_test(patterns_are_checked), cmocka_unit_test(binary_files_are_refused),
		cmocka_unit_test(words_and_rules_are_counted), cmocka_unit_test(lists_select),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
