#include "check.h"

#include <math.h>
#include <string.h>

#include "base64.h"

static const char *const names[WCORE_CHECK_COUNT] = { "none", "luhn", "card", "iban", "entropy", "mixed", "jwt" };

const char *wcore_redact_check_name(enum wcore_redact_check check)
{
	return names[check];
}

bool wcore_redact_check_find(struct wcore_string name, enum wcore_redact_check *ret)
{
	for (unsigned i = 0; i < WCORE_CHECK_COUNT; i++)
		if (wcore_string_is(name, names[i])) {
			*ret = (enum wcore_redact_check)i;
			return true;
		}
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

/* Cards. */

#define CARD_MAX 19

/* The digits without what separates them; 0 when there are others, or too many. */
static size_t take_digits(struct wcore_string text, char *digits)
{
	size_t count = 0;

	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] == ' ' || text.data[i] == '-')
			continue;
		if (!is_digit(text.data[i]) || count == CARD_MAX)
			return 0;
		digits[count++] = text.data[i];
	}
	return count;
}

static bool holds_luhn(const char *digits, size_t count)
{
	unsigned sum = 0;

	for (size_t i = 0; i < count; i++) {
		const unsigned digit = (unsigned)(digits[count - 1 - i] - '0');

		sum += i % 2 == 0 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9;
	}
	return count >= 2 && sum % 10 == 0;
}

/* Issuers' ranges by their first four digits, and the lengths of their numbers. */
static const struct range {
	unsigned low, high, least, most;
} ranges[] = {
	{ 2221, 2720, 16, 16 }, { 3000, 3059, 14, 19 }, { 3095, 3095, 14, 19 }, { 3400, 3499, 15, 15 },
	{ 3528, 3589, 16, 19 }, { 3600, 3699, 14, 19 }, { 3700, 3799, 15, 15 }, { 3800, 3999, 14, 19 },
	{ 4000, 4999, 16, 16 }, { 4000, 4999, 13, 13 }, { 4000, 4999, 19, 19 }, { 5100, 5599, 16, 16 },
	{ 6011, 6011, 16, 19 }, { 6200, 6299, 16, 19 }, { 6440, 6599, 16, 19 },
};

static bool is_varied(const char *digits, size_t count)
{
	unsigned seen = 0;

	for (size_t i = 0; i < count; i++)
		seen |= 1u << (digits[i] - '0');
	return (seen & (seen - 1)) != 0;
}

static bool holds_card(const char *digits, size_t count)
{
	unsigned head = 0;

	if (count < 13 || !holds_luhn(digits, count) || !is_varied(digits, count))
		return false;
	for (size_t i = 0; i < 4; i++)
		head = head * 10 + (unsigned)(digits[i] - '0');
	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (head >= ranges[i].low && head <= ranges[i].high && count >= ranges[i].least &&
		    count <= ranges[i].most)
			return true;
	return false;
}

/* IBANs. */

/* Countries and the length of their IBANs. */
static const char lengths[] =
	"AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18"
	"FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27"
	"MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27"
	"SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

static size_t iban_length(const char *country)
{
	for (const char *entry = lengths; *entry; entry += 4)
		if (entry[0] == country[0] && entry[1] == country[1])
			return (size_t)(entry[2] - '0') * 10 + (size_t)(entry[3] - '0');
	return 0;
}

static bool holds_iban(struct wcore_string text)
{
	char letters[34];
	size_t count = 0;
	unsigned rest = 0;

	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] == ' ')
			continue;
		if (count == sizeof(letters) || !(is_digit(text.data[i]) || is_upper(text.data[i])))
			return false;
		letters[count++] = text.data[i];
	}
	if (count < 5 || iban_length(letters) != count)
		return false;
	for (size_t i = 0; i < count; i++) {
		const char c = letters[(i + 4) % count];

		rest = is_digit(c) ? rest * 10 + (unsigned)(c - '0') : rest * 100 + (unsigned)(c - 'A' + 10);
		rest %= 97;
	}
	return rest == 1;
}

/* Entropy. */

/* Hexadecimal digits of a commit's name. */
#define COMMIT 40

double wcore_redact_entropy(struct wcore_string text)
{
	size_t counts[256] = { 0 };
	double bits = 0;

	for (size_t i = 0; i < text.size; i++)
		counts[(uint8_t)text.data[i]]++;
	for (unsigned i = 0; i < 256; i++)
		if (counts[i]) {
			const double share = (double)counts[i] / (double)text.size;

			bits -= share * log2(share);
		}
	return bits;
}

/* numbers: runs of digits. */
struct kinds { size_t digits, numbers, uppers, lowers, others, hex, changes; };

static struct kinds count_kinds(struct wcore_string text)
{
	struct kinds kinds = { 0 };
	int before = -1;

	for (size_t i = 0; i < text.size; i++) {
		const char c = text.data[i];
		const int kind = is_digit(c) ? 0 : is_upper(c) ? 1 : is_lower(c) ? 2 : 3;

		kinds.digits += kind == 0;
		kinds.numbers += kind == 0 && before != 0;
		kinds.uppers += kind == 1;
		kinds.lowers += kind == 2;
		kinds.others += kind == 3;
		kinds.hex += kind == 0 || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
		kinds.changes += before >= 0 && kind != before;
		before = kind;
	}
	return kinds;
}

/* Of what stands between '_', '-', '/' and '+'. */
static struct wcore_string longest_part(struct wcore_string text)
{
	struct wcore_string longest = { text.data, 0 };

	for (size_t start = 0, i = 0; i <= text.size; i++) {
		if (i < text.size && (is_digit(text.data[i]) || is_upper(text.data[i]) || is_lower(text.data[i])))
			continue;
		if (i - start > longest.size)
			longest = (struct wcore_string){ text.data + start, i - start };
		start = i + 1;
	}
	return longest;
}

/*
 * Of random letters and digits about log2 of the length, up to the alphabet's own; names with numbers in them have
 * long parts of one kind of character.
 */
static bool holds_entropy(struct wcore_string text)
{
	const struct kinds kinds = count_kinds(text), part = count_kinds(longest_part(text));
	double least;

	/* Hashes of commits stand beside any word. */
	if (part.hex == COMMIT && part.digits + part.uppers + part.lowers == COMMIT)
		return false;
	/* Words with numbers among them, joined by '_' or '/', are names. */
	if (part.digits + part.uppers + part.lowers < 10 || !part.digits || part.changes * 4 < part.digits + part.uppers + part.lowers)
		return false;
	if (text.size < 16 || kinds.digits < 2 || kinds.lowers + kinds.uppers < 2 || kinds.others * 5 > text.size)
		return false;
	if (kinds.hex == text.size)
		return text.size >= 32 && kinds.changes * 4 >= text.size && wcore_redact_entropy(text) >= 3.0;
	if (!kinds.uppers || !kinds.lowers)
		return text.size >= 20 && kinds.digits * 8 >= text.size && kinds.changes * 4 >= text.size &&
		       wcore_redact_entropy(text) >= 3.5;
	least = log2((double)text.size) - 1;
	return (kinds.numbers > 1 || kinds.changes * 2 >= text.size) && kinds.changes * 3 >= text.size &&
	       wcore_redact_entropy(text) >= (least > 4 ? 4 : least);
}

/* Passwords. */

/* Values that stand for one. */
static bool is_stand_in(struct wcore_string text)
{
	static const char *const words[] = { "${", "$(", "{{", "<", "%s", "%{", "null", "none", "true", "false",
					     "undefined", "string", "[redacted" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		const size_t size = strlen(words[i]);

		if (text.size >= size && !strncasecmp(text.data, words[i], size))
			return true;
	}
	return memchr(text.data, '(', text.size) || memchr(text.data, '[', text.size);
}

static bool holds_mixed(struct wcore_string text)
{
	const struct kinds kinds = count_kinds(text);
	const size_t letters = kinds.uppers + kinds.lowers;

	if (text.size < 6 || is_stand_in(text))
		return false;
	/* Words joined by '_' or '.' are names. */
	return (letters && kinds.digits && kinds.changes >= 1) || (kinds.others && kinds.digits) ||
	       (letters && memchr(text.data, '!', text.size)) || (letters && memchr(text.data, '#', text.size)) ||
	       (letters && memchr(text.data, '@', text.size)) || (letters && memchr(text.data, '$', text.size));
}

/* JWTs. */

static bool holds_jwt(struct wcore_string text)
{
	const char *dot = memchr(text.data, '.', text.size);
	uint8_t header[512];
	size_t size, count;

	if (!dot)
		return false;
	size = (size_t)(dot - text.data);
	if (size / 4 * 3 + 3 > sizeof(header))
		size = (sizeof(header) - 3) / 3 * 4;
	count = wcore_base64_decode((const uint8_t *)text.data, size, header);
	return count > 8 && header[0] == '{' &&
	       (memmem(header, count, "\"alg\"", 5) || memmem(header, count, "\"enc\"", 5) ||
		memmem(header, count, "\"typ\"", 5));
}

bool wcore_redact_check_holds(enum wcore_redact_check check, struct wcore_string text)
{
	char digits[CARD_MAX];

	switch (check) {
	case WCORE_CHECK_LUHN:
		return holds_luhn(digits, take_digits(text, digits));
	case WCORE_CHECK_CARD:
		return holds_card(digits, take_digits(text, digits));
	case WCORE_CHECK_IBAN:
		return holds_iban(text);
	case WCORE_CHECK_ENTROPY:
		return holds_entropy(text);
	case WCORE_CHECK_MIXED:
		return holds_mixed(text);
	case WCORE_CHECK_JWT:
		return holds_jwt(text);
	default:
		return true;
	}
}
