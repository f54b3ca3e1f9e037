/*
 * A memory as TinyGo's block collector leaves it, made by a small imitation of its rules in C, since no compiler of
 * TinyGo was at hand: blocks of 16 bytes, two bits of state each at the end of the heap (0 free, 1 head, 2 tail, 3 marked), next
 * fit, a conservative mark from the static variables, memory that doubles.  LEAKING: its allocator that never frees.
 * Logs allocations, what a collection must have freed, and traps.
 */
typedef unsigned int word;
extern unsigned char __heap_base, __global_base;
__attribute__((import_module("wasi_snapshot_preview1"), import_name("fd_write")))
int fd_write(int fd, const word *vectors, word count, word *written);

static void put(char *text, word *at, word value)
{
	char digits[12];
	int from = 12;

	do
		digits[--from] = (char)('0' + value % 10);
	while (value /= 10);
	while (from < 12)
		text[(*at)++] = digits[from++];
}
__attribute__((noinline)) static void say(const char *verb, word address, word size)
{
	char text[64];
	word at = 0, written;

	while (*verb)
		text[at++] = *verb++;
	text[at++] = ' ';
	put(text, &at, address);
	if (size) {
		text[at++] = ' ';
		put(text, &at, size);
	}
	text[at++] = '\n';
	const word vector[2] = { (word)text, at };

	fd_write(1, vector, 1, &written);
}

word heap_start, heap_end, metadata_start, next_alloc, end_block;
unsigned long long total_alloc, mallocs, frees;

#ifdef LEAKING
word heap_pointer;
static void *gc_alloc(word size)
{
	const word at = heap_pointer;

	size = (size + 15) & ~15u;
	total_alloc += size;
	mallocs++;
	heap_pointer += size;
	while (heap_pointer >= heap_end) {
		__builtin_wasm_memory_grow(0, __builtin_wasm_memory_size(0));
		heap_end = __builtin_wasm_memory_size(0) << 16;
	}
	return (void *)at;
}
static void collect(void) { }
static void init(void)
{
	heap_start = heap_pointer = (word)&__heap_base;
	heap_end = __builtin_wasm_memory_size(0) << 16;
}
#else
static unsigned char *state_byte(word block) { return (unsigned char *)(metadata_start + block / 4); }
static word state_of(word block) { return *state_byte(block) >> block % 4 * 2 & 3; }
static void set_state(word block, word state) { *state_byte(block) |= (unsigned char)(state << block % 4 * 2); }
static void set_free(word block) { *state_byte(block) &= (unsigned char)~(3u << block % 4 * 2); }

static void calculate(void)
{
	const word total = heap_end - heap_start, metadata = (total + 64) / 65;

	metadata_start = heap_end - metadata;
	end_block = (metadata_start - heap_start) / 16;
}
static void init(void)
{
	heap_start = (word)&__heap_base;
	heap_end = __builtin_wasm_memory_size(0) << 16;
	calculate();
}
static void grow(void)
{
	const word old = metadata_start, size = heap_end - metadata_start;

	__builtin_wasm_memory_grow(0, __builtin_wasm_memory_size(0));
	heap_end = __builtin_wasm_memory_size(0) << 16;
	calculate();
	__builtin_memcpy((void *)metadata_start, (void *)old, size);
}
static void mark(word value)
{
	word block;

	if (value < heap_start || value >= metadata_start)
		return;
	block = (value - heap_start) / 16;
	if (!state_of(block))
		return;
	while (state_of(block) == 2)
		block--;
	if (state_of(block) == 3)
		return;
	set_state(block, 3);
	word end = block + 1;

	while (end < end_block && state_of(end) == 2)
		end++;
	for (word at = heap_start + block * 16; at < heap_start + end * 16; at += 4)
		mark(*(word *)at);
}
static void collect(void)
{
	int drop = 0;

	for (word at = (word)&__global_base; at < (word)&__heap_base; at += 4)
		mark(*(word *)at);
	for (word block = 0; block < end_block; block++)
		switch (state_of(block)) {
		case 1:
			say("dead", heap_start + block * 16, 0);
			set_free(block);
			drop = 1;
			frees++;
			break;
		case 2:
			if (drop)
				set_free(block);
			break;
		case 3:
			*state_byte(block) &= (unsigned char)~(2u << block % 4 * 2);
			drop = 0;
			break;
		}
}
static void *gc_alloc(word size)
{
	const word needed = (size + 15) / 16;
	word index = next_alloc, run = 0;

	total_alloc += size;
	mallocs++;
	for (int scans = 0;;) {
		if (index == next_alloc && scans++)
			grow();
		if (index == end_block) {
			index = run = 0;
			continue;
		}
		run = state_of(index++) ? 0 : run + 1;
		if (run == needed)
			break;
	}
	next_alloc = index;
	set_state(index - needed, 1);
	for (word i = index - needed + 1; i != index; i++)
		set_state(i, 2);
	__builtin_memset((void *)(heap_start + (index - needed) * 16), 0, size);
	return (void *)(heap_start + (index - needed) * 16);
}
#endif

struct node { struct node *next; word number; char *text; };
struct node *list;
char *table[64];
word count, seed = 7;

static word random_below(word below)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 16) % below;
}
static void *take(word size)
{
	void *block = gc_alloc(size);

	say("alloc", (word)block, size);
	return block;
}
void _start(void)
{
	init();
	for (word i = 0; i < 20; i++) {
		struct node *node = take(sizeof *node);

		node->next = list;
		node->number = i;
		node->text = take(5 + i);
		__builtin_memset(node->text, 'a', 5 + i);
		list = node;
	}
	for (word i = 0; i < 40; i++)
		table[count++] = take(1 + random_below(500));
	for (word i = 0; i < 15; i++)
		table[random_below(count)] = 0;
	list = list->next->next;
	collect();
	for (word i = 0; i < 10; i++)
		table[i] = take(1 + random_below(200));
	table[11] = take(70000);
	table[12] = take(20);
	if (list->number > 3)
		__builtin_trap();
}
