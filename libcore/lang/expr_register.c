/* $sp, $local3 and their like. */
#include "expr_tree.h"

#include <string.h>

#include "../debug/location.h"
#include "../wasm/insn.h"

/* "local3" and "local": the number behind a name. */
static bool numbered(struct wcore_string text, const char *name, uint32_t *ret)
{
	size_t size = strlen(name);
	uint64_t number = 0;

	if (text.size <= size || text.size > size + 9 || memcmp(text.data, name, size) != 0)
		return false;
	for (size_t i = size; i < text.size; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		number = number * 10 + (unsigned)(text.data[i] - '0');
	}
	*ret = (uint32_t)number;
	return true;
}

static struct wcore_object word_object(struct wcore_eval *eval, struct wcore_word word,
				       const struct wcore_type *type)
{
	if (!type) {
		switch (word.code) {
		case 0x7e: type = wcore_expr_basic(eval, "long long"); break;
		case 0x7d: type = wcore_expr_basic(eval, "float"); break;
		case 0x7c: type = wcore_expr_basic(eval, "double"); break;
		case 0x7b: type = wcore_expr_basic(eval, "unsigned __int128"); break;
		default: type = wcore_expr_basic(eval, "int"); break;
		}
	}
	if (word.origin == WCORE_ORIGIN_UNAVAILABLE)
		return wcore_object_none(type, word.why ? word.why : "it cannot be had again");
	if (word.is_low_half)
		return wcore_object_none(type, "only its low 32 bits are recorded");
	if (type->size == 16) {
		uint64_t *halves = wcore_arena_array(eval->arena, 2, sizeof(*halves));

		if (!halves)
			return wcore_object_none(type, "out of memory");
		halves[0] = word.bits;
		halves[1] = word.high;
		return wcore_object_bytes(type, (const uint8_t *)halves, 16, word.origin);
	}
	return wcore_expr_make(eval, type, word.bits, word.origin, word.is_speculative);
}

static struct wcore_location_value location_of(struct wcore_word word)
{
	static const enum wcore_location_trust trusts[] = {
		[WCORE_ORIGIN_UNAVAILABLE] = WCORE_LOCATION_UNKNOWN,
		[WCORE_ORIGIN_RECORDED] = WCORE_LOCATION_RECORDED,
		[WCORE_ORIGIN_MEMORY] = WCORE_LOCATION_RECONSTRUCTED,
		[WCORE_ORIGIN_RECONSTRUCTED] = WCORE_LOCATION_RECONSTRUCTED,
		[WCORE_ORIGIN_CONSTANT] = WCORE_LOCATION_CONSTANT,
	};
	struct wcore_location_value value = {
		.trust = trusts[word.origin], .bits = word.bits, .high = word.high, .why = word.why,
	};

	if (word.is_speculative)
		value.trust = WCORE_LOCATION_SPECULATIVE;
	return value;
}

static struct wcore_location_value read_wasm(void *context, unsigned kind, uint32_t index)
{
	struct wcore_unwind_frame *frame = context;

	return location_of(kind == 0 ? wcore_unwind_local(frame, index) :
			   kind == 2 ? wcore_unwind_operand(frame, index) :
				       wcore_unwind_global(frame, index));
}

static struct wcore_word frame_base(struct wcore_eval *eval)
{
	struct wcore_word word = { .origin = WCORE_ORIGIN_UNAVAILABLE,
				   .why = "the function has no frame base there" };
	struct wcore_location_context context = {
		.context = eval->scope->frame, .address_size = eval->viewer->address_size,
		.unit = eval->function.unit, .wasm = read_wasm,
	};
	struct wcore_location_value value;
	struct wcore_string expression = { 0 };

	if (eval->types && eval->function.unit) {
		context.entries = wcore_types_entries(eval->types);
		expression = wcore_variables_frame_base(eval->types, &eval->scope->site, eval->scope->address);
	}
	if (!expression.data)
		return word;
	value = wcore_location_number(&context, expression);
	if (value.trust == WCORE_LOCATION_UNKNOWN) {
		word.why = value.why ? value.why : word.why;
		return word;
	}
	word.bits = value.bits;
	word.is_speculative = value.trust == WCORE_LOCATION_SPECULATIVE;
	word.origin = value.trust == WCORE_LOCATION_CONSTANT ? WCORE_ORIGIN_CONSTANT :
		      value.trust == WCORE_LOCATION_RECORDED ? WCORE_ORIGIN_RECORDED :
							      WCORE_ORIGIN_RECONSTRUCTED;
	return word;
}

static bool fail_register(struct wcore_eval *eval, const struct wcore_expr *node, const char *what,
			  uint32_t number, uint32_t count)
{
	return wcore_eval_fail(eval, WCORE_ERROR_NOT_FOUND, node->column,
			       count ? "there is no %s %u: the last one is %u" : "there is no %s %u", what,
			       number, count - 1);
}

static bool numbered_register(struct wcore_eval *eval, const struct wcore_expr *node,
			      struct wcore_object *ret)
{
	struct wcore_unwind_frame *frame = eval->scope->frame;
	struct wcore_word word;
	uint32_t number, count;

	if (numbered(node->text, "local", &number)) {
		count = wcore_unwind_local_count(frame);
		if (number >= count)
			return fail_register(eval, node, "local", number, count);
		word = wcore_unwind_local(frame, number);
	} else if (numbered(node->text, "param", &number)) {
		count = wcore_unwind_param_count(frame);
		if (number >= count)
			return fail_register(eval, node, "parameter", number, count);
		word = wcore_unwind_argument(frame, number);
	} else if (numbered(node->text, "stack", &number)) {
		count = wcore_unwind_operand_count(frame);
		if (number >= count)
			return fail_register(eval, node, "operand", number, count);
		word = wcore_unwind_operand(frame, number);
	} else if (numbered(node->text, "global", &number)) {
		word = wcore_unwind_global(frame, number);
	} else {
		return wcore_eval_fail(eval, WCORE_ERROR_NOT_FOUND, node->column,
				       "there is no register $%.*s: there are $sp $fb $pc $trap_address "
				       "$localN $paramN $stackN $globalN", (int)node->text.size,
				       node->text.data);
	}
	*ret = word_object(eval, word, NULL);
	return true;
}

/* The address operand of a load, store or atomic access; operands are counted from the bottom. */
static bool address_operand(const struct wcore_insn *insn, uint32_t count, uint32_t *ret)
{
	uint32_t above;

	if (insn->op->imm != WCORE_IMM_MEMARG && insn->op->imm != WCORE_IMM_MEMARG_LANE)
		return false;
	if (insn->op->flags & WCORE_INSN_ATOMIC)
		return false;
	above = insn->op->flags & WCORE_INSN_STORE || insn->op->imm == WCORE_IMM_MEMARG_LANE ? 1 : 0;
	*ret = count - 1 - above;
	return count > above;
}

/* The address of the access that trapped, from the operands of the youngest frame's instruction. */
static struct wcore_object trap_address(struct wcore_eval *eval)
{
	const struct wcore_type *type = wcore_expr_pointer(eval, wcore_expr_basic(eval, "void"));
	struct wcore_unwind_frame *frame = NULL;
	const struct wcore_target_frame *target;
	struct wcore_error *error;
	struct wcore_word word;
	struct wcore_insn insn;
	uint32_t operand;

	error = wcore_unwind_frame(wcore_inspect_unwind(eval->scope->inspect), 0, &frame);
	target = error ? NULL : wcore_unwind_target_frame(frame);
	if (target && target->is_usable && target->has_function && target->has_address)
		error = wcore_insn_at(target->module->found.module, &target->function, target->address, &insn);
	else
		target = NULL;
	wcore_error_destroy(error);
	if (!target || error)
		return wcore_object_none(type, "where the program trapped is not known");
	if (!address_operand(&insn, wcore_unwind_operand_count(frame), &operand))
		return wcore_object_none(type, "the program did not trap at an access to memory");
	word = wcore_unwind_operand(frame, operand);
	/* The sum is not cut to the width of an address: that is how an access gets out of bounds. */
	if (word.origin != WCORE_ORIGIN_UNAVAILABLE && eval->viewer->address_size < 8)
		word.bits &= UINT32_MAX;
	if (__builtin_add_overflow(word.bits, insn.imm[1], &word.bits) ||
	    (eval->viewer->address_size < 8 && word.bits > UINT32_MAX))
		type = wcore_expr_basic(eval, "unsigned long long");
	if (word.origin == WCORE_ORIGIN_RECORDED && insn.imm[1])
		word.origin = WCORE_ORIGIN_RECONSTRUCTED;
	return word_object(eval, word, type);
}

bool wcore_expr_register(struct wcore_eval *eval, const struct wcore_expr *node,
			 struct wcore_object *ret)
{
	struct wcore_unwind_frame *frame = eval->scope->frame;
	const struct wcore_target_frame *target;

	if (wcore_string_is(node->text, "trap_address")) {
		*ret = trap_address(eval);
		return true;
	}
	if (!frame)
		return wcore_eval_fail(eval, WCORE_ERROR_NOT_FOUND, node->column,
				       "there is no frame that $%.*s could be of", (int)node->text.size,
				       node->text.data);
	if (wcore_string_is(node->text, "sp")) {
		*ret = word_object(eval, wcore_unwind_stack_pointer(frame),
				   wcore_expr_pointer(eval, wcore_expr_basic(eval, "void")));
		return true;
	}
	if (wcore_string_is(node->text, "fb")) {
		*ret = word_object(eval, frame_base(eval),
				   wcore_expr_pointer(eval, wcore_expr_basic(eval, "void")));
		return true;
	}
	if (!wcore_string_is(node->text, "pc"))
		return numbered_register(eval, node, ret);
	target = wcore_unwind_target_frame(frame);
	*ret = target->has_address ?
		       wcore_expr_make(eval, wcore_expr_basic(eval, "unsigned long"), target->address,
				       WCORE_ORIGIN_RECORDED, false) :
		       wcore_object_none(wcore_expr_basic(eval, "unsigned long"), WCORE_NOT_IN_DUMP);
	return true;
}
