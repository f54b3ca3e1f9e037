/* Prints sizes, offsets and bits as the compiler has them. */
#include <stdio.h>
#include <string.h>

#define SIZE(type) printf("size %u %s\n", (unsigned)sizeof(type), #type)
#define OFFSET(type, member) printf("offset %u %s . %s\n", (unsigned)offsetof(type, member), #type, #member)
/* Where the bits are that change when the field does. */
#define BITS(type, member) \
	do { \
		type object; \
		unsigned char bytes[sizeof(type)]; \
		unsigned first = 0, count = 0; \
		memset(&object, 0, sizeof(object)); \
		object.member = -1; \
		memcpy(bytes, &object, sizeof(bytes)); \
		for (unsigned i = 8 * sizeof(bytes); i-- > 0;) \
			if (bytes[i / 8] >> i % 8 & 1) { \
				first = i; \
				count++; \
			} \
		printf("bits %u %u %s . %s\n", first, count, #type, #member); \
	} while (0)
#define VALUE(type, name) printf("value %lld %s . %s\n", (long long)type##_##name, #type, #name)
