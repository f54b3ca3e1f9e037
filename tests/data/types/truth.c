#include "types.h"
#include "hidden.h"
#include "truth.h"

#define ENUMERATOR(type, name) printf("value %lld %s . %s\n", (long long)name, #type, #name)

int main(void)
{
	SIZE(struct plain);
	OFFSET(struct plain, a);
	OFFSET(struct plain, b);
	OFFSET(struct plain, c);
	OFFSET(struct plain, d);
	OFFSET(struct plain, e);
	OFFSET(struct plain, f);
	OFFSET(struct plain, p);
	OFFSET(struct plain, g);
	SIZE(struct bits);
	BITS(struct bits, a);
	BITS(struct bits, b);
	BITS(struct bits, c);
	BITS(struct bits, d);
	BITS(struct bits, e);
	BITS(struct bits, g);
	BITS(struct bits, h);
	SIZE(struct tight);
	OFFSET(struct tight, x);
	BITS(struct tight, a);
	BITS(struct tight, b);
	BITS(struct tight, c);
	OFFSET(struct tight, d);
	SIZE(enum mode);
	ENUMERATOR(enum mode, MODE_OFF);
	ENUMERATOR(enum mode, MODE_ON);
	ENUMERATOR(enum mode, MODE_BAD);
	SIZE(enum flags);
	ENUMERATOR(enum flags, FLAG_A);
	ENUMERATOR(enum flags, FLAG_TOP);
	SIZE(enum large);
	ENUMERATOR(enum large, LARGE_MAX);
	SIZE(union any);
	OFFSET(union any, d);
	OFFSET(union any, text);
	OFFSET(union any, plain);
	SIZE(struct nested);
	OFFSET(struct nested, kind);
	OFFSET(struct nested, point);
	OFFSET(struct nested, pointers);
	OFFSET(struct nested, grid);
	OFFSET(struct nested, call);
	OFFSET(struct nested, nothing);
	OFFSET(struct nested, next);
	OFFSET(struct nested, counter);
	OFFSET(struct nested, z);
	OFFSET(struct nested, wide);
	OFFSET(struct nested, rest);
	SIZE(float4);
	SIZE(again);
	OFFSET(again, x);
	SIZE(struct late);
	OFFSET(struct late, there);
	OFFSET(struct late, nowhere);
	SIZE(struct hidden);
	OFFSET(struct hidden, plain);
	OFFSET(struct hidden, last);
	SIZE(unsigned char);
	SIZE(long long);
	SIZE(int);
	SIZE(short);
	SIZE(double);
	return 0;
}
