/*
 * Statics of which only kept is written by no code: set is stored to, given has its address taken, pointed
 * is pointed to by data, member is a part of something.  The host, which is asked for nothing, may have written them all.
 */
typedef unsigned size;
int host(void *buffer, size length) __attribute__((import_module("wasi_snapshot_preview1"), import_name("random_get")));

static volatile int kept = 7, set = 5, given = 6, pointed = 9;
static struct { volatile int first, member; } pair = { 1, 2 };
static volatile int *volatile pointer = &pointed, *volatile other;
static volatile int sink;


void start(void) __attribute__((export_name("_start")));
void start(void)
{
	host((void *)2048, 0);
	int a = kept, b = set, c = given, d = pointed, e = pair.member;
	host((void *)2048, 0);
	if (sink == 0)
		__builtin_trap();
	set = a + b;
	other = &given;
	sink = *pointer + c + d + e;
	sink = a;
}
