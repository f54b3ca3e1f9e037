/* Each rule: what it finds, and what is nearly that.  Secrets are put together, so that no scanner takes them for leaked ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/redact/classes.h"
#include "../../libcore/redact/engine.h"
#include "../../libcore/redact/gate.h"

#define UPPER16 "ABCDEFGHIJ234567"
#define HEX8 "0a1b2c3d"
#define HEX32 HEX8 "4e5f6071" "8293a4b5" "c6d7e8f9"
#define MIX12 "aB3dE5gH7jK9"
#define MIX24 MIX12 "lM1nO2pQ4rS6"
#define MIX36 MIX24 "tU8vW0xY1zA2"

static const struct rule_case {
	const char *rule, *text;
	const char *secret;	/* that is replaced; NULL: nothing is found by the rule */
} cases[] = {
	{ "private-key", "-----BEGIN " "RSA PRIVATE KEY-----\n" MIX36 "\n" MIX36 "\n-----END RSA PRIVATE KEY-----", MIX36 "\n" MIX36 },
	{ "private-key", "-----BEGIN " "PUBLIC KEY-----\n" MIX36 "\n-----END PUBLIC KEY-----", NULL },
	{ "private-key", "-----BEGIN " "RSA PRIVATE KEY-----\nnone", NULL },
	{ "putty-private-key", "Private-" "Lines: 1\n" MIX36 "\n", MIX36 }, { "putty-private-key", "Public-Lines: 1\n" MIX36 "\n", NULL },
	{ "age-secret-key", "AGE-SECRET-" "KEY-1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE", "AGE-SECRET-" "KEY-1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE" },
	{ "age-secret-key", "AGE-SECRET-" "KEY-1QPZRY9X8", NULL },
	{ "aws-access-key", "key AKI" "A" UPPER16 ";", "AKI" "A" UPPER16 }, { "aws-access-key", "AKI" "Aabcdefghij234567", NULL },
	{ "aws-secret-key", "aws_secret_access_key = " MIX36 "+/zZ\n", MIX36 "+/zZ" }, { "aws-secret-key", "aws_secret_access_key = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL },
	{ "aws-session-token", "IQoJb3Jp" "Z2lu" MIX36 MIX36, "IQoJb3Jp" "Z2lu" MIX36 MIX36 }, { "aws-session-token", "IQoJb3Jp" "Z2lu" MIX12, NULL },
	{ "gcp-api-key", "AIz" "a" MIX24 "tU8vW0xY1zA", "AIz" "a" MIX24 "tU8vW0xY1zA" }, { "gcp-api-key", "AIz" "a" MIX24, NULL },
	{ "gcp-oauth-token", "GOCS" "PX-" MIX24 "abcd", "GOCS" "PX-" MIX24 "abcd" }, { "gcp-oauth-token", "GOCS" "PX-" MIX12, NULL },
	{ "azure-storage-key", "AccountK" "ey=" MIX36 MIX36 "abcdefghijklmn==;", MIX36 MIX36 "abcdefghijklmn==" }, { "azure-storage-key", "AccountK" "ey=none;", NULL },
	{ "azure-sas", "?sv=1&si" "g=" MIX36 "abcdefg%3D&se", MIX36 "abcdefg%3D" }, { "azure-sas", "&si" "g=short", NULL },
	{ "azure-client-secret", "aB1" "8Q~" MIX24 "tU8vW0xY1z", "aB1" "8Q~" MIX24 "tU8vW0xY1z" }, { "azure-client-secret", "aB1" "8Q~" MIX12, NULL },
	{ "digitalocean-token", "dop_" "v1_" HEX32 HEX32, "dop_" "v1_" HEX32 HEX32 }, { "digitalocean-token", "dop_" "v1_" HEX32, NULL },
	{ "databricks-token", "dap" "i" HEX32, "dap" "i" HEX32 }, { "databricks-token", "dap" "i" HEX8, NULL },
	{ "github-token", "x gh" "p_" MIX36 " y", "gh" "p_" MIX36 }, { "github-token", "gh" "p_" MIX24, NULL }, { "github-token", "gh" "x_" MIX36, NULL },
	{ "github-token", "github_" "pat_aB3dE5gH7jK9lM1nO2pQ4r_" MIX36 MIX12 "abcdefghijk", "github_" "pat_aB3dE5gH7jK9lM1nO2pQ4r_" MIX36 MIX12 "abcdefghijk" },
	{ "gitlab-token", "glp" "at-aB3dE5gH7jK9lM1nO2pQ", "glp" "at-aB3dE5gH7jK9lM1nO2pQ" }, { "gitlab-token", "glp" "at-short", NULL },
	{ "npm-token", "np" "m_" MIX36, "np" "m_" MIX36 }, { "npm-token", "np" "m_config_registry", NULL },
	{ "pypi-token", "pypi-" "AgE" MIX36 MIX36, "pypi-" "AgE" MIX36 MIX36 }, { "pypi-token", "pypi-" "AgE" MIX12, NULL },
	{ "docker-token", "dckr_" "pat_" MIX24 "abc", "dckr_" "pat_" MIX24 "abc" }, { "docker-token", "dckr_" "pat_" MIX12, NULL },
	{ "atlassian-token", "ATAT" "T3" MIX36 MIX36, "ATAT" "T3" MIX36 MIX36 }, { "atlassian-token", "ATAT" "T3" MIX36, NULL },
	{ "huggingface-token", "h" "f_" MIX24 "abcdefghij", "h" "f_" MIX24 "abcdefghij" }, { "huggingface-token", "h" "f_" MIX24, NULL },
	{ "slack-token", "xox" "b-123456789012-" MIX24, "xox" "b-123456789012-" MIX24 }, { "slack-token", "xox" "z-123456789012-" MIX24, NULL },
	{ "slack-webhook", "https://hooks.slack." "com/services/T1/B2/" MIX24, "hooks.slack." "com/services/T1/B2/" MIX24 }, { "slack-webhook", "https://hooks.slack." "com/services/", NULL },
	{ "stripe-key", "sk_" "live_" MIX24, "sk_" "live_" MIX24 }, { "stripe-key", "pk_" "live_" MIX24, NULL },
	{ "sendgrid-key", "S" "G.aB3dE5gH7jK9lM1nO2pQ4r." MIX36 "abcdefg", "S" "G.aB3dE5gH7jK9lM1nO2pQ4r." MIX36 "abcdefg" }, { "sendgrid-key", "S" "G.aB3dE5gH7jK9lM1nO2pQ4r", NULL },
	{ "twilio-key", " S" "K" HEX32 " ", "S" "K" HEX32 }, { "twilio-key", " S" "K" HEX32 "a ", NULL },
	{ "mailgun-key", " key" "-" HEX32 " ", "key" "-" HEX32 }, { "mailgun-key", " key" "-board-of-the-old-kind-of-things ", NULL },
	{ "telegram-token", " 123456789:A" "A" MIX24 "tU8vW0xY1 ", "123456789:A" "A" MIX24 "tU8vW0xY1" }, { "telegram-token", " 12345:A" "A" MIX24 "tU8vW0xY1 ", NULL },
	{ "discord-token", " M" MIX24 ".aB3dE5." MIX24 "abc ", "M" MIX24 ".aB3dE5." MIX24 "abc" }, { "discord-token", " M" MIX24 ".aB3dE5 ", NULL },
	{ "openai-key", " s" "k-proj-" MIX24 " ", "s" "k-proj-" MIX24 }, { "openai-key", " s" "k-learn-and-other-names ", NULL },
	{ "shopify-token", "shp" "at_" HEX32, "shp" "at_" HEX32 }, { "shopify-token", "shp" "at_" HEX8, NULL },
	{ "square-token", "sq0" "atp-aB3dE5gH7jK9lM1nO2pQ4r", "sq0" "atp-aB3dE5gH7jK9lM1nO2pQ4r" }, { "square-token", "sq0" "atp-aB3", NULL },
	{ "vault-token", "hv" "s." MIX24, "hv" "s." MIX24 }, { "vault-token", "hv" "s." MIX12, NULL },
	{ "grafana-token", "gls" "a_" MIX24 "abcdefgh_" HEX8, "gls" "a_" MIX24 "abcdefgh_" HEX8 }, { "grafana-token", "gls" "a_" MIX24, NULL },
	{ "newrelic-key", "NRA" "K-" UPPER16 "ABCDEFGHIJK", "NRA" "K-" UPPER16 "ABCDEFGHIJK" }, { "newrelic-key", "NRA" "K-" UPPER16, NULL },
	{ "postman-key", "PMA" "K-" HEX8 HEX8 HEX8 "-" HEX32 "ab", "PMA" "K-" HEX8 HEX8 HEX8 "-" HEX32 "ab" }, { "postman-key", "PMA" "K-" HEX8, NULL },
	{ "notion-token", "lin_" "api_" MIX36 "abcd", "lin_" "api_" MIX36 "abcd" }, { "notion-token", "lin_" "api_" MIX12, NULL },
	{ "jwt", " eyJhbGciOi" "JIUzI1NiJ9.eyJzdWIiOiIxIn0." MIX24 " ", "eyJhbGciOi" "JIUzI1NiJ9.eyJzdWIiOiIxIn0." MIX24 },
	{ "jwt", " eyJzdWIiOiIxMjM0NTYifQ.eyJzdWIiOiIxIn0." MIX24 " ", NULL },
	{ "authorization", "Authorization: Bas" "ic dXNlcjpwYXNz\r\n", "dXNlcjpwYXNz" }, { "authorization", "authorization: none\r\n", NULL },
	{ "authorization", "Bear" "er " MIX24, MIX24 }, { "authorization", "bear" "er of good news, and of bad news", NULL },
	{ "cookie", "Set-Cookie: id=" MIX12 "; Path=/\r\n", "id=" MIX12 "; Path=/" }, { "cookie", "a cookie: chocolate", NULL },
	{ "url-password", "redis://u:s3cr3t@host/", "s3cr3t" }, { "url-password", "http://host:8080/a@b.example", NULL }, { "url-password", "http://user:password@host/", NULL },
	{ "connection-string", "Server=db;User Id=sa;Password=abcd;", "abcd" }, { "connection-string", "a form with password=abcd", NULL },
	{ "password", "\"password\": \"hunter22\"", "hunter22" }, { "password", "password = getpass(1)", NULL }, { "password", "password: string", NULL },
	{ "secret-value", "api_key = '" MIX24 "'", MIX24 }, { "secret-value", "api_key = get_the_key", NULL },
	{ "high-entropy", "the secret is " MIX36 " now", MIX36 }, { "high-entropy", "the number is " MIX36 " now", NULL }, { "high-entropy", "secret: AnOrdinaryVariableName", NULL },
	{ "email", "to <ann.lee@example.org>", "ann.lee@example.org" }, { "email", "getty@tty1.service", NULL }, { "email", "@Override", NULL }, { "email", "memcpy@GLIBC_2.14", NULL },
	{ "payment-card", "card 4111 1111 1111 1111.", "4111 1111 1111 1111" }, { "payment-card", "card 4111 1111 1111 1112.", NULL }, { "payment-card", "1.4111111111111111", NULL },
	{ "iban", "IBAN DE89370400440532013000", "DE89370400440532013000" }, { "iban", "IBAN GB29 NWBK 6016 1331 9268 19,", "GB29 NWBK 6016 1331 9268 19" }, { "iban", "IBAN DE88370400440532013000", NULL },
};

static struct wcore_redact_rules rules;
static struct wcore_engine *engine, *plain;

static int set_up(void **state)
{
	(void)state;
	wcore_redact_rules_init(&rules);
	assert_null(wcore_redact_rules_add_builtin(&rules));
	assert_null(wcore_engine_create(&rules, NULL, 0, wcore_simd_detect(), &engine));
	assert_null(wcore_engine_create(&rules, NULL, 0, WCORE_SIMD_PLAIN, &plain));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	wcore_engine_destroy(engine);
	wcore_engine_destroy(plain);
	wcore_redact_rules_deinit(&rules);
	return 0;
}

struct seen {
	const char *rule;
	size_t at, size, count;
	enum wcore_secret_form form;
};

static void add(void *context, const struct wcore_secret *secret)
{
	struct seen *seen = context;

	if (!wcore_string_is(rules.items[secret->rule].name, seen->rule))
		return;
	if (!seen->count || secret->size > seen->size) {
		seen->at = secret->at;
		seen->size = secret->size;
		seen->form = secret->form;
	}
	seen->count++;
}

static struct seen find(const struct wcore_engine *with, const char *rule, const uint8_t *data, size_t size)
{
	struct seen seen = { .rule = rule };
	struct wcore_engine_work *work = NULL;

	assert_null(wcore_engine_work_create(with, &work));
	assert_null(wcore_engine_run(with, work, data, size, 0, size, add, &seen));
	wcore_engine_work_destroy(work);
	return seen;
}

static void hold(const struct wcore_engine *with, const struct rule_case *test, const uint8_t *data, size_t size, size_t width,
		 enum wcore_secret_form form)
{
	const struct seen seen = find(with, test->rule, data, size);

	if (!test->secret != !seen.count)
		fail_msg("%s: '%s' as %s: %zu", test->rule, test->text, wcore_secret_form_name(form), seen.count);
	if (!test->secret)
		return;
	assert_int_equal(seen.form, form);
	/* A final line break may be taken with a key's lines. */
	assert_in_range(seen.size / width, strlen(test->secret), strlen(test->secret) + 2);
	if (seen.at / width > (size_t)(strstr(test->text, test->secret) - test->text))
		fail_msg("%s: '%s' begins too late", test->rule, test->text);
}

static void each_rule_finds_its_secrets(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const size_t size = strlen(cases[i].text);
		uint8_t wide[1024] = { 0 };

		hold(engine, &cases[i], (const uint8_t *)cases[i].text, size, 1, WCORE_FORM_TEXT);
		hold(plain, &cases[i], (const uint8_t *)cases[i].text, size, 1, WCORE_FORM_TEXT);
		for (size_t k = 0; k < size; k++)
			wide[2 * k + 1] = (uint8_t)cases[i].text[k];
		hold(engine, &cases[i], wide + 1, 2 * size, 2, WCORE_FORM_UTF16);
	}
}

static void each_rule_has_a_case(void **state)
{
	(void)state;
	for (size_t i = 0; i < rules.count; i++) {
		bool is_found = false, is_missed = false;

		for (size_t k = 0; k < sizeof(cases) / sizeof(*cases); k++)
			if (wcore_string_is(rules.items[i].name, cases[k].rule)) {
				is_found = is_found || cases[k].secret;
				is_missed = is_missed || !cases[k].secret;
			}
		if (!is_found || !is_missed)
			fail_msg("%s", rules.items[i].name.data);
	}
}

/* "say ann.lee@example.org today" behind no, one and two other bytes. */
static void base64_is_looked_into(void **state)
{
	static const char *const texts[] = { "c2F5IGFubi5sZWVAZXhhbXBsZS5vcmcgdG9kYXk=", "IHNheSBhbm4ubGVlQGV4YW1wbGUub3JnIHRvZGF5",
					     "ICBzYXkgYW5uLmxlZUBleGFtcGxlLm9yZyB0b2RheQ==", "data,c2F5IGFubi5sZWVAZXhh\nbXBsZS5vcmcgdG9kYXk=" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		const struct seen seen = find(engine, "email", (const uint8_t *)texts[i], strlen(texts[i]));

		assert_int_equal(seen.form, WCORE_FORM_BASE64);
		/* 19 bytes take 26 or 27 characters, and one for the end of a line. */
		assert_in_range(seen.size, 26, 28);
	}
}

struct places { size_t items[5][4096], counts[5]; };

static void add_place(void *context, enum wcore_redact_class class, size_t at)
{
	struct places *places = context;

	places->items[class][places->counts[class]++] = at;
}

/* Both forms, wherever the data begin, on bytes of which many are of some class. */
static void classes_are_the_same_without_simd(void **state)
{
	static const char alphabet[] = "aZ09+-/_@ .:=\0\0\0AB45";
	static struct places fast, slow;
	uint8_t data[700];
	uint32_t seed = 1;

	(void)state;
	for (unsigned round = 0; round < 200; round++) {
		for (size_t i = 0; i < sizeof(data); i++) {
			seed = seed * 1664525 + 1013904223;
			data[i] = (uint8_t)alphabet[(seed >> 16) % (round % 2 ? 8 : sizeof(alphabet) - 1)];
		}
		memset(fast.counts, 0, sizeof(fast.counts));
		memset(slow.counts, 0, sizeof(slow.counts));
		const struct wcore_redact_bytes bytes = { data, sizeof(data) - round, round };

		wcore_redact_classes_find(wcore_redact_classifier_best(), &bytes, round, sizeof(data), add_place, &fast);
		wcore_redact_classes_find(wcore_redact_classifier_plain(), &bytes, round, sizeof(data), add_place, &slow);
		for (unsigned class = 0; class < WCORE_CLASS_COUNT; class++) {
			assert_int_equal(fast.counts[class], slow.counts[class]);
			assert_memory_equal(fast.items[class], slow.items[class], slow.counts[class] * sizeof(size_t));
		}
	}
}

/* Bytes in a row, or characters of UTF-16, that are printable from a place on. */
static size_t count_text(const uint8_t *data, size_t size, size_t at, size_t width)
{
	size_t count = 0;

	for (; at + width <= size && data[at] >= 0x20 && data[at] < 0x7f && (width == 1 || !data[at + 1]); at += width)
		count++;
	return count;
}

/* Both forms against the definition, a call for all blocks and a call for each. */
static void gates_are_where_text_is(void **state)
{
	static const char alphabet[] = "aZ ~\0\0\0\x1f\x7f\x80\xff";
	enum { COUNT = 40 };
	uint8_t data[(COUNT + 1) * WCORE_GATE_BLOCK];
	uint32_t seed = 5;

	(void)state;
	for (unsigned round = 0; round < 300; round++) {
		struct wcore_gates wanted = { 0 };

		for (size_t i = 0; i < sizeof(data); i++) {
			seed = seed * 1664525 + 1013904223;
			data[i] = (uint8_t)alphabet[(seed >> 16) % (round % 3 ? sizeof(alphabet) - 1 : 7)];
			data[i] = (seed >> 8) % 100 < round % 100 ? 0xee : data[i];
		}
		for (size_t i = 0; i < COUNT * WCORE_GATE_BLOCK; i++) {
			const uint64_t block = UINT64_C(1) << i / WCORE_GATE_BLOCK;
			bool is_text = false;

			for (size_t k = 0; k < WCORE_TEXT_LEAST && k <= i; k++)
				is_text = is_text || count_text(data, sizeof(data), i - k, 1) >= WCORE_TEXT_LEAST;
			wanted.text |= is_text ? block : 0;
			wanted.wide |= count_text(data, sizeof(data), i, 2) >= WCORE_TEXT_LEAST ? block : 0;
		}
		for (unsigned form = 0; form < 2; form++) {
			const wcore_gate gate = form ? wcore_gate_plain() : wcore_gate_best();
			struct wcore_gates gates = { 0 }, one = { 0 };

			gate(data, COUNT, &gates);
			assert_int_equal(gates.text, wanted.text);
			assert_int_equal(gates.wide, wanted.wide);
			for (size_t i = 0; i < COUNT; i++) {
				gate(data + i * WCORE_GATE_BLOCK, 1, &one);
				assert_int_equal(one.text, wanted.text >> i & 1);
				assert_int_equal(one.wide, wanted.wide >> i & 1);
			}
		}
	}
}

/* The shortest of secrets, alone among other bytes, wherever it stands in the blocks. */
static void short_secrets_are_found_anywhere(void **state)
{
	enum { SIZE = WCORE_GATE_SIZE + 512 };
	uint8_t *data = malloc(SIZE);

	(void)state;
	assert_non_null(data);
	for (size_t at = 0; at + 6 <= SIZE; at += at == 200 ? WCORE_GATE_SIZE - 300 : 1) {
		memset(data, 0xee, SIZE);
		memcpy(data + at, "a@b.cc", 6);
		assert_int_equal(find(engine, "email", data, SIZE).at, at);
		assert_int_equal(find(plain, "email", data, SIZE).at, at);
	}
	free(data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_rule_finds_its_secrets), cmocka_unit_test(each_rule_has_a_case), cmocka_unit_test(base64_is_looked_into),
		cmocka_unit_test(classes_are_the_same_without_simd), cmocka_unit_test(gates_are_where_text_is),
		cmocka_unit_test(short_secrets_are_found_anywhere),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
