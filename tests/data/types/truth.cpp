#define private public
#include "classes.h"
#include "truth.h"

namespace shop { class Secret { public: char mark; double value; }; }

#define ENUMERATOR(type, name) printf("value %lld %s . %s\n", (long long)type::name, #type, #name)
#pragma clang diagnostic ignored "-Winvalid-offsetof"

int main()
{
	SIZE(shop::Color);
	ENUMERATOR(shop::Color, Red);
	ENUMERATOR(shop::Color, Green);
	SIZE(shop::Level);
	ENUMERATOR(shop::Level, Low);
	ENUMERATOR(shop::Level, High);
	SIZE(shop::Base);
	OFFSET(shop::Base, base);
	SIZE(shop::Left);
	OFFSET(shop::Left, left);
	SIZE(shop::Both);
	OFFSET(shop::Both, both);
	SIZE(shop::Cart);
	SIZE(shop::Cart::Item);
	OFFSET(shop::Cart::Item, color);
	OFFSET(shop::Cart::Item, next);
	OFFSET(shop::Cart, field);
	OFFSET(shop::Cart, method);
	SIZE(shop::Secret);
	OFFSET(shop::Secret, value);
	SIZE(std::vector<int>);
	OFFSET(std::vector<int>, last);
	SIZE(std::text);
	SIZE(shop::Outer<long>::Inner);
	OFFSET(shop::Outer<long>::Inner, c);
	typedef shop::Fixed<double, 3> Fixed;
	printf("size %u shop::Fixed<double, 3>\n", (unsigned)sizeof(Fixed));
	printf("offset %u shop::Fixed<double, 3> . items\n", (unsigned)offsetof(Fixed, items));
	printf("size %u shop::Pack<int, char *>\n", (unsigned)sizeof(shop::Pack<int, char *>));
	return 0;
}
