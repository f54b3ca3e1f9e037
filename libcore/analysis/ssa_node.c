/* Nodes and the memory of ssa_state.h: making, sharing and simplifying them. */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

#include "ssa_state.h"

#define BASE_STEPS 256

enum {
	I32_ADD = 0x6a, I32_SUB = 0x6b, I32_MUL = 0x6c, I32_AND = 0x71, I32_OR = 0x72, I32_XOR = 0x73,
	I32_SHL = 0x74, I64_ADD = 0x7c, I64_SUB = 0x7d, I64_MUL = 0x7e, I64_AND = 0x83,
	I64_OR = 0x84, I64_XOR = 0x85, I64_SHL = 0x86,
};

static bool account(struct wcore_ssa *ssa, uint64_t count, size_t size)
{
	if (ssa->memory > ssa->memory_max || count > (ssa->memory_max - ssa->memory) / size) {
		if (ssa->status == SSA_OK)
			ssa->status = SSA_LIMIT;
		return false;
	}
	ssa->memory += (size_t)count * size;
	return true;
}

void *wcore_ssa_alloc(struct wcore_ssa *ssa, uint64_t count, size_t size)
{
	void *memory;

	if (!account(ssa, count, size))
		return NULL;
	memory = wcore_calloc(count ? (size_t)count : 1, size);
	if (!memory)
		ssa->status = SSA_NOMEM;
	return memory;
}

void *wcore_ssa_push(struct wcore_ssa *ssa, struct ssa_list *list, size_t size, uint32_t n)
{
	if (n > list->used - list->count) {
		uint32_t more = n - (list->used - list->count);

		if (!account(ssa, more, size))
			return NULL;
		list->used += more;
	}
	if (!list->items || list->capacity - list->count < n) {
		uint64_t capacity = (uint64_t)list->capacity + list->capacity / 2 + 16;
		void *items;

		if (capacity < (uint64_t)list->count + n)
			capacity = (uint64_t)list->count + n;
		items = wcore_realloc(list->items, (size_t)capacity * size);
		if (!items) {
			ssa->status = SSA_NOMEM;
			return NULL;
		}
		list->items = items;
		list->capacity = (uint32_t)capacity;
	}
	void *at = (uint8_t *)list->items + list->count * size;
	memset(at, 0, n * size);
	list->count += n;
	return at;
}

static bool add_chunk(struct wcore_ssa *ssa)
{
	struct wcore_ssa_node **chunks;

	if (!account(ssa, SSA_CHUNK, sizeof(struct wcore_ssa_node)))
		return false;
	chunks = wcore_realloc(ssa->chunks, (ssa->chunk_count + 1) * sizeof(*chunks));
	if (chunks) {
		ssa->chunks = chunks;
		chunks[ssa->chunk_count] = wcore_malloc(SSA_CHUNK * sizeof(**chunks));
	}
	if (!chunks || !chunks[ssa->chunk_count]) {
		ssa->status = SSA_NOMEM;
		return false;
	}
	ssa->chunk_count++;
	return true;
}

uint32_t wcore_ssa_add(struct wcore_ssa *ssa, const struct wcore_ssa_node *node)
{
	if (ssa->node_count == ssa->chunk_count << SSA_CHUNK_LOG2 && !add_chunk(ssa))
		return 0;
	*ssa_node(ssa, ssa->node_count) = *node;
	return ssa->node_count++;
}

void wcore_ssa_free(struct wcore_ssa *ssa, struct ssa_list *list, size_t size)
{
	ssa->memory -= list->used * size;
	free(list->items);
	*list = (struct ssa_list){ 0 };
}

/*
 * What nodes are found by: an SSA_ENTRY, also when it was resolved since, by block
 * and variable, a GLOBAL_CALL by call and global, the others by what they are.
 */
static uint32_t hash(const struct wcore_ssa_node *node)
{
	uint64_t parts[] = { node->args[2], node->block, 0, 0, 0, 0 }, value = 0;

	if (!(node->args[2] & SSA_ENTRY_MARK)) {
		parts[2] = (uint64_t)node->kind << 32 | node->index;
		parts[3] = (uint64_t)node->event << 32 | (node->op ? node->op->code : 0);
	}
	if (node->kind == WCORE_SSA_CONST)
		parts[4] = node->bits ^ node->type;
	else if (node->kind == WCORE_SSA_OP)
		parts[5] = (uint64_t)node->args[0] << 32 | node->args[1];
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		value = (value ^ parts[i]) * UINT64_C(0x9e3779b97f4a7c15);
		value ^= value >> 29;
	}
	return (uint32_t)value;
}

static bool is_same(const struct wcore_ssa_node *a, const struct wcore_ssa_node *b)
{
	if (a->block != b->block || a->args[2] != b->args[2])
		return false;
	if (b->args[2] & SSA_ENTRY_MARK)
		return true;
	if (a->kind != b->kind || a->index != b->index || a->event != b->event || a->op != b->op ||
	    a->type != b->type)
		return false;
	if (a->kind == WCORE_SSA_GLOBAL_CALL)
		return true;
	return a->args[0] == b->args[0] && a->args[1] == b->args[1] && a->bits == b->bits &&
	       a->high == b->high;
}

static bool grow_slots(struct wcore_ssa *ssa)
{
	uint32_t count = ssa->slot_count ? ssa->slot_count * 2 : 256, *slots;

	if (ssa->slots_used < ssa->slot_count / 2)
		return true;
	slots = wcore_ssa_alloc(ssa, count, sizeof(*slots));
	if (!slots)
		return false;
	for (uint32_t i = 0; i < ssa->slot_count; i++) {
		uint32_t at;

		if (!ssa->slots[i])
			continue;
		at = hash(ssa_node(ssa, ssa->slots[i])) & (count - 1);
		while (slots[at])
			at = (at + 1) & (count - 1);
		slots[at] = ssa->slots[i];
	}
	ssa->memory -= ssa->slot_count * sizeof(*slots);
	free(ssa->slots);
	ssa->slots = slots;
	ssa->slot_count = count;
	return true;
}

uint32_t wcore_ssa_intern(struct wcore_ssa *ssa, const struct wcore_ssa_node *node)
{
	uint32_t at, made;

	if (!grow_slots(ssa))
		return 0;
	at = hash(node) & (ssa->slot_count - 1);
	while (ssa->slots[at]) {
		if (is_same(ssa_node(ssa, ssa->slots[at]), node))
			return ssa->slots[at];
		at = (at + 1) & (ssa->slot_count - 1);
	}
	made = wcore_ssa_add(ssa, node);
	ssa->slots[at] = made;
	ssa->slots_used += made != 0;
	return made;
}

uint32_t wcore_ssa_constant(struct wcore_ssa *ssa, uint8_t type, uint64_t bits, uint64_t high)
{
	const struct wcore_ssa_node node = {
		.kind = WCORE_SSA_CONST, .type = type, .event = WCORE_SSA_NONE, .high = high,
		.bits = type == WCORE_I32 || type == WCORE_F32 ? (uint32_t)bits : bits,
	};

	return wcore_ssa_intern(ssa, &node);
}

uint32_t wcore_ssa_other(struct wcore_ssa *ssa, uint8_t type, uint32_t block, uint64_t place)
{
	const struct wcore_ssa_node node = {
		.kind = WCORE_SSA_OTHER, .type = type, .block = block, .event = WCORE_SSA_NONE,
		.place = place,
	};

	return wcore_ssa_add(ssa, &node);
}

static bool is_add(uint32_t code)
{
	return code == I32_ADD || code == I64_ADD;
}

static bool is_sub(uint32_t code)
{
	return code == I32_SUB || code == I64_SUB;
}

static bool fold(uint32_t code, uint64_t a, uint64_t b, uint64_t *ret)
{
	switch (code) {
	case I32_ADD:
	case I64_ADD:
		*ret = a + b;
		return true;
	case I32_SUB:
	case I64_SUB:
		*ret = a - b;
		return true;
	case I32_MUL:
	case I64_MUL:
		*ret = a * b;
		return true;
	case I32_AND:
	case I64_AND:
		*ret = a & b;
		return true;
	case I32_OR:
	case I64_OR:
		*ret = a | b;
		return true;
	case I32_XOR:
	case I64_XOR:
		*ret = a ^ b;
		return true;
	case I32_SHL:
		*ret = a << (b & 31);
		return true;
	case I64_SHL:
		*ret = a << (b & 63);
		return true;
	default:
		return false;
	}
}

uint32_t wcore_ssa_operation(struct wcore_ssa *ssa, const struct wcore_ssa_node *node)
{
	struct wcore_ssa_node sum = *node;
	const struct wcore_ssa_node *a = ssa_node(ssa, node->args[0]);
	const struct wcore_ssa_node *b = ssa_node(ssa, node->args[1]);
	uint32_t code = node->op->code;
	uint64_t bits;

	if (node->arg_count == 2 && a->kind == WCORE_SSA_CONST && b->kind == WCORE_SSA_CONST &&
	    fold(code, a->bits, b->bits, &bits))
		return wcore_ssa_constant(ssa, node->type, bits, 0);
	if (is_add(code) && a->kind == WCORE_SSA_CONST) {
		sum.args[0] = node->args[1];
		sum.args[1] = node->args[0];
	} else if (is_sub(code) && b->kind == WCORE_SSA_CONST) {
		sum.op = wcore_opcode_find(code == I32_SUB ? I32_ADD : I64_ADD);
		sum.args[1] = wcore_ssa_constant(ssa, node->type, -b->bits, 0);
	}
	if (!is_add(sum.op->code) || ssa_node(ssa, sum.args[1])->kind != WCORE_SSA_CONST)
		return wcore_ssa_intern(ssa, &sum);
	a = ssa_node(ssa, sum.args[0]);
	if (a->kind == WCORE_SSA_OP && a->op == sum.op &&
	    ssa_node(ssa, a->args[1])->kind == WCORE_SSA_CONST) {
		bits = ssa_node(ssa, sum.args[1])->bits + ssa_node(ssa, a->args[1])->bits;
		sum.args[0] = a->args[0];
		sum.args[1] = wcore_ssa_constant(ssa, sum.type, bits, 0);
	}
	return ssa_node(ssa, sum.args[1])->bits == 0 ? sum.args[0] : wcore_ssa_intern(ssa, &sum);
}

uint32_t wcore_ssa_base(struct wcore_ssa *ssa, uint32_t node, uint64_t *ret_constant)
{
	uint64_t constant = 0;
	bool is_32;

	node = wcore_ssa_resolve(ssa, node);
	is_32 = ssa_node(ssa, node)->type == WCORE_I32;
	for (int steps = 0; steps < BASE_STEPS; steps++) {
		const struct wcore_ssa_node *at = wcore_ssa_node(ssa, node), *second;
		uint32_t rest = 0;

		if (at->kind == WCORE_SSA_CONST) {
			constant += at->bits;
			node = WCORE_SSA_NONE;
			break;
		}
		if (at->kind != WCORE_SSA_OP || !(is_add(at->op->code) || is_sub(at->op->code)))
			break;
		second = ssa_node(ssa, at->args[1]);
		if (is_add(at->op->code) && second->kind != WCORE_SSA_CONST) {
			rest = 1;
			second = ssa_node(ssa, at->args[0]);
		}
		if (second->kind != WCORE_SSA_CONST)
			break;
		constant += is_sub(at->op->code) ? -second->bits : second->bits;
		node = at->args[rest];
	}
	*ret_constant = is_32 ? (uint32_t)constant : constant;
	return node;
}
