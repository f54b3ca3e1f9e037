#include "rule.h"

#include <string.h>

#define RULE(id, level, severity, sentence, text) \
	{ id, WCORE_LEVEL_##level, WCORE_SEVERITY_##severity, sentence, text },

static const struct wcore_rule rules[] = {
#include "rule.def"
};

static const char *const level_names[WCORE_LEVELS] = {
	[WCORE_LEVEL_CONTAINER] = "container", [WCORE_LEVEL_CORE] = "core",
	[WCORE_LEVEL_MEMORY] = "memory", [WCORE_LEVEL_MODULE] = "module",
	[WCORE_LEVEL_DEBUG] = "debug", [WCORE_LEVEL_PLAUSIBILITY] = "plausibility",
};

const struct wcore_rule *wcore_rules(size_t *ret_count)
{
	*ret_count = sizeof(rules) / sizeof(rules[0]);
	return rules;
}

const struct wcore_rule *wcore_rule_find(const char *id)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (strcmp(rules[i].id, id) == 0)
			return &rules[i];
	return NULL;
}

const char *wcore_level_name(enum wcore_level level)
{
	return (unsigned)level < WCORE_LEVELS ? level_names[level] : "?";
}

bool wcore_level_find(const char *name, enum wcore_level *ret)
{
	for (unsigned i = 0; i < WCORE_LEVELS; i++) {
		if (strcmp(level_names[i], name) != 0)
			continue;
		*ret = (enum wcore_level)i;
		return true;
	}
	return false;
}
