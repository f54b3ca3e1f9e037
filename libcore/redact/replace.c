#include "replace.h"

#include <nettle/hmac.h>
#include <string.h>

/* Of the characters of a pseudonym, each half a byte of the hash. */
#define LETTERS (2 * SHA256_DIGEST_SIZE)

static bool is_control(uint8_t byte)
{
	return byte < 0x20;
}

static uint8_t shape_of(uint8_t byte)
{
	if (byte >= '0' && byte <= '9')
		return '0';
	if (byte >= 'A' && byte <= 'Z')
		return 'X';
	if ((byte >= 'a' && byte <= 'z') || byte >= 0x80)
		return 'x';
	return byte;
}

static void hash(const struct wcore_replacement *replacement, struct wcore_string secret,
		 uint8_t digest[SHA256_DIGEST_SIZE])
{
	struct hmac_sha256_ctx context;

	hmac_sha256_set_key(&context, replacement->key_size, replacement->key);
	hmac_sha256_update(&context, secret.size, (const uint8_t *)secret.data);
	hmac_sha256_digest(&context, SHA256_DIGEST_SIZE, digest);
}

static void put_pseudonym(const struct wcore_replacement *replacement, struct wcore_string secret, bool is_binary,
			  const uint8_t *old, size_t size, uint8_t *ret)
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	size_t count = 0;

	hash(replacement, secret, digest);
	for (size_t i = 0; i < size; i++) {
		if (is_binary) {
			ret[i] = digest[i % sizeof(digest)];
			continue;
		}
		ret[i] = old[i];
		if (is_control(old[i]))
			continue;
		ret[i] = WCORE_REPLACE_BYTE;
		if (count) {
			const size_t letter = (count - 1) % LETTERS;

			ret[i] = (uint8_t)('a' + (digest[letter / 2] >> (letter % 2 ? 0 : 4) & 15));
		}
		count++;
	}
}

void wcore_replace(const struct wcore_replacement *replacement, struct wcore_string secret, bool is_binary,
		   const uint8_t *old, size_t size, uint8_t *ret)
{
	if (replacement->kind == WCORE_REPLACE_PSEUDONYM && secret.size >= WCORE_PSEUDONYM_LEAST) {
		put_pseudonym(replacement, secret, is_binary, old, size, ret);
		return;
	}
	for (size_t i = 0; i < size; i++)
		if (is_binary)
			ret[i] = WCORE_REPLACE_BYTE;
		else if (is_control(old[i]))
			ret[i] = old[i];
		else
			ret[i] = replacement->kind == WCORE_REPLACE_SHAPE ? shape_of(old[i]) : WCORE_REPLACE_BYTE;
}

bool wcore_replace_is_done(struct wcore_string text)
{
	bool is_shape = false, is_pseudonym = true, has_other = false;
	size_t count = 0;

	for (size_t i = 0; i < text.size; i++) {
		const uint8_t byte = (uint8_t)text.data[i];

		if (is_control(byte))
			continue;
		is_shape = is_shape || byte == 'x' || byte == 'X' || byte == '0';
		has_other = has_other || shape_of(byte) != byte;
		is_pseudonym = is_pseudonym && (count ? byte >= 'a' && byte <= 'p' : byte == WCORE_REPLACE_BYTE);
		count++;
	}
	return (is_shape && !has_other) || (is_pseudonym && count >= WCORE_PSEUDONYM_LEAST);
}
