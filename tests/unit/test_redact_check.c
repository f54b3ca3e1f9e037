#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/redact/base64.h"
#include "../../libcore/redact/check.h"
#include "../../libcore/redact/named.h"
#include "../../libcore/redact/pieces.h"
#include "../../libcore/redact/replace.h"

static const struct check_case {
	enum wcore_redact_check check;
	const char *text;
	bool holds;
} cases[] = {
	/* ISO/IEC 7812-1's own example, and with its check digit changed. */
	{ WCORE_CHECK_LUHN, "79927398713", true }, { WCORE_CHECK_LUHN, "79927398710", false },
	{ WCORE_CHECK_LUHN, "7992-7398 713", true }, { WCORE_CHECK_LUHN, "7992a398713", false },
	{ WCORE_CHECK_LUHN, "", false }, { WCORE_CHECK_LUHN, "0", false },
	/* Numbers that issuers give for tests. */
	{ WCORE_CHECK_CARD, "4111111111111111", true }, { WCORE_CHECK_CARD, "4111 1111 1111 1111", true },
	{ WCORE_CHECK_CARD, "4111111111111112", false }, { WCORE_CHECK_CARD, "378282246310005", true },
	{ WCORE_CHECK_CARD, "5555555555554444", true }, { WCORE_CHECK_CARD, "6011111111111117", true },
	{ WCORE_CHECK_CARD, "30569309025904", true }, { WCORE_CHECK_CARD, "3530111333300000", true },
	{ WCORE_CHECK_CARD, "2223003122003222", true }, { WCORE_CHECK_CARD, "4222222222222", true },
	{ WCORE_CHECK_CARD, "79927398713", false }, { WCORE_CHECK_CARD, "0000000000000000", false },
	{ WCORE_CHECK_CARD, "9111111111111111", false }, { WCORE_CHECK_CARD, "41111111111111", false },
	/* The registry's examples. */
	{ WCORE_CHECK_IBAN, "DE89370400440532013000", true }, { WCORE_CHECK_IBAN, "DE89 3704 0044 0532 0130 00", true },
	{ WCORE_CHECK_IBAN, "GB29NWBK60161331926819", true }, { WCORE_CHECK_IBAN, "NO9386011117947", true },
	{ WCORE_CHECK_IBAN, "MT84MALT011000012345MTLCAST001S", true }, { WCORE_CHECK_IBAN, "FR1420041010050500013M02606", true },
	{ WCORE_CHECK_IBAN, "DE88370400440532013000", false }, { WCORE_CHECK_IBAN, "DE8937040044053201300", false },
	{ WCORE_CHECK_IBAN, "XX89370400440532013000", false }, { WCORE_CHECK_IBAN, "de89370400440532013000", false },
	{ WCORE_CHECK_ENTROPY, "q7Rk2mVx9TzL4nHw8YcJ", true },
	{ WCORE_CHECK_ENTROPY, "9f86d081884c7d659a2feaa0c55ad015", true },
	{ WCORE_CHECK_ENTROPY, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1", false },
	{ WCORE_CHECK_ENTROPY, "gnutls_pkcs11_copy_x509_privkey2", false },
	{ WCORE_CHECK_ENTROPY, "SEC_PKCS12SafeInfo", false }, { WCORE_CHECK_ENTROPY, "NL80211_CMD_START_AP", false },
	{ WCORE_CHECK_ENTROPY, "AnOrdinaryVariableName", false }, { WCORE_CHECK_ENTROPY, "usr/share/doc/python3", false },
	{ WCORE_CHECK_ENTROPY, "9f86d081", false }, { WCORE_CHECK_ENTROPY, "12345678901234567890", false },
	{ WCORE_CHECK_MIXED, "hunter2", true }, { WCORE_CHECK_MIXED, "Tr0ub4dor&3", true }, { WCORE_CHECK_MIXED, "summer!", true },
	{ WCORE_CHECK_MIXED, "password", false }, { WCORE_CHECK_MIXED, "getpass()", false }, { WCORE_CHECK_MIXED, "a1b2", false },
	{ WCORE_CHECK_MIXED, "${PASSWORD1}", false }, { WCORE_CHECK_MIXED, "argv[1]1", false },
	{ WCORE_CHECK_JWT, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", true },
	{ WCORE_CHECK_JWT, "eyJzdWIiOiIxMjM0NTYifQ.eyJzdWIiOiIxIn0.c2ln", false }, { WCORE_CHECK_JWT, "eyJhbGciOiJIUzI1NiJ9", false },
	{ WCORE_CHECK_NONE, "", true },
};

static void checks_hold(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (wcore_redact_check_holds(cases[i].check, wcore_string_from(cases[i].text)) != cases[i].holds)
			fail_msg("%s of '%s'", wcore_redact_check_name(cases[i].check), cases[i].text);
}

static void entropy_is_that_of_a_fair_choice(void **state)
{
	(void)state;
	assert_true(wcore_redact_entropy(WCORE_STRING("aaaa")) < 0.001);
	assert_true(wcore_redact_entropy(WCORE_STRING("abcdabcd")) > 1.999);
	assert_true(wcore_redact_entropy(WCORE_STRING("abcdabcd")) < 2.001);
}

/* RFC 4648, 10, and what of it depends on no neighbour. */
static void base64_is_decoded_and_encoded(void **state)
{
	static const struct { const char *text, *coded; } vectors[] = {
		{ "f", "Zg" }, { "fo", "Zm8" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg" }, { "fooba", "Zm9vYmE" }, { "foobar", "Zm9vYmFy" },
	};
	uint8_t bytes[32];
	char text[32];

	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++) {
		const size_t size = strlen(vectors[i].text);
		const size_t count = wcore_base64_decode((const uint8_t *)vectors[i].coded, strlen(vectors[i].coded), bytes);

		assert_int_equal(count, size);
		assert_memory_equal(bytes, vectors[i].text, size);
		assert_int_equal(wcore_base64_encode_inner((const uint8_t *)vectors[i].text, size, 0, false, text), 8 * size / 6);
		assert_memory_equal(text, vectors[i].coded, 8 * size / 6);
	}
	/* "xfoo" is eGZvbw, "xxfoo" is eHhmb28. */
	assert_int_equal(wcore_base64_encode_inner((const uint8_t *)"foo", 3, 1, false, text), 3);
	assert_memory_equal(text, "Zvb", 3);
	assert_int_equal(wcore_base64_encode_inner((const uint8_t *)"foo", 3, 2, false, text), 3);
	assert_memory_equal(text, "mb2", 3);
	assert_int_equal(wcore_base64_encode_inner((const uint8_t *)"\xff\xff\xff", 3, 0, true, text), 4);
	assert_memory_equal(text, "____", 4);
	assert_int_equal(wcore_base64_decode((const uint8_t *)"Zm9v.Zm9v", 9, bytes), 3);
}

static void replacements_keep_size_and_form(void **state)
{
	const struct wcore_replacement fill = { .kind = WCORE_REPLACE_FILL }, shape = { .kind = WCORE_REPLACE_SHAPE };
	/* RFC 4231, test case 2. */
	const struct wcore_replacement keyed = { .kind = WCORE_REPLACE_PSEUDONYM, .key = (const uint8_t *)"Jefe", .key_size = 4 };
	const char *secret = "what do ya want for nothing?";
	uint8_t out[64];

	(void)state;
	wcore_replace(&fill, WCORE_STRING("a\nb\0"), false, (const uint8_t *)"a\nb\0c", 5, out);
	assert_memory_equal(out, "x\nx\0x", 5);
	wcore_replace(&shape, WCORE_STRING("Ab1-z"), false, (const uint8_t *)"Ab1-z", 5, out);
	assert_memory_equal(out, "Xx0-x", 5);
	wcore_replace(&fill, WCORE_STRING("\1\2"), true, (const uint8_t *)"\1\2", 2, out);
	assert_memory_equal(out, "xx", 2);
	wcore_replace(&keyed, wcore_string_from(secret), false, (const uint8_t *)secret, strlen(secret), out);
	/* 5bdcc146bf60754e6a042426089575c7... */
	assert_memory_equal(out, "xflnmmbegl", 10);
	assert_true(wcore_replace_is_done((struct wcore_string){ (char *)out, strlen(secret) }));
	wcore_replace(&keyed, WCORE_STRING("short"), false, (const uint8_t *)"short", 5, out);
	assert_memory_equal(out, "xxxxx", 5);
	assert_true(wcore_replace_is_done(WCORE_STRING("xxxx")));
	assert_true(wcore_replace_is_done(WCORE_STRING("Xx0-x@xx.xx")));
	assert_false(wcore_replace_is_done(WCORE_STRING("xa")));
	assert_false(wcore_replace_is_done(WCORE_STRING("password")));
	assert_false(wcore_replace_is_done(WCORE_STRING("----")));
}

static void names_tell(void **state)
{
	static const struct { const char *name; enum wcore_telling telling; } names[] = {
		{ "password", WCORE_TELLS_SECRET }, { "dbPassword", WCORE_TELLS_SECRET }, { "SECRET_KEY", WCORE_TELLS_SECRET },
		{ "apiKey", WCORE_TELLS_SECRET }, { "pin", WCORE_TELLS_SECRET }, { "session-token", WCORE_TELLS_SECRET },
		{ "token", WCORE_TELLS_PERHAPS }, { "key", WCORE_TELLS_PERHAPS }, { "password_len", WCORE_TELLS_NOTHING },
		{ "secretCount", WCORE_TELLS_NOTHING }, { "spin", WCORE_TELLS_NOTHING }, { "name", WCORE_TELLS_NOTHING }, { "", WCORE_TELLS_NOTHING },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (wcore_named_telling(wcore_string_from(names[i].name)) != names[i].telling)
			fail_msg("%s", names[i].name);
}

static uint64_t number(const char *bytes, size_t size)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < size; i++)
		bits |= (uint64_t)(uint8_t)bytes[i] << (8 * i);
	return bits;
}

static void pieces_are_of_the_secret(void **state)
{
	struct wcore_pieces pieces = { 0 };

	(void)state;
	assert_false(wcore_pieces_has(&pieces, number("passwor1", 8), 8));
	assert_null(wcore_pieces_add(&pieces, WCORE_STRING("correct-horse")));
	assert_true(wcore_pieces_has(&pieces, number("correct-", 8), 8));
	assert_true(wcore_pieces_has(&pieces, number("ct-horse", 8), 8));
	assert_true(wcore_pieces_has(&pieces, number("horse\0\0\0", 8), 8));
	assert_true(wcore_pieces_has(&pieces, number("hors", 4), 4));
	assert_false(wcore_pieces_has(&pieces, number("hors", 4), 8));
	assert_false(wcore_pieces_has(&pieces, number("orrect-x", 8), 8));
	assert_false(wcore_pieces_has(&pieces, 0, 4));
	wcore_pieces_deinit(&pieces);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(checks_hold), cmocka_unit_test(entropy_is_that_of_a_fair_choice),
		cmocka_unit_test(base64_is_decoded_and_encoded), cmocka_unit_test(replacements_keep_size_and_form),
		cmocka_unit_test(names_tell), cmocka_unit_test(pieces_are_of_the_secret),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
