/*
 * Shortest digits by exact integer arithmetic (Steele and White's free-format
 * algorithm), the same for all formats and independent of the host's long double and locale.
 */
#include "print_float.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* binary128 scales by up to 2^16494 and 10^4966. */
#define LIMBS 560
#define MAX_DIGITS 40

struct big {
	uint32_t limbs[LIMBS];
	size_t count;
};

struct parts {
	bool is_negative, is_nan, is_inf;
	uint64_t high, low;	/* significand, without what is zero */
	int exponent;		/* of the significand's last bit */
	bool is_boundary;	/* the number below is half as far as the one above */
};

static void big_set(struct big *big, uint64_t high, uint64_t low)
{
	big->limbs[0] = (uint32_t)low;
	big->limbs[1] = (uint32_t)(low >> 32);
	big->limbs[2] = (uint32_t)high;
	big->limbs[3] = (uint32_t)(high >> 32);
	big->count = 4;
	while (big->count && !big->limbs[big->count - 1])
		big->count--;
}

static void big_multiply(struct big *big, uint32_t factor)
{
	uint64_t carry = 0;

	for (size_t i = 0; i < big->count; i++) {
		carry += (uint64_t)big->limbs[i] * factor;
		big->limbs[i] = (uint32_t)carry;
		carry >>= 32;
	}
	if (carry && big->count < LIMBS)
		big->limbs[big->count++] = (uint32_t)carry;
}

static void big_shift(struct big *big, unsigned bits)
{
	size_t whole = bits / 32;

	if (!big->count)
		return;
	big_multiply(big, UINT32_C(1) << bits % 32);
	if (big->count + whole > LIMBS)
		whole = LIMBS - big->count;
	memmove(big->limbs + whole, big->limbs, big->count * sizeof(*big->limbs));
	memset(big->limbs, 0, whole * sizeof(*big->limbs));
	big->count += whole;
}

static void big_power10(struct big *big, unsigned power)
{
	for (; power >= 9; power -= 9)
		big_multiply(big, 1000000000);
	for (; power; power--)
		big_multiply(big, 10);
}

static int big_compare(const struct big *a, const struct big *b)
{
	if (a->count != b->count)
		return a->count < b->count ? -1 : 1;
	for (size_t i = a->count; i-- > 0;)
		if (a->limbs[i] != b->limbs[i])
			return a->limbs[i] < b->limbs[i] ? -1 : 1;
	return 0;
}

static void big_add(struct big *a, const struct big *b)
{
	uint64_t carry = 0;
	size_t count = a->count > b->count ? a->count : b->count;

	for (size_t i = 0; i < count; i++) {
		carry += (i < a->count ? a->limbs[i] : 0u);
		carry += (i < b->count ? b->limbs[i] : 0u);
		a->limbs[i] = (uint32_t)carry;
		carry >>= 32;
	}
	if (carry && count < LIMBS)
		a->limbs[count++] = 1;
	a->count = count;
}

/* a -= b, which is not larger. */
static void big_subtract(struct big *a, const struct big *b)
{
	uint64_t borrow = 0;

	for (size_t i = 0; i < a->count; i++) {
		uint64_t part = (i < b->count ? b->limbs[i] : 0u) + borrow;

		borrow = a->limbs[i] < part;
		a->limbs[i] = (uint32_t)(a->limbs[i] - part);
	}
	while (a->count && !a->limbs[a->count - 1])
		a->count--;
}

static int compare_sum(const struct big *a, const struct big *b, const struct big *limit,
		       struct big *scratch)
{
	*scratch = *a;
	big_add(scratch, b);
	return big_compare(scratch, limit);
}

static bool split(const uint8_t *bytes, size_t size, struct parts *ret)
{
	uint64_t low = 0, high = 0;
	unsigned exponent_bits, fraction;
	int exponent, bias;

	for (size_t i = 0; i < size && i < 8; i++)
		low |= (uint64_t)bytes[i] << (8 * i);
	for (size_t i = 8; i < size && i < 16; i++)
		high |= (uint64_t)bytes[i] << (8 * (i - 8));
	*ret = (struct parts){ 0 };
	switch (size) {
	case 2: exponent_bits = 5; fraction = 10; break;
	case 4: exponent_bits = 8; fraction = 23; break;
	case 8: exponent_bits = 11; fraction = 52; break;
	case 10: exponent_bits = 15; fraction = 63; break;
	case 16: exponent_bits = 15; fraction = 112; break;
	default: return false;
	}
	if (size == 10) {
		exponent = (int)(high & 0x7fff);
		ret->is_negative = high >> 15 & 1;
		high = 0;
	} else if (size == 16) {
		exponent = (int)(high >> 48 & 0x7fff);
		ret->is_negative = high >> 63;
		high &= (UINT64_C(1) << 48) - 1;
	} else {
		exponent = (int)(low >> fraction & ((1u << exponent_bits) - 1));
		ret->is_negative = low >> (size * 8 - 1) & 1;
		low &= (UINT64_C(1) << fraction) - 1;
	}
	bias = (1 << (exponent_bits - 1)) - 1;
	if (exponent == (1 << exponent_bits) - 1) {
		/* The x87's integer bit is no part of the payload. */
		bool is_inf = size == 10 ? !(low << 1) : !low && !high;

		ret->is_inf = is_inf;
		ret->is_nan = !is_inf;
		return true;
	}
	ret->is_boundary = exponent > 1 &&
			   (size == 10 ? low == UINT64_C(1) << 63 : !low && !high);
	if (exponent && size == 16)
		high |= UINT64_C(1) << 48;
	else if (exponent && size != 10)
		low |= UINT64_C(1) << fraction;
	ret->high = high;
	ret->low = low;
	ret->exponent = (exponent ? exponent : 1) - bias - (int)fraction;
	return true;
}

/* Digits of a number that is not zero, and the place of the point: 0.DDD * 10^*ret_point. */
static size_t make_digits(const struct parts *parts, char *digits, int *ret_point)
{
	/* value = value / scale; half of the distance to the next number up and down. */
	struct big value, scale, above, below, scratch;
	bool is_even = !(parts->low & 1);
	int bits = parts->high ? 128 - __builtin_clzll(parts->high) :
				 64 - __builtin_clzll(parts->low);
	int point = (int)ceil((bits + parts->exponent - 1) * 0.30102999566398119521 - 1e-9);
	unsigned extra = parts->is_boundary ? 2 : 1;
	size_t count = 0;

	big_set(&value, parts->high, parts->low);
	big_set(&scale, 0, 1);
	big_set(&above, 0, parts->is_boundary ? 2 : 1);
	big_set(&below, 0, 1);
	big_shift(&value, extra);
	big_shift(&scale, extra);
	if (parts->exponent >= 0) {
		big_shift(&value, (unsigned)parts->exponent);
		big_shift(&above, (unsigned)parts->exponent);
		big_shift(&below, (unsigned)parts->exponent);
	} else {
		big_shift(&scale, (unsigned)-parts->exponent);
	}
	if (point >= 0) {
		big_power10(&scale, (unsigned)point);
	} else {
		big_power10(&value, (unsigned)-point);
		big_power10(&above, (unsigned)-point);
		big_power10(&below, (unsigned)-point);
	}
	/* The estimate may be one too small. */
	if (compare_sum(&value, &above, &scale, &scratch) >= (is_even ? 0 : 1)) {
		big_multiply(&scale, 10);
		point++;
	}
	*ret_point = point;
	while (count < MAX_DIGITS) {
		char digit = '0';
		bool is_low, is_high;

		big_multiply(&value, 10);
		big_multiply(&above, 10);
		big_multiply(&below, 10);
		while (big_compare(&value, &scale) >= 0) {
			big_subtract(&value, &scale);
			digit++;
		}
		is_low = big_compare(&value, &below) < (is_even ? 1 : 0);
		is_high = compare_sum(&value, &above, &scale, &scratch) >= (is_even ? 0 : 1);
		if (is_low || is_high) {
			int half;

			scratch = value;
			big_multiply(&scratch, 2);
			half = big_compare(&scratch, &scale);
			if (is_high && (!is_low || half > 0 || (half == 0 && (digit & 1))))
				digit++;
			digits[count++] = digit;
			break;
		}
		digits[count++] = digit;
	}
	/* Rounding up may carry: 9.99 becomes 10. */
	while (count > 1 && digits[count - 1] > '9') {
		count--;
		digits[count - 1]++;
	}
	if (digits[0] > '9') {
		digits[0] = '1';
		++*ret_point;
	}
	while (count > 1 && digits[count - 1] == '0')
		count--;
	return count;
}

bool wcore_float_text(const uint8_t *bytes, size_t size, char *text)
{
	char digits[MAX_DIGITS + 1];
	struct parts parts;
	size_t count;
	int point;
	char *p = text;

	if (!split(bytes, size, &parts))
		return false;
	if (parts.is_negative)
		*p++ = '-';
	if (parts.is_nan || parts.is_inf || (!parts.high && !parts.low)) {
		strcpy(p, parts.is_nan ? "nan" : parts.is_inf ? "inf" : "0");
		return true;
	}
	count = make_digits(&parts, digits, &point);
	if (point > 17 || point < -3) {
		*p++ = digits[0];
		if (count > 1) {
			*p++ = '.';
			memcpy(p, digits + 1, count - 1);
			p += count - 1;
		}
		sprintf(p, "e%c%02d", point > 0 ? '+' : '-', point > 0 ? point - 1 : 1 - point);
		return true;
	}
	if (point <= 0) {
		*p++ = '0';
		*p++ = '.';
		for (int i = point; i < 0; i++)
			*p++ = '0';
	}
	for (size_t i = 0; i < count || (int)i < point; i++) {
		if (point > 0 && (int)i == point)
			*p++ = '.';
		*p++ = i < count ? digits[i] : '0';
	}
	*p = '\0';
	return true;
}

bool wcore_float_double(const uint8_t *bytes, size_t size, double *ret, bool *ret_exact)
{
	struct parts parts;
	double value;

	if (!split(bytes, size, &parts))
		return false;
	*ret_exact = true;
	if (parts.is_nan)
		value = (double)NAN;
	else if (parts.is_inf)
		value = (double)INFINITY;
	else {
		unsigned zeros = parts.low ? (unsigned)__builtin_ctzll(parts.low) : 0;
		uint64_t low = parts.low, high = parts.high;
		int exponent = parts.exponent;

		if (!low && high) {
			low = high;
			high = 0;
			exponent += 64;
			zeros = (unsigned)__builtin_ctzll(low);
		}
		if (zeros) {
			low = low >> zeros | high << (63 - zeros) << 1;
			high >>= zeros;
			exponent += (int)zeros;
		}
		value = ldexp((double)high, 64) + (double)low;
		*ret_exact = !high && low >> 53 == 0;
		value = ldexp(value, exponent);
		if (*ret_exact && low)
			*ret_exact = isfinite(value) && ldexp(value, -exponent) == (double)low;
	}
	*ret = parts.is_negative ? -value : value;
	return true;
}
