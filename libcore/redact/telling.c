#include <string.h>

#include "named.h"

#define NAME_MAX_SIZE 128

static bool ends(const char *text, size_t size, const char *word)
{
	const size_t length = strlen(word);

	return size >= length && !memcmp(text + size - length, word, length);
}

/* Lower case, without what joins words: "secretKey" and "SECRET_KEY" are one. */
static size_t fold(struct wcore_string name, char *ret)
{
	size_t count = 0;

	for (size_t i = 0; i < name.size && count < NAME_MAX_SIZE; i++) {
		const char c = name.data[i];

		if (c >= 'A' && c <= 'Z')
			ret[count++] = (char)(c - 'A' + 'a');
		else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			ret[count++] = c;
	}
	return count;
}

enum wcore_telling wcore_named_telling(struct wcore_string name)
{
	static const char *const about[] = { "len", "length", "size", "count", "cap", "capacity", "index", "idx", "kind",
					     "type", "offset", "set", "valid", "required", "policy", "fn", "callback" };
	static const char *const secret[] = { "password", "passwd", "passphrase", "passcode", "secret", "privatekey",
					      "privkey", "apikey", "accesskey", "authtoken", "accesstoken",
					      "refreshtoken", "sessionkey", "sessiontoken", "encryptionkey",
					      "signingkey", "masterkey", "hmackey", "aeskey", "credential",
					      "cardnumber", "creditcard", "pincode" };
	static const char *const whole[] = { "pwd", "cvv", "cvc", "ssn", "iban", "pin", "otp", "totp", "pass" };
	char text[NAME_MAX_SIZE];
	const size_t size = fold(name, text);

	for (size_t i = 0; i < sizeof(about) / sizeof(*about); i++)
		if (ends(text, size, about[i]))
			return WCORE_TELLS_NOTHING;
	for (size_t i = 0; i < sizeof(secret) / sizeof(*secret); i++)
		if (memmem(text, size, secret[i], strlen(secret[i])))
			return WCORE_TELLS_SECRET;
	for (size_t i = 0; i < sizeof(whole) / sizeof(*whole); i++)
		if (size == strlen(whole[i]) && !memcmp(text, whole[i], size))
			return WCORE_TELLS_SECRET;
	return memmem(text, size, "token", 5) || ends(text, size, "key") ? WCORE_TELLS_PERHAPS : WCORE_TELLS_NOTHING;
}
