#include "code_map.h"

#include <stdlib.h>

#include "../base/alloc.h"
#include "../wasm/index.h"
#include "../wasm/insn.h"
#include "effect.h"

#define NOWHERE UINT64_MAX
/* Constructs, and writes, that a map keeps. */
#define MAX_ITEMS (1u << 17)
/* As engines have it. */
#define LOCALS_MAX 50000

enum { OP_DROP = 0x1a, OP_SELECT = 0x1b };

struct construct {
	uint64_t start, end;	/* of its instructions; end NOWHERE while it is open */
	uint64_t middle;	/* its else or first catch, or NOWHERE */
	uint64_t first_branch;	/* the first instruction that branches to its label, or NOWHERE */
	uint32_t parent;
	uint32_t code;
};

struct write {
	uint64_t place;
	uint32_t local;
	bool is_read;	/* before the next one of the local, in the order of the code */
	bool buries;	/* what the one before it wrote was never read, on any way */
};

struct wcore_code_map {
	struct wcore_module *module;
	struct wcore_function function;
	struct construct *constructs;	/* by start; the first is the function itself */
	struct write *writes;		/* by place */
	size_t construct_count, construct_capacity, write_count, write_capacity;
	uint32_t *last_writes;		/* of each local while the code is read: in writes, plus 1 */
	uint64_t local_count;
	uint64_t last_branch;		/* while the code is read: of those that go on elsewhere */
};

/* For one more item. */
static struct wcore_error *reserve(void **items, size_t count, size_t *capacity, size_t size)
{
	size_t wanted = *capacity ? *capacity * 2 : 32;
	void *grown;

	if (count < *capacity)
		return NULL;
	if (wanted > MAX_ITEMS)
		return wcore_error_create(WCORE_ERROR_LIMIT, NULL, "the function is too large");
	grown = wcore_realloc(*items, wanted * size);
	if (!grown)
		return wcore_error_nomem();
	*items = grown;
	*capacity = wanted;
	return NULL;
}

static struct wcore_error *open_construct(struct wcore_code_map *map, uint64_t start, uint32_t code,
					  uint32_t parent)
{
	void *items = map->constructs;
	struct wcore_error *error = reserve(&items, map->construct_count, &map->construct_capacity,
					    sizeof(*map->constructs));

	if (error)
		return error;
	map->constructs = items;
	map->constructs[map->construct_count++] = (struct construct){
		.start = start, .end = NOWHERE, .middle = NOWHERE, .first_branch = NOWHERE,
		.parent = parent, .code = code,
	};
	return NULL;
}

static struct wcore_error *refuse(const struct wcore_code_map *map, uint64_t place)
{
	return wcore_error_at(WCORE_ERROR_FORMAT, map->module->file->path, "section 10 (code)", place,
			      "the function's control flow cannot be followed");
}

static struct wcore_error *add_write(struct wcore_code_map *map, uint64_t place, uint64_t local)
{
	void *items = map->writes;
	struct wcore_error *error;

	if (local >= map->local_count)
		return refuse(map, place);
	error = reserve(&items, map->write_count, &map->write_capacity, sizeof(*map->writes));
	if (error)
		return error;
	map->writes = items;
	const struct write *last = map->last_writes[local] ?
		&map->writes[map->last_writes[local] - 1] : NULL;

	map->writes[map->write_count++] = (struct write){
		.place = place, .local = (uint32_t)local,
		.buries = last && !last->is_read && last->place > map->last_branch,
	};
	map->last_writes[local] = (uint32_t)map->write_count;
	return NULL;
}

/* A branch from place, out of construct, to a label. */
static struct wcore_error *add_branch(struct wcore_code_map *map, uint32_t construct, uint64_t place,
				      uint64_t label)
{
	for (; label && construct != UINT32_MAX; label--)
		construct = map->constructs[construct].parent;
	if (construct == UINT32_MAX)
		return refuse(map, place);
	if (map->constructs[construct].first_branch == NOWHERE)
		map->constructs[construct].first_branch = place;
	return NULL;
}

static struct wcore_error *add_targets(struct wcore_code_map *map, uint32_t construct,
				       const struct wcore_insn *insn)
{
	struct wcore_cursor cursor;
	struct wcore_error *error = NULL;
	bool has_catches = insn->op->code == WCORE_OP_TRY_TABLE;
	uint64_t count = has_catches ? insn->imm[1] : insn->imm[0] + 1;

	wcore_insn_vector_cursor(insn, &cursor);
	for (uint64_t i = 0; !error && i < count; i++) {
		uint32_t tag, label = 0;
		uint8_t kind = 2;

		if (has_catches)
			error = wcore_cursor_u8(&cursor, &kind);
		if (!error && kind < 2)
			error = wcore_cursor_leb_u32(&cursor, &tag);
		if (!error)
			error = wcore_cursor_leb_u32(&cursor, &label);
		if (!error)
			error = add_branch(map, construct, insn->offset, label);
	}
	return error;
}

static struct wcore_error *add_branches(struct wcore_code_map *map, uint32_t construct,
					const struct wcore_insn *insn)
{
	switch (insn->op->imm) {
	case WCORE_IMM_BR_TABLE:
	case WCORE_IMM_TRY_TABLE:
		return add_targets(map, construct, insn);
	case WCORE_IMM_CAST:
		return add_branch(map, construct, insn->offset, insn->imm[1]);
	case WCORE_IMM_INDEX:
		return add_branch(map, construct, insn->offset, insn->imm[0]);
	default:
		return NULL;
	}
}

/* The end or delegate of a construct, and what stands in its middle. */
static struct wcore_error *close_construct(struct wcore_code_map *map, const struct wcore_insn *insn,
					   uint32_t *construct)
{
	struct construct *open = &map->constructs[*construct];
	uint32_t code = insn->op->code;

	if (code == WCORE_OP_ELSE || code == WCORE_OP_CATCH || code == WCORE_OP_CATCH_ALL) {
		if (open->middle == NOWHERE)
			open->middle = insn->offset;
		return NULL;
	}
	open->end = insn->offset;
	*construct = open->parent;
	/* Behind the function's end nothing may stand. */
	return *construct == UINT32_MAX && insn->next != map->function.end ? refuse(map, insn->offset) : NULL;
}

/* Behind what leaves the function, nothing reads what was written since the last branch. */
static void end_writes(struct wcore_code_map *map, uint64_t place)
{
	for (size_t i = map->write_count; i > 0 && map->writes[i - 1].place > map->last_branch; i--)
		if (map->last_writes[map->writes[i - 1].local] == i)
			map->last_writes[map->writes[i - 1].local] = 0;
	map->last_branch = place;
}

static bool is_exit(uint32_t code)
{
	return code == WCORE_OP_UNREACHABLE || code == WCORE_OP_RETURN || code == WCORE_OP_RETURN_CALL ||
	       code == WCORE_OP_RETURN_CALL_INDIRECT || code == WCORE_OP_RETURN_CALL_REF;
}

static struct wcore_error *take(struct wcore_code_map *map, const struct wcore_insn *insn,
				uint32_t *construct)
{
	uint32_t code = insn->op->code;
	struct wcore_error *error;

	if (insn->op->imm == WCORE_IMM_RESUME)
		return refuse(map, insn->offset);
	if (is_exit(code))
		end_writes(map, insn->offset);
	else if (insn->op->flags & WCORE_INSN_BRANCH)
		map->last_branch = insn->offset;
	if (code == WCORE_OP_LOCAL_GET && insn->imm[0] < map->local_count &&
	    map->last_writes[insn->imm[0]])
		map->writes[map->last_writes[insn->imm[0]] - 1].is_read = true;
	if (code == WCORE_OP_LOCAL_SET || code == WCORE_OP_LOCAL_TEE)
		return add_write(map, insn->offset, insn->imm[0]);
	if (code == WCORE_OP_END || code == WCORE_OP_ELSE || code == WCORE_OP_CATCH ||
	    code == WCORE_OP_CATCH_ALL || code == WCORE_OP_DELEGATE)
		return close_construct(map, insn, construct);
	if (insn->op->flags & WCORE_INSN_BLOCK) {
		/* The labels of a try_table's catches are counted outside of it. */
		if (code == WCORE_OP_TRY_TABLE && (error = add_branches(map, *construct, insn)))
			return error;
		error = open_construct(map, insn->offset, code, *construct);
		*construct = (uint32_t)(map->construct_count - 1);
		return error;
	}
	if (insn->op->flags & WCORE_INSN_BRANCH && code != WCORE_OP_RETURN)
		return add_branches(map, *construct, insn);
	return NULL;
}

static struct wcore_error *read_code(struct wcore_code_map *map)
{
	struct wcore_cursor cursor;
	struct wcore_insn insn;
	uint32_t construct = 0;
	struct wcore_error *error = open_construct(map, map->function.body, WCORE_OP_BLOCK, UINT32_MAX);

	wcore_insn_cursor(map->module, &map->function, &cursor);
	while (!error && construct != UINT32_MAX && wcore_cursor_left(&cursor)) {
		error = wcore_insn_decode(&cursor, &insn);
		if (!error)
			error = take(map, &insn, &construct);
	}
	if (!error && construct != UINT32_MAX)
		error = refuse(map, map->function.end);
	return error;
}

struct wcore_error *wcore_code_map_create(struct wcore_module *module,
					  const struct wcore_function *function,
					  struct wcore_code_map **ret)
{
	struct wcore_code_map *map;
	struct wcore_error *error;

	if (function->is_imported || function->end - function->body > WCORE_CODE_MAP_MAX)
		return wcore_error_create(WCORE_ERROR_LIMIT, module->file->path, "the function is too large");
	map = wcore_calloc(1, sizeof(*map));
	if (!map)
		return wcore_error_nomem();
	map->module = module;
	map->function = *function;
	map->local_count = wcore_function_local_count(module, function);
	if (map->local_count > LOCALS_MAX)
		map->local_count = LOCALS_MAX;
	map->last_writes = wcore_calloc((size_t)map->local_count + 1, sizeof(*map->last_writes));
	error = map->last_writes ? read_code(map) : wcore_error_nomem();
	free(map->last_writes);
	map->last_writes = NULL;
	if (error) {
		wcore_code_map_destroy(map);
		return error;
	}
	*ret = map;
	return NULL;
}

void wcore_code_map_destroy(struct wcore_code_map *map)
{
	if (!map)
		return;
	free(map->constructs);
	free(map->writes);
	free(map);
}

/* The innermost construct that a place stands in. */
static uint32_t construct_at(const struct wcore_code_map *map, uint64_t place)
{
	size_t low = 0, high = map->construct_count;
	uint32_t construct;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (map->constructs[middle].start < place)
			low = middle + 1;
		else
			high = middle;
	}
	/* The function itself starts in front of its first instruction, but for a body without local declarations. */
	construct = low ? (uint32_t)(low - 1) : 0;
	while (construct && map->constructs[construct].end < place)
		construct = map->constructs[construct].parent;
	return construct;
}

/* Whether all that left the construct by its end had passed from, which is in it. */
static bool is_passed_at_end(const struct construct *construct, uint64_t from)
{
	switch (construct->code) {
	case WCORE_OP_LOOP:
		return true;	/* its label is at its start */
	case WCORE_OP_BLOCK:
	case WCORE_OP_TRY_TABLE:
		return construct->first_branch == NOWHERE || construct->first_branch >= from;
	default:
		return false;	/* if, try: the other part may have run */
	}
}

bool wcore_code_map_dominates(const struct wcore_code_map *map, uint64_t from, uint64_t to)
{
	uint32_t i = construct_at(map, from);

	/* What starts at an end starts where the branches to its label arrive. */
	while (i && map->constructs[i].end == from)
		i = map->constructs[i].parent;
	for (; i; i = map->constructs[i].parent) {
		const struct construct *construct = &map->constructs[i];

		if (construct->middle != NOWHERE && from <= construct->middle && to > construct->middle)
			return false;
		if (to <= construct->end)
			return true;
		if (!is_passed_at_end(construct, from))
			return false;
	}
	return true;
}

bool wcore_code_map_leaves_loop(const struct wcore_code_map *map, uint64_t from, uint64_t to)
{
	for (uint32_t i = construct_at(map, from); i; i = map->constructs[i].parent)
		if (map->constructs[i].code == WCORE_OP_LOOP &&
		    map->constructs[i].first_branch != NOWHERE && to > map->constructs[i].end)
			return true;
	return false;
}

uint64_t wcore_code_map_reach(const struct wcore_code_map *map, uint64_t from, uint64_t to)
{
	uint64_t reach = to;

	for (uint32_t i = construct_at(map, to); i && map->constructs[i].start >= from;
	     i = map->constructs[i].parent)
		if (map->constructs[i].code == WCORE_OP_LOOP && map->constructs[i].first_branch != NOWHERE)
			reach = map->constructs[i].end;
	return reach;
}

/* The first write at a place or behind it. */
static size_t write_from(const struct wcore_code_map *map, uint64_t place)
{
	size_t low = 0, high = map->write_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (map->writes[middle].place < place)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool wcore_code_map_is_read(const struct wcore_code_map *map, uint64_t from, uint32_t local)
{
	bool is_found = false, is_read = true;

	/* The last one in the order of the code need not be the one that ran last. */
	for (size_t i = write_from(map, from); i > 0 && is_read; i--) {
		const struct write *write = &map->writes[i - 1];

		if (write->local != local)
			continue;
		is_read = !write->buries && (is_found || write->is_read);
		is_found = true;
	}
	return is_read;
}

bool wcore_code_map_begins(const struct wcore_code_map *map, uint64_t from, uint32_t local)
{
	const size_t i = write_from(map, from);
	struct wcore_cursor cursor;
	struct wcore_error *error;
	struct wcore_insn insn;

	if (!i || map->writes[i - 1].local != local)
		return false;
	wcore_insn_cursor(map->module, &map->function, &cursor);
	cursor.pos = map->writes[i - 1].place;
	error = wcore_insn_decode(&cursor, &insn);
	wcore_error_destroy(error);
	return !error && insn.next == from;
}

bool wcore_code_map_keeps_local(const struct wcore_code_map *map, uint64_t from, uint64_t to,
				uint32_t local)
{
	for (size_t i = write_from(map, from); i < map->write_count && map->writes[i].place < to; i++)
		if (map->writes[i].local == local)
			return false;
	return true;
}

unsigned wcore_code_map_count_writes(const struct wcore_code_map *map, uint32_t local)
{
	unsigned count = 0;

	for (size_t i = 0; i < map->write_count && count < 2; i++)
		count += map->writes[i].local == local;
	return count;
}

/* What an instruction takes from the stack and puts there; false for one that is not plain. */
static bool stack_effect(struct wcore_module *module, const struct wcore_insn *insn, uint64_t *ret_pops,
			 uint64_t *ret_pushes)
{
	const struct wcore_functype *type;
	int arity = wcore_effect_arity(insn->op->code);

	*ret_pops = 0;
	*ret_pushes = 1;
	if (arity >= 0) {
		*ret_pops = (uint64_t)arity;
		return true;
	}
	switch (insn->op->code) {
	case WCORE_OP_LOCAL_GET:
	case WCORE_OP_GLOBAL_GET:
		return true;
	case WCORE_OP_LOCAL_TEE:
		*ret_pops = 1;
		return true;
	case WCORE_OP_LOCAL_SET:
	case WCORE_OP_GLOBAL_SET:
	case OP_DROP:
		*ret_pops = 1;
		*ret_pushes = 0;
		return true;
	case OP_SELECT:
		*ret_pops = 3;
		return true;
	case WCORE_OP_CALL:
		if (insn->imm[0] > UINT32_MAX ||
		    !(type = wcore_index_functype(module, (uint32_t)insn->imm[0])))
			return false;
		*ret_pops = type->param_count;
		*ret_pushes = type->result_count;
		return true;
	default:
		if (insn->op->flags & WCORE_INSN_ATOMIC || insn->op->imm != WCORE_IMM_MEMARG)
			return false;
		*ret_pops = insn->op->flags & WCORE_INSN_STORE ? 2 : 1;
		*ret_pushes = insn->op->flags & WCORE_INSN_STORE ? 0 : 1;
		return insn->op->flags & (WCORE_INSN_LOAD | WCORE_INSN_STORE);
	}
}

bool wcore_code_map_keeps_operand(const struct wcore_code_map *map, uint64_t from, uint64_t to,
				  uint32_t operand, uint32_t count)
{
	struct wcore_cursor cursor;
	struct wcore_insn insn;
	/* Heights over the one at from. */
	int64_t height = 0, lowest = 0;

	if (operand >= count)
		return false;
	wcore_insn_cursor(map->module, &map->function, &cursor);
	if (from < cursor.pos || to < from)
		return false;
	cursor.pos = from;
	while (cursor.pos < to) {
		uint64_t pops, pushes;
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);

		if (error || !stack_effect(map->module, &insn, &pops, &pushes)) {
			wcore_error_destroy(error);
			return false;
		}
		height -= (int64_t)pops;
		if (height < lowest)
			lowest = height;
		height += (int64_t)pushes;
	}
	/* At from there were count - height operands, and lowest of them went since. */
	return cursor.pos == to && (int64_t)count - height + lowest > (int64_t)operand;
}
