#include "rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/glob.h"
#include "../scan/regex_hint.h"
#include "classes.h"

#define WITHIN_DEFAULT 64

void wcore_redact_rules_init(struct wcore_redact_rules *rules)
{
	*rules = (struct wcore_redact_rules){ 0 };
	wcore_arena_init(&rules->arena);
}

void wcore_redact_rules_deinit(struct wcore_redact_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++)
		wcore_regex_destroy(rules->items[i].regex);
	free(rules->items);
	wcore_arena_deinit(&rules->arena);
}

/* Lines. */

struct reader {
	struct wcore_redact_rules *rules;
	struct wcore_redact_rule *rule;	/* at hand; NULL before the first one */
	const char *path;
	unsigned line;
};

__attribute__((format(printf, 2, 3))) static struct wcore_error *wrong(const struct reader *reader,
									const char *format, ...)
{
	char text[256];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return wcore_error_create(WCORE_ERROR_FORMAT, reader->path, "line %u: %s", reader->line, text);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static struct wcore_string trim(struct wcore_string text)
{
	while (text.size && is_space(text.data[0])) {
		text.data++;
		text.size--;
	}
	while (text.size && is_space(text.data[text.size - 1]))
		text.size--;
	return text;
}

/* What stands before the first space; text becomes what stands behind it. */
static struct wcore_string take_word(struct wcore_string *text)
{
	struct wcore_string word = { text->data, 0 };

	while (word.size < text->size && !is_space(text->data[word.size]))
		word.size++;
	*text = trim((struct wcore_string){ text->data + word.size, text->size - word.size });
	return word;
}

static struct wcore_error *copy(struct reader *reader, struct wcore_string text, struct wcore_string *ret)
{
	const char *data = wcore_arena_copy(&reader->rules->arena, text.data, text.size);

	*ret = (struct wcore_string){ data, text.size };
	return data ? NULL : wcore_error_nomem();
}

/* "\s" in a word stands for a space. */
static struct wcore_error *copy_word(struct reader *reader, struct wcore_string text, struct wcore_string *ret)
{
	char *data = wcore_arena_copy(&reader->rules->arena, text.data, text.size);
	size_t size = 0;

	if (!data)
		return wcore_error_nomem();
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] == '\\' && i + 1 < text.size && text.data[i + 1] == 's') {
			data[size++] = ' ';
			i++;
		} else {
			data[size++] = text.data[i];
		}
	*ret = (struct wcore_string){ data, size };
	return NULL;
}

static struct wcore_error *add_words(struct reader *reader, struct wcore_string text, struct wcore_redact_words *ret)
{
	struct wcore_error *error = NULL;

	if (!ret->items)
		ret->items = wcore_arena_array(&reader->rules->arena, WCORE_RULE_WORDS_MAX, sizeof(*ret->items));
	if (!ret->items)
		return wcore_error_nomem();
	while (!error && text.size) {
		const struct wcore_string word = take_word(&text);

		if (ret->count == WCORE_RULE_WORDS_MAX)
			return wrong(reader, "more than %u words", WCORE_RULE_WORDS_MAX);
		error = copy_word(reader, word, &ret->items[ret->count++]);
	}
	return error;
}

static struct wcore_error *set_number(struct reader *reader, struct wcore_string text, uint32_t max, uint32_t *ret)
{
	uint32_t number = 0;

	if (!text.size)
		return wrong(reader, "a number is missing");
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return wrong(reader, "'%.*s' is no number", (int)(text.size < 40 ? text.size : 40), text.data);
		number = number * 10 + (uint32_t)(text.data[i] - '0');
		if (number > max)
			return wrong(reader, "more than %u", max);
	}
	*ret = number;
	return NULL;
}

/* Rules. */

/* Where a pattern without words or classes is looked for: at what its own text says is in every match. */
static struct wcore_error *settle_places(struct reader *reader, struct wcore_redact_rule *rule)
{
	if (rule->prefixes.count || rule->behind.count)
		rule->classes |= 1u << WCORE_CLASS_RUN;
	rule->is_everywhere = !rule->words.count && !rule->inside.count && !rule->classes;
	for (size_t i = 0; i < rule->words.count; i++)
		if (rule->words.items[i].size < 2)
			return wrong(reader, "a word of one character is everywhere");
	return NULL;
}

static struct wcore_error *finish_rule(struct reader *reader)
{
	struct wcore_redact_rule *rule = reader->rule;
	struct wcore_error *error;
	size_t column = 0;

	reader->rule = NULL;
	if (!rule)
		return NULL;
	if (!rule->pattern.size)
		return wrong(reader, "the rule '%s' has no pattern", rule->name.data);
	error = settle_places(reader, rule);
	if (error)
		return error;
	error = wcore_regex_create(rule->pattern.data, rule->ignore_case, wcore_simd_detect(), &column, &rule->regex);
	if (error && error->code == WCORE_ERROR_USAGE) {
		struct wcore_error *better = wrong(reader, "the pattern of '%s', character %zu: %s", rule->name.data,
						   column + 1, error->message);

		wcore_error_destroy(error);
		return better;
	}
	if (!error && !rule->is_everywhere)
		wcore_regex_forget_hint(rule->regex);
	return error;
}

static struct wcore_error *begin_rule(struct reader *reader, struct wcore_string name)
{
	struct wcore_redact_rules *rules = reader->rules;
	struct wcore_error *error = finish_rule(reader);

	if (error)
		return error;
	if (!name.size || memchr(name.data, ',', name.size))
		return wrong(reader, "a rule needs a name, without commas");
	for (size_t i = 0; i < rules->count; i++)
		if (wcore_string_equal(rules->items[i].name, name))
			return wrong(reader, "there is a rule '%s' already", rules->items[i].name.data);
	if (rules->count == WCORE_RULES_MAX)
		return wrong(reader, "more than %u rules", WCORE_RULES_MAX);
	if (rules->count == rules->capacity) {
		const size_t capacity = rules->capacity ? rules->capacity * 2 : 64;
		struct wcore_redact_rule *items = wcore_realloc(rules->items, capacity * sizeof(*items));

		if (!items)
			return wcore_error_nomem();
		rules->items = items;
		rules->capacity = capacity;
	}
	reader->rule = &rules->items[rules->count++];
	*reader->rule = (struct wcore_redact_rule){ .within = WITHIN_DEFAULT };
	return copy(reader, name, &reader->rule->name);
}

static struct wcore_error *set_check(struct reader *reader, struct wcore_string value)
{
	if (wcore_redact_check_find(value, &reader->rule->check))
		return NULL;
	return wrong(reader, "there is no check '%.*s'", (int)(value.size < 40 ? value.size : 40), value.data);
}

static struct wcore_error *set_class(struct reader *reader, enum wcore_redact_class class)
{
	reader->rule->classes |= 1u << class;
	return NULL;
}

static struct wcore_error *set_line(struct reader *reader, struct wcore_string key, struct wcore_string value)
{
	struct wcore_redact_rule *rule = reader->rule;

	if (wcore_string_is(key, "about"))
		return copy(reader, value, &rule->about);
	if (wcore_string_is(key, "pattern"))
		return copy(reader, value, &rule->pattern);
	if (wcore_string_is(key, "replace"))
		return set_number(reader, value, 99, &rule->group);
	if (wcore_string_is(key, "check"))
		return set_check(reader, value);
	if (wcore_string_is(key, "near"))
		return add_words(reader, value, &rule->near);
	if (wcore_string_is(key, "within"))
		return set_number(reader, value, WCORE_RULE_REACH_MAX, &rule->within);
	if (wcore_string_is(key, "words"))
		return add_words(reader, value, &rule->words);
	if (wcore_string_is(key, "prefix"))
		return add_words(reader, value, &rule->prefixes);
	if (wcore_string_is(key, "behind"))
		return add_words(reader, value, &rule->behind);
	if (wcore_string_is(key, "inside"))
		return add_words(reader, value, &rule->inside);
	if (wcore_string_is(key, "reach"))
		return set_number(reader, value, WCORE_RULE_REACH_MAX, &rule->reach);
	if (value.size)
		return wrong(reader, "'%.*s' is no line of a rule", (int)(key.size < 40 ? key.size : 40), key.data);
	if (wcore_string_is(key, "ignore-case"))
		rule->ignore_case = true;
	else if (wcore_string_is(key, "text"))
		rule->is_text = true;
	else if (wcore_string_is(key, "at-sign"))
		return set_class(reader, WCORE_CLASS_AT);
	else if (wcore_string_is(key, "digits"))
		return set_class(reader, WCORE_CLASS_DIGITS);
	else if (wcore_string_is(key, "letters-digits"))
		return set_class(reader, WCORE_CLASS_IBAN);
	else if (wcore_string_is(key, "run"))
		return set_class(reader, WCORE_CLASS_RUN);
	else
		return wrong(reader, "'%.*s' is no line of a rule", (int)(key.size < 40 ? key.size : 40), key.data);
	return NULL;
}

static struct wcore_error *read_line(struct reader *reader, struct wcore_string line)
{
	struct wcore_string key;

	line = trim(line);
	if (!line.size || line.data[0] == '#')
		return NULL;
	key = take_word(&line);
	if (wcore_string_is(key, "rule"))
		return begin_rule(reader, line);
	if (!reader->rule)
		return wrong(reader, "a rule begins with \"rule NAME\"");
	return set_line(reader, key, line);
}

struct wcore_error *wcore_redact_rules_add(struct wcore_redact_rules *rules, const char *path,
					   struct wcore_string text)
{
	struct reader reader = { .rules = rules, .path = path };
	struct wcore_error *error = NULL;

	if (text.size && memchr(text.data, 0, text.size))
		return wcore_error_create(WCORE_ERROR_FORMAT, path, "this is no text");
	while (!error && text.size) {
		const char *end = memchr(text.data, '\n', text.size);
		const size_t size = end ? (size_t)(end - text.data) : text.size;

		reader.line++;
		error = read_line(&reader, (struct wcore_string){ text.data, size });
		text.data += size + (end != NULL);
		text.size -= size + (end != NULL);
	}
	return error ? error : finish_rule(&reader);
}

struct wcore_error *wcore_redact_rules_add_builtin(struct wcore_redact_rules *rules)
{
	return wcore_redact_rules_add(rules, NULL, wcore_redact_builtin());
}

/* Selection. */

static struct wcore_error *mark(const struct wcore_redact_rules *rules, const char *glob, bool value, bool *marks)
{
	bool any = false;

	for (size_t i = 0; i < rules->count; i++)
		if (!strcmp(glob, "all") || wcore_glob_match(glob, rules->items[i].name)) {
			marks[i] = value;
			any = true;
		}
	return any ? NULL : wcore_error_create(WCORE_ERROR_USAGE, NULL, "there is no rule '%s'", glob);
}

struct wcore_error *wcore_redact_rules_select(struct wcore_redact_rules *rules, const char *list)
{
	char *text = wcore_strdup(list), *rest = text, *name;
	bool *marks = wcore_calloc(rules->count + 1, sizeof(*marks));
	struct wcore_error *error = text && marks ? NULL : wcore_error_nomem();
	size_t count = 0;

	if (!error && list[0] == '-')
		memset(marks, 1, rules->count);
	while (!error && (name = strsep(&rest, ",")))
		if (*name)
			error = mark(rules, name + (*name == '-'), *name != '-', marks);
	for (size_t i = 0; !error && i < rules->count; i++)
		if (marks[i])
			rules->items[count++] = rules->items[i];
		else
			wcore_regex_destroy(rules->items[i].regex);
	if (!error)
		rules->count = count;
	free(marks);
	free(text);
	return error;
}
