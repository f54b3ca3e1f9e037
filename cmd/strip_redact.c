#include "strip_redact.h"

#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"

/* A key that is shorter would be guessed. */
#define KEY_LEAST 16
#define FILE_MAX (UINT64_C(16) << 20)
#define ENVIRONMENT "env:"

enum {
	OPTION_REDACT = STRIP_REDACT_FIRST, OPTION_RULES_FILE, OPTION_VALUE_OF, OPTION_VALUE_FILE, OPTION_KEEP_SHAPE,
	OPTION_PSEUDONYM, OPTION_CHECK, OPTION_RULES,
};

const struct wcore_option strip_redact_table[] = {
	{ OPTION_REDACT, "redact", "[RULES]", "replace secrets; RULES: those of these names alone, -NAME: not that" },
	{ OPTION_RULES_FILE, "redact-rules", "FILE", "redact by the rules in FILE, too" },
	{ OPTION_VALUE_OF, "redact-value-of", "VARIABLE", "redact what the environment variable holds, in any form" },
	{ OPTION_VALUE_FILE, "redact-value-file", "FILE", "redact what each line of FILE holds, in any form" },
	{ OPTION_KEEP_SHAPE, "keep-shape", NULL, "replace digits, capitals and letters by one of their kind" },
	{ OPTION_PSEUDONYM, "pseudonym", "KEY", "replace by a keyed hash; KEY: a file, or env:VARIABLE" },
	{ OPTION_CHECK, "check", NULL, "write nothing; say what secrets there are, exit code 1 when there are any" },
	{ OPTION_RULES, "rules", NULL, "list the rules" },
	{ 0 },
};

struct wcore_error *strip_redact_init(struct strip_redact *redact, int argc)
{
	const size_t count = (size_t)argc + 1;

	*redact = (struct strip_redact){ 0 };
	wcore_arena_init(&redact->arena);
	wcore_redact_rules_init(&redact->rules);
	redact->rule_files = wcore_calloc(count, sizeof(*redact->rule_files));
	redact->variables = wcore_calloc(count, sizeof(*redact->variables));
	redact->value_files = wcore_calloc(count, sizeof(*redact->value_files));
	return redact->rule_files && redact->variables && redact->value_files ? NULL : wcore_error_nomem();
}

void strip_redact_deinit(struct strip_redact *redact)
{
	free(redact->rule_files);
	free(redact->variables);
	free(redact->value_files);
	free(redact->values);
	wcore_redact_rules_deinit(&redact->rules);
	wcore_arena_deinit(&redact->arena);
}

bool strip_redact_set(struct strip_redact *redact, int id, const char *argument, struct wcore_error **ret)
{
	*ret = NULL;
	switch (id) {
	case OPTION_REDACT:
		redact->list = argument;
		break;
	case OPTION_RULES_FILE:
		redact->rule_files[redact->rule_file_count++] = argument;
		break;
	case OPTION_VALUE_OF:
		redact->variables[redact->variable_count++] = argument;
		break;
	case OPTION_VALUE_FILE:
		redact->value_files[redact->value_file_count++] = argument;
		break;
	case OPTION_KEEP_SHAPE:
		redact->keeps_shape = true;
		break;
	case OPTION_PSEUDONYM:
		redact->pseudonym = argument;
		break;
	case OPTION_CHECK:
		redact->only_checks = true;
		break;
	case OPTION_RULES:
		redact->only_lists = true;
		return true;
	default:
		return false;
	}
	redact->is_wanted = true;
	return true;
}

/* A file's bytes, which live as long as the options. */
static struct wcore_error *read_text(struct strip_redact *redact, const char *path, struct wcore_string *ret)
{
	const struct wcore_file_options limits = { .max_input = FILE_MAX };
	struct wcore_file *file = NULL;
	struct wcore_error *error = wcore_file_open(path, &limits, &file);

	if (error)
		return error;
	ret->data = wcore_arena_copy(&redact->arena, (const char *)file->data, (size_t)file->size);
	ret->size = (size_t)file->size;
	wcore_file_close(file);
	return ret->data ? NULL : wcore_error_nomem();
}

static struct wcore_error *read_rules(struct strip_redact *redact)
{
	struct wcore_error *error = wcore_redact_rules_add_builtin(&redact->rules);

	for (size_t i = 0; !error && i < redact->rule_file_count; i++) {
		struct wcore_string text;

		error = read_text(redact, redact->rule_files[i], &text);
		if (!error)
			error = wcore_redact_rules_add(&redact->rules, redact->rule_files[i], text);
	}
	if (!error && redact->list)
		error = wcore_redact_rules_select(&redact->rules, redact->list);
	return error;
}

/* Each line is a value: a key in PEM form is found by its lines wherever it is broken. */
static struct wcore_error *add_values(struct strip_redact *redact, const char *name, struct wcore_string text)
{
	size_t count = 0;

	while (text.size) {
		const char *end = memchr(text.data, '\n', text.size);
		struct wcore_string line = { text.data, end ? (size_t)(end - text.data) : text.size };
		struct wcore_known_value *values;

		text.data += line.size + (end != NULL);
		text.size -= line.size + (end != NULL);
		if (line.size && line.data[line.size - 1] == '\r')
			line.size--;
		if (!line.size)
			continue;
		values = wcore_realloc(redact->values, (redact->value_count + 1) * sizeof(*values));
		if (!values)
			return wcore_error_nomem();
		redact->values = values;
		values[redact->value_count++] = (struct wcore_known_value){ wcore_string_from(name), line };
		count++;
	}
	return count ? NULL : wcore_error_create(WCORE_ERROR_USAGE, NULL, "%s holds nothing to redact", name);
}

static struct wcore_error *read_values(struct strip_redact *redact)
{
	struct wcore_error *error = NULL;

	for (size_t i = 0; !error && i < redact->variable_count; i++) {
		const char *value = getenv(redact->variables[i]);

		if (value)
			error = add_values(redact, redact->variables[i], wcore_string_from(value));
		else
			error = wcore_error_create(WCORE_ERROR_USAGE, NULL,
						   "--redact-value-of: there is no environment variable '%s'",
						   redact->variables[i]);
	}
	for (size_t i = 0; !error && i < redact->value_file_count; i++) {
		struct wcore_string text;

		error = read_text(redact, redact->value_files[i], &text);
		if (!error)
			error = add_values(redact, redact->value_files[i], text);
	}
	return error;
}

static struct wcore_error *read_key(struct strip_redact *redact, struct wcore_replacement *ret)
{
	struct wcore_string key = { 0 };
	struct wcore_error *error = NULL;

	if (!redact->pseudonym) {
		ret->kind = redact->keeps_shape ? WCORE_REPLACE_SHAPE : WCORE_REPLACE_FILL;
		return NULL;
	}
	if (redact->keeps_shape)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL, "only one of --keep-shape and --pseudonym goes");
	if (!strncmp(redact->pseudonym, ENVIRONMENT, sizeof(ENVIRONMENT) - 1))
		key = wcore_string_from(getenv(redact->pseudonym + sizeof(ENVIRONMENT) - 1));
	else
		error = read_text(redact, redact->pseudonym, &key);
	if (!error && key.size < KEY_LEAST)
		error = wcore_error_create(WCORE_ERROR_USAGE, NULL, "--pseudonym: the key '%s' has %zu bytes: %d are needed",
					   redact->pseudonym, key.size, KEY_LEAST);
	ret->kind = WCORE_REPLACE_PSEUDONYM;
	ret->key = (const uint8_t *)key.data;
	ret->key_size = key.size;
	return error;
}

struct wcore_error *strip_redact_prepare(struct strip_redact *redact)
{
	struct wcore_error *error;

	if (redact->is_prepared || !(redact->is_wanted || redact->only_lists))
		return NULL;
	redact->is_prepared = true;
	error = read_rules(redact);
	if (!error)
		error = read_values(redact);
	if (!error)
		error = read_key(redact, &redact->options.replacement);
	redact->options.rules = &redact->rules;
	redact->options.values = redact->values;
	redact->options.value_count = redact->value_count;
	return error;
}

struct wcore_error *strip_redact_find(struct wcore_cli *cli, const struct strip_redact *redact,
				      const struct strip_options *options, struct strip_file *file,
				      struct wcore_redaction *ret)
{
	struct wcore_redact_options wanted = redact->options;
	struct wcore_error *error = NULL;

	wcore_redaction_init(ret);
	wanted.without_memory = options->memory == STRIP_MEMORY_NONE || options->filter.only_stack;
	if (file->dump && !file->target)
		error = wcore_target_open(file->dump, &cli->target, &file->target);
	return error ? error : wcore_redact(&wanted, file->module, file->dump, file->target, ret);
}
