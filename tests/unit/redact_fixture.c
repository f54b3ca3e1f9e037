#include "redact_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

void redact_fixture_open(struct redact_fixture *fixture, const struct wcore_file *file, const char *secret)
{
	const struct wcore_known_value value = { { "KEY", 3 }, wcore_string_from(secret) };

	*fixture = (struct redact_fixture){ 0 };
	wcore_redact_rules_init(&fixture->rules);
	assert_null(wcore_engine_create(&fixture->rules, &value, 1, wcore_simd_detect(), &fixture->engine));
	wcore_redaction_init(&fixture->redaction);
	assert_null(wcore_redact_window_create(fixture->engine, file, &fixture->replacement, NULL, &fixture->redaction,
					       &fixture->window));
}

void redact_fixture_finish(struct redact_fixture *fixture)
{
	assert_null(wcore_redact_window_finish(fixture->window));
	assert_null(wcore_redaction_finish(&fixture->redaction));
}

void redact_fixture_close(struct redact_fixture *fixture)
{
	wcore_redact_window_destroy(fixture->window);
	wcore_redaction_deinit(&fixture->redaction);
	wcore_engine_destroy(fixture->engine);
	wcore_redact_rules_deinit(&fixture->rules);
}
