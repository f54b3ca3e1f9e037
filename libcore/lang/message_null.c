/*
 * A function pointer that is NULL and was called: the slot's number was read from memory that
 * nothing has written since, and is 0, where the table has no function.  The variable is
 * named when it is certain which one was read.
 */
#include "../analysis/ssa.h"
#include "../wasm/index.h"
#include "../wasm/insn.h"
#include "message_state.h"

/* Loads and additions that lead to the pointer. */
#define MAX_CHAIN 8
/* Locals that are compared with a value. */
#define MAX_LOCALS 512

struct chain {
	struct wcore_message_reader *reader;
	struct wcore_ssa *ssa;
	unsigned depth;
	/* Of the load that was followed last: where it read, and by which pointer. */
	uint64_t address, pointer_place;
	bool has_pointer;
};

static bool is_quiet(void *context, uint32_t event)
{
	struct wcore_ssa *ssa = ((struct chain *)context)->ssa;
	enum wcore_ssa_event_kind kind = wcore_ssa_event(ssa, event)->kind;

	return kind == WCORE_SSA_EVENT_LOAD || kind == WCORE_SSA_EVENT_GLOBAL ||
	       kind == WCORE_SSA_EVENT_OTHER;
}

/* A value that the unwinder knows, because a local holds it. */
static bool by_local(const struct chain *chain, uint32_t node, uint64_t *ret)
{
	uint32_t count = wcore_unwind_local_count(chain->reader->frame);

	for (uint32_t i = 0; i < count && i < MAX_LOCALS; i++) {
		struct wcore_word word;

		if (wcore_ssa_local(chain->ssa, i) != node)
			continue;
		word = wcore_unwind_local(chain->reader->frame, i);
		*ret = word.bits;
		if (word.origin != WCORE_ORIGIN_UNAVAILABLE && !word.is_speculative && !word.is_low_half)
			return true;
	}
	return false;
}

static bool value_of(struct chain *chain, uint32_t node, uint64_t *ret);

static bool by_load(struct chain *chain, const struct wcore_ssa_node *load, uint64_t *ret)
{
	uint64_t base, previous = chain->address;
	bool is_pointer = false;

	if (load->memory || load->op->width != 4 || load->event == WCORE_SSA_NONE ||
	    !wcore_ssa_event_dominates(chain->ssa, load->event) ||
	    !wcore_ssa_between(chain->ssa, load->event, is_quiet, chain))
		return false;
	chain->address = UINT64_MAX;
	if (!value_of(chain, load->args[0], &base))
		return false;
	is_pointer = chain->address != UINT64_MAX;
	chain->has_pointer = is_pointer;
	chain->pointer_place = is_pointer ? chain->address : previous;
	chain->address = base + load->offset;
	return wcore_message_number(chain->reader, chain->address, 4, ret);
}

static bool value_of(struct chain *chain, uint32_t node, uint64_t *ret)
{
	struct wcore_ssa_node copy;
	bool is_known;

	if (node == WCORE_SSA_NONE || chain->depth >= MAX_CHAIN)
		return false;
	copy = *wcore_ssa_node(chain->ssa, node);
	chain->depth++;
	if (copy.kind == WCORE_SSA_CONST) {
		*ret = copy.bits;
		is_known = true;
	} else if (copy.kind == WCORE_SSA_LOAD) {
		is_known = by_load(chain, &copy, ret);
	} else {
		is_known = by_local(chain, node, ret);
	}
	chain->depth--;
	return is_known;
}

/* The variable, or the member that a pointer variable leads to, which lies at the address. */
struct search {
	struct chain *chain;
	struct wcore_viewer *viewer;
	unsigned found;
	struct wcore_string name, member;
};

static bool find_member(struct search *search, const struct wcore_object *pointer)
{
	struct wcore_object target = wcore_object_target(search->viewer, pointer);
	const struct wcore_type *type = wcore_type_strip(target.type);

	if (target.kind != WCORE_OBJECT_MEMORY || !wcore_type_complete(search->viewer->types, type))
		return false;
	for (uint32_t i = 0; i < type->member_count; i++) {
		const struct wcore_member *member = &type->members[i];

		if (member->is_static || member->is_virtual || member->bit_size || member->location.data ||
		    !member->name.data || target.address + member->offset != search->chain->address)
			continue;
		search->member = member->name;
		return true;
	}
	return false;
}

static bool compare(void *context, const struct wcore_variable *variable, const struct wcore_object *object)
{
	struct search *search = context;

	if (object->kind != WCORE_OBJECT_MEMORY || object->is_speculative || !variable->name.data)
		return true;
	if (search->chain->has_pointer) {
		if (object->address != search->chain->pointer_place ||
		    wcore_type_strip(variable->type)->kind != WCORE_TYPE_POINTER || !find_member(search, object))
			return true;
	} else if (object->address != search->chain->address ||
		   wcore_type_strip(variable->type)->kind != WCORE_TYPE_POINTER) {
		return true;
	}
	search->name = variable->name;
	search->found++;
	return true;
}

static void add_name(struct chain *chain)
{
	struct search search = { .chain = chain, .viewer = chain->reader->viewer };

	wcore_message_visit(chain->reader, compare, &search);
	if (search.found != 1) {
		wcore_message_format(chain->reader, "a null function pointer was called");
		return;
	}
	wcore_message_add(chain->reader, search.name.data, search.name.size);
	if (chain->has_pointer) {
		wcore_message_format(chain->reader, "->");
		wcore_message_add(chain->reader, search.member.data, search.member.size);
	}
	wcore_message_format(chain->reader, " is NULL");
}

static bool is_null_slot(struct wcore_message_reader *reader, const struct wcore_insn *insn)
{
	uint32_t funcidx;

	return insn && insn->op->code == WCORE_OP_CALL_INDIRECT && insn->imm[1] <= UINT32_MAX &&
	       wcore_index_table_slot(reader->place->module->found.module, (uint32_t)insn->imm[1], 0,
				      &funcidx) == 0;
}

bool wcore_message_null(struct wcore_message_reader *reader)
{
	const struct wcore_target_frame *place = reader->place;
	struct chain chain = { .reader = reader };
	struct wcore_error *error;
	bool is_null = false;
	uint64_t slot;

	if (place->frame.index != 0 || !place->has_address || !place->is_exact)
		return false;
	error = wcore_ssa_create(place->module->found.module, &place->function, place->address, &chain.ssa);
	if (error) {
		wcore_error_destroy(error);
		return false;
	}
	if (is_null_slot(reader, wcore_ssa_insn(chain.ssa)))
		is_null = value_of(&chain, wcore_ssa_operand(chain.ssa, 0), &slot) && !slot;
	if (is_null)
		add_name(&chain);
	wcore_ssa_destroy(chain.ssa);
	return is_null && wcore_message_done(reader, "null pointer");
}
