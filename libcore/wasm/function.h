/* Function bodies (WebAssembly 3.0, 5.5.13), found by index or by place. */
#ifndef WCORE_WASM_FUNCTION_H
#define WCORE_WASM_FUNCTION_H

#include "module.h"
#include "types.h"

struct wcore_function {
	uint32_t funcidx;
	bool is_imported;	/* then nothing below is set */
	uint64_t header;	/* where the body's size field stands */
	uint64_t body;		/* the local declarations; codeoffset 0 and DWARF's low_pc */
	uint64_t code;		/* the first instruction */
	uint64_t end;		/* one past the final end opcode */
};

/* Where the code section's contents start (the function count); DWARF address 0. */
struct wcore_error *wcore_module_code_base(struct wcore_module *module, uint64_t *ret);

/* Errors: NOT_FOUND (no such function), FORMAT. */
struct wcore_error *wcore_module_function(struct wcore_module *module, uint32_t funcidx,
					  struct wcore_function *ret);
/* The defined function whose body [body, end) holds the file offset.  Errors: NOT_FOUND, FORMAT. */
struct wcore_error *wcore_module_function_at(struct wcore_module *module, uint64_t offset,
					     struct wcore_function *ret);
/* True when a function's body starts at the file offset. */
bool wcore_module_is_body_start(struct wcore_module *module, uint64_t offset);

/* A run of locals of one type, as declared. */
struct wcore_locals { uint32_t count; struct wcore_valtype type; };

/*
 * The type of a local, parameters first; false when there is no such local.
 * The declarations are read again each time: a body may declare 2^32 locals.
 */
bool wcore_function_local_type(struct wcore_module *module, const struct wcore_function *function,
			       uint32_t local, struct wcore_valtype *ret);
uint64_t wcore_function_local_count(struct wcore_module *module,
				    const struct wcore_function *function);

#endif
