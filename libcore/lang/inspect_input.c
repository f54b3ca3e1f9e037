/* What location programs read: locals and operands of a frame, memory, thread-locals. */
#include "../wasm/names.h"
#include "inspect_state.h"

static struct wcore_location_value unknown(const char *why)
{
	return (struct wcore_location_value){ .why = why };
}

static uint8_t size_of_code(uint8_t code)
{
	switch (code) {
	case WCORE_I32:
	case WCORE_F32:
		return 4;
	case WCORE_I64:
	case WCORE_F64:
		return 8;
	case WCORE_V128:
		return 16;
	default:
		return 0;
	}
}

static struct wcore_location_value value_of(const struct wcore_word *word)
{
	struct wcore_location_value value = {
		.bits = word->bits, .high = word->high, .size = size_of_code(word->code),
	};

	if (word->origin == WCORE_ORIGIN_UNAVAILABLE)
		return unknown(word->why ? word->why : WCORE_NOT_IN_DUMP);
	if (word->is_initial)
		return unknown(WCORE_NOT_SET);
	if (!value.size)
		return unknown("not in the dump: it is a reference");
	if (word->is_low_half && value.size > 4)
		value.size = 4;
	value.trust = word->is_speculative			  ? WCORE_LOCATION_SPECULATIVE
		      : word->origin == WCORE_ORIGIN_RECORDED	  ? WCORE_LOCATION_RECORDED
		      : word->origin == WCORE_ORIGIN_CONSTANT	  ? WCORE_LOCATION_CONSTANT
								  : WCORE_LOCATION_RECONSTRUCTED;
	return value;
}

static struct wcore_word wasm_word(const struct wcore_scope *scope, unsigned kind, uint32_t index)
{
	if (kind == 0)
		return wcore_unwind_local(scope->frame, index);
	if (kind == 2)
		return wcore_unwind_operand(scope->frame, index);
	return wcore_unwind_global(scope->frame, index);
}

static struct wcore_location_value read_wasm(void *context, unsigned kind, uint32_t index)
{
	struct wcore_inspect_live *live = context;
	struct wcore_word word;

	live->is_used = true;
	if (!live->scope->frame)
		return unknown("not in the dump: no frame is chosen");
	word = wasm_word(live->scope, kind, index);
	/* What is not there needs no more reasons. */
	if (word.origin == WCORE_ORIGIN_UNAVAILABLE || word.is_initial)
		return value_of(&word);
	if ((kind == 0 && !wcore_inspect_live_local(live, index)) ||
	    (kind == 2 && !wcore_inspect_live_operand(live, index)))
		return unknown(WCORE_INSPECT_MAY_HAVE_CHANGED);
	if (kind == 0 && wcore_inspect_live_argument(live, index))
		live->is_argument = true;
	return value_of(&word);
}

/* The frame base is the same in the whole function. */
static struct wcore_location_value read_base(void *context, unsigned kind, uint32_t index)
{
	struct wcore_inspect_live *live = context;
	struct wcore_word word;

	if (!live->scope->frame)
		return unknown("not in the dump: no frame is chosen");
	word = wasm_word(live->scope, kind, index);
	live->is_base_certain = kind != 0 || wcore_inspect_live_base(live, index);
	return value_of(&word);
}

/* What locals held at the function's entry. */
static struct wcore_location_value read_wasm_entry(void *context, unsigned kind, uint32_t index)
{
	struct wcore_scope *scope = ((struct wcore_inspect_live *)context)->scope;
	struct wcore_word word;

	if (!scope->frame || kind != 0 || index >= wcore_unwind_param_count(scope->frame))
		return unknown("not in the dump: it was overwritten since the function's entry");
	word = wcore_unwind_argument(scope->frame, index);
	return value_of(&word);
}

static struct wcore_location_value read_memory(void *context, uint64_t address, unsigned size)
{
	struct wcore_scope *scope = ((struct wcore_inspect_live *)context)->scope;
	struct wcore_location_value value = { .trust = WCORE_LOCATION_RECORDED, .size = (uint8_t)size };

	if (scope->frame && !wcore_unwind_is_written(scope->frame, address, size))
		return unknown(WCORE_NOT_SET);
	if (!wcore_space_uint(&scope->viewer->space, address, size, &value.bits))
		return unknown(WCORE_NOT_IN_DUMP);
	return value;
}

static struct wcore_location_value global_now(struct wcore_unwind_frame *frame, uint32_t global)
{
	struct wcore_word word = wcore_unwind_global(frame, global);

	return value_of(&word);
}

/* A global's value in the instance, as the dump has it. */
static struct wcore_location_value recorded_global(const struct wcore_scope *scope, uint32_t global)
{
	const struct wcore_dump *dump = scope->viewer->dump;
	const struct wcore_global *recorded;
	uint32_t index = global;

	if (scope->frame)
		return global_now(scope->frame, global);
	if (!dump->is_shared_instance) {
		if (scope->viewer->instance >= dump->instance_count ||
		    global >= dump->instances[scope->viewer->instance].global_count)
			return unknown(WCORE_NOT_IN_DUMP);
		index = dump->instances[scope->viewer->instance].globals[global];
	}
	if (index >= dump->index->global_count)
		return unknown(WCORE_NOT_IN_DUMP);
	recorded = &dump->index->globals[index];
	if (recorded->is_imported || recorded->init.kind != WCORE_CONST_VALUE)
		return unknown(WCORE_NOT_IN_DUMP);
	return (struct wcore_location_value){
		.trust = WCORE_LOCATION_RECORDED, .bits = recorded->init.bits,
		.size = size_of_code(recorded->init.type.code),
	};
}

/* The linker names the global that holds the address of the thread's variables. */
static bool find_tls_base(struct wcore_module *module, const struct wcore_index *index, uint32_t *ret)
{
	if (wcore_names_index(module, WCORE_NAME_GLOBAL, "__tls_base", ret))
		return true;
	for (uint32_t i = 0; i < index->export_count; i++)
		if (index->exports[i].kind == WCORE_EXTERN_GLOBAL &&
		    wcore_string_is(index->exports[i].name, "__tls_base")) {
			*ret = index->exports[i].index;
			return true;
		}
	return false;
}

static struct wcore_location_value tls_address(void *context, uint64_t offset)
{
	struct wcore_scope *scope = ((struct wcore_inspect_live *)context)->scope;
	struct wcore_module *module = scope->viewer->module->found.module;
	struct wcore_location_value base;
	const struct wcore_index *index;
	uint32_t global;
	struct wcore_error *error = wcore_module_index(module, &index);

	if (error) {
		wcore_error_destroy(error);
		return unknown(WCORE_NOT_IN_DUMP);
	}
	/* A program of one thread has them at fixed addresses, and wasm-ld writes those. */
	if (index->memory_count && !index->memories[0].limits.is_shared)
		return (struct wcore_location_value){
			.trust = WCORE_LOCATION_CONSTANT, .bits = offset,
			.size = (uint8_t)scope->viewer->address_size,
		};
	if (!find_tls_base(module, index, &global))
		return unknown("not in the dump: where this thread's variables are is not known");
	base = recorded_global(scope, global);
	if (base.trust == WCORE_LOCATION_UNKNOWN)
		return base;
	/* Before the thread has set it. */
	if (!base.bits)
		return unknown(WCORE_NOT_SET);
	base.bits += offset;
	if (base.size == 4)
		base.bits &= UINT32_MAX;
	return base;
}

struct wcore_location_context wcore_inspect_inputs(struct wcore_inspect_live *live,
						   const struct wcore_variable *variable)
{
	struct wcore_scope *scope = live->scope;
	struct wcore_viewer *viewer = scope->viewer;
	struct wcore_location_context ret = {
		.context = live, .address_size = viewer->address_size, .unit = variable->entry.unit,
		.entries = wcore_types_entries(viewer->types), .wasm = read_wasm,
		.wasm_entry = read_wasm_entry, .memory = read_memory, .tls = tls_address,
		.wasm_base = read_base, .check_base = wcore_inspect_check_base,
	};

	if (scope->has_variables && !variable->is_static)
		ret.frame_base = wcore_variables_frame_base(viewer->types, &scope->site, scope->address);
	return ret;
}
