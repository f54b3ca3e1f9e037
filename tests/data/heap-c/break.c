/*
 * Damage to the heap, one kind an exported function.  It prints "victim ADDRESS": the block whose
 * bookkeeping is broken, and "culprit ADDRESS": the one that ran over, where there is one.
 */
#include "log.h"

#define SCENE(name) __attribute__((export_name(#name))) void name(void)

static void *blocks[8];

/* Blocks of one size side by side; every second one can be freed without melting into others. */
static void make(size_t size)
{
	for (int i = 0; i < 8; i++) {
		blocks[i] = take(size);
		memset(blocks[i], 'a' + i, size);
	}
}

static void blame(void *victim, void *culprit)
{
	put("victim", victim, 0);
	if (culprit)
		put("culprit", culprit, 0);
}

/* A string that is too long for its block. */
SCENE(overrun)
{
	make(28);
	blame(blocks[4], blocks[3]);
	memcpy(blocks[3], "this sentence has more than twenty-eight bytes", 36);
	__builtin_trap();
}

/* The zero behind a string. */
SCENE(off_by_one)
{
	make(28);
	blame(blocks[4], blocks[3]);
	((volatile char *)blocks[3])[28] = 0;
	__builtin_trap();
}

SCENE(underrun)
{
	make(28);
	blame(blocks[4], NULL);
	((volatile int *)blocks[4])[-1] = -1;
	__builtin_trap();
}

/*
 * What a second release does where it is not noticed: the block follows itself in its list.  dlmalloc
 * notices most of them, and does nothing.
 */
SCENE(double_free)
{
	make(28);
	give(blocks[1]);
	give(blocks[3]);
	blame(blocks[3], NULL);
	((volatile uint32_t *)blocks[3])[0] = (uint32_t)(uintptr_t)blocks[3] - 8;
	__builtin_trap();
}

/* The first words of a free block are its links. */
SCENE(use_after_free)
{
	make(28);
	give(blocks[1]);
	give(blocks[3]);
	give(blocks[5]);
	blame(blocks[3], NULL);
	memcpy(blocks[3], "BAD!", 4);
	__builtin_trap();
}

/* A link that leads to another block: one that is used. */
SCENE(wrong_link)
{
	make(28);
	give(blocks[1]);
	give(blocks[3]);
	blame(blocks[6], NULL);
	((volatile uint32_t *)blocks[3])[0] = (uint32_t)(uintptr_t)blocks[6] - 8;
	__builtin_trap();
}

/* Large free blocks hang in trees. */
SCENE(tree_link)
{
	make(1000);
	give(blocks[1]);
	give(blocks[3]);
	blame(blocks[1], NULL);
	((volatile uint32_t *)blocks[1])[4] = 0x11;
	__builtin_trap();
}

SCENE(zero_size)
{
	make(28);
	blame(blocks[4], NULL);
	((volatile uint32_t *)blocks[4])[-1] = 0;
	__builtin_trap();
}

SCENE(huge_size)
{
	make(28);
	blame(blocks[4], NULL);
	((volatile uint32_t *)blocks[4])[-1] = 0x7ffffff3;
	__builtin_trap();
}

/* The end of a free block repeats its size, in front of the head of the next one. */
SCENE(footer)
{
	make(28);
	give(blocks[3]);
	blame(blocks[3], NULL);
	((volatile uint32_t *)blocks[4])[-2] = 0x1234;
	__builtin_trap();
}

/* The last block runs over into what was never handed out. */
SCENE(top)
{
	make(28);
	blame(NULL, blocks[7]);
	memset(blocks[7], 'T', 32);
	__builtin_trap();
}

/* A size that covers the next block, a free one. */
SCENE(overlap)
{
	make(28);
	give(blocks[4]);
	blame(blocks[3], NULL);
	((volatile uint32_t *)blocks[3])[-1] = 64 | 3;
	((volatile uint32_t *)blocks[5])[-1] |= 1;
	__builtin_trap();
}

/* A pointer that malloc never gave. */
SCENE(wild_free)
{
	make(60);
	memset(blocks[3], 0, 60);
	((volatile uint32_t *)blocks[3])[3] = 32 | 3;
	((volatile uint32_t *)blocks[3])[11] = 3;
	blame(blocks[3], NULL);
	give((char *)blocks[3] + 16);
	__builtin_trap();
}

/* The chunk that was split last is in no bin. */
SCENE(split_last)
{
	make(28);
	give(blocks[2]);
	give(blocks[3]);
	give(blocks[4]);
	blocks[0] = take(24);
	blame(blocks[3], NULL);
	((volatile uint32_t *)blocks[3])[-1] = 0x20;
	__builtin_trap();
}
