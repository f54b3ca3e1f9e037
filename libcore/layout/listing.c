#include "listing.h"

static struct wcore_error *name_of(const struct wcore_target_module *module, uint32_t funcidx,
				   struct wcore_string *ret)
{
	struct wcore_site site = { 0 };
	struct wcore_error *error = wcore_symbols_function_name(module->symbols, funcidx, &site);

	*ret = site.function;
	return error;
}

static struct wcore_error *enter(struct wcore_listing *listing, const struct wcore_function *function)
{
	listing->function = *function;
	wcore_insn_cursor(listing->module->found.module, function, &listing->cursor);
	return name_of(listing->module, function->funcidx, &listing->name);
}

/* Moves to the instruction that stands at a place. */
static struct wcore_error *seek(struct wcore_listing *listing, uint64_t address)
{
	struct wcore_cursor *cursor = &listing->cursor;
	struct wcore_insn insn = { 0 };

	while (cursor->pos < address) {
		struct wcore_error *error = wcore_insn_decode(cursor, &insn);

		if (error)
			return error;
	}
	if (cursor->pos > address && address >= listing->function.code)
		return wcore_error_create(WCORE_ERROR_NOT_FOUND, listing->module->found.module->file->path,
					  "0x%llx is inside of the instruction at 0x%llx",
					  (unsigned long long)address, (unsigned long long)insn.offset);
	return NULL;
}

struct wcore_error *wcore_listing_init(struct wcore_listing *listing,
				       const struct wcore_target_module *module,
				       uint64_t address)
{
	struct wcore_function function;
	struct wcore_error *error = wcore_module_function_at(module->found.module, address, &function);

	if (error)
		return error;
	listing->module = module;
	error = enter(listing, &function);
	return error ? error : seek(listing, address);
}

struct wcore_error *wcore_listing_next(struct wcore_listing *listing, struct wcore_listing_line *ret,
				       bool *ret_found)
{
	struct wcore_insn insn;
	struct wcore_error *error;

	*ret_found = wcore_cursor_left(&listing->cursor) > 0;
	if (!*ret_found)
		return NULL;
	error = wcore_insn_decode(&listing->cursor, &insn);
	if (error)
		return error;
	*ret = (struct wcore_listing_line){
		.address = insn.offset, .size = insn.next - insn.offset, .bytes = insn.data + insn.offset,
		.function = listing->name, .offset = insn.offset - listing->function.body,
		.text = wcore_insn_format(&insn, listing->text, sizeof(listing->text)),
	};
	if (insn.op->code == WCORE_OP_CALL || insn.op->code == WCORE_OP_RETURN_CALL)
		error = name_of(listing->module, (uint32_t)insn.imm[0], &ret->callee);
	return error;
}

struct wcore_error *wcore_listing_next_function(struct wcore_listing *listing, bool *ret_found)
{
	struct wcore_function function;
	struct wcore_error *error = wcore_module_function(listing->module->found.module,
							  listing->function.funcidx + 1, &function);

	*ret_found = !error;
	if (error && error->code == WCORE_ERROR_NOT_FOUND) {
		wcore_error_destroy(error);
		return NULL;
	}
	return error ? error : enter(listing, &function);
}
